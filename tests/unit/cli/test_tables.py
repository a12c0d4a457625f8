"""Tables of the command line, in the forms that were recorded."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hpe3parclient.cli import tables
from hpe3parclient.cli.errors import SSHTableError

STATISTICS = [
    ',,---IO/s----,,,-KBytes/s--,,,---Svct ms----,,,-IOSz KBytes-,,,,',
    'Time,Secs,Rd,Wr,Tot,Rd,Wr,Tot,Rd,Wr,Tot,Rd,Wr,Tot,QLen,AvgBusy%',
    '2015-07-02 01:45:00 PDT,1435826700,1.3,6.2,7.5,4.6,89.3,93.9,0.63,'
    '10.18,8.54,3.6,14.3,12.5,0,0.0',
    '-' * 105,
    ',144,1.3,6.7,8.0,4.7,95.6,100.4,0.59,10.24,8.69,3.7,14.2,12.5,0.9,0.1']


def test_a_table_becomes_a_list_of_the_web_service() -> None:
    assert tables.collection([
        'InstallTime,Id,Package,Version',
        '2013-08-21 18:06:45 PDT,MU2,Complete,3.1.2.422']) == {
            'total': 1, 'members': [{
                'InstallTime': '2013-08-21 18:06:45 PDT', 'Id': 'MU2',
                'Package': 'Complete', 'Version': '3.1.2.422'}]}


def test_padding_of_headers_is_not_part_of_a_name() -> None:
    table = tables.read(['N:S:P,----Node_WWN----,-Port_WWN/HW_Addr-',
                         '0:2:1,28210002AC00383D,20210002AC00383D'])
    assert table.keys == ['N:S:P', 'Node_WWN', 'Port_WWN/HW_Addr']


def test_repeated_names_get_their_group_in_front() -> None:
    table = tables.read([
        ',,,,,,,Control,Data,Cache',
        'Node,----Name----,-State-,Master,InCluster,-Service_LED,---LED---,'
        'Mem(MB),Mem(MB),Available(%)',
        '0,CZ29190K73-0,OK,Yes,Yes,Off,GreenBlnk,16384,16384,100'])
    assert table.keys[6:] == ['LED', 'Control_Mem(MB)', 'Data_Mem(MB)',
                              'Available(%)']


def test_statistics_have_a_group_row_with_one_cell_more() -> None:
    table = tables.read(STATISTICS)
    assert (table.keys[4], table.keys[13], table.keys[14],
            table.totals[1]) == ('IO/s_Tot', 'IOSz KBytes_Tot', 'QLen', '144')


def test_a_third_header_row_tells_names_apart() -> None:
    table = tables.read([
        ',,--------Branch--------,,,-Usr-,', ',,(MiB),,(% VSize),(MiB),',
        'Id,Name,Used,Rsvd,Used,Used,Used', '1,a,2,3,4,5,6'])
    assert (len(set(table.keys)), table.rows) == (
        7, [['1', 'a', '2', '3', '4', '5', '6']])


@pytest.mark.parametrize('trailer', [
    ['------', '2,total'], ['------', '2,,'], ['------'], [], ['', 'x'],
    [',,'], ['-----', ',144,1']])
def test_no_trailer_is_a_row(trailer: list[str]) -> None:
    table = tables.read(['Id,Name,Members', '1,a,b', ',,c', *trailer])
    assert table.rows == [['1', 'a', 'b'], ['', '', 'c']]


def test_a_quoted_cell_may_hold_commas() -> None:
    table = tables.read([
        'Name        ,Target    ,Options',
        'RCG1,baie-pra,"Last-Sync 2014-03-05 10:19:42 CET , Period 5m"'])
    assert (table.keys, table.rows[0][2]) == (
        ['Name', 'Target', 'Options'],
        'Last-Sync 2014-03-05 10:19:42 CET , Period 5m')


def test_cells_and_line_ends_are_stripped() -> None:
    assert tables.read(['', 'Id,IP_addr\r', '75,n/a \r']).rows == [
        ['75', 'n/a']]


@pytest.mark.parametrize('sentence', [
    'no vv listed', 'No host set listed', 'No PDs listed', 'No tasks.',
    'no hosts listed\r', 'No scheduled tasks listed',
    'No patch is applied to the system.',
    'There is no specified port information'])
def test_a_sentence_may_say_that_there_is_nothing(sentence: str) -> None:
    assert tables.collection([sentence]) == {'total': 0, 'members': []}


def test_no_output_is_nothing() -> None:
    assert tables.collection([]) == {'total': 0, 'members': []}


@pytest.mark.parametrize('lines', [
    ['invalid command name "showpatsch"'], ['showvv: Invalid option -x'],
    ['SYNTAX', 'showvv [options]'], ['Too many local CLI connections.'],
    ['Error: no'], ['Invalid columns specified: UsrCPG SnpCPG'],
    ['can\'t read "x": no such variable'], ['Something went wrong here'],
    ['Id,Name', '1,a', 'Error: group matching x does not exist'],
    ['Id,Name', '1,a,b'], ['Id,Name', '1'], ['Id,Name', '1,"a'],
    [',,', ',,', ',,', '1,2,3'], ['Id,Name'], ['You,cannot'],
    ['Unable to contact sysmgr'], ['SSH is disabled on this system'],
    ['You do not have permission to run this, sorry']])
def test_what_is_no_table_is_an_error(lines: list[str]) -> None:
    with pytest.raises(SSHTableError):
        tables.collection(lines)


def test_an_unknown_column_of_a_known_table_is_kept_and_named() -> None:
    assert tables.collection([
        'N:S:P,State,Peer_Enabled,--New One--', '0:4:1,ready,N,7'])[
            'members'] == [{'N:S:P': '0:4:1', 'State': 'ready',
                            'Peer_Enabled': 'N', 'New One': '7'}]


@pytest.mark.parametrize('line', [
    'You do not have permission', 'Unable to contact sysmgr',
    'invalid command name "x"', 'Access denied', 'VV v1 not found',
    'Operation is not allowed', 'SYNTAX', 'Target x could not be contacted'])
def test_a_refusal_need_not_hold_the_word_error(line: str) -> None:
    assert tables.refusal(['', line]) == line


@pytest.mark.parametrize('line', [
    '', 'Removing vv v1', 'User created', 'Issuing removevlun v1 0 set:hs',
    'Volume v1 has been dismissed from group g', 'Schedule s created.'])
def test_a_success_is_no_refusal(line: str) -> None:
    assert tables.refusal([line]) == ''


@given(st.lists(st.text(max_size=30), max_size=6))
def test_any_lines_give_members_of_one_shape_or_a_clear_error(
        lines: list[str]) -> None:
    try:
        result = tables.collection(lines)
    except SSHTableError as err:
        # the error must be printable, too
        str(err)
    else:
        assert result['total'] == len(result['members'])
        assert len({tuple(item) for item in result['members']}) <= 1
