"""From a folder of photos to products on disk and layers on the map, on any server or on this computer."""

from __future__ import annotations

from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Dict, List, Optional, Tuple

from qgis.core import (
    QgsMapLayer,
    QgsProcessingAlgorithm,
    QgsProcessingContext,
    QgsProcessingException,
    QgsProcessingFeedback,
    QgsProcessingLayerPostProcessorInterface,
    QgsProcessingOutputFile,
    QgsProcessingOutputRasterLayer,
    QgsProcessingOutputString,
    QgsProcessingParameterBoolean,
    QgsProcessingParameterEnum,
    QgsProcessingParameterFile,
    QgsProcessingParameterFolderDestination,
    QgsProcessingParameterString,
    QgsProcessingUtils,
)
from qgis.PyQt.QtCore import QCoreApplication

from ..api.client import Client
from ..api.errors import NotFound
from ..api.network import NetworkOptions
from ..api.session import Session
from ..api.task import Task, TaskOption
from ..connections import Connections, network_options, with_authorities
from ..errors import Cancelled, NadirError
from ..layers.clouds.copy import download_ept
from ..layers.products import ASSETS, LayerKind, has_no_place
from ..layers.values.files import opens_laz, style
from ..local.this_computer import ThisComputer
from ..photos.folder import scan
from ..surveys import Survey, survey_name, upload_survey
from ..transfers.download_queue import DownloadProgress, Downloads, WantedAsset
from ..workspace import data_folder
from .stages import Stages, wait_for_end

translate = QCoreApplication.translate  # called by this name, so that the translation tools find the texts

THIS_COMPUTER = "This computer"  # a value that scripts use, so not translated
INPUT, CONNECTION, NAME, PRODUCTS, LOAD, OUTPUT, TASK = (
    "INPUT", "CONNECTION", "NAME", "PRODUCTS", "LOAD", "OUTPUT", "TASK"
)  # fmt: skip
"""Names of parameters and outputs: an interface, so never changed."""
OUTPUTS = {
    LayerKind.ORTHOPHOTO: "ORTHOPHOTO",
    LayerKind.DSM: "DSM",
    LayerKind.DTM: "DTM",
    LayerKind.POINT_CLOUD: "POINTCLOUD",
}
EPT_FOLDER = "pointcloud"
EPT_SHARE = 0.3  # of the time that the downloads take


@dataclass(frozen=True)
class _Request:
    """The parameters, read and checked on the main thread. `login`: None for this computer."""

    folder: Path
    name: str
    kinds: Tuple[LayerKind, ...]
    output: Path
    load: bool
    login: Optional[Tuple[str, str, str]]  # address, user name, password
    network: NetworkOptions


class ProcessPhotos(QgsProcessingAlgorithm):
    """`nadir:processphotos`. Needs no window and no event loop on its thread."""

    def __init__(self, this_computer: ThisComputer) -> None:
        super().__init__()
        self._this_computer = this_computer
        self._request: Optional[_Request] = None

    def createInstance(self) -> ProcessPhotos:
        """A fresh one for each run."""
        return ProcessPhotos(self._this_computer)

    def name(self) -> str:
        """Part of the id, so never changed."""
        return "processphotos"

    def displayName(self) -> str:
        """As the toolbox shows it."""
        return translate("ProcessPhotos", "Process photos")

    def shortDescription(self) -> str:  # noqa: N802 - QGIS's name
        """The tool tip."""
        return translate(
            "ProcessPhotos",
            "Makes orthophoto, surface and terrain model and point cloud from a folder of drone photos."
        )

    def tags(self) -> List[str]:
        """What people search for."""
        return translate(
            "ProcessPhotos", "drone,uav,photogrammetry,orthophoto,orthomosaic,dsm,dtm,point cloud,photos,images"
        ).split(",")

    def icon(self) -> Any:
        """The provider's."""
        return self.provider().icon()

    def shortHelpString(self) -> str:
        """Shown beside the parameters."""
        return translate(
            "ProcessPhotos",
            "Uploads the photos of a folder to a server compatible with WebODM software or to the local server of this "
            "computer, waits until they are processed, and puts the products into a folder: orthophoto.tif, dsm.tif, "
            "dtm.tif and the point cloud.\n\n"
            "The local server has to be set up once: open the Nadir panel and click This computer. Servers are those "
            "that were saved in the panel with their log-in.\n\n"
            "Photos without a position are processed, but give no georeferenced products. Cancelling also cancels the "
            "task on the server."
        )

    def initAlgorithm(self, _configuration: Optional[Dict[str, Any]] = None) -> None:
        """Declare parameters and outputs."""
        names = dict.fromkeys(each.name for each in Connections().all() if not each.is_local)  # each once
        servers = [THIS_COMPUTER, *names]
        titles = [kind.title for kind in OUTPUTS]
        folder = QgsProcessingParameterFile.Behavior.Folder
        self.addParameter(
            QgsProcessingParameterFile(INPUT, translate("ProcessPhotos", "Folder of photos"), behavior=folder)
        )
        server = QgsProcessingParameterEnum(
            CONNECTION,
            translate("ProcessPhotos", "Process on"),
            servers,
            defaultValue=THIS_COMPUTER,
            usesStaticStrings=True,
        )
        self.addParameter(server)
        self.addParameter(
            QgsProcessingParameterString(NAME, translate("ProcessPhotos", "Name of the task"), optional=True)
        )
        everything = list(range(len(titles)))
        products = QgsProcessingParameterEnum(
            PRODUCTS, translate("ProcessPhotos", "Products"), titles, allowMultiple=True, defaultValue=everything
        )
        self.addParameter(products)
        self.addParameter(
            QgsProcessingParameterBoolean(
                LOAD, translate("ProcessPhotos", "Add the products to the map"), defaultValue=True
            )
        )
        self.addParameter(
            QgsProcessingParameterFolderDestination(OUTPUT, translate("ProcessPhotos", "Folder of products"))
        )
        for kind, output in OUTPUTS.items():
            if kind is LayerKind.POINT_CLOUD:
                self.addOutput(QgsProcessingOutputFile(output, kind.title))
            else:
                self.addOutput(QgsProcessingOutputRasterLayer(output, kind.title))
        self.addOutput(QgsProcessingOutputString(TASK, translate("ProcessPhotos", "Id of the task")))

    def prepareAlgorithm(
        self, parameters: Dict[str, Any], context: QgsProcessingContext, feedback: QgsProcessingFeedback
    ) -> bool:
        """Read the parameters and, on the main thread where it belongs, the log-in."""
        try:
            self._request = self._read(parameters, context)
        except NadirError as error:
            raise QgsProcessingException(str(error)) from error
        return True

    def processAlgorithm(
        self, _parameters: Dict[str, Any], context: QgsProcessingContext, feedback: QgsProcessingFeedback
    ) -> Dict[str, Any]:
        """Do it. Raises QgsProcessingException; nothing when cancelled."""
        if self._request is None:
            raise QgsProcessingException(translate("ProcessPhotos", "The algorithm was not prepared."))
        try:
            return _Run(self._request, self._this_computer, context, feedback).results()
        except Cancelled:
            return {}
        except NadirError as error:
            if error.detail:
                feedback.pushDebugInfo(error.detail)
            raise QgsProcessingException(str(error)) from error

    def _read(self, parameters: Dict[str, Any], context: QgsProcessingContext) -> _Request:
        folder = Path(self.parameterAsFile(parameters, INPUT, context))
        name = self.parameterAsString(parameters, NAME, context).strip() or survey_name(folder)
        chosen = self.parameterAsEnums(parameters, PRODUCTS, context)
        kinds = tuple(kind for position, kind in enumerate(OUTPUTS) if position in chosen)
        if not kinds:
            raise NadirError(
                translate("ProcessPhotos", "No product is chosen."), translate("ProcessPhotos", "Choose at least one.")
            )
        output = Path(self.parameterAsFile(parameters, OUTPUT, context))
        load = self.parameterAsBoolean(parameters, LOAD, context) and context.project() is not None
        server = self.parameterAsEnumString(parameters, CONNECTION, context)
        login, network = None, NetworkOptions()
        if server != THIS_COMPUTER:
            connections = Connections()
            connection = connections.get(server)
            login = (connection.url, *connections.credentials(connection.id))
            network = network_options(connection.url)
        return _Request(folder, name, kinds, output, load, login, network)


class _Run:
    """One run, on whatever thread QGIS chose for it."""

    def __init__(
        self,
        request: _Request,
        this_computer: ThisComputer,
        context: QgsProcessingContext,
        feedback: QgsProcessingFeedback,
    ) -> None:
        self._request = request
        self._this_computer = this_computer
        self._context = context
        self._feedback = feedback
        self._stages = Stages(feedback)
        self._share = (0.0, 1.0)  # of the downloads: where the present one begins, and how much it is

    def results(self) -> Dict[str, Any]:
        """Everything from the look at the photos to the layers."""
        request, stages = self._request, self._stages
        stages.next(0.02, translate("ProcessPhotos", "Looking at the photos"))
        photos = self._photos()
        stages.next(0.03, translate("ProcessPhotos", "Connecting"))
        try:
            with closing(self._log_in()) as session:
                client = Client(session)
                task = self._process(client, photos)
                stages.next(0.20, translate("ProcessPhotos", "Downloading the products"))
                files = self._download(client, task)
        finally:
            self._leave_this_computer()
        if request.load:
            for kind, path in files.items():
                if _can_open(path):
                    self._add_to_map(kind, path)
        return {
            **{OUTPUTS[kind]: str(path) for kind, path in files.items()},
            OUTPUT: str(request.output),
            TASK: task.id,
        }

    def _photos(self) -> Tuple[Path, ...]:
        report = scan(self._request.folder, self._stages.only_progress, self._stages.cancelled)
        for warning in report.warnings:
            self._feedback.pushWarning(warning)
        return tuple(photo.path for photo in report.photos)

    def _log_in(self) -> Session:
        request, stages = self._request, self._stages
        if request.login is None:
            local = self._this_computer.start(stages.progress, stages.cancelled)
            session = Session(local.url, local.username, local.password)
        else:
            session = Session(*request.login, with_authorities(request.network, request.login[0]))
        session.log_in(cancelled=stages.cancelled)
        return session

    def _process(self, client: Client, photos: Tuple[Path, ...]) -> Task:
        """Upload and wait. Raises NadirError where the task does not complete."""
        request, stages = self._request, self._stages
        stages.next(0.10, translate("ProcessPhotos", "Uploading {count} photos").format(count=len(photos)))
        options = tuple(
            TaskOption(kind.value, True) for kind in (LayerKind.DSM, LayerKind.DTM) if kind in request.kinds
        )
        survey = Survey(request.name, photos, options)
        task, notices = upload_survey(client, data_folder(), survey, stages.seldom, stages.cancelled)
        for notice in notices:
            self._feedback.pushInfo(notice)
        stages.next(0.65, translate("ProcessPhotos", "Processing"))
        task = wait_for_end(client, task, stages, self._feedback.pushConsoleInfo)
        if not task.completed:
            raise NadirError(
                translate("ProcessPhotos", "The task did not complete: {reason}").format(
                    reason=task.last_error or task.state.value
                ),
                translate("ProcessPhotos", "The lines above say more."),
            )
        return task

    def _download(self, client: Client, task: Task) -> Dict[LayerKind, Path]:
        """The wanted products that the task has, each as what QGIS can open. What is missing is told."""
        request = self._request
        wanted: Dict[LayerKind, WantedAsset] = {}
        for kind in request.kinds:
            asset = next((name for name in ASSETS[kind] if name in task.available_assets), None)
            if asset is None:
                self._feedback.pushWarning(_missing(task, kind))
                continue
            wanted[kind] = WantedAsset(task.project_id, task.id, asset, request.output / asset)
        with_ept = LayerKind.POINT_CLOUD in wanted and not opens_laz()
        self._share = (0.0, 1.0 - with_ept * EPT_SHARE)
        report = Downloads(client, tuple(wanted.values())).run(self._tell_bytes, self._stages.cancelled)
        for _item, error in report.failures:
            raise error
        files = {kind: item.target for kind, item in wanted.items()}
        if with_ept:
            self._share = (1.0 - EPT_SHARE, EPT_SHARE)
            files[LayerKind.POINT_CLOUD] = self._download_ept(client, task) or files[LayerKind.POINT_CLOUD]
        return files

    def _download_ept(self, client: Client, task: Task) -> Optional[Path]:
        """The point cloud as this QGIS opens it; None, with a warning, where the server does not have it so."""
        folder = self._request.output / EPT_FOLDER
        try:
            return download_ept(client, task, folder, self._tell_share, self._stages.cancelled)
        except NotFound as error:
            self._feedback.pushDebugInfo(str(error))
            text = translate("ProcessPhotos", "The point cloud comes as a file only: the server has no EPT of it.")
            if self._request.load:
                text += " " + translate("ProcessPhotos", "It is not added to the map, as this QGIS opens no LAZ files.")
            self._feedback.pushWarning(text)
            return None

    def _tell_bytes(self, moment: DownloadProgress) -> None:
        self._tell_share(moment.fraction)

    def _tell_share(self, fraction: float) -> None:
        begin, size = self._share
        self._stages.progress(begin + size * fraction)

    def _add_to_map(self, kind: LayerKind, path: Path) -> None:
        """Have QGIS load a file, on the main thread, when the algorithm has ended."""
        is_cloud = kind is LayerKind.POINT_CLOUD
        hint = QgsProcessingUtils.LayerHint.PointCloud if is_cloud else QgsProcessingUtils.LayerHint.Raster
        details = QgsProcessingContext.LayerDetails(kind.title, self._context.project(), OUTPUTS[kind], hint)
        details.setPostProcessor(_Style.of(kind))
        source = f"ept://{path}" if path.name == "ept.json" else str(path)  # QGIS 3.22 does not know it by its name
        self._context.addLayerToLoadOnCompletion(source, details)

    def _leave_this_computer(self) -> None:
        """Without a window nobody else stops the local server; with one it runs on until QGIS closes."""
        from qgis.utils import iface  # None without a window

        if self._request.login is None and iface is None:
            self._this_computer.stop(wait=True)


def _missing(task: Task, kind: LayerKind) -> str:
    """That a product is not there, and why where that is known."""
    if has_no_place(task):
        text = translate("ProcessPhotos", "The task has no {product}: its photos have no position.")
    else:
        text = translate("ProcessPhotos", "The task has no {product}.")
    return text.format(product=kind.title)


def _can_open(path: Path) -> bool:
    return path.suffix.lower() not in (".las", ".laz") or opens_laz()


class _Style(QgsProcessingLayerPostProcessorInterface):
    """Styles a layer once QGIS has loaded it. QGIS does not keep it alive until then, so `_kept` does."""

    _kept: Dict[LayerKind, _Style] = {}

    def __init__(self, kind: LayerKind) -> None:
        super().__init__()
        self._kind = kind

    @classmethod
    def of(cls, kind: LayerKind) -> _Style:
        """The one for a product."""
        return cls._kept.setdefault(kind, cls(kind))

    def postProcessLayer(  # noqa: N802 - QGIS's name
        self, layer: QgsMapLayer, _context: QgsProcessingContext, _feedback: QgsProcessingFeedback
    ) -> None:
        """Called by QGIS on the main thread."""
        style(self._kind, layer)
