"""System Reporter: the history of performance and space.

Versus Time gives a member for each sample, At Time one for each group at one
moment. The names of components, filters and groups are those of the web
service; what a name may be is checked before anything is sent.
"""

from __future__ import annotations

import datetime
import difflib
import re
from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Any, NamedTuple, cast

from hpe3parclient import capacity_trend, describe, exceptions
from hpe3parclient.error_codes import number_of
from hpe3parclient.narrowing import is_dict, is_iterable, is_mapping
from hpe3parclient.patterns import matched
from hpe3parclient.resources.base import Resource, path, query, term, utc_text
from hpe3parclient.resources.validation import needed

if TYPE_CHECKING:
    from hpe3parclient.array_time import Since
    from hpe3parclient.types import CapacityTrend, Statistics, StatisticsList

#: seconds between two samples
_STEPS = {'hires': 300, 'hourly': 3600, 'daily': 86400}
#: how far back the array goes unless told, seconds
_REACH = {'hires': 12 * 3600, 'hourly': 7 * 86400, 'daily': 90 * 86400}
#: samples that one request of an iterator asks for
_BATCH = 288
#: so many empty batches cost no more than to look for the next sample
_FEW_BATCHES = 32
#: the code for a time of which there are no samples
_NO_DATA = number_of('SYSTEM_REPORTER_DATA_NOT_AVAILABLE')
_HISTORY = re.compile(r'([0-9]{1,9}(?:\.[0-9]{1,9})?|\.[0-9]{1,9})([mhd])\Z')
_SECONDS = {'m': 60.0, 'h': 3600.0, 'd': 86400.0}
_VALUE = re.compile(r'[0-9A-Za-z_.:-]{1,256}\Z')
#: the last moment that a sample can have: the end of the year 9999
_LAST = 253402300799
#: more MiB than anything has
_LARGEST = 1e18


class _Component(NamedTuple):
    """How the reports of a component may be narrowed."""

    #: by Versus Time
    filters: tuple[str, ...]
    #: by At Time
    groups: tuple[str, ...]
    fields: tuple[str, ...]


_DISK = ('id', 'type', 'RPM')
_DISK_GROUPS = ('id', 'cageID', 'cageSide', 'mag', 'diskPos', 'type', 'RPM')
_POSITION = ('node', 'slot', 'cardPort')
#: the nine of WSAPI 1.5, and four that came later
_COMPONENTS: Mapping[str, _Component] = {
    'cachememorystatistics': _Component(('node',), ('node',), ('node',)),
    'cpgspacedata': _Component(
        ('name', 'diskType', 'RAIDType'),
        ('domain', 'id', 'name', 'diskType', 'RAIDType'),
        ('name', 'diskType', 'RAIDType')),
    'cpgstatistics': _Component(('name',), ('name', 'domain'), ('name',)),
    'physicaldiskcapacity': _Component(_DISK, _DISK_GROUPS, _DISK),
    'physicaldiskspacedata': _Component(_DISK, _DISK_GROUPS, _DISK),
    'physicaldiskstatistics': _Component(
        _DISK, ('id', *_POSITION, 'type', 'RPM'), _DISK),
    'portstatistics': _Component(
        ('portPos', 'type'), (*_POSITION, 'type', 'speed'),
        ('portPos', 'type')),
    'vlunstatistics': _Component(
        ('lun', 'volumeName', 'hostname', 'portPos'),
        ('domain', 'volumeName', 'hostname', 'lun', 'hostWWN', *_POSITION,
         'vvsetName', 'hostsetName'),
        ('lun', 'volumeName', 'vvsetName', 'hostname', 'hostsetName',
         'portPos', *_POSITION)),
    'volumespacedata': _Component(
        ('name', 'userCPG', 'snapCPG', 'provType'),
        ('domain', 'id', 'name', 'baseId', 'wwn', 'snapCPG', 'userCPG',
         'provisioningType', 'copyType', 'vvsetName'),
        ('name', 'vvsetName', 'userCPG', 'snapCPG', 'provType')),
    'cpustatistics': _Component(('node',), ('node', 'cpu'), ('node',)),
    'qosstatistics': _Component(
        ('vvset', 'domain', 'sys'), ('domain', 'type', 'name', 'ioLimit'),
        ('vvset', 'domain', 'sys')),
    'remotecopystatistics': _Component(
        ('targetName', 'portPos'),
        ('targetName', 'linkId', 'linkAddr', 'node', 'slotPort', 'cardPort'),
        ('targetName', 'portPos')),
    'remotecopyvolumestatistics': _Component(
        ('volumeName', 'targetName', 'portPos'),
        ('volumeName', 'volumeSetName', 'domain', 'targetName', 'mode',
         'remoteCopyGroup', 'remoteCopyGroupRole', *_POSITION, 'portType'),
        ('volumeName', 'targetName', 'portPos'))}

#: the components of System Reporter that have a history
COMPONENTS = tuple(_COMPONENTS)
#: the categories that their objects are grouped by At Time
CATEGORIES: Mapping[str, tuple[str, ...]] = {
    name: item.groups for name, item in _COMPONENTS.items()}


class _Report(NamedTuple):
    """A report, checked."""

    component: str
    frequency: str
    #: filters, as Versus Time's path and At Time's query have them
    filters: dict[str, str]

    @property
    def newest(self) -> str:
        """The path of the shortest report that says the newest sample time."""
        group = _COMPONENTS[self.component].groups[0]
        return (f'/systemreporter/attime/{self.component}/{self.frequency};'
                f'groupby:{group}')

    def versus_time(self, begin: int | None, end: int | None) -> str:
        """The path and query of a series."""
        terms = _bounds(begin, end)
        return ';'.join([
            f'/systemreporter/vstime/{self.component}/{self.frequency}',
            *(f'{name}:{value}' for name, value in self.filters.items())]) \
            + (query(' AND '.join(terms)) if terms else '')

    def at_time(self, groups: tuple[str, ...], begin: int | None,
                end: int | None) -> str:
        """The path and query of the groups at one time."""
        terms = _bounds(begin, end) + [f'{name} EQ {value}' for name, value
                                       in self.filters.items()]
        url = f'/systemreporter/attime/{self.component}/{self.frequency}'
        if groups:
            url += f';groupby:{",".join(groups)}'
        return url + (query(' AND '.join(terms)) if terms else '')


class StatisticsResource(Resource):
    """Methods about the history of performance and space."""

    def getStatistics(self, component: str, *, frequency: str = 'hires',
                      begin: Since | None = None,
                      end: Since | None = None,
                      filters: Mapping[str, Any] | None = None,
                      groupBy: str | Iterable[str] | None = None,
                      atTime: bool = False,
                      datetimes: bool = False) -> StatisticsList:
        """Return samples of performance or space from the System Reporter.

        Without ``groupBy`` and ``atTime``, Versus Time: one member for each
        sample, oldest first, summed over all objects that ``filters``
        chooses. With one of them, At Time: one member for each group, at the
        newest sample of the time.

        :param component: ``'cpgstatistics'``, ``'vlunstatistics'``,
            ``'portstatistics'``, ``'physicaldiskstatistics'``,
            ``'cachememorystatistics'``, ``'cpgspacedata'``,
            ``'volumespacedata'``, ``'physicaldiskcapacity'``,
            ``'physicaldiskspacedata'``; newer arrays have ``'cpustatistics'``,
            ``'qosstatistics'``, ``'remotecopystatistics'`` and
            ``'remotecopyvolumestatistics'`` as well
        :param frequency: ``'hires'`` (five minutes), ``'hourly'`` or
            ``'daily'``
        :param begin: the first sample time: a datetime with a time zone,
            seconds since the epoch, or how far before the array's newest
            sample: ``'30m'``, ``'12h'``, ``'7d'`` or a
            :class:`datetime.timedelta`. None leaves it to the array: 12 hours
            of hires, 7 days of hourly, 90 days of daily samples, before
            ``end``
        :param end: the last sample time, in the same forms; None: the newest
        :param filters: what to count, by the names of the web service: a
            value or a list of values each, such as ``{'name': 'gold'}``,
            ``{'volumeName': 'set:db'}`` (a volume set),
            ``{'portPos': ['0:1:1', '1:1:1']}``. At Time takes
            ``vvsetName`` and ``hostsetName`` for sets
        :param groupBy: At Time: one or more categories, such as ``'name'`` or
            ``['volumeName', 'hostname']``
        :param atTime: At Time, grouped by every category of the component
        :param datetimes: turn each ``sampleTime`` into a datetime in UTC
        :returns: dict with ``members`` and ``total``; At Time has
            ``sampleTime`` and ``sampleTimeSec`` beside them, Versus Time in
            each member. IO and KBytes are per second, 1 KB is 1000 bytes
        :raises InvalidInput: a name is unknown, a value cannot be part of a
            request, a time has no zone, or ``begin`` is after ``end``;
            nothing was sent
        :raises HTTPNotFound: SYSTEM_REPORTER_DATA_NOT_AVAILABLE (297): there
            is no sample in that time
        :raises HTTPBadRequest: INV_REPORT_PARAM (296): a filter names an
            object that does not exist
        :raises HTTPForbidden: UNLICENSED_FEATURE (70)

        Source: GET /systemreporter/vstime/<component>, GET
        /systemreporter/attime/<component>. Since WSAPI 1.5 (OS 3.2.2).
        """
        groups = _groups(component, groupBy)
        is_at_time = atTime or groupBy is not None
        report = _report(component, frequency, filters, is_at_time)
        first, last = self._window(report, begin, end)
        body = self._list(report.at_time(groups, first, last) if is_at_time
                          else report.versus_time(first, last))
        if datetimes:
            if is_at_time:
                _with_datetime(body)
            else:
                for member in body['members']:
                    _with_datetime(member)
        return cast('StatisticsList', body)

    def iterStatistics(self, component: str, *, frequency: str = 'hires',
                       begin: Since | None = None,
                       end: Since | None = None,
                       filters: Mapping[str, Any] | None = None,
                       datetimes: bool = False) -> Iterator[Statistics]:
        """Iterate over the samples of a long time, oldest first.

        As :meth:`getStatistics` without groups, in requests for some hundred
        samples each: a year of five minutes, 105,000 samples, is never held
        in memory, and no answer is large. A time without samples is left
        out. ::

            for sample in client.iterStatistics('cpgstatistics', begin='30d'):
                print(sample['sampleTime'], sample['IO']['total'])

        :param component: as in :meth:`getStatistics`, and so are the others
        :param frequency: ``'hires'``, ``'hourly'`` or ``'daily'``
        :param begin: the first sample time; None: as far back as the array
            goes by itself
        :param end: the last sample time; None: the newest
        :param filters: what to count
        :param datetimes: turn each ``sampleTime`` into a datetime in UTC
        :returns: iterator over members; it gives nothing where there are no
            samples
        :raises InvalidInput: as :meth:`getStatistics`; nothing was sent
        :raises HTTPBadRequest: INV_REPORT_PARAM (296)
        :raises HTTPForbidden: UNLICENSED_FEATURE (70)

        Source: GET /systemreporter/vstime/<component>. Since WSAPI 1.5.
        """
        report = _report(component, frequency, filters, False)
        _check_times(begin, end)
        return self._samples(report, begin, end, datetimes)

    def _samples(self, report: _Report, begin: Any, end: Any,
                 datetimes: bool) -> Iterator[Statistics]:
        newest = self._newest(report.newest)
        if newest is None:
            return
        first = _moment(begin, 'begin', newest)
        last = _moment(end, 'end', newest)
        _in_order(first, last)
        if first is None:
            first = newest - _REACH[report.frequency] + 1
        last = newest if last is None else min(last, newest)
        span = _STEPS[report.frequency] * _BATCH
        while first <= last:
            until = min(first + span - 1, last)
            members = self._batch(report.versus_time(first, until))
            for member in members:
                if datetimes:
                    _with_datetime(member)
                yield member
            first = until + 1 if members \
                else self._behind_gap(report, until + 1, last)

    def _behind_gap(self, report: _Report, first: int, last: int) -> int:
        """A time shortly before the next sample; beyond ``last`` without one.

        Samples of five minutes are kept for weeks, and somebody may ask for
        all since 1970: halving finds them in some twenty requests. A shorter
        time is gone through in batches.
        """
        if last - first < _STEPS[report.frequency] * _BATCH * _FEW_BATCHES:
            return first
        group = _COMPONENTS[report.component].groups[:1]
        blank = report._replace(filters={})
        if first > last or self._newest(
                blank.at_time(group, first, last)) is None:
            return last + 1
        low, high = first, last
        while high - low > _STEPS[report.frequency]:
            middle = (low + high) // 2
            if self._newest(blank.at_time(group, first, middle)) is None:
                low = middle
            else:
                high = middle
        # A twin has groups of fewer times than it has samples.
        span = _STEPS[report.frequency] * _BATCH
        while low > first and self._batch(report.versus_time(
                max(low - span + 1, first), low)):
            low -= span
        return max(low, first)

    def _newest(self, url: str) -> int | None:
        """The sample time of a report At Time; None without a sample."""
        try:
            return _sample_time(self._get(url))
        except exceptions.ClientException as error:
            if error.get_code() != _NO_DATA:
                raise
            return None

    def _batch(self, url: str) -> list[Any]:
        """The members of one answer; none where there are no samples."""
        try:
            members: list[Any] = self._list(url)['members']
        except exceptions.ClientException as error:
            if error.get_code() != _NO_DATA:
                raise
            return []
        return members

    def _window(self, report: _Report, begin: Any, end: Any
                ) -> tuple[int | None, int | None]:
        """Begin and end in seconds since the epoch."""
        _check_times(begin, end)
        newest = 0
        if _counts_back(begin) or _counts_back(end) or (
                begin is None and end is not None):
            newest = _sample_time(self._get(report.newest))
        first, last = (_moment(value, what, newest)
                       for value, what in ((begin, 'begin'), (end, 'end')))
        if first is None and last is not None:
            # The array would go back from now, whatever the end.
            first = max(min(last, newest) - _REACH[report.frequency] + 1, 0)
        _in_order(first, last)
        return first, last

    def getCapacityTrend(self, name: str | None = None, *,
                         history: str = '30d', frequency: str = 'daily'
                         ) -> CapacityTrend:
        """Return how fast a CPG, or the whole array, fills, and when it is full.

        A straight line is fitted to the samples (least squares). A CPG counts
        as full when it has used what it holds and what it may still take from
        its disks, up to its growth limit; the array when its disks are
        allocated.

        :param name: name of a CPG; None: all disks of the array
        :param history: how many days or hours of samples to use: ``'30d'``
        :param frequency: ``'hires'``, ``'hourly'`` or ``'daily'``
        :returns: dict with ``usedMiB`` and ``capacityMiB`` (usable MiB of a
            CPG, raw MiB of the array); ``growthMiBPerDay`` (None with fewer
            than two samples); ``daysUntilFull`` and ``fullAt`` (a datetime),
            both None while nothing grows, and beyond a hundred years;
            ``samples``: list of dicts of ``sampleTime`` (a datetime)
            and ``usedMiB``
        :raises InvalidInput: name, history or frequency is not of this form;
            nothing was sent
        :raises HTTPNotFound: NON_EXISTENT_CPG (15)
        :raises HTTPForbidden: UNLICENSED_FEATURE (70)

        Source: GET /systemreporter/vstime/cpgspacedata with GET /cpgs/<name>
        and POST /spacereporter, or physicaldiskcapacity.
        """
        if not matched(_HISTORY, history):
            raise exceptions.InvalidInput(
                "history is a number with m, h or d, such as '30d', not "
                + describe.value(history))
        options: dict[str, Any] = {'frequency': frequency, 'begin': history}
        if name is None:
            samples: list[Any] = list(self.iterStatistics(
                'physicaldiskcapacity', **options))
            points = [_point(item, 'allocatedMiB') for item in samples]
            capacity = _amount(samples[-1], 'totalMiB') if points else 0.0
            return capacity_trend.fit(points, capacity)
        series = self.iterStatistics('cpgspacedata', filters={'name': name},
                                     **options)
        cpg = self._get(path('cpgs', name))
        room = self._ask('/spacereporter', {'cpg': name})
        spaces: list[Any] = list(series)
        points = [_point(item, 'usedSpace', 'totalMiB') for item in spaces]
        capacity = _amount(room, 'usableFreeMiB') + (_amount(
            spaces[-1], 'totalSpace', 'totalMiB') if spaces else 0.0)
        growth = cpg.get('SDGrowth')
        if is_dict(growth) and growth.get('limitMiB'):
            capacity = min(capacity, _amount(growth, 'limitMiB'))
        return capacity_trend.fit(points, capacity)


def _known(value: Any, names: Iterable[str], what: str) -> str:
    """One of some names, or the refusal with the nearest."""
    choice = list(names)
    if isinstance(value, str) and value in choice:
        return value
    near = difflib.get_close_matches(value, choice, n=1) \
        if isinstance(value, str) else []
    raise exceptions.InvalidInput(
        f'{what} cannot be {describe.value(value)}'
        + (f'; did you mean {near[0]!r}?' if near
           else f'; it is one of {", ".join(choice)}'))


def _groups(component: Any, groups: Any) -> tuple[str, ...]:
    known = _COMPONENTS[_known(component, _COMPONENTS, 'component')].groups
    if groups is None:
        return ()
    if isinstance(groups, (bytes, Mapping)) or not is_iterable(groups):
        raise exceptions.InvalidInput(
            'groupBy must be str or a list of str, not '
            + describe.value(groups))
    items = [groups] if isinstance(groups, str) else list(groups)
    if not items:
        raise exceptions.InvalidInput('groupBy must not be empty')
    return tuple(_known(item, known, f'groupBy of {component}')
                 for item in items)


def _report(component: Any, frequency: Any,
            filters: object, at_time: bool) -> _Report:
    """What is requested, checked."""
    kind = _COMPONENTS[_known(component, _COMPONENTS, 'component')]
    if filters is not None and not is_mapping(filters):
        raise exceptions.InvalidInput(
            f'filters must be a dict, not {describe.value(filters)}')
    known = kind.fields if at_time else kind.filters
    return _Report(component, _known(frequency, _STEPS, 'frequency'), {
        _known(name, known, f'filters of {component}'):
            _values(value, f'filters[{name!r}]')
        for name, value in (filters or {}).items()})


def _values(value: Any, what: str) -> str:
    """A value, or several, as requests write them: ``a,b``."""
    several: Iterable[Any] = [value]
    if is_iterable(value) and not isinstance(value, (str, bytes, Mapping)):
        several = value
    items = [_value(item, what) for item in several]
    if not items:
        raise exceptions.InvalidInput(f'{what} must not be empty')
    return ','.join(items)


def _value(value: Any, what: str) -> str:
    if is_mapping(value) and set(value) == set(_POSITION):
        value = ':'.join(str(value[part]) for part in _POSITION)
    if isinstance(value, int) and not isinstance(value, bool):
        value = str(value)
    if not isinstance(value, str) or not _VALUE.match(value):
        raise exceptions.InvalidInput(
            f'{what} cannot be {describe.value(value)}: a value has letters, '
            'digits and . _ : -')
    return value


def _moment(value: Any, what: str, newest: int) -> int | None:
    """Seconds since the epoch; relative to the newest sample."""
    if value is None:
        return None
    if isinstance(value, datetime.datetime) and value.tzinfo is not None:
        moment = value.timestamp()
    elif isinstance(value, (int, float)) and not isinstance(value, bool) \
            and value == value:
        moment = float(min(max(value, 0), _LAST))
    elif isinstance(value, datetime.timedelta) and \
            value >= datetime.timedelta():
        moment = newest - value.total_seconds()
    else:
        match = matched(_HISTORY, value)
        if match is None:
            raise exceptions.InvalidInput(
                f'{what} must be a datetime with a time zone, seconds since '
                "the epoch, or a history such as '7d', not " + (
                    'a datetime without one' if isinstance(
                        value, datetime.datetime) else describe.value(value)))
        moment = newest - float(match[1]) * _SECONDS[match[2]]
    return max(int(moment), 0)


def _counts_back(value: object) -> bool:
    """Return whether a time is how far before the newest sample."""
    return isinstance(value, (str, datetime.timedelta))


def _in_order(begin: int | None, end: int | None) -> None:
    """Refuse a time that ends before it begins."""
    if begin is not None and end is not None and begin > end:
        raise exceptions.InvalidInput('begin must not be after end')


def _check_times(begin: Any, end: Any) -> None:
    """Refuse what is no time, before anything is sent.

    What counts back from the newest sample and what does not can be compared
    only when that one is known.
    """
    first, last = _moment(begin, 'begin', _LAST), _moment(end, 'end', _LAST)
    if _counts_back(begin) is _counts_back(end):
        _in_order(first, last)


def _bounds(begin: int | None, end: int | None) -> list[str]:
    return [term('sampleTime', operator, utc_text(value))
            for operator, value in (('GE', begin), ('LE', end))
            if value is not None]


def _utc(seconds: float) -> datetime.datetime:
    return datetime.datetime.fromtimestamp(seconds, datetime.timezone.utc)


def _with_datetime(member: Any) -> None:
    member['sampleTime'] = _utc(_sample_time(member))


def _sample_time(member: dict[str, Any]) -> int:
    """The member sampleTimeSec, which a datetime can hold."""
    seconds = needed(member, 'sampleTimeSec', int)
    if not 0 <= seconds <= _LAST:
        raise exceptions.InvalidResponse(
            'sampleTimeSec cannot be ' + describe.value(seconds))
    return seconds


def _amount(item: Any, *names: str) -> float:
    """A number in an answer, by the names on the path to it."""
    value = item
    for name in names:
        value = value.get(name) if is_dict(value) else None
    if isinstance(value, bool) or not isinstance(value, (int, float)) \
            or not 0 <= value <= _LARGEST:
        raise exceptions.InvalidResponse(
            f'{".".join(names)} must be a number, not '
            + describe.value(value))
    return float(value)


def _point(item: Any, *names: str) -> tuple[datetime.datetime, float]:
    return _utc(_sample_time(item)), _amount(item, *names)
