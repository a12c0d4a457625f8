"""A connection to the array's SSH server, and channels on it.

This module knows paramiko: logging in, channels, and what its errors mean.
It does not know prompts or commands, and it never sends a command twice,
because it never sends one by itself.

It imports paramiko, so nothing imports it before SSH is used.
"""

from __future__ import annotations

import contextlib
import os
import re
import socket
import threading
import time
import weakref
from collections.abc import Generator, Iterator, Sequence
from typing import Any

import paramiko

from hpe3parclient import describe
from hpe3parclient.cli import kexinit, questions
from hpe3parclient.cli.errors import (
    SSHAlgorithmMismatch,
    SSHAuthenticationFailed,
    SSHBusy,
    SSHClosedEarly,
    SSHConnectionError,
    SSHConnectTimeout,
    SSHLoginQuestion,
    SSHOptionError,
    SSHSessionRefused,
)
from hpe3parclient.cli.hostkeys import KnownHosts, fingerprint, host_id
from hpe3parclient.cli.options import Options
from hpe3parclient.cli.questions import OnQuestion, Question
from hpe3parclient.web.redact import Secret

__all__ = ['Connection', 'fingerprint', 'key_of']

#: So wide that no command line of at most 4000 bytes is ever broken.
_COLUMNS = 8192
_ROWS = 24

#: Bytes before the server's version that an error may quote.
_LONGEST_GREETING = 1024

#: paramiko raises its error of refusal for these as well
_UNHEARD = ('saw EOF', 'timeout')

_KEY_CLASSES = ('RSAKey', 'ECDSAKey', 'Ed25519Key', 'DSSKey')


def key_of(value: Any, passphrase: str | None) -> paramiko.PKey | None:
    """Return a private key of any type, from a file or as passed."""
    if value is None or isinstance(value, paramiko.PKey):
        return value
    if not isinstance(value, str):
        # A number would be read from as an open file.
        raise SSHOptionError('SSH option privatekey is the path of a file, '
                             'or a paramiko key, not ' + describe.kind(value))
    reasons: list[str] = []
    for name in _KEY_CLASSES:
        cls: type[paramiko.PKey] | None = getattr(paramiko, name, None)
        if cls is None:
            continue
        try:
            return cls.from_private_key_file(value, passphrase)
        except paramiko.PasswordRequiredException:
            reasons = ['it needs a passphrase']
            break
        except (paramiko.SSHException, OSError, ValueError, TypeError,
                IndexError) as err:
            reasons.append(f'{name}: {err}')
    # Out here, where no cause has a frame that holds the passphrase.
    raise SSHOptionError(f'SSH option privatekey: {value} cannot be read as '
                         f'a key with this passphrase ({"; ".join(reasons)})')


class _Transport(paramiko.Transport):
    """A transport that remembers why the server ended it."""

    last_words = ''

    def _parse_disconnect(self, m: Any) -> None:
        with contextlib.suppress(Exception):
            m.get_int()
            self.last_words = m.get_text()
            m.rewind()
            m.get_byte()
        super()._parse_disconnect(m)  # type: ignore[misc]


class _Overheard:
    """A socket that keeps what the server writes before its version.

    Servers refuse sessions there, and what listens on a wrong port answers
    there.
    """

    def __init__(self) -> None:
        #: the socket, once there is one
        self.sock: Any = None
        self._first = b''
        self._listening = True

    def __getattr__(self, name: str) -> Any:
        return getattr(self.sock, name)

    def recv(self, size: int) -> bytes:
        """Receive, as a socket does."""
        data: bytes = self.sock.recv(size)
        if self._listening:
            self._first += data
            self._listening = len(self._first) < _LONGEST_GREETING and not (
                self.spoke_ssh)
        return data

    @property
    def spoke_ssh(self) -> bool:
        """Whether the server has sent the start of an SSH version."""
        return self._first.startswith(b'SSH-') or b'\nSSH-' in self._first

    @property
    def greeting(self) -> bytes:
        """The output before the server's version."""
        return b'' if self._first.startswith(b'SSH-') \
            else self._first.partition(b'\nSSH-')[0]


class _UnansweredQuestion(EOFError):
    """Raised in paramiko's thread for a question without an answer."""


class _Responder:
    """Answer the prompts of keyboard-interactive authentication.

    The password answers a single question without echo that asks for it,
    once. ``on_question`` may answer others.
    """

    def __init__(self, password: Secret | None,
                 on_question: OnQuestion | None) -> None:
        self._password = password
        self._on_question = on_question
        #: what was asked and not answered
        self.question = ''
        #: what ``on_question`` raised
        self.error: BaseException | None = None

    def __call__(self, title: str, instructions: str,
                 prompts: Sequence[tuple[str, bool]]) -> list[str]:
        context = '\n'.join((title, instructions))
        if len(prompts) == 1 and not prompts[0][1] and self._password and \
                questions.asks_for_password(prompts[0][0], context):
            password, self._password = self._password, None
            return [password.reveal()]
        return [self._reply(context, prompt, bool(echo))
                for prompt, echo in prompts]

    def _reply(self, context: str, prompt: str, echo: bool) -> str:
        shown = questions.joined((context, prompt))
        reply = None
        try:
            reply = questions.answer_to(
                Question(shown, echo), self._on_question)
        except BaseException as err:  # noqa: BLE001
            # it is raised in the thread that logs in
            self.error = err
            raise _UnansweredQuestion() from None
        if reply is None:
            self.question = shown
            raise _UnansweredQuestion()
        return reply


class Connection:
    """The connection to an array; it can be reopened.

    Host keys that were accepted once stay known for the object's life, so
    that another key after a reconnect is refused.
    """

    def __init__(self, options: Options) -> None:
        self._options = options
        self._key = key_of(options.privatekey, None if options.passphrase
                           is None else options.passphrase.reveal())
        self._known_hosts = KnownHosts(options.known_hosts_file,
                                       options.missing_key_policy)
        self._transport: _Transport | None = None
        self._parents: list[_Transport] = []
        self._dropped: weakref.finalize[..., Connection] | None = None

    # -- opening and closing ------------------------------------------------

    @property
    def alive(self) -> bool:
        """Whether the connection appears to be open."""
        return self._transport is not None and self._transport.is_active()

    def open(self) -> None:
        """Connect and log in, unless already connected.

        :raises SSHConnectionError: that failed
        """
        if self.alive:
            return
        self.close()
        began = time.monotonic()
        overheard: list[_Overheard] = []
        responder = _Responder(self._options.password,
                               self._options.on_question)
        failure: BaseException
        try:
            self._log_in(overheard, responder)
            self._dropped = weakref.finalize(
                self, _hang_up, self._transport, os.getpid())
            return
        except Exception as err:  # noqa: BLE001
            # a damaged greeting may raise anything in paramiko
            late = time.monotonic() - began >= self._options.conn_timeout
            failure = responder.error or self._meaning(
                err, late, overheard, responder)
            # Frames of paramiko hold the error that holds them.
            err.__traceback__ = None
        except BaseException:
            self._give_up(overheard)
            raise
        self._give_up(overheard)
        # Out here, where it has no context: frames of paramiko hold the
        # password. And not kept by a frame that its traceback holds.
        try:
            raise failure.with_traceback(None)
        finally:
            del failure

    def _give_up(self, overheard: list[_Overheard]) -> None:
        """Close what there is of a connection; perhaps a socket alone."""
        self.close()
        for item in overheard:
            if item.sock is not None:
                item.sock.close()

    def _log_in(self, overheard: list[_Overheard], responder: _Responder
                ) -> None:
        options = self._options
        listener = _Overheard()
        overheard.append(listener)
        listener.sock = socket.create_connection(
            (options.host, options.port), options.conn_timeout)
        # without it every command waits for a delayed acknowledgement
        listener.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        transport: Any = _Transport(
            # paramiko asks for the methods of a socket, its stub for a socket
            listener,  # pyright: ignore[reportArgumentType]
            disabled_algorithms=_plain_dict(options.disabled_algorithms))
        self._transport = transport
        transport.banner_timeout = options.conn_timeout
        transport.auth_timeout = options.conn_timeout
        host = host_id(options.host, options.port)
        algorithms = transport.get_security_options()
        algorithms.key_types = self._known_hosts.key_types(
            host, algorithms.key_types)
        transport.start_client(timeout=options.conn_timeout)
        self._known_hosts.check(host, transport.get_remote_server_key(),
                                transport)
        try:
            self._authenticate(transport, responder)
        finally:
            handler = transport.auth_handler
            if handler is not None:
                handler.password = handler.interactive_handler = None

    def _authenticate(self, transport: paramiko.Transport,
                      responder: _Responder) -> None:
        """Log in with a key or the password, or both."""
        options = self._options
        more, refusal = self._try_keys(transport)
        if more is not None and not more:
            return
        if options.password is not None and (
                more is None or 'password' in more):
            try:
                more = set(transport.auth_password(
                    options.login, options.password.reveal(),
                    fallback=False))
            except paramiko.BadAuthenticationType as err:
                if 'keyboard-interactive' not in err.allowed_types:
                    raise
                more = {'keyboard-interactive'}
            if not more:
                return
        if 'keyboard-interactive' in (more or ()):
            more = set(transport.auth_interactive(
                options.login, responder))
            if not more:
                return
        raise refusal or paramiko.AuthenticationException(
            'the server also requires ' + ' and '.join(sorted(more))
            if more else 'neither password nor key was given')

    def _try_keys(self, transport: paramiko.Transport
                  ) -> tuple[set[str] | None, Exception | None]:
        """Try each key.

        :returns: what the server requires beside a key that it accepted,
            None if it accepted none; and its last refusal
        """
        refusal: Exception | None = None
        for key in self._keys():
            try:
                return set(transport.auth_publickey(
                    self._options.login, key)), None
            except paramiko.SSHException as err:
                if not transport.is_active():
                    raise
                refusal = err
        return None, refusal

    def _keys(self) -> Iterator[paramiko.PKey]:
        if self._key is not None:
            yield self._key
        if self._options.allow_agent:
            with contextlib.closing(paramiko.Agent()) as agent:
                yield from agent.get_keys()
        if self._options.look_for_keys:
            for name in ('id_rsa', 'id_ecdsa', 'id_ed25519'):
                with contextlib.suppress(SSHOptionError):
                    key = key_of(os.path.expanduser('~/.ssh/' + name), None)
                    if key is not None:
                        yield key

    # -- what an error of connecting means ----------------------------------

    def _meaning(self, err: Exception, late: bool,
                 overheard: list[_Overheard], responder: _Responder
                 ) -> Exception:
        """Return our error for an error of paramiko or of the socket."""
        host = f'{self._options.host}:{self._options.port}'
        if isinstance(err, (SSHConnectionError, SSHOptionError)):
            return err
        if responder.question:
            return SSHLoginQuestion(
                f'{host} asks a question instead of letting '
                f'{self._options.login} in; it was not answered: '
                + responder.question, responder.question)
        said = self._said(overheard)
        if questions.TOO_MANY.decode() in said:
            return SSHBusy(f'{host} has no session left: {said}')
        if isinstance(err, paramiko.AuthenticationException) and not any(
                words in str(err) for words in _UNHEARD):
            return self._refused(host, err, said)
        if 'Incompatible ssh' in str(err):
            offer = kexinit.offer_of(self._options.host, self._options.port,
                                     self._options.conn_timeout)
            return SSHAlgorithmMismatch(
                f'No algorithm in common with {host} (paramiko '
                f'{paramiko.__version__}: {err}). {kexinit.advice(offer)}')
        return self._no_answer(host, err, late, overheard)

    def _refused(self, host: str, err: Exception, said: str
                 ) -> SSHConnectionError:
        """Return the error for a refused login."""
        if 'Illegal info request' in str(err):
            return SSHLoginQuestion(
                f'{host} asks {self._options.login} to change the password; '
                'that was not answered.')
        return SSHAuthenticationFailed(
            f'{host} does not let {self._options.login} in: {err}'
            f'{self._key_advice()}{_quote(said)}')

    def _no_answer(self, host: str, err: Exception, late: bool,
                   overheard: list[_Overheard]) -> SSHConnectionError:
        """Return the error for a connection that failed before a response."""
        said = self._said(overheard)
        if overheard and not overheard[0].spoke_ssh and said:
            return SSHSessionRefused((
                f'{host} answers in words instead of logging in.'
                if _is_text(overheard[0].greeting) else
                f'{host} does not speak SSH: {self._options.port} is not '
                'the port of its SSH server.') + _quote(said))
        if isinstance(err, socket.timeout) or late:
            return SSHConnectTimeout(
                f'Connect: {host} did not answer within '
                f'{self._options.conn_timeout:g} seconds.{_quote(said)}')
        if isinstance(err, paramiko.AuthenticationException):
            return SSHConnectionError(
                f'{host} closed the connection during log-in, without '
                f'saying whether it lets {self._options.login} in ({err})'
                f'{self._key_advice()}{_quote(said)}')
        if isinstance(err, (ConnectionResetError, BrokenPipeError, EOFError)
                      ) or 'protocol banner' in str(err):
            return SSHClosedEarly(
                f'{host} closed the connection before any log-in ({err}): '
                'it has no session left, its service is starting, or '
                f'{self._options.port} is not the port of its SSH server.'
                + _quote(said))
        return SSHConnectionError(
            f'Cannot connect to {host}: {err}{_quote(said)}')

    def _said(self, overheard: list[_Overheard]) -> str:
        """Return the server's message, printable."""
        transport = self._transport
        banner = b'' if transport is None else transport.get_banner() or b''
        greeting = overheard[0].greeting if overheard else b''
        return questions.joined((
            questions.quoted(greeting), questions.quoted(banner),
            '' if transport is None else transport.last_words))

    def _key_advice(self) -> str:
        if self._key is None or self._key.get_name() != 'ssh-rsa':
            return ''
        return (". An old array may know RSA keys with SHA-1 signatures "
                "only: disabled_algorithms={'pubkeys': ['rsa-sha2-256', "
                "'rsa-sha2-512']} asks for those.")

    # -- closing ------------------------------------------------------------

    def close(self) -> None:
        """Close the connection, if there is one."""
        if self._dropped is not None:
            self._dropped.detach()
        transport, self._transport = self._transport, None
        if transport is not None:
            transport.close()
            # which does nothing where its thread has not begun
            transport.sock.close()
            # paramiko's timer runs on, a thread, where a handshake broke
            transport.packetizer.complete_handshake()

    def abandon(self) -> None:
        """Abandon a connection that belongs to the parent process."""
        transport, self._transport = self._transport, None
        if transport is None:
            return
        # closes this process's socket, so that nothing is said on it
        transport.atfork()
        # To close the rest, or let go of it, takes locks that threads of
        # the parent may have held when it forked.
        self._parents.append(transport)

    # -- channels -----------------------------------------------------------

    def shell(self) -> paramiko.Channel:
        """Open a shell on a terminal that is wide enough not to wrap lines."""
        with self._watched('start a shell') as transport:
            channel = transport.open_session(
                timeout=self._options.conn_timeout)
            channel.get_pty('vt100', _COLUMNS, _ROWS)
            channel.invoke_shell()
            return channel

    def bare(self) -> paramiko.Channel:
        """Open a channel without requesting anything on it."""
        with self._watched('open a channel') as transport:
            return transport.open_session(timeout=self._options.conn_timeout)

    @contextlib.contextmanager
    def _watched(self, what: str) -> Generator[paramiko.Transport, None, None]:
        """Set a timeout where paramiko has none."""
        transport = self._transport
        if transport is None:
            raise SSHConnectionError('The connection is closed.')
        watch = threading.Timer(self._options.conn_timeout, transport.close)
        watch.daemon = True
        watch.start()
        try:
            yield transport
        except (paramiko.SSHException, OSError, EOFError) as err:
            raise SSHConnectionError(
                f'The array did not {what}: {err}'
                f'{_quote(questions.joined((transport.last_words,)))}'
                ) from err
        finally:
            watch.cancel()
            watch.join()


def _is_text(greeting: bytes) -> bool:
    """Return whether a text is a message and not another protocol's data."""
    return not greeting.startswith(b'HTTP/') and not re.search(
        rb'[^\t\r\n -~\x80-\xff]', greeting)


def _quote(said: str) -> str:
    return f' It said: {said}' if said else ''


def _hang_up(transport: paramiko.Transport | None, process: int) -> None:
    """Close a connection that was garbage collected without being closed.

    paramiko's thread would keep it open. It sees the end of the socket and
    does the rest; to close it from here could wait for a lock, as this may
    run in any thread at any time.
    """
    if transport is not None and process == os.getpid():
        with contextlib.suppress(OSError):
            transport.sock.shutdown(socket.SHUT_RDWR)


def _plain_dict(value: Any) -> Any:
    return None if value is None else {
        name: list(items) for name, items in dict(value).items()}
