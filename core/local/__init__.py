"""Makes, starts, watches and stops the local server."""
