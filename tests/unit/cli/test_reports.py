"""Output of commands that is no table."""

from __future__ import annotations

import pytest

from hpe3parclient.cli import reports
from hpe3parclient.cli.errors import SSHTableError


@pytest.mark.parametrize(('text', 'expected'), [
    ('0    2026-05-28 22:26:40 UTC (Etc/UTC)', (1_780_007_200.0, True)),
    ('2026-05-28 22:26:40', (1_780_007_200.0, True)),
    ('2026-05-28 22:26:40 PDT', (1_780_007_200.0, False))])
def test_a_moment_says_whether_it_is_utc(text: str,
                                         expected: tuple[float, bool]) -> None:
    assert reports.moment(text) == expected


@pytest.mark.parametrize('text', ['', 'Node Date', '2026-13-28 22:26:40 UTC'])
def test_what_is_no_moment_is_refused(text: str) -> None:
    with pytest.raises(SSHTableError, match='no moment'):
        reports.moment(text)


def test_licences_say_when_they_were_issued() -> None:
    assert reports.licensed([
        'License key was generated on Thu May 21 20:26:40 2026', '',
        'License features currently enabled:']) == 1_779_395_200.0
    assert reports.licensed(['License features currently enabled:']) is None
    with pytest.raises(SSHTableError):
        reports.licensed(['key was generated on Xyz May 99 20:26:40 2026'])


def test_settings_are_names_and_values() -> None:
    assert reports.settings([
        'System parameters from configured settings',
        ' ----Parameter---- --Value--', 'RawSpaceAlertFC  : 5000',
        'UpgradeNote      : ', 'SessionTimeout   : 01:00:00']) == {
        'RawSpaceAlertFC': '5000', 'UpgradeNote': '',
        'SessionTimeout': '01:00:00'}


CAGES = """\
Id,Name,LoopA,Pos.A
0,cage0,0:0:1,0

-----------Cage detail info for cage0 ---------

OverallState: Degraded

PS,-State-,-ACState-,-DCState-,-Fan-
ps0,OK,OK,OK,OK
ps1,Failed,Failed,Failed,OK

Drive,-DeviceName-,-State-
0:0,5000cca193b90000,Normal

-----------Cage detail info for cage12 ---------
OverallState: Normal
ps0 OK     OK      OK      OK
"""


def test_cages_and_their_supplies() -> None:
    assert reports.cages(CAGES.splitlines()) == (
        {'0': 'Degraded', '12': 'Normal'},
        {'0:0': 'OK', '0:1': 'Failed', '12:0': 'OK'})


TASKS = """\
Id,Type,Name,Status
7,background_command,createsv,done

Detailed status:
{2026-05-28 20:26:40 UTC} Created     task.
{2026-05-28 20:26:40 UTC} Updated     Executing "createsv a" as 0:1
{2026-05-28 20:26:41 UTC} Updated     done
{2026-05-28 20:26:40 UTC} Completed   task.

Id,Type,Name,Status
12,vv_copy,a->b,active
"""


def test_details_of_tasks() -> None:
    expected = {7: ['Executing "createsv a" as 0:1', 'done'], 12: []}
    assert reports.task_details(TASKS.splitlines()) == expected
    assert reports.task_details(
        TASKS.replace(',', ' ').splitlines()) == expected
    assert reports.task_details(['No tasks.']) == {}
