"""POST export starts it, workers/check tells how far it is, workers/get gives the file."""
from __future__ import annotations

from uuid import UUID

from django.http import HttpResponseBase
from rest_framework.exceptions import NotAuthenticated, NotFound, ValidationError
from rest_framework.permissions import AllowAny
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from nadir_server.assets.serve import file_name, serve_file
from nadir_server.exports.models import Export
from nadir_server.exports.wanted import CLOUD, Wanted, cloud_of
from nadir_server.rasters.models import Raster
from nadir_server.tasks.access import find_task
from nadir_server.tasks.models import Task
from nadir_server.worker.wake import wake

MOST_UNFINISHED = 50  # of one user


class StartExport(APIView):
    """POST {orthophoto|dsm|dtm|georeferenced_model}/export."""

    permission_classes = (AllowAny,)

    def post(self, request: Request, project_id: str, task_id: str, product: str) -> Response:
        task = find_task(request, project_id, task_id)
        if not request.user.is_authenticated:
            raise NotAuthenticated  # a public task may be looked at, not worked with
        wanted = Wanted.from_request(request.data, product == CLOUD)
        asset, is_there = self._look(task, product, wanted)
        formula = f"-{wanted.formula}" if wanted.formula else ""
        filename = file_name(f"{task.name or 'task'}-{product}{formula}{wanted.ending()}")
        if is_there:
            base = f"/api/projects/{task.project_id}/tasks/{task.pk}/download/"
            return Response({"url": base + asset, "filename": filename})
        mine = Export.objects.filter(owner=request.user, state__in=(Export.State.WAITING, Export.State.RUNNING))
        if mine.count() >= MOST_UNFINISHED:
            raise ValidationError("Too many exports are waiting. Wait for them to finish.")
        export = Export.objects.create(
            task=task, owner=request.user, product=product, wanted=vars(wanted), filename=filename
        )
        wake()
        return Response({"celery_task_id": str(export.pk), "filename": filename})

    def _look(self, task: Task, product: str, wanted: Wanted) -> tuple[str, bool]:
        """The name of the asset, and whether it is what is asked for, with nothing to be made."""
        if product == CLOUD:
            if cloud_of(task) is None:
                raise NotFound
            return f"{CLOUD}.laz", wanted.is_cloud_as_it_is(task)
        raster = Raster.objects.filter(task=task, kind=product).first()
        if raster is None:
            raise NotFound
        raster.task = task
        wanted.raster_export(raster)  # refuses what cannot be done while somebody listens
        return f"{product}.tif", wanted.is_raster_as_it_is(raster)


class CheckExport(APIView):
    """GET workers/check/{id}."""

    def get(self, request: Request, export_id: UUID) -> Response:
        export = find_export(request, export_id)
        if export.state == Export.State.FAILED:
            return Response({"ready": True, "error": export.error})
        return Response({"ready": export.state == Export.State.READY})


class GetExport(APIView):
    """GET workers/get/{id}?filename=."""

    def get(self, request: Request, export_id: UUID) -> HttpResponseBase | Response:
        export = find_export(request, export_id)
        if export.state == Export.State.FAILED:
            return Response({"error": export.error})
        if export.state != Export.State.READY:
            return Response({"error": "Task not ready"})
        try:
            return serve_file(request, export.path, request.query_params.get("filename") or export.filename, inline=False)
        except FileNotFoundError as error:
            raise NotFound from error


def find_export(request: Request, export_id: UUID) -> Export:
    """The export, if it is the user's own and the task is still there for them."""
    export = Export.objects.select_related("task").filter(pk=export_id, owner=request.user).first()
    if export is None:
        raise NotFound
    find_task(request, str(export.task.project_id), str(export.task_id))
    return export
