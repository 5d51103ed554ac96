"""Textured models as tiled scenes."""
