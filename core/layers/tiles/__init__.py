"""Rasters as map tiles: what to ask a server for, the layers, their colours and legends."""
