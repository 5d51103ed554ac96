"""Orthophoto, DSM and DTM as tiles and figures."""
