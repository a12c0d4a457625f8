"""The campaign over HTTP: the client stands it, and the judge can fail."""

from __future__ import annotations

import contextlib

import pytest

from hpe3parclient import exceptions
from hpe3parclient.client import HPE3ParClient
from hpe3parclient.simulator import SimulatedArray
from hpe3parclient.web import request as described
from hpe3parclient.web.redact import Secret
from tests.faults.campaign import CLOSES, KEEPS, Plan, Result, main, run
from tests.faults.fault_drivers import Here, Settings
from tests.faults.fault_figures import as_text
from tests.faults.fault_judge import (
    VIOLATIONS,
    Case,
    Outcome,
    Tally,
    outcome_of,
    verdict,
)
from tests.faults.fault_scripts import Step, adding, observe

HOWS = [(1, 'alone', CLOSES), (1, 'alone', KEEPS), (8, 'shared', CLOSES),
        (8, 'pool', CLOSES)]


def stands(result: Result) -> bool:
    """Whether faults were met and nothing happened that must not."""
    print(as_text(result))
    return result.clean and result.tally.counts['survived'] > 0 and \
        sum(result.injected.values()) > 20


@pytest.mark.parametrize('threads, how, model', HOWS)
def test_a_few_scripts_come_through_faults(threads, how, model):
    assert stands(run(Plan(1, 100, threads, how, steps=12, model=model, timeout=20)))


@pytest.mark.long
@pytest.mark.parametrize('threads, how, model', HOWS)
def test_many_scripts_come_through_faults(threads, how, model):
    assert stands(run(Plan(2, 500, threads, how, model=model, timeout=20)))


def test_the_program_prints_its_figures_and_says_that_all_is_well(
        tmp_path, capsys):
    figures = tmp_path / 'figures.txt'
    assert main(['--seed', '5', '--operations', '60', '--threads', '1',
                 '--figures', str(figures)]) == 0
    said = capsys.readouterr().out
    for text in VIOLATIONS.values():
        assert text in said
        assert text in figures.read_text()


# -- clients that the judge must catch ---------------------------------------


def made(change):
    """A maker of this client with something changed for the worse."""
    def make(*args, **options):
        client = HPE3ParClient(*args, **options)
        change(client)
        return client
    return make


def bad(change):
    """What must not happen and does with such a client."""
    return run(Plan(1, 250, make=made(change))).tally.violations


def repeats_everything(client):
    perform = client.http._array.perform

    def eager(request):
        request.repeatable = True
        return perform(request)
    client.http._array.perform = eager


def keeps_silent(client):
    perform = client.http._array.perform

    def quiet(request):
        try:
            return perform(request)
        except exceptions.RequestException:
            if request.keyless:
                raise
            return described.Outcome(status=200, headers={},
                                     value=Secret({}))
    client.http._array.perform = quiet


def forgets_to_log_out(client):
    client.http.unauthenticate = lambda: None


def tells_its_key(client):
    perform = client.http._array.perform

    def telling(request):
        try:
            return perform(request)
        except exceptions.ClientException as ex:
            if request.keyless:
                raise
            raise exceptions.HTTPBadRequest(
                f'with {client.get_session_key()}') from ex
    client.http._array.perform = telling


@pytest.mark.long
def test_the_judge_catches_a_client_that_repeats_changes():
    assert bad(repeats_everything)['denied'] > 0


@pytest.mark.long
def test_the_judge_catches_a_client_that_keeps_failures_to_itself():
    result = bad(keeps_silent)
    assert result['lost'] > 0
    assert result['wrong'] > 0


@pytest.mark.long
def test_the_judge_catches_a_client_that_leaves_its_session():
    assert bad(forgets_to_log_out)['session'] > 0


@pytest.mark.long
def test_the_judge_catches_a_client_that_tells_its_key():
    assert bad(tells_its_key)['secret'] > 0


def grown(change):
    """The verdict on a growth whose answer was lost."""
    with SimulatedArray(tls=False, ssh_port=None) as array:
        driver = Here(Settings(array.api_url, array.user, array.password))
        change(driver.client)
        driver.login()
        driver.call(Step('createCPG', ('c',)))
        driver.call(Step('createVolume', ('v', 'c', 1024)))
        before = observe(array.state, 'v')
        array.faults.add('reset_after')
        step = Step('growVolume', ('v', 256), effect=adding(
            ('volume', 'v'), (1280, None, None)))
        outcome = driver.call(step)
        case = Case(step, outcome, before, observe(array.state, 'v'), True)
        driver.logout()
        driver.close()
    return verdict(case)


def test_the_judge_sees_a_volume_that_grew_twice():
    assert grown(repeats_everything) == 'duplicated'


def test_this_client_lets_it_grow_once_and_says_that_it_does_not_know():
    assert grown(lambda client: None) == 'unknown done'


# -- the judge, verdict by verdict -------------------------------------------


class UnprintableError(exceptions.ClientException):
    def __str__(self):
        return self.nothing


def unknown():
    return outcome_of(exceptions.ConnectionOutcomeUnknown('broke'))


def refused(status=500):
    return outcome_of(exceptions.ClientException('no', http_status=status))


def gateway(kind):
    return outcome_of(kind('no answer', http_status=502))


GROW = Step('growVolume', ('v', 256), effect=adding('v', 2))
AGAIN = Step('createVolume', ('v',), effect=adding('v', 2),
             refused=frozenset({409}))
ASK = Step('getVolume', ('v',), check=lambda answer, state: answer['a'] == 1)


@pytest.mark.parametrize('step, outcome, after, disturbed, right', [
    (GROW, Outcome(True), 2, True, 'done'),
    (GROW, Outcome(True), 2, False, 'done'),
    (GROW, Outcome(True), 1, True, 'lost'),
    (GROW, Outcome(True), 3, True, 'duplicated'),
    (GROW, unknown(), 1, True, 'unknown not done'),
    (GROW, unknown(), 2, True, 'unknown done'),
    (GROW, unknown(), 3, True, 'duplicated'),
    (GROW, unknown(), 1, False, 'unforced'),
    (GROW, refused(), 1, True, 'failed'),
    (GROW, refused(), 2, True, 'denied'),
    (GROW, refused(), 1, False, 'unforced'),
    (GROW, outcome_of(exceptions.ConnectionError('x')), 1, True, 'failed'),
    (GROW, outcome_of(exceptions.ConnectionError('x')), 2, True, 'unsaid'),
    (GROW, outcome_of(exceptions.ConnectTimeout('x')), 2, True, 'denied'),
    (GROW, outcome_of(exceptions.ConnectTimeout('x')), 1, False, 'failed'),
    (GROW, outcome_of(exceptions.InvalidResponse('x')), 2, True, 'unsaid'),
    (GROW, outcome_of(exceptions.UnusableOutcomeUnknown('x')), 2, True,
     'unknown done'),
    (GROW, gateway(exceptions.HTTPBadGateway), 2, True, 'denied'),
    (GROW, gateway(exceptions.BadGatewayOutcomeUnknown), 2, True,
     'unknown done'),
    (GROW, gateway(exceptions.BadGatewayOutcomeUnknown), 1, True,
     'unknown not done'),
    (GROW, outcome_of(KeyError('x')), 1, True, 'untyped'),
    (GROW, outcome_of(UnprintableError()), 1, True, 'unprintable'),
    (GROW, Outcome(False, classes=('Hang',)), 1, True, 'hang'),
    (AGAIN, refused(409), 1, False, 'done'),
    (AGAIN, refused(404), 1, False, 'unforced'),
    (AGAIN, refused(409), 2, False, 'duplicated'),
    (AGAIN, Outcome(True), 1, False, 'lost'),
    (ASK, Outcome(True, {'a': 1}), 1, False, 'done'),
    (ASK, Outcome(True, {'a': 2}), 1, False, 'wrong'),
    (ASK, Outcome(True, None), 1, False, 'wrong'),
    (ASK, Outcome(True, {}), 1, True, 'wrong'),
    (ASK, outcome_of(exceptions.ConnectionError('x')), 1, True, 'failed'),
])
def test_verdict_is(step, outcome, after, disturbed, right):
    assert verdict(Case(step, outcome, {'v': 1}, {'v': after},
                        disturbed)) == right


def test_judge_finds_a_key_that_nobody_told_it_of_in_the_cause():
    failure = exceptions.HTTPBadRequest('no')
    failure.__cause__ = ValueError(f'0-{7:032x}-{7:08x}')
    tally = Tally()
    tally.judge(Case(GROW, outcome_of(failure), {'v': 1}, {'v': 1}, True),
                met=True)
    assert tally.violations == {'secret': 1}


def test_campaign_finds_what_bears_no_name_of_a_script():
    def makes_another(client):
        create = client.createCPG

        def both(name, *args):
            create(name, *args)
            with contextlib.suppress(exceptions.ClientException):
                create('stray', *args)
        client.createCPG = both

    result = run(Plan(1, 20, steps=3, make=made(makes_another)))
    assert result.tally.violations == {'stray': 1}
