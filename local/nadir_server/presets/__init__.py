"""Presets: sets of processing options, of the server and of its users."""
