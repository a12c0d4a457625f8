"""Words of a shell become arguments; results become a table or JSON."""

from __future__ import annotations

import argparse
import datetime
import io
import json
import re
from typing import Any

import pytest

from hpe3parclient import __main__ as command
from hpe3parclient.client import HPE3ParClient
from hpe3parclient.console import call, completion

MOMENT = datetime.datetime(2017, 7, 14, 2, 40, tzinfo=datetime.timezone.utc)


def given(name: str, *words: str) -> dict[str, Any]:
    return dict(call.arguments(call.method(name), words).arguments)


@pytest.mark.parametrize('name, words, expected', [
    ('getVolumes', [], {}),
    ('getVolume', ['4711'], {'name': '4711'}),
    ('getVolume', ['{"a"}'], {'name': '{"a"}'}),
    ('createVolume', ['v', 'gold', '1024', '{"tpvv": true}'],
     {'name': 'v', 'cpgName': 'gold', 'sizeMiB': 1024,
      'optional': {'tpvv': True}}),
    ('createVLUN', ['v', 'hostname=db1', 'auto=true'],
     {'volumeName': 'v', 'hostname': 'db1', 'auto': True}),
    ('createVolumeSet', ['s', 'comment=a=b', 'setmembers=["x"]'],
     {'name': 's', 'comment': 'a=b', 'setmembers': ['x']}),
    ('getVolume', ['a=b'], {'name': 'a=b'}),
    ('checkHealth', ['pd', 'node'], {'components': ('pd', 'node')}),
    ('checkHealth', [], {}),
    ('getTask', ['12'], {'taskId': 12}),
    ('getTask', ['no'], {'taskId': 'no'}),
    ('growVolume', ['v', '10'], {'name': 'v', 'amount': 10}),
    ('getEvents', ['since=12h'], {'since': '12h'}),
    ('getAlerts', ['since=1500000000.5'], {'since': 1500000000.5}),
    ('getAlerts', ['since=2017-07-14'], {'since': datetime.datetime(
        2017, 7, 14)}),
    ('getEvents', ['since=2017-07-14T02:40:00Z'], {'since': MOMENT}),
    ('getStatistics', ['cpgstatistics', 'begin=0'],
     {'component': 'cpgstatistics', 'begin': 0}),
    ('getStatistics', ['cpgstatistics', 'begin=7d',
                       'end=2017-07-14T04:40:00+02:00', 'groupBy=name'],
     {'component': 'cpgstatistics', 'begin': '7d', 'end': MOMENT,
      'groupBy': 'name'}),
])
def test_words_become_arguments(name: str, words: list[str],
                                expected: dict[str, Any]) -> None:
    assert given(name, *words) == expected


def test_an_expression_is_written_as_in_python() -> None:
    query = given('iterVolumes', 'Q.userCPG == "gold"')['query']
    assert query.matches({'userCPG': 'gold'})
    assert not query.matches({'userCPG': 'silver'})


@pytest.mark.parametrize('name, words, message', [
    ('getvolume', [], "no method is called 'getvolume'; did you mean "
                      "getVolume?"),
    ('getVolums', [], 'did you mean getVolumes or getVolume?'),
    ('getTasks', [], 'did you mean getTask or getAllTasks?'),
    ('login', [], '"methods" lists them'),
    ('_run', [], 'no method'),
    ('xyzzy', [], '"methods" lists them'),
    ('getVolume', [], "missing a required argument: 'name': getVolume name"),
    ('getVolume', ['a', 'b'], "'b' is one argument too many"),
    ('createVolume', ['v', 'gold', 'big'], "sizeMiB is int, written as JSON, "
                                           "not 'big'; for example 1024"),
    ('createVolume', ['v', 'gold', '1', 'tpvv'], 'for example \'{"tpvv"'),
    ('createVolumeSet', ['s', 'setmembers=a'], 'for example \'["a", "b"]\''),
    ('createVLUN', ['v', 'auto=yes'], 'for example true'),
    ('iterVolumes', ['().__class__.mro()[1].__subclasses__('], 'with Q'),
    ('iterVolumes', ['open("/etc/passwd")'], "name 'open' is not defined"),
])
def test_wrong_words_are_refused(name: str, words: list[str],
                                 message: str) -> None:
    with pytest.raises(call.UsageError) as caught:
        given(name, *words)
    assert message in str(caught.value)


def test_every_method_has_a_usage_line() -> None:
    for name in call.methods():
        assert call.usage(call.method(name)).split()[0] == name
        assert 'self' not in call.usage(call.method(name)).split()


def test_every_method_has_a_manual() -> None:
    for name in call.methods():
        usage, _, text = call.manual(call.method(name)).partition('\n\n')
        assert usage == call.usage(call.method(name))
        assert ':returns:' in text or ':raises' in text, name


def test_nothing_but_methods_of_the_array_can_be_called() -> None:
    for name in ('login', 'logout', 'setSSHOptions', 'fromEnv', 'readOnly'):
        assert hasattr(HPE3ParClient, name)
        assert name not in call.methods()


def written(result: Any, **options: Any) -> str:
    file = io.StringIO()
    call.write(result, file, **options)
    return file.getvalue()


def test_json_is_what_the_method_returned() -> None:
    for result in ({'a': [1, None, 'é']}, [], 'x', None, 5, True,
                   [{'name': 'v'}]):
        assert json.loads(written(result, as_json=True)) == result


def test_an_iterator_is_written_as_it_comes() -> None:
    rows = [{'name': 'a'}, {'name': 'b'}]
    text = written(iter(rows), as_json=True)
    assert json.loads(text) == rows
    assert text.splitlines()[1] == '{"name": "a"},'
    assert json.loads(written(iter([]), as_json=True)) == []


def test_headers_beside_a_body_are_a_list_in_json() -> None:
    assert json.loads(written(({'status': '200'}, None), as_json=True)) == [
        {'status': '200'}, None]


def test_a_table_has_all_rows_and_no_footer() -> None:
    rows = [{'name': f'v{number}', 'provisioningType': 2}
            for number in range(60)]
    lines = written({'total': 60, 'members': rows}).splitlines()
    assert lines[:2] == ['name  provisioningType', 'v0    TPVV']
    assert len(lines) == 61


def test_a_narrow_terminal_gets_fewer_columns() -> None:
    rows = [{'name': 'v', 'comment': 'x' * 100, 'sizeMiB': 1}]
    assert written(rows, width=20).splitlines()[0] == 'name  sizeMiB'
    assert 'x' * 100 in written(rows)


def test_a_list_of_names_is_a_column() -> None:
    rows = [{'name': 's', 'setmembers': ['a', 'b'], 'states': []},
            {'name': 't'}]
    assert written(rows) == 'name  setmembers\ns     a, b\nt     -\n'


def test_times_are_written_in_iso_8601() -> None:
    assert json.loads(written({'at': MOMENT}, as_json=True)) == {
        'at': '2017-07-14T02:40:00+00:00'}


def test_an_object_has_a_line_for_each_member() -> None:
    assert written({'name': 'v', 'copyType': 1, 'policies': {'a': True}}) == (
        'name      v\ncopyType  BASE\npolicies  {"a": true}\n')


@pytest.mark.parametrize('result, text', [
    (None, ''), (({'Date': 'today'}, None), ''), ([], ''), ({'members': []}, ''),
    (True, 'True\n'),
    ('a\x1b[2J', 'a\\x1b[2J\n'), (['a', 'b'], 'a\nb\n')])
def test_other_results_are_lines(result: Any, text: str) -> None:
    assert written(result) == text


def _options(parser: argparse.ArgumentParser) -> set[str]:
    return {option for action in parser._actions
            for option in action.option_strings if option != '-h'}


def test_completion_knows_every_command_and_option() -> None:
    """As the scripts for bash and zsh and, in its own syntax, for fish."""
    parser = command.parser()
    (commands,) = (action.choices for action in parser._actions
                   if isinstance(action, argparse._SubParsersAction))
    parsers = {'': parser, **commands}
    branches = re.findall('^    "([a-z-]*) -"\\*\\) words="(.*)" ;;$',
                          completion.script('bash'), re.MULTILINE)
    assert {name: set(words.split()) for name, words in branches} == {
        name: _options(each) for name, each in parsers.items()}
    fish: dict[str, set[str]] = {name: set() for name in parsers}
    for where, dash, option in re.findall(
            '-n "(?:__fish_seen_subcommand_from (.*)|not .*)" -([ls]) (\\S+)',
            completion.script('fish')):
        fish[where].add(('--' if dash == 'l' else '-') + option)
    assert fish == {name: _options(each) for name, each in parsers.items()}
    assert f'-a "{" ".join(sorted(commands))}"' in completion.script('fish')


@pytest.mark.parametrize('shell', sorted(completion.SCRIPTS))
def test_completion_knows_every_method(shell: str) -> None:
    text = completion.script(shell)
    assert all(name in text.split() or f'{name}"' in text.split()
               or f'"{name}' in text or f'{name}"' in text
               for name in call.methods())
