"""Builds the zip that QGIS's plugin manager installs: `package.py FOLDER`. One top folder, no tests, nothing that git does not know but
the resources and translations that `make` compiled.
"""

import subprocess
import sys
import zipfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
SHIPPED = (
    "core/",
    "ui/",
    "local/",
    "resources/",
    "i18n/",
    "__init__.py",
    "plugin.py",
    "metadata.txt",
    "LICENSE",
    "README.md",
    "CHANGELOG.md",
)
LEFT_OUT = (".ts", ".pro", ".gitignore")
LIMIT_MB = 25  # of the plugin repository


def main() -> int:
    """Write the zip and say how large it is."""
    version = next(
        line.split("=")[1]
        for line in (ROOT / "metadata.txt").read_text(encoding="utf-8").splitlines()
        if line.startswith("version=")
    )
    target = Path(sys.argv[1]) / f"nadir-{version}.zip"
    target.parent.mkdir(parents=True, exist_ok=True)
    part = target.with_suffix(".part")
    with zipfile.ZipFile(part, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in shipped_files():
            archive.write(ROOT / name, f"nadir/{name}")
    part.replace(target)
    size = target.stat().st_size / 1e6
    sys.stdout.write(f"{target} {size:.1f} MB\n")
    return 0 if size < LIMIT_MB else 1


def shipped_files() -> list[str]:
    """What belongs into the zip, relative to the root."""
    listed = subprocess.run(
        ["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=True
    ).stdout.splitlines()  # noqa: S603, S607
    known = [name for name in listed if name.startswith(SHIPPED) and not name.endswith(LEFT_OUT)]
    compiled = ["resources_rc.py", *(f"i18n/{path.name}" for path in sorted((ROOT / "i18n").glob("*.qm")))]
    return known + compiled


if __name__ == "__main__":
    sys.exit(main())
