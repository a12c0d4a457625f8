"""Exports: which volume is presented to whom as which LUN."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Optional

from hpe3parclient.simulator.state.ports import PortPos

PORT, HOST, MATCHED_SET, HOST_SET = 2, 3, 4, 5


@dataclass
class Template:
    """One export as it was asked for; ids of objects or of sets.

    A template of one volume may have been made because a set that it is in
    was exported: then it names both.
    """

    id: int
    lun: int
    volume: Optional[int] = None
    volume_set: Optional[int] = None
    host: Optional[int] = None
    host_set: Optional[int] = None
    port: Optional[PortPos] = None

    @property
    def type(self) -> int:
        """The vlunType enumeration."""
        if self.host_set is not None:
            return HOST_SET
        if self.host is not None:
            return HOST if self.port is None else MATCHED_SET
        return PORT
