"""Long lists come one member at a time, however the bytes arrive."""

from __future__ import annotations

import contextlib
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hpe3parclient import exceptions
from hpe3parclient.web.streams import Malformed, MemberReader
from tests.support import scripted

VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=8)
    | st.floats(allow_nan=False, allow_infinity=False),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(
        st.text(max_size=4), inner, max_size=3), max_leaves=8)


def reader(data, cuts=()):
    ends = sorted({min(cut, len(data)) for cut in cuts} | {len(data)})
    pieces = [data[a:b] for a, b in zip([0, *ends], ends)]
    queue = iter([piece for piece in pieces if piece])
    return MemberReader(lambda: next(queue, b''))


@given(st.lists(VALUES, max_size=5), st.lists(st.integers(0, 400)),
       st.booleans(), st.sampled_from([None, 1]))
def test_any_list_in_any_pieces_comes_out_whole(members, cuts, raw, indent):
    text = json.dumps({'total': len(members), 'members': members, 'x': [1]},
                      ensure_ascii=not raw, indent=indent)
    result = reader(text.encode('utf-8', 'surrogatepass'), cuts)
    try:
        got = list(result)
    except UnicodeDecodeError:
        assert raw
        return
    assert got == members
    assert result.rest == {'total': len(members), 'x': [1]}
    assert result.count == len(members)


@given(st.binary(max_size=60), st.lists(st.integers(0, 60)))
def test_any_bytes_are_a_list_or_a_clear_error(data, cuts):
    with contextlib.suppress(ValueError):
        list(reader(b'{"members": [' + data, cuts))


@pytest.mark.parametrize('text', [
    '', '{', '[1]', '{"members": [1', '{"members": [1,', '{"members": [1]',
    '{"members": [1]} x', '{"members" [1]}', '{"members": [1 2]}',
    '{1: 2}', '{"members": [tru]}', '{"members": []}}'])
def test_text_that_is_no_list_is_refused(text):
    with pytest.raises(Malformed):
        list(reader(text.encode()))


@pytest.mark.parametrize(('text', 'rest'), [
    ('{}', {}), (' { "a" : 12 } \n', {'a': 12}), ('{"members": []}', {}),
    ('{"members": null}', {'members': None})])
def test_objects_without_members(text, rest):
    result = reader(text.encode())
    assert list(result) == []
    assert result.rest == rest


def test_number_across_two_pieces_is_one_number():
    assert list(reader(b'{"members": [12345, 1.5e3]}', [15, 22])) == [
        12345, 1500.0]


def test_members_are_given_before_the_list_has_ended():
    given = []

    def read():
        given.append(1)
        return [b'{"members": [{"a": 1},', b'{"a": 2}]}', b''][len(given) - 1]

    result = iter(MemberReader(read))
    assert next(result) == {'a': 1}
    assert len(given) == 1


# -- over the wire -----------------------------------------------------------


def test_members_arrive_one_by_one(server, session):
    server.say(scripted.chunked(b'{"total": 2, "mem', b'bers": [{"a": 1}',
                            b', {"a": 2}]}'))
    assert list(session.members('/volumes')) == [{'a': 1}, {'a': 2}]


def test_connection_is_kept_after_the_last_member(server, session):
    server.default = scripted.reply(200, {'total': 1, 'members': [1]},
                                close=False)
    list(session.members('/volumes'))
    list(session.members('/volumes'))
    assert server.requests[-1].connection == server.requests[-2].connection


def test_leaving_early_closes_the_connection(server, session):
    whole = list(range(100000))
    server.default = scripted.reply(200, {'total': 100000, 'members': whole},
                                close=False)
    for member in session.members('/volumes'):
        assert member == 0
        break
    assert list(session.members('/volumes')) == whole
    assert server.requests[-1].connection != server.requests[-2].connection


@pytest.mark.parametrize(('pieces', 'last'), [
    ([b'{"total": 3, "members": [1, 2'], False),
    ([b'{"total": 2, "members": [1, 2]}'], False),
    ([b'{"total": 3, "members": [1, 2]}'], True),
    ([b'{"total": 2, "members": [1, 2, 3]}'], True)])
def test_short_or_broken_list_raises(server, session, pieces, last):
    server.say(scripted.chunked(*pieces, last=last))
    with pytest.raises(exceptions.IncompleteResponse):
        list(session.members('/volumes'))
    assert len(server.seen) == 1


FRAGMENT = (b'"success":false,"message":{"code":101,'
            b'"desc":"Invalid cursor id for chunking"}')


@pytest.mark.parametrize('tail', [FRAGMENT, b',' + FRAGMENT,
                                  b'],' + FRAGMENT + b'}'])
@pytest.mark.parametrize('last', [False, True])
def test_list_the_array_takes_back_raises_with_its_code(server, session,
                                                        tail, last):
    server.say(scripted.chunked(b'{"total":9,"members":[{"id":1}', tail,
                            last=last))
    got = []
    with pytest.raises(exceptions.IncompleteResponse) as caught:
        for member in session.members('/volumes'):
            got.append(member)
    assert caught.value.code == 101
    assert got in ([], [{'id': 1}])


def test_stream_logs_in_again_and_waits_as_any_request(server, session):
    server.say(scripted.error(503, 270), scripted.error(403, 6),
               scripted.login('1-' + 32 * 'a' + '-' + 8 * 'b'),
               scripted.reply(200, {'total': 1, 'members': [7]}))
    assert list(session.members('/volumes')) == [7]


def test_error_instead_of_a_list_is_the_usual_exception(server, session):
    server.say(scripted.error(404, 23))
    with pytest.raises(exceptions.HTTPNotFound):
        list(session.members('/volumes'))


def test_html_instead_of_a_list_shows_itself(server, session):
    server.say(scripted.reply(200, raw=b'<html>hello', content_type='text/html'))
    with pytest.raises(exceptions.InvalidResponse, match='<html>hello'):
        list(session.members('/volumes'))
