"""The signals that end a program which serves.

Knows SIGINT, SIGTERM and SIGHUP. Imports nothing that takes time, so that a
program can handle signals before it loads the rest.
"""

from __future__ import annotations

import os
import signal
import socket
from types import FrameType
from typing import Any


class StopSignals:
    """Ends the program at once until it serves, and then asks it to stop.

    Until :meth:`defer` there is nothing to clean up: a signal ends the
    process with status 0. From then on it is kept for :meth:`wait`.
    """

    def __init__(self) -> None:
        # A signal may reach any thread. Nothing but the interpreter's write
        # to this socket is sure to wake the main thread then.
        self._reader, self._writer = socket.socketpair()
        self._writer.setblocking(False)
        self._deferred = False
        self._before: dict[int, Any] = {}
        self._wakeup = -1

    def install(self) -> None:
        """Handle the signals from now on; call it in the main thread."""
        self._wakeup = signal.set_wakeup_fd(self._writer.fileno(),
                                            warn_on_full_buffer=False)
        for name in ('SIGINT', 'SIGTERM', 'SIGHUP'):
            number = getattr(signal, name, None)
            # After nohup a closed terminal means nothing.
            if number is not None and not (
                    name == 'SIGHUP'
                    and signal.getsignal(number) == signal.SIG_IGN):
                self._before[number] = signal.signal(number, self._handle)

    def restore(self) -> None:
        """Give the signals back that :meth:`wait` does not ignore by now."""
        while self._before:
            number, handler = self._before.popitem()
            signal.signal(number, handler)
        signal.set_wakeup_fd(self._wakeup)
        self._reader.close()
        self._writer.close()

    def _handle(self, number: int, frame: FrameType | None) -> None:
        if not self._deferred:
            os._exit(0)

    def defer(self) -> None:
        """Keep signals for :meth:`wait`: there is something to clean up."""
        self._deferred = True

    def wait(self) -> int:
        """Block until a signal arrives; all later ones are ignored."""
        number = 0
        while number not in self._before:
            number = self._reader.recv(1)[0]
        for other in self._before:
            signal.signal(other, signal.SIG_IGN)
        self._before.clear()
        return number
