"""Paint the layers of a real survey in another QGIS: `other_qgis.py SUITE [TESTS]`, with `trixie` (3.40) or `forky` (3.44).

The local server is started here, with the environment that `make setup` made; the tests run in a Debian chroot, which
`../shared/tools/qgis-chroot` makes on first use. Needs root.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from dataclasses import asdict
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / ".dev"))

from nadir.test.real_survey import real_survey  # noqa: E402

CHROOT = ROOT.parent / "shared" / "tools" / "qgis-chroot"
TESTS = "test/end_to_end/test_results_on_the_map.py"
ENVIRONMENT = "/opt/nadir-venv"
SET_UP = f"""
[ -x {ENVIRONMENT}/bin/pytest ] || {{
    python3 -m venv --system-site-packages {ENVIRONMENT}
    {ENVIRONMENT}/bin/pip install --quiet -r test/requirements.txt
}}
exec {ENVIRONMENT}/bin/python -m pytest --import-mode=importlib -p no:cacheprovider "$@"
"""


def main(suite: str, *tests: str) -> int:
    """The exit code of the tests."""
    if not CHROOT.exists():
        raise SystemExit(f"{CHROOT} is missing.")
    python = str(ROOT / ".venv-local" / "bin" / "python")
    with tempfile.TemporaryDirectory() as folder, real_survey(Path(folder), python) as survey:
        environment = [f"NADIR_TEST_SURVEY={json.dumps(asdict(survey))}", "PYTHONPATH=.dev", "PYTHONDONTWRITEBYTECODE=1"]
        command = [str(CHROOT), suite, "env", *environment, "bash", "-euc", SET_UP, "bash", *(tests or (TESTS,))]
        return subprocess.run(command, cwd=ROOT, check=False).returncode


if __name__ == "__main__":
    if len(sys.argv) < 2:
        raise SystemExit(__doc__)
    sys.exit(main(*sys.argv[1:]))
