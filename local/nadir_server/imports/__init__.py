"""Import: a task from a zip file that a client sends or that lies at an address."""
