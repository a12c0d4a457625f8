"""Ctrl-C at every line of the client's code for the command line.

A signal arrives between two instructions of the main thread, and where it does
is chance. Here it is raised at the n-th line that runs of hpe3parclient/ssh.py
and hpe3parclient/cli, for every n, in turn: none is left to chance.
"""

from __future__ import annotations

import contextlib
import gc
import sys
import time
from types import FrameType
from typing import Any, Callable

import pytest

from hpe3parclient.simulator.cli.terminal import TerminalBehaviour
from hpe3parclient.simulator.sshd import SSHD
from tests.support import cliarray

PATCHES = ['showpatch', '-hist']
OTHER = ['showversion', '-a']

#: whose lines count
_OURS = ('hpe3parclient/ssh.py', 'hpe3parclient/cli/')

#: every how manieth line is struck; the first differs from test to test
_STEP = 9


class Strike:
    """Raises KeyboardInterrupt at the n-th line of ours that this thread runs.

    :param number: of the line, from 1; 0 counts only
    """

    def __init__(self, number: int) -> None:
        self.number = number
        self.lines = 0
        #: where it struck
        self.where = ''

    def _trace(self, frame: FrameType, event: str, value: Any) -> Any:
        if not any(part in frame.f_code.co_filename for part in _OURS):
            return None
        if event == 'line':
            self.lines += 1
            if self.lines == self.number:
                self.where = f'{frame.f_code.co_name}:{frame.f_lineno}'
                raise KeyboardInterrupt
        return self._trace

    def __enter__(self) -> Strike:
        self._before, self._collects = sys.gettrace(), gc.isenabled()
        # No finalizer of something else counts, or swallows the interrupt.
        gc.disable()
        sys.settrace(self._trace)
        return self

    def __exit__(self, *_: Any) -> None:
        sys.settrace(self._before)      # what measures coverage goes on
        if self._collects:
            gc.enable()


def _lines_of(call: Callable[[], Any]) -> int:
    with Strike(0) as strike:
        call()
    return strike.lines


def _settle(server: SSHD) -> None:
    """Wait until no session runs what has been typed into it."""
    deadline = time.monotonic() + 60
    while server.sessions:
        assert time.monotonic() < deadline
        time.sleep(0.001)


def _ran(server: SSHD, command: list[str]) -> int:
    return server.cli.state.ran.count(command)


# What a line has made and the next would have kept is left to the collector,
# which is asked before the test ends: in another one it would be a failure.
@pytest.mark.filterwarnings(
    'ignore::ResourceWarning',
    'ignore::pytest.PytestUnraisableExceptionWarning')
@pytest.mark.parametrize('mode', ['shell', 'exec'])
@pytest.mark.parametrize('state', ['new', 'live'])
def test_interrupt_at_any_line_leaves_a_client_that_works(
        mode: str, state: str) -> None:
    with cliarray.served(behaviour=TerminalBehaviour()) as server:
        with contextlib.closing(cliarray.client(server, mode=mode)) as client:
            expected = client.run(PATCHES)
            version = client.run(OTHER)
            if state == 'new':
                client.close()
            lines = _lines_of(lambda: client.run(PATCHES))
            assert lines > 50
            for number in range(1 + (mode == 'exec'), lines, _STEP):
                client.close()
                _settle(server)
                if state == 'live':
                    client.run(OTHER)
                ran = _ran(server, PATCHES)
                with Strike(number) as strike:
                    try:
                        client.run(PATCHES)
                        struck = False
                    except KeyboardInterrupt:
                        struck = True
                # How many lines there are depends on what comes at once.
                assert struck == bool(strike.where), strike.where
                assert _ran(server, PATCHES) - ran <= 1, strike.where
                # What was on its way is the answer to no other command.
                assert client.run(OTHER) == version, strike.where
                assert client.run(PATCHES) == expected, strike.where
    gc.collect()
