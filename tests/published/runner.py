"""Shows a call to a client and writes down everything that came of it."""

from __future__ import annotations

import re
import shlex
import urllib.parse
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from pathlib import Path
from types import TracebackType
from typing import Any

from hpe3parclient.simulator import SimulatedArray
from hpe3parclient.simulator.cli.terminal import TerminalBehaviour
from hpe3parclient.simulator.sshd import LoginPolicy, make_key
from tests.published import clients
from tests.published.calls.recorder import Call
from tests.published.state import SEED, fresh
from tests.published.worker import encode

Observation = dict[str, Any]

#: Words that frame a command in the published client's sessions and in ours;
#: how often is a matter of the dialogue, not of the call.
_FRAME = ('setclienv', 'exit')
#: The name of the host that findHost tries to make.
_RANDOM = re.compile(r'\b[0-9a-f]{20}\b')
#: The time of this machine, from which statistics are asked for.
_TIME = re.compile(r'\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ')
#: Headers that belong to the exchange, not to the answer.
_OF_THE_EXCHANGE = ('date', 'server', 'connection', 'content-length',
                    'transfer-encoding', 'keep-alive', 'cache-control',
                    'pragma', 'content-location')
#: The published client types before the first prompt, and counts on the
#: terminal's echo; this is how long the shell waits for it at most.
_TYPE_AHEAD = TerminalBehaviour(login_time=30)
_PROMPT_FIRST = TerminalBehaviour(raw_echo='off')


class Side:
    """One client and the arrays it meets."""

    def __init__(self, worker: clients.Worker, terminal: TerminalBehaviour,
                 host_key: Any) -> None:
        self.worker = worker
        self._terminal = terminal
        self._login_policy = LoginPolicy(host_keys=(host_key,))
        #: arrays by model and state, and the lines typed there
        self._served: dict[tuple[str, str],
                           tuple[SimulatedArray, list[str]]] = {}

    def observe(self, call: Call, injection: str | None = None
                ) -> Observation:
        """What comes of a call on an array in its first state."""
        served, lines = self._array(call)
        log = _Log(served, lines)
        self.worker.on_sleep = served.clock.advance
        self._prepare(call, served)
        log.begin()
        seen = self.worker.do(
            'call', method=call.method, args=encode(list(call.args)),
            named=encode(call.named), injection=injection)
        seen.update(log.read())
        self.worker.do('leave')
        seen['arguments'] = _portless(seen['arguments'], served.ssh_port)
        seen = _neutral(seen, {
            f'127.0.0.1:{served.port}': 'array',
            f'127.0.0.1:{served.ssh_port}': 'array'})
        if not log.only_reads():
            del self._served[call.model, call.state]
            served.stop()
        return seen

    def _array(self, call: Call) -> tuple[SimulatedArray, list[str]]:
        """A fresh array, or one that has only been looked at so far."""
        key = call.model, call.state
        if key not in self._served:
            served = SimulatedArray(
                array=fresh(call.model, call.state)[0], tls=False,
                behaviour=self._terminal, login_policy=self._login_policy).start()
            self._served[key] = served, _listen(served)
        served, lines = self._served[key]
        served.state.random.seed(SEED)
        return served, lines

    def _prepare(self, call: Call, served: SimulatedArray) -> None:
        module, _, owner = call.owner.partition(':')
        self.worker.do(
            'make', url=served.api_url, log_in=call.log_in, module=module,
            owner=owner, ssh_port=served.ssh_port if call.ssh else None)
        for each in call.before:
            self.worker.do('before', method=each.method,
                           args=encode(list(each.args)),
                           named=encode(each.named))

    def close(self) -> None:
        """End the process and the arrays."""
        self.worker.close()
        for served, _ in self._served.values():
            served.stop()


class _Log:
    """What reaches an array, from a moment on."""

    def __init__(self, served: SimulatedArray, lines: list[str]) -> None:
        self._served = served
        self._lines = lines
        served.requests.clear()
        lines.clear()
        self._time = served.clock.now()
        self._first = (0, 0)

    def begin(self) -> None:
        """What arrives now counts."""
        self._first = len(self._served.requests), len(self._lines)

    def read(self) -> dict[str, Any]:
        """Requests, and the words of commands."""
        requests = [
            {'method': each.method, 'target': _target(each.target),
             'body': each.body}
            for each in self._served.requests[self._first[0]:]]
        commands = [_words(line) for line in self._lines[self._first[1]:]]
        return {'requests': requests, 'commands': [
            words for words in commands if words and words[0] not in _FRAME]}

    def only_reads(self) -> bool:
        """Whether the array is as it was, and nobody is logged in."""
        sent = list(self._served.requests)
        opened = [each for each in sent if each.method == 'POST'
                  and each.status == 201]
        closed = [each for each in sent if each.method == 'DELETE'
                  and each.status == 200]
        return len(opened) == len(closed) and all(
            each.method == 'GET' or '/credentials' in each.target
            for each in sent) and all(
            line.startswith(('show', *_FRAME)) or not line.strip()
            for line in self._lines) \
            and self._time == self._served.clock.now()


def _listen(served: SimulatedArray) -> list[str]:
    """The lines that are typed from now on, whether they run or not."""
    lines: list[str] = []
    make = served.sshd.cli.session

    def session(*args: Any, **named: Any) -> Any:
        made = make(*args, **named)
        run = made.run

        def record(line: str) -> Any:
            lines.append(line)
            return run(line)

        made.run = record
        return made

    served.sshd.cli.session = session
    return lines


def _words(line: str) -> list[str]:
    """The words of a line, however they are quoted."""
    line = _RANDOM.sub('<random>', line)
    try:
        return shlex.split(line)
    except ValueError:
        return line.split()


def _target(target: str) -> str:
    """Path and query, in one spelling; a quoted slash stays quoted."""
    path, mark, query = target.partition('?')
    segments = [urllib.parse.unquote(each).replace('/', '%2F')
                for each in path.split('/')]
    path = '/'.join(segments).replace('/api/v1', '', 1)
    query = _TIME.sub('<time>', urllib.parse.unquote(query))
    return _RANDOM.sub('<random>', path) + mark + query


def _portless(value: Any, port: int | None) -> Any:
    """Arguments in which the SSH server's port is neutral."""
    if isinstance(value, list):
        return [_portless(item, port) for item in value]
    if isinstance(value, dict):
        return {key: _portless(item, port) for key, item in value.items()}
    return '<ssh port>' if port is not None and value == port else value


def _neutral(value: Any, names: dict[str, str]) -> Any:
    """An observation that names no port, and no header of the exchange."""
    if isinstance(value, str):
        for name, neutral in names.items():
            value = value.replace(name, neutral)
        return value
    if isinstance(value, list):
        return [_neutral(item, names) for item in value]
    if isinstance(value, dict):
        return {key: _neutral(item, names) for key, item in value.items()
                if key not in _OF_THE_EXCHANGE}
    return value


class Bench:
    """Both clients, side by side.

    :param directory: of the published client's environment
    """

    def __init__(self, directory: Path) -> None:
        self._open = ExitStack()
        key = make_key('ed25519')
        #: the published client
        self.published = Side(clients.published_client(directory),
                              _TYPE_AHEAD, key)
        self._open.callback(self.published.close)
        #: this project's
        self.ours = Side(clients.this_client(), _PROMPT_FIRST, key)
        self._open.callback(self.ours.close)
        self._threads = self._open.enter_context(ThreadPoolExecutor(2))

    def observe(self, call: Call, injection: str | None = None
                ) -> tuple[Observation, Observation]:
        """What comes of a call with the published client and with ours.

        :param injection: a difference that ours is to show
        """
        published = self._threads.submit(self.published.observe, call)
        ours = self._threads.submit(self.ours.observe, call, injection)
        return published.result(), ours.result()

    def __enter__(self) -> Bench:
        return self

    def __exit__(self, kind: type[BaseException] | None,
                 error: BaseException | None,
                 trace: TracebackType | None) -> None:
        self._open.close()
