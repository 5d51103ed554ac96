"""`make demo` and `make run`: starts the real QGIS with the plugin in a fresh profile, under Xvfb where there is no display.

For the demo the script `drive.py` then uses the panel as a person would. The profile, the local server's data and a simulated survey lie
in a temporary folder beside the output and are removed at the end; the Python environment of the local server is the one that
`make setup` made.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PHOTOS = {".jpg", ".jpeg", ".tif", ".tiff"}
PAINTED, COLOURS = 0.2, 50
KINDS = ("orthophoto", "dsm", "dtm", "pointcloud")


def main() -> int:
    """Run the demo, or QGIS for use by hand."""
    arguments = _arguments()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))  # so that what was started is ended
    build = ROOT / "build"
    build.mkdir(exist_ok=True)
    work = Path(tempfile.mkdtemp(prefix="demo-", dir=build))
    try:
        _write_profile(work, arguments.environment.absolute())
        if arguments.by_hand:
            return subprocess.run(_qgis(work), env=_environ(work), check=False).returncode  # noqa: S603
        return _demo(work, arguments)
    finally:
        _end_local_server(work)
        shutil.rmtree(work, ignore_errors=True)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--images", default="", help="folder of photos; without it a survey is simulated")
    parser.add_argument("--output", type=Path, default=Path("demo"), help="folder for the pictures and report.json")
    parser.add_argument("--environment", type=Path, required=True, help="the local server's Python environment")
    parser.add_argument("--by-hand", action="store_true", help="only open QGIS")
    arguments = parser.parse_args()
    if arguments.images and not any(p.suffix.lower() in PHOTOS for p in _files(Path(arguments.images))):
        parser.error(f"IMAGES={arguments.images}: no such folder, or no JPEG or TIFF photos in it")
    return arguments


def _files(folder: Path) -> list[Path]:
    return sorted(folder.iterdir()) if folder.is_dir() else []


def _demo(work: Path, arguments: argparse.Namespace) -> int:
    output = arguments.output.absolute()
    _empty(output)
    seconds: dict[str, float] = {}
    images = Path(arguments.images).absolute() if arguments.images else _simulate(work, arguments.environment, seconds)
    photos = sum(path.suffix.lower() in PHOTOS for path in _files(images))
    _say(f"{photos} photos from {images.name}; QGIS starts")
    _run_qgis(work, images, output)
    return _judge(output / "report.json", photos, seconds)


def _empty(output: Path) -> None:
    """Remove what an earlier demo left; stop at anything else, which is somebody's."""
    output.mkdir(parents=True, exist_ok=True)
    strange = [path.name for path in _files(output) if path.suffix not in (".png", ".log", ".json") or path.is_dir()]
    if strange:
        raise SystemExit(f"{output} holds other files ({', '.join(strange)}); choose another folder with --output")
    for path in _files(output):
        path.unlink()


def _simulate(work: Path, environment: Path, seconds: dict[str, float]) -> Path:
    """Render a survey with the engine's simulator; the demo's photos where none are given."""
    _say("No IMAGES given: simulating a survey")
    started = time.monotonic()
    python = environment.absolute() / "bin" / "python"
    command = [str(python), "-m", "nadir_engine", "simulate", "--output", str(work / "survey")]
    subprocess.run(
        command, env={**os.environ, "PYTHONPATH": str(ROOT / "local")}, check=True, stdout=subprocess.DEVNULL
    )  # noqa: S603
    seconds["simulate"] = round(time.monotonic() - started, 1)
    return work / "survey" / "images"


def _write_profile(work: Path, environment: Path) -> None:
    """A fresh profile: the plugin on, QGIS's first-run questions off, the local server's folders in the temporary folder."""
    settings = work / "profiles" / "profiles" / "default" / "QGIS" / "QGIS3.ini"
    settings.parent.mkdir(parents=True)
    lines = [
        "[PythonPlugins]", "nadir=true",
        "[app]", "projections\\promptWhenMultipleTransformsExist=false",
        "[qgis]", "checkVersion=false", "showTips=false", "newsFeed=false",
        "[core]", "NewsFeed\\httpsfeedqgisorg\\disabled=true",
        "[Projections]", "showDatumTransformDialog=false",
        "[nadir]", f"local_environment_folder={environment}", f"local_data_folder={work / 'local server'}",
    ]  # fmt: skip
    settings.write_text("\n".join(lines) + "\n", encoding="utf-8")


def _qgis(work: Path) -> list[str]:
    command = [
        "qgis",
        "--nologo",
        "--noversioncheck",
        "--profiles-path",
        str(work / "profiles"),
        "--profile",
        "default",
    ]
    if os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"):
        return command
    return ["xvfb-run", "-a", "-s", "-screen 0 1600x1000x24 -dpi 96", *command]


def _environ(work: Path) -> dict[str, str]:
    inherited = {name: value for name, value in os.environ.items() if name not in ("QT_QPA_PLATFORM", "PYTHONPATH")}
    return {
        **inherited,
        "QGIS_PLUGINPATH": str(ROOT / ".dev"),
        "QGIS_AUTH_DB_DIR_PATH": str(work),
        "PYTHONDONTWRITEBYTECODE": "1",
        "LC_ALL": "C.UTF-8",
    }


def _run_qgis(work: Path, images: Path, output: Path) -> None:
    """Run QGIS with the driving script until it ends; its own messages go to a file."""
    environ = {
        **_environ(work),
        "NADIR_DEMO_IMAGES": str(images),
        "NADIR_DEMO_OUTPUT": str(output),
        "NADIR_DEMO_STARTED": str(time.time()),
    }
    command = [*_qgis(work), "--code", str(Path(__file__).with_name("drive.py"))]
    with (output / "qgis.log").open("wb") as log:
        process = subprocess.Popen(command, env=environ, stdout=log, stderr=subprocess.STDOUT, start_new_session=True)  # noqa: S603
        try:
            process.wait()
        finally:
            if process.poll() is None:
                os.killpg(process.pid, signal.SIGTERM)
                process.wait(20)


def _judge(path: Path, photos: int, seconds: dict[str, float]) -> int:
    """Complete the report, print it, and say whether all four kinds are really on the map."""
    if not path.exists():
        _say(f"QGIS ended without a report. Its messages are in {path.with_name('qgis.log')}")
        return 1
    report = json.loads(path.read_text(encoding="utf-8"))
    report = {"photos": photos, **report, "seconds": {**seconds, **report["seconds"]}}
    report["seconds"]["total"] = round(sum(report["seconds"].values()), 1)
    path.write_text(json.dumps(report, indent=1) + "\n", encoding="utf-8")
    _say(json.dumps(report, indent=1))
    good = {
        layer["kind"]
        for layer in report["layers"]
        if layer["valid"] and layer["painted"] >= PAINTED and layer["colours"] >= COLOURS
    }
    stalls = report["main_thread"]["over_100_ms"]
    if stalls:
        _say(f"QGIS stood still for over 100 ms {len(stalls)} times, {report['main_thread']['longest_ms']} ms at most")
    missing = [kind for kind in KINDS if kind not in good]
    if missing or report.get("error"):
        _say(f"The demo failed: {report.get('error') or 'not on the map: ' + ', '.join(missing)}")
        return 1
    _say(f"All four are on the map. Pictures are in {path.parent}")
    return 0


def _end_local_server(work: Path) -> None:
    """The plugin stops its server with QGIS; after a crash of QGIS it is stopped here."""
    state = work / "local server" / "running.json"
    deadline = time.monotonic() + 20
    while state.exists() and time.monotonic() < deadline:
        running = json.loads(state.read_text(encoding="utf-8"))
        alive = [pid for pid in (running["server_pid"], running["node_pid"]) if _ended(pid) is False]
        if not alive:
            return
        for pid in alive:
            os.kill(pid, signal.SIGTERM)
        time.sleep(0.3)


def _ended(pid: int) -> bool:
    return not Path(f"/proc/{pid}").exists() or "\nState:\tZ" in Path(f"/proc/{pid}/status").read_text(encoding="utf-8")


def _say(text: str) -> None:
    sys.stdout.write(text + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main())
