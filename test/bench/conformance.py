"""The part `conformance`: every recorded exchange with a real server is replayed on a fresh one of ours.

The replay tool compares status, content type and shape; `conformance.toml` lists what is left out and why. The server has
one node, which delivers small real products at once: what a photogrammetry engine computes plays no part here.
What does not agree is listed on standard error.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
import tomllib
from pathlib import Path

import jwt
from measuring import NotMeasured

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[1]
SHARED = ROOT.parent / "shared"
RECORDINGS = SHARED / "webodm-api" / "recordings"
REPLAY = SHARED / "tools" / "replay.py"
sys.path.insert(0, str(ROOT / "test" / "local" / "server"))

from fake_node import FakeNode, zip_of  # noqa: E402
from running_server import RunningServer  # noqa: E402
from survey_products import survey_products  # noqa: E402

PLAIN_USERS = ("pilot", "viewer")
MOST_SECONDS = 900


def measure() -> dict[str, float]:
    """Replays; returns the share of the recordings that agree, in percent, and how many there are."""
    for needed in (REPLAY, RECORDINGS, SHARED / "data" / "brighton_beach" / "images"):
        if not needed.exists():
            raise NotMeasured(f"{needed.relative_to(ROOT.parent)} is missing")
    names = wanted()
    verdicts = replay(names)
    for name in sorted(names):
        verdict, _, why = verdicts.get(name, "missing: the replay ended before").partition(":")
        if verdict != "agree":
            sys.stderr.write(f"conformance: {name}: {verdict}:{why}\n")
    agreed = sum(verdicts.get(name, "").startswith("agree") for name in names)
    return {"conformance_recordings": len(names), "agree": 100 * agreed / len(names)}


def wanted() -> set[str]:
    """The recordings that concern this server; raises NotMeasured where the list of exceptions names what is not there."""
    recorded = {path.stem for path in RECORDINGS.glob("*.json") if path.stem != "swagger"}
    table = tomllib.loads((HERE / "conformance.toml").read_text(encoding="utf-8"))
    left_out = {name for entry in table["left_out"] for name in entry["names"]}
    if unknown := left_out - recorded:
        raise NotMeasured(f"conformance.toml leaves out what is not recorded: {', '.join(sorted(unknown))}")
    return recorded - left_out


def replay(names: set[str]) -> dict[str, str]:
    """Name to `agree`, `differ: why` or `skipped: why`, for these recordings."""
    node = FakeNode(zip_of(survey_products(RECORDINGS)))
    with tempfile.TemporaryDirectory(prefix="nadir-conformance-") as scratch:
        server = RunningServer(Path(scratch) / "data", node.port).start()
        try:
            for name in PLAIN_USERS:
                make_user(server, name)
            return _verdicts(_run(server, names, expired_token(server, Path(scratch))))
        finally:
            server.stop()
            node.close()


def make_user(server: RunningServer, name: str) -> None:
    """A plain user whose password is the name."""
    code = (
        "import sys, django; django.setup(); from django.contrib.auth import get_user_model;"
        "get_user_model().objects.create_user(sys.argv[1], sys.argv[1] + '@example.com', sys.argv[1])"
    )
    environment = {
        **os.environ, "PYTHONPATH": str(ROOT / "local"), "NADIR_SERVER_DATA": str(server.data),
        "DJANGO_SETTINGS_MODULE": "nadir_server.settings",
    }  # fmt: skip
    subprocess.run([sys.executable, "-c", code, name], check=True, env=environment)


def expired_token(server: RunningServer, folder: Path) -> Path:
    """A file with a token that the server signed and that has run out."""
    claims = jwt.decode(server.log_in(), options={"verify_signature": False})
    key = (server.data / "secret_key").read_text(encoding="utf-8").strip()
    path = folder / "expired"
    path.write_text(jwt.encode({**claims, "exp": int(time.time()) - 60}, key, "HS256"), encoding="utf-8")
    return path


def _run(server: RunningServer, names: set[str], expired: Path) -> str:
    command = [
        sys.executable, str(REPLAY), "--url", f"http://127.0.0.1:{server.port}",
        "--admin", f"{server.login['username']}:{server.login['password']}",
        "--recordings", str(RECORDINGS), "--expired-token", str(expired),
    ]  # fmt: skip
    command += [f"--only={name}" for name in sorted(names)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=MOST_SECONDS)
    if done.returncode not in (0, 1):
        raise NotMeasured(f"the replay ended with {done.returncode}: {done.stderr[-500:]}")
    return done.stdout


def _verdicts(text: str) -> dict[str, str]:
    """The replay's lines, `agree   name` or `differ  name: why`, by name."""
    found = {}
    for line in text.splitlines():
        verdict, _, rest = line.partition(" ")
        if verdict in ("agree", "differ", "skipped"):
            name, _, why = rest.strip().partition(":")
            found[name.split(" ")[0]] = f"{verdict}:{why}"
    return found
