"""Photos of a survey that never took place, over a terrain that is known exactly."""
