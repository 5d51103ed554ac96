"""Rasters with their real values: files on this disk, or read from the server piece by piece."""
