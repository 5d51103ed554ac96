"""Addresses of presets."""
from __future__ import annotations

from rest_framework.routers import SimpleRouter

from nadir_server.presets.views import PresetViewSet

router = SimpleRouter()
router.register("presets", PresetViewSet, basename="preset")
urlpatterns = router.urls
