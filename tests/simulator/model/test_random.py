"""Seeded random requests: whatever is asked for, the state stays sound."""

from __future__ import annotations

import random

import pytest

from hpe3parclient.simulator import PERSONALITIES
from hpe3parclient.simulator.model import vluns
from tests.support.invariants import check_array
from tests.support.random_requests import NAMES, random_request

pytestmark = pytest.mark.long


def tear_down(api, state):
    """Delete everything, in whatever order works."""
    for item in list(state.vluns):
        api.ok('DELETE', '/vluns/' + vluns.identifier(state, item))
    for path, store in (('hostsets', state.hostsets),
                        ('volumesets', state.volumesets),
                        ('hosts', state.hosts)):
        for item in list(store):
            api.ok('DELETE', f'/{path}/{item.name}')
    while [item for item in state.volumes if not item.internal]:
        for item in list(state.volumes):
            # One that had expired may go as soon as its children have, and
            # the snapshot of a copy goes with the copy.
            if not item.children and not item.internal:
                api('DELETE', f'/volumes/{item.name}')
    for item in list(state.cpgs):
        api.ok('DELETE', f'/cpgs/{item.name}')


@pytest.mark.parametrize('model', sorted(PERSONALITIES))
@pytest.mark.parametrize('seed', range(3))
def test_random_requests_leave_a_sound_state(serve, raw_client, model, seed):
    dice = random.Random(f'{model} {seed}')
    api = raw_client(serve(model)).log_in()
    state = api.array.state
    state.sessions.timeout = 1e9
    before = api.get('/capacity')
    for name in NAMES[:3]:
        api.ok('POST', '/cpgs', {'name': name})
    done = 0
    for _ in range(200):
        request = random_request(dice, state.personality.reduce)
        state.settle()
        known = api.dump()
        answer = api(*request)
        assert answer.status in (
            200, 201, 400, 403, 404, 409, 501), request
        if answer.status in (200, 201):
            done += 1
        else:
            assert api.dump() == known, request
        if dice.random() < .1:
            api.array.clock.advance(dice.choice([30, 3600]))
        if dice.random() < .1:
            for host in list(state.hosts):
                state.log_in(host.name)
        check_array(state)
    assert done > 10
    api.array.clock.advance(72 * 3600)
    state.settle()
    assert not any(item.busy for item in state.volumes)
    tear_down(api, state)
    assert api.get('/capacity') == before
