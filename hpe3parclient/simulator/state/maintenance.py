"""What an array keeps for its command line alone: updates and schedules."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass
class Patch:
    """An update that was installed."""

    time: str
    id: str
    package: str
    version: str


#: Minute, hour, day of month, month, day of week.
Fields = tuple[str, str, str, str, str]


@dataclass
class Schedule:
    """A command that runs later."""

    name: str
    command: str
    #: minute, hour, day of month, month, day of week
    fields: Fields
    user: str
    active: bool = True
    #: seconds since the epoch; no run is due before
    since: float = 0.0
    #: a run that fails raises an alert
    alert: bool = True
    #: goes with its first run
    once: bool = False


def first_patches(version: str) -> list[Patch]:
    """A short history that ends at the release the array runs."""
    steps = (('2013-08-21 18:06:45 PDT', 'MU2', '3.1.2.422'),
             ('2013-10-10 15:20:05 PDT', 'MU3', '3.1.2.484'),
             ('2014-01-30 11:34:20 PST', 'DEVEL', '3.1.3.170'),
             ('2014-03-26 13:59:42 PDT', 'GA', version))
    return [Patch(time, name, 'Complete', release)
            for time, name, release in steps]
