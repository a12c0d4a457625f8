"""What a piece of work leaves behind in this process: threads, sockets."""

from __future__ import annotations

import contextlib
import gc
import os
import threading
import time

#: how often it is looked whether what goes on has ended, and how long between
_LOOKS, _PAUSE = 12000, 0.005

#: after so many looks the collector is asked, too
_PATIENCE = 20


def leftovers() -> dict[str, int]:
    """How many threads and sockets this process has."""
    result = {'threads': threading.active_count()}
    where = '/proc/self/fd'
    if os.path.isdir(where):
        count = 0
        for name in os.listdir(where):
            with contextlib.suppress(OSError):      # the one that lists them
                count += 'socket:' in os.readlink(os.path.join(where, name))
        result['sockets'] = count
    return result


def lasting(before: dict[str, int]) -> dict[str, int]:
    """What is there beyond what was, when nothing goes on any more."""
    more: dict[str, int] = {}
    for turn in range(_LOOKS):
        now = leftovers()
        more = {name: now[name] - before[name] for name in now
                if now[name] > before[name]}
        if not more:
            break
        time.sleep(_PAUSE)
        if turn == _PATIENCE:
            gc.collect()
    return more
