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
        "your photos stay here and nothing is sent anywhere.",
    )


def figures(plan: EnvironmentPlan) -> QFormLayout:
    """Download, disk, memory, Python and folder, as far as they are known."""
    form = new_form()
    about = translate("ThisComputer", "about {size}")
    form.addRow(translate("ThisComputer", "Download:"), text_label(about.format(size=wording.megabytes(plan.download_mb))))
    disk = translate("ThisComputer", "about {size}, {free} are free")
    text = disk.format(size=wording.megabytes(plan.disk_mb), free=wording.megabytes(plan.free_mb))
    form.addRow(translate("ThisComputer", "Disk space:"), text_label(text))
    if plan.memory_mb is not None:
        form.addRow(translate("ThisComputer", "Memory:"), text_label(_memory(plan.memory_mb)))
    found = translate("ThisComputer", "none found that fits")
    if plan.python is not None:
        found = f"{plan.python.label} ({breakable(plan.python.executable)})"
    form.addRow(translate("ThisComputer", "Python:"), text_label(found))
    form.addRow(translate("ThisComputer", "Programs:"), text_label(breakable(str(plan.folder))))
    return form


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
