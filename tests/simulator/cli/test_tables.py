"""Tables of the command line against the manual and captures."""

from __future__ import annotations

import csv

import pytest

from hpe3parclient.simulator.array import Array
from hpe3parclient.simulator.cli.commands import Declared
from hpe3parclient.simulator.cli.interpreter import Cli, Session, commands
from hpe3parclient.simulator.clock import Clock
from hpe3parclient.simulator.personality import PERSONALITIES, personality_of
from tests.simulator.cli.columns import GROUPS, HEADERS

CASES = [(command, model, header)
         for command, forms in HEADERS.items()
         for model, header in forms.items()]
SET_UP = (
    'createhost -persona 2 h1 50014380242B8B4C', 'createhostset hs h1',
    'createvvset vs vol00000', 'createvlun -f vol00000 1 h1',
    'setqos -io 100 -bw 5000k vvset:vs', 'createflashcache 128g',
    'createsched "removevv -f nosuch" @daily nightly',
    'creategroupsv -ro vol00001:snap', 'compactcpg -f SimCPG')


def session(model: str) -> Session:
    array = Array(personality_of(model), Clock(running=False), seed=1)
    array.populate(2)
    for volume in ('vol00000', 'vol00001'):
        run(Cli(array).session(), f'setvv -snp_cpg SimCPG {volume}')
    result = Cli(array).session(confirm=lambda question: True)
    for line in SET_UP:
        run(result, line)
    array.log_in('h1')
    array.clock.advance(600)
    return result


def run(result: Session, line: str) -> list[str]:
    printed = result.run(line)
    assert printed is not None
    return [text for text, _ in printed]


def cells(line: str) -> list[str]:
    return [cell.strip() for cell in next(csv.reader([line]))]


def bare(cell: str) -> str:
    """A title without the dashes that pad it; -Service_LED has one."""
    inner = cell.strip('-')
    return inner if cell.startswith('-') is cell.endswith('-') else cell


@pytest.mark.parametrize(('command', 'model', 'header'), CASES)
def test_a_table_has_the_columns_of_its_source(command: str, model: str,
                                               header: str) -> None:
    lines = run(session(model), f'{command} -csvtable')
    names = [' '.join(filter(None, map(bare, cells(line))))
             for line in lines[:4]]
    assert header in names, lines[:4]


@pytest.mark.parametrize(('command', 'model', 'words'), [
    (command, model, words) for command, forms in GROUPS.items()
    for model, words in forms.items()])
def test_columns_stand_under_their_groups(command: str, model: str,
                                          words: str) -> None:
    first = run(session(model), f'{command} -csvtable')[0]
    assert ' '.join(filter(None, map(bare, cells(first)))) == words


@pytest.mark.parametrize(('command', 'model', 'header'), CASES)
def test_plain_and_csv_hold_the_same(command: str, model: str,
                                     header: str) -> None:
    """Every row has a cell for every column; plain has as many lines."""
    result = session(model)
    table = run(result, f'{command} -csvtable')
    plain = run(result, command)
    rows = run(result, f'{command} -csvtable -nohdtot')
    assert len(table) == len(plain)
    width = len(header.split())
    assert {len(cells(row)) for row in rows} <= {width}, rows[:3]
    result.run('setclienv csvtable 1')
    assert run(result, command) == table


@pytest.mark.parametrize('model', sorted(PERSONALITIES))
def test_every_column_of_every_listing_can_be_asked_for(model: str) -> None:
    result = session(model)
    requested = 0
    for name, command in commands().items():
        if not isinstance(command, Declared) or command.tables is None \
                or command.operands.startswith('<') or not command.reads:
            continue
        columns = run(result, f'{name} -listcols')
        if len(columns) != 1:
            continue
        names = columns[0].split(',')
        if any(' ' in item for item in names) or len(names) < 2:
            continue
        lines = run(result, f'{name} -showcols {",".join(names)} -csvtable')
        assert not lines or result.status == 0, (name, lines)
        assert run(result, f'{name} -showcols Nonsense')[0] == (
            'Invalid columns specified: Nonsense'), name
        requested += 1
    assert requested > 25


@pytest.mark.parametrize('model', sorted(PERSONALITIES))
def test_every_command_refuses_what_it_does_not_have(model: str) -> None:
    result = session(model)
    for name, command in commands().items():
        if not isinstance(command, Declared):
            continue
        refusal = run(result, f'{name} -nonsense')[0]
        if refusal == f'invalid command name "{name}"':
            continue    # one of another generation
        assert refusal == f'{name}: Invalid option -nonsense'
        assert run(result, f'{name} -h')[0] == 'SYNTAX'


def test_the_manuals_csv_sample_of_showvv() -> None:
    """Page 47: header rows, dashes, a totals row with twelve cells."""
    lines = run(session('3par-3.2.2'), 'showvv -csvtable')
    assert cells(lines[0])[8].strip('-') == 'Rsvd(MB)'
    assert lines[1] == ('Id,Name,Prov,Type,CopyOf,BsId,Rd,-Detailed_State-,'
                        'Adm,Snp,Usr,VSize')
    assert set(lines[-2]) == {'-'}
    assert (len(cells(lines[-1])), cells(lines[-1])[1]) == (12, 'total')
    sums = [sum(int(cells(line)[at]) for line in lines[2:-2]
                if cells(line)[at].isdigit()) for at in (8, 9, 10, 11)]
    assert list(map(int, cells(lines[-1])[8:])) == sums


def test_the_captured_header_of_a_virtual_volume_tree() -> None:
    result = session('alletra-mp')
    lines = run(result, 'showvv')
    names = [line[3:].split()[0] for line in lines[1:-2]]
    at = names.index('vol00001')
    assert names[at + 1] == 'snap'
    assert lines[at + 2][3:].startswith('  snap')
    assert all(not line[3:].startswith('  ')
               for line in run(result, 'showvv -notree -nohdtot'))
