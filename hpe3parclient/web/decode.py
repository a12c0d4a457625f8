"""Decode the bytes of a response to JSON, or raise a clear error.

It knows how WSAPI writes its answers, and how a list that fails half-way
ends. It sends nothing and decides no retry. Errors are made here and raised
by the caller, so that no frame that holds a body is part of a traceback.
"""

from __future__ import annotations

import codecs
import functools
import json
import os
import re
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any, Callable, cast

from requests.structures import CaseInsensitiveDict

from hpe3parclient import describe, exceptions
from hpe3parclient.narrowing import JSONValue
from hpe3parclient.patterns import pattern
from hpe3parclient.web import bounds, redact
from hpe3parclient.web.collector import CollectorRests
from hpe3parclient.web.redact import Secret
from hpe3parclient.web.request import Outcome, Request
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

#: how many bytes at the end of a body may tell of a failure, and how many
#: times what such a tail begins with is looked at
_TAIL = 1 << 14
_TRIES = 50

_CHARSET = pattern(r'charset\s*=\s*["\']?([A-Za-z0-9_.:-]+)', re.IGNORECASE)

#: stands in for the code that half an error body did not tell
_BROKEN = 'incomplete answer'

#: what an array writes when a list fails after it began. Inside a JSON text
#: the quotes would be escaped, so a comment cannot look like this.
_FAILED = pattern(rb'"success"\s*:\s*false\s*,\s*"message"\s*:\s*(?=\{)')


if TYPE_CHECKING:
    _Headers = CaseInsensitiveDict[str]
else:                                   # requests' class takes no types
    _Headers = CaseInsensitiveDict


class Headers(_Headers):
    """Headers of a response, with case-insensitive names.

    ``headers['status']`` is the HTTP status as text, ``headers.status`` the
    same as an int, as programs written for earlier releases expect. Most calls
    drop their headers, so they are copied when they are first looked at.
    """

    #: what to copy from: a mapping, and the status
    _source: tuple[Mapping[str, str], int | None]

    @classmethod
    def of_outcome(cls, answer: Outcome) -> Headers:
        """Return the headers of a response, including its status."""
        headers = cls.__new__(cls)
        headers._source = (answer.headers, answer.status)
        return headers

    def __getattr__(self, name: str) -> Any:
        if name != '_store' or '_source' not in self.__dict__:
            raise AttributeError(name)
        source, status = self._source
        super().__init__(source.items())
        self['status'] = str(status)
        return self.__dict__['_store']

    @property
    def status(self) -> int:
        """The HTTP status of the response."""
        return int(self['status'])


def outcome(answer: Answer, request: Request) -> Outcome:
    """Return the outcome of a response: its JSON or its error."""
    failure, value = _decoded(answer, request)
    return Outcome(failure, status=answer.status, headers=answer.headers,
                   value=value)


def _decoded(answer: Answer, request: Request) -> tuple[
        exceptions.ClientException | None, Secret | None]:
    if not 200 <= answer.status < 300:
        return _refusal(answer, request), None
    if request.ignores_body:
        return None, Secret(None)
    if answer.broken is not None:
        return _broken(answer, request), None
    body = answer.body.reveal()
    if not body:
        return None, Secret(None)
    value: JSONValue = _json_or(_UNREADABLE, answer)
    if value is _UNREADABLE:
        return _unreadable(answer, request, _excess(answer)), None
    failure = None
    if isinstance(value, dict):
        failure = _taken_back(value, answer.status, request)
        # The VLANs of a port come under a name of their own.
        members: JSONValue = value.get('members', value.get('iSCSIVlans'))
        if failure is None and (members is not None or isinstance(
                value.get('total'), (int, float))):
            # Without members, a total of some other kind counts none.
            count = len(members) if isinstance(members, list) else 0
            failure = _miscounted(value, count, answer.status, request)
    return failure, Secret(value)


def _json_or(otherwise: Any, answer: Answer) -> Any:
    """Return the JSON of a response, or a default if it cannot be decoded.

    The parser's error ends here: it holds the whole body, and whoever prints
    the chain of exceptions would print the session key in it.
    """
    if _excess(answer) is not None:
        return otherwise
    try:
        value, answer.is_latin_1 = parsed(
            answer.body.reveal(), answer.headers.get('content-type'))
    except (ValueError, RecursionError):
        return otherwise
    return value


def _excess(answer: Answer) -> str | None:
    """Return what a body has too much of; None if it is within limits."""
    limits = answer.limits
    return bounds.excess(answer.body.reveal(), limits.nesting, limits.digits)


def parsed(body: bytes, content_type: str | None) -> tuple[Any, bool]:
    """Return the JSON of a body, and whether it was decoded as ISO-8859-1.

    A declared ISO-8859-1 is obeyed. Every other body is UTF-8, 16 or 32,
    which JSON text shows by itself; where it is none of them, it is read as
    ISO-8859-1, which arrays send without saying so.

    :raises ValueError: it is not JSON
    """
    if declares_latin_1(content_type):
        return loads(body.decode('latin-1').encode('utf-8')), False
    try:
        return loads(body), False
    except UnicodeDecodeError:
        return loads(body.decode('latin-1').encode('utf-8')), True


def declares_latin_1(content_type: str | None) -> bool:
    """Return whether a Content-Type names ISO-8859-1 or an alias."""
    match = _CHARSET.search(content_type or '')
    if match is None:
        return False
    try:
        return codecs.lookup(match.group(1)).name == 'iso8859-1'
    except (LookupError, ValueError):
        return False


def loads(body: bytes) -> Any:
    """Return the JSON of bytes in UTF-8, UTF-16 or UTF-32.

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
def fast_loads() -> Callable[[bytes], Any] | None:
    """Return orjson's parser, or None if it is not installed."""
    try:
        import orjson
    except (ImportError, OSError):      # OSError: no file can be opened
        return None
    return cast(Callable[[bytes], Any], orjson.loads)


_COLLECTOR_RESTS = CollectorRests()
if hasattr(os, 'register_at_fork'):
    os.register_at_fork(after_in_child=_COLLECTOR_RESTS.forked)


def members(incoming: Incoming, request: Request,
            on_latin_1: Callable[[], None]) -> Iterator[Any]:
    """Yield the members of a list while it arrives.

    :param on_latin_1: called when it had to be read as ISO-8859-1
    :raises InvalidResponse: the body is not a list, the array took its
        answer back half-way, or the list is shorter than it says
    """
    tail = _Tail(incoming)
    reader = MemberReader(tail.read, 'latin-1' if declares_latin_1(
        incoming.headers.get('content-type')) else None, incoming.limits)
    malformed = False
    try:
        yield from reader
    except ValueError:
        malformed = True
    finally:
        incoming.close()
    failure = _end_of_list(incoming, tail, reader, malformed, request)
    if reader.is_latin_1:
        on_latin_1()
    del reader, tail        # a traceback must not show what they hold
    if failure is not None:
        # Its traceback holds frames, and they would hold it.
        incoming.broken = None
        try:
            raise failure
        finally:
            del failure


def _end_of_list(incoming: Incoming, tail: _Tail, reader: MemberReader,
                 malformed: bool, request: Request
                 ) -> exceptions.ClientException | None:
    """Return the error of a list after reading it, or None."""
    answer = Answer(incoming.status, incoming.headers, tail.kept,
                    incoming.broken, incoming.limits)
    if incoming.broken is not None:
        return _broken(answer, request)
    if malformed:
        return _unreadable(answer, request, reader.excess)
    failure = _taken_back(reader.rest, incoming.status, request)
    if failure is None and reader.rest.get('members') is not None:
        failure = exceptions.InvalidResponse(
            f"members must be list, not "
            f"{describe.kind(reader.rest['members'])}",
            http_status=incoming.status, method=request.method,
            url=request.url)
    return failure or _miscounted(reader.rest, reader.count, incoming.status,
                                  request)


class _Tail:
    """Read a response and keep its last bytes, which may explain a failure.

    :param incoming: the answer
    """

    def __init__(self, incoming: Incoming) -> None:
        self._incoming = incoming
        self.kept = Secret(b'')

    def read(self) -> bytes:
        """Return the next bytes; empty at the end."""
        piece = self._incoming.read(1 << 16)
        self.kept = Secret((self.kept.reveal() + piece)[-_TAIL:])
        return piece


def _taken_back(value: Any, status: int, request: Request
                ) -> exceptions.ClientException | None:
    """Return the error at the end of a list, or None."""
    if value.get('success') is False and isinstance(
            value.get('message'), dict):
        return _incomplete(value['message'], status, request)
    return None


def _miscounted(value: Any, count: int, status: int, request: Request
                ) -> exceptions.ClientException | None:
    """Return the error for a list that is shorter or longer than its total."""
    total = value.get('total')
    if total is None or total == count:
        return None
    if isinstance(total, (int, float)):
        return _incomplete(
            f'the array announced {describe.value(total)} members and sent '
            f'{count}', status, request)
    return exceptions.InvalidResponse(
        f'total must be a number, not {describe.kind(total)}',
        http_status=status, method=request.method, url=request.url)


def _incomplete(error: Any, status: int,
                request: Request) -> exceptions.IncompleteResponse:
    return exceptions.IncompleteResponse(
        redact.error(error, request.secrets().reveal()), http_status=status,
        method=request.method, url=request.url)


def _refusal(answer: Answer, request: Request) -> exceptions.ClientException:
    """Return the exception for an error status, whatever its body is."""
    if 300 <= answer.status < 400:
        return exceptions.TooManyRedirects(
            'the server redirects this to %s; a session key does not follow '
            'a redirect: use that address as api_url' % request.mask(
                str(answer.headers.get('location'))),
            http_status=answer.status, method=request.method,
            url=request.url)
    body = _json_or(None, answer)
    if isinstance(body, dict):
        body = redact.error(body, request.secrets().reveal())
    elif answer.body.reveal():
        body = {'desc': _excerpt(answer, request)}
    if answer.broken is not None:
        # Half a body proves nothing but its status; above all it is not the
        # error without a code that means a dead key.
        body = {'code': _BROKEN, 'desc': 'the answer broke off: %s'
                % (body or {}).get('desc')}
    return exceptions.from_response(answer, body, method=request.method,
                                    url=request.url)


def _broken(answer: Answer, request: Request) -> exceptions.ClientException:
    """Return the exception for a 2xx response with an incomplete body."""
    message = _failure_in(answer.body.reveal())
    if message is not None:
        return _incomplete(message, answer.status, request)
    broken = cast(exceptions.ClientException, answer.broken)
    if not _is_chunked(answer) or isinstance(broken, exceptions.Timeout):
        return broken
    incomplete = _incomplete('the list broke off after %d bytes: %s' % (
        len(answer.body.reveal()), broken.get_description()), answer.status,
        request)
    incomplete.__cause__ = broken
    return incomplete


def _is_chunked(answer: Answer) -> bool:
    """Return whether the response was chunked, as lists of volumes and VLUNs are."""
    return 'chunked' in answer.headers.get('transfer-encoding', '').lower()


def _failure_in(body: bytes) -> Any:
    """Return the error that an array wrote at the end of an incomplete list."""
    tail = body[-_TAIL:]
    for match in list(_FAILED.finditer(tail))[-_TRIES:]:
        try:
            text = tail[match.end():].decode('utf-8', 'replace')
            message, _ = json.JSONDecoder().raw_decode(text)
        except (ValueError, RecursionError):
            continue
        return message
    return None


def _unreadable(answer: Answer, request: Request,
                excess: str | None) -> exceptions.InvalidResponse:
    message = _failure_in(answer.body.reveal())
    if message is not None:
        return _incomplete(message, answer.status, request)
    return exceptions.InvalidResponse(
        excess or f'the body is not JSON: {_excerpt(answer, request)}',
        http_status=answer.status, method=request.method, url=request.url)


def shown_body(answer: Answer, request: Request) -> Any:
    """Return a body for a log, with secrets masked."""
    value = _json_or(_UNREADABLE, answer)
    if value is _UNREADABLE:
        return f'{len(answer.body.reveal())} bytes'
    return redact.body(value, '/credentials' in request.url,
                       request.secrets().reveal())


def _excerpt(answer: Answer, request: Request) -> str:
    """Describe an undecodable body: its status, type and first characters."""
    if '/credentials' in request.url:
        text = f'{len(answer.body.reveal())} bytes'    # one of them may be a key
    else:
        # Masked before it is cut: half a secret would not be found.
        text = answer.body.reveal()[:_READ].decode('utf-8', 'replace')
        text = request.mask(text.replace('\0', ''))
        text = ' '.join(text.split())
    if len(text) > _SHOWN:
        text = text[:_SHOWN] + '…'
    kind = request.mask(answer.headers.get('content-type', 'no type'))
    return f'HTTP {answer.status}, {kind}: {text}'
