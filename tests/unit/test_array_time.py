"""Since when: what callers may say, and what arrays print."""

from __future__ import annotations

import datetime
from typing import Any

import pytest

from hpe3parclient import array_time, cli, exceptions

UTC = datetime.timezone.utc
NOW = datetime.datetime(2017, 7, 14, 2, 40, tzinfo=UTC)


@pytest.mark.parametrize('since, begin', [
    (datetime.timedelta(hours=1), '2017-07-14T01:40'),
    ('30m', '2017-07-14T02:10'), ('12h', '2017-07-13T14:40'),
    ('7d', '2017-07-07T02:40'), ('1.5d', '2017-07-12T14:40'),
    (datetime.timedelta.max, '1970-01-01T00:00'),
    ('999999999d', '1970-01-01T00:00'),
    (0, '1970-01-01T00:00'), (-5, '1970-01-01T00:00'),
    (1_500_000_000.5, '2017-07-14T02:40'),
    (NOW, '2017-07-14T02:40'),
    (NOW.astimezone(datetime.timezone(datetime.timedelta(hours=2))),
     '2017-07-14T02:40')])
def test_since_is_a_moment_or_how_long_ago(since: Any, begin: str) -> None:
    start = array_time.start(since, NOW)
    assert start.astimezone(UTC).strftime('%Y-%m-%dT%H:%M') == begin


def test_a_datetime_without_a_zone_is_local_time() -> None:
    local = datetime.datetime(2017, 7, 14, 2, 40)
    assert array_time.start(local).timestamp() == local.timestamp()


@pytest.mark.parametrize('since', [
    None, True, 'yesterday', '7', '7w', '', '-1d', [], datetime.date.today(),
    float('nan'), float('inf'), 1e300, datetime.timedelta(days=-1)])
def test_anything_else_is_refused(since: Any) -> None:
    with pytest.raises(exceptions.InvalidInput, match="since is a datetime, "):
        array_time.start(since)


def stamps(zone: str, *times: str) -> list[str]:
    clock = array_time.clock(['Node Date', f'0    {times[0]} ({zone})'])
    moments = [clock.moment(time) for time in times]
    return [moment.astimezone(UTC).strftime('%Y-%m-%d %H:%M')
            for moment in moments if moment is not None]


@pytest.mark.parametrize('zone, printed, moment', [
    ('Etc/UTC', '2022-01-25 15:55:37 UTC', '2022-01-25 15:55'),
    ('Europe/Moscow', '2022-01-25 15:55:37 MSK', '2022-01-25 12:55'),
    ('America/Los_Angeles', '2015-07-17 20:14:29 PDT', '2015-07-18 03:14'),
    ('America/Los_Angeles', '2015-01-17 20:14:29 PST', '2015-01-18 04:14'),
    ('America/Sao_Paulo', '2022-01-25 15:55:37 -03', '2022-01-25 18:55'),
    ('Europe/Berlin', '2021-10-31 02:30:00 CEST', '2021-10-31 00:30'),
    ('Europe/Berlin', '2021-10-31 02:30:00 CET', '2021-10-31 01:30')])
def test_times_are_read_in_the_zone_of_the_array(
        zone: str, printed: str, moment: str) -> None:
    assert stamps(zone, printed) == [moment]


def test_a_table_of_values_set_off_by_commas_is_read() -> None:
    clock = array_time.clock(
        ['Node,Date', '0,2022-01-25 15:55:37 MSK (Europe/Moscow)'])
    assert clock.now == datetime.datetime(2022, 1, 25, 12, 55, 37, tzinfo=UTC)


@pytest.mark.parametrize('hours', [-7, 0, 3, 5.5, 14])
def test_without_data_of_the_zone_the_clock_tells_the_offset(
        hours: float) -> None:
    local = datetime.datetime.now(UTC) + datetime.timedelta(
        hours=hours, minutes=2)
    clock = array_time.clock(
        ['Node Date', f'0    {local:%Y-%m-%d %H:%M:%S} XST (Mars/Olympus)'])
    assert clock.zone.utcoffset(None) == datetime.timedelta(hours=hours)


@pytest.mark.parametrize('lines', [
    [], ['Node Date'], ['Node Date', '0    -'],
    ['0 2022-13-45 15:55:37 MSK (Europe/Moscow)'],
    ['0 2022-01-25 15:55:37 XST (Mars/Olympus)']])
def test_a_clock_that_cannot_be_read_is_an_error(lines: list[str]) -> None:
    with pytest.raises(cli.errors.SSHTableError):
        array_time.clock(lines)


def test_what_is_no_time_is_no_moment() -> None:
    clock = array_time.ArrayClock(NOW, UTC)
    assert clock.moment('n/a') is None
    assert clock.moment('2022-02-31 00:00:00 UTC') is None
