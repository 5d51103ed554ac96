"""The REST client of servers compatible with WebODM software."""
