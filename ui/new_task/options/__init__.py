"""The options step of a new task: presets, the form of processing options, boundary, control points, node."""
