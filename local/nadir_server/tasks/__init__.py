"""Tasks: photos in, products out."""
