"""What the command line of a captured array showed, as state of the model.

Domains, schedules, patches, alerts and the like have no web resource; the
output of commands is where a capture has them. Each reader here knows one
command. What a reader cannot read is named and left out; the overlay shows
the captured output all the same.
"""

from __future__ import annotations

import contextlib
import re
import secrets
from collections.abc import Generator, Iterable, Sequence
from typing import Any, Callable

from hpe3parclient import health
from hpe3parclient.cli import reports, tables
from hpe3parclient.cli.errors import SSHTableError
from hpe3parclient.narrowing import is_dict
from hpe3parclient.simulator.array import Array
from hpe3parclient.simulator.captured import files
from hpe3parclient.simulator.cli.system import PARAMETERS as NAMES_OF_PARAMETERS
from hpe3parclient.simulator.cli.system import SWITCHES
from hpe3parclient.simulator.model.filepersona.accounts import first_groups
from hpe3parclient.simulator.persistence.form import ArrayForm
from hpe3parclient.simulator.state.alerts import STATE_WORDS, Event
from hpe3parclient.simulator.state.filepersona import FilePersona
from hpe3parclient.simulator.state.hardware.state import DEGRADED, FAILED
from hpe3parclient.simulator.state.optimization import (
    BALANCED,
    COST,
    PERFORMANCE,
    TIERS,
    Configuration,
    Tier,
)
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
    LICENCES,
    NODES,
    OPTIMIZATION,
    PARAMETERS,
    PATCHES,
    SCHEDULES,
    SUPPLIES,
    TASKS,
    UPDATES,
    USERS,
    VOLUMES,
)

JSON = dict[str, Any]
Row = dict[str, str]

#: what a reader raises where it does not understand the output
_UNREADABLE = (SSHTableError, LookupError, TypeError, ValueError)

#: members of an array that come from the command line alone
_OF_THE_COMMAND_LINE = (
    'alerts', 'applied', 'domain_comments', 'failures', 'files',
    'parameters', 'patches', 'schedules')
_DEFECT = re.compile(r'arrays\[0\]\.(\w+)')

#: what the last columns of VOLUMES are called in answers
_SHARES = ('ssSpcAllocWarningPct', 'ssSpcAllocLimitPct')

#: empty cells of tables
_NOTHING = ('--', '-', '')


def seconds_of(stamp: str) -> float:
    """A moment as the command line prints it, in seconds of the epoch."""
    return reports.moment(stamp).seconds


def moment(capture: Capture) -> float | None:
    """Return what the array's own clock showed, where its zone is known."""
    for line in capture.lines(DATE) or ():
        with contextlib.suppress(SSHTableError):
            shown = reports.moment(line)
            return shown.seconds if shown.is_utc else None
    return None


def _born(form: JSON, lines: Sequence[str]) -> None:
    """Arrays are licensed when they are set up; old releases tell it here."""
    issued = reports.licensed(lines)
    if issued is not None:
        form['born'] = min(issued, form['born'], form['time'])


@contextlib.contextmanager
def _named(what: str, unreadable: dict[str, str]) -> Generator[None]:
    """Name what a reader does not understand, and why; go on."""
    try:
        yield
    except _UNREADABLE as ex:
        unreadable[what] = f'{type(ex).__name__}: {ex}'


def fill(form: JSON, capture: Capture) -> dict[str, str]:
    """Complete the state of an array by what its command line showed.

    :param form: an array of a document of persistence, without objects
    :returns: why the output of a command could not be read, by command
    """
    unreadable: dict[str, str] = {}
    form['failures'] = _port_failures(form)
    for command, read in _READERS:
        lines = capture.lines(command)
        if lines is None:
            continue
        with _named(command, unreadable):
            read(form, lines)
    with _named(PARAMETERS, unreadable):
        _parameters(form, capture)
    return unreadable


def complete(form: ArrayForm, capture: Capture) -> dict[str, str]:
    """Complete the state of an array by what refers to its objects.

    :returns: why the output of commands could not be read, by command
    """
    unreadable: dict[str, str] = {}
    for what, read in (('File Persona', files.fill), (TASKS, _task_details),
                       (OPTIMIZATION, _optimization), (VOLUMES, _space)):
        with _named(what, unreadable):
            read(form, capture)
    return unreadable


def give(array: Array, capture: Capture) -> dict[str, str]:
    """Give an array what documents of persistence do not hold.

    :returns: why the output of a command could not be read, by command, and
        broken parts that the model does not have
    """
    unreadable: dict[str, str] = {}
    for failure in list(array.hardware.failures.values()):
        if failure.part not in array.hardware.parts(failure.kind):
            del array.hardware.failures[failure.kind, failure.part]
            unreadable[f'{failure.kind} {failure.part}'] = \
                'the model has no such part'
    readers: tuple[tuple[str, Callable[[Array, Sequence[str]], None]], ...] \
        = ((USERS, _users), (EVENTS, _events))
    for command, read in readers:
        lines = capture.lines(command)
        if lines is None:
            continue
        with _named(command, unreadable):
            read(array, lines)
    return unreadable


def take_out(form: JSON, defect: str, left_out: dict[str, str]) -> bool:
    """Take out of an array what a document of persistence refuses.

    :param defect: what is wrong, as the refusal says it
    :param left_out: what is taken out is named here
    :returns: whether it came from the command line
    """
    match = _DEFECT.match(defect)
    if match is None or match[1] not in _OF_THE_COMMAND_LINE \
            or not form.get(match[1]):
        return False
    form[match[1]] = FilePersona(groups=first_groups()) \
        if match[1] == 'files' else type(form[match[1]])()
    left_out[match[1]] = defect
    return True


def _rows(lines: Sequence[str]) -> list[Row]:
    members: list[Row] = tables.collection(lines, bare=True)['members']
    return members


# -- what documents of persistence hold --------------------------------------


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
    states, supplies = reports.cages(lines)
    _broken(form, 'cageps', supplies.items())
    broken = {part.partition(':')[0] for part, state in supplies.items()
              if state.lower() in (FAILED, DEGRADED)}
    _broken(form, 'cage', [
        (cage, state) for cage, state in states.items()
        if state.lower() == FAILED or cage not in broken])


def _parameters(form: JSON, capture: Capture) -> None:
    """Parameters of the system; old releases show them here alone."""
    values = (capture.object('/system') or {}).get('parameters')
    if is_dict(values):
        form['parameters'] = dict(values)
        return
    form['parameters'] = {
        member: _value(member, text) for name, text in reports.settings(
            capture.lines(PARAMETERS) or ()).items()
        if (member := NAMES_OF_PARAMETERS.get(name)) is not None}


def _value(member: str, text: str) -> Any:
    """A parameter of the system in the form the web service has.

    :raises ValueError: it is no value of this parameter
    """
    if member in SWITCHES:
        return text in ('1', 'yes')
    if member.startswith('rawSpaceAlert'):
        return int(text)
    if member == 'eventLogsize':
        return int(text[:-1]) << {'K': 10, 'M': 20}[text[-1]]
    if member == 'VVRetentionTimeMax':
        return int(text.split()[0]) * 3600
    if member == 'sessionTimeout':
        hours, minutes, seconds = map(int, text.split(':'))
        return hours * 3600 + minutes * 60 + seconds
    return text


def _task_details(form: ArrayForm, capture: Capture) -> None:
    """What happened in tasks, which the web service does not tell."""
    details = reports.task_details(capture.lines(TASKS) or ())
    for task in form.tasks:
        task.details = details.get(task.id) or task.details


#: modes of Adaptive Optimization as showaocfg prints them
_MODES = {'Performance': PERFORMANCE, 'Balanced': BALANCED, 'Cost': COST}


def _space(form: ArrayForm, capture: Capture) -> None:
    """What volumes use, where the web service shows the sum alone."""
    volumes = {volume.id: volume for volume in form.volumes}
    table = tables.read(capture.lines(VOLUMES) or (), bare=True)
    for row in table.rows:
        number, snapshots, written, *shares = (
            0 if cell in _NOTHING else int(cell.lstrip('*')) for cell in row)
        volume = volumes.get(number)
        if volume is None:
            continue
        volume.host_write_mib = written
        used = volume.user_used + volume.snap_used
        volume.snap_used = min(snapshots, used)
        volume.user_used = used - volume.snap_used
        volume.percents.update(
            (name, share) for name, share in zip(_SHARES, shares) if share)


def _optimization(form: ArrayForm, capture: Capture) -> None:
    """Configurations of Adaptive Optimization, where only commands show them."""
    if '/aoconfigurations' in capture.paths:
        return
    cpgs = {cpg.name: cpg for cpg in form.cpgs}
    for row in _rows(capture.lines(OPTIMIZATION) or ()):
        tiers = {tier: cpgs[row[f'T{tier}CPG']] for tier in TIERS
                 if row[f'T{tier}CPG'] not in _NOTHING}
        form.optimization.append(Configuration(
            int(row['Id']), row['Name'], _MODES[row['Mode']],
            next((cpg.domain for cpg in tiers.values()), None),
            {tier: Tier(cpg.id) for tier, cpg in tiers.items()}))


_READERS: tuple[tuple[str, Callable[[JSON, Sequence[str]], None]], ...] = (
    (LICENCES, _born), (DOMAINS, _domains), (SCHEDULES, _schedules),
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
