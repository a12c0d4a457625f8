"""Remote copy beside the tables of guide 1.5, on each generation that has it.

What real arrays of later releases showed differently is in :data:`LATER`.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from hpe3parclient.simulator.personality import PERSONALITIES, Capability
from tests.simulator.guide.guide import ENUMS, OPERATIONS
from tests.support.replicated import (
    ASYNC,
    HALTED,
    NEW,
    PERIODIC,
    STARTED,
    STOPPED,
    SYNC,
    SYNCED,
    SYNCING,
    Pair,
)

pytestmark = pytest.mark.long

MODELS = [name for name, item in PERSONALITIES.items()
          if item.has(Capability.REMOTE_COPY)]
OLD = '3par-3.2.2'
GROUP = '/remotecopygroups/g'
START, STOP, NOW = {'action': 3}, {'action': 4}, {'action': 5}
#: The guide's name of a member, and the one that later releases answer with.
LATER = {'localUsrCPG': 'localUserCPG', 'localSnpCPG': 'localSnapCPG',
         'remoteUsrCPG': 'remoteUserCPG', 'remoteSnpCPG': 'remoteSnapCPG',
         'policy': 'policies'}
#: Members that later releases have and the guide does not.
ADDED = {'targets[].policies.multiTargetPeerPersistence',
         'targets[].policies.activeActive'}
ADDED_MP = ADDED | {
    'targets[].policies.autoSynchronize', 'targets[].remoteGroupName',
    'volumes[].remoteVolumes[].localVolumeSetName',
    'volumes[].remoteVolumes[].remoteVolumeSetName'}
JSON_TYPES: dict[str, Any] = {
    'string': str, 'number': int, 'bool': bool, 'boolean': bool,
    'object': dict,
    'array': list}


@pytest.fixture(params=MODELS)
def pair(request: pytest.FixtureRequest) -> Iterator[Pair]:
    with Pair(request.param, request.param) as made:
        yield made


def model(pair: Pair) -> str:
    return pair.a.state.personality.name


def flat(value: Any, path: str = '') -> Iterator[tuple[str, Any]]:
    """Every member of an answer: where it stands, and what it is."""
    if isinstance(value, list):
        for item in value:
            yield from flat(item, f'{path}[]')
    elif isinstance(value, dict):
        for name, item in value.items():
            here = f'{path}.{name}' if path else name
            yield here, item
            if name != 'links':
                yield from flat(item, here)


def later(name: str) -> str:
    return '.'.join(LATER.get(part.rstrip('[]'), part)
                    for part in name.split('.'))


def check(answer: Any, operation: str, name: str) -> None:
    """Members, types and enumerations are those of the guide's table."""
    known = {member.name: member for member in OPERATIONS[operation].response}
    if name != OLD:
        known = {later(key): member for key, member in known.items()}
    present = dict(flat(answer))
    added: set[str] = set() if name == OLD else \
        ADDED_MP if name == 'alletra-mp' else ADDED
    below = [item.split('.', 1)[1] for item in added]
    assert set(present) <= {*known, *added, *below}, set(present) - set(known)
    for path, value in present.items():
        member = known.get(path)
        if member is None:
            continue
        assert isinstance(value, JSON_TYPES[str(member.json)]), path
        if member.values is not None:
            assert value in member.values, path
    assert {path for path, member in known.items() if member.always
            and '[' not in path} <= set(present)


@pytest.mark.parametrize('mode', [SYNC, PERIODIC, ASYNC])
def test_group_has_the_members_of_its_table(pair: Pair, mode: int) -> None:
    if mode == ASYNC and model(pair) == OLD:
        pair.a.refused('RCOPY_GROUP_MODE_NOT_SUPPORTED', 'POST',
                       '/remotecopygroups', {
                           'name': 'g', 'targets': [pair.target(mode)]})
        return
    path = pair.started(mode)
    for client, where in ((pair.a, path), (pair.b, pair.other(path))):
        check(client.get(where), 'remotecopygroups.get', model(pair))
        listed = client.get('/remotecopygroups')['members'][0]
        assert 'links' not in listed
        check(client.get(f'{where}/targets')['members'][0],
              'remotecopygroups.targets.get', model(pair))
        check(client.get(f'{where}/volumes')['members'][0],
              'remotecopygroups.volumes.get', model(pair))


def test_one_group_target_and_volume_link_to_themselves(pair: Pair) -> None:
    path = pair.started()
    for below in ('', f'/targets/{pair.there}', '/volumes/v'):
        assert pair.a.get(path + below)['links'] == [{
            'href': f'{pair.a.array.api_url}{path}{below}', 'rel': 'self'}]


def test_whole_of_remote_copy_has_the_members_of_its_table(pair: Pair
                                                           ) -> None:
    check(pair.a.get('/remotecopy'), 'remotecopy.get', model(pair))


def test_name_of_the_counterpart_stands_on_the_group(pair: Pair) -> None:
    path = pair.replicated()
    here, there = pair.sides(path)
    assert here['remoteGroupName'] == f'g{pair.suffix}'
    assert there['remoteGroupName'] == 'g'


def test_old_release_spells_members_as_the_guide_does() -> None:
    with Pair(OLD, OLD) as pair:
        group = pair.a.get(pair.replicated())
    assert (group['localUsrCPG'], group['localSnpCPG']) == ('c', 'c')
    target = group['targets'][0]
    assert (target['remoteUsrCPG'], target['remoteSnpCPG']) == ('c', 'c')
    assert target['target'] == target['targetName']
    assert sorted(target['policy']) == [
        'autoFailover', 'autoRecover', 'overPeriodAlert', 'pathManagement']


# -- states -------------------------------------------------------------------


def test_states_of_a_group_and_its_volumes(pair: Pair) -> None:
    states, statuses = ENUMS['rcopyGroupState'], ENUMS['rcopyGroupVVStatus']
    assert (
        states['NEW'], states['STARTED'], states['STOPPED']) == (NEW, STARTED, STOPPED)
    assert (
        statuses['NEW'], statuses['SYNCING'], statuses['SYNCED'],
        statuses['STOPPED']) == (NEW, SYNCING, SYNCED, HALTED)
    path = pair.replicated()
    seen = [(pair.states()[0], pair.statuses()[0])]
    for request, seconds in ((START, 0), (None, 60), (STOP, 0), (START, 60)):
        if request is not None:
            pair.a.ok('PUT', path, request)
        pair.clock.advance(seconds)
        seen.append((pair.states()[0], pair.statuses()[0]))
    assert seen == [(NEW, NEW), (STARTED, SYNCING), (STARTED, SYNCED),
                    (STOPPED, HALTED), (STARTED, SYNCED)]


@pytest.mark.parametrize(('member', 'status'), [
    ('skipInitialSync', 'NEWPRESYNCED'),
    ('snapshotName', 'NEWSYNCEDFROMSNAP')])
def test_volume_that_joins_says_what_its_start_will_copy(
        pair: Pair, member: str, status: str) -> None:
    for client, name in ((pair.a, 'v'), (pair.b, 'v.copy')):
        client.volume(name, 1024)
    pair.a.ok('POST', '/volumes/v', {'action': 'createSnapshot', 'parameters': {
        'name': 's', 'readOnly': True}}, 201)
    pair.group()
    pair.admit(volumeAutoCreation=False, **{
        member: 's' if member == 'snapshotName' else True})
    assert pair.statuses() == [ENUMS['rcopyGroupVVStatus'][status]] * 2


@pytest.mark.parametrize('member', ['volumeAutoCreation', 'skipInitialSync'])
def test_snapshot_to_start_from_excludes(pair: Pair, member: str) -> None:
    pair.a.volume('v', 1024)
    pair.a.refused('INV_INPUT_PARAM_CONFLICT', 'POST', f'{pair.group()}/volumes',
                   pair.admission('v', snapshotName='s', **{
                       'volumeAutoCreation': False, member: True}))


# -- answers ------------------------------------------------------------------


def answered(pair: Pair, path: str = GROUP) -> dict[str, Any]:
    return {'links': [{'href': f'{pair.a.array.api_url}{path}',
                       'rel': 'self'}]}


def test_changes_are_answered_with_a_link_to_the_group(pair: Pair) -> None:
    pair.a.volume('v', 1024)
    path = pair.group()
    for request in (
            {'action': 1, **pair.admission('v')},
            {'targets': [{'policies': {'autoRecover': True}}]},
            {'action': 4}):
        answer = pair.a.ok('PUT', path, request)
        assert answer.body == answered(pair)
        assert answer.headers['Location'] == f'/api/v1{path}'
    # The table of the old way to dismiss has no body.
    assert pair.a.ok('PUT', path, {'action': 2, 'volumeName': 'v'}).raw == b''


def test_dismissal_is_answered_without_a_body(pair: Pair) -> None:
    path = pair.group()
    pair.a.volume('v', 1024)
    pair.a.ok('PUT', path, {'action': 1, **pair.admission('v')})
    answer = pair.a.ok('PUT', path, {'action': 2, 'volumeName': 'v'})
    assert (answer.raw, answer.headers['Location']) == (b'', f'/api/v1{path}')


def test_admission_by_post_is_answered_with_the_volume(pair: Pair) -> None:
    pair.a.volume('v', 1024)
    answer = pair.a.ok('POST', f'{pair.group()}/volumes', pair.admission('v'))
    assert answer.body == answered(pair, f'{GROUP}/volumes/v')
    assert answer.headers['Location'] == f'/api/v1{GROUP}/volumes/v'


def test_change_of_a_target_is_answered_with_the_target(pair: Pair) -> None:
    path = f'{pair.group()}/targets/{pair.there}'
    answer = pair.a.ok('PUT', path, {'policies': {'autoRecover': True}})
    assert answer.body == answered(pair, path)
    assert answer.headers['Location'] == f'/api/v1{path}'


def test_removal_is_answered_without_a_body(pair: Pair) -> None:
    answer = pair.a('DELETE', pair.group())
    assert (answer.status, answer.raw) == (
        200 if model(pair) == OLD else 202, b'')


# -- tasks --------------------------------------------------------------------

ACTIVE, DONE, CANCELLED = 2, 1, 3
SYNC_TASK = 5


def test_start_names_a_task_for_each_volume(pair: Pair) -> None:
    path = pair.replicated()
    pair.a.volume('w', 1024)
    pair.admit('w')
    ids = pair.a.ok('PUT', path, START).body['tasks']
    tasks = [pair.a.get(f'/tasks/{number}') for number in ids]
    assert [(task['type'], task['name'], task['status'])
            for task in tasks] == [
                (SYNC_TASK, 'v', ACTIVE), (SYNC_TASK, 'w', ACTIVE)]
    pair.clock.advance(60)
    assert {pair.a.get(f'/tasks/{number}')['status']
            for number in ids} == {DONE}


def test_periodic_group_names_tasks_at_its_first_start_only(pair: Pair
                                                            ) -> None:
    path = pair.replicated(PERIODIC)
    assert len(pair.a.ok('PUT', path, START).body['tasks']) == 1
    pair.clock.advance(60)
    pair.a.ok('PUT', path, STOP)
    assert pair.a.ok('PUT', path, START).body == answered(pair)


def test_task_of_a_synchronization_ends_with_its_group_alone(pair: Pair
                                                             ) -> None:
    path = pair.replicated()
    number = pair.a.ok('PUT', path, START).body['tasks'][0]
    pair.a.refused('INV_OPERATION_RC_TASK', 'PUT', f'/tasks/{number}',
                   {'action': 1})
    pair.a.ok('PUT', path, STOP)
    assert pair.a.get(f'/tasks/{number}')['status'] == CANCELLED


def test_synchronization_names_its_tasks(pair: Pair) -> None:
    path = pair.started(PERIODIC)
    pair.a.state.write('v', 10)
    body = pair.a.ok('PUT', path, NOW).body
    assert [pair.a.get(f'/tasks/{number}')['type']
            for number in body['tasks']] == [SYNC_TASK]


@pytest.mark.parametrize(('action', 'kind'), [
    (6, 6), (7, 7), (9, 8), (10, 9)])
def test_recovery_names_one_task_for_the_group(pair: Pair, action: int,
                                               kind: int) -> None:
    path = pair.started()
    client, where = pair.b, pair.other(path)
    pair.a.ok('PUT', path, STOP)
    for earlier in {9: (7,), 10: (7, 9)}.get(action, ()):
        client.ok('POST', where, {'action': earlier})
        pair.clock.advance(60)
    body = client.ok('POST', where, {'action': action}).body
    assert body['links'][0]['href'] == f'{pair.b.array.api_url}{where}'
    assert [client.get(f'/tasks/{number}')['type']
            for number in body['tasks']] == [kind]


# -- one parameter set a request ------------------------------------------------

#: The parameter sets of a change (page 168), in the form of a target's entry.
SETS: dict[str, dict[str, Any]] = {
    'policies': {'policies': {'autoRecover': True}},
    'mode': {'mode': PERIODIC},
    'syncPeriod': {'syncPeriod': 300},
    'snapFrequency': {'snapFrequency': 300},
    'remoteUserCPG': {'remoteUserCPG': 'c', 'remoteSnapCPG': 'c'}}


@pytest.mark.parametrize('first', SETS)
@pytest.mark.parametrize('second', SETS)
def test_change_is_about_one_parameter_set(first: str, second: str) -> None:
    if first >= second:
        return
    with Pair() as pair:
        path = pair.group(mode=PERIODIC)
        answer = pair.a.refused('INV_INPUT_PARAM_CONFLICT', 'PUT', path, {
            'targets': [{'targetName': pair.there, **SETS[first],
                         **SETS[second]}]})
        assert {first, second} <= set(answer.body['ref'].split(', '))
        pair.a.refused('INV_INPUT_PARAM_CONFLICT', 'PUT', path, {
            'unsetUserCPG': True, 'targets': [{
                'targetName': pair.there, **SETS[first]}]})


def test_policies_need_no_target(pair: Pair) -> None:
    path = pair.group()
    pair.a.ok('PUT', path, {'targets': [{'policies': {
        'autoFailover': True, 'pathManagement': True, 'autoRecover': True}}]})
    policies = pair.a.get(path)['targets'][0][
        'policy' if model(pair) == OLD else 'policies']
    assert [name for name, value in policies.items() if value] == [
        'autoRecover', 'autoFailover', 'pathManagement']


@pytest.mark.parametrize('entry', [
    {'syncPeriod': 300}, {'rmSyncPeriod': True}, {'mode': 3},
    {'remoteUserCPG': 'c', 'remoteSnapCPG': 'c'}])
def test_other_changes_need_a_target(entry: dict[str, Any]) -> None:
    with Pair() as pair:
        answer = pair.a.refused(
            'INV_INPUT_MISSING_REQUIRED', 'PUT', pair.group(mode=PERIODIC),
            {'targets': [entry]})
        assert answer.body['ref'] == 'targetName'


def test_target_that_is_not_in_the_group(pair: Pair) -> None:
    pair.a.refused('RCOPY_GROUP_TARGET_NOT_IN_GROUP', 'GET',
                   f'{pair.group()}/targets/nobody')


def test_group_that_was_never_started_is_new_on_both_after_a_recovery(
        pair: Pair) -> None:
    path = pair.other(pair.replicated())
    pair.b.ok('POST', path, {'action': 7})
    pair.b.ok('POST', path, {'action': 9, 'skipStart': True})
    assert pair.states() == [NEW, NEW]


def test_volume_in_a_group_is_not_converted(pair: Pair) -> None:
    pair.replicated()
    for client, name in ((pair.a, 'v'), (pair.b, 'v.copy')):
        client.refused('INV_OPERATION_VV_IN_REMOTE_COPY', 'PUT',
                       f'/volumes/{name}', {
                           'action': 6, 'tuneOperation': 1, 'userCPG': 'c',
                           'conversionOperation': 3, 'keepVV': 'kept'})
