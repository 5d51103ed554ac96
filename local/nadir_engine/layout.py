"""Where everything of a run lies, as OpenDroneMap lays it out."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Layout:
    """The paths of one run's output folder."""

    output: Path

    @property
    def finished_stages(self) -> Path:
        """Names of the stages whose results are there."""
        return self.output / "finished_stages.json"

    @property
    def images_json(self) -> Path:
        return self.output / "images.json"

    @property
    def cameras_json(self) -> Path:
        return self.output / "cameras.json"

    @property
    def opensfm(self) -> Path:
        """Features, matches and the reconstruction."""
        return self.output / "opensfm"

    @property
    def features(self) -> Path:
        return self.opensfm / "features"

    @property
    def database(self) -> Path:
        return self.opensfm / "database.db"

    @property
    def models(self) -> Path:
        """The reconstructions as they were put together, in no unit."""
        return self.opensfm / "models"

    @property
    def reconstruction(self) -> Path:
        """The reconstruction in metres, relative to the origin in `georeference`."""
        return self.opensfm / "reconstruction"

    @property
    def georeference(self) -> Path:
        return self.opensfm / "georeference.json"

    @property
    def dense(self) -> Path:
        """The dense surface before it becomes products."""
        return self.output / "openmvs"

    @property
    def surface(self) -> Path:
        """Height and confidence of each cell."""
        return self.dense / "surface.tif"

    @property
    def colours(self) -> Path:
        return self.dense / "colours.tif"

    @property
    def gains(self) -> Path:
        """Factors that even out the photos' colours."""
        return self.dense / "gains.json"

    @property
    def point_cloud(self) -> Path:
        return self.output / "odm_georeferencing" / "odm_georeferenced_model.laz"

    @property
    def ept(self) -> Path:
        return self.output / "entwine_pointcloud"

    @property
    def dsm(self) -> Path:
        return self.output / "odm_dem" / "dsm.tif"

    @property
    def dtm(self) -> Path:
        return self.output / "odm_dem" / "dtm.tif"

    @property
    def orthophoto(self) -> Path:
        return self.output / "odm_orthophoto" / "odm_orthophoto.tif"

    @property
    def report(self) -> Path:
        return self.output / "odm_report"

    @property
    def stats(self) -> Path:
        return self.report / "stats.json"

    @property
    def shots(self) -> Path:
        return self.report / "shots.geojson"

    @property
    def own_files(self) -> tuple[Path, ...]:
        """Every file that a run writes outside `own_folders`."""
        return (
            self.finished_stages, self.images_json, self.cameras_json, self.point_cloud, self.dsm, self.dtm, self.orthophoto,
            self.stats, self.shots,
        )  # fmt: skip

    @property
    def own_folders(self) -> tuple[Path, ...]:
        """Folders in which a run writes, and deletes, whatever there is."""
        return self.opensfm, self.dense, self.ept
