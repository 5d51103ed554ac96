"""Public tasks at the address that is shared."""
from __future__ import annotations

from uuid import UUID

from rest_framework.permissions import AllowAny
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from nadir_server.tasks.access import find_public_task
from nadir_server.tasks.serializers import TaskSerializer


class PublicTask(APIView):
    """GET public/task/{id}/json/: the task, for everybody."""

    permission_classes = (AllowAny,)

    def get(self, request: Request, task_id: UUID) -> Response:
        return Response(TaskSerializer(find_public_task(task_id), context={"request": request}).data)
