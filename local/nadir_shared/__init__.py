"""What the server and its node have in common."""
