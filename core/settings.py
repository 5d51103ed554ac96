"""The plugin's settings as one typed class. Secrets are not among them: see `connections`."""

from __future__ import annotations

from typing import Any, Generic, TypeVar

from qgis.core import QgsSettings
from qgis.PyQt.QtCore import QSettings

ROOT = "nadir"

Value = TypeVar("Value", str, bool, int, float)


class _Setting(Generic[Value]):
    """One value under `nadir/`, read with the type of its default."""

    def __init__(self, default: Value) -> None:
        self._default: Value = default
        self._key = ""

    def __set_name__(self, owner: type, name: str) -> None:
        self._key = f"{ROOT}/{name}"

    def __get__(self, instance: Any, owner: type) -> Value:
        return QgsSettings().value(self._key, self._default, type=type(self._default))

    def __set__(self, instance: Any, value: Value) -> None:
        QgsSettings().setValue(self._key, value)


class Settings:
    """What Nadir remembers from one session to the next; each attribute reads and writes QGIS's settings."""

    last_folder: _Setting[str] = _Setting("")
    """The folder of photos that was chosen last."""
    open_connections: _Setting[str] = _Setting("")
    """Ids of the connections that were open last, with commas between them."""
    panel_layout: _Setting[str] = _Setting("")
    """Where the splitter between list and details stands, as Qt writes it, in Base64."""
    local_environment_folder: _Setting[str] = _Setting("")
    """Where the local server's Python environment lies; empty: where `core.local` puts it."""
    local_data_folder: _Setting[str] = _Setting("")
    """Where the local server keeps photos and products; empty: where `core.local` puts it."""
    load_when_finished: _Setting[bool] = _Setting(True)
    """Whether the results of a task started here go on the map by themselves."""
    map_products: _Setting[str] = _Setting("orthophoto,dsm,dtm,pointcloud")
    """What *Add to map* adds: values of `LayerKind` with commas between them."""
    sharp_tiles: _Setting[str] = _Setting("automatic")
    """Whether tiles come with twice the pixels: "automatic" on screens that have them, "always" or "never"."""
    cut_percent: _Setting[float] = _Setting(2.0)
    """Percent of the pixels at each end that the colours of heights leave out."""
    offer_values: _Setting[bool] = _Setting(True)
    """Whether real values are offered where somebody identifies heights that are only a picture."""
    licence: _Setting[str] = _Setting("")
    """The licence that the metadata of new layers names, such as "CC BY 4.0"; empty: none."""
    last_download_folder: _Setting[str] = _Setting("")
    """Where a file of a task was saved last."""
    cache_limit_gb: _Setting[int] = _Setting(10)
    """Gigabytes that downloaded results may take on this computer before those go that were used longest ago."""
    local_goes_on: _Setting[bool] = _Setting(True)
    """Whether the local server finishes its tasks when QGIS is closed, and ends by itself then."""
    notify: _Setting[bool] = _Setting(True)
    """Whether the system tells when a task ends while QGIS is in the background."""
    upload_rate_kb: _Setting[int] = _Setting(0)
    """Kilobytes a second that an upload may send unless told otherwise; 0: as fast as it goes."""
    upload_speeds: _Setting[str] = _Setting("")
    """Bytes a second that earlier uploads had, by the ids of their connections, as JSON."""
    new_task_size: _Setting[str] = _Setting("")
    """Width and height of the *New task* dialog, as `900x600`."""
    resize_to: _Setting[int] = _Setting(0)
    """Longest side in pixels that photos are made smaller to unless told otherwise; 0: sent as they are."""

    def written(self) -> bool:
        """Write what was changed to the disk now; whether that went well."""
        settings = QSettings()  # what QgsSettings stands on; it tells nothing itself
        settings.sync()
        return settings.status() == QSettings.Status.NoError
