"""The processing node: the NodeODM API around `python -m nadir_engine run`."""
