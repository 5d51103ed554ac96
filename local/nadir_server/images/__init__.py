"""The photos of a task: thumbnails and the files themselves."""
