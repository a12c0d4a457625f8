"""From the bytes of an answer to JSON, or to a clear error.

It knows how WSAPI writes its answers, and how a list that fails half-way
ends. It sends nothing and decides no retry.
"""

from __future__ import annotations

import functools
import json
import os
import re
from typing import (
    Any,
    Callable,
    Iterator,
    NamedTuple,
    Optional,
    Tuple,
    Union,
    cast,
)

from requests.structures import CaseInsensitiveDict

from hpe3parclient import describe, exceptions
from hpe3parclient.web import redact
from hpe3parclient.web.collector import CollectorRests
from hpe3parclient.web.streams import MemberReader
from hpe3parclient.web.transport import Answer, Incoming

#: how many characters of an unreadable body an error shows
_SHOWN = 200

#: how many of its bytes are looked through for them, blanks and all
_READ = 1 << 16

#: stands for bytes that are no JSON
_UNREADABLE = object()

#: from so many bytes on a body is long: orjson reads it where it is there,
#: and the garbage collector is kept out
_LONG = 1 << 16

#: stands in for the code that half an error body did not tell
_BROKEN = 'incomplete answer'

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


class Asked(NamedTuple):
    """What an answer is the answer to; errors say so."""

    method: str
    #: with a session key in it masked
    url: str
    #: what no error may repeat, though the server may
    secrets: Tuple[Optional[str], ...] = ()
    #: the request's body; what is secret in it is so in its answer
    body: Any = None

    @property
    def hidden(self) -> Tuple[Optional[str], ...]:
        """All that no error may repeat."""
        return (*self.secrets, *redact.secrets_in(self.body))

    def mask(self, text: str) -> str:
        """A text as an error may show it."""
        return redact.text(text, self.hidden)


def decode(answer: Answer, asked: Asked) -> Any:
    """The JSON of a successful answer; None for an empty body.

    :raises InvalidResponse: the body is not JSON, the array took its answer
        back half-way, or a list is shorter than it says
    :raises ClientException: the class of an error status, with the array's
        code, description and ref
    """
    if not 200 <= answer.status < 300:
        raise _refusal(answer, asked)
    if answer.broken is not None:
        raise _broken(answer, asked)
    if not answer.body:
        return None
    value = _json_or(_UNREADABLE, answer.body)
    if value is _UNREADABLE:
        raise _unreadable(answer, asked)
    if isinstance(value, dict):
        _check_taken_back(value, answer.status, asked)
        # The VLANs of a port come under a name of their own.
        found = value.get('members', value.get('iSCSIVlans'))
        if found is not None or isinstance(
                value.get('total'), (int, float)):
            # Without members, a total of some other kind counts none.
            _check_count(value, len(found) if isinstance(found, list) else 0,
                         answer.status, asked)
    return value


def _json_or(otherwise: Any, body: bytes) -> Any:
    """The JSON of some bytes, or what stands for none.

    The parser's error ends here: it holds the whole body, and whoever prints
    the chain of exceptions would print the session key in it.
    """
    try:
        return loads(body)
    except (ValueError, RecursionError):
        return otherwise


def loads(body: bytes) -> Any:
    """The JSON of some bytes in UTF-8, 16 or 32.

    orjson reads long ones where it is installed, with the same result: WSAPI
    has no number above 64 bits, and what orjson refuses the standard library
    reads.
    """
    if len(body) < _LONG:
        return json.loads(body)
    with _COLLECTOR_RESTS:
        return _parsed(body)


def _parsed(body: bytes) -> Any:
    fast = fast_loads()
    if fast is not None:
        try:
            return fast(body)
        except ValueError:
            pass        # UTF-16, say; or nothing that JSON allows
    return json.loads(body)


@functools.cache
def fast_loads() -> Optional[Callable[[bytes], Any]]:
    """What orjson reads with, or None without it; importing it takes time."""
    try:
        import orjson
    except ImportError:
        return None
    return cast(Callable[[bytes], Any], orjson.loads)


_COLLECTOR_RESTS = CollectorRests()
if hasattr(os, 'register_at_fork'):
    os.register_at_fork(after_in_child=_COLLECTOR_RESTS.forked)


def members(incoming: Incoming, asked: Asked) -> Iterator[Any]:
    """The members of a list that is still arriving.

    :raises InvalidResponse: the body is not a list, the array took its
        answer back half-way, or the list is shorter than it says
    """
    tail = _Tail(incoming)
    reader = MemberReader(tail.read)
    malformed = False
    try:
        yield from reader
    except ValueError:
        malformed = True
    finally:
        incoming.close()
    answer = Answer(incoming.status, incoming.headers, tail.kept,
                    incoming.broken)
    if incoming.broken is not None:
        raise _broken(answer, asked)
    if malformed:
        raise _unreadable(answer, asked)
    _check_taken_back(reader.rest, incoming.status, asked)
    if reader.rest.get('members') is not None:
        raise exceptions.InvalidResponse(
            'members is a list, not %s' % describe.kind(reader.rest['members']),
            http_status=incoming.status, method=asked.method, url=asked.url)
    _check_count(reader.rest, reader.count, incoming.status, asked)


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


def _check_taken_back(value: Any, status: int, asked: Asked) -> None:
    """Refuse a list that ends in an error."""
    if value.get('success') is False and isinstance(
            value.get('message'), dict):
        raise _incomplete(value['message'], status, asked)


def _check_count(value: Any, count: int, status: int, asked: Asked) -> None:
    """Refuse a list that is not as long as it says."""
    total = value.get('total')
    if total is None or total == count:
        return
    if isinstance(total, (int, float)):
        raise _incomplete('the array announced %s members and sent %d'
                          % (describe.value(total), count), status, asked)
    raise exceptions.InvalidResponse(
        'total is a number, not %s' % describe.kind(total),
        http_status=status, method=asked.method, url=asked.url)


def _incomplete(error: Any, status: int,
                asked: Asked) -> exceptions.IncompleteResponse:
    error = redact.error(error, asked.hidden)
    return exceptions.IncompleteResponse(
        error, http_status=status, method=asked.method, url=asked.url)


def _refusal(answer: Answer, asked: Asked) -> exceptions.ClientException:
    """The exception for an error status, whatever its body is."""
    if 300 <= answer.status < 400:
        return exceptions.TooManyRedirects(
            'the server wants this at %s; a session key does not follow a '
            'redirect: use that address as api_url' % asked.mask(
                str(answer.headers.get('location'))),
            http_status=answer.status, method=asked.method, url=asked.url)
    body = _json_or(None, answer.body)
    if isinstance(body, dict):
        body = redact.error(body, asked.hidden)
    elif answer.body:
        body = {'desc': _excerpt(answer, asked)}
    if answer.broken is not None:
        # Half a body proves nothing but its status; above all it is not the
        # error without a code that means a dead key.
        body = {'code': _BROKEN, 'desc': 'the answer broke off: %s'
                % (body or {}).get('desc')}
    return exceptions.from_response(answer, body, method=asked.method,
                                    url=asked.url)


def _broken(answer: Answer, asked: Asked) -> exceptions.ClientException:
    """The exception for a 2xx whose body did not come to its end."""
    message = _failure_in(answer.body)
    if message is not None:
        return _incomplete(message, answer.status, asked)
    broken = cast(exceptions.ClientException, answer.broken)
    if not _is_chunked(answer):
        return broken
    incomplete = _incomplete('the list broke off after %d bytes: %s' % (
        len(answer.body), broken.get_description()), answer.status, asked)
    incomplete.__cause__ = broken
    return incomplete


def _is_chunked(answer: Answer) -> bool:
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


def _unreadable(answer: Answer, asked: Asked) -> exceptions.InvalidResponse:
    message = _failure_in(answer.body)
    if message is not None:
        return _incomplete(message, answer.status, asked)
    return exceptions.InvalidResponse(
        'the body is not JSON: %s' % _excerpt(answer, asked),
        http_status=answer.status, method=asked.method, url=asked.url)


def _excerpt(answer: Answer, asked: Asked) -> str:
    """An unreadable body for people: its status, type and first characters."""
    if '/credentials' in asked.url:
        text = '%d bytes' % len(answer.body)    # one of them may be a key
    else:
        # Masked before it is cut: half a secret would not be found.
        text = answer.body[:_READ].decode('utf-8', 'replace')
        text = asked.mask(text.replace('\0', ''))
        text = ' '.join(text.split())
    if len(text) > _SHOWN:
        text = text[:_SHOWN] + '…'
    kind = asked.mask(answer.headers.get('content-type', 'no type'))
    return 'HTTP %d, %s: %s' % (answer.status, kind, text)
