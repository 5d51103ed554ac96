"""Whom a project is shared with, and what each may do."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Callable, Optional

from qgis.PyQt.QtCore import QCoreApplication, QModelIndex, QStringListModel, Qt, QTimer, pyqtSignal
from qgis.PyQt.QtGui import QFont, QKeyEvent, QPainter, QPalette
from qgis.PyQt.QtWidgets import (
    QAbstractItemView,
    QApplication,
    QComboBox,
    QCompleter,
    QHBoxLayout,
    QHeaderView,
    QLineEdit,
    QPushButton,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableWidget,
    QTableWidgetItem,
    QWidget,
)

from ...core.api.permissions import PERMISSIONS, Grant, ProjectPermissions
from ...core.jobs import Job
from ...core.workspace import FoundPeople
from ..common import wording
from .form_dialog import FormDialog, hint

translate = QCoreApplication.translate  # called by this name, so that the translation tools find the texts

TYPING_PAUSE = 300  # milliseconds without a key before the server is asked
USER, GROUP = "user", "group"

Who = tuple[str, str]  # USER or GROUP, and the name


class _BoxDelegate(QStyledItemDelegate):
    """Frames empty boxes in the text's colour: in dark themes those of some styles are as dark as what is behind them."""

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex) -> None:
        """The cell, then the frame."""
        super().paint(painter, option, index)
        shown = QStyleOptionViewItem(option)
        self.initStyleOption(shown, index)
        style = option.widget.style() if option.widget is not None else QApplication.style()
        box = style.subElementRect(QStyle.SubElement.SE_ItemViewItemCheckIndicator, shown, option.widget)
        color = shown.palette.color(QPalette.ColorRole.Text)
        color.setAlphaF(0.5)
        painter.save()
        painter.setPen(color)
        painter.drawRect(box.adjusted(0, 0, -1, -1))
        painter.restore()


class GrantsTable(QTableWidget):
    """A row for each user and group, a box for each permission. More includes less: whoever may change may view."""

    edited = pyqtSignal()

    def __init__(self, parent: Optional[QWidget] = None) -> None:
        super().__init__(0, 1 + len(PERMISSIONS), parent)
        self.setObjectName("grantsTable")
        self.setAccessibleName(self.tr("Users and groups, and what they may do"))
        titles = [self.tr("Who"), self.tr("View"), self.tr("Add"), self.tr("Change"), self.tr("Delete")]
        self.setHorizontalHeaderLabels(titles)
        self.verticalHeader().hide()
        self.setShowGrid(False)
        self.setTabKeyNavigation(False)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        header = self.horizontalHeader()
        header.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        header.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        boxes = _BoxDelegate(self)
        for column in range(1, 1 + len(PERMISSIONS)):
            self.setItemDelegateForColumn(column, boxes)
        self._grants: list[Grant] = []
        self.itemChanged.connect(self._take_check)

    def set_grants(self, grants: Sequence[Grant]) -> None:
        """Show these, the owner first."""
        self._grants = []
        self.setRowCount(0)
        for grant in sorted(grants, key=lambda each: (not each.owner, each.who[0] == GROUP, each.who[1].casefold())):
            self.add(grant)

    def grants(self) -> tuple[Grant, ...]:
        """All of them as the boxes say; without any permission for those that lose access."""
        return tuple(self._grants)

    def find(self, who: Who) -> int:
        """The row of a user or a group, -1 where there is none."""
        return next((row for row, grant in enumerate(self._grants) if grant.who == who), -1)

    def add(self, grant: Grant) -> None:
        """Another row."""
        row = self.rowCount()
        self._grants.append(grant)
        self.blockSignals(True)
        self.insertRow(row)
        self.setItem(row, 0, self._name_item(grant))
        for column in range(1, 1 + len(PERMISSIONS)):
            item = QTableWidgetItem()
            flags = Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemIsUserCheckable
            item.setFlags(flags if grant.owner else flags | Qt.ItemFlag.ItemIsEnabled)
            title = self.horizontalHeaderItem(column).text()
            name = wording.one_line(grant.who[1], 60)
            item.setData(Qt.ItemDataRole.AccessibleTextRole, f"{name}: {title}")
            self.setItem(row, column, item)
        self._show(row)
        self.blockSignals(False)

    def _name_item(self, grant: Grant) -> QTableWidgetItem:
        name = wording.one_line(grant.who[1], 60)
        text = self.tr("{name} (owner)").format(name=name) if grant.owner else name
        if grant.who[0] == GROUP:
            text = self.tr("{name} (group)").format(name=name)
        item = QTableWidgetItem(text)
        item.setFlags(Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemIsEnabled)
        item.setToolTip(wording.plain_tooltip(grant.who[1][:500]))
        return item

    def _take_check(self, item: QTableWidgetItem) -> None:
        row, column = item.row(), item.column()
        if column == 0:
            return
        permission = PERMISSIONS[column - 1]
        grant = self._grants[row]
        if item.checkState() == Qt.CheckState.Checked:
            permissions = grant.permissions | {permission, "view"}
        else:
            permissions = frozenset() if permission == "view" else grant.permissions - {permission}
        self.set_permissions(row, permissions)

    def set_permissions(self, row: int, permissions: frozenset[str]) -> None:
        """Check the boxes of a row; none takes the access away."""
        grant = self._grants[row]
        self._grants[row] = Grant(grant.username, grant.groupname, permissions, grant.owner)
        self.blockSignals(True)
        self._show(row)
        self.blockSignals(False)
        self.edited.emit()

    def _show(self, row: int) -> None:
        grant = self._grants[row]
        for column, permission in enumerate(PERMISSIONS, 1):
            checked = permission in grant.permissions or grant.owner
            self.item(row, column).setCheckState(Qt.CheckState.Checked if checked else Qt.CheckState.Unchecked)
        font = QFont(self.font())
        font.setStrikeOut(not grant.permissions and not grant.owner)
        self.item(row, 0).setFont(font)


class ShareDialog(FormDialog):
    """Nothing is sent before *Share*; then all changes go at once, or none."""

    def __init__(
        self,
        window: QWidget,
        name: str,
        ask: Callable[[], Job],
        find: Callable[[str], Job],
        share: Callable[[tuple[Grant, ...]], Job],
    ) -> None:
        """name: of the project. ask: gives ProjectPermissions. find: gives FoundPeople for a text. share: sends."""
        title = translate("ShareDialog", "Share “{name}”").format(name=wording.one_line(name, 60))
        super().__init__(window, "NadirShareDialog", title, translate("ShareDialog", "Share"))
        self._find, self._share = find, share
        self._before: dict[Who, Grant] = {}
        self._searching: Optional[Job] = None
        self._table = GrantsTable()
        self._table.setMinimumHeight(self.fontMetrics().lineSpacing() * 9)
        self._table.edited.connect(self._check)
        self._waiting = hint(self.tr("Asking the server who uses this project…"))
        self._waiting.setObjectName("waitingLabel")
        self.body.addLayout(self._make_adding())
        self.body.addWidget(self._waiting)
        self.body.addWidget(self._table, 1)
        self.body.addWidget(hint(self.tr("Add: new tasks. Change: everything but deleting. Without View, access ends.")))
        self.setMinimumWidth(self.fontMetrics().averageCharWidth() * 56)
        self._set_known(False)
        self.set_ready(False)
        job = ask()
        job.succeeded.connect(self._take_permissions)
        job.failed.connect(self._take_no_permissions)

    def send(self) -> None:
        """Send those grants that are others than before."""
        self.follow(self._share(self._changed()))

    def _make_adding(self) -> QHBoxLayout:
        self._kind = QComboBox()
        self._kind.setObjectName("kindCombo")
        self._kind.setAccessibleName(self.tr("User or group"))
        self._kind.addItem(self.tr("User"), USER)
        self._kind.addItem(self.tr("Group"), GROUP)
        self._who = QLineEdit()
        self._who.setObjectName("whoEdit")
        self._who.setAccessibleName(self.tr("Name of the user or group"))
        self._who.setPlaceholderText(self.tr("Name"))
        self._who.setClearButtonEnabled(True)
        self._add = QPushButton(self.tr("&Add user"))
        self._add.setObjectName("addButton")
        self._add.setAutoDefault(False)
        self._add.clicked.connect(lambda _checked=False: self._take_typed())
        self._found = QStringListModel(self)
        completer = QCompleter(self._found, self)
        completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        completer.setFilterMode(Qt.MatchFlag.MatchContains)
        self._who.setCompleter(completer)
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(TYPING_PAUSE)
        self._pause.timeout.connect(self._search)
        self._who.textEdited.connect(lambda _text: self._pause.start())
        self._who.textChanged.connect(lambda text: self._add.setEnabled(bool(text.strip())))
        self._kind.currentIndexChanged.connect(lambda _index: self._take_kind())
        row = QHBoxLayout()
        row.addWidget(self._kind)
        row.addWidget(self._who, 1)
        row.addWidget(self._add)
        self._add.setEnabled(False)
        return row

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Return in the name adds it and does not yet share."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self._who.hasFocus() and self._who.text().strip():
            self._take_typed()
            return
        super().keyPressEvent(event)

    def _take_kind(self) -> None:
        is_group = self._kind.currentData() == GROUP
        self._add.setText(self.tr("&Add group") if is_group else self.tr("&Add user"))
        self._search()

    def _search(self) -> None:
        typed = self._who.text().strip()
        if not typed:
            return
        if self._searching is not None and self._searching.is_running():
            self._searching.cancel()
        self._searching = self._find(typed)
        self._searching.succeeded.connect(self._take_found)

    def _take_found(self, found: FoundPeople) -> None:
        groups, users = [group.name for group in found.groups], [user.username for user in found.users]
        offered = groups if self._kind.currentData() == GROUP else users
        self._found.setStringList([name for name in offered if self._table.find((self._kind.currentData(), name)) < 0])
        if not found.complete:
            self._who.setPlaceholderText(self.tr("Exact name"))
        if self._who.hasFocus() and offered and offered != [self._who.text()]:
            self._who.completer().complete()

    def _take_typed(self) -> None:
        name, kind = self._who.text().strip(), self._kind.currentData()
        row = self._table.find((kind, name))
        if row < 0:
            self._table.add(Grant(**{f"{kind}name": name}, permissions=frozenset({"view"})))
            row = self._table.rowCount() - 1
        elif not self._table.grants()[row].permissions:
            self._table.set_permissions(row, frozenset({"view"}))
        self._table.setCurrentCell(row, 1)
        self._table.scrollToItem(self._table.item(row, 0))
        self._who.clear()
        self._check()

    def _take_permissions(self, found: ProjectPermissions) -> None:
        self._table.set_grants(found.grants)
        self._before = {grant.who: grant for grant in self._table.grants()}
        if found.groups_count == 0:
            self._kind.removeItem(1)
        self._set_known(True)
        self._who.setFocus()
        self._check()

    def _take_no_permissions(self, error: object) -> None:
        self._waiting.hide()
        self._take_failure(error)
        self.set_ready(False)

    def _set_known(self, known: bool) -> None:
        self._waiting.setVisible(not known)
        for part in (self._table, self._kind, self._who):
            part.setEnabled(known)

    def _changed(self) -> tuple[Grant, ...]:
        """Grants that differ; someone new without any permission is nobody."""
        return tuple(
            grant
            for grant in self._table.grants()
            if not grant.owner and grant.permissions != self._before.get(grant.who, Grant()).permissions
        )

    def _check(self) -> None:
        self.set_ready(bool(self._changed()))
