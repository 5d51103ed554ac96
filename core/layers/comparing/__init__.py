"""What changed between two flights."""
