"""What a layer says of itself: QGIS's layer metadata, and the text of its tool tip.

QGIS shows both as HTML. What came from a server is made harmless before (`plain`), and reads the same as plain text, in
which QGIS's editor of metadata and exported files show it.
"""

from __future__ import annotations

from datetime import datetime
from typing import List

from qgis.core import (
    Qgis,
    QgsAbstractMetadataBase,
    QgsBox3d,
    QgsLayerMetadata,
    QgsMapLayer,
)
from qgis.PyQt.QtCore import QCoreApplication, QDateTime, QLocale

from ..api.links import task_page
from ..api.task import Task
from ..settings import Settings
from .marks import LayerForm, Mark, read_mark
from .time import flight_range, flight_span

translate = QCoreApplication.translate  # called by this name, so that the translation tools find the texts

LONGEST = 300  # characters of a name from a server
_MARKUP = str.maketrans({"<": "‹", ">": "›", '"': "”"})
_DATASET = "dataset"
_HECTARE = 10_000.0  # m2


def describe(layer: QgsMapLayer, text: str) -> None:
    """The text of a layer's tool tip; newer versions of QGIS keep it elsewhere."""
    _holder(layer).setAbstract(text)


def write_metadata(layer: QgsMapLayer, task: Task) -> None:
    """Write title, abstract, date, link, licence, reference system and extent on a layer of a task, which is marked.

    On the main thread, once the layer has its extent. Nothing in it is a credential: the link wants a log-in. What the
    user wrote into the other fields stays.
    """
    mark = read_mark(layer)
    if mark is None:
        return
    metadata = layer.metadata().clone()
    metadata.setIdentifier(_identifier(mark))
    metadata.setType(_DATASET)
    metadata.setTitle(_title(mark, task))
    metadata.setAbstract(_abstract(layer, mark, task))
    if not metadata.categories():
        metadata.setCategories([translate("Layers", "Drone mapping")])
    _write_dates(metadata, task)
    _write_link(metadata, mark, task)
    _write_rights(metadata)
    metadata.setCrs(layer.crs())
    metadata.setExtent(_extent(layer, task))
    layer.setMetadata(metadata)
    if not _holder(layer).abstract():
        describe(layer, _facts(task))


def reason_of(layer: QgsMapLayer) -> str:
    """Why a layer is not valid, where QGIS says so; asking an empty error for its text crashes QGIS 3.22."""
    return "" if layer.error().isEmpty() else str(layer.error().summary())


def plain(text: str) -> str:
    """A text from a server on one line, that is no markup and holds no link, wherever QGIS shows it."""
    printable = "".join(letter if letter.isprintable() else " " for letter in text[: LONGEST * 4])
    flat = " ".join(printable.translate(_MARKUP).replace("://", ": //").split())
    return flat if len(flat) <= LONGEST else flat[: LONGEST - 1] + "…"


def _holder(layer: QgsMapLayer) -> QgsMapLayer:
    """What keeps the layer's abstract: since QGIS 3.38 its server properties."""
    properties = layer.serverProperties()
    return properties if hasattr(properties, "setAbstract") else layer


def _identifier(mark: Mark) -> str:
    """The same for the same product of the same run, wherever it was added from."""
    parts = (mark.server_url, mark.project_id, mark.task_id, mark.version, mark.kind.value, mark.detail)
    return "/".join(part for part in parts if part)


def _title(mark: Mark, task: Task) -> str:
    name = plain(task.name) or translate("Layers", "Task")
    what = f"{mark.kind.title}: {plain(mark.detail)}" if mark.detail else mark.kind.title
    return translate("Layers", "{product} of “{task}”").format(product=what, task=name)


def _abstract(layer: QgsMapLayer, mark: Mark, task: Task) -> str:
    """Sentences, one a line."""
    shown = str(_holder(layer).abstract())
    lines = [_made_how(mark, task), _facts(task), "" if shown == _facts(task) else shown, _reference(task)]
    return "\n".join(line for line in lines if line)


def _made_how(mark: Mark, task: Task) -> str:
    name = plain(task.name) or translate("Layers", "Task")
    text = {
        LayerForm.TILES: translate("Layers", "{product} of the task “{task}”, as map tiles of the server."),
        LayerForm.STREAM: translate("Layers", "{product} of the task “{task}”, read from the server piece by piece."),
        LayerForm.FILE: translate("Layers", "{product} of the task “{task}”, as a file on this computer."),
    }[mark.form]
    return text.format(product=mark.kind.title, task=name)


def _facts(task: Task) -> str:
    """When, how many photos, how sharp, how large; '' where nobody knows any of it."""
    locale, statistics = QLocale(), task.statistics
    parts: List[str] = []
    span = flight_span(task)
    if span is not None and span[0] in (statistics.start_date, statistics.end_date):  # not the day of the task instead
        day = locale.toString(QDateTime(span[0]).date(), QLocale.FormatType.ShortFormat)
        parts.append(translate("Layers", "photographed on {day}").format(day=day))
    if task.images_count > 0:
        parts.append(translate("Layers", "photos: {count}").format(count=locale.toString(task.images_count)))
    if statistics.gsd_cm:
        size = locale.toString(statistics.gsd_cm, "f", 1)
        parts.append(translate("Layers", "ground sampling distance (GSD): {size} cm").format(size=size))
    if statistics.area_m2:
        area = locale.toString(statistics.area_m2 / _HECTARE, "f", 2)
        parts.append(translate("Layers", "area: {area} ha").format(area=area))
    text = ", ".join(parts)
    return f"{text[0].upper()}{text[1:]}." if text else ""


def _reference(task: Task) -> str:
    name = plain(task.srs_name) or (f"EPSG:{task.epsg}" if task.epsg is not None else "")
    return translate("Layers", "Processed in {crs}.").format(crs=name) if name else ""


def _write_dates(metadata: QgsLayerMetadata, task: Task) -> None:
    """The flight as the date of creation, the task as a line of the history; QGIS keeps single dates since 3.30."""
    flight = flight_range(task)
    if flight is not None and hasattr(metadata, "setDateTime"):
        metadata.setDateTime(Qgis.MetadataDateType.Created, flight.begin())
    if task.created_at is not None:
        day = QLocale().toString(_local(task.created_at).date(), QLocale.FormatType.ShortFormat)
        metadata.setHistory([translate("Layers", "Task created on {day}").format(day=day)])


def _write_link(metadata: QgsLayerMetadata, mark: Mark, task: Task) -> None:
    """The task's page, for whoever has a log-in there."""
    link = QgsAbstractMetadataBase.Link(translate("Layers", "Task"), "WWW:LINK", task_page(mark.server_url, task))
    link.description = translate("Layers", "The task on its server, for those who have a log-in there")
    metadata.setLinks([link])


def _write_rights(metadata: QgsLayerMetadata) -> None:
    """Servers know of no licence: what the user wrote on the layer stays, else the one that is set for all layers."""
    licence = " ".join(Settings().licence.split())
    if licence and not metadata.licenses():
        metadata.setLicenses([licence])


def _extent(layer: QgsMapLayer, task: Task) -> QgsLayerMetadata.Extent:
    found = QgsLayerMetadata.Extent()
    box = layer.extent()
    if not box.isEmpty():
        spatial = QgsLayerMetadata.SpatialExtent()
        spatial.bounds = QgsBox3d(box)
        spatial.extentCrs = layer.crs()
        found.setSpatialExtents([spatial])
    flight = flight_range(task)
    if flight is not None:
        found.setTemporalExtents([flight])
    return found


def _local(when: datetime) -> QDateTime:
    """The server's times have a zone; they are shown in the user's."""
    return QDateTime(when) if when.tzinfo is None else QDateTime.fromMSecsSinceEpoch(int(when.timestamp() * 1000))
