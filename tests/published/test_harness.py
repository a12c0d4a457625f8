"""A difference that is put in on purpose is noticed."""

from __future__ import annotations

from typing import Any

import pytest

from tests.published import comparison, listed
from tests.published.calls import CALLS
from tests.published.runner import Bench

#: Calls that are alike, and one that is listed as different.
ALIKE = ("getVolume('vol1')", "getVolumes()",
         "createVolume('new', 'cpg1', 1024, {'tpvv': True})",
         "modifyVolume('vol1', {'comment': 'changed'})",
         "getVolume('missing')")
KINDS = ('result', 'request', 'error')


def problem(bench: Bench, content: dict[str, Any], name: str,
            injection: str | None) -> str:
    published, ours = bench.observe(CALLS[name], injection)
    return listed.verdict(CALLS[name], published, ours,
                          content['calls'].get(name))


@pytest.mark.parametrize('name', ALIKE[:-1])
@pytest.mark.parametrize('kind', KINDS)
def test_an_injected_difference_is_noticed(
        bench: Bench, content: dict[str, Any], name: str, kind: str) -> None:
    assert problem(bench, content, name, None) == ''
    assert 'is not listed' in problem(bench, content, name, kind)


@pytest.mark.parametrize('kind', ['request', 'error'])
def test_an_injected_difference_of_a_refused_call_is_noticed(
        bench: Bench, content: dict[str, Any], kind: str) -> None:
    assert 'is not listed' in problem(bench, content, ALIKE[-1], kind)


@pytest.mark.parametrize('kind', ['argument', 'print'])
def test_changed_arguments_and_prints_are_noticed(
        bench: Bench, content: dict[str, Any], kind: str) -> None:
    assert 'is not listed' in problem(
        bench, content, "createVolume('new', 'cpg1', 1024, {'tpvv': True})",
        kind)


def test_one_more_command_is_noticed(bench: Bench, content: dict[str, Any]
                                     ) -> None:
    name = "getPatches(), with SSH"
    assert problem(bench, content, name, None) == ''
    assert 'commands' in problem(bench, content, name, 'command')


@pytest.mark.parametrize('kind', KINDS)
def test_an_injected_difference_of_a_listed_call_is_noticed(
        bench: Bench, content: dict[str, Any], kind: str) -> None:
    name = next(name for name, entry in content['calls'].items()
                if entry.get('outcome', ['', 'raises'])[1].startswith(
                    'returns') and not CALLS[name].ssh
                and CALLS[name].log_in)
    assert problem(bench, content, name, None) == ''
    assert 'in another way' in problem(bench, content, name, kind)


def test_a_listed_difference_that_is_gone_is_noticed(bench: Bench) -> None:
    name = "getVolume('vol1')"
    published, ours = bench.observe(CALLS[name])
    entry = {'reason': 'r', 'outcome': ['returns 1', 'returns 2']}
    assert 'is not any more' in listed.verdict(
        CALLS[name], published, ours, entry)


def test_types_of_values_are_compared() -> None:
    def seen(value: Any) -> dict[str, Any]:
        return {'returns': value, 'arguments': [[], {}], 'prints': '',
                'requests': [], 'commands': []}

    for item, other in ((1, True), (1, 1.0), ({'$tuple': [1]}, [1]),
                       (None, False), ('1', 1)):
        assert 'outcome' in comparison.differences(seen(item), seen(other))
    assert comparison.differences(seen({'a': 1, 'b': 2}),
                                  seen({'b': 2, 'a': 1})) == {}


def test_an_error_may_have_more_bases_but_not_fewer() -> None:
    def seen(*bases: str, name: str = 'E') -> dict[str, Any]:
        return {'raises': {'class': name, 'bases': list(bases)},
                'arguments': [[], {}], 'prints': '', 'requests': [],
                'commands': []}

    assert comparison.differences(seen('A'), seen('A', 'B')) == {}
    assert comparison.differences(seen('A'), seen('A', 'E', name='F')) == {}
    assert comparison.differences(seen('A', 'B'), seen('A')) != {}
    assert comparison.differences(seen('A'), seen('A', name='F')) != {}
