"""pyodm's node with limits: an answer that never ends or trickles in fills no memory and holds no thread for ever."""
from __future__ import annotations

import json
import time
from typing import Any

import pyodm
import requests
from pyodm.exceptions import NodeConnectionError, NodeResponseError, NodeServerError, OdmError

MB = 1024 * 1024
LARGEST_ANSWER = 64 * MB  # JSON; a console of a million lines fits
LONGEST_SECONDS = 120.0  # to receive it
PIECE = 256 * 1024
REFUSALS = (200, 206, 403)  # codes of answers with words


class LimitedNode(pyodm.Node):
    """Reads every answer itself, piece by piece. `get(..., stream=True)` hands the open answer on, as pyodm does."""

    def url(self, url: str, query: dict[str, Any] | None = None) -> str:
        """pyodm's own writes the token into a shared default argument, from where other nodes send it."""
        return str(super().url(url, dict(query or {})))

    def get(self, url: str, query: dict[str, Any] | None = None, **kwargs: Any) -> Any:
        """JSON, or the answer itself; raises OdmError."""
        is_stream = bool(kwargs.pop("stream", False))
        return self._answer("GET", self.url(url, query), is_stream, **kwargs)

    def post(self, url: str, data: Any = None, headers: dict[str, str] | None = None) -> Any:
        """JSON, or the answer itself; raises OdmError."""
        return self._answer("POST", self.url(url), False, data=data, headers=headers or {})

    def _answer(self, method: str, address: str, is_stream: bool, **kwargs: Any) -> Any:
        try:
            answer = requests.request(method, address, stream=True, timeout=self.timeout, **kwargs)
            return self._checked(answer, is_stream)
        except (requests.exceptions.Timeout, requests.exceptions.ConnectionError) as error:
            raise NodeConnectionError(str(error)) from error
        except requests.exceptions.RequestException as error:  # broken off, decoded wrongly, redirected for ever
            raise NodeConnectionError(f"{type(error).__name__}: {error}") from error

    def _checked(self, answer: requests.Response, is_stream: bool) -> Any:
        if answer.status_code == 401:
            answer.close()
            raise NodeResponseError("Unauthorized. Do you need to set a token?")
        is_json = "application/json" in answer.headers.get("Content-Type", "")
        if answer.status_code not in REFUSALS:
            raise NodeServerError(f"Unexpected status code: {answer.status_code}{_reason(answer, is_json)}")
        if is_stream and not is_json:
            return answer
        body = _read(answer)
        if not is_json:
            raise NodeServerError("It answered with something that is not JSON")
        return _json(body)


def _read(answer: requests.Response) -> bytes:
    """The whole body, within limits."""
    deadline, body = time.monotonic() + LONGEST_SECONDS, bytearray()
    with answer:
        for piece in answer.iter_content(PIECE):
            body += piece
            if len(body) > LARGEST_ANSWER:
                raise NodeServerError(f"Its answer is larger than {LARGEST_ANSWER // MB} MB")
            if time.monotonic() > deadline:
                raise NodeConnectionError(f"Its answer took longer than {LONGEST_SECONDS:.0f} seconds")
    return bytes(body)


def _reason(answer: requests.Response, is_json: bool) -> str:
    """What the answer to a failure says in words, '' where that is a page."""
    if not is_json:
        answer.close()
        return ""
    try:
        _json(_read(answer))
    except OdmError as error:
        return f" ({error})"
    return ""


def _json(body: bytes) -> Any:
    try:
        result = json.loads(body)
    except (ValueError, RecursionError) as error:
        raise NodeServerError(f"It answered with nonsense: {type(error).__name__}") from error
    if isinstance(result, dict) and "error" in result:
        raise NodeResponseError(str(result["error"]))
    return result
