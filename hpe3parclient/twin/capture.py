"""Read the configuration of an array into a file, and change nothing.

Knows what can be asked of an array. The client's own gate refuses whatever
would change it. One request is made at a time, and lists are written as they
arrive, so that an array with 40,000 volumes takes no more memory than one with
ten.
"""

from __future__ import annotations

import itertools
import os
import re
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Callable, NamedTuple

import hpe3parclient
from hpe3parclient import exceptions
from hpe3parclient.cli import tables
from hpe3parclient.cli.errors import SSHConnectionError
from hpe3parclient.cli.words import without_logged_secrets
from hpe3parclient.client import HPE3ParClient, run_command
from hpe3parclient.error_codes import number_of
from hpe3parclient.narrowing import is_dict, is_list
from hpe3parclient.resources.base import path as path_of
from hpe3parclient.resources.base import query, term, utc_text
from hpe3parclient.resources.ports import nsp_of
from hpe3parclient.resources.statistics import CATEGORIES, COMPONENTS
from hpe3parclient.twin import recording
from hpe3parclient.twin.document import (
    CAPTURED,
    Capture,
    Writer,
    captured_at,
    file_of,
)
from hpe3parclient.twin.shown import COMMAND_LINE, COMMANDS, FILE_COMMANDS, VOLUMES
from hpe3parclient.web import redact

#: what is read of every array: its objects, then its lists
OBJECTS = ('/system', '/wsapiconfiguration', '/capacity', '/remotecopy',
           '/flashcache')
LISTS = ('/cpgs', '/volumes', '/volumespacedistribution', '/volumesets',
         '/hosts', '/hostsets', '/vluns', '/ports', '/qos',
         '/remotecopytargets', '/remotecopylinks', '/remotecopygroups',
         '/tasks', '/hostpersonas', '/aoconfigurations', '/disks',
         '/fcswitches', '/users', '/roles')

#: lists of File Persona; where the array does not have the first, the others
#: are not tried
FILE_LISTS = ('/fpgs', '/virtualfileservers', '/filestores', '/fileshares',
              '/filestoresnapshots', '/filepersonaquotas')

#: harmless wrong requests: which error they give is worth knowing
WRONG = ('/nosuchresource', '/volumes/no-such-volume', '/hosts/no-such-host',
         '/cpgs/no-such-cpg', '/volumesets/no-such-set',
         '/hostsets/no-such-set', '/tasks/999999999', '/ports/9:9:9',
         '/vluns/no-such-volume,1', '/qos/vvset:no-such-set',
         '/remotecopygroups/no-such-group', '/volumes/no%2Fvolume%3F',
         '/volumes?query=%22nosuchmember%20EQ%201%22',
         '/hosts?query=%22name%20EQ%22')

#: under which System Reporter answers
_REPORTS = '/systemreporter/'

_NO_SSH = 'SSH is not set up: setSSHOptions was not called'

#: the code for a component without samples
_NO_SAMPLES = number_of('SYSTEM_REPORTER_DATA_NOT_AVAILABLE')
_DAY = 24 * 3600
_WEEK = 7 * _DAY
#: how often the samples are that are read of a week
_FREQUENCIES = ('hourly', 'daily')
#: those of five minutes are read of a day
_FINEST = 'hires'
#: the last moment that a query can name: the end of the year 9999
_LAST = 253402300799
#: components with a group for each volume or export: only sums are read
_LARGE = frozenset(('vlunstatistics', 'volumespacedata',
                    'remotecopyvolumestatistics'))
#: the component whose samples are read of each CPG
_OF_A_CPG = 'cpgspacedata'
#: what a filter can name
_FILTERED = re.compile(r'[0-9A-Za-z_.-]+\Z')

#: refusals that say "this array does not have it", or "not for this user"
_REFUSALS = (exceptions.HTTPNotFound, exceptions.HTTPForbidden,
             exceptions.HTTPBadRequest, exceptions.HTTPNotImplemented,
             exceptions.HTTPInternalServerError, exceptions.InvalidResponse)


class CaptureProgress(NamedTuple):
    """How far a capture is.

    ``done`` of ``total`` sections are written; ``current`` is being read, and
    ``members`` objects of it have arrived.
    """

    done: int
    total: int
    current: str
    members: int = 0


def capture(client: HPE3ParClient, to: str | os.PathLike[str], *,
            statistics: bool = False, metadata: bool = False,
            pause: float = 0.0,
            progress: Callable[[CaptureProgress], object] | None = None
            ) -> dict[str, str]:
    """Read an array's configuration into a file.

    The client is read-only meanwhile. What the array refuses is listed in the
    file. If the connection is lost, calling this function again continues.
    Secrets are not part of what arrays answer, and members named like one are
    left out.

    :param client: logged in; where :meth:`HPE3ParClient.setSSHOptions` was
        called, facts that only the command line shows are read too
    :param to: name of the file, which only its owner can read; while it is
        unfinished it ends in ``.part``. A folder, or a name that ends in a
        slash, gets ``array.json`` and a README to complete
    :param statistics: read System Reporter too: a week of hourly and daily
        samples, and hires samples from 24 hours before the newest to the
        newest; of each component as a whole, and of the space of each CPG;
        and the newest sample of each frequency by groups
    :param metadata: read the metadata of each volume too: a request for each
    :param pause: seconds to wait between requests
    :param progress: called with a :class:`CaptureProgress` as the capture advances
    :returns: what could not be read: the reason by path or command
    :raises BrokenCapture: an unfinished file is there, of another array
    :raises OSError: the file cannot be written
    :raises ClientException: the connection was lost; what was read is kept
    """
    target = file_of(to)
    with client.readOnly():
        system = client.getStorageSystemInfo()
        if target != Path(to):
            target.parent.mkdir(parents=True, exist_ok=True)
        writer = Writer(target, _source(client, system))
        try:
            _Run(client, writer, pause, progress).all(statistics, metadata)
        except BaseException:
            writer.abandon()
            raise
        writer.close()
    taken = Capture(target)
    if target != Path(to):
        recording.write_readme(taken, not_read(taken))
    return not_read(taken)


def not_read(taken: Capture) -> dict[str, str]:
    """Return what a capture could not read, but for our own wrong requests."""
    return {name: reason for name, reason in taken.missing.items()
            if name not in WRONG}


def _source(client: HPE3ParClient, system: Any) -> dict[str, Any]:
    """What the file says of its origin: no name, no address."""
    version = client.getWsApiVersion()
    return {
        'captured': time.strftime(CAPTURED, time.gmtime()),
        'client': hpe3parclient.version, 'wsapi': dict(version),
        **{name: system[name] for name in
           ('model', 'serialNumber', 'systemVersion') if name in system}}


class _Section(NamedTuple):
    """One thing to read: ``kind`` is ``object``, ``members`` or ``lines``."""

    kind: str
    name: str


def _plan(client: HPE3ParClient, since: int | None) -> list[_Section]:
    """The sections that every capture has.

    :param since: of when statistics begin; None without
    """
    sections = [_Section('object', path) for path in OBJECTS]
    sections += [_Section('members', path) for path in (*LISTS, *FILE_LISTS)]
    sections += [_Section('object', path) for path in WRONG]
    if since is not None:
        sections += [_series(component, 'hourly', since)
                     for component in COMPONENTS]
    if client.ssh is not None:
        sections += [_Section('lines', command)
                     for command in (*COMMANDS, *FILE_COMMANDS)]
    else:
        sections.append(_Section('lines', COMMAND_LINE))
    return sections


def _series(component: str, frequency: str, since: int,
            until: int | None = None, cpg: str = '') -> _Section:
    """The samples of a component, or of it in a CPG."""
    narrowed = f';name:{cpg}' if cpg else ''
    return _Section(
        'members', f'/systemreporter/vstime/{component}/{frequency}{narrowed}'
        + _window(since, until))


def _newest(component: str, frequency: str) -> _Section:
    """The groups by the first category, at the newest sample time.

    They are what tells the client that time.
    """
    return _Section('object', f'/systemreporter/attime/{component}/{frequency}'
                    f';groupby:{CATEGORIES[component][0]}')


def _groups(component: str, frequency: str,
            until: int | None = None) -> Iterator[_Section]:
    """The groups by all categories, where the newest ones do not say it all."""
    if component not in _LARGE and len(CATEGORIES[component]) > 1:
        yield _Section('object', f'/systemreporter/attime/{component}/{frequency}'
                       + _window(None, until))


def _window(since: int | None, until: int | None) -> str:
    """The query for sample times, both ends among them."""
    terms = [term('sampleTime', operator, utc_text(moment))
             for operator, moment in (('GE', since), ('LE', until))
             if moment is not None]
    return query(' AND '.join(terms)) if terms else ''


class _Run:
    """One capture, being made."""

    def __init__(self, client: HPE3ParClient, writer: Writer, pause: float,
                 progress: Callable[[CaptureProgress], object] | None) -> None:
        self.client, self.writer, self.pause = client, writer, pause
        self._progress = progress
        #: paths and commands that the array does not know
        self._unknown: set[str] = set()
        self._total = 0
        #: why the command line cannot be reached
        self._unreachable: str | None = None

    def all(self, statistics: bool, metadata: bool) -> None:
        """Read the sections, and those that follow from them."""
        since = self._since() if statistics else None
        sections = _plan(self.client, since)
        self._total = len(sections)
        for section in sections:
            self.read(section)
        more = [_Section('object', f'/ports/{nsp}/iSCSIVlans')
                for nsp in self._ports()]
        if self.client.ssh is not None and self._hides_space():
            more.append(_Section('lines', VOLUMES))
        if since is not None:
            more += self._statistics(since)
        if metadata:
            more += [_Section('members', path) for path in self._metadata()]
        self._total += len(more)
        for section in more:
            self.read(section)
        if since is not None:
            finest = list(self._finest())
            self._total += len(finest)
            for section in finest:
                self.read(section)

    def read(self, section: _Section) -> None:
        """Read a section, unless an earlier run has."""
        if section.name in self.writer.done:
            return
        self._tell(section.name)
        if self.writer.done:
            time.sleep(self.pause)
        try:
            getattr(self, '_' + section.kind)(section.name)
        except exceptions.IncompleteResponse:
            raise       # a lost connection is no refusal
        except _REFUSALS as ex:
            self._unknown.add(section.name)
            self.writer.missing('get', section.name, _reason(ex), ex.get_code())
        except exceptions.SSHException as ex:
            if isinstance(ex, SSHConnectionError):
                self._unreachable = _reason(ex)
            self.writer.missing('command', section.name, _reason(ex))

    def _since(self) -> int:
        """Of when statistics begin: a capture that is continued keeps it."""
        return captured_at(self.writer.source) - _WEEK

    def _object(self, path: str) -> None:
        self.writer.object(path, without_secrets(
            self.client.http.get(path)[1]))

    def _members(self, path: str) -> None:
        if path in FILE_LISTS and FILE_LISTS[0] in self._unknown:
            return
        members = iter(self.client.http.members(path))
        first = next(members, None)     # an answer that is a refusal raises
        self.writer.members(path, self._counted(path, first, members))

    def _counted(self, path: str, first: Any,
                 others: Iterator[Any]) -> Iterator[Any]:
        if first is None:
            return
        for number, member in enumerate(itertools.chain([first], others), 1):
            yield without_secrets(member)
            if not number % 100:
                self._tell(path, number)

    def _lines(self, command: str) -> None:
        if command == COMMAND_LINE:
            self.writer.missing('command', command, _NO_SSH)
            return
        if self._unreachable is not None:
            self.writer.missing('command', command, self._unreachable)
            return
        if command in FILE_COMMANDS and FILE_COMMANDS[0] in self._unknown:
            return
        lines = run_command(self.client, command.split())
        failure = tables.failure(lines)
        if failure:
            self._unknown.add(command)
            self.writer.missing('command', command, failure)
        else:
            self.writer.lines(command, map(without_logged_secrets, lines))

    def _tell(self, name: str, members: int = 0) -> None:
        if self._progress is not None:
            self._progress(CaptureProgress(len(self.writer.done), self._total, name,
                                    members))

    def _ports(self) -> Iterator[str]:
        """Positions of iSCSI ports with VLANs."""
        for port in self.writer.written('/ports'):
            if port.get('iSCSIPortInfo', {}).get('vlan') == 1:
                yield nsp_of(port['portPos'])

    def _hides_space(self) -> bool:
        """Whether the space of volumes is no part of what the array answers."""
        first = next(self.writer.written('/volumes'), None)
        return first is not None and 'userSpace' not in first

    def _statistics(self, since: int) -> Iterator[_Section]:
        """More of the components that the array has."""
        components = self._components(since)
        for component in components:
            yield _series(component, 'daily', since)
            for frequency in _FREQUENCIES:
                yield _newest(component, frequency)
                yield from _groups(component, frequency)
            yield _newest(component, _FINEST)
        if _OF_A_CPG in components:
            for cpg in self._filtered_cpgs():
                for frequency in _FREQUENCIES:
                    yield _series(_OF_A_CPG, frequency, since, cpg=cpg)

    def _components(self, since: int) -> list[str]:
        """The components that the array has."""
        answers = self.writer.answers(_REPORTS)
        refused = {path for path, section in answers.items()
                   if 'missing' in section
                   and section.get('code') != _NO_SAMPLES}
        return [component for component in COMPONENTS
                if _series(component, 'hourly', since).name not in refused]

    def _finest(self) -> Iterator[_Section]:
        """A day of samples of five minutes, up to the newest.

        Another one may be taken meanwhile: all end with the one that is known.
        """
        answers = self.writer.answers(_REPORTS)
        for component in COMPONENTS:
            newest = answers.get(_newest(component, _FINEST).name, {}).get('object')
            until = newest.get('sampleTimeSec') if is_dict(newest) else None
            if type(until) is not int or not _DAY <= until <= _LAST:
                continue
            first = until - _DAY
            yield _series(component, _FINEST, first, until)
            yield from _groups(component, _FINEST, until)
            if component == _OF_A_CPG:
                for cpg in self._filtered_cpgs():
                    yield _series(component, _FINEST, first, until, cpg)

    def _filtered_cpgs(self) -> Iterator[str]:
        """The CPGs that a filter can name."""
        for cpg in self.writer.written('/cpgs'):
            if _FILTERED.match(str(cpg['name'])):
                yield str(cpg['name'])

    def _metadata(self) -> Iterator[str]:
        for volume in self.writer.written('/volumes'):
            yield path_of('volumes', str(volume['name']), 'objectKeyValues')


def _reason(error: BaseException) -> str:
    """An error in a line, without the URL."""
    return str(error).partition('\n')[0]


def without_secrets(value: Any) -> Any:
    """Return an answer without members that are named like secrets."""
    if is_dict(value):
        pair = redact.is_secret(value.get('key'))       # of metadata
        return {name: without_secrets(item) for name, item in value.items()
                if not redact.is_secret(name) and not (pair and name == 'value')}
    if is_list(value):
        return [without_secrets(item) for item in value]
    return value
