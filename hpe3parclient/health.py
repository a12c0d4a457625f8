"""What is wrong with an array: alerts, events, disks, nodes, cages.

Reads what commands print and what the web service sends, and gives both the
same form. This module knows texts and members; it asks nobody.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any, TypedDict

from hpe3parclient import cli, describe, exceptions

if TYPE_CHECKING:
    from typing_extensions import NotRequired

    from hpe3parclient.array_time import ArrayClock

#: severities, worst first
SEVERITIES = ('Fatal', 'Critical', 'Major', 'Minor', 'Degraded',
              'Informational', 'Debug')

#: options of showalert
ALERT_STATES = {'new': '-n', 'acknowledged': '-a', 'fixed': '-f', 'all': '-all'}

#: category of alerts in the web service's event log, as monitoring programs
#: choose them
ALERT_CATEGORY = 2

#: type and state of a disk, as the web service numbers them
_DISK_TYPES = {1: 'FC', 2: 'NL', 3: 'SSD'}
_DISK_STATES = {1: 'normal', 2: 'degraded', 3: 'new', 4: 'failed',
                99: 'unknown'}

_RECORD_LINE = re.compile(r'([A-Z][A-Za-z ]{0,30}?)\s*:(?:\s(.*))?\Z')
_TRAILER = re.compile(r'\d+ total\Z')
_CAGE_TITLE = re.compile(r'-*Cage detail info for (\S+) -*\Z')


class ArrayAlert(TypedDict):
    """An alert: a condition that somebody has to look after."""

    id: NotRequired[int]
    """Its number; newer ones are larger. Only from the command line."""

    state: NotRequired[str]
    """``New``, ``Acknowledged`` or ``Fixed``. Only from the command line."""

    messageCode: NotRequired[str]
    """Code of the kind of alert, in hex digits. Only from the command
    line."""

    time: str
    """When it was raised, as the array prints it, with its time zone; ISO
    8601 from the web service."""

    timeSecs: NotRequired[int]
    """The same time, in seconds since 1970. Only from the web service."""

    severity: str
    """``Fatal``, ``Critical``, ``Major``, ``Minor``, ``Degraded``,
    ``Informational``."""

    type: str
    """Kind of alert, ``Component state change`` say."""

    message: str
    """What is wrong."""

    component: str
    """What it is about, ``hw_disk:3`` say."""


class ArrayAlertList(TypedDict):
    """What getAlerts returns, newest first."""

    total: int
    """Alerts in the list."""

    members: list[ArrayAlert]
    """The alerts, newest first."""


class ArrayEvent(TypedDict):
    """An entry of the event log."""

    time: str
    """When it happened: ISO 8601 from the web service, otherwise as the array
    prints it."""

    timeSecs: NotRequired[int]
    """The same time, in seconds since 1970. Only from the web service."""

    severity: str
    """As that of an alert, and ``Debug``."""

    type: str
    """Kind of event."""

    message: str
    """What happened."""

    component: NotRequired[str]
    """What it is about. Only from the web service."""


class ArrayEventList(TypedDict):
    """What getEvents returns, newest first."""

    total: int
    """Events in the list."""

    members: list[ArrayEvent]
    """The events, newest first."""


class PhysicalDisk(TypedDict):
    """A member of getDisks."""

    id: int
    """Its number."""

    position: str
    """Cage, and position in it, such as ``0:3:0``."""

    type: str
    """``FC``, ``NL`` or ``SSD``."""

    state: str
    """``normal``, ``degraded``, ``failed``, ``new`` or what else the array
    says."""

    detailedState: NotRequired[str]
    """Why it is in that state. Only from the command line."""

    totalMiB: int
    """Capacity that can be used, in MiB."""

    freeMiB: int
    """Capacity that is not in use, in MiB."""

    manufacturer: str
    """Its maker."""

    model: str
    """Its model."""

    serialNumber: str
    """Its serial number."""

    firmware: str
    """Version of its firmware."""


class PhysicalDiskList(TypedDict):
    """What getDisks returns."""

    total: int
    """Disks in the list."""

    members: list[PhysicalDisk]
    """The disks."""


class ControllerNode(TypedDict):
    """A member of getNodes."""

    id: int
    """Its number."""

    name: str
    """Its name."""

    state: str
    """``OK``, ``Degraded``, ``Failed`` or what else the array says."""

    detailedState: NotRequired[str]
    """Why it is in that state. Missing where the array does not say."""

    isMaster: bool
    """Whether it leads the other nodes."""

    inCluster: bool
    """Whether it has joined the cluster."""


class ControllerNodeList(TypedDict):
    """What getNodes returns."""

    total: int
    """Nodes in the list."""

    members: list[ControllerNode]
    """The nodes."""


class DriveCage(TypedDict):
    """A member of getCages."""

    id: int
    """Its number."""

    name: str
    """Its name."""

    state: str
    """``Normal``, ``Degraded``, ``Failed`` or what else the array says."""

    drives: int
    """Disks in the cage."""

    temperature: str
    """Lowest and highest temperature, in °C, such as ``25-28``."""

    model: str
    """Its model."""


class DriveCageList(TypedDict):
    """What getCages returns."""

    total: int
    """Cages in the list."""

    members: list[DriveCage]
    """The cages."""


class HealthProblem(TypedDict):
    """Something that is out of order."""

    component: str
    """What kind of thing it is: ``PD``, ``Alert``, ``vlun``."""

    identifier: NotRequired[str]
    """Name of the component that has the problem. Missing where the summary
    alone has it."""

    description: str
    """What is wrong."""


class HealthReport(TypedDict):
    """What checkHealth returns."""

    healthy: bool
    """Whether nothing is out of order."""

    checked: list[str]
    """What was looked at, such as ``alert``, ``cage``, ``node`` and ``pd``."""

    problems: list[HealthProblem]
    """Everything that is out of order."""


# -- severities -----------------------------------------------------------------


def at_least(severity: object) -> frozenset[str]:
    """Return the severities that are at least as bad.

    :raises InvalidInput: there is no such severity
    """
    if severity is None:
        return frozenset(SEVERITIES)
    matches = [name for name in SEVERITIES
               if isinstance(severity, str) and name.lower() == severity.lower()]
    if not matches:
        raise exceptions.InvalidInput(
            f'severity is one of {", ".join(SEVERITIES)}, not '
            f'{describe.value(severity)}')
    return frozenset(SEVERITIES[:SEVERITIES.index(matches[0]) + 1])


def alert_state(state: object) -> str:
    """Return a state of alerts as :data:`ALERT_STATES` has it; any case will do.

    :raises InvalidInput: there is no such state
    """
    name = state.lower() if isinstance(state, str) else ''
    if name not in ALERT_STATES:
        raise exceptions.InvalidInput(
            f'state is one of {", ".join(ALERT_STATES)}, not '
            f'{describe.value(state)}')
    return name


def is_severe(member: Mapping[str, Any], severities: frozenset[str]) -> bool:
    """Return whether a member is severe enough; what is unknown is."""
    return member.get('severity') in severities or \
        member.get('severity') not in SEVERITIES


# -- records, as showalert and showeventlog print them ------------------------


def records(lines: Sequence[str]) -> list[dict[str, str]]:
    """Read blocks of lines ``Name : value``.

    :raises SSHTableError: a line is something else
    """
    if cli.tables.is_nothing(lines):
        return []
    result: list[dict[str, str]] = []
    current: dict[str, str] = {}
    last = ''
    for line in lines:
        text = line.rstrip()
        match = _RECORD_LINE.match(text)
        if not text or _TRAILER.match(text):
            current, last = {}, ''
        elif match and (not last or match.group(1) in _NAMES):
            last = match.group(1)
            if last in current or not current:
                current = {}
                result.append(current)
            current[last] = match.group(2) or ''
        elif last:
            current[last] += '\n' + text    # a message of several lines
        else:
            raise cli.errors.SSHTableError(f'this is no record: {text}')
    return result


#: what records hold, and how it is called here
_NAMES = {
    'Id': 'id', 'State': 'state', 'MessageCode': 'messageCode',
    'Message Code': 'messageCode', 'Time': 'time', 'Severity': 'severity',
    'Type': 'type', 'Message': 'message', 'Component': 'component'}


def alerts(lines: Sequence[str]) -> list[ArrayAlert]:
    """Read what ``showalert -d`` prints; newest first."""
    result: list[ArrayAlert] = []
    for record in records(lines):
        member: dict[str, Any] = _renamed(record)
        member['id'] = _number(record, 'Id')
        result.append(member)       # type: ignore[arg-type]
    return sorted(result, key=lambda alert: alert.get('id', 0), reverse=True)


def alerts_since(members: Iterable[ArrayAlert], begin: datetime.datetime,
                 clock: ArrayClock) -> list[ArrayAlert]:
    """Return alerts raised since then, and those whose time cannot be read."""
    return [alert for alert in members
            if (clock.moment(alert.get('time', '')) or begin) >= begin]


def events(lines: Sequence[str]) -> list[ArrayEvent]:
    """Read what ``showeventlog`` prints, oldest first; newest first."""
    return [_renamed(record)        # type: ignore[misc]
            for record in reversed(records(lines))]


def _renamed(record: Mapping[str, str]) -> dict[str, Any]:
    return {_NAMES[name]: value for name, value in record.items()
            if name in _NAMES}


def _number(row: Mapping[str, str], name: str) -> int:
    """Return a cell as a number.

    :raises SSHTableError: it is missing, or no number
    """
    try:
        return int(row[name])
    except (KeyError, ValueError) as error:
        raise cli.errors.SSHTableError(
            f'there is no number under {name}: {dict(row)}') from error


def web_event(member: Mapping[str, Any]) -> ArrayEvent:
    """Return an entry of GET /eventlog in the form of the command line.

    No source names the numbers of severities; they are read in the order of
    the command line's words, 1 for Fatal.
    """
    event: dict[str, Any] = {
        ours: member[theirs] for ours, theirs in (
            ('time', 'time'), ('timeSecs', 'timeSecs'),
            ('severity', 'severity'), ('type', 'type'),
            ('message', 'description'), ('component', 'components'))
        if theirs in member}
    number = member.get('severity')
    if isinstance(number, int) and 1 <= number <= len(SEVERITIES):
        event['severity'] = SEVERITIES[number - 1]
    elif number is not None:
        event['severity'] = str(number)
    return event        # type: ignore[return-value]


def newest_first(members: Iterable[ArrayEvent],
                 start: datetime.datetime | None) -> list[ArrayEvent]:
    """Return entries of the web service, since a moment if there is one."""
    begin = 0.0 if start is None else start.timestamp()
    recent = [event for event in members
              if event.get('timeSecs', begin) >= begin]
    return sorted(recent, key=lambda event: event.get('timeSecs', 0),
                  reverse=True)


# -- hardware -----------------------------------------------------------------


def web_disk(member: Mapping[str, Any]) -> PhysicalDisk:
    """Return a member of GET /disks in the form of getDisks."""
    disk: dict[str, Any] = {
        ours: member[theirs] for ours, theirs in (
            ('id', 'id'), ('position', 'position'),
            ('totalMiB', 'totalSizeMiB'), ('freeMiB', 'freeSizeMiB'),
            ('manufacturer', 'manufacturer'), ('model', 'model'),
            ('serialNumber', 'serialNumber'), ('firmware', 'fwVersion'))
        if theirs in member}
    for name, words in (('type', _DISK_TYPES), ('state', _DISK_STATES)):
        if name in member:
            disk[name] = words.get(member[name], str(member[name]))
    return disk         # type: ignore[return-value]


def disks(space: Sequence[str], states: Sequence[str],
          inventory: Sequence[str]) -> list[PhysicalDisk]:
    """Join what ``showpd``, ``showpd -s`` and ``showpd -i`` print."""
    by_state, by_id = _by_id(states, 'Id'), _by_id(inventory, 'Id')
    result: list[PhysicalDisk] = []
    for row in _rows(space):
        number = _number(row, 'Id')
        state, item = by_state.get(number, {}), by_id.get(number, {})
        disk: dict[str, Any] = {
            'id': number, 'position': row.get('CagePos'),
            'type': row.get('Type'),
            'state': state.get('State', row.get('State')),
            'detailedState': state.get('Detailed_State'),
            'totalMiB': _number(row, 'Total'), 'freeMiB': _number(row, 'Free'),
            'manufacturer': item.get('MFR'), 'model': item.get('Model'),
            'serialNumber': item.get('Serial'),
            'firmware': item.get('FW_Rev')}
        result.append(_present(disk))   # type: ignore[arg-type]
    return result


def nodes(table: Sequence[str], states: Sequence[str]) -> list[ControllerNode]:
    """Join what ``shownode`` and ``shownode -s`` print."""
    by_state = _by_id(states, 'Node')
    result: list[ControllerNode] = []
    for row in _rows(table):
        number = _number(row, 'Node')
        state = by_state.get(number, {})
        result.append(_present({    # type: ignore[arg-type]
            'id': number, 'name': row.get('Name'),
            'state': state.get('State', row.get('State')),
            'detailedState': state.get('Detailed_State'),
            'isMaster': row.get('Master') == 'Yes',
            'inCluster': row.get('InCluster') == 'Yes'}))
    return result


def cages(table: Sequence[str], details: Sequence[str]) -> list[DriveCage]:
    """Join what ``showcage`` and ``showcage -d`` print."""
    states = dict(_cage_states(details))
    result: list[DriveCage] = []
    for row in _rows(table):
        name = row.get('Name', '')
        state = row.get('State')
        result.append(_present({    # type: ignore[arg-type]
            'id': _number(row, 'Id'), 'name': name,
            'state': states.get(name, state and state.capitalize()),
            'drives': _number(row, 'Drives'),
            'temperature': row.get('Temp'), 'model': row.get('Model')}))
    return result


def _cage_states(lines: Iterable[str]) -> Iterator[tuple[str, str]]:
    """Iterate over the names of cages and their states."""
    cage = ''
    for line in lines:
        title = _CAGE_TITLE.match(line.strip())
        if title:
            cage = title.group(1)
        elif cage and line.startswith('OverallState:'):
            yield cage, line.partition(':')[2].strip()


def _rows(lines: Sequence[str]) -> list[dict[str, str]]:
    rows: list[dict[str, str]] = cli.tables.collection(lines)['members']
    return rows


def _by_id(lines: Sequence[str], name: str) -> dict[int, dict[str, str]]:
    return {_number(row, name): row for row in _rows(lines)}


def _present(members: dict[str, Any]) -> dict[str, Any]:
    """Return members without those that the array does not tell."""
    return {name: value for name, value in members.items()
            if value is not None}


# -- checkhealth --------------------------------------------------------------


def report(lines: Sequence[str]) -> HealthReport:
    """Read what ``checkhealth -detail`` prints.

    :raises SSHTableError: it is something else
    """
    checked = [line.split(None, 1)[1].strip() for line in lines
               if line.startswith('Checking ')]
    rest = [line for line in lines if not line.startswith('Checking ')]
    while rest and not rest[0].strip():
        del rest[0]
    healthy = [line for line in rest if line.strip() == 'System is healthy']
    if healthy:
        return {'healthy': True, 'checked': checked, 'problems': []}
    summary = _rows(rest)
    if not summary or 'Component' not in summary[0]:
        raise cli.errors.SSHTableError(
            'checkhealth says neither that the array is healthy nor what is '
            'wrong: ' + ' / '.join(rest[:5]))
    problems: list[HealthProblem] = [
        _present({      # type: ignore[misc]
            'component': row.get('Component'),
            'identifier': row.get('Identifier'),
            'description': row.get('Detailed Description')})
        for row in _rows(_after_blank(rest))]
    return {'healthy': False, 'checked': checked,
            'problems': problems or _summarized(summary)}


def _after_blank(lines: Sequence[str]) -> Sequence[str]:
    """Return the second table, which an empty line sets off."""
    blank = next((index for index, line in enumerate(lines)
                  if not line.strip(', ')), len(lines))
    return lines[blank + 1:]


def _summarized(summary: Iterable[Mapping[str, str]]) -> list[HealthProblem]:
    """Return the summary's lines, where there are no details."""
    return [{'component': row['Component'],
             'description': f"{row.get('Summary Description')}: "
                            f"{row.get('Qty')}"} for row in summary]
