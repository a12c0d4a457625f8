"""Alerts, events, health: showalert, setalert, removealert, showeventlog.

Also checkhealth, which looks at everything that can be out of order.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Callable, NamedTuple

from hpe3parclient.simulator.cli import assumptions
from hpe3parclient.simulator.cli.commands import Arguments, Family, Refusal
from hpe3parclient.simulator.cli.context import Context
from hpe3parclient.simulator.cli.listing import Listing
from hpe3parclient.simulator.cli.reply import Reply, joined, said
from hpe3parclient.simulator.model import space_alerts, tasks
from hpe3parclient.simulator.state import alerts as model
from hpe3parclient.simulator.state import ports
from hpe3parclient.simulator.state.alerts import Alert, Event
from hpe3parclient.simulator.state.hardware.state import (
    NORMAL,
    PART_KINDS,
    Failure,
)
from hpe3parclient.simulator.state.tasks import FAILED as TASK_FAILED

COMMANDS = Family()

_SEVERITIES = ('Fatal', 'Critical', 'Major', 'Minor', 'Degraded',
               'Informational', 'Debug')
_ONELINE = Listing('>Id State -MsgCode- -Time- Severity Type Message',
                   none='No alerts')


@COMMANDS.add('showalert', '-n -a -f -all -d -svc -oneline -wide', '',
              alone='-n -a -f -all', tables=_ONELINE)
def showalert(context: Context, given: Arguments) -> Reply:
    """Alerts; those that are new unless others are asked for."""
    space_alerts.watch(context.array)
    states = {'n': model.NEW, 'a': model.ACKNOWLEDGED, 'f': model.FIXED}
    chosen = next((states[name] for name in states if given.has(name)),
                  model.NEW)
    shown = [alert for alert in context.array.alerts
             if given.has('all') or alert.state == chosen]
    if not shown:
        return said(assumptions.NO_ALERTS)
    if given.has('oneline'):
        return context.listing(_ONELINE, [_row(context, alert)
                                          for alert in shown])
    replies = [said(*_lines(context, alert, given.has('d', 'svc')))
               for alert in shown]
    return joined(*replies, said(f'{len(shown)} total')
                  if not context.nohdtot else said())


def _row(context: Context, alert: Alert) -> Mapping[str, str]:
    return {
        'Id': str(alert.id), 'State': model.STATE_WORDS[alert.state],
        'MsgCode': alert.code, 'Time': context.state.stamp(alert.time),
        'Severity': alert.severity, 'Type': alert.type,
        'Message': alert.message}


def _lines(context: Context, alert: Alert, detailed: bool) -> list[str]:
    row = _row(context, alert)
    lines = [f'Id : {row["Id"]}', f'State : {row["State"]}']
    if detailed:
        lines.append(f'MessageCode : {row["MsgCode"]}')
    lines += [f'Time : {row["Time"]}', f'Severity : {row["Severity"]}',
              f'Type : {row["Type"]}', f'Message : {row["Message"]}']
    if detailed:
        lines.append(f'Component: {alert.component}')
    return lines


@COMMANDS.add('setalert', '', '<new|ack|fixed> <alertID>...')
def setalert(context: Context, given: Arguments) -> Reply:
    """Set the state of alerts."""
    state, *names = given.names
    if state not in model.STATE_WORDS:
        raise Refusal(assumptions.ALERT_STATE.format(state=state))
    for alert in _chosen(context, names):
        alert.state = state
    return said()


@COMMANDS.add('removealert', '-a', '[<alertID>]...')
def removealert(context: Context, given: Arguments) -> Reply:
    """Remove alerts; asks unless told not to."""
    chosen = list(context.array.alerts) if given.has('a') \
        else _chosen(context, given.names)
    if not chosen:
        raise Refusal(assumptions.WRONG_ARGS.format(
            usage='removealert [-a] [-f] <alertID>...'))
    for alert in chosen:
        if given.has('f') or context.confirm(assumptions.ASK_REMOVE.format(
                what='alert', name=alert.id)):
            context.array.alerts.remove(alert.id)
    return said()


def _chosen(context: Context, names: Sequence[str]) -> list[Alert]:
    chosen: list[Alert] = []
    for name in names:
        alert = context.array.alerts.get(int(name)) if name.isdigit() \
            else None
        if alert is None:
            raise Refusal(assumptions.NO_ALERT.format(id=name))
        chosen.append(alert)
    return chosen


_EVENTS = Listing('-Time- -Severity- -Type- -Component- -Message-',
                  none=assumptions.NO_EVENTS, trailer='')


@COMMANDS.add(
    'showeventlog', '-min <minutes> -oneline -sev <severity> '
    '-nsev <severity> -class <class> '
    '-type <pattern> -ntype <pattern> -msg <pattern> -nmsg <pattern> '
    '-comp <pattern> -debug', tables=_EVENTS)
def showeventlog(context: Context, given: Arguments) -> Reply:
    """The event log, oldest entry first."""
    least = context.array.clock.now() - 60 * given.number('min', 10 ** 9)
    events = [event for event in context.array.alerts.events
              if event.time >= least and _matches(event, given)
              and (given.has('debug') or event.severity != 'Debug')]
    if not events:
        return said(assumptions.NO_EVENTS)
    if given.has('oneline'):
        return context.listing(_EVENTS, [
            {'Time': context.state.stamp(event.time),
             'Severity': event.severity, 'Type': event.type,
             'Component': event.component, 'Message': event.message}
            for event in events])
    return joined(*(said(
        f'Time     : {context.state.stamp(event.time)}',
        f'Severity : {event.severity}', f'Type     : {event.type}',
        f'Message  : {event.message}') for event in events))


def _matches(event: Event, given: Arguments) -> bool:
    """Whether an event fits every filter; those with n must not fit."""
    for option, text in (('sev', event.severity), ('type', event.type),
                         ('msg', event.message), ('comp', event.component),
                         ('class', event.type)):
        for name, expected in ((option, True), (f'n{option}', False)):
            if given.has(name) and bool(_search(
                    given.get(name), text)) is not expected:
                return False
    return True


def _search(pattern: str, text: str) -> bool:
    try:
        return re.search(pattern, text, re.IGNORECASE) is not None
    except re.error:
        raise Refusal(assumptions.BAD_PATTERN.format(
            pattern=pattern)) from None


# -- health -----------------------------------------------------------------


class Finding(NamedTuple):
    """Something that is not as it should be."""

    component: str
    summary: str
    identifier: str
    detail: str


Check = Callable[[Context], 'list[Finding]']


def _failures(*kinds: str) -> Check:
    """A check of parts of these kinds."""
    def check(context: Context) -> list[Finding]:
        return [_of_part(failure) for kind in kinds
                for failure in context.array.hardware.of_kind(kind)]
    return check


_COMPONENTS = {'node': 'Node', 'ps': 'Node', 'battery': 'Node',
               'fan': 'Node', 'pd': 'PD', 'cage': 'Cage', 'cageps': 'Cage',
               'port': 'Port', 'link': 'Port'}


def _of_part(failure: Failure) -> Finding:
    _, component, words = PART_KINDS[failure.kind]
    parts = [failure.part] if failure.kind in ('port', 'link') \
        else failure.part.split(':')
    text = words.format(*parts)
    what = assumptions.HEALTH_SUMMARIES[failure.kind]
    return Finding(_COMPONENTS[failure.kind], what.format(
        state=failure.state), f'{component}:{failure.part}',
        f'{text} is {failure.state}')


def _alert_check(context: Context) -> list[Finding]:
    space_alerts.watch(context.array)
    return [Finding('Alert', 'New alerts', alert.component, alert.message)
            for alert in context.array.alerts if alert.state == model.NEW]


def _task_check(context: Context) -> list[Finding]:
    return [Finding('Task', 'Failed Tasks', f'Task:{task.id}',
                    f'Failed Task - {task.name}')
            for task in tasks.recent(context.array)
            if task.status == TASK_FAILED]


def _volume_check(context: Context) -> list[Finding]:
    from hpe3parclient.simulator.cli.volumes import state_of
    return [Finding('vv', 'VVs not in a normal state', f'vv:{volume.name}',
                    f'State is {state_of(context, volume)}')
            for volume in context.array.volumes
            if state_of(context, volume) != NORMAL]


def _ld_check(context: Context) -> list[Finding]:
    from hpe3parclient.simulator.cli.layout import disks_of
    return [Finding('LD', 'LDs not in a normal state', f'ld:{ld.name}',
                    f'State is {ld.state}')
            for ld in disks_of(context) if ld.state != NORMAL]


def _vlun_check(context: Context) -> list[Finding]:
    return [Finding('vlun', 'Hosts not connected to a port',
                    f'host:{host.name}', 'Host has no connected path')
            for host in context.array.hosts
            if host.templates and not host.logged_in]


def _port_check(context: Context) -> list[Finding]:
    broken = _failures('port', 'link')(context)
    known = {finding.identifier.split(':', 1)[1] for finding in broken}
    return broken + [
        Finding('Port', 'Port state is not ready', f'sw_port:{port.pos}',
                'Port is not ready')
        for port in context.array.ports.values()
        if port.link_state != ports.READY and str(port.pos) not in known]


def _rcopy_check(context: Context) -> list[Finding]:
    return [Finding('RC', 'Remote Copy targets that are not ready',
                    f'target:{target.name}', 'Target is not ready')
            for target in context.array.remote.targets if not target.ready]


def _nothing(context: Context) -> list[Finding]:
    return []


#: What checkhealth looks at, in its order; what never fails here, too.
CHECKS: Mapping[str, Check] = {
    'alert': _alert_check, 'ao': _nothing, 'cabling': _nothing,
    'cage': _failures('cage', 'cageps'), 'cert': _nothing,
    'consistency': _nothing, 'dar': _nothing, 'date': _nothing,
    'file': _nothing, 'fs': _nothing, 'host': _nothing, 'ld': _ld_check,
    'license': _nothing, 'network': _nothing,
    'node': _failures('node', 'ps', 'battery', 'fan'),
    'pd': _failures('pd'), 'pdch': _nothing, 'port': _port_check,
    'qos': _nothing, 'rc': _rcopy_check, 'snmp': _nothing, 'sp': _nothing,
    'task': _task_check, 'vlun': _vlun_check, 'vv': _volume_check}
_SUMMARY = Listing('Component -Summary~Description- >Qty', sums='Qty',
                   trailer='count')
_DETAIL = Listing('Component -Identifier- -Detailed~Description-')
_RESOLUTION = Listing('Component -Identifier- -Detailed~Description- '
                      'Resolution')


@COMMANDS.add('checkhealth', '-svc -full -list -quiet -detail',
              '[<component>]...')
def checkhealth(context: Context, given: Arguments) -> Reply:
    """Look at everything that can be out of order."""
    for name in given.names:
        if name not in CHECKS:
            raise Refusal(assumptions.NO_COMPONENT.format(name=name))
    if given.has('list'):
        return said(*CHECKS)
    chosen = given.names or list(CHECKS)
    lines = [] if given.has('quiet') else [
        f'Checking {name}' for name in CHECKS if name in chosen]
    findings = [finding for name in CHECKS if name in chosen
                for finding in CHECKS[name](context)]
    if not findings:
        return said(*lines, 'System is healthy')
    quantities: dict[tuple[str, str], int] = {}
    for finding in findings:
        key = finding.component, finding.summary
        quantities[key] = quantities.get(key, 0) + 1
    replies = [said(*lines, *context.listing(_SUMMARY, [
        {'Component': component, 'Summary Description': summary,
         'Qty': str(count)}
        for (component, summary), count in quantities.items()]).out)]
    if given.has('detail', 'full'):
        form = _RESOLUTION if context.generation == '10' else _DETAIL
        replies.append(context.listing(form, [
            {'Component': finding.component,
             'Identifier': finding.identifier,
             'Detailed Description': finding.detail, 'Resolution': 'Manual'}
            for finding in findings]))
    return joined(*replies)
