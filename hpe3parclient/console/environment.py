"""Read the settings of a client from environment variables.

``HPE3PAR_URL``, ``HPE3PAR_USER``, ``HPE3PAR_PASSWORD_FILE`` and
``HPE3PAR_CA_BUNDLE`` are read here and nowhere else; in their place,
``HPE3PAR_ARRAY`` names an array of the file that
:mod:`hpe3parclient.console.config` reads. A password is never read from a
variable: every child process inherits those, and on some systems everybody
can list them.

This module knows variables, files and terminals. It does not log in.
"""

from __future__ import annotations

import functools
import getpass
import os
import re
import stat
import sys
import warnings
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Callable, NamedTuple, TypeVar, cast

from hpe3parclient import standin
from hpe3parclient.console import config
from hpe3parclient.http import read_url
from hpe3parclient.web import redact
from hpe3parclient.web.redact import Secret

Function = TypeVar('Function', bound=Callable[..., Any])

#: what each variable holds, for people
MEANINGS: dict[str, str] = {
    'HPE3PAR_URL': 'https://array:8080/api/v1, the URL of the web service',
    'HPE3PAR_USER': 'the user on the array',
    'HPE3PAR_PASSWORD_FILE': 'the path of a file with the password in its '
                             'first line',
    'HPE3PAR_CA_BUNDLE': "the path of the array's CA file, or sha256: and "
                         "the fingerprint of its certificate",
}

#: longer passwords are nothing but the wrong file
_LONGEST = 4096


class CommandLineAddress(NamedTuple):
    """Where the command line is reached, and who vouches for its host key."""

    #: its name or address
    host: str
    #: its TCP port
    port: int
    #: the file with the host key
    known_hosts: str


class Settings(NamedTuple):
    """The settings of the environment."""

    #: of the web service
    url: str
    #: the user to log in as
    user: str
    #: None if it was not requested
    password: str | None
    #: as ``secure=`` takes it; True, the public CAs, where nothing is said
    secure: bool | str
    #: where the command line is reached; None where nothing is said
    ssh: CommandLineAddress | None = None

    def __repr__(self) -> str:
        return f'Settings(url={self.url!r}, user={self.user!r}, secure={self.secure!r})'


def _without_frames(function: Function) -> Function:
    """Raise what a function raises without its frames, which hold secrets."""
    @functools.wraps(function)
    def call(*args: Any, **kwargs: Any) -> Any:
        hidden = Secret((args, kwargs))
        args, kwargs = (), {}
        try:
            return function(*hidden.reveal()[0], **hidden.reveal()[1])
        except ValueError as ex:
            raise ex.with_traceback(None) from None

    return cast(Function, call)


@_without_frames
def read(environ: Mapping[str, str] | None = None, *,
         password: bool = True,
         ask: Callable[[str], str] | None = None) -> Settings:
    """Read the settings; all must be there.

    :param environ: the variables; None is the environment of the process
    :param password: whether to read a password; False leaves user and
        password out where they are not set
    :param ask: how to ask a person for the password; None asks at the
        terminal, if there is one
    :raises ValueError: something is missing, or the file is not one with a
        password; all that is missing is named
    """
    variables = os.environ if environ is None else environ
    stand_in = standin.current()
    if stand_in is not None and not variables.get('HPE3PAR_ARRAY'):
        return _of_twin(stand_in, variables.get('HPE3PAR_URL'), password)
    if variables.get('HPE3PAR_ARRAY'):
        given = [name for name in MEANINGS if variables.get(name)]
        if given:
            raise ValueError(f'HPE3PAR_ARRAY and {given[0]} exclude each '
                             'other: the file says all about an array')
        return of_array(variables['HPE3PAR_ARRAY'], config.path(variables),
                        password=password, ask=ask)
    settings = {name: variables.get(name, '')
                for name in (*MEANINGS, 'HPE3PAR_PASSWORD')}
    if ask is None and _at_a_terminal():
        ask = getpass.getpass
    required = ['HPE3PAR_URL']
    if password:
        required.append('HPE3PAR_USER')
        if ask is None:
            required.append('HPE3PAR_PASSWORD_FILE')
    _check(required, settings)
    return Settings(read_url(settings['HPE3PAR_URL']), settings['HPE3PAR_USER'],
                    _password(settings, ask) if password else None,
                    settings['HPE3PAR_CA_BUNDLE'] or True)


@_without_frames
def of_array(name: str | None, file: str | os.PathLike[str] | None = None, *,
             password: bool = True,
             ask: Callable[[str], str] | None = None) -> Settings:
    """Read the settings of an array that has a name.

    :param name: its name in the file; None for the default
    :param file: the path of the file; None for the usual one
    :param password: as :func:`read` takes it
    :param ask: as :func:`read` takes it
    :raises ValueError: as :func:`hpe3parclient.console.config.read`, or the
        password is nowhere
    """
    stand_in = standin.current()
    if stand_in is not None and not (
            config.path() if file is None else Path(file)).exists():
        return _of_twin(stand_in, None, password, stand_in.ssh_port)
    array = config.read(name, file)
    if stand_in is not None:
        return _of_twin(stand_in, array.url, password,
                        stand_in.ssh_port if array.ssh else None)
    if password and not array.user:
        raise ValueError(f'array {array.name} lacks user: '
                         + config.MEANINGS['user'])
    if ask is None and _at_a_terminal():
        ask = getpass.getpass
    secret = _password_of(array, ask) if password else None
    return Settings(read_url(array.url), array.user, secret,
                    array.ca_bundle or True, _command_line(array))


def _of_twin(stand_in: standin.StandIn, url: str | None, password: bool,
             ssh_port: int | None = None) -> Settings:
    """Return settings that reach the twin of a rehearsal; nobody is asked.

    :param url: the array that the twin stands in for; None where nothing says
    :param ssh_port: the twin's; None without a command line
    """
    return Settings(
        read_url(url or stand_in.url), stand_in.user,
        stand_in.password.reveal() if password else None, True,
        None if ssh_port is None else
        CommandLineAddress('127.0.0.1', ssh_port, os.devnull))


#: a host and a port; an IPv6 address with a port stands in brackets
_ADDRESS = re.compile(r'(\[.+\]|[^:\[\]]+):([0-9]{1,5})\Z')


def _command_line(array: config.NamedArray) -> CommandLineAddress | None:
    """Return where the command line of an array is; None if it is not said.

    :raises ValueError: its port is none
    """
    if not array.ssh:
        return None
    match = _ADDRESS.match(array.ssh)
    host, port = (match.group(1), int(match.group(2))) if match \
        else (array.ssh, 22)
    if not 0 < port < 65536:
        raise ValueError(f'array {array.name}: ssh must be true or host:port, '
                         f'not {array.ssh!r}')
    return CommandLineAddress(host.strip('[]'), port, os.path.expanduser(
        array.known_hosts or '~/.ssh/known_hosts'))


def _password_of(array: config.NamedArray,
                 ask: Callable[[str], str] | None) -> str:
    """Return the password of an array that has a name."""
    if array.password:
        return array.password
    if array.password_file:
        return password_in(os.path.expanduser(array.password_file),
                           f'password_file of {array.name}')
    if array.keyring:
        password = config.from_keyring(array.keyring, array.user)
        if password:
            return password
        if ask is None:
            raise ValueError(
                f'the keyring holds no password of {array.user} for '
                f'{array.keyring}: keyring set {array.keyring} {array.user}')
    if ask is None:
        raise ValueError(
            f'array {array.name} has no password_file and no keyring, and '
            'there is no terminal to ask for the password at')
    return _answer(ask, array.user, array.url)


def _answer(ask: Callable[[str], str], user: str, url: str) -> str:
    """Ask a person for a password."""
    answer = ask(f'Password of {user} on {read_url(url)}: ')
    if not answer:
        raise ValueError('the password is empty')
    return answer


def _check(required: list[str], settings: Mapping[str, str]) -> None:
    missing = [name for name in required if not settings[name]]
    if not missing:
        return
    lines = ['not set in the environment:']
    lines += [f'  {name}: {MEANINGS[name]}' for name in missing]
    if 'HPE3PAR_PASSWORD_FILE' in missing:
        lines.append('There is no terminal to ask for the password at.')
        if settings['HPE3PAR_PASSWORD']:
            lines.append('HPE3PAR_PASSWORD is not read: an environment is '
                         'no place for a password.')
    raise ValueError('\n'.join(lines))


def _at_a_terminal() -> bool:
    return sys.stdin is not None and sys.stdin.isatty()


def _password(settings: Mapping[str, Any],
              ask: Callable[[str], str] | None) -> str:
    path = settings['HPE3PAR_PASSWORD_FILE']
    if path:
        return password_in(path)
    if ask is None:
        raise ValueError('the password is empty')
    return _answer(ask, settings['HPE3PAR_USER'], settings['HPE3PAR_URL'])


def password_in(path: str, where: str | None = None) -> str:
    """Read a password from a file: its first line.

    A file that everybody may read is read with a warning and not refused:
    that is how containers are given their secrets.

    :param path: the path of the file
    :param where: how an error calls it; None is by the variable

    :raises ValueError: the file cannot be read, or holds no password
    """
    where = where or f'HPE3PAR_PASSWORD_FILE={redact.path(path)}'
    problem = line = ''
    mode = 0
    try:
        with open(path, encoding='utf-8') as file:
            mode = os.fstat(file.fileno()).st_mode
            line = file.readline(_LONGEST + 1).rstrip('\r\n')
    except UnicodeDecodeError:
        problem = 'the file is not text in UTF-8'
    except OSError as ex:
        problem = f'cannot be read: {ex.strerror}'
    except ValueError:
        problem = 'this cannot be a path'
    if problem:
        # Out here, without their causes: those show what is in the file, or its
        # name, which may be a password that was given in place of a path.
        raise ValueError(f'{where}: {problem}')
    if not line or len(line) > _LONGEST:
        raise ValueError('%s: the first line of the file is not a password: '
                         'it is %s' % (where, 'too long' if line else
                                       'empty'))
    if os.name == 'posix' and stat.S_ISREG(mode) and mode & stat.S_IROTH:
        warnings.warn(f'{where}: everybody on this machine may read the password; '
                      'chmod 600 it', UserWarning, stacklevel=2)
    return line
