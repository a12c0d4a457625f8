"""``python -m hpe3parclient.simulator``: a simulated array until Ctrl-C.

Knows the command line. The first line it prints is JSON that says where
the array is.
"""

from __future__ import annotations

import argparse
import json
import signal
import sys
import threading
from types import FrameType

from hpe3parclient.simulator import (
    PERSONALITIES,
    SimulatedArray,
    read_state,
    write_state,
)

#: What an array is unless told.
MODEL = '3par-3.3.1'


def parser() -> argparse.ArgumentParser:
    """The flags."""
    flags = argparse.ArgumentParser(
        prog='python -m hpe3parclient.simulator',
        description='Serve a simulated array until Ctrl-C.')
    flags.add_argument('--host', default='127.0.0.1',
                       help='address to serve on (default: %(default)s)')
    flags.add_argument('--port', type=int, default=0,
                       help='TCP port of the web service; 0, the default, '
                            'takes any')
    flags.add_argument('--ssh-port', type=int, default=0,
                       help='TCP port of the command line; 0, the default, '
                            'takes any')
    flags.add_argument('--tls', dest='tls', action='store_true',
                       default=True, help='serve HTTPS (the default)')
    flags.add_argument('--no-tls', dest='tls', action='store_false',
                       help='serve plain HTTP')
    flags.add_argument('--user', default='3paradm',
                       help='who may log in (default: %(default)s)')
    flags.add_argument('--password', default='3pardata',
                       help='with which password (default: %(default)s)')
    flags.add_argument('--model', choices=sorted(PERSONALITIES),
                       help=f'what to be; {MODEL} unless told')
    flags.add_argument('--volumes', type=int, default=0, metavar='N',
                       help='start with N volumes')
    flags.add_argument('--state', metavar='FILE',
                       help='start with the state that FILE holds')
    flags.add_argument('--save', metavar='FILE',
                       help='write the state to FILE at the end; it may be '
                            'the file of --state')
    flags.add_argument('--seed', type=int, default=None,
                       help='make keys and UUIDs the same every time')
    return flags


def array_of(flags: argparse.ArgumentParser,
             request: argparse.Namespace) -> SimulatedArray:
    """The array that is asked for; without it the program ends."""
    if request.state and (request.model or request.volumes):
        flags.error('--state says which model it is, and its volumes')
    try:
        return SimulatedArray(
            request.model or MODEL, tls=request.tls, user=request.user,
            password=request.password, port=request.port,
            volumes=request.volumes, seed=request.seed, host=request.host,
            ssh_port=request.ssh_port,
            state=read_state(request.state) if request.state else None)
    except (OSError, ValueError) as error:
        flags.error(f'--state: {error}')


def main(arguments: list[str] | None = None) -> int:
    """Serve until a signal says stop."""
    flags = parser()
    request = flags.parse_args(arguments)
    array = array_of(flags, request)
    over = threading.Event()

    def stop(number: int, frame: FrameType | None) -> None:
        over.set()

    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, stop)
    with array:
        print(json.dumps({
            'api_url': array.api_url, 'ssh_port': array.ssh_port,
            'user': array.user, 'ca_bundle': array.ca_bundle,
            'model': array.state.personality.name,
            'fingerprint': array.fingerprint}), flush=True)
        over.wait()
    if request.save:
        write_state(array.snapshot(), request.save)
    return 0


if __name__ == '__main__':
    sys.exit(main())
