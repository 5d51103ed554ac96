"""Pieces of the description that many resources share."""
from __future__ import annotations

from functools import wraps
from typing import Any

from django.db.models import Model
from drf_spectacular.extensions import (
    OpenApiAuthenticationExtension,
    OpenApiSerializerFieldExtension,
    OpenApiViewExtension,
)  # fmt: skip
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, OpenApiResponse, extend_schema_view

ROUTED = ("list", "create", "retrieve", "update", "partial_update", "destroy", "get", "post", "put", "patch", "delete")
DONE = {"type": "object", "properties": {"success": {"type": "boolean"}}}
FILE = OpenApiTypes.BINARY
FILES = {"type": "array", "items": {"type": "string", "format": "binary"}}
OPTIONS = {
    "type": "array",
    "items": {"type": "object", "properties": {"name": {"type": "string"}, "value": {}}, "required": ["name", "value"]},
}


def in_path(name: str, kind: Any = OpenApiTypes.STR, **more: Any) -> OpenApiParameter:
    """A part of the address."""
    return OpenApiParameter(name, kind, OpenApiParameter.PATH, **more)


def in_query(*names: str, kind: Any = OpenApiTypes.STR) -> list[OpenApiParameter]:
    """Optional parameters."""
    return [OpenApiParameter(name, kind, OpenApiParameter.QUERY) for name in names]


PROJECT = [in_path("project_id", OpenApiTypes.INT)]
TASK = [*PROJECT, in_path("task_id", OpenApiTypes.UUID)]


def answer(shape: Any, text: str = "") -> OpenApiResponse:
    """An answer of that shape."""
    return OpenApiResponse(shape, description=text)


def describe(view: str, model: type[Model] | None = None, **methods: Any) -> None:
    """Say of the methods of a view (dotted path) what it does not say itself; `model`: what its list is of."""

    def replacement(self: Any) -> Any:
        base = self.target_class
        members = {} if model is None else {"get_queryset": lambda view: model.objects.none()}
        routed = {name for name in methods if name in ROUTED or hasattr(getattr(base, name), "mapping")}
        members.update({name: _described(base, name, methods[name]) for name in methods.keys() - routed})
        return extend_schema_view(**{name: methods[name] for name in routed})(type(base.__name__, (base,), members))

    name = view.rsplit(".", 1)[-1] + "Description"
    type(name, (OpenApiViewExtension,), {"target_class": view, "view_replacement": replacement})


def _described(base: Any, name: str, description: Any) -> Any:
    """The method with its description; `extend_schema_view` knows only those that a router would find."""
    original = getattr(base, name)

    @wraps(original)
    def method(self: Any, *args: Any, **kwargs: Any) -> Any:
        return original(self, *args, **kwargs)

    return description(method)


class OptionsDescription(OpenApiSerializerFieldExtension):
    """Options of a task or preset."""

    target_class = "nadir_server.tasks.options.OptionsField"

    def map_serializer_field(self, auto_schema: Any, direction: str) -> dict[str, Any]:
        """A list of name and value."""
        return OPTIONS


class TagsDescription(OpenApiSerializerFieldExtension):
    """Tags of a project or task."""

    target_class = "nadir_server.api.fields.TagsField"

    def map_serializer_field(self, auto_schema: Any, direction: str) -> dict[str, Any]:
        """A list of words."""
        return {"type": "array", "items": {"type": "string"}}


def plain_tiles(result: dict[str, Any], **kwargs: Any) -> dict[str, Any]:
    """Hook: the address of tiles without what may stand behind the row (`@2x`, `.png`), which no placeholder can say."""
    for address in [address for address in result["paths"] if "/tiles/{z}/" in address]:
        operations = result["paths"].pop(address)
        for operation in operations.values():
            operation["parameters"] = [p for p in operation["parameters"] if p["name"] not in ("var", "scale", "extension")]
        result["paths"][address.split("{y}")[0] + "{y}"] = operations
    return result


def describe_login(view: str, name: str, scheme: dict[str, Any]) -> None:
    """Say of a way to log in what it is."""

    def definition(self: Any, auto_schema: Any) -> dict[str, Any]:
        return scheme

    members = {"target_class": view, "name": name, "get_security_definition": definition}
    type(name, (OpenApiAuthenticationExtension,), members)
