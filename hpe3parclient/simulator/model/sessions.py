"""Session keys: who may talk, from where, for how long.

Knows users, limits and idle time; knows no request. A key serves the
address it was given to and dies when unused for the time-out.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from hpe3parclient.simulator.errors import Refused
from hpe3parclient.simulator.state.array_state import ArrayState
from hpe3parclient.web import redact

#: Idle seconds after which a key is dead, unless the array is told else.
IDLE_SECONDS = 15 * 60.0


@dataclass
class Session:
    """One key and its last use."""

    key: str = field(repr=False)
    user: str
    address: str
    last_used: float
    created: float

    @property
    def label(self) -> str:
        """A short hash: enough to tell keys apart, useless to log in."""
        return label(self.key)


def label(key: str) -> str:
    """A short hash of any text sent as a key, as the client's logs show."""
    return redact.short_hash(key)


class Sessions:
    """The sessions of one array.

    ``len(sessions)`` counts those alive, ``sessions.timeout`` may be set.
    """

    def __init__(self, array: ArrayState) -> None:
        self._array = array
        self._live: dict[str, Session] = {}
        self.limit = array.personality.session_limit
        self.timeout = IDLE_SECONDS
        #: how many keys were given out since the array was made
        self.logins = 0

    def _bury(self) -> None:
        now = self._array.clock.now()
        for session in list(self._live.values()):
            if now - session.last_used >= self.timeout:
                del self._live[session.key]

    def __len__(self) -> int:
        with self._array.lock:
            self._bury()
            return len(self._live)

    def __iter__(self) -> Iterator[Session]:
        with self._array.lock:
            self._bury()
            alive: list[Session] = list(self._live.values())
        return iter(alive)

    def open(self, user: str, password: str, address: str) -> Session:
        """Log in."""
        if self._array.users.get(user) != password:
            raise Refused('INV_USER_PASS')
        self._bury()
        if len(self._live) >= self.limit:
            raise Refused('SVC_UNAVAIL')
        now = self._array.clock.now()
        session = Session(self._new_key(), user, address, now, now)
        self._live[session.key] = session
        self.logins += 1
        return session

    def _new_key(self) -> str:
        number = self._array.random.getrandbits(128)
        check = self._array.random.getrandbits(32)
        return f'0-{number:032x}-{check:08x}'

    def check(self, key: str, address: str) -> Session:
        """The session of a key, used now."""
        self._bury()
        session = self._live.get(key)
        if session is None or session.address != address:
            raise Refused('INV_SESS_KEY')
        session.last_used = self._array.clock.now()
        return session

    def close(self, key: str) -> None:
        """Log out."""
        self._bury()
        if self._live.pop(key, None) is None:
            raise Refused('INV_SESS_KEY')

    def restored(self, limit: int, timeout: float) -> None:
        """The array's state has been restored; who is logged in stays so.

        No key was used later than now, whatever time it was before.
        """
        self.limit, self.timeout = limit, timeout
        now = self._array.clock.now()
        for session in self._live.values():
            session.last_used = min(session.last_used, now)
            session.created = min(session.created, now)

    def drop_all(self) -> None:
        """Forget every key, as a restart of the service does."""
        with self._array.lock:
            self._live.clear()
