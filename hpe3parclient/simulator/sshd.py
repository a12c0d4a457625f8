"""Serve a simulated array's command line over SSH.

A real SSH server (paramiko's server side) on a real socket: several kinds of
host keys, three login methods, shells and exec channels, a limit on
sessions, old algorithms on request. Stopping it ends every connection and
every thread that it started.

This module knows SSH. Prompt and echo are ``cli/terminal.py``'s, commands
are the other modules' of ``cli/``.
"""

from __future__ import annotations

import contextlib
import io
import logging
import random
import socket
import threading
import time
from collections.abc import Generator, Mapping, Sequence
from dataclasses import dataclass
from typing import (
    TYPE_CHECKING,
    Any,
    Callable,
)

import paramiko
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ed25519
from paramiko.common import (
    AUTH_FAILED,
    AUTH_SUCCESSFUL,
    OPEN_FAILED_ADMINISTRATIVELY_PROHIBITED,
    OPEN_SUCCEEDED,
)
from paramiko.server import InteractiveQuery

from hpe3parclient.simulator.cli.interpreter import Cli
from hpe3parclient.simulator.cli.terminal import Gone, Terminal, TerminalBehaviour

if TYPE_CHECKING:
    from hpe3parclient.simulator.array import Array

LOG = logging.getLogger(__name__)

TOO_MANY = b'Too many local CLI connections.'
METHODS = ('password', 'publickey', 'keyboard-interactive')
KEY_TYPES = ('ed25519', 'ecdsa', 'rsa', 'dss')

#: What an array of about 2014 offers, where paramiko still has it.
OLD_ALGORITHMS = {'kex': ('diffie-hellman-group14-sha1',),
                  'key_types': ('ssh-rsa',)}

#: Seconds in which a client must have logged in.
_LOGIN_LIMIT = 30.0
#: Connections at a time, and those of them that have not logged in: with more
#: the oldest that has not logged in goes.
_MAX_CONNECTIONS = 256
_MAX_UNAUTHENTICATED = 64
_JOIN_LIMIT = 60.0


def make_key(kind: str) -> paramiko.PKey:
    """A new host or user key.

    :raises ValueError: the installed paramiko has no keys of this kind
    """
    if kind == 'rsa':
        return paramiko.RSAKey.generate(2048)
    if kind == 'ecdsa':
        return paramiko.ECDSAKey.generate()
    if kind == 'ed25519':
        text = ed25519.Ed25519PrivateKey.generate().private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.OpenSSH,
            serialization.NoEncryption()).decode('ascii')
        return paramiko.Ed25519Key.from_private_key(io.StringIO(text))
    cls: Any = getattr(paramiko, 'DSSKey', None) if kind == 'dss' else None
    if cls is None:
        raise ValueError(f'paramiko {paramiko.__version__} has no {kind} keys')
    key: paramiko.PKey = cls.generate(1024)
    return key


@dataclass(frozen=True)
class LoginPolicy:
    """How the SSH server lets people in."""

    #: login methods
    methods: Sequence[str] = METHODS
    #: public keys that are accepted, for every user
    authorized: Sequence[paramiko.PKey] = ()
    #: kinds of host keys, or the keys
    host_keys: Sequence[Any] = ('ed25519', 'ecdsa')
    #: kex, key_types, ciphers, digests to offer and no others
    algorithms: Mapping[str, Sequence[str]] | None = None
    #: shown before log-in
    banner: str | None = None
    #: most command-line sessions at a time; None: no limit
    session_limit: int | None = None
    #: what one too many gets: 'text' on its channel, or its socket 'closed'
    refusal: str = 'text'
    #: exec channels are served
    exec_channels: bool = True
    #: what keyboard-interactive asks, and whether with echo
    prompts: Sequence[tuple[str, bool]] = (('Password: ', False),)
    #: shown above that
    instructions: str = ''
    #: asked after the right password, each in a request of its own
    further_prompts: Sequence[tuple[str, bool]] = ()
    #: written instead of a version; then the connection is closed
    refusal_text: str = ''


class SSHD:
    """The SSH server of one array.

    Use it in a ``with`` block, or call :meth:`start` and :meth:`stop`.

    :param array: whose command line it is
    :param cli: that command line, where several servers share one
    :param behaviour: how its shell behaves; may be replaced while it runs
    :param login_policy: how it lets people in
    :param port: 0 takes a free one; see ``port``
    :param seed: makes packets and races the same every time
    """

    def __init__(self, array: Array, *, cli: Cli | None = None,
                 behaviour: TerminalBehaviour | None = None,
                 login_policy: LoginPolicy | None = None, host: str = '127.0.0.1',
                 port: int = 0, seed: int | None = None) -> None:
        self.array = array
        self.cli = Cli(array) if cli is None else cli
        self.behaviour = TerminalBehaviour() if behaviour is None else behaviour
        self.login_policy = LoginPolicy() if login_policy is None else login_policy
        self.host = host
        self.port = port
        self.host_keys = [make_key(key) if isinstance(key, str) else key
                          for key in self.login_policy.host_keys]
        # it decides about packets, not about secrets
        self.random = random.Random(seed)  # noqa: S311
        self.stopping = threading.Event()
        self._lock = threading.Lock()
        self._listener: socket.socket | None = None
        self._connections: set[_Connection] = set()
        self._threads: set[threading.Thread] = set()
        self._sessions = 0
        #: connections accepted since the start
        self.accepted = 0
        #: what was typed into questions, of a shell or of a log-in
        self.replies: list[str] = []

    # -- life ---------------------------------------------------------------

    def start(self) -> SSHD:
        """Listen; ``port`` is known afterwards.

        :raises ValueError: paramiko lacks an algorithm that is asked for
        """
        _check_offer(self.login_policy.algorithms)
        family = socket.getaddrinfo(self.host, self.port,
                                    type=socket.SOCK_STREAM)[0][0]
        listener = socket.create_server((self.host, self.port), family=family,
                                        backlog=128)
        self._listener = listener
        self.port = listener.getsockname()[1]
        self.stopping.clear()
        self.spawn(self._accept, listener)
        return self

    def stop(self) -> None:
        """End every connection and wait for every thread."""
        self.stopping.set()
        listener, self._listener = self._listener, None
        if listener is not None:
            with contextlib.suppress(OSError):
                listener.shutdown(socket.SHUT_RDWR)
            listener.close()
        self.drop_all()
        while True:
            with self._lock:
                threads = self._threads - {threading.current_thread()}
            if not threads:
                return
            for thread in threads:
                thread.join(_JOIN_LIMIT)
                if thread.is_alive():
                    raise RuntimeError(f'{thread.name} does not end')
            with self._lock:
                self._threads -= threads

    def drop_all(self) -> None:
        """Cut every connection, as a restart of the array would."""
        with self._lock:
            connections = set(self._connections)
        for connection in connections:
            connection.close()

    def __enter__(self) -> SSHD:
        return self.start()

    def __exit__(self, *exc: object) -> None:
        self.stop()

    def spawn(self, target: Any, *args: Any) -> None:
        """Run something in a thread that :meth:`stop` waits for."""
        thread = threading.Thread(target=target, args=args,
                                  name='sshd-%d' % self.port, daemon=True)
        with self._lock:
            # A thread stays in the set until it has ended, and not only
            # until it is about to.
            thread.start()
            self._threads = {item for item in self._threads if item.is_alive()}
            self._threads.add(thread)

    # -- connections --------------------------------------------------------

    def _accept(self, listener: socket.socket) -> None:
        while not self.stopping.is_set():
            try:
                sock, peer = listener.accept()
            except OSError:
                return
            self.accepted += 1
            if self.login_policy.refusal_text:
                with contextlib.suppress(OSError):
                    sock.sendall(self.login_policy.refusal_text.encode() + b'\r\n')
                    sock.shutdown(socket.SHUT_WR)
                sock.close()
                continue
            if self.login_policy.refusal == 'closed' and self.full:
                sock.close()
                continue
            try:
                sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
                connection = _Connection(self, sock, peer[0])
            except OSError:
                sock.close()
                continue
            if not self._make_room():
                connection.close()
                continue
            with self._lock:
                self._connections.add(connection)
            self.spawn(self._serve, connection)

    def _make_room(self) -> bool:
        """Drop a client that does not log in, if there are too many.

        :returns: whether there is room for another connection
        """
        with self._lock:
            total = len(self._connections)
            waiting = [item for item in self._connections
                       if not item.authenticated]
        if total < _MAX_CONNECTIONS and len(waiting) < _MAX_UNAUTHENTICATED:
            return True
        if not waiting:
            return False
        oldest = min(waiting, key=lambda item: item.since)
        with self._lock:
            self._connections.discard(oldest)
        oldest.cut()
        return True

    def _serve(self, connection: _Connection) -> None:
        try:
            connection.serve()
        finally:
            connection.close()
            with self._lock:
                self._connections.discard(connection)

    def known_hosts(self) -> str:
        """What a client's file of known hosts says of this server."""
        return ''.join(f'[{self.host}]:{self.port} {key.get_name()} '
                       f'{key.get_base64()}\n' for key in self.host_keys)

    @property
    def serving(self) -> bool:
        """Whether the server has been started and not stopped."""
        return self._listener is not None

    @property
    def full(self) -> bool:
        """Whether there is no session left."""
        limit = self.login_policy.session_limit
        return limit is not None and self._sessions >= limit

    @contextlib.contextmanager
    def session(self) -> Generator[bool]:
        """Take a session for a while; yields False where none is left."""
        with self._lock:
            free = not self.full
            self._sessions += free
        try:
            yield free
        finally:
            with self._lock:
                self._sessions -= free

    @property
    def sessions(self) -> int:
        """Sessions of the command line that are open."""
        return self._sessions


class _Transport(paramiko.Transport):
    """A transport that lets a channel begin once its request is answered.

    A command may be over before the transport has said that it accepts it;
    the client would see a channel that closes unasked.
    """

    def __init__(self, sock: socket.socket) -> None:
        super().__init__(sock)
        self.answered: Callable[[], None] = lambda: None

    def _send_user_message(self, data: Any) -> None:
        super()._send_user_message(data)  # type: ignore[misc]
        if threading.current_thread() is self:
            self.answered()


class _Connection(paramiko.ServerInterface):
    """One client."""

    def __init__(self, server: SSHD, sock: socket.socket,
                 address: str) -> None:
        self._server = server
        self._address = address
        self._user = ''
        self._widths: dict[int, int] = {}
        self._further: list[tuple[str, bool]] = []
        self._let_in = False
        self._waiting: list[tuple[Any, ...]] = []
        self._sock = sock
        #: when it was accepted
        self.since = time.monotonic()
        self._transport = _Transport(sock)
        self._transport.answered = self._begin
        self._transport.set_log_channel('hpe3parclient.simulator.ssh')
        self._transport.local_version = 'SSH-2.0-OpenSSH_7.9'

    def serve(self) -> None:
        """Negotiate; channels have threads of their own."""
        transport = self._transport
        try:
            _offer(transport, self._server.login_policy.algorithms)
            for key in self._server.host_keys:
                transport.add_server_key(key)
            # With an event it does not wait for a greeting that may drip.
            transport.start_server(event=threading.Event(), server=self)
        except Exception as err:  # noqa: BLE001
            # a damaged greeting may raise anything in paramiko
            LOG.debug('a connection ended early: %s', err)
            return
        while transport.is_active() and not self._server.stopping.is_set():
            transport.join(0.5)
            if not self.authenticated \
                    and time.monotonic() - self.since > _LOGIN_LIMIT:
                LOG.debug('a client did not log in')
                return

    @property
    def authenticated(self) -> bool:
        """Whether the client has logged in."""
        return self._transport.is_authenticated()

    def cut(self) -> None:
        """Wake the threads that serve it: the connection is over."""
        with contextlib.suppress(OSError):
            self._sock.shutdown(socket.SHUT_RDWR)

    def _begin(self) -> None:
        """Start what waits for the answer to its request."""
        waiting, self._waiting = self._waiting, []
        for item in waiting:
            self._server.spawn(*item)

    def close(self) -> None:
        """End the connection and paramiko's thread for it."""
        self._transport.close()
        self._sock.close()
        if (self._transport.is_alive()
                and threading.current_thread() is not self._transport):
            self._transport.join(_JOIN_LIMIT)
        # paramiko's timer runs on, a thread, where a handshake broke
        self._transport.packetizer.complete_handshake()

    # -- who may come in ----------------------------------------------------

    def get_banner(self) -> Any:
        banner = self._server.login_policy.banner
        return (banner, 'en-US') if banner else (None, None)

    def get_allowed_auths(self, username: str) -> str:
        return ','.join(self._server.login_policy.methods)

    def _is_right(self, username: str, password: str) -> bool:
        with self._server.array.lock:
            right = self._server.array.users.get(username) == password
        if right:
            self._user = username
        return right

    def check_auth_password(self, username: str, password: str) -> int:
        if 'password' in self._server.login_policy.methods and self._is_right(
                username, password):
            return AUTH_SUCCESSFUL
        return AUTH_FAILED

    def check_auth_publickey(self, username: str,
                             key: paramiko.PKey) -> int:
        known = any(key.asbytes() == item.asbytes()
                    for item in self._server.login_policy.authorized)
        if 'publickey' in self._server.login_policy.methods and known:
            self._user = username
            return AUTH_SUCCESSFUL
        return AUTH_FAILED

    def check_auth_interactive(self, username: str,
                               submethods: Any) -> Any:
        if 'keyboard-interactive' not in self._server.login_policy.methods:
            return AUTH_FAILED
        self._user = username
        login_policy = self._server.login_policy
        self._further = list(login_policy.further_prompts)
        self._let_in = False
        return InteractiveQuery('', login_policy.instructions, *login_policy.prompts)

    def check_auth_interactive_response(self, responses: list[str]) -> Any:
        if not self._let_in:
            if tuple(self._server.login_policy.prompts) != (('Password: ', False),):
                self._server.replies += responses
            if len(responses) != 1 or not self._is_right(
                    self._user, responses[0]):
                return AUTH_FAILED
            self._let_in = True
        else:
            self._server.replies += responses
        if self._further:
            return InteractiveQuery('', '', self._further.pop(0))
        return AUTH_SUCCESSFUL

    # -- channels -----------------------------------------------------------

    def check_channel_request(self, kind: str, chanid: int) -> int:
        if kind == 'session':
            return OPEN_SUCCEEDED
        return OPEN_FAILED_ADMINISTRATIVELY_PROHIBITED

    def check_channel_pty_request(
            self, channel: paramiko.Channel, term: bytes, width: int,
            height: int, pixelwidth: int, pixelheight: int,
            modes: bytes) -> bool:
        self._widths[channel.get_id()] = width
        return True

    def check_channel_shell_request(self, channel: paramiko.Channel) -> bool:
        self._waiting.append((self._shell, channel))
        return True

    def check_channel_exec_request(self, channel: paramiko.Channel,
                                   command: bytes) -> bool:
        if not self._server.login_policy.exec_channels:
            return False
        self._waiting.append((self._exec, channel,
                              command.decode('utf-8', 'replace')))
        return True

    def _terminal(self, channel: paramiko.Channel, kind: str) -> Terminal:
        server = self._server
        return Terminal(
            channel, server.cli, server.behaviour, self._user,
            self._widths.get(channel.get_id(), 0), server.stopping,
            self._transport.close, server.random, server.replies,
            address=self._address, kind=kind)

    def _shell(self, channel: paramiko.Channel) -> None:
        with self._served(channel) as free:
            if not free:
                channel.sendall(TOO_MANY + b'\r\n')
                return
            self._terminal(channel, 'shell').shell()
            channel.send_exit_status(0)

    def _exec(self, channel: paramiko.Channel, command: str) -> None:
        with self._served(channel) as free:
            if not free:
                channel.sendall(TOO_MANY + b'\n')
                channel.send_exit_status(1)
                return
            status = self._terminal(channel, 'exec').command(command)
            channel.send_exit_status(status)

    @contextlib.contextmanager
    def _served(self, channel: paramiko.Channel) -> Generator[bool]:
        """A session on a channel that may end at any moment."""
        with contextlib.suppress(Gone, OSError, EOFError), \
                contextlib.closing(channel), self._server.session() as free:
            yield free


def _offer(transport: paramiko.Transport,
           algorithms: Mapping[str, Sequence[str]] | None) -> None:
    """Offer some algorithms and no others.

    :raises ValueError: the installed paramiko does not have one of them
    """
    options = transport.get_security_options()
    for kind, names in (algorithms or {}).items():
        try:
            setattr(options, kind, tuple(names))
        except ValueError as err:
            raise ValueError('paramiko %s does not have all of %s'
                             % (paramiko.__version__, ', '.join(names))
                             ) from err


def _check_offer(algorithms: Mapping[str, Sequence[str]] | None) -> None:
    """Try an offer on a transport that leads nowhere."""
    near, far = socket.socketpair()
    with contextlib.closing(near), contextlib.closing(far):
        _offer(paramiko.Transport(near), algorithms)
