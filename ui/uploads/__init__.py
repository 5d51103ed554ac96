"""Photos on their way, and what else goes on."""
