"""Options from a file, for values that a command line cannot hold."""

from __future__ import annotations

import argparse
import json
from pathlib import Path

import pytest
from nadir_engine.options import EngineOptions, OptionError, add_to_parser, check, from_arguments


def _options(*arguments: str) -> EngineOptions:
    parser = argparse.ArgumentParser()
    add_to_parser(parser)
    return from_arguments(parser.parse_args(arguments))


def _file(folder: Path, text: str) -> str:
    (folder / "options.json").write_text(text, encoding="utf-8")
    return f"--options-file={folder / 'options.json'}"


def test_values_of_any_length_and_first_letter_arrive(tmp_path: Path) -> None:
    for cameras in ("-x", "--dsm", json.dumps({"camera": "x" * 300_000})):
        options = _options(_file(tmp_path, json.dumps({"dsm": True, "dem-resolution": 7.5, "cameras": cameras})))
        assert (options.dsm, options.dem_resolution, options.cameras) == (True, 7.5, cameras)


def test_the_command_line_comes_first(tmp_path: Path) -> None:
    options = _options(_file(tmp_path, '{"dem-resolution": 7, "crop": 1}'), "--dem-resolution", "9")
    assert (options.dem_resolution, options.crop) == (9.0, 1.0)


@pytest.mark.parametrize(
    ("text", "option"),
    [("[]", "options-file"), ("{", "options-file"), ('{"crop": "x"}', "crop"), ('{"no-such": 1}', "no-such")],
)
def test_what_is_wrong_with_the_file_is_told(text: str, option: str, tmp_path: Path) -> None:
    with pytest.raises(OptionError) as refused:
        _options(_file(tmp_path, text))
    assert refused.value.option == option


def test_a_missing_file_is_told(tmp_path: Path) -> None:
    with pytest.raises(OptionError, match="nowhere"):
        _options("--options-file", str(tmp_path / "nowhere.json"))


def test_json_that_is_no_text_becomes_text() -> None:
    assert check("cameras", {"a": {"focal": 0.8}}) == '{"a": {"focal": 0.8}}'
