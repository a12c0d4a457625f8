"""Health: alerts, events, disks, nodes, cages, and what is out of order.

How outputs are read is in ``hpe3parclient.health``, which is imported by the
first call.
"""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING, cast

from hpe3parclient import exceptions
from hpe3parclient.resources.base import Resource, query, term

if TYPE_CHECKING:
    from hpe3parclient.array_time import Since
    from hpe3parclient.health import (
        ArrayAlert,
        ArrayAlertList,
        ArrayEventList,
        ControllerNodeList,
        DriveCageList,
        HealthReport,
        PhysicalDiskList,
    )

#: how arrays say that they do not have a resource
_ABSENT = (exceptions.HTTPNotFound, exceptions.HTTPNotImplemented,
           exceptions.HTTPMethodNotAllowed)

_DAY = datetime.timedelta(days=1)


class HealthResource(Resource):
    """Methods about the state of the array's parts."""

    def getAlerts(self, *, severity: str | None = None, state: str = 'new',
                  since: Since | None = None) -> ArrayAlertList:
        """Return alerts, newest first.

        An addition to the published client. What became of an alert only the
        command line says. Without it, ``state='all'`` returns those that the
        web service's event log still holds, where it has one.

        :param severity: only those at least as bad: ``Fatal``, ``Critical``,
            ``Major``, ``Minor``, ``Degraded``, ``Informational``
        :param state: ``new``, ``acknowledged``, ``fixed`` or ``all``, in any case
        :param since: only those raised since then, as :meth:`getEvents` takes
            it. None is no limit
        :returns: ``{'total': n, 'members': [...]}``, members with ``id``,
            ``state``, ``messageCode``, ``time``, ``severity``, ``type``,
            ``message`` and ``component``; from the web service with ``time``,
            ``timeSecs``, ``severity``, ``type``, ``message`` and
            ``component``
        :raises InvalidInput: there is no such severity or state, or ``since``
            is something else
        :raises SSHException: SSH is not set up, or a command failed

        Source: showalert -d, and with ``since`` showdate; GET /eventlog,
        category 2.
        """
        from hpe3parclient import array_time, health
        severities = health.at_least(severity)
        state = health.alert_state(state)
        begin = None if since is None else array_time.start(since)
        members = self._logged_alerts(begin) \
            if state == 'all' and not self._has_command_line() else None
        if members is None:
            members = health.alerts(self._cli(
                ['showalert', '-d', health.ALERT_STATES[state]]))
            if since is not None and members:
                clock = array_time.clock(self._cli(['showdate']))
                members = health.alerts_since(
                    members, array_time.start(since, clock.now), clock)
        members = [alert for alert in members
                   if health.is_severe(alert, severities)]
        return {'total': len(members), 'members': members}

    def _logged_alerts(self, begin: datetime.datetime | None
                       ) -> list[ArrayAlert] | None:
        """Return alerts of the event log; None where there is no log."""
        from hpe3parclient import health
        try:
            answer = self._list('/eventlog' + query(
                term('category', 'EQ', health.ALERT_CATEGORY)))['members']
        except _ABSENT:
            return None
        return cast('list[ArrayAlert]', health.newest_first(
            map(health.web_event, answer), begin))

    def getEvents(self, *, since: Since = _DAY,
                  severity: str | None = None) -> ArrayEventList:
        """Return entries of the event log, newest first.

        An addition to the published client. Where the web service has no
        event log, the command line is used.

        :param since: when they begin: a :class:`datetime.datetime` (without a
            time zone, local time), or seconds since the epoch; or how far
            back from now by the array's clock, a :class:`datetime.timedelta`
            or ``'30m'``, ``'12h'``, ``'7d'``. The default is one day. The
            command line counts whole minutes
        :param severity: only those at least as bad, as :meth:`getAlerts`
            takes it
        :returns: ``{'total': n, 'members': [...]}``, members with ``time``,
            ``severity``, ``type`` and ``message``; from the web service also
            ``timeSecs`` and ``component``
        :raises InvalidInput: ``since`` is something else, or there is no such
            severity
        :raises SSHException: the web service has no event log, and SSH is
            not set up or the command failed

        Source: GET /eventlog/minutes:<n>, showeventlog -min.
        """
        from hpe3parclient import array_time, health
        severities = health.at_least(severity)
        begin = array_time.start(since)
        minutes = array_time.minutes_since(begin)
        try:
            answer = self._list(f'/eventlog/minutes:{minutes}')['members']
        except _ABSENT:
            events = health.events(self._cli(
                ['showeventlog', '-min', str(minutes)]))
        else:
            # How long ago it was, the array has measured by its own clock.
            exact = begin if array_time.how_long(since) is None else None
            events = health.newest_first(
                map(health.web_event, answer), exact)
        members = [event for event in events
                   if health.is_severe(event, severities)]
        return {'total': len(members), 'members': members}

    def getDisks(self) -> PhysicalDiskList:
        """Return the physical disks.

        An addition to the published client. Where the web service lists no
        disks (3PAR), the command line is used.

        :returns: ``{'total': n, 'members': [...]}``, members with ``id``,
            ``position``, ``type``, ``state``, ``totalMiB``, ``freeMiB``,
            ``manufacturer``, ``model``, ``serialNumber`` and ``firmware``;
            from the command line also ``detailedState``
        :raises SSHException: the web service has no disks, and SSH is not
            set up or a command failed

        Source: GET /disks, showpd, showpd -s, showpd -i.
        """
        from hpe3parclient import health
        try:
            answer = self._list('/disks')['members']
        except _ABSENT:
            members = health.disks(*(self._cli(command) for command in (
                ['showpd'], ['showpd', '-s'], ['showpd', '-i'])))
        else:
            members = [health.web_disk(disk) for disk in answer]
        return {'total': len(members), 'members': members}

    def getNodes(self) -> ControllerNodeList:
        """Return the controller nodes.

        An addition to the published client.

        :returns: ``{'total': n, 'members': [...]}``, members with ``id``,
            ``name``, ``state``, ``detailedState``, ``isMaster`` and
            ``inCluster``
        :raises SSHException: SSH is not set up, or the command failed

        Source: shownode, shownode -s.
        """
        from hpe3parclient import health
        members = health.nodes(self._cli(['shownode']),
                               self._cli(['shownode', '-s']))
        return {'total': len(members), 'members': members}

    def getCages(self) -> DriveCageList:
        """Return the drive cages.

        An addition to the published client.

        :returns: ``{'total': n, 'members': [...]}``, members with ``id``,
            ``name``, ``state``, ``drives``, ``temperature`` (degrees Celsius)
            and ``model``
        :raises SSHException: SSH is not set up, or the command failed

        Source: showcage, showcage -d.
        """
        from hpe3parclient import health
        members = health.cages(self._cli(['showcage']),
                               self._cli(['showcage', '-d']))
        return {'total': len(members), 'members': members}

    def checkHealth(self, *components: str) -> HealthReport:
        """Return what is out of order.

        An addition to the published client. The array looks at everything it
        knows, or at some components, which takes it some seconds.

        :param components: what to look at, ``'pd'``, ``'node'``, ``'vlun'``
            say; nothing for all
        :returns: ``{'healthy': True, 'checked': [...], 'problems': []}``;
            problems have ``component``, ``identifier`` and ``description``
        :raises SSHInjectionThreat: a component is no word; nothing was sent
        :raises SSHException: SSH is not set up, or there is no such component

        Source: checkhealth -detail.
        """
        from hpe3parclient import cli, health
        return health.report(self._cli(['checkhealth', '-detail', *(
            cli.words.name(component, 'component')
            for component in components)]))
