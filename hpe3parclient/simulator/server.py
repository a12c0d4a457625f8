"""A simulated array, served: what tests and tutorials use.

Knows how to put an array, its web service, a certificate and a socket
together, and how to take them apart without leaving anything.
"""

from __future__ import annotations

import contextlib
import os
import tempfile
import threading
from types import TracebackType

from hpe3parclient.simulator import assumptions
from hpe3parclient.simulator.array import Array
from hpe3parclient.simulator.captured.load import Loaded, load
from hpe3parclient.simulator.cli.terminal import TerminalBehaviour
from hpe3parclient.simulator.clock import Clock
from hpe3parclient.simulator.control import PREFIX, Control
from hpe3parclient.simulator.dispatcher import Dispatcher
from hpe3parclient.simulator.faults import Faults
from hpe3parclient.simulator.http_server import ArrayServer
from hpe3parclient.simulator.model.remotecopy import link
from hpe3parclient.simulator.model.remotecopy.link import RemoteLink
from hpe3parclient.simulator.persistence import (
    Document,
    arrays_of,
    restore,
    snapshot,
)
from hpe3parclient.simulator.personality import Personality, personality_of
from hpe3parclient.simulator.records import Records
from hpe3parclient.simulator.sshd import SSHD, LoginPolicy
from hpe3parclient.simulator.state.remotecopy import IP
from hpe3parclient.simulator.tls import Tls
from hpe3parclient.simulator.wsapi.application import BaseUrl, build_service
from hpe3parclient.twin.document import Capture

#: The highest TCP port.
MAX_PORT = 65535


class SimulatedArray:
    """An array that answers on a socket, from ``start`` to ``stop``.

    :param model: name of a personality, or a personality
    :param tls: serve HTTPS with a certificate made on the spot
    :param user: the user there is
    :param password: that user's password
    :param port: TCP port; 0 takes a free one
    :param volumes: how many volumes there are at the start
    :param seed: makes keys, UUIDs and the past the same every time
    :param array: serve this state instead of a new one
    :param state: start with the state that this document says (from
        :meth:`snapshot`), of one array, or with a captured one
        (:class:`hpe3parclient.twin.Capture`); ``model`` and ``volumes``
        count for nothing then
    :param clock: the time of a new state
    :param age_days: for how many days a new state has been in use
    :param history: whether hosts did anything in those days, so that the
        System Reporter has samples of them
    :param control: serve ``/simulator``, where programs in other languages
        do to the array what Python programs do with this object
    :param task_seconds: how long every task takes; None: by its work
    :param starting_seconds: for how long the services of the system are not
        ready: every request is refused with 503 and code 68
    :param host: address to serve on
    :param ssh_port: TCP port of the command line; 0 takes a free one, None
        serves none
    :param behaviour: how the command line's terminal behaves
    :param login_policy: how its SSH server lets people in
    """

    def __init__(self, model: str | Personality = '3par-3.3.1', *,
                 tls: bool = True, user: str = '3paradm',
                 password: str = '3pardata',  # noqa: S107 - documented
                 port: int = 0,
                 volumes: int = 0, seed: int | None = None,
                 array: Array | None = None,
                 state: Document | Capture | None = None,
                 clock: Clock | None = None,
                 age_days: float = assumptions.AGE_DAYS,
                 history: bool = True, control: bool = False,
                 task_seconds: float | None = None,
                 starting_seconds: float = 0.0,
                 host: str = '127.0.0.1', ssh_port: int | None = 0,
                 behaviour: TerminalBehaviour | None = None,
                 login_policy: LoginPolicy | None = None) -> None:
        check_port('port', port)
        if ssh_port is not None:
            check_port('ssh_port', ssh_port)
        #: what was loaded of a capture, and what the model does not hold
        self.loaded: Loaded | None = None
        if isinstance(state, Capture):
            self.loaded = load(state, clock, user=user, password=password,
                               seed=seed)
            array = self.loaded.array
        elif state is not None:
            array = _only(arrays_of(state, clock, user=user,
                                    password=password, seed=seed))
        elif array is None:
            personality = model if isinstance(model, Personality) \
                else personality_of(model)
            array = Array(personality, clock, user=user, password=password,
                          seed=seed, age_days=age_days, history=history)
            array.populate(volumes)
        if task_seconds is not None:
            array.task_seconds = task_seconds
        # A clock may be turned back, to the time of a state that is restored.
        array.ready_at = array.clock.now() + starting_seconds \
            if starting_seconds else 0.0
        #: the model: what the array holds
        self.state = array
        #: its time, to be turned
        self.clock = array.clock
        #: who may log in
        self.user = user
        #: that user's password
        self.password = password
        #: how it misbehaves
        self.faults = Faults()
        #: what arrived
        self.requests = Records()
        #: the SSH server; its ``cli.state.ran`` is what commands ran
        self.sshd: SSHD | None = None if ssh_port is None else SSHD(
            array, behaviour=behaviour, login_policy=login_policy, host=host,
            port=ssh_port, seed=seed)
        #: path of the CA file to trust, while served; None without TLS
        self.ca_bundle: str | None = None
        #: ``sha256:<hex>`` of the certificate served; None without TLS
        self.fingerprint: str | None = None
        self._tls = tls
        self._control = control
        self._address = (host, port)
        self._base_url = BaseUrl()
        self._server: ArrayServer | None = None
        self._thread: threading.Thread | None = None

    @property
    def api_url(self) -> str:
        """Where the web service answers, up to ``/api/v1``."""
        if self._server is None:
            raise RuntimeError('the simulated array is not started')
        return self._base_url()

    @property
    def control_url(self) -> str | None:
        """Where ``/simulator`` answers; None where it does not."""
        return self.api_url.replace('/api/v1', PREFIX) \
            if self._control else None

    @property
    def port(self) -> int:
        """The TCP port of the web service."""
        if self._server is None:
            raise RuntimeError('the simulated array is not started')
        return self._server.port

    @property
    def ssh_port(self) -> int | None:
        """The TCP port of the command line, while it is served."""
        return self.sshd.port if self.sshd and self.sshd.serving else None

    def start(self) -> SimulatedArray:
        """Serve, in threads of its own; returns when it can be reached."""
        if self._server is not None:
            return self
        stopping = threading.Event()
        dispatcher = Dispatcher(
            self.state, build_service(self.state, self._base_url),
            self.faults, self.requests, stopping,
            Control(self.state, self.faults, self.requests)
            if self._control else None)
        server = ArrayServer(self._address, dispatcher,
                             self.state.personality.closes, stopping)
        if self._tls:
            adapter = Tls(self._address[0])
            server.ssl_adapter = adapter
            self.ca_bundle = _written(adapter.authority)
            self.fingerprint = adapter.fingerprint
        try:
            server.prepare()
        except BaseException:
            self._forget_bundle()
            raise
        scheme = 'https' if self._tls else 'http'
        host = self._address[0]
        if ':' in host:
            host = f'[{host}]'
        self._base_url.value = (f'{scheme}://{host}:{server.port}'
                                '/api/v1')
        try:
            if self.sshd is not None:
                self.sshd.start()
        except BaseException:
            # Without the command line nothing is served.
            server.stop()
            self._forget_bundle()
            raise
        self._server = server
        self._thread = threading.Thread(
            target=server.serve, name='simulated array', daemon=True)
        self._thread.start()
        return self

    def fail(self, kind: str, part: str | int,
             state: str = 'failed') -> None:
        """Break a part: ``fail('pd', 3)`` fails the disk 3.

        The kinds and names are those of ``Array.fail``.
        """
        self.state.fail(kind, part, state)

    def repair(self, kind: str, part: str | int) -> None:
        """Mend a part that was broken."""
        self.state.repair(kind, part)

    def snapshot(self) -> Document:
        """The whole state as JSON values, which share nothing with it.

        Not in it: users and passwords, sessions, secrets of CHAP, faults,
        the event log, and what arrived. Arrays that are linked are written together, by
        :func:`hpe3parclient.simulator.snapshot`.

        :raises ValueError: the array is linked to another one
        """
        return snapshot(self)

    def restore(self, document: Document) -> None:
        """Take the state that a document says, between two requests.

        The clock is turned to the document's time. Who is logged in stays
        so. A document that is refused changes nothing.

        :raises BrokenState: what the document says is no state
        :raises ValueError: it is one of another model, or of several arrays
        """
        restore(document, self)

    def stop(self) -> None:
        """Stop serving; thread, sockets and files are gone afterwards."""
        self._forget_bundle()
        server, self._server = self._server, None
        if server is not None:
            # What has not been carried out by now never is.
            server.stopping.set()
        try:
            if self.sshd is not None:
                self.sshd.stop()
        finally:
            if server is not None and self._thread is not None:
                server.stop()
                self._thread.join()
                self._thread = None

    def _forget_bundle(self) -> None:
        self.fingerprint = None
        if self.ca_bundle is not None:
            with contextlib.suppress(FileNotFoundError):
                os.unlink(self.ca_bundle)
            self.ca_bundle = None

    def __enter__(self) -> SimulatedArray:
        return self.start()

    def __exit__(self, kind: type[BaseException] | None,
                 error: BaseException | None,
                 trace: TracebackType | None) -> None:
        self.stop()


def check_port(name: str, port: object) -> None:
    """Refuse what is no TCP port.

    :param name: the argument that says it
    :raises ValueError: it is none
    """
    if isinstance(port, bool) or not isinstance(port, int) \
            or not 0 <= port <= MAX_PORT:
        raise ValueError(f'{name} must be a whole number from 0 to {MAX_PORT}, '
                         f'not {port!r:.60}')


def _only(states: list[Array]) -> Array:
    """The one array of a document."""
    if len(states) != 1:
        raise ValueError(f'the document has {len(states)} arrays: make them '
                         'with arrays_of(document)')
    return states[0]


def connect(first: SimulatedArray | Array,
            second: SimulatedArray | Array, *,
            kind: int = IP,
            targets: bool = True) -> RemoteLink:
    """Link two simulated arrays for remote copy.

    Give both the same clock to move their copies; otherwise the clock of
    the first one counts. What comes back can be cut and restored.

    :param kind: 1 for IP, 2 for Fibre Channel
    :param targets: make each a remote-copy target of the second, by its
        name (``array.state.name``)
    """
    states = [end.state if isinstance(end, SimulatedArray) else end
              for end in (first, second)]
    return link.connect(states[0], states[1], kind=kind,
                                   targets=targets)


def _written(pem: bytes) -> str:
    handle, path = tempfile.mkstemp(prefix='simulated-array-', suffix='.pem')
    with os.fdopen(handle, 'wb') as file:
        file.write(pem)
    return path
