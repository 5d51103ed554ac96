"""The verbs of connections, projects and tasks, defined once."""
