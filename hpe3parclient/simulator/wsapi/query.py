"""The ``query=`` expressions of WSAPI: a tokenizer, a parser, a filter.

Knows the grammar; which fields a resource has, and which capability they need, is
said by the resource. Anything wrong is INV_QUERY_STRING.

    expression = conjunction { "OR" conjunction }
    conjunction = term { "AND" term }
    term = "(" expression ")" | field "[" expression "]"
         | field operator value
    operator = "==" | "EQ" | "NE" | "GE" | "LE" | "GT" | "LT"
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import (
    Any,
    Callable,
    TypeVar,
)

from hpe3parclient.simulator import assumptions
from hpe3parclient.simulator.errors import Refused
from hpe3parclient.simulator.model.names import plain_wwn
from hpe3parclient.simulator.personality import Capability, Personality

MAX_DEPTH = 20
_TOKEN = re.compile(r"""\s*(?:
    (?P<sign>==|[\[\]()])
  | '(?P<single>[^']*)'
  | "(?P<double>[^"]*)"
  | (?P<word>[^\s\[\]()='"]+)
)""", re.VERBOSE)
_OPERATORS = ('==', 'EQ', 'NE', 'GE', 'LE', 'GT', 'LT')


@dataclass(frozen=True)
class Field:
    """One thing that can be asked about."""

    get: Callable[[Any], Any]
    #: text, number, time or wwn; or the fields of the objects in an array
    kind: str = 'text'
    needs: Capability | None = None
    inside: Mapping[str, Field] | None = None


Fields = Mapping[str, Field]
Test = Callable[[Any], bool]
T = TypeVar('T')


@dataclass(frozen=True)
class _Token:
    text: str
    quoted: bool = False


def _tokens(text: str) -> list[_Token]:
    result: list[_Token] = []
    index = 0
    text = text.rstrip()
    while index < len(text):
        match = _TOKEN.match(text, index)
        if match is None:
            raise Refused('INV_QUERY_STRING')
        index = match.end()
        for name in ('single', 'double'):
            if match.group(name) is not None:
                result.append(_Token(match.group(name), True))
                break
        else:
            result.append(_Token(match.group('sign') or match.group('word')))
    return result


class _Parser:
    """Recursive descent over the tokens of one expression."""

    def __init__(self, tokens: Sequence[_Token], personality: Personality) -> None:
        self._tokens = tokens
        self._personality = personality
        self._position = 0
        self._depth = 0

    def whole(self, fields: Fields) -> Test:
        """The expression, and nothing after it."""
        test = self._expression(fields)
        if self._position != len(self._tokens):
            raise Refused('INV_QUERY_STRING')
        return test

    def _next(self) -> _Token:
        if self._position >= len(self._tokens):
            raise Refused('INV_QUERY_STRING')
        self._position += 1
        return self._tokens[self._position - 1]

    def _take(self, text: str) -> bool:
        if self._position < len(self._tokens):
            token = self._tokens[self._position]
            if token.text == text and not token.quoted:
                self._position += 1
                return True
        return False

    def _need(self, text: str) -> None:
        if not self._take(text):
            raise Refused('INV_QUERY_STRING')

    def _expression(self, fields: Fields) -> Test:
        self._depth += 1
        if self._depth > MAX_DEPTH:
            raise Refused('INV_QUERY_STRING')
        tests = [self._conjunction(fields)]
        while self._take('OR'):
            tests.append(self._conjunction(fields))
        self._depth -= 1
        return lambda item: any(test(item) for test in tests)

    def _conjunction(self, fields: Fields) -> Test:
        tests = [self._term(fields)]
        while self._take('AND'):
            self._words()
            tests.append(self._term(fields))
        return lambda item: all(test(item) for test in tests)

    def _words(self) -> None:
        # Word operators and AND came with the queries of VLUNs.
        if not self._personality.has(Capability.VLUN_QUERY):
            raise Refused('INV_QUERY_STRING')

    def _term(self, fields: Fields) -> Test:
        if self._take('('):
            test = self._expression(fields)
            self._need(')')
            return test
        token = self._next()
        field = fields.get(token.text)
        if field is None or token.quoted or not (
                field.needs is None or self._personality.has(field.needs)):
            raise Refused('INV_QUERY_STRING')
        if field.inside is not None:
            return self._inside(field)
        return self._comparison(field)

    def _inside(self, field: Field) -> Test:
        self._need('[')
        test = self._expression(field.inside or {})
        self._need(']')
        return lambda item: any(test(part) for part in field.get(item))

    def _comparison(self, field: Field) -> Test:
        operator = self._next()
        if operator.quoted or operator.text not in _OPERATORS:
            raise Refused('INV_QUERY_STRING')
        if operator.text != '==':
            self._words()
        value = self._next()
        if not value.quoted and value.text in ('==', '[', ']', '(', ')'):
            raise Refused('INV_QUERY_STRING')
        if value.text == 'null' and not value.quoted \
                and operator.text in ('==', 'EQ'):
            return lambda item: field.get(item) is None
        return _compare(field, operator.text, value.text)


def _compare(field: Field, operator: str, text: str) -> Test:
    request: Any = text
    if field.kind == 'number':
        if not re.fullmatch(r'-?[0-9]{1,19}', text):
            raise Refused('INV_QUERY_STRING')
        request = int(text)
    elif field.kind == 'time':
        request = _moment(text)
    elif field.kind == 'wwn':
        request = plain_wwn(text)
    checks: dict[str, Callable[[Any], bool]] = {
        '==': lambda got: bool(got == request),
        'EQ': lambda got: bool(got == request),
        'NE': lambda got: bool(got != request),
        'GE': lambda got: bool(got >= request),
        'LE': lambda got: bool(got <= request),
        'GT': lambda got: bool(got > request),
        'LT': lambda got: bool(got < request)}
    check = checks[operator]

    def test(item: Any) -> bool:
        got = field.get(item)
        return got is not None and check(got)

    return test


def _moment(text: str) -> float:
    """Seconds since the epoch of an ISO 8601 time; UTC where none is."""
    try:
        result = datetime.datetime.fromisoformat(
            text[:-1] + '+00:00' if text.endswith('Z') else text)
    except ValueError:
        raise Refused('INV_QUERY_STRING') from None
    if result.tzinfo is None:
        result = result.replace(tzinfo=datetime.timezone.utc)
    return result.timestamp()


def parse(text: str, fields: Fields, personality: Personality) -> Test:
    """A test for objects, made of the value of ``query=``.

    :param text: decoded, with the double quotes that belong to it
    """
    if len(text) < 2 or text[0] != '"' or text[-1] != '"':
        raise Refused('INV_QUERY_STRING')
    return _Parser(_tokens(text[1:-1]), personality).whole(fields)


def chosen(objects: Iterable[T], text: str | None, fields: Fields,
           personality: Personality) -> list[T]:
    """The objects a query chooses; all of them without one."""
    if text is None:
        return list(objects)
    if len(text) > assumptions.MAX_QUERY_CHARS:
        # Table 6 prints 413 for other requests that are too long.
        raise Refused('INPUT_TOO_LONG', status=400)
    test = parse(text, fields, personality)
    return [item for item in objects if test(item)]
