"""A reply, and the bytes it becomes: headers, framing, and their faults.

Knows HTTP/1.1 as each generation speaks it. Knows no socket.
"""

from __future__ import annotations

import email.utils
import http.client
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from hpe3parclient.simulator import assumptions

#: What a broken list ends with (printed in the guide).
BROKEN = {'code': 101, 'desc': 'Invalid cursor id for chunking'}

#: What a proxy says that passed a request on and gave up on its answer.
PAGE = b'<html><body>No answer from the server behind</body></html>'


@dataclass
class Reply:
    """What is to be sent, and what is to go wrong with it."""

    status: int
    headers: dict[str, str]
    pieces: Iterable[bytes]
    chunked: bool = False
    #: nothing is sent at all
    silent: bool = False
    #: bytes of the body after which the connection is cut
    cut_after: int | None = None
    #: added to the Content-Length that is announced
    extra_length: int | None = None
    #: pause between single bytes
    drip: float | None = None
    last_chunk: bool = True

    @property
    def broken(self) -> bool:
        """Whether the connection ends without its proper end."""
        return (self.silent or self.cut_after is not None
                or not self.last_chunk)

    def spoil(self, kind: str, options: Mapping[str, Any]) -> None:
        """Let one of the faults of :data:`.faults.AFTER` happen."""
        if kind == 'reset_after':
            self.silent = True
        elif kind == 'gateway':
            self.status, self.chunked = options.get('status', 504), False
            self.headers, self.pieces = {'Content-Type': 'text/html'}, [PAGE]
        elif kind == 'drip':
            self.drip = options.get('seconds', 0.0)
        elif kind == 'wrong_length':
            self.pieces, self.chunked = [b''.join(self.pieces)], False
            self.extra_length = options.get('extra', 10)
        elif kind == 'truncate':
            whole = b''.join(self.pieces)
            self.pieces = [whole[:options.get('after', len(whole) // 2)]]
        elif kind == 'cut':
            self.pieces = list(self.pieces)
            size = sum(len(piece) for piece in self.pieces)
            self.cut_after = options.get('after', size // 2)
        elif self.status == 200:
            self._break_list(options)

    def _break_list(self, options: Mapping[str, Any]) -> None:
        pieces = list(self.pieces)
        kept = pieces[:options.get('chunks', max(1, len(pieces) // 2))]
        message = {'code': options.get('code', BROKEN['code']),
                   'desc': options.get('desc', BROKEN['desc'])}
        tail = '"success":false,"message":' + json.dumps(
            message, separators=(',', ':'))
        self.pieces = [*kept, tail.encode('utf-8')]
        self.chunked, self.last_chunk = True, False


def head(reply: Reply, closes: bool, keeps_quiet: bool,
         length: int | None) -> bytes:
    """Status line and headers.

    :param closes: the connection ends after this answer
    :param keeps_quiet: 3PAR: no length, and no cache headers on errors
    :param length: the length to announce, where one is
    """
    reason = http.client.responses.get(reply.status, 'Unknown')
    lines = [f'HTTP/1.1 {reply.status} {reason}',
             f'Date: {email.utils.formatdate(usegmt=True)}',
             'Server: hp3par-wsapi']
    if reply.status < 400 or not keeps_quiet:
        lines += ['Cache-Control: no-cache', 'Pragma: no-cache']
    if not keeps_quiet:
        lines += assumptions.FRONT_HEADERS
    lines += [f'{name}: {value}' for name, value in reply.headers.items()]
    if reply.chunked:
        lines.append('Transfer-Encoding: chunked')
    elif length is not None:
        lines.append(f'Content-Length: {length}')
    if closes:
        lines.append('Connection: close')
    return '\r\n'.join([*lines, '', '']).encode('iso-8859-1')


def framed(reply: Reply) -> Iterator[bytes]:
    """The body as it goes over the wire, cut where it is to be cut."""
    left = reply.cut_after
    for piece in _framed_whole(reply):
        if left is not None:
            piece = piece[:left]
            left -= len(piece)
        if piece:
            yield piece
        if left == 0:
            return


def _framed_whole(reply: Reply) -> Iterator[bytes]:
    for piece in reply.pieces:
        if reply.chunked and piece:
            yield b'%x\r\n%s\r\n' % (len(piece), piece)
        elif piece:
            yield piece
    if reply.chunked and reply.last_chunk:
        yield b'0\r\n\r\n'
