"""Answers in the shape WSAPI gives them.

Knows JSON text, Location, empty bodies and chunked collections. Which
headers every answer carries is :mod:`hpe3parclient.simulator.http_server`'s business.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any, Protocol, cast

from flask import Response, current_app, request

from hpe3parclient.narrowing import is_dict
from hpe3parclient.simulator import assumptions
from hpe3parclient.simulator.errors import Refused
from hpe3parclient.simulator.state.array_state import ArrayState, Overlay
from hpe3parclient.simulator.wsapi.call import ENVIRON_KEY

#: A header for the HTTP server, which takes it off before anything is sent.
CHUNKED = 'X-Simulator-Chunked'


class Application(Protocol):
    """What answers requests: it has the array that they are about."""

    @property
    def array(self) -> ArrayState:
        """The array."""
        ...


def text_of(value: Any) -> bytes:
    """JSON as arrays write it: compact."""
    return json.dumps(value, separators=(',', ':'),
                      ensure_ascii=False).encode('utf-8')


def _overlay() -> tuple[Overlay | None, str, bool]:
    """What was captured, the path below /api/v1, and whether there is a query."""
    call = request.environ[ENVIRON_KEY]
    overlay = cast('Application', current_app).array.captured
    if overlay is None or call.method != 'GET':
        return None, '', False
    return overlay, call.path[len('/api/v1'):], 'query' in call.query


def _members(members: list[dict[str, Any]]) -> list[dict[str, Any]]:
    overlay, path, query = _overlay()
    return members if overlay is None else \
        overlay.members(path, members, whole=not query)


def captured_answer(error: Refused) -> Response | None:
    """What was captured of something that the model does not have."""
    overlay, path, _ = _overlay() if error.status == 404 else (None, '', False)
    value = overlay and overlay.find(path)
    return None if not value else answer(200, value)


def answer(status: int = 200, body: Any = None,
           location: str | None = None) -> Response:
    """An answer; without a body it has no Content-Type."""
    overlay, path, _ = _overlay() if is_dict(body) and \
        status == 200 and 'members' not in body else (None, '', False)
    if overlay is not None:
        body = overlay.object(path, body)
    response = Response(b'' if body is None else text_of(body), status)
    response.headers.clear()
    if body is not None:
        response.headers['Content-Type'] = 'application/json'
    if location is not None:
        response.headers['Location'] = location
    return response


def refusal(error: Refused) -> Response:
    """The answer to a refused request."""
    return answer(error.status, error.body())


def listing(members: list[dict[str, Any]],
            links: list[dict[str, str]] | None = None) -> Response:
    """A collection in one piece."""
    members = _members(members)
    body: dict[str, Any] = {'total': len(members), 'members': members}
    if links is not None:
        body['links'] = links
    return answer(200, body)


def chunked(members: list[dict[str, Any]],
            links: list[dict[str, str]] | None = None) -> Response:
    """A collection in chunks, as /volumes and /vluns are sent."""
    members = _members(members)
    response = Response(_chunks(members, links), 200)
    response.headers.clear()
    response.headers['Content-Type'] = 'application/json'
    response.headers[CHUNKED] = 'yes'
    return response


def _chunks(members: list[dict[str, Any]],
            links: list[dict[str, str]] | None) -> Iterator[bytes]:
    size = max(1, min(assumptions.CHUNK_MEMBERS, len(members) // 4))
    yield b'{"total":%d,"members":[' % len(members)
    for start in range(0, len(members), size):
        part = b','.join(text_of(item)
                         for item in members[start:start + size])
        yield (b',' if start else b'') + part
    if links is None:
        yield b']}'
    else:
        yield b'],"links":' + text_of(links) + b'}'
