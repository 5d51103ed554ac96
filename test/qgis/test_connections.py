"""Connections: log-ins only in the authentication database; the proxy and certificates of QGIS are handed on."""

from __future__ import annotations

from pathlib import Path
from typing import Callable, Iterator

import pytest
from nadir.core.api.network import NetworkOptions
from nadir.core.connections import Connection, Connections, network_options, with_authorities
from nadir.core.errors import NadirError
from nadir.core.jobs import Jobs
from nadir.core.settings import Settings
from qgis.core import QgsApplication, QgsNetworkAccessManager, QgsSettings
from qgis.PyQt.QtNetwork import QNetworkProxy


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
