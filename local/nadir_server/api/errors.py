"""Errors as the API words them: always JSON, never an HTML page."""
from __future__ import annotations

import errno
import logging
from typing import Any

from django.core.exceptions import ObjectDoesNotExist, PermissionDenied, RequestDataTooBig, TooManyFilesSent
from django.db import DatabaseError, IntegrityError, OperationalError
from django.http import Http404, HttpRequest, JsonResponse
from rest_framework import status
from rest_framework.exceptions import NotFound
from rest_framework.response import Response
from rest_framework.views import exception_handler

logger = logging.getLogger(__name__)


def answer_exception(error: Exception, context: dict[str, Any]) -> Response | None:
    """The answer to an exception in a view: the documented words, which say nothing about what is hidden."""
    if isinstance(error, Http404) or is_gone(error):
        error = NotFound()
    if is_disk_full(error):
        logger.error("The disk of the data folder is full.")
        return Response(
            {"detail": "The server's disk is full. Free some space and try again."},
            status=status.HTTP_507_INSUFFICIENT_STORAGE,
        )
    if isinstance(error, OperationalError) and "locked" in str(error):
        logger.error("The database was in use for too long.")
        return Response({"detail": "The server is busy. Try again."}, status=503, headers={"Retry-After": "5"})
    if isinstance(error, (RequestDataTooBig, TooManyFilesSent)):
        return Response({"detail": str(error)}, status=status.HTTP_413_REQUEST_ENTITY_TOO_LARGE)
    if isinstance(error, PermissionDenied):
        return Response({"detail": "You do not have permission to perform this action."}, status=403)
    return exception_handler(error, context)


def is_gone(error: Exception) -> bool:
    """Whether somebody else removed the task or project, or its files, while the request was at work on it."""
    # "Exists" is what mkdir says of a folder that is there at its first look and gone at its second.
    if isinstance(error, (FileNotFoundError, FileExistsError)):
        logger.warning("A file was gone when it was wanted", exc_info=error)
        return True
    if isinstance(error, IntegrityError):
        return "FOREIGN KEY" in str(error)
    not_saved = isinstance(error, DatabaseError) and "did not affect any rows" in str(error)
    return not_saved or isinstance(error, ObjectDoesNotExist)


def is_disk_full(error: Exception) -> bool:
    """Whether a file or the database could not be written for want of room."""
    if isinstance(error, OperationalError):
        return "disk is full" in str(error)
    return isinstance(error, OSError) and error.errno in (errno.ENOSPC, errno.EDQUOT)


def _detail(text: str, code: int) -> JsonResponse:
    return JsonResponse({"detail": text}, status=code)


def bad_request(request: HttpRequest, exception: Exception) -> JsonResponse:
    return _detail("Bad request.", 400)


def forbidden(request: HttpRequest, exception: Exception) -> JsonResponse:
    return _detail("You do not have permission to perform this action.", 403)


def not_found(request: HttpRequest, exception: Exception) -> JsonResponse:
    return _detail("Not found.", 404)


def server_error(request: HttpRequest) -> JsonResponse:
    return _detail("The server failed. Its log says why.", 500)
