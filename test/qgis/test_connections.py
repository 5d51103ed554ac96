"""Connections: log-ins only in the authentication database; the proxy and certificates of QGIS are handed on."""

from __future__ import annotations

from pathlib import Path
from typing import Callable, Iterator, List

import pytest
from nadir.core.api import errors
from nadir.core.api.network import NetworkOptions
from nadir.core.api.session import Session
from nadir.core.connections import Connection, Connections, network_options, with_authorities
from nadir.core.errors import NadirError
from nadir.core.jobs import Jobs
from nadir.core.settings import Settings
from nadir.test.unit.api.authority import Authority, TlsServer, needs_openssl, openssl, self_signed
from qgis.core import (
    QgsApplication,
    QgsAuthCertUtils,
    QgsAuthConfigSslServer,
    QgsAuthManager,
    QgsAuthMethodConfig,
    QgsNetworkAccessManager,
    QgsSettings,
)
from qgis.PyQt.QtNetwork import QNetworkProxy, QSsl, QSslCertificate, QSslError, QSslKey


@pytest.fixture
def connections() -> Iterator[Connections]:
    QgsSettings().remove("nadir")
    yield Connections()
    QgsSettings().remove("nadir")


def all_settings() -> str:
    settings = QgsSettings()
    return " ".join(f"{key}={settings.value(key)}" for key in settings.allKeys())


@pytest.mark.usefixtures("authentication_database")
def test_a_log_in_goes_to_the_authentication_database_and_nowhere_else(connections: Connections) -> None:
    connection = Connection.new("Field office", "https://drones.example.org/api/")
    connections.save(connection, "surveyor", "s3cret-pass")
    assert connections.all() == (connection,)
    assert connection.url == "https://drones.example.org"
    assert connections.credentials(connection.id) == ("surveyor", "s3cret-pass")
    assert "s3cret-pass" not in all_settings()
    assert "surveyor" not in all_settings()


@pytest.mark.usefixtures("authentication_database")
def test_saving_again_updates_the_log_in_and_removing_forgets_it(connections: Connections) -> None:
    connection = Connection.new("", "http://localhost:8000")
    connections.save(connection, "a", "first")
    connections.save(connection, "a", "second")
    assert connections.credentials(connection.id) == ("a", "second")
    stored = len(QgsApplication.authManager().configIds())
    connections.remove(connection.id)
    assert connections.all() == ()
    assert len(QgsApplication.authManager().configIds()) == stored - 1
    with pytest.raises(NadirError, match="No log-in"):
        connections.credentials(connection.id)


def test_a_connection_is_found_by_id_or_by_name(connections: Connections) -> None:
    connection = Connection.new("Field office", "https://drones.example.org")
    connections.save(connection)
    assert connections.get(connection.id) == connections.get("field Office ") == connection
    assert not connections.has_credentials(connection.id)
    with pytest.raises(NadirError, match="Field office"):
        connections.get("Elsewhere")


def test_the_log_in_of_this_computer_is_not_kept(connections: Connections) -> None:
    local = Connection.this_computer("http://127.0.0.1:8123")
    connections.save(local)
    assert connections.all() == (local,)
    assert connections.all()[0].is_local
    assert not connections.has_credentials(local.id)


@pytest.fixture
def proxy() -> Iterator[None]:
    manager = QgsNetworkAccessManager.instance()
    before = manager.fallbackProxy(), manager.excludeList(), manager.noProxyList()
    squid = QNetworkProxy(QNetworkProxy.ProxyType.HttpProxy, "proxy.example.org", 3128, "me", "p@ss:word")
    manager.setFallbackProxyAndExcludes(squid, [], ["https://inside.example.org"])
    yield
    manager.setFallbackProxyAndExcludes(*before)


@pytest.mark.usefixtures("proxy")
def test_the_proxy_of_qgis_is_used_but_not_where_qgis_would_not() -> None:
    options = network_options("https://drones.example.org")
    assert options.proxies["https"] == "http://me:p%40ss%3Aword@proxy.example.org:3128"
    assert not network_options("https://inside.example.org").proxies
    assert not network_options("http://127.0.0.1:8000").proxies


def test_the_authorities_that_qgis_trusts_are_handed_on_for_https(jobs: Jobs, turn: Callable[..., bool]) -> None:
    network = NetworkOptions(proxies={"https": "http://proxy.example.org:3128"})
    job = jobs.start("authorities", lambda control: with_authorities(network, "https://drones.example.org"))
    assert turn(lambda: not job.is_running())
    assert job.error is None, job.error
    assert "BEGIN CERTIFICATE" in Path(job.result.ca_bundle).read_text(encoding="ascii")
    assert job.result.proxies == network.proxies


def test_no_certificates_are_read_or_written_on_the_main_thread_nor_for_http(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_arguments: object) -> None:
        raise AssertionError("read the authorities")

    monkeypatch.setattr("nadir.core.connections._ca_bundle", refuse)
    assert network_options("https://drones.example.org").ca_bundle == ""
    assert with_authorities(NetworkOptions(), "http://drones.example.org").ca_bundle == ""
    with pytest.raises(AssertionError, match="authorities"):
        with_authorities(NetworkOptions(), "HTTPS://drones.example.org")


def test_settings_keep_their_type() -> None:
    settings = Settings()
    before = settings.load_when_finished
    settings.load_when_finished = False
    settings.last_folder = "/flights/Ümläut 7"
    assert Settings().load_when_finished is False
    assert Settings().last_folder == "/flights/Ümläut 7"
    settings.load_when_finished = before


# Proxy


@pytest.mark.usefixtures("authentication_database", "proxy")
def test_a_log_in_for_the_proxy_that_lies_in_the_authentication_database_is_used() -> None:
    """As where the database was locked when QGIS started and was opened since."""
    config = QgsAuthMethodConfig("Basic")
    config.setName("squid")
    config.setConfig("username", "surveyor")
    config.setConfig("password", "päss/word")
    QgsApplication.authManager().storeAuthenticationConfig(config)
    QgsSettings().setValue("proxy/authcfg", config.id())
    QgsNetworkAccessManager.instance().setFallbackProxyAndExcludes(
        QNetworkProxy(QNetworkProxy.ProxyType.HttpProxy, "proxy.example.org", 3128), [], []
    )
    try:
        proxy_url = network_options("https://drones.example.org").proxies["https"]
    finally:
        QgsSettings().remove("proxy/authcfg")
    assert proxy_url == "http://surveyor:p%C3%A4ss%2Fword@proxy.example.org:3128"


@pytest.mark.usefixtures("proxy")
@pytest.mark.parametrize("exclusion", ["https://drones.example.org", "https://drones.example.org/"])
def test_an_address_left_out_of_the_proxy_is_reached_directly(exclusion: str) -> None:
    manager = QgsNetworkAccessManager.instance()
    manager.setFallbackProxyAndExcludes(manager.fallbackProxy(), [], [exclusion])
    assert not network_options("https://drones.example.org").proxies
    assert network_options("https://other.example.org").proxies


@pytest.mark.usefixtures("proxy")
def test_a_socks_proxy_is_handed_on_as_such() -> None:
    QgsNetworkAccessManager.instance().setFallbackProxyAndExcludes(
        QNetworkProxy(QNetworkProxy.ProxyType.Socks5Proxy, "socks.example.org", 1080), [], []
    )
    assert network_options("https://drones.example.org").proxies["https"] == "socks5h://socks.example.org:1080"


# Certificates


@pytest.fixture(scope="module")
def authority(tmp_path_factory: pytest.TempPathFactory) -> Authority:
    return Authority(tmp_path_factory.mktemp("certificates"))


Serve = Callable[..., TlsServer]


@pytest.fixture
def serve() -> Iterator[Serve]:
    servers: List[TlsServer] = []

    def start(*arguments: object, **options: object) -> TlsServer:
        servers.append(TlsServer(*arguments, **options))
        return servers[-1]

    yield start
    for server in servers:
        server.close()


@pytest.fixture
def trusted(authority: Authority) -> Iterator[None]:
    """QGIS trusts the authority, as after the user imported it."""
    manager = QgsApplication.authManager()
    certificate = QSslCertificate.fromPath(str(authority.certificate))[0]
    manager.storeCertAuthority(certificate)
    manager.rebuildCaCertsCache()
    manager.rebuildTrustedCaCertsCache()
    yield
    manager.removeCertAuthority(certificate)
    manager.rebuildCaCertsCache()
    manager.rebuildTrustedCaCertsCache()


def log_in(url: str) -> str:
    """As a workspace is opened: the network settings of QGIS, then a session."""
    session = Session(url, "a", "b", with_authorities(network_options(url), url))
    session.log_in()
    return session.authorization()


@needs_openssl
@pytest.mark.usefixtures("authentication_database", "trusted")
def test_an_authority_added_to_qgis_is_trusted(authority: Authority, serve: Serve) -> None:
    assert log_in(serve(*authority.issue("server")).url) == "JWT t"


def pki_in_files(certificate: Path, key: Path, folder: Path) -> QgsAuthMethodConfig:
    locked = folder / "locked.pem"
    openssl("rsa", "-in", str(key), "-aes256", "-passout", "pass:geheim", "-out", str(locked))
    config = QgsAuthMethodConfig("PKI-Paths")
    config.setConfigMap({"certpath": str(certificate), "keypath": str(locked), "keypass": "geheim"})
    return config


def pki_in_a_bundle(certificate: Path, key: Path, folder: Path) -> QgsAuthMethodConfig:
    bundle = folder / "bundle.p12"
    openssl(
        *("pkcs12", "-export", "-in", str(certificate), "-inkey", str(key)),
        *("-out", str(bundle), "-passout", "pass:geheim", "-name", "me"),
    )
    config = QgsAuthMethodConfig("PKI-PKCS#12")
    config.setConfigMap({"bundlepath": str(bundle), "bundlepass": "geheim"})
    return config


def pki_in_the_store(certificate: Path, key: Path, folder: Path) -> QgsAuthMethodConfig:
    own = QSslCertificate.fromPath(str(certificate))[0]
    QgsApplication.authManager().storeCertIdentity(own, QSslKey(key.read_bytes(), QSsl.KeyAlgorithm.Rsa))
    config = QgsAuthMethodConfig("Identity-Cert")
    config.setConfigMap({"certid": QgsAuthCertUtils.shaHexForCert(own)})
    return config


@needs_openssl
@pytest.mark.usefixtures("authentication_database", "trusted")
@pytest.mark.parametrize("make", [pki_in_files, pki_in_a_bundle, pki_in_the_store])
def test_a_certificate_that_qgis_keeps_for_a_server_is_shown_to_it(
    make: Callable[..., QgsAuthMethodConfig], authority: Authority, serve: Serve, tmp_path: Path
) -> None:
    server = serve(*authority.issue("server"), wants_from=authority.certificate)
    with pytest.raises(errors.ClientCertificateWanted):
        log_in(server.url)
    config = make(*authority.issue("surveyor"), tmp_path)
    config.setName("Survey office")
    config.setUri(server.url + "/")
    QgsApplication.authManager().storeAuthenticationConfig(config)
    assert log_in(server.url) == "JWT t"
    assert network_options(server.url.replace("https://127.0.0.1", "https://localhost")).client_certificate == ""
    assert network_options(server.url.replace("https:", "http:")).client_certificate == ""


@pytest.mark.usefixtures("authentication_database")
def test_a_certificate_that_cannot_be_read_is_named(tmp_path: Path) -> None:
    config = QgsAuthMethodConfig("PKI-PKCS#12")
    config.setName("Lost bundle")
    config.setUri("https://drones.example.org")
    config.setConfigMap({"bundlepath": str(tmp_path / "gone.p12"), "bundlepass": "x"})
    QgsApplication.authManager().storeAuthenticationConfig(config)
    with pytest.raises(NadirError, match="Lost bundle") as caught:
        network_options("https://drones.example.org:443/")
    assert "Authentication" in caught.value.remedy


def test_the_authentication_database_is_left_alone_where_no_certificate_is_kept(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """A locked one would ask for its password."""

    def refuse(*_arguments: object) -> None:
        raise AssertionError("opened the database")

    monkeypatch.setattr(QgsAuthManager, "loadAuthenticationConfig", refuse)
    assert network_options("https://drones.example.org").client_certificate == ""


# Certificates accepted in spite of an error


@pytest.fixture
def accept() -> Iterator[Callable[..., None]]:
    """Accept a certificate at host:port as QGIS's own dialog does."""
    manager = QgsApplication.authManager()
    stored: List[QgsAuthConfigSslServer] = []

    def store(certificate: Path, place: str, ignored: List[QSslError.SslError]) -> None:
        exception = QgsAuthConfigSslServer()
        exception.setSslCertificate(QSslCertificate.fromPath(str(certificate))[0])
        exception.setSslHostPort(place)
        exception.setSslIgnoredErrorEnums(ignored)
        assert manager.storeSslCertCustomConfig(exception)
        stored.append(exception)

    yield store
    for each in stored:
        manager.removeSslCertCustomConfig(QgsAuthCertUtils.shaHexForCert(each.sslCertificate()), each.sslHostPort())


SELF_SIGNED = [QSslError.SslError.SelfSignedCertificate]


@needs_openssl
@pytest.mark.usefixtures("authentication_database")
def test_the_very_certificate_that_the_user_accepted_is_accepted(
    accept: Callable[..., None], serve: Serve, tmp_path: Path
) -> None:
    certificate, key = self_signed(tmp_path)
    server = serve(certificate, key)
    with pytest.raises(errors.CertificateRefused):
        log_in(server.url)
    accept(certificate, f"127.0.0.1:{server.port}", SELF_SIGNED)
    assert log_in(server.url) == "JWT t"


@needs_openssl
@pytest.mark.usefixtures("authentication_database")
def test_another_certificate_in_its_place_is_not(accept: Callable[..., None], serve: Serve, tmp_path: Path) -> None:
    server = serve(*self_signed(tmp_path, "impostor"))
    accept(self_signed(tmp_path, "accepted")[0], f"127.0.0.1:{server.port}", SELF_SIGNED)
    with pytest.raises(errors.CertificateRefused):
        log_in(server.url)
    assert server.answered == 0


@needs_openssl
@pytest.mark.usefixtures("authentication_database")
@pytest.mark.parametrize("too", [[], [QSslError.SslError.CertificateExpired]])
def test_an_accepted_certificate_is_accepted_as_long_as_it_lasts_or_the_user_wants(
    too: List[QSslError.SslError], accept: Callable[..., None], authority: Authority, serve: Serve
) -> None:
    certificate, key = authority.issue("old", begins="20200101000000Z", ends="20200201000000Z")
    server = serve(certificate, key)
    accept(certificate, f"127.0.0.1:{server.port}", SELF_SIGNED + too)
    if too:
        assert log_in(server.url) == "JWT t"
    else:
        with pytest.raises(errors.CertificateRefused):
            log_in(server.url)


@needs_openssl
@pytest.mark.usefixtures("authentication_database")
def test_a_server_that_qgis_was_told_not_to_verify_is_verified(
    accept: Callable[..., None], serve: Serve, tmp_path: Path
) -> None:
    certificate, key = self_signed(tmp_path)
    server = serve(certificate, key)
    accept(certificate, f"127.0.0.1:{server.port}", [])
    with pytest.raises(errors.CertificateRefused):
        log_in(server.url)
