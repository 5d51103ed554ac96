"""Addresses of projects."""
from __future__ import annotations

from rest_framework.routers import SimpleRouter

from nadir_server.projects.views import ProjectViewSet

router = SimpleRouter()
router.register("projects", ProjectViewSet, basename="project")
urlpatterns = router.urls
