"""What a task with certain options makes, in words; the names of options are those of OpenDroneMap."""

from __future__ import annotations

from collections.abc import Sequence

from ...core.api.options import TaskOption
from ..common.wording import translate


def products(options: Sequence[TaskOption]) -> tuple[str, ...]:
    """Those of a task with these options, the others at their defaults; the most wanted first."""
    chosen = {option.name: option.value for option in options}

    def is_on(name: str) -> bool:
        return str(chosen.get(name, "")).lower() in ("true", "1")

    made = [
        (not is_on("skip-orthophoto"), translate("Nadir", "Orthophoto")),
        (is_on("dsm"), translate("Nadir", "Surface model (DSM)")),
        (is_on("dtm"), translate("Nadir", "Terrain model (DTM)")),
        (not is_on("fast-orthophoto"), translate("Nadir", "Point cloud")),
        (not is_on("skip-3dmodel") and not is_on("fast-orthophoto"), translate("Nadir", "Textured 3D model")),
        (is_on("3d-tiles"), translate("Nadir", "3D tiles")),
        (not is_on("skip-report"), translate("Nadir", "Quality report")),
    ]
    return tuple(name for wanted, name in made if wanted)


def last_stage(options: Sequence[TaskOption]) -> str:
    """The stage after which processing stops before its end; '' where it does not."""
    found = next((str(option.value) for option in reversed(options) if option.name == "end-with"), "")
    return "" if found == "odm_postprocess" else found
