"""What the description says of views that have no serializer for what they take or give."""
from __future__ import annotations

from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema

from nadir_server.accounts.views import LoginSerializer
from nadir_server.nodes.models import ProcessingNode
from nadir_server.presets.models import Preset
from nadir_server.projects.models import Project
from nadir_server.schema.parts import (
    DONE,
    FILE,
    FILES,
    OPTIONS,
    PROJECT,
    TASK,
    answer,
    describe,
    describe_login,
    in_path,
    in_query,
)  # fmt: skip
from nadir_server.tasks.serializers import TaskSerializer

JSON = OpenApiTypes.OBJECT
STYLE = in_query("formula", "bands", "rescale", "color_map", "hillshade")
KIND = in_path("kind", enum=("orthophoto", "dsm", "dtm"))
OWN = "nadir_server.accounts.authentication."

describe_login(OWN + "TokenInHeader", "JWT", {
    "type": "apiKey", "in": "header", "name": "Authorization", "description": "`JWT <token>`",
})  # fmt: skip
describe_login(OWN + "TokenInQuery", "JWTInQuery", {"type": "apiKey", "in": "query", "name": "jwt"})
describe_login(OWN + "UserNameAndPassword", "Basic", {"type": "http", "scheme": "basic"})

describe("nadir_server.api.root.ApiRoot", get=extend_schema(responses=answer(JSON)))
describe("nadir_server.accounts.views.TokenAuth", post=extend_schema(request=LoginSerializer, responses=answer(JSON)))
describe(
    "nadir_server.accounts.views.Users",
    get=extend_schema(parameters=[*in_query("search"), *in_query("limit", kind=OpenApiTypes.INT)], responses=answer(JSON)),
)
describe("nadir_server.accounts.views.Groups", get=extend_schema(responses=answer(JSON)))
describe(
    "nadir_server.nodes.views.ProcessingNodeViewSet",
    ProcessingNode,
    shared_options=extend_schema(filters=False, responses=answer(JSON)),
)
describe("nadir_server.presets.views.PresetViewSet", Preset)
describe(
    "nadir_server.projects.views.ProjectViewSet",
    Project,
    permissions=extend_schema(responses=answer(JSON)),
    duplicate=extend_schema(request=None, responses=answer(JSON)),
)

NEW_TASK = {
    "type": "object",
    "properties": {
        "images": FILES, "name": {"type": "string"}, "options": {"type": "string", "description": "JSON text"},
        "processing_node": {"type": "integer"}, "auto_processing_node": {"type": "boolean"},
        "resize_to": {"type": "integer"}, "tags": {"type": "string"}, "partial": {"type": "boolean"},
    },
}  # fmt: skip
NEW_TASK_JSON = {
    **NEW_TASK,
    "properties": {**{k: v for k, v in NEW_TASK["properties"].items() if k != "images"}, "options": OPTIONS},  # type: ignore[attr-defined]
}
UPLOAD = {
    "type": "object",
    "properties": {
        "images": FILES, "dzuuid": {"type": "string"}, "dzchunkindex": {"type": "integer"},
        "dztotalchunkcount": {"type": "integer"}, "dztotalfilesize": {"type": "integer"},
        "dzchunksize": {"type": "integer"}, "dzchunkbyteoffset": {"type": "integer"},
    },
}  # fmt: skip
IMPORT = {
    "type": "object",
    "properties": {"file": {"type": "string", "format": "binary"}, "url": {"type": "string"}, "name": {"type": "string"}},
}


def _verb(shape: object = DONE) -> extend_schema:
    return extend_schema(parameters=TASK, request=None, responses=answer(shape))


describe(
    "nadir_server.tasks.views.TaskViewSet",
    list=extend_schema(
        parameters=[*PROJECT, *in_query("status", kind=OpenApiTypes.INT), *in_query("available_assets", "bbox", "ordering")],
        responses=TaskSerializer(many=True),
    ),
    create=extend_schema(
        parameters=PROJECT,
        request={"multipart/form-data": NEW_TASK, "application/json": NEW_TASK_JSON},
        responses={201: TaskSerializer},
    ),
    retrieve=extend_schema(parameters=TASK, responses=TaskSerializer),
    update=extend_schema(parameters=TASK, request=TaskSerializer, responses=TaskSerializer),
    partial_update=extend_schema(parameters=TASK, request=TaskSerializer, responses=TaskSerializer),
    upload=extend_schema(parameters=TASK, request={"multipart/form-data": UPLOAD}, responses=answer(JSON)),
    commit=_verb(TaskSerializer),
    cancel=_verb(),
    restart=_verb(),
    remove=_verb(),
    compact=_verb(),
    duplicate=_verb(JSON),
    output=extend_schema(
        parameters=[*TASK, *in_query("line", "limit", kind=OpenApiTypes.INT), *in_query("f")], responses=answer(JSON)
    ),
)
describe(
    "nadir_server.imports.views.Import",
    post=extend_schema(parameters=PROJECT, request={"multipart/form-data": IMPORT}, responses={201: TaskSerializer}),
)
describe(
    "nadir_server.tasks.public.PublicTask", get=extend_schema(parameters=TASK[1:], responses=TaskSerializer)
)
describe("nadir_server.backup.views.Backup", get=extend_schema(parameters=TASK, responses=answer(FILE)))

NAMED = in_query("filename", "inline")
describe(
    "nadir_server.assets.views.Download",
    get=extend_schema(parameters=[*TASK, in_path("asset"), *NAMED], responses=answer(FILE)),
)
describe(
    "nadir_server.assets.views.RawAsset", get=extend_schema(parameters=[*TASK, in_path("path")], responses=answer(FILE))
)
describe(
    "nadir_server.images.views.ImageThumbnail",
    get=extend_schema(
        parameters=[*TASK, in_path("name"), *in_query("size", "quality", "zoom", "center_x", "center_y")],
        responses=answer(FILE),
    ),
)
describe(
    "nadir_server.images.views.ImageDownload", get=extend_schema(parameters=[*TASK, in_path("name")], responses=answer(FILE))
)

describe(
    "nadir_server.rasters.views.Thumbnail",
    get=extend_schema(parameters=[*TASK, *in_query("size", kind=OpenApiTypes.INT)], responses=answer(FILE)),
)
describe(
    "nadir_server.rasters.views.TileJson", get=extend_schema(parameters=[*TASK, KIND, *STYLE], responses=answer(JSON))
)
describe("nadir_server.rasters.views.Bounds", get=extend_schema(parameters=[*TASK, KIND, *STYLE], responses=answer(JSON)))
describe(
    "nadir_server.rasters.views.Metadata",
    get=extend_schema(parameters=[*TASK, KIND, *STYLE, *in_query("range", "crop", "boundaries")], responses=answer(JSON)),
)
describe(
    "nadir_server.rasters.views.Tile",
    get=extend_schema(
        parameters=[
            *TASK, KIND, *(in_path(name, OpenApiTypes.INT) for name in "zxy"), in_path("var"), in_path("extension"), *STYLE,
            *in_query("size", kind=OpenApiTypes.INT), *in_query("crop", "boundaries"),
        ],
        responses=answer(FILE),
    ),
)  # fmt: skip

WANTED = {
    "type": "object",
    "properties": {
        "format": {"type": "string"}, "epsg": {"type": "integer"}, "proj": {"type": "string"}, "formula": {"type": "string"},
        "bands": {"type": "string"}, "color_map": {"type": "string"}, "rescale": {"type": "string"},
        "hillshade": {"type": "number"}, "resample": {"type": "number"},
    },
}  # fmt: skip
PRODUCT = in_path("product", enum=("orthophoto", "dsm", "dtm", "georeferenced_model"))
EXPORT = in_path("export_id", OpenApiTypes.UUID)
describe(
    "nadir_server.exports.views.StartExport",
    post=extend_schema(parameters=[*TASK, PRODUCT], request={"application/json": WANTED}, responses=answer(JSON)),
)
describe("nadir_server.exports.views.CheckExport", get=extend_schema(parameters=[EXPORT], responses=answer(JSON)))
describe(
    "nadir_server.exports.views.GetExport", get=extend_schema(parameters=[EXPORT, *in_query("filename")], responses=answer(FILE))
)
