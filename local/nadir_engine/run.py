"""`python -m nadir_engine run PHOTOS --output DIR [options]`: a folder of photos to map products."""

from __future__ import annotations

import argparse
import errno
import os
import shutil
import sys
from pathlib import Path
from types import TracebackType

from nadir_engine.atomic import remove, write_json
from nadir_engine.claim import claim
from nadir_engine.console import Console
from nadir_engine.context import Run
from nadir_engine.errors import EngineError
from nadir_engine.layout import Layout
from nadir_engine.options import EngineOptions, OptionError, add_to_parser, from_arguments
from nadir_engine.stopping import stop_on_signals

DONE, FAILED, USAGE = 0, 1, 2
OPENCV_NO_MEMORY = -4  # StsNoMem
# What makes each stage need less memory.
LESS_MEMORY = {
    "opensfm": "Choose a lower feature-quality or fewer threads (max-concurrency)",
    "openmvs": "Choose a lower pc-quality or fewer threads (max-concurrency)",
    "odm_filterpoints": "Choose a lower pc-quality or fewer threads (max-concurrency)",
    "odm_georeferencing": "Choose a lower pc-quality",
    "odm_dem": "Choose a coarser dem-resolution",
    "odm_orthophoto": "Choose a coarser orthophoto-resolution",
}
NEARLY_FULL_BYTES = 16 * 1024 * 1024


def main(argv: list[str]) -> int:
    """Runs the engine; returns 0 when all went well, 1 when the console was told an error, 2 for a wrong command line."""
    parser = argparse.ArgumentParser(prog="nadir_engine run", description="Photos to map products.")
    parser.add_argument("photos", type=Path, help="folder with the photos")
    parser.add_argument("--output", type=Path, required=True, help="folder for the products")
    add_to_parser(parser)
    arguments = parser.parse_args(argv)
    console = Console()
    try:
        options = from_arguments(arguments)
    except OptionError as error:
        console.error(f"The option {error.option}: {error.message}.", "See --help for what it takes.")
        return USAGE
    tell_unexpected_errors(arguments.output, console)
    return _run(arguments.photos, arguments.output, options, console)


def tell_unexpected_errors(output: Path, console: Console) -> None:
    """From now on an error that nothing foresaw is told too, with its traceback on standard error."""

    def told(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        sys.__excepthook__(kind, error, trace)
        if _disk_is_full(output):
            console.error(*_full(output))
        else:
            console.error(f"The engine failed: {kind.__name__}: {error}", "Please report this with the task's output.")

    sys.excepthook = told


def _run(photos: Path, output: Path, options: EngineOptions, console: Console) -> int:
    context = Run(photos, Layout(output), options, console)
    _configure_libraries(context.threads)
    import cv2  # after the arguments were checked: this loads all libraries

    from nadir_engine.pipeline import run_stages

    layout = context.layout
    try:
        claim(layout, photos)
        stop_on_signals(layout)  # after the import, since COLMAP's logging library catches signals for itself
        run_stages(context)
        if options.optimize_disk_space:
            write_json(layout.finished_stages, [])
            remove(layout.opensfm)
            remove(layout.dense)
    except EngineError as error:
        console.error(error.message, error.remedy)
        return FAILED
    except OSError as error:
        console.error(*_about(error, output))
        return FAILED
    except MemoryError:
        console.error(*_no_memory(context.stage))
        return FAILED
    except cv2.error as error:
        if error.code != OPENCV_NO_MEMORY:
            raise
        console.error(*_no_memory(context.stage))
        return FAILED
    return DONE


def _configure_libraries(threads: int) -> None:
    """What libraries take from the environment, when they are loaded or first used."""
    # The engine works on many photos or tiles at once: matrix products with threads of their own would get in the way.
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    os.environ["GDAL_NUM_THREADS"] = os.environ["RAYON_NUM_THREADS"] = str(threads)  # rasters; point clouds
    os.environ.setdefault("OPENCV_LOG_LEVEL", "FATAL")  # photos that cannot be decoded are told by their names


def _no_memory(stage: str) -> tuple[str, str]:
    """What to tell where memory ran out in a stage, and its remedy."""
    less = LESS_MEMORY.get(stage, "Give fewer photos at a time")
    return f"There is not enough memory for the stage {stage}.", f"{less}, or close other programs."


def _about(error: OSError, output: Path) -> tuple[str, str]:
    """What to tell about an error of the file system, and its remedy."""
    if error.errno in (errno.ENOSPC, errno.EDQUOT) or _disk_is_full(output):
        return _full(output)
    return f"A file cannot be read or written: {error}", "Check the folder, its rights and the disk."


def _full(output: Path) -> tuple[str, str]:
    return f"The disk is full ({output}).", "Make room, or choose a folder on another disk."


def _disk_is_full(output: Path) -> bool:
    """Whether so little is free that a failed write is no wonder: GDAL and LAZ writers do not tell why they fail."""
    return output.exists() and shutil.disk_usage(output).free < NEARLY_FULL_BYTES
