"""`python -m nadir_engine COMMAND ...`: hands over to the command, and imports nothing that the others need."""

from __future__ import annotations

import importlib
import sys

COMMANDS = {
    "run": "nadir_engine.run",
    "options": "nadir_engine.options",
    "serve": "nadir_engine.serve.main",
    "simulate": "nadir_engine.simulate.main",
}


def main(argv: list[str]) -> int:
    """Run the command that `argv` names; returns its exit code, 2 where there is no such command."""
    if not argv or argv[0] not in COMMANDS:
        sys.stderr.write("usage: python -m nadir_engine {" + ",".join(COMMANDS) + "} ...\n")
        return 2
    module = importlib.import_module(COMMANDS[argv[0]])
    return int(module.main(argv[1:]) or 0)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
