"""How long a request waits, and when it stops."""

from __future__ import annotations

import email.utils
import time

import pytest

from hpe3parclient.retry import RetryPolicy, parse_retry_after


@pytest.fixture
def waits(monkeypatch):
    """Seconds slept, by a clock that moves only so."""
    slept = []
    monkeypatch.setattr(time, 'monotonic', lambda: 100.0 + sum(slept))
    monkeypatch.setattr(time, 'sleep', slept.append)
    return slept


def test_waits_grow_with_jitter_and_are_bounded(waits):
    retry = RetryPolicy(attempts=8, first_wait=1, longest_wait=10,
                        total=1000).begin()
    while retry.wait():
        pass
    assert len(waits) == 7
    for longest, seconds in zip((1, 2, 4, 8, 10, 10, 10), waits):
        assert longest / 2 <= seconds <= longest


def test_two_clients_do_not_wait_in_step(waits):
    for _ in range(20):
        RetryPolicy(first_wait=1).begin().wait()
    assert len(set(waits)) > 1


def test_attempts_count_the_first_sending(waits):
    assert RetryPolicy(attempts=1).begin().wait() is False
    assert waits == []


def test_no_attempt_starts_after_the_total(waits):
    retry = RetryPolicy(attempts=100, first_wait=10, longest_wait=10,
                        total=25).begin()
    while retry.wait():
        pass
    assert sum(waits) <= 25


def test_retry_after_replaces_the_wait(waits):
    assert RetryPolicy(first_wait=1).begin().wait('7')
    assert waits == [7.0]


def test_retry_after_beyond_the_total_is_not_waited_for(waits):
    assert not RetryPolicy(total=90).begin().wait('3600')
    assert waits == []


@pytest.mark.parametrize(('value', 'seconds'), [
    (None, None), ('5', 5.0), (' 5 ', 5.0), ('soon', None), ('', None),
    ('-3', None), ('Wed, 21 Oct 2015 07:28:00 GMT', 0.0)])
def test_retry_after_is_seconds_or_a_date(value, seconds):
    assert parse_retry_after(value) == seconds


def test_retry_after_as_a_date_to_come():
    text = email.utils.format_datetime(
        email.utils.localtime().replace(microsecond=0))
    assert parse_retry_after(text) <= 1
    later = email.utils.formatdate(time.time() + 60, usegmt=True)
    assert 50 < parse_retry_after(later) <= 60


@pytest.mark.parametrize('values', [{'attempts': 0}, {'first_wait': -1},
                                    {'total': -1}, {'longest_wait': -1}])
def test_policy_that_makes_no_sense_is_refused(values):
    with pytest.raises(ValueError, match='attempts|waits'):
        RetryPolicy(**values)
