"""GET /api/: where the resources are."""
from __future__ import annotations

from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

NAMES = ("projects", "processingnodes", "presets")


class ApiRoot(APIView):
    """Addresses of the main lists."""

    def get(self, request: Request) -> Response:
        return Response(
            {name: request.build_absolute_uri(f"/api/{name}/") for name in NAMES}
        )
