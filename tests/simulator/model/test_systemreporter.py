"""The system reporter: numbers that follow the load the model has seen."""

from __future__ import annotations

import time
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


@pytest.mark.parametrize('form', ['{}Z', '{}z', '{}+00:00'])
def test_query_reads_the_forms_of_a_time(busy: Any, form: str) -> None:
    later(busy, 600)
    last = rows(busy, VERSUS + 'hires;name:c')[-1]
    text = form.format(last['sampleTime'][:19])
    assert rows(busy, VERSUS + 'hires;name:c',
                f'sampleTime GE {text}') == [last]


@pytest.mark.covers('systemreporter', 'INV_QUERY_STRING')
@pytest.mark.parametrize('query', [
    'sampleTime GE yesterday', 'sampleTime GE 2017-07-14T00:00:00',
    'sampleTime GT 2017-07-14T00:00:00Z', 'sampleTime',
    'sampleTime EQ 2017-07-14T00:00:00Z',
    'sampleTime GE 2017-07-14T00:00:00Z OR name EQ c',
    'sampleTime GE 2017-07-14T00:00:00Z AND '
    'sampleTime GE 2017-07-14T00:00:00Z',
    'name EQ c AND name EQ d', 'name GE c', 'name == c', 'name EQ', ''])
@pytest.mark.parametrize('path', [VERSUS, AT])
def test_wrong_query_is_refused(busy: Any, path: str, query: str) -> None:
    busy.refused('INV_QUERY_STRING', 'GET',
                 path + 'hires?query=' + quote(f'"{query}"'))


@pytest.mark.covers('systemreporter', 'INV_INPUT_ILLEGAL_CHAR')
@pytest.mark.parametrize('path', [
    VERSUS + 'hires;name:c%21', VERSUS + 'hi res', AT + 'hires;groupby:n*',
    AT + 'hires?query=' + quote('"name EQ c!"')])
def test_characters_no_report_has_are_refused(busy: Any, path: str) -> None:
    busy.refused('INV_INPUT_ILLEGAL_CHAR', 'GET', path.replace(' ', '%20'))


@pytest.mark.parametrize('query', ['name EQ nosuch', 'colour EQ red'])
def test_query_for_what_is_not_there_chooses_nothing(busy: Any,
                                                     query: str) -> None:
    body = busy.get(AT + 'hires?query=' + quote(f'"{query}"'))
    assert (body['total'], body['members']) == (0, [])
    assert 'links' not in body


def test_query_of_a_series_knows_the_time_alone(busy: Any) -> None:
    assert busy.get(VERSUS + 'hires?query=' + quote('"name EQ c"')) == {
        'total': 0, 'members': []}


def test_report_at_a_time_carries_that_time_once(busy: Any) -> None:
    later(busy, 300)
    body = busy.get(AT + 'hires')
    assert body['sampleTimeSec'] == busy.array.clock.now()
    assert body['total'] == 2
    assert 'sampleTime' not in body['members'][0]
    assert body['links'] == [{
        'href': busy.array.api_url + AT + 'hires', 'rel': 'self'}]


def test_report_at_a_time_is_of_the_windows_newest_sample(busy: Any) -> None:
    end = int(busy.array.clock.now()) - 7200
    text = time.strftime('%Y-%m-%dT%H:%M:%SZ', time.gmtime(end + 60))
    body = busy.get(AT + 'hires?query=' + quote(f'"sampleTime LE {text}"'))
    assert body['sampleTimeSec'] == end // 300 * 300


def test_query_picks_groups_and_comma_lists(busy: Any) -> None:
    query = '?query=' + quote('"name EQ c,d"')
    assert [item['name'] for item in busy.get(AT + 'hires' + query)[
        'members']] == ['c', 'd']


@pytest.mark.covers('systemreporter', 'SYSTEM_REPORTER_DATA_NOT_AVAILABLE')
def test_report_about_no_time_has_no_data(busy: Any) -> None:
    query = quote('"sampleTime GE 2050-01-01T00:00:00Z"')
    for kind in (VERSUS, AT):
        busy.refused('SYSTEM_REPORTER_DATA_NOT_AVAILABLE', 'GET',
                     f'{kind}hires?query={query}')


def test_array_without_history_has_no_data_at_first(
        serve: Callable[..., Any], raw_client: Callable[..., Any]) -> None:
    api = raw_client(serve(history=False, age_days=30)).log_in()
    api.ok('POST', '/cpgs', {'name': 'c'})
    for kind in (VERSUS, AT):
        api.refused('SYSTEM_REPORTER_DATA_NOT_AVAILABLE', 'GET',
                    kind + 'daily')
    later(api, 86400)
    assert [item['IO']['total'] for item in rows(api, VERSUS + 'daily')] \
        == [0.0]


def test_same_load_gives_the_same_numbers(
        busy: Any, raw_client: Callable[..., Any]) -> None:
    busy.array.state.write('v', 77)
    later(busy, 600)
    assert rows(busy, VERSUS + 'hires;name:c') == rows(
        raw_client(busy.array).log_in(), VERSUS + 'hires;name:c')


@pytest.mark.parametrize('path', [
    '/systemreporter/vstime/other/daily',
    '/systemreporter/other/cpgstatistics/daily'])
def test_unknown_report_is_not_found(busy: Any, path: str) -> None:
    busy.refused('URI_RES_NOT_FOUND', 'GET', path)


@pytest.mark.covers('systemreporter', 'INV_REPORT_PARAM')
@pytest.mark.parametrize('path', [
    VERSUS + 'weekly', VERSUS + 'daily;name', VERSUS + 'daily;name:',
    VERSUS + 'daily;name:nosuch', VERSUS + 'daily;name:c,nosuch',
    VERSUS + 'daily;other:1', VERSUS + 'daily;groupby:name',
    VERSUS + 'daily;compareby:top,1,IO', VERSUS + 'daily;',
    VERSUS + 'daily;summary:median', VERSUS + 'daily;summary:detail',
    AT + 'daily;name:c', AT + 'daily;groupby:colour', AT + 'daily;groupby:',
    AT + 'daily;compareby:top,0,IO', AT + 'daily;compareby:most,1,IO',
    AT + 'daily;compareby:top,1', AT + 'daily;compareby:top,1,colour',
    '/systemreporter/vstime/cachememorystatistics/daily;node:8',
    '/systemreporter/vstime/cpgspacedata/daily;diskType:4',
    '/systemreporter/vstime/cpgspacedata/daily;RAIDType:5',
    '/systemreporter/vstime/physicaldiskcapacity/daily;id:9999',
    '/systemreporter/vstime/physicaldiskcapacity/daily;RPM:11',
    '/systemreporter/vstime/portstatistics/daily;portPos:9:9:9',
    '/systemreporter/vstime/portstatistics/daily;type:4',
    '/systemreporter/vstime/vlunstatistics/daily;lun:one',
    '/systemreporter/vstime/volumespacedata/daily;name:set:nosuch',
    '/systemreporter/vstime/volumespacedata/daily;provType:5'])
def test_wrong_parameter_is_refused(busy: Any, path: str) -> None:
    busy.refused('INV_REPORT_PARAM', 'GET', path)


@pytest.mark.parametrize('rest', [
    'vlunstatistics/hires;volumeName:v', 'vlunstatistics/hires;lun:7',
    'volumespacedata/hires;snapCPG:c', 'physicaldiskcapacity/hires;RPM:15'])
def test_what_there_is_but_has_no_data_is_no_wrong_parameter(
        busy: Any, rest: str) -> None:
    busy.refused('SYSTEM_REPORTER_DATA_NOT_AVAILABLE', 'GET',
                 '/systemreporter/vstime/' + rest)


def test_parameter_may_be_repeated(busy: Any) -> None:
    for name in 'vw':
        busy.array.state.write(name, 300)
    later(busy, 300)
    assert rows(busy, VERSUS + 'hires;name:c;name:d') \
        == rows(busy, VERSUS + 'hires;name:c,d')


def test_summary_and_comparison_came_later(
        serve: Callable[..., Any], raw_client: Callable[..., Any]) -> None:
    api = raw_client(serve('3par-3.2.2')).log_in()
    api.ok('POST', '/cpgs', {'name': 'c'})
    for option in ('summary:avg', 'compareby:top,1,IO'):
        api.refused('INV_REPORT_PARAM', 'GET', AT + 'daily;' + option)


def test_summary_stands_in_the_place_of_the_members(busy: Any) -> None:
    every = rows(busy, VERSUS + 'daily;name:c')
    body = busy.get(VERSUS + 'daily;name:c;summary:min,avg,max')
    totals = [item['IO']['total'] for item in every]
    assert (body['total'], body['members']) == (0, [])
    assert body['summary']['min']['IO']['total'] == min(totals)
    assert body['summary']['max']['IO']['total'] == max(totals)
    assert body['summary']['avg']['IO']['total'] == pytest.approx(
        sum(totals) / len(totals), abs=0.01)
    assert 'sampleTimeSec' not in body['summary']['avg']
    assert busy.get(VERSUS + 'daily;name:c;summary:avg,detail')[
        'members'] == every


def test_comparison_keeps_the_groups_that_have_most(busy: Any) -> None:
    busy.array.state.write('w', 300)
    later(busy, 300)
    path = AT + 'hires;groupby:name;compareby:'
    assert [item['name'] for item in rows(busy, path + 'top,1,KBytes')] \
        == ['d']
    assert [item['name'] for item in rows(
        busy, path + 'bottom,2,KBytes.write')] == ['c', 'd']


@pytest.mark.covers('systemreporter', 'UNLICENSED_FEATURE')
def test_reports_need_the_licence(busy: Any) -> None:
    busy.array.state.licences.discard('systemReporter')
    busy.refused('UNLICENSED_FEATURE', 'GET', VERSUS + 'daily')


def test_release_without_reports_has_no_such_path(
        serve: Callable[..., Any], raw_client: Callable[..., Any]) -> None:
    api = raw_client(serve('3par-3.1.3')).log_in()
    api.refused('URI_RES_NOT_FOUND', 'GET', VERSUS + 'daily')
