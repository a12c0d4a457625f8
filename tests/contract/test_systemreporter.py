"""CPG statistics from the web service: real averages, or an error."""

from __future__ import annotations

import pytest

from hpe3parclient import exceptions
from hpe3parclient.resources import systemreporter
from tests.support import scripted

NOW = 1435869600.0      # 2015-07-02 20:40:00 UTC


def sample(io, kbytes, ms, queue, busy, **more):
    return dict({'IO': {'read': 0.0, 'write': io, 'total': io},
                 'KBytes': {'read': 0.0, 'write': kbytes, 'total': kbytes},
                 'serviceTimeMS': {'read': 0.0, 'write': ms, 'total': ms},
                 'IOSizeKB': {'read': 0.0, 'write': 1.0, 'total': 1.0},
                 'queueLength': queue, 'busyPct': busy}, **more)


def samples(*members):
    return scripted.reply(200, {'total': len(members), 'members': list(members)})


@pytest.fixture(autouse=True)
def now(monkeypatch):
    monkeypatch.setattr(systemreporter.time, 'time', lambda: NOW)


def test_averages_are_weighted_by_io(client, server):
    server.say(samples(sample(10, 100, 1.0, 0, 2.0, name='c'),
                       sample(30, 500, 5.0, 1, 4.0, name='c')))
    result = client._getCPGStatDataFromWSAPI('c', 'daily', '7d')
    assert result == {'throughput': 20.0, 'bandwidth': 300.0, 'latency': 4.0,
                     'io_size': 15.0, 'queue_length': 0.5,
                     'avg_busy_perc': 3.0}
    assert all(type(value) is float for value in result.values())


@pytest.mark.parametrize(('history', 'begin'), [
    ('7d', '2015-06-25T20%3A40%3A00Z'), ('1.5h', '2015-07-02T19%3A10%3A00Z'),
    ('30m', '2015-07-02T20%3A10%3A00Z'), ('.5h', '2015-07-02T20%3A10%3A00Z'),
    ('0d', '2015-07-02T20%3A40%3A00Z'),
    ('99999d', '1970-01-01T00%3A00%3A00Z')])
@pytest.mark.parametrize('interval', ['hourly', 'daily'])
def test_request_names_cpg_interval_and_begin(client, server, sent, history,
                                              begin, interval):
    server.say(samples(sample(1, 1, 1, 1, 1)))
    client._getCPGStatDataFromWSAPI('a b,*', interval, history)
    assert sent() == [(
        f'GET /systemreporter/vstime/cpgstatistics/{interval};name:a%20b%2C%2A'
        f'?query=%22sampleTime%20GE%20{begin}%22', None)]


def test_cpg_that_did_nothing_is_zero(client, server):
    server.say(samples(sample(0, 0, 0.0, 0, 0)))
    assert set(client._getCPGStatDataFromWSAPI(
        'c', 'daily', '7d').values()) == {0.0}


def test_samples_of_other_cpgs_do_not_count(client, server):
    server.say(samples(sample(1, 1, 1, 1, 1, name='other'),
                       sample(2, 2, 2, 2, 2, name='c')))
    assert client._getCPGStatDataFromWSAPI(
        'c', 'daily', '7d')['throughput'] == 2.0


@pytest.mark.parametrize('answer', [
    samples(), samples(sample(1, 1, 1, 1, 1, name='other')),
    samples({'name': 'c'}), samples(sample(1, 1, 1, 1, None)),
    samples(sample('-', 1, 1, 1, 1))])
def test_statistics_that_are_none_are_an_error(client, server, answer):
    server.say(answer)
    with pytest.raises(exceptions.SrstatldException):
        client._getCPGStatDataFromWSAPI('c', 'daily', '7d')


def test_cpg_that_does_not_exist_is_not_found(client, server):
    server.say(scripted.error(404, 15))
    with pytest.raises(exceptions.HTTPNotFound):
        client._getCPGStatDataFromWSAPI('c', 'daily', '7d')


@pytest.mark.parametrize(('interval', 'history'), [
    ('hires', '7d'), ('Daily', '7d'), (None, '7d'), ('', '7d'),
    ('daily', '7'), ('daily', 'd'), ('daily', '7D'), ('daily', '7w'),
    ('daily', '-7d'), ('daily', '1.h'), ('daily', ' 7d'), ('daily', '7d\n'),
    ('daily', '7d;x'), ('daily', None), ('daily', '٧d')])
def test_what_is_no_interval_or_history_is_refused(client, sent, interval,
                                                   history):
    with pytest.raises(exceptions.InvalidInput):
        client._getCPGStatDataFromWSAPI('c', interval, history)
    assert sent() == []


@pytest.mark.parametrize('status', [400, 404])
def test_time_without_samples_has_no_statistics(client, server, status):
    server.say(scripted.error(status, 297))
    with pytest.raises(exceptions.SrstatldException, match='no daily'):
        client._getCPGStatDataFromWSAPI('c', 'daily', '7d')
