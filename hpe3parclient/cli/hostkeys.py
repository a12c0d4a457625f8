"""Verify host keys against known-hosts files and policies.

A key that is known and differs is refused, whatever the policy says. Known
are the keys in the file, which is read again for every connection, and those
that this client has accepted before. Lines of the file that are not
understood are left as they are.

This module reads and extends a file of known hosts. It does not connect.
"""

from __future__ import annotations

import base64
import binascii
import contextlib
import hashlib
import hmac
import logging
import os
import stat
import time
from collections.abc import Iterator
from typing import Any, NamedTuple

import paramiko

from hpe3parclient import describe
from hpe3parclient.cli.errors import SSHHostKeyRejected, SSHOptionError

try:
    import fcntl as locking
except ImportError:  # pragma: no cover
    locking: Any = None  # type: ignore[no-redef]

LOG = logging.getLogger('hpe3parclient.ssh')

#: A file of known hosts is read up to this size.
_LARGEST = 1 << 24
#: seconds to wait for another process that writes
_LOCK_WAIT = 5.0
_RSA = ('rsa-sha2-512', 'rsa-sha2-256', 'ssh-rsa')


def fingerprint(key: paramiko.PKey) -> str:
    """Return a key's fingerprint in OpenSSH's format."""
    return _fingerprint(key.asbytes())


def _fingerprint(blob: bytes) -> str:
    digest = hashlib.sha256(blob).digest()
    return 'SHA256:' + base64.b64encode(digest).decode('ascii').rstrip('=')


def host_id(host: str, port: int) -> str:
    """Return a host in the notation of known-hosts files."""
    name = host.lower()
    return name if port == 22 else f'[{name}]:{port}'


class Entry(NamedTuple):
    """A line of a known-hosts file, or a key accepted earlier."""

    names: str
    kind: str
    blob: bytes
    #: ``'@revoked'``, or empty
    marker: str = ''
    #: where it stands, for an error
    source: str = ''

    def matches(self, host: str) -> bool:
        """Return whether the line is about a host."""
        matched = False
        for name in self.names.split(','):
            refused = name.startswith('!')
            if _name_matches(name.lstrip('!'), host):
                if refused:
                    return False
                matched = True
        return matched

    def __str__(self) -> str:
        return f'{self.kind} {_fingerprint(self.blob)} ({self.source})'


def _name_matches(name: str, host: str) -> bool:
    if name.startswith('|1|'):
        parts = name.split('|')
        with contextlib.suppress(ValueError, IndexError):
            salt, digest = map(base64.b64decode, parts[2:4])
            return hmac.compare_digest(hmac.new(
                salt, host.encode(), hashlib.sha1).digest(), digest)
        return False
    return _matches_pattern(name.lower(), host) or (
        not host.startswith('[') and name.lower() == f'[{host}]:22')


def _matches_pattern(pattern: str, host: str) -> bool:
    """Whether ``*`` and ``?`` of a pattern, and nothing else, fit a host.

    No regular expression: one with many stars takes too long to try.
    """
    index = start = back = 0
    star = -1
    while index < len(host):
        sign = pattern[start:start + 1]
        if sign == '*':
            star, back, start = start, index, start + 1
        elif sign and sign in ('?', host[index]):
            index, start = index + 1, start + 1
        elif star >= 0:
            back += 1
            index, start = back, star + 1
        else:
            return False
    return not pattern[start:].strip('*')


class KnownHosts:
    """The host keys known to a client.

    :param path: the file; the user's own, which is only read, if None
    :param policy: what to do about a host that is not known
    :raises SSHOptionError: the file cannot be read
    """

    def __init__(self, path: str | None, policy: Any) -> None:
        self._path = path
        self._file = path or os.path.expanduser('~/.ssh/known_hosts')
        self._policy = policy_of(policy)
        self._accepted: dict[str, list[Entry]] = {}
        self._warned = False
        self._entries()

    def key_types(self, host: str, supported: Any) -> list[str]:
        """Return the algorithms to negotiate, those of known keys first."""
        known = [entry.kind for entry in self._of(host)]
        first = [name for kind in known
                 for name in (_RSA if kind == 'ssh-rsa' else (kind,))
                 if name in supported]
        return list(dict.fromkeys([*first, *supported]))

    def check(self, host: str, key: paramiko.PKey,
              transport: paramiko.Transport) -> None:
        """Accept a server's key, or refuse it.

        :param host: the host, as :func:`host_id` gives it
        :raises SSHHostKeyRejected: the key is not the known one, is revoked,
            or is unknown and the policy refuses it
        """
        blob, shown = key.asbytes(), f'{key.get_name()} {fingerprint(key)}'
        entries = [entry for entry in self._entries() if entry.matches(host)]
        revoked = [entry for entry in entries
                   if entry.marker and entry.blob == blob]
        if revoked:
            raise SSHHostKeyRejected(
                f'The host key of {host} is revoked: {revoked[0]}. Nothing '
                'was sent.')
        known = self._of(host)
        if any(entry.blob == blob for entry in known):
            self._remember(host, key)
            return
        if known:
            raise self._changed(host, known[0], shown)
        self._decide(host, key, shown, transport)

    def _of(self, host: str) -> list[Entry]:
        """Return the keys known for a host."""
        return [*(entry for entry in self._entries()
                  if not entry.marker and entry.matches(host)),
                *self._accepted.get(host, ())]

    def _changed(self, host: str, known: Entry, shown: str
                 ) -> SSHHostKeyRejected:
        return SSHHostKeyRejected(
            f'The host key of {host} has changed: expected {known}, got '
            f'{shown}. Either the array has a new key or somebody '
            'intercepts the connection; nothing was sent. When the array\'s '
            'administrator confirms the new key, remove the old one.')

    def _remember(self, host: str, key: paramiko.PKey) -> None:
        accepted = self._accepted.setdefault(host, [])
        if not any(entry.blob == key.asbytes() for entry in accepted):
            accepted.append(Entry(host, key.get_name(), key.asbytes(), '',
                                  'accepted earlier by this client'))

    def _decide(self, host: str, key: paramiko.PKey, shown: str,
                transport: paramiko.Transport) -> None:
        """Ask the policy about a host that is not known."""
        client = _PolicyClient(transport)
        if self._path and type(self._policy) not in _POLICIES.values():
            with contextlib.suppress(Exception):
                client.load_host_keys(self._path)
        try:
            self._policy.missing_host_key(client, host, key)
        except paramiko.SSHException as err:
            raise SSHHostKeyRejected(
                f'The host key of {host} is not known: {shown}. It was '
                f'refused by {type(self._policy).__name__}. If it is the '
                'array\'s, add the line that ssh-keyscan prints for this host '
                f'to {self._file}.') from err
        if self._path and isinstance(self._policy, paramiko.AutoAddPolicy):
            self._learn(self._path, host, key, shown)
        self._remember(host, key)
        LOG.warning('Unknown host key of %s was accepted: %s', host, shown)

    # -- the file -----------------------------------------------------------

    def _entries(self) -> list[Entry]:
        try:
            # A device may have no end, and a pipe may wait for ever.
            if not stat.S_ISREG(os.stat(self._file).st_mode):
                return []
            with open(self._file, 'rb') as file:
                data = file.read(_LARGEST)
        except FileNotFoundError:
            return []
        except OSError as err:
            if self._path is None:
                return []
            raise SSHOptionError(
                f'SSH option known_hosts_file: {self._path} cannot be read: '
                f'{err.strerror}') from None
        return list(self._parsed(data))

    def _parsed(self, data: bytes) -> Iterator[Entry]:
        unreadable: list[str] = []
        for number, line in enumerate(data.split(b'\n'), 1):
            words = line.decode('utf-8', 'replace').split()
            if not words or words[0].startswith('#'):
                continue
            entry = _entry(words, f'{self._file}, line {number}')
            if entry is None:
                unreadable.append(str(number))
            elif entry.marker in ('', '@revoked'):
                yield entry
        if unreadable and not self._warned:
            self._warned = True
            LOG.warning('%s: not understood and left as they are: lines %s',
                        self._file, ', '.join(unreadable[:20]))

    def _learn(self, path: str, host: str, key: paramiko.PKey, shown: str
               ) -> None:
        """Append a key to the file; other lines stay unchanged.

        A file that cannot be written is a warning: the key was accepted.
        """
        flags = os.O_RDWR | os.O_CREAT | os.O_APPEND | getattr(
            os, 'O_NONBLOCK', 0)
        try:
            file = os.open(path, flags, 0o600)
            try:
                if not stat.S_ISREG(os.fstat(file).st_mode):
                    raise OSError('it is not a regular file')
                _lock(file)
                # Another process may have learned it since.
                known = [entry for entry in self._entries()
                         if not entry.marker and entry.matches(host)]
                if not known:
                    _append(file, f'{host} {key.get_name()} '
                                  f'{key.get_base64()}\n'.encode())
            finally:
                os.close(file)
        except OSError as err:
            LOG.warning('The host key of %s was not written to %s: %s', host,
                        path, err.strerror or err)
            return
        if known and all(entry.blob != key.asbytes() for entry in known):
            raise self._changed(host, known[0], shown)


def _entry(words: list[str], source: str) -> Entry | None:
    """A line of the file; None where it is not understood."""
    marker = words.pop(0) if words[0].startswith('@') else ''
    if len(words) < 3 or marker not in ('', '@revoked', '@cert-authority'):
        return None
    try:
        blob = base64.b64decode(words[2], validate=True)
    except (binascii.Error, ValueError):
        return None
    kind = words[1].encode('utf-8')
    if not blob.startswith(len(kind).to_bytes(4, 'big') + kind) or \
            len(blob) <= len(kind) + 4:
        return None
    return Entry(words[0], words[1], blob, marker, source)


def _lock(file: int) -> None:
    """Lock the file until it is closed."""
    deadline = time.monotonic() + _LOCK_WAIT
    while locking is not None:
        try:
            locking.flock(file, locking.LOCK_EX | locking.LOCK_NB)
            return
        except BlockingIOError:
            if time.monotonic() >= deadline:
                raise OSError('another process holds its lock') from None
            time.sleep(0.01)


def _append(file: int, line: bytes) -> None:
    """Append a whole line or nothing."""
    size = os.fstat(file).st_size
    if size:
        os.lseek(file, size - 1, os.SEEK_SET)
        if os.read(file, 1) != b'\n':
            line = b'\n' + line
    try:
        if os.write(file, line) == len(line):
            return
        reason = OSError('the disk is full')
    except OSError as err:
        reason = err
    with contextlib.suppress(OSError):
        os.ftruncate(file, size)
    raise reason


# -- policies ---------------------------------------------------------------

_POLICIES = {policy.__name__: policy for policy in (
    paramiko.AutoAddPolicy, paramiko.WarningPolicy, paramiko.RejectPolicy)}


class _PolicyClient(paramiko.SSHClient):
    """Stand-in client for paramiko's policies; it never connects."""

    def __init__(self, transport: paramiko.Transport) -> None:
        super().__init__()
        self._transport = transport

    def save_host_keys(self, filename: Any) -> None:
        """Write nothing.

        The file would be written anew, without what paramiko does not
        understand.
        """


def policy_of(value: Any) -> paramiko.MissingHostKeyPolicy:
    """A host-key policy, given by name, class or object."""
    if isinstance(value, str):
        value = _POLICIES.get(value, value)
    if isinstance(value, type) and issubclass(
            value, paramiko.MissingHostKeyPolicy):
        value = value()
    if not isinstance(value, paramiko.MissingHostKeyPolicy):
        raise SSHOptionError(
            'SSH option missing_key_policy must be AutoAddPolicy, '
            'WarningPolicy, RejectPolicy or a paramiko policy, not '
            + describe.value(value))
    return value
