"""Connections that enforce limits, and their pools.

urllib3 opens connections and sends requests. What is added here: it is known
whether a byte of a request has left; the head of an answer is read within
limits; an answer that only trickles in ends; and a connection on which
anything stands that nobody asked for is not used again.
"""

from __future__ import annotations

import collections
import http.client
import io
import logging
import re
import socket
import threading
import time
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Callable

import urllib3.connection
import urllib3.connectionpool
from requests.structures import CaseInsensitiveDict
from urllib3.util.request import SKIP_HEADER

from hpe3parclient.limits import Limits
from hpe3parclient.patterns import pattern
from hpe3parclient.web.request import Request

LOG = logging.getLogger(__name__)

_STATUS_LINE = pattern(
    rb'HTTP/(\d)\.(\d)[ \t]+([1-9]\d\d)(?:[ \t]+(.*))?\Z', re.DOTALL)

#: headers as all servers write them, which are read in one piece
_PLAIN_HEAD = pattern(
    rb'HTTP/1\.([01]) ([1-9]\d\d)(?: ([^\r\n]*))?\r\n'
    rb"((?:[!#$%&'*+.^_`|~0-9A-Za-z-]+:[^\r\n]*\r\n)*)\r\n")
_PLAIN_HEADER = pattern(r'([^:]+):([^\r]*)\r\n')

#: blanks around a value; in text there would be more of them
_BLANK = ' \t\n\r\v\f'

#: the name of a header, as HTTP defines a token
_NAME = pattern(rb"[!#$%&'*+.^_`|~0-9A-Za-z-]+\Z")

#: how a TLS server answers what is not TLS
_TLS_ALERT = pattern(rb'\x15\x03[\x00-\x04]')

#: answers before the final one that HTTP lets a server send at any time
_INTERIM = frozenset((100, 102, 103))

_FOREVER = float('inf')

#: holds a TLS record, which comes as a whole or takes two calls
_BUFFER = 1 << 15

#: bytes that are allocated before they arrive: what a server says of a
#: length or of a chunk is a hint
_SLICE = 1 << 20


class TooSlow(socket.timeout):
    """Raised when a response exceeds the limit for the whole of it."""


class Watch:
    """State that the connections of a client share.

    :param limits: what an answer may take
    """

    def __init__(self, limits: Limits) -> None:
        self.limits = limits
        self._here = threading.local()

    @property
    def request(self) -> Request | None:
        """The request that this thread is sending."""
        return getattr(self._here, 'request', None)

    @request.setter
    def request(self, request: Request | None) -> None:
        self._here.request = request

    @property
    def total(self) -> float:
        """The limit in seconds for its whole response."""
        total: float = getattr(self._here, 'total', _FOREVER)
        return total

    @total.setter
    def total(self, seconds: float) -> None:
        self._here.total = seconds


class _Wire(io.RawIOBase):
    """The raw bytes of a response, read within the time limits.

    Only the time that is spent waiting counts: a program may take as long as
    it likes over the members of a list.

    :param sock: the socket
    :param total: seconds for the whole answer
    """

    def __init__(self, sock: Any, total: float) -> None:
        super().__init__()
        self._raw, self._sock = sock.makefile('rb', buffering=0), sock
        self._silence: float = sock.gettimeout() or _FOREVER
        self._timeout = self._silence
        self._total = self._left = total
        #: seconds for the head, and those that are left; its time begins
        #: with its first byte
        self._head = self._head_left = _FOREVER
        self._head_begun = False
        #: nothing more is read; what is buffered can be looked at
        self.over = False

    def readable(self) -> bool:
        return True

    def head_begins(self, seconds: float) -> None:
        """Limit the seconds for the headers, from their first byte."""
        self._head = self._head_left = seconds
        self._head_begun = False

    def head_ends(self) -> None:
        """Apply only the limit for the whole response from now on."""
        self.head_begins(_FOREVER)

    def readinto(self, buffer: Any) -> Any:
        if self.over:
            return None
        left = self._left
        if self._head_begun:
            left = min(left, self._head_left)
        if left <= 0:
            raise self._too_slow()
        timeout = min(left, self._silence)
        if timeout != self._timeout:
            self._timeout = timeout
            self._sock.settimeout(None if timeout == _FOREVER else timeout)
        started = time.monotonic()
        try:
            return self._raw.readinto(buffer)
        except socket.timeout:
            if timeout < self._silence:
                raise self._too_slow() from None
            raise
        finally:
            spent = time.monotonic() - started
            self._left -= spent
            if self._head_begun:
                self._head_left -= spent
            self._head_begun = True

    def _too_slow(self) -> TooSlow:
        seconds = min(self._total, self._head)
        return TooSlow(f'the answer was not complete after {seconds:g} '
                       'seconds')

    def close(self) -> None:
        self._raw.close()
        super().close()


class _Reader(io.BufferedReader):
    """Buffered bytes of a response, with a limit for lines.

    http.client reads the sizes of chunks and the trailers as lines, without
    a limit to their number.
    """

    def __init__(self, wire: _Wire, limit: int) -> None:
        super().__init__(wire, _BUFFER)
        self._wire = wire
        self._limit = limit
        self._lines = 0

    def readline(self, size: Any = -1) -> bytes:
        line = super().readline(self._limit + 1)
        self._lines += len(line)
        if self._lines > self._limit:
            raise http.client.HTTPException(
                f'more than {self._limit} bytes of headers')
        return line

    def read(self, size: Any = -1) -> bytes:
        self._lines = 0
        if size is None or size <= _SLICE:
            if size is not None and size < -1:
                raise http.client.HTTPException(
                    'a chunk has a length below 0')
            return super().read(size)
        slices: list[bytes] = []
        while size > 0:
            slices.append(super().read(min(size, _SLICE)))
            size -= _SLICE
            if len(slices[-1]) < _SLICE:
                break
        return b''.join(slices)

    def chunk_line(self, is_first: bool) -> bytes:
        """Return the line that begins a chunk.

        :param is_first: no chunk is before it, whose end is to be skipped
        """
        if not is_first:
            super().read(2)
        self._lines = 0
        return self.readline()

    def read1(self, size: Any = -1) -> bytes:
        self._lines = 0
        return super().read1(size)

    def plain_head(self) -> re.Match[bytes] | None:
        """Return the headers if they are plain and have arrived as a whole.

        :returns: None, with nothing read, where they must be read by line
        """
        match = _PLAIN_HEAD.match(self.peek(1))
        if match is None or match.end() > self._limit:
            return None
        super().read(match.end())
        return match

    def next_head(self) -> None:
        """Reset the size limit for the next headers."""
        self._lines = 0

    def has_more(self) -> bool:
        """Return whether the buffer holds unread bytes."""
        self._wire.over = True
        return bool(self.peek(1))


class _Headers(http.client.HTTPMessage):
    """Headers of a response, decoded from ISO-8859-1.

    What email looks for in each value, bytes that it could not decode, is
    not in them.
    """

    def items(self) -> Any:
        """Return names and values."""
        return list(self.raw_items())


class _Opened:
    """A socket with a file object that is already open."""

    def __init__(self, file: Any) -> None:
        self._file = file

    def makefile(self, mode: str) -> Any:
        return self._file


class Head(http.client.HTTPResponse):
    """A response whose headers are complete and within the limits.

    :param limits: what the answer may take
    :param total: seconds for all of it
    :param on_surplus: called when bytes follow the answer
    """

    fp: Any
    chunk_left: Any
    #: None until the head has been read
    headers: Any
    _method: str
    _check_close: Callable[[], bool]

    def __init__(self, sock: Any, *args: Any, limits: Limits, total: float,
                 on_surplus: Callable[[], None], **kwargs: Any) -> None:
        self._limits = limits
        self._on_surplus = on_surplus
        self._wire = _Wire(sock, total)
        self._reader = _Reader(self._wire, limits.head_bytes)
        super().__init__(_Opened(self._reader),     # type: ignore[arg-type]
                         *args, **kwargs)

    def begin(self) -> None:
        """Read the headers of the final response; skip interim responses."""
        if self.headers is not None:
            return
        limits = self._limits
        for _ in range(limits.interim_answers + 1):
            self._wire.head_begins(limits.head_seconds)
            status, headers = self._plain_head() or (
                self._status_line(), self._headers())
            if status not in _INTERIM:
                break
            self._reader.next_head()
        else:
            raise http.client.HTTPException(
                f'more than {limits.interim_answers} answers that are not '
                f'final')
        self._wire.head_ends()
        self._reader.next_head()
        if status < 200:
            raise http.client.HTTPException(
                f'the server answered {status}, which is not a final answer')
        self.code = self.status = status
        self.headers = self.msg = headers
        self._frame()

    def _plain_head(self) -> tuple[int, http.client.HTTPMessage] | None:
        match = self._reader.plain_head()
        if match is None:
            return None
        minor, status, reason, lines = match.groups()
        self.version = 11 if minor != b'0' else 10
        self.reason = (reason or b'').strip().decode('latin-1')
        headers = _Headers()
        put = headers.set_raw
        for name, value in _PLAIN_HEADER.findall(lines.decode('latin-1')):
            put(name, value.strip(_BLANK))
        return int(status), headers

    def _status_line(self) -> int:
        line = self._reader.readline()
        if not line:
            raise http.client.RemoteDisconnected(
                'the server closed the connection without an answer')
        match = _STATUS_LINE.match(line.strip(b'\r\n'))
        if match is None or not line.endswith(b'\n'):
            if _TLS_ALERT.match(line):
                raise http.client.HTTPException(
                    'this port speaks TLS: write https:// in api_url')
            raise http.client.HTTPException(
                'what the server sent does not begin as an HTTP answer')
        major, minor, status, reason = match.groups()
        if major != b'1':
            raise http.client.HTTPException(
                'the server answered in another version of HTTP than 1.1')
        self.version = 11 if minor != b'0' else 10
        self.reason = (reason or b'').strip().decode('latin-1')
        return int(status)

    def _headers(self) -> http.client.HTTPMessage:
        headers = _Headers()
        unreadable = False
        pairs: list[list[str]] = []
        while True:
            line = self._reader.readline()
            if not line.endswith(b'\n'):
                raise http.client.HTTPException(
                    'the answer broke off in its headers')
            line = line.rstrip(b'\r\n')
            if not line:
                break
            if line[:1] in b' \t' and pairs:
                pairs[-1][1] += ' ' + line.strip().decode('latin-1')
                continue
            name, colon, value = line.partition(b':')
            if not colon or not _NAME.match(name):
                unreadable = True
                continue
            pairs.append([name.decode('ascii'),
                          value.strip().decode('latin-1')])
        for pair in pairs:
            headers.set_raw(*pair)
        if unreadable:
            LOG.warning('the answer has header lines that cannot be read')
        return headers

    def _frame(self) -> None:
        """Determine where the body ends."""
        names = frozenset(map(str.lower, self.headers.keys()))
        coding: list[str] = self.headers.get_all('transfer-encoding') \
            if 'transfer-encoding' in names else []
        lengths: set[str] = set(self.headers.get_all('content-length')) \
            if 'content-length' in names else set()
        length = self._length(lengths)
        self.chunked = bool(coding)
        self.chunk_left = None
        if coding and [item.strip().lower() for item in coding] != ['chunked']:
            raise http.client.HTTPException(
                'the answer has a transfer encoding other than chunked')
        bodyless = self.status in (204, 304) or self._method == 'HEAD'
        self.will_close = (self.version == 10 or 'connection' in names) and \
            self._check_close()
        # A body where none may be, or two lengths: only a new connection
        # is sure to begin with an answer.
        if (coding and lengths) or (bodyless and (coding or length)):
            self.will_close = True
        if bodyless:
            self.chunked, self.length = False, 0
        else:
            self.length = None if self.chunked else length
        if not self.chunked and self.length is None:
            self.will_close = True

    def _length(self, lengths: set[str]) -> int | None:
        if len(lengths) > 1:
            raise http.client.HTTPException('the answer has two lengths')
        if not lengths:
            return None
        text = lengths.pop()
        if not (text.isascii() and text.isdecimal()) or len(text) > 18:
            raise http.client.HTTPException(
                'the length of the answer is not a number')
        return int(text)

    def read(self, amt: Any = None) -> bytes:
        """Return so many bytes of the body or fewer, or the rest of it.

        :raises http.client.IncompleteRead: it ends earlier than it says
        """
        if not self.chunked or self.isclosed() or self._method == 'HEAD':
            return super().read(None if amt is None else min(amt, _SLICE))
        pieces: list[bytes] = []
        try:
            while amt is None or amt > 0:
                size = self.chunk_left or self._next_chunk()
                if not size:
                    break
                if amt is not None:
                    size = min(size, amt)
                    amt -= size
                pieces.append(self._reader.read(size))
                missing = size - len(pieces[-1])
                if missing:
                    raise http.client.IncompleteRead(b'', missing)
                self.chunk_left -= size
        except http.client.IncompleteRead as ex:
            raise http.client.IncompleteRead(
                b''.join(pieces), ex.expected) from None
        return b''.join(pieces)

    def _next_chunk(self) -> int:
        """Return the length of the next chunk; 0 at the end of the body."""
        line = self._reader.chunk_line(self.chunk_left is None)
        try:
            size = int(line.split(b';')[0], 16)
        except ValueError:
            raise http.client.IncompleteRead(b'') from None
        if size < 0:
            raise http.client.HTTPException('a chunk has a length below 0')
        self.chunk_left = size
        if not size:
            while self._reader.readline() not in (b'\r\n', b'\n', b''):
                pass            # trailers
            self._close_conn()
            self.chunk_left = None
        return size

    def _close_conn(self) -> None:
        if not self._reader.closed and self._reader.has_more():
            self._on_surplus()
        super()._close_conn()   # type: ignore[misc]


#: headers that are written as they are; http.client looks at each by itself
_HEADERS = pattern(
    rb"(?:[!#$%&'*+.^_`|~0-9A-Za-z-]+: [^\r\n\0]*(?:\r\n|\Z))+\Z")

#: where urllib3 keeps what it must know of an answer
_RESPONSE_OPTIONS: Any = getattr(urllib3.connection, '_ResponseOptions', None)

def _put_header() -> tuple[Any, Any]:
    """What writes a header; some tools put their own in place."""
    return (urllib3.connection.HTTPConnection.putheader,
            http.client.HTTPConnection.putheader)


_PUT_HEADER = _put_header()


class RequestHeaders(CaseInsensitiveDict):  # type: ignore[type-arg]
    """Headers of a request, quick to copy and to write.

    urllib3 copies the headers of every request, and asks for some by name.
    """

    _store: collections.OrderedDict[str, tuple[str, Any]]

    def __init__(self, headers: Mapping[str, str]) -> None:
        self._store = collections.OrderedDict(
            (name.lower(), (name, value)) for name, value in headers.items())

    def copy(self) -> RequestHeaders:
        """A copy that does not go through each header."""
        copied = RequestHeaders.__new__(RequestHeaders)
        copied._store = self._store.copy()
        return copied

    def written(self, body: Any) -> bytes | None:
        """The headers as bytes, without the last line break.

        :returns: None where urllib3 has to decide what is sent: how a body
            is framed, or which of its own headers are missing
        """
        store = self._store
        if 'user-agent' not in store or 'transfer-encoding' in store or not (
                body is None or
                (type(body) is bytes and 'content-length' in store)):
            return None
        lines: list[str] = []
        for name, value in store.values():
            # A value that is no text is for urllib3.
            if type(value) is not str or value == SKIP_HEADER:
                return None
            lines.append(f'{name}: {value}')
        if 'accept-encoding' not in store:
            lines.append('Accept-Encoding: identity')
        try:
            written = '\r\n'.join(lines).encode('latin-1')
        except ValueError:
            return None
        if written.count(b'\n') != len(lines) - 1 or \
                not _HEADERS.match(written) or _put_header() != _PUT_HEADER:
            return None
        return written


class _Watched:
    """Common base of plain and TLS connections."""

    #: the URLs that urllib3 is given may hold a hash in place of a key
    masks_urls = True

    sock: Any
    timeout: Any
    #: None where the pool belongs to nobody
    watch: Watch | None = None
    #: something stands on the connection that nobody asked for
    _surplus = False
    _connecting = False
    #: the header that names the host, once it has been written
    _host: bytes | None = None

    def _read_with(self, sock: Any, *args: Any,
                       **kwargs: Any) -> http.client.HTTPResponse:
        """Create the response object of http.client."""
        if self.watch is None:
            return http.client.HTTPResponse(sock, *args, **kwargs)
        # A proxy's answer to CONNECT is part of connecting.
        total = sock.gettimeout() or _FOREVER if self._connecting \
            else self.watch.total
        return Head(sock, *args, limits=self.watch.limits, total=total,
                    on_surplus=self._on_surplus, **kwargs)

    response_class: Any = _read_with

    def _on_surplus(self) -> None:
        self._surplus = True

    def connect(self) -> None:
        self._connecting = True
        self._surplus, self._host = False, None
        try:
            super().connect()           # type: ignore[misc]
        finally:
            self._connecting = False
        # urllib3 would warn at every connection; the client has warned once.
        self.is_verified = True

    @property
    def is_connected(self) -> bool:
        """Whether the connection is open and no unexpected data has arrived."""
        if self._surplus:
            return False
        pending = getattr(self.sock, 'pending', None)
        if pending is not None and pending():
            return False
        return bool(super().is_connected)   # type: ignore[misc]

    def _encode_request(self, line: str) -> bytes:
        """Encode the request line, with the unmasked URL."""
        request = self.watch and self.watch.request
        if request:
            line = request.with_real_url(line)
        return super()._encode_request(line)    # type: ignore[misc,no-any-return]

    def request(self, method: str, url: str, body: Any = None,
                headers: Any = None, *, chunked: bool = False,
                preload_content: bool = True, decode_content: bool = True,
                enforce_content_length: bool = True) -> None:
        """Send a request; plain headers are written in one piece.

        urllib3 and http.client spend a tenth of the time of a small request
        on its headers, one by one.
        """
        written = None
        if type(headers) is RequestHeaders and not chunked:
            written = headers.written(body)
        if written is None or _RESPONSE_OPTIONS is None:
            super().request(                # type: ignore[misc]
                method, url, body=body, headers=headers, chunked=chunked,
                preload_content=preload_content,
                decode_content=decode_content,
                enforce_content_length=enforce_content_length)
            return
        if self.sock is not None:
            self.sock.settimeout(self.timeout)
        self._response_options = _RESPONSE_OPTIONS(
            method, url, preload_content, decode_content,
            enforce_content_length)
        self._put_request(method, url, written, 'Host' not in headers)
        self._before_first_byte()
        super().endheaders(body)            # type: ignore[misc]

    def _put_request(self, method: str, url: str, written: bytes,
                     with_host: bool) -> None:
        """Put the request line and the headers into the buffer.

        The header that names the host is the same for all requests of a
        connection, unless they name the whole URL, as a proxy wants it.
        """
        connection: Any = self
        host = self._host if with_host and url.startswith('/') else None
        connection.putrequest(
            method, url, skip_host=host is not None or not with_host,
            skip_accept_encoding=True)
        if host is not None:
            connection._output(host)
        elif with_host and url.startswith('/'):
            self._host = connection._buffer[-1]
        connection._output(written)

    def endheaders(self, *args: Any, **kwargs: Any) -> None:
        """Send the head of a request that urllib3 has written."""
        self._before_first_byte()
        super().endheaders(*args, **kwargs)     # type: ignore[misc]

    def _before_first_byte(self) -> None:
        if self.sock is None:
            self.connect()
        request = self.watch and self.watch.request
        if request:
            request.sent = True

    def close(self) -> None:
        keep = getattr(getattr(self, 'ssl_context', None),
                       'keep_session', None)
        if keep is not None and self.sock is not None:
            keep(self.sock)
        super().close()                 # type: ignore[misc]


class PlainConnection(  # type: ignore[misc]
        _Watched, urllib3.connection.HTTPConnection):
    """A connection without TLS."""


class TLSConnection(    # type: ignore[misc]
        _Watched, urllib3.connection.HTTPSConnection):
    """A connection with TLS."""


class _ConnectionClass:
    """Descriptor for our connection class, unless a tool has replaced it.

    Such tools change the attribute ``ConnectionCls`` of urllib3's pools, and
    ours must not hide that.

    :param pool: urllib3's class of pools
    :param watched: our class of connections
    """

    def __init__(self, pool: Any, watched: Any) -> None:
        self._pool, self._watched = pool, watched
        self._original = pool.ConnectionCls

    def __get__(self, instance: object, owner: Any) -> Any:
        current = self._pool.ConnectionCls
        return self._watched if current is self._original else current


if TYPE_CHECKING:
    _Pool = urllib3.connectionpool.HTTPConnectionPool
else:                                   # it stands before urllib3's classes
    _Pool = object


class _WatchedPool(_Pool):
    """Common base of plain and TLS pools."""

    #: what the connections are told; None: nobody watches them
    watch: Watch | None = None

    def _new_conn(self) -> Any:
        connection: Any = super()._new_conn()
        connection.watch = self.watch
        return connection


class PlainPool(_WatchedPool, urllib3.connectionpool.HTTPConnectionPool):
    """Connections without TLS to one server."""

    ConnectionCls: Any = _ConnectionClass(
        urllib3.connectionpool.HTTPConnectionPool, PlainConnection)


class TLSPool(_WatchedPool, urllib3.connectionpool.HTTPSConnectionPool):
    """Connections with TLS to one server."""

    ConnectionCls: Any = _ConnectionClass(
        urllib3.connectionpool.HTTPSConnectionPool, TLSConnection)


POOLS = {'http': PlainPool, 'https': TLSPool}
