"""Proxies: with credentials, refusing, gone; exclusions; and an environment that wants to lead astray."""

from __future__ import annotations

import base64
import socket
import threading
from pathlib import Path
from typing import Callable, Iterator, List, Tuple

import pytest
from nadir.core.api import errors
from nadir.core.api.network import NetworkOptions
from nadir.core.api.session import Session
from nadir.test.unit.api.authority import Authority, TlsServer, needs_openssl, self_signed
from nadir.test.unit.api.conftest import QUICK
from nadir.test.unit.api.scripted_server import RawServer, ScriptedServer, recorded
from requests import adapters

PROJECTS = "/api/projects/"


class Proxy:
    """A proxy that leads everywhere to one port of this computer. `log_in`: user:password that it wants."""

    def __init__(self, port: int, log_in: str = "", refusal: bytes = b"") -> None:
        self._port = port
        self._wanted = base64.b64encode(log_in.encode()).decode() if log_in else ""
        self._refusal = refusal
        self.heads: List[str] = []
        self._server = RawServer(self._serve)
        self.url = self._server.url

    def close(self) -> None:
        self._server.close()

    def _serve(self, client: socket.socket) -> None:
        head = b""
        while b"\r\n\r\n" not in head:
            block = client.recv(65536)
            if not block:
                return
            head += block
        self.heads.append(head.decode("latin-1"))
        if self._refusal:
            client.sendall(self._refusal)
            return
        if self._wanted and f"Proxy-Authorization: Basic {self._wanted}" not in self.heads[-1]:
            client.sendall(b"HTTP/1.1 407 Proxy Authentication Required\r\nContent-Length: 0\r\n\r\n")
            return
        with socket.create_connection(("127.0.0.1", self._port)) as server:
            if head.startswith(b"CONNECT"):
                client.sendall(b"HTTP/1.1 200 Connection established\r\n\r\n")
            else:
                server.sendall(head)
            back = threading.Thread(target=_pump, args=(server, client), daemon=True)
            back.start()
            _pump(client, server)


def _pump(source: socket.socket, target: socket.socket) -> None:
    try:
        while True:
            block = source.recv(65536)
            if not block:
                break
            target.sendall(block)
        target.shutdown(socket.SHUT_WR)
    except OSError:
        return  # one side has gone


@pytest.fixture
def proxy() -> Iterator[Callable[..., Proxy]]:
    made: List[Proxy] = []

    def make(*arguments: object, **options: object) -> Proxy:
        made.append(Proxy(*arguments, **options))
        return made[-1]

    yield make
    for each in made:
        each.close()


@pytest.fixture
def tls_server(tmp_path: Path) -> Iterator[Tuple[TlsServer, Path]]:
    """An https server called drone.test, and whom to trust for it."""
    authority = Authority(tmp_path)
    server = TlsServer(*authority.issue("drone", "subjectAltName=DNS:drone.test"))
    yield server, authority.certificate
    server.close()


def through(proxy_url: str, **more: object) -> NetworkOptions:
    return NetworkOptions(proxies={"http": proxy_url, "https": proxy_url}, **more)


def with_log_in(proxy: Proxy, log_in: str) -> str:
    return proxy.url.replace("http://", f"http://{log_in}@")


def port_of(server: ScriptedServer) -> int:
    return int(server.url.rsplit(":", 1)[1])


def test_http_goes_through_the_proxy_with_its_log_in(server: ScriptedServer, proxy: Callable[..., Proxy]) -> None:
    way = proxy(port_of(server), "me:p@ss:word")
    session = Session("http://drone.test", "a", "b", through(with_log_in(way, "me:p%40ss%3Aword")))
    session.log_in()
    assert session.authorization()
    assert "proxy-authorization" in server.requests[0].headers  # forwarded by this proxy, which a real one does not


@needs_openssl
def test_https_goes_through_a_tunnel_and_the_proxy_sees_neither_token_nor_password(
    tls_server: Tuple[TlsServer, Path], proxy: Callable[..., Proxy]
) -> None:
    server, authority = tls_server
    way = proxy(server.port, "me:secret")
    session = Session("https://drone.test", "a", "pässword", through(with_log_in(way, "me:secret"), ca_bundle=str(authority)))
    session.log_in()
    assert session.get_json(PROJECTS) == {"token": "t"}
    assert [head.split(" HTTP")[0] for head in way.heads] == ["CONNECT drone.test:443"], "one tunnel for both"
    assert "pässword" not in way.heads[0]
    assert server.answered == 2


@pytest.mark.parametrize("scheme", ["http", "https"])
@pytest.mark.parametrize("log_in", ["", "me:wrong@"])
def test_a_proxy_that_wants_a_password(
    scheme: str, log_in: str, server: ScriptedServer, proxy: Callable[..., Proxy]
) -> None:
    way = proxy(port_of(server), "me:secret")
    session = Session(f"{scheme}://drone.test", "a", "b", through(way.url.replace("//", f"//{log_in}")))
    with pytest.raises(errors.ProxyAuthenticationWanted) as caught:
        session.log_in()
    assert "user name and password" in caught.value.summary
    assert "Network" in caught.value.remedy
    assert "wrong" not in caught.value.detail


def test_a_proxy_that_does_not_let_through(server: ScriptedServer, proxy: Callable[..., Proxy]) -> None:
    way = proxy(port_of(server), refusal=b"HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\n\r\n")
    with pytest.raises(errors.ProxyRefused, match="does not let you through") as caught:
        Session("https://drone.test", "a", "b", through(way.url)).log_in()
    assert not isinstance(caught.value, errors.ProxyAuthenticationWanted)


def test_a_proxy_that_cannot_reach_the_server(server: ScriptedServer, proxy: Callable[..., Proxy]) -> None:
    way = proxy(port_of(server), refusal=b"HTTP/1.1 503 Service Unavailable\r\nContent-Length: 0\r\n\r\n")
    with pytest.raises(errors.Unreachable, match="proxy cannot reach"):
        Session("https://drone.test", "a", "b", through(way.url)).log_in()


@pytest.mark.parametrize("scheme", ["http", "https"])
def test_a_proxy_that_is_not_there(scheme: str) -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
    network = through(f"http://me:hidden@127.0.0.1:{port}")
    with pytest.raises(errors.ProxyRefused, match="cannot be reached") as caught:
        Session(f"{scheme}://drone.test", "a", "b", network).log_in()
    assert "hidden" not in caught.value.detail
    assert "hidden" not in repr(network)


@pytest.mark.parametrize("address", ["http://me:hidden@:3128", "http://me:hidden@proxy.test:999999", "http://me:hidden@[x"])
def test_a_proxy_address_that_is_none_does_not_tell_the_password(address: str) -> None:
    with pytest.raises((errors.ProxyRefused, errors.InvalidAddress)) as caught:
        Session("https://drone.test", "a", "b", through(address)).log_in()
    assert "proxy" in caught.value.summary
    assert "hidden" not in str(caught.value) + caught.value.detail


def test_a_socks_proxy_that_cannot_be_used_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    def missing(*_arguments: object, **_options: object) -> None:
        raise adapters.InvalidSchema("Missing dependencies for SOCKS support.")

    monkeypatch.setattr(adapters, "SOCKSProxyManager", missing)  # as `requests` has it without PySocks
    with pytest.raises(errors.ProxyRefused, match="SOCKS") as caught:
        Session("https://drone.test", "a", "b", through("socks5h://127.0.0.1:1080")).log_in()
    assert "PySocks" in caught.value.remedy


def test_this_computer_is_reached_without_the_proxy(server: ScriptedServer, proxy: Callable[..., Proxy]) -> None:
    way = proxy(1)
    Session(server.url, "a", "b", through(way.url)).log_in()
    assert way.heads == []


# The environment


@pytest.fixture
def hostile(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[List[bytes]]:
    """Everything in the environment that `requests` would listen to, pointing at one server; what that one hears."""
    heard: List[bytes] = []
    thief = RawServer(lambda connection: heard.append(connection.recv(65536)))
    for name in ("http_proxy", "https_proxy", "all_proxy"):
        monkeypatch.setenv(name, thief.url)
        monkeypatch.setenv(name.upper(), thief.url)
    monkeypatch.delenv("no_proxy", raising=False)
    monkeypatch.delenv("NO_PROXY", raising=False)
    netrc = tmp_path / ".netrc"
    netrc.write_text("default login thief password thief\n")
    netrc.chmod(0o600)
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("NETRC", str(netrc))
    yield heard
    thief.close()


def test_proxies_of_the_environment_are_ignored(hostile: List[bytes]) -> None:
    with pytest.raises(errors.Unreachable):
        Session("http://nadir.invalid", "a", "b", retry=QUICK).log_in()
    assert hostile == []


def test_netrc_does_not_replace_the_token(server: ScriptedServer, hostile: List[bytes]) -> None:
    server.replay("projects_empty")
    session = Session(server.url, "a", "b")
    assert session.get_json(PROJECTS) == []
    assert "authorization" not in server.requests_to("/api/token-auth/")[0].headers
    assert server.requests_to(PROJECTS)[0].headers["authorization"].startswith("JWT ")
    assert hostile == []


def test_netrc_gives_nothing_to_where_a_server_sends_on(server: ScriptedServer, hostile: List[bytes]) -> None:
    other = ScriptedServer()
    other.on("GET", "/file", recorded("projects_empty"))
    server.on("GET", "/api/file", recorded("projects_empty"))
    moved = recorded("no_trailing_slash_get")
    moved.headers["Location"] = other.url + "/file"
    server.on("GET", "/api/file", moved)
    Session(server.url, "a", "b").stream("/api/file", lambda _status, _headers: len)
    assert "authorization" not in other.requests[0].headers
    other.close()


@needs_openssl
@pytest.mark.parametrize("name", ["REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE", "SSL_CERT_FILE"])
def test_authorities_of_the_environment_are_not_trusted(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    certificate, key = self_signed(tmp_path)
    monkeypatch.setenv(name, str(certificate))
    server = TlsServer(certificate, key)
    with pytest.raises(errors.CertificateRefused):
        Session(server.url, "a", "b").log_in()
    server.close()
