"""Alerts and the event log.

Knows what is raised when a part breaks and what becomes of it when the part
works again; what is broken is known to :mod:`.hardware`.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Optional

from hpe3parclient.simulator.state.hardware.state import (
    DEGRADED,
    NORMAL,
    PART_KINDS,
    Failure,
    Owner,
)

#: States as setalert takes them, and as showalert prints them.
NEW, ACKNOWLEDGED, FIXED = 'new', 'ack', 'fixed'
STATE_WORDS = {NEW: 'New', ACKNOWLEDGED: 'Acknowledged', FIXED: 'Fixed'}
#: Last digits of a message code: degraded and failed (manual).
_DIGITS = {DEGRADED: '0de', 'failed': '0fa'}
_SEVERITIES = {DEGRADED: 'Degraded', 'failed': 'Major'}
#: The log is a ring; an array's holds some megabytes.
EVENTS_KEPT = 2000


@dataclass
class Alert:
    """One alert."""

    id: int
    code: str
    time: float
    severity: str
    type: str
    message: str
    component: str
    state: str = NEW


@dataclass
class Event:
    """One entry of the event log."""

    time: float
    severity: str
    type: str
    message: str
    component: str = 'sw_cli'


class Alerts:
    """The alerts and events of one array."""

    def __init__(self, array: Owner) -> None:
        self._array = array
        self._alerts: dict[int, Alert] = {}
        self._next = 1
        self.events: deque[Event] = deque(maxlen=EVENTS_KEPT)

    def __iter__(self) -> Iterator[Alert]:
        return iter(list(self._alerts.values()))

    def __len__(self) -> int:
        return len(self._alerts)

    def get(self, number: int) -> Optional[Alert]:
        """The alert of an id, or None."""
        return self._alerts.get(number)

    def remove(self, number: int) -> None:
        """Forget an alert."""
        del self._alerts[number]

    @property
    def next_id(self) -> int:
        """The id of the next alert."""
        return self._next

    def restore(self, alerts: Iterable[Alert]) -> None:
        """Have these alerts and no others."""
        self._alerts = {alert.id: alert for alert in alerts}
        self._next = max(self._alerts, default=0) + 1

    def raised(self, alert_type: str, message: str, *, code: str = '0027',
               component: str = 'sw_sysmgr', state: str = 'failed',
               severity: str = '') -> Alert:
        """Raise an alert now, and log it."""
        alert = Alert(
            self._next, f'0x{code}{_DIGITS[state]}',
            self._array.clock.now(), severity or _SEVERITIES[state],
            alert_type, message, component)
        self._alerts[alert.id] = alert
        self._next += 1
        self.log(alert.severity, alert_type, message, component)
        return alert

    def broken(self, failure: Failure) -> None:
        """A part has broken."""
        code, component, words = PART_KINDS[failure.kind]
        text = words.format(*_numbers(failure))
        self.raised('Component state change',
                    f'{text} {failure.state.capitalize()}', code=code,
                    component=f'{component}:{failure.part}',
                    state=failure.state)

    def mended(self, failure: Failure) -> None:
        """A part works again: its alerts are fixed."""
        _, component, words = PART_KINDS[failure.kind]
        for alert in self._alerts.values():
            if alert.component == f'{component}:{failure.part}':
                alert.state = FIXED
        text = words.format(*_numbers(failure))
        self.log('Informational', 'Component state change',
                 f'{text} {NORMAL.capitalize()}',
                 f'{component}:{failure.part}')

    def log(self, severity: str, event_type: str, message: str,
            component: str = 'sw_cli') -> None:
        """Write an entry into the event log."""
        self.events.append(Event(self._array.clock.now(), severity,
                                 event_type, message, component))


def _numbers(failure: Failure) -> list[str]:
    if failure.kind in ('port', 'link'):
        return [failure.part]
    return failure.part.split(':')
