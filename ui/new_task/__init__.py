"""The dialog that makes a task of photos."""
