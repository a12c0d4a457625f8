"""How full an array is, as a table for people.

:func:`read` asks a client, :func:`lines` makes a table with bars for a
terminal of any width. No array reports the free space of a CPG; here it is
what the CPG holds unused plus what it may still take from its disks, up to its
growth limit.

This module knows numbers and characters. It changes nothing and prints
nothing.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Mapping
from typing import (
    TYPE_CHECKING,
    Any,
    NamedTuple,
    TextIO,
)

from hpe3parclient import describe, error_codes, exceptions

if TYPE_CHECKING:
    from hpe3parclient.client import HPE3ParClient

#: the disk types of GET /capacity, in the order people name them
_TYPES = ('SSD', 'FC', 'NL')

#: percent from which on a bar is yellow, and red
_YELLOW, _RED = 75, 90

_UNITS = ('MiB', 'GiB', 'TiB', 'PiB', 'EiB')

#: columns: a number with its unit, a percentage, and the shortest bar
_NUMBER, _PERCENT, _BAR = 10, 5, 12
_LONGEST_BAR = 40
_SHORTEST_NAME = 8


class Space(NamedTuple):
    """One row of the table, in MiB."""

    #: of a type of disk, or of a CPG
    name: str
    #: MiB in use
    used: float
    #: None if the array does not report it
    free: float | None
    #: of a type of disk, what is neither used nor free
    failed: float = 0

    @property
    def total(self) -> float | None:
        """Return the total; None where the free part is not known."""
        if self.free is None:
            return None
        return self.used + self.free + self.failed


class Report(NamedTuple):
    """The result of :func:`read`."""

    #: name, model, serial number and OS of the array
    title: str
    #: raw space by type of disk, as far as there are any
    disks: list[Space]
    #: raw space of all disks
    all_disks: Space
    #: usable space by CPG
    cpgs: list[Space]


class Look(NamedTuple):
    """The abilities of a terminal."""

    #: columns
    width: int = 80
    #: whether it shows colours
    colour: bool = False
    #: only ASCII
    plain: bool = False


def look_of(stream: TextIO, environ: Mapping[str, str] | None = None
            ) -> Look:
    """Detect the abilities of a stream: width, colour, block characters.

    Colour is used only on terminals, and not if ``NO_COLOR`` is set.
    """
    environ = os.environ if environ is None else environ
    terminal = stream.isatty()
    try:
        '█░…'.encode(stream.encoding or 'ascii')
        plain = False
    except (UnicodeEncodeError, LookupError):
        plain = True
    return Look(
        shutil.get_terminal_size((80, 24)).columns,
        terminal and not environ.get('NO_COLOR')
        and environ.get('TERM') != 'dumb', plain)


def read(client: HPE3ParClient) -> Report:
    """Read the used and free capacity of an array.

    It sends GET /system, /capacity and /cpgs, and for each CPG POST
    /spacereporter, which changes nothing.

    :param client: logged in
    :raises ClientException: the array does not answer
    """
    system = client.getStorageSystemInfo()
    capacity: Any = client.getOverallSystemCapacity()
    disks = [_device(kind, capacity.get(kind + 'Capacity') or {})
             for kind in _TYPES]
    cpgs = [_cpg(client, cpg) for cpg in client.getCPGs()['members']]
    return Report(
        title(system), [disk for disk in disks if disk.total],
        _device('all', capacity.get('allCapacity') or {}),
        sorted((cpg for cpg in cpgs if cpg is not None),
               key=lambda cpg: cpg.name))


def title(system: Mapping[str, Any]) -> str:
    """Describe the array on one line.

    :param system: as getStorageSystemInfo returns it
    """
    parts = [str(system[name]) if not word else f'{word} {system[name]}'
            for word, name in (('', 'name'), ('', 'model'),
                               ('serial', 'serialNumber'),
                               ('OS', 'systemVersion')) if system.get(name)]
    return describe.one_line(', '.join(parts))


def _device(name: str, device: Mapping[str, Any]) -> Space:
    total, free = _mib(device, 'totalMiB'), _mib(device, 'freeMiB')
    failed = _mib(device, 'failedCapacityMiB') + \
        _mib(device, 'unavailableCapacityMiB')
    return Space(name, max(total - free - failed, 0), free, failed)


def _cpg(client: HPE3ParClient, cpg: Any) -> Space | None:
    """Read one CPG; None when it has just been deleted."""
    name = str(cpg.get('name') or '?')
    usages: list[Mapping[str, Any]] = [
        cpg.get(kind) or {} for kind in ('UsrUsage', 'SDUsage')]
    held = sum(_mib(usage, 'totalMiB') for usage in usages)
    used = sum(_mib(usage, 'usedMiB') for usage in usages)
    try:
        more = _may_grow(client, name)
    except exceptions.HTTPNotFound:
        return None
    except exceptions.HTTPForbidden:
        return Space(name, used, None)      # the user may not ask
    free = held - used + more
    limit = _mib(cpg.get('SDGrowth') or {}, 'limitMiB')
    if limit:
        free = min(free, limit - used)
    return Space(name, used, max(free, 0))


def _mib(members: Mapping[str, Any], name: str) -> float:
    """Return a number of an answer; 0 where it is absent."""
    value = members.get(name)
    return value if isinstance(value, (int, float)) and value > 0 else 0


def _may_grow(client: HPE3ParClient, name: str) -> float:
    try:
        return _mib(client.getCPGAvailableSpace(name), 'usableFreeMiB')
    except exceptions.HTTPBadRequest as ex:
        if ex.get_code() == error_codes.number_of('NO_SPACE'):
            return 0
        raise


# -- the table ----------------------------------------------------------------


def lines(report: Report, look: Look | None = None) -> list[str]:
    """Format the table, line by line."""
    look = look or Look()
    columns = _Columns(report, look)
    shown = [columns.cut(report.title, look.width), '']
    shown.append(columns.heading('Disks, raw'))
    shown += [columns.row(disk) for disk in report.disks]
    shown.append(columns.row(report.all_disks))
    if report.all_disks.failed:
        shown.append(columns.cut('Failed or not available: %s' % amount(
            report.all_disks.failed), look.width))
    shown += ['', columns.heading('CPGs, usable')]
    shown += [columns.row(cpg) for cpg in report.cpgs]
    if report.cpgs:
        # CPGs share what is free, so a sum of it would count it twice.
        shown.append(columns.row(Space(
            'all', sum(cpg.used for cpg in report.cpgs), None)))
    else:
        shown.append('none')
    return [line.rstrip() for line in shown]


def amount(mib: float) -> str:
    """Format a number of MiB in a readable unit."""
    if mib <= 0:
        return '0'
    for unit in _UNITS[:-1]:
        digits = 0 if unit == 'MiB' else 1
        if round(mib, digits) < 1024:
            return '%.*f %s' % (digits, mib, unit)
        mib /= 1024
    return f'{mib:.1f} {_UNITS[-1]}'


def percent(space: Space) -> str:
    """Format the used share. 0% means nothing, 100% that nothing is free."""
    if not space.total or space.free is None:
        return '-'
    share = 100 * space.used / space.total
    if space.used and share < 1:
        return '<1%'
    if space.free and share > 99:
        return '>99%'
    return '%d%%' % round(share)


class _Columns:
    """The widths of the columns."""

    def __init__(self, report: Report, look: Look) -> None:
        self._look = look
        longest = max([len('CPGs, usable')] + [
            len(describe.one_line(cpg.name)) for cpg in report.cpgs])
        self._numbers, self._bar = 3, 0
        while True:
            fixed = self._numbers * (_NUMBER + 1) + _PERCENT + 1
            room = look.width - fixed
            if room >= _SHORTEST_NAME or not self._numbers:
                break
            self._numbers -= 1
        self._name = max(min(longest, room), 1)
        left = room - self._name - 4
        if left < _BAR <= room - 4 - len('CPGs, usable'):
            # A bar is more useful than the end of a long name.
            self._name = room - 4 - _BAR
            left = _BAR
        if left >= _BAR:
            self._bar = min(left, _LONGEST_BAR)

    def heading(self, text: str) -> str:
        """Format the line above the rows."""
        return self._line(text, ['used', 'free', 'total'], 'full', '')

    def row(self, space: Space) -> str:
        """Format one row with its bar."""
        numbers = [amount(space.used)] + [
            '-' if mib is None else amount(mib)
            for mib in (space.free, space.total)]
        return self._line(describe.one_line(space.name), numbers, percent(space),
                          self._bar_of(space))

    def _line(self, name: str, numbers: list[str], share: str,
              bar: str) -> str:
        parts = [self.cut(name, self._name).ljust(self._name)]
        parts += [number.rjust(_NUMBER) for number in numbers[:self._numbers]]
        parts.append(share.rjust(_PERCENT))
        return ' '.join(parts) + (' ' + bar if bar else '')

    def _bar_of(self, space: Space) -> str:
        total = space.total
        if not self._bar or not total or space.free is None:
            return ''
        full, empty = ('#', '.') if self._look.plain else ('█', '░')
        cells = round(self._bar * space.used / total)
        if space.used and not cells:
            cells = 1
        if space.free and cells == self._bar:
            cells -= 1
        begin, end = self._paint(100 * space.used / total)
        return f'[{begin}{full * cells}{end}{empty * (self._bar - cells)}]'

    def _paint(self, share: float) -> tuple[str, str]:
        if not self._look.colour:
            return '', ''
        code = 31 if share >= _RED else 33 if share >= _YELLOW else 32
        return f'\x1b[{code}m', '\x1b[0m'

    def cut(self, text: str, width: int) -> str:
        """Shorten a text from the left; names differ at their ends."""
        if len(text) <= width:
            return text
        mark = '~' if self._look.plain else '…'
        if width < 3:
            return text[:max(width, 0)]
        tail = (width - 1) // 2
        return text[:width - 1 - tail] + mark + text[len(text) - tail:]
