"""Recorded exchanges about projects, and who may see them."""

from __future__ import annotations

from typing import Any, Dict

from nadir.core.api import errors
from nadir.core.api.pages import Page
from nadir.core.api.permissions import Grant, ProjectPermissions
from nadir.core.api.projects import Project, ProjectFilter
from nadir.test.unit.api.every_recording.rows import Row, Sent, an, bare, equal, many, nothing, with_fields
from nadir.test.unit.api.scripted_server import recording

_LIST = Row(lambda client, _: client.projects.list(), many(Project, 2))
_REFUSED = Row(lambda client, _: client.projects.list(), errors.SessionExpired)


def _create(name: str, description: str = "", how: Sent = Sent.SAME, expected: Any = None) -> Row:
    return Row(lambda client, _: client.projects.create(name, description), expected or an(Project), how)


def _listed(expected: Any) -> Row:
    return Row(lambda client, _: client.projects.list(), expected)


_EDIT = {"name": "Lab Brighton", "description": "", "tags": ()}
_MORE = Sent.MORE

ROWS: Dict[str, Row] = {
    "projects_list_unpaged": _LIST,
    "projects_empty": _listed(equal(())),
    "pilot_projects": _listed(equal(())),
    "viewer_projects_after": _listed(equal(())),
    "basic_auth_projects": _listed(equal(())),
    "viewer_projects": _listed(many(Project, 1)),
    "projects_list_filter_name": Row(
        lambda client, _: client.projects.list(ProjectFilter(name="Second")), many(Project, 1)
    ),
    "projects_list_ordering": Row(lambda client, _: client.projects.list(ProjectFilter(ordering="-id")), many(Project, 2)),
    "projects_list_search": Row(
        lambda client, _: client.projects.list(ProjectFilter(search="brighton")), many(Project, 1)
    ),
    "projects_list_page1": Row(
        lambda client, _: client.projects.page(1),
        with_fields(Page, number=1, count=2, has_next=False),
        Sent.LESS,  # page_size is ignored by the server
    ),
    "projects_list_page99": Row(lambda client, _: client.projects.page(99), errors.NotFound),
    "project_get": Row(
        lambda client, _: client.projects.get("1"),
        with_fields(Project, id="1", name="Lab Brighton", owned=True, public=False, public_edit=False, public_id=""),
    ),
    "project_still_there": Row(lambda client, _: client.projects.get("1"), an(Project)),
    "project_404": Row(lambda client, _: client.projects.get("9999"), errors.NotFound),
    "project_deleted_get": Row(lambda client, _: client.projects.get("4"), errors.NotFound),
    "pilot_project_hidden": Row(lambda client, _: client.projects.get("1"), errors.NotFound),
    "public_project_noauth": Row(lambda client, _: client.projects.get("3"), errors.SessionExpired),
    "accept_html": Row(lambda client, _: client.projects.get("1"), errors.MaintenancePage),
    "projects_create": _create("Lab Brighton", "desc here"),
    "pilot_create_project": _create("pilot proj", how=_MORE),
    "basic_project_post": _create("basic", how=_MORE),
    "session_post_csrf": _create("csrf ok", how=_MORE),
    "session_post_nocsrf": _create("nocsrf", how=_MORE, expected=errors.CsrfRefused),
    "jwt_plus_sessioncookie_post": _create("jwt with cookie", how=_MORE, expected=errors.CsrfRefused),
    "noauth_post_projects": _create("x", how=_MORE, expected=errors.SessionExpired),
    "unsupported_media": bare("unsupported_media", errors.InvalidRequest),
    "json_body_over_10MB": Row(
        lambda client, _: client.projects.create("x", "y" * 11_000_000), with_fields(Project, id="6", name="x"), _MORE
    ),
    "project_patch": Row(
        lambda client, _: client.projects.patch("1", description="patched", tags=["t1", "t2"]),
        with_fields(Project, description="patched", tags=("t1", "t2")),
    ),
    "project_patch_public": Row(
        lambda client, _: client.projects.patch("3", public=True),
        with_fields(Project, public=True, public_id="e85f679a-cdeb-4b06-bda8-59d3be50d155"),
    ),
    "viewer_patch_project": Row(lambda client, _: client.projects.patch("1", name="x"), errors.PermissionRefused),
    "project_put": Row(lambda client, _: client.projects.replace("1", "Lab Brighton", "put"), an(Project)),
    "project_permissions2": Row(
        lambda client, _: client.projects.permissions("1"),
        equal(
            ProjectPermissions(
                (
                    Grant("admin", permissions=frozenset(("add", "change", "delete", "view")), owner=True),
                    Grant("viewer", permissions=frozenset(("view",))),
                ),
                groups_count=1,
            )
        ),
    ),
    "viewer_permissions": Row(lambda client, _: client.projects.permissions("1"), errors.NotFound),
    "project_edit_restore": Row(
        lambda client, _: client.projects.edit(
            "1",
            name="Lab Brighton",
            description="edited",
            tags=["survey"],
            grants=[
                Grant("viewer", permissions=frozenset(("view",))),
                Grant("pilot", permissions=frozenset(("view", "add", "change"))),
            ],
        ),
        nothing,
    ),
    "project_edit_baduser": Row(
        lambda client, _: client.projects.edit("1", grants=[Grant("ghost", permissions=frozenset(("view",)))], **_EDIT),
        errors.InvalidRequest,
        _MORE,
    ),
    "project_duplicate": Row(
        lambda client, _: client.projects.duplicate("1"),
        with_fields(Project, id="4", name="Copy of Lab Brighton"),
        others={"GET /api/projects/4/": recording("project_duplicate")["body"]["project"]},
    ),
    "project_delete": Row(lambda client, _: client.projects.delete("4"), nothing),
    "viewer_delete_project": Row(lambda client, _: client.projects.delete("1"), nothing),
    "noauth_projects": _REFUSED,
    "auth_expired_header": _REFUSED,
    "badtoken_projects": _REFUSED,
    "badtoken3_projects": _REFUSED,
    "bearer_projects": _REFUSED,
    "basic_auth_bad": _listed(errors.PermissionRefused),
    "qs_jwt_bad": bare("qs_jwt_bad", errors.SessionExpired),
    "accept_406": _listed(errors.InvalidRequest),
    "method_not_allowed": bare("method_not_allowed", errors.InvalidRequest),
    "no_trailing_slash_get": bare("no_trailing_slash_get", equal([])),
    "no_trailing_slash_post": bare(
        "no_trailing_slash_post", an(dict), others={"POST /api/projects/": recording("projects_create")["body"]}
    ),
    "project_options": bare("project_options", an(dict)),
}
