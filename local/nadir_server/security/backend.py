"""Django's accounts, with guessers of passwords slowed down."""
from __future__ import annotations

from math import ceil
from typing import Any

from django.contrib.auth.backends import ModelBackend
from rest_framework.exceptions import Throttled

from nadir_server.security.guesses import guesses


class SlowedModelBackend(ModelBackend):
    """User name and password of Django's accounts, for token and Basic log-ins alike; raises Throttled."""

    def authenticate(self, request: Any, username: str | None = None, password: str | None = None, **kwargs: Any) -> Any:
        if request is None or username is None or password is None:
            return super().authenticate(request, username=username, password=password, **kwargs)
        account, address = username[:150].casefold(), request.META.get("REMOTE_ADDR", "")
        wait = guesses.seconds_to_wait(account, address)
        if wait > 0:
            raise Throttled(wait=ceil(wait), detail="Too many log-ins failed.")
        user = super().authenticate(request, username=username, password=password, **kwargs)
        if user is None:
            guesses.failed(account, address)
        else:
            guesses.succeeded(account, address)
        return user
