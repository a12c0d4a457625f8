"""System Reporter: how busy CPGs have been.

Over the command line the array computes the averages; over the web service
they are computed here from its samples.
"""

from __future__ import annotations

import math
import time
from collections.abc import Mapping, Sequence
from typing import (
    TYPE_CHECKING,
    Any,
    Callable,
    cast,
)

from hpe3parclient import cli, describe, exceptions
from hpe3parclient.error_codes import number_of
from hpe3parclient.narrowing import is_list
from hpe3parclient.patterns import matched, pattern
from hpe3parclient.resources.base import Resource, query, segment, term, utc_text

if TYPE_CHECKING:
    from hpe3parclient.types import CPGStatistics

_INTERVALS = ('hourly', 'daily')
#: the code for a time of which there are no samples
_NO_DATA = number_of('SYSTEM_REPORTER_DATA_NOT_AVAILABLE')
_HISTORY = pattern(r'([0-9]+(?:\.[0-9]+)?|\.[0-9]+)([mhd])\Z')
_SECONDS = {'m': 60.0, 'h': 3600.0, 'd': 86400.0}

#: member of the answer → column of srstatld, with its group
_COLUMNS: tuple[tuple[str, str], ...] = (
    ('throughput', 'IO/s_Tot'), ('bandwidth', 'KBytes/s_Tot'),
    ('latency', 'Svct ms_Tot'), ('io_size', 'IOSz KBytes_Tot'),
    ('queue_length', 'QLen'), ('avg_busy_perc', 'AvgBusy%'))


class SystemReporterResource(Resource):
    """Methods about performance."""

    def getCPGStatData(self, name: str, interval: str = 'daily',
                       history: str = '7d') -> CPGStatistics:
        """Return the performance statistics of a CPG.

        With SSH set up, ``srstatld`` is asked: its summary row, made by the
        array over all samples of the requested time. Without SSH the web
        service is asked (from OS 3.2.2), and the averages are computed here
        from its samples: latency is weighted by I/O, and the requested time
        ends now by this machine's clock.

        :param name: name of the CPG
        :param interval: ``'hourly'`` or ``'daily'``, the distance of the
            samples
        :param history: how far to go back: ``30m``, ``1.5h``, ``7d``
        :returns: dict of floats: ``throughput`` (I/O per second),
            ``bandwidth`` (KB per second, 1 KB is 1000 bytes), ``latency``
            (ms), ``io_size`` (KB), ``queue_length``, ``avg_busy_perc``
        :raises InvalidInput: interval or history is not of this form;
            nothing was sent
        :raises SSHInjectionThreat: name is not a valid name; nothing was sent
        :raises SrstatldException: the array printed anything but statistics
            with at least one sample

        Source: srstatld -cpg; without SSH GET /systemreporter.
        """
        if interval not in _INTERVALS:
            raise exceptions.InvalidInput(
                f"interval is 'hourly' or 'daily', not {describe.value(interval)}")
        try:
            back = cli.words.history(history)
        except cli.errors.IllegalWord as err:
            raise exceptions.InvalidInput(
                "history is a number with m, h or d, such as '7d', not %s"
                % describe.value(history)) from err
        if not self._has_command_line():
            return self._getCPGStatDataFromWSAPI(name, interval, history)
        return _summary(self._cli([
            'srstatld', '-cpg', cli.words.name(name, 'CPG'), '-' + interval,
            '-btsecs', '-' + back]))

    def _getCPGStatDataFromWSAPI(self, name: str, interval: str,
                                 history: str) -> CPGStatistics:
        """Return the averages of a CPG's samples, computed from WSAPI's data.

        The meaning differs a little from that of ``srstatld``: averages are
        computed here over the samples, the time the history goes back from
        is this machine's and not the array's, and the web service counts
        from OS 3.2.2 on.

        :param name: name of the CPG
        :param interval: 'hourly' or 'daily', the distance of the samples
        :param history: how far to go back: ``30m``, ``1.5h``, ``7d``
        :returns: dict of floats: ``throughput`` (I/O per second),
            ``bandwidth`` (KB per second), ``latency`` (ms, weighted by
            I/O), ``io_size`` (KB), ``queue_length``, ``avg_busy_perc``
        :raises InvalidInput: interval or history is neither of these
        :raises SrstatldException: there are no samples, or they do not hold
            what is expected
        :raises HTTPBadRequest: INV_REPORT_PARAM (296): there is no such CPG

        Source: GET /systemreporter/vstime/cpgstatistics/<interval>;name:
        <name> with a query on sampleTime.
        """
        if interval not in _INTERVALS:
            raise exceptions.InvalidInput(
                f"interval is 'hourly' or 'daily', not {describe.value(interval)}")
        url = f'/systemreporter/vstime/cpgstatistics/{interval};name:{segment(name)}'
        try:
            answer: dict[str, Any] = self._list(url + query(
                term('sampleTime', 'GE', _begin(history))))
        except exceptions.ClientException as error:
            if error.get_code() != _NO_DATA:
                raise
            answer = {'members': []}
        samples = [sample for sample in answer['members']
                   if sample.get('name', name) == name]
        if not samples:
            raise exceptions.SrstatldException(
                'The array has no %s samples of CPG %s within %s'
                % (interval, describe.value(name), history))
        try:
            return _averages(samples)
        except (KeyError, TypeError, ValueError, OverflowError) as ex:
            raise exceptions.SrstatldException(
                'The statistics of CPG %s lack a number: %s %s'
                % (describe.value(name), type(ex).__name__, ex)) from ex


def _begin(history: object) -> str:
    """Return the start of a history, in UTC, in the format of WSAPI."""
    match = matched(_HISTORY, history)
    if not match:
        raise exceptions.InvalidInput(
            "history is a number with m, h or d, such as '7d', not %s"
            % describe.value(history))
    seconds = float(match.group(1)) * _SECONDS[match.group(2)]
    return utc_text(max(0.0, time.time() - seconds))


def _averages(samples: list[dict[str, Any]]) -> CPGStatistics:
    """Average some samples; sizes and times are weighted by I/O."""
    count = len(samples)
    operations = _sum(samples, lambda sample: sample['IO']['total'])
    kbytes = _sum(samples, lambda sample: sample['KBytes']['total'])
    busy = _sum(samples, lambda sample: sample['IO']['total'] *
                sample['serviceTimeMS']['total'])
    statistics: CPGStatistics = {
        'throughput': operations / count,
        'bandwidth': kbytes / count,
        'latency': busy / operations if operations else 0.0,
        'io_size': kbytes / operations if operations else 0.0,
        'queue_length': _sum(samples, lambda sample: sample['queueLength']) / count,
        'avg_busy_perc': _sum(samples, lambda sample: sample['busyPct']) / count,
    }
    if not all(math.isfinite(number) for number in (
            operations, kbytes, busy, statistics['queue_length'],
            statistics['avg_busy_perc'])):
        raise ValueError('not a finite number')
    return statistics


def _sum(samples: list[dict[str, Any]],
         value: Callable[[Mapping[str, Any]], Any]) -> float:
    return float(sum(float(value(sample)) for sample in samples))


def _summary(lines: Any) -> CPGStatistics:
    """Return the averages of the summary row that srstatld prints."""
    if not is_list(lines):
        raise exceptions.SrstatldException(
            'srstatld: not a list of lines: ' + describe.kind(lines))
    try:
        table = cli.tables.read(lines)
    except cli.errors.SSHTableError as err:
        raise exceptions.SrstatldException(f'srstatld: {err}') from err
    totals = _totals_row(table.keys, table.totals)
    try:
        samples = float(totals['Secs'])
        statistics: dict[str, float] = {name: float(totals[column])
                                   for name, column in _COLUMNS}
    except (KeyError, ValueError) as err:
        raise exceptions.SrstatldException(
            f'srstatld: the summary lacks a number: {err!r}') from err
    if not samples >= 1 or not all(
            math.isfinite(value) and value >= 0
            for value in statistics.values()):
        raise exceptions.SrstatldException(
            'srstatld: no usable samples in that time')
    return cast('CPGStatistics', statistics)


def _totals_row(keys: list[str], totals: Sequence[str]) -> dict[str, str]:
    if not totals or len(totals) != len(keys):
        raise exceptions.SrstatldException(
            f'srstatld: there is no summary under the {len(keys)} columns: {totals!r}')
    return dict(zip(keys, totals))
