"""Lists are whole; they come in pages only where the client asks for a page."""
from __future__ import annotations

from typing import Any

from rest_framework.pagination import PageNumberPagination
from rest_framework.request import Request


class OnlyWhenAsked(PageNumberPagination):
    """`?page=N`: ten at a time, with count, next and previous. Without it: a bare list of all."""

    page_size = 10

    def paginate_queryset(self, queryset: Any, request: Request, view: Any = None) -> list[Any] | None:
        if self.page_query_param not in request.query_params:
            return None
        return super().paginate_queryset(queryset, request, view)
