"""Performance of CPGs, over the command line's System Reporter."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any, Dict, List, Sequence, Tuple, cast

from hpe3parclient import cli, describe, exceptions
from hpe3parclient.resources.systemreporter import SystemReporterResource

if TYPE_CHECKING:
    from hpe3parclient.types import CPGStatistics

_INTERVALS = ('daily', 'hourly')

#: member of the answer → column of srstatld, with its group
_COLUMNS: Tuple[Tuple[str, str], ...] = (
    ('throughput', 'IO/s_Tot'), ('bandwidth', 'KBytes/s_Tot'),
    ('latency', 'Svct ms_Tot'), ('io_size', 'IOSz KBytes_Tot'),
    ('queue_length', 'QLen'), ('avg_busy_perc', 'AvgBusy%'))


class StatisticsResource(SystemReporterResource):
    """Methods about performance."""

    #: set by setSSHOptions; None without it
    ssh: Any

    def getCPGStatData(self, name: str, interval: str = 'daily',
                       history: str = '7d') -> CPGStatistics:
        """How busy a CPG has been.

        With SSH set up, ``srstatld`` is asked: its summary row, made by the
        array over all samples of the time asked for. Without SSH the web
        service is asked, and the averages are computed here from its
        samples; see ``_getCPGStatDataFromWSAPI`` for what differs.

        :param name: name of the CPG
        :param interval: ``'hourly'`` or ``'daily'``, the distance of the
            samples
        :param history: how far to go back: ``30m``, ``1.5h``, ``7d``
        :returns: dict of floats: ``throughput`` (I/O per second),
            ``bandwidth`` (KB per second, 1 KB is 1000 bytes), ``latency``
            (ms), ``io_size`` (KB), ``queue_length``, ``avg_busy_perc``
        :raises InvalidInput: interval or history is not of this form;
            nothing was sent
        :raises SSHInjectionThreat: name is no name; nothing was sent
        :raises SrstatldException: the array printed anything but statistics
            with at least one sample

        Source: srstatld -cpg; without SSH GET /systemreporter.
        """
        if interval not in _INTERVALS:
            raise exceptions.InvalidInput(
                "interval is 'hourly' or 'daily', not %s"
                % describe.value(interval))
        try:
            back = cli.words.history(history)
        except cli.errors.IllegalWord as err:
            raise exceptions.InvalidInput(
                "history is a number with m, h or d, such as '7d', not %s"
                % describe.value(history)) from err
        if self.ssh is None:
            return self._getCPGStatDataFromWSAPI(name, interval, history)
        return _summary(self._cli([
            'srstatld', '-cpg', cli.words.name(name, 'CPG'), '-' + interval,
            '-btsecs', '-' + back]))


def _summary(lines: Any) -> CPGStatistics:
    """The averages that srstatld prints last, under their columns' names."""
    if not isinstance(lines, list):
        raise exceptions.SrstatldException(
            'srstatld: not a list of lines: ' + describe.kind(lines))
    try:
        table = cli.tables.read(lines)
    except cli.errors.SSHTableError as err:
        raise exceptions.SrstatldException('srstatld: %s' % err) from err
    totals = _totals_row(table.keys, table.totals)
    try:
        samples = float(totals['Secs'])
        found: Dict[str, float] = {name: float(totals[column])
                                   for name, column in _COLUMNS}
    except (KeyError, ValueError) as err:
        raise exceptions.SrstatldException(
            'srstatld: the summary lacks a number: %r' % (err,)) from err
    if not samples >= 1 or not all(
            math.isfinite(value) and value >= 0
            for value in found.values()):
        raise exceptions.SrstatldException(
            'srstatld: no usable samples in that time')
    return cast('CPGStatistics', found)


def _totals_row(keys: List[str], totals: Sequence[str]) -> Dict[str, str]:
    if not totals or len(totals) != len(keys):
        raise exceptions.SrstatldException(
            'srstatld: there is no summary under the %d columns: %r'
            % (len(keys), totals))
    return dict(zip(keys, totals))
