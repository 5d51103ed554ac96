"""Which files on this disk the open project shows, so that none is removed under a layer."""

from __future__ import annotations

import os
import re
from pathlib import Path
from typing import List, Optional, Tuple
from urllib.parse import unquote

from qgis.core import QgsProject, QgsProviderRegistry

_ABSOLUTE = re.compile(r"(?:^|(?<=[/:='\"{(,& ]))/(?=[^/])|(?<![A-Za-z])[A-Za-z]:[\\/]|\\\\(?=[^\\])")
"""Where a path may begin inside a source: alone, after `file://`, `/vsizip/`, `url=`, `GPKG:`, a quotation mark ..."""


def paths_in_use() -> Tuple[Path, ...]:
    """The files that layers of the open project show, whoever made these and wherever they are in the tree. On the main
    thread. Some may have something behind the file's name: what lies inside an archive, a layer, options.
    """
    found: List[Path] = []
    for layer in QgsProject.instance().mapLayers().values():
        provider, source = layer.providerType(), layer.source()
        parts = QgsProviderRegistry.instance().decodeUri(provider, source) if provider else {}
        for text in {source, unquote(source), str(parts.get("path") or ""), unquote(str(parts.get("url") or ""))}:
            found += paths_in(text)
    return tuple(dict.fromkeys(found))


def known_paths_in_use() -> Optional[Tuple[Path, ...]]:
    """The same; None while a project is being read, when nobody knows yet which layers it will have."""
    return None if is_being_read() else paths_in_use()


def is_being_read() -> bool:
    """Whether the open project still has layers to come: its tree, which is read first, names some that are not there."""
    return any(node.layer() is None for node in QgsProject.instance().layerTreeRoot().findLayers())


def paths_in(source: str) -> List[Path]:
    """The absolute paths that a layer's source may name, as far as its end, and the same with links resolved."""
    named = [source[found.start() :].split("|")[0] for found in _ABSOLUTE.finditer(source)]
    resolved = [os.path.realpath(name) for name in named if "\0" not in name]
    return [Path(name) for name in dict.fromkeys((*named, *resolved)) if "\0" not in name]
