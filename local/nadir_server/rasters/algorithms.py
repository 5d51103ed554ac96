"""Vegetation indices and temperatures, computed from the bands of an orthophoto: the 24 that the API names.

The expressions are this table's own; a request only chooses one by name and says which band is which.
"""
from __future__ import annotations

import ast
import operator
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray
from rest_framework.exceptions import ValidationError

Values = NDArray[np.float32]
UNIT = (-1.0, 1.0)
LETTER = re.compile(r"[A-Z][a-z]*")
# Orders of bands in the files of common cameras: Re is the red edge, L the long-wave (thermal) infrared.
CAMERAS = (
    "RGB", "RGN", "NGB", "NRG", "NRB", "RGBN", "RGNRe", "GRReN", "RGBNRe", "BGRNRe", "BGRReN", "RGBReN", "RGBNReL",
    "BGRNReL", "BGRReNL", "RGBReNL", "L",
)  # fmt: skip
NAMES = {
    "red": "R", "green": "G", "blue": "B", "nir": "N", "near infrared": "N", "near-infrared": "N", "rededge": "Re",
    "red edge": "Re", "red-edge": "Re", "lwir": "L", "thermal": "L",
}  # fmt: skip
_OPERATIONS: dict[type[ast.AST], Callable[[Any, Any], Any]] = {
    ast.Add: operator.add, ast.Sub: operator.sub, ast.Mult: operator.mul, ast.Div: operator.truediv, ast.Pow: operator.pow,
}  # fmt: skip


@dataclass(frozen=True)
class Algorithm:
    """One index: `expr` over bands named by letters, and the range that its values have where that is known."""

    id: str
    expr: str
    help: str
    range: tuple[float, float] | None = None

    @cached_property
    def letters(self) -> frozenset[str]:
        return frozenset(LETTER.findall(self.expr))

    @cached_property
    def _tree(self) -> ast.expr:
        return ast.parse(self.expr, mode="eval").body

    def filters(self, bands: int) -> list[str]:
        """The orders of at most so many bands that hold what the index needs."""
        return [order for order in CAMERAS if self.letters <= set(letters(order)) and len(letters(order)) <= bands]

    def compute(self, bands: Mapping[str, Values]) -> Values:
        """The index of bands of one shape, of that shape. Infinite or NaN where it is not defined."""
        with np.errstate(all="ignore"):
            return np.asarray(_value(self._tree, bands), dtype=np.float32)


def _value(node: ast.expr, bands: Mapping[str, Values]) -> Any:
    if isinstance(node, ast.BinOp):
        return _OPERATIONS[type(node.op)](_value(node.left, bands), _value(node.right, bands))
    if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.USub):
        return -_value(node.operand, bands)
    if isinstance(node, ast.Name):
        return bands[node.id]
    if isinstance(node, ast.Constant) and isinstance(node.value, (int, float)):
        return np.float32(node.value)
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "sqrt":
        return np.sqrt(_value(node.args[0], bands))
    raise ValueError(f"an expression cannot hold {type(node).__name__}")


ALGORITHMS = (
    Algorithm("NDVI", "(N - R) / (N + R)", "Normalized Difference Vegetation Index: how much green vegetation.", UNIT),
    Algorithm("NDYI", "(G - B) / (G + B)", "Normalized Difference Yellowness Index: flowering, as of canola.", UNIT),
    Algorithm("NDWI", "(G - N) / (G + N)", "Normalized Difference Water Index: open water.", UNIT),
    Algorithm("NDVI (Blue)", "(N - B) / (N + B)", "NDVI for cameras without a red band.", UNIT),
    Algorithm("ENDVI", "((N + G) - (2 * B)) / ((N + G) + (2 * B))", "Enhanced NDVI: blue and green in place of red."),
    Algorithm(
        "vNDVI", "0.5268*((R ** -0.1294) * (G ** 0.3389) * (B ** -0.3118))",
        "Visible NDVI: an estimate from a plain camera, fitted on citrus, grape and sugarcane.",
    ),
    Algorithm("VARI", "(G - R) / (G + R - B)", "Visual Atmospheric Resistance Index: vegetation from a plain camera.", UNIT),
    Algorithm("MPRI", "(G - R) / (G + R)", "Modified Photochemical Reflectance Index.", UNIT),
    Algorithm("EXG", "(2 * G) - (R + B)", "Excess Green: leaves against soil, from a plain camera."),
    Algorithm("BAI", "1.0 / (((0.1 - R) ** 2) + ((0.06 - N) ** 2))", "Burn Area Index: burned land."),
    Algorithm("GLI", "((G * 2) - R - B) / ((G * 2) + R + B)", "Green Leaf Index: green leaves and stems.", UNIT),
    Algorithm("GNDVI", "(N - G) / (N + G)", "Green NDVI: like NDVI, with green in place of red.", UNIT),
    Algorithm("GRVI", "N / G", "Green Ratio Vegetation Index: photosynthesis in forests."),
    Algorithm("SAVI", "(1.5 * (N - R)) / (N + R + 0.5)", "Soil Adjusted Vegetation Index: NDVI with less of the soil."),
    Algorithm("MNLI", "((N ** 2 - R) * 1.5) / (N ** 2 + R + 0.5)", "Modified Non-Linear Index: soil accounted for."),
    Algorithm("MSR", "((N / R) - 1) / (sqrt(N / R) + 1)", "Modified Simple Ratio: sensitive to vegetation."),
    Algorithm("RDVI", "(N - R) / sqrt(N + R)", "Renormalized Difference Vegetation Index: healthy vegetation."),
    Algorithm("TDVI", "1.5 * ((N - R) / sqrt(N ** 2 + R + 0.5))", "Transformed Difference Vegetation Index: green in towns."),
    Algorithm("OSAVI", "(N - R) / (N + R + 0.16)", "Optimized SAVI: for sparse vegetation."),
    Algorithm("LAI", "3.618 * (2.5 * (N - R) / (N + 6*R - 7.5*B + 1)) - 0.118", "Leaf Area Index: foliage, yields.", UNIT),
    Algorithm("EVI", "2.5 * (N - R) / (N + 6*R - 7.5*B + 1)", "Enhanced Vegetation Index: where NDVI saturates.", UNIT),
    Algorithm("ARVI", "(N - (2 * R) + B) / (N + (2 * R) + B)", "Atmospherically Resistant Vegetation Index.", UNIT),
    Algorithm("Celsius", "L", "Temperature in degrees Celsius."),
    Algorithm("Kelvin", "L * 100 + 27315", "Temperature in hundredths of a kelvin."),
)  # fmt: skip
BY_ID = {algorithm.id: algorithm for algorithm in ALGORITHMS}


@dataclass(frozen=True)
class Formula:
    """An algorithm and the band numbers that its letters stand for."""

    algorithm: Algorithm
    bands: tuple[tuple[str, int], ...]

    @property
    def numbers(self) -> tuple[int, ...]:
        return tuple(number for _, number in self.bands)

    def compute(self, values: NDArray[Any]) -> Values:
        """(rows, columns) from the bands (rows, columns, bands) in the order of `numbers`."""
        named = {letter: values[..., place].astype(np.float32) for place, (letter, _) in enumerate(self.bands)}
        return self.algorithm.compute(named)


def letters(order: str) -> list[str]:
    """The bands of an order: "RGNRe" is R, G, N, Re."""
    return LETTER.findall(order)


def find_formula(name: str, order: str, names: Sequence[str]) -> Formula | None:
    """What a request asks for, on a raster whose bands (alpha aside) have these names; None where it asks for nothing.

    Raises ValidationError with the documented words.
    """
    if not name:
        return None
    if name not in BY_ID:
        raise ValidationError(f"Cannot find algorithm {name}")
    algorithm = BY_ID[name]
    wanted = order if order not in ("", "auto") else guess_order(algorithm, names)[0]
    found = letters(wanted)
    if "".join(found) != wanted or len(set(found)) != len(found):
        raise ValidationError(f"Invalid bands: {wanted}")
    numbers = {letter: number for number, letter in enumerate(found, start=1)}
    for letter in sorted(algorithm.letters):
        if not 0 < numbers.get(letter, 0) <= len(names):
            raise ValidationError(f"Cannot find band {letter} in {wanted or 'the raster'}")
    return Formula(algorithm, tuple((letter, numbers[letter]) for letter in sorted(algorithm.letters)))


def guess_order(algorithm: Algorithm, names: Sequence[str]) -> tuple[str, bool]:
    """The order of the bands, and whether their names say so; else the first usual order that suits the algorithm."""
    order = "".join(NAMES.get(name.strip().lower(), "?") for name in names)
    if "?" not in order and algorithm.letters <= set(letters(order)):
        return order, True
    suitable = algorithm.filters(len(names))
    return (suitable[0] if suitable else ""), False


def usable(bands: int) -> list[dict[str, Any]]:
    """The algorithms that a raster of so many bands may be shown with, as the API lists them."""
    return [
        {
            "id": algorithm.id, "filters": algorithm.filters(bands), "expr": algorithm.expr, "help": algorithm.help,
            **({"range": list(algorithm.range)} if algorithm.range else {}),
        }
        for algorithm in ALGORITHMS
        if algorithm.filters(bands)
    ]  # fmt: skip
