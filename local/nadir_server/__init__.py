"""The local server: the WebODM REST API for one computer, in Django on SQLite."""
