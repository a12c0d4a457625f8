"""The program that serves a simulated array: from its options to its end.

Knows the order: check everything, start, say where the array is, wait for a
signal, stop, save. What goes wrong on the way is said in one line, and nothing
keeps the program from ending.
"""

from __future__ import annotations

import argparse
import contextlib
import json
import logging
import os
import sys
import threading
from typing import NoReturn

from hpe3parclient.simulator import assumptions
from hpe3parclient.simulator.arguments import MODEL, parse
from hpe3parclient.simulator.clock import Clock
from hpe3parclient.simulator.persistence import Document, read_state, write_state
from hpe3parclient.simulator.server import SimulatedArray
from hpe3parclient.simulator.signals import StopSignals
from hpe3parclient.twin.document import FORMAT, Capture, file_of, is_capture

#: Seconds that stopping may take before the state is saved regardless.
_STOP_LIMIT = 1.0


def serve(arguments: list[str] | None, signals: StopSignals) -> int:
    """Serve until a signal says stop.

    :returns: the exit status
    :raises SystemExit: 2, an option cannot be followed
    """
    # What clients break off on SSH is no news to whoever runs the program.
    for name in ('paramiko', 'hpe3parclient.simulator.ssh'):
        logging.getLogger(name).addHandler(logging.NullHandler())
    options = parse(arguments)
    array = _array_of(options)
    signals.defer()
    try:
        array.start()
    except (OSError, ValueError) as error:
        _refuse(str(error))
    status = _announce(array)
    if status == 0:
        signals.wait()
    stopped = _stop(array)
    if options.save and status == 0:
        status = _save(array, options.save)
    if not stopped:
        _end(status)
    return status


def _say(message: str) -> None:
    with contextlib.suppress(OSError):
        sys.stderr.write(f'python -m hpe3parclient.simulator: error: {message}\n')
        sys.stderr.flush()


def _refuse(message: str) -> NoReturn:
    """End as argparse does: status 2 and the reason."""
    _say(message)
    raise SystemExit(2)


def _array_of(options: argparse.Namespace) -> SimulatedArray:
    """The array that the options describe; without it the program ends."""
    option = '--state' if options.state else '--volumes'
    try:
        state = _state(options.state) if options.state else None
        return SimulatedArray(
            options.model or MODEL, tls=options.tls, user=options.user,
            password=options.password, port=options.port,
            volumes=options.volumes, seed=options.seed, host=options.host,
            ssh_port=options.ssh_port, state=state,
            control=options.control, clock=Clock(speed=options.clock_speed),
            history=options.history,
            age_days=assumptions.AGE_DAYS if options.age_days is None
            else options.age_days,
            task_seconds=options.task_seconds,
            starting_seconds=options.starting_seconds)
    except (OSError, ValueError) as error:
        _refuse(f'argument {option}: {error}')


def _state(path: str) -> Document | Capture:
    """What a file or a folder holds: a saved state, or a captured array."""
    if file_of(path).is_file() and is_capture(path):
        return Capture(path)
    document = read_state(path)
    # Another tool may have written a capture in its own order.
    return Capture(path) if document.get('format') == FORMAT else document


def _announce(array: SimulatedArray) -> int:
    """Print the first line; 1 when nobody can read it."""
    line = json.dumps({
        'api_url': array.api_url, 'control_url': array.control_url,
        'ssh_port': array.ssh_port,
        'user': array.user, 'password': array.password,
        'ca_bundle': array.ca_bundle,
        'model': array.state.personality.name,
        'fingerprint': array.fingerprint})
    try:
        sys.stdout.write(line + '\n')
        sys.stdout.flush()
    except OSError as error:
        _say(f'standard output: {error.strerror}')
        # The interpreter would try again to write it when it ends.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 1
    return 0


def _stop(array: SimulatedArray) -> bool:
    """Stop serving; whether that came to its end within the limit."""
    done = threading.Event()

    def stop() -> None:
        # Nobody could do anything about a thread that does not end.
        with contextlib.suppress(OSError, RuntimeError):
            array.stop()
            done.set()

    # Daemonic: the program ends, whether stopping does or not.
    threading.Thread(target=stop, name='stop', daemon=True).start()
    return done.wait(_STOP_LIMIT)


def _save(array: SimulatedArray, path: str) -> int:
    try:
        write_state(array.snapshot(), path)
    except (OSError, ValueError) as error:
        _say(f'the state is not saved: {error}')
        return 1
    return 0


def _end(status: int) -> NoReturn:
    """End the process, whatever threads there are."""
    for stream in (sys.stdout, sys.stderr):
        with contextlib.suppress(OSError):
            stream.flush()
    os._exit(status)
