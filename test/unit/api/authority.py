"""A certificate authority for tests, and https servers that show what it gave them."""

from __future__ import annotations

import hashlib
import shutil
import ssl
import subprocess
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any, Callable, Optional, Tuple

import pytest

needs_openssl = pytest.mark.skipif(shutil.which("openssl") is None, reason="needs openssl to make a certificate")
HERE = "subjectAltName=IP:127.0.0.1,DNS:localhost"


def openssl(*arguments: str) -> bytes:
    return subprocess.run(["openssl", *arguments], check=True, capture_output=True).stdout


def fingerprint(certificate: Path) -> str:
    """SHA-256 of the first certificate of a PEM file, in hex."""
    return hashlib.sha256(ssl.PEM_cert_to_DER_cert(certificate.read_text())).hexdigest()


def self_signed(folder: Path, name: str = "own", alternative: str = HERE) -> Tuple[Path, Path]:
    """(certificate, key) that vouches for itself."""
    certificate, key = folder / f"{name}.pem", folder / f"{name}-key.pem"
    openssl(
        *("req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", f"/CN={name}"),
        *("-addext", alternative, "-keyout", str(key), "-out", str(certificate)),
    )
    return certificate, key


class Authority:
    """Signs certificates; `certificate` is what to trust."""

    def __init__(self, folder: Path, name: str = "authority") -> None:
        self._folder = folder
        self._name = name
        self.certificate, self.key = self_signed(folder, name, "keyUsage=keyCertSign")

    def issue(self, name: str, alternative: str = HERE, begins: str = "", ends: str = "") -> Tuple[Path, Path]:
        """(certificate, key). Dates as YYYYMMDDHHMMSSZ; by default it is valid now."""
        request, key = self._folder / f"{name}.csr", self._folder / f"{name}-key.pem"
        certificate, details = self._folder / f"{name}.pem", self._folder / f"{name}.ext"
        details.write_text(alternative + "\n")
        openssl(
            *("req", "-newkey", "rsa:2048", "-nodes", "-subj", f"/CN={name}"),
            *("-keyout", str(key), "-out", str(request)),
        )
        database, serial = self._folder / f"{self._name}.index", self._folder / f"{self._name}.serial"
        if not database.exists():
            database.touch()
            serial.write_text("1000\n")
        settings = self._folder / f"{self._name}.cnf"
        settings.write_text(
            f"[ca]\ndefault_ca=here\n[here]\ndatabase={database}\nserial={serial}\nnew_certs_dir={self._folder}\n"
            "default_md=sha256\npolicy=any\ndefault_days=2\nunique_subject=no\n[any]\ncommonName=supplied\n"
        )
        dates = [*(("-startdate", begins) if begins else ()), *(("-enddate", ends) if ends else ())]
        openssl(
            *("ca", "-batch", "-notext", "-config", str(settings), "-cert", str(self.certificate)),
            *("-keyfile", str(self.key), "-in", str(request), "-out", str(certificate)),
            *("-extfile", str(details), *dates),
        )
        return certificate, key


class TlsServer:
    """An https server on loopback that gives out tokens. `wants_from`: the authority whose clients alone it serves, or,
    if `politely`, whose certificates it asks for and does without.
    """

    def __init__(
        self,
        certificate: Path,
        key: Path,
        wants_from: Optional[Path] = None,
        version: Optional[ssl.TLSVersion] = None,
        politely: bool = False,
        answer: Optional[Callable[[BaseHTTPRequestHandler], None]] = None,
    ) -> None:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(certificate, key)
        if version is not None:
            context.maximum_version = version
        if wants_from is not None:
            context.verify_mode = ssl.CERT_OPTIONAL if politely else ssl.CERT_REQUIRED
            context.load_verify_locations(wants_from)
        self.answered = 0
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), self._handler(context, answer))
        self._server.daemon_threads = True
        self._server.handle_error = lambda *_arguments: None  # type: ignore[method-assign] # refused clients
        threading.Thread(target=self._server.serve_forever, args=(0.02,), daemon=True).start()

    @property
    def port(self) -> int:
        return self._server.server_address[1]

    @property
    def url(self) -> str:
        return f"https://127.0.0.1:{self.port}"

    def close(self) -> None:
        self._server.shutdown()
        self._server.server_close()

    def _handler(
        self, context: ssl.SSLContext, answer: Optional[Callable[[BaseHTTPRequestHandler], None]]
    ) -> type[BaseHTTPRequestHandler]:
        server = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def setup(self) -> None:
                self.request = context.wrap_socket(self.request, server_side=True)
                super().setup()

            def do_GET(self) -> None:
                self.rfile.read(int(self.headers.get("Content-Length", 0)))
                server.answered += 1
                if answer is not None:
                    answer(self)
                    return
                content = b'{"token": "t"}'
                self.send_response(200)
                self.send_header("Content-Type", "application/json")
                self.send_header("Content-Length", str(len(content)))
                self.end_headers()
                self.wfile.write(content)

            do_POST = do_GET  # noqa: N815 - http.server's name

            def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 - http.server's name
                """Nothing to say."""

        return Handler
