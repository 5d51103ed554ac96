"""The background: a queue of jobs, its threads and the clock that fills it."""
