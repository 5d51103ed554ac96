"""The console lines of a task, as the node printed them."""
from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Console:
    """Lines in a text file. A line counts once its end is written, so that a crash leaves no half line behind."""

    path: Path

    def lines(self) -> list[str]:
        """All lines, without their ends."""
        if not self.path.exists():
            return []
        text = self.path.read_text(encoding="utf-8", errors="replace")
        return text.split("\n")[:-1]

    def count(self) -> int:
        return len(self.lines())

    def size(self) -> int:
        """Bytes."""
        return self.path.stat().st_size if self.path.exists() else 0

    def append(self, lines: Sequence[str]) -> None:
        """Add lines at the end, in place of half a line that was being written when the machine went down."""
        if not lines:
            return
        self.path.parent.mkdir(parents=True, exist_ok=True)
        self.path.touch()
        text = "".join(line.replace("\r", "").replace("\n", " ") + "\n" for line in map(str, lines))
        with self.path.open("r+b") as file:
            file.truncate(file.read().rfind(b"\n") + 1)
            file.seek(0, 2)
            file.write(text.encode("utf-8"))

    def clear(self) -> None:
        self.path.unlink(missing_ok=True)
