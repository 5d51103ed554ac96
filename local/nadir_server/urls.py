"""The table of contents of the API."""
from __future__ import annotations

from django.urls import include, path

from nadir_server.api.root import ApiRoot
from nadir_server.tasks.public import PublicTask

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
    path("public/task/<uuid:task_id>/json/", PublicTask.as_view()),
    path("", include("nadir_server.schema.urls")),
]

handler400 = "nadir_server.api.errors.bad_request"
handler403 = "nadir_server.api.errors.forbidden"
handler404 = "nadir_server.api.errors.not_found"
handler500 = "nadir_server.api.errors.server_error"
