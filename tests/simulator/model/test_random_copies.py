"""Seeded random copies: none is lost, none is taken for whole that is not."""

from __future__ import annotations

import random

import pytest

from hpe3parclient.simulator import PERSONALITIES

from .test_random import check_copies, check_volumes, check_work, tear_down

pytestmark = pytest.mark.long

VOLUMES = ['v0', 'v1', 'v2', 'v3']
SIZE = 2048
DONE, ACTIVE, CANCELLED, FAILED = 1, 2, 3, 4


def some(dice, wire):
    """Any volume there is, or one that is not."""
    found = [one.name for one in wire.array.state.volumes if not one.system]
    return dice.choice([*found, 'none'])


def request(dice, wire):
    """Something about copies; often it does not fit."""
    name, other = some(dice, wire), some(dice, wire)
    new = f'n{dice.randrange(6)}'
    number = len(wire.array.state.tasks)
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


def build(wire, dice):
    """Four volumes with something on them, in two sets."""
    wire.array.state.sessions.timeout = 1e9
    wire.ok('POST', '/cpgs', {'name': 'c'})
    for name in VOLUMES:
        wire.ok('POST', '/volumes', {
            'name': name, 'cpg': 'c', 'snapCPG': 'c', 'tpvv': True,
            'sizeMiB': SIZE})
        wire.array.state.write(name, dice.randrange(1, 100))
    wire.ok('POST', '/volumesets', {'name': 's', 'setmembers': VOLUMES[:2]})
    wire.ok('POST', '/volumesets', {'name': 't', 'setmembers': VOLUMES[2:]})


@pytest.mark.parametrize('model', sorted(PERSONALITIES))
def test_random_copies_leave_a_sound_state(serve, wire_of, model):
    dice = random.Random(model)
    wire = wire_of(serve(model)).log_in()
    before = wire.get('/capacity')
    build(wire, dice)
    state = wire.array.state
    for _ in range(400):
        state.settle()
        known = wire.state()
        asked = request(dice, wire)
        if wire(*asked).status >= 400:
            assert wire.state() == known, asked
        if dice.random() < .3:
            wire.array.clock.advance(dice.choice([10, 70]))
            state.settle()
        check_volumes(state)
        check_copies(state)
        check_work(state)
    ends = {task.status for task in state.tasks}
    assert {DONE, CANCELLED} <= ends
    assert FAILED not in ends
    wire.array.clock.advance(600)
    state.settle()
    tear_down(wire, state)
    assert wire.get('/capacity') == before


@pytest.mark.parametrize('seed', range(10))
def test_a_copy_that_is_done_holds_what_its_source_held(serve, wire_of,
                                                        seed):
    dice = random.Random(seed)
    wire = wire_of(serve()).log_in()
    build(wire, dice)
    state = wire.array.state
    expected = {}
    for _ in range(60):
        state.settle()
        source, copy = dice.sample(VOLUMES, 2)
        held = state.remote.content_of(source)
        answer = wire('POST', f'/volumes/{source}', {
            'action': 'createPhysicalCopy',
            'parameters': {'destVolume': copy}})
        if answer.status == 201:
            expected[answer.body['taskid']] = (copy, held)
        if dice.random() < .2:
            wire('PUT', f'/volumes/{dice.choice(VOLUMES)}', {'action': 1})
        if dice.random() < .5:
            wire.array.clock.advance(30)
            state.settle()
        for number, (name, content) in list(expected.items()):
            status = state.tasks.find(number).status
            whole = state.remote.content_of(name) == content
            assert whole is (status == DONE), (number, name)
            if status != ACTIVE:
                del expected[number]
