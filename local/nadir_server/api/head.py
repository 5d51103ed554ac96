"""Answers to HEAD: the headers of GET and nothing after them."""
from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse, HttpResponseBase

Handler = Callable[[HttpRequest], HttpResponseBase]


def no_body_for_head(get_response: Handler) -> Handler:
    """Middleware, outermost: the WSGI server sends whatever it is given, also where the client expects no body."""

    def answer(request: HttpRequest) -> HttpResponseBase:
        response = get_response(request)
        if request.method != "HEAD":
            return response
        bare = HttpResponse(status=response.status_code, headers=dict(response.headers))
        response.close()
        return bare

    return answer
