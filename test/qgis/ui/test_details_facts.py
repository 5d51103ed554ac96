"""What is said of tasks and projects."""

from __future__ import annotations

from nadir.core.api.task import Task, TaskOption
from nadir.test.qgis.ui.conftest import make_project, make_task
from nadir.test.qgis.ui.details_stage import completed_task, recorded
from nadir.ui.common import wording
from nadir.ui.details import facts


def as_dict(found: tuple[facts.Fact, ...]) -> dict[str, str]:
    return {fact.name.strip(): fact.value for fact in found}


def test_results_of_a_recorded_task() -> None:
    said = as_dict(facts.results(completed_task()))
    assert said["Points"] == "940,393"
    assert said["Ground resolution"] == "1.66 cm per pixel"
    assert said["Area"] == "4,091 m²"
    assert said["Reference system"] == "WGS 84 / UTM zone 15N (EPSG:32615)"
    assert said["Placed by"] == "positions of the photos"
    assert said["Size on the server"] == "84 MB"
    assert " to " in said["Flown"]


def test_a_task_without_results_has_none() -> None:
    assert facts.results(make_task("a", status=20)) == ()


def test_unknown_is_unknown() -> None:
    said = as_dict(facts.processing(make_task("a", status=10)))
    assert said["Processing time"] == "unknown"
    assert said["Created"] == "unknown"


def test_processing_of_a_recorded_task() -> None:
    said = as_dict(facts.processing(completed_task()))
    assert said["Processing time"] == "8 s"
    assert said["Processing node"] == "127.0.0.1:3000"
    assert said["Photos"] == "18"


def test_areas_have_fitting_units() -> None:
    assert [wording.area(each) for each in (4090.7, 123_000.0, 2_450_000.0, 0.0, None)] == ["4,091 m²", "12.3 ha", "2.45 km²", "", ""]


def test_options_are_those_that_were_set() -> None:
    chosen = (TaskOption("dsm", True), TaskOption("orthophoto-resolution", 2.5), TaskOption("crop", 3))
    assert [(fact.name, fact.value) for fact in facts.options(chosen)] == [
        ("crop", "3"),
        ("dsm", "yes"),
        ("orthophoto-resolution", "2.5"),
    ]


def test_long_values_are_cut_and_copied_whole() -> None:
    boundary = '{"type": "Polygon", "coordinates": [' + "0, " * 500 + "0]}"
    (fact,) = facts.options((TaskOption("boundary", boundary),))
    assert len(fact.value) <= facts.SHOWN_LENGTH
    assert fact.text == f"boundary: {boundary}"


def test_totals_count_states_and_leave_out_what_nobody_knows() -> None:
    tasks = [completed_task(), make_task("b", status=30), make_task("c", status=30, images_count=2)]
    said = as_dict(facts.totals(tasks))
    assert (said["Tasks"], said["completed"], said["failed"], said["Photos"]) == ("3", "1", "2", "38")
    assert said["Area"] == "4,091 m²"
    assert "Area" not in as_dict(facts.totals([make_task("b", status=30)]))


def test_a_shared_project_says_so() -> None:
    said = as_dict(facts.project(make_project(owned=False, permissions=frozenset({"view"}), public=True)))
    assert said["Owner"].startswith("somebody else")
    assert said["You may"] == "view"
    assert said["Public"].startswith("yes")


def test_numbers_that_no_server_should_send_break_nothing() -> None:
    wild = {**recorded("task_get_completed"), "size": 1e300, "images_count": 10**40, "processing_time": 10**30}
    wild["statistics"] = {"pointcloud": {"points": 10**60}, "gsd": 1e300, "area": -5}
    task = Task.from_json(wild)
    for said in (facts.results(task), facts.processing(task), facts.totals([task, task])):
        assert all(len(fact.value) <= facts.SHOWN_LENGTH for fact in said)


def test_hostile_texts_become_one_line() -> None:
    (fact,) = facts.options((TaskOption("<b>x</b>\n\x00", "a\u202eb\nc"),))
    assert (fact.name, fact.value) == ("<b>x</b>", "a b c")
