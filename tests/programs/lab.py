"""Arrays for programs: served, watched over raw HTTP, their clock turned fast."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from types import TracebackType
from typing import Any, Callable
from urllib.parse import quote

import requests

from hpe3parclient.simulator import Clock, SimulatedArray, connect

KEY = 'X-HP3PAR-WSAPI-SessionKey'
#: Seconds that pass on an array in a second: copies take no time, and yet a
#: session and a snapshot that lives an hour outlast what is done with them.
PACE = 60
TICK = 0.02
#: How long an array has run before a program meets it, seconds.
HISTORY = 3 * 86400
#: CPGs that every array has.
CPGS = ('gold', 'silver')
#: What the arrays call themselves and each other.
NAMES = ('array-a', 'array-b', 'array-c')
GIB = 1024
#: Seconds in which an array has got to any state that it gets to.
PATIENCE = 60


def settle(condition: Callable[[], Any]) -> None:
    """Wait until a condition holds on the arrays."""
    end = time.monotonic() + PATIENCE
    while not condition():
        assert time.monotonic() < end, 'the arrays do not get there'
        time.sleep(0.02)


class View:
    """What an array holds, asked with a session of the test's own."""

    def __init__(self, array: SimulatedArray) -> None:
        self.array = array
        self._session = requests.Session()
        self._session.trust_env = False
        self._session.verify = array.ca_bundle or False

    def close(self) -> None:
        self._session.close()

    def request(self, method: str, path: str,
                body: Any = None) -> requests.Response:
        """A request; the session is renewed when it has expired."""
        answer = self._send(method, path, body)
        if answer.status_code == 403:
            self._session.headers.pop(KEY, None)
            made = self._send('POST', '/credentials', {
                'user': self.array.user, 'password': self.array.password})
            self._session.headers[KEY] = made.json()['key']
            answer = self._send(method, path, body)
        return answer

    def _send(self, method: str, path: str, body: Any) -> requests.Response:
        return self._session.request(
            method, self.array.api_url + path, json=body, timeout=60)

    def make(self, path: str, **body: Any) -> None:
        """POST that has to succeed."""
        answer = self.request('POST', path, body)
        assert answer.status_code in (200, 201, 202), answer.text

    def change(self, path: str, **body: Any) -> None:
        """PUT that has to succeed."""
        answer = self.request('PUT', path, body)
        assert answer.status_code in (200, 202), answer.text

    def get(self, path: str) -> Any:
        """GET that has to succeed."""
        answer = self.request('GET', path)
        assert answer.status_code == 200, answer.text
        return answer.json()

    def item(self, collection: str, name: str) -> dict[str, Any] | None:
        """An object by its name; None when there is none."""
        answer = self.request('GET', f'/{collection}/{quote(name, safe=":")}')
        if answer.status_code == 404:
            return None
        assert answer.status_code == 200, answer.text
        result: dict[str, Any] = answer.json()
        return result

    def names(self, collection: str) -> list[str]:
        """The names of all objects of a kind."""
        return [each['name'] for each in self.get(f'/{collection}')['members']]

    def volume(self, name: str) -> dict[str, Any]:
        """A volume that has to exist."""
        result = self.item('volumes', name)
        assert result is not None, f'{name} is not on the array'
        return result

    def gib(self, name: str) -> float:
        """The size of a volume that has to exist."""
        size: float = self.volume(name)['sizeMiB'] / GIB
        return size

    def vluns(self, volume: str) -> list[dict[str, Any]]:
        """The VLUN templates of a volume."""
        return [each for each in self.get('/vluns')['members']
                if each['volumeName'] == volume and not each['active']]


class FastClock:
    """A clock that is turned by a thread, as long as the block lasts.

    It goes by the thread's ticks, not by the machine's time: on a machine
    that is busy the array is slow, too.
    """

    def __init__(self) -> None:
        self.clock = Clock(time.time(), running=False)
        self._going = threading.Event()
        self._going.set()
        self._stopping = threading.Event()
        self._thread = threading.Thread(target=self._turn)

    def _turn(self) -> None:
        while not self._stopping.wait(TICK):
            if self._going.is_set():
                self.clock.advance(TICK * PACE)

    @contextmanager
    def standing(self) -> Iterator[None]:
        """The clock stands still: what was begun goes on afterwards."""
        self._going.clear()
        try:
            yield
        finally:
            self._going.set()

    def __enter__(self) -> FastClock:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._stopping.set()
        self._thread.join()


class Lab:
    """Arrays with CPGs; the first is linked to each of the others."""

    def __init__(self, personality: str, arrays: int = 1) -> None:
        self.personality = personality
        self._count = arrays
        self._stack = ExitStack()
        self.arrays: list[SimulatedArray] = []
        self.views: list[View] = []

    def __enter__(self) -> Lab:
        self.time = self._stack.enter_context(FastClock())
        made = [SimulatedArray(self.personality, clock=self.time.clock)
                for _ in range(self._count)]
        for array, name in zip(made, NAMES):
            array.state.name = name
        self.links = [connect(made[0], other) for other in made[1:]]
        for array in made:
            self.arrays.append(self._stack.enter_context(array))
            view = View(array)
            self._stack.callback(view.close)
            self.views.append(view)
            for cpg in CPGS:
                view.make('/cpgs', name=cpg)
        # An array that has run for days has history.
        self.time.clock.advance(HISTORY)
        return self

    def __exit__(self, kind: type[BaseException] | None,
                 error: BaseException | None,
                 trace: TracebackType | None) -> None:
        self._stack.close()

    @property
    def array(self) -> SimulatedArray:
        """The array that the program is set up for."""
        return self.arrays[0]

    @property
    def view(self) -> View:
        """What that array holds."""
        return self.views[0]

    def addresses(self, number: int = 0) -> list[str]:
        """The addresses of an array's iSCSI targets."""
        return [port['IPAddr']
                for port in self.views[number].get('/ports')['members']
                if port.get('protocol') == 2]
