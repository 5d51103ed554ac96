"""A north-up raster over the site, and its tiles."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from rasterio.transform import Affine, from_origin
from rasterio.windows import Window


@dataclass(frozen=True)
class Grid:
    """`west`, `north` in metres of the site's frame, square cells of `cell` metres, `columns` x `rows` of them."""

    west: float
    north: float
    cell: float
    columns: int
    rows: int

    @property
    def shape(self) -> tuple[int, int]:
        return self.rows, self.columns

    @property
    def bounds(self) -> tuple[float, float, float, float]:
        """West, south, east, north in metres."""
        return self.west, self.north - self.rows * self.cell, self.west + self.columns * self.cell, self.north

    def centres(self) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        """x (1, columns) and y (rows, 1) of the cells' middles, metres."""
        x = self.west + (np.arange(self.columns, dtype=np.float64) + 0.5) * self.cell
        y = self.north - (np.arange(self.rows, dtype=np.float64) + 0.5) * self.cell
        return x[None, :], y[:, None]

    def indices(self, x: NDArray[np.float64], y: NDArray[np.float64]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """Rows and columns of points in metres, which may lie outside."""
        columns = np.floor((x - self.west) / self.cell).astype(np.int64)
        return np.floor((self.north - y) / self.cell).astype(np.int64), columns

    def transform(self, origin: NDArray[np.float64]) -> Affine:
        """The geotransform on the map, given the frame's origin there."""
        return from_origin(self.west + origin[0], self.north + origin[1], self.cell, self.cell)

    def with_cell(self, cell: float) -> Grid:
        """The same area from the same corner in cells of another size."""
        west, south, east, north = self.bounds
        return Grid(west, north, cell, max(1, round((east - west) / cell)), max(1, round((north - south) / cell)))

    def part(self, window: Window) -> Grid:
        """The grid of a window, which may reach outside."""
        west, north = self.west + window.col_off * self.cell, self.north - window.row_off * self.cell
        return Grid(west, north, self.cell, window.width, window.height)

    def tiles(self, side: int) -> Iterator[Window]:
        """Windows of at most `side` x `side` cells, row by row in a snake so that neighbours follow each other."""
        for number, row in enumerate(range(0, self.rows, side)):
            columns = range(0, self.columns, side)
            for column in columns if number % 2 == 0 else reversed(columns):
                yield Window(column, row, min(side, self.columns - column), min(side, self.rows - row))


def grid_over(west: float, south: float, east: float, north: float, cell: float) -> Grid:
    """The grid that covers an area, its edges on whole multiples of `cell`."""
    left, top = np.floor(west / cell), np.ceil(north / cell)
    columns, rows = int(np.ceil(east / cell) - left), int(top - np.floor(south / cell))
    return Grid(float(left * cell), float(top * cell), cell, max(1, columns), max(1, rows))


def padded(window: Window, margin: int) -> Window:
    """A window grown by `margin` cells on every side."""
    return Window(
        window.col_off - margin, window.row_off - margin, window.width + 2 * margin, window.height + 2 * margin
    )


def cut(array: NDArray[np.float32], window: Window, fill: float = np.nan) -> NDArray[np.float32]:
    """The part (height, width) of an array under a window that may reach outside, filled with `fill` there."""
    result = np.full((window.height, window.width), fill, np.float32)
    rows, columns = array.shape
    top, left = max(0, window.row_off), max(0, window.col_off)
    bottom, right = min(rows, window.row_off + window.height), min(columns, window.col_off + window.width)
    if top < bottom and left < right:
        to_row, to_column = top - window.row_off, left - window.col_off
        result[to_row : to_row + bottom - top, to_column : to_column + right - left] = array[top:bottom, left:right]
    return result
