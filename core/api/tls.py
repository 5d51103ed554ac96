"""What a server's certificate is held against, and the certificate that is shown to it."""

from __future__ import annotations

import os
import ssl
import tempfile
from pathlib import Path
from typing import Tuple, Union

from requests.utils import DEFAULT_CA_BUNDLE_PATH

from .errors import CertificateRefused
from .network import ClientIdentity, NetworkOptions

_REMEDY = "Check QGIS: Settings, Options, Authentication."


def context_for(network: NetworkOptions, *, verify: bool = True) -> ssl.SSLContext:
    """A TLS context by these options. `verify=False` only together with a fingerprint that is checked instead.

    Names are left to urllib3, which checks them on each connection. Raises `CertificateRefused` that names the file
    that is missing or cannot be read.
    """
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    context.check_hostname = False
    context.verify_mode = ssl.CERT_REQUIRED if verify else ssl.CERT_NONE
    if verify:
        _load_authorities(context, network.ca_bundle or DEFAULT_CA_BUNDLE_PATH)
    if isinstance(network.client_certificate, ClientIdentity):
        _load_identity(context, network.client_certificate)
    elif network.client_certificate:
        _load_files(context, network.client_certificate)
    return context


def _load_authorities(context: ssl.SSLContext, path: str) -> None:
    _be_there(path)
    try:
        context.load_verify_locations(cafile=path)
    except (OSError, ssl.SSLError) as error:
        raise CertificateRefused(
            f"The file of trusted authorities cannot be read: {path}", _REMEDY, f"{type(error).__name__}: {error}"
        ) from error


def _load_files(context: ssl.SSLContext, paths: Union[str, Tuple[str, str]]) -> None:
    certificate, key = (paths, None) if isinstance(paths, str) else paths
    for path in (certificate, key or certificate):
        _be_there(path)
    try:
        context.load_cert_chain(certificate, key, password=_no_password)
    except (OSError, ssl.SSLError, ValueError) as error:
        raise CertificateRefused(
            f"Your certificate cannot be used: {certificate}",
            "Certificate and key must belong together, the key must not need a password.",
            f"{type(error).__name__}: {error}",
        ) from error


def _load_identity(context: ssl.SSLContext, identity: ClientIdentity) -> None:
    """Python reads certificates from files only: this one is for nobody else to read, and gone at once."""
    handle, name = tempfile.mkstemp(prefix="nadir-", suffix=".pem")
    try:
        with os.fdopen(handle, "w", encoding="ascii") as stream:
            stream.write(f"{identity.certificate.strip()}\n{identity.key.strip()}\n")
        context.load_cert_chain(name, password=identity.password or _no_password)
    except (OSError, ssl.SSLError, ValueError) as error:  # ValueError: not ASCII, so no PEM
        raise CertificateRefused(
            "Your certificate cannot be used.", _REMEDY, f"{type(error).__name__}: {getattr(error, 'reason', '')}"
        ) from error
    finally:
        Path(name).unlink()


def _no_password() -> str:
    """Without this OpenSSL would ask on the terminal, and wait there."""
    raise ValueError("the key needs a password")


def _be_there(path: str) -> None:
    if not Path(path).is_file():
        raise CertificateRefused(f"A file of certificates is missing: {path}", _REMEDY, path)
