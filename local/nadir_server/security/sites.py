"""Web pages of other sites are refused: a browser sends what they ask for, though it shows them no answer.

There are no CORS headers, so that no page can read an answer; this keeps one from acting blindly, and from failing log-ins
until the user is slowed down. Programs send no `Origin`.
"""
from __future__ import annotations

from collections.abc import Callable
from urllib.parse import urlsplit

from django.http import HttpRequest, HttpResponseBase, JsonResponse

Handler = Callable[[HttpRequest], HttpResponseBase]


def refuse_other_sites(get_response: Handler) -> Handler:
    """Middleware: 403 where the request was made by a page of another origin."""

    def answer(request: HttpRequest) -> HttpResponseBase:
        origin = request.headers.get("Origin")
        if origin is not None and _host_of(origin) != request.get_host().lower():
            return JsonResponse({"detail": "Requests made by web pages of other sites are refused."}, status=403)
        return get_response(request)

    return answer


def _host_of(origin: str) -> str:
    """Host and port of an origin, '' where it has none ("null")."""
    try:
        return urlsplit(origin).netloc.lower()
    except ValueError:
        return ""
