"""The head of a response and its chunks, however the network cuts them."""

import http.client
import io
import random

import pytest

from hpe3parclient.limits import Limits
from hpe3parclient.web import connection
from hpe3parclient.web.connection import Head


class Pieces(io.RawIOBase):
    """A file whose reads give these pieces, and keep how much was asked for."""

    def __init__(self, pieces):
        super().__init__()
        self._pieces = list(pieces)
        self.requested = []

    def readable(self):
        return True

    def readinto(self, buffer):
        self.requested.append(len(buffer))
        if not self._pieces:
            return 0
        piece = self._pieces.pop(0)
        if len(piece) > len(buffer):
            self._pieces.insert(0, piece[len(buffer):])
            piece = piece[:len(buffer)]
        buffer[:len(piece)] = piece
        return len(piece)


class Socket:
    """A socket that has received these pieces."""

    def __init__(self, pieces):
        self.file = Pieces(pieces)

    def makefile(self, mode, buffering=None):
        return self.file

    def gettimeout(self):
        return 10.0

    def settimeout(self, seconds):
        pass


def response(*pieces, limits=None, method='GET', surplus=None):
    """The response in these pieces, its head read."""
    sock = Socket(pieces)
    head = Head(sock, method=method, limits=limits or Limits(), total=100.0,
                on_surplus=(lambda: None) if surplus is None else surplus.append)
    head.begin()
    return head, sock.file


def outcome(*pieces, **options):
    """All that a program can see of a response, its error included."""
    try:
        head, _ = response(*pieces, **options)
        return (head.version, head.status, head.reason, head.will_close,
                head.headers.items(), head.headers.get_all('content-length'),
                head.read())
    except http.client.HTTPException as ex:
        return type(ex), str(ex)


def cuts(data):
    """The same bytes at once, one by one, and cut at random."""
    yield [data]
    yield [data[at:at + 1] for at in range(len(data))]
    rng = random.Random(len(data))
    for _ in range(5):
        at = rng.randrange(1, len(data))
        yield [data[:at], data[at:]]


HEADS = [
    b'HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}',
    b'HTTP/1.1 200 \r\nContent-Length:2\r\n\r\n{}',
    b'HTTP/1.1 200\r\nContent-Length: \t 2 \t\r\n\r\n{}',
    b'HTTP/1.0 200 OK\r\nContent-Length: 2\r\n\r\n{}',
    b'HTTP/1.0 200 OK\r\nConnection: keep-alive\r\nContent-Length: 2\r\n\r\n{}',
    b'HTTP/1.1 200 OK\r\nConnection: Close\r\nContent-Length: 2\r\n\r\n{}',
    b'HTTP/1.1  200   Fine  \r\ncontent-LENGTH: 2\r\n\r\n{}',
    b'HTTP/1.1 200 OK\nContent-Length: 2\n\n{}',
    b'HTTP/1.1 200 OK\r\nX: a\r\n folded\r\nContent-Length: 2\r\n\r\n{}',
    b'HTTP/1.1 200 OK\r\nX: a\rb\r\nContent-Length: 2\r\n\r\n{}',
    b'HTTP/1.1 200 OK\r\nX: \xa0\xe9\x85 \x0b\r\nY:\r\nContent-Length: 2\r\n\r\n{}',
    b'HTTP/1.1 200 OK\r\nno header\r\nContent-Length: 2\r\n\r\n{}',
    b'HTTP/1.1 200 OK\r\nA : b\r\nContent-Length: 2\r\n\r\n{}',
    b'HTTP/1.1 200 OK\r\nX: a:b\r\nX: c\r\nContent-Length: 2\r\n\r\n{}',
    b'HTTP/1.1 200 OK\r\nContent-Length: 2\r\nContent-Length: 3\r\n\r\n{}',
    b'HTTP/1.1 200 OK\r\nContent-Length: +2\r\n\r\n{}',
    b'HTTP/1.1 200 OK\r\nTransfer-Encoding: gzip\r\n\r\n{}',
    b'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2;x=y\r\n{}\r\n0\r\n\r\n',
    b'HTTP/1.1 204 No Content\r\nContent-Length: 2\r\n\r\n',
    b'HTTP/1.1 102 Processing\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}',
    b'HTTP/1.1 100 A\r\nX: y\r\n\r\nHTTP/1.1 404 A\r\nContent-Length: 2\r\n\r\n{}',
    b'HTTP/1.1 101 Switching\r\n\r\n',
    b'HTTP/1.1 020 OK\r\nContent-Length: 2\r\n\r\n{}',
    b'HTTP/2.0 200 OK\r\nContent-Length: 2\r\n\r\n{}',
    b'HTTP/1.1 200 OK\r\nContent-Length: 2\r\n',
    b'HTTP/1.1 200 OK\r\n\r\n{}',
    b'\x15\x03\x01\x00\x02\x02\x46',
    b'SSH-2.0-OpenSSH_9.2\r\n',
]


@pytest.mark.parametrize('data', HEADS)
def test_a_response_is_the_same_however_it_is_cut(data):
    first, *others = [outcome(*pieces) for pieces in cuts(data)]
    assert all(other == first for other in others)


@pytest.mark.parametrize('line', [b'HTTP/1.1 200 OK\r\n', b'HTTP/1.1 200 OK\n'])
def test_the_limit_of_a_head_counts_plain_heads(line):
    head = line + b'X: ' + b'y' * 500 + b'\r\nContent-Length: 2\r\n\r\n'
    for pieces in cuts(head + b'{}'):
        assert outcome(*pieces, limits=Limits(head_bytes=len(head)))[1] == 200
        assert outcome(*pieces, limits=Limits(head_bytes=len(head) - 1)) == (
            http.client.HTTPException,
            f'more than {len(head) - 1} bytes of headers')


def test_a_plain_head_leaves_what_follows_it():
    head, _ = response(b'HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\n{"', b'a')
    with pytest.raises(http.client.IncompleteRead) as caught:
        head.read()
    assert caught.value.partial == b'{"a'


def test_bytes_behind_a_body_are_seen():
    surplus = []
    head, _ = response(
        b'HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}HTTP/1.1 200 OK\r\n',
        surplus=_Called(surplus))
    assert head.read() == b'{}'
    assert surplus


class _Called:
    """Stands for a list whose append takes nothing."""

    def __init__(self, calls):
        self._calls = calls

    def append(self):
        self._calls.append(True)


CHUNKED = b'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n'


@pytest.mark.parametrize('amount', [None, 1, 2, 3, 5, 7, 100])
def test_chunks_are_read_in_any_amount(amount):
    data = CHUNKED + b'3\r\nabc\r\n04;x\r\ndefg\r\n1\r\nh\r\n0\r\nX: y\r\n\r\n'
    for pieces in cuts(data):
        surplus = []
        head, _ = response(*pieces, surplus=_Called(surplus))
        parts = []
        while not parts or parts[-1]:
            parts.append(head.read(amount))
        assert b''.join(parts) == b'abcdefgh'
        assert all(len(part) == amount for part in parts[:-2]) or \
            amount is None
        assert head.isclosed()
        assert not surplus


def test_reading_chunks_can_go_on_with_read1():
    head, _ = response(CHUNKED, b'3\r\nabc\r\n3\r\ndef\r\n0\r\n\r\n')
    assert head.read(2) == b'ab'
    assert head.read1(100) == b'c'
    assert head.read(1) == b'd'
    assert head.read() == b'ef'


@pytest.mark.parametrize('rest, partial', [
    (b'3\r\nabc\r\n', b'abc'), (b'3\r\nabc\r\n5\r\nde', b'abcde'),
    (b'3\r\nabc\r\nx\r\n', b'abc'), (b'', b''), (b'\r\n', b'')])
@pytest.mark.parametrize('amount', [None, 100])
def test_chunks_without_an_end_are_incomplete(rest, partial, amount):
    for pieces in cuts(CHUNKED + rest):
        head, _ = response(*pieces)
        with pytest.raises(http.client.IncompleteRead) as caught:
            head.read(amount)
        assert caught.value.partial in (partial, partial[:3])


def test_a_chunk_of_negative_length_is_refused():
    head, _ = response(CHUNKED + b'-2\r\nabc\r\n0\r\n\r\n')
    with pytest.raises(http.client.HTTPException, match='below 0'):
        head.read()


def test_trailers_have_the_limit_of_a_head():
    trailers = b'X: y\r\n' * 20
    head, _ = response(CHUNKED + b'1\r\na\r\n0\r\n' + trailers + b'\r\n',
                       limits=Limits(head_bytes=100))
    with pytest.raises(http.client.HTTPException, match='100 bytes'):
        head.read()


@pytest.mark.parametrize('head, amount', [
    (b'HTTP/1.1 200 OK\r\nContent-Length: 461168601842738790\r\n\r\n', None),
    (b'HTTP/1.1 200 OK\r\nContent-Length: 461168601842738790\r\n\r\n',
     1 << 40),
    (CHUNKED + b'4000000000000000\r\n', None),
    (CHUNKED + b'4000000000000000\r\n', 1 << 40)])
def test_a_length_is_no_allocation(head, amount):
    answer, file = response(head, b'abc')
    try:
        data = answer.read(amount)
    except http.client.IncompleteRead as ex:
        data = ex.partial
    assert data == b'abc'
    assert max(file.requested) <= connection._SLICE


def test_a_body_longer_than_a_slice_is_read_to_its_end():
    body = bytes(range(256)) * (3 * connection._SLICE // 256) + b'end'
    for head in (b'HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n' % len(body),
                 CHUNKED + b'%x\r\n' % len(body)):
        pieces = [body[at:at + 300_007]
                  for at in range(0, len(body), 300_007)]
        answer, _ = response(head, *pieces, b'\r\n0\r\n\r\n')
        assert answer.read() == body
