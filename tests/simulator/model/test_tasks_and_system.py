"""Tasks, and what the array says of itself."""

from __future__ import annotations

import pytest

from hpe3parclient.simulator import PERSONALITIES, Array, Clock
from hpe3parclient.simulator.model.tasks import start


@pytest.fixture
def tasks(api):
    api.array.state.sessions.timeout = 1e9
    return api


def add(api, **options):
    return start(api.array.state, 'work', **options).id


def test_an_active_task_shows_its_progress(tasks):
    number = add(tasks, seconds=200)
    tasks.array.clock.advance(50)
    item = tasks.get(f'/tasks/{number}')
    assert item == {
        'id': number, 'type': 20, 'name': 'work', 'status': 2,
        'completedPhases': 0, 'totalPhases': 1, 'completedSteps': 25,
        'totalsteps': 100, 'startTime': '2017-07-14 02:40:00 UTC',
        'finishTime': '-', 'priority': 2, 'user': '3parsvc'}


def test_a_task_that_is_done_shows_when(tasks):
    number = add(tasks, seconds=200)
    tasks.array.clock.advance(500)
    item = tasks.get(f'/tasks/{number}')
    assert (item['status'], item['finishTime']) == (
        1, '2017-07-14 02:43:20 UTC')
    assert 'completedSteps' not in item


def test_a_task_may_take_no_time(tasks):
    assert tasks.get(f'/tasks/{add(tasks, seconds=0)}')['status'] == 1


def test_the_list_shows_24_hours(tasks):
    old = add(tasks)
    tasks.array.clock.advance(24 * 3600)
    new = add(tasks)
    assert [item['id'] for item in tasks.get('/tasks')['members']] == [
        old, new]
    tasks.array.clock.advance(1)
    assert tasks.get('/tasks')['total'] == 1
    assert tasks.get(f'/tasks/{old}')['id'] == old


@pytest.mark.parametrize('symbol, text', [
    ('INV_INPUT_BELOW_RANGE', '0'), ('INV_INPUT_BELOW_RANGE', '-1'),
    ('INV_INPUT_EXCEEDS_RANGE', '4294967296'),
    ('NON_EXISTENT_TASK', '77'), ('INV_INPUT_WRONG_TYPE', 'x'),
    ('INV_INPUT_WRONG_TYPE', '1.5')])
def test_a_bad_task_id_is_refused(tasks, symbol, text):
    tasks.refused(symbol, 'GET', f'/tasks/{text}')
    tasks.refused(symbol, 'PUT', f'/tasks/{text}', {'action': 1})


def test_a_task_can_be_cancelled(tasks):
    number = add(tasks)
    assert tasks.ok('PUT', f'/tasks/{number}', {'action': 1}).raw == b''
    item = tasks.get(f'/tasks/{number}')
    assert (item['status'], item['finishTime']) == (
        3, '2017-07-14 02:40:00 UTC')


def test_a_task_that_is_over_cannot(tasks):
    number = add(tasks)
    tasks.array.clock.advance(3600)
    tasks.refused('NON_ACTIVE_TASK', 'PUT', f'/tasks/{number}',
                  {'action': 1})


def test_some_tasks_cannot(tasks):
    number = add(tasks, cancellable=False)
    tasks.refused('INV_OPERATION_CANNOT_CANCEL_TASK', 'PUT',
                  f'/tasks/{number}', {'action': 1})


@pytest.mark.parametrize('symbol, body', [
    ('INV_INPUT_BAD_ENUM_VALUE', {'action': 4}),
    ('INV_INPUT_MISSING_REQUIRED', {})])
def test_cancelling_is_all_there_is(tasks, symbol, body):
    tasks.refused(symbol, 'PUT', f'/tasks/{add(tasks)}', body)


@pytest.mark.parametrize('name', sorted(PERSONALITIES))
def test_every_personality_tells_who_it_is(serve, raw_client, name):
    owner = PERSONALITIES[name]
    api = raw_client(serve(name)).log_in()
    system = api.get('/system')
    assert (system['systemVersion'], system['model'],
            system['totalNodes']) == (owner.system_version, owner.model,
                                      owner.nodes)
    assert api.send('GET', '/api').body['build'] == owner.build
    configuration = api.get('/wsapiconfiguration')
    assert (configuration['version'], configuration['httpsPort'],
            configuration['systemResourceUsage']) == (
        owner.wsapi_version, owner.https_port, owner.session_limit)


def test_capacity_is_an_int_before_3_2_2_and_a_float_since(serve, raw_client):
    old = raw_client(serve('3par-3.1.3')).log_in()
    new = raw_client(serve('3par-3.2.2')).log_in()
    assert b'"totalCapacityMiB":49414144,' in old('GET', '/system').raw
    assert b'"totalCapacityMiB":64094208.0,' in new('GET', '/system').raw


def test_licences_are_shown(api):
    api.array.state.licences.discard('qos')
    item = api.get('/system')['licenseInfo']
    assert (item['licenseState']['qos'],
            item['licenseState']['thinProvisioing']) == (False, True)
    names = [each['name'] for each in item['licenses']]
    assert {'Virtual Copy (102400G)', 'Thin Provisioning (102400G)',
            'Thin Deduplication', 'System Reporter', 'Peer Motion',
            'Dynamic Optimization', 'Compression'} <= set(names)
    assert 'Priority Optimization' not in names


@pytest.mark.parametrize('model, licensed', [
    ('3par-3.2.2', True), ('3par-3.3.1', True), ('primera-4.x', False),
    ('alletra-9000', False)])
def test_arrays_with_file_persona_are_licensed_for_it(
        serve, raw_client, model, licensed):
    info = raw_client(serve(model)).log_in().get('/system')['licenseInfo']
    assert info['licenseState']['fileServices'] is licensed
    assert ({'name': 'File Persona'} in info['licenses']) is licensed


def test_newer_generations_show_more_of_licences(primera):
    shown = primera.get('/system')['licenseInfo']
    assert shown['WWNBASE'] == 171727
    assert {'name': 'Thin Provisioning'} in shown['licenses']
    assert [shown['licenseState'][each] for each in (
        'thinProvisioning', 'smartSAN', 'sedEncryption')] == [True, True, False]


def test_a_primera_shows_its_limits(primera):
    assert primera.get('/system')['readOnlyParameters'][
        'maxVolumeSizeMiB'] == 67108864


def test_ports_are_listed(api):
    result = api.get('/ports')
    assert (result['total'], len(result['members'])) == (18, 18)


def test_a_port_for_hosts_looks_as_captured(api):
    item = api.get('/ports/0:1:1')
    assert (item['mode'], item['type'], item['protocol'], item['linkState'],
            item['failoverState'], item['device']) == (2, 1, 1, 4, 1, [])
    assert item['partnerPos'] == {'node': 1, 'slot': 1, 'cardPort': 1}
    assert len(item['portWWN']) == len(item['nodeWWN']) == 16


def test_a_port_for_disks_looks_as_captured(api):
    item = api.get('/ports/2:0:1')
    assert (item['mode'], item['type'], item['protocol'], item['label'],
            item['device']) == (3, 2, 5, 'DP-1', ['cage1'])


def test_an_iscsi_port_has_an_address_and_a_name(api):
    item = api.get('/ports/1:2:1')
    assert item['iSCSIName'].startswith('iqn.2000-05.com.3pardata:')
    assert (item['IPAddr'], len(item['HWAddr'])) == ('192.0.2.101', 12)


@pytest.mark.parametrize('symbol, text', [
    ('NON_EXISTENT_PORT', '7:7:7'), ('INV_INPUT_PORT_SPECIFICATION', '0:1'),
    ('INV_INPUT_PORT_SPECIFICATION', 'a:b:c')])
def test_a_bad_port_is_refused(api, symbol, text):
    api.refused(symbol, 'GET', f'/ports/{text}')


def test_a_port_of_blanks_is_refused(api):
    assert api('GET', '/ports/%20').status == 400


class TestClock:
    """The time an array lives in."""

    def test_a_standing_clock_stands(self):
        clock = Clock(running=False)
        assert clock.now() == clock.now()

    def test_a_running_clock_runs(self):
        clock = Clock(start=5)
        assert clock.now() >= 5

    def test_time_can_be_pushed_on(self):
        clock = Clock(start=5, running=False)
        clock.advance(2)
        assert clock.now() == 7

    def test_time_never_runs_backwards(self):
        with pytest.raises(ValueError, match='backwards'):
            Clock().advance(-1)


class TestPopulation:
    """Starting with volumes."""

    @pytest.mark.parametrize('name', sorted(PERSONALITIES))
    def test_ten_thousand_volumes_fit(self, name):
        state = Array(PERSONALITIES[name], seed=1)
        state.populate(10_000)
        assert len(state.volumes) == 10_000 + len(
            PERSONALITIES[name].system_volumes)

    def test_the_list_is_complete(self, serve, raw_client):
        api = raw_client(serve(volumes=10_000)).log_in()
        result = api.get('/volumes')
        names = {item['name'] for item in result['members']}
        assert result['total'] == len(result['members']) == len(names) == 10_002

    def test_it_may_be_called_twice(self, array, api):
        array.state.populate(0)
        array.state.populate(3)
        assert api.get('/cpgs/SimCPG')['numTPVVs'] == 3
