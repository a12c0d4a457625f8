"""A week of System Reporter that was captured, and the twin that serves it."""

from __future__ import annotations

import datetime
import json
import time
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

#: generations that have System Reporter
MODELS = sorted(name for name, kind in PERSONALITIES.items()
                if kind.has(Capability.REMOTE_COPY))
#: within an hour, and ahead of the clock here: the capture reaches back a week
START = time.time() // 3600 * 3600 + 3600 + 2700
WEEK = START - 7 * 86400
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
        for frequency in ('hourly', 'daily'):
            yield component, {'frequency': frequency, 'begin': WEEK}
            yield component, {'frequency': frequency}
            yield component, {'frequency': frequency, 'begin': '2d'}
            yield component, {
                'frequency': frequency, 'begin': START - 4 * 86400,
                'end': START - 2 * 86400}
            yield component, {'frequency': frequency,
                              'groupBy': CATEGORIES[component][0]}
            if component not in LARGE:
                yield component, {'frequency': frequency, 'atTime': True}
    for frequency in ('hourly', 'daily'):
        for name in ('gold', 'silver'):
            yield 'cpgspacedata', {'frequency': frequency, 'begin': WEEK,
                                   'filters': {'name': name}}
        for component in ('cpgspacedata', 'cpgstatistics'):
            yield component, {'frequency': frequency, 'groupBy': 'name'}
            yield component, {'frequency': frequency, 'groupBy': 'name',
                              'filters': {'name': ['gold', 'none']}}
        yield 'physicaldiskcapacity', {'frequency': frequency, 'groupBy': [
            'id', 'type'], 'filters': {'type': 1}}


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
            expected = answer(before, component, **options)
            assert answer(after, component, **options) == expected, (
                component, options)
        assert copy.loaded is not None
        assert not any('systemreporter' in path for path in (
            *copy.loaded.left_out, *copy.loaded.differences))
        assert len(answer(after, 'cpgspacedata', frequency='hourly',
                          begin=WEEK)['members']) == 7 * 24


def test_capacity_trend_is_that_of_the_array(
        pair: tuple[SimulatedArray, twin.Capture]) -> None:
    array, capture = pair
    with served(capture) as copy, logged_in(array) as before, \
            logged_in(copy) as after:
        for name in (None, 'gold'):
            for options in ({}, {'history': '3d'},
                            {'history': '30d', 'frequency': 'hourly'},
                            {'history': '365d', 'frequency': 'hourly'}):
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
    ('cpgstatistics', {'frequency': 'hires'}),
    ('cpgstatistics', {'frequency': 'hires', 'begin': WEEK}),
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
        assert len(answer(client, 'cpgstatistics', begin=WEEK)
                   ['members']) == 36


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
    twin.anonymise(capture.path, tmp_path / 'safe.json', tmp_path / 'key')
    text = (tmp_path / 'safe.json').read_text('utf-8')
    assert 'gold' not in text
    assert 'db1' not in text
    twin.turn_back(tmp_path / 'safe.json', tmp_path / 'back.json',
                   tmp_path / 'key')
    assert twin.Capture(tmp_path / 'back.json').keys == capture.keys
    with served(capture) as copy, logged_in(copy) as plain, \
            served(twin.Capture(tmp_path / 'safe.json')) as safe, \
            logged_in(safe) as hidden:
        by_id = {cpg['id']: cpg['name'] for cpg in hidden.getCPGs()['members']}
        for cpg in plain.getCPGs()['members']:
            options: dict[str, Any] = {'frequency': 'hourly', 'begin': WEEK}
            known = answer(plain, 'cpgspacedata', **options,
                           filters={'name': cpg['name']})
            assert len(known['members']) == 7 * 24
            assert answer(hidden, 'cpgspacedata', **options, filters={
                'name': by_id[cpg['id']]}) == known
        rows = answer(hidden, 'cpgspacedata', frequency='hourly',
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
    with served(written(tmp_path / 'array.json', capture, {
            narrowed: {**sample(1), 'members': []},
            broken: [{'IO': {}}]})) as copy:
        assert copy.loaded is not None
        assert {narrowed, broken} <= set(copy.loaded.left_out)


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
