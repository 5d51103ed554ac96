"""Files of a finished task: downloads and raw paths."""
