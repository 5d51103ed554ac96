"""The stages in their order, and running them from the one that is asked for."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from nadir_engine import dataset, dem, dense, filtering, orthophoto, point_cloud, reconstruction, report
from nadir_engine.atomic import remove, write_json
from nadir_engine.context import Run
from nadir_engine.errors import EngineError
from nadir_engine.layout import Layout
from nadir_engine.options import STAGE_NAMES


@dataclass(frozen=True)
class Stage:
    """`share` is its part of the whole in percent; `makes` what it leaves on disk."""

    name: str
    run: Callable[[Run], None]
    share: float
    makes: Callable[[Layout], tuple[Path, ...]]


STAGES = (
    Stage("dataset", dataset.run, 1.0, lambda layout: (layout.images_json,)),
    Stage("opensfm", reconstruction.run, 50.0, lambda layout: (layout.opensfm, layout.cameras_json)),
    Stage("openmvs", dense.run, 17.0, lambda layout: (layout.surface,)),
    Stage("odm_filterpoints", filtering.run, 6.0, lambda layout: (layout.colours,)),
    Stage("odm_georeferencing", point_cloud.run, 8.0, lambda layout: (layout.point_cloud, layout.ept)),
    Stage("odm_dem", dem.run, 6.0, lambda layout: (layout.dsm, layout.dtm)),
    Stage("odm_orthophoto", orthophoto.run, 11.0, lambda layout: (layout.orthophoto,)),
    Stage("odm_report", report.run, 1.0, lambda layout: (layout.stats, layout.shots)),
)

# Stages that need the photos themselves, not only what others found in them.
READ_PHOTOS = ("opensfm", "openmvs", "odm_filterpoints", "odm_orthophoto")


def run_stages(context: Run) -> None:
    """Runs the stages from `rerun-from` (else all) to `end-with`; raises EngineError.

    What they and the stages after them made before goes as soon as it is sure that there is something to replace it (that is,
    once the photos were read): a folder never holds results that do not belong together.
    """
    first, last = _first(context.options.rerun_from or "dataset"), _last(context.options.end_with)
    if last < first:
        raise EngineError(
            f"There is nothing to run from {context.options.rerun_from} to {context.options.end_with}.",
            "Choose for end-with the stage of rerun-from, or a later one.",
        )
    finished = _finished_before(context, first)
    done = sum(stage.share for stage in STAGES[:first])
    if first > 0:
        _refuse_missing_photos(context, STAGES[first : last + 1])
        _remove_results(context, first)
    for stage in STAGES[first : last + 1]:
        context.stage, context.begin, context.share = stage.name, done, stage.share
        started = time.monotonic()
        context.progress(0.0, f"Stage {stage.name}")
        stage.run(context)
        if stage is STAGES[0]:
            _remove_results(context, 1)
        done += stage.share
        finished.append(stage.name)
        write_json(context.layout.finished_stages, finished)
        context.console.info(f"Stage {stage.name} took {time.monotonic() - started:.1f} s")
    context.console.progress(context.stage, 100.0, "Done")


def _refuse_missing_photos(context: Run, stages: Sequence[Stage]) -> None:
    """Raises EngineError where stages want photos of the run that are not in its folder any more."""
    wanting = {stage.name for stage in stages} & set(READ_PHOTOS)
    if context.options.skip_orthophoto:
        wanting.discard("odm_orthophoto")
    missing = [photo.filename for photo in context.photos() if wanting and not Path(photo.path_file).is_file()]
    if missing:
        raise EngineError(
            f"{len(missing)} photos of the run are not in {context.photos_folder}: {', '.join(missing[:5])}",
            "Give the folder where the photos are now, or run again from the start.",
        )


def _remove_results(context: Run, first: int) -> None:
    """Deletes what the stages from number `first` on made before, after they are no longer said to be finished."""
    write_json(context.layout.finished_stages, [stage.name for stage in STAGES[:first]])
    for stage in STAGES[first:]:
        for result in stage.makes(context.layout):
            remove(result)


def _finished_before(context: Run, first: int) -> list[str]:
    """Names of the stages before the first one; raises EngineError where one of them is not finished."""
    path = context.layout.finished_stages
    finished = json.loads(path.read_text(encoding="utf-8")) if first > 0 and path.exists() else []
    for stage in STAGES[:first]:
        if stage.name not in finished:
            raise EngineError(
                f"The run cannot go on from {context.options.rerun_from}: the results of {stage.name} are not there.",
                "Run again from the start.",
            )
    return [stage.name for stage in STAGES[:first]]


def _first(name: str) -> int:
    """Number of the stage to begin with: for one that the engine does not have, that of the next one that it has."""
    names = [stage.name for stage in STAGES]
    later = STAGE_NAMES[STAGE_NAMES.index(name) :]
    return next((names.index(candidate) for candidate in later if candidate in names), len(names) - 1)


def _last(name: str) -> int:
    """Number of the stage to end with: for one that the engine does not have, that of the last one before it that it has."""
    names = [stage.name for stage in STAGES]
    earlier = STAGE_NAMES[: STAGE_NAMES.index(name) + 1]
    return max(names.index(candidate) for candidate in earlier if candidate in names)
