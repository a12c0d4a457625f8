"""Ports on which nobody listens."""

from __future__ import annotations

import contextlib
import socket
from collections.abc import Iterator


@contextlib.contextmanager
def refusing_port() -> Iterator[int]:
    """A port that refuses connections; no other process gets it meanwhile."""
    with socket.socket() as holder:
        holder.bind(('127.0.0.1', 0))
        port: int = holder.getsockname()[1]
        yield port
