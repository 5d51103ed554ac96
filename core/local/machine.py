"""What this computer has. No Qt, no library: QGIS brings none that says it."""

from __future__ import annotations

import os
import sys
from typing import Optional

LITTLE_MEMORY_MB = 7500  # below, large surveys do not fit: what is sold as 8 GB has a little more


def memory_mb() -> Optional[int]:
    """Megabytes of memory that are built in; None where the system does not say."""
    if sys.platform == "win32":
        return _memory_on_windows()
    try:
        return os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") // 1_000_000
    except (ValueError, OSError):
        return None


def _memory_on_windows() -> Optional[int]:
    import ctypes

    kilobytes = ctypes.c_ulonglong()
    kernel = ctypes.windll.kernel32  # type: ignore[attr-defined]
    if not kernel.GetPhysicallyInstalledSystemMemory(ctypes.byref(kilobytes)):
        return None
    return kilobytes.value * 1024 // 1_000_000
