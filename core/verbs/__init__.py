"""What a user can do on a server, a module for each subject; `core.workspace` puts them together."""
