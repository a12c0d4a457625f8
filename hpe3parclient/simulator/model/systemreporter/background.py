"""The load and the growth of the time before an array was started.

Both are functions of a seed, a CPG's name and the time: nothing is stored,
and the same array tells the same story whenever it is asked. The shape of a
day, a week and a night's backup is OURS, as are all figures.
"""

from __future__ import annotations

import functools
import hashlib
import math
from collections.abc import Mapping
from typing import NamedTuple

from hpe3parclient.simulator.personality import FC, NL, SSD
from hpe3parclient.simulator.state.statistics import FINEST

_DAY = 86400
_SLOTS = _DAY // FINEST
_MASK = (1 << 64) - 1
#: I/O per second at a working day's peak: least and most
_PEAK: Mapping[int, tuple[float, float]] = {
    FC: (300, 1500), NL: (80, 400), SSD: (1500, 9000)}
#: The load of each five minutes of a working day, by the peak.
_CURVE = tuple(
    0.25 + 0.75 * math.exp(-((slot * 24 / _SLOTS - 13.5) / 4) ** 2)
    for slot in range(_SLOTS))
_WEEKEND = 0.4
#: The backup reads from one o'clock to half past two.
_BACKUP = range(_SLOTS // 24, _SLOTS * 5 // 48)
_BACKUP_BYTES = 262144
_LEAST_SHARE = 0.05


class Activity(NamedTuple):
    """Requests and bytes; whole sums, no rates."""

    reads: float = 0.0
    writes: float = 0.0
    read_bytes: float = 0.0
    written_bytes: float = 0.0

    def plus(self, other: Activity, share: float = 1.0) -> Activity:
        """The sum with a share of another one."""
        return Activity(*(own + more * share
                          for own, more in zip(self, other)))


class Profile(NamedTuple):
    """What the hosts of one CPG are like."""

    key: int
    peak: float
    read_share: float
    read_bytes: float
    write_bytes: float
    backup: float
    #: part of the space by which it grows in a day
    growth: float


@functools.lru_cache(maxsize=1024)
def profile(seed: int, name: str, disk_type: int) -> Profile:
    """The hosts of the CPG that has a name on an array with a seed."""
    digest = hashlib.sha256(f'{seed}/{name}'.encode()).digest()
    dice = [byte / 255 for byte in digest[8:14]]
    least, most = _PEAK[disk_type]
    return Profile(
        int.from_bytes(digest[:8], 'big'), least + (most - least) * dice[0],
        0.5 + 0.3 * dice[1], 4096 * (2 + 8 * dice[2]),
        4096 * (2 + 6 * dice[3]), 0.02 + 0.05 * dice[4],
        0.004 + 0.012 * dice[5])


def _noise(key: int, number: int) -> float:
    """A number from 0 to 1 that looks random, for a number."""
    mixed = (number * 0x9E3779B97F4A7C15 + key) & _MASK
    mixed = ((mixed ^ mixed >> 30) * 0xBF58476D1CE4E5B9) & _MASK
    return ((mixed ^ mixed >> 27) & 0xFFFFFFFF) / 0xFFFFFFFF


def _slot(hosts: Profile, slot: int) -> Activity:
    """The load of one interval of five minutes."""
    day, at = divmod(slot, _SLOTS)
    # The epoch began on a Thursday.
    working = _WEEKEND if (day + 3) % 7 >= 5 else 1.0
    rate = (hosts.peak * _CURVE[at] * working
            * (0.85 + 0.3 * _noise(hosts.key, slot // 12))
            * (0.8 + 0.4 * _noise(~hosts.key & _MASK, slot)))
    requests = rate * FINEST
    reads = requests * hosts.read_share
    backup = hosts.peak * hosts.backup * FINEST if at in _BACKUP else 0.0
    writes = requests - reads
    return Activity(reads + backup, writes,
                    reads * hosts.read_bytes + backup * _BACKUP_BYTES,
                    writes * hosts.write_bytes)


def activity(hosts: Profile, begin: float, end: float) -> Activity:
    """What the hosts did from begin to end."""
    total = [0.0] * 4
    for slot in range(int(begin // FINEST), math.ceil(end / FINEST)):
        share = (min(end, (slot + 1) * FINEST)
                 - max(begin, slot * FINEST)) / FINEST
        for at, amount in enumerate(_slot(hosts, slot)):
            total[at] += amount * share
    return Activity(*total)


def grown_share(hosts: Profile, days: float) -> float:
    """Which part of its space a CPG held so many days earlier."""
    return max(_LEAST_SHARE, 1 - hosts.growth * days)
