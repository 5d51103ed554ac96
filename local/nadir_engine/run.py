"""`python -m nadir_engine run PHOTOS --output DIR [options]`: a folder of photos to map products."""

from __future__ import annotations

import argparse
import errno
import shutil
import sys
from pathlib import Path

from nadir_engine.atomic import remove_parts
from nadir_engine.console import Console
from nadir_engine.context import Run
from nadir_engine.errors import EngineError
from nadir_engine.layout import Layout
from nadir_engine.options import EngineOptions, OptionError, add_to_parser, from_arguments
from nadir_engine.stopping import stop_on_signals

DONE, FAILED, USAGE = 0, 1, 2


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
    stop_on_signals(arguments.output)
    return _run(arguments.photos, arguments.output, options, console)


def _run(photos: Path, output: Path, options: EngineOptions, console: Console) -> int:
    from nadir_engine.pipeline import run_stages  # after the arguments were checked: it loads all libraries

    try:
        output.mkdir(parents=True, exist_ok=True)
        remove_parts(output)
        layout = Layout(output)
        run_stages(Run(photos, layout, options, console))
        if options.optimize_disk_space:
            for folder in (layout.opensfm, layout.dense):
                shutil.rmtree(folder, ignore_errors=True)
    except EngineError as error:
        console.error(error.message, error.remedy)
        return FAILED
    except OSError as error:
        console.error(*_about(error, output))
        return FAILED
    except MemoryError:
        console.error("There is not enough memory.", "Choose a lower pc-quality or close other programs.")
        return FAILED
    return DONE


def _about(error: OSError, output: Path) -> tuple[str, str]:
    """What to tell about an error of the file system, and its remedy."""
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return f"The disk is full ({output}).", "Make room, or choose a folder on another disk."
    return f"A file cannot be read or written: {error}", "Check the folder, its rights and the disk."


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
