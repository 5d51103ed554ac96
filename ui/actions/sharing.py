"""Verbs that let others see things: share, make public, copy the link."""

from __future__ import annotations

from qgis.core import QgsApplication
from qgis.PyQt.QtCore import QCoreApplication

from ...core.api.links import public_project_page, public_task_page
from ...core.jobs import Job
from ...core.workspace import Workspace
from ..common.confirmation import confirm
from ..selection import Item, Selection
from .group import Group
from .share_dialog import ShareDialog
from .subjects import listing, subject
from .verb import Acts, Look, Verb

translate = QCoreApplication.translate  # called by this name, so that the translation tools find the texts


class SharingVerbs(Group):
    """With users and groups, or with everybody who has the link."""

    def verbs(self) -> dict[str, Verb]:
        may = self.why.any_of(self._alone, self.why.offline, self.why.busy, self.why.no_change_of_task)
        cannot = translate("Actions", "This server cannot share projects.")
        may_share = self.why.any_of(
            self._alone, self.why.offline, self.why.busy, self.why.lacking("share", cannot), self.why.no_change
        )
        return {
            "share": Verb(
                "share", translate("Actions", "S&hare…"), Acts.PROJECT, self._share, may_share, several=False
            ),
            "public": Verb(
                "public", translate("Actions", "Make &public…"), Acts.BOTH, self._toggle_public, may, look=_public_look
            ),
            "copy_link": Verb(
                "link", translate("Actions", "Copy lin&k"), Acts.BOTH, self._copy_links,
                self.why.any_of(self._alone, self._private),
            ),
        }  # fmt: skip

    def link_of(self, item: Item) -> str:
        """The address under which anybody sees a row; '' while it is not public."""
        workspace = self.desk.workspace(item)
        if workspace is None or item.project is None:
            return ""
        url = workspace.client.session.url
        if item.task is not None:
            return public_task_page(url, item.task) if item.task.public or item.project.public else ""
        return public_project_page(url, item.project) if item.project.public else ""

    def _share(self, items: tuple[Item, ...]) -> None:
        project, workspace = items[0].project, self.desk.workspace(items[0])
        if project is None or workspace is None:
            return
        ShareDialog(
            self.desk.window,
            project.name,
            lambda: workspace.project_permissions(project),
            workspace.find_people,
            lambda grants: workspace.share_project(project, grants),
        ).open()

    def _toggle_public(self, items: tuple[Item, ...]) -> None:
        if all(_is_public(item) for item in items):
            self._set_public(items, False)
            return
        private = tuple(item for item in items if not _is_public(item))
        question = translate("Actions", "Make {names} public?").format(names=subject(private)) + listing(private)
        consequence = translate("Actions", "Everybody who has the link can see the results then, without a log-in.")
        confirm(
            self.desk.window, question, consequence, translate("Actions", "Make public"),
            lambda: self._set_public(private, True),
        )  # fmt: skip

    def _set_public(self, items: tuple[Item, ...], public: bool) -> None:
        def start(workspace: Workspace, item: Item) -> Job:
            if item.task is not None:
                job = workspace.edit_task(item.task, public=public)
                job.succeeded.connect(lambda task: self._copy_new_link(Item(item.connection_id, item.project, task)))
                return job
            if item.project is None:
                raise ValueError("a server is not public")
            job = workspace.edit_project(item.project, public=public)
            job.succeeded.connect(lambda project: self._copy_new_link(Item(item.connection_id, project)))
            return job

        text = translate("Actions", "{n} of {count} could not be made public: {names}")
        if not public:
            text = translate("Actions", "{n} of {count} could not be made private: {names}")
        self._new_links: list[str] = []
        self.desk.for_all(items, start, text, lambda _count: self._tell_public(public))

    def _copy_new_link(self, item: Item) -> None:
        link = self.link_of(item)
        if link:
            self._new_links.append(link)

    def _tell_public(self, public: bool) -> None:
        if not public:
            self.desk.notifier.inform(translate("Actions", "The link does not work any more: only users see this now."))
        elif self._new_links:
            QgsApplication.clipboard().setText("\n".join(self._new_links))
            self.desk.notifier.inform(translate("Actions", "Public now. The link is in the clipboard."))

    def _copy_links(self, items: tuple[Item, ...]) -> None:
        QgsApplication.clipboard().setText("\n".join(self.link_of(item) for item in items))
        self.desk.notifier.inform(translate("Actions", "The link is in the clipboard."))

    def _alone(self, item: Item) -> str:
        local = self.desk.is_local(item)
        return translate("Actions", "Nobody else can reach the projects of this computer.") if local else ""

    def _private(self, item: Item) -> str:
        return "" if self.link_of(item) else translate("Actions", "Not public: make it public first.")


def _is_public(item: Item) -> bool:
    chosen = item.task or item.project
    return chosen is not None and chosen.public


def _public_look(selection: Selection) -> Look:
    chosen = [item for item in selection.items if item.project is not None]
    if chosen and all(_is_public(item) for item in chosen):
        return Look("private", translate("Actions", "Make &private"))
    return Look("public", translate("Actions", "Make &public…"))
