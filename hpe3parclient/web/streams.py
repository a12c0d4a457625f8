"""Parse long lists incrementally.

A list of 40,000 volumes decoded at once takes hundreds of megabytes. This
module reads ``{"total": n, "members": [...]}`` from pieces of bytes and gives
each member as soon as it is whole. It knows JSON text and nothing of HTTP.
"""

from __future__ import annotations

import codecs
import json
from collections.abc import Iterator
from typing import Any, Callable

from hpe3parclient.limits import Limits
from hpe3parclient.patterns import pattern
from hpe3parclient.web import bounds

_BLANK = ' \t\n\r'
_DECODER = json.JSONDecoder()

#: characters that no member of a list has
_LONG = 1 << 18

#: what may stand between the end of a number and the end of a piece when
#: the next piece goes on with the number
_MAY_GO_ON = pattern(r'[0-9.eE+-]*\Z')


class Malformed(ValueError):
    """The text is not a JSON object with a list of members."""


class MemberReader:
    """Incremental parser of a list.

    :param read: gives the next bytes, and none at the end
    :param encoding: of the bytes; None finds it out as json.loads does
    :param limits: what a body may hold
    """

    def __init__(self, read: Callable[[], bytes],
                 encoding: str | None = None,
                 limits: Limits | None = None) -> None:
        self._read = read
        self._limits = limits or Limits()
        #: what the list has too much of; None while it is within limits
        self.excess: str | None = None
        self._decoder = None if encoding is None else _decoder(encoding)
        #: whether the bytes are not UTF-8 and were read as ISO-8859-1
        self.is_latin_1 = False
        self._text = ''
        self._at = 0
        self._ended = False
        self._listed = False
        self._in_list = False
        #: members given so far
        self.count = 0
        #: the object's other members, complete when the list was read
        self.rest: dict[str, Any] = {}

    def __iter__(self) -> Iterator[Any]:
        """Yield the members in order, then parse the rest.

        :raises Malformed: the text ends or goes wrong
        """
        self._expect('{')
        if self._peek() == '}':
            self._at += 1
        else:
            yield from self._object()
        if self._peek(at_end=True):
            raise Malformed('there is text after the object')

    def _object(self) -> Iterator[Any]:
        while True:
            name = self._value()
            if not isinstance(name, str):
                raise Malformed(f'a name was expected, not {name!r}')
            self._expect(':')
            if name == 'members' and self._peek() == '[':
                yield from self._array()
            else:
                self.rest[name] = self._value()
            if self._next_of(',}') == '}':
                return

    def _array(self) -> Iterator[Any]:
        if self._listed:
            raise Malformed('there are two lists of members')
        self._listed = True
        self._expect('[')
        if self._peek() == ']':
            self._at += 1
            return
        while True:
            self._in_list = True
            member = self._value()
            self._in_list = False
            # Before it is given: a failed list goes on with a colon here.
            end = self._next_of(',]')
            self.count += 1
            yield member
            if end == ']':
                return

    def _value(self) -> Any:
        """Return a value as soon as it is complete."""
        self._peek()
        while True:
            try:
                value, end = _DECODER.raw_decode(self._text, self._at)
            except (ValueError, RecursionError) as ex:
                if not self._more_to_try_with():
                    if isinstance(ex, RecursionError):
                        self.excess = 'the body is nested too deeply'
                    raise Malformed(str(ex)) from None
                continue
            if isinstance(value, (int, float)) and \
                    _MAY_GO_ON.match(self._text, end) and self._more():
                continue
            self._check(self._text[self._at:end])
            self._at = end
            return value

    def _check(self, text: str) -> None:
        nesting, digits = self._limits.nesting, self._limits.digits
        if len(text) > min(nesting, digits):
            # A member stands in an object and a list.
            excess = bounds.excess(text.encode('utf-8', 'surrogatepass'),
                                   nesting, digits, 1 + self._in_list)
            if excess is not None:
                self.excess = excess
                raise Malformed(excess)

    def _peek(self, at_end: bool = False) -> str:
        """Return the next non-blank character; '' at a permitted end."""
        while True:
            while self._at < len(self._text):
                char = self._text[self._at]
                if char not in _BLANK:
                    return char
                self._at += 1
            if not self._more():
                if at_end:
                    return ''
                raise Malformed('the text ends in the middle')

    def _next_of(self, expected: str) -> str:
        char = self._peek()
        if char not in expected:
            raise Malformed(f'{" or ".join(expected)} was expected, not {char!r}')
        self._at += 1
        return char

    def _expect(self, expected: str) -> None:
        self._next_of(expected)

    def _more_to_try_with(self) -> bool:
        """Read more before parsing a value again.

        One that is longer than any member is tried at twice the length, or
        the time it takes would grow with its square.
        """
        length = len(self._text) - self._at
        return self._more(length if length > _LONG else 1)

    def _more(self, least: int = 1) -> bool:
        """Read more text and discard what has been parsed.

        :param least: how many characters, at least
        """
        if self._ended:
            return False
        pieces = [self._text[self._at:]]
        count = 0
        while count < least and not self._ended:
            pieces.append(self._next_text())
            count += len(pieces[-1])
        self._text, self._at = ''.join(pieces), 0
        return count > 0

    def _next_text(self) -> str:
        piece = self._read()
        while self._decoder is None and piece and len(piece) < 4:
            more = self._read()     # the first four bytes tell the encoding
            if not more:
                break
            piece += more
        self._ended = not piece
        if self._decoder is None:
            self._decoder = _decoder(json.detect_encoding(piece))
        held = self._decoder.getstate()[0]
        try:
            return self._decoder.decode(piece, self._ended)
        except UnicodeDecodeError:
            self._decoder = _decoder('latin-1')
            self.is_latin_1 = True
            return self._decoder.decode(held + piece, self._ended)


def _decoder(encoding: str) -> codecs.IncrementalDecoder:
    return codecs.getincrementaldecoder(encoding)('surrogatepass')
