"""Copies and promotes of volumes that are replicated."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from tests.support.replicated import Pair

GROUP = '/remotecopygroups/g'
STOP = {'action': 4}
IN_REMOTE_COPY = 'INV_OPERATION_VV_IN_REMOTE_COPY'


@pytest.fixture
def pair() -> Iterator[Pair]:
    with Pair() as made:
        yield made


def copy(name: str, **members: Any) -> dict[str, Any]:
    return {'action': 'createPhysicalCopy',
            'parameters': {'destVolume': name, **members}}


def snapshot(name: str) -> dict[str, Any]:
    return {'action': 'createSnapshot', 'parameters': {'name': name}}


def test_a_replicated_volume_is_not_copied_to(pair):
    pair.replicated()
    pair.a.volume('w')
    pair.a.refused(IN_REMOTE_COPY, 'POST', '/volumes/w', copy('v'))


def test_a_replicated_volume_may_be_copied(pair):
    pair.started()
    pair.a.volume('w')
    pair.a.ok('POST', '/volumes/v', copy('w'))
    pair.clock.advance(600)
    pair.a.get('/tasks')
    state = pair.a.state
    assert state.content_of('w') == state.content_of('v')


def test_its_snapshot_is_not_promoted(pair):
    pair.started()
    pair.a.ok('POST', '/volumes/v', snapshot('s'))
    pair.a.refused(IN_REMOTE_COPY, 'PUT', '/volumes/s', {'action': 4})


def test_not_even_by_the_switch_while_the_group_runs(pair):
    pair.started()
    pair.a.ok('POST', '/volumes/v', snapshot('s'))
    pair.a.refused(IN_REMOTE_COPY, 'PUT', '/volumes/s',
                   {'action': 4, 'allowRemoteCopyParent': True})


@pytest.mark.parametrize('online', [True, False])
def test_the_promotion_of_a_stopped_group_is_sent_when_it_starts(
        pair, online):
    pair.started()
    pair.a.ok('POST', '/volumes/v', snapshot('s'))
    pair.a.state.write('v', 50)
    pair.a.ok('PUT', GROUP, STOP)
    pair.a.ok('PUT', '/volumes/s', {
        'action': 4, 'online': online, 'allowRemoteCopyParent': True})
    pair.clock.advance(600)
    pair.a.get('/tasks')
    assert not pair.same()
    pair.a.ok('PUT', GROUP, {'action': 3})
    pair.clock.advance(600)
    pair.a.get('/tasks')
    assert pair.same()
    assert pair.a.state.content_of('v') \
        == pair.a.state.content_of('s')


def test_a_volume_that_is_copied_joins_no_group(pair):
    pair.a.volume('v')
    pair.a.volume('w')
    pair.group()
    pair.a.ok('POST', '/volumes/v', copy('w'))
    pair.a.refused('RCOPY_GROUP_VOL_ONLINE_COPY', 'PUT', GROUP, {
        'action': 1, **pair.admission('v')})
    pair.a.refused('RCOPY_GROUP_VOL_IS_PHYSICAL_COPY', 'PUT', GROUP, {
        'action': 1, **pair.admission('w')})


def test_a_copy_that_is_done_is_a_volume_like_others(pair):
    pair.a.volume('v')
    pair.a.volume('w')
    pair.group()
    pair.a.ok('POST', '/volumes/v', copy('w'))
    pair.clock.advance(600)
    pair.admit('w')
