"""Addresses of processing nodes."""
from __future__ import annotations

from rest_framework.routers import SimpleRouter

from nadir_server.nodes.views import ProcessingNodeViewSet

router = SimpleRouter()
router.register("processingnodes", ProcessingNodeViewSet, basename="processingnode")
urlpatterns = router.urls
