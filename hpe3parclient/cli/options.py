"""Options of an SSH connection, validated before connecting.

This module knows the options and the values of each. It does not connect.
"""

from __future__ import annotations

import math
import os
from collections.abc import Mapping
from typing import Any, NamedTuple

from hpe3parclient import describe
from hpe3parclient.cli.errors import SSHOptionError
from hpe3parclient.cli.questions import OnQuestion
from hpe3parclient.narrowing import is_path
from hpe3parclient.web import redact
from hpe3parclient.web.redact import Secret, reveal

MODES = ('shell', 'exec')


class Options(NamedTuple):
    """Options for one connection; all times in seconds."""

    host: str
    login: str
    password: Secret | None
    port: int = 22
    #: for reaching the array, and again for each step of logging in
    conn_timeout: float = 30.0
    privatekey: Any = None
    passphrase: Secret | None = None
    #: name, class or object of a paramiko host-key policy
    missing_key_policy: Any = 'AutoAddPolicy'
    known_hosts_file: str | None = None
    mode: str = 'shell'
    #: how long a shell may show nothing before a command that only reads
    #: runs on an exec channel
    prompt_timeout: float = 0.05
    #: the array's prompt, where it is not ``<name> cli% ``
    prompt: str | None = None
    #: may answer what the array asks
    on_question: OnQuestion | None = None
    #: for the next byte of an answer
    silence_timeout: float = 120.0
    #: for a whole answer
    command_timeout: float = 600.0
    #: how long a session may have been idle and still be used
    idle_limit: float = 30.0
    #: how long to go on asking when the array has no session left
    busy_timeout: float = 10.0
    allow_agent: bool = False
    look_for_keys: bool = False
    disabled_algorithms: Mapping[str, Any] | None = None

    def __repr__(self) -> str:
        return 'Options(' + ', '.join(
            f'{name}={value!r}' for name, value in self._asdict().items()
            if name not in ('password', 'privatekey', 'passphrase')) + ')'


_TIMES = ('conn_timeout', 'prompt_timeout', 'silence_timeout',
          'command_timeout', 'idle_limit', 'busy_timeout')


def read(values: dict[str, Any]) -> Options:
    """Check options by name; None stands for the default.

    :raises SSHOptionError: an option is unknown, or is not what it may be
    """
    values = _concealed(values)
    known = set(Options._fields)
    for name in values:
        if name not in known:
            raise SSHOptionError(f'SSH option {name} is not known; there '
                                 f'are: {", ".join(sorted(known))}')
    given: dict[str, Any] = {
        name: value for name, value in values.items()
        if value is not None or name == 'password'}
    if given.get('privatekey') == '':
        # What settings hold that name no key, Cinder's for one.
        del given['privatekey']
    _check_texts(given)
    for name in _TIMES:
        if name in given:
            given[name] = _seconds(name, given[name])
    if 'port' in given:
        given['port'] = _port(given['port'])
    given['host'] = _address(given['host'])
    _check_files(given)
    return Options(**given)


def _concealed(values: dict[str, Any]) -> dict[str, Any]:
    """Wrap secrets, which tracebacks would show."""
    result = dict(values)
    for name in ('password', 'passphrase'):
        if result.get(name) is not None:
            result[name] = Secret(result[name])
    key = result.get('privatekey')
    if isinstance(key, str) and 'PRIVATE KEY' in key:
        result['privatekey'] = Secret(key)
    return result


def _check_texts(given: dict[str, Any]) -> None:
    host = given.get('host')
    if isinstance(host, str) and ('@' in host or '/' in host):
        # Not repeated: what stands before an @ may hold a password.
        raise SSHOptionError(
            'SSH option ip must be a name or an address alone; user, password '
            'and port are options of their own')
    for name, shown in (('host', 'ip'), ('login', 'login')):
        value = given.get(name)
        if not isinstance(value, str) or not value or not _encodes(value):
            raise SSHOptionError(f'SSH option {shown} must be a str that is '
                                 f'not empty, not {describe.value(value)}')
    for name in ('password', 'passphrase', 'prompt'):
        if not isinstance(reveal(given.get(name)), (str, type(None))):
            raise SSHOptionError(f'SSH option {name} must be a str, not '
                                 + type(reveal(given[name])).__name__)
        if not _encodes(reveal(given.get(name)) or ''):
            raise SSHOptionError(
                f'SSH option {name} holds half a character (a surrogate), '
                'which cannot be sent')
    if given.get('prompt') == '':
        raise SSHOptionError('SSH option prompt must not be empty')
    if not callable(given.get('on_question', len)):
        raise SSHOptionError('SSH option on_question must be callable, not '
                             + describe.kind(given['on_question']))
    if given.get('mode', MODES[0]) not in MODES:
        raise SSHOptionError(
            f'SSH option mode must be one of {", ".join(MODES)}, not '
            + describe.value(given['mode']))


def _encodes(text: str) -> bool:
    """Return whether a text can be sent; its error would hold the text."""
    return not any('\ud800' <= character <= '\udfff' for character in text)


def _address(host: str) -> str:
    """Return an address without the brackets of a URL."""
    if not host.startswith('['):
        return host
    address, _, rest = host[1:].partition(']')
    if rest or not address:
        raise SSHOptionError(
            'SSH option ip must be a name or an address, in brackets or '
            'without them; the port is an option of its own; not '
            + describe.value(host))
    return address


def _seconds(name: str, value: Any) -> float:
    try:
        seconds = float(value)
    except (TypeError, ValueError, OverflowError) as err:
        raise SSHOptionError(f'SSH option {name} must be a number of '
                             f'seconds, not {describe.value(value)}') from err
    if not math.isfinite(seconds) or seconds < 0:
        raise SSHOptionError(f'SSH option {name} must be a finite number '
                             f'of seconds, not {describe.value(value)}')
    return seconds


def _port(value: Any) -> int:
    if isinstance(value, str) and value.isascii() and value.isdigit() \
            and len(value) < 20:
        value = int(value)
    if not isinstance(value, int) or isinstance(value, bool):
        raise SSHOptionError('SSH option port must be an int, not '
                             + describe.value(value))
    if not 0 < value < 65536:
        raise SSHOptionError('SSH option port must lie between 1 and 65535, '
                             'not ' + describe.value(value))
    return value


def _check_files(given: dict[str, Any]) -> None:
    for name in ('known_hosts_file', 'privatekey'):
        path = given.get(name)
        if is_path(path):
            given[name] = os.path.expanduser(os.fspath(path))
    key = given.get('privatekey')
    if isinstance(key, Secret):
        raise SSHOptionError('SSH option privatekey is the path of a file, '
                             'or a paramiko key; it was given a key as text')
    if isinstance(key, str) and not os.path.isfile(key):
        raise SSHOptionError('SSH option privatekey is the path of a file, and '
                             f'there is no file {redact.path(key)}')
    hosts = given.get('known_hosts_file')
    folder = os.path.dirname(hosts) or '.' if hosts else '.'
    if hosts and (os.path.isdir(hosts) or not os.path.isdir(folder)):
        raise SSHOptionError('SSH option known_hosts_file: '
                             f'{describe.value(hosts)} cannot be a file')
