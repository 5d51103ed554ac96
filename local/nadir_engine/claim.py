"""Taking a folder for a run's output: only an empty one, or one that a run had before. Nothing else is ever written over."""

from __future__ import annotations

from pathlib import Path

from nadir_engine.atomic import remove_parts, write_json
from nadir_engine.errors import EngineError
from nadir_engine.layout import Layout


def claim(layout: Layout, photos_folder: Path) -> None:
    """Makes the output folder this engine's, marked by `finished_stages.json`, and removes what a stopped run left half-written.

    Raises EngineError where the folder holds something that no run of the engine made (the photos' own folder may lie there,
    as in OpenDroneMap's projects), or where the photos lie in a folder that a run empties.
    """
    photos = photos_folder.resolve()
    for folder in layout.own_folders:
        if photos.is_relative_to(folder.resolve()):
            raise EngineError(
                f"The photos lie in {folder}, which a run empties.", "Move the photos, or choose another output folder."
            )
    layout.output.mkdir(parents=True, exist_ok=True)
    if not layout.finished_stages.exists():
        _refuse_strange(layout, photos)
        write_json(layout.finished_stages, [])
    remove_parts(layout.own_files, layout.own_folders)


def _refuse_strange(layout: Layout, photos: Path) -> None:
    marker_part = layout.finished_stages.with_suffix(".part.json")  # of a run that was killed as it began
    strange = [path for path in layout.output.iterdir() if path.resolve() != photos and path != marker_part]
    if strange:
        raise EngineError(
            f"The output folder {layout.output} is not empty, and not that of an earlier run ({min(strange).name}).",
            "Choose a new or empty folder: a run replaces what is in its output folder.",
        )
