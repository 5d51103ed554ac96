"""What the user is told of layers that cannot go on as they are: once, with their names. The layers stay."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Dict, Iterable, List, Sequence, Tuple, TypeVar

from qgis.PyQt.QtCore import QCoreApplication

from ...api.task import Task
from ...errors import NadirError
from .looking import Loss
from .repair import Patient

translate = QCoreApplication.translate  # called by this name, so that the translation tools find the texts

Key = TypeVar("Key")

_MOST_NAMES = 3
_LONGEST_NAME = 60  # characters


class LayerNotice(NadirError):  # noqa: N818 - named by what it is
    """Something that happened to layers. layer_ids: in the open project. To be shown as plain text: names are anybody's.

    passes: whether it is true no more once the layers are given out again.
    """

    def __init__(
        self, summary: str, remedy: str, layer_ids: Sequence[str], detail: str = "", *, passes: bool = False
    ) -> None:
        super().__init__(summary, remedy, detail)
        self.layer_ids = tuple(layer_ids)
        self.passes = passes


@dataclass(frozen=True)
class ServerWanted:
    """Layers of the open project wait for a server.

    connection_id: of the server, if the user knows it, LOCAL_ID for This computer, which can be started; '' for one that
    has to be added first, by `server_url`. layers: their names. notice: the same in words.
    """

    connection_id: str
    server_url: str
    layers: Tuple[str, ...]
    notice: LayerNotice


@dataclass(frozen=True)
class NewerRun:
    """Layers of files whose task has run again since: `LayerKeeper.newest_run` fetches the files of now."""

    task: Task
    connection_id: str
    layer_ids: Tuple[str, ...]
    notice: LayerNotice


def lost(patients: Sequence[Patient], loss: Loss, server: str, *, foreign: bool) -> LayerNotice:
    """A server that answers has not got it any more. foreign: it may never have had it, since the project was made with
    the local server of another computer.
    """
    layers, stay = listed(patients), translate("Layers", "The layers stay as they are, without a picture.")
    if foreign and loss is not Loss.FORBIDDEN:
        summary = translate("Layers", "{server} has no results for {layers}: they were removed, or made on another computer.")
        remedy = translate("Layers", "Open the project on the computer where its results are.")
    elif loss is Loss.TASK_REMOVED:
        summary, remedy = translate("Layers", "The task of {layers} is not on {server} any more."), stay
    elif loss is Loss.PROJECT_HIDDEN:
        summary = translate("Layers", "The project of {layers} is not on {server} any more, or not shared with you.")
        remedy = translate("Layers", "Ask its owner to share it again. The layers stay.")
    else:
        summary = translate("Layers", "You may not see {layers} on {server} any more.")
        remedy = translate("Layers", "Ask the owner of the project to share it again. The layers stay.")
    return _notice(summary.format(layers=layers, server=_short(server)), remedy, patients)


def product_gone(patients: Sequence[Patient], task: Task) -> LayerNotice:
    """The task ran again and did not give it this time."""
    summary = translate("Layers", "The latest run of “{task}” did not give {layers}.")
    remedy = translate("Layers", "The layers stay. The task's console says why.")
    return _notice(summary.format(task=_short(task.name), layers=listed(patients)), remedy, patients)


def not_repaired(patient: Patient, error: NadirError) -> LayerNotice:
    """Anything else that keeps a layer from being repaired."""
    summary = translate("Layers", "{layers} cannot be shown: {reason}").format(
        layers=listed([patient]), reason=error.summary
    )
    return _notice(summary, error.remedy, [patient], error.detail)


def newer(patients: Sequence[Patient], task: Task) -> LayerNotice:
    """Files are of an earlier run."""
    summary = translate("Layers", "“{task}” has run again: {layers} are of an earlier run.")
    remedy = translate("Layers", "Download the files of the latest run, or go on with these.")
    return _notice(summary.format(task=_short(task.name), layers=listed(patients)), remedy, patients)


def wanted(patients: Sequence[Patient], server: str, *, is_local: bool, is_known: bool) -> LayerNotice:
    """Layers show nothing before a server is open."""
    layers = listed(patients)
    if is_local:
        summary = translate("Layers", "{layers} are shown once {server} has been started.")
        remedy = translate("Layers", "Start it.")
    elif is_known:
        summary = translate("Layers", "{layers} are shown once you are connected to {server}.")
        remedy = translate("Layers", "Connect to it.")
    else:
        summary = translate("Layers", "{layers} come from {server}, which you have not added yet.")
        remedy = translate("Layers", "Add the server with a log-in of your own.")
    return _notice(summary.format(layers=layers, server=_short(server)), remedy, patients)


def listed(patients: Sequence[Patient]) -> str:
    """The names of layers in a sentence, no more than a few of them."""
    quoted = translate("Layers", "“{layer}”")
    names: List[str] = list(dict.fromkeys(quoted.format(layer=_short(patient.name)) for patient in patients))
    shown = ", ".join(names[:_MOST_NAMES])
    if len(names) > _MOST_NAMES:
        return translate("Layers", "{layers} and {count} more").format(layers=shown, count=len(names) - _MOST_NAMES)
    return shown


def by_key(pairs: Iterable[Tuple[Patient, Key]]) -> Dict[Key, List[Patient]]:
    """Layers with the same fate, in the order in which they came."""
    found: Dict[Key, List[Patient]] = {}
    for patient, key in pairs:
        found.setdefault(key, []).append(patient)
    return found


def _notice(summary: str, remedy: str, patients: Sequence[Patient], detail: str = "") -> LayerNotice:
    return LayerNotice(summary, remedy, [patient.layer_id for patient in patients], detail)


def _short(name: str) -> str:
    """A name in one line: anybody can have written it."""
    line = " ".join(name.split())
    return line if len(line) <= _LONGEST_NAME else f"{line[: _LONGEST_NAME - 1]}…"
