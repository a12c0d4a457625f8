"""Bodies that are nested too deeply, and numbers that are too long."""

import json
import random

import pytest

from hpe3parclient import exceptions
from hpe3parclient.http import HTTPJSONRESTClient
from hpe3parclient.limits import Limits
from hpe3parclient.retry import RetryPolicy
from hpe3parclient.web import bounds
from tests.support import scripted

DEEP = 'nested deeper than the limit of 20 levels'
LONG = 'a number longer than the limit of 30 digits'


def depth(value):
    """The levels of a JSON value, counted one by one."""
    if isinstance(value, dict):
        value = list(value.values())
    if isinstance(value, list):
        return 1 + max(map(depth, value), default=0)
    return 0


def grown(rng, levels):
    """A JSON value of so many levels or fewer, brackets in its strings."""
    if levels == 0 or rng.random() < 0.15:
        return rng.choice([1, -2.5, None, True, '', 'a', '[[{"\\', ']}"'])
    items = [grown(rng, levels - 1) for _ in range(rng.randint(0, 3))]
    if rng.random() < 0.5:
        return items
    return {f'{rng.choice("[]{}a")}{i}': item for i, item in enumerate(items)}


@pytest.mark.parametrize('seed', range(60))
def test_levels_are_those_of_the_value(seed):
    rng = random.Random(seed)
    value = grown(rng, rng.randint(1, 12))
    body = json.dumps(value).encode()
    for limit in range(1, 15):
        is_within = bounds.excess(body, limit, 30) is None
        assert is_within == (depth(value) <= limit)


@pytest.mark.parametrize('levels', [1, 9, 20, 21, 500, 501])
@pytest.mark.parametrize('opening, closing', ['[]', ('{"a":', '}')])
def test_each_level_counts(levels, opening, closing):
    body = (opening * levels + '1' + closing * levels).encode()
    for limit in (20, 500):
        assert (bounds.excess(body, limit, 30) is None) == (levels <= limit)


@pytest.mark.parametrize('before', range(64))
def test_long_number_is_seen_wherever_it_stands(before):
    def body(digits):
        return b'[%s%s]' % (b' ' * before, b'7' * digits)

    assert bounds.excess(body(30), 20, 30) is None
    assert LONG in bounds.excess(body(31), 20, 30)
    assert bounds.excess(b'["%s"]' % body(99)[1:-1], 20, 30) is None


def test_many_brackets_are_counted_in_one_pass():
    body = b'[' + b'[[[[[[[[[[]]]]]]]]]],' * 20000 + b'1]'
    assert bounds.excess(body, 11, 30) is None
    assert bounds.excess(body, 10, 30) is not None
    assert bounds.excess(b'[' * 5_000_000, 500, 30) is not None


def nested(levels):
    return '{"a":' * levels + '1' + '}' * levels


BODIES = [
    (f'{{"members":[{nested(18)}]}}', None),
    (f'{{"members":[{nested(19)}]}}', DEEP),
    (f'{{"members":[],"x":{nested(19)}}}', None),
    (f'{{"members":[],"x":{nested(20)}}}', DEEP),
    (f'{{"members":[{{"id":{"1" * 30}}}]}}', None),
    (f'{{"members":[{{"id":{"1" * 31}}}]}}', LONG),
    (f'{{"members":[{{"id":0.{"1" * 31}}}]}}', LONG),
    (f'{{"members":[],"x":{"1" * 31}}}', LONG),
    (f'{{"members":[{{"comment":"{"1" * 31}"}}]}}', None),
]


def client_of(server):
    return HTTPJSONRESTClient(
        server.url, timeout=60, retry=RetryPolicy(attempts=1),
        limits=Limits(nesting=20, digits=30))


def reply(status, body):
    return scripted.reply(status, raw=body.encode(), close=False)


@pytest.mark.parametrize('body, problem', BODIES)
@pytest.mark.parametrize('is_streamed', [False, True])
def test_list_is_within_the_limits_or_refused(body, problem, is_streamed):
    def members():
        if is_streamed:
            return list(client.members('/volumes'))
        return client.get('/volumes')[1]['members']

    with scripted.Server() as server:
        client = client_of(server)
        server.default = reply(200, body)
        try:
            if problem is None:
                assert members() == json.loads(body)['members']
            else:
                with pytest.raises(exceptions.InvalidResponse, match=problem):
                    members()
        finally:
            client.close()


def test_change_whose_answer_is_too_deep_has_an_unknown_outcome():
    with scripted.Server() as server:
        client = client_of(server)
        server.default = reply(201, nested(21))
        with pytest.raises(exceptions.OutcomeUnknown, match=DEEP):
            client.post('/volumes', body={'name': 'v'})
        client.close()


def test_error_whose_body_is_too_deep_keeps_its_status():
    with scripted.Server() as server:
        client = client_of(server)
        server.default = reply(404, nested(21))
        with pytest.raises(exceptions.HTTPNotFound):
            client.get('/volumes/v')
        client.close()
