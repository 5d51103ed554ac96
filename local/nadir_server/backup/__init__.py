"""Backup: all of a task in one zip file, and what such a file says of the task."""
