"""Schedules: commands that the array runs again and again."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from hpe3parclient import cli, describe, exceptions
from hpe3parclient.narrowing import is_mapping
from hpe3parclient.resources.base import Resource

if TYPE_CHECKING:
    from hpe3parclient.options import AnyMembers, ScheduleChanges

_STATES = ('active', 'suspended')
_CHANGES = ('newName', 'taskFrequency')

#: what the array prints about a frequency it does not take
_FORMAT = 'the schedule format is'
_REFUSALS = ('error', 'invalid', _FORMAT, 'does not exist', 'wrong # args')


class ScheduleResource(Resource):
    """Methods about schedules."""

    def createSchedule(self, schedule_name: str, task: str,
                       taskfreq: str) -> None:
        """Create a schedule: a command that the array runs repeatedly.

        :param schedule_name: 1 to 31 letters, digits, ``.``, ``-``, ``_``
        :param task: the command line that is run later, with the rights of
            the SSH user: one command of plain words, such as
            ``createsv -ro @vvname@.@y@@m@@d@ vol1``. The array reads it a
            second time when it runs, so no quotes, brackets, braces,
            dollars, backslashes or semicolons may be in it
        :param taskfreq: five cron fields ``minute hour day month weekday``,
            or ``@hourly``, ``@daily``, ``@weekly``, ``@monthly``,
            ``@yearly``
        :raises SSHInjectionThreat: an argument is not of this form; nothing
            was sent
        :raises SSHException: the array refused, in its own words

        Source: createsched.
        """
        self._change(['createsched', cli.words.task(task),
                      cli.words.frequency(taskfreq), _name(schedule_name)])

    def deleteSchedule(self, schedule_name: str) -> None:
        """Delete a schedule.

        :param schedule_name: its name
        :raises SSHException: the array refused, in its own words

        Source: removesched -f.
        """
        self._change(['removesched', '-f', _name(schedule_name)])

    def getSchedule(self, schedule_name: str) -> list[str]:
        """Return the array's description of a schedule.

        :param schedule_name: its name
        :returns: the lines that the array prints: header, the schedule,
            totals
        :raises SSHNotFoundException: there is no such schedule

        Source: showsched.
        """
        lines = self._cli(['showsched', _name(schedule_name)])
        if not lines or cli.tables.is_nothing(lines):
            raise exceptions.SSHNotFoundException(
                f'There is no schedule {schedule_name}')
        if len(lines) < 2 or cli.tables.refusal(lines[:1]):
            raise exceptions.SSHException('showsched %s: %s' % (
                schedule_name, ' / '.join(lines)))
        return lines

    def getScheduleStatus(self, schedule_name: str) -> str:
        """Return whether a schedule is active.

        :param schedule_name: its name
        :returns: ``'active'`` or ``'suspended'``
        :raises SSHNotFoundException: there is no such schedule
        :raises SSHException: the array's answer does not tell

        Source: showsched.
        """
        lines = self.getSchedule(schedule_name)
        status = _status_in(lines, schedule_name)
        if status not in _STATES:
            raise exceptions.SSHException(
                'showsched does not tell the status of %s: %s'
                % (schedule_name, ' / '.join(lines)))
        return status

    def modifySchedule(self, name: str,
                       schedule_opt: ScheduleChanges | AnyMembers) -> None:
        """Change the name or the frequency of a schedule.

        :param name: its name
        :param schedule_opt: ``newName`` and ``taskFrequency``, one or both
        :raises InvalidInput: neither is given, or something else is
        :raises SSHInjectionThreat: a value is not of the form that
            :meth:`createSchedule` takes; nothing was sent
        :raises SSHException: the array refused, in its own words

        Source: setsched -name, setsched -s.
        """
        options = _changes(schedule_opt)
        command = ['setsched']
        if 'newName' in options:
            command += ['-name', _name(options['newName'])]
        if 'taskFrequency' in options:
            command += ['-s', cli.words.frequency(options['taskFrequency'])]
        self._change([*command, _name(name)])

    def suspendSchedule(self, schedule_name: str) -> None:
        """Suspend a schedule.

        :param schedule_name: its name
        :raises SSHException: the array refused, in its own words

        Source: setsched -suspend.
        """
        self._change(['setsched', '-suspend', _name(schedule_name)])

    def resumeSchedule(self, schedule_name: str) -> None:
        """Resume a suspended schedule.

        :param schedule_name: its name
        :raises SSHException: the array refused, in its own words

        Source: setsched -resume.
        """
        self._change(['setsched', '-resume', _name(schedule_name)])

    def _change(self, command: list[str]) -> None:
        """Run a command that prints nothing, or a plain sentence, on success."""
        names = {str(word).lower() for word in command}
        for line in self._cli(command):
            text = line.strip().lower()
            # a schedule may be called 'error', and be named in a success
            plain = ' '.join(word for word in text.split()
                             if word.strip('.,:') not in names)
            if text.startswith(_REFUSALS[:2]) or cli.tables.refusal(
                    [plain]) or any(
                    refusal in plain for refusal in _REFUSALS):
                raise exceptions.SSHException(
                    f'{" ".join(command)}: {line.strip()}')


def _name(value: Any) -> cli.words.Word:
    return cli.words.name(value, 'schedule')


def _status_in(lines: list[str], name: str) -> str | None:
    """Return the Status cell of a schedule's row."""
    try:
        members: list[dict[str, str]] = cli.tables.collection(lines)['members']
    except cli.errors.SSHTableError:
        members = []
    for member in members:
        if member.get('SchedName') == name and 'Status' in member:
            return member['Status']
    return _plain_status(lines, name)


def _plain_status(lines: list[str], name: str) -> str | None:
    """Do the same in a plain table, split at the columns of its header."""
    start = None
    for line in lines:
        if line.lstrip().startswith('SchedName') and ' Status' in line:
            start = line.index(' Status') + 1
        elif start is not None and line.split()[:1] == [name]:
            cell = line[start:].split()
            return cell[0] if cell else None
    return None


def _changes(options: object) -> Mapping[str, Any]:
    """Return the changes of a schedule, checked for their names."""
    if not is_mapping(options) or not options or \
            not set(options) <= set(_CHANGES):
        raise exceptions.InvalidInput(
            'schedule_opt is a dict of newName and taskFrequency, not %s'
            % describe.kind(options))
    return options
