"""The address of backups."""
from __future__ import annotations

from django.urls import path

from nadir_server.backup.views import Backup
from nadir_server.tasks.urls import TASK

urlpatterns = [path(TASK + "backup", Backup.as_view())]
