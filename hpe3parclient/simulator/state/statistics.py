"""What an array has counted and measured: loads, and space as it changed.

One entry per five minutes in which something happened; nothing is kept for
an interval in which nothing did.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import NamedTuple, Optional

from hpe3parclient.simulator.state.cpgs import Usage

#: seconds of the shortest interval
FINEST = 300


@dataclass
class Load:
    """Bytes that were read and written."""

    read: int = 0
    written: int = 0

    def add(self, other: Load) -> None:
        """More of it."""
        self.read += other.read
        self.written += other.written


class VolumeSpace(NamedTuple):
    """Usable MiB of one volume."""

    user_reserved: int = 0
    user_used: int = 0
    snap_reserved: int = 0
    snap_used: int = 0
    admin_reserved: int = 0


#: number of an interval → what was counted in it
Loads = dict[int, Load]


@dataclass
class Statistics:
    """What was recorded since the array was started.

    Keys are ids, then numbers of intervals in ascending order.
    """

    #: when the load before the start ends and what is recorded begins
    started: float
    #: makes the load before the start; None: there was none
    seed: Optional[int] = None
    cpg_loads: dict[int, Loads] = field(default_factory=dict[int, Loads])
    volume_loads: dict[int, Loads] = field(default_factory=dict[int, Loads])
    #: what a CPG held at the end of an interval in which that changed
    cpg_usage: dict[int, dict[int, Usage]] = field(
        default_factory=dict[int, dict[int, Usage]])
    #: the same of volumes that hosts wrote to
    volume_space: dict[int, dict[int, VolumeSpace]] = field(
        default_factory=dict[int, dict[int, VolumeSpace]])

    def count(self, cpg_id: int, volume_id: int, now: float,
              load: Load) -> None:
        """A host read from a volume of a CPG, or wrote to it."""
        interval = int(now) // FINEST
        for loads, number in ((self.cpg_loads, cpg_id),
                              (self.volume_loads, volume_id)):
            loads.setdefault(number, {}).setdefault(
                interval, Load()).add(load)

    def measure_cpg(self, cpg_id: int, now: float, usage: Usage) -> None:
        """A CPG now holds this much."""
        self.cpg_usage.setdefault(cpg_id, {})[int(now) // FINEST] = usage

    def measure_volume(self, volume_id: int, now: float,
                       before: VolumeSpace, after: VolumeSpace) -> None:
        """A host's writes changed the space of a volume."""
        interval = int(now) // FINEST
        spaces = self.volume_space.setdefault(volume_id, {})
        if not spaces:
            spaces[interval - 1] = before
        spaces[interval] = after

    def forget_cpg(self, cpg_id: int) -> None:
        """A CPG was removed."""
        self.cpg_loads.pop(cpg_id, None)
        self.cpg_usage.pop(cpg_id, None)

    def forget_volume(self, volume_id: int) -> None:
        """A volume was removed; its CPG keeps what it saw."""
        self.volume_loads.pop(volume_id, None)
        self.volume_space.pop(volume_id, None)
