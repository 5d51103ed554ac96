"""Addresses of the administration page and of the files that it is made of."""
from __future__ import annotations

from django.contrib import admin
from django.contrib.staticfiles.views import serve
from django.http import HttpRequest, HttpResponseBase
from django.urls import path
from django.views.decorators.http import require_safe


@require_safe
def static_file(request: HttpRequest, path: str) -> HttpResponseBase:
    """A style sheet, script or picture of an installed app. Its `insecure` means slow: this server has few pages."""
    return serve(request, path, insecure=True)


urlpatterns = [path("admin/", admin.site.urls), path("static/<path:path>", static_file)]
