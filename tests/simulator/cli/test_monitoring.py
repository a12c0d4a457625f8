"""What programs that watch arrays send, and what they read in the answers."""

from __future__ import annotations

import re

import pytest

from hpe3parclient.simulator.array import Array
from hpe3parclient.simulator.cli.interpreter import Cli, Session
from hpe3parclient.simulator.clock import Clock
from hpe3parclient.simulator.model.remotecopy.link import connect
from hpe3parclient.simulator.personality import PERSONALITIES, personality_of

MODELS = sorted(PERSONALITIES)

#: Check plugins of Nagios.
CHECKS = (
    'showpd -showcols Id,State -nohdtot', 'shownode -s -nohdtot',
    'shownode -ps -nohdtot', 'showcage -d -nohdtot',
    'showld -state -nohdtot',
    'showvv -showcols Name,State -notree -nohdtot', 'showport -nohdtot',
    'showpd -p -devtype FC -showcols Size_MB,Free_MB -csvtable',
    'showpd -p -devtype NL -showcols Size_MB,Free_MB -csvtable',
    'showpd -p -devtype SSD -showcols Size_MB,Free_MB -csvtable',
    'showrcopy -qw targets -nohdtot', 'showversion -a -b',
    'checkhealth node cage pd', 'showalert -n', 'showbattery -nohdtot')
#: Modes of Centreon's plugin: several commands on a line.
MODES = (
    'echo "===nodes===" ; shownode ; echo "===versions===" ; showversion -b',
    'showsys -space', 'showsys -space -devtype FC',
    'showpd -showcols Id,State,Type,Size_MB,Free_MB',
    'showvv -showcols Id,Name,VSize_MB,Snp_Rsvd_MB,Usr_Rsvd_MB,Usr_Used_MB',
    'statcpu -iter 1', 'showbattery ; showcim ; showwsapi ; shownodeenv',
    'shownode -uptime ; showdate', 'showcage -d ; shownode -ps -verbose',
    'showflashcache')
#: delfin's driver.
CALLS = (
    'showwsapi',
    'checkhealth vv vlun task snmp port pd node network ld dar cage cabling',
    'showalert -d', 'shownode', 'shownode -cpu', 'showeeprom', 'showpd',
    'showpd -i', 'showport', 'showport -i', 'showport -par',
    'showport -iscsi', 'showport -rcip', 'showport -fcoe', 'showport -c',
    'showhostset -d', 'showvvset -d', 'showhost -d', 'showvv', 'showvlun -t',
    'srstatport -attime -groupby PORT_N,PORT_S,PORT_P -btsecs -600 '
    '-etsecs -300',
    'srstatpd -attime -groupby PDID -btsecs -600 -etsecs -300',
    'srstatvv -attime -groupby VVID,VV_NAME -btsecs -600 -etsecs -300')
#: Exporters, scripts and volume plugins.
OTHERS = (
    'showsys -d', 'showsys -param', 'showtask -active vol00000',
    'showinventory', 'showinventory -csvtable', 'showuser', 'showuserconn',
    'showlicense', 'showpatch -hist', 'showeventlog -min 10 -oneline',
    'statport -host -iter 1', 'statvlun -ni -rw -iter 1', 'statpd -iter 1',
    'statvv -iter 1', 'histvv', 'srstatcpg -hourly -attime',
    'srstatvlun -attime', 'showspace -cpg SimCPG', 'showqos', 'showdomain',
    'showvv -notree -p -cpg SimCPG', 'showsys -fan', 'showcpg -hist',
    'showvlun -t -showcols VVName,Lun,HostName,VV_WWN -v vol00000',
    'setclienv csvtable 1 ; setclienv nohdtot 1 ; showvv ; exit',
    'showsched')


def session(model: str) -> Session:
    array = Array(personality_of(model), Clock(running=False), seed=1)
    array.populate(3)
    connect(array, Array(personality_of(model), array.clock, seed=2))
    array.remote.started = True
    array.clock.advance(3600)
    return Cli(array).session()


def run(result: Session, line: str) -> list[str]:
    printed = result.run(line)
    assert printed is not None
    assert not any(error for _, error in printed), printed
    return [text for text, _ in printed]


@pytest.mark.parametrize('line', [*CHECKS, *MODES, *CALLS, *OTHERS])
@pytest.mark.parametrize('model', MODELS)
def test_every_line_they_send_is_answered(model: str, line: str) -> None:
    result = session(model)
    lines = run(result, line)
    assert lines or 'nohdtot' in line
    assert 'Invalid option' not in ' '.join(lines)


@pytest.mark.parametrize('model', MODELS)
def test_check_plugins_are_green_and_then_red(model: str) -> None:
    """They count words; each failure is seen by the check it concerns."""
    result = session(model)
    array = result._cli.array

    def words(line: str) -> list[str]:
        return re.findall('failed|degraded',
                          '\n'.join(run(result, line)).lower())

    for line in CHECKS:
        if 'showrcopy' not in line:
            assert not words(line), line
    for kind, part, line in (
            ('pd', 2, CHECKS[0]), ('node', 1, CHECKS[1]),
            ('ps', '0:0', CHECKS[2]), ('cageps', '0:0', CHECKS[3]),
            ('pd', 2, 'checkhealth pd'), ('battery', '0:0:0', CHECKS[-1]),
            ('cage', 0, 'showalert -n')):
        array.fail(kind, part)
        assert words(line), line
        array.repair(kind, part)
        assert not words(line), line


def test_a_class_of_disks_that_is_not_there_counts_zero() -> None:
    result = session('primera-4.x')
    assert run(result, CHECKS[7])[-1] == '0,0'
    size, free = map(int, run(result, CHECKS[9])[-1].split(','))
    assert size > free > 0
    assert run(result, 'showpd -p -devtype FC') == ['No PDs listed']


def test_the_space_of_the_array_is_a_tree_by_indentation() -> None:
    result = session('3par-3.2.2')
    for line in ('showsys -space', 'showsys -space -devtype SSD'):
        text = '\n'.join(run(result, line))
        total = re.search(r'^Total Capacity +: +(\d+)', text, re.MULTILINE)
        parts = [re.search(rf'^  {name} +: +(\d+)', text, re.MULTILINE)
                 for name in ('Allocated', 'Free', 'Unavailable', 'Failed')]
        assert total is not None
        assert sum(int(part[1]) for part in parts if part) == int(total[1])
        assert re.search(r'^Compaction +: ', text, re.MULTILINE)


def test_a_listed_export_has_four_words() -> None:
    result = session('3par-3.3.1')
    run(result, 'createhost h1')
    result.run('createvlun -novcn -f vol00000 100+ h1')
    lines = run(result, OTHERS[-3])
    assert [line.split()[:3] for line in lines if re.fullmatch(
        r'\S+ +\d+ +\S+ +[0-9A-F]{32}', line)] == [['vol00000', '100', 'h1']]


def test_the_size_is_the_twelfth_word() -> None:
    lines = run(session('3par-3.3.1'), OTHERS[-6])
    assert [line.split()[11] for line in lines if 'vol0000' in line] == [
        '1024', '2048', '3072']


def test_the_inventory_as_csv_has_sections_closed_by_commas() -> None:
    lines = run(session('alletra-mp'), 'showinventory -csvtable')
    ends = [at for at, line in enumerate(lines) if set(line) == {','}]
    assert len(ends) == 11
    assert '"Advanced Micro Devices, Inc."' in '\n'.join(lines)
    for begin, end in zip([-1, *ends], ends):
        titles = lines[begin + 1].rstrip(',').strip('-')
        assert titles, lines[begin + 1]
        assert '' not in lines[begin + 1:end]


@pytest.mark.parametrize('line', [
    'shownode -nonsense', 'showsys -d -space', 'showpd -quick',
    'showvv -showcols Name,Colour', 'showport -par -c'])
def test_nothing_is_answered_with_another_table(line: str) -> None:
    printed = session('3par-3.2.2').run(line)
    assert printed is not None
    assert all(error for _, error in printed)
