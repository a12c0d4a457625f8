"""How long a request waits, and when it stops."""

from __future__ import annotations

import email.utils
import time

import pytest

from hpe3parclient import exceptions
from hpe3parclient.retry import RetryPolicy, parse_retry_after, should_retry
from hpe3parclient.web.request import Outcome, Request


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


def test_retry_after_as_a_date_to_come(monkeypatch):
    monkeypatch.setattr(time, 'time', lambda: 1_780_000_000.25)
    now = email.utils.formatdate(1_780_000_000, usegmt=True)
    assert parse_retry_after(now) == 0.0
    later = email.utils.formatdate(1_780_000_060, usegmt=True)
    assert parse_retry_after(later) == 59.75


@pytest.mark.parametrize('values', [{'attempts': 0}, {'first_wait': -1},
                                    {'total': -1}, {'longest_wait': -1}])
def test_policy_that_makes_no_sense_is_refused(values):
    with pytest.raises(ValueError, match='attempts|waits'):
        RetryPolicy(**values)


# -- which requests are sent again --------------------------------------------


def _sent(cls, sent):
    error = cls('broke')
    error.request_sent = sent
    return error


def _busy(code):
    return exceptions.HTTPServiceUnavailable(
        {'desc': 'x'} if code is None else {'code': code})


NEVER, READS, ALWAYS, REPEATABLE = 'never', 'reads', 'always', 'repeatable'

URL = 'https://array/api/v1/x'
REQUESTS = {
    'GET': (Request('GET', URL), {READS, REPEATABLE}),
    'POST': (Request('POST', URL), set()),
    'PUT': (Request('PUT', URL), set()),
    'DELETE': (Request('DELETE', URL), set()),
    'POST that reads': (Request('POST', URL, reads=True),
                        {READS, REPEATABLE}),
    'login': (Request('POST', URL, keyless=True), set()),
    'login that renews': (Request('POST', URL, keyless=True,
                                  repeatable=True), {REPEATABLE}),
    'logout': (Request('DELETE', URL, keyless=True, repeatable=True),
               {REPEATABLE}),
}

OUTCOMES = [
    (Outcome(status=200), NEVER),
    (Outcome(_busy(None), status=503), ALWAYS),
    (Outcome(_busy(31), status=503), ALWAYS),
    (Outcome(_busy(68), status=503), ALWAYS),
    (Outcome(_busy(270), status=503), ALWAYS),
    (Outcome(_busy(4711), status=503, headers={'retry-after': '1'}), ALWAYS),
    (Outcome(_busy(4711), status=503), READS),
    (Outcome(_sent(exceptions.ConnectionError, False)), ALWAYS),
    (Outcome(_sent(exceptions.ConnectTimeout, False)), ALWAYS),
    (Outcome(_sent(exceptions.TLSFailed, False)), ALWAYS),
    (Outcome(_sent(exceptions.ConnectionError, True)), REPEATABLE),
    (Outcome(_sent(exceptions.Timeout, True)), REPEATABLE),
    (Outcome(exceptions.SSLCertFailed('no')), NEVER),
    (Outcome(exceptions.InvalidResponse('no JSON'), status=200), NEVER),
    (Outcome(exceptions.IncompleteResponse('half'), status=200), NEVER),
    (Outcome(exceptions.TooManyRedirects('no'), status=302), NEVER),
    *[(Outcome(cls({'code': 1}), status=cls.http_status), NEVER)
      for cls in (exceptions.HTTPBadRequest, exceptions.HTTPForbidden,
                  exceptions.HTTPNotFound, exceptions.HTTPConflict,
                  exceptions.HTTPInternalServerError,
                  exceptions.HTTPBadGateway, exceptions.HTTPGatewayTimeout)],
]


@pytest.mark.parametrize('name', REQUESTS)
@pytest.mark.parametrize('outcome, who', OUTCOMES, ids=lambda item: repr(
    item) if isinstance(item, Outcome) else item)
def test_request_is_sent_again_only_where_it_does_no_harm(name, outcome,
                                                          who):
    request, kinds = REQUESTS[name]
    expected = who == ALWAYS or who in kinds
    assert should_retry(request, outcome) is expected
