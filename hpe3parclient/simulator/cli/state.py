"""What only the command line of a simulated array knows.

Hosts, volumes and sets live in the :class:`Array`. Schedules, patches and
the remote-copy settings that have no REST form live here, next to it: one
object per array. Hold the array's lock around its use.
"""

from __future__ import annotations

import datetime
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Dict, List, Optional, Tuple

if TYPE_CHECKING:
    from hpe3parclient.simulator.array import Array


@dataclass
class Patch:
    """An update that was installed."""

    time: str
    id: str
    package: str
    version: str


@dataclass
class Schedule:
    """A command that runs later."""

    name: str
    command: str
    #: minute, hour, day of month, month, day of week
    fields: Tuple[str, str, str, str, str]
    user: str
    active: bool = True


@dataclass
class QosRule:
    """A limit on a volume set; None is no limit."""

    iops: Optional[int] = None
    bytes_per_second: Optional[int] = None


@dataclass
class Link:
    """One way to a remote-copy target."""

    port: str
    address: str
    up: bool = True


@dataclass
class Target:
    """Another array."""

    name: str
    id: int
    type: str = 'IP'
    links: List[Link] = field(default_factory=list)
    mirror_config: bool = True


@dataclass
class RcopyGroup:
    """Volumes that are copied together, and to where."""

    name: str
    #: target name → mode
    targets: Dict[str, str] = field(default_factory=dict)
    volumes: List[str] = field(default_factory=list)
    started: bool = False


class CliState:
    """The settings of one array that its REST side does not show."""

    def __init__(self, array: Array) -> None:
        self._array = array
        #: every command that ran, substituted ones too, oldest first
        self.ran: List[List[str]] = []
        self.patches = _patches(array)
        self.applied: List[str] = []
        self.schedules: Dict[str, Schedule] = {}
        self.qos: Dict[str, QosRule] = {}
        #: None: remote copy is not set up; else whether it is started
        self.rcopy_started: Optional[bool] = None
        self.targets: Dict[str, Target] = {}
        self.groups: Dict[str, RcopyGroup] = {}

    def stamp(self, seconds: Optional[float] = None) -> str:
        """A time as the array prints it."""
        when = self._array.clock.now() if seconds is None else seconds
        return datetime.datetime.fromtimestamp(
            when, datetime.timezone.utc).strftime('%Y-%m-%d %H:%M:%S UTC')


def _patches(array: Array) -> List[Patch]:
    """A short history that ends at the release the array runs."""
    version = array.personality.system_version
    steps = (('2013-08-21 18:06:45 PDT', 'MU2', '3.1.2.422'),
             ('2013-10-10 15:20:05 PDT', 'MU3', '3.1.2.484'),
             ('2014-01-30 11:34:20 PST', 'DEVEL', '3.1.3.170'),
             ('2014-03-26 13:59:42 PDT', 'GA', version))
    return [Patch(time, name, 'Complete', release)
            for time, name, release in steps]
