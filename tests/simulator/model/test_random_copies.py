"""Seeded random copies: none is lost, none is taken for whole that is not."""

from __future__ import annotations

import random

import pytest

from hpe3parclient.simulator import PERSONALITIES
from hpe3parclient.simulator.model import tasks
from tests.support.invariants import check_copies, check_volumes, check_work

from .test_random import tear_down

pytestmark = pytest.mark.long

VOLUMES = ['v0', 'v1', 'v2', 'v3']
SIZE = 2048
DONE, ACTIVE, CANCELLED, FAILED = 1, 2, 3, 4


def some(dice, api):
    """Any volume there is, or one that is not."""
    result = [item.name for item in api.array.state.volumes if not item.system]
    return dice.choice([*result, 'none'])


def request(dice, api):
    """Something about copies; often it does not fit."""
    name, other = some(dice, api), some(dice, api)
    new = f'n{dice.randrange(6)}'
    number = len(api.array.state.tasks)
    return dice.choice([
        ('POST', f'/volumes/{name}', {
            'action': 'createPhysicalCopy', 'parameters': {
                'destVolume': other, 'saveSnapshot': dice.random() < .5}}),
        ('POST', f'/volumes/{name}', {
            'action': 'createPhysicalCopy', 'parameters': {
                'destVolume': new, 'online': True, 'destCPG': 'c',
                'snapCPG': 'c', 'tpvv': True}}),
        ('POST', f'/volumes/{name}', {
            'action': 'createSnapshot', 'parameters': {
                'name': new, 'readOnly': dice.random() < .5}}),
        ('PUT', f'/volumes/{name}', {'action': dice.choice([1, 2, 5])}),
        ('PUT', f'/volumes/{name}', {'action': 4,
                                     'online': dice.random() < .3}),
        ('PUT', f'/volumes/{name}', {
            'action': 6, 'tuneOperation': 1, 'userCPG': 'c',
            'conversionOperation': dice.choice([1, 2, 4]),
            'keepVV': dice.choice([None, new])}),
        ('POST', '/volumesets/s', {
            'action': 'createSnapshot', 'parameters': {
                'name': f'{new}.@count@'}}),
        ('POST', '/volumesets/s', {
            'action': 'createPhysicalCopy',
            'parameters': {'destVolume': 't'}}),
        ('PUT', '/volumesets/t', {'action': dice.randrange(3, 7)}),
        ('PUT', f'/tasks/{max(1, number - dice.randrange(4))}',
         {'action': 1}),
        ('DELETE', f'/volumes/{name}', None)])


def build(api, dice):
    """Four volumes with something on them, in two sets."""
    api.array.state.sessions.timeout = 1e9
    api.ok('POST', '/cpgs', {'name': 'c'})
    for name in VOLUMES:
        api.ok('POST', '/volumes', {
            'name': name, 'cpg': 'c', 'snapCPG': 'c', 'tpvv': True,
            'sizeMiB': SIZE})
        api.array.state.write(name, dice.randrange(1, 100))
    api.ok('POST', '/volumesets', {'name': 's', 'setmembers': VOLUMES[:2]})
    api.ok('POST', '/volumesets', {'name': 't', 'setmembers': VOLUMES[2:]})


@pytest.mark.parametrize('model', sorted(PERSONALITIES))
def test_random_copies_leave_a_sound_state(serve, raw_client, model):
    dice = random.Random(model)
    api = raw_client(serve(model)).log_in()
    before = api.get('/capacity')
    build(api, dice)
    state = api.array.state
    for _ in range(400):
        state.settle()
        known = api.dump()
        requested = request(dice, api)
        if api(*requested).status >= 400:
            assert api.dump() == known, requested
        if dice.random() < .3:
            api.array.clock.advance(dice.choice([10, 70]))
            state.settle()
        check_volumes(state)
        check_copies(state)
        check_work(state)
    ends = {task.status for task in state.tasks}
    assert {DONE, CANCELLED} <= ends
    assert FAILED not in ends
    api.array.clock.advance(600)
    state.settle()
    tear_down(api, state)
    assert api.get('/capacity') == before


@pytest.mark.parametrize('seed', range(10))
def test_a_copy_that_is_done_holds_what_its_source_held(serve, raw_client,
                                                        seed):
    dice = random.Random(seed)
    api = raw_client(serve()).log_in()
    build(api, dice)
    state = api.array.state
    expected = {}
    for _ in range(60):
        state.settle()
        source, copy = dice.sample(VOLUMES, 2)
        held = state.content_of(source)
        answer = api('POST', f'/volumes/{source}', {
            'action': 'createPhysicalCopy',
            'parameters': {'destVolume': copy}})
        if answer.status == 201:
            expected[answer.body['taskid']] = (copy, held)
        if dice.random() < .2:
            api('PUT', f'/volumes/{dice.choice(VOLUMES)}', {'action': 1})
        if dice.random() < .5:
            api.array.clock.advance(30)
            state.settle()
        for number, (name, content) in list(expected.items()):
            status = tasks.find(state, number).status
            whole = state.content_of(name) == content
            assert whole is (status == DONE), (number, name)
            if status != ACTIVE:
                del expected[number]
