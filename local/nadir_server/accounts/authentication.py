"""Who is asking: a token in the header (`JWT ...`) or in the address (`?jwt=`), or user name and password (Basic).

Failures answer 403 with the documented words, never 401: `authenticate_header` is empty everywhere.
"""
from __future__ import annotations

from typing import Any

from rest_framework.authentication import BaseAuthentication, BasicAuthentication
from rest_framework.exceptions import AuthenticationFailed
from rest_framework.request import Request
from rest_framework_simplejwt.authentication import JWTAuthentication
from rest_framework_simplejwt.exceptions import AuthenticationFailed as UserRefused
from rest_framework_simplejwt.exceptions import ExpiredTokenError, TokenError
from rest_framework_simplejwt.tokens import AccessToken


def user_of(text: str) -> tuple[Any, AccessToken]:
    """The user that a token names, and the token."""
    try:
        token = AccessToken(text)
    except ExpiredTokenError as error:
        raise AuthenticationFailed("Signature has expired.") from error
    except TokenError as error:
        raise AuthenticationFailed("Error decoding signature.") from error
    try:
        return JWTAuthentication().get_user(token), token
    except (UserRefused, TokenError) as error:
        raise AuthenticationFailed("Invalid signature.") from error


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
