"""Makes the local server's Python environment in a folder, with the plugin's own code for it: `environment.py FOLDER`."""

import sys
from pathlib import Path

from nadir.core.errors import NadirError
from nadir.core.local import environment


def main() -> int:
    """Make the environment where it is missing or outdated."""
    folder = Path(sys.argv[1]).absolute()
    if environment.is_ready(folder):
        return 0
    said = ""

    def tell(fraction: float, text: str) -> None:
        nonlocal said
        if text != said:
            said = text
            sys.stdout.write(f"{fraction:4.0%} {text}\n")
            sys.stdout.flush()

    try:
        environment.make(folder, tell, lambda: False)
    except NadirError as error:
        sys.stderr.write(f"{error.summary}\n{error.remedy}\n{error.detail}\n")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
