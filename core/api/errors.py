# ruff: noqa: N818 - errors are named by what happened
"""What can go wrong between this program and a server, one class for each thing that a caller may treat differently."""

from __future__ import annotations

from typing import Mapping, Optional, Sequence

from ..errors import NadirError


class ApiError(NadirError):
    """Any failure of a call to the server."""


class InvalidAddress(ApiError):
    """What was entered is not the address of a web server."""


class Unreachable(ApiError):
    """No connection: name unknown, connection refused, no route. The request has certainly not been carried out."""


class ConnectionLost(ApiError):
    """The connection broke after it was made. The request may or may not have been carried out."""


class TimedOut(ApiError):
    """No answer in time. The request may or may not have been carried out."""


class CertificateRefused(ApiError):
    """The server's TLS certificate is not trusted, or a certificate of our own side cannot be used."""


class ClientCertificateWanted(CertificateRefused):
    """The server wants to see a certificate of the user's, and got none or one that it does not take."""


class ProxyRefused(ApiError):
    """The proxy cannot be reached, cannot be used, or does not let this through."""


class ProxyAuthenticationWanted(ProxyRefused):
    """The proxy wants a user name and password, or others than it got."""


class NotThisKindOfServer(ApiError):
    """Something answers, but it does not speak this API at this address."""


class NoEncryption(NotThisKindOfServer):
    """What answers there speaks no TLS: the server may be there by http."""


class CaptivePortal(NotThisKindOfServer):
    """The network (a hotspot) answers in place of the server until the user has logged in to it in a browser."""


class WrongPassword(ApiError):
    """The server knows no such pair of user name and password."""


class SessionExpired(ApiError):
    """The session ended and could not be renewed with the credentials at hand."""


class PermissionRefused(ApiError):
    """The account may not do this."""


class CsrfRefused(PermissionRefused):
    """The server takes the request for a forged one: a cookie or header that it wants did not arrive."""


class NotFound(ApiError):
    """Not there, or hidden from this account: the server does not say which."""


class PageNotFound(NotFound):
    """Something says that there is nothing at this address, but not in the API's words: the server itself of an address
    that it does not know, or a proxy before a server that is away for a moment.
    """


class InvalidRequest(ApiError):
    """The server refuses what was sent. `fields` maps a field's name ('' for the whole) to the server's messages."""

    def __init__(
        self, summary: str, remedy: str = "", detail: str = "", fields: Optional[Mapping[str, Sequence[str]]] = None
    ) -> None:
        super().__init__(summary, remedy, detail)
        self.fields: dict[str, list[str]] = {name: list(messages) for name, messages in (fields or {}).items()}


class BodyTooLarge(InvalidRequest):
    """The server, or a proxy before it, takes no request of this size; smaller ones it may take."""


class ServerFailed(ApiError):
    """The server, or one before it, failed with this HTTP status (5xx, or 429: too many requests)."""

    def __init__(
        self, summary: str, remedy: str = "", detail: str = "", status: int = 500, retry_after: Optional[float] = None
    ) -> None:
        super().__init__(summary, remedy, detail)
        self.status = status
        self.retry_after = retry_after
        """Seconds that the server asks to wait, where it says so."""


class WorkFailed(ApiError):
    """Work that the server did in the background ended with an error."""


class NeverReady(ApiError):
    """Work that the server does in the background did not end in time."""


class MaintenancePage(ServerFailed):
    """A web page in place of data, from a server that is down for a while or from a proxy before it."""


class AnswerTooLarge(ApiError):
    """The answer is larger than anything that was asked for can be."""


class UnexpectedAnswer(ApiError):
    """The answer is not of the documented shape."""


class FileUnreadable(ApiError):
    """A local file that is to be sent cannot be read."""


class FileChanged(ApiError):
    """A local file changed while it was being sent."""


class FileUnwritable(ApiError):
    """A local file cannot be written: disk full, no permission."""


TRANSIENT = (Unreachable, ConnectionLost, TimedOut, ServerFailed)
"""Failures that may be gone when the call is made again."""
