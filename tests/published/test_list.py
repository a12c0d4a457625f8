"""The list of calls is complete, and the list of differences in order."""

from __future__ import annotations

import inspect
import re
from typing import Any

import pytest

from tests.published.calls import CALLS
from tests.published.runner import Bench

CLASSES = [('hpe3parclient.client', 'HPE3ParClient'),
           ('hpe3parclient.file_client', 'HPE3ParFilePersonaClient')]


def test_there_are_at_least_six_hundred_calls() -> None:
    assert len(CALLS) >= 600


@pytest.mark.parametrize('module, owner', CLASSES)
def test_every_public_method_is_called_in_every_form(
        bench: Bench, module: str, owner: str) -> None:
    methods = bench.published.worker.do('methods', module=module,
                                        owner=owner)
    assert len(methods) > 100
    missing = [gap for method, parameters in methods.items()
               for gap in _gaps(method, parameters)]
    assert missing == []


def _gaps(method: str, parameters: list[Any]) -> list[str]:
    """Forms in which no call gives a parameter."""
    calls = [call for call in CALLS.values() if call.method == method]
    gaps = [] if calls else [f'{method} is never called']
    for index, (name, optional, kind) in enumerate(parameters):
        if 'VAR' in kind:
            continue
        forms = {'by position': any(len(call.args) > index
                                    for call in calls),
                 'by name': any(name in call.named for call in calls)}
        if optional:
            forms['not at all'] = any(
                len(call.args) <= index and name not in call.named
                for call in calls)
        gaps += [f'{method}: {name} is not given {form}'
                 for form, given in forms.items() if not given]
    return gaps


@pytest.mark.parametrize('module, owner', [
    *CLASSES, ('hpe3parclient.http', 'HTTPJSONRESTClient')])
def test_constants_have_the_same_values(bench: Bench, module: str,
                                        owner: str) -> None:
    published, ours = (side.worker.do('constants', module=module, owner=owner)
                       for side in (bench.published, bench.ours))
    assert {name: ours.get(name) for name in published} == published


def test_the_workers_use_two_different_clients(bench: Bench) -> None:
    published, ours = (side.worker.location
                       for side in (bench.published, bench.ours))
    assert 'site-packages' in published.parts
    assert ours != published


def test_every_listed_call_is_made(content: dict[str, Any]) -> None:
    assert sorted(set(content['calls']) - set(CALLS)) == []


def test_every_listed_call_has_a_reason_and_every_reason_a_call(
        content: dict[str, Any]) -> None:
    used = {entry['reason'] for entry in content['calls'].values()}
    assert used == {reason['id'] for reason in content['reasons']}


def test_only_reasons_that_say_so_allow_more_requests(
        content: dict[str, Any]) -> None:
    allowed = {reason['id'] for reason in content['reasons']
               if reason.get('more')}
    assert [name for name, entry in content['calls'].items()
            if entry.get('sent', [0, 0])[1] > entry.get('sent', [0, 0])[0]
            and entry['reason'] not in allowed] == []


def test_reasons_are_sentences(content: dict[str, Any]) -> None:
    for reason in content['reasons']:
        assert re.fullmatch(r'[a-z-]+', reason['id'])
        assert reason['title']
        assert not reason['title'].endswith('.')
        assert inspect.cleandoc(reason['text']).endswith(('.', ')'))
