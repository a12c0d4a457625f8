"""From the bytes of an answer to JSON, or to a clear error.

It knows how WSAPI writes its answers, and how a list that fails half-way
ends. It sends nothing and decides no retry.
"""

from __future__ import annotations

import gc
import json
import re
from typing import Any, Iterator, Optional, Union, cast

from requests.structures import CaseInsensitiveDict

from hpe3parclient import exceptions, redact
from hpe3parclient.streams import MemberReader
from hpe3parclient.transport import Answer, Incoming

orjson: Any
try:
    import orjson
except ImportError:
    orjson = None

#: how many characters of an unreadable body an error shows
_SHOWN = 200

#: from so many bytes on the garbage collector is kept out of parsing
_LONG = 1 << 16

#: what an array writes when a list fails after it began. Inside a JSON text
#: the quotes would be escaped, so a comment cannot look like this.
_FAILED = re.compile(rb'"success"\s*:\s*false\s*,\s*"message"\s*:\s*(?=\{)')


class Headers(CaseInsensitiveDict):     # type: ignore[type-arg]
    """An answer's headers, by name in any case.

    ``headers['status']`` is the HTTP status as text, ``headers.status`` the
    same as an int, as programs written for earlier releases expect.
    """

    @property
    def status(self) -> int:
        """The HTTP status of the answer."""
        return int(self['status'])


def headers_of(answer: Union[Answer, Incoming]) -> Headers:
    """The headers of an answer, with its status among them."""
    headers = Headers(answer.headers.items())
    headers['status'] = str(answer.status)
    return headers


def decode(answer: Answer, method: str, url: str) -> Any:
    """The JSON of a successful answer; None for an empty body.

    :raises InvalidResponse: the body is not JSON, the array took its answer
        back half-way, or a list is shorter than it says
    :raises ClientException: the class of an error status, with the array's
        code, description and ref
    """
    if not 200 <= answer.status < 300:
        raise _refusal(answer, method, url)
    if answer.broken is not None:
        raise _broken(answer, method, url)
    if not answer.body:
        return None
    try:
        value = loads(answer.body)
    except (ValueError, RecursionError) as ex:
        raise _unreadable(answer, method, url) from ex
    if isinstance(value, dict):
        _check_whole(value, answer.status, method, url)
    return value


def loads(body: bytes) -> Any:
    """The JSON of some bytes in UTF-8, 16 or 32.

    orjson reads it where it is installed, with the same result: WSAPI has no
    number above 64 bits, and what orjson refuses the standard library reads.
    """
    if len(body) < _LONG:
        return _parsed(body)
    # Thousands of dicts would start the collector again and again, which
    # takes half the time and finds nothing. Nothing else runs meanwhile: the
    # parser is one call that holds the interpreter.
    collecting = gc.isenabled()
    gc.disable()
    try:
        return _parsed(body)
    finally:
        if collecting:
            gc.enable()


def _parsed(body: bytes) -> Any:
    if orjson is not None:
        try:
            return orjson.loads(body)
        except ValueError:
            pass        # UTF-16, say; or nothing that JSON allows
    return json.loads(body)


def members(incoming: Incoming, method: str, url: str) -> Iterator[Any]:
    """The members of a list that is still arriving.

    :raises InvalidResponse: the body is not a list, the array took its
        answer back half-way, or the list is shorter than it says
    """
    tail = _Tail(incoming)
    reader = MemberReader(tail.read)
    try:
        yield from reader
    except ValueError as ex:
        answer = Answer(incoming.status, incoming.headers, tail.kept,
                        incoming.broken)
        if incoming.broken is not None:
            raise _broken(answer, method, url) from ex
        raise _unreadable(answer, method, url) from ex
    finally:
        incoming.close()
    _check_taken_back(reader.rest, incoming.status, method, url)
    _check_count(reader.rest, reader.count, incoming.status, method, url)


class _Tail:
    """Reads an answer and keeps its last bytes, which may say why it broke.

    :param incoming: the answer
    """

    def __init__(self, incoming: Incoming) -> None:
        self._incoming = incoming
        self.kept = b''

    def read(self) -> bytes:
        """The next bytes; none at the end."""
        piece = self._incoming.read(1 << 16)
        self.kept = (self.kept + piece)[-4096:]
        return piece


def _check_whole(value: Any, status: int, method: str, url: str) -> None:
    """Refuse an answer that is not what it says it is."""
    _check_taken_back(value, status, method, url)
    found = value.get('members')
    _check_count(value, len(found) if isinstance(found, list) else 0, status,
                 method, url)


def _check_taken_back(value: Any, status: int, method: str,
                      url: str) -> None:
    if value.get('success') is False and isinstance(
            value.get('message'), dict):
        raise exceptions.InvalidResponse(
            value['message'], http_status=status, method=method, url=url)


def _check_count(value: Any, count: int, status: int, method: str,
                 url: str) -> None:
    total = value.get('total')
    if isinstance(total, int) and total != count:
        raise exceptions.IncompleteResponse(
            'the array announced %d members and sent %d' % (total, count),
            http_status=status, method=method, url=url)


def _refusal(answer: Answer, method: str,
             url: str) -> exceptions.ClientException:
    """The exception for an error status, whatever its body is."""
    if 300 <= answer.status < 400:
        return exceptions.TooManyRedirects(
            'the server wants this at %s; a session key does not follow a '
            'redirect: use that address as api_url' % redact.url(
                str(answer.headers.get('location'))),
            http_status=answer.status, method=method, url=url)
    body: Any = None
    if answer.body:
        try:
            body = json.loads(answer.body)
        except (ValueError, RecursionError):
            body = _excerpt(answer)
    if not isinstance(body, dict):
        body = {'desc': _excerpt(answer)} if answer.body else None
    return exceptions.from_response(answer, body, method=method, url=url)


def _broken(answer: Answer, method: str,
            url: str) -> exceptions.ClientException:
    """The exception for a 2xx whose body did not come to its end."""
    message = _failure_in(answer.body)
    if message is not None:
        return exceptions.IncompleteResponse(
            message, http_status=answer.status, method=method, url=url)
    broken = cast(exceptions.ClientException, answer.broken)
    if not is_chunked(answer):
        return broken
    incomplete = exceptions.IncompleteResponse(
        'the list broke off after %d bytes: %s' % (
            len(answer.body), broken.get_description()),
        http_status=answer.status, method=method, url=url)
    incomplete.__cause__ = broken
    return incomplete


def is_chunked(answer: Union[Answer, Incoming]) -> bool:
    """Whether the answer came in chunks, as volume and VLUN lists do."""
    return 'chunked' in answer.headers.get('transfer-encoding', '').lower()


def _failure_in(body: bytes) -> Optional[Any]:
    """The error an array wrote at the end of a list it could not finish."""
    for found in _FAILED.finditer(body):
        try:
            text = body[found.end():].decode('utf-8', 'replace')
            message, _ = json.JSONDecoder().raw_decode(text)
        except ValueError:
            continue
        return message
    return None


def _unreadable(answer: Answer, method: str,
                url: str) -> exceptions.InvalidResponse:
    message = _failure_in(answer.body)
    return exceptions.InvalidResponse(
        message if message is not None else
        'the body is not JSON: %s' % _excerpt(answer),
        http_status=answer.status, method=method, url=url)


def _excerpt(answer: Answer) -> str:
    """An unreadable body for people: its status, type and first characters."""
    text = answer.body[:4 * _SHOWN].decode('utf-8', 'replace')
    text = redact.text(' '.join(text.split()))
    if len(text) > _SHOWN:
        text = text[:_SHOWN] + '…'
    return 'HTTP %d, %s: %s' % (
        answer.status, answer.headers.get('content-type', 'no type'), text)
