"""Connections, projects and tasks as a tree."""
