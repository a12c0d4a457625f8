"""Commands of the simulated command line, in the forms that were recorded."""

from __future__ import annotations

import pytest

from hpe3parclient.showport_parser import ShowportParser
from hpe3parclient.simulator.array import Array
from hpe3parclient.simulator.cli.interpreter import Cli, Session
from hpe3parclient.simulator.clock import Clock
from hpe3parclient.simulator.model import hosts, sets
from hpe3parclient.simulator.personality import PERSONALITIES, personality_of
from hpe3parclient.simulator.state.sets import HOSTS

MODELS = sorted(PERSONALITIES)


def session(model: str = '3par-3.3.1') -> Session:
    array = Array(personality_of(model), Clock(running=False), seed=1)
    array.populate(2)
    return Cli(array).session()


def run(result: Session, line: str) -> list[str]:
    printed = result.run(line)
    assert printed is not None
    return [text for text, _ in printed]


def csv(line: str, model: str = '3par-3.3.1') -> list[str]:
    result = session(model)
    run(result, 'setclienv csvtable 1')
    return run(result, line)


def test_showpatch_has_one_header_row_and_no_trailer() -> None:
    assert csv('showpatch -hist')[:2] == [
        'InstallTime,Id,Package,Version',
        '2013-08-21 18:06:45 PDT,MU2,Complete,3.1.2.422']


def test_showpatch_without_patches_is_one_line() -> None:
    assert csv('showpatch') == ['No patch is applied to the system.']


@pytest.mark.parametrize('model', MODELS)
def test_srstatld_has_two_header_rows_dashes_and_a_summary(
        model: str) -> None:
    lines = csv('srstatld -cpg SimCPG -daily -btsecs -7d', model)
    assert [len(line.split(',')) for line in lines] == [
        17, *[16] * (len(lines) - 3), 1, 16]
    assert lines[1] == ('Time,Secs,Rd,Wr,Tot,Rd,Wr,Tot,Rd,Wr,Tot,Rd,Wr,Tot,'
                        'QLen,AvgBusy%')
    assert (set(lines[-2]), lines[-1].split(',')[1]) == (
        {'-'}, str(len(lines) - 4))


def test_srstatld_keeps_what_its_columns_mean_to_each_other() -> None:
    result = session()
    array = result._cli.array
    run(result, 'setclienv csvtable 1')
    for mib in (900, 0, 5000, 123):
        array.write('vol00000', mib)
        array.clock.advance(3600)
    rows = [list(map(float, line.split(',')[2:14])) for line in run(
        result, 'srstatld -cpg SimCPG -hourly -btsecs -4h')[2:]
        if line[:1] in ('2', ',')]
    assert len(rows) == 5
    for rd, wr, tot, rkb, wkb, kb, rms, wms, ms, _, _, size in rows:
        assert abs(rd + wr - tot) < .11
        assert abs(rkb + wkb - kb) < .11
        assert abs((rd * rms + wr * wms) / (tot or 1) - ms) < .3
        assert abs(kb - size * tot) <= .1 * kb + 4


def test_srstatld_of_no_cpg_has_no_samples() -> None:
    assert csv('srstatld -cpg nosuch -daily')[-1].split(',')[:2] == ['', '0']


@pytest.mark.parametrize(('model', 'header'), [
    ('3par-3.1.3', 'N:S:P,State,IPAddr,Netmask,Gateway,TPGT,MTU,Rate,DHCP,'
     'iSNS_Addr,iSNS_Port'),
    ('3par-3.2.2', 'N:S:P,State,IPAddr,Netmask/PrefixLen,Gateway,TPGT,MTU,'
     'Rate,iSNS_Addr,iSNS_Port,STGT,VLAN')])
def test_showport_iscsi_has_the_columns_of_its_generation(
        model: str, header: str) -> None:
    assert csv('showport -iscsi', model)[0] == header


@pytest.mark.parametrize('model', MODELS)
@pytest.mark.parametrize('form', ['', '-iscsi', '-iscsivlans', '-iscsiname',
                                  '-rcip'])
@pytest.mark.parametrize('table', ['0', '1'])
def test_showport_is_understood_in_every_form_and_generation(
        model: str, form: str, table: str) -> None:
    result = session(model)
    run(result, 'setclienv csvtable ' + table)
    rows = ShowportParser().parseShowport(run(result, 'showport ' + form))
    array = result._cli.array
    count = {'': len(array.ports), '-iscsi': array.personality.nodes,
             '-iscsiname': array.personality.nodes, '-rcip': 2}.get(form, 0)
    assert len(rows) == count


def test_showport_totals_have_no_word() -> None:
    lines = csv('showport')
    assert (set(lines[-2]), lines[-1]) == ({'-'}, '18,,,,,,,,,')


def test_plain_tables_are_aligned_and_padded_with_dashes() -> None:
    result = session()
    lines = run(result, 'showport')
    assert lines[0].split() == [
        'N:S:P', 'Mode', 'State', '----Node_WWN----', '-Port_WWN/HW_Addr-',
        'Type', 'Protocol', 'Label', 'Partner', 'FailoverState']
    assert len({len(line) for line in lines[:-1]}) == 1


@pytest.mark.parametrize(('model', 'columns'), [
    ('3par-3.1.3', 7), ('3par-3.2.2', 8), ('primera-4.x', 5)])
def test_showwsapi_has_the_columns_of_its_generation(
        model: str, columns: int) -> None:
    assert [len(line.split(',')) for line in csv('showwsapi', model)] == [
        columns, columns]


def test_shownode_repeats_a_name_under_groups() -> None:
    lines = csv('shownode')
    assert (lines[0], lines[1].count('Mem(MB)')) == (
        ',,,,,,,Control,Data,Cache', 2)


def test_a_host_set_has_a_row_for_every_member() -> None:
    result = session()
    array = result._cli.array
    for name in ('h1', 'h2'):
        hosts.create(array, {'name': name})
    sets.create(array, HOSTS, {'name': 's', 'setmembers': ['h1', 'h2']})
    run(result, 'setclienv csvtable 1')
    assert run(result, 'showhostset -host h2') == [
        'Id,Name,Members', '1,s,h1', ',,h2', '---------------', '1,total,2']
    assert run(result, 'showhostset -host h3') == ['No host set listed']


def test_csvtable_and_nohdtot_may_be_options_of_a_command() -> None:
    result = session()
    assert run(result, 'showpatch -hist -csvtable -nohdtot')[0] == (
        '2013-08-21 18:06:45 PDT,MU2,Complete,3.1.2.422')
    assert ',' not in run(result, 'showpatch -hist')[0]


@pytest.mark.parametrize(('line', 'text'), [
    ('nonsense', 'invalid command name "nonsense"'),
    ('showpatch -x', 'showpatch: Invalid option -x'),
    ('setqos vvset:x', 'setqos: At least one option must be specified'),
    ('setqos -io 5 vvset:x', 'no matching QoS target found'),
    ('setqos -io 5 x', 'Invalid QoS rule patterns'),
    ('setqos -clear vvset:x', 'vvset:x does not exist'),
    ('showrcopy', 'Remote Copy is not configured on this system.'),
    ('showsched', 'No scheduled tasks listed'),
    ('showhost', 'no hosts listed'), ('showvvset', 'No vv set listed'),
    ('showvlun', 'no vluns listed'), ('showvv nosuch', 'no vv listed'),
    ('growvv nosuch 10g', 'VV nosuch not found'),
    ('showpatch -d nosuch', 'Patch nosuch not recognized.'),
    ('showvv $x', 'can\'t read "x": no such variable')])
def test_a_refusal_is_in_the_arrays_words(line: str, text: str) -> None:
    assert run(session(), line)[0] == text


def test_a_question_without_anybody_to_ask_is_no() -> None:
    result = session()
    assert run(result, 'removevv vol00000')[-1].startswith('Remove')
    assert 'vol00000' in result._cli.array.volumes


def test_a_command_that_is_refused_changes_nothing() -> None:
    result = session()
    run(result, 'createsched "createsv a b" @never s')
    run(result, 'createhost host iqn.not-a-wwn')
    assert (result._cli.state.schedules, list(result._cli.array.hosts)) == (
        {}, [])


def test_remote_copy_shows_its_state_behind_an_empty_line() -> None:
    result = session()
    run(result, 'startrcopy')
    assert run(result, 'showrcopy')[:4] == [
        '', 'Remote Copy System Information', 'Status: Started, Normal', '']


def test_every_command_that_ran_is_remembered() -> None:
    result = session()
    run(result, 'showvv [showpatch] ; showhost')
    assert result._cli.state.ran == [['showpatch'], ['showvv', ''],
                                    ['showhost']]


def test_unfinished_lines_are_put_together() -> None:
    result = session()
    assert result.run('echo {a') is None
    assert result.run('exit}') == [('a\nexit', False)]
    assert not result.left
