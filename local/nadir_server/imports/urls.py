"""The address of imports."""
from __future__ import annotations

from django.urls import path

from nadir_server.imports.views import Import
from nadir_server.tasks.urls import TASKS

urlpatterns = [path(TASKS + "import", Import.as_view())]
