"""The form of processing options: every option that was ever recorded has an editor, and nothing of it gets lost."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from nadir.core.api.options import NodeOption, TaskOption
from nadir.core.jobs import Jobs
from nadir.ui.new_task.options import catalogue
from nadir.ui.new_task.options.editors import BoolEditor, ChoiceEditor, JsonEditor, NumberEditor, TextEditor, step_of
from nadir.ui.new_task.options.form import OptionsForm
from qgis.PyQt.QtCore import QLocale, QPoint, QPointF, Qt
from qgis.PyQt.QtGui import QWheelEvent
from qgis.PyQt.QtTest import QSignalSpy, QTest
from qgis.PyQt.QtWidgets import QApplication, QLabel, QToolButton, QWidget

from .option_recordings import option_lists

EDITORS = {"bool": BoolEditor, "enum": ChoiceEditor, "int": NumberEditor, "float": NumberEditor}
OTHERS = {  # for each domain of the recordings a value that is allowed and not the default
    "integer": 12345,
    "positive integer": 7,
    "integer: 1 <= x <= 14": 3,
    "float": 0.25,
    "positive float": 2.75,
    "float > 0.0": 1.5,
    "string": "red edge",
    "json": '{"a":1}',
}


def recorded() -> tuple[NodeOption, ...]:
    return max(option_lists(), key=len)


def other_value(option: NodeOption) -> Any:
    """One that is allowed and not the default."""
    if option.type == "bool":
        return option.value != "true"
    if option.type == "enum":
        return next(choice for choice in option.choices if choice and choice != option.value)
    return OTHERS[option.domain]


@pytest.fixture
def form(qgis_app: Any) -> Iterator[OptionsForm]:
    made = OptionsForm()
    made.set_options(recorded())
    made.resize(600, 700)
    made.show()
    QApplication.processEvents()
    yield made
    made.close()
    made.deleteLater()
    QApplication.processEvents()


def row(form: OptionsForm, name: str) -> Any:
    form.show_option(name)
    return form.findChild(QWidget, f"option_{name}")


def type_into(form: OptionsForm, name: str, text: str) -> None:
    """What a user does with the keyboard."""
    editor = row(form, name).editor
    edit = editor.lineEdit() if isinstance(editor, NumberEditor) else editor
    edit.selectAll()
    QTest.keyClicks(edit, text) if text else QTest.keyClick(edit, Qt.Key.Key_Delete)


@pytest.mark.parametrize("number", range(len(option_lists())))
def test_every_recorded_option_has_the_editor_of_its_type(form: OptionsForm, number: int) -> None:
    options = option_lists()[number]
    form.set_options(options)
    assert options
    for option in options:
        wanted = EDITORS.get(option.type, JsonEditor if option.domain == "json" else TextEditor)
        found = row(form, option.name)
        assert type(found.editor) is wanted, option
        assert found.editor.accessibleName() and found.findChild(QLabel).buddy() is found.editor


def test_every_value_comes_back_as_it_went_in(form: OptionsForm) -> None:
    given = tuple(TaskOption(option.name, other_value(option)) for option in recorded())
    form.set_values(given)
    assert form.values() == given and form.problem() == ""
    for option in recorded():
        assert row(form, option.name).editor.value() == other_value(option), option
    form.refresh()
    assert form.values() == given


def test_values_as_presets_have_them_stay_as_they_are(form: OptionsForm) -> None:
    given = (TaskOption("matcher-neighbors", 4), TaskOption("orthophoto-resolution", "1.0"), TaskOption("dem-resolution", "2"))
    form.set_values(given)
    for option in given:
        assert row(form, option.name).editor.value() == option.value
    assert set(form.values()) == set(given)


def test_only_what_differs_is_given_back(form: OptionsForm) -> None:
    form.set_values([TaskOption("dsm", False), TaskOption("crop", 3.0), TaskOption("pc-quality", "medium"), TaskOption("dtm", "true")])
    assert form.values() == (TaskOption("dtm", "true"),)
    type_into(form, "dem-resolution", "2")
    row(form, "dsm").editor.click()
    assert set(form.values()) == {TaskOption("dtm", "true"), TaskOption("dem-resolution", 2.0), TaskOption("dsm", True)}
    type_into(form, "dem-resolution", "5")
    assert "dem-resolution" not in {option.name for option in form.values()}


@pytest.mark.parametrize(
    ("name", "text", "says"),
    [
        ("mesh-octree-depth", "15", "Enter a whole number from 1 to 14."),
        ("mesh-octree-depth", "2.5", "Enter a whole number from 1 to 14."),
        ("mesh-size", "-1", "Enter a whole number, 0 or more."),
        ("orthophoto-resolution", "0", "Enter a number above 0."),
        ("min-num-features", "many", "Enter a whole number."),
        ("crop", "nan", "Enter a number, 0 or more."),
        ("crop", "1e999", "Enter a number, 0 or more."),
        ("boundary", "{", "JSON"),
    ],
)
def test_what_a_node_would_refuse_is_told_at_once(form: OptionsForm, name: str, text: str, says: str) -> None:
    editor = row(form, name).editor
    edit = editor.text_editor if isinstance(editor, JsonEditor) else editor.lineEdit()
    edit.selectAll()
    QTest.keyClicks(edit, text)
    message = form.findChild(QLabel, f"problem_{name}")
    assert message.isVisible() and says in message.text()
    assert says in form.problem() and catalogue.human_name(name) in form.problem()
    form.findChild(QToolButton, f"reset_{name}").click()
    assert not message.isVisible() and form.problem() == "" and form.values() == ()


def test_an_empty_field_means_the_default(form: OptionsForm) -> None:
    type_into(form, "crop", "7")
    assert form.values() == (TaskOption("crop", 7.0),)
    type_into(form, "crop", "")
    assert form.values() == () and form.problem() == ""


@pytest.mark.parametrize("text", ["2,5", "2.5"])
def test_decimals_are_taken_as_the_locale_writes_them_and_with_a_full_stop(form: OptionsForm, text: str) -> None:
    before = QLocale()
    QLocale.setDefault(QLocale("de_DE"))
    try:
        type_into(form, "crop", text)
        assert form.values() == (TaskOption("crop", 2.5),)
        form.set_values([TaskOption("crop", 7.5)])
        assert row(form, "crop").editor.text() == "7,5"
    finally:
        QLocale.setDefault(before)


def test_arrows_step_and_stop_at_the_end(form: OptionsForm) -> None:
    editor = row(form, "mesh-octree-depth").editor
    for _press in range(9):
        QTest.keyClick(editor, Qt.Key.Key_Up)
    assert form.values() == (TaskOption("mesh-octree-depth", 14),)
    type_into(form, "mesh-octree-depth", "-3")
    QTest.keyClick(editor, Qt.Key.Key_Up)
    assert form.values() == (TaskOption("mesh-octree-depth", 1),)
    resolution = row(form, "orthophoto-resolution").editor
    for _press in range(200):
        QTest.keyClick(resolution, Qt.Key.Key_Down)
    assert form.problem() == ""


@pytest.mark.parametrize(
    ("number", "whole", "step"), [(5, False, 0.1), (150, False, 10), (0.15, False, 0.01), (3, True, 1), (200_000, True, 10_000)]
)
def test_steps_fit_the_size_of_the_number(number: float, whole: bool, step: float) -> None:
    assert step_of(number, whole=whole) == pytest.approx(step)


def test_the_wheel_scrolls_the_form_and_turns_no_value(form: OptionsForm) -> None:
    editor = row(form, "mesh-size").editor
    row(form, "crop").editor.setFocus()
    turned = QWheelEvent(
        QPointF(2, 2), QPointF(2, 2), QPoint(0, -40), QPoint(0, -120), Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier, Qt.ScrollPhase.NoScrollPhase, False,
    )  # fmt: skip
    QApplication.sendEvent(editor, turned)
    assert form.values() == ()


def test_what_differs_is_bold_and_counted(form: OptionsForm) -> None:
    counter = form.findChild(QToolButton, "changedOnlyButton")
    assert counter.text() == "Changed: 0" and not counter.isEnabled()
    found = row(form, "dsm")
    found.editor.click()
    assert found.name.font().bold() and counter.text() == "Changed: 1"
    assert form.findChild(QToolButton, "section_outputs").text() == "Results (1 changed)"
    found.reset_button.click()
    assert not found.name.font().bold() and counter.text() == "Changed: 0"


def shown(form: OptionsForm) -> list[str]:
    return [each.option.name for section in form._sections for each in section.rows.values() if each.isVisible()]


def test_search_finds_names_human_names_and_help(form: OptionsForm) -> None:
    form.search_edit.setText("DEM RESOL")
    assert shown(form)[0] == "dem-resolution"
    form.search_edit.setText("pc-copc")
    assert shown(form) == ["pc-copc"]
    form.search_edit.setText("point cloud copc")
    assert "pc-copc" in shown(form)
    form.search_edit.setText("multispectral")  # stands in help texts alone
    assert "primary-band" in shown(form)
    form.search_edit.setText("no such thing")
    assert shown(form) == [] and "No option matches" in form.findChild(QLabel, "optionsEmptyLabel").text()
    form.search_edit.clear()
    assert "dsm" in shown(form) and "pc-copc" not in shown(form)


def test_only_changed_ones_can_be_shown(form: OptionsForm) -> None:
    form.set_values([TaskOption("dsm", True), TaskOption("pc-copc", True)])
    form.findChild(QToolButton, "changedOnlyButton").click()
    assert shown(form) == ["dsm", "pc-copc"]
    form.findChild(QToolButton, "resetAllButton").click()
    assert form.values() == () and shown(form) == []


def test_usual_ones_come_first_and_the_rest_is_sorted(form: OptionsForm) -> None:
    keys = [section.section.key for section in form._sections]
    assert keys == ["outputs", "quality", "resolution", "area", "camera", "more"]
    names = [catalogue.human_name(option.name).casefold() for option in form._sections[-1].section.options]
    assert names == sorted(names)
    assert sum(len(section.section.options) for section in form._sections) == len(recorded())


def test_rows_are_made_when_they_are_first_shown(form: OptionsForm) -> None:
    assert form._sections[-1].rows == {}
    form.findChild(QToolButton, "section_more").click()
    assert len(form._sections[-1].rows) == len(form._sections[-1].section.options)


def test_tab_goes_from_top_to_bottom_however_rows_were_made(form: OptionsForm) -> None:
    form.search_edit.setText("copc")
    form.search_edit.clear()
    order, widget = [], form.search_edit
    while True:
        widget = widget.nextInFocusChain()
        if widget is form.search_edit:
            break
        kind, _, name = widget.objectName().partition("_")
        if kind in ("editor", "text") and widget.focusPolicy() & Qt.FocusPolicy.TabFocus:
            order.append(name)
    assert order == [option.name for section in form._sections for option in section.section.options]


@pytest.mark.parametrize(
    ("name", "human"),
    [("dem-resolution", "DEM resolution"), ("pc-las", "Point cloud LAS"), ("use-exif", "Use EXIF"), ("odd_name", "Odd name"), ("-", "-")],
)
def test_human_names(name: str, human: str) -> None:
    assert catalogue.human_name(name) == human


def test_the_real_name_is_there_too(form: OptionsForm) -> None:
    found = row(form, "dem-resolution")
    assert found.name.text() == "DEM resolution (cm/pixel)" and found._second.text().startswith("dem-resolution · ")


def test_help_is_shown_on_demand_as_plain_text(form: OptionsForm) -> None:
    form.set_options([NodeOption("evil", "string", help="<b>bold</b> \u202e%n %(default)s\nsecond")])
    found = row(form, "evil")
    found.help_button.click()
    text = form.findChild(QLabel, "help_evil")
    assert text.isVisible() and text.textFormat() == Qt.TextFormat.PlainText
    assert text.text().startswith("<b>bold</b>") and "&lt;b&gt;" in found.editor.toolTip()


def test_types_that_nobody_knows_are_text_and_kept(form: OptionsForm) -> None:
    strange = (NodeOption("new-thing", "matrix", "1 0"), NodeOption("list", "enum", "a"), NodeOption("<i>x</i>", "", ""))
    form.set_options(strange)
    given = (TaskOption("new-thing", "0 1"), TaskOption("list", "b"), TaskOption("<i>x</i>", "y"))
    form.set_values(given)
    assert form.values() == given and form.problem() == ""
    assert all(type(row(form, option.name).editor) is TextEditor for option in strange)


def test_a_choice_that_is_not_offered_is_shown_and_told(form: OptionsForm) -> None:
    form.set_values([TaskOption("pc-quality", "stellar")])
    assert row(form, "pc-quality").editor.currentText() == "stellar"
    assert "It is one of: ultra, high" in form.problem()


def test_unknown_values_are_listed_and_sent_or_left_out_as_the_user_says(form: OptionsForm) -> None:
    form.set_values([TaskOption("dsm", True), TaskOption("magic", "<b>")], keep_unknown=False)
    assert form.unknown.isVisible() and form.values() == (TaskOption("dsm", True),)
    form.unknown.boxes["magic"].click()
    assert form.values() == (TaskOption("dsm", True), TaskOption("magic", "<b>"))
    form.set_values([TaskOption("magic", 1)])
    assert form.values() == (TaskOption("magic", 1),)
    form.set_values([])
    assert not form.unknown.isVisible()


def test_another_node_keeps_what_it_knows_and_gives_the_rest_back_later(form: OptionsForm) -> None:
    form.set_values([TaskOption("dsm", True), TaskOption("pc-copc", True)])
    form.set_options([option for option in recorded() if option.name != "pc-copc"])
    assert form.values() == (TaskOption("dsm", True),) and set(form.unknown.boxes) == {"pc-copc"}
    form.set_options(recorded())
    assert set(form.values()) == {TaskOption("dsm", True), TaskOption("pc-copc", True)}


def test_a_locked_value_is_sent_and_cannot_be_typed_over(form: OptionsForm) -> None:
    form.set_values([TaskOption("boundary", '{"mine":1}')])
    form.lock("boundary", '{"layer":1}', "from the layer Fields")
    found = row(form, "boundary")
    assert form.values() == (TaskOption("boundary", '{"layer":1}'),) and not found.editor.isEnabled()
    assert "from the layer Fields" in found._second.text() and form.chosen.own() == (TaskOption("boundary", '{"mine":1}'),)
    form.unlock("boundary")
    assert form.values() == (TaskOption("boundary", '{"mine":1}'),) and found.editor.isEnabled()


def test_changed_follows_the_user_alone(form: OptionsForm) -> None:
    told = QSignalSpy(form.changed)
    form.set_values([TaskOption("dsm", True)])
    form.set_options(recorded())
    assert len(told) == 0
    row(form, "dtm").editor.click()
    assert len(told) == 1


def test_editors_go_below_their_names_where_it_is_narrow(form: OptionsForm, turn: Any) -> None:
    found = row(form, "pc-quality")
    QApplication.processEvents()
    assert found.editor.y() < found.name.geometry().bottom()
    form.resize(form.fontMetrics().averageCharWidth() * 30, 700)
    assert turn(lambda: found.editor.y() >= found.name.geometry().bottom())
    assert turn(lambda: form._scroll.widget().width() <= form._scroll.viewport().width())


def test_the_content_of_a_file_becomes_the_value(form: OptionsForm, jobs: Jobs, turn: Any, tmp_path: Path) -> None:
    reading = OptionsForm(jobs)
    reading.set_options(recorded())
    path = tmp_path / "cameras.json"
    path.write_text(json.dumps({"a b": [1, 2]}, indent=2), encoding="utf-8")
    found = row(reading, "cameras")
    found.editor.read(path)
    assert turn(lambda: reading.values() == (TaskOption("cameras", '{"a b":[1,2]}'),))
    path.write_text("{", encoding="utf-8")
    found.editor.read(path)
    assert turn(lambda: "is not JSON" in found._message.text() if found._message else False)
    assert reading.values() == (TaskOption("cameras", '{"a b":[1,2]}'),)
    reading.deleteLater()
