"""Processing nodes: what speaks the NodeODM API, the built-in one included."""
