"""Uploads and downloads that survive a restart."""
