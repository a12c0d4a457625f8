"""Read the settings of arrays that have a name, from a file of one's own.

The file is ``hpe3parclient.toml`` in ``~/.config``, in ``XDG_CONFIG_HOME`` or
where ``HPE3PAR_CONFIG`` says. It says whom to trust with a password, so nobody
else may change it; one that holds a password nobody else may read.

This module knows the file, its permissions and the keyring. It does not log
in.
"""

from __future__ import annotations

import importlib
import os
import stat
import sys
import urllib.parse
from collections.abc import Mapping
from pathlib import Path
from typing import Any, BinaryIO, NamedTuple

from hpe3parclient.members import nearest_to
from hpe3parclient.narrowing import is_dict

#: what an array's table may hold, for people
MEANINGS: dict[str, str] = {
    'url': 'https://array:8080/api/v1, the URL of the web service',
    'user': 'the user on the array',
    'ca_bundle': "the path of the array's CA file, or sha256: and the "
                 'fingerprint of its certificate',
    'password_file': 'the path of a file with the password in its first line',
    'keyring': 'true, or the name of a service in the keyring',
    'password': 'the password itself',
    'ssh': 'true, or host:port, where the command line is reached over SSH',
    'known_hosts': 'the path of a file with the host key of the array',
}

#: what the file may hold outside the tables of arrays
_OUTER = ('default', 'arrays')

#: members for which true stands for what is usual
_SWITCHES = ('keyring', 'ssh')

#: members that say where the password is
_PASSWORDS = ('password_file', 'keyring', 'password')


class NamedArray(NamedTuple):
    """The settings of one array in the file; '' where it has none."""

    #: its name in the file
    name: str
    #: of the web service
    url: str
    #: the user to log in as
    user: str = ''
    #: path of a CA file, or the fingerprint of the certificate
    ca_bundle: str = ''
    #: path of the file with the password
    password_file: str = ''
    #: the service in the keyring
    keyring: str = ''
    #: the password itself
    password: str = ''
    #: host:port of the command line; '' for none
    ssh: str = ''
    #: the file with its host key; '' for the user's own
    known_hosts: str = ''

    def __repr__(self) -> str:
        return f'NamedArray(name={self.name!r}, url={self.url!r})'


def path(environ: Mapping[str, str] | None = None) -> Path:
    """Return where the file is.

    :param environ: the variables; None is the environment of the process
    """
    variables = os.environ if environ is None else environ
    if variables.get('HPE3PAR_CONFIG'):
        return Path(variables['HPE3PAR_CONFIG']).expanduser()
    base = variables.get('XDG_CONFIG_HOME') or '~/.config'
    return Path(base).expanduser() / 'hpe3parclient.toml'


def read(name: str | None = None, file: str | os.PathLike[str] | None = None
         ) -> NamedArray:
    """Read the settings of an array.

    :param name: its name in the file; None for the one that ``default`` names
    :param file: the path of the file; None for the usual one
    :raises ValueError: there is no such array, or the file cannot be read, is
        not one of settings, or has permissions that are not safe
    """
    where = path() if file is None else Path(file)
    document = _document(where)
    _check_outer(where, document)
    arrays = document.get('arrays')
    if not is_dict(arrays) or not arrays:
        raise ValueError(f'{where}: there is no table [arrays.<name>]')
    if name is None:
        name = document.get('default')
        if not isinstance(name, str):
            raise ValueError(
                f'{where}: no array was named, and the file has no default: '
                f'write default = "{sorted(arrays)[0]}"')
    if name not in arrays:
        nearest = nearest_to(name, arrays)
        raise ValueError(
            f'{where}: there is no array {name}'
            + (f'; did you mean {nearest}?' if nearest else
               '; there are ' + ', '.join(sorted(arrays))))
    return _named(where, name, arrays[name])


def _document(where: Path) -> dict[str, Any]:
    """Read the file, once its permissions are safe."""
    try:
        with where.open('rb') as file:
            _check_owner(where, file)
            document = _parsed(where, file)
            _check_secrecy(where, file, document)
            return document
    except FileNotFoundError:
        raise ValueError(
            f'{where}: there is no such file. It names arrays:\n\n'
            '[arrays.lab]\nurl = "https://array.example.com:8080/api/v1"\n'
            'user = "3paradm"\nkeyring = true') from None
    except OSError as error:
        raise ValueError(
            f'{where}: cannot be read: {error.strerror}') from error


def _parsed(where: Path, file: BinaryIO) -> dict[str, Any]:
    """Parse TOML, with what this Python has for it."""
    try:
        toml: Any = importlib.import_module(
            'tomllib' if sys.version_info >= (3, 11) else 'tomli')
    except ModuleNotFoundError:
        raise ValueError(
            f'{where}: before Python 3.11 this file needs tomli: pip install '
            "'python-3parclient[config]'") from None
    try:
        document: dict[str, Any] = toml.load(file)
    except UnicodeDecodeError:
        raise ValueError(f'{where}: is not TOML: it is not UTF-8') from None
    except toml.TOMLDecodeError as error:
        # Its text says where; what was read, a password perhaps, it does not
        # show, and a chain of errors would.
        raise ValueError(f'{where}: is not TOML: {error}') from None
    return document


def _check_owner(where: Path, file: BinaryIO) -> None:
    """Refuse a file that somebody else may change."""
    if os.name != 'posix':
        return
    status = os.fstat(file.fileno())
    if status.st_uid not in (0, os.geteuid()):
        raise ValueError(f'{where}: belongs to another user, who could change '
                         'where passwords are sent')
    if status.st_mode & (stat.S_IWGRP | stat.S_IWOTH):
        raise ValueError(f'{where}: others may change it, and so where '
                         f'passwords are sent: chmod 600 {where}')


def _check_secrecy(where: Path, file: BinaryIO,
                   document: Mapping[str, Any]) -> None:
    """Refuse a file with a password that others may read."""
    if os.name != 'posix':
        return
    arrays = document.get('arrays')
    holds = [name for name, table in arrays.items()
             if is_dict(table) and 'password' in table] \
        if is_dict(arrays) else []
    mode = os.fstat(file.fileno()).st_mode
    if holds and mode & (stat.S_IRWXG | stat.S_IRWXO):
        raise ValueError(
            f'{where}: holds the password of {holds[0]}, and others may read '
            f'it: chmod 600 {where}')


def _check_outer(where: Path, document: Mapping[str, Any]) -> None:
    """Refuse what stands in the file beside the default and the arrays."""
    for member, value in document.items():
        if member in _OUTER:
            continue
        nearest = nearest_to(member, _OUTER)
        advice = f'did you mean {nearest}?' if nearest else \
            f'an array is a table [arrays.{member}]' if is_dict(value) else \
            'it belongs below a line [arrays.<name>]' if member in MEANINGS else \
            'there may be ' + ' and '.join(_OUTER)
        raise ValueError(f'{where} has {member}, which is not known; {advice}')


def _named(where: Path, name: str, table: Any) -> NamedArray:
    """Return the settings of one table, each of the right type."""
    title = f'{where}: [arrays.{name}]'
    if not is_dict(table):
        raise ValueError(f'{title} must be a table')
    for member, value in table.items():
        if member not in MEANINGS:
            nearest = nearest_to(member, MEANINGS)
            raise ValueError(
                f'{title} has {member}, which is not known; '
                + (f'did you mean {nearest}?' if nearest else
                   'it may have ' + ', '.join(MEANINGS)))
        if not isinstance(value, str) and not (
                member in _SWITCHES and isinstance(value, bool)):
            raise ValueError(f'{title}: {member} must be a string'
                             + (' or a boolean' if member in _SWITCHES else ''))
    ways = [member for member in _PASSWORDS if table.get(member)]
    if len(ways) > 1:
        raise ValueError(f'{title}: {ways[0]} and {ways[1]} exclude each other')
    if not table.get('url'):
        raise ValueError(f'{title} lacks url: {MEANINGS["url"]}')
    url: str = table['url']
    usual = {'keyring': f'hpe3parclient:{name}',
             'ssh': urllib.parse.urlsplit(url).hostname or ''}
    return NamedArray(name, **{
        member: usual[member] if value is True else value or ''
        for member, value in table.items()})


def from_keyring(service: str, user: str) -> str | None:
    """Return a password that the keyring holds; None if it holds none.

    :raises ValueError: there is no keyring, or it is locked
    """
    try:
        import keyring
        import keyring.errors
    except ModuleNotFoundError:
        raise ValueError("a keyring needs the package keyring: pip install "
                         "'python-3parclient[keyring]'") from None
    try:
        return keyring.get_password(service, user)
    except keyring.errors.KeyringError as error:
        raise ValueError(f'the keyring gives no password: {error}') from error
