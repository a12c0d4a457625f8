"""What is out of order, on each generation: alerts, events, parts, checks."""

from __future__ import annotations

import datetime
import time
from collections.abc import Iterator
from typing import Any

import pytest

from hpe3parclient import exceptions
from hpe3parclient.client import HPE3ParClient
from hpe3parclient.simulator import PERSONALITIES, SimulatedArray
from tests.support.simulated import connect

HOUR = datetime.timedelta(hours=1)

NEWER = pytest.mark.parametrize('array', ['3par-3.3.1'], indirect=True)


@pytest.fixture(params=sorted(PERSONALITIES))
def array(request: pytest.FixtureRequest) -> Iterator[SimulatedArray]:
    with SimulatedArray(request.param, seed=1, tls=False) as array:
        yield array


@pytest.fixture
def client(array: SimulatedArray) -> Iterator[HPE3ParClient]:
    with connect(array) as client:
        use_command_line(client, array)
        yield client


def use_command_line(client: HPE3ParClient, array: SimulatedArray) -> None:
    client.setSSHOptions('127.0.0.1', array.user, array.password,
                         port=array.ssh_port, missing_key_policy='AutoAddPolicy')


def test_a_healthy_array_has_no_alerts(client: HPE3ParClient) -> None:
    assert client.getAlerts() == {'total': 0, 'members': []}
    report = client.checkHealth()
    assert report['healthy'] is True
    assert report['problems'] == []
    assert {'alert', 'cage', 'node', 'pd'} <= set(report['checked'])


def test_failed_parts_are_reported(
        array: SimulatedArray, client: HPE3ParClient) -> None:
    array.fail('pd', 3)
    array.fail('cage', 0, 'degraded')
    alerts = client.getAlerts()['members']
    assert [alert['id'] for alert in alerts] == sorted(
        (alert['id'] for alert in alerts), reverse=True)
    disk = next(alert for alert in alerts if alert['component'] == 'hw_disk:3')
    assert disk['severity'] == 'Major'
    assert disk['state'] == 'New'
    assert disk['message'] == 'PD 3 Failed'
    assert disk['messageCode'].startswith('0x')
    assert {item['id']: item['state'] for item in
            client.getDisks()['members']}[3] == 'failed'
    assert client.getCages()['members'][0]['state'] == 'Degraded'
    report = client.checkHealth()
    assert not report['healthy']
    assert {'hw_disk:3'} <= {item['identifier'] for item
                             in report['problems']}
    assert client.checkHealth('node')['healthy']
    assert client.checkHealth('node')['checked'] == ['node']


def test_alerts_can_be_chosen(
        array: SimulatedArray, client: HPE3ParClient) -> None:
    array.fail('pd', 3)
    array.fail('pd', 4, 'degraded')
    everything = client.getAlerts(state='all')['members']
    assert len(everything) == 2
    major = client.getAlerts(severity='major')['members']
    assert [alert['message'] for alert in major] == ['PD 3 Failed']
    assert len(client.getAlerts(severity='Degraded')['members']) == 2
    assert client.getAlerts(severity='Fatal')['total'] == 0
    array.repair('pd', 3)
    assert [alert['state'] for alert in client.getAlerts(
        state='fixed')['members']] == ['Fixed']
    assert client.getAlerts(state='Fixed') == client.getAlerts(state='fixed')


def test_events_come_newest_first(
        array: SimulatedArray, client: HPE3ParClient) -> None:
    for number in (3, 4, 5):
        array.fail('pd', number)
    events = client.getEvents(since=HOUR, severity='Major')['members']
    assert [event['message'] for event in events] == [
        'PD 5 Failed', 'PD 4 Failed', 'PD 3 Failed'] or [
        event['timeSecs'] for event in events] == sorted(
        (event['timeSecs'] for event in events), reverse=True)
    assert {event['severity'] for event in events} == {'Major'}
    assert all(event['type'] and event['time'] for event in events)
    assert client.getEvents(since=HOUR)['total'] >= 3


def test_parts_have_the_members_that_are_documented(client: HPE3ParClient
                                                    ) -> None:
    for disk in client.getDisks()['members']:
        assert disk['type'] in ('FC', 'NL', 'SSD')
        assert disk['state'] == 'normal'
        assert 0 < disk['freeMiB'] <= disk['totalMiB']
        assert disk['model']
        assert disk['serialNumber']
        assert disk['firmware']
        assert disk['manufacturer']
    nodes = client.getNodes()['members']
    assert [node['isMaster'] for node in nodes].count(True) == 1
    assert all(node['inCluster'] and node['state'] == 'OK' for node in nodes)
    assert len(nodes) == client.getStorageSystemInfo()['totalNodes']
    for cage in client.getCages()['members']:
        assert cage['state'] == 'Normal'
        assert cage['drives'] > 0
        assert cage['model']
        assert '-' in cage['temperature']


def test_reading_is_allowed_in_a_read_only_block(client: HPE3ParClient) -> None:
    with client.readOnly():
        client.getAlerts()
        client.getEvents()
        client.getDisks()
        client.getNodes()
        client.getCages()
        client.checkHealth()


@pytest.mark.parametrize('array', ['3par-3.1.3'], indirect=True)
def test_what_needs_the_command_line_says_so(
        array: SimulatedArray) -> None:
    with connect(array) as client:
        for call in (client.getEvents, client.getDisks, client.getAlerts,
                     lambda: client.getAlerts(state='all'), client.getNodes,
                     client.getCages, client.checkHealth):
            with pytest.raises(exceptions.SSHException,
                               match='call setSSHOptions'):
                call()


@pytest.mark.parametrize('array', ['primera-4.x'], indirect=True)
def test_events_and_disks_need_no_command_line(array: SimulatedArray) -> None:
    array.fail('pd', 3)
    with connect(array) as client:
        assert client.getDisks()['members'][3]['state'] == 'failed'
        assert client.getEvents(severity='Major')['members'][0][
            'component'] == 'hw_disk:3'


@NEWER
@pytest.mark.parametrize('since, number', [
    (lambda: HOUR, 1), (lambda: '1h', 1), (lambda: time.time() - 3600, 1),
    (lambda: datetime.datetime.now() - HOUR, 1),
    (lambda: datetime.datetime.now(datetime.timezone.utc) - HOUR, 1),
    (lambda: datetime.datetime.now(datetime.timezone.utc) + HOUR, 0)])
def test_when_events_begin(client: HPE3ParClient, array: SimulatedArray,
                           since: Any, number: int) -> None:
    array.fail('pd', 3)
    assert client.getEvents(since=since(), severity='Major')['total'] == number


@pytest.mark.parametrize('since, number', [
    (None, 2), ('3h', 2), ('1h', 1), (HOUR, 1), ('1m', 1),
    (lambda now: now - 2 * 3600 - 60, 2), (lambda now: now - 3600, 1),
    (lambda now: now + 3600, 0),
    (lambda now: datetime.datetime.fromtimestamp(now - 3600), 1),
    (lambda now: datetime.datetime.fromtimestamp(
        now - 3600, datetime.timezone.utc), 1)])
def test_when_alerts_begin(array: SimulatedArray, client: HPE3ParClient,
                           since: Any, number: int) -> None:
    array.fail('pd', 3)
    array.clock.advance(2 * 3600)
    array.fail('pd', 4)
    now = array.clock.now()
    alerts = client.getAlerts(
        since=since(now) if callable(since) else since)['members']
    assert [alert['message'] for alert in alerts] == [
        'PD 4 Failed', 'PD 3 Failed'][:number]


def test_alerts_are_chosen_by_all_at_once(
        array: SimulatedArray, client: HPE3ParClient) -> None:
    array.fail('pd', 3)
    array.fail('pd', 4, 'degraded')
    array.repair('pd', 3)
    assert [alert['message'] for alert in client.getAlerts(
        since='1h', severity='Major', state='fixed')['members']] == [
            'PD 3 Failed']
    assert client.getAlerts(
        since='1h', severity='Major', state='new')['total'] == 0


@pytest.mark.parametrize('array', [
    name for name in sorted(PERSONALITIES)
    if name not in ('3par-3.1.3', '3par-3.2.2')], indirect=True)
def test_without_a_command_line_the_event_log_has_alerts(
        array: SimulatedArray) -> None:
    array.fail('pd', 3)
    array.clock.advance(2 * 3600)
    array.fail('pd', 4, 'degraded')
    with connect(array) as client:
        alerts = client.getAlerts(state='all')['members']
        assert [alert['component'] for alert in alerts] == [
            'hw_disk:4', 'hw_disk:3']
        assert [alert['severity'] for alert in alerts] == ['Degraded', 'Major']
        recent = client.getAlerts(
            state='all', since=array.clock.now() - 3600)['members']
        assert [alert['component'] for alert in recent] == ['hw_disk:4']
        with pytest.raises(exceptions.SSHException):
            client.getAlerts()      # whether it is new, the log does not say


@NEWER
@pytest.mark.parametrize('call, reason', [
    (lambda c: c.getAlerts(severity='Bad'), "severity is one of Fatal.*'Bad'"),
    (lambda c: c.getAlerts(state='old'), "state is one of new.*'old'"),
    (lambda c: c.getEvents(since='5'), "since is a datetime, .*not '5'"),
    (lambda c: c.getAlerts(since='soon'), "since is a datetime, .*not 'soon'"),
    (lambda c: c.getEvents(severity=3), 'not 3')])
def test_bad_arguments_are_refused(client: HPE3ParClient, call: Any,
                                   reason: str) -> None:
    with pytest.raises(exceptions.InvalidInput, match=reason):
        call(client)


@NEWER
def test_a_component_that_is_none_is_refused(client: HPE3ParClient) -> None:
    with pytest.raises(exceptions.SSHInjectionThreat):
        client.checkHealth('pd; removevv x')
    with pytest.raises(exceptions.SSHException):
        client.checkHealth('nonsense')
