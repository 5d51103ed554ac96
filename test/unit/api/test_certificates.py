"""Servers with certificates of their own."""

from __future__ import annotations

import shutil
import ssl
import subprocess
import threading
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import Iterator, Tuple

import pytest
from nadir.core.api import errors
from nadir.core.api.network import NetworkOptions
from nadir.core.api.session import Session
from nadir.core.errors import Cancelled

pytestmark = pytest.mark.skipif(shutil.which("openssl") is None, reason="needs openssl to make a certificate")
ANSWER = b'{"token": "t"}'


class _Handler(BaseHTTPRequestHandler):
    stall = threading.Event()
    reached = threading.Event()
    release = threading.Event()

    def do_POST(self) -> None:
        self.rfile.read(int(self.headers["Content-Length"]))
        if self.stall.is_set():
            self.reached.set()
            self.release.wait(60)
            return
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(ANSWER)))
        self.end_headers()
        self.wfile.write(ANSWER)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - http.server's name
        """Nothing to say."""


@pytest.fixture
def tls_server(tmp_path: Path) -> Iterator[Tuple[str, Path]]:
    """An https server on loopback, and the certificate that it signed itself."""
    certificate, key = tmp_path / "certificate.pem", tmp_path / "key.pem"
    command = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=Nadir test"]
    command += ["-addext", "subjectAltName=IP:127.0.0.1", "-keyout", str(key), "-out", str(certificate)]
    subprocess.run(command, check=True, capture_output=True)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, key)
    server = HTTPServer(("127.0.0.1", 0), _Handler)
    server.socket = context.wrap_socket(server.socket, server_side=True)
    threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
    yield f"https://127.0.0.1:{server.server_address[1]}", certificate
    _Handler.release.set()
    server.shutdown()
    server.server_close()
    for event in (_Handler.stall, _Handler.reached, _Handler.release):
        event.clear()


def test_a_certificate_that_nobody_vouches_for_is_refused(tls_server: Tuple[str, Path]) -> None:
    with pytest.raises(errors.CertificateRefused, match="not trusted"):
        Session(tls_server[0], "admin", "secret").log_in()


def test_a_certificate_that_the_user_trusts_is_accepted(tls_server: Tuple[str, Path]) -> None:
    url, certificate = tls_server
    session = Session(url, "admin", "secret", NetworkOptions(ca_bundle=str(certificate)))
    session.log_in()
    assert session.authorization() == "JWT t"


def test_a_certificate_for_another_name_is_refused(tls_server: Tuple[str, Path]) -> None:
    url, certificate = tls_server
    with pytest.raises(errors.CertificateRefused):
        other_name = url.replace("127.0.0.1", "localhost")
        Session(other_name, "admin", "secret", NetworkOptions(ca_bundle=str(certificate))).log_in()


def test_a_missing_file_of_certificates_is_named(tls_server: Tuple[str, Path], tmp_path: Path) -> None:
    missing = tmp_path / "nowhere.pem"
    with pytest.raises(errors.CertificateRefused, match=r"nowhere\.pem"):
        Session(tls_server[0], "admin", "secret", NetworkOptions(ca_bundle=str(missing))).log_in()


def test_cancel_over_tls(tls_server: Tuple[str, Path]) -> None:
    url, certificate = tls_server
    session = Session(url, "admin", "secret", NetworkOptions(ca_bundle=str(certificate)))
    _Handler.stall.set()
    with pytest.raises(Cancelled):
        session.log_in(cancelled=_Handler.reached.is_set)
    assert not _Handler.release.is_set()
