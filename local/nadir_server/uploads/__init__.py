"""How request bodies reach the data disk."""
