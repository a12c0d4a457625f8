"""What the command line of a captured array showed, as state of the model.

Domains, schedules, patches, alerts and the like have no web resource; the
output of commands is where a capture has them. Each reader here knows one
command. What a reader cannot read is named and left out; the overlay shows
the captured output all the same.
"""

from __future__ import annotations

import calendar
import re
import secrets
import time
from collections.abc import Iterable, Sequence
from typing import Any, Callable

from hpe3parclient import health
from hpe3parclient.cli import tables
from hpe3parclient.cli.errors import SSHTableError
from hpe3parclient.simulator.array import Array
from hpe3parclient.simulator.state.alerts import STATE_WORDS, Event
from hpe3parclient.simulator.state.hardware.state import DEGRADED, FAILED
from hpe3parclient.simulator.state.ports import LOSS_SYNC, OFFLINE
from hpe3parclient.twin.document import Capture
from hpe3parclient.twin.shown import (
    ALERTS,
    BATTERIES,
    CAGES,
    DATE,
    DISKS,
    DOMAINS,
    EVENTS,
    FANS,
    NODES,
    PATCHES,
    SCHEDULES,
    SUPPLIES,
    UPDATES,
    USERS,
)

JSON = dict[str, Any]
Row = dict[str, str]

#: what a reader raises where it does not understand the output
_UNREADABLE = (SSHTableError, KeyError, ValueError)

_STAMP = re.compile(r'(\d{4}-\d\d-\d\d \d\d:\d\d:\d\d)(?: ([A-Za-z]+))?')
_UTC = (None, 'UTC', 'GMT')
_CAGE = re.compile(r'-*Cage detail info for cage(\d+) *-*')
_OVERALL = re.compile(r'OverallState: *(\w+)')
_SUPPLY = re.compile(r'ps(\d+)[ ,]+(\w+)')
#: empty cells of tables
_NOTHING = ('--', '-', '')


def seconds_of(stamp: str) -> float:
    """Return a moment as the command line prints it, in seconds of the epoch.

    Names of zones other than UTC are not unique; they are read as UTC.

    :raises ValueError: it is no moment
    """
    match = _STAMP.match(stamp)
    if match is None:
        raise ValueError(f'this is no moment: {stamp!r}')
    return float(calendar.timegm(
        time.strptime(match[1], '%Y-%m-%d %H:%M:%S')))


def fill(form: JSON, capture: Capture) -> dict[str, str]:
    """Complete the state of an array by what its command line showed.

    :param form: an array of a document of persistence; its lists of objects
        are there already
    :returns: why the output of a command could not be read, by command
    """
    unreadable: dict[str, str] = {}
    form['failures'] = _port_failures(form)
    _parameters(form, capture)
    for command, read in _READERS:
        lines = capture.lines(command)
        if lines is None:
            continue
        try:
            read(form, lines)
        except _UNREADABLE as ex:
            unreadable[command] = f'{type(ex).__name__}: {ex}'
    return unreadable


def give(array: Array, capture: Capture) -> dict[str, str]:
    """Give an array what documents of persistence do not hold.

    :returns: why the output of a command could not be read, by command
    """
    unreadable: dict[str, str] = {}
    readers: tuple[tuple[str, Callable[[Array, Sequence[str]], None]], ...] \
        = ((USERS, _users), (EVENTS, _events))
    for command, read in readers:
        lines = capture.lines(command)
        if lines is None:
            continue
        try:
            read(array, lines)
        except _UNREADABLE as ex:
            unreadable[command] = f'{type(ex).__name__}: {ex}'
    return unreadable


def _rows(lines: Sequence[str]) -> list[Row]:
    members: list[Row] = tables.collection(lines, bare=True)['members']
    return members


# -- what documents of persistence hold --------------------------------------


def _moment(form: JSON, lines: Sequence[str]) -> None:
    """The array's own clock, where its zone is known."""
    for line in lines:
        match = _STAMP.search(line)
        if match is not None:
            if match[2] in _UTC:
                form['time'] = seconds_of(match[0])
            return
    raise ValueError('no line has a moment')


def _domains(form: JSON, lines: Sequence[str]) -> None:
    rows = _rows(lines)
    form['domains'] = sorted({*form.get('domains', ()),
                              *(row['Domain'] for row in rows)})
    form['domain_comments'] = {
        row['Domain']: row['Comments'] for row in rows
        if row.get('Comments', '') not in _NOTHING}


def _schedules(form: JSON, lines: Sequence[str]) -> None:
    form['schedules'] = [{
        'name': row['SchedName'], 'command': row['File/Command'],
        'fields': [row[name] for name in ('Min', 'Hour', 'DOM', 'Month',
                                          'DOW')],
        'user': row['CreatedBy'], 'active': row['Status'] == 'active',
        'alert': row['Alert'] == 'Y', 'since': float(form['time'])}
        for row in _rows(lines)]


def _updates(form: JSON, lines: Sequence[str]) -> None:
    form['patches'] = [{
        'time': row['InstallTime'], 'id': row['Id'],
        'package': row['Package'], 'version': row['Version']}
        for row in _rows(lines)]


def _applied(form: JSON, lines: Sequence[str]) -> None:
    form['applied'] = [row['Id'] for row in _rows(lines)]


def _alerts(form: JSON, lines: Sequence[str]) -> None:
    states = {word: state for state, word in STATE_WORDS.items()}
    form['alerts'] = [{
        'id': int(record['Id']), 'state': states[record['State']],
        'code': record.get('MessageCode', record.get('Message Code', '')),
        'time': seconds_of(record['Time']), 'severity': record['Severity'],
        'type': record['Type'], 'message': record['Message'],
        'component': record.get('Component', '')}
        for record in health.records(lines)]


def _port_failures(form: JSON) -> list[JSON]:
    """Ports that are down, since nothing else tells why."""
    kinds = {OFFLINE: 'port', LOSS_SYNC: 'link'}
    return [_failure(form, kinds[port['link_state']], port['pos'], FAILED)
            for port in form.get('ports', ())
            if port.get('link_state') in kinds]


def _failure(form: JSON, kind: str, part: str, state: str) -> JSON:
    return {'kind': kind, 'part': part, 'state': state,
            'since': float(form['time'])}


def _broken(form: JSON, kind: str,
            parts: Iterable[tuple[str, str]]) -> None:
    """Note parts that have failed or are degraded.

    :param parts: names of parts and the words for their states
    """
    form['failures'] += [
        _failure(form, kind, part, state.lower()) for part, state in parts
        if state.lower() in (FAILED, DEGRADED)]


def _disks(form: JSON, lines: Sequence[str]) -> None:
    _broken(form, 'pd', [(row['Id'], row['State']) for row in _rows(lines)])


def _nodes(form: JSON, lines: Sequence[str]) -> None:
    """A node that is degraded by one of its parts is not broken itself."""
    _broken(form, 'node', [
        (row['Node'], row['State']) for row in _rows(lines)
        if row['State'] == 'Failed' or row['Detailed_State'] == 'Degraded'])


def _supplies(form: JSON, lines: Sequence[str]) -> None:
    _broken(form, 'ps', [(_of_pair(row, 'PS'), row['PSState'])
                         for row in _rows(_table(lines))])


def _batteries(form: JSON, lines: Sequence[str]) -> None:
    _broken(form, 'battery', [
        (f'{_of_pair(row, "PS")}:{row["Bat"]}', row['State'])
        for row in _rows(lines)])


def _fans(form: JSON, lines: Sequence[str]) -> None:
    _broken(form, 'fan', [(f'{row["Node"]}:{row["Fan"]}', row['State'])
                          for row in _rows(_table(lines))])


def _of_pair(row: Row, part: str) -> str:
    """Name a part that serves a pair of nodes: ``0,1`` is the first."""
    return f'{int(row["Node"].partition(",")[0]) // 2}:{row[part]}'


def _table(lines: Sequence[str]) -> list[str]:
    """Leave out a title over the whole table."""
    return [line for line in lines if ',' in line or line.startswith('--')]


def _cages(form: JSON, lines: Sequence[str]) -> None:
    """A cage that only lacks a power supply is not broken itself."""
    cage, states, supplies = '', dict[str, str](), dict[str, str]()
    for line in lines:
        text = line.strip()
        if (match := _CAGE.match(text)) is not None:
            cage = match[1]
        elif cage and (match := _OVERALL.match(text)) is not None:
            states[cage] = match[1]
        elif cage and (match := _SUPPLY.match(text)) is not None:
            supplies[f'{cage}:{match[1]}'] = match[2]
    _broken(form, 'cageps', supplies.items())
    broken = {part.partition(':')[0] for part, state in supplies.items()
              if state.lower() in (FAILED, DEGRADED)}
    _broken(form, 'cage', [
        (cage, state) for cage, state in states.items()
        if state.lower() == FAILED or cage not in broken])


def _parameters(form: JSON, capture: Capture) -> None:
    """Parameters of the system that have been changed."""
    system = capture.object('/system') or {}
    values = system.get('parameters')
    if isinstance(values, dict):
        form['parameters'] = dict(values)


_READERS: tuple[tuple[str, Callable[[JSON, Sequence[str]], None]], ...] = (
    (DATE, _moment), (DOMAINS, _domains), (SCHEDULES, _schedules),
    (UPDATES, _updates), (PATCHES, _applied), (ALERTS, _alerts),
    (DISKS, _disks), (NODES, _nodes), (SUPPLIES, _supplies),
    (BATTERIES, _batteries), (FANS, _fans), (CAGES, _cages))


# -- what they do not hold ----------------------------------------------------


def _users(array: Array, lines: Sequence[str]) -> None:
    """The users there are; nobody knows the passwords of those captured."""
    rows = _rows(lines)
    own = array.users[array.admin]
    names = [row['Username'] for row in rows]
    others = [] if array.admin in names else [array.admin]
    array.users = {name: own if name == array.admin
                   else secrets.token_urlsafe() for name in others + names}
    array.roles.update({row['Username']: row['Role'] for row in rows
                        if row['Username'] != array.admin})


def _events(array: Array, lines: Sequence[str]) -> None:
    array.alerts.events.clear()
    array.alerts.events.extend(
        Event(seconds_of(row['Time']), row['Severity'], row['Type'],
              row['Message'], row['Component']) for row in _rows(lines))
