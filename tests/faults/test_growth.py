"""No parser takes time that grows with the square of its input.

Every parser that reads what an array, a program or a client sends is given
long runs of the characters that its grammar knows, at one length and at four
times that length. Four times the input may take four times as long and
somewhat more, but not sixteen times. What counts is the time that the thread
computes, not the time that passes.
"""

from __future__ import annotations

import contextlib
import io
import time
from collections.abc import Iterator
from typing import Any, Callable

import pytest

from hpe3parclient import showport_parser, tcl_parser
from hpe3parclient.cli import exec as one_shot
from hpe3parclient.cli import (
    filepersona,
    hostkeys,
    questions,
    tables,
    transcript,
    words,
)
from hpe3parclient.resources import compat
from hpe3parclient.simulator import PERSONALITIES, Array
from hpe3parclient.simulator import arguments as program
from hpe3parclient.simulator.cli import tcl
from hpe3parclient.simulator.cli.interpreter import Cli
from hpe3parclient.simulator.cli.state import CliState
from hpe3parclient.simulator.http_request import Reader, read_body, read_head
from hpe3parclient.simulator.model import names
from hpe3parclient.simulator.wsapi import query, systemreporter
from hpe3parclient.simulator.wsapi.call import Call
from hpe3parclient.web import bounds, decode, redact, streams

CLI = Cli(Array())
#: Characters of the shorter input; the longer one has four times as many.
SHORT = 6_000
#: How much longer four times the input may take: 4 is linear, 16 quadratic.
MOST = 9
#: Seconds of computing below which growth says nothing and harms nobody.
HARMLESS = 0.03

RUNS = [' ', '\t', 'a', '0', '"', "'", '\\', '{', '}', '[', ']', '(', ')', '%',
        '-', ',', '.', '*', ':', '/', '&', '=', '<', '$', ';', '#', '\r', '\n',
        '\b', '\xe9', '\u20ac', '\\"', '\\\\', '{"', '"}', '{}', '[{', '{a ',
        'a ', ', ', '\r\n', '\r\r\n', ' \n', '\x1b[', '%41', '://', 'a:', '--',
        '- ', 'AND ', ' OR ', 'a EQ b ', '"a":', '{"a":', '&a=', '//', '/a',
        'cli% ', '(y', 'password ', '"password":"', 'key=', '\\\n', '\\a',
        ' - ', 'a,b\n', 'a b\n', '|', '? ', 'x[', '::', '@', '+', '\0']
#: What stands before and after a run.
FRAMES = [('', ''), ('a', '!'), ('"', ''), ('a ', ' b')]


class Bytes:
    """A socket that has nothing but these bytes."""

    def __init__(self, data: bytes) -> None:
        self._data, self._at = data, 0

    def settimeout(self, seconds: float) -> None:
        pass

    def recv(self, count: int) -> bytes:
        piece = self._data[self._at:self._at + min(count, 1400)]
        self._at += len(piece)
        return piece


def reader(text: str) -> Reader:
    sock: Any = Bytes(text.encode())
    return Reader(sock, lambda: 60.0)


def read_chunks(text: str) -> None:
    chunked = reader('POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n' + text)
    head = read_head(chunked)
    assert head is not None
    read_body(chunked, head)


def call(target: str = '/', body: bytes = b'', **headers: str) -> Call:
    return Call(method='POST', target=target, version='HTTP/1.1',
                address='127.0.0.1', headers={'host': 'x', **headers}, body=body)


def call_json(text: str) -> None:
    call(body=text.encode(), **{'content-type': 'application/json'}).json_object()


def stream(text: str) -> None:
    data = io.BytesIO(('{"total":1,"members":[' + text).encode())
    list(streams.MemberReader(lambda: data.read(1400)))


PARSERS: dict[str, Callable[[str], Any]] = {
    'tcl list': tcl_parser.split_list,
    'tcl elements': tcl_parser.raw_elements,
    'tcl tree': lambda text: tcl_parser.nested(text, 8),
    'tcl': tcl_parser.HPE3ParTclParser.parse_tcl,
    'showport': lambda text: showport_parser.ShowportParser().parseShowport(
        text.splitlines()),
    'table': lambda text: tables.read(text.splitlines()),
    'bare table': lambda text: tables.read(text.splitlines(), True),
    'collection': lambda text: tables.collection(text.splitlines()),
    'refusal': lambda text: tables.refusal([text]),
    'nothing': lambda text: tables.is_nothing([text]),
    'exec output': lambda text: one_shot._lines(bytearray(text.encode())),
    'screen': lambda text: transcript.text_lines(text.encode()),
    'head of a screen': lambda text: transcript.head(text.encode()),
    'question': lambda text: questions.waits_for_input(text.encode()),
    'question in bulk': lambda text: questions.waits_for_input(
        text.encode(), True),
    'sure question': lambda text: questions.surely_asks(text.encode()),
    'password question': lambda text: questions.asks_for_password(text, text),
    'quoted output': lambda text: questions.quoted(text.encode()),
    'word': words.checked, 'quoted word': words.quoted, 'name': words.name,
    'argument': lambda text: words.argument(text, 'x'),
    'free argument': lambda text: words.free_argument(text, 'x'),
    'task': words.task, 'frequency': words.frequency, 'address': words.address,
    'command shown': lambda text: words.shown(['setuser', text, '-pw', text]),
    'File Persona message': lambda text: filepersona.message_of([text]),
    'File Persona interfaces': lambda text: filepersona.interfaces([text]),
    'known_hosts line': lambda text: hostkeys._entry(text.split(), 'x'),
    'known_hosts name': lambda text: hostkeys._name_matches(text, 'a' * 50),
    'response of 3.x': lambda text: compat.CompatResource.
    convert_cli_output_to_wsapi_format(text.splitlines()),
    'JSON answer': lambda text: decode.parsed(text.encode(), None),
    'charset': lambda text: decode.declares_latin_1(
        'application/json; charset' + text),
    'JSON stream': stream,
    'limits of JSON': lambda text: bounds.excess(text.encode(), 50, 400),
    'redacted URL': redact.url,
    'redacted path': lambda text: redact.url('/credentials/' + text),
    'redacted text': lambda text: redact.text(text, ['hidden', 'a' * 40]),
    'request': lambda text: read_head(reader(text)),
    'headers': lambda text: read_head(reader('GET / HTTP/1.1\r\n' + text)),
    'chunks': read_chunks,
    'target': lambda text: call('/' + text).take_apart(),
    'absolute target': lambda text: call('http://' + text).take_apart(),
    'query string': lambda text: call('/?' + text).take_apart(),
    'header values': lambda text: call(
        **{'accept': text, 'accept-language': text}).check_headers(),
    'charset of a request': lambda text: call(
        body=b'{}', **{'content-type': 'application/json;charset'
                       + text}).json_object(),
    'JSON of a request': call_json,
    'filter': lambda text: query.parse(
        f'"{text}"', {'a': query.Field(lambda item: '')},
        PERSONALITIES['3par-3.3.1']),
    'System Reporter filter': lambda text: systemreporter._query(f'"{text}"'),
    'Tcl script': lambda text: tcl.Interpreter(lambda words: '').run(text),
    'command line': lambda text: CLI.session('3paradm').run(text),
    'command in the log': lambda text: CliState(Array()).log(
        '3paradm', 'super', '127.0.0.1', ['sethost', *text.split(' ')]),
    'object name': lambda text: names.check_name(text, 31),
    'iSCSI name': lambda text: names.check_iscsi_name(text, 'x'),
    'WWN': lambda text: names.check_wwn(text, 'x'),
    'option that is a number': program.whole_number(0, 9),
    'option that is a host': program.host,
    'option that is a model': program.model,
}


@contextlib.contextmanager
def refusals() -> Iterator[None]:
    """Whatever a parser says about nonsense is welcome here."""
    with contextlib.suppress(Exception):
        yield


def seconds(parse: Callable[[str], Any], text: str) -> float:
    begin = time.thread_time()
    with refusals():
        parse(text)
    return time.thread_time() - begin


def grows(parse: Callable[[str], Any], before: str, run: str, after: str
          ) -> float:
    """By how much longer four times the run takes; 0 where it is harmless."""
    short = before + run * (SHORT // len(run)) + after
    long = before + run * (4 * SHORT // len(run)) + after
    slow = seconds(parse, long)
    ratio = 0.0
    fast = float('inf')
    for _ in range(4):
        if slow < HARMLESS:
            return 0.0
        fast = min(fast, seconds(parse, short))
        ratio = slow / max(fast, 1e-4)
        if ratio < MOST:
            return ratio
        slow = min(slow, seconds(parse, long))
    return ratio


INPUTS = [(before, run, after) for before, after in FRAMES for run in RUNS]


def check(parser: str, inputs: list[tuple[str, str, str]]) -> None:
    for before, run, after in inputs:
        ratio = grows(PARSERS[parser], before, run, after)
        assert ratio < MOST, (parser, before, run, after, ratio)


@pytest.mark.parametrize('number, parser', list(enumerate(PARSERS)))
def test_time_grows_with_the_input(number: int, parser: str) -> None:
    check(parser, INPUTS[number % 9::9])


@pytest.mark.long
@pytest.mark.parametrize('parser', PARSERS)
def test_time_grows_with_every_input(parser: str) -> None:
    check(parser, INPUTS)


def test_a_parser_that_is_quadratic_is_noticed() -> None:
    def quadratic(text: str) -> None:
        while text:
            text = text[2:]
            text.lower()

    # The shorter input takes milliseconds, which anything can double.
    assert any(grows(quadratic, '', 'a', '') > MOST for _ in range(20))
