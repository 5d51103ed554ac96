"""Photo positions, footprints, control points, contours, flight paths and extents."""
