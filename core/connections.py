"""The servers that the user knows, their log-ins, and the network settings of QGIS as plain values.

Name and address lie in QGIS's settings; user name and password only in QGIS's authentication database, which is opened
by `save`, `credentials` and `remove` alone: call these on something that the user did, as a locked database asks for
its password in a modal dialog.
"""

from __future__ import annotations

import hashlib
import os
import threading
import uuid
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, List, Optional, Tuple
from urllib.parse import quote, urlsplit

from qgis.core import QgsApplication, QgsAuthMethodConfig, QgsNetworkAccessManager, QgsSettings
from qgis.PyQt.QtCore import QCoreApplication, QUrl
from qgis.PyQt.QtNetwork import QNetworkProxy, QNetworkProxyQuery

from .api.address import server_url
from .api.network import NetworkOptions, is_loopback
from .errors import NadirError

translate = QCoreApplication.translate  # called by this name, so that the translation tools find the texts

ROOT = "nadir/connections"
LOCAL_ID = "this-computer"


@dataclass(frozen=True)
class Connection:
    """A server by name and address. `is_local`: the one that this plugin starts; its log-in is not kept here."""

    id: str
    name: str
    url: str
    is_local: bool = False

    @staticmethod
    def new(name: str, url: str) -> Connection:
        """A connection not saved yet. Raises NadirError if the address cannot be one or holds a log-in."""
        return Connection(uuid.uuid4().hex[:12], name.strip() or host_of(url), server_url(url))

    @staticmethod
    def this_computer(url: str) -> Connection:
        """The local server, at the address that it has now."""
        return Connection(LOCAL_ID, translate("Connections", "This computer"), server_url(url), True)


def host_of(url: str) -> str:
    """The host, and the port where one is given: a short name for a server."""
    return urlsplit(server_url(url)).netloc


class Connections:
    """The saved connections."""

    def all(self) -> Tuple[Connection, ...]:
        """All of them, by name."""
        settings = QgsSettings()
        settings.beginGroup(ROOT)
        ids = settings.childGroups()
        settings.endGroup()
        found = [self._read(connection_id) for connection_id in ids]
        return tuple(sorted((each for each in found if each.url), key=lambda each: (each.name.casefold(), each.id)))

    def get(self, connection_id: str) -> Connection:
        """One of them by its id or, as people and scripts write it, its name. Raises NadirError if there is none, or if
        several have that name.
        """
        known = self.all()
        for connection in known:
            if connection.id == connection_id:
                return connection
        wanted = connection_id.strip()
        alike = [each for each in known if each.name.casefold() == wanted.casefold()]
        named = [each for each in alike if each.name == wanted] or alike
        if len(named) == 1:
            return named[0]
        if named:
            raise NadirError(
                translate("Connections", "Several connections are called “{}”: {}.").format(
                    wanted, ", ".join(each.url for each in named)
                ),
                translate("Connections", "Forget those that are not meant, in the Nadir panel."),
            )
        names = ", ".join(connection.name for connection in known) or translate("Connections", "none")
        raise NadirError(
            translate("Connections", "There is no connection called “{}”.").format(connection_id),
            translate("Connections", "Known connections: {}.").format(names),
        )

    def save(self, connection: Connection, username: str = "", password: Optional[str] = None) -> None:
        """Keep a connection and, where a user name is given, its log-in (in the authentication database)."""
        settings = QgsSettings()
        key = f"{ROOT}/{connection.id}"
        if username:
            settings.setValue(f"{key}/authcfg", self._store_login(connection, username, password or ""))
        settings.setValue(f"{key}/name", connection.name)
        settings.setValue(f"{key}/url", connection.url)
        settings.setValue(f"{key}/is_local", connection.is_local)

    def remove(self, connection_id: str) -> None:
        """Forget a connection and its log-in."""
        authcfg = self._authcfg(connection_id)
        if authcfg:
            QgsApplication.authManager().removeAuthenticationConfig(authcfg)
        QgsSettings().remove(f"{ROOT}/{connection_id}")

    def has_credentials(self, connection_id: str) -> bool:
        """Whether a log-in was saved. Asks the settings only, so it may be called at any time."""
        return bool(self._authcfg(connection_id))

    def credentials(self, connection_id: str) -> Tuple[str, str]:
        """(user name, password) from the authentication database. Raises NadirError if it cannot be read."""
        authcfg = self._authcfg(connection_id)
        config = QgsAuthMethodConfig()
        if not authcfg or not _succeeded(QgsApplication.authManager().loadAuthenticationConfig(authcfg, config, True)):
            raise NadirError(
                translate("Connections", "No log-in could be read for this connection."),
                translate(
                    "Connections",
                    "Type the user name and the password again; they are kept in QGIS's authentication database."
                ),
            )
        return config.config("username"), config.config("password")

    def _read(self, connection_id: str) -> Connection:
        settings = QgsSettings()
        key = f"{ROOT}/{connection_id}"
        return Connection(
            connection_id,
            settings.value(f"{key}/name", "", type=str),
            settings.value(f"{key}/url", "", type=str),
            settings.value(f"{key}/is_local", False, type=bool),
        )

    def _authcfg(self, connection_id: str) -> str:
        return QgsSettings().value(f"{ROOT}/{connection_id}/authcfg", "", type=str)

    def _store_login(self, connection: Connection, username: str, password: str) -> str:
        """Store or update the log-in; its id in the database."""
        manager = QgsApplication.authManager()
        config = QgsAuthMethodConfig("Basic")
        config.setName(f"Nadir: {connection.name}")
        config.setUri(connection.url)
        config.setConfig("username", username)
        config.setConfig("password", password)
        known = self._authcfg(connection.id)
        if known and known in manager.configIds():
            config.setId(known)
            stored = manager.updateAuthenticationConfig(config)
        else:
            stored = manager.storeAuthenticationConfig(config)
        if not _succeeded(stored) or not config.id():
            raise NadirError(
                translate("Connections", "The log-in could not be saved."),
                translate(
                    "Connections",
                    "Unlock QGIS's authentication database (Settings, Options, Authentication) and save it again."
                ),
            )
        return config.id()


def _succeeded(answer: Any) -> bool:
    """The authentication manager's answer: a bool or, in some versions, a tuple that starts with one."""
    return bool(answer[0]) if isinstance(answer, tuple) else bool(answer)


def network_options(url: str) -> NetworkOptions:
    """QGIS's proxy for one server. Quick, for the main thread; opens no authentication database."""
    proxy = _proxy_url(url)
    return NetworkOptions(proxies={"http": proxy, "https": proxy}) if proxy else NetworkOptions()


def with_authorities(network: NetworkOptions, url: str) -> NetworkOptions:
    """The same with the certificates of the authorities that QGIS trusts, where the address needs any.

    For the thread of a job, since it may write a file. QGIS itself reads that list on all threads that use the network.
    """
    if urlsplit(url).scheme.lower() != "https":
        return network
    return replace(network, ca_bundle=_ca_bundle())


def _proxy_url(url: str) -> str:
    """The proxy that QGIS itself would use for this address (system settings, exceptions counted in), '' for none."""
    if is_loopback(urlsplit(url).hostname or ""):
        return ""
    factory = QgsNetworkAccessManager.instance().proxyFactory()
    proxies: List[QNetworkProxy] = factory.queryProxy(QNetworkProxyQuery(QUrl(url))) if factory is not None else []
    if not proxies:
        return ""
    proxy = proxies[0]
    if proxy.type() == QNetworkProxy.ProxyType.DefaultProxy:
        proxy = QNetworkProxy.applicationProxy()
    schemes = {
        QNetworkProxy.ProxyType.HttpProxy: "http",
        QNetworkProxy.ProxyType.HttpCachingProxy: "http",
        QNetworkProxy.ProxyType.Socks5Proxy: "socks5h",
    }
    scheme = schemes.get(proxy.type())
    if scheme is None or not proxy.hostName():
        return ""
    login = f"{quote(proxy.user(), safe='')}:{quote(proxy.password(), safe='')}@" if proxy.user() else ""
    return f"{scheme}://{login}{proxy.hostName()}:{proxy.port()}"


def _ca_bundle() -> str:
    """A file with the authorities that QGIS trusts (the system's and those that the user added to QGIS); '' if none."""
    pem = bytes(QgsApplication.authManager().trustedCaCertsPemText())
    if not pem.strip():
        return ""
    folder = Path(QgsApplication.qgisSettingsDirPath()) / "nadir"
    target = folder / f"authorities-{hashlib.sha256(pem).hexdigest()[:16]}.pem"
    if not target.is_file():
        folder.mkdir(parents=True, exist_ok=True)
        part = target.with_suffix(f".{os.getpid()}-{threading.get_ident()}.part")
        part.write_bytes(pem)
        part.replace(target)
    return str(target)
