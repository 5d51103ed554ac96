"""Who is asking: a token in the header (`JWT ...`) or in the address (`?jwt=`), or user name and password (Basic).

Failures answer 403 with the documented words, never 401: `authenticate_header` is empty everywhere.
"""
from __future__ import annotations

import hashlib
import time
from typing import Any

from django.contrib.auth import get_user_model
from django.db import connection
from rest_framework.authentication import BaseAuthentication, BasicAuthentication
from rest_framework.exceptions import AuthenticationFailed
from rest_framework.request import Request
from rest_framework_simplejwt.exceptions import ExpiredTokenError, TokenError
from rest_framework_simplejwt.tokens import AccessToken

MOST_TOKENS = 1000  # that are remembered
# In the order of the model, which `from_db` goes by, and of the query; what is not read here is read when it is asked.
_FIELDS = ("id", "password", "is_superuser", "username", "first_name", "last_name", "email", "is_staff", "is_active")
_USER = (
    "SELECT id, password, is_superuser, username, first_name, last_name, email, is_staff, is_active"
    " FROM auth_user WHERE id = %s"
)


def user_of(text: str) -> tuple[Any, AccessToken]:
    """The user that a token names, and the token. A user who was removed or closed meanwhile is refused."""
    try:
        token = verified_tokens.token_of(text)
    except ExpiredTokenError as error:
        raise AuthenticationFailed("Signature has expired.") from error
    except TokenError as error:
        raise AuthenticationFailed("Error decoding signature.") from error
    user = _read_user(token.get("user_id"))
    if user is None or not user.is_active:
        raise AuthenticationFailed("Invalid signature.")
    return user, token


class VerifiedTokens:
    """Tokens whose signature was found right, by their digest: a client sends the same one with each of its requests."""

    def __init__(self) -> None:
        self._tokens: dict[bytes, AccessToken] = {}

    def token_of(self, text: str) -> AccessToken:
        """The token; raises TokenError, ExpiredTokenError among them. Whether it has expired is looked at each time."""
        key = hashlib.sha256(text.encode("utf-8", "replace")).digest()
        known = self._tokens.get(key)
        if known is not None and known["exp"] > time.time():
            return known
        token = AccessToken(text)
        if len(self._tokens) >= MOST_TOKENS:
            self._tokens.clear()
        self._tokens[key] = token
        return token


verified_tokens = VerifiedTokens()


def _read_user(key: Any) -> Any:
    """The user, None where there is none. In SQL, as each request asks: Django takes ten times as long for the query."""
    with connection.cursor() as cursor:
        cursor.execute(_USER, [key])
        row = cursor.fetchone()
    if row is None:
        return None
    values = [bool(value) if name.startswith("is_") else value for name, value in zip(_FIELDS, row, strict=True)]
    return get_user_model().from_db(connection.alias, _FIELDS, values)


class TokenInHeader(BaseAuthentication):
    """`Authorization: JWT <token>`."""

    def authenticate(self, request: Request) -> tuple[Any, AccessToken] | None:
        scheme, _, token = request.META.get("HTTP_AUTHORIZATION", "").partition(" ")
        return user_of(token.strip()) if scheme.lower() == "jwt" else None


class TokenInQuery(BaseAuthentication):
    """`?jwt=<token>`, for clients that cannot set a header."""

    def authenticate(self, request: Request) -> tuple[Any, AccessToken] | None:
        token = request.query_params.get("jwt")
        return user_of(token) if token is not None else None


class UserNameAndPassword(BasicAuthentication):
    """HTTP Basic."""

    def authenticate_header(self, request: Request) -> None:
        return None
