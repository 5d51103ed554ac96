"""Products in other formats and reference systems, made in the background and fetched when ready."""
