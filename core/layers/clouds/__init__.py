"""Point clouds in whatever form the server has and this QGIS opens."""
