"""One request, as it came in and as it is understood.

Knows raw targets, percent-encoding, header rules and JSON bodies. Knows no
resource and no state.
"""

from __future__ import annotations

import codecs
import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import unquote_to_bytes

from hpe3parclient.narrowing import is_dict
from hpe3parclient.simulator import assumptions
from hpe3parclient.simulator.errors import Refused
from hpe3parclient.simulator.personality import Personality
from hpe3parclient.simulator.wsapi import members

_BAD_PERCENT = re.compile(r'%(?![0-9A-Fa-f]{2})')
#: Scheme and authority of an absolute target.
_ABSOLUTE = re.compile(
    r"https?://(\[[0-9A-Fa-f:.]+\]|[A-Za-z0-9._~%!$&'()*+,;=@-]+)(:[0-9]*)?"
    r'(?=[/?]|\Z)', re.IGNORECASE)
#: A target of bytes that need no percent-encoding, without a fragment.
_TARGET = re.compile(r'[!"$-~]*')
#: Bytes that no text in ISO-8859-1 has.
_NO_LATIN = re.compile(rb'[\x80-\x9f\xfe\xff]')
_NUMBER = re.compile(rb'[0-9]{%d,}' % (assumptions.MAX_JSON_DIGITS + 1))
_ACCEPTED = re.compile(
    r'(application|\*)/(json\*?|\*|[A-Za-z0-9.*-]+\+json)')
#: A string, which may not end, or a bracket; no part of it is looked at twice.
_BRACKETS = re.compile(
    r'"[^"\\]*(?:\\.[^"\\]*)*(?:"|\\?\Z)|[][{}]', re.DOTALL)
#: What the guide accepts, as Python calls it; Python knows codecs that are no
#: encodings of text.
_ENCODINGS = frozenset({
    'ascii', 'iso8859-1', 'utf-8', 'utf-16', 'utf-16-be', 'utf-16-le', 'utf-32',
    'utf-32-be', 'utf-32-le'})
_LANGUAGE = re.compile(r'\*|en([-*].*)?', re.IGNORECASE)
#: Where the call stands in a WSGI environment.
ENVIRON_KEY = 'simulator.call'


@dataclass
class Call:
    """One request."""

    method: str
    #: the request target exactly as on the wire
    target: str = field(repr=False)
    version: str
    address: str
    headers: Mapping[str, str] = field(repr=False)
    body: bytes = field(default=b'', repr=False)
    #: the path in raw (still encoded) segments, empty ones left out
    segments: list[str] = field(default_factory=list[str])
    query: dict[str, str] = field(default_factory=dict[str, str])

    @property
    def key(self) -> str | None:
        """The session key sent along."""
        return self.headers.get('x-hp3par-wsapi-sessionkey')

    @property
    def path(self) -> str:
        """The path without what does not matter, still encoded."""
        return '/' + '/'.join(self.segments)

    def take_apart(self) -> None:
        """Fill in segments and query, or refuse the target."""
        if not _TARGET.fullmatch(self.target):
            raise Refused('INV_URI')
        text = self._relative()
        path, _, query = text.partition('?')
        self.segments = [item for item in path.split('/') if item]
        if _BAD_PERCENT.search(text):
            raise Refused('INV_URL_PERCENT_ENCODING')
        for pair in query.split('&'):
            if pair:
                name, _, value = pair.partition('=')
                self.query[decoded(name)] = decoded(value)
        for item in self.segments:
            decoded(item)

    def _relative(self) -> str:
        """The target without the array's own address."""
        if self.target.startswith('/'):
            return self.target
        absolute = _ABSOLUTE.match(self.target)
        if absolute is None:
            raise Refused('INV_URI')
        return self.target[absolute.end():]

    def document(self) -> Any | None:
        """The body as JSON for the record, or None where it is none."""
        try:
            return _parsed(self.body, self._charset()) if self.body else None
        except Refused:
            return None

    def _charset(self) -> str | None:
        """The encoding that the request names, if the guide accepts it."""
        result = re.search(r'charset[ \t]*=[ \t]*"?([A-Za-z0-9._-]+)',
                           self.headers.get('content-type', ''))
        if result is None:
            return None
        try:
            name = codecs.lookup(result.group(1)).name
        except LookupError:
            name = ''
        if name not in _ENCODINGS:
            raise Refused('UNSUP_CONTENT')
        return name

    def check_headers(self) -> None:
        """Refuse versions, types and languages no array speaks."""
        if self.version == 'HTTP/1.0':
            raise Refused('UNSUP_HTTP')
        self._check_host()
        accept = self.headers.get('accept')
        if accept is not None and not _any_fits(_ACCEPTED, accept):
            raise Refused('UNSUP_REPRESENTATION')
        language = self.headers.get('accept-language')
        if language is not None and not _any_fits(_LANGUAGE, language):
            raise Refused('UNSUP_LANGUAGE')

    def _check_host(self) -> None:
        """Refuse a target that no host name completes."""
        host = self.headers.get('host')
        if host is None and not _ABSOLUTE.match(self.target):
            raise Refused('NO_HTTP_HDR')
        if host == '':
            raise Refused('EMPTY_HTTP_HOST_HDR')

    def json_object(self) -> dict[str, Any]:
        """The body of a POST or PUT, or the refusal for what it is."""
        if not self.body:
            raise Refused('INV_INPUT_NO_REQ')
        kind = self.headers.get('content-type', '')
        if kind.split(';')[0].strip().lower() != 'application/json':
            raise Refused('UNSUP_CONTENT')
        value = _parsed(self.body, self._charset())
        if not is_dict(value):
            raise Refused('INV_INPUT_NOT_JSON_OBJ')
        return value

    def checked(self, table: Sequence[members.Member],
                personality: Personality) -> dict[str, Any]:
        """The body's members, checked against a table."""
        return members.check(table, self.json_object(), personality)


def decoded(text: str) -> str:
    """One percent-encoded piece of a target, as text."""
    try:
        return unquote_to_bytes(text).decode('utf-8')
    except UnicodeDecodeError:
        raise Refused('INV_URI') from None


def _any_fits(pattern: re.Pattern[str], header: str) -> bool:
    kinds = [item.split(';')[0].strip() for item in header.split(',')]
    return any(pattern.fullmatch(item) for item in kinds)


def _parsed(body: bytes, charset: str | None) -> Any:
    text = _text(body, charset)
    if _depth(text) > assumptions.MAX_JSON_DEPTH or _NUMBER.search(body):
        raise Refused('JSON_NOT_SUPPORTED')
    try:
        return json.loads(text, parse_constant=_no_constant,
                          object_pairs_hook=_object)
    except ValueError:
        raise Refused('JSON_SYNTAX_ERR') from None


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """An object whose members all differ."""
    result: dict[str, Any] = {}
    for name, value in pairs:
        if name in result:
            raise Refused('INV_INPUT_DUP_NAME', name)
        result[name] = value
    return result


def _text(body: bytes, charset: str | None) -> str:
    name = charset or json.detect_encoding(body)
    try:
        return codecs.decode(body, name)
    except LookupError:
        raise Refused('UNSUP_CONTENT') from None
    except UnicodeDecodeError:
        if charset or name != 'utf-8' or _NO_LATIN.search(body):
            raise Refused('INV_UTF') from None
        return body.decode('iso-8859-1')


def _no_constant(text: str) -> None:
    raise ValueError(f'{text} is no JSON')


def _depth(text: str) -> int:
    """How deep brackets nest, outside of strings."""
    deepest = level = 0
    for match in _BRACKETS.finditer(text):
        if match.group() in ('[', '{'):
            level += 1
            deepest = max(deepest, level)
        elif match.group() in (']', '}'):
            level -= 1
    return deepest
