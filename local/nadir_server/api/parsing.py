"""JSON bodies."""
from __future__ import annotations

from typing import Any

from rest_framework.exceptions import ParseError
from rest_framework.parsers import JSONParser

from nadir_server.api.values import check_storable


class StorableJsonParser(JSONParser):
    """JSON of which everything can be kept and written again."""

    def parse(self, *args: Any, **kwargs: Any) -> Any:
        try:
            body = super().parse(*args, **kwargs)
            check_storable(body)
        except RecursionError as error:
            raise ParseError("JSON parse error - it is nested too deeply") from error
        except ValueError as error:
            raise ParseError(f"JSON parse error - {error}") from error
        return body
