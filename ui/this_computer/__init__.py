"""The local server as the user sees it."""
