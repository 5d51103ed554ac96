"""Servers with certificates of their own, bad ones among them, and servers that want to see one."""

from __future__ import annotations

import ssl
import tempfile
import threading
from http.server import BaseHTTPRequestHandler
from pathlib import Path
from typing import Callable, Iterator

import pytest
from nadir.core.api import errors
from nadir.core.api.network import ClientIdentity, NetworkOptions
from nadir.core.api.session import Session
from nadir.core.errors import Cancelled
from nadir.test.unit.api.authority import Authority, TlsServer, fingerprint, needs_openssl, openssl, self_signed
from nadir.test.unit.api.scripted_server import RawServer

pytestmark = needs_openssl
Serve = Callable[..., TlsServer]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("certificates")


@pytest.fixture(scope="module")
def authority(folder: Path) -> Authority:
    return Authority(folder)


@pytest.fixture
def serve() -> Iterator[Serve]:
    """Starts https servers and stops them at the end."""
    servers: list[TlsServer] = []

    def start(*arguments: object, **options: object) -> TlsServer:
        servers.append(TlsServer(*arguments, **options))
        return servers[-1]

    yield start
    for server in servers:
        server.close()


def log_in(url: str, **network: object) -> str:
    session = Session(url, "admin", "secret", NetworkOptions(**network))
    session.log_in()
    return session.authorization()


def refusal(url: str, **network: object) -> errors.CertificateRefused:
    with pytest.raises(errors.CertificateRefused) as caught:
        log_in(url, **network)
    assert caught.value.summary, "no summary"
    assert caught.value.remedy, "no remedy"
    assert caught.value.detail, "no detail"
    return caught.value


def test_a_certificate_of_an_authority_that_the_user_trusts_is_accepted(authority: Authority, serve: Serve) -> None:
    server = serve(*authority.issue("server"))
    assert log_in(server.url, ca_bundle=str(authority.certificate)) == "JWT t"


def test_a_certificate_of_an_unknown_authority_is_refused(authority: Authority, serve: Serve) -> None:
    server = serve(*authority.issue("server"))
    assert "nobody that this computer trusts" in refusal(server.url).summary
    assert server.answered == 0


def test_a_certificate_that_the_server_signed_itself_is_refused(folder: Path, serve: Serve) -> None:
    server = serve(*self_signed(folder))
    assert "signed it itself" in refusal(server.url).summary
    assert server.answered == 0


def test_a_certificate_that_signed_itself_can_be_trusted(folder: Path, serve: Serve) -> None:
    certificate, key = self_signed(folder)
    assert log_in(serve(certificate, key).url, ca_bundle=str(certificate)) == "JWT t"


def test_an_expired_certificate_is_refused(authority: Authority, serve: Serve) -> None:
    server = serve(*authority.issue("old", begins="20200101000000Z", ends="20200201000000Z"))
    assert "has expired" in refusal(server.url, ca_bundle=str(authority.certificate)).summary
    assert server.answered == 0


def test_a_certificate_of_tomorrow_is_refused(authority: Authority, serve: Serve) -> None:
    server = serve(*authority.issue("new", begins="20450101000000Z", ends="20460101000000Z"))
    assert "not valid yet" in refusal(server.url, ca_bundle=str(authority.certificate)).summary


@pytest.mark.parametrize("address", ["127.0.0.1", "localhost"])
def test_a_certificate_for_another_name_is_refused(address: str, authority: Authority, serve: Serve) -> None:
    server = serve(*authority.issue("elsewhere", "subjectAltName=DNS:elsewhere.example.org,IP:127.0.0.2"))
    url = server.url.replace("127.0.0.1", address)
    assert "another name" in refusal(url, ca_bundle=str(authority.certificate)).summary
    assert server.answered == 0


def test_old_protocols_are_refused(authority: Authority, serve: Serve) -> None:
    with pytest.warns(DeprecationWarning):
        server = serve(*authority.issue("server"), version=ssl.TLSVersion.TLSv1_1)
    with pytest.raises((errors.CertificateRefused, errors.ConnectionLost, errors.NotThisKindOfServer)):
        log_in(server.url, ca_bundle=str(authority.certificate))
    assert server.answered == 0


def test_a_missing_file_of_certificates_is_named(folder: Path) -> None:
    error = refusal("https://127.0.0.1:9", ca_bundle=str(folder / "nowhere.pem"))
    assert "nowhere.pem" in error.summary


def test_a_damaged_file_of_certificates_is_named(folder: Path) -> None:
    damaged = folder / "damaged.pem"
    damaged.write_text("-----BEGIN CERTIFICATE-----\nnonsense\n")
    assert "damaged.pem" in refusal("https://127.0.0.1:9", ca_bundle=str(damaged)).summary


# Certificates accepted in spite of an error


def test_a_certificate_that_the_user_accepted_is_accepted_there(folder: Path, serve: Serve) -> None:
    certificate, key = self_signed(folder, "pinned", "subjectAltName=DNS:elsewhere")
    server = serve(certificate, key)
    assert log_in(server.url, pinned={f"127.0.0.1:{server.port}": fingerprint(certificate)}) == "JWT t"


def test_no_other_certificate_is_accepted_in_its_place(folder: Path, serve: Serve) -> None:
    accepted, _key = self_signed(folder, "accepted")
    server = serve(*self_signed(folder, "impostor"))
    refusal(server.url, pinned={f"127.0.0.1:{server.port}": fingerprint(accepted)})
    assert server.answered == 0


def test_a_certificate_accepted_at_one_port_is_not_at_another(folder: Path, serve: Serve) -> None:
    certificate, key = self_signed(folder)
    server = serve(certificate, key)
    refusal(server.url, pinned={f"127.0.0.1:{server.port + 1}": fingerprint(certificate)})


def test_a_server_whose_accepted_certificate_gave_way_to_a_good_one(
    folder: Path, authority: Authority, serve: Serve
) -> None:
    before, _key = self_signed(folder, "before")
    server = serve(*authority.issue("renewed"))
    pinned = {f"127.0.0.1:{server.port}": fingerprint(before)}
    assert log_in(server.url, pinned=pinned, ca_bundle=str(authority.certificate)) == "JWT t"


# Certificates of the client


@pytest.mark.parametrize("version", [ssl.TLSVersion.TLSv1_2, ssl.TLSVersion.TLSv1_3])
def test_a_server_that_wants_a_certificate_says_so(
    version: ssl.TLSVersion, authority: Authority, serve: Serve
) -> None:
    server = serve(*authority.issue("server"), wants_from=authority.certificate, version=version)
    with pytest.raises(errors.ClientCertificateWanted) as caught:
        log_in(server.url, ca_bundle=str(authority.certificate))
    assert "PKI" in caught.value.remedy


@pytest.mark.parametrize("version", [ssl.TLSVersion.TLSv1_2, ssl.TLSVersion.TLSv1_3])
@pytest.mark.parametrize("form", ["two files", "one file", "in memory"])
def test_a_certificate_of_the_users_own_is_shown(
    form: str, version: ssl.TLSVersion, authority: Authority, serve: Serve, tmp_path: Path
) -> None:
    server = serve(*authority.issue("server"), wants_from=authority.certificate, version=version)
    certificate, key = authority.issue("surveyor")
    both = tmp_path / "both.pem"
    both.write_text(certificate.read_text() + key.read_text())
    forms = {
        "two files": (str(certificate), str(key)),
        "one file": str(both),
        "in memory": ClientIdentity(certificate.read_text(), key.read_text()),
    }
    assert log_in(server.url, ca_bundle=str(authority.certificate), client_certificate=forms[form]) == "JWT t"


def test_a_key_held_in_memory_leaves_no_file(
    authority: Authority, serve: Serve, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    certificate, key = authority.issue("surveyor")
    identity = ClientIdentity(certificate.read_text(), key.read_text())
    log_in(serve(*authority.issue("server")).url, ca_bundle=str(authority.certificate), client_certificate=identity)
    assert list(tmp_path.iterdir()) == []
    assert "PRIVATE" not in repr(NetworkOptions(client_certificate=identity))


def test_a_certificate_of_another_authority_is_told_as_such(folder: Path, authority: Authority, serve: Serve) -> None:
    server = serve(*authority.issue("server"), wants_from=authority.certificate)
    certificate, key = self_signed(folder, "stranger")
    with pytest.raises(errors.ClientCertificateWanted):
        log_in(
            server.url,
            ca_bundle=str(authority.certificate),
            client_certificate=ClientIdentity(certificate.read_text(), key.read_text()),
        )


def test_a_key_that_needs_a_password_is_an_error_and_no_question(authority: Authority, tmp_path: Path) -> None:
    certificate, key = authority.issue("surveyor")
    locked = tmp_path / "locked.pem"
    openssl("rsa", "-in", str(key), "-aes256", "-passout", "pass:x", "-out", str(locked))
    error = refusal("https://127.0.0.1:9", client_certificate=(str(certificate), str(locked)))
    assert "cannot be used" in error.summary


@pytest.mark.parametrize("broken", ["certificate", "key"])
def test_a_certificate_of_the_users_own_that_is_none(broken: str, authority: Authority) -> None:
    certificate, key = (path.read_text() for path in authority.issue("surveyor"))
    identity = ClientIdentity("nonsense" if broken == "certificate" else certificate, "ü" if broken == "key" else key)
    assert "cannot be used" in refusal("https://127.0.0.1:9", client_certificate=identity).summary


def test_what_nginx_says_where_it_wants_a_certificate(authority: Authority, serve: Serve) -> None:
    def answer(handler: BaseHTTPRequestHandler) -> None:
        page = b"<html><head><title>400 No required SSL certificate was sent</title></head></html>"
        handler.send_response(400)
        handler.send_header("Content-Type", "text/html")
        handler.send_header("Content-Length", str(len(page)))
        handler.end_headers()
        handler.wfile.write(page)

    server = serve(*authority.issue("server"), answer=answer)
    with pytest.raises(errors.ClientCertificateWanted):
        log_in(server.url, ca_bundle=str(authority.certificate))


def test_the_certificate_is_not_shown_where_a_server_sends_on(authority: Authority, serve: Serve) -> None:
    """A storage elsewhere that would take a certificate gets none: it would learn who the user is."""
    shown: list[object] = []

    def look(handler: BaseHTTPRequestHandler) -> None:
        shown.append((handler.connection.getpeercert(binary_form=True), handler.headers.get("Authorization")))
        handler.send_response(200)
        handler.send_header("Content-Length", "4")
        handler.end_headers()
        handler.wfile.write(b"file")

    storage = serve(*authority.issue("storage"), wants_from=authority.certificate, politely=True, answer=look)

    def send_on(handler: BaseHTTPRequestHandler) -> None:
        if handler.path.startswith("/api/token-auth"):
            content, status = b'{"token": "t"}', 200
        else:
            content, status = b"", 302
        handler.send_response(status)
        handler.send_header("Location", storage.url + "/all.zip")
        handler.send_header("Content-Type", "application/json")
        handler.send_header("Content-Length", str(len(content)))
        handler.end_headers()
        handler.wfile.write(content)

    server = serve(*authority.issue("server"), wants_from=authority.certificate, answer=send_on)
    certificate, key = authority.issue("surveyor")
    network = NetworkOptions(
        ca_bundle=str(authority.certificate),
        client_certificate=ClientIdentity(certificate.read_text(), key.read_text()),
    )
    received: list[bytes] = []
    Session(server.url, "a", "b", network).stream("/api/x", lambda _status, _headers: received.append)
    assert b"".join(received) == b"file"
    assert shown == [({}, None)] or shown == [(None, None)]


# Cancelling


def test_cancel_while_the_server_thinks_over_tls(authority: Authority, serve: Serve) -> None:
    reached, release = threading.Event(), threading.Event()

    def stall(_handler: BaseHTTPRequestHandler) -> None:
        reached.set()
        release.wait(60)

    server = serve(*authority.issue("server"), answer=stall)
    session = Session(server.url, "admin", "secret", NetworkOptions(ca_bundle=str(authority.certificate)))
    with pytest.raises(Cancelled):
        session.log_in(cancelled=reached.is_set)
    assert not release.is_set()
    release.set()


def test_cancel_in_the_middle_of_the_handshake() -> None:
    """The server takes the connection and the greeting, and says nothing; the thread ends at once all the same."""
    reached, release = threading.Event(), threading.Event()

    def say_nothing(connection: object) -> None:
        connection.recv(1000)  # type: ignore[attr-defined]
        reached.set()
        release.wait(60)

    server = RawServer(say_nothing)
    network = NetworkOptions(connect_timeout=600.0, read_timeout=600.0)
    with pytest.raises(Cancelled):
        Session(server.url.replace("http:", "https:"), "a", "b", network).log_in(cancelled=reached.is_set)
    waited = threading.Event()
    for _ in range(200):
        if not any(thread.name == "nadir-http" for thread in threading.enumerate()):
            break
        waited.wait(0.05)
    else:
        pytest.fail("the thread hangs in the handshake")
    release.set()
    server.close()
