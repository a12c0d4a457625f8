"""What only the command line shows: captured, loaded, and working on."""

from __future__ import annotations

import random
from collections.abc import Iterator
from pathlib import Path

import pytest

from hpe3parclient import exceptions, twin
from hpe3parclient.simulator import (
    Clock,
    SimulatedArray,
    read_state,
    write_state,
)
from hpe3parclient.twin.capture import WRONG
from hpe3parclient.twin.document import Writer
from hpe3parclient.twin.shown import COMMAND_LINE
from tests.twin.populated import populate, run, session_of
from tests.twin.test_load import logged_in
from tests.twin.test_shown import declared

NOON = 1_780_000_000.25
DAY = 24 * 3600


@pytest.fixture(scope='module')
def captured(tmp_path_factory: pytest.TempPathFactory) -> twin.Capture:
    path = tmp_path_factory.mktemp('command-line') / 'array.json'
    with SimulatedArray(clock=Clock(NOON, running=False), seed=1,
                        volumes=2) as array:
        assert populate(array) == {}
        with logged_in(array) as client:
            client.setSSHOptions('127.0.0.1', array.user, array.password,
                                 port=array.ssh_port)
            twin.capture(client, path)
    return twin.Capture(path)


@pytest.fixture
def loaded(captured: twin.Capture) -> SimulatedArray:
    return SimulatedArray(state=captured, clock=Clock(running=False), seed=7)


def capture_of(path: Path, commands: dict[str, list[str]],
               model: str = '3par-3.3.1') -> twin.Capture:
    """A capture of a simulated array with these outputs in place of its own."""
    with SimulatedArray(model, clock=Clock(NOON, running=False),
                        seed=1) as array, logged_in(array) as client:
        twin.capture(client, path)
    taken = twin.Capture(path)
    writer = Writer(path.with_name('other.json'), taken.source)
    for name in taken.paths:
        value = taken.object(name)
        if value is not None:
            writer.object(name, value)
        else:
            writer.members(name, taken.members(name))
    for command, lines in commands.items():
        writer.lines(command, lines)
    writer.close()
    return twin.Capture(path.with_name('other.json'))


# -- all of it is in the model -------------------------------------------------


def test_everything_is_held_by_the_model(loaded: SimulatedArray) -> None:
    assert loaded.loaded is not None
    assert loaded.loaded.left_out == {}
    assert loaded.loaded.kept.outputs == {}


def test_the_clock_is_the_arrays_own(loaded: SimulatedArray) -> None:
    assert loaded.clock.now() == int(NOON) + 7200


def test_a_clock_in_an_unknown_zone_counts_for_nothing(tmp_path: Path) -> None:
    capture = capture_of(tmp_path / 'a.json', {'showdate': [
        'Node Date', '0    2020-01-01 00:00:00 PST (America/Los_Angeles)']})
    array = SimulatedArray(state=capture, clock=Clock(running=False))
    assert array.loaded is not None
    assert 'showdate' not in array.loaded.differences
    assert array.clock.now() > NOON


def test_a_loaded_schedule_runs_and_can_be_changed(
        loaded: SimulatedArray) -> None:
    session = session_of(loaded)
    before = {volume.name for volume in loaded.state.volumes}
    loaded.clock.advance(DAY)
    loaded.state.settle()
    made = {volume.name for volume in loaded.state.volumes} - before
    assert [name[:3] for name in made] == ['v0.']
    assert run(session, 'setsched -suspend nightly') == []
    assert run(session, 'removesched -f weekly') == []
    shown = run(session, 'showsched')
    assert [line.split()[0] for line in shown[2:4]] == ['newyear', 'nightly']
    assert 'suspended' in shown[3]
    assert 'already' in run(
        session, 'createsched {setvv x} @daily nightly')[0]


def test_a_loaded_alert_can_be_set_and_the_next_has_the_next_id(
        loaded: SimulatedArray) -> None:
    session = session_of(loaded)
    assert run(session, 'setalert fixed 4') == []
    assert not any(line == 'Id : 4' for line in run(session, 'showalert'))
    last = max(alert.id for alert in loaded.state.alerts)
    loaded.fail('pd', 5)
    assert loaded.state.alerts.get(last + 1) is not None


def test_a_repaired_part_fixes_its_loaded_alert(
        loaded: SimulatedArray) -> None:
    session = session_of(loaded)
    assert 'failed' in run(session, 'showpd -failed -nohdtot')[0]
    run(session, 'setalert new 1')
    loaded.repair('pd', 3)
    assert run(session, 'showpd -failed -nohdtot') == ['No PDs listed']
    alert = loaded.state.alerts.get(1)
    assert alert is not None
    assert alert.state == 'fixed'


def test_domains_and_users_are_there_to_refuse_the_same_again(
        loaded: SimulatedArray) -> None:
    session = session_of(loaded)
    for line in ('createdomain empty', 'createuser -c longenough anna all edit',
                 'removedomain -f shop'):
        run(session, line)
        assert session.status, line
    assert run(session, 'removedomain -f empty') == []
    assert 'lab' in run(session, 'showdomain -nohdtot')[0]


def test_the_password_of_a_captured_user_is_unknown(
        captured: twin.Capture, loaded: SimulatedArray) -> None:
    assert 'verysecret12' not in captured.path.read_text('utf-8')
    with loaded, pytest.raises(exceptions.HTTPForbidden), \
            logged_in(loaded) as client:
        client.login('anna', 'verysecret12')


def test_new_events_follow_the_captured_ones(loaded: SimulatedArray) -> None:
    session = session_of(loaded)
    before = run(session, 'showeventlog -oneline -nohdtot')
    run(session, 'createdomain another')
    after = run(session, 'showeventlog -oneline -nohdtot')
    assert len(after) == len(before) + 1
    assert 'createdomain another' in after[-1]


def test_file_persona_works_on(loaded: SimulatedArray) -> None:
    session = session_of(loaded)
    run(session, 'createfsnap -fpg fpg1 vfs1 store1 daily2')
    assert not session.status
    assert len(run(session, 'getfsnap')[0].split('} {')) == 2
    assert run(session, 'removefshare -f -fpg fpg1 nfs vfs1 share1') == []
    assert 'share1' not in str(run(session, 'showfshare'))


def test_configurations_of_adaptive_optimization_use_their_cpgs(
        loaded: SimulatedArray) -> None:
    session = session_of(loaded)
    run(session, 'createaocfg -t0cpg gold -t1cpg silver -mode Cost more')
    assert session.status
    assert run(session, 'removeaocfg -f tiers') == []


def test_it_is_saved_and_restored(captured: twin.Capture,
                                  loaded: SimulatedArray,
                                  tmp_path: Path) -> None:
    write_state(loaded.snapshot(), tmp_path / 'state.json')
    again = SimulatedArray(state=read_state(tmp_path / 'state.json'),
                           clock=Clock(running=False))
    for line in ('showsched', 'showdomain', 'showalert -all -d', 'showpatch '
                 '-hist', 'showfpg', 'showaocfg', 'showpd -failed'):
        assert run(session_of(again), line) == run(session_of(loaded), line)


@pytest.mark.parametrize('model', ['3par-3.3.1', 'primera-4.x'])
def test_an_anonymised_capture_is_loaded_as_completely(
        model: str, tmp_path: Path) -> None:
    with SimulatedArray(model, clock=Clock(NOON, running=False), seed=1,
                        volumes=2) as array:
        populate(array)
        with logged_in(array) as client:
            client.setSSHOptions('127.0.0.1', array.user, array.password,
                                 port=array.ssh_port)
            twin.capture(client, tmp_path / 'array.json')
    twin.anonymise(tmp_path / 'array.json', tmp_path / 'safe.json',
                   tmp_path / 'key', seed=5)
    safe = SimulatedArray(state=twin.Capture(tmp_path / 'safe.json'),
                          clock=Clock(running=False))
    assert safe.loaded is not None
    assert safe.loaded.left_out == {}
    own = array.state
    assert [(item.fields, item.active) for item in
            safe.state.schedules.values()] == [
        (item.fields, item.active) for item in own.schedules.values()]
    assert [(item.id, item.state, item.time) for item in safe.state.alerts] \
        == [(item.id, item.state, int(item.time)) for item in own.alerts]
    assert len(safe.state.domains) == len(own.domains)
    assert [fpg.size for fpg in safe.state.files.fpgs] == [
        fpg.size for fpg in own.files.fpgs]


WORK = """
createdomain d{}
removedomain -f {domain}
setdomain -comment changed{} {domain}
createuser -c longenough u{} all edit
removeuser -f {user}
setuser -f -role service {user}
createsched {{createsv -ro x{}}} @hourly s{}
setsched -suspend {sched}
setsched -resume {sched}
setsched -s {{7 * * * *}} {sched}
removesched -f {sched}
setalert {state} {}
removealert -f {}
createcpg c{}
removecpg -f {cpg}
createvv -tpvv {cpg} w{} 1024
removevv -f {vv}
createsv -ro t{} {vv}
createaocfg -t0cpg {cpg} -t1cpg {cpg} -mode Cost a{}
removeaocfg -f tiers
createfsnap -fpg fpg1 vfs1 store1 f{}
removefshare -f -fpg fpg1 nfs vfs1 share1
createfsuser -passwd longenough fs{}
setfsquota -fpg fpg1 -fstore store1 -scapacity {} -hcapacity 99 vfs1
setflashcache disable vvset:shopset
removeflashcache -f
setqos -io {}00 vvset:shopset
setsys RawSpaceAlertFC {}000
stoprcopygroup -f grp
startrcopygroup grp
canceltask -f {}
removetask -f {}
"""


def a_day_of_work(seed: int) -> Iterator[str]:
    chance = random.Random(seed)
    names = {'domain': ['empty', 'lab', 'shop', 'd1'],
             'user': ['anna', 'otto', 'sina', 'u2'],
             'sched': ['nightly', 'weekly', 'newyear', 's3'],
             'state': ['new', 'ack', 'fixed'],
             'cpg': ['gold', 'silver', 'c4'], 'vv': ['v0', 'v1', 'kept', 'w5']}
    lines = WORK.strip().splitlines()
    for _ in range(60):
        line, number = chance.choice(lines), chance.randrange(1, 9)
        yield line.format(*[number] * 3, **{
            name: chance.choice(words) for name, words in names.items()})


@pytest.mark.parametrize('seed', range(3))
def test_a_day_of_work_has_the_same_outcome(seed: int, tmp_path: Path) -> None:
    with SimulatedArray(clock=Clock(NOON, running=False), seed=1,
                        volumes=2) as array:
        populate(array)
        with logged_in(array) as client:
            client.setSSHOptions('127.0.0.1', array.user, array.password,
                                 port=array.ssh_port)
            twin.capture(client, tmp_path / 'array.json')
    other = SimulatedArray(state=twin.Capture(tmp_path / 'array.json'),
                           clock=Clock(running=False), seed=7)
    other.clock.turn_to(array.clock.now())
    before, after = session_of(array), session_of(other)
    for line in a_day_of_work(seed):
        assert run(after, line) == run(before, line), line
        for item in (array, other):
            item.clock.advance(1200)
            item.state.settle()
    for name in declared():
        # the number of a command in the event log is the session's own
        if name.startswith(('show', 'get')) and name not in (
                'showeventlog', 'showuserconn', 'showportdev', 'getfpg'):
            assert run(after, name) == run(before, name), name


# -- what the model does not hold ------------------------------------------------

USERS = ['Username,Domain,Role,Default', '3paradm,all,super,N',
         'otto,shop,browse,N', '-------------------------', '2,total']
NETWORK = ['-IP Address-,Netmask/PrefixLen,Nodes,Active,Speed,Duplex,AutoNeg,'
           'Status,Mode', '10.9.8.7,255.255.0.0,01,1,10000,Full,Yes,Active,N/A',
           '', 'Default IPv4 route : 10.9.0.1', 'NTP server : 10.9.0.2']


def test_captured_cells_stay_while_rows_come_and_go(tmp_path: Path) -> None:
    array = SimulatedArray(state=capture_of(tmp_path / 'a.json',
                                            {'showuser': USERS}))
    session = session_of(array)
    assert run(session, 'showuser -csvtable') == USERS
    assert run(session, 'showuser') == [
        'Username Domain Role   Default', '3paradm  all    super  N',
        'otto     shop   browse N', '------------------------------',
        '2        total']
    run(session, 'createuser -c longenough anna all edit')
    assert run(session, 'showuser -csvtable -nohdtot') == [
        '3paradm,all,super,N', 'otto,shop,browse,N', 'anna,all,edit,N']
    run(session, 'setuser -f -role edit otto')
    assert 'otto,shop,edit,N' in run(session, 'showuser -csvtable')
    run(session, 'removeuser -f otto')
    assert run(session, 'showuser -csvtable')[1:] == [
        '3paradm,all,super,N', 'anna,all,edit,N',
        '----------------------------', '2,total']
    assert array.loaded is not None
    assert array.loaded.differences['showuser'] > 0


def test_what_is_no_table_is_shown_as_it_was(tmp_path: Path) -> None:
    capture = capture_of(tmp_path / 'a.json', {'shownet': NETWORK})
    array = SimulatedArray(state=capture)
    assert run(session_of(array), 'shownet -csvtable') == NETWORK
    write_state(array.snapshot(), tmp_path / 'state.json')
    again = SimulatedArray(state=read_state(tmp_path / 'state.json'))
    assert run(session_of(again), 'shownet -csvtable') == NETWORK


def test_a_command_that_is_not_simulated_is_shown(tmp_path: Path) -> None:
    lines = ['HostIP,Port,SNMPVersion', '10.1.1.1,162,2']
    array = SimulatedArray(state=capture_of(tmp_path / 'a.json', {
        'showsnmpmgr': lines, 'removevv -f vol00000': ['x']}))
    session = session_of(array)
    assert run(session, 'showsnmpmgr') == lines
    assert run(session, 'showsnmpuser') == [
        'invalid command name "showsnmpuser"']


@pytest.mark.parametrize(('command', 'lines'), [
    ('showsched', ['SchedName,What', 'nightly,x']),
    ('showsched', ['garbage']),
    ('showalert -all -d', ['Id : seven', 'State : New']),
    ('showalert -all -d', ['Id : 7', 'State : Strange', 'Time : x']),
    ('showdomain', ['ID,Name', '1,x']),
    ('showpd -s', ['Id,CagePos,Type,State', '9999,0:0:0,FC,failed', '"']),
    ('showsys -param', ['RawSpaceAlertFC : many']),
    ('gettpdinterface', ['nothing of it']),
    ('showuser', ['Name', 'x', 'y'])])
def test_output_that_is_not_understood_is_named_and_shown(
        command: str, lines: list[str], tmp_path: Path) -> None:
    model = '3par-3.1.3' if command == 'showsys -param' else '3par-3.3.1'
    array = SimulatedArray(state=capture_of(tmp_path / 'a.json',
                                            {command: lines}, model))
    assert array.loaded is not None
    assert array.loaded.left_out
    assert run(session_of(array), f'{command} -csvtable') == lines


def test_a_part_that_is_not_there_is_left_out_alone(tmp_path: Path) -> None:
    array = SimulatedArray(state=capture_of(tmp_path / 'a.json', {
        'showpd -s': ['Id,CagePos,Type,-State-,-Detailed_State-',
                      '3,0:3:0,FC,failed,failed_hardware',
                      '9999,9:9:9,FC,failed,failed_hardware']}))
    assert array.loaded is not None
    assert list(array.loaded.left_out) == ['pd 9999']
    assert [failure.part for failure in
            array.state.hardware.of_kind('pd')] == ['3']


# -- capturing ---------------------------------------------------------------------


def test_without_ssh_the_rest_is_captured(tmp_path: Path) -> None:
    with SimulatedArray() as array, logged_in(array) as client:
        missing = twin.capture(client, tmp_path / 'array.json')
    assert missing[COMMAND_LINE].startswith('SSH is not set up')
    taken = twin.Capture(tmp_path / 'array.json')
    assert taken.commands == []
    again = SimulatedArray(state=taken)
    assert run(session_of(again), 'showsched') == ['No scheduled tasks listed']


def test_commands_an_array_does_not_know_are_named_once(
        tmp_path: Path) -> None:
    with SimulatedArray('primera-4.x') as array, logged_in(array) as client:
        client.setSSHOptions('127.0.0.1', array.user, array.password,
                             port=array.ssh_port)
        missing = twin.capture(client, tmp_path / 'array.json')
    commands = [name for name in missing if not name.startswith('/')]
    assert commands == ['gettpdinterface']
    assert 'invalid command name' in missing['gettpdinterface']
    assert not set(missing) & set(WRONG)


def test_a_capture_of_the_first_release_is_loaded(tmp_path: Path) -> None:
    """It had fewer commands, and none of those that fill the model."""
    array = SimulatedArray(state=capture_of(tmp_path / 'a.json', {
        'showversion -b': ['Release version 3.3.1 (MU5)'],
        'showdomain': ['ID,Domain,-CreationTime-,Comments',
                       '1,shop,2020-01-01 00:00:00 UTC,--'],
        'showsched': ['No scheduled tasks listed'],
        'showpatch -hist': ['InstallTime,Id,Package,Version',
                            '2020-01-01 00:00:00 UTC,GA,Complete,3.3.1.410'],
        'showalert': ['No alerts listed.']}))
    assert array.loaded is not None
    assert array.loaded.left_out == {}
    assert array.state.domains == {'shop'}
    assert [patch.version for patch in array.state.patches] == ['3.3.1.410']
