"""``python -m hpe3parclient``: look at an array, or work with it by hand.

Knows the command line. Which array it is says the environment, see
:meth:`~hpe3parclient.client.HPE3ParClient.fromEnv`, or a flag.
"""

from __future__ import annotations

import argparse
import contextlib
import os
import signal
import sys
import threading
import traceback
from collections.abc import Iterator
from types import FrameType

import hpe3parclient
from hpe3parclient import exceptions
from hpe3parclient.client import HPE3ParClient
from hpe3parclient.console import capacity, prompt

_DESCRIPTION = """\
A prompt with cl, a client that is logged in on an array; at its end the
client is logged out.
"""

_EPILOG = """\
The environment says which array: HPE3PAR_URL, HPE3PAR_USER,
HPE3PAR_PASSWORD_FILE (without it you are asked) and HPE3PAR_CA_BUNDLE
(without it the public CAs verify the certificate).
"""


def parser() -> argparse.ArgumentParser:
    """Build the argument parser."""
    flags = argparse.ArgumentParser(
        prog='python -m hpe3parclient',
        description=_DESCRIPTION,
        epilog=_EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter)
    work = flags.add_mutually_exclusive_group()
    work.add_argument('-c', dest='code', metavar='CODE',
                      help='run this Python code instead of a prompt')
    work.add_argument('--capacity', action='store_true',
                      help='show how full disks and CPGs are instead')
    flags.add_argument('--read-only', action='store_true',
                       help='refuse whatever would change the array')
    flags.add_argument('--url', help='as HPE3PAR_URL')
    flags.add_argument('--user', help='as HPE3PAR_USER')
    flags.add_argument('--password-file', metavar='FILE',
                       help='as HPE3PAR_PASSWORD_FILE')
    flags.add_argument('--ca-bundle', metavar='FILE|sha256:HEX',
                       help='as HPE3PAR_CA_BUNDLE')
    flags.add_argument('--plain', action='store_true',
                       help="Python's own prompt, though IPython is there")
    flags.add_argument('--version', action='version',
                       version='hpe3parclient ' + hpe3parclient.version)
    return flags


def main(arguments: list[str] | None = None) -> int:
    """Log in, run what the command line asks for, log out.

    :returns: exit status, 1 when it failed
    :raises SystemExit: settings are missing (2), or the person left
    """
    options = parser().parse_args(arguments)
    try:
        with _signals(), _client(options) as client, \
                _care(client, options.read_only):
            return _work(client, options)
    except exceptions.ClientException as ex:
        _say(ex)
        return 1
    except (KeyboardInterrupt, EOFError):       # at the password, say
        sys.stderr.write('\n')
        return 130


def _client(options: argparse.Namespace) -> HPE3ParClient:
    environ: dict[str, str] = dict(os.environ)
    for name in ('url', 'user', 'password_file', 'ca_bundle'):
        value = getattr(options, name)
        if value is not None:
            environ['HPE3PAR_' + name.upper()] = value
    try:
        return HPE3ParClient.fromEnv(environ)
    except ValueError as ex:
        _say(ex)
        raise SystemExit(2) from ex


def _care(client: HPE3ParClient,
          read_only: bool) -> contextlib.AbstractContextManager[object]:
    return client.readOnly() if read_only else contextlib.nullcontext()


def _work(client: HPE3ParClient, options: argparse.Namespace) -> int:
    if options.capacity:
        report = capacity.read(client)
        lines = capacity.lines(report, capacity.look_of(sys.stdout))
        sys.stdout.write('\n'.join(lines) + '\n')
        return 0
    if options.code is not None:
        return _run(options.code, client)
    prompt.interact(client, options.plain)
    return 0


def _run(text: str, client: HPE3ParClient) -> int:
    """Run the user's code; its errors are shown with their traceback."""
    try:
        program = compile(text, '<-c>', 'exec')
        exec(program, prompt.namespace(client))  # noqa: S102 - asked for
    except Exception as ex:  # noqa: BLE001 - whatever the code raises
        trace = ex.__traceback__
        traceback.print_exception(
            type(ex), ex, trace.tb_next if trace else None)
        return 1
    return 0


@contextlib.contextmanager
def _signals() -> Iterator[None]:
    """End the session on a closed terminal or a kill as on exit."""
    names = [name for name in ('SIGTERM', 'SIGHUP') if hasattr(signal, name)]
    if threading.current_thread() is not threading.main_thread():
        names = []
    before = {number: signal.signal(number, _leave)
              for number in (getattr(signal, name) for name in names)}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def _leave(number: int, frame: FrameType | None) -> None:
    raise SystemExit(128 + number)


def _say(ex: Exception) -> None:
    message = f'hpe3parclient: {ex}'
    url = getattr(ex, 'url', None)
    if url and url not in message:
        message += f"\n  {getattr(ex, 'method', '')} {url}"
    if 'secure=' in message:
        message += '\nHere, secure= is HPE3PAR_CA_BUNDLE or --ca-bundle.'
    sys.stderr.write(message + '\n')


if __name__ == '__main__':
    sys.exit(main())
