"""An error of a connection with what can be done about it: a button to QGIS's settings, or to the address itself."""

from __future__ import annotations

from typing import Optional

from qgis.PyQt.QtCore import QCoreApplication, Qt, pyqtSignal
from qgis.PyQt.QtWidgets import QFrame, QHBoxLayout, QLabel, QSizePolicy, QToolButton, QVBoxLayout, QWidget

from ...core.api.errors import CertificateRefused, NoEncryption, ProxyRefused
from ...core.errors import NadirError
from ..common import icons
from ..common.notifier import DetailsDialog

translate = QCoreApplication.translate

NETWORK_PAGE = "mOptionsPageNetwork"  # QGIS's names for the pages of its Options dialog
AUTHENTICATION_PAGE = "mOptionsPageAuth"


def settings_for(error: Optional[NadirError]) -> tuple[str, str]:
    """(label of a button, page of QGIS's Options dialog) where QGIS's settings can help; ('', '') where they cannot."""
    if isinstance(error, ProxyRefused):
        return translate("Connections", "Proxy settings…"), NETWORK_PAGE
    if isinstance(error, CertificateRefused):
        return translate("Connections", "Certificate settings…"), AUTHENTICATION_PAGE
    return "", ""


class TroubleBox(QFrame):
    """Shows one error, or nothing."""

    settings_wanted = pyqtSignal(str)  # page of QGIS's Options dialog
    http_wanted = pyqtSignal()  # the server is to be asked without encryption

    def __init__(self, parent: Optional[QWidget] = None) -> None:
        super().__init__(parent)
        self.setObjectName("troubleBox")
        self.setFrameShape(QFrame.Shape.StyledPanel)
        self._error: Optional[NadirError] = None
        self._picture = QLabel()
        self._summary, self._remedy = _text("troubleSummary"), _text("troubleRemedy")
        font = self._summary.font()
        font.setBold(True)
        self._summary.setFont(font)
        self._settings = _button("troubleSettingsButton")
        self._settings.clicked.connect(lambda: self.settings_wanted.emit(settings_for(self._error)[1]))
        self._http = _button("troubleHttpButton")
        self._http.setText(self.tr("Use http://"))
        self._http.setAccessibleName(self.tr("Ask the server without encryption"))
        self._http.clicked.connect(self.http_wanted)
        self._details = _button("troubleDetailsButton")
        self._details.setText(self.tr("Details"))
        self._details.setAccessibleName(self.tr("Technical details"))
        self._details.clicked.connect(self._show_details)
        self._lay_out()
        self.hide()

    def show_error(self, error: Optional[NadirError]) -> None:
        """Show another error; None hides the box."""
        self._error = error
        self.setVisible(error is not None)
        if error is None:
            return
        self._summary.setText(error.summary)
        self._remedy.setText(error.remedy)
        self._remedy.setVisible(bool(error.remedy))
        label, _page = settings_for(error)
        self._settings.setText(label)
        self._settings.setAccessibleName(label)
        self._settings.setVisible(bool(label))
        self._http.setVisible(isinstance(error, NoEncryption))
        self._details.setVisible(bool(error.detail))
        self.setAccessibleName(error.summary)
        self.setAccessibleDescription(error.remedy)

    def refresh_icons(self) -> None:
        """Draw the icon again after the palette changed."""
        self._picture.setPixmap(icons.picture("warning", round(self.fontMetrics().height() * 1.3), self))

    def _lay_out(self) -> None:
        row = QHBoxLayout(self)
        row.addWidget(self._picture, 0, Qt.AlignmentFlag.AlignTop)
        column = QVBoxLayout()
        column.addWidget(self._summary)
        column.addWidget(self._remedy)
        column.addWidget(self._settings, 0, Qt.AlignmentFlag.AlignLeft)
        column.addWidget(self._http, 0, Qt.AlignmentFlag.AlignLeft)
        column.addWidget(self._details, 0, Qt.AlignmentFlag.AlignLeft)
        row.addLayout(column, 1)
        self.refresh_icons()

    def _show_details(self) -> None:
        if self._error is not None:
            DetailsDialog(self._error, self.window()).show()


def _text(name: str) -> QLabel:
    label = QLabel()
    label.setObjectName(name)
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setWordWrap(True)
    label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    label.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Minimum)
    return label


def _button(name: str) -> QToolButton:
    button = QToolButton()
    button.setObjectName(name)
    button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
    return button
