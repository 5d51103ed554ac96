"""The stages that a task can be processed again from, in words."""

from __future__ import annotations

from collections.abc import Sequence

from qgis.PyQt.QtCore import QCoreApplication

from ...core.api.nodes import ProcessingNode
from ...core.api.task import Task
from ...core.workspace import RERUN_FROM

translate = QCoreApplication.translate  # called by this name, so that the translation tools find the texts


def stages_of(task: Task, nodes: Sequence[ProcessingNode]) -> tuple[str, ...]:
    """Those that the server names; of an old server, those that the task's node takes for the option."""
    if task.can_rerun_from:
        return tuple(stage for stage in task.can_rerun_from if stage)
    own = [node for node in nodes if node.id == task.processing_node_id]
    choices = [option.choices for node in own for option in node.available_options if option.name == RERUN_FROM]
    return tuple(stage for stage in choices[0] if stage) if choices else ()


def common_stages(of_tasks: Sequence[Sequence[str]]) -> tuple[str, ...]:
    """The stages that all tasks have, in the order of the first."""
    if not of_tasks:
        return ()
    return tuple(stage for stage in of_tasks[0] if all(stage in stages for stages in of_tasks[1:]))


def stage_text(stage: str) -> str:
    """`Surface and terrain models (odm_dem)`; a stage that is not known stands as it is."""
    known = {
        "dataset": translate("Stages", "Loading the photos"),
        "split": translate("Stages", "Splitting"),
        "merge": translate("Stages", "Merging"),
        "opensfm": translate("Stages", "Camera positions"),
        "openmvs": translate("Stages", "Dense point cloud"),
        "odm_filterpoints": translate("Stages", "Filtering of points"),
        "odm_meshing": translate("Stages", "Meshing"),
        "mvs_texturing": translate("Stages", "Texturing"),
        "odm_georeferencing": translate("Stages", "Georeferencing"),
        "odm_dem": translate("Stages", "Surface and terrain models"),
        "odm_orthophoto": translate("Stages", "Orthophoto"),
        "odm_report": translate("Stages", "Report"),
        "odm_postprocess": translate("Stages", "Finishing"),
    }
    words = known.get(stage)
    return translate("Stages", "{words} ({stage})").format(words=words, stage=stage) if words else stage
