"""Processing nodes."""
