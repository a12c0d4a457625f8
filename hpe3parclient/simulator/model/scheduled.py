"""Schedules: commands that run by the clock.

Knows when a schedule is due and that its run leaves a task; what the
command does is the command line's business.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable

from hpe3parclient.simulator import assumptions
from hpe3parclient.simulator.clock import Clock
from hpe3parclient.simulator.model import tasks
from hpe3parclient.simulator.state.array_state import ArrayState
from hpe3parclient.simulator.state.maintenance import Fields, Schedule

#: Least and greatest value of minute, hour, day, month, day of the week.
RANGES = ((0, 59), (0, 23), (1, 31), (1, 12), (0, 6))
#: No run is sought further away than this: 29 February comes every 8 years.
_DAYS = 366 * 9
#: Runs that were missed because nobody looked are made up for, at most so
#: many of one schedule (OURS).
_MOST_RUNS = 1000
_MINUTE = 60
SCHEDULED_TASK = 14


def values_of(text: str, limits: tuple[int, int]) -> frozenset[int]:
    """The values one field of a cron line stands for."""
    least, most = limits
    values: set[int] = set()
    for part in text.split(','):
        span, _, step = part.partition('/')
        first, dash, last = span.partition('-')
        begin = least if span == '*' else int(first)
        end = most if span == '*' or (step and not dash) \
            else int(last or first)
        values.update(range(begin, end + 1, int(step or 1)))
    return frozenset(values)


def next_run(fields: Fields, after: float) -> int | None:
    """The first whole minute behind a moment that the fields name.

    A day fits by day of month and by day of week where both are given, as
    cron has it; None where no day ever does.
    """
    minutes, hours, days, months, weekdays = (
        values_of(text, limits) for text, limits in zip(fields, RANGES))
    moment = datetime.datetime.fromtimestamp(
        (int(after) // _MINUTE + 1) * _MINUTE, datetime.timezone.utc)
    either = '*' not in (fields[2], fields[4])
    for offset in range(_DAYS):
        day = moment.date() + datetime.timedelta(offset)
        by_day = day.day in days
        by_week = day.isoweekday() % 7 in weekdays
        fits = by_day or by_week if either else by_day and by_week
        if day.month not in months or not fits:
            continue
        for hour in sorted(hours):
            for minute in sorted(minutes):
                run = datetime.datetime(
                    day.year, day.month, day.day, hour, minute,
                    tzinfo=datetime.timezone.utc)
                if run >= moment:
                    return int(run.timestamp())
    return None


#: Runs a command as a user; whether it succeeded, and what it printed.
Runner = Callable[[ArrayState, str, str], tuple[bool, list[str]]]
_RUNNERS: list[Runner] = []


def runs_commands(function: Runner) -> Runner:
    """Register what runs commands: the command line does."""
    _RUNNERS[:] = [function]
    return function


def settle(array: ArrayState) -> None:
    """Run what is due, in the order it was due."""
    if array.running_schedules or not array.schedules:
        return
    now = array.clock.now()
    array.running_schedules = True
    try:
        for when, name in _due(array, now):
            schedule = array.schedules.get(name)
            if schedule is not None:
                schedule.since = float(when)
                if schedule.once:
                    del array.schedules[name]
                _run(array, schedule, when)
    finally:
        array.running_schedules = False


def _due(array: ArrayState, now: float) -> list[tuple[int, str]]:
    runs: list[tuple[int, str]] = []
    for schedule in array.schedules.values():
        if not schedule.active:
            continue
        when = next_run(schedule.fields, schedule.since)
        mine: list[tuple[int, str]] = []
        while when is not None and when <= now:
            mine.append((when, schedule.name))
            when = next_run(schedule.fields, when)
        runs += mine[-_MOST_RUNS:]
    return sorted(runs)


def _run(array: ArrayState, schedule: Schedule, when: int) -> None:
    """One run, at its time: a task that succeeds or fails."""
    clock = array.clock
    array.clock = Clock(float(when), running=False)
    try:
        good, details = _RUNNERS[0](array, schedule.user, schedule.command)
        tasks.add_ended(
            array, schedule.name, SCHEDULED_TASK, user=schedule.user,
            good=good, details=details)
        if not good and schedule.alert:
            array.alerts.raised(
                'Scheduled task', assumptions.SCHEDULE_FAILED.format(
                    name=schedule.name), code='0008',
                component='sw_task', state='degraded')
    finally:
        array.clock = clock
