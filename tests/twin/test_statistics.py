"""What was captured of System Reporter, and the twin that serves it."""

from __future__ import annotations

import datetime
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from hpe3parclient import exceptions, twin
from hpe3parclient.client import HPE3ParClient
from hpe3parclient.resources.statistics import CATEGORIES, COMPONENTS
from hpe3parclient.simulator import (
    PERSONALITIES,
    Clock,
    SimulatedArray,
    logged_in,
    snapshot,
)
from hpe3parclient.simulator.captured.samples import Samples, from_json
from hpe3parclient.simulator.personality import Capability
from hpe3parclient.twin.document import Writer
from hpe3parclient.twin.shown import COMMANDS

#: generations that have System Reporter
MODELS = sorted(name for name, kind in PERSONALITIES.items()
                if kind.has(Capability.REMOTE_COPY))
#: 2100-01-01T12:45Z. A capture reaches back a week from the clock here: however
#: long these tests take, that is before the arrays' own week.
START = 4102490700.0
WEEK = START - 7 * 86400
DAY = START - 86400
FREQUENCIES = ('hires', 'hourly', 'daily')
#: samples of five minutes in a day, with those at both of its ends
IN_A_DAY = 289
#: components with a group for each volume or export: only sums are captured
LARGE = ('vlunstatistics', 'volumespacedata', 'remotecopyvolumestatistics')
NO_DATA = ('HTTPNotFound', 297)


def populate(array: SimulatedArray, client: HPE3ParClient) -> None:
    client.createCPG('gold', {'growthLimitMiB': 1 << 24})
    client.createCPG('silver')
    for number in range(3):
        client.createVolume(f'v{number}', 'gold', 1024 * (number + 1),
                            {'tpvv': True})
    client.createHost('db1', FCWwns=['10000000C9A1B2C3'])
    client.createVLUN('v1', 7, 'db1')
    client.createVLUN('v2', 8, 'db1')
    array.state.log_in('db1')


def source(model: str = '3par-3.3.1') -> SimulatedArray:
    return SimulatedArray(model, clock=Clock(START, running=False), seed=1,
                          volumes=2)


def taken(array: SimulatedArray, path: Path) -> twin.Capture:
    with logged_in(array) as client:
        client.setSSHOptions('127.0.0.1', array.user, array.password,
                             port=array.ssh_port)
        twin.capture(client, path, statistics=True)
    return twin.Capture(path)


def served(state: Any) -> SimulatedArray:
    return SimulatedArray(state=state, clock=Clock(running=False), seed=1)


def answer(client: HPE3ParClient, component: str, **options: Any) -> Any:
    try:
        body: Any = client.getStatistics(component, **options)
    except exceptions.ClientException as ex:
        return type(ex).__name__, ex.get_code()
    return {name: body[name] for name in body if name != 'links'}


def questions() -> Iterator[tuple[str, dict[str, Any]]]:
    """All that is captured, by component."""
    for component in COMPONENTS:
        for frequency in FREQUENCIES:
            yield from of_component(component, frequency)
    for frequency in FREQUENCIES:
        for name in ('gold', 'silver'):
            filters = {'name': name}
            yield 'cpgspacedata', {
                'frequency': frequency, 'filters': filters,
                'begin': DAY if frequency == 'hires' else WEEK}
            yield 'cpgspacedata', {'frequency': frequency, 'groupBy': 'name',
                                   'filters': filters, 'begin': DAY,
                                   'end': START - 3 * 3600}
        for component in ('cpgspacedata', 'cpgstatistics'):
            yield component, {'frequency': frequency, 'groupBy': 'name'}
            yield component, {'frequency': frequency, 'groupBy': 'name',
                              'filters': {'name': ['gold', 'none']}}
        yield 'physicaldiskcapacity', {'frequency': frequency, 'groupBy': [
            'id', 'type'], 'filters': {'type': 1}}


def of_component(component: str, frequency: str
                 ) -> Iterator[tuple[str, dict[str, Any]]]:
    """What is captured of each component alike."""
    known = {'frequency': frequency}
    yield component, known
    if frequency == 'hires':
        yield component, {**known, 'begin': '24h'}
        yield component, {**known, 'groupBy': CATEGORIES[component][0],
                          'begin': '30m'}
        yield component, {**known, 'begin': START - 7200, 'end': START - 3600}
    else:
        yield component, {**known, 'begin': WEEK}
        yield component, {**known, 'begin': '2d'}
        yield component, {**known, 'begin': START - 4 * 86400,
                          'end': START - 2 * 86400}
    yield component, {**known, 'groupBy': CATEGORIES[component][0]}
    if component not in LARGE:
        yield component, {**known, 'atTime': True}


@pytest.fixture(scope='module', params=MODELS)
def pair(request: pytest.FixtureRequest, tmp_path_factory:
         pytest.TempPathFactory) -> Iterator[tuple[SimulatedArray, twin.Capture]]:
    with source(request.param) as array:
        with logged_in(array) as client:
            populate(array, client)
        path = tmp_path_factory.mktemp('capture') / 'array.json'
        yield array, taken(array, path)


def test_twin_answers_for_the_week_what_the_array_answers(
        pair: tuple[SimulatedArray, twin.Capture]) -> None:
    array, capture = pair
    with served(capture) as copy, logged_in(array) as before, \
            logged_in(copy) as after:
        for component, options in questions():
            expected = json.dumps(answer(before, component, **options))
            assert json.dumps(answer(after, component, **options)) \
                == expected, (component, options)
        assert copy.loaded is not None
        assert not any('systemreporter' in path for path in (
            *copy.loaded.left_out, *copy.loaded.differences))
        assert len(answer(after, 'cpgspacedata', frequency='hourly',
                          begin=WEEK)['members']) == 7 * 24
        assert len(answer(after, 'cpgspacedata', begin=DAY)
                   ['members']) == IN_A_DAY


def test_twin_sums_up_and_compares_what_the_array_does(
        pair: tuple[SimulatedArray, twin.Capture]) -> None:
    array, capture = pair
    reports = ['vstime/cpgstatistics/hires;summary:min,avg,max,detail',
               'vstime/portstatistics/hires;summary:avg',
               'vstime/cpgspacedata/hires;name:gold;summary:max',
               'attime/cpgstatistics/hires;groupby:name;'
               'compareby:top,1,IO.total',
               'attime/physicaldiskstatistics/hires;summary:min,max']
    with served(capture) as copy, logged_in(array) as before, \
            logged_in(copy) as after:
        for report in reports:
            expected, actual = (json.dumps(body(client, report))
                                for client in (before, after))
            assert actual == expected, report


def body(client: HPE3ParClient, report: str) -> Any:
    """The answer to a report that getStatistics does not request."""
    try:
        value: Any = client.http.get(f'/systemreporter/{report}')[1]
    except exceptions.ClientException as ex:
        return type(ex).__name__, ex.get_code()
    return {name: value[name] for name in value if name != 'links'}


def test_capacity_trend_is_that_of_the_array(
        pair: tuple[SimulatedArray, twin.Capture]) -> None:
    array, capture = pair
    with served(capture) as copy, logged_in(array) as before, \
            logged_in(copy) as after:
        for name in (None, 'gold'):
            for options in ({}, {'history': '3d'},
                            {'history': '30d', 'frequency': 'hourly'},
                            {'history': '365d', 'frequency': 'hourly'},
                            {'history': '24h', 'frequency': 'hires'}):
                trend = after.getCapacityTrend(name, **options)
                assert trend['samples'], (name, options)
                assert trend == before.getCapacityTrend(name, **options)


@pytest.fixture(scope='module')
def capture(tmp_path_factory: pytest.TempPathFactory) -> twin.Capture:
    path = tmp_path_factory.mktemp('capture') / 'array.json'
    with source() as array:
        with logged_in(array) as client:
            populate(array, client)
        return taken(array, path)


@pytest.mark.parametrize(('component', 'options'), [
    ('cpgstatistics', {'frequency': 'hires', 'begin': WEEK, 'end': DAY - 1}),
    ('cpgstatistics', {'frequency': 'hires', 'filters': {'name': 'gold'}}),
    ('cpgstatistics', {'frequency': 'hires', 'groupBy': 'name',
                       'end': START - 3600}),
    ('cpgspacedata', {'frequency': 'hires', 'groupBy': 'name',
                      'end': START - 3600,
                      'filters': {'name': ['gold', 'silver']}}),
    ('cpgspacedata', {'frequency': 'hires', 'groupBy': ['name', 'id'],
                      'end': START - 3600, 'filters': {'name': 'gold'}}),
    ('vlunstatistics', {'frequency': 'hires', 'groupBy': 'volumeName'}),
    ('cpgstatistics', {'frequency': 'hourly', 'filters': {'name': 'gold'}}),
    ('portstatistics', {'frequency': 'hourly', 'groupBy': 'type'}),
    ('cpgspacedata', {'frequency': 'hourly', 'groupBy': 'name',
                      'end': START - 86400}),
    ('vlunstatistics', {'frequency': 'hourly', 'atTime': True}),
    ('portstatistics', {'frequency': 'hourly', 'atTime': True,
                        'filters': {'portPos': '0:1:1'}})])
def test_what_was_not_captured_is_not_invented(
        capture: twin.Capture, component: str,
        options: dict[str, Any]) -> None:
    with served(capture) as copy, logged_in(copy) as client:
        assert answer(client, component, **options) == NO_DATA


def test_wrong_filters_are_refused_as_before(capture: twin.Capture) -> None:
    with served(capture) as copy, logged_in(copy) as client:
        assert answer(client, 'cpgspacedata', frequency='hourly', filters={
            'name': 'none'}) == ('HTTPBadRequest', 296)


def test_samples_of_the_model_follow(capture: twin.Capture) -> None:
    with served(capture) as copy, logged_in(copy) as client:
        before = answer(client, 'cpgspacedata', frequency='hourly', begin=WEEK)
        copy.clock.advance(2 * 3600)
        client.createVolume('full', 'gold', 1 << 20)
        copy.clock.advance(3600)
        after = answer(client, 'cpgspacedata', frequency='hourly', begin=WEEK)
        count = len(before['members'])
        assert after['members'][:count] == before['members']
        times = [item['sampleTimeSec'] for item in after['members']]
        assert times == list(range(times[0], times[0] + 3600 * (count + 3),
                                   3600))
        used = [item['usedSpace']['userMiB'] for item in after['members']]
        assert used[-1] - used[-2] == 1 << 20
        assert used[count] == used[count + 1] > 0
        newest = answer(client, 'cpgspacedata', frequency='hourly',
                        atTime=True)
        assert newest['sampleTimeSec'] == times[-1]
        finest = answer(client, 'cpgstatistics', begin=WEEK)['members']
        times = [item['sampleTimeSec'] for item in finest]
        assert times == list(range(int(DAY), int(DAY) + 300 * (IN_A_DAY + 36),
                                   300))


@pytest.mark.parametrize(('frequency', 'count'), [
    ('hires', IN_A_DAY), ('hourly', 7 * 24), ('daily', 7)])
def test_iterator_over_all_time_gives_what_was_captured(
        capture: twin.Capture, frequency: str, count: int) -> None:
    with served(capture) as copy, logged_in(copy) as client:
        for component in ('cpgstatistics', 'vlunstatistics'):
            samples = list(client.iterStatistics(
                component, frequency=frequency, begin=0))
            assert len(samples) == count
            assert samples == client.getStatistics(
                component, frequency=frequency, begin=0)['members']


def finest(capture: twin.Capture, kind: str) -> dict[str, Any]:
    """What was captured of five minutes: members or objects by path."""
    return {path: capture.object(path) or list(capture.members(path))
            for path in capture.paths
            if f'/{kind}/' in path and '/hires' in path}


def test_samples_that_are_taken_meanwhile_are_left_out(tmp_path: Path) -> None:
    def advance(progress: twin.CaptureProgress) -> None:
        if '/hires' in progress.current and '/vstime/' in progress.current:
            array.clock.advance(300)

    with source() as array, logged_in(array) as client:
        populate(array, client)
        twin.capture(client, tmp_path / 'array.json', statistics=True,
                     progress=advance)
        assert array.clock.now() > START + 300 * 10
    taken = twin.Capture(tmp_path / 'array.json')
    assert {item['sampleTimeSec']
            for item in finest(taken, 'attime').values()} == {int(START)}
    for path, members in finest(taken, 'vstime').items():
        times = [item['sampleTimeSec'] for item in members]
        assert times == list(range(int(DAY), int(START) + 1, 300)), path


def test_capture_that_is_continued_keeps_the_day(tmp_path: Path) -> None:
    def interrupt(progress: twin.CaptureProgress) -> None:
        if 'vstime/portstatistics/hires' in progress.current:
            raise KeyboardInterrupt

    with source() as array, logged_in(array) as client:
        populate(array, client)
        twin.capture(client, tmp_path / 'whole.json', statistics=True)
        path = tmp_path / 'array.json'
        with pytest.raises(KeyboardInterrupt):
            twin.capture(client, path, statistics=True, progress=interrupt)
        array.clock.advance(3600)
        array.requests.clear()
        twin.capture(client, path, statistics=True)
        assert not any('vstime/cpgstatistics' in item.target
                       for item in array.requests)
    for kind in ('vstime', 'attime'):
        assert finest(twin.Capture(path), kind) == finest(
            twin.Capture(tmp_path / 'whole.json'), kind)


def test_day_costs_few_requests(capture: twin.Capture) -> None:
    components = [item for item in COMPONENTS if any(
        f'/{item}/hires' in path for path in capture.paths)]
    cpgs = list(capture.members('/cpgs'))
    assert len(components) == 10
    assert len(finest(capture, 'vstime')) == len(components) + len(cpgs)
    large = {*LARGE, 'cachememorystatistics'} & {*components}
    assert len(finest(capture, 'attime')) \
        == 2 * len(components) - len(large)


def test_array_without_system_reporter_is_not_asked_for_more(
        tmp_path: Path) -> None:
    """Nor when the capture is continued."""
    def interrupt(progress: twin.CaptureProgress) -> None:
        if progress.current in COMMANDS:
            raise KeyboardInterrupt

    path = tmp_path / 'array.json'
    with source('3par-3.1.3') as array, logged_in(array) as client:
        with pytest.raises(KeyboardInterrupt):
            twin.capture(client, path, statistics=True, progress=interrupt)
        requests = [item.target for item in array.requests
                    if '/systemreporter/' in item.target]
        assert len(requests) == len(COMPONENTS)
        array.requests.clear()
        twin.capture(client, path, statistics=True)
        assert not any('/systemreporter/' in item.target
                       for item in array.requests)
    assert not any('/hires' in key for key in twin.Capture(path).keys)


def test_newest_sample_without_a_time_has_no_day_before_it(
        tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    moments = {
        f'/systemreporter/attime/{component}/hires;groupby:'
        f'{CATEGORIES[component][0]}': moment for component, moment in (
            ('cpgstatistics', None), ('portstatistics', True),
            ('vlunstatistics', -1), ('volumespacedata', 10 ** 15),
            ('physicaldiskcapacity', '7'))}
    with source() as array, logged_in(array) as client:
        get = client.http.get

        def changed(url: str, *options: Any, **named: Any) -> Any:
            head, answer = get(url, *options, **named)
            return head, {**answer, 'sampleTimeSec': moments[url]} \
                if url in moments else answer

        monkeypatch.setattr(client.http, 'get', changed)
        twin.capture(client, tmp_path / 'array.json', statistics=True)
    taken = twin.Capture(tmp_path / 'array.json')
    assert {*moments} <= {*taken.paths}
    series = [path for path in taken.paths if '/vstime/' in path
              and '/hires?' in path]
    assert len(series) == 10 - len(moments)
    with served(taken) as copy:
        assert copy.loaded is not None
        assert {path for path, moment in moments.items()
                if type(moment) is not int} <= {*copy.loaded.left_out}


def test_save_and_restore_keep_the_week(capture: twin.Capture) -> None:
    with served(capture) as copy, logged_in(copy) as client:
        copy.clock.advance(3600)
        expected = [answer(client, component, **options)
                    for component, options in questions()]
        state = json.loads(json.dumps(snapshot(copy)))
    with served(state) as again, logged_in(again) as client:
        assert [answer(client, component, **options)
                for component, options in questions()] == expected


def test_anonymised_week_has_the_figures_under_the_new_names(
        capture: twin.Capture, tmp_path: Path) -> None:
    twin.anonymise(capture.path, tmp_path / 'safe.json', tmp_path / 'key',
                   seed=1)
    text = (tmp_path / 'safe.json').read_text('utf-8')
    # as words: random hex digits may well be db1
    assert re.findall(r'\b(?:gold|silver|db1)\b', text) == []
    twin.turn_back(tmp_path / 'safe.json', tmp_path / 'back.json',
                   tmp_path / 'key')
    assert twin.Capture(tmp_path / 'back.json').keys == capture.keys
    with served(capture) as copy, logged_in(copy) as plain, \
            served(twin.Capture(tmp_path / 'safe.json')) as safe, \
            logged_in(safe) as hidden:
        by_id = {cpg['id']: cpg['name'] for cpg in hidden.getCPGs()['members']}
        for cpg in plain.getCPGs()['members']:
            for frequency, count in (('hourly', 7 * 24), ('hires', IN_A_DAY)):
                options: dict[str, Any] = {'frequency': frequency,
                                           'begin': WEEK}
                known = answer(plain, 'cpgspacedata', **options,
                               filters={'name': cpg['name']})
                assert len(known['members']) == count
                assert answer(hidden, 'cpgspacedata', **options, filters={
                    'name': by_id[cpg['id']]}) == known
        for frequency in FREQUENCIES:
            rows = answer(hidden, 'cpgspacedata', frequency=frequency,
                          groupBy='name')['members']
            assert {row['name'] for row in rows} == set(by_id.values())


def test_report_of_a_comparison_names_no_cpg(
        capture: twin.Capture) -> None:
    assert 'gold' not in json.dumps(twin.compare(capture).as_json())


def written(path: Path, capture: twin.Capture,
            sections: dict[str, Any]) -> twin.Capture:
    """A capture with some reports, and the system of another one."""
    writer = Writer(path, capture.source)
    writer.object('/system', capture.object('/system'))
    for key, value in sections.items():
        if isinstance(value, list):
            writer.members(key, value)
        else:
            writer.object(key, value)
    writer.close()
    return twin.Capture(path)


def sample(hours: int, **members: Any) -> dict[str, Any]:
    moment = int(START) // 3600 * 3600 - hours * 3600
    text = datetime.datetime.fromtimestamp(
        moment, datetime.timezone.utc).strftime('%Y-%m-%dT%H:%M:%SZ')
    return {'sampleTime': text, 'sampleTimeSec': moment, **members}


def test_components_that_the_model_lacks_are_answered_from_the_capture(
        capture: twin.Capture, tmp_path: Path) -> None:
    rows = [sample(2, IO={'total': 5}), sample(1, IO={'total': 7})]
    vvset = {'type': 1, 'name': 'vvset:shop', 'IO': {'total': 7}}
    with served(written(tmp_path / 'array.json', capture, {
            '/systemreporter/vstime/qosstatistics/hourly': rows,
            '/systemreporter/attime/qosstatistics/hourly;groupby:type,name':
                {**sample(1), 'total': 1, 'members': [vvset]}})) as copy, \
            logged_in(copy) as client:
        assert answer(client, 'qosstatistics', frequency='hourly') == {
            'total': 2, 'members': rows}
        assert answer(client, 'qosstatistics', frequency='hourly',
                      groupBy=['name', 'type']) == {
            **sample(1), 'total': 1, 'members': [vvset]}
        assert answer(client, 'qosstatistics', frequency='hourly',
                      filters={'vvset': 'shop'}) == NO_DATA
        assert answer(client, 'remotecopystatistics') == ('HTTPNotFound', 11)
        copy.clock.advance(86400)
        assert answer(client, 'qosstatistics', frequency='hourly',
                      begin=START) == NO_DATA


def test_what_cannot_be_served_is_named(capture: twin.Capture,
                                        tmp_path: Path) -> None:
    narrowed = '/systemreporter/attime/cpgspacedata/hourly?query=%22name%20EQ' \
        '%20gold%22'
    broken = '/systemreporter/vstime/cpgspacedata/hourly'
    later = '/systemreporter/attime/cpgspacedata/hires'
    with served(written(tmp_path / 'array.json', capture, {
            narrowed: {**sample(1), 'members': []},
            broken: [{'IO': {}}],
            later: {'sampleTimeSec': None, 'members': []}})) as copy:
        assert copy.loaded is not None
        assert {narrowed, broken, later} <= set(copy.loaded.left_out)


def groups(samples: Samples, names: list[str], **fields: list[str]) -> Any:
    body = samples.groups('vlunstatistics', 'hourly', names, (
        'volumeName', 'vvsetName', 'lun'), fields, 0, 1e10)
    return body and body['members']


def test_groups_are_answered_only_where_each_is_one_row() -> None:
    rows = [{'volumeName': 'a', 'vvsetName': 's', 'lun': 1, 'IO': 1},
            {'volumeName': 'a', 'vvsetName': 't', 'lun': 1, 'IO': 1},
            {'volumeName': 'b', 'lun': 2, 'IO': 3}]
    samples = from_json({'/systemreporter/attime/vlunstatistics/hourly': [
        {'sampleTimeSec': 3600, 'members': rows}]})
    assert groups(samples, ['lun', 'vvsetName', 'volumeName']) == rows
    assert groups(samples, ['volumeName']) is None
    assert groups(samples, ['volumeName'], lun=['2']) == [
        {'volumeName': 'b', 'IO': 3}]
    assert groups(samples, ['volumeName', 'vvsetName'], vvsetName=['s']) is None
    assert groups(samples, ['volumeName', 'hostname']) is None
