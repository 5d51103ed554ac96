"""What setting up the local server takes, and what stands in its way, for the pane and the dialog that ask for consent."""

from __future__ import annotations

from typing import Optional

from qgis.PyQt.QtCore import QCoreApplication, Qt
from qgis.PyQt.QtWidgets import QFormLayout, QHBoxLayout, QLabel, QSizePolicy, QWidget

from ...core.local.environment import EnvironmentPlan
from ...core.local.machine import LITTLE_MEMORY_MB
from ..common import icons, wording

translate = QCoreApplication.translate


def introduction() -> str:
    """What the local server is for."""
    return translate(
        "ThisComputer",
        "To process photos without a server, Nadir sets up its own on this computer. It downloads the software once; "
        "your photos stay here and nothing is sent anywhere."
    )


def figures(plan: EnvironmentPlan) -> QLabel:
    """Download, disk, memory, Python and folder, as far as they are known: a line each, which wraps where it is narrow.

    One label: of several that wrap each would keep the room that it needs in the narrowest panel.
    """
    return text_label("\n".join(_lines(plan)), "setUpFigures")


def _lines(plan: EnvironmentPlan) -> list[str]:
    download, disk = wording.megabytes(plan.download_mb), wording.megabytes(plan.disk_mb)
    lines = [translate("ThisComputer", "Download: about {size}").format(size=download)]
    text = translate("ThisComputer", "Disk space: about {size}, {free} are free")
    lines.append(text.format(size=disk, free=wording.megabytes(plan.free_mb)))
    if plan.memory_mb is not None:
        lines.append(translate("ThisComputer", "Memory: {size}").format(size=_memory(plan.memory_mb)))
    found = translate("ThisComputer", "none found that fits")
    if plan.python is not None:
        found = f"{plan.python.label} ({breakable(plan.python.executable)})"
    lines.append(translate("ThisComputer", "Python: {python}").format(python=found))
    lines.append(translate("ThisComputer", "Programs: {folder}").format(folder=breakable(str(plan.folder))))
    return lines


def problem_row(text: str, name: str, window: QWidget) -> QHBoxLayout:
    """A sign and what is wrong."""
    row = QHBoxLayout()
    picture = QLabel()
    picture.setPixmap(icons.picture("warning", int(window.fontMetrics().height() * 1.5), window))
    row.addWidget(picture, 0, Qt.AlignmentFlag.AlignTop)
    label = text_label(text)
    label.setObjectName(name)
    row.addWidget(label, 1)
    return row


def new_form() -> QFormLayout:
    """Rows that wrap where it is narrow."""
    form = QFormLayout()
    form.setRowWrapPolicy(QFormLayout.RowWrapPolicy.WrapLongRows)
    form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
    return form


def text_label(text: str = "", name: str = "", parent: Optional[QWidget] = None) -> QLabel:
    """Plain text that wraps and can be copied."""
    label = QLabel(text, parent)
    label.setObjectName(name)
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setWordWrap(True)
    label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard)
    label.setFocusPolicy(Qt.FocusPolicy.ClickFocus)  # text is no stop on the way of the Tab key
    label.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
    return label


def breakable(path: str) -> str:
    """A path that may wrap after each folder."""
    return path.replace("/", "/\u200b").replace("\\", "\\\u200b")


def _memory(megabytes: int) -> str:
    text = wording.megabytes(megabytes)
    if megabytes >= LITTLE_MEMORY_MB:
        return text
    return translate("ThisComputer", "{size}: enough for small surveys only").format(size=text)
