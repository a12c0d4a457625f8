"""Remote copy: the commands that show and change it.

They use the same model as the web service does, so what one makes the other
shows, on both arrays of a link.
"""

from __future__ import annotations

import re
from typing import Any, Callable, Dict, List, Mapping, Optional, Tuple

from hpe3parclient.simulator.cli import assumptions
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
from hpe3parclient.simulator.cli.rcopy_tables import SECTIONS, show
from hpe3parclient.simulator.errors import Refused
from hpe3parclient.simulator.model.names import parse_port
from hpe3parclient.simulator.model.remotecopy import (
    groups,
    volumes,
)
from hpe3parclient.simulator.model.remotecopy import (
    targets as remotecopy_targets,
)
from hpe3parclient.simulator.state.remotecopy import ASYNC, PERIODIC, SYNC

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


def showrcopy(context: Context, args: List[str]) -> Reply:
    """State of the service, targets, links and groups."""
    found = parse(args, 'd')
    if found.unknown:
        return invalid_option('showrcopy', found)
    remote = context.array.remote
    if not remote.started and not len(remote.targets):
        return said(_NOT_CONFIGURED)
    wanted = [name for name in found.names if name in SECTIONS]
    names = [name for name in found.names if name not in SECTIONS]
    return show(context, wanted or list(SECTIONS), names)


def startrcopy(context: Context, args: List[str]) -> Reply:
    """Start the service."""
    if args:
        return wrong_args('startrcopy')
    if context.array.remote.started:
        return failed(assumptions.RCOPY_STARTED)
    context.array.remote.started = True
    return said()


def _link(text: str) -> Optional[Tuple[str, str]]:
    found = _LINK.fullmatch(text)
    return (found.group(1), found.group(2)) if found else None


def creatercopytarget(context: Context, args: List[str]) -> Reply:
    """Make another array known."""
    if len(args) < 3 or args[1] not in _KINDS:
        return wrong_args(
            'creatercopytarget <name> IP|FC [<node_WWN>] <link> ...')
    wanted: Dict[str, Any] = {'name': args[0], 'type': _KINDS[args[1]]}
    texts = args[2:]
    if _WWN.fullmatch(texts[0]):
        wanted['nodeWWN'] = texts.pop(0)
    links = [_link(text) for text in texts]
    if None in links:
        return failed('Error: invalid link')
    wanted['portPosAndLink'] = [
        {'portPos': parse_port(link[0]).view(), 'link': link[1]}
        for link in links if link is not None]
    return _done(lambda: remotecopy_targets.create(context.array, wanted),
                 target=args[0])


def admitrcopylink(context: Context, args: List[str]) -> Reply:
    """Give a target more links."""
    target = context.array.remote.targets.get(args[0]) if args else None
    if len(args) < 2 or target is None:
        return _no_target(args)
    links = []
    for text in args[1:]:
        link = _link(text)
        if link is None:
            return failed('Error: invalid link %s' % text)
        if any(link in known.ports for known in context.array.remote.targets):
            return failed(assumptions.RCOPY_LINK_EXISTS.format(link=text))
        links.append(link)
    target.ports += links
    return said()


def dismissrcopylink(context: Context, args: List[str]) -> Reply:
    """Take links from a target."""
    target = context.array.remote.targets.get(args[0]) if args else None
    if len(args) < 2 or target is None:
        return _no_target(args)
    left = list(target.ports)
    for text in args[1:]:
        link = _link(text)
        if link is None or link not in left:
            return failed(assumptions.RCOPY_NO_LINK.format(link=text,
                                                    name=target.name))
        left.remove(link)
    target.ports = left
    return said()


def _no_target(args: List[str]) -> Reply:
    if len(args) < 2:
        return failed('SYNTAX')
    return failed(assumptions.RCOPY_NO_TARGET.format(target=args[0]))


def setrcopytarget(context: Context, args: List[str]) -> Reply:
    """Change a policy of a target."""
    if len(args) != 3 or args[0] != 'pol' or args[1] not in (
            'mirror_config', 'no_mirror_config'):
        return wrong_args('setrcopytarget pol <policy> <target>')
    return _done(lambda: remotecopy_targets.modify(
        context.array, args[2],
        {'policies': {'mirrorConfig': args[1] == 'mirror_config'}}),
        target=args[2])


# -- groups -----------------------------------------------------------------


def creatercopygroup(context: Context, args: List[str]) -> Reply:
    """Make a group with its first targets, ``name target:mode``."""
    if len(args) < 2:
        return wrong_args('creatercopygroup <group> <target>:<mode> ...')
    targets = []
    for text in args[1:]:
        name, _, mode = text.partition(':')
        if mode not in _MODES:
            return failed(assumptions.RCOPY_MODE.format(mode=mode))
        targets.append({'targetName': name, 'mode': _MODES[mode]})
    return _done(lambda: groups.create(
        context.array, {'name': args[0], 'targets': targets}),
        group=args[0], target=str(targets[0]['targetName']))


def admitrcopyvv(context: Context, args: List[str]) -> Reply:
    """Put a volume into a group."""
    found = parse(args, 'createvv f')
    if found.unknown or len(found.names) < 3:
        return wrong_args('admitrcopyvv <VV_name> <group> <target>:<vv> ...')
    volume, group = found.names[:2]
    pairs = [text.partition(':') for text in found.names[2:]]
    return _done(lambda: volumes.admit(context.array, group, {
        'volumeName': volume, 'volumeAutoCreation':
        'createvv' in found.options,
        'targets': [{'targetName': target, 'secVolumeName': name}
                    for target, _, name in pairs]}),
        group=group, volume=volume, target=pairs[0][0])


def dismissrcopyvv(context: Context, args: List[str]) -> Reply:
    """Take a volume from a group; asks unless told not to."""
    found = parse(args, 'f keepsnap removevv')
    if found.unknown:
        return invalid_option('dismissrcopyvv', found)
    if len(found.names) != 2:
        return wrong_args('dismissrcopyvv [options] <VV_name> <group>')
    volume, group = found.names
    if 'f' not in found.options and not context.confirm(
            assumptions.ASK_REMOVE.format(what='volume', name=volume)):
        return said()
    return _done(lambda: volumes.dismiss(
        context.array, group, volume, {
            'keepSnap': 'keepsnap' in found.options,
            'removeSecondaryVolume': 'removevv' in found.options}),
        assumptions.RCOPY_VV_DISMISSED.format(volume=volume, group=group),
        volume=volume, group=group)


def admitrcopytarget(context: Context, args: List[str]) -> Reply:
    """Give a group another target."""
    found = parse(args, 'f')
    if found.unknown:
        return invalid_option('admitrcopytarget', found)
    if len(found.names) < 3:
        return wrong_args('admitrcopytarget <target> <mode> <group> ...')
    target, mode, group = found.names[:3]
    if mode not in _MODES:
        return failed(assumptions.RCOPY_MODE.format(mode=mode))
    pairs = [text.partition(':') for text in found.names[3:]]
    return _done(lambda: volumes.admit_target(
        context.array, group, {
            'targetName': target, 'mode': _MODES[mode],
            'volumeMappings': [
                {'localVolumeName': here, 'remoteVolumeName': there}
                for here, _, there in pairs]}),
        group=group, target=target)


def dismissrcopytarget(context: Context, args: List[str]) -> Reply:
    """Take a target from a group; asks unless told not to."""
    found = parse(args, 'f')
    if found.unknown:
        return invalid_option('dismissrcopytarget', found)
    if len(found.names) != 2:
        return wrong_args('dismissrcopytarget [-f] <target> <group>')
    target, group = found.names
    if 'f' not in found.options and not context.confirm(
            assumptions.ASK_REMOVE.format(what='target', name=target)):
        return said()
    return _done(lambda: volumes.dismiss_target(
        context.array, group, target),
        assumptions.RCOPY_DISMISSED.format(target=target, group=group),
        group=group, target=target)


COMMANDS: Dict[str, Command] = {
    'showrcopy': showrcopy, 'startrcopy': startrcopy,
    'creatercopytarget': creatercopytarget,
    'creatercopygroup': creatercopygroup,
    'admitrcopylink': admitrcopylink, 'dismissrcopylink': dismissrcopylink,
    'admitrcopyvv': admitrcopyvv, 'admitrcopytarget': admitrcopytarget,
    'dismissrcopytarget': dismissrcopytarget,
    'dismissrcopyvv': dismissrcopyvv, 'setrcopytarget': setrcopytarget}
