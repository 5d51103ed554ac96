"""What is asked before the local server is stopped, its data are moved, or it is removed."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Callable, Optional

from qgis.PyQt.QtCore import QCoreApplication
from qgis.PyQt.QtWidgets import QWidget

from ...core.local.state import LocalState, Sizes
from ...core.local.this_computer import MovePlan
from ..common import wording
from ..common.confirmation import choose, confirm
from .status_page import data_text, projects_text

translate = QCoreApplication.translate

Act = Callable[[], None]


def ask_to_stop(window: QWidget, names: Sequence[str], known: bool, finish: Act, stop: Act) -> None:
    """Where it is at work, or may be: stop now, or once all is done? Where it is idle nothing is asked."""
    if known and not names:
        stop()
        return
    question = wording.not_finished(names) if names else translate("ThisComputer", "The local server may be working on tasks.")
    choose(
        window,
        question + " " + translate("ThisComputer", "Stop the local server all the same?"),
        translate("ThisComputer", "If you stop it now, the processing goes on when you start it again. It can also finish first."),
        (translate("ThisComputer", "Finish, then stop"), finish),
        (translate("ThisComputer", "Stop now"), stop),
    )


def ask_to_move(window: QWidget, plan: MovePlan, sizes: Optional[Sizes], names: Sequence[str], move: Act) -> None:
    """Names what is moved and where to."""
    known = sizes is not None and sizes.data.size > 0
    what = data_text(sizes) if sizes is not None and known else translate("ThisComputer", "All photos and results")
    question = translate("ThisComputer", "Move the data of This computer to {folder}?").format(folder=plan.folder)
    parts = [
        translate("ThisComputer", "{what}.").format(what=what),
        translate("ThisComputer", "The local server is stopped meanwhile. If the move is interrupted, everything stays where it is now."),
    ]
    if names:
        parts.insert(0, wording.not_finished(names) + " " + translate("ThisComputer", "It goes on afterwards."))
    confirm(window, question, " ".join(parts), translate("ThisComputer", "Move"), move)


def ask_to_use(window: QWidget, plan: MovePlan, here: Path, use: Act) -> None:
    """The chosen folder holds data of an earlier local server."""
    question = translate("ThisComputer", "{folder} holds data of Nadir already. Use these from now on?").format(folder=plan.folder)
    consequence = translate("ThisComputer", "The present ones stay in {folder}; nothing is moved or removed.").format(folder=here)
    confirm(window, question, consequence, translate("ThisComputer", "Use that folder"), use)


def ask_to_remove(window: QWidget, state: LocalState, sizes: Optional[Sizes], programs: Act, everything: Act) -> None:
    """The programs only, or all data with them; the second is asked twice."""
    size = wording.size(sizes.environment) if sizes is not None else translate("ThisComputer", "about 1 GB")
    question = translate("ThisComputer", "Remove the local server from this computer?")
    keeping = translate("ThisComputer", "Without the programs ({size}) nothing can be processed here; they can be downloaded again.")
    if not state.has_data:
        confirm(window, question, keeping.format(size=size), translate("ThisComputer", "Remove"), programs)
        return
    kept = translate("ThisComputer", "Your projects ({what}) can stay in {folder} for later.")
    what = data_text(sizes) if sizes is not None else translate("ThisComputer", "photos and results")
    choose(
        window,
        question,
        keeping.format(size=size) + " " + kept.format(what=what, folder=state.data),
        (translate("ThisComputer", "Remove the programs"), programs),
        (translate("ThisComputer", "Remove all data too…"), lambda: ask_to_remove_data(window, state, sizes, everything)),
    )


def ask_to_remove_data(window: QWidget, state: LocalState, sizes: Optional[Sizes], everything: Act) -> None:
    """Names what is lost for good."""
    if sizes is None or sizes.data.projects is None:
        question = translate("ThisComputer", "Remove all projects of This computer for good?")
    else:
        text = translate("ThisComputer", "Remove {projects} of This computer ({size}) for good?")
        question = text.format(projects=projects_text(sizes), size=wording.size(sizes.data.size))
    consequence = translate(
        "ThisComputer",
        "Their photos and results in {folder} are deleted and cannot be brought back. Photos that you uploaded stay in the folders "
        "they came from."
    )
    confirm(window, question, consequence.format(folder=state.data), translate("ThisComputer", "Delete all data"), everything)
