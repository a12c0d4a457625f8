"""Snapshots of the volumes of a group, on both arrays at one moment."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from tests.support.replicated import ASYNC, PERIODIC, SYNC, Pair


@pytest.fixture
def pair() -> Iterator[Pair]:
    with Pair() as both:
        yield both


def request(name: str = 'snap.@vvname@', **more: Any) -> dict[str, Any]:
    return {'action': 1, 'parameters': {'name': name, **more}}


def test_both_arrays_have_the_same_data(pair: Pair) -> None:
    path = pair.started()
    answer = pair.a.ok('POST', f'{path}/volumes', request('s'), 201)
    assert answer.body == {'links': [{
        'href': pair.a.array.api_url + '/volumes/s', 'rel': 'self'}]}
    pair.a.state.write('v', 100)
    here, there = pair.a.state, pair.b.state
    assert here.content_of('s') == there.content_of('s') != here.content_of('v')
    assert [(side.get('/volumes/s')['copyOf'],
             side.get('/volumes/s')['readOnly']) for side in (pair.a, pair.b)] \
        == [('v', True), ('v.copy', True)]


def test_one_volume_alone_may_have_one(pair: Pair) -> None:
    path = pair.started()
    pair.a.ok('POST', f'{path}/volumes/v', request(
        'x', comment='text', expirationHours=2, retentionHours=1), 201)
    for side in (pair.a, pair.b):
        item = side.get('/volumes/x')
        assert item['comment'] == 'text'
        assert item['expirationTimeSec'] - item['retentionTimeSec'] == 3600


@pytest.mark.parametrize('mode', [PERIODIC, ASYNC])
def test_groups_that_are_not_synchronous_do_it_as_a_task(
        pair: Pair, mode: int) -> None:
    path = pair.started(mode)
    body = pair.a.ok('POST', f'{path}/volumes', request(), 201).body
    assert pair.a.get(f'/tasks/{body["taskid"]}')['type'] == 5
    assert [item['href'].rpartition('/')[2] for item in body['links']] == [
        'snap.v']


@pytest.mark.covers('coordinated snapshot', 'EXISTENT_VOL',
                    'INV_INPUT_ILLEGAL_CHAR')
@pytest.mark.parametrize('symbol, body', [
    ('INV_INPUT_MISSING_REQUIRED', {'action': 1}),
    ('INV_INPUT_MISSING_REQUIRED', {'action': 1, 'parameters': {}}),
    ('INV_INPUT_WRONG_TYPE', {'action': 1, 'parameters': []}),
    ('INV_POST_ACTION', {'action': 2, 'parameters': {}}),
    ('EXISTENT_VOL', request('v')), ('EXISTENT_VOL', request('v.copy')),
    ('INV_INPUT_ILLEGAL_CHAR', request('a*')),
    ('INV_INPUT_EXCEEDS_LENGTH', request('s', comment=512 * 'x')),
    ('INV_INPUT_RETAIN_GT_EXPIRE', request('s', expirationHours=1,
                                           retentionHours=2))])
def test_a_bad_request_is_refused(pair: Pair, symbol: str, body: Any) -> None:
    path = pair.started()
    for tail in ('volumes', 'volumes/v'):
        pair.a.refused(symbol, 'POST', f'{path}/{tail}', body)


def test_the_volumes_must_be_synchronised(pair: Pair) -> None:
    path = pair.replicated()
    pair.a.refused('RCOPY_GROUP_VOLUME_NOT_SYNCED', 'POST',
                   f'{path}/volumes', request())


def test_the_target_must_answer(pair: Pair) -> None:
    path = pair.started()
    pair.link.cut()
    pair.a.refused('RCOPY_TARGET_IS_NOT_READY', 'POST', f'{path}/volumes',
                   request())


@pytest.mark.covers('coordinated snapshot',
                    'RCOPY_GROUP_OPERATION_ONLY_ON_PRIMARY_SIDE')
def test_it_begins_on_the_primary_array(pair: Pair) -> None:
    path = pair.started()
    pair.b.refused('RCOPY_GROUP_OPERATION_ONLY_ON_PRIMARY_SIDE', 'POST',
                   f'{pair.other(path)}/volumes', request())


def test_only_volumes_of_the_group_have_one(pair: Pair) -> None:
    path = pair.started()
    pair.a.volume('w')
    pair.a.refused('RCOPY_GROUP_VOL_NOT_IN_GROUP', 'POST',
                   f'{path}/volumes/w', request())
    pair.a.refused('NON_EXISTENT_VOL', 'POST', f'{path}/volumes/x', request())


def test_the_group_must_exist_and_have_volumes(pair: Pair) -> None:
    path = pair.group(mode=SYNC)
    pair.a.refused('RCOPY_GROUP_EMPTY', 'POST', f'{path}/volumes', request())
    pair.a.refused('NON_EXISTENT_RCOPY_GROUP', 'POST',
                   '/remotecopygroups/x/volumes', request())


def test_it_needs_a_licence(pair: Pair) -> None:
    path = pair.started()
    pair.a.state.licences.discard('remoteCopy')
    pair.a.refused('UNLICENSED_FEATURE', 'POST', f'{path}/volumes', request())
