"""Outputs of monitoring commands are read, or refused."""

from __future__ import annotations

import pytest

from hpe3parclient import cli, health

#: as an array printed it
ALERT = '''Id : 1
State : New
MessageCode : 0x2200de
Time : 2015-07-17 20:14:29 PDT
Severity : Degraded
Type : Component state change
Message : Node 0, Power Supply 1, Battery 0 Degraded
Component: 192.0.2.10

Id : 2
State : New
MessageCode : 0x2200fa
Time : 2015-07-18 20:14:29 PDT
Severity : Major
Type : Something : with a colon
Message : first line
  second line
Component: hw_node:0

2 total'''.splitlines()

EVENTS = '''Time     : 2015-03-02 09:10:11 PST
Severity : Informational
Type     : CLI command executed
Message  : {oper1 super all {{0 8}} -1 192.0.2.83 9706} {status} {}

Time     : 2015-03-02 10:11:12 CET
Severity : Debug
Type     : Host error
Message  : Port 0:1:1 -- SCSI status 0x28 (Qfull) Host:h1'''.splitlines()

#: with the columns padded by blanks, as without csvtable
HEALTH = '''Checking alert
Checking cage
Component,-Summary Description-,Qty
Alert,New alerts,9
vlun,Hosts not connected to a port,1
------------------------------------
2,total,10

Component,-Identifier-,-Detailed Description-,Resolution
Alert,hw_cage:1,Cage cage1 over temperature,Manual
Task,Task:7092,Failed Task,Manual
--------------------------------------------------------
2,total,2'''.splitlines()


def test_alerts_are_read_newest_first() -> None:
    second, first = health.alerts(ALERT)
    assert first == {
        'id': 1, 'state': 'New', 'messageCode': '0x2200de',
        'time': '2015-07-17 20:14:29 PDT', 'severity': 'Degraded',
        'type': 'Component state change',
        'message': 'Node 0, Power Supply 1, Battery 0 Degraded',
        'component': '192.0.2.10'}
    assert second['type'] == 'Something : with a colon'
    assert second['message'] == 'first line\n  second line'


def test_events_are_read_newest_first() -> None:
    assert [event['severity'] for event in health.events(EVENTS)] == [
        'Debug', 'Informational']
    assert health.events(EVENTS)[0]['message'].startswith('Port 0:1:1 -- SCSI')


@pytest.mark.parametrize('lines', [[], [''], ['No alerts listed.']])
def test_nothing_is_an_empty_list(lines: list[str]) -> None:
    assert health.alerts(lines) == []


@pytest.mark.parametrize('lines', [
    ['showalert: invalid option'], ['something else'],
    ['Id : one', 'State : New']])
def test_output_that_is_no_alert_is_an_error(lines: list[str]) -> None:
    with pytest.raises(cli.errors.SSHTableError):
        health.alerts(lines)


def test_problems_are_read_from_the_details() -> None:
    assert health.report(HEALTH) == {
        'healthy': False, 'checked': ['alert', 'cage'], 'problems': [
            {'component': 'Alert', 'identifier': 'hw_cage:1',
             'description': 'Cage cage1 over temperature'},
            {'component': 'Task', 'identifier': 'Task:7092',
             'description': 'Failed Task'}]}


def test_problems_are_read_from_a_summary_alone() -> None:
    assert health.report(HEALTH[:7])['problems'] == [
        {'component': 'Alert', 'description': 'New alerts: 9'},
        {'component': 'vlun',
         'description': 'Hosts not connected to a port: 1'}]


@pytest.mark.parametrize('lines', [
    [], ['Checking alert'], ['Checking alert', 'all is well, I think']])
def test_output_that_does_not_say_is_never_healthy(lines: list[str]) -> None:
    with pytest.raises(cli.errors.SSHTableError):
        health.report(lines)


def test_what_is_not_known_is_severe() -> None:
    assert health.is_severe({'severity': 'Apocalyptic'},
                            health.at_least('Fatal'))
    assert health.is_severe({}, health.at_least('Fatal'))
    assert not health.is_severe({'severity': 'Minor'},
                                health.at_least('Major'))


def test_numbers_that_have_no_name_stay() -> None:
    assert health.web_event({'severity': 77})['severity'] == '77'
    assert health.web_disk({'id': 1, 'type': 9, 'state': 99}) == {
        'id': 1, 'type': '9', 'state': 'unknown'}
