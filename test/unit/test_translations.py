"""The translations: complete, with the placeholders of their sources, and seen by the tools that make them."""

from __future__ import annotations

import ast
import re
import shutil
import subprocess
import xml.etree.ElementTree as ElementTree
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from string import Formatter

import pytest
from nadir.plugin import NadirPlugin
from qgis.PyQt.QtCore import QCoreApplication, QSettings

ROOT = Path(__file__).resolve().parents[2]
FILES = sorted((ROOT / "i18n").glob("*.ts"))
SOURCES = [ROOT / "plugin.py", *sorted((ROOT / "core").rglob("*.py")), *sorted((ROOT / "ui").rglob("*.py"))]
PLURAL_FORMS = {"de": 2}
NAMES = [path.stem for path in FILES]

# Each is on the screen at one time, so two of its mnemonics must not be the same letter.
FORMS = ("NewTaskDialog", "NodeDialog", "ServerDialog", "DetailsDialog")


@dataclass(frozen=True)
class Message:
    """One text of a translation file; more than one translation where there are plural forms."""

    context: str
    source: str
    translations: tuple[str, ...]
    finished: bool
    plural: bool


def read(path: Path) -> list[Message]:
    """The messages of a `.ts` file."""
    return [
        _message(context.findtext("name", ""), element)
        for context in ElementTree.parse(path).getroot().iter("context")  # noqa: S314 - our own file
        for element in context.iter("message")
    ]


def _message(context: str, element: ElementTree.Element) -> Message:
    translation = element.find("translation")
    assert translation is not None
    plural = element.get("numerus") == "yes"
    texts = [form.text or "" for form in translation.iter("numerusform")] if plural else [translation.text or ""]
    return Message(context, element.findtext("source", ""), tuple(texts), translation.get("type") is None, plural)


def placeholders(text: str) -> list[str]:
    """What `str.format` and Qt put in: `{name}`, `{low:.1f}`, `%n`."""
    fields = [f"{name}:{form}" for _text, name, form, _conversion in Formatter().parse(text) if name is not None]
    return sorted(fields + re.findall(r"%n", text))


def mnemonic(text: str) -> str:
    """The underlined letter in lower case; empty where there is none."""
    found = re.search(r"&(\w)", text.replace("&&", ""))
    return found[1].lower() if found else ""


def ending(text: str) -> str:
    """The closing punctuation; empty where there is none."""
    found = re.search(r"[….?:!]$", text)
    return found[0] if found else ""


@pytest.mark.parametrize("path", FILES, ids=NAMES)
def test_every_text_is_translated(path: Path) -> None:
    unfinished = [m for m in read(path) if not m.finished or not all(text.strip() for text in m.translations)]
    assert unfinished == []


@pytest.mark.parametrize("path", FILES, ids=NAMES)
def test_plural_forms_are_complete(path: Path) -> None:
    """Without its language in the file pylupdate5 throws the plural forms away."""
    language = ElementTree.parse(path).getroot().get("language", "")  # noqa: S314 - our own file
    assert language == path.stem.rpartition("_")[2]
    plurals = [m for m in read(path) if m.plural]
    assert plurals
    assert all(len(m.translations) == PLURAL_FORMS[language] for m in plurals)


@pytest.mark.parametrize("path", FILES, ids=NAMES)
def test_placeholders_are_kept(path: Path) -> None:
    wrong = [m for m in read(path) for text in m.translations if placeholders(text) != placeholders(m.source)]
    assert wrong == []


@pytest.mark.parametrize("path", FILES, ids=NAMES)
def test_mnemonics_are_kept_and_unique_on_each_form(path: Path) -> None:
    messages = read(path)
    assert [m for m in messages if bool(mnemonic(m.source)) != bool(mnemonic(m.translations[0]))] == []
    for context in FORMS:
        letters = [mnemonic(m.translations[0]) for m in messages if m.context == context and mnemonic(m.source)]
        assert len(letters) == len(set(letters)), (context, letters)


@pytest.mark.parametrize("path", FILES, ids=NAMES)
def test_ends_like_its_source(path: Path) -> None:
    """A sentence stays one, and `…` still says that a dialog or more time follows."""
    assert [m for m in read(path) for text in m.translations if ending(text) != ending(m.source)] == []


@pytest.mark.parametrize("path", FILES, ids=NAMES)
def test_is_what_the_sources_say(path: Path, tmp_path: Path) -> None:
    """`make i18n` finds the same texts as the file holds."""
    tool = shutil.which("pylupdate5")
    if tool is None:
        pytest.skip("pylupdate5 is not installed (Debian: pyqt5-dev-tools)")
    found = tmp_path / path.name
    sources = [str(source.relative_to(ROOT)) for source in SOURCES]
    subprocess.run([tool, *sources, "-ts", str(found)], cwd=ROOT, check=True, capture_output=True, timeout=120)
    assert {(m.context, m.source) for m in read(path)} == {(m.context, m.source) for m in read(found)}


@pytest.mark.parametrize("path", FILES, ids=NAMES)
def test_the_tools_see_every_text_in_the_sources(path: Path) -> None:
    """pylupdate5 misses texts given to a function with a name of its own, or followed by a comma, without a word."""
    known = {m.source for m in read(path)}
    hidden = [f"{where}: {text}" for source in SOURCES for where, text in texts_of(source) if text not in known]
    assert hidden == []


def texts_of(source: Path) -> Iterator[tuple[str, str]]:
    """Place and text of each call that translates; the text is `?` where it is not written out."""
    for call in ast.walk(ast.parse(source.read_text(encoding="utf-8"))):
        if not isinstance(call, ast.Call):
            continue
        name = getattr(call.func, "attr", getattr(call.func, "id", ""))
        position = {"tr": 0, "_tr": 0, "translate": 1}.get(name)
        if position is not None and len(call.args) > position:
            text = call.args[position]
            written = isinstance(text, ast.Constant) and isinstance(text.value, str)
            yield f"{source.relative_to(ROOT)}:{call.lineno}", str(text.value) if written else "?"  # type: ignore[attr-defined]


def test_the_plugin_speaks_the_language_of_qgis(qgis_app: object) -> None:
    if not (ROOT / "i18n" / "nadir_de.qm").exists():
        pytest.skip("i18n/nadir_de.qm is not compiled (make i18n)")
    translate = QCoreApplication.translate
    settings = QSettings()
    before = settings.value("locale/userLocale")
    settings.setValue("locale/userLocale", "de_AT")
    plugin = NadirPlugin(None)
    try:
        assert translate("Layers", "Point cloud") == "Punktwolke"
        assert translate("Nadir", "Completed") == "Abgeschlossen"
        assert translate("Nadir", "%n photo(s)", None, 1) == "1 Foto"
        assert translate("Nadir", "%n photo(s)", None, 18) == "18 Fotos"
        assert translate("NewTaskDialog", "New task") == "Neue Aufgabe"
    finally:
        plugin.unload()
        settings.remove("locale/userLocale") if before is None else settings.setValue("locale/userLocale", before)
    assert translate("Layers", "Point cloud") == "Point cloud"
