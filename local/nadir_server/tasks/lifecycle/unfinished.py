"""Which tasks are on their way."""
from __future__ import annotations

from django.db.models import Q

from nadir_server.tasks.models import TaskStatus

UNFINISHED = Q(status=None, partial=False) | Q(status__in=(TaskStatus.QUEUED, TaskStatus.RUNNING))
