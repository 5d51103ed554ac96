"""The page in QGIS's Options dialog."""
