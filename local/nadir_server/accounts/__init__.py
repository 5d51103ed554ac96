"""Log-in, tokens, users and groups."""
