"""Remote copy: the commands that have no form in the web service.

showrcopy, startrcopy, links, targets of groups, dismissal of volumes.
"""

from __future__ import annotations

import re
from typing import Dict, List, Optional

from hpe3parclient.simulator.cli import ours
from hpe3parclient.simulator.cli.context import (
    Command,
    Context,
    Reply,
    failed,
    invalid_option,
    parse,
    said,
    wrong_args,
)
from hpe3parclient.simulator.cli.state import Link, RcopyGroup, Target
from hpe3parclient.simulator.cli.tables import Column, Table

_NOT_CONFIGURED = 'Remote Copy is not configured on this system.'
_LINK = re.compile(r'([0-9]+:[0-9]+:[0-9]+):([0-9A-Fa-f.:]+)')
_MODES = ('sync', 'periodic', 'async')
_SECTIONS = ('targets', 'links', 'groups')


# -- showing ----------------------------------------------------------------


def showrcopy(context: Context, args: List[str]) -> Reply:
    """State of the service, targets, links and groups."""
    found = parse(args, 'd')
    if found.unknown:
        return invalid_option('showrcopy', found)
    state = context.state
    if state.rcopy_started is None:
        return said(_NOT_CONFIGURED)
    wanted = [name for name in found.names if name in _SECTIONS]
    names = [name for name in found.names if name not in _SECTIONS]
    lines = ['', 'Remote Copy System Information',
             'Status: %s, Normal' % (
                 'Started' if state.rcopy_started else 'Stopped'), '']
    errors: List[str] = []
    for title in wanted or _SECTIONS:
        lines += ['%s Information' % title[:-1].capitalize(), '']
        if title == 'groups':
            errors = _missing(context, names)
            lines += _groups(context, names)
        else:
            table = _targets(context) if title == 'targets' \
                else _links(context)
            lines += context.table(table).out
        lines.append('')
    if context.nohdtot:
        lines = [line for line in lines if ',' in line]
    return Reply(lines, errors)


def _missing(context: Context, names: List[str]) -> List[str]:
    return ['Error: group matching %s does not exist on the system' % name
            for name in names if name not in context.state.groups]


def _targets(context: Context) -> Table:
    return Table(
        [Column('Name'), Column('ID', right=True), Column('Type'),
         Column('Status'), Column('Options'), Column('Policy')],
        [(one.name, str(one.id), one.type, 'ready',
          '' if context.csvtable else '-',
          'mirror_config' if one.mirror_config else 'no_mirror_config')
         for one in context.state.targets.values()])


def _links(context: Context) -> Table:
    rows = []
    for one in context.state.targets.values():
        for link in one.links:
            status = 'Up' if link.up else 'Down'
            blank = '' if context.csvtable else '-'
            rows.append((one.name, link.port, link.address, status, blank))
            rows.append(('receive', link.port, link.address, status, blank))
    return Table([Column('Target'), Column('Node'), Column('Address'),
                  Column('Status'), Column('Options')], rows)


def _groups(context: Context, names: List[str]) -> List[str]:
    lines: List[str] = []
    for one in context.state.groups.values():
        if names and one.name not in names:
            continue
        status = 'Started' if one.started else 'Stopped'
        heads = [Column(name, loose=True) for name in (
            'Name', 'Target', 'Status', 'Role', 'Mode', 'Options')]
        lines += context.table(Table(heads, [
            (one.name, target, status, 'Primary', mode.capitalize(),
             'auto_recover,over_per_alert')
            for target, mode in one.targets.items()])).out
        if one.volumes:
            rows = [(' ', name, '0', name, '0', 'Synced' if one.started
                     else 'Stopped', 'NA') for name in one.volumes]
            lines += context.table(Table(
                [Column(' '), *(Column(name, loose=True) for name in (
                    'LocalVV', 'ID', 'RemoteVV', 'ID', 'SyncStatus',
                    'LastSyncTime'))], rows)).out
        lines.append('')
    return lines


# -- changing ---------------------------------------------------------------


def startrcopy(context: Context, args: List[str]) -> Reply:
    """Start the service; the first time sets it up."""
    if args:
        return wrong_args('startrcopy')
    if context.state.rcopy_started:
        return failed(ours.RCOPY_STARTED)
    context.state.rcopy_started = True
    return said()


def creatercopytarget(context: Context, args: List[str]) -> Reply:
    """Make another array known."""
    if len(args) < 2:
        return wrong_args('creatercopytarget <name> <type> [<link> ...]')
    name, kind = args[:2]
    links = [_link(text) for text in args[2:]]
    if any(link is None for link in links):
        return failed('Error: invalid link')
    state = context.state
    state.targets[name] = Target(name, len(state.targets) + 1, kind, [
        link for link in links if link is not None])
    return said()


def _link(text: str) -> Optional[Link]:
    found = _LINK.fullmatch(text)
    return Link(found.group(1), found.group(2)) if found else None


def admitrcopylink(context: Context, args: List[str]) -> Reply:
    """Give a target more links."""
    target = context.state.targets.get(args[0] if args else '')
    if len(args) < 2 or target is None:
        return failed(ours.RCOPY_NO_TARGET.format(name=args[0]) if args
                      else 'SYNTAX')
    links = []
    for text in args[1:]:
        link = _link(text)
        if link is None:
            return failed('Error: invalid link %s' % text)
        if any((one.port, one.address) == (link.port, link.address)
               for known in context.state.targets.values()
               for one in known.links):
            return failed(ours.RCOPY_LINK_EXISTS.format(link=text))
        links.append(link)
    target.links += links
    return said()


def dismissrcopylink(context: Context, args: List[str]) -> Reply:
    """Take links from a target."""
    target = context.state.targets.get(args[0] if args else '')
    if len(args) < 2 or target is None:
        return failed(ours.RCOPY_NO_TARGET.format(name=args[0]) if args
                      else 'SYNTAX')
    left = list(target.links)
    for text in args[1:]:
        link = _link(text)
        found = [one for one in left if link is not None and (
            one.port, one.address) == (link.port, link.address)]
        if not found:
            return failed(ours.RCOPY_NO_LINK.format(link=text,
                                                    name=target.name))
        left.remove(found[0])
    target.links = left
    return said()


def creatercopygroup(context: Context, args: List[str]) -> Reply:
    """Make a group with its first targets, ``name target:mode``."""
    if len(args) < 2:
        return wrong_args('creatercopygroup <group> <target>:<mode> ...')
    pairs = [text.partition(':') for text in args[1:]]
    for target, _, mode in pairs:
        if target not in context.state.targets:
            return failed(ours.RCOPY_NO_TARGET.format(name=target))
        if mode not in _MODES:
            return failed(ours.RCOPY_MODE.format(mode=mode))
    context.state.groups[args[0]] = RcopyGroup(
        args[0], {target: mode for target, _, mode in pairs})
    return said()


def admitrcopyvv(context: Context, args: List[str]) -> Reply:
    """Put a volume into a group."""
    found = parse(args, 'createvv f')
    if found.unknown or len(found.names) < 2:
        return wrong_args('admitrcopyvv <VV_name> <group> <target>:<vv> ...')
    volume, name = found.names[:2]
    group = context.state.groups.get(name)
    if group is None:
        return failed(ours.RCOPY_NO_GROUP.format(name=name))
    if volume not in context.array.volumes:
        return failed(ours.NO_VOLUME.format(name=volume))
    if volume in group.volumes:
        return failed('Volume already in group %s' % name)
    group.volumes.append(volume)
    return said()


def admitrcopytarget(context: Context, args: List[str]) -> Reply:
    """Give a group another target."""
    found = parse(args, 'f')
    if found.unknown:
        return invalid_option('admitrcopytarget', found)
    if len(found.names) < 3:
        return wrong_args('admitrcopytarget <target> <mode> <group> ...')
    target, mode, name = found.names[:3]
    group = context.state.groups.get(name)
    if target not in context.state.targets:
        return failed(ours.RCOPY_NO_TARGET.format(name=target))
    if group is None:
        return failed(ours.RCOPY_NO_GROUP.format(name=name))
    refusal = _no_target(group, target, mode, found.names[3:])
    if refusal:
        return failed(refusal)
    group.targets[target] = mode
    return said()


def _no_target(group: RcopyGroup, target: str, mode: str,
               pairs: List[str]) -> str:
    """Why a group may not get a target; empty if it may."""
    if mode not in _MODES:
        return ours.RCOPY_MODE.format(mode=mode)
    if target in group.targets:
        return 'Target is already in this group.'
    if mode == 'sync' and 'sync' in group.targets.values():
        return 'A group may have only a single synchronous target.'
    mapped = [pair.partition(':')[0] for pair in pairs]
    for volume in mapped:
        if volume not in group.volumes:
            return 'could not locate an indicated volume.'
    for volume in group.volumes:
        if volume not in mapped:
            return ours.RCOPY_MAPPING.format(volume=volume)
    return ''


def dismissrcopytarget(context: Context, args: List[str]) -> Reply:
    """Take a target from a group; asks unless told not to."""
    found = parse(args, 'f')
    if found.unknown:
        return invalid_option('dismissrcopytarget', found)
    if len(found.names) != 2:
        return wrong_args('dismissrcopytarget [-f] <target> <group>')
    target, name = found.names
    group = context.state.groups.get(name)
    if group is None:
        return failed(ours.RCOPY_NO_GROUP.format(name=name))
    if target not in group.targets:
        return failed(ours.RCOPY_NOT_IN_GROUP.format(target=target,
                                                     group=name))
    if 'f' not in found.options and not context.confirm(
            ours.ASK_REMOVE.format(what='target', name=target)):
        return said()
    del group.targets[target]
    return said(ours.RCOPY_DISMISSED.format(target=target, group=name))


def dismissrcopyvv(context: Context, args: List[str]) -> Reply:
    """Take a volume from a group; asks unless told not to."""
    found = parse(args, 'f keepsnap removevv')
    if found.unknown:
        return invalid_option('dismissrcopyvv', found)
    if len(found.names) != 2:
        return wrong_args('dismissrcopyvv [options] <VV_name> <group>')
    volume, name = found.names
    group = context.state.groups.get(name)
    if group is None:
        return failed(ours.RCOPY_NO_GROUP.format(name=name))
    if volume not in group.volumes:
        return failed('VV %s not found' % volume)
    if 'f' not in found.options and not context.confirm(
            ours.ASK_REMOVE.format(what='volume', name=volume)):
        return said()
    group.volumes.remove(volume)
    return said(ours.RCOPY_VV_DISMISSED.format(volume=volume, group=name))


def setrcopytarget(context: Context, args: List[str]) -> Reply:
    """Change a policy of a target."""
    if len(args) != 3 or args[0] != 'pol' or args[1] not in (
            'mirror_config', 'no_mirror_config'):
        return wrong_args('setrcopytarget pol <policy> <target>')
    target = context.state.targets.get(args[2])
    if target is None:
        return failed(ours.RCOPY_NO_TARGET.format(name=args[2]))
    target.mirror_config = args[1] == 'mirror_config'
    return said()


COMMANDS: Dict[str, Command] = {
    'showrcopy': showrcopy, 'startrcopy': startrcopy,
    'creatercopytarget': creatercopytarget,
    'creatercopygroup': creatercopygroup,
    'admitrcopylink': admitrcopylink, 'dismissrcopylink': dismissrcopylink,
    'admitrcopyvv': admitrcopyvv, 'admitrcopytarget': admitrcopytarget,
    'dismissrcopytarget': dismissrcopytarget,
    'dismissrcopyvv': dismissrcopyvv, 'setrcopytarget': setrcopytarget}
