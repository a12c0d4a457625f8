"""The system reporter: numbers that follow the load the model has seen."""

from __future__ import annotations

from typing import Any, Callable
from urllib.parse import quote

import pytest

VERSUS = '/systemreporter/vstime/cpgstatistics/'
AT = '/systemreporter/attime/cpgstatistics/'


@pytest.fixture
def busy(pool: Any) -> Any:
    """Two CPGs, a volume in each; the clock at a full day."""
    pool.ok('POST', '/cpgs', {'name': 'd'})
    for name, cpg in (('v', 'c'), ('w', 'd')):
        pool.ok('POST', '/volumes', {'name': name, 'cpg': cpg,
                                     'sizeMiB': 1048576, 'tpvv': True})
    clock = pool.array.clock
    clock.advance(86400 - clock.now() % 86400)
    return pool.log_in()


def rows(api: Any, path: str, query: str = '') -> list[dict[str, Any]]:
    if query:
        path += '?query=' + quote(f'"{query}"')
    result: list[dict[str, Any]] = api.get(path)['members']
    return result


def later(api: Any, seconds: float) -> None:
    api.array.clock.advance(seconds)
    api.log_in()


def test_written_bytes_become_a_rate(busy: Any) -> None:
    busy.array.state.write('v', 300)
    later(busy, 300)
    last = rows(busy, VERSUS + 'hires;name:c')[-1]
    assert last['KBytes'] == {'read': 0.0, 'write': 1048.6, 'total': 1048.6}
    assert last['IO'] == {'read': 0.0, 'write': 16.0, 'total': 16.0}


def test_read_bytes_are_told_apart(busy: Any) -> None:
    busy.array.state.read('v', 300)
    later(busy, 300)
    last = rows(busy, VERSUS + 'hires;name:c')[-1]
    assert last['KBytes']['read'] == 1048.6
    assert last['KBytes']['write'] == 0.0


def test_size_and_rate_and_bytes_agree(busy: Any) -> None:
    busy.array.state.read('v', 4000)
    busy.array.state.write('v', 2000)
    later(busy, 300)
    last = rows(busy, VERSUS + 'hires;name:c')[-1]
    assert last['KBytes']['total'] == pytest.approx(
        last['IO']['total'] * last['IOSizeKB']['total'], rel=0.01)


def test_busy_disks_take_longer(busy: Any) -> None:
    busy.array.state.write('v', 300)
    later(busy, 300)
    busy.array.state.write('v', 300000)
    later(busy, 300)
    quiet, loaded = rows(busy, VERSUS + 'hires;name:c')[-2:]
    assert loaded['serviceTimeMS']['write'] > quiet['serviceTimeMS']['write']
    assert loaded['busyPct'] > quiet['busyPct']


def test_each_cpg_has_its_own_load(busy: Any) -> None:
    busy.array.state.write('w', 300)
    later(busy, 300)
    result = {item['name']: item['KBytes']['total']
             for item in rows(busy, AT + 'hires')}
    assert result == {'c': 0.0, 'd': 1048.6}


def test_named_cpgs_are_summed_over_time(busy: Any) -> None:
    for name in ('v', 'w'):
        busy.array.state.write(name, 300)
    later(busy, 300)
    last = rows(busy, VERSUS + 'hires;name:c,d')[-1]
    assert last['KBytes']['total'] == 2097.2


def test_grouping_by_name_gives_a_row_for_each(busy: Any) -> None:
    later(busy, 300)
    result = rows(busy, VERSUS + 'hires;name:c,d;groupby:name')
    assert [item['name'] for item in result[-2:]] == ['c', 'd']


def test_samples_come_oldest_first(busy: Any) -> None:
    later(busy, 3000)
    times = [item['sampleTimeSec'] for item in
             rows(busy, VERSUS + 'hires;name:c')]
    assert times == sorted(set(times))
    assert {later - first for first, later in zip(times, times[1:])} \
        == {300}


def last_sample(api: Any) -> int:
    result: int = rows(api, VERSUS + 'hires;name:c')[-1]['sampleTimeSec']
    return result


def test_interval_that_is_not_over_is_not_shown(busy: Any) -> None:
    before = last_sample(busy)
    later(busy, 299)
    assert last_sample(busy) == before
    later(busy, 1)
    assert last_sample(busy) == before + 300


def test_hours_and_days_are_averages(busy: Any) -> None:
    busy.array.state.write('v', 3600)
    later(busy, 86400)
    hour = rows(busy, VERSUS + 'hourly;name:c')[-24]
    day = rows(busy, VERSUS + 'daily;name:c')[-1]
    assert hour['KBytes']['write'] == 1048.6
    assert day['KBytes']['write'] == pytest.approx(1048.6 / 24, abs=0.1)


@pytest.mark.parametrize(('interval', 'reach'), [
    ('hires', 12 * 3600), ('hourly', 7 * 86400), ('daily', 90 * 86400)])
def test_report_reaches_back_so_far_by_itself(
        busy: Any, interval: str, reach: int) -> None:
    later(busy, 100 * 86400)
    first = rows(busy, VERSUS + interval + ';name:c')[0]['sampleTimeSec']
    step = {'hires': 300, 'hourly': 3600, 'daily': 86400}[interval]
    assert first == busy.array.clock.now() - reach + step


def test_query_chooses_by_sample_time(busy: Any) -> None:
    later(busy, 86400)
    every = rows(busy, VERSUS + 'hires;name:c')
    some = rows(busy, VERSUS + 'hires;name:c',
                f'sampleTime GE {every[3]["sampleTime"]} AND '
                f'sampleTime LE {every[5]["sampleTime"]}')
    assert some == every[3:6]


@pytest.mark.parametrize('form', ['{}Z', '{}+00:00', '{}'])
def test_query_reads_the_forms_of_a_time(busy: Any, form: str) -> None:
    later(busy, 600)
    last = rows(busy, VERSUS + 'hires;name:c')[-1]
    text = form.format(last['sampleTime'][:19])
    assert rows(busy, VERSUS + 'hires;name:c',
                f'sampleTime GE {text}') == [last]


@pytest.mark.covers('systemreporter', 'INV_QUERY_STRING')
@pytest.mark.parametrize('query', [
    'sampleTime GE yesterday', 'other GE 2020-01-01', 'sampleTime'])
def test_wrong_query_is_refused(busy: Any, query: str) -> None:
    busy.refused('INV_QUERY_STRING', 'GET',
                 VERSUS + 'hires?query=' + quote(f'"{query}"'))


def test_report_at_a_time_carries_that_time_once(busy: Any) -> None:
    later(busy, 300)
    body = busy.get(AT + 'hires;name:c')
    assert body['sampleTimeSec'] == busy.array.clock.now()
    assert body['total'] == 1
    assert 'sampleTime' not in body['members'][0]


def test_report_about_no_time_is_empty(busy: Any) -> None:
    query = quote('"sampleTime GE 2050-01-01"')
    for kind in (VERSUS, AT):
        assert busy.get(f'{kind}hires?query={query}') == {
            'total': 0, 'members': []}


def test_same_load_gives_the_same_numbers(
        busy: Any, raw_client: Callable[..., Any]) -> None:
    busy.array.state.write('v', 77)
    later(busy, 600)
    assert rows(busy, VERSUS + 'hires;name:c') == rows(
        raw_client(busy.array).log_in(), VERSUS + 'hires;name:c')


@pytest.mark.covers('systemreporter', 'NON_EXISTENT_CPG')
def test_unknown_cpg_is_not_found(busy: Any) -> None:
    busy.refused('NON_EXISTENT_CPG', 'GET', VERSUS + 'daily;name:x')


@pytest.mark.parametrize('path', [
    '/systemreporter/vstime/cpgstatistics/weekly',
    '/systemreporter/vstime/other/daily',
    '/systemreporter/other/cpgstatistics/daily'])
def test_unknown_report_is_not_found(busy: Any, path: str) -> None:
    busy.refused('URI_RES_NOT_FOUND', 'GET', path)


@pytest.mark.parametrize('option', ['name', 'other:1', 'name:c;name:d'])
def test_unknown_option_is_refused(busy: Any, option: str) -> None:
    busy.refused('INV_INPUT', 'GET', VERSUS + 'daily;' + option)


@pytest.mark.parametrize('option', ['summary:avg', 'compareby:top,1,x',
                                    'groupby:domain'])
def test_options_that_are_not_modelled_are_refused(busy: Any,
                                                   option: str) -> None:
    busy.refused('UNSUP_OP', 'GET', VERSUS + 'daily;' + option)


@pytest.mark.covers('systemreporter', 'UNLICENSED_FEATURE')
def test_reports_need_the_licence(busy: Any) -> None:
    busy.array.state.licences.discard('systemReporter')
    busy.refused('UNLICENSED_FEATURE', 'GET', VERSUS + 'daily')


def test_release_without_reports_has_no_such_path(
        serve: Callable[..., Any], raw_client: Callable[..., Any]) -> None:
    api = raw_client(serve('3par-3.1.3')).log_in()
    api.refused('URI_RES_NOT_FOUND', 'GET', VERSUS + 'daily')
