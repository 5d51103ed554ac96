"""Presets: processing options under a name."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Dict, Optional, Sequence, Tuple

from . import fields
from .address import segment
from .creation import create_once
from .errors import NotFound, PermissionRefused, ServerFailed
from .exchange import CancelCheck, never
from .ids import PresetId
from .options import NodeOption, TaskOption, options_to_json
from .session import Session
from .transport import Call

_PRESETS = "/api/presets/"


@dataclass(frozen=True)
class Preset:
    """Options under a name. system: the server's own, which nobody can change or delete."""

    id: PresetId
    name: str
    options: Tuple[TaskOption, ...] = ()
    created_at: Optional[datetime] = None
    system: bool = False

    @classmethod
    def from_json(cls, content: Any) -> Preset:
        data = fields.mapping(content, "preset")
        return cls(
            id=fields.identifier(data),
            name=fields.text(data, "name"),
            options=TaskOption.list_from_json(data.get("options")),
            created_at=fields.moment(data, "created_at"),
            system=fields.flag(data, "system"),
        )


class Presets:
    """`/api/presets/`"""

    def __init__(self, session: Session) -> None:
        self._session = session

    def list(self, *, cancelled: CancelCheck = never) -> Tuple[Preset, ...]:
        """The account's own and the server's."""
        return tuple(Preset.from_json(item) for item in self._session.get_list(_PRESETS, cancelled=cancelled))

    def get(self, preset_id: PresetId, *, cancelled: CancelCheck = never) -> Preset:
        return Preset.from_json(self._session.get_json(_path(preset_id), cancelled=cancelled))

    def create(
        self,
        name: str,
        options: Sequence[TaskOption],
        *,
        known: Sequence[NodeOption] = (),
        cancelled: CancelCheck = never,
    ) -> Preset:
        """Keep options under a name, once. known: those of the nodes, which they are checked against."""
        content = {"name": name, "options": options_to_json(options, known)}

        def create() -> Preset:
            return Preset.from_json(self._session.post(_PRESETS, content, cancelled=cancelled))

        def candidates() -> Tuple[Preset, ...]:
            return tuple(item for item in self.list(cancelled=cancelled) if item.name == name and not item.system)

        return create_once(create, candidates, lambda preset: preset.id, cancelled=cancelled)

    def patch(
        self,
        preset_id: PresetId,
        *,
        name: Optional[str] = None,
        options: Optional[Sequence[TaskOption]] = None,
        known: Sequence[NodeOption] = (),
        cancelled: CancelCheck = never,
    ) -> Preset:
        """Change what is given and leave the rest."""
        content: Dict[str, Any] = {} if name is None else {"name": name}
        if options is not None:
            content["options"] = options_to_json(options, known)
        try:
            return Preset.from_json(self._session.patch(_path(preset_id), content, cancelled=cancelled))
        except PermissionRefused as error:
            raise _not_yours(error) from error

    def replace(
        self,
        preset_id: PresetId,
        name: str,
        options: Sequence[TaskOption],
        *,
        known: Sequence[NodeOption] = (),
        cancelled: CancelCheck = never,
    ) -> Preset:
        """Set all of it anew (PUT)."""
        content = {"name": name, "options": options_to_json(options, known)}
        try:
            answer = self._session.call(Call("PUT", _path(preset_id), json=content), cancelled=cancelled)
            return Preset.from_json(answer.json())
        except PermissionRefused as error:
            raise _not_yours(error) from error

    def delete(self, preset_id: PresetId, *, cancelled: CancelCheck = never) -> None:
        """Delete one of the account's own. Raises `PermissionRefused` for the server's, `NotFound` for none.

        A server fails with status 500 over a preset that it does not have; so then the list is asked.
        """
        call = Call("DELETE", _path(preset_id), idempotent=False)  # else a 500 would be tried again, and again
        try:
            self._session.call(call, cancelled=cancelled).raise_for_status()
        except PermissionRefused as error:
            raise _not_yours(error) from error
        except ServerFailed as error:
            if error.status == 500 and all(item.id != preset_id for item in self.list(cancelled=cancelled)):
                raise NotFound("The preset does not exist any more.", "Refresh the list.", error.detail) from error
            raise


def _not_yours(error: PermissionRefused) -> PermissionRefused:
    return PermissionRefused(
        "This preset belongs to the server and stays as it is.", "Save a copy under another name.", error.detail
    )


def _path(preset_id: PresetId) -> str:
    return f"{_PRESETS}{segment(preset_id)}/"
