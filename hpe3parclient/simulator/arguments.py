"""The command line of the simulated array, checked before anything starts.

Knows which values an option may have and which options exclude each other.
What is wrong ends the program with status 2 and a message that names the
option, the value and what would be right.
"""

from __future__ import annotations

import argparse
import contextlib
import difflib
import errno
import ipaddress
import math
import os
import re
import socket
from typing import Callable

from hpe3parclient.simulator import assumptions
from hpe3parclient.simulator.persistence.files import check_writable
from hpe3parclient.simulator.personality import PERSONALITIES

#: The model of an array unless ``--model`` says otherwise.
MODEL = '3par-3.3.1'
#: The highest TCP port.
MAX_PORT = 65535
#: Session keys expire by the array's clock: one that is faster still would
#: end them between two requests.
MAX_CLOCK_SPEED = 10000
MAX_TASK_SECONDS = 10 ** 7
MAX_AGE_DAYS = 3650
#: Most ports, numbers and names are shorter; more is not worth repeating.
_SHOWN = 60
_HOST_NAME = re.compile(r'[A-Za-z0-9._-]{1,253}')


def shown(text: str) -> str:
    """A value as a message repeats it: escaped, and not at full length."""
    return ascii(text if len(text) <= _SHOWN else text[:_SHOWN] + '...')


def whole_number(least: int, most: int) -> Callable[[str], int]:
    """The type of an option that is a whole number in a range."""
    def convert(text: str) -> int:
        digits = text.lstrip('0') or '0' if re.fullmatch('[0-9]+', text) else ''
        if not digits or len(digits) > len(str(most)) \
                or not least <= int(digits) <= most:
            raise argparse.ArgumentTypeError(
                f'{shown(text)} is not a whole number from {least} to {most}')
        return int(digits)
    return convert


def number(least: float, most: float) -> Callable[[str], float]:
    """The type of an option that is a number in a range, not NaN."""
    def convert(text: str) -> float:
        value = math.nan
        if re.fullmatch(r'[0-9]{1,30}(\.[0-9]{1,30})?', text):
            value = float(text)
        if not least <= value <= most:
            raise argparse.ArgumentTypeError(
                f'{shown(text)} is not a number from {least:g} to {most:g}')
        return value
    return convert


def credential(text: str) -> str:
    """The type of user and password: text that a request can carry."""
    if not text:
        raise argparse.ArgumentTypeError('must not be empty')
    if not text.isprintable():
        # Half characters, as of arguments that are not UTF-8, do not print.
        raise argparse.ArgumentTypeError(
            'must be printable characters, encoded as the locale says')
    return text


def model(text: str) -> str:
    """The type of ``--model``: the name of a personality."""
    if text not in PERSONALITIES:
        near = difflib.get_close_matches(text[:_SHOWN].lower(), PERSONALITIES,
                                         n=1, cutoff=0.4)
        guess = f'did you mean {near[0]!r}? ' if near else ''
        raise argparse.ArgumentTypeError(
            f'there is no model {shown(text)}: {guess}'
            f'choose from {", ".join(sorted(PERSONALITIES))}')
    return text


def host(text: str) -> str:
    """The type of ``--host``: an address, or a name that has one."""
    with contextlib.suppress(ValueError):
        return str(ipaddress.ip_address(text))
    if not _HOST_NAME.fullmatch(text):
        raise argparse.ArgumentTypeError(
            f'{shown(text)} is neither an IP address nor a host name')
    return text


def file_name(text: str) -> str:
    """The type of a path."""
    if not text:
        raise argparse.ArgumentTypeError('must not be empty')
    if '\0' in text:
        raise argparse.ArgumentTypeError(f'{shown(text)} has a NUL character')
    return text


def parser() -> argparse.ArgumentParser:
    """Build the argument parser."""
    flags = argparse.ArgumentParser(
        prog='python -m hpe3parclient.simulator',
        description='Serve a simulated array until Ctrl-C, SIGTERM or SIGHUP.',
        epilog='Exit status: 0 after a signal, with the state saved where '
               '--save asks for it; 1 when the state could not be saved or '
               'the first line could not be written; 2 when an option cannot '
               'be followed.')
    flags.add_argument('--host', default='127.0.0.1', type=host,
                       help='address to serve on (default: %(default)s)')
    flags.add_argument('--port', type=whole_number(0, MAX_PORT), default=0,
                       help='TCP port of the web service; 0, the default, '
                            'takes any')
    flags.add_argument('--ssh-port', type=whole_number(0, MAX_PORT), default=0,
                       help='TCP port of the command line; 0, the default, '
                            'takes any')
    tls = flags.add_mutually_exclusive_group()
    tls.add_argument('--tls', dest='tls', action='store_true',
                     default=True, help='serve HTTPS (the default)')
    tls.add_argument('--no-tls', dest='tls', action='store_false',
                     help='serve plain HTTP')
    flags.add_argument('--user', default='3paradm', type=credential,
                       help='user that may log in (default: %(default)s)')
    flags.add_argument('--password', default='3pardata', type=credential,
                       help='password of the user (default: %(default)s)')
    flags.add_argument('--model', type=model, metavar='MODEL',
                       help=f'model and release (default: {MODEL}): '
                            + ', '.join(sorted(PERSONALITIES)))
    most = max(item.max_volumes for item in PERSONALITIES.values())
    flags.add_argument('--volumes', type=whole_number(0, most), default=0,
                       metavar='N', help='start with N volumes')
    flags.add_argument('--state', metavar='FILE', type=file_name,
                       help='start with the state that FILE holds: saved, or '
                            'captured; or the folder of a capture')
    flags.add_argument('--save', metavar='FILE', type=file_name,
                       help='write the state to FILE at the end; it may be '
                            'the file of --state')
    flags.add_argument('--seed', type=whole_number(0, 2 ** 63 - 1),
                       default=None,
                       help='make keys, UUIDs and the past the same every time')
    _add_time(flags)
    return flags


def _add_time(flags: argparse.ArgumentParser) -> None:
    """The options about the array's clock, its past and its control."""
    flags.add_argument(
        '--clock-speed', type=number(0.001, MAX_CLOCK_SPEED), default=1.0,
        metavar='N',
        help="seconds of the array's time that pass in one second")
    flags.add_argument(
        '--task-seconds', type=number(0, MAX_TASK_SECONDS), metavar='N',
        help="how long every task takes, in seconds of the array's time; "
             'by the amount of data unless given')
    flags.add_argument(
        '--starting-seconds', type=number(0, MAX_TASK_SECONDS), default=0.0,
        metavar='N',
        help='refuse requests with 503 and code 68 for N seconds of the '
             "array's time, as an array does that starts")
    flags.add_argument(
        '--age-days', type=number(0, MAX_AGE_DAYS), metavar='N',
        help='days that the array has been in use, with samples in its '
             f'System Reporter (default: {assumptions.AGE_DAYS:g})')
    flags.add_argument(
        '--no-control', dest='control', action='store_false',
        help='do not serve /simulator, which injects faults, turns the clock '
             'and reads the state for programs in other languages')
    flags.add_argument(
        '--no-history', dest='history', action='store_false',
        help='no samples from before the start')


def parse(arguments: list[str] | None) -> argparse.Namespace:
    """The options, each sound and all of them together.

    :raises SystemExit: 2, an option cannot be followed
    """
    flags = parser()
    options = flags.parse_args(arguments)
    if options.state and (options.model or options.volumes):
        flags.error('--state says which model it is, and its volumes: leave '
                    'out --model and --volumes')
    if options.state and (options.age_days is not None
                          or not options.history):
        flags.error('--state says how old the array is, and its past: leave '
                    'out --age-days and --no-history')
    if options.port and options.port == options.ssh_port:
        flags.error(f'--port and --ssh-port are both {options.port}: one port '
                    'serves one of them')
    if options.save:
        try:
            check_writable(options.save)
        except (OSError, ValueError) as error:
            flags.error(f'argument --save: {error}')
    for option, port in (('--port', options.port),
                         ('--ssh-port', options.ssh_port)):
        problem = unavailable(options.host, port)
        if problem:
            flags.error(f'argument {problem[0] or option}: {problem[1]}')
    return options


def unavailable(address: str, port: int) -> tuple[str, str] | None:
    """Why nobody can listen there: the option to blame, if known, and why."""
    try:
        family, kind, protocol, _, where = socket.getaddrinfo(
            address, port, type=socket.SOCK_STREAM)[0]
    except (OSError, UnicodeError) as error:
        return '--host', f'{address} has no address: {error}'
    try:
        with socket.socket(family, kind, protocol) as probe:
            if os.name == 'posix':
                probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind(where)
            probe.listen(1)
    except OSError as error:
        if error.errno == errno.EADDRINUSE:
            return None if not port else (
                '', f'port {port} of {address} is in use')
        if error.errno in (errno.EACCES, errno.EPERM):
            return '', f'port {port} may not be served by this user'
        return '--host', (
            f'{address} is no address of this machine: {error.strerror}')
    return None
