"""Hostile words in every argument of every method that uses SSH.

The simulated command line is a Tcl interpreter: a word that gets through
does its harm there, as the first test shows.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Callable

import pytest

from hpe3parclient import exceptions
from hpe3parclient.cli import words
from hpe3parclient.cli.errors import SSHConfirmationAsked
from hpe3parclient.client import HPE3ParClient
from hpe3parclient.simulator.model.remotecopy import groups
from hpe3parclient.simulator.state.array_state import Target
from hpe3parclient.simulator.state.remotecopy import IP, SYNC
from tests.support.cliarray import Both, served, whole
from tests.support.cliarray import client as ssh_client

KILL = 'removevv -f prod'

HOSTILE = [
    # substitution
    f'[{KILL}]', f'a[{KILL}]', f'"[{KILL}]"', f'{{[{KILL}]}}',
    f'"a [{KILL}] b"', '[{*}removevv\\x20-f\\x20prod]',
    f'x[{{*}}{{{KILL}}}]', f'{{*}}[{KILL}]', f'[\n{KILL}\n]',
    f'[eval {KILL}]', '$x', '${x}', '$::env(PATH)', f'$x([{KILL}])',
    # a second command
    f'; {KILL}', f'a;{KILL}', f'a;{KILL};', f'a\n{KILL}',
    f'\n{KILL}', f'a\r{KILL}', f'a\r\n{KILL}\r\n', 'a\n', 'a\r',
    '\na', f'a\\\n;{KILL}', f'a\\\\;{KILL}', f'a\\;{KILL}',
    f'a" ; {KILL} ; "', f"a' ; {KILL} ; '", f'a}} ; {KILL} ; {{',
    f'" ; {KILL} ; echo "', f'"a" ; {KILL}', ';', '&&', '||',
    f'a && {KILL}', f'a | {KILL}', f'`{KILL}`', f'$({KILL})',
    # encodings of the same
    f'\\x5b{KILL}\\x5d', f'\\u005b{KILL}\\u005d', f'\\133{KILL}\\135',
    f'a\\x3b{KILL}', f'a\u2028{KILL}', f'a\u2029{KILL}',
    f'a\x85{KILL}', f'a\x0b{KILL}', f'a\x0c{KILL}',
    # words that never end
    '{', '}', '"', '{a', 'a}', '"a', 'a"', 'a\\', '\\', '[', ']', '[a',
    '${', "'", "'a", "'a b'",
    # options and globs
    '-f', '-pat', '--', '-', '-f prod', '*', '?', 'pr*', '[a-z]', 'prod ',
    ' prod', 'a b', 'a\tb', '', ' ', '""', '{}', "''",
    # the editor of a terminal
    '\x00', '\x03', '\x04', '\x08', '\x11', '\x13', '\x15', '\x16', '\x17',
    '\x1a', '\x1b[A', '\x1c', '\x7f', f'a\x15{KILL}\n',
    # things that are no text
    '#', '# a', '\ud800', '\ufeffa', '\u202ea', '１２', 'a' * 5000,
    None, 7, 1.5, True, b'a', ['a', ';', KILL], {'a': 1}, object()]

IQN = 'iqn.1993-08.org.debian:01:222'
WWN = '50014380242B8B4C'
TASK = 'createsv -ro snap prod'

#: name, the verbs it may run, good arguments
METHODS: list[tuple[str, tuple[str, ...], dict[str, Any]]] = [
    ('getPatch', ('showpatch',), {'patch_id': 'P1'}),
    ('getCPGStatData', ('srstatld',),
     {'name': 'cpg', 'interval': 'daily', 'history': '7d'}),
    ('findHost', ('createhost',), {'iqn': IQN}),
    ('findHost', ('createhost',), {'wwn': WWN}),
    ('findHostSet', ('showhostset',), {'name': 'h'}),
    ('setQOSRule', ('setqos',),
     {'set_name': 'vs', 'max_io': 100, 'max_bw': 5}),
    ('admitRemoteCopyLinks', ('admitrcopylink',),
     {'targetName': 't', 'source_port': '0:1:1',
      'target_port_wwn_or_ip': '10.0.0.1'}),
    ('dismissRemoteCopyLinks', ('dismissrcopylink',),
     {'targetName': 't', 'source_port': '0:1:1',
      'target_port_wwn_or_ip': '10.0.0.1'}),
    ('rcopyLinkExists', ('showrcopy',),
     {'targetName': 't', 'local_port': '0:1:1',
      'target_system_peer_port': '10.0.0.1'}),
    ('admitRemoteCopyTarget', ('admitrcopytarget',),
     {'targetName': 't', 'mode': 'sync', 'remote_copy_group_name': 'g'}),
    ('dismissRemoteCopyTarget', ('dismissrcopytarget',),
     {'targetName': 't', 'remote_copy_group_name': 'g'}),
    ('_dismissVolumeWithTarget', ('dismissrcopyvv',),
     {'name': 'g', 'volumeName': 'v'}),
    ('createSchedule', ('createsched',),
     {'schedule_name': 's', 'task': TASK, 'taskfreq': '@hourly'}),
    ('deleteSchedule', ('removesched',), {'schedule_name': 's'}),
    ('getSchedule', ('showsched',), {'schedule_name': 's'}),
    ('getScheduleStatus', ('showsched',), {'schedule_name': 's'}),
    ('modifySchedule', ('setsched',),
     {'name': 's', 'schedule_opt': {'newName': 's'}}),
    ('suspendSchedule', ('setsched',), {'schedule_name': 's'}),
    ('resumeSchedule', ('setsched',), {'schedule_name': 's'})]

ARGUMENTS = [(method, verbs, given, name)
             for method, verbs, given in METHODS for name in given]


@pytest.fixture(scope='module')
def both() -> Iterator[Both]:
    with whole() as result:
        state = result.state
        with state.lock:
            state.populate(1)
        result.client.createVolume('prod', 'SimCPG', 1024, {'tpvv': True})
        with state.lock:
            state.remote.started = True
            state.remote.targets.add(Target(1, 't', IP, None, [],
                                            mirror_config=False))
            groups.create(state, {'name': 'g', 'targets': [
                {'targetName': 't', 'mode': SYNC}]})
        yield result


def attempt(call: Callable[[], Any]) -> None:
    """Call, and let every error pass that a caller may expect."""
    try:
        call()
    except (exceptions.SSHException, exceptions.ClientException, ValueError,
            TypeError) as err:
        assert str(err)


@pytest.mark.parametrize('line', [
    KILL, f'showvv [{KILL}]', f'showvv a ; {KILL}',
    f'showvv "[{KILL}]"', 'showvv [{*}removevv\\x20-f\\x20prod]',
    f'showvv a\\\\;{KILL}'])
def test_an_injection_that_gets_through_does_its_harm(line: str) -> None:
    with served() as server:
        server.array.populate(1)
        server.array.volumes.rename(next(
            item for item in server.array.volumes if not item.system), 'prod')
        server.cli.session().run(line)
        assert 'prod' not in server.array.volumes


def test_there_are_enough_hostile_words() -> None:
    assert len(HOSTILE) > 100


@pytest.mark.parametrize(('method', 'verbs', 'given', 'name'), ARGUMENTS,
                         ids=lambda value: value if isinstance(value, str)
                         else '')
def test_nothing_but_the_intended_command_runs(
        both: Both, method: str, verbs: tuple[str, ...],
        given: dict[str, Any], name: str) -> None:
    state = both.server.cli.state
    attempt(lambda: getattr(both.client, method)(**given))
    expected = len(state.ran[-1])
    hosts = len(both.state.hosts)
    for word in HOSTILE:
        before = len(state.ran)
        arguments = dict(given, **{name: word})
        attempt(lambda: getattr(
            both.client, method)(**arguments))  # noqa: B023
        ran = [words for words in state.ran[before:]
               if words[0] != 'setclienv']
        assert len(ran) <= 1, word
        # an argument that is None may be left out with its option
        assert all(words[0] in verbs and len(words) in (
            expected, expected - 2) for words in ran), (word, ran)
    assert 'prod' in both.state.volumes
    assert len(both.state.hosts) == hosts
    assert both.client._run(['echo', 'still', 'here']) == ['still here']


@pytest.mark.parametrize('place', ['newName', 'taskFrequency'])
def test_no_option_of_a_schedule_is_a_way_in(both: Both, place: str) -> None:
    before = len(both.ran())
    for word in HOSTILE:
        attempt(lambda: both.client.modifySchedule(
            's', {place: word}))  # noqa: B023 - called at once
    assert {words[0] for words in both.ran()[before:]} <= {'setsched'}
    assert 'prod' in both.state.volumes


def test_no_pair_of_volumes_is_a_way_in(both: Both) -> None:
    before = len(both.ran())
    for word in HOSTILE:
        for pair in ({'sourceVolumeName': word, 'targetVolumeName': 'v'},
                     {'sourceVolumeName': 'v', 'targetVolumeName': word}):
            attempt(lambda: both.client.admitRemoteCopyTarget(
                't', 'sync', 'g',
                {'volumePairs': [pair]}))  # noqa: B023 - called at once
    assert both.ran()[before:] == []
    assert 'prod' in both.state.volumes


def test_no_word_given_to_run_is_a_way_in(both: Both) -> None:
    before = len(both.ran())
    for word in HOSTILE:
        for command in (['showvv', word], [word], [word, 'x'],
                        ['showvv', word, 'removevv', '-f', 'x']):
            if command == ['removevv', '-f', 'prod']:
                continue
            attempt(lambda: both.client._run(
                command))  # noqa: B023 - called at once
    assert {words[0] for words in both.ran()[before:]} <= {'showvv'}
    assert 'prod' in both.state.volumes


def test_free_text_reaches_its_command_as_it_is(both: Both) -> None:
    for word in HOSTILE:
        if not isinstance(word, str) or not word.isprintable() \
                or len(word) > 3000:
            continue
        assert both.client._run(['echo', words.quoted(word)]) == [word]
    assert 'prod' in both.state.volumes


def test_a_task_is_run_later_as_one_command(both: Both) -> None:
    for word in HOSTILE:
        attempt(lambda: both.client.createSchedule(
            'task', word, '@daily'))  # noqa: B023 - called at once
        result = both.server.cli.state.schedules.pop('task', None)
        if result is None:
            continue
        session = both.server.cli.session()
        before = len(both.server.cli.state.ran)
        session.run('echo ' + result.command)
        assert len(both.server.cli.state.ran) == before + 1


def test_a_question_is_never_answered_by_the_next_command() -> None:
    with served() as server:
        server.array.populate(1)
        result = ssh_client(server)
        with pytest.raises(SSHConfirmationAsked):
            result.run(['removevv', 'vol00000'])
        result.run(['echo', 'y'])
        result.close()
        assert 'vol00000' in server.array.volumes


def test_no_option_of_the_connection_is_a_way_in() -> None:
    for word in HOSTILE:
        client = HPE3ParClient('http://127.0.0.1:9/api/v1')
        attempt(lambda: client.setSSHOptions(  # noqa: B023
            '127.0.0.1', 'u', 'p', port=word))  # noqa: B023
        assert client.ssh is None or word in (7, None)
