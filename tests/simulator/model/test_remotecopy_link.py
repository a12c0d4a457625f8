"""The link between two arrays: targets, cuts, and one lock for both."""

from __future__ import annotations

import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from hpe3parclient.simulator import Array, SimulatedArray, connect
from hpe3parclient.simulator.state.lock import SharedLock
from tests.support.rawclient import RawClient
from tests.support.replicated import (
    PERIODIC,
    PRIMARY,
    SECONDARY,
    STARTED,
    STOPPED,
    SYNCED,
    Pair,
)

pytestmark = pytest.mark.long

FAILED = 4


@pytest.fixture
def pair() -> Iterator[Pair]:
    with Pair() as made:
        yield made


# -- what is shown ------------------------------------------------------------


def test_each_array_is_a_ready_target_of_the_other(pair: Pair) -> None:
    for client, name in ((pair.a, pair.there), (pair.b, pair.here)):
        result = client.get('/remotecopytargets')
        assert result['total'] == 1
        assert (result['members'][0]['name'],
                result['members'][0]['status']) == (name, 3)


def test_target_mirrors_the_configuration_at_first(pair: Pair) -> None:
    target = pair.a.get(f'/remotecopytargets/{pair.there}')
    assert target['policies'] == {'mirrorConfig': True}


def test_mirroring_is_turned_off_and_on(pair: Pair) -> None:
    path = f'/remotecopytargets/{pair.there}'
    for value in (False, True):
        pair.a.ok('PUT', path, {'policies': {'mirrorConfig': value}})
        assert pair.a.get(path)['policies']['mirrorConfig'] is value


def test_target_without_policies_is_refused(pair: Pair) -> None:
    pair.a.refused('INV_INPUT_MISSING_REQUIRED', 'PUT',
                   f'/remotecopytargets/{pair.there}', {})


def test_links_lead_to_the_addresses_of_the_other_array(
        pair: Pair) -> None:
    here = {item['address'] for item in
            pair.a.get('/remotecopylinks')['members']}
    assert here == {where for _, where in
                    pair.link.addresses(pair.b.state)}


def test_ports_show_the_addresses_of_the_link(pair: Pair) -> None:
    ports = {item['IPAddr'] for item in pair.b.get('/ports')['members']
             if 'IPAddr' in item}
    assert {item['address'] for item in
            pair.a.get('/remotecopylinks')['members']} <= ports


def test_single_link_is_shown_by_its_name(pair: Pair) -> None:
    first = pair.a.get('/remotecopylinks')['members'][0]
    assert pair.a.get('/remotecopylinks/' + first['name']) == first


def test_unknown_link_is_not_found(pair: Pair) -> None:
    pair.a.refused('URI_RES_NOT_FOUND', 'GET', '/remotecopylinks/x')


def test_remote_copy_says_that_it_runs(pair: Pair) -> None:
    result = pair.a.get('/remotecopy')
    url = pair.a.array.api_url
    assert result == {
        'mode': 2, 'status': 1, 'asyncEnabled': False, 'links': [
            {'href': f'{url}/remotecopy', 'rel': 'self'},
            {'href': f'{url}/remotecopygroups', 'rel': 'remotecopyGroups'}]}


def test_array_without_remote_copy_says_so() -> None:
    with SimulatedArray('3par-3.3.1', tls=False) as array:
        result = RawClient(array).log_in().get('/remotecopy')
        assert result == {
            'mode': 1, 'status': 1, 'asyncEnabled': False, 'links': [
                {'href': f'{array.api_url}/remotecopy', 'rel': 'self'}]}


def test_fibre_channel_links_have_wwns() -> None:
    with Pair(kind=2) as pair:
        link = pair.a.get('/remotecopylinks')['members'][0]
        assert link['address'] == (
            f'20240002AC{pair.b.get("/system")["id"]:06X}')


# -- targets by request -------------------------------------------------------


def target(address: str, **more: Any) -> dict[str, Any]:
    return {'name': 't', 'type': 1, 'portPosAndLink': [{
        'portPos': {'node': 0, 'slot': 3, 'cardPort': 1},
        'link': address}], **more}


@pytest.fixture
def bare() -> Iterator[Pair]:
    """Cables without targets."""
    with Pair(targets=False) as made:
        yield made


def address(pair: Pair, of: Any) -> str:
    result: str = pair.link.addresses(of.state)[0][1]
    return result


def test_target_is_ready_once_both_arrays_have_one(bare: Pair) -> None:
    answer = bare.a.ok('POST', '/remotecopytargets',
                       target(address(bare, bare.b)), 201)
    assert answer.headers['Location'] == '/api/v1/remotecopytargets/t'
    assert bare.a.get('/remotecopytargets/t')['status'] == FAILED
    bare.b.ok('POST', '/remotecopytargets', target(address(bare, bare.a)))
    assert bare.a.get('/remotecopytargets/t')['status'] == 3


def test_target_at_an_address_where_nothing_is_has_failed(
        bare: Pair) -> None:
    bare.a.ok('POST', '/remotecopytargets', target('10.9.9.9'))
    assert bare.a.get('/remotecopytargets/t')['status'] == FAILED


def test_target_that_is_disabled_has_failed(bare: Pair) -> None:
    bare.a.ok('POST', '/remotecopytargets',
              target(address(bare, bare.b), disabled=True))
    bare.b.ok('POST', '/remotecopytargets', target(address(bare, bare.a)))
    assert bare.a.get('/remotecopytargets/t')['status'] == FAILED


def test_name_of_a_target_is_taken_once(pair: Pair) -> None:
    pair.a.refused('INV_INPUT_DUP_NAME', 'POST', '/remotecopytargets',
                   target('10.9.9.9', name=pair.there))


def test_array_has_one_name_for_another(pair: Pair) -> None:
    pair.a.refused('INV_INPUT_PARAM_CONFLICT', 'POST',
                   '/remotecopytargets', target(address(pair, pair.b)))


def test_name_of_a_target_has_24_characters_at_most(bare: Pair) -> None:
    bare.a.refused('INV_INPUT_EXCEEDS_LENGTH', 'POST', '/remotecopytargets',
                   target('10.9.9.9', name='t' * 25))


@pytest.mark.parametrize('body', [
    {'name': 't', 'type': 1}, {'name': 't', 'type': 1, 'portPosAndLink': []},
    target('x', type=2)])
def test_target_needs_what_leads_to_it(bare: Pair,
                                       body: dict[str, Any]) -> None:
    bare.a.refused('INV_INPUT_MISSING_REQUIRED', 'POST',
                   '/remotecopytargets', body)


def test_fibre_channel_target_is_found_by_its_node() -> None:
    with Pair(kind=2, targets=False) as pair:
        for client, peer in ((pair.a, pair.b), (pair.b, pair.a)):
            number = peer.get('/system')['id']
            client.ok('POST', '/remotecopytargets', target(
                f'20240002AC{number:06X}', type=2,
                nodeWWN=f'2FF70002AC{number:06X}'))
        assert pair.a.get('/remotecopytargets/t')['status'] == 3


# -- cut and restore ----------------------------------------------------------


def test_cut_link_fails_the_target_on_both(pair: Pair) -> None:
    pair.link.cut()
    for client in (pair.a, pair.b):
        assert client.get('/remotecopytargets')['members'][0]['status'] \
            == FAILED
        assert {item['status'] for item in
                client.get('/remotecopylinks')['members']} == {2}
        assert client.get('/remotecopy')['status'] == 1


def test_cut_link_stops_the_group_on_both(pair: Pair) -> None:
    pair.started()
    pair.link.cut()
    assert pair.states() == [STOPPED, STOPPED]
    assert pair.roles() == [(PRIMARY, False), (SECONDARY, False)]


def test_cut_link_keeps_the_common_state_on_both(pair: Pair) -> None:
    pair.started()
    pair.link.cut()
    for client in (pair.a, pair.b):
        assert any(name.startswith('rcpy.') for name in client.names())


def test_group_stays_stopped_when_the_link_is_back(pair: Pair) -> None:
    pair.started()
    pair.link.cut()
    pair.link.restore()
    assert pair.states() == [STOPPED, STOPPED]


def recovering(pair: Pair) -> str:
    path = pair.started()
    pair.a.ok('PUT', path, {'targets': [{
        'targetName': pair.there, 'policies': {'autoRecover': True}}]})
    return path


def test_group_with_auto_recover_starts_again(pair: Pair) -> None:
    recovering(pair)
    pair.link.cut()
    pair.a.state.write('v', 5)
    pair.link.restore()
    assert pair.states() == [STARTED, STARTED]
    pair.clock.advance(60)
    assert pair.statuses() == [SYNCED, SYNCED]
    assert pair.same()


def test_group_that_lost_its_volumes_does_not_start_again(
        pair: Pair) -> None:
    path = recovering(pair)
    pair.link.cut()
    pair.a.ok('PUT', f'/remotecopytargets/{pair.there}',
              {'policies': {'mirrorConfig': False}})
    pair.a.ok('DELETE', path + '/volumes/v')
    pair.link.restore()
    assert pair.states() == [STOPPED, STOPPED]


def test_group_that_was_stopped_by_hand_stays_stopped(pair: Pair) -> None:
    path = recovering(pair)
    pair.a.ok('PUT', path, {'action': 4})
    pair.link.cut()
    pair.link.restore()
    assert pair.states() == [STOPPED, STOPPED]


def test_group_that_failed_over_is_left_alone(pair: Pair) -> None:
    path = recovering(pair)
    pair.link.cut()
    pair.b.ok('PUT', pair.other(path), {'action': 7})
    pair.link.restore()
    assert pair.states() == [STOPPED, STOPPED]


def test_copy_that_breaks_off_is_made_up_for(pair: Pair) -> None:
    path = pair.started(PERIODIC)
    pair.a.state.write('v', 5)
    pair.a.ok('PUT', path, {'action': 5})
    pair.link.cut()
    pair.link.restore()
    assert not pair.same()
    pair.a.ok('PUT', path, {'action': 3})
    pair.clock.advance(60)
    assert pair.same()


def test_cutting_twice_is_cutting_once(pair: Pair) -> None:
    pair.started()
    pair.link.cut()
    shown = pair.sides()
    pair.link.cut()
    assert pair.sides() == shown


def test_write_over_a_cut_link_stays_here(pair: Pair) -> None:
    pair.started()
    pair.link.cut()
    pair.a.state.write('v', 5)
    assert not pair.same()


# -- one lock -----------------------------------------------------------------


def test_array_is_not_linked_to_itself() -> None:
    array = Array()
    with pytest.raises(ValueError, match='itself'):
        connect(array, array)


def test_arrays_are_linked_once() -> None:
    item, other = Array(), Array()
    connect(item, other)
    with pytest.raises(ValueError, match='already'):
        connect(other, item)


def test_three_arrays_have_three_identities() -> None:
    arrays = [Array() for _ in range(3)]
    connect(arrays[0], arrays[1])
    connect(arrays[0], arrays[2])
    connect(arrays[1], arrays[2])
    assert len({item.personality.system_id for item in arrays}) == 3
    assert len({item.name for item in arrays}) == 3


def test_linked_arrays_have_one_lock() -> None:
    item, other, anonymous = Array(), Array(), Array()
    connect(item, other)
    assert item.lock._inner is other.lock._inner
    assert item.lock._inner is not anonymous.lock._inner


def test_locks_that_were_joined_before_stay_joined() -> None:
    locks = [SharedLock() for _ in range(4)]
    locks[0].join(locks[1])
    locks[2].join(locks[3])
    locks[1].join(locks[2])
    assert len({id(lock._inner) for lock in locks}) == 1


def test_locks_are_joined_while_others_use_them() -> None:
    locks = [SharedLock() for _ in range(6)]

    def work(lock: SharedLock) -> None:
        for _ in range(200):
            with lock, lock:
                pass

    with ThreadPoolExecutor(8) as pool:
        jobs = [pool.submit(work, lock) for lock in locks]
        jobs += [pool.submit(item.join, other)
                 for item, other in zip(locks, locks[1:])]
        for job in jobs:
            job.result(timeout=60)
    assert len({id(lock._inner) for lock in locks}) == 1


def test_joined_locks_let_one_thread_in_at_a_time() -> None:
    locks = [SharedLock() for _ in range(4)]
    for item, other in zip(locks, locks[1:]):
        item.join(other)
    total = [0]

    def count(lock: SharedLock) -> None:
        for _ in range(100):
            with lock:
                before = total[0]
                time.sleep(0)
                total[0] = before + 1

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(count, locks))
    assert total[0] == 400


def test_requests_to_both_arrays_never_wait_for_each_other() -> None:
    with Pair() as pair:
        path = pair.started()

        def hammer(client: Any, where: str) -> int:
            for _ in range(15):
                client('PUT', where, {'action': 4})
                client('PUT', where, {'action': 3})
                client('GET', '/remotecopygroups')
            return int(client('GET', where).status)

        with ThreadPoolExecutor(4) as pool:
            jobs = [pool.submit(hammer, pair.a, path),
                    pool.submit(hammer, pair.b, pair.other(path))]
            assert [job.result(timeout=60) for job in jobs] == [200, 200]
        assert len(set(pair.states())) == 1
