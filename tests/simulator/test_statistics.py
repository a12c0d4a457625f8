"""The history of performance and space, asked for by the client."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from typing import Any

import pytest

from hpe3parclient import HPE3ParClient, exceptions
from hpe3parclient.simulator import Clock, SimulatedArray, logged_in

UTC = datetime.timezone.utc
#: A Friday, a quarter past three.
START = 1_500_045_300.0
NINE = ('cachememorystatistics', 'cpgspacedata', 'cpgstatistics',
        'physicaldiskcapacity', 'physicaldiskspacedata',
        'physicaldiskstatistics', 'portstatistics', 'volumespacedata',
        'vlunstatistics')
WWN = '50060B0000C26200'


@pytest.fixture
def array() -> Iterator[SimulatedArray]:
    with SimulatedArray(tls=False, ssh_port=None, seed=1, age_days=20,
                        clock=Clock(START, running=False)) as array:
        yield array


@pytest.fixture
def client(array: SimulatedArray) -> Iterator[HPE3ParClient]:
    with logged_in(array) as client:
        for cpg, volume in (('gold', 'orders'), ('silver', 'logs')):
            client.createCPG(cpg)
            client.createVolume(volume, cpg, 102400, {'tpvv': True})
        client.createHost('db1', FCWwns=[WWN])
        client.createVolumeSet('db', setmembers=['orders'])
        array.state.log_in('db1')
        client.createVLUN('orders', hostname='db1', auto=True)
        array.state.write('orders', 1000)
        array.requests.clear()
        yield client


def sent(array: SimulatedArray) -> list[str]:
    return [record.target for record in array.requests]


def times(members: Any) -> list[int]:
    return [member['sampleTimeSec'] for member in members]


@pytest.mark.parametrize('component', NINE)
def test_every_component_can_be_read_both_ways(client: HPE3ParClient,
                                               component: str) -> None:
    series = client.getStatistics(component, frequency='daily')
    assert series['total'] == len(series['members']) == 20
    groups = client.getStatistics(component, atTime=True)
    assert groups['total'] == len(groups['members']) > 0
    assert groups['sampleTimeSec'] == START
    assert list(client.iterStatistics(component, frequency='daily')) \
        == series['members']


@pytest.mark.parametrize(('options', 'target'), [
    ({}, 'vstime/cpgstatistics/hires'),
    ({'frequency': 'daily'}, 'vstime/cpgstatistics/daily'),
    ({'filters': {'name': ['gold', 'silver']}},
     'vstime/cpgstatistics/hires;name:gold,silver'),
    ({'begin': 1499990400, 'end': 1500000000.9},
     'vstime/cpgstatistics/hires?query=%22sampleTime%20GE%20'
     '2017-07-14T00%3A00%3A00Z%20AND%20sampleTime%20LE%20'
     '2017-07-14T02%3A40%3A00Z%22'),
    ({'atTime': True}, 'attime/cpgstatistics/hires'),
    ({'groupBy': 'name'}, 'attime/cpgstatistics/hires;groupby:name'),
    ({'groupBy': ['name', 'domain'], 'filters': {'name': 'gold'}},
     'attime/cpgstatistics/hires;groupby:name,domain'
     '?query=%22name%20EQ%20gold%22')])
def test_request_says_what_is_asked_for(
        client: HPE3ParClient, array: SimulatedArray,
        options: dict[str, Any], target: str) -> None:
    client.getStatistics('cpgstatistics', **options)
    assert [item.replace('%2C', ',') for item in sent(array)] \
        == [f'/api/v1/systemreporter/{target}']


def test_list_of_values_goes_into_the_query_of_groups(
        client: HPE3ParClient) -> None:
    groups = client.getStatistics('cpgstatistics', groupBy='name',
                                  filters={'name': ['gold', 'silver']})
    assert [item['name'] for item in groups['members']] == ['gold', 'silver']


@pytest.mark.parametrize('position', [
    {'node': 0, 'slot': 1, 'cardPort': 1}, '0:1:1', ['0:1:1', '1:1:1']])
def test_port_is_a_dict_or_a_text(client: HPE3ParClient, position: Any
                                  ) -> None:
    assert client.getStatistics('portstatistics',
                                filters={'portPos': position})['members']


def test_sets_stand_for_their_members(client: HPE3ParClient,
                                      array: SimulatedArray) -> None:
    array.clock.advance(300)
    client.login(array.user, array.password)

    def last(name: str) -> float:
        return client.getStatistics('vlunstatistics', filters={
            'volumeName': name})['members'][-1]['KBytes']['write']

    assert last('set:db') == last('orders') > 3000
    assert client.getStatistics('volumespacedata', atTime=True, filters={
        'vvsetName': 'db'})['members'][0]['name'] == 'orders'


@pytest.mark.parametrize('begin', [
    '2h', datetime.datetime.fromtimestamp(START - 7200, UTC), START - 7200,
    datetime.timedelta(hours=2),
    datetime.datetime.fromtimestamp(START - 7200, datetime.timezone(
        datetime.timedelta(hours=5, minutes=30)))])
def test_begin_is_a_history_a_datetime_or_seconds(
        client: HPE3ParClient, begin: Any) -> None:
    samples = client.getStatistics('cpgstatistics', begin=begin)['members']
    assert times(samples) == list(range(int(START) - 7200, int(START) + 1,
                                        300))


def test_end_moves_the_moment_of_groups(client: HPE3ParClient) -> None:
    groups = client.getStatistics('cpgstatistics', groupBy='name', end='1d')
    assert groups['sampleTimeSec'] == START - 86400


def test_times_are_datetimes_on_request(client: HPE3ParClient) -> None:
    series = client.getStatistics('cpgstatistics', datetimes=True)
    groups = client.getStatistics('cpgstatistics', atTime=True,
                                  datetimes=True)
    now = datetime.datetime.fromtimestamp(START, UTC)
    assert series['members'][-1]['sampleTime'] == groups['sampleTime'] == now
    assert next(client.iterStatistics('cpgstatistics', datetimes=True))[
        'sampleTime'].tzinfo is UTC


def test_iterator_asks_for_some_hundred_samples_at_a_time(
        client: HPE3ParClient, array: SimulatedArray) -> None:
    samples = times(client.iterStatistics('cpgstatistics', begin='7d'))
    assert samples == list(range(int(START) - 7 * 86400, int(START) + 1,
                                 300))
    assert len(sent(array)) == 1 + 8
    assert max(len(item) for item in sent(array)) < 250


def test_iterator_asks_no_further_than_it_is_read(
        client: HPE3ParClient, array: SimulatedArray) -> None:
    samples = client.iterStatistics('cpgstatistics', begin='20d')
    assert sent(array) == []
    next(samples)
    assert len(sent(array)) == 2


def test_iterator_goes_over_a_time_without_samples(
        client: HPE3ParClient) -> None:
    samples = list(client.iterStatistics('cpgstatistics', begin='40d',
                                         frequency='daily'))
    assert len(samples) == 20


def test_array_without_samples_has_none_to_iterate_over() -> None:
    with SimulatedArray(tls=False, ssh_port=None, history=False,
                        clock=Clock(running=False)) as array, \
            logged_in(array) as client:
        assert list(client.iterStatistics('portstatistics')) == []
        with pytest.raises(exceptions.HTTPNotFound) as refused:
            client.getStatistics('portstatistics')
        assert refused.value.get_code() == 297
        trend = client.getCapacityTrend()
        assert (trend['samples'], trend['growthMiBPerDay'],
                trend['daysUntilFull']) == ([], None, None)


def test_unknown_object_is_an_error_of_the_array(client: HPE3ParClient
                                                 ) -> None:
    for call in (client.getStatistics, lambda *args, **options: list(
            client.iterStatistics(*args, **options))):
        with pytest.raises(exceptions.HTTPBadRequest) as refused:
            call('cpgstatistics', filters={'name': 'nosuch'})
        assert refused.value.get_code() == 296


def test_array_without_the_licence_says_so(client: HPE3ParClient,
                                           array: SimulatedArray) -> None:
    array.state.licences.discard('systemReporter')
    for call in (client.getStatistics, lambda name: list(
            client.iterStatistics(name)), client.getCapacityTrend):
        with pytest.raises(exceptions.HTTPForbidden) as refused:
            call(*(['cpgstatistics'] if call != client.getCapacityTrend
                   else []))
        assert refused.value.get_code() == 70


NOT_SENT: list[tuple[dict[str, Any], str]] = [
    ({'component': 'cpgstatistic'}, "did you mean 'cpgstatistics'?"),
    ({'component': None}, 'component cannot be None'),
    ({'frequency': 'weekly'}, 'it is one of hires, hourly, daily'),
    ({'filters': {'nam': 'x'}}, "did you mean 'name'?"),
    ({'filters': {'domain': 'x'}}, 'filters of cpgstatistics cannot be'),
    ({'filters': ['x']}, 'filters must be a dict'),
    ({'filters': {'name': []}}, "filters['name'] must not be empty"),
    ({'filters': {'name': 'a;groupby:name'}}, "filters['name'] cannot be"),
    ({'filters': {'name': 'a,b'}}, "filters['name'] cannot be"),
    ({'filters': {'name': ''}}, "filters['name'] cannot be"),
    ({'filters': {'name': None}}, "filters['name'] cannot be"),
    ({'filters': {'name': True}}, "filters['name'] cannot be"),
    ({'filters': {'name': ['a', b'b']}}, "filters['name'] cannot be"),
    ({'begin': datetime.datetime(2017, 7, 14)},
     'begin must be a datetime with a time zone'),
    ({'begin': 1500000001, 'end': 1500000000}, 'begin must not be after end'),
    ({'begin': '1h', 'end': '2h'}, 'begin must not be after end'),
    ({'begin': datetime.datetime(2017, 7, 14)}, 'not a datetime without one'),
    ({'begin': datetime.timedelta(hours=1), 'end': '2h'},
     'begin must not be after end'),
    ({'end': datetime.timedelta(hours=-1)}, 'end must be'),
    ({'begin': '7w'}, 'begin must be'), ({'end': '-7d'}, 'end must be'),
    ({'end': True}, 'end must be'), ({'end': float('nan')}, 'end must be')]


@pytest.mark.parametrize(('options', 'message'), NOT_SENT)
@pytest.mark.parametrize('method', ['getStatistics', 'iterStatistics'])
def test_wrong_argument_is_refused_before_anything_is_sent(
        client: HPE3ParClient, array: SimulatedArray, method: str,
        options: dict[str, Any], message: str) -> None:
    with pytest.raises(exceptions.InvalidInput) as refused:
        getattr(client, method)(**{'component': 'cpgstatistics', **options})
    assert message in str(refused.value)
    assert sent(array) == []


@pytest.mark.parametrize(('group', 'message'), [
    ('nam', "did you mean 'name'?"), ([], 'groupBy must not be empty'),
    (3, 'groupBy must be str or a list of str'),
    (['name', 'lun'], 'groupBy of cpgstatistics cannot be')])
def test_wrong_group_is_refused(client: HPE3ParClient, array: SimulatedArray,
                                group: Any, message: str) -> None:
    with pytest.raises(exceptions.InvalidInput) as refused:
        client.getStatistics('cpgstatistics', groupBy=group)
    assert message in str(refused.value)
    assert sent(array) == []


@pytest.mark.parametrize('seconds', [float('inf'), 1e30, -5])
def test_time_beyond_the_calendar_is_cut_off(client: HPE3ParClient,
                                             seconds: float) -> None:
    groups = client.getStatistics('cpgstatistics', atTime=True,
                                  **{'begin' if seconds < 0 else 'end':
                                     seconds})
    assert groups['sampleTimeSec'] == START


def test_trend_of_a_cpg_follows_what_is_written() -> None:
    clock = Clock(START, running=False)
    with SimulatedArray(tls=False, ssh_port=None, history=False,
                        clock=clock) as array, logged_in(array) as client:
        client.createCPG('gold', {'growthLimitMiB': 409600})
        client.createVolume('orders', 'gold', 409600, {'tpvv': True})
        for _ in range(10):
            array.state.write('orders', 10240)
            clock.advance(86400)
        client.login(array.user, array.password)
        trend = client.getCapacityTrend('gold')
        assert trend['growthMiBPerDay'] == pytest.approx(10240, rel=0.01)
        assert trend['capacityMiB'] == 409600
        left = (409600 - trend['usedMiB']) / 10240
        assert trend['daysUntilFull'] == pytest.approx(left, rel=0.01)
        last = trend['samples'][-1]['sampleTime']
        assert trend['fullAt'] == last + datetime.timedelta(
            days=trend['daysUntilFull'] or 0)
        everything = client.getCapacityTrend()
        assert everything['growthMiBPerDay'] == pytest.approx(
            10240 * 8 / 6, rel=0.1)


def test_trend_of_what_does_not_grow_has_no_end(client: HPE3ParClient,
                                                array: SimulatedArray
                                                ) -> None:
    array.clock.advance(30 * 86400)
    client.login(array.user, array.password)
    trend = client.getCapacityTrend('silver', history='20d')
    assert trend['growthMiBPerDay'] == pytest.approx(0, abs=1e-6)
    assert (trend['daysUntilFull'], trend['fullAt']) == (None, None)


@pytest.mark.parametrize(('arguments', 'options', 'message'), [
    (['gold'], {'history': '30'}, 'history is a number with m, h or d'),
    ([], {'history': None}, 'history is a number with m, h or d'),
    (['a b'], {}, "filters['name'] cannot be"),
    ([], {'frequency': 'weekly'}, 'frequency cannot be')])
def test_wrong_argument_of_a_trend_is_refused(
        client: HPE3ParClient, array: SimulatedArray, arguments: list[str],
        options: dict[str, Any], message: str) -> None:
    with pytest.raises(exceptions.InvalidInput) as refused:
        client.getCapacityTrend(*arguments, **options)
    assert message in str(refused.value)
    assert sent(array) == []


def test_trend_of_no_cpg_is_an_error(client: HPE3ParClient) -> None:
    with pytest.raises(exceptions.HTTPNotFound) as refused:
        client.getCapacityTrend('nosuch')
    assert refused.value.get_code() == 15


def test_iterator_finds_the_first_sample_of_all_time(
        client: HPE3ParClient, array: SimulatedArray) -> None:
    samples = client.iterStatistics('cpgstatistics', begin=0)
    first = next(samples)['sampleTimeSec']
    assert first - array.state.born <= 300
    assert len(sent(array)) < 40
    assert len(list(samples)) == 20 * 288 - 1


def test_iterator_ends_where_no_sample_is_left(client: HPE3ParClient,
                                               array: SimulatedArray
                                               ) -> None:
    assert list(client.iterStatistics('cpgstatistics', begin=0,
                                      end=1_400_000_000)) == []
    assert len(sent(array)) == 3
