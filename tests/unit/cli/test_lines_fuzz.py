"""Hostile words in every method that ends in a command line.

What would have left is read back by the simulated array's Tcl. Either it is
the one command that was meant, word by word, or nothing left and the error
says why.
"""

from __future__ import annotations

import inspect
import re
from typing import Any, Callable, NamedTuple

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from hpe3parclient import exceptions
from hpe3parclient.cli import words
from hpe3parclient.client import HPE3ParClient
from hpe3parclient.simulator.cli.tcl import Interpreter
from hpe3parclient.ssh import HPE3PARSSHClient
from tests.support import hostile

IQN = 'iqn.1993-08.org.debian:01:222'
WWN = '50014380242B8B4C'


class Recorder(HPE3PARSSHClient):
    """Keeps the lines that would have been typed; prints what it is told."""

    def __init__(self) -> None:
        super().__init__('array', 'user', 'password')
        self.lines: list[str] = []
        self.prints: list[str] = []

    def _renewed_once(self, command: words.CommandLine) -> list[str]:
        self.lines.append(command.reveal())
        return list(self.prints)


class Client(HPE3ParClient):
    """A client whose web service lets every host be deleted."""

    def __init__(self) -> None:
        super().__init__('http://127.0.0.1:9/api/v1')
        self.ssh: Recorder = Recorder()  # type: ignore[assignment]
        self.deleted: list[str] = []

    def _delete(self, url: str) -> Any:
        self.deleted.append(url)


def text(value: Any) -> str:
    """A text itself, whatever str() of it says."""
    return ''.join(value)


def number(value: Any) -> str:
    return f'{int(value)}'


class Method(NamedTuple):
    """A method, good arguments, and the words that they become."""

    name: str
    good: dict[str, Any]
    words: Callable[[dict[str, Any]], list[str]]


def _setqos(given: dict[str, Any]) -> list[str]:
    result = ['setqos']
    if given['max_io'] is not None:
        result += ['-io', number(given['max_io'])]
    if given['max_bw'] is not None:
        result += ['-bw', number(given['max_bw']) + 'M']
    return [*result, 'vvset:' + text(given['set_name'])]


def _link(verb: str) -> Callable[[dict[str, Any]], list[str]]:
    return lambda given: [verb, text(given['targetName']), '%s:%s' % (
        text(given['source_port']), text(given['target_port_wwn_or_ip']))]


def _schedule(*verbs: str) -> Callable[[dict[str, Any]], list[str]]:
    return lambda given: [*verbs, text(given['schedule_name'])]


LINK = {'targetName': 't', 'source_port': '0:1:1',
        'target_port_wwn_or_ip': '10.0.0.1'}
METHODS = [
    Method('getPatch', {'patch_id': 'P1'},
           lambda given: ['showpatch', '-d', text(given['patch_id'])]),
    Method('getCPGStatData',
           {'name': 'cpg', 'interval': 'daily', 'history': '7d'},
           lambda given: ['srstatld', '-cpg', text(given['name']),
                          '-' + text(given['interval']), '-btsecs',
                          '-' + text(given['history'])]),
    Method('findHost', {'iqn': IQN}, lambda given: [
        'createhost', '-iscsi', '*', text(given['iqn'])]),
    Method('findHost', {'wwn': WWN}, lambda given: [
        'createhost', '*', text(given['wwn'])]),
    Method('setQOSRule', {'set_name': 'vs', 'max_io': 100, 'max_bw': 5},
           _setqos),
    Method('admitRemoteCopyLinks', LINK, _link('admitrcopylink')),
    Method('dismissRemoteCopyLinks', LINK, _link('dismissrcopylink')),
    Method('rcopyLinkExists', {
        'targetName': 't', 'local_port': '0:1:1',
        'target_system_peer_port': WWN}, lambda given: [
            'showrcopy', 'links']),
    Method('admitRemoteCopyTarget', {
        'targetName': 't', 'mode': 'sync', 'remote_copy_group_name': 'g'},
        lambda given: ['admitrcopytarget', *map(text, given.values())]),
    Method('dismissRemoteCopyTarget', {
        'targetName': 't', 'remote_copy_group_name': 'g'},
        lambda given: ['dismissrcopytarget', '-f',
                       *map(text, given.values())]),
    Method('removeVolumeFromRemoteCopyGroup', {
        'name': 'g', 'volumeName': 'v'}, lambda given: [
            'dismissrcopyvv', '-f', '-removevv', text(given['volumeName']),
            text(given['name'])]),
    Method('createSchedule', {
        'schedule_name': 's', 'task': 'createsv -ro snap prod',
        'taskfreq': '5 4 * * 1'}, lambda given: [
            'createsched', ' '.join(text(given['task']).split()),
            text(given['taskfreq']), text(given['schedule_name'])]),
    Method('deleteSchedule', {'schedule_name': 's'},
           _schedule('removesched', '-f')),
    Method('getSchedule', {'schedule_name': 's'}, _schedule('showsched')),
    Method('getScheduleStatus', {'schedule_name': 's'},
           _schedule('showsched')),
    Method('suspendSchedule', {'schedule_name': 's'},
           _schedule('setsched', '-suspend')),
    Method('resumeSchedule', {'schedule_name': 's'},
           _schedule('setsched', '-resume')),
    Method('modifySchedule', {'name': 's', 'newName': 'n',
                              'taskFrequency': '@daily'},
           lambda given: ['setsched', '-name', text(given['newName']), '-s',
                          text(given['taskFrequency']), text(given['name'])]),
]
#: no argument of these reaches the line
WITHOUT = {'getPatches', 'startrCopy', 'rcopyServiceExists', 'getPortNumber',
           'getAlerts', 'getEvents', 'getDisks', 'getNodes', 'getCages'}
#: arguments by position; see below
APART = {'checkHealth'}
#: what finds its way to a line from within the package
INWARDS = re.compile(r'\._(cli|change|link|'
                     r'try_to_create|dismissVolumeWithTarget)\(|'
                     r'self\.getSchedule\(|'
                     r'connection\.run\(')


def call(client: Client, method: str, given: dict[str, Any]) -> Any:
    """Call a method as its caller would."""
    if method == 'modifySchedule':
        options = dict(given)
        return client.modifySchedule(options.pop('name'), options)
    if method == 'removeVolumeFromRemoteCopyGroup':
        given = dict(given, removeFromTarget=True, useHttpDelete=False)
    return getattr(client, method)(**given)


def read_back(line: str) -> list[list[str]]:
    """The commands of a line, as Tcl takes it apart."""
    ran: list[list[str]] = []

    def run(command: list[str]) -> str:
        ran.append(command)
        return ''

    Interpreter(run).run(line + '\n')
    return ran


def typed(error: BaseException) -> bool:
    """Whether it is an error that a caller may expect."""
    return isinstance(error, (ValueError, TypeError, exceptions.SSHException,
                              exceptions.ClientException))


def outcome(client: Client, method: Method, given: dict[str, Any]) -> None:
    """Call, and see that what left is right."""
    error = None
    try:
        call(client, method.name, given)
    except Exception as err:
        error = err
        assert typed(err), repr(err)
        assert str(err)
    if not client.ssh.lines:
        # findHost has nothing to look for when it is given nothing
        assert error is not None or set(given.values()) == {None}
        return
    line, = client.ssh.lines
    assert line.isprintable()
    command, = read_back(line)
    expected = method.words(given)
    if method.name == 'findHost':
        trial = command[expected.index('*')]
        assert re.fullmatch('[0-9a-f]{20}', trial)
        assert client.deleted in ([], ['/hosts/' + trial])
        expected[expected.index('*')] = trial
    assert command == expected


def test_no_method_that_speaks_over_ssh_is_missing() -> None:
    result = set()
    for name, method in inspect.getmembers(HPE3ParClient, callable):
        if name.startswith('_') or isinstance(method, type):
            continue
        if INWARDS.search(inspect.getsource(method)):
            result.add(name)
    assert result <= WITHOUT | APART | {method.name for method in METHODS}
    assert {method.name for method in METHODS} <= result


@pytest.mark.parametrize('method', METHODS, ids=lambda method: method.name)
def test_good_words_become_the_command_that_is_meant(method: Method) -> None:
    client = Client()
    outcome(client, method, method.good)
    assert len(client.ssh.lines) == 1


def test_components_of_a_health_check_are_words() -> None:
    client = Client()
    with pytest.raises(exceptions.SSHException, match='checkhealth says'):
        client.checkHealth('pd', 'node')
    assert client.ssh.lines == ['checkhealth -detail pd node']
    for component in ('pd;removevv', '-f', 'a b', '[exit]', '$x', '', 'é"'):
        with pytest.raises(exceptions.SSHInjectionThreat):
            client.checkHealth('pd', component)
    assert len(client.ssh.lines) == 1


#: near to what is legal, since what is far from it is refused at once
CLOSE = st.one_of(
    st.text('ab1.-_:*? "[]{}$;\\\n\t,/@%=+é', max_size=12),
    st.sampled_from([IQN, WWN, '0:1:1', '10.0.0.1', 'fe80::1', 'fe80::1%a;b',
                     '7d', '.5h', '@hourly', '0 0 * * *', '0 0 * *;x *',
                     'createsv a b', 'createsv  a', 'createsv a;b', 'v',
                     'createsv "a b"', 'createsv [x]', '12', 1, 2.0, 7.5]))
GIVEN = st.one_of(CLOSE.map(lambda value: lambda: value), hostile.values)


@pytest.mark.parametrize('method', METHODS, ids=lambda method: method.name)
@hostile.examples(15)
@given(data=st.data())
def test_hostile_words_are_sent_as_they_are_or_not_at_all(
        method: Method, data: Any) -> None:
    given = dict(method.good)
    for name in given:
        if data.draw(st.booleans()):
            given[name] = data.draw(GIVEN)()
    outcome(Client(), method, given)


@hostile.examples(50)
@given(command=st.lists(GIVEN, max_size=5), verb=st.sampled_from(
    ['showvv', 'echo', 'show;vv', '[x]', '', 'a b', None, '-f', 'showvv\n']))
def test_what_is_given_to_run_is_one_command_or_nothing(
        command: list[Callable[[], Any]], verb: Any) -> None:
    client = Client()
    given = [verb] + [make() for make in command]
    try:
        client._run(given)
    except Exception as err:
        assert typed(err), repr(err)
        assert client.ssh.lines == []
        return
    line, = client.ssh.lines
    assert line.isprintable()
    result, = read_back(line)
    assert result[0] == verb.strip()
    ends = len(given) > 1 and not text(given[-1]).strip()
    assert len(result) == len(given) - ends
    for word, value in zip(result[1:], given[1:]):
        bare = text(value).strip()
        assert word == bare or '"' in bare or "'" in bare


@hostile.examples(50)
@given(st.text(st.characters(exclude_categories=('Cs',)), max_size=60))
def test_free_text_between_quotes_is_one_word_or_refused(value: str) -> None:
    try:
        quoted = words.quoted(value)
    except words.IllegalWord:
        assert not value.isprintable()
        return
    assert read_back(f'echo {quoted} end') == [['echo', value, 'end']]


class _Kind(str):
    """A text that says of itself what it is not."""

    def __str__(self) -> str:
        return 'x; removevv -f prod'


@pytest.mark.parametrize('make', [words.name, words.pattern, words.checked,
                                  words.quoted])
def test_a_text_that_shows_itself_otherwise_is_sent_as_it_is(
        make: Callable[[Any], str]) -> None:
    client = Client()
    client._run(['showvv', make(_Kind('v1'))])
    assert read_back(client.ssh.lines[0]) == [['showvv', 'v1']]


def test_a_member_of_an_enumeration_is_sent_as_its_text() -> None:
    client = Client()
    client.setQOSRule(hostile.Word.FIRST, 1)
    assert client.ssh.lines == ['setqos -io 1 vvset:v1']


# -- answers ----------------------------------------------------------------

LINES = st.lists(st.one_of(
    st.text(max_size=30), st.sampled_from([
        '', 'Id,Name,Members', '1,a,h', ',,x', '-----', '1,total', 'Status:',
        'Status: Started, Normal', 'Target,Node,Address,Status,Options',
        't,0:1:1,50014380242B8B4C,Up,', 'Target,Node', 't,0:1:1',
        'Error: something', 'no vv listed', 'No scheduled tasks listed',
        'x already used by host h (1)', 'already used by host',
        'SchedName,Status', 's,active', 's,running', 'SchedName   Status',
        's           suspended', 'InstallTime,Id,Package,Version',
        'Sorry, not today', 'Service,HTTPS_Port', 'Enabled,443',
        'Enabled,４４３', 'has been dismissed from group', 'N:S:P,VLAN,IPAddr',
        '0:1:1,5,10.0.0.1', 'VLAN,MTU', '5,1500',
        ',,---IO/s----', 'Time,Secs,Rd,Wr,Tot', ',144,1.3,6.7,8.0'])),
    max_size=7)
#: what each method may answer
ANSWERS: dict[str, tuple[type, ...]] = {
    'getPatches': (dict,), 'getPatch': (list,), 'getCPGStatData': (dict,),
    'findHost': (str, type(None)),
    'setQOSRule': (type(None),), 'rcopyLinkExists': (bool,),
    'rcopyServiceExists': (bool,), 'getSchedule': (list,),
    'getScheduleStatus': (str,), 'createSchedule': (type(None),),
    'admitRemoteCopyLinks': (list,), 'dismissRemoteCopyTarget': (list,),
    'startrCopy': (list,)}


@pytest.mark.parametrize('name', sorted(ANSWERS))
@hostile.examples(15)
@given(lines=LINES)
def test_whatever_is_printed_is_an_answer_of_its_kind_or_a_typed_error(
        name: str, lines: list[str]) -> None:
    client = Client()
    client.ssh.prints = lines
    given = next((method.good for method in METHODS
                  if method.name == name), {})
    try:
        result = getattr(client, name)(**given)
    except (exceptions.SSHException, exceptions.ClientException) as err:
        assert str(err)
        return
    assert isinstance(result, ANSWERS[name])
    if name == 'getScheduleStatus':
        assert result in ('active', 'suspended')
    if name == 'setQOSRule':
        assert not ''.join(lines).strip()


@hostile.examples(30)
@given(lines=LINES)
@example(['Service,HTTPS_Port', 'Enabled,４４３'])
@example(['Service,HTTPS_Port', 'Enabled,²'])
def test_a_port_number_is_digits_or_an_error(lines: list[str]) -> None:
    recorder = Recorder()
    recorder.prints = lines
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(HPE3ParClient, '_getSshClient',
                      staticmethod(lambda *args, **options: recorder))
        try:
            result = HPE3ParClient.getPortNumber('array', 'u', 'p')
        except exceptions.SSHException as err:
            assert str(err)
            return
    assert re.fullmatch('[0-9]+', result)
