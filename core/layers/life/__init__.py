"""Layers that stay right: known again, repaired, told about."""
