"""Addresses of log-in, users and groups."""
from __future__ import annotations

from django.urls import path

from nadir_server.accounts.views import Groups, TokenAuth, Users

urlpatterns = [
    path("token-auth/", TokenAuth.as_view()),
    path("users/", Users.as_view()),
    path("groups/", Groups.as_view()),
]
