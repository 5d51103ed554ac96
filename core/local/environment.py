"""The Python environment of the local server: found, planned, made, checked and removed. No Qt, so that `make` uses it too."""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import re
import shutil
import subprocess  # nosec B404
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from threading import Thread
from typing import Optional

from ..errors import Cancelled, NadirError
from .machine import memory_mb

MINIMUM_PYTHON = (3, 10)
DOWNLOAD_MB = 270  # the wheels of requirements.txt, as pip downloads them
DISK_MB = 1000  # the finished environment
SPARE_MB = 500  # what pip needs beside it while it unpacks
PACKAGES = 81  # how many packages pip collects, for the progress bar
MARKER = "nadir-environment.json"
NO_WINDOW = getattr(subprocess, "CREATE_NO_WINDOW", 0)  # keeps a console from flashing up on Windows

LOCAL_SOURCE = Path(__file__).resolve().parents[2] / "local"
REQUIREMENTS = LOCAL_SOURCE / "requirements.txt"

Progress = Callable[[float, str], None]
Cancel = Callable[[], bool]

# What QGIS sets for itself and what breaks another Python and the GDAL and PROJ that its packages bring.
_INHERITED = ("PYTHONHOME", "PYTHONPATH", "PYTHONSTARTUP", "PYTHONEXECUTABLE", "__PYVENV_LAUNCHER__", "VIRTUAL_ENV")
_GEO = ("GDAL_DATA", "GDAL_DRIVER_PATH", "PROJ_LIB", "PROJ_DATA", "GEOTIFF_CSV", "PDAL_DRIVER_PATH")


@dataclass(frozen=True)
class FoundPython:
    """A Python that can make the environment."""

    executable: str
    version: tuple[int, int, int]

    @property
    def label(self) -> str:
        """Such as `Python 3.11.2`."""
        return "Python " + ".".join(str(part) for part in self.version)


@dataclass(frozen=True)
class EnvironmentPlan:
    """What making the environment would take; `problem` says why it cannot be made here.

    memory_mb: what this computer has; None where it does not say.
    """

    folder: Path
    python: Optional[FoundPython]
    download_mb: int
    disk_mb: int
    free_mb: int
    problem: Optional[NadirError] = None
    memory_mb: Optional[int] = None


def clean_environ() -> dict[str, str]:
    """The environment variables for the local server's processes, without those that QGIS set for its own Python and GDAL."""
    return {name: value for name, value in os.environ.items() if name not in _INHERITED + _GEO}


def python_of(folder: Path) -> Path:
    """The Python of the environment in `folder`."""
    return folder / "Scripts" / "python.exe" if os.name == "nt" else folder / "bin" / "python"


def is_ready(folder: Path) -> bool:
    """Whether the environment is complete and made from the requirements as they are now."""
    try:
        marker = json.loads((folder / MARKER).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return False
    return (
        isinstance(marker, dict) and marker.get("requirements") == _requirements_hash() and python_of(folder).exists()
    )


def plan(folder: Path) -> EnvironmentPlan:
    """Look at Python and disk. Starts a few short processes: not for the main thread."""
    free_mb = shutil.disk_usage(_existing_parent(folder)).free // 1_000_000
    python, problem = find_python()
    if problem is None and free_mb < DISK_MB + SPARE_MB:
        problem = NadirError(
            f"Not enough disk space for the local server: {free_mb} MB are free in {_existing_parent(folder)}.",
            f"Free {DISK_MB + SPARE_MB - free_mb} MB there, or choose another folder in the QGIS options, page Nadir.",
            f"needed: {DISK_MB} MB for the environment and {SPARE_MB} MB while it is unpacked",
        )
    return EnvironmentPlan(folder, python, DOWNLOAD_MB, DISK_MB, free_mb, problem, memory_mb())


def find_python() -> tuple[Optional[FoundPython], Optional[NadirError]]:
    """The first Python that can make the environment, or why there is none."""
    seen: list[str] = []
    for candidate in _candidates():
        found, reason = _examine(candidate)
        if found is not None:
            return found, None
        seen.append(f"{candidate}: {reason}")
    needed = ".".join(str(part) for part in MINIMUM_PYTHON)
    lacks_venv = any("ensurepip" in reason or "venv" in reason for reason in seen)
    remedy = (
        "Install the package python3-venv (sudo apt install python3-venv), then try again."
        if lacks_venv
        else f"Install Python {needed} or newer from python.org or with your system's package manager, then try again."
    )
    return None, NadirError(
        f"No Python {needed} or newer with venv was found on this computer.", remedy, "\n".join(seen)
    )


def make(folder: Path, progress: Progress, cancelled: Cancel, proxy: str = "") -> None:
    """Make the environment in `folder`. An older one there is replaced once the new one is complete.

    Raises NadirError (no Python, no network, no disk, a package that cannot be had) and Cancelled; nothing half-made stays behind.
    """
    proposal = plan(folder)
    if proposal.problem is not None:
        raise proposal.problem
    if proposal.python is None:
        raise NadirError("No Python was found for the local server.")
    _refuse_other_files(folder)
    new = folder.with_name(folder.name + ".new")
    remove(new)
    try:
        new.mkdir(parents=True)
        _make(new, proposal.python, progress, cancelled, proxy)
        remove(folder)
        new.rename(folder)
    except BaseException:
        remove(new)
        raise
    progress(1.0, "The local server is ready to start")


def _make(folder: Path, python: FoundPython, progress: Progress, cancelled: Cancel, proxy: str) -> None:
    """Make it in place; only programs run as `python -m` are used, so that the folder may be renamed afterwards."""
    _mark(folder, "", python)
    progress(0.01, f"Making a Python environment with {python.label}")
    _run([python.executable, "-I", "-m", "venv", str(folder)], cancelled, lambda line: None)
    _install(folder, progress, cancelled, proxy)
    progress(0.97, "Checking the packages")
    check = "import django, cv2, pycolmap, rasterio, laspy"
    _run([str(python_of(folder)), "-I", "-c", check], cancelled, lambda line: None)
    _mark(folder, _requirements_hash(), python)


def remove(folder: Path) -> None:
    """Remove an environment that `make` has made or begun. Refuses any other folder with files: it may have been chosen by mistake."""
    if folder.exists():
        _refuse_other_files(folder)
        shutil.rmtree(folder)


def _refuse_other_files(folder: Path) -> None:
    if folder.exists() and any(folder.iterdir()) and not (folder / MARKER).exists():
        raise NadirError(
            f"The folder {folder} holds other files.",
            "Choose an empty folder for the local server's programs in the QGIS options, page Nadir.",
        )


def _mark(folder: Path, requirements: str, python: FoundPython) -> None:
    """Write down that the environment is ours, and from which requirements it is made ('': it is not finished)."""
    marker = {"requirements": requirements, "python": python.label}
    (folder / MARKER).write_text(json.dumps(marker), encoding="utf-8")


def _install(folder: Path, progress: Progress, cancelled: Cancel, proxy: str) -> None:
    """Run pip on requirements.txt and turn its lines into progress."""
    collected = 0

    def follow(line: str) -> None:
        nonlocal collected
        if line.startswith("Collecting "):
            collected += 1
            name = re.split(r"[=<>!~; \[(]", line[len("Collecting ") :])[0]
            progress(0.05 + 0.65 * min(1.0, collected / PACKAGES), f"Downloading {name}")
        elif line.startswith("Installing collected packages"):
            progress(0.72, "Installing the packages")

    command = [
        str(python_of(folder)),
        "-I",
        "-m",
        "pip",
        "install",
        "--disable-pip-version-check",
        "--progress-bar",
        "off",
    ]
    command += ["--prefer-binary", "--timeout", "20", "--retries", "2", "-r", str(REQUIREMENTS)]
    _run(command + (["--proxy", proxy] if proxy else []), cancelled, follow)


def _run(command: list[str], cancelled: Cancel, follow: Callable[[str], None]) -> None:
    """Run a command to its end, passing on its lines; killed at once when cancelled. Raises NadirError with a readable cause."""
    try:
        process = subprocess.Popen(  # nosec B603  # noqa: S603
            command,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            encoding="utf-8",
            errors="replace",
            env=clean_environ(),
            creationflags=NO_WINDOW,
        )
    except OSError as error:
        raise NadirError(
            "Python could not be started.", "Check the Python installation, then try again.", str(error)
        ) from error
    lines: list[str] = []
    reader = Thread(target=_read, args=(process, lines, follow), daemon=True)
    reader.start()
    while process.poll() is None:
        if cancelled():
            process.kill()
            process.wait()
            raise Cancelled("Making the local server was cancelled.")
        time.sleep(0.1)
    reader.join(5)
    if process.returncode:
        raise explain_failure(lines)


def _read(process: subprocess.Popen[str], lines: list[str], follow: Callable[[str], None]) -> None:
    for line in process.stdout or ():
        lines.append(line.rstrip())
        follow(line.strip())


def explain_failure(lines: list[str]) -> NadirError:
    """The cause of a failed installation in a user's words, from what pip and venv print."""
    text = "\n".join(lines)
    detail = "\n".join(lines[-15:])
    if re.search(r"No space left on device|not enough space|Errno 28|Errno 122", text, re.IGNORECASE):
        return NadirError(
            "The disk became full while the local server was made.", f"Free about {DISK_MB} MB, then try again.", detail
        )
    if re.search(r"ensurepip is not available|No module named '?(ensurepip|venv|pip)", text):
        return NadirError(
            "This Python cannot make environments.", "Install the package python3-venv, then try again.", detail
        )
    if re.search(r"CERTIFICATE_VERIFY_FAILED|SSLError", text):
        return NadirError(
            "The package server's certificate is not trusted.",
            "Ask your administrator for pip's certificate settings.",
            detail,
        )
    network = r"NewConnectionError|Temporary failure in name resolution|ConnectTimeout|ReadTimeout|Network is unreachable|ProxyError"
    network += r"|getaddrinfo failed|Connection broken|Connection refused|Failed to establish|Could not find a version.*from versions: none"
    if re.search(network, text):
        return NadirError(
            "The packages of the local server could not be downloaded.",
            "Check the internet connection and the proxy, then try again.",
            detail,
        )
    return NadirError(
        "The local server's environment could not be made.",
        "Open the details for what went wrong, then try again.",
        detail,
    )


def _candidates() -> Iterator[str]:
    """Pythons worth a look, the one that QGIS runs first: absolute paths, each once."""
    seen: set[str] = set()
    for candidate in _possible():
        if candidate and candidate not in seen:
            seen.add(candidate)
            yield candidate


def _possible() -> Iterator[Optional[str]]:
    if Path(sys.executable or "").name.lower().startswith("python"):
        yield sys.executable
    for base in (Path(sys.exec_prefix), Path(sys.base_exec_prefix)):
        for relative in ("python.exe", "python3.exe", "bin/python3"):
            if (base / relative).is_file():
                yield str(base / relative)
    for name in ("python3", *(f"python3.{minor}" for minor in (11, 12, 13, 10, 14)), "python"):
        yield shutil.which(name)


def _examine(executable: str) -> tuple[Optional[FoundPython], str]:
    """Whether a Python can make the environment, and if not, why."""
    code = "import sys, json; print(json.dumps(list(sys.version_info[:3]))); import venv, ensurepip"
    try:
        done = subprocess.run(  # nosec B603  # noqa: S603
            [executable, "-I", "-c", code],
            capture_output=True,
            text=True,
            timeout=20,
            check=False,
            env=clean_environ(),
            creationflags=NO_WINDOW,
        )
        version = tuple(json.loads(done.stdout.splitlines()[0])) if done.stdout else ()
    except (OSError, ValueError, subprocess.SubprocessError) as error:
        return None, f"does not start ({error})"
    if version < MINIMUM_PYTHON:
        return None, "too old: " + ".".join(str(part) for part in version)
    if done.returncode:
        return None, "has no venv or ensurepip"
    return FoundPython(executable, (version[0], version[1], version[2])), ""


def _requirements_hash() -> str:
    with contextlib.suppress(OSError):  # a checkout without local/ has no local server; it then is never ready
        return hashlib.sha256(REQUIREMENTS.read_bytes().replace(b"\r\n", b"\n")).hexdigest()
    return "none"


def _existing_parent(folder: Path) -> Path:
    """The nearest folder above that exists, to ask for its free space."""
    return next((parent for parent in (folder, *folder.parents) if parent.exists()), Path.home())
