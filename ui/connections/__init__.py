"""Servers: adding, opening, logging in and out."""
