"""A SurveyServer whose tokens are real JSON web tokens that live a few seconds, refused in a real server's words."""

from __future__ import annotations

import base64
import json
import threading
import time
from pathlib import Path
from typing import Any, Dict, List, Tuple

from nadir.test.qgis.survey_server import TASK_ID, USER, Answer, SurveyServer, as_json

NO_LOG_IN = "Authentication credentials were not provided."


class ExpiringServer(SurveyServer):
    """life: seconds that a token lives. `refused` holds path and status of each refusal."""

    def __init__(self, folder: Path, life: float = 3.0) -> None:
        self.life = life
        self.log_ins: List[float] = []
        self.log_in_status = 0  # what the log-in answers in place of a token
        self.key = "first key"
        self.refused: List[Tuple[str, int]] = []
        self._one_at_a_time = threading.Lock()
        super().__init__(folder)

    def answer(self, method: str, path: str, query: Dict[str, List[str]], headers: Any, body: bytes) -> Answer:
        time.sleep(self.delay)
        if self.broken:
            return 503, b"<html>busy</html>", "text/html"
        if path == "/api/token-auth/":
            return self._log_in(json.loads(body))
        given = next(((status, "Not found.") for part, status in self.refuse.items() if part in path), None)
        refusal = self._refusal(headers.get("Authorization"), path) or given
        if refusal is not None:
            self.refused.append((path, refusal[0]))
            return as_json({"detail": refusal[1]}, refusal[0])
        with self._one_at_a_time:  # tiles are painted into files of one name
            return self._resource(method, path.removeprefix("/api/"), query, headers, body)

    def _log_in(self, given: Dict[str, str]) -> Answer:
        self.log_ins.append(time.time())
        if self.log_in_status:
            return as_json({"detail": "no"}, self.log_in_status)
        if given != {"username": USER, "password": self.password}:
            return as_json({"non_field_errors": ["Unable to login with provided credentials."]}, 400)
        return as_json({"token": self._new_token(len(self.log_ins))})

    def _refusal(self, authorization: Any, path: str) -> Any:
        """Status and words with which a token is refused; None for a good one."""
        if not authorization:
            return (404, "Not found.") if TASK_ID in path else (403, NO_LOG_IN)
        try:
            claims = json.loads(base64.urlsafe_b64decode(authorization.split(".")[1] + "=="))
        except (ValueError, IndexError):
            return 403, "Error decoding signature."
        if claims["key"] != self.key:
            return 403, "Error decoding signature."
        return (403, "Signature has expired.") if claims["exp"] <= time.time() else None

    def _new_token(self, number: int) -> str:
        claims = {"exp": time.time() + self.life, "number": number, "key": self.key}
        parts = ({"alg": "HS256"}, claims)
        return ".".join([*(base64.urlsafe_b64encode(json.dumps(part).encode()).decode().rstrip("=") for part in parts), "s"])
