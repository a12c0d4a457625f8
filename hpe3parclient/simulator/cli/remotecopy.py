"""Remote copy: the commands that show and change it.

They use the same model as the web service does, so what one makes the other
shows, on both arrays of a link.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import partial
from typing import Any, Callable

from hpe3parclient.simulator.cli import assumptions, rcopy_tables
from hpe3parclient.simulator.cli.commands import Arguments, Family, Refusal
from hpe3parclient.simulator.cli.context import Context
from hpe3parclient.simulator.cli.listing import Listing
from hpe3parclient.simulator.cli.reply import Reply, failed, said
from hpe3parclient.simulator.cli.units import check_name, fits
from hpe3parclient.simulator.errors import Refused
from hpe3parclient.simulator.model import ports
from hpe3parclient.simulator.model.names import parse_port
from hpe3parclient.simulator.model.remotecopy import (
    groups,
    recovery,
    settings,
    sync,
    volumes,
)
from hpe3parclient.simulator.model.remotecopy import (
    targets as remotecopy_targets,
)
from hpe3parclient.simulator.state.array_state import Target
from hpe3parclient.simulator.state.ports import RCIP
from hpe3parclient.simulator.state.remotecopy import ASYNC, PERIODIC, SYNC

COMMANDS = Family()

_NOT_CONFIGURED = 'Remote Copy is not configured on this system.'
_LINK = re.compile(r'([0-9]+:[0-9]+:[0-9]+):([0-9A-Fa-f.:]+)')
_WWN = re.compile(r'[0-9A-Fa-f]{16}')
_MODES = {'sync': SYNC, 'periodic': PERIODIC, 'async': ASYNC}
_KINDS = {'IP': 1, 'FC': 2}

#: What the array says in place of an error of the web service.
_SAID: Mapping[str, str] = {
    'NON_EXISTENT_RCOPY_GROUP': assumptions.RCOPY_NO_GROUP,
    'RCOPY_GROUP_INV_TARGET': assumptions.RCOPY_NO_TARGET,
    'RCOPY_GROUP_TARGET_NOT_UNIQUE': 'Target is already in this group.',
    'RCOPY_GROUP_MIXED_MODES_ON_ONE_TARGET':
        'Target is already in this group.',
    'RCOPY_GROUP_MORE_THAN_ONE_SYNC_TARGET':
        'A group may have only a single synchronous target.',
    'RCOPY_GROUP_ONE_TO_ONE_CONFIG_FOR_MIXED_MODE':
        'A target cannot have groups with more than one synchronization '
        'mode',
    'RCOPY_GROUP_NOT_ALL_VOLUMES_SPECIFIED': assumptions.RCOPY_MAPPING,
    'RCOPY_GROUP_NON_EXISTENT_VOL_ON_TARGET':
        'could not locate an indicated volume.',
    'RCOPY_TARGET_IS_NOT_READY': 'Target {target} is not up and ready',
    'RCOPY_IS_NOT_READY': 'Target {target} is not up and ready',
    'RCOPY_GROUP_STARTED': 'Group has already been started',
    'RCOPY_GROUP_EXISTENT_VOL': 'Volume already in group {group}',
    'RCOPY_GROUP_VOL_NOT_IN_GROUP': 'VV {volume} not found',
    'NON_EXISTENT_VOL': assumptions.NO_VOLUME,
    'NON_EXISTENT_RCOPY_TARGET': assumptions.RCOPY_NO_TARGET,
}


def _done(change: Callable[[], Any], *lines: str, **names: str) -> Reply:
    """Change something; the lines, or what the array says instead.

    :param names: what ``{target}``, ``{group}`` and ``{volume}`` stand for
    """
    try:
        change()
    except Refused as err:
        text = _SAID.get(err.symbol, 'Error: ' + err.desc)
        return failed(text.format(**{
            'target': '', 'group': '', 'volume': '', **names}))
    return said(*lines)


# -- the service and its targets --------------------------------------------


@COMMANDS.add('showrcopy', '-d -qw',
              '[<targets|links|groups>] [<name|pattern>]...',
              alone='-d -qw')
def showrcopy(context: Context, given: Arguments) -> Reply:
    """State of the service, targets, links and groups."""
    remote = context.array.remote
    if not remote.started and not len(remote.targets):
        return said(_NOT_CONFIGURED)
    sections = [name for name in given.names
                if name in rcopy_tables.SECTIONS]
    names = [name for name in given.names
             if name not in rcopy_tables.SECTIONS]
    form = 'd' if given.has('d') else 'qw' if given.has('qw') else ''
    return rcopy_tables.show(
        context, sections or list(rcopy_tables.SECTIONS), names, form)


@COMMANDS.add('startrcopy')
def startrcopy(context: Context, given: Arguments) -> Reply:
    """Start the service."""
    if context.array.remote.started:
        raise Refusal(assumptions.RCOPY_STARTED)
    context.array.remote.started = True
    return said()


@COMMANDS.add('stoprcopy', '-stopgroups')
def stoprcopy(context: Context, given: Arguments) -> Reply:
    """Stop the service; asks unless told not to."""
    remote = context.array.remote
    started = [group.name for group in remote.groups if group.started]
    if started and not given.has('stopgroups'):
        raise Refusal(assumptions.RCOPY_GROUPS_STARTED)
    if not given.has('f') and not context.confirm(assumptions.ASK_STOP_RCOPY):
        return said()
    for name in started:
        sync.stop(context.array, name, {})
    remote.started = False
    return said()


def _link(text: str) -> tuple[str, str] | None:
    match = _LINK.fullmatch(text)
    return (match[1], match[2]) if match else None


@COMMANDS.add('creatercopytarget', '',
              '<name> <IP|FC> <node_WWN|N:S:P:address> [<N:S:P:address>]...')
def creatercopytarget(context: Context, given: Arguments) -> Reply:
    """Make another array known."""
    name, kind, *texts = given.names
    if kind not in _KINDS:
        raise Refusal(assumptions.WRONG_ARGS.format(
            usage='creatercopytarget <name> IP|FC [<node_WWN>] <link> ...'))
    request: dict[str, Any] = {'name': name, 'type': _KINDS[kind]}
    if _WWN.fullmatch(texts[0]):
        request['nodeWWN'] = texts.pop(0)
    links = [_link(text) for text in texts]
    if None in links:
        raise Refusal('Error: invalid link')
    request['portPosAndLink'] = [
        {'portPos': parse_port(link[0]).view(), 'link': link[1]}
        for link in links if link is not None]
    return _done(lambda: remotecopy_targets.create(context.array, request),
                 target=name)


@COMMANDS.add('removercopytarget', '-cleargroups', '<target>')
def removercopytarget(context: Context, given: Arguments) -> Reply:
    """Forget another array; asks unless told not to."""
    remote, name = context.array.remote, given.names[0]
    target = remote.targets.get(name)
    if target is None:
        raise Refusal(assumptions.RCOPY_NO_TARGET.format(target=name))
    used = [group.name for group in remote.groups if any(
        group_target.target == target.id for group_target in group.targets)]
    if used and not given.has('cleargroups'):
        raise Refusal(assumptions.RCOPY_TARGET_USED.format(
            target=name, group=used[0]))
    if not given.has('f') and not context.confirm(
            assumptions.ASK_REMOVE.format(what='target', name=name)):
        return said()
    for group in used:
        reply = _done(partial(groups.remove, context.array, group, False),
                      group=group)
        if reply.err:
            return reply
    remote.targets.remove(target)
    return said()


@COMMANDS.add('admitrcopylink', '', '<target> <N:S:P:address>...')
def admitrcopylink(context: Context, given: Arguments) -> Reply:
    """Give a target more links."""
    target = _target(context, given.names[0])
    links: list[tuple[str, str]] = []
    for text in given.names[1:]:
        link = _link(text)
        if link is None:
            raise Refusal(f'Error: invalid link {text}')
        if any(link in known.ports for known in context.array.remote.targets):
            raise Refusal(assumptions.RCOPY_LINK_EXISTS.format(link=text))
        links.append(link)
    target.ports += links
    return said()


@COMMANDS.add('dismissrcopylink', '', '<target> <N:S:P:address>...')
def dismissrcopylink(context: Context, given: Arguments) -> Reply:
    """Take links from a target."""
    target = _target(context, given.names[0])
    left = list(target.ports)
    for text in given.names[1:]:
        link = _link(text)
        if link is None or link not in left:
            raise Refusal(assumptions.RCOPY_NO_LINK.format(
                link=text, name=target.name))
        left.remove(link)
    target.ports = left
    return said()


def _target(context: Context, name: str) -> Target:
    target = context.array.remote.targets.get(name)
    if target is None:
        raise Refusal(assumptions.RCOPY_NO_TARGET.format(target=name))
    return target


@COMMANDS.add('setrcopytarget', '', '<pol> <policy> <target>')
def setrcopytarget(context: Context, given: Arguments) -> Reply:
    """Change a policy of a target."""
    what, policy, name = given.names
    if what != 'pol' or policy not in ('mirror_config', 'no_mirror_config'):
        raise Refusal(assumptions.WRONG_ARGS.format(
            usage='setrcopytarget pol <policy> <target>'))
    return _done(lambda: remotecopy_targets.modify(
        context.array, name,
        {'policies': {'mirrorConfig': policy == 'mirror_config'}}),
        target=name)


# -- groups -----------------------------------------------------------------


@COMMANDS.add('creatercopygroup', '-domain <domain> -usr_cpg <CPG> -snp_cpg '
              '<CPG>', '<group> <target:mode>...')
def creatercopygroup(context: Context, given: Arguments) -> Reply:
    """Make a group with its first targets, ``name target:mode``."""
    group, *texts = given.names
    check_name(group, context.array.personality.name_length, 'group')
    targets: list[dict[str, Any]] = []
    for text in texts:
        name, _, mode = text.partition(':')
        if mode not in _MODES:
            raise Refusal(assumptions.RCOPY_MODE.format(mode=mode))
        targets.append({'targetName': name, 'mode': _MODES[mode]})
    request: dict[str, Any] = {'name': group, 'targets': targets}
    for option, member in (('domain', 'domain'),
                           ('usr_cpg', 'localUserCPG'),
                           ('snp_cpg', 'localSnapCPG')):
        if given.has(option):
            request[member] = given.get(option)
    return _done(lambda: groups.create(context.array, request),
                 group=group, target=str(targets[0]['targetName']))


@COMMANDS.add('removercopygroup', '-keepsnap -removevv', '<group>...')
def removercopygroup(context: Context, given: Arguments) -> Reply:
    """Remove groups; asks unless told not to."""
    lines: list[str] = []
    for name in given.names:
        if not given.has('f') and not context.confirm(
                assumptions.ASK_REMOVE.format(what='group', name=name)):
            continue
        if given.has('removevv') and name in context.array.remote.groups:
            group = context.array.remote.groups.get(name)
            for number in list(group.volumes if group else ()):
                volumes.dismiss(
                    context.array, name,
                    context.array.volumes.by_id(number).name,
                    {'removeSecondaryVolume': True})
        reply = _done(partial(groups.remove, context.array, name,
                              given.has('keepsnap')), group=name)
        if reply.err:
            return Reply(lines, reply.err)
        lines += [f'Removing {name}', f'Group {name} has been deleted.', '']
    return said(*lines)


@COMMANDS.add('admitrcopyvv', '-createvv -nosync',
              '<VV_name> <group> <target:sec_VV>...')
def admitrcopyvv(context: Context, given: Arguments) -> Reply:
    """Put a volume into a group."""
    volume, group, *texts = given.names
    pairs = [text.partition(':') for text in texts]
    request: dict[str, Any] = {
        'volumeName': volume,
        'volumeAutoCreation': given.has('createvv'),
        'targets': [{'targetName': target, 'secVolumeName': name}
                    for target, _, name in pairs]}
    if given.has('nosync'):
        request['skipInitialSync'] = True
    return _done(lambda: volumes.admit(context.array, group, request),
                 group=group, volume=volume, target=pairs[0][0])


@COMMANDS.add('dismissrcopyvv', '-keepsnap -removevv', '<VV_name> <group>')
def dismissrcopyvv(context: Context, given: Arguments) -> Reply:
    """Take a volume from a group; asks unless told not to."""
    volume, group = given.names
    if not given.has('f') and not context.confirm(
            assumptions.ASK_REMOVE.format(what='volume', name=volume)):
        return said()
    text = assumptions.RCOPY_VV_DISMISSED.format(volume=volume, group=group)
    if context.generation == '10':
        text = f'Volume {volume} has been dismissed from group {group}'
    return _done(lambda: volumes.dismiss(
        context.array, group, volume, {
            'keepSnap': given.has('keepsnap'),
            'removeSecondaryVolume': given.has('removevv')}),
        text, volume=volume, group=group)


@COMMANDS.add('admitrcopytarget', '',
              '<target> <mode> <group> [<VV_name:sec_VV>]...')
def admitrcopytarget(context: Context, given: Arguments) -> Reply:
    """Give a group another target."""
    target, mode, group, *texts = given.names
    if mode not in _MODES:
        raise Refusal(assumptions.RCOPY_MODE.format(mode=mode))
    pairs = [text.partition(':') for text in texts]
    return _done(lambda: volumes.admit_target(
        context.array, group, {
            'targetName': target, 'mode': _MODES[mode],
            'volumeMappings': [
                {'localVolumeName': here, 'remoteVolumeName': there}
                for here, _, there in pairs]}),
        group=group, target=target)


@COMMANDS.add('dismissrcopytarget', '', '<target> <group>')
def dismissrcopytarget(context: Context, given: Arguments) -> Reply:
    """Take a target from a group; asks unless told not to."""
    target, group = given.names
    if not given.has('f') and not context.confirm(
            assumptions.ASK_REMOVE.format(what='target', name=target)):
        return said()
    return _done(lambda: volumes.dismiss_target(
        context.array, group, target),
        assumptions.RCOPY_DISMISSED.format(target=target, group=group),
        group=group, target=target)


@COMMANDS.add('startrcopygroup', '-nosync -wait -pat -t <target>',
              '<group|pattern>...')
def startrcopygroup(context: Context, given: Arguments) -> Reply:
    """Start groups."""
    lines: list[str] = []
    for name in _group_names(context, given):
        request: dict[str, Any] = {}
        if given.has('nosync'):
            request['skipInitialSync'] = True
        if given.has('t'):
            request['targetName'] = given.get('t')
        ids: list[int] = []
        reply = _done(partial(_start, context, name, request, ids),
                      group=name, target=given.get('t'))
        if reply.err:
            return Reply(lines, reply.err)
        if given.has('wait'):
            lines += [f'Group {name} starts, task ID = {number}'
                      for number in ids]
    return said(*lines)


def _start(context: Context, name: str, request: Mapping[str, Any],
           ids: list[int]) -> None:
    """Start a group; the ids of its tasks join the list."""
    ids.extend(sync.start(context.array, name, request))


@COMMANDS.add('stoprcopygroup', '-no_snap -t <target> -pat',
              '<group|pattern>...')
def stoprcopygroup(context: Context, given: Arguments) -> Reply:
    """Stop groups; asks unless told not to."""
    for name in _group_names(context, given):
        if not given.has('f') and not context.confirm(
                assumptions.ASK_STOP_GROUP.format(name=name)):
            continue
        request: dict[str, Any] = {}
        if given.has('no_snap'):
            request['noSnapshot'] = True
        if given.has('t'):
            request['targetName'] = given.get('t')
        reply = _done(partial(sync.stop, context.array, name, request),
                      group=name, target=given.get('t'))
        if reply.err:
            return reply
    return said()


@COMMANDS.add('syncrcopy', '-t <target> -pat',
              '<group|pattern>...')
def syncrcopy(context: Context, given: Arguments) -> Reply:
    """Synchronise groups now."""
    for name in _group_names(context, given):
        request = {'targetName': given.get('t')} if given.has('t') else {}
        reply = _done(partial(sync.synchronise, context.array, name, request),
                      group=name, target=given.get('t'))
        if reply.err:
            return reply
    return said()


def _group_names(context: Context, given: Arguments) -> list[str]:
    if not given.has('pat'):
        return given.names
    return [group.name for group in context.array.remote.groups
            if fits(group.name, given.names)]


#: setrcopygroup's words, and the actions of the web service.
_ACTIONS = {'reverse': 6, 'failover': 7, 'migrate': 8, 'recover': 9,
            'restore': 10, 'override': 11, 'switchover': 8}


@COMMANDS.add('setrcopygroup', '-t <target> -nostart -nosync -discard '
              '-nopromote -stopgroups',
              '<pol|period|mode|reverse|failover|recover|restore|migrate> '
              '[<value>] [<target>] [<group>]...')
def setrcopygroup(context: Context, given: Arguments) -> Reply:
    """Change policies, period or mode of a group, or turn it round."""
    what, *rest = given.names
    if what in _ACTIONS and rest:
        return _turn(context, given, what, rest)
    if what not in ('pol', 'period', 'mode') or len(rest) not in (2, 3):
        raise Refusal(assumptions.WRONG_ARGS.format(
            usage='setrcopygroup pol|period|mode <value> [<target>] <group>'))
    value, group = rest[0], rest[-1]
    if group not in context.array.remote.groups:
        raise Refusal(assumptions.RCOPY_NO_GROUP.format(group=group))
    entry = {'targetName': rest[1] if len(rest) == 3
             else _only_target(context, group), **_setting(what, value)}
    return _done(lambda: settings.modify(
        context.array, group, {'targets': [entry]}), group=group,
        target=str(entry['targetName']))


def _only_target(context: Context, name: str) -> str:
    group = context.array.remote.groups.get(name)
    targets = [context.array.remote.targets.by_id(group_target.target).name
               for group_target in (group.targets if group else ())]
    if len(targets) != 1:
        raise Refusal(assumptions.RCOPY_WHICH_TARGET.format(group=name))
    return targets[0]


def _setting(what: str, value: str) -> dict[str, Any]:
    if what == 'mode':
        if value not in _MODES:
            raise Refusal(assumptions.RCOPY_MODE.format(mode=value))
        return {'mode': _MODES[value]}
    if what == 'period':
        match = re.fullmatch(r'([0-9]+)([smhd]?)', value)
        if match is None:
            raise Refusal(assumptions.TIME.format(time=value))
        unit = {'': 1, 's': 1, 'm': 60, 'h': 3600, 'd': 86400}[match[2]]
        return {'syncPeriod': int(match[1]) * unit}
    policies: dict[str, bool] = {}
    for word in value.split(','):
        on = not word.startswith('no_')
        first, *others = word[0 if on else 3:].split('_')
        name = first + ''.join(part.capitalize() for part in others)
        policies[{'overPerAlert': 'overPeriodAlert'}.get(name, name)] = on
    return {'policies': policies}


def _turn(context: Context, given: Arguments, what: str,
          names: list[str]) -> Reply:
    """Failover and its like; asks unless told not to."""
    started: list[str] = []
    for name in names:
        if not given.has('f') and not context.confirm(
                assumptions.ASK_TURN.format(what=what, name=name)):
            continue
        request: dict[str, Any] = {'action': _ACTIONS[what]}
        for option, member in (('nostart', 'skipStart'),
                               ('nosync', 'skipSync'),
                               ('discard', 'discardNewData'),
                               ('nopromote', 'skipPromote'),
                               ('stopgroups', 'stopGroups')):
            if given.has(option):
                request[member] = True
        if given.has('t'):
            request['targetName'] = given.get('t')
        reply = _done(partial(_recover, context, name, request, started),
                      group=name, target=given.get('t'))
        if reply.err:
            return reply
    return said(f'{what} started with tasks: {" ".join(started)}'
                if started else f'{what} not started')


def _recover(context: Context, name: str, request: Mapping[str, Any],
             started: list[str]) -> None:
    """Recover a group; the ids of its tasks join the list."""
    started.extend(map(str, recovery.recover(
        context.array, name, request, context.user)))


_TRANSPORT = {
    '3.1': Listing('N:S:P State -HwAddr- IPAddress PeerIPAddress '
                   'Netmask Gateway >MTU Rate Duplex', trailer=''),
    '10': Listing('N:S:P State HwAddr IPAddress PeerIPAddress '
                  'Netmask/PrefixLen Gateway >MTU Rate Duplex', trailer='')}


@COMMANDS.add('showrctransport', '-rcip -rcfc', '[<N:S:P>]...',
              tables=_TRANSPORT)
def showrctransport(context: Context, given: Arguments) -> Reply:
    """The ports that remote copy uses."""
    rows: list[dict[str, str]] = []
    for port in context.array.ports.values():
        if port.type != RCIP or port.network is None \
                or not fits(str(port.pos), given.names) or given.has('rcfc'):
            continue
        peers = [address for target in context.array.remote.targets
                 for where, address in target.ports if where == str(port.pos)]
        rows.append({
            'N:S:P': str(port.pos), 'State': 'ready',
            'HwAddr': ports.view(context.array, port).get('HWAddr', '-'),
            'IPAddress': port.network.address,
            'PeerIPAddress': ','.join(peers) or '-',
            'Netmask': port.network.netmask,
            'Netmask/PrefixLen': port.network.netmask,
            'Gateway': port.network.gateway, 'MTU': str(port.network.mtu),
            'Rate': '10Gbps', 'Duplex': 'Full'})
    if not rows:
        return said('There is no specified port information')
    return context.listing(_TRANSPORT, rows)
