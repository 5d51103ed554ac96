"""The photos of a new task: found, listed, shown on the map, left out."""
