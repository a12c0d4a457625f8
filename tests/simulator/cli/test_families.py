"""What the commands of the simulated command line do, family by family."""

from __future__ import annotations

from typing import List, Sequence

import pytest

from hpe3parclient.simulator.array import Array
from hpe3parclient.simulator.cli.interpreter import Cli, Session
from hpe3parclient.simulator.clock import Clock
from hpe3parclient.simulator.model import sets, vluns
from hpe3parclient.simulator.personality import personality_of

WWN = '50014380242B8B4C'
IQN = 'iqn.1993-08.org.debian:01:222'
ECHO = 'setclienv csvtable 1'


def session(*lines: str, model: str = '3par-3.3.1', yes: bool = False
            ) -> Session:
    array = Array(personality_of(model), Clock(running=False), seed=1)
    array.populate(2)
    found = Cli(array).session(confirm=lambda question: yes)
    for line in lines:
        assert found.run(line) is not None
    return found


def run(found: Session, line: str) -> List[str]:
    printed = found.run(line)
    assert printed is not None
    return [text for text, _ in printed]


def array_of(found: Session) -> Array:
    return found._cli.array


def refused(found: Session, line: str) -> str:
    """The refusal of a line; nothing else is printed on errors' stream."""
    printed = found.run(line)
    assert printed is not None
    errors = [text for text, error in printed if error]
    assert errors, printed
    assert found.status == 1
    return errors[0]


# -- hosts ------------------------------------------------------------------


def test_a_host_is_shown_with_a_row_for_every_path() -> None:
    found = session('createhost -persona 1 h1 ' + WWN,
                    'createhost -iscsi -add h1 ' + IQN,
                    'createhost h2', ECHO)
    assert run(found, 'showhost') == [
        'Id,Name,Persona,-WWN/iSCSI_Name-,Port,IP_addr'.replace(
            '-WWN/iSCSI_Name-', 'WWN/iSCSI_Name'.center(29, '-')),
        '0,h1,Generic,%s,---,n/a' % WWN,
        '0,h1,Generic,%s,---,0.0.0.0' % IQN,
        '1,h2,Generic-ALUA,--,---,n/a',
        run(found, 'showhost')[4], '2,total']


def test_a_path_that_is_logged_in_shows_its_ports() -> None:
    found = session('createhost h1 ' + WWN, ECHO)
    array_of(found).log_in('h1')
    assert [line.split(',')[4] for line in run(
        found, 'showhost -verbose h1')[1:]] == ['0:1:1', '1:1:1']


@pytest.mark.parametrize(('line', 'text'), [
    ('createhost', 'wrong # args'), ('createhost -x h', 'Invalid option'),
    ('createhost h1', 'already exists'),
    ('createhost h2 ' + WWN.lower(), 'already used by host h1 (0)'),
    ('createhost h2 50:01:43:80:24:2B:8B:4C', 'already used by host h1 (0)'),
    ('createhost h2 xyz', 'neither a WWN'), ('createhost h2 ' + IQN,
                                             'neither a WWN'),
    ('createhost -iscsi h2 ' + WWN, 'neither a WWN'),
    ('createhost %s' % ('h' * 32), 'too long'),
    ('createhost h/2', 'illegal character'),
    ('createhost -add nosuch 1000000000000000', 'host does not exist'),
    ('removehost', 'wrong # args'), ('removehost nosuch', 'does not exist'),
    ('removehost -x h1', 'Invalid option'),
    ('showhost -x', 'Invalid option'), ('showhostset -x', 'Invalid option')])
def test_a_host_command_may_be_refused(line: str, text: str) -> None:
    found = session('createhost h1 ' + WWN)
    assert text in refused(found, line)
    assert [host.name for host in array_of(found).hosts] == ['h1']


@pytest.mark.parametrize(('line', 'yes', 'left'), [
    ('removehost -f h1', False, 0), ('removehost h1', True, 0),
    ('removehost h1', False, 1)])
def test_a_host_is_removed_when_that_is_meant(line: str, yes: bool,
                                              left: int) -> None:
    found = session('createhost h1', line, yes=yes)
    assert len(array_of(found).hosts) == left


def test_a_host_with_exports_is_not_removed() -> None:
    found = session('createhost h1 ' + WWN)
    array = array_of(found)
    vluns.create(array, {'volumeName': 'vol00000', 'hostname': 'h1',
                         'lun': 5})
    assert 'has exports defined' in refused(found, 'removehost -f h1')
    assert run(found, 'showvlun -host h1')[1].split()[:3] == [
        '5', 'vol00000', 'h1']


def test_a_host_in_a_set_is_not_removed() -> None:
    found = session('createhost h1')
    sets.create(array_of(found), sets.HOSTS, {
        'name': 's', 'setmembers': ['h1'], 'comment': 'some hosts'})
    assert 'Error' in refused(found, 'removehost -f h1')
    lines = run(found, 'showhostset -d')
    assert lines[1].split() == ['1', 's', 'h1', 'some', 'hosts']


# -- volumes ----------------------------------------------------------------


def test_volumes_are_shown_with_the_columns_of_their_generation() -> None:
    old = run(session(ECHO, model='3par-3.1.3'), 'showvv vol*')
    new = run(session(ECHO, model='primera-4.x'), 'showvv vol*')
    assert ('Compr' in old[1], 'Compr' in new[1], '(MiB)' in new[0],
            old[-1].split(',')[:2]) == (False, True, True, ['2', 'total'])


def test_copies_of_a_volume_are_told_by_their_parent() -> None:
    assert run(session(), 'showvv -copyof vol00000') == ['no vv listed']


@pytest.mark.parametrize(('line', 'left'), [
    ('removevv -f vol00000', 1), ('removevv -f -pat vol*', 0),
    ('removevv -f vol00000 vol00001', 0), ('removevv -pat vol*', 2)])
def test_volumes_are_removed_when_that_is_meant(line: str, left: int
                                                ) -> None:
    found = session(line)
    assert sum(not one.system for one in array_of(found).volumes) == left


@pytest.mark.parametrize(('line', 'text'), [
    ('removevv', 'wrong # args'), ('removevv -f nosuch', 'not found'),
    ('removevv -x v', 'Invalid option'), ('showvv -x', 'Invalid option'),
    ('removevv -f admin', 'Attempt to delete'),
    ('growvv vol00000', 'wrong # args'), ('growvv nosuch 1g', 'not found'),
    ('growvv vol00000 much', 'invalid size'),
    ('growvv vol00000 99999t', 'Error'),
    ('showvvset -x', 'Invalid option'), ('showvlun -x', 'Invalid option')])
def test_a_volume_command_may_be_refused(line: str, text: str) -> None:
    assert text in refused(session(), line)


def test_a_volume_grows() -> None:
    found = session('growvv -f vol00000 2g')
    volume = array_of(found).volumes.get('vol00000')
    assert volume is not None
    assert volume.size_mib == 3072


def test_volume_sets_are_found_by_a_member() -> None:
    found = session()
    sets.create(array_of(found), sets.VOLUMES, {
        'name': 'vs', 'setmembers': ['vol00000']})
    sets.create(array_of(found), sets.VOLUMES, {'name': 'empty'})
    assert (run(found, 'showvvset -vv vol00000')[1].split(),
            run(found, 'showvvset empty')[1].split()) == (
                ['1', 'vs', 'vol00000'], ['2', 'empty', '--'])


# -- limits -----------------------------------------------------------------


def test_a_limit_is_set_changed_and_cleared() -> None:
    found = session()
    one = sets.create(array_of(found), sets.VOLUMES, {'name': 'vs'})
    rules = found._cli.state.qos
    run(found, 'setqos -io 100 -bw 5k vvset:vs')
    run(found, 'setqos -bw 2G vvset:vs')
    assert (rules['vs'].iops, rules['vs'].bytes_per_second,
            one.qos_enabled) == (100, 2_000_000_000, True)
    run(found, 'setqos -io none vvset:vs')
    assert rules['vs'].iops is None
    run(found, 'setqos -clear vvset:vs')
    assert (rules, one.qos_enabled) == ({}, False)


@pytest.mark.parametrize(('line', 'text'), [
    ('setqos -x vvset:a', 'Invalid option'),
    ('setqos -io many vvset:a', 'Invalid value many'),
    ('setqos -bw 5q vvset:a', 'Invalid value 5q'),
    ('setqos -io 5', 'no matching QoS target found')])
def test_a_limit_may_be_refused(line: str, text: str) -> None:
    assert text in refused(session(), line)


# -- the system -------------------------------------------------------------


def test_the_release_is_told_in_two_forms() -> None:
    found = session()
    found._cli.state.applied += ['P51', 'P56']
    assert (run(found, 'showversion -s'), run(found, 'showversion -b'),
            run(found, 'showpatch')) == (
        ['3.3.1.460'],
        ['Release version 3.3.1.460', 'Patches:  P51,P56'],
        ['Id', 'P51', 'P56'])


def test_the_system_is_one_row_with_a_hexadecimal_id() -> None:
    lines = run(session(ECHO), 'showsys')
    assert (len(lines), lines[2].split(',')[0]) == (3, '0x193B9')


def test_the_date_is_told_for_every_node() -> None:
    assert run(session(model='3par-3.1.3'), 'showdate') == [
        'Node Date', '0    2017-07-14 02:40:00 UTC (Etc/UTC)',
        '1    2017-07-14 02:40:00 UTC (Etc/UTC)']


def test_groups_stand_over_their_columns_in_plain_tables() -> None:
    lines = run(session(), 'srstatld -cpg SimCPG -hourly -btsecs -3h')
    assert lines[0].index('Svct ms') > lines[0].index('KBytes/s')
    assert len(lines) == 2 + 3 + 2


@pytest.mark.parametrize(('line', 'text'), [
    ('setclienv colour 1', 'wrong # args'), ('setclienv', 'wrong # args'),
    ('srstatld -daily -hourly', 'wrong # args'),
    ('srstatld -weekly', 'Invalid option -weekly'),
    ('srstatld -btsecs soon', 'Invalid option soon'),
    ('showport -x', 'Invalid option')])
def test_other_commands_may_be_refused(line: str, text: str) -> None:
    assert text in refused(session(), line)


@pytest.mark.parametrize('begin', ['', '-btsecs 0', '-btsecs -7200',
                                   '-btsecs -90m', '-btsecs -1.5h'])
def test_statistics_begin_when_they_are_asked_to(begin: str) -> None:
    lines = run(session(ECHO), 'srstatld -cpg SimCPG -hires ' + begin)
    expected = {'': 144, '-btsecs 0': 401, '-btsecs -7200': 24,
                '-btsecs -90m': 18, '-btsecs -1.5h': 18}[begin]
    assert int(lines[-1].split(',')[1]) in (expected, expected + 1)


# -- schedules --------------------------------------------------------------


@pytest.mark.parametrize(('frequency', 'good'), [
    ('0 * * * *', True), ('0,30 8-18 1 1-6/2 0', True), ('*/5 * * * *', True),
    ('@hourly', True), ('@yearly', True), ('60 * * * *', False),
    ('0 24 * * *', False), ('0 0 0 * *', False), ('0 0 1 13 *', False),
    ('0 0 1 1 7', False), ('a * * * *', False), ('* * * *', False),
    ('@often', False)])
def test_a_frequency_has_five_fields_or_a_word(frequency: str, good: bool
                                               ) -> None:
    found = session('createsched "createsv a b" "%s" s' % frequency)
    assert bool(found._cli.state.schedules) is good


@pytest.mark.parametrize('model', ['3par-3.3.1', 'primera-4.x'])
def test_schedules_are_shown_with_or_without_an_interval(model: str) -> None:
    found = session('createsched "createsv -ro a,b c" "0,30 * * * *" s', ECHO,
                    model=model)
    lines = run(found, 'showsched s')
    assert (lines[1].startswith('SchedName,File/Command,Interval,'),
            '"0,30"' in lines[2], '"createsv -ro a,b c"' in lines[2],
            lines[-1]) == (model != '3par-3.3.1', True, True, '1,total')


@pytest.mark.parametrize(('line', 'text'), [
    ('createsched a', 'wrong # args'),
    ('createsched "createsv a b" @daily s', 'already exists'),
    ('createsched "createsv a b" @daily -s', 'invalid schedule name'),
    ('createsched "createsv a b" @daily %s' % ('s' * 32),
     'invalid schedule name'),
    ('createsched "reboot now" @daily s2', 'invalid command'),
    ('setsched -x s', 'Invalid option'), ('setsched -suspend',
                                          'wrong # args'),
    ('setsched -suspend nosuch', 'does not exist'),
    ('setsched -s @often s', 'The schedule format is'),
    ('setsched -name t s', 'already exists'),
    ('setsched -name a/b s', 'invalid schedule name'),
    ('removesched -f nosuch', 'does not exist'),
    ('removesched -x s', 'Invalid option'),
    ('showsched -x', 'Invalid option')])
def test_a_schedule_command_may_be_refused(line: str, text: str) -> None:
    found = session('createsched "createsv a b" @daily s',
                    'createsched "createsv a b" @daily t')
    before = repr(found._cli.state.schedules)
    assert text in refused(found, line)
    assert repr(found._cli.state.schedules) == before


# -- remote copy ------------------------------------------------------------

SET_UP = ('startrcopy', 'creatercopytarget t1 IP 0:3:1:172.17.20.5',
          'creatercopytarget t2 FC 0:2:4:20240002AC00992B',
          'creatercopygroup g t1:sync', 'admitrcopyvv vol00000 g t1:v')


@pytest.mark.parametrize(('line', 'text'), [
    ('startrcopy now', 'wrong # args'), ('startrcopy', 'already started'),
    ('showrcopy -x', 'Invalid option'),
    ('showrcopy groups x', 'group matching x does not exist'),
    ('creatercopytarget t3', 'wrong # args'),
    ('creatercopytarget t3 IP here', 'invalid link'),
    ('creatercopygroup g2', 'wrong # args'),
    ('creatercopygroup g2 nosuch:sync', 'no target nosuch'),
    ('creatercopygroup g2 t1:often', 'invalid mode often'),
    ('admitrcopylink', 'SYNTAX'), ('admitrcopylink t3 x', 'no target t3'),
    ('admitrcopylink t1 here', 'invalid link here'),
    ('admitrcopylink t2 0:3:1:172.17.20.5', 'on another target'),
    ('dismissrcopylink', 'SYNTAX'), ('dismissrcopylink t3 x',
                                     'no target t3'),
    ('dismissrcopylink t1 9:9:9:1.2.3.4', 'does not exist'),
    ('admitrcopyvv vol00001', 'wrong # args'),
    ('admitrcopyvv vol00001 nosuch t1:v', 'does not exist'),
    ('admitrcopyvv nosuch g t1:v', 'not found'),
    ('admitrcopyvv vol00000 g t1:v', 'already in group g'),
    ('admitrcopytarget -x', 'Invalid option'),
    ('admitrcopytarget t2 sync', 'wrong # args'),
    ('admitrcopytarget t3 sync g', 'no target t3'),
    ('admitrcopytarget t2 sync nosuch', 'does not exist'),
    ('admitrcopytarget t2 often g', 'invalid mode often'),
    ('admitrcopytarget t1 periodic g', 'already in this group'),
    ('admitrcopytarget t2 sync g', 'only a single synchronous target'),
    ('admitrcopytarget t2 periodic g', 'must specify a mapping'),
    ('admitrcopytarget t2 periodic g x:y', 'could not locate'),
    ('dismissrcopytarget -x', 'Invalid option'),
    ('dismissrcopytarget t1', 'wrong # args'),
    ('dismissrcopytarget t1 nosuch', 'does not exist'),
    ('dismissrcopytarget t2 g', 'is not in group g'),
    ('dismissrcopyvv -x', 'Invalid option'),
    ('dismissrcopyvv vol00000', 'wrong # args'),
    ('dismissrcopyvv -f vol00000 nosuch', 'does not exist'),
    ('dismissrcopyvv -f vol00001 g', 'not found'),
    ('setrcopytarget pol x t1', 'wrong # args'),
    ('setrcopytarget pol mirror_config t3', 'no target t3')])
def test_a_remote_copy_command_may_be_refused(line: str, text: str) -> None:
    found = session(*SET_UP)
    state = found._cli.state
    before = repr((state.targets, state.groups, state.rcopy_started))
    assert text in refused(found, line)
    assert repr((state.targets, state.groups, state.rcopy_started)) == before


@pytest.mark.parametrize(('line', 'said'), [
    ('dismissrcopytarget -f t1 g', ['has been dismissed from group g']),
    ('dismissrcopytarget t1 g', ['has been dismissed from group g']),
    ('dismissrcopyvv -f -keepsnap -removevv vol00000 g',
     ['has been dismissed from group g']),
    ('dismissrcopyvv vol00000 g', ['has been dismissed from group g']),
    ('setrcopytarget pol no_mirror_config t1', [])])
def test_a_remote_copy_command_may_succeed(line: str, said: Sequence[str]
                                           ) -> None:
    printed = run(session(*SET_UP, yes=True), line)
    assert [text in printed[-1] for text in said] == [True] * len(said)


def test_a_question_that_is_answered_no_changes_no_group() -> None:
    found = session(*SET_UP)
    run(found, 'dismissrcopytarget t1 g')
    run(found, 'dismissrcopyvv vol00000 g')
    group = found._cli.state.groups['g']
    assert (group.targets, group.volumes) == ({'t1': 'sync'}, ['vol00000'])


def test_sections_of_remote_copy_are_shown_alone() -> None:
    found = session(*SET_UP, ECHO)
    links = run(found, 'showrcopy links')
    assert ('Link Information' in links, 'Group Information' in links,
            't2,0:2:4,20240002AC00992B,Up,' in links) == (True, False, True)
    assert run(found, 'showrcopy targets')[-3].startswith('t1,1,IP,ready')


def test_without_headers_only_rows_of_remote_copy_remain() -> None:
    found = session(*SET_UP)
    assert run(found, 'showrcopy links -nohdtot -csvtable') == [
        't1,0:3:1,172.17.20.5,Up,', 'receive,0:3:1,172.17.20.5,Up,',
        't2,0:2:4,20240002AC00992B,Up,',
        'receive,0:2:4,20240002AC00992B,Up,']


def test_a_stopped_service_says_so() -> None:
    found = session(*SET_UP)
    found._cli.state.rcopy_started = False
    assert 'Status: Stopped, Normal' in run(found, 'showrcopy')
