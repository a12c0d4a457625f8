"""What the commands of the simulated command line do, family by family."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from hpe3parclient.simulator import assumptions
from hpe3parclient.simulator.array import Array
from hpe3parclient.simulator.cli.interpreter import Cli, Session
from hpe3parclient.simulator.clock import Clock
from hpe3parclient.simulator.model import exports, iscsi_ports, qos, sets
from hpe3parclient.simulator.model.remotecopy.link import connect
from hpe3parclient.simulator.model.volumes import (
    modify,
    physical_copies,
    snapshots,
)
from hpe3parclient.simulator.personality import personality_of
from hpe3parclient.simulator.state.array_state import Target
from hpe3parclient.simulator.state.ports import RCIP, PortPos
from hpe3parclient.simulator.state.remotecopy import IP
from hpe3parclient.simulator.state.sets import HOSTS, VOLUMES

WWN = '50014380242B8B4C'
IQN = 'iqn.1993-08.org.debian:01:222'
ECHO = 'setclienv csvtable 1'


def session(*lines: str, model: str = '3par-3.3.1', yes: bool = False
            ) -> Session:
    array = Array(personality_of(model), Clock(running=False), seed=1)
    array.populate(2)
    for name in ('vol00000', 'vol00001'):
        # remote copy wants snapshot space
        modify.modify(array, name, {'snapCPG': 'SimCPG'})
    result = Cli(array).session(confirm=lambda question: yes)
    for line in lines:
        assert result.run(line) is not None
    return result


def run(result: Session, line: str) -> list[str]:
    printed = result.run(line)
    assert printed is not None
    return [text for text, _ in printed]


def array_of(result: Session) -> Array:
    return result._cli.array


def refused(result: Session, line: str) -> str:
    """The refusal of a line; nothing else is printed on errors' stream."""
    printed = result.run(line)
    assert printed is not None
    errors = [text for text, error in printed if error]
    assert errors, printed
    assert result.status == 1
    return errors[0]


# -- hosts ------------------------------------------------------------------


def test_a_host_is_shown_with_a_row_for_every_path() -> None:
    result = session('createhost -persona 1 h1 ' + WWN,
                    'createhost -iscsi -add h1 ' + IQN,
                    'createhost h2', ECHO)
    assert run(result, 'showhost') == [
        'Id,Name,Persona,-WWN/iSCSI_Name-,Port,IP_addr'.replace(
            '-WWN/iSCSI_Name-', '-' * 7 + 'WWN/iSCSI_Name' + '-' * 8),
        f'0,h1,Generic,{WWN},---,n/a',
        f'0,h1,Generic,{IQN},---,0.0.0.0',
        '1,h2,Generic-ALUA,--,---,n/a',
        run(result, 'showhost')[4], '2,total']


def test_a_path_that_is_logged_in_shows_its_ports() -> None:
    result = session('createhost h1 ' + WWN, ECHO)
    array_of(result).log_in('h1')
    assert [line.split(',')[4] for line in run(
        result, 'showhost -verbose h1')[1:3]] == ['0:1:1', '1:1:1']


@pytest.mark.parametrize(('line', 'text'), [
    ('createhost', 'wrong # args'), ('createhost -x h', 'Invalid option'),
    ('createhost h1', 'already exists'),
    ('createhost h2 ' + WWN.lower(), 'already used by host h1 (0)'),
    ('createhost h2 50:01:43:80:24:2B:8B:4C', 'already used by host h1 (0)'),
    ('createhost h2 xyz', 'neither a WWN'), ('createhost h2 ' + IQN,
                                             'neither a WWN'),
    ('createhost -iscsi h2 ' + WWN, 'neither a WWN'),
    (f'createhost {"h" * 32}', 'too long'),
    ('createhost h/2', 'illegal character'),
    ('createhost -add nosuch 1000000000000000', 'nosuch does not exist'),
    ('removehost', 'wrong # args'), ('removehost nosuch', 'does not exist'),
    ('removehost -x h1', 'Invalid option'),
    ('showhost -x', 'Invalid option'), ('showhostset -x', 'Invalid option')])
def test_a_host_command_may_be_refused(line: str, text: str) -> None:
    result = session('createhost h1 ' + WWN)
    assert text in refused(result, line)
    assert [host.name for host in array_of(result).hosts] == ['h1']


@pytest.mark.parametrize(('line', 'yes', 'left'), [
    ('removehost -f h1', False, 0), ('removehost h1', True, 0),
    ('removehost h1', False, 1)])
def test_a_host_is_removed_when_that_is_meant(line: str, yes: bool,
                                              left: int) -> None:
    result = session('createhost h1', line, yes=yes)
    assert len(array_of(result).hosts) == left


def test_a_host_with_exports_is_not_removed() -> None:
    result = session('createhost h1 ' + WWN)
    array = array_of(result)
    exports.create(array, {'volumeName': 'vol00000', 'hostname': 'h1',
                         'lun': 5})
    assert 'has exports defined' in refused(result, 'removehost -f h1')
    assert run(result, 'showvlun -t -host h1')[1].split()[:3] == [
        '5', 'vol00000', 'h1']


def test_a_host_in_a_set_is_not_removed() -> None:
    result = session('createhost h1')
    sets.create(array_of(result), HOSTS, {
        'name': 's', 'setmembers': ['h1'], 'comment': 'some hosts'})
    assert refused(result, 'removehost -f h1') == (
        'Host h1 is still a member of set s')
    lines = run(result, 'showhostset -d')
    assert lines[1].split() == ['1', 's', 'h1', 'some', 'hosts']


# -- volumes ----------------------------------------------------------------


def test_volumes_are_shown_with_the_columns_of_their_generation() -> None:
    old = run(session(ECHO, model='3par-3.1.3'), 'showvv vol*')
    new = run(session(ECHO, model='primera-4.x'), 'showvv vol*')
    assert ('Compr' in old[1], 'Compr' in new[1], '(MiB)' in new[0],
            old[-1].split(',')[:2]) == (False, True, True, ['2', 'total'])


def test_copies_of_a_volume_are_told_by_their_parent() -> None:
    assert run(session(), 'showvv -copyof vol00000') == ['no vv listed']


def test_a_physical_copy_is_shown_as_a_copy_of_its_parent() -> None:
    result = session(ECHO)
    physical_copies.start(array_of(result), 'vol00000', {'destVolume': 'vol00001'})
    lines = run(result, 'showvv -p -copyof vol00000')
    copy = dict(zip(lines[1].split(','), lines[2].split(',')))
    assert (copy['Name'], copy['CopyOf'], lines[-1].split(',')[:2]) == (
        'vol00001', 'vol00000', ['1', 'total'])


def test_a_snapshot_is_shown_as_a_copy_of_its_parent() -> None:
    result = session(ECHO)
    snapshots.create(array_of(result), 'vol00000', {'name': 'snap'})
    lines = run(result, 'showvv -p -copyof vol00000')
    copy = dict(zip(lines[1].split(','), lines[2].split(',')))
    assert (copy['Name'], copy['Type'], copy['CopyOf']) == (
        'snap', 'vcopy', 'vol00000')


@pytest.mark.parametrize(('line', 'left'), [
    ('removevv -f vol00000', 1), ('removevv -f -pat vol*', 0),
    ('removevv -f vol00000 vol00001', 0), ('removevv -pat vol*', 2)])
def test_volumes_are_removed_when_that_is_meant(line: str, left: int
                                                ) -> None:
    result = session(line)
    assert sum(not item.system for item in array_of(result).volumes) == left


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
    result = session('growvv -f vol00000 2g')
    volume = array_of(result).volumes.get('vol00000')
    assert volume is not None
    assert volume.size_mib == 3072


def test_volume_sets_are_found_by_a_member() -> None:
    result = session()
    sets.create(array_of(result), VOLUMES, {
        'name': 'vs', 'setmembers': ['vol00000']})
    sets.create(array_of(result), VOLUMES, {'name': 'empty'})
    assert (run(result, 'showvvset -vv vol00000')[1].split(),
            run(result, 'showvvset empty')[1].split()) == (
                ['1', 'vs', 'vol00000'], ['2', 'empty', '--'])


# -- limits -----------------------------------------------------------------


def test_a_limit_is_set_changed_and_cleared() -> None:
    result = session()
    array = array_of(result)
    item = sets.create(array, VOLUMES, {'name': 'vs'})
    run(result, 'setqos -io 100 -bw 5k vvset:vs')
    run(result, 'setqos -bw 2G vvset:vs')
    rule = qos.find(array, 'vvset:vs')
    assert (rule.io, rule.kilobytes, item.qos_enabled) == (
        (100, 100), (2_000_000, 2_000_000), True)
    run(result, 'setqos -io none vvset:vs')
    assert qos.find(array, 'vvset:vs').io is None
    run(result, 'setqos -clear vvset:vs')
    assert (list(array.qos), item.qos_enabled) == ([], False)
    assert 'does not exist' in refused(result, 'setqos -clear vvset:vs')


@pytest.mark.parametrize(('line', 'text'), [
    ('setqos -x vvset:a', 'Invalid option'),
    ('setqos -io many vvset:a', 'Invalid value many'),
    ('setqos -bw 5q vvset:a', 'Invalid value 5q'),
    ('setqos -io 5', 'no matching QoS target found')])
def test_a_limit_may_be_refused(line: str, text: str) -> None:
    assert text in refused(session(), line)


# -- the system -------------------------------------------------------------


def test_the_release_is_told_in_two_forms() -> None:
    result = session()
    result._cli.array.applied += ['P51', 'P56']
    assert (run(result, 'showversion -s'), run(result, 'showversion -b')[:2],
            run(result, 'showpatch')) == (
        ['3.3.1.460'],
        ['Release version 3.3.1 (MU5)', 'Patches:  P51,P56'],
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
    ('srstatld -daily -hourly', 'mutually exclusive'),
    ('srstatld -weekly', 'Invalid option -weekly'),
    ('srstatld -btsecs soon', 'Invalid option soon'),
    ('showport -x', 'Invalid option')])
def test_other_commands_may_be_refused(line: str, text: str) -> None:
    assert text in refused(session(), line)


@pytest.mark.parametrize('begin', ['', '-btsecs 0', '-btsecs -7200',
                                   '-btsecs -90m', '-btsecs -1.5h'])
def test_statistics_begin_when_they_are_asked_to(begin: str) -> None:
    lines = run(session(ECHO), 'srstatld -cpg SimCPG -hires ' + begin)
    expected = {'': 144, '-btsecs 0': 7 * 288, '-btsecs -7200': 24,
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
    result = session(f'createsched "createsv a b" "{frequency}" s')
    assert bool(result._cli.state.schedules) is good


@pytest.mark.parametrize('model', ['3par-3.3.1', 'primera-4.x'])
def test_schedules_are_shown_with_or_without_an_interval(model: str) -> None:
    result = session('createsched "createsv -ro a,b c" "0,30 * * * *" s', ECHO,
                    model=model)
    lines = run(result, 'showsched s')
    assert (lines[1].startswith('SchedName,File/Command,Interval,'),
            '"0,30"' in lines[2], '"createsv -ro a,b c"' in lines[2],
            lines[-1]) == (model != '3par-3.3.1', True, True, '1,total')


@pytest.mark.parametrize(('line', 'text'), [
    ('createsched a', 'wrong # args'),
    ('createsched "createsv a b" @daily s', 'already exists'),
    ('createsched "createsv a b" @daily a/s', 'invalid schedule name'),
    (f'createsched "createsv a b" @daily {"s" * 32}',
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
    result = session('createsched "createsv a b" @daily s',
                    'createsched "createsv a b" @daily t')
    before = repr(result._cli.state.schedules)
    assert text in refused(result, line)
    assert repr(result._cli.state.schedules) == before


# -- remote copy ------------------------------------------------------------

SET_UP = ('creatercopygroup g t1:sync', 'admitrcopyvv vol00000 g t1:v')


def replicating(*lines: str, yes: bool = False) -> Session:
    """Two targets without an array behind them, a group, a volume in it."""
    result = session(yes=yes)
    remote = array_of(result).remote
    remote.started = True
    for number, (name, port) in enumerate((
            ('t1', ('0:3:1', '172.17.20.5')),
            ('t2', ('0:2:4', '20240002AC00992B'))), 1):
        remote.targets.add(Target(number, name, IP, None, [port],
                                  mirror_config=False))
    for line in (*SET_UP, *lines):
        assert run(result, line) == []
    return result


def remote_of(result: Session) -> str:
    """All there is of remote copy, as text."""
    remote = array_of(result).remote
    return repr((remote.started, list(remote.targets), list(remote.groups)))


@pytest.mark.parametrize(('line', 'text'), [
    ('startrcopy now', 'wrong # args'), ('startrcopy', 'already started'),
    ('showrcopy -x', 'Invalid option'),
    ('showrcopy groups x', 'group matching x does not exist'),
    ('creatercopytarget t3', 'wrong # args'),
    ('creatercopytarget t3 IP here', 'invalid link'),
    ('creatercopytarget t1 IP 0:3:1:1.2.3.4', 'Error'),
    ('creatercopygroup g2', 'wrong # args'),
    ('creatercopygroup g2 nosuch:sync', 'no target nosuch'),
    ('creatercopygroup g2 t1:often', 'invalid mode often'),
    ('creatercopygroup g t1:sync', 'Error'),
    ('admitrcopylink', 'wrong # args'), ('admitrcopylink t3 x', 'no target t3'),
    ('admitrcopylink t1 here', 'invalid link here'),
    ('admitrcopylink t2 0:3:1:172.17.20.5', 'on another target'),
    ('dismissrcopylink', 'wrong # args'), ('dismissrcopylink t3 x',
                                     'no target t3'),
    ('dismissrcopylink t1 9:9:9:1.2.3.4', 'does not exist'),
    ('admitrcopyvv vol00001 g', 'wrong # args'),
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
    ('admitrcopytarget t2 periodic g x:y', 'must specify a mapping'),
    ('dismissrcopytarget -x', 'Invalid option'),
    ('dismissrcopytarget t1', 'wrong # args'),
    ('dismissrcopytarget -f t1 nosuch', 'does not exist'),
    ('dismissrcopytarget -f t2 g', 'no target t2'),
    ('dismissrcopytarget -f t1 g', 'Error'),
    ('dismissrcopyvv -x', 'Invalid option'),
    ('dismissrcopyvv vol00000', 'wrong # args'),
    ('dismissrcopyvv -f vol00000 nosuch', 'does not exist'),
    ('dismissrcopyvv -f vol00001 g', 'not found'),
    ('setrcopytarget pol x t1', 'wrong # args'),
    ('setrcopytarget pol mirror_config t3', 'no target t3')])
def test_a_remote_copy_command_may_be_refused(line: str, text: str) -> None:
    result = replicating()
    before = remote_of(result)
    assert text in refused(result, line)
    assert remote_of(result) == before


@pytest.mark.parametrize(('line', 'said'), [
    ('dismissrcopytarget -f t2 g', ['has been dismissed from group g']),
    ('dismissrcopytarget t2 g', ['has been dismissed from group g']),
    ('dismissrcopyvv -f -removevv vol00000 g',
     ['has been dismissed from group g']),
    ('dismissrcopyvv vol00000 g', ['has been dismissed from group g']),
    ('setrcopytarget pol mirror_config t1', [])])
def test_a_remote_copy_command_may_succeed(line: str, said: Sequence[str]
                                           ) -> None:
    result = replicating('admitrcopytarget t2 periodic g vol00000:w',
                        yes=True)
    before = remote_of(result)
    printed = run(result, line)
    assert [text in printed[-1] for text in said] == [True] * len(said)
    assert remote_of(result) != before


def test_a_question_that_is_answered_no_changes_no_group() -> None:
    result = replicating()
    before = remote_of(result)
    run(result, 'dismissrcopytarget t1 g')
    run(result, 'dismissrcopyvv vol00000 g')
    assert remote_of(result) == before


def test_sections_of_remote_copy_are_shown_alone() -> None:
    result = replicating(ECHO)
    links = run(result, 'showrcopy links')
    assert ('Link Information' in links, 'Group Information' in links,
            't2,0:2:4,20240002AC00992B,Up,' in links) == (True, False, True)
    assert run(result, 'showrcopy targets')[-2].startswith('t1,1,IP,failed')


def test_without_headers_only_rows_of_remote_copy_remain() -> None:
    result = replicating()
    assert run(result, 'showrcopy links -nohdtot -csvtable') == [
        't1,0:3:1,172.17.20.5,Up,', 't2,0:2:4,20240002AC00992B,Up,',
        'receive,0:3:1,172.17.20.5,Up,',
        'receive,0:2:4,20240002AC00992B,Up,']


def test_a_stopped_service_says_so() -> None:
    result = replicating()
    array_of(result).remote.started = False
    assert run(result, 'showrcopy')[2].startswith('Status: Stopped')


@pytest.mark.parametrize('model', ['3par-3.3.1', 'primera-4.x'])
def test_both_arrays_of_a_link_show_the_same_group(model: str) -> None:
    here, there = session(model=model), session(model=model)
    connect(array_of(here), array_of(there))
    name = array_of(there).name
    for line in (f'creatercopygroup g {name}:periodic',
                 f'admitrcopyvv vol00000 g {name}:vol00000', ECHO):
        assert run(here, line) == []
    run(there, ECHO)
    mine, theirs = run(here, 'showrcopy'), run(there, 'showrcopy')
    number = array_of(here).personality.system_id
    assert any(line.startswith(f'g,{name},Stopped,Primary,Periodic,')
               for line in mine)
    assert any(line.startswith('g.r%d,%s,Stopped,Secondary,' % (
        number, array_of(here).name)) for line in theirs)
    assert sum(line.startswith(' ,vol00000,') for line in mine + theirs) == 2
    assert [line.split(',')[2] for line in mine
            if line.startswith('receive')] == (
                ['receive'] * 2 if model == 'primera-4.x' else
                [line.split(',')[2] for line in mine
                 if line.startswith((name + ',0:3', name + ',1:3'))])


def test_a_target_is_made_over_cables_that_are_laid() -> None:
    here, there = session(), session()
    link = connect(array_of(here), array_of(there), targets=False)
    port, address = link.addresses(array_of(there))[0]
    assert run(here, f'creatercopytarget far IP {port}:{address}') == []
    assert run(there, 'showrcopy')[2] == 'Status: Started, Normal'


# -- ports ------------------------------------------------------------------


def test_vlans_of_a_port_are_shown_with_their_tags() -> None:
    result = session(ECHO)
    array = array_of(result)
    pos = PortPos(0, 2, 1)
    for tag in (102, 101):
        iscsi_ports.add_vlan(array, pos, {
            'vlanTag': tag, 'ipAddr': f'172.20.0.{tag}',
            'netmask': '255.255.255.0'})
    lines = run(result, 'showport -iscsivlans')
    assert [line.split(',')[:3] for line in lines[1:3]] == [
        ['0:2:1', '101', '172.20.0.101'], ['0:2:1', '102', '172.20.0.102']]
    assert (lines[-1], run(result, 'showport -iscsi')[1].split(',')[-1]) == (
        '2,,,,,,,,,', 'Y')


def test_a_vlan_is_shown_with_the_settings_that_were_asked_for() -> None:
    result = session(ECHO)
    iscsi_ports.add_vlan(array_of(result), PortPos(0, 2, 1), {
        'vlanTag': 101, 'ipAddr': '172.20.0.150', 'netmask': '255.255.255.0',
        'gateway': '172.20.0.1', 'mtu': 9000, 'stgt': 1024})
    assert run(result, 'showport -iscsivlans')[1] == (
        '0:2:1,101,172.20.0.150,255.255.255.0,172.20.0.1,9000,1024,1024,'
        '0.0.0.0,3205')


def test_iscsi_ports_are_shown_with_the_network_they_have() -> None:
    result = session(ECHO, model='3par-3.2.2')
    iscsi_ports.modify(array_of(result), PortPos(0, 2, 1), {
        'ipAddr': '10.99.1.3', 'netmask': '255.255.0.0',
        'gateway': '10.99.1.1', 'mtu': 9000, 'iSNSAddr': '10.99.1.9',
        'iSNSPort': 3206})
    assert run(result, 'showport -iscsi')[1] == (
        '0:2:1,ready,10.99.1.3,255.255.0.0,10.99.1.1,81,9000,10Gbps,'
        '10.99.1.9,3206,81,N')


def test_the_newest_arrays_count_the_vlans_of_a_port() -> None:
    result = session(ECHO, model='alletra-mp')
    for tag in (101, 102):
        iscsi_ports.add_vlan(array_of(result), PortPos(0, 2, 1), {
            'vlanTag': tag, 'ipAddr': f'172.20.0.{tag}',
            'netmask': '255.255.255.0'})
    assert [line.split(',')[-2:] for line in run(result, 'showport -iscsi')[
        :3]] == [['VLANs', 'Peer_Enabled'], ['2', 'N'], ['0', 'N']]


def test_ports_of_remote_copy_are_shown_with_their_addresses() -> None:
    lines = run(session(ECHO), 'showport -rcip')
    assert [line.split(',')[:4] for line in lines[1:3]] == [
        ['0:3:1', 'ready', '020193B90031', '192.0.2.120'],
        ['1:3:1', 'ready', '020193B90131', '192.0.2.121']]


def test_the_number_of_remote_copy_ports_stands_on_the_right() -> None:
    lines = run(session(), 'showport -rcip')
    assert lines[-1].rstrip() == '    2'


def test_no_port_of_remote_copy_is_one_line() -> None:
    result = session()
    array = array_of(result)
    for pos in [pos for pos, port in array.ports.items()
                if port.type == RCIP]:
        del array.ports[pos]
    assert run(result, 'showport -rcip') == [
        'There is no specified port information']


@pytest.mark.parametrize('pattern, name', [
    ('@vvname@.@y@@m@@d@', 'vol00000.20240613'),
    ('s@count@-@H@@M@@S@', 's{count}-071640')])
def test_a_snapshot_is_named_by_a_pattern(pattern: str, name: str) -> None:
    result = session()
    array = array_of(result)
    array.clock.turn_to(1718263000.0)       # 2024-06-13 07:16:40 UTC
    assert run(result, f'createsv -ro {pattern} vol00000') == []
    assert name.format(count=assumptions.FIRST_COUNT) in array.volumes


@pytest.mark.parametrize('name', ['@nothing@', 'a@b', '@y@' * 9])
def test_a_snapshot_of_a_wrong_pattern_is_refused(name: str) -> None:
    result = session()
    before = len(array_of(result).volumes)
    assert refused(result, f'createsv -ro {name} vol00000')
    assert len(array_of(result).volumes) == before


@pytest.mark.parametrize('command', [
    'createvv -tpvv -compr', 'createvv -reduce', 'createtpvv -compr'])
def test_options_of_newer_arrays_are_unknown_to_older(command: str) -> None:
    name, option = command.split()[0], command.split()[-1]
    assert refused(session(model='3par-3.2.2'), f'{command} SimCPG new 1g') == \
        f'{name}: Invalid option {option}'
