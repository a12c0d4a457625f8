"""Every method that uses the command line, on a simulated array."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from typing import Any

import pytest

from hpe3parclient import exceptions
from hpe3parclient.cli import errors
from hpe3parclient.client import HPE3ParClient
from hpe3parclient.simulator import SimulatedArray
from hpe3parclient.simulator.array import Array
from hpe3parclient.simulator.cli.context import Context
from hpe3parclient.simulator.cli.reply import Reply, said
from hpe3parclient.simulator.model.remotecopy import groups, volumes
from hpe3parclient.simulator.model.remotecopy.link import connect
from hpe3parclient.simulator.model.volumes import modify
from hpe3parclient.simulator.personality import PERSONALITIES
from hpe3parclient.simulator.state.array_state import Target
from hpe3parclient.simulator.state.remotecopy import IP, PERIODIC, SYNC, Group
from tests.support.cliarray import QUICK, Both, whole

WWN = '50014380242B8B4C'
IQN = 'iqn.1993-08.org.debian:01:222'
MODELS = sorted(PERSONALITIES)


@pytest.fixture
def both() -> Iterator[Both]:
    with whole() as result:
        yield result


def printed(both: Both, verb: str, *lines: str) -> None:
    """Let a command print these lines, whatever it is asked."""
    both.server.cli.commands[verb] = lambda context, args: said(*lines)


# -- patches ----------------------------------------------------------------


@pytest.mark.parametrize('model', MODELS)
def test_the_history_of_patches_is_a_list_of_members(model: str) -> None:
    with whole(model) as both:
        result = both.client.getPatches()
    assert result['total'] == len(result['members']) == 4
    assert result['members'][0] == {
        'InstallTime': '2013-08-21 18:06:45 PDT', 'Id': 'MU2',
        'Package': 'Complete', 'Version': '3.1.2.422'}


def test_no_patches_in_effect_are_an_empty_list(both: Both) -> None:
    assert both.client.getPatches(False) == {'total': 0, 'members': []}
    assert both.ran() == [['showpatch']]


def test_a_patch_is_told_in_the_arrays_own_lines(both: Both) -> None:
    assert 'Patch detail info for MU2' in both.client.getPatch('MU2')[0]
    assert both.ran() == [['showpatch', '-d', 'MU2']]


def test_a_bogus_patch_is_one_line(both: Both) -> None:
    lines = both.client.getPatch('P16-BOGUS')
    assert ['Patch P16-BOGUS not recognized' in line for line in lines] == [
        True]


# -- statistics -------------------------------------------------------------


@pytest.mark.parametrize('model', MODELS)
def test_statistics_are_the_summary_of_srstatld(model: str) -> None:
    with whole(model) as both:
        both.array.state.populate(1)
        for _ in range(3):
            both.array.state.write('vol00000', 900)
            both.array.clock.advance(86400)
        result = both.client.getCPGStatData('SimCPG')
        assert both.ran()[-1] == ['srstatld', '-cpg', 'SimCPG', '-daily',
                                  '-btsecs', '-7d']
    assert sorted(result) == ['avg_busy_perc', 'bandwidth', 'io_size',
                             'latency', 'queue_length', 'throughput']
    assert abs(result['bandwidth'] / result['throughput']
               - result['io_size']) < result['io_size'] * .5
    assert result['throughput'] > 0


@pytest.mark.parametrize('history', ['30m', '1.5h', '.5h', '7d'])
def test_a_history_is_sent_as_it_is(both: Both, history: str) -> None:
    both.array.state.populate(1)
    with contextlib.suppress(exceptions.SrstatldException):
        # half an hour may hold no hourly sample
        both.client.getCPGStatData('SimCPG', 'hourly', history)
    assert both.ran()[-1] == ['srstatld', '-cpg', 'SimCPG', '-hourly',
                              '-btsecs', '-' + history]


RECORDED = [
    ',,---IO/s----,,,-KBytes/s--,,,---Svct ms----,,,-IOSz KBytes-,,,,',
    'Time,Secs,Rd,Wr,Tot,Rd,Wr,Tot,Rd,Wr,Tot,Rd,Wr,Tot,QLen,AvgBusy%',
    '2015-07-02 01:45:00 PDT,1435826700,1.3,6.2,7.5,4.6,89.3,93.9,0.63,'
    '10.18,8.54,3.6,14.3,12.5,0,0.0', '-' * 105,
    ',144,1.3,6.7,8.0,4.7,95.6,100.4,0.59,10.24,8.69,3.7,14.2,12.5,0.9,0.1']


def test_statistics_that_were_recorded_are_read_by_name(both: Both) -> None:
    printed(both, 'srstatld', *RECORDED)
    assert both.client.getCPGStatData('x') == {
        'throughput': 8.0, 'bandwidth': 100.4, 'latency': 8.69,
        'io_size': 12.5, 'queue_length': 0.9, 'avg_busy_perc': 0.1}


@pytest.mark.parametrize('lines', [
    [], [''], ['invalid command name "srstatld"'], RECORDED[:3],
    RECORDED[:4], [*RECORDED[:4], RECORDED[4].replace('8.0', '-')],
    [*RECORDED[:4], RECORDED[4].replace('8.0', 'nan')],
    [*RECORDED[:4], RECORDED[4].replace('144', '0')],
    [*RECORDED[:4], RECORDED[4] + ',1'],
    [*RECORDED[:4], RECORDED[4][:40]], ['SYNTAX', '    srstatld']])
def test_anything_else_is_no_statistics(both: Both, lines: list[str]
                                        ) -> None:
    printed(both, 'srstatld', *lines)
    with pytest.raises(exceptions.SrstatldException):
        both.client.getCPGStatData('x')


@pytest.mark.parametrize(('interval', 'history'), [
    ('hires', '7d'), (None, '7d'), ('', '7d'), ('Daily', '7d'),
    ('daily', '7'), ('daily', '7D'), ('daily', '7dxyz'), ('daily', '30m\n'),
    ('daily', None), ('daily', '')])
def test_a_bad_interval_or_history_is_told_and_nothing_sent(
        both: Both, interval: Any, history: Any) -> None:
    with pytest.raises(exceptions.ClientException) as caught:
        both.client.getCPGStatData('x', interval, history)
    assert str(caught.value)
    assert both.ran() == []


# -- hosts ------------------------------------------------------------------


def test_a_host_made_over_the_web_service_is_found_by_its_paths(
        both: Both) -> None:
    both.client.createHost('esx.one', FCWwns=[WWN])
    both.client.createHost('esx2', iscsiNames=[IQN])
    assert (both.client.findHost(wwn=WWN), both.client.findHost(iqn=IQN),
            both.client.findHost(wwn='50:01:43:80:24:2b:8b:4c')) == (
                'esx.one', 'esx2', 'esx.one')
    assert [host.name for host in both.state.hosts] == ['esx.one', 'esx2']


def test_a_search_sends_createhost_under_a_name_of_twenty_digits(
        both: Both) -> None:
    both.client.findHost(iqn=IQN)
    both.client.findHost(wwn=WWN)
    first, second = both.ran()
    assert (first[:2], len(first[2]), first[3]) == (
        ['createhost', '-iscsi'], 20, IQN)
    assert (second[0], len(second[1]), second[2]) == ('createhost', 20, WWN)


def test_a_search_that_finds_nobody_leaves_no_host(both: Both) -> None:
    assert both.client.findHost(iqn=IQN) is None
    assert both.client.findHost(wwn=WWN) is None
    assert both.client.findHost() is None
    assert list(both.state.hosts) == []


class _Failing:
    """createhost that does its work, and then something goes wrong."""

    def __init__(self, both: Both, verdict: str) -> None:
        self._command = both.server.cli.commands['createhost']
        self._both = both
        self._verdict = verdict

    def __call__(self, context: Context, args: list[str]) -> Reply:
        reply = self._command(context, args)
        if self._verdict == 'drop':
            self._both.server.drop_all()
        elif self._verdict == 'noise':
            return said('Warning: something else')
        return reply


@pytest.mark.parametrize('verdict', ['drop', 'noise'])
def test_a_search_that_fails_leaves_no_host(both: Both, verdict: str
                                            ) -> None:
    both.server.cli.commands['createhost'] = _Failing(both, verdict)
    if verdict == 'drop':
        with pytest.raises(errors.SSHOutcomeUnknown):
            both.client.findHost(iqn=IQN)
    else:
        assert both.client.findHost(iqn=IQN) is None
    assert list(both.state.hosts) == []


def test_a_search_deletes_over_the_command_line_if_it_must(
        both: Both, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(self: Any, url: str) -> None:
        raise exceptions.HTTPServiceUnavailable()

    monkeypatch.setattr(HPE3ParClient, '_delete', refuse)
    assert both.client.findHost(iqn=IQN) is None
    assert list(both.state.hosts) == []
    assert both.ran()[-1][:2] == ['removehost', '-f']


def test_a_host_that_cannot_be_deleted_is_named(
        both: Both, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(self: Any, url: str) -> None:
        raise exceptions.HTTPServiceUnavailable()

    monkeypatch.setattr(HPE3ParClient, '_delete', refuse)
    printed(both, 'removehost', 'permission denied')
    with pytest.raises(errors.SSHOutcomeUnknown) as caught:
        both.client.findHost(iqn=IQN)
    left, = both.state.hosts
    assert left.name in str(caught.value)


def test_an_answer_that_is_no_answer_is_an_error(both: Both) -> None:
    printed(both, 'createhost', 'iqn is malformed')
    with pytest.raises(exceptions.SSHException, match='malformed'):
        both.client.findHost(iqn=IQN)


@pytest.mark.parametrize('line', [
    'already used by host fakehost.foo (19)',
    'x already used by host fakehost.foo ', '\r'])
def test_the_owner_is_the_next_word_wherever_it_stands(
        both: Both, line: str) -> None:
    printed(both, 'createhost', 'first line', line)
    if 'fakehost' in line:
        assert both.client.findHost(iqn=IQN) == 'fakehost.foo'
    else:
        with pytest.raises(exceptions.SSHException):
            both.client.findHost(iqn=IQN)


def test_the_set_of_a_host_is_found(both: Both) -> None:
    both.client.createHost('h1', FCWwns=[WWN])
    both.client.createHost('h2', iscsiNames=[IQN])
    both.client.createHostSet('set1', setmembers=['h1', 'h2'])
    both.client.createHostSet('set2', setmembers=['h1'])
    assert (both.client.findHostSet('h1'), both.client.findHostSet('h2'),
            both.client.findHostSet('h3')) == ('set1', 'set1', None)
    assert both.ran() == []


# -- limits -----------------------------------------------------------------


def test_a_limit_is_set_on_a_volume_set(both: Both) -> None:
    both.client.createVolumeSet('vs')
    both.client.setQOSRule('vs', 1000, 5)
    both.client.setQOSRule('vs', max_io='2000')
    assert both.ran() == [
        ['setqos', '-io', '1000', '-bw', '5M', 'vvset:vs'],
        ['setqos', '-io', '2000', 'vvset:vs']]
    assert both.client.queryQoSRule('vs')['ioMaxLimit'] == 2000
    assert both.client.queryQoSRule('vs')['bwMaxLimitKB'] == 5000


def test_a_limit_set_over_ssh_is_a_rule_of_the_web_service() -> None:
    with SimulatedArray(tls=False, ssh_port=0, login_policy=QUICK) as array, \
            HPE3ParClient(array.api_url) as result:
        result.login('3paradm', '3pardata')
        result.setSSHOptions('127.0.0.1', '3paradm', '3pardata',
                            array.ssh_port)
        result.createVolumeSet('vs')
        result.setQOSRule('vs', 1000, 5)
        rule = result.queryQoSRule('vs')
        listed = [item['name'] for item in result.queryQoSRules()['members']]
    assert (rule['ioMaxLimit'], rule['bwMaxLimitKB'], listed) == (
        1000, 5000, ['vs'])


def test_a_rule_of_the_web_service_is_changed_over_ssh(both: Both) -> None:
    both.client.createVolumeSet('vs')
    both.client.createQoSRules('vs', {'ioMinGoal': 10, 'ioMaxLimit': 20})
    before = both.client.queryQoSRule('vs')
    both.client.setQOSRule('vs', 1000)
    after = both.client.queryQoSRule('vs')
    assert (after['id'], after['ioMaxLimit']) == (before['id'], 1000)


def test_a_limit_on_no_set_is_refused(both: Both) -> None:
    with pytest.raises(exceptions.HTTPNotFound,
                       match='no matching QoS target found'):
        both.client.setQOSRule('nosuch', 1000)


def test_a_limit_without_numbers_is_not_sent(both: Both) -> None:
    with pytest.raises(exceptions.SetQOSRuleException):
        both.client.setQOSRule('vs')
    assert both.ran() == []


# -- schedules --------------------------------------------------------------

TASK = 'createsv -ro @vvname@.@y@@m@@d@ vol1'


def test_a_schedule_lives_its_life(both: Both) -> None:
    client = both.client
    client.createSchedule('s1', TASK, '0 * * * *')
    assert client.getScheduleStatus('s1') == 'active'
    client.suspendSchedule('s1')
    assert client.getScheduleStatus('s1') == 'suspended'
    client.resumeSchedule('s1')
    client.modifySchedule('s1', {'newName': 's2',
                                 'taskFrequency': '@daily'})
    assert both.server.cli.state.schedules['s2'].fields == (
        '0', '0', '*', '*', '*')
    assert any('s2' in line for line in client.getSchedule('s2'))
    client.deleteSchedule('s2')
    with pytest.raises(exceptions.SSHNotFoundException):
        client.getSchedule('s2')


def test_a_schedule_is_sent_as_one_line(both: Both) -> None:
    both.client.createSchedule('s1', TASK, '@hourly')
    both.client.modifySchedule('s1', {'taskFrequency': '5 4 * * 1-5'})
    assert both.ran() == [
        ['createsched', TASK, '@hourly', 's1'],
        ['setsched', '-s', '5 4 * * 1-5', 's1']]


@pytest.mark.parametrize('name', ['suspended', 'active', 'error', 'invalid'])
def test_a_schedule_may_have_any_name(both: Both, name: str) -> None:
    both.client.createSchedule(name, TASK, '@hourly')
    assert both.client.getScheduleStatus(name) == 'active'
    with pytest.raises(exceptions.SSHException, match='exists'):
        both.client.createSchedule(name, TASK, '@hourly')
    both.client.suspendSchedule(name)
    assert both.client.getScheduleStatus(name) == 'suspended'
    both.client.deleteSchedule(name)


@pytest.mark.parametrize('frequency', ['61 * * * *', '* * *', '@never',
                                       '0 * * * * *', 'x'])
def test_a_wrong_frequency_is_refused_by_the_array(
        both: Both, frequency: str) -> None:
    with pytest.raises(exceptions.SSHException, match='schedule format'):
        both.client.createSchedule('s1', TASK, frequency)


def test_the_recorded_plain_form_tells_the_status(both: Both) -> None:
    printed(
        both, 'showsched',
        ' ' * 112 + '---------- Schedule -----------' + ' ' * 47,
        'SchedName   File/Command' + ' ' * 88 + 'Interval Min Hour DOM Month'
        ' DOW CreatedBy Status Alert NextRunTime' + ' ' * 12,
        'patchisched createsv -f -addtoset patchisched.Snapset -exp 8h '
        '-retain 8h @vvname@.@y@@m@@d@@H@@M@@S@ set:patchi' + ' ' * 8
        + '0   0   23   *     *   * 3paradm   active     Y '
        '2026-10-07 23:00:00 IST',
        '-' * 190, '1' + ' ' * 11 + 'total' + ' ' * 173)
    assert both.client.getScheduleStatus('patchisched') == 'active'


@pytest.mark.parametrize('call', [
    lambda client: client.deleteSchedule('nosuch'),
    lambda client: client.suspendSchedule('nosuch'),
    lambda client: client.resumeSchedule('nosuch'),
    lambda client: client.getScheduleStatus('nosuch'),
    lambda client: client.modifySchedule('nosuch', {'newName': 'x'})])
def test_a_schedule_that_is_not_there_is_told(both: Both, call: Any) -> None:
    with pytest.raises(exceptions.SSHException, match='nosuch'):
        call(both.client)


@pytest.mark.parametrize('options', [None, {}, {'name': 'x'}, 'x'])
def test_a_change_of_nothing_is_not_sent(both: Both, options: Any) -> None:
    with pytest.raises(exceptions.InvalidInput):
        both.client.modifySchedule('s1', options)
    assert both.ran() == []


# -- remote copy ------------------------------------------------------------


def targets(both: Both) -> Group:
    """Two targets that answer to nobody, and a group on the first."""
    remote = both.state.remote
    with both.state.lock:
        remote.started = True
        for number, (name, ports) in enumerate((
                ('t1', [('0:3:1', '172.17.20.5'),
                        ('0:2:4', '20240002AC00992B')]), ('t2', [])), 1):
            remote.targets.add(Target(number, name, IP, None, ports,
                                      mirror_config=False))
        return groups.create(both.state, {
            'name': 'g1', 'targets': [{'targetName': 't1', 'mode': SYNC}]})


def volume(both: Both) -> None:
    """A volume in the group."""
    both.state.populate(1)
    modify.modify(both.state, 'vol00000', {'snapCPG': 'SimCPG'})
    volumes.admit(both.state, 'g1', {
        'volumeName': 'vol00000', 'targets': [
            {'targetName': 't1', 'secVolumeName': 'far'}]})


def test_the_service_is_there_once_it_is_started(both: Both) -> None:
    assert both.client.rcopyServiceExists() is False
    assert both.client.startrCopy() == []
    assert both.client.rcopyServiceExists() is True
    both.state.remote.started = False
    targets(both)
    both.state.remote.started = False
    assert both.client.rcopyServiceExists() is False


def test_a_service_that_runs_is_not_started_again(both: Both) -> None:
    both.client.startrCopy()
    with pytest.raises(exceptions.SSHException, match='startrcopy'):
        both.client.startrCopy()


@pytest.mark.parametrize(('target', 'port', 'address', 'there'), [
    ('t1', '0:3:1', '172.17.20.5', True),
    ('t1', '0:2:4', '20240002ac00992b', True),
    ('t1', '0:2:4', '20:24:00:02:AC:00:99:2B', True),
    ('t1', '0:3:2', '172.17.20.5', False),
    ('t1', '0:3:1', '172.17.20.6', False),
    ('t2', '0:3:1', '172.17.20.5', False),
    ('nosuch', '0:3:1', '172.17.20.5', False)])
def test_a_link_is_told_by_all_three_of_its_parts(
        both: Both, target: str, port: str, address: str, there: bool
        ) -> None:
    targets(both)
    assert both.client.rcopyLinkExists(target, port, address) is there


def test_no_link_exists_where_remote_copy_is_not_set_up(both: Both) -> None:
    assert both.client.rcopyLinkExists('t', '0:1:1', '1.2.3.4') is False


def test_a_link_is_admitted_and_dismissed(both: Both) -> None:
    targets(both)
    client = both.client
    assert client.admitRemoteCopyLinks('t2', '1:3:1', '172.17.20.9') == []
    assert client.rcopyLinkExists('t2', '1:3:1', '172.17.20.9') is True
    assert client.dismissRemoteCopyLinks('t2', '1:3:1', '172.17.20.9') == []
    assert client.rcopyLinkExists('t2', '1:3:1', '172.17.20.9') is False
    assert both.ran()[0] == ['admitrcopylink', 't2', '1:3:1:172.17.20.9']


def test_a_list_of_admitted_links_is_no_refusal(both: Both) -> None:
    printed(both, 'admitrcopylink', '1:3:1:172.17.20.9')
    assert both.client.admitRemoteCopyLinks(
        't2', '1:3:1', '172.17.20.9') == ['1:3:1:172.17.20.9']


def test_a_link_that_is_refused_is_an_error(both: Both) -> None:
    targets(both)
    with pytest.raises(exceptions.SSHException, match='another target'):
        both.client.admitRemoteCopyLinks('t2', '0:3:1', '172.17.20.5')
    with pytest.raises(exceptions.SSHException, match='nosuch'):
        both.client.dismissRemoteCopyLinks('nosuch', '0:3:1', '172.17.20.5')


def test_a_target_is_admitted_to_a_group_and_dismissed(both: Both) -> None:
    group = targets(both)
    volume(both)
    both.client.admitRemoteCopyTarget('t2', 'periodic', 'g1', {
        'volumePairs': [{'sourceVolumeName': 'vol00000',
                         'targetVolumeName': 'v1_bak'}]})
    assert both.ran()[-1] == ['admitrcopytarget', 't2', 'periodic', 'g1',
                              'vol00000:v1_bak']
    assert [method.mode for method in group.targets] == [SYNC, PERIODIC]
    both.client.dismissRemoteCopyTarget('t2', 'g1')
    assert [method.mode for method in group.targets] == [SYNC]


@pytest.mark.parametrize(('target', 'mode', 'group', 'text'), [
    ('nosuch', 'sync', 'g1', 'no target'), ('t2', 'sync', 'nosuch', 'exist'),
    ('t1', 'sync', 'g1', 'already in this group'),
    ('t2', 'sync', 'g1', 'single synchronous'),
    ('t2', 'periodic', 'g1', 'specify a mapping')])
def test_a_target_that_is_refused_is_an_error(
        both: Both, target: str, mode: str, group: str, text: str) -> None:
    targets(both)
    volume(both)
    with pytest.raises(exceptions.SSHException, match=text):
        both.client.admitRemoteCopyTarget(target, mode, group)


@pytest.mark.parametrize('optional', [
    {'volumePairs': [{'sourceVolumeName': 'a'}]}, {'pairs': []}, 'x',
    {'volumePairs': ['a:b']}])
def test_pairs_of_another_shape_are_not_sent(both: Both, optional: Any
                                             ) -> None:
    with pytest.raises(exceptions.InvalidInput):
        both.client.admitRemoteCopyTarget('t2', 'sync', 'g1', optional)
    assert both.ran() == []


def test_a_target_that_cannot_be_dismissed_is_an_error(both: Both) -> None:
    targets(both)
    with pytest.raises(exceptions.SSHException, match='no target t2'):
        both.client.dismissRemoteCopyTarget('t2', 'g1')


@pytest.mark.parametrize(('optional', 'options'), [
    (None, []), ({'keepSnap': True}, ['-keepsnap']),
    ({'keepSnap': False}, [])])
def test_a_volume_is_removed_with_its_counterpart(
        both: Both, optional: Any, options: list[str]) -> None:
    group = targets(both)
    volume(both)
    both.client.removeVolumeFromRemoteCopyGroup('g1', 'vol00000', optional,
                                                True, False)
    assert both.ran() == [['dismissrcopyvv', '-f', *options, '-removevv',
                           'vol00000', 'g1']]
    assert group.volumes == []


def test_a_volume_that_is_in_no_group_is_told(both: Both) -> None:
    targets(both)
    both.state.populate(1)
    with pytest.raises(exceptions.SSHException, match='vol00000 not found'):
        both.client.removeVolumeFromRemoteCopyGroup('g1', 'vol00000', None,
                                                    True, False)


def test_the_counterpart_of_a_volume_goes_with_it(both: Both) -> None:
    other = Array(clock=both.state.clock, seed=2)
    connect(both.state, other)
    for array in (both.state, other):
        array.populate(1)
        modify.modify(array, 'vol00000', {'snapCPG': 'SimCPG'})
    with both.state.lock:
        groups.create(both.state, {'name': 'g', 'targets': [
            {'targetName': other.name, 'mode': SYNC}]})
        volumes.admit(both.state, 'g', {
            'volumeName': 'vol00000', 'targets': [{
                'targetName': other.name, 'secVolumeName': 'vol00000'}]})
    both.client.removeVolumeFromRemoteCopyGroup('g', 'vol00000', None, True)
    assert ('vol00000' in both.state.volumes,
            'vol00000' in other.volumes) == (True, False)


# -- ports and output -------------------------------------------------------


@pytest.mark.parametrize('model', MODELS)
def test_the_port_of_the_web_service_is_told_on_every_model(
        model: str) -> None:
    with whole(model) as both:
        result = HPE3ParClient.getPortNumber('127.0.0.1', '3paradm', '3pardata',
                                     both.server.port)
        assert result == str(both.state.personality.https_port)
        assert both.server.sessions in (0, 1)


@pytest.mark.parametrize('lines', [
    ['-Service-,-State-,HTTPS_Port,-Version-,----API_URL----',
     'Enabled,Active,443,1.7.0,https://a/api/v1'],
    ['-Service-,-State-,-HTTP_State-,HTTP_Port,-HTTPS_State-,HTTPS_Port,'
     '-Version-', 'Enabled,Active,Disabled,8008,Enabled,443,1.3.1']])
def test_the_port_is_told_by_its_column(both: Both, lines: list[str]
                                        ) -> None:
    printed(both, 'showwsapi', *lines)
    assert HPE3ParClient.getPortNumber('127.0.0.1', '3paradm', '3pardata',
                                both.server.port) == '443'


def test_an_answer_without_a_port_is_an_error(both: Both) -> None:
    printed(both, 'showwsapi', 'Service,State', 'Enabled,Active')
    with pytest.raises(exceptions.SSHException, match='HTTPS port'):
        HPE3ParClient.getPortNumber('127.0.0.1', '3paradm', '3pardata',
                             both.server.port)


def test_lines_become_a_list_under_both_names(both: Both) -> None:
    lines = ['Id,Name', '1,a']
    assert (HPE3ParClient.convert_cli_output_to_wsapi_format(lines)
            == both.client._convert_cli_output_to_collection_like_wsapi(lines)
            == {'total': 1, 'members': [{'Id': '1', 'Name': 'a'}]})


# -- options ----------------------------------------------------------------


def test_methods_without_options_say_how_to_set_them_up() -> None:
    client = HPE3ParClient('http://127.0.0.1:9/api/v1')
    with pytest.raises(exceptions.SSHException, match='setSSHOptions'):
        client.getPatches()
    with pytest.raises(exceptions.SSHException, match='setSSHOptions'):
        client.findHost(iqn=IQN)


@pytest.mark.parametrize(('options', 'text'), [
    ({'missing_key_policy': 'BogusPolicy'}, 'missing_key_policy'),
    ({'missing_key_policy': object()}, 'missing_key_policy'),
    ({'port': 'x'}, 'port'), ({'port': 70000}, 'port'),
    ({'conn_timeout': 'soon'}, 'conn_timeout'),
    ({'conn_timeout': -1}, 'conn_timeout'),
    ({'privatekey': '/no/such/file'}, 'privatekey'),
    ({'known_hosts_file': '/no/such/folder/file'}, 'known_hosts_file'),
    ({'mode': 'telnet'}, 'mode'), ({'colour': 'red'}, 'colour'),
    ({'ip': ''}, 'ip'), ({'login': None}, 'login')])
def test_wrong_options_are_told_at_once(options: Any, text: str) -> None:
    client = HPE3ParClient('http://127.0.0.1:9/api/v1')
    given = {'ip': '127.0.0.1', 'login': 'u', 'password': 'p', **options}
    with pytest.raises(exceptions.SSHException, match=text):
        client.setSSHOptions(**given)
    assert client.ssh is None


def test_logging_out_closes_the_command_line(both: Both) -> None:
    both.client.getPatches()
    assert both.server.sessions == 1
    both.client.logout()
    while both.server.sessions:
        pass
    both.client.getPatches()
    assert both.server.accepted == 2


def test_all_of_it_works_on_exec_channels_as_well() -> None:
    with whole(mode='exec') as both:
        client = both.client
        both.state.populate(1)
        client.createHost('esx', FCWwns=[WWN])
        client.createHostSet('set1', setmembers=['esx'])
        client.createVolumeSet('vs')
        targets(both)
        client.createSchedule('s1', TASK, '@daily')
        assert client.getPatches()['total'] == 4
        assert client.getPatches(False)['total'] == 0
        assert client.getCPGStatData('SimCPG')['throughput'] > 0
        assert (client.findHost(wwn=WWN), client.findHost(iqn=IQN),
                client.findHostSet('esx')) == ('esx', None, 'set1')
        client.setQOSRule('vs', 100)
        with pytest.raises(exceptions.HTTPNotFound, match='matching'):
            client.setQOSRule('nosuch', 100)
        assert client.getScheduleStatus('s1') == 'active'
        assert client.rcopyServiceExists() is True
        assert client.rcopyLinkExists('t1', '0:3:1', '172.17.20.5') is True
        assert [host.name for host in both.state.hosts] == ['esx']


# -- an error is no "no" ----------------------------------------------------


@pytest.mark.parametrize('refusal', [
    'You do not have permission', 'Unable to contact sysmgr',
    'invalid command name "showrcopy"', 'SSH is disabled, sorry'])
@pytest.mark.parametrize(('verb', 'method', 'args'), [
    ('showrcopy', 'rcopyServiceExists', ()),
    ('showrcopy', 'rcopyLinkExists', ('t', '0:1:1', '10.0.0.1')),
    ('showsched', 'getSchedule', ('s',)),
    ('showsched', 'getScheduleStatus', ('s',)),
    ('createsched', 'createSchedule', ('s', 'createsv a b', '@daily')),
    ('removesched', 'deleteSchedule', ('s',)),
    ('setqos', 'setQOSRule', ('s', 100)),
    ('admitrcopytarget', 'admitRemoteCopyTarget', ('t', 'sync', 'g'))])
def test_a_refusal_without_the_word_error_is_an_error(
        verb: str, method: str, args: Any, refusal: str) -> None:
    with whole() as both:
        printed(both, verb, refusal)
        with pytest.raises(exceptions.SSHException):
            getattr(both.client, method)(*args)


@pytest.mark.parametrize('sentence', [
    'Remote Copy is not configured on this system.',
    'Remote Copy config is not started'])
def test_remote_copy_that_is_not_set_up_is_a_no(sentence: str) -> None:
    with whole() as both:
        printed(both, 'showrcopy', sentence)
        assert both.client.rcopyServiceExists() is False
        assert both.client.rcopyLinkExists('t', '0:1:1', '10.0.0.1') is False
