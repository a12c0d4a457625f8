"""Malformed HTTP, made from fixed seeds: an error of the guide, never 500."""

from __future__ import annotations

import base64
import contextlib
import json
import logging
import random
import re
import socket
from collections.abc import Iterator
from typing import Any

import pytest

from hpe3parclient.error_codes import BY_SYMBOL
from hpe3parclient.simulator import SimulatedArray
from tests.support.rawclient import RawClient

STATUS = re.compile(rb'HTTP/1\.1 ([0-9]{3}) [A-Za-z ]+\r\n')
NUMBERS = {item.number for item in BY_SYMBOL.values()}
LOGIN = b'{"user":"3paradm","password":"3pardata"}'


@pytest.fixture(scope='module', params=['3par-3.3.1', 'primera-4.x'])
def array(request: Any) -> Iterator[SimulatedArray]:
    with SimulatedArray(request.param, tls=False, ssh_port=None, seed=1,
                        volumes=3) as item:
        yield item


def exchange(array: SimulatedArray, data: bytes) -> bytes:
    """All that comes back for bytes, after which nothing more is sent."""
    with socket.create_connection(('127.0.0.1', array.port), 60) as sock:
        with contextlib.suppress(OSError):
            sock.sendall(data)
            sock.shutdown(socket.SHUT_WR)
        result = b''
        while True:
            part = sock.recv(65536)
            if not part:
                return result
            result += part


def answers(raw: bytes) -> Iterator[tuple[int, dict[str, Any]]]:
    """Status and error of each answer; of a good one the error is empty."""
    while raw:
        start = STATUS.match(raw)
        assert start, raw[:200]
        head, _, rest = raw.partition(b'\r\n\r\n')
        if int(start.group(1)) == 100:
            raw = rest
            continue
        length = re.search(rb'\r\nContent-Length: ([0-9]+)', head)
        body = rest[:int(length.group(1))] if length else rest
        raw = rest[len(body):]
        status = int(start.group(1))
        yield status, json.loads(body) if status >= 400 and body else {}


def judge(array: SimulatedArray, data: bytes) -> list[int | None]:
    """Send bytes; every answer must be one that an array gives."""
    codes = []
    for status, error in answers(exchange(array, data)):
        assert status in (200, 201) or 400 <= status < 500 \
            or status in (501, 503, 505), (status, error, data)
        assert not error or error['code'] in NUMBERS, (error, data)
        codes.append(error.get('code'))
    return codes


#: A request, and the code of the guide it gets (None: it is served).
MALFORMED: list[tuple[bytes, int | None]] = [
    (b'GET /api HTTP/1.1\r\nHost: x\r\n\r\n', None),
    (b'\r\nGET /api HTTP/1.1\r\nHost: x\r\n\r\n', None),
    (b'GET http://anywhere:8080/api HTTP/1.1\r\nHost: x\r\n\r\n', None),
    # The request line.
    (b'noise\r\n\r\n', 65), (b'\r\n\r\n', 65), (b'\0\r\n\r\n', 65),
    (b'GET /api\r\n\r\n', 65), (b'GET\r\n\r\n', 65), (b' \r\n\r\n', 65),
    (b'GET  /api HTTP/1.1\r\n\r\n', 65), (b'GET /a b HTTP/1.1\r\n\r\n', 65),
    (b'GET  HTTP/1.1\r\n\r\n', 65), (b' GET /api HTTP/1.1\r\n\r\n', 65),
    (b'GET /api HTTP/1.1\n\r\n', 65), (b'GET /api HTTP/1.1 \r\n\r\n', 65),
    (b'GET /api HTTP/11\r\n\r\n', 65), (b'GET /api http/1.1\r\n\r\n', 65),
    (b'GET /api HTTP/1.x\r\n\r\n', 65), (b'G\0T /api HTTP/1.1\r\n\r\n', 65),
    (b'G(T /api HTTP/1.1\r\n\r\n', 65), (b'\xff\xfe / HTTP/1.1\r\n\r\n', 65),
    (b'\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03\r\n\r\n', 65),
    (b'GET /api HTTP/1.0\r\nHost: x\r\n\r\n', 8),
    (b'GET /api HTTP/0.9\r\n\r\n', 8), (b'GET /api HTTP/1.2\r\n\r\n', 8),
    (b'GET /api HTTP/9.9\r\n\r\n', 8),
    (b'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n', 8),
    (b'get /api HTTP/1.1\r\nHost: x\r\n\r\n', 9),
    (b'BREW /api HTTP/1.1\r\nHost: x\r\n\r\n', 9),
    (b'CONNECT x:1 HTTP/1.1\r\nHost: x\r\n\r\n', 9),
    (b'GET /' + 200_000 * b'x' + b' HTTP/1.1\r\nHost: x\r\n\r\n', 4),
    (200_000 * b'x', 4), (200_000 * b'x' + b'\r\n\r\n', 4),
    # The headers.
    (b'GET /api HTTP/1.1\r\nHost x\r\n\r\n', 62),
    (b'GET /api HTTP/1.1\r\n: x\r\n\r\n', 62),
    (b'GET /api HTTP/1.1\r\nHost : x\r\n\r\n', 62),
    (b'GET /api HTTP/1.1\r\n Host: x\r\n\r\n', 62),
    (b'GET /api HTTP/1.1\r\nHost: x\r\n folded\r\n\r\n', 62),
    (b'GET /api HTTP/1.1\r\nHost: x\n\r\n', 62),
    (b'GET /api HTTP/1.1\r\nHost: x\0y\r\n\r\n', 62),
    (b'GET /api HTTP/1.1\r\nHost: x\ry\r\n\r\n', 62),
    (b'GET /api HTTP/1.1\r\nH\xc3\xb6st: x\r\n\r\n', 62),
    (b'GET /api HTTP/1.1\r\nA\0b: x\r\n\r\n', 62),
    (b'GET /api HTTP/1.1\r\nHost: x\r\nHost: x\r\n\r\n', 62),
    (b'GET /api HTTP/1.1\r\nHost: x\r\nhost: y\r\n\r\n', 62),
    (b'GET /api HTTP/1.1\r\nHost: x\r\nContent-Length: -1\r\n\r\n', 62),
    (b'GET /api HTTP/1.1\r\nHost: x\r\nContent-Length: +1\r\n\r\n', 62),
    (b'GET /api HTTP/1.1\r\nHost: x\r\nContent-Length: 1_0\r\n\r\n', 62),
    (b'GET /api HTTP/1.1\r\nHost: x\r\nContent-Length: 0x1\r\n\r\n', 62),
    (b'GET /api HTTP/1.1\r\nHost: x\r\nContent-Length: 1e1\r\n\r\n', 62),
    (b'GET /api HTTP/1.1\r\nHost: x\r\nContent-Length: \r\n\r\n', 62),
    (b'GET /api HTTP/1.1\r\nHost: x\r\nContent-Length: \xb2\r\n\r\n', 62),
    (b'GET /api HTTP/1.1\r\nHost: x\r\nContent-Length: 0, 0\r\n\r\n', 62),
    (b'GET /api HTTP/1.1\r\nHost: x\r\nContent-Length: '
     + 5000 * b'9' + b'\r\n\r\n', 62),
    (b'GET /api HTTP/1.1\r\nHost: x\r\nContent-Length: 0\r\n'
     b'Content-Length: 5\r\n\r\n', 62),
    (b'GET /api HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\n'
     b'Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n', 62),
    (b'GET /api HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n'
     b'Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n', 62),
    (b'GET /api HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: gzip\r\n\r\n', 9),
    (b'GET /api HTTP/1.1\r\nHost: x\r\n' + 300 * b'A: b\r\n' + b'\r\n', 4),
    (b'GET /api HTTP/1.1\r\nHost: x\r\nA: ' + 200_000 * b'b' + b'\r\n\r\n', 4),
    (b'GET /api HTTP/1.1\r\nHost: x\r\n', 3), (b'GET /api HTT', 3),
    (b'GET /api HTTP/1.1\r\nHost: x\r\nA', 3),
    (b'GET /api HTTP/1.1\r\n\r\n', 271),
    (b'GET /api HTTP/1.1\r\nHost:\r\n\r\n', 186),
    (b'GET http://x/api HTTP/1.1\r\n\r\n', None),
    # The body.
    (b'POST /api/v1/credentials HTTP/1.1\r\nHost: x\r\n'
     b'Content-Length: 99\r\n\r\n{}', 3),
    (b'POST /api/v1/credentials HTTP/1.1\r\nHost: x\r\n'
     b'Content-Length: 999999999999\r\n\r\n{}', 4),
    *[(b'POST /api/v1/credentials HTTP/1.1\r\nHost: x\r\n'
       b'Content-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n'
       + chunks, code) for chunks, code in [
        (b'28\r\n' + LOGIN + b'\r\n0\r\n\r\n', None),
        (b'28;a=b\r\n' + LOGIN + b'\r\n0\r\nTrailer: x\r\n\r\n', None),
        (b'xyz\r\n', 65), (b'-1\r\n', 65), (b'\r\n', 65), (b'0x1\r\n', 65),
        (b'+5\r\n', 65), (b'5_0\r\n', 65), (b'5 5\r\n', 65), (b'\xff\r\n', 65),
        (b'2\n{}\r\n0\r\n\r\n', 65), (b'2\r\n{}XX0\r\n\r\n', 65),
        (b'f' * 15 + b'\r\n', 4), (b'f' * 5000 + b'\r\n', 4),
        (b'ff' * 20 + b'\r\n', 65), (b'2\r\n{}\r\n0\r\nbad\r\n\r\n', 62),
        (b'2;' + b'a' * 5000 + b'\r\n', 4), (b'2', 3), (b'2\r\n{', 3),
        (b'2\r\n{}\r\n', 3), (b'2\r\n{}\r\n0\r\n', 3),
        (b'2\r\n{}\r\n0\r\n' + 300 * b'a: b\r\n' + b'\r\n', 4)]],
    *[(b'POST /api/v1/credentials HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\n'
       b'Content-Type: application/json; charset=' + name + b'\r\n\r\n{}', 51)
      for name in (b'hex', b'zlib', b'idna', b'rot13', b'undefined',
                   b'unicode_escape', b'punycode', b'base64', b'utf-7',
                   b'x' * 5000)],
    # The target.
    (b'GET /api/v1/volumes/%zz HTTP/1.1\r\nHost: x\r\n\r\n', 56),
    (b'GET /api/v1/volumes/% HTTP/1.1\r\nHost: x\r\n\r\n', 56),
    *[(b'GET ' + target + b' HTTP/1.1\r\nHost: x\r\n\r\n', code)
      for target, code in [
          (b'http://[::1/api', 66), (b'http://[::1]:99999x/api', 66),
          (b'http:///api', 66), (b'ftp://x/api', 66), (b'api', 66), (b'*', 66),
          (b'x:80', 66), (b'http:/api', 66), (b'://x/api', 66),
          (b'HTTP://[::1]:8080/api', None), (b'https://u:p@h/api', 66),
          (b'http://x?a', 11), (b'//[/api', 11), (b'/api#x', 66),
          (b'/\xff', 66), (b'/a\0b', 66)]],
]


@pytest.mark.parametrize('data, code', MALFORMED,
                         ids=[repr(data[:60]) for data, _ in MALFORMED])
def test_what_is_malformed_gets_its_code(array: SimulatedArray, data: bytes,
                                         code: int | None) -> None:
    assert judge(array, data) == [code]


CONTROL = [
    b'GET /simulator HTTP/1.1\r\nHost: x\r\nAuthorization: Basic KEY\r\n\r\n',
    *[b'POST /simulator/' + path + b' HTTP/1.1\r\nHost: x\r\nAuthorization: '
      b'Basic KEY\r\nContent-Type: application/json\r\nContent-Length: %d'
      b'\r\n\r\n' % len(body) + body for path, body in [
          (b'clock', b'{"advance": 5}'), (b'faults', b'{"kind": "busy"}'),
          (b'faults', b'{"kind": "delay", "seconds": 0}'),
          (b'state', b'{"format": "x"}'),
          (b'parts', b'{"kind": "pd", "part": 3}')]]]


@pytest.mark.parametrize('seed', range(3))
def test_the_control_page_has_no_internal_error_either(
        array: SimulatedArray, seed: int) -> None:
    dice = random.Random(seed)
    key = base64.b64encode(b'3paradm:3pardata')
    for _ in range(200):
        raw = exchange(array, mutated(dice, key, CONTROL))
        assert not re.match(rb'HTTP/1\.1 500 ', raw), raw
        array.faults.clear()
    array.faults.clear()


SEEDS = [data for data, _ in MALFORMED if len(data) < 2000] + [
    b'GET /api/v1/volumes?query="name%20EQ%20a" HTTP/1.1\r\nHost: x\r\n'
    b'X-HP3PAR-WSAPI-SessionKey: KEY\r\nAccept: */*\r\n\r\n',
    b'POST /api/v1/cpgs HTTP/1.1\r\nHost: x\r\nContent-Length: 12\r\n'
    b'Content-Type: application/json\r\nX-HP3PAR-WSAPI-SessionKey: KEY\r\n\r\n'
    b'{"name":"c"}',
    b'PUT /api/v1/volumes/vol00000 HTTP/1.1\r\nHost: x\r\nContent-Length: 15\r\n'
    b'Content-Type: application/json\r\nX-HP3PAR-WSAPI-SessionKey: KEY\r\n\r\n'
    b'{"comment":"x"}']
PIECES = [b'\0', b'\r', b'\n', b'\r\n', b' ', b'\t', b':', b'%', b'%ff', b'%00',
          b'\xff', b'\xc3', b'\xed\xa0\x80', b'"', b'{', b'[' * 50, b'9' * 50,
          b'-', b'Content-Length: 3\r\n', b'Transfer-Encoding: chunked\r\n',
          b'Host:\r\n', b'HTTP/1.1', b'Expect: 100-continue\r\n', b'../',
          b'X-HP3PAR-WSAPI-SessionKey: y\r\n', b'?', b'#', b'//', b'http://']


def mutated(dice: random.Random, key: bytes,
            seeds: list[bytes] | None = None) -> bytes:
    """A request with some things different, or several in one stream."""
    data = bytearray(dice.choice(seeds or SEEDS).replace(b'KEY', key))
    for _ in range(dice.randint(1, 4)):
        start = dice.randrange(len(data) + 1)
        end = min(len(data), start + dice.choice([0, 0, 1, 2, 5, 30]))
        kind = dice.randrange(4)
        if kind == 0:
            data[start:end] = dice.choice(PIECES)
        elif kind == 1:
            data[start:end] = b''
        elif kind == 2:
            data[start:start] = data[start:end] * 2
        else:
            data[start:end] = bytes(dice.randrange(256)
                                    for _ in range(end - start))
    if dice.random() < 0.2:
        data += dice.choice(SEEDS).replace(b'KEY', key)
    return bytes(data)


def fuzz(array: SimulatedArray, seed: int, count: int) -> set[int | None]:
    """Send mutated requests; the codes that came back."""
    dice, codes = random.Random(seed), set()
    for _ in range(count):
        key = array.state.sessions.open('3paradm', '3pardata', '127.0.0.1').key
        codes.update(judge(array, mutated(dice, key.encode())))
        array.state.sessions.drop_all()
    return codes


def test_mutated_requests_are_never_an_internal_error(
        array: SimulatedArray, caplog: Any) -> None:
    with caplog.at_level(logging.INFO):
        codes = fuzz(array, 1, 1500)
    assert {3, 9, 62, 65, None} <= codes
    assert not [item for item in caplog.records if item.exc_info]
    assert RawClient(array).log_in().get('/system')['name']


@pytest.mark.long
@pytest.mark.parametrize('seed', range(2, 6))
def test_many_mutated_requests_are_never_an_internal_error(
        array: SimulatedArray, seed: int) -> None:
    fuzz(array, seed, 5000)
    assert RawClient(array).log_in().get('/system')['name']
