"""``python -m hpe3parclient.simulator``: a simulated array until Ctrl-C.

Handles signals first, and loads the simulated array after that.
"""

from __future__ import annotations

import sys

from hpe3parclient.simulator.signals import StopSignals


def main(arguments: list[str] | None = None) -> int:
    """Serve until a signal says stop.

    :returns: the exit status: 0 after SIGINT, SIGTERM or SIGHUP, 1 when the
        state could not be saved or the first line could not be written
    :raises SystemExit: 2 when an option cannot be followed
    """
    signals = StopSignals()
    signals.install()
    try:
        from hpe3parclient.simulator.program import serve
        return serve(arguments, signals)
    finally:
        signals.restore()


if __name__ == '__main__':
    sys.exit(main())
