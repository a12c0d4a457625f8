"""One HTTP/1.1 request as it comes in on a socket.

Knows the grammar of RFC 9112 and how an array names what breaks it; every
length is bounded. Knows no resource, and what a request is about only in so
far as its framing says so.
"""

from __future__ import annotations

import re
import socket
from dataclasses import dataclass
from typing import Callable

from hpe3parclient.simulator import assumptions
from hpe3parclient.simulator.errors import Refused

_TOKEN = re.compile(rb"[!#$%&'*+.^_`|~0-9A-Za-z-]+")
#: What a header's value may hold: no control characters but the tab.
_VALUE = re.compile(rb'[\t\x20-\x7e\x80-\xff]*')
_VERSION = re.compile(rb'HTTP/([0-9])\.([0-9])')
_LENGTH = re.compile(rb'[0-9]{1,18}')
_CHUNK_SIZE = re.compile(rb'([0-9A-Fa-f]{1,15})[ \t]*(?:;[\t\x20-\x7e\x80-\xff]*)?')
#: Seconds between two looks at whether there is still time.
_LOOK = 0.25
#: Headers of which a request has one.
_SINGLE = ('host', 'content-length', 'content-type', 'transfer-encoding')


class Reader:
    """The bytes that come in on a socket, in lines and in lengths.

    :param patience: for how many more seconds to wait for bytes, asked again
        and again; the socket's timeout is set by it
    """

    def __init__(self, sock: socket.socket,
                 patience: Callable[[], float]) -> None:
        self._socket = sock
        self._patience = patience
        self._buffer = bytearray()
        self._start = 0
        #: whether a byte of the request has come in
        self.started = False
        self.closed = False

    def begin(self) -> None:
        """Read the next request from here on."""
        self.started = self.has_data()

    def has_data(self) -> bool:
        """Whether bytes have come in that nobody has taken."""
        return len(self._buffer) > self._start

    def close(self) -> None:
        """Forget what has come in."""
        self.closed = True
        self._buffer.clear()
        self._start = 0

    def line(self, most: int) -> bytes:
        """The next line with its end.

        :param most: bytes the line may have
        :returns: what came before the end of the stream where no line end did
        :raises Refused: INPUT_TOO_LONG
        """
        looked = self._start
        while True:
            end = self._buffer.find(b'\n', looked)
            if end >= 0:
                if end - self._start >= most:
                    raise Refused('INPUT_TOO_LONG')
                return self._take(end + 1 - self._start)
            looked = len(self._buffer)
            if looked - self._start >= most:
                raise Refused('INPUT_TOO_LONG')
            if not self._more():
                return self._take(len(self._buffer) - self._start)

    def read(self, count: int) -> bytes:
        """So many bytes, or fewer where the stream ends before."""
        while len(self._buffer) - self._start < count and self._more():
            pass
        return self._take(min(count, len(self._buffer) - self._start))

    def _more(self) -> bool:
        """Wait for bytes; False at the end of the stream."""
        while True:
            left = self._patience()
            if left <= 0:
                raise socket.timeout
            self._socket.settimeout(min(left, _LOOK))
            try:
                data = self._socket.recv(65536)
            except socket.timeout:
                continue
            self._buffer += data
            self.started = self.started or bool(data)
            return bool(data)

    def _take(self, count: int) -> bytes:
        end = self._start + count
        result = bytes(self._buffer[self._start:end])
        self._start = end
        if end == len(self._buffer) or end > 1 << 20:
            del self._buffer[:end]
            self._start = 0
        return result


@dataclass
class Head:
    """Request line and headers."""

    method: str
    #: as on the wire
    target: str
    version: str
    headers: dict[str, str]

    @property
    def length(self) -> int:
        """Bytes of the body, unless it is chunked."""
        return int(self.headers.get('content-length', '0'))

    @property
    def chunked(self) -> bool:
        """Whether the body comes in chunks."""
        return 'transfer-encoding' in self.headers

    @property
    def closes(self) -> bool:
        """Whether the client wants the connection to end after this."""
        return 'close' in self._words('connection')

    @property
    def waits(self) -> bool:
        """Whether the client waits to be asked for the body."""
        return '100-continue' in self._words('expect')

    def _words(self, name: str) -> list[str]:
        return [word.strip().lower()
                for word in self.headers.get(name, '').split(',')]


def read_head(reader: Reader) -> Head | None:
    """The head of the next request; None where there is no next one.

    :raises Refused: UNSUP_HTTP, INV_HTTP_REQ, INV_HTTP_HEADER, INPUT_EOF,
        INPUT_TOO_LONG, UNSUP_OP
    """
    left = assumptions.MAX_HEAD_BYTES
    line = reader.line(left)
    if line == b'\r\n':
        # RFC 9112 2.2: an empty line before a request does not count.
        line = reader.line(left)
    if not line:
        return None
    head = _request_line(line)
    left -= len(line)
    names: list[str] = []
    while True:
        line = reader.line(max(left, 1))
        left -= len(line)
        if not line.endswith(b'\n'):
            raise Refused('INPUT_EOF')
        if line == b'\r\n':
            break
        names.append(_add_header(head.headers, line))
        if len(names) > assumptions.MAX_HEADERS:
            raise Refused('INPUT_TOO_LONG')
    if any(names.count(name) > 1 for name in _SINGLE):
        raise Refused('INV_HTTP_HEADER')
    _check_framing(head)
    return head


def _request_line(line: bytes) -> Head:
    if not line.endswith(b'\n'):
        raise Refused('INPUT_EOF')
    words = line[:-2].split(b' ')
    if not line.endswith(b'\r\n') or len(words) != 3 or not words[1]:
        raise Refused('INV_HTTP_REQ')
    method, target, version = words
    spoken = _VERSION.fullmatch(version)
    if spoken is None or not _TOKEN.fullmatch(method):
        raise Refused('INV_HTTP_REQ')
    if spoken.groups() != (b'1', b'1'):
        # HTTP/1.0 knows no chunks, and nobody has published another one.
        raise Refused('UNSUP_HTTP')
    return Head(method.decode('ascii'), target.decode('iso-8859-1'),
                version.decode('ascii'), {})


def _add_header(headers: dict[str, str], line: bytes) -> str:
    """Take a header line apart; its name in lower case."""
    key, colon, value = line[:-2].partition(b':')
    value = value.strip(b' \t')
    if not line.endswith(b'\r\n') or not colon \
            or not _TOKEN.fullmatch(key) or not _VALUE.fullmatch(value):
        raise Refused('INV_HTTP_HEADER')
    name, text = key.decode('ascii').lower(), value.decode('iso-8859-1')
    headers[name] = f'{headers[name]}, {text}' if name in headers else text
    return name


def _check_framing(head: Head) -> None:
    """Refuse what leaves open where the body ends."""
    coding = head.headers.get('transfer-encoding')
    length = head.headers.get('content-length')
    if length is not None and not _LENGTH.fullmatch(length.encode('iso-8859-1')):
        raise Refused('INV_HTTP_HEADER')
    if coding is None:
        return
    if length is not None:
        raise Refused('INV_HTTP_HEADER')
    if coding.lower() != 'chunked':
        raise Refused('UNSUP_OP')


def read_body(reader: Reader, head: Head) -> bytes:
    """The whole body: an answer sent before it was read would be lost.

    :raises Refused: INPUT_TOO_LONG, INPUT_EOF, INV_HTTP_REQ, INV_HTTP_HEADER
    """
    most = assumptions.MAX_BODY_BYTES
    if head.chunked:
        return _read_chunks(reader, most)
    if head.length > most:
        raise Refused('INPUT_TOO_LONG')
    body = reader.read(head.length)
    if len(body) < head.length:
        raise Refused('INPUT_EOF')
    return body


def _read_chunks(reader: Reader, most: int) -> bytes:
    pieces: list[bytes] = []
    while True:
        size = _chunk_size(reader)
        most -= size
        if most < 0:
            raise Refused('INPUT_TOO_LONG')
        if not size:
            break
        piece = reader.read(size + 2)
        if len(piece) < size + 2:
            raise Refused('INPUT_EOF')
        if not piece.endswith(b'\r\n'):
            raise Refused('INV_HTTP_REQ')
        pieces.append(piece[:-2])
    _read_trailers(reader)
    return b''.join(pieces)


def _chunk_size(reader: Reader) -> int:
    line = reader.line(assumptions.MAX_CHUNK_LINE)
    if not line.endswith(b'\n'):
        raise Refused('INPUT_EOF')
    size = _CHUNK_SIZE.fullmatch(line[:-2])
    if size is None or not line.endswith(b'\r\n'):
        raise Refused('INV_HTTP_REQ')
    return int(size.group(1), 16)


def _read_trailers(reader: Reader) -> None:
    """Headers after the last chunk: sound ones count for nothing."""
    for _ in range(assumptions.MAX_HEADERS):
        line = reader.line(assumptions.MAX_CHUNK_LINE)
        if not line.endswith(b'\n'):
            raise Refused('INPUT_EOF')
        if line == b'\r\n':
            return
        _add_header({}, line)
    raise Refused('INPUT_TOO_LONG')
