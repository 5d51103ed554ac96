"""The commands of docs/curl.md do what they say, as they are written there."""
from __future__ import annotations

import os
import re
import shutil
import subprocess
from pathlib import Path

import pytest
import rasterio
from fake_node import FakeNode
from running_server import ROOT, RunningServer
from sample_products import results

PAGE = ROOT / "docs" / "curl.md"


def test_the_page_works_as_written(server: RunningServer, node: FakeNode, photos: list[Path], tmp_path: Path) -> None:
    if shutil.which("curl") is None or shutil.which("bash") is None:
        pytest.skip("curl and bash are needed to run the commands")
    script = "\n".join(re.findall(r"^```bash\n(.*?)^```", PAGE.read_text(encoding="utf-8"), flags=re.M | re.S))
    (tmp_path / "my photos").mkdir()
    for photo in photos:
        shutil.copy(photo, tmp_path / "my photos")
    environment = {
        "PATH": os.environ["PATH"], "HOME": str(tmp_path), "SERVER": f"http://127.0.0.1:{server.port}",
        "USERNAME": server.login["username"], "PASSWORD": server.login["password"], "PHOTOS": "my photos",
    }  # fmt: skip
    done = subprocess.run(
        ["bash", "-euo", "pipefail", "-c", script], cwd=tmp_path, env=environment, capture_output=True, text=True, timeout=120
    )
    assert done.returncode == 0, done.stdout[-2000:] + done.stderr[-2000:]
    assert (tmp_path / "orthophoto.tif").read_bytes() == results()["odm_orthophoto/odm_orthophoto.tif"]
    assert (tmp_path / "dsm.tif").read_bytes() == results()["odm_dem/dsm.tif"]
    with rasterio.open(tmp_path / "web-mercator.tif") as exported:
        assert exported.crs.to_epsg() == 3857
    assert "line 0" in done.stdout and "'orthophoto.tif'" in done.stdout
    options = [task["options"] for task in node.tasks.values()]
    assert [{"name": "dsm", "value": True}, {"name": "orthophoto-resolution", "value": 5}] in options
