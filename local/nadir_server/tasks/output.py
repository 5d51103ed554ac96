"""Console output in the documented forms: JSON string, JSON object or plain text, from a line on, at most so many."""
from __future__ import annotations

from django.http import HttpResponse
from rest_framework.exceptions import ValidationError
from rest_framework.request import Request
from rest_framework.response import Response

from nadir_server.tasks.console import Console


def answer(request: Request, console: Console) -> Response | HttpResponse:
    """The lines that `line`, `limit` (negative: the last so many) and `f` (text, json, raw) ask for."""
    form = request.query_params.get("f", "text")
    if form not in ("text", "json", "raw"):
        raise ValidationError("Invalid parameter")
    lines = console.lines()
    chosen = select(lines, _number(request, "line"), _number(request, "limit"))
    if form == "json":
        return Response({"lines": chosen, "count": len(lines)})
    text = "\n".join(chosen)
    return Response(text) if form == "text" else HttpResponse(text, content_type="text/plain; charset=utf-8")


def select(lines: list[str], first: int, limit: int) -> list[str]:
    """Lines from `first` on; `limit` 0: all, positive: the first so many, negative: the last so many."""
    chosen = lines[max(first, 0) :]
    if limit < 0:
        return chosen[limit:]
    return chosen[:limit] if limit else chosen


def _number(request: Request, name: str) -> int:
    try:
        return int(request.query_params.get(name) or 0)
    except ValueError as error:
        raise ValidationError("Invalid parameter") from error
