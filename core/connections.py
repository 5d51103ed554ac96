"""The servers that the user knows, their log-ins, and the network settings of QGIS as plain values.

Name and address lie in QGIS's settings; user name and password only in QGIS's authentication database, which is opened
by `save`, `credentials` and `remove`, and by `network_options` for a server that wants a certificate of the user's: call
these on something that the user did, as a locked database asks for its password in a modal dialog.
"""

from __future__ import annotations

import hashlib
import os
import threading
import uuid
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, Dict, List, Optional, Tuple
from urllib.parse import quote, urlsplit

from qgis.core import QgsApplication, QgsAuthCertUtils, QgsAuthMethodConfig, QgsNetworkAccessManager, QgsSettings
from qgis.PyQt.QtCore import QCoreApplication, QCryptographicHash, QDateTime, QUrl
from qgis.PyQt.QtNetwork import QNetworkProxy, QNetworkProxyQuery, QSslError

from .api.address import origin_of, server_url
from .api.network import ClientIdentity, NetworkOptions, is_loopback
from .errors import NadirError

translate = QCoreApplication.translate  # called by this name, so that the translation tools find the texts

ROOT = "nadir/connections"
LOCAL_ID = "this-computer"
_PKI_METHODS = ("PKI-Paths", "PKI-PKCS#12", "Identity-Cert")  # QGIS's names for where a certificate lies


@dataclass(frozen=True)
class Connection:
    """A server by name and address. `is_local`: the one that this plugin starts; its log-in is not kept here."""

    id: str
    name: str
    url: str
    is_local: bool = False
    authcfg: str = field(default="", compare=False)
    """Id of its log-in in the authentication database, '' where none is kept."""

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
        if username:
            known = replace(connection, authcfg=connection.authcfg or self._authcfg(connection.id))
            connection = self.keep_login(known, username, password or "")
        self.write(connection)

    def write(self, connection: Connection) -> None:
        """Keep name, address and the id of the log-in in the settings. Opens nothing, so it may run on any thread."""
        settings = QgsSettings()
        key = f"{ROOT}/{connection.id}"
        settings.setValue(f"{key}/name", connection.name)
        settings.setValue(f"{key}/url", connection.url)
        settings.setValue(f"{key}/is_local", connection.is_local)
        if connection.authcfg:
            settings.setValue(f"{key}/authcfg", connection.authcfg)

    def remove(self, connection_id: str) -> None:
        """Forget a connection and its log-in."""
        self.forget_login(self._authcfg(connection_id))
        self.erase(connection_id)

    def erase(self, connection_id: str) -> None:
        """Remove name and address from the settings. Opens nothing, so it may run on any thread."""
        QgsSettings().remove(f"{ROOT}/{connection_id}")

    def keep_login(self, connection: Connection, username: str, password: str) -> Connection:
        """Store a log-in; the connection with its id. Raises NadirError where the database does not take it."""
        return replace(connection, authcfg=_store_login(connection, username, password))

    def forget_login(self, authcfg: str) -> None:
        """Remove a log-in from the authentication database; '' for none."""
        if authcfg:
            QgsApplication.authManager().removeAuthenticationConfig(authcfg)

    def has_credentials(self, connection_id: str) -> bool:
        """Whether a log-in was saved. Asks the settings only, so it may be called at any time."""
        return bool(self._authcfg(connection_id))

    def credentials(self, connection_id: str) -> Tuple[str, str]:
        """(user name, password) from the authentication database. Raises NadirError if it cannot be read."""
        return self.login(self._authcfg(connection_id))

    def login(self, authcfg: str) -> Tuple[str, str]:
        """The same by the log-in's id."""
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
            settings.value(f"{key}/authcfg", "", type=str),
        )

    def _authcfg(self, connection_id: str) -> str:
        return QgsSettings().value(f"{ROOT}/{connection_id}/authcfg", "", type=str)


def _store_login(connection: Connection, username: str, password: str) -> str:
    """Store or update the log-in; its id in the database."""
    manager = QgsApplication.authManager()
    config = QgsAuthMethodConfig("Basic")
    config.setName(f"Nadir: {connection.name}")
    config.setUri(connection.url)
    config.setConfig("username", username)
    config.setConfig("password", password)
    known = connection.authcfg
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
    """QGIS's proxy for one server, and the client certificate that QGIS keeps for it.

    For the main thread, on something that the user did: quick, and it opens the authentication database only where that
    holds a certificate for this very server. Raises NadirError where it cannot be read.
    """
    proxy = _proxy_url(url)
    identity = _client_identity(url)
    return NetworkOptions(
        proxies={"http": proxy, "https": proxy} if proxy else {}, client_certificate=identity if identity else ""
    )


def with_authorities(network: NetworkOptions, url: str) -> NetworkOptions:
    """The same with the certificates of the authorities that QGIS trusts, where the address needs any, and with the
    certificate of this very server that the user told QGIS to accept.

    For the thread of a job, since it may write a file. QGIS itself reads both on all threads that use the network.
    """
    if urlsplit(url).scheme.lower() != "https":
        return network
    return replace(network, ca_bundle=_ca_bundle(), pinned=_accepted_certificate(url))


def _proxy_url(url: str) -> str:
    """The proxy that QGIS itself would use for this address (system settings, exceptions counted in), '' for none."""
    if is_loopback(urlsplit(url).hostname or ""):
        return ""
    asked = QUrl(url.rstrip("/") + "/")  # the exceptions are beginnings of addresses, often with the slash
    factory = QgsNetworkAccessManager.instance().proxyFactory()
    proxies: List[QNetworkProxy] = factory.queryProxy(QNetworkProxyQuery(asked)) if factory is not None else []
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
    user, password = _proxy_log_in(proxy)
    log_in = f"{quote(user, safe='')}:{quote(password, safe='')}@" if user else ""
    host = f"[{proxy.hostName()}]" if ":" in proxy.hostName() else proxy.hostName()
    return f"{scheme}://{log_in}{host}:{proxy.port()}"


def _proxy_log_in(proxy: QNetworkProxy) -> Tuple[str, str]:
    """User name and password of QGIS's proxy; from the authentication database where they lie there.

    QGIS fills them in when it starts. Where the database was locked then and is open now, they are read now; a locked
    one is not opened for this: the proxy then says that it wants them.
    """
    authcfg = QgsSettings().value("proxy/authcfg", "", type=str)
    manager = QgsApplication.authManager()
    ours = QgsNetworkAccessManager.instance().fallbackProxy()
    is_of_settings = (proxy.hostName(), proxy.port()) == (ours.hostName(), ours.port())
    if not proxy.user() and authcfg and is_of_settings and manager.masterPasswordIsSet():
        filled = QNetworkProxy(proxy)
        manager.updateNetworkProxy(filled, authcfg)
        return filled.user(), filled.password()
    return proxy.user(), proxy.password()


def _client_identity(url: str) -> Optional[ClientIdentity]:
    """The certificate for a server: of the PKI configuration in QGIS whose resource is this server's address."""
    if urlsplit(url).scheme.lower() != "https":
        return None
    manager = QgsApplication.authManager()
    if manager.isDisabled():
        return None
    for authcfg, known in sorted(manager.availableAuthMethodConfigs().items()):
        if known.method() not in _PKI_METHODS or not _is_at(known.uri(), url):
            continue
        config = QgsAuthMethodConfig()
        if not _succeeded(manager.loadAuthenticationConfig(authcfg, config, True)):
            raise _no_certificate(known.name())
        return _identity_of(config)
    return None


def _identity_of(config: QgsAuthMethodConfig) -> ClientIdentity:
    """Certificate and key as QGIS itself reads them, whatever they lie in."""
    method = config.method()
    if method == "PKI-Paths":
        paths = config.config("certpath"), config.config("keypath")
        parts = QgsAuthCertUtils.certKeyBundleToPem(*paths, config.config("keypass"), False)
    elif method == "Identity-Cert":
        parts = QgsApplication.authManager().certIdentityBundleToPem(config.config("certid"))
    else:
        parts = QgsAuthCertUtils.pkcs12BundleToPem(config.config("bundlepath"), config.config("bundlepass"), False)
    if len(parts) < 2 or not parts[0].strip() or not parts[1].strip():
        raise _no_certificate(config.name())
    return ClientIdentity(parts[0], parts[1])


def _no_certificate(name: str) -> NadirError:
    return NadirError(
        translate("Connections", "Your certificate for this server cannot be read: {}.").format(name),
        translate("Connections", "Check it in QGIS: Settings, Options, Authentication."),
    )


def _is_at(resource: str, url: str) -> bool:
    """Whether the resource of a configuration is this server: the same scheme, host and port."""
    try:
        return bool(resource.strip()) and origin_of(server_url(resource)) == origin_of(url)
    except NadirError:
        return False


def _accepted_certificate(url: str) -> Dict[str, str]:
    """'host:port' to the SHA-256 of the certificate that the user told QGIS to accept there in spite of an error.

    Only that very certificate is accepted, and no longer than it lasts unless the user accepted that too. A server for
    which QGIS is set to verify nothing is verified here all the same.
    """
    origin = origin_of(url)
    place = f"{origin.host}:{origin.port}"
    exception = QgsApplication.authManager().sslCertCustomConfigByHost(place)
    certificate = exception.sslCertificate()
    accepted = [error for error in exception.sslIgnoredErrorEnums() if error != QSslError.SslError.NoError]
    if exception.isNull() or certificate.isNull() or not accepted:
        return {}
    is_over = certificate.expiryDate() < QDateTime.currentDateTimeUtc()
    if is_over and QSslError.SslError.CertificateExpired not in accepted:
        return {}
    return {place: bytes(certificate.digest(QCryptographicHash.Algorithm.Sha256)).hex()}


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
