"""The declarative base: what every command of the command line does alike."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from hpe3parclient.simulator.array import Array
from hpe3parclient.simulator.cli import commands, rights
from hpe3parclient.simulator.cli.context import Context
from hpe3parclient.simulator.cli.interpreter import Cli, Session
from hpe3parclient.simulator.cli.listing import Listing
from hpe3parclient.simulator.cli.reply import Reply
from hpe3parclient.simulator.clock import Clock
from hpe3parclient.simulator.model import tasks
from hpe3parclient.simulator.personality import personality_of

FAMILY = commands.Family()
ROOMS = Listing('>Id Name -State- >Total=Size_MB', more='>Free_MB Note',
                sums='Size_MB Free_MB', none='no rooms listed')
ROWS = [
    {'Id': '0', 'Name': 'red', 'State': 'normal', 'Size_MB': '10',
     'Free_MB': '4', 'Note': 'say "hi"', 'Domain': '-'},
    {'Id': '1', 'Name': 'blue', 'State': 'degraded', 'Size_MB': '7',
     'Free_MB': '--', 'Note': 'a,b', 'Domain': 'd1'}]


@FAMILY.add('showroom', '-a -b -size <MB>', '[<room>]...', alone='-a -b',
            tables=ROOMS)
def showroom(context: Context, given: commands.Arguments) -> Reply:
    """Rooms."""
    return context.listing(ROOMS, [
        row for row in ROWS if not given.names or row['Name'] in given.names])


def session(model: str = '3par-3.3.1', user: str = '') -> Session:
    array = Array(personality_of(model), Clock(running=False), seed=1)
    cli = Cli(array)
    cli.commands.update(FAMILY)
    return cli.session(user)


def run(result: Session, line: str) -> list[str]:
    printed = result.run(line)
    assert printed is not None
    return [text for text, _ in printed]


def test_a_table_is_printed_as_declared() -> None:
    assert run(session(), 'showroom') == [
        'Id Name  -State-- Total',
        ' 0 red   normal      10',
        ' 1 blue  degraded     7',
        '-----------------------',
        ' 2 total             17']


def test_csvtable_quotes_commas_and_doubles_quotes() -> None:
    assert run(session(), 'showroom -csvtable -showcols Note,Id') == [
        'Note,Id', '"say ""hi""",0', '"a,b",1', '--------------',
        '2,total']


@pytest.mark.parametrize('line', [
    'showroom -nohdtot', 'setclienv nohdtot 1 ; showroom'])
def test_nohdtot_leaves_the_rows_alone(line: str) -> None:
    assert run(session(), line) == [' 0 red   normal      10',
                                    ' 1 blue  degraded     7']


@pytest.mark.parametrize('line', [
    'showroom -hafter 1', 'setclienv hafter 1 ; showroom'])
def test_hafter_repeats_the_header(line: str) -> None:
    assert [text.startswith('Id') for text in run(session(), line)] == [
        True, False, True, False, False, False]


@pytest.mark.parametrize('line', [
    'showroom -listdom', 'setclienv listdom 1 ; showroom'])
def test_listdom_inserts_the_domain_behind_the_name(line: str) -> None:
    assert [text.split()[2] for text in run(session(), line)[:3]] == [
        'Domain', '-', 'd1']


def test_options_hold_for_their_command_alone() -> None:
    result = session()
    run(result, 'showroom -csvtable -nohdtot -listdom')
    assert run(result, 'showroom') == run(session(), 'showroom')


def test_showcols_prints_those_columns_in_that_order() -> None:
    assert run(session(), 'showroom -showcols Free_MB,Id') == [
        'Free_MB Id', '      4  0', '     --  1', '----------', '      4']


def test_the_sums_of_an_empty_table_are_zero_in_csv() -> None:
    assert run(session(),
               'showroom none -showcols Size_MB,Free_MB -csvtable') == [
        'Size_MB,Free_MB', '---------------', '0,0']


def test_sortcol_sorts_by_number_or_name() -> None:
    for order in ('0,dec', 'Size_MB', 'Name,inc'):
        assert [line.split()[0] for line in run(
            session(), 'showroom -nohdtot -sortcol ' + order)] == ['1', '0']


@pytest.mark.parametrize(('line', 'text'), [
    ('showroom -x', 'showroom: Invalid option -x'),
    ('showroom -size', 'showroom: Option -size requires an argument'),
    ('showroom -a -b', 'showroom: Options -a, -b are mutually exclusive'),
    ('showroom -f', 'showroom: Invalid option -f'),
    ('showroom -showcols Id,Colour,Smell',
     'Invalid columns specified: Colour Smell'),
    ('showroom -sortcol 1,up', 'Invalid sort column 1,up'),
    ('showroom -hafter many', 'Invalid value many for option -hafter'),
    ('showsched one -x', 'showsched: Invalid option -x'),
    ('setclienv csvtable yes', 'Invalid value yes for csvtable'),
    ('setclienv currentdomain d', 'Domain d does not exist')])
def test_what_is_not_understood_is_refused(line: str, text: str) -> None:
    result = session()
    assert run(result, line)[0] == text
    assert result.status == 1


def test_help_names_options_operands_and_columns() -> None:
    result = session()
    usage = '    showroom [-a] [-b] [-size <MB>] [<room>]...'
    for line in ('showroom -h', 'help showroom', 'clihelp showroom'):
        assert run(result, line)[:2] == ['SYNTAX', usage]
    assert run(result, 'clihelp -col showroom') == [
        'Free_MB', 'Id', 'Name', 'Note', 'Size_MB', 'State']
    assert run(result, 'showroom -listcols') == [
        'Free_MB,Id,Name,Note,Size_MB,State']
    assert run(result, 'clihelp -col removesched') == [
        'No help for columns of command "removesched".']


# -- roles ------------------------------------------------------------------

GIVEN = json.loads(Path(__file__).with_name('rights.json').read_text(
    encoding='utf-8'))
ROLES = {name.replace(' ', '_') if name.startswith('3PAR')
         else name.lower().replace(' ', '_'): set(allowed)
         for name, allowed in GIVEN['roles'].items()}


@pytest.mark.parametrize('role', sorted(ROLES))
def test_a_role_may_run_what_the_manual_gives_it(role: str) -> None:
    for right, names in GIVEN['rights'].items():
        for name in names:
            command = name.split()[0]
            allowed = any(command in [item.split()[0] for item in others]
                          and other in ROLES[role]
                          for other, others in GIVEN['rights'].items())
            assert rights.may_run(role, command) is (
                role == 'super' or allowed or command.startswith('show')), (
                    right, command)


@pytest.mark.parametrize('command', ['showvv', 'statvv', 'srstatld',
                                     'histvv', 'setclienv', 'exit'])
def test_every_role_may_look(command: str) -> None:
    assert all(rights.may_run(role, command) for role in ROLES)


@pytest.mark.parametrize(('role', 'line', 'allowed'), [
    ('browse', 'showsched', True),
    ('browse', 'removevv -f nosuch', False),
    ('edit', 'removevv -f nosuch', True),
    ('edit', 'removesched -f nosuch', False),
    ('service', 'removevv -f nosuch', False),
    ('super', 'removesched -f nosuch', True)])
def test_a_role_is_enforced_before_a_command_runs(
        role: str, line: str, allowed: bool) -> None:
    result = session(user='somebody')
    result._cli.array.roles['somebody'] = role
    command = line.split()[0]
    refusal = f'You do not have permission to run the {command} command.'
    assert (run(result, line) == [refusal]) is not allowed


def test_commands_that_change_something_are_logged_without_secrets() -> None:
    result = session()
    run(result, 'createsched "createsv a b" @daily s')
    run(result, 'createuser -c hunter2 oper all edit')
    run(result, 'showsched')
    messages = [event.message for event in result._cli.array.alerts.events]
    assert ['createsched' in text for text in messages] == [True, False][
        :len(messages)]
    assert not any('hunter2' in text for text in messages)


# -- schedules by the clock --------------------------------------------------


def test_a_schedule_shows_its_next_run_and_leaves_a_task() -> None:
    result = session()
    array = result._cli.array
    array.populate(1)
    run(result, 'createsched "removevv -f vol00000" "30 3 * * *" nightly')
    first = run(result, 'showsched -nohdtot')[0]
    assert first.endswith('2017-07-14 03:30:00 UTC')
    array.clock.advance(24 * 3600)
    array.settle()
    task = list(array.tasks)[-1]
    assert (task.name, task.status, task.user, 'vol00000' in array.volumes
            ) == ('nightly', 1, '3paradm', False)
    assert run(result, 'showsched -nohdtot')[0].endswith(
        '2017-07-15 03:30:00 UTC')
    array.clock.advance(24 * 3600)
    array.settle()
    assert list(array.tasks)[-1].status == 4


def test_a_scheduled_command_that_asks_fails() -> None:
    result = session()
    array = result._cli.array
    array.populate(1)
    run(result, 'createsched "removevv vol00000" @hourly hourly')
    array.clock.advance(3600)
    array.settle()
    assert list(array.tasks)[-1].status == 4
    assert 'vol00000' in array.volumes


def test_a_suspended_schedule_does_not_run() -> None:
    result = session()
    array = result._cli.array
    run(result, 'createsched "removevv -f v" @hourly hourly')
    run(result, 'setsched -suspend hourly')
    array.clock.advance(7200)
    array.settle()
    run(result, 'setsched -resume hourly')
    array.settle()
    assert len(array.tasks) == 0
    array.clock.advance(3600)
    array.settle()
    assert len(array.tasks) == 1


def test_task_ids_wrap_behind_9999_and_a_thousand_tasks_are_kept() -> None:
    array = session()._cli.array
    for number in range(1, 10003):
        task = tasks.add_ended(array, 't', 14, user='u', good=True)
        assert task.id == (number - 1) % 9999 + 1
    assert len(array.tasks) == 1000
