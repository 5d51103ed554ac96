"""Address of the description."""
from __future__ import annotations

from django.urls import path
from drf_spectacular.views import SpectacularJSONAPIView
from rest_framework.permissions import AllowAny

from nadir_server.schema import resources  # noqa: F401  # registers what the views do not say of themselves

urlpatterns = [
    path("swagger.json", SpectacularJSONAPIView.as_view(permission_classes=(AllowAny,), authentication_classes=())),
]
