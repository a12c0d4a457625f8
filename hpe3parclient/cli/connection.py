"""A connection to the array's SSH server, and channels on it.

This module knows paramiko: host keys, log-in, channels, and what its errors
mean. It does not know prompts or commands, and it never sends a command
twice, because it never sends one by itself.

It imports paramiko, so nothing imports it before SSH is used.
"""

from __future__ import annotations

import base64
import contextlib
import hashlib
import logging
import os
import socket
import threading
import time
import weakref
from typing import Any, Iterator, List, Optional, Type

import paramiko

from hpe3parclient import describe
from hpe3parclient.cli import kexinit
from hpe3parclient.cli.errors import (
    SSHAlgorithmMismatch,
    SSHAuthenticationFailed,
    SSHBusy,
    SSHConnectionError,
    SSHConnectTimeout,
    SSHHostKeyRejected,
    SSHOptionError,
)
from hpe3parclient.cli.options import Options

LOG = logging.getLogger('hpe3parclient.ssh')

#: So wide that no command line of at most 4000 bytes is ever broken.
_COLUMNS = 8192
_ROWS = 24

#: paramiko raises its error of refusal for these as well
_UNHEARD = ('saw EOF', 'timeout')

_KEY_CLASSES = ('RSAKey', 'ECDSAKey', 'Ed25519Key', 'DSSKey')


def fingerprint(key: paramiko.PKey) -> str:
    """A key's fingerprint as OpenSSH shows it."""
    digest = hashlib.sha256(key.asbytes()).digest()
    return 'SHA256:' + base64.b64encode(digest).decode('ascii').rstrip('=')


class _Announcing(paramiko.MissingHostKeyPolicy):
    """Another policy, whose decision is told to people."""

    def __init__(self, policy: paramiko.MissingHostKeyPolicy,
                 path: Optional[str]) -> None:
        self._policy = policy
        self._path = path

    def missing_host_key(self, client: paramiko.SSHClient, hostname: str,
                         key: paramiko.PKey) -> None:
        shown = '%s %s' % (key.get_name(), fingerprint(key))
        try:
            if self._path and isinstance(self._policy,
                                         paramiko.AutoAddPolicy):
                # it adds to a file, but does not make one
                with open(self._path, 'a', encoding='utf-8'):
                    pass
            self._policy.missing_host_key(client, hostname, key)
        except paramiko.SSHException as err:
            raise SSHHostKeyRejected(
                'The host key of %s is not known: %s. It was refused by %s.'
                % (hostname, shown, type(self._policy).__name__)) from err
        LOG.warning('Unknown host key of %s was accepted: %s',
                    hostname, shown)


def policy_of(value: Any) -> paramiko.MissingHostKeyPolicy:
    """A host-key policy, given by name, class or object."""
    if isinstance(value, str):
        value = {policy.__name__: policy for policy in (
            paramiko.AutoAddPolicy, paramiko.WarningPolicy,
            paramiko.RejectPolicy)}.get(value, value)
    if isinstance(value, type) and issubclass(
            value, paramiko.MissingHostKeyPolicy):
        value = value()
    if not isinstance(value, paramiko.MissingHostKeyPolicy):
        raise SSHOptionError(
            'SSH option missing_key_policy must be AutoAddPolicy, '
            'WarningPolicy, RejectPolicy or a paramiko policy, not %s'
            % describe.value(value))
    return value


def key_of(value: Any, passphrase: Optional[str]) -> Optional[paramiko.PKey]:
    """A private key of any type, from its file or as it is."""
    if value is None or isinstance(value, paramiko.PKey):
        return value
    if not isinstance(value, str):
        # A number would be read from as an open file.
        raise SSHOptionError('SSH option privatekey is the path of a file, '
                             'or a paramiko key, not ' + describe.kind(value))
    reasons: List[str] = []
    for name in _KEY_CLASSES:
        cls: Optional[Type[paramiko.PKey]] = getattr(paramiko, name, None)
        if cls is None:
            continue
        try:
            return cls.from_private_key_file(value, passphrase)
        except paramiko.PasswordRequiredException as err:
            raise SSHOptionError('SSH option privatekey: %s wants a '
                                 'passphrase' % value) from err
        except (paramiko.SSHException, OSError, ValueError, TypeError,
                IndexError) as err:
            reasons.append('%s: %s' % (name, err))
    raise SSHOptionError('SSH option privatekey: %s cannot be read as a key '
                         'with this passphrase (%s)'
                         % (value, '; '.join(reasons)))


class Connection:
    """The connection to one array; it may be opened again and again.

    Host keys that were accepted once stay known for the object's life, so
    that another key after a reconnect is refused.
    """

    def __init__(self, options: Options) -> None:
        self._options = options
        self._key = key_of(options.privatekey, options.passphrase)
        self._parents: List[paramiko.SSHClient] = []
        self._dropped: Optional[weakref.finalize[..., Connection]] = None
        self._begin()

    def _begin(self) -> None:
        """Make a client that knows the hosts of the file."""
        self._client = paramiko.SSHClient()
        self._client.set_missing_host_key_policy(
            _Announcing(policy_of(self._options.missing_key_policy),
                        self._options.known_hosts_file))
        self._load_host_keys()

    def _load_host_keys(self) -> None:
        path = self._options.known_hosts_file
        if path is None:
            self._client.load_system_host_keys()
            return
        try:
            self._client.load_host_keys(path)
        except FileNotFoundError:
            LOG.debug('No known hosts yet in %s', path)
        except (OSError, paramiko.SSHException,
                paramiko.hostkeys.InvalidHostKey) as err:
            raise SSHOptionError('SSH option known_hosts_file: %s cannot be '
                                 'read: %s' % (path, err)) from err

    # -- opening and closing ------------------------------------------------

    @property
    def alive(self) -> bool:
        """Whether there is a connection, as far as one can see."""
        transport = self._client.get_transport()
        return transport is not None and transport.is_active()

    def open(self) -> None:
        """Connect and log in, unless that is done."""
        if self.alive:
            return
        self.close()
        opts = self._options
        began = time.monotonic()
        try:
            self._log_in(self._reach())
            self._dropped = weakref.finalize(
                self, _hang_up, self._client.get_transport(), os.getpid())
        except Exception as err:
            self.close()
            late = time.monotonic() - began >= opts.conn_timeout
            told = self._told(err, late)
            if told is err:
                raise
            raise told from err
        except BaseException:
            self.close()
            raise

    def _reach(self) -> socket.socket:
        opts = self._options
        sock = socket.create_connection((opts.host, opts.port),
                                        opts.conn_timeout)
        # without it every command waits for a delayed acknowledgement
        sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        return sock

    def _log_in(self, sock: socket.socket) -> None:
        opts = self._options
        try:
            self._client.connect(
                opts.host, opts.port, username=opts.login,
                password=opts.password, pkey=self._key, sock=sock,
                timeout=opts.conn_timeout, banner_timeout=opts.conn_timeout,
                auth_timeout=opts.conn_timeout, passphrase=opts.passphrase,
                allow_agent=opts.allow_agent,
                look_for_keys=opts.look_for_keys,
                disabled_algorithms=_plain_dict(opts.disabled_algorithms))
        except BaseException:
            sock.close()
            raise

    def _told(self, err: Exception, late: bool) -> Exception:
        """What an error of connecting means to the person who reads it."""
        where = '%s:%d' % (self._options.host, self._options.port)
        if isinstance(err, (SSHConnectionError, SSHOptionError)):
            return err
        if isinstance(err, paramiko.BadHostKeyException):
            return SSHHostKeyRejected(
                'The host key of %s has changed: expected %s %s%s, got %s '
                '%s. Either the array has a new key or somebody stands '
                'between; nothing was sent. When the array\'s administrator '
                'confirms the new one, take the old one out.' % (
                    where, err.expected_key.get_name(),
                    fingerprint(err.expected_key),
                    self._place_of(err.expected_key), err.key.get_name(),
                    fingerprint(err.key)))
        if isinstance(err, paramiko.AuthenticationException) and not any(
                words in str(err) for words in _UNHEARD):
            return SSHAuthenticationFailed(
                '%s does not let %s in: %s%s' % (
                    where, self._options.login, err, self._key_advice()))
        if 'Incompatible ssh' in str(err):
            offer = kexinit.offer_of(self._options.host, self._options.port,
                                     self._options.conn_timeout)
            return SSHAlgorithmMismatch(
                'No algorithm in common with %s (paramiko %s: %s). %s' % (
                    where, paramiko.__version__, err, kexinit.advice(offer)))
        if isinstance(err, socket.timeout) or late:
            return SSHConnectTimeout(
                'Connect: %s did not answer within %g seconds.'
                % (where, self._options.conn_timeout))
        if isinstance(err, paramiko.AuthenticationException):
            return SSHConnectionError(
                '%s closed the connection during log-in, without a word on '
                'whether it lets %s in (%s)%s' % (
                    where, self._options.login, err, self._key_advice()))
        if isinstance(err, (ConnectionResetError, BrokenPipeError, EOFError)
                      ) or 'protocol banner' in str(err):
            return SSHBusy(
                '%s closed the connection before any log-in (%s): too many '
                'sessions, or the service is starting.' % (where, err))
        return SSHConnectionError('Cannot connect to %s: %s' % (where, err))

    def _place_of(self, key: paramiko.PKey) -> str:
        """Where a known host key stands, for people who edit the file."""
        path = self._options.known_hosts_file or os.path.expanduser(
            '~/.ssh/known_hosts')
        with contextlib.suppress(OSError), open(
                path, encoding='utf-8', errors='replace') as lines:
            for number, line in enumerate(lines, 1):
                if key.get_base64() in line.split():
                    return ' (%s, line %d)' % (path, number)
        return ' (accepted earlier by this client)'

    def _key_advice(self) -> str:
        if self._key is None or self._key.get_name() != 'ssh-rsa':
            return ''
        return (". An old array may know RSA keys with SHA-1 signatures "
                "only: disabled_algorithms={'pubkeys': ['rsa-sha2-256', "
                "'rsa-sha2-512']} asks for those.")

    def close(self) -> None:
        """Close the connection, if there is one."""
        if self._dropped is not None:
            self._dropped.detach()
        transport = self._client.get_transport()
        self._client.close()
        if transport is not None:
            # paramiko's timer runs on, a thread, where a handshake broke
            transport.packetizer.complete_handshake()

    def abandon(self) -> None:
        """Let go of a connection that belongs to the parent process."""
        transport = self._client.get_transport()
        if transport is None:
            return
        # closes this process's socket, so that nothing is said on it
        transport.atfork()
        # To close the rest, or let go of it, takes locks that threads of
        # the parent may have held when it forked.
        self._parents.append(self._client)
        known = self._client.get_host_keys()
        self._begin()
        for host in known:
            for kind, key in known[host].items():
                self._client.get_host_keys().add(host, kind, key)

    # -- channels -----------------------------------------------------------

    def shell(self) -> paramiko.Channel:
        """A shell on a terminal too wide to break a line."""
        with self._watched('start a shell') as transport:
            channel = transport.open_session(
                timeout=self._options.conn_timeout)
            channel.get_pty('vt100', _COLUMNS, _ROWS)
            channel.invoke_shell()
            return channel

    def bare(self) -> paramiko.Channel:
        """A channel on which nothing has been asked for."""
        with self._watched('open a channel') as transport:
            return transport.open_session(timeout=self._options.conn_timeout)

    @contextlib.contextmanager
    def _watched(self, what: str) -> Iterator[paramiko.Transport]:
        """Put a time limit where paramiko has none."""
        transport = self._client.get_transport()
        if transport is None:
            raise SSHConnectionError('The connection is closed.')
        watch = threading.Timer(self._options.conn_timeout, transport.close)
        watch.daemon = True
        watch.start()
        try:
            yield transport
        except (paramiko.SSHException, OSError, EOFError) as err:
            raise SSHConnectionError('The array did not %s: %s'
                                     % (what, err)) from err
        finally:
            watch.cancel()
            watch.join()


def _hang_up(transport: Optional[paramiko.Transport], process: int) -> None:
    """End a connection that nobody closed and nobody can reach any more.

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


