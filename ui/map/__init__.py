"""What Nadir adds to QGIS around the map: notices, menus of its layers, tools."""
