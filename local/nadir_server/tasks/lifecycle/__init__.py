"""What happens to a task by itself: submit, follow, fetch, and the actions that users ask for."""
