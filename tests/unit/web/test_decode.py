"""JSON is read the same way, with orjson and without."""

from __future__ import annotations

import copy
import gc
import json
import pickle
import subprocess
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hpe3parclient.web import decode
from hpe3parclient.web.request import Outcome

NUMBERS = st.integers(-2 ** 63, 2 ** 64 - 1) | st.floats(
    allow_nan=False, allow_infinity=False)
VALUES = st.recursive(
    st.none() | st.booleans() | NUMBERS | st.text(), lambda inner:
    st.lists(inner) | st.dictionaries(st.text(), inner), max_leaves=20)


@pytest.fixture(params=['orjson', 'json'])
def parser(request, monkeypatch):
    if request.param == 'json':
        monkeypatch.setattr(decode, 'fast_loads', lambda: None)
    else:
        pytest.importorskip('orjson')


NOT_JSON = (json.JSONDecodeError, UnicodeDecodeError)


def same(a, b):
    return a == b and repr(a) == repr(b)


@given(VALUES, st.booleans())
def test_any_value_is_read_as_the_standard_library_reads_it(value, ascii_):
    body = json.dumps(value, ensure_ascii=ascii_).encode(
        'utf-8', 'surrogatepass')
    try:
        expected = json.loads(body)
    except ValueError:
        with pytest.raises(NOT_JSON):
            decode._parsed(body)
    else:
        assert same(decode._parsed(body), expected)


@given(st.binary())
def test_any_bytes_are_read_or_refused_alike(body):
    try:
        expected = json.loads(body)
    except ValueError:
        with pytest.raises(NOT_JSON):
            decode._parsed(body)
    else:
        assert same(decode._parsed(body), expected)


@pytest.mark.parametrize('body', [
    '{"a": 1}'.encode('utf-16'), '{"a": "é"}'.encode('utf-32'),
    b'\xef\xbb\xbf{"a": 1}', b'{"a": 1, "a": 2}', b'"\\ud800"',
    b'[18446744073709551615, -9223372036854775808, -0, 1e5]'])
def test_unusual_but_legal_bodies(parser, body):
    assert same(decode._parsed(body), json.loads(body))


def test_collector_rests_only_while_a_long_body_is_parsed(parser,
                                                          monkeypatch):
    seen = []
    real = decode._parsed
    monkeypatch.setattr(decode, '_parsed', lambda body: (
        seen.append(gc.isenabled()), real(body))[1])
    long = b'[' + b'1,' * 100000 + b'1]'
    assert decode.loads(b'[1]') == [1]
    assert len(decode.loads(long)) == 100001
    with pytest.raises(NOT_JSON):
        decode.loads(long + b']')
    assert seen == [False, False]
    assert gc.isenabled()


def test_without_orjson_the_standard_library_reads():
    program = ('import sys; sys.modules["orjson"] = None\n'
               'from hpe3parclient.web import decode\n'
               'body = b"[" + b"1," * 40000 + b"1]"\n'
               'print(decode.fast_loads(), len(decode.loads(body)))')
    done = subprocess.run([sys.executable, '-c', program], check=True,
                          capture_output=True, text=True, timeout=60)
    assert done.stdout.split() == ['None', '40001']


def test_headers_are_copied_when_they_are_looked_at():
    source = {'Location': '/x'}
    headers = decode.Headers.of_outcome(Outcome(status=201, headers=source))
    assert headers['LOCATION'] == '/x'
    assert headers['status'] == '201'
    assert headers.status == 201
    assert dict(copy.deepcopy(headers)) == dict(pickle.loads(  # noqa: S301
        pickle.dumps(headers))) == {'Location': '/x', 'status': '201'}
    headers['more'] = 'y'
    assert source == {'Location': '/x'}
    with pytest.raises(AttributeError):
        headers.nothing     # noqa: B018
