"""The load before an array was started: one story, told everywhere alike."""

from __future__ import annotations

import json
from typing import Any

import pytest

from hpe3parclient.simulator import Array, Clock, SimulatedArray, arrays_of
from hpe3parclient.simulator.cli.interpreter import Cli
from hpe3parclient.simulator.model.systemreporter import reports
from hpe3parclient.simulator.model.systemreporter.samples import Window
from tests.support.rawclient import RawClient

#: A Friday, a quarter past three.
START = 1_500_045_300.0


def array(**options: Any) -> Array:
    result = Array(clock=Clock(START, running=False),
                   **{'seed': 1, **options})
    result.populate(3)
    return result


def series(array: Array, name: str = 'cpgstatistics',
           frequency: str = 'hires', begin: float | None = None
           ) -> list[dict[str, Any]]:
    members: list[dict[str, Any]] = reports.versus_time(
        array, reports.Request(reports.component(name), frequency, Window(
            begin)))['members']
    return members


def loads(array: Array, **options: Any) -> list[float]:
    return [item['IO']['total'] for item in series(array, **options)]


def printed(array: Array, line: str) -> list[list[str]]:
    session = Cli(array).session()
    session.run('setclienv csvtable 1')
    return [text.split(',') for text, _ in session.run(line) or ()]


@pytest.mark.parametrize(('frequency', 'count'), [
    ('hires', 7 * 288), ('hourly', 7 * 24), ('daily', 7)])
def test_array_is_born_with_a_week_of_samples(frequency: str, count: int
                                              ) -> None:
    values = loads(array(), frequency=frequency, begin=0)
    assert len(values) == count
    assert min(values) > 0


def test_age_is_how_far_the_samples_reach() -> None:
    assert len(loads(array(age_days=30), frequency='daily')) == 30
    old = array(age_days=30)
    assert old.volumes.by_id(0).created == START - 30 * 86400


def test_history_can_be_left_out() -> None:
    fresh = array(history=False)
    fresh.clock.advance(3600)
    assert loads(fresh, begin=0) == [0.0] * 12


def test_same_seed_tells_the_same_story_and_another_one_another() -> None:
    assert series(array()) == series(array())
    assert loads(array()) != loads(array(seed=2))
    assert loads(array(seed=None)) == loads(array(seed=None))


def test_past_stays_as_it_was_while_time_passes() -> None:
    item = array()
    before = series(item, frequency='hourly', begin=0)
    item.clock.advance(86400)
    item.write('vol00001', 500)
    item.clock.advance(3600)
    assert series(item, frequency='hourly', begin=0)[:len(before)] == before


def test_longer_intervals_are_means_of_shorter_ones() -> None:
    item = array()
    hour = series(item, frequency='hourly')[-1]
    parts = [part['IO']['total'] for part in series(item)
             if hour['sampleTimeSec'] - 3600 < part['sampleTimeSec']
             <= hour['sampleTimeSec']]
    assert len(parts) == 12
    assert hour['IO']['total'] == pytest.approx(sum(parts) / 12, abs=0.1)


def test_afternoons_are_busier_than_nights_and_weekends() -> None:
    by_time = {item['sampleTime'][:16]: item['IO']['total']
               for item in series(array(), frequency='hourly')}
    afternoon = by_time['2017-07-13T14:00']
    assert afternoon > 2 * by_time['2017-07-13T05:00']
    assert afternoon > 1.5 * by_time['2017-07-09T14:00']


def test_load_ends_at_the_start_and_the_models_own_begins() -> None:
    item = array()
    item.write('vol00001', 300)
    item.clock.advance(900)
    last = series(item)[-3:]
    assert [part['KBytes']['read'] for part in last] == [0.0, 0.0, 0.0]
    assert last[0]['KBytes']['write'] == pytest.approx(1048.6)


def test_no_sample_is_kept_for_what_did_not_happen() -> None:
    item = array()
    for frequency in ('hires', 'hourly', 'daily'):
        series(item, frequency=frequency, begin=0)
    assert item.statistics.cpg_loads == {}
    assert item.statistics.volume_loads == {}


@pytest.mark.parametrize(('line', 'name'), [
    ('srstatcpg', 'cpgstatistics'), ('srstatld', 'cpgstatistics'),
    ('srstatpd', 'physicaldiskstatistics'),
    ('srstatport', 'portstatistics'), ('srstatvv', 'cpgstatistics')])
@pytest.mark.parametrize('frequency', ['hires', 'hourly', 'daily'])
def test_command_line_and_web_service_agree(line: str, name: str,
                                            frequency: str) -> None:
    item = array()
    item.write('vol00001', 300)
    item.clock.advance(1200)
    head, *rows = printed(item, f'{line} -{frequency}')[1:-2]
    assert head[:5] == ['Time', 'Secs', 'Rd', 'Wr', 'Tot']
    assert [(int(row[1]), row[4], row[7], row[10], row[13], row[15])
            for row in rows] == [
        (part['sampleTimeSec'], f"{part['IO']['total']:.1f}",
         f"{part['KBytes']['total']:.1f}",
         f"{part['serviceTimeMS']['total']:.2f}",
         f"{part['IOSizeKB']['total']:.1f}", f"{part['busyPct']:.1f}")
        for part in series(item, name, frequency)]


def test_totals_of_csv_are_the_count_and_the_means() -> None:
    item = array()
    rows = printed(item, 'srstatcpg -daily')
    values = [float(row[4]) for row in rows[2:-2]]
    assert rows[-1][:2] == ['', str(len(values))]
    assert float(rows[-1][4]) == pytest.approx(
        sum(values) / len(values), abs=0.1)


def test_groups_at_one_time_have_their_count_as_total() -> None:
    rows = printed(array(), 'srstatpd -attime -groupby PDID,DISK_TYPE')
    assert rows[-1][:2] == ['200', '']
    assert len(rows[-1]) == len(rows[2])


def test_saved_array_remembers_its_past() -> None:
    item = array()
    item.write('vol00001', 300)
    item.clock.advance(600)
    with SimulatedArray(array=item, tls=False, ssh_port=None) as served:
        document = json.loads(json.dumps(served.snapshot()))
    other = arrays_of(document)[0]
    for name in reports.COMPONENTS:
        if name != 'vlunstatistics':
            assert series(other, name) == series(item, name)
    assert other.statistics == item.statistics


def test_document_from_before_there_was_a_past_has_none() -> None:
    with SimulatedArray(tls=False, ssh_port=None) as served:
        document = served.snapshot()
    for name in ('started', 'history_seed', 'cpg_space', 'volume_space',
                 'volume_statistics'):
        document['arrays'][0].pop(name, None)
    other = arrays_of(document)[0]
    assert other.statistics.seed is None
    assert other.statistics.started == other.born


def test_removed_objects_leave_nothing_behind() -> None:
    item = array()
    item.write('vol00001', 300)
    with SimulatedArray(array=item, tls=False, ssh_port=None) as served:
        api = RawClient(served).log_in()
        for number in range(3):
            api.ok('DELETE', f'/volumes/vol{number:05d}')
        api.ok('DELETE', '/cpgs/SimCPG')
    recorded = item.statistics
    assert not recorded.volume_loads
    assert not recorded.volume_space
    assert not recorded.cpg_loads
    assert not recorded.cpg_usage
