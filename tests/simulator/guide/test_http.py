"""HTTP that is not what it should be, on every personality."""

from __future__ import annotations

import json
import socket
from typing import Callable
from urllib.parse import urlsplit

import pytest

from hpe3parclient.error_codes import number_of, row_of
from hpe3parclient.simulator import PERSONALITIES
from tests.simulator.guide.stage import Stage

Symbols = list[tuple[str, bytes]]
HOST = b'Host: array\r\n'

MALFORMED: Symbols = [
    ('INV_HTTP_REQ', b'noise\r\n\r\n'),
    ('INV_HTTP_REQ', b'GET /a b HTTP/1.1\r\n' + HOST + b'\r\n'),
    ('INV_HTTP_REQ', b'GET /api HTTX/1.1\r\n' + HOST + b'\r\n'),
    ('INV_HTTP_REQ', b'GET /api\r\n' + HOST + b'\r\n'),
    ('INV_HTTP_HEADER', b'GET /api HTTP/1.1\r\nno colon\r\n\r\n'),
    ('INV_HTTP_HEADER', b'GET /api HTTP/1.1\r\n' + HOST + b': x\r\n\r\n'),
    ('INV_HTTP_HEADER', b'GET /api HTTP/1.1\r\n' + HOST + b'a b: 1\r\n\r\n'),
    ('INV_HTTP_HEADER', b'GET /api HTTP/1.1\r\n' + HOST
     + b'Content-Length: ten\r\n\r\n'),
    ('INV_URI', b'GET api HTTP/1.1\r\n' + HOST + b'\r\n'),
    ('INV_URI', b'GET /api#part HTTP/1.1\r\n' + HOST + b'\r\n'),
    ('INV_URI', b'GET /api/\xe9 HTTP/1.1\r\n' + HOST + b'\r\n'),
    ('INV_URI', b'GET /api/%ff HTTP/1.1\r\n' + HOST + b'\r\n'),
    ('INV_URL_PERCENT_ENCODING', b'GET /api/%4 HTTP/1.1\r\n' + HOST + b'\r\n'),
    ('EMPTY_HTTP_HOST_HDR', b'GET /api HTTP/1.1\r\nHost:\r\n\r\n'),
    ('NO_HTTP_HDR', b'GET /api HTTP/1.1\r\n\r\n'),
    ('UNSUP_HTTP', b'GET /api HTTP/1.0\r\n' + HOST + b'\r\n'),
    ('UNSUP_REPRESENTATION', b'GET /api HTTP/1.1\r\n' + HOST
     + b'Accept: text/html\r\n\r\n'),
    ('UNSUP_LANGUAGE', b'GET /api HTTP/1.1\r\n' + HOST
     + b'Accept-Language: de\r\n\r\n'),
    ('UNSUP_CONTENT', b'POST /api/v1/credentials HTTP/1.1\r\n' + HOST
     + b'Content-Length: 2\r\n\r\n{}'),
    ('URI_RES_NOT_FOUND', b'GET /api/v1/nothing HTTP/1.1\r\n' + HOST + b'\r\n'),
    ('UNSUP_OP', b'PATCH /api/v1/system HTTP/1.1\r\n' + HOST + b'\r\n'),
]


def exchange(stage: Stage, request: bytes) -> tuple[int, dict[str, object]]:
    """What comes back for these bytes: status and body."""
    parts = urlsplit(stage.array.api_url)
    with socket.create_connection((parts.hostname, parts.port), 20) as wire:
        wire.sendall(request)
        wire.shutdown(socket.SHUT_WR)
        answer = b''.join(iter(lambda: wire.recv(65536), b''))
    head, _, body = answer.partition(b'\r\n\r\n')
    return int(head.split()[1]), json.loads(body)


@pytest.mark.covers(
    'any request', 'INV_HTTP_HEADER', 'INV_URI', 'EMPTY_HTTP_HOST_HDR',
    'NO_HTTP_HDR')
@pytest.mark.parametrize('model', list(PERSONALITIES))
@pytest.mark.parametrize('symbol, request_bytes', MALFORMED)
def test_bad_http_is_refused(refusing: Callable[[str], Stage], model: str,
                             symbol: str, request_bytes: bytes) -> None:
    status, body = exchange(refusing(model), request_bytes)
    assert (status, body['code']) == (row_of(symbol).status, number_of(symbol))


@pytest.mark.parametrize('model', list(PERSONALITIES))
def test_an_absolute_target_needs_no_host_header(
        refusing: Callable[[str], Stage], model: str) -> None:
    stage = refusing(model)
    status, _ = exchange(
        stage, b'GET http://array/api HTTP/1.1\r\n'
        b'X-HP3PAR-WSAPI-SessionKey: ' + (stage.api.key or '').encode()
        + b'\r\nConnection: close\r\n\r\n')
    assert status == 200
