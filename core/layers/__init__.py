"""From a finished task to layers in QGIS."""
