"""Heights as QGIS's elevation tools see them: profiles, 3D terrain, the elevation controller."""

from __future__ import annotations

from qgis.core import QgsProject, QgsRasterLayer

try:  # QGIS 3.26 and newer
    from qgis.core import QgsFlatTerrainProvider, QgsRasterDemTerrainProvider
except ImportError:
    QgsFlatTerrainProvider = QgsRasterDemTerrainProvider = None


def mark_as_elevation(layer: QgsRasterLayer) -> bool:
    """Have the profile tool and 3D views take the values as heights; False where this QGIS knows no such mark (before 3.26)."""
    properties = layer.elevationProperties() if hasattr(layer, "elevationProperties") else None
    if properties is None or not hasattr(properties, "setEnabled"):
        return False
    properties.setEnabled(True)
    if hasattr(properties, "setBandNumber"):
        properties.setBandNumber(1)
    return True


def knows_terrain() -> bool:
    """Whether projects have a terrain in this QGIS."""
    return QgsRasterDemTerrainProvider is not None and hasattr(QgsProject.instance(), "elevationProperties")


def is_flat() -> bool:
    """Whether the project's terrain is the level ground of new projects, which nobody has chosen."""
    if not knows_terrain():
        return False
    provider = QgsProject.instance().elevationProperties().terrainProvider()
    return isinstance(provider, QgsFlatTerrainProvider) and provider.offset() == 0.0


def is_terrain(layer: QgsRasterLayer) -> bool:
    """Whether the project takes its terrain from this layer."""
    if not knows_terrain():
        return False
    provider = QgsProject.instance().elevationProperties().terrainProvider()
    shown = provider.layer() if isinstance(provider, QgsRasterDemTerrainProvider) else None
    return shown is not None and shown.id() == layer.id()


def use_as_terrain(layer: QgsRasterLayer) -> None:
    """Have the project take its terrain from this layer: 3D views, profiles and points without a height stand on it."""
    provider = QgsRasterDemTerrainProvider()
    provider.setLayer(layer)
    QgsProject.instance().elevationProperties().setTerrainProvider(provider)
    QgsProject.instance().setDirty(True)
