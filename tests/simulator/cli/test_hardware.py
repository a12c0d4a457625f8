"""Parts that break: every command and the web service tell the same story."""

from __future__ import annotations

import json

import pytest

from hpe3parclient.simulator import SimulatedArray
from hpe3parclient.simulator.array import Array
from hpe3parclient.simulator.cli.interpreter import Cli, Session
from hpe3parclient.simulator.clock import Clock
from hpe3parclient.simulator.model import hardware_space as space
from hpe3parclient.simulator.model import system
from hpe3parclient.simulator.persistence import arrays_of, snapshot
from hpe3parclient.simulator.personality import PERSONALITIES, personality_of
from tests.support.rawclient import RawClient

MODELS = sorted(PERSONALITIES)


def session(model: str = '3par-3.2.2') -> Session:
    array = Array(personality_of(model), Clock(running=False), seed=1)
    array.populate(2)
    return Cli(array).session()


def run(result: Session, line: str) -> list[str]:
    printed = result.run(line)
    assert printed is not None
    return [text for text, _ in printed]


def array_of(result: Session) -> Array:
    return result._cli.array


@pytest.mark.parametrize('model', MODELS)
def test_a_new_array_is_healthy(model: str) -> None:
    result = session(model)
    assert run(result, 'checkhealth')[-1] == 'System is healthy'
    assert run(result, 'showalert') == ['No alerts listed.']
    for line in ('showpd', 'showcage -d', 'shownode -s', 'shownode -ps',
                 'showbattery', 'showld -state', 'showvv -state'):
        text = '\n'.join(run(result, line)).lower()
        assert 'failed' not in text, line
        assert 'degraded' not in text, line


@pytest.mark.parametrize('model', MODELS)
def test_the_disks_add_up_to_the_capacity(model: str) -> None:
    array = array_of(session(model))
    sizes = sum(disk.model.size_mib for disk in array.hardware.disks.values())
    assert sizes == system.view(array)['totalCapacityMiB']
    held = space.by_disk(array).values()
    assert sum(item.free for item in held) == system.view(array)[
        'freeCapacityMiB']


@pytest.mark.parametrize('model', MODELS)
def test_a_failed_disk_is_failed_everywhere(model: str) -> None:
    result = session(model)
    array = array_of(result)
    before = system.view(array)
    size = array.hardware.disks[3].model.size_mib
    array.fail('pd', 3)
    after = system.view(array)
    assert run(result, 'showpd -showcols Id,State -nohdtot')[3].split() == [
        '3', 'failed']
    assert [line.split()[0] for line in run(
        result, 'showpd -failed -nohdtot')] == ['3']
    assert run(result, 'showpd -space -csvtable 3')[2].split(',')[-1] == str(
        size)
    assert int(run(result, 'showsys -nohdtot')[0].split()[-1]) == size
    assert after['failedCapacityMiB'] == size
    assert after['freeCapacityMiB'] == before['freeCapacityMiB'] - size
    assert after['totalCapacityMiB'] == before['totalCapacityMiB']
    assert system.capacities(array)['allCapacity'][
        'failedCapacityMiB'] == size
    alert = run(result, 'showalert -d')
    assert 'State : New' in alert
    assert 'Message : PD 3 Failed' in alert
    assert any(line.endswith('0fa') for line in alert)
    health = run(result, 'checkhealth -detail')
    assert any('PDs that are failed' in line for line in health)
    assert any('hw_disk:3' in line for line in health)
    assert 'System is healthy' not in health
    assert 'failed' in '\n'.join(run(result, 'showcage -d')).lower()


@pytest.mark.parametrize('model', MODELS)
def test_what_is_mended_is_well_again(model: str) -> None:
    result = session(model)
    array = array_of(result)
    before = system.view(array)
    for kind, part in (('pd', 3), ('ps', '0:1'), ('node', 1), ('fan', '0:0'),
                       ('battery', '0:0:0'), ('cageps', '0:1'),
                       ('cage', 0), ('port', '0:1:1'), ('link', '0:1:2')):
        array.fail(kind, part)
        assert 'System is healthy' not in run(result, 'checkhealth')
        array.repair(kind, part)
    assert run(result, 'showalert') == ['No alerts listed.']
    assert len([line for line in run(result, 'showalert -all')
                if line == 'State : Fixed']) == 9
    assert run(result, 'checkhealth')[-1] == 'System is healthy'
    assert system.view(array) == before


def test_a_failed_power_supply_is_red() -> None:
    result = session()
    array_of(result).fail('ps', '0:1')
    assert [line.split() for line in run(result, 'shownode -ps -nohdtot')[
        :2]] == [
        ['0,1', '0', '682372-001', '5CQLQA4675000', 'OK', 'OK', 'OK'],
        ['0,1', '1', '682372-001', '5CQLQA4675001', *['Failed'] * 3]]
    assert run(result, 'shownode -s -nohdtot')[0].split() == [
        '0', 'Degraded', 'PS_Failed']
    assert [line.split(' : ')[1] for line in run(
        result, 'shownode -ps -verbose') if line.startswith('State ')][
        :2] == ['OK', 'Failed']
    assert any('hw_power_supply:0:1' in line
               for line in run(result, 'checkhealth -detail node'))
    assert run(result, 'checkhealth pd')[-1] == 'System is healthy'


def test_a_battery_may_be_degraded() -> None:
    result = session()
    array_of(result).fail('battery', '0:1:0', 'degraded')
    assert 'Message : Node 0, Power Supply 1, Battery 0 Degraded' in run(
        result, 'showalert -d')
    assert run(result, 'showbattery -nohdtot')[1].split()[4] == 'Degraded'


def test_a_failed_node_takes_its_ports_along() -> None:
    result = session()
    array = array_of(result)
    array.fail('node', 0)
    view = system.view(array)
    assert (view['masterNode'], view['onlineNodes']) == (1, [1, 2, 3])
    rows = [line.split() for line in run(result, 'showport -nohdtot')]
    assert [row[2] for row in rows if row[0].startswith('0:')] == [
        'offline'] * 5
    states = {row[0]: row[-1] for row in rows}
    assert (states['0:1:1'], states['1:1:1']) == ('failed_over', 'active')
    # the partner has both identities
    ids = run(result, 'showport -ids 0:1:1 1:1:1 -nohdtot')
    assert [len(line.split()) for line in ids] == [1, 3, 2]
    assert run(result, 'shownode -s -nohdtot')[0].split() == [
        '0', 'Failed', 'Offline']


def test_a_cage_without_a_supply_is_degraded() -> None:
    result = session('alletra-mp')
    array_of(result).fail('cageps', '0:1')
    assert run(result, 'showcage -nohdtot')[0].split()[-1] == 'degraded'
    lines = run(result, 'showcage -d cage0')
    assert any(line.split()[:2] == ['ps1', 'Failed'] for line in lines)
    assert any(line.split()[:2] == ['ps0', 'OK'] for line in lines)


def test_beyond_the_spares_volumes_are_degraded_and_then_lost() -> None:
    result = session('alletra-mp')
    array = array_of(result)
    states = []
    for number in range(3):
        array.fail('pd', number)
        states.append((
            run(result, 'showvv -showcols State vol00000 -nohdtot')[0],
            run(result, 'showld -state -nohdtot')[0].split()[2]))
    assert states == [('normal', 'normal'), ('degraded', 'degraded'),
                      ('failed', 'failed')]
    health = '\n'.join(run(result, 'checkhealth'))
    assert 'VVs not in a normal state' in health
    assert 'LDs not in a normal state' in health


@pytest.mark.parametrize(('kind', 'part', 'state'), [
    ('pd', 9999, 'failed'), ('toaster', 1, 'failed'),
    ('ps', '7:7', 'failed'), ('pd', 1, 'tired')])
def test_what_is_not_there_cannot_break(kind: str, part: object,
                                        state: str) -> None:
    array = array_of(session())
    with pytest.raises(ValueError, match='none of|there is no'):
        array.fail(kind, part, state)  # type: ignore[arg-type]
    assert not array.hardware.failures


def test_failures_and_alerts_are_part_of_a_saved_state() -> None:
    result = session()
    array = array_of(result)
    array.fail('pd', 3)
    array.fail('ps', '0:1', 'degraded')
    run(result, 'setalert ack 1')
    document = json.loads(json.dumps(snapshot(array)))
    twin = Cli(arrays_of(document)[0]).session()
    for line in ('showalert -all -d', 'showpd', 'checkhealth', 'shownode -s',
                 'showsys'):
        assert run(twin, line) == run(result, line)


def test_alerts_change_their_state_and_go() -> None:
    result = session()
    array_of(result).fail('pd', 1)
    assert run(result, 'setalert ack 1') == []
    assert run(result, 'showalert') == ['No alerts listed.']
    assert 'Id : 1' in run(result, 'showalert -a')
    assert run(result, 'removealert -f 7') == ['Unable to read alert 7']
    assert run(result, 'removealert -f 1') == []
    assert run(result, 'showalert -all') == ['No alerts listed.']
    assert any('PD 1 Failed' in line
               for line in run(result, 'showeventlog -msg PD'))


def test_space_that_runs_short_is_told_once_and_fixed() -> None:
    result = session('3par-3.3.1')
    array = array_of(result)
    free = system.view(array)['freeCapacityMiB']
    run(result, 'createcpg -t r6 -ssz 8 -devtype SSD c1')
    size = int(array.pools[3].usable * .6 * .75) // 1024
    for number in range(4):
        run(result, f'createvv c1 v{number} {size // 4}g')
    lines = run(result, 'showalert -d')
    assert [line.split(' (')[1] for line in lines
            if 'SSD raw space usage' in line] == [
        'above 50% of total 81920G)']
    assert run(result, 'showalert -d') == lines
    assert any('New alerts' in line for line in run(result, 'checkhealth'))
    run(result, 'removevv -f v0 v1 v2 v3')
    run(result, 'removecpg -f c1')
    assert run(result, 'showalert') == ['No alerts listed.']
    assert system.view(array)['freeCapacityMiB'] == free


def test_thresholds_that_are_set_raise_alerts() -> None:
    result = session('3par-3.2.2')
    run(result, 'setsys RawSpaceAlertNL 100000')
    run(result, 'createcpg -devtype FC -sdgw 33g -sdgl 1t c1')
    run(result, 'createvv c1 v1 40g')
    text = '\n'.join(run(result, 'showalert'))
    assert 'available NL raw space' in text
    assert 'CPG c1 has reached its growth warning of 33792M' in text
    run(result, 'setsys RawSpaceAlertNL 0')
    run(result, 'setcpg -sdgw 0 c1')
    assert run(result, 'showalert') == ['No alerts listed.']


@pytest.mark.parametrize('model', ['primera-4.x', 'alletra-mp'])
def test_the_web_service_lists_the_disks_with_their_states(
        model: str) -> None:
    with SimulatedArray(model, tls=False, ssh_port=None) as array:
        client = RawClient(array).log_in()
        array.fail('pd', 3)
        result = Cli(array.state).session()
        disks = client('GET', '/disks').body
        shown = [line.split() for line in run(
            result, 'showpd -nohdtot -showcols Id,CagePos,State,Size_MB,'
                   'Free_MB,Node_WWN')]
        words = {1: 'normal', 2: 'degraded', 4: 'failed'}
        assert [[str(disk['id']), disk['position'], words[disk['state']],
                 str(disk['totalSizeMiB']), str(disk['freeSizeMiB']),
                 disk['WWN']] for disk in disks['members']] == shown
        assert disks['total'] == len(shown)
        path = f'/disks/{disks["members"][3]["WWN"]}'
        assert client('GET', path).body == disks['members'][3]
        assert client('GET', '/disks/5000').status == 404
        assert ('loopA0' in disks['members'][0]) is (model != 'alletra-mp')


def test_older_arrays_have_no_disks_in_their_web_service() -> None:
    with SimulatedArray('3par-3.3.1', tls=False, ssh_port=None) as array:
        assert RawClient(array).log_in()('GET', '/disks').status == 404
