"""The engine's options, in one table: named and meant as OpenDroneMap's, and only those that the engine honours.

`run` makes its command line from it, the node its `/options` answer, and both check values with it.
"""

from __future__ import annotations

import argparse
import json
import math
import sys
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, fields, replace
from pathlib import Path
from typing import Any, Union

Value = Union[bool, int, float, str]

QUALITIES = ("ultra", "high", "medium", "low", "lowest")
# OpenDroneMap's stages. One that the engine does not have (say meshing) does nothing: a run from it begins with the next one
# that there is, a run to it ends with the one before it.
STAGE_NAMES = (
    "dataset", "split", "merge", "opensfm", "openmvs", "odm_filterpoints", "odm_meshing", "mvs_texturing",
    "odm_georeferencing", "odm_dem", "odm_orthophoto", "odm_report", "odm_postprocess",
)  # fmt: skip


class OptionError(ValueError):
    """A value that an option does not take. `option` is its name; the text says what is wrong with the value."""

    def __init__(self, option: str, message: str) -> None:
        super().__init__(message)
        self.option = option
        self.message = message


@dataclass(frozen=True)
class Option:
    """One option. `type` is NodeODM's word (bool, int, float, string, enum); `minimum` is allowed unless `above`."""

    name: str
    type: str
    default: Value
    domain: str | tuple[str, ...]
    help: str
    minimum: float | None = None
    above: bool = False

    def parse(self, value: Any) -> Value:
        """The checked value, from what a command line (text) or a JSON document holds; raises OptionError."""
        if self.type == "bool":
            return self._parse_bool(value)
        if self.type == "enum":
            if value not in self.domain:
                choices = ", ".join(filter(None, self.domain))
                raise OptionError(self.name, f"Invalid value {value} (not one of: {choices})")
            return str(value)
        if self.type == "string":
            if isinstance(value, (dict, list)):  # JSON that a client did not wrap in text
                return json.dumps(value)
            return "" if value is None else str(value)
        return self._parse_number(value)

    def _parse_bool(self, value: Any) -> bool:
        if isinstance(value, bool):
            return value
        text = str(value).strip().lower()
        if text in ("true", "1"):
            return True
        if text in ("false", "0", ""):
            return False
        raise OptionError(self.name, f"Invalid value {value} (neither true nor false)")

    def _parse_number(self, value: Any) -> int | float:
        try:
            number = float(value)
        except (TypeError, ValueError):
            raise OptionError(self.name, f"Invalid value {value} (not a number)") from None
        if self.type == "int" and (not math.isfinite(number) or number != int(number)):
            raise OptionError(self.name, f"Invalid value {value} (not a whole number)")
        too_small = self.minimum is not None and (number < self.minimum or (self.above and number == self.minimum))
        if not math.isfinite(number) or too_small:
            raise OptionError(self.name, f"Invalid value {value} (out of range)")
        return int(number) if self.type == "int" else number

    def as_node_option(self) -> dict[str, Any]:
        """The entry of NodeODM's `GET /options`."""
        domain = list(self.domain) if isinstance(self.domain, tuple) else self.domain
        return {"name": self.name, "type": self.type, "value": self.default, "domain": domain, "help": self.help}


def _flag(text: str) -> Any:
    return field(default=False, metadata={"type": "bool", "domain": "", "help": text})


def _choice(default: str, domain: tuple[str, ...], text: str) -> Any:
    return field(default=default, metadata={"type": "enum", "domain": domain, "help": text})


def _whole(default: int, minimum: int, domain: str, text: str) -> Any:
    return field(default=default, metadata={"type": "int", "domain": domain, "help": text, "minimum": minimum})


def _number(default: float, minimum: float, domain: str, text: str, above: bool = False) -> Any:
    about = {"type": "float", "domain": domain, "help": text, "minimum": minimum, "above": above}
    return field(default=default, metadata=about)


@dataclass(frozen=True)
class EngineOptions:
    """The options of one run; a field `dem_resolution` is the option `dem-resolution`."""

    dsm: bool = _flag("Build a DSM (digital surface model: ground and what stands on it).")
    dtm: bool = _flag("Build a DTM (digital terrain model: ground only) with a simple morphological filter.")
    dem_resolution: float = _number(
        5.0, 0.0, "float > 0.0",
        "DSM and DTM resolution in cm / pixel, not finer than twice the ground sampling distance (GSD) estimate "
        "unless ignore-gsd is set.", above=True,
    )  # fmt: skip
    orthophoto_resolution: float = _number(
        5.0, 0.0, "float > 0.0",
        "Orthophoto resolution in cm / pixel, not finer than the ground sampling distance (GSD) estimate "
        "unless ignore-gsd is set.", above=True,
    )  # fmt: skip
    orthophoto_compression: str = _choice(
        "DEFLATE", ("JPEG", "LZW", "DEFLATE", "NONE"), "Compression of the orthophoto."
    )
    ignore_gsd: bool = _flag("Do not cap resolutions at the ground sampling distance (GSD) of the photos.")
    feature_quality: str = _choice(
        "high", QUALITIES, "Size of the photos in which features are looked for: higher finds more, and takes longer."
    )
    min_num_features: int = _whole(
        4000, 100, "integer >= 100", "Features to extract from a photo, the strongest of each part of it."
    )
    matcher_neighbors: int = _whole(
        0, 0, "positive integer",
        "Match each photo with this many nearest ones by position. 0 chooses by itself; photos without position are "
        "all matched with each other.",
    )  # fmt: skip
    use_fixed_camera_params: bool = _flag(
        "Take the camera as it is known beforehand: lens distortion too is not estimated. (The focal length of a "
        "camera that looks straight down cannot be estimated and is always held.)"
    )
    cameras: str = field(
        default="",
        metadata={
            "type": "string", "domain": "json",
            "help": "Camera parameters of another run: the content of its cameras.json, or the path of such a file.",
        },
    )  # fmt: skip
    gps_accuracy: float = _number(
        10.0, 0.0, "positive float",
        "Accuracy of the photos' positions in metres, for photos that do not tell it themselves (RTK).", above=True,
    )  # fmt: skip
    pc_quality: str = _choice(
        "medium",
        QUALITIES,
        "Density of the point cloud and detail of the surface: a step up takes about four times as long.",
    )
    pc_classify: bool = _flag("Classify the points of the cloud into ground and other.")
    fast_orthophoto: bool = _flag(
        "Skip the dense surface: the orthophoto and models are made over the sparse points only. Quick, less exact."
    )
    skip_orthophoto: bool = _flag("Make no orthophoto.")
    crop: float = _number(
        3.0, 0.0, "positive float",
        "Crop the products to the surveyed area, shrunk by this many metres. 0 keeps everything that was seen.",
    )  # fmt: skip
    texturing_skip_global_seam_leveling: bool = _flag("Do not even out brightness between photos.")
    smrf_scalar: float = _number(1.25, 0.0, "positive float", "Elevation scalar of the morphological ground filter.")
    smrf_slope: float = _number(
        0.15, 0.0, "positive float", "Slope (rise over run) of the morphological ground filter."
    )
    smrf_threshold: float = _number(
        0.5, 0.0, "positive float", "Elevation threshold (metres) of the morphological ground filter."
    )
    smrf_window: float = _number(
        18.0, 0.0, "positive float", "Window radius (metres) of the morphological ground filter.", above=True
    )
    optimize_disk_space: bool = _flag("Delete intermediate files at the end. A stage cannot be run again then.")
    max_concurrency: int = _whole(
        0, 0, "positive integer", "Threads to use at most. 0: as many as there are processors."
    )
    rerun_from: str = _choice(
        "", ("", *STAGE_NAMES), "Run again from this stage on, with the results of the stages before it."
    )
    end_with: str = _choice("odm_postprocess", STAGE_NAMES, "End after this stage.")

    @classmethod
    def from_values(cls, values: Mapping[str, Any]) -> EngineOptions:
        """Checked options from option names to values; raises OptionError, for an unknown name too."""
        checked: dict[str, Any] = {name.replace("-", "_"): check(name, value) for name, value in values.items()}
        return replace(cls(), **checked)


def _table() -> tuple[Option, ...]:
    return tuple(
        Option(name=item.name.replace("_", "-"), default=item.default, **item.metadata)  # type: ignore[arg-type]
        for item in fields(EngineOptions)
    )


OPTIONS: tuple[Option, ...] = _table()
BY_NAME: Mapping[str, Option] = {option.name: option for option in OPTIONS}


def check(name: str, value: Any) -> Value:
    """The checked value of the option `name`; raises OptionError, for an unknown name too."""
    if name not in BY_NAME:
        raise OptionError(name, f"Unknown option {name}")
    return BY_NAME[name].parse(value)


def add_to_parser(parser: argparse.ArgumentParser) -> None:
    """Adds every option; values stay text here and are checked by `EngineOptions.from_values`."""
    parser.add_argument(
        "--options-file",
        type=Path,
        metavar="FILE",
        help="JSON file with an object of options, for values that a command line cannot hold; those given here come first",
    )
    for option in OPTIONS:
        text = option.help.replace("%", "%%")
        if option.type == "bool":
            parser.add_argument(f"--{option.name}", action="store_true", default=None, help=text)
        else:
            choices = ", ".join(filter(None, option.domain)) if isinstance(option.domain, tuple) else option.domain
            help_text = f"{text} ({choices}; default {option.default!s})"
            parser.add_argument(f"--{option.name}", metavar="VALUE", default=None, help=help_text)


def from_arguments(arguments: argparse.Namespace) -> EngineOptions:
    """The options that were given on a command line made by `add_to_parser`, and in its options file; raises OptionError."""
    given = {option.name: getattr(arguments, option.name.replace("-", "_")) for option in OPTIONS}
    values = _from_file(arguments.options_file) if arguments.options_file else {}
    values.update({name: value for name, value in given.items() if value is not None})
    return EngineOptions.from_values(values)


def _from_file(path: Path) -> dict[str, Any]:
    try:
        values = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise OptionError("options-file", f"{path} cannot be read ({error})") from error
    if not isinstance(values, dict):
        raise OptionError("options-file", f"{path} holds no JSON object")
    return values


def node_options(options: Iterable[Option] = OPTIONS) -> list[dict[str, Any]]:
    """The table as NodeODM's `GET /options` answers it."""
    return [option.as_node_option() for option in options]


def main(argv: list[str]) -> int:
    """`python -m nadir_engine options`: the table as JSON on standard output."""
    argparse.ArgumentParser(prog="nadir_engine options", description=main.__doc__).parse_args(argv)
    sys.stdout.write(json.dumps(node_options(), indent=1) + "\n")
    return 0
