"""The page at /admin/."""
from __future__ import annotations

from typing import Any

from django.contrib.admin import AdminSite
from django.contrib.admin.forms import AdminAuthenticationForm
from django.core.exceptions import ValidationError
from rest_framework.exceptions import Throttled


class LoginForm(AdminAuthenticationForm):
    """The log-in, which says so where too many failed."""

    def clean(self) -> Any:
        try:
            return super().clean()
        except Throttled as error:
            raise ValidationError(str(error.detail)) from error


class Site(AdminSite):
    """Django's administration under this server's name."""

    site_header = "Nadir server"
    site_title = "Nadir server"
    index_title = "Administration"
    site_url = None
    login_form = LoginForm
