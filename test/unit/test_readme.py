"""What the README says is so."""

from __future__ import annotations

import re
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
README = (ROOT / "README.md").read_text(encoding="utf-8")


def test_every_link_to_a_file_leads_to_one() -> None:
    links = re.findall(r"\]\(([^)#:]+)\)", README)
    assert "docs/map.png" in links
    assert [link for link in links if not (ROOT / link).exists()] == []


def test_every_make_target_exists() -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    targets = set(re.findall(r"^([a-z0-9]+):", makefile, re.MULTILINE))
    assert set(re.findall(r"\bmake ([a-z]+)", README)) <= targets


def test_the_processing_command_names_real_parameters() -> None:
    algorithm = (ROOT / "core" / "algorithms" / "process_photos.py").read_text(encoding="utf-8")
    named = set(re.findall(r"--([A-Z_]+)=", README))
    assert named
    for name in named:
        assert f'"{name}"' in algorithm, name
