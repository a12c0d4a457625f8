"""Seeded random requests: whatever is asked for, the state stays sound."""

from __future__ import annotations

import random

import pytest

from hpe3parclient.simulator import PERSONALITIES
from hpe3parclient.simulator.model import capacity, vluns
from hpe3parclient.simulator.model.volumes.space import charges
from hpe3parclient.simulator.state.cpgs import Usage
from tests.support.random_requests import NAMES, random_request

pytestmark = pytest.mark.long


def check_volumes(state):
    """Families, CPGs and what they hold fit together."""
    held = {cpg.id: Usage() for cpg in state.cpgs}
    for item in state.volumes:
        assert state.volumes.get(item.name) is item
        for child in item.children:
            assert state.volumes.by_id(child).parent_id == item.id
        if item.parent_id is not None:
            parent = state.volumes.by_id(item.parent_id)
            assert item.id in parent.children
        for number in item.sets:
            assert item.id in state.volumesets.by_id(number).members
        assert 0 <= item.user_used <= item.user_reserved or item.is_snapshot
        for cpg, use in charges(state, item):
            held[cpg.id] = held[cpg.id].plus(use)
    for cpg in state.cpgs:
        assert cpg.usage == held[cpg.id]
        assert cpg.users == {item.id for item in state.volumes
                             if item.user_cpg == cpg.id}
        assert cpg.snap_users == {item.id for item in state.volumes
                                  if item.snap_cpg == cpg.id}
    for kind in state.pools:
        assert capacity.raw_free(state, kind) >= 0


def check_copies(state):
    """Copies, their parents and the snapshots they share know each other."""
    for item in state.volumes:
        if item.phys_parent_id is not None:
            parent = state.volumes.by_id(item.phys_parent_id)
            assert item.id in parent.phys_copies
        for number in item.phys_copies:
            assert state.volumes.by_id(number).phys_parent_id == item.id
        if item.copy_snapshot is not None:
            kept = state.volumes.by_id(item.copy_snapshot)
            assert kept.kept_for == item.id
        if item.kept_for is not None:
            assert state.volumes.by_id(item.kept_for).copy_snapshot == item.id
        assert state.volumes.by_id(item.base_id).parent_id is None


def check_work(state):
    """Whatever a volume is busy with, an active task ends."""
    busy = {name for task in state.tasks if task.status == 2
            for name in (getattr(task.effect, member, None) for member in (
                'copy', 'source', 'snapshot', 'target', 'volume'))}
    for item in state.volumes:
        if item.busy and item.kept_for is None:
            assert item.id in busy


def check_exports(state):
    """Exports are known at both ends, and no LUN is used twice."""
    for item in state.vluns:
        for volume in vluns.volumes_of(state, item):
            assert item.volume is None or item.id in volume.templates
    for host in state.hosts:
        for number in host.sets:
            assert host.id in state.hostsets.by_id(number).members
        for users in vluns.used_luns(state, host).values():
            assert len(users) == 1
        for path in host.paths:
            assert state.host_of_path[path.name] == host.id


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
        check_volumes(state)
        check_copies(state)
        check_work(state)
        check_exports(state)
    assert done > 10
    api.array.clock.advance(72 * 3600)
    state.settle()
    assert not any(item.busy for item in state.volumes)
    tear_down(api, state)
    assert api.get('/capacity') == before
