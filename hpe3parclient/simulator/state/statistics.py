"""What hosts read and wrote."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass
class Load:
    """Bytes that were read and written."""

    read: int = 0
    written: int = 0

    def add(self, other: Load) -> None:
        """More of it."""
        self.read += other.read
        self.written += other.written
