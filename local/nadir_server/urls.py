"""The table of contents of the API."""
from __future__ import annotations

from django.urls import include, path

from nadir_server.api.root import ApiRoot

urlpatterns = [
    path("api/", ApiRoot.as_view(), name="api-root"),
    path("api/", include("nadir_server.accounts.urls")),
    path("api/", include("nadir_server.projects.urls")),
    path("api/", include("nadir_server.nodes.urls")),
    path("api/", include("nadir_server.tasks.urls")),
    path("api/", include("nadir_server.assets.urls")),
    path("api/", include("nadir_server.rasters.urls")),
    path("api/", include("nadir_server.exports.urls")),
    path("api/", include("nadir_server.images.urls")),
    path("api/", include("nadir_server.presets.urls")),
    path("api/", include("nadir_server.imports.urls")),
    path("api/", include("nadir_server.backup.urls")),
    path("", include("nadir_server.administration.urls")),
]

handler400 = "nadir_server.api.errors.bad_request"
handler403 = "nadir_server.api.errors.forbidden"
handler404 = "nadir_server.api.errors.not_found"
handler500 = "nadir_server.api.errors.server_error"
