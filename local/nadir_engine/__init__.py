"""Nadir's photogrammetry engine: photos in; orthophoto, surface and terrain model, and point cloud out."""
