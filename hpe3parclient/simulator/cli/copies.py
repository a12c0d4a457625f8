"""Copies: createsv, promotesv, createvvcopy, promotevvcopy and the rest.

Also creategroupsv, creategroupvvcopy and updatevv.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from hpe3parclient.simulator.cli import assumptions
from hpe3parclient.simulator.cli.commands import Arguments, Family, Refusal
from hpe3parclient.simulator.cli.context import Context
from hpe3parclient.simulator.cli.provisioning import retains
from hpe3parclient.simulator.cli.reply import Reply, said
from hpe3parclient.simulator.cli.units import hours
from hpe3parclient.simulator.model.volumes import (
    group_snapshots,
    name_patterns,
    physical_copies,
    promotes,
    set_copies,
    snapshots,
)
from hpe3parclient.simulator.model.volumes.lookup import find_volume
from hpe3parclient.simulator.state.tasks import Task

COMMANDS = Family()

_PRIORITIES = {'high': 1, 'med': 2, 'low': 3}
_MOST_IN_GROUP = 100
_SAID = {
    'NO_SNAP_CPG': assumptions.NO_SNAPSHOT_CPG,
    'EXISTENT_VOL': assumptions.VV_EXISTS,
    'NON_EXISTENT_CPG': assumptions.NO_CPG_THERE,
    'INV_OPERATION_VV_BASE_VOLUME': 'Error: Base volume may not be promoted'}


def _terms(given: Arguments) -> dict[str, Any]:
    request: dict[str, Any] = {}
    for option, member in (('exp', 'expirationHours'),
                           ('retain', 'retentionHours')):
        if given.has(option):
            request[member] = hours(given.get(option))
    if given.has('comment'):
        request['comment'] = given.get('comment')
    if given.has('addtoset'):
        request['addToSet'] = given.get('addtoset')
    return request


def _priority(given: Arguments) -> dict[str, int]:
    if not given.has('pri'):
        return {}
    if given.get('pri') not in _PRIORITIES:
        raise Refusal(assumptions.NOT_A_NUMBER.format(
            option='pri', value=given.get('pri')))
    return {'priority': _PRIORITIES[given.get('pri')]}


def _exists(context: Context, name: str) -> str:
    """The name of a volume that is there, in the words of copies."""
    if name not in context.array.volumes:
        raise Refusal(f'{name} not found')
    return name


@COMMANDS.add('createsv', '-ro -rw -exp <time> -retain <time> -comment '
              '<text> -addtoset <set> -i <id>',
              '<SV_name|pattern> <VV_name|set:vvset>', alone='-ro -rw',
              said=_SAID)
def createsv(context: Context, given: Arguments) -> Reply:
    """Make snapshots; a snapshot of one that is written is read alone."""
    name, parent = given.names
    request = {'name': name, **_terms(given)}
    if parent.startswith('set:'):
        if parent[4:] not in context.array.volumesets:
            raise Refusal(assumptions.NO_VVSET.format(name=parent[4:]))
        if retains(context, given, name):
            group_snapshots.of_set(context.array, parent[4:], {
                **request, 'readOnly': not given.has('rw')})
        return said()
    _exists(context, parent)
    volume = find_volume(context.array, parent)
    read_only = given.has('ro') or (not given.has('rw')
                                    and not volume.read_only)
    if '@' in name:
        request['name'], = name_patterns.expanded(context.array, name, [volume])
    if given.has('i'):
        request['id'] = given.number('i', 0)
    if retains(context, given, name):
        snapshots.create(context.array, parent,
                         {**request, 'readOnly': read_only})
    return said()


@COMMANDS.add('creategroupsv', '-ro -match -exp <time> -retain <time> '
              '-comment <text> -addtoset <set>',
              '<VV_name>[:<SV_name>]...', said=_SAID)
def creategroupsv(context: Context, given: Arguments) -> Reply:
    """Make snapshots of several volumes at one moment."""
    if len(given.names) > _MOST_IN_GROUP:
        raise Refusal(assumptions.GROUP_TOO_LARGE)
    moment = context.state.stamp().replace('-', '').replace(':', '')
    group: list[dict[str, str]] = []
    for text in given.names:
        parent, mark, name = text.partition(':')
        _exists(context, parent)
        group.append({
            'volumeName': parent, 'snapshotName': name if mark
            else f'{parent}.{moment[:8]}{moment[9:15]}'[:31]})
    if retains(context, given, given.names[0]):
        group_snapshots.of_group(context.array, {
            'volumeGroup': group, 'readOnly': given.has('ro'),
            **_terms(given)})
    return said()


@COMMANDS.add('promotesv', '-target <VV> -online -rcp -halt '
              '-pri <high|med|low>', '<SV_name|set:vvset>', said=_SAID)
def promotesv(context: Context, given: Arguments) -> Reply:
    """Make a base volume what its snapshot is, as a task."""
    name = given.names[0]
    _excludes(given, 'promotesv', 'online', ('rcp', 'halt', 'pri'))
    if name.startswith('set:'):
        return _promote_set(context, given, name[4:])
    _exists(context, name)
    if given.has('halt'):
        promotes.stop(context.array, name)
        return said()
    request: dict[str, Any] = {**_priority(given)}
    if given.has('online'):
        request['online'] = True
    if given.has('rcp'):
        request['allowRemoteCopyParent'] = True
    if given.has('target'):
        request['target'] = given.get('target')
    task = promotes.promote(context.array, name, request)
    return said(f'Task {task.id} has been started to promote virtual copy '
                f'{name}')


def _promote_set(context: Context, given: Arguments, name: str) -> Reply:
    if name not in context.array.volumesets:
        raise Refusal(assumptions.NO_VVSET.format(name=name))
    if given.has('halt'):
        set_copies.stop_promote(context.array, name)
        return said()
    started = set_copies.promote(context.array, name, {
        **_priority(given), **({'online': True} if given.has('online')
                               else {})})
    return said(*(f'Task {task.id} has been started to promote virtual copy '
                  f'{task.name}' for task in started))


def _excludes(given: Arguments, command: str, option: str,
              others: tuple[str, ...]) -> None:
    both = [other for other in others if given.has(other)]
    if given.has(option) and both:
        raise Refusal(assumptions.OPTIONS_TOGETHER.format(
            command=command, options=f'-{option}, -{both[0]}'))


def _started(context: Context, source: str, copy: str, task: Task) -> str:
    return (f'Copy was started. child = {copy}, parent = {source}, '
            f'task ID = {task.id}')


_KINDS: Mapping[str, str] = {'tpvv': 'tpvv', 'tdvv': 'tdvv',
                             'reduce': 'reduce', 'compr': 'compression'}


@COMMANDS.add('createvvcopy', '-p <parent> -r -halt -s -online -tpvv -tdvv '
              '-reduce -compr -snp_cpg <CPG> -pri <high|med|low> '
              '-addtoset <set>', '[<dest_CPG>] <dest_VV|destset>',
              said=_SAID)
def createvvcopy(context: Context, given: Arguments) -> Reply:
    """Copy a volume, offline onto another or online into a new one."""
    *cpgs, copy = given.names
    _excludes(given, 'createvvcopy', 'online', ('r', 'halt', 's', 'pri'))
    if given.has('halt'):
        physical_copies.stop(context.array, _exists(context, copy))
        return said()
    if given.has('r'):
        _exists(context, copy)
        source = context.array.volumes.by_id(physical_copies.check_resync(
            context.array, find_volume(context.array, copy)).id)
        task = physical_copies.resync(context.array, copy)
        return said(_started(context, source.name, copy, task))
    if not given.has('p') or bool(cpgs) is not given.has('online'):
        raise Refusal(assumptions.WRONG_ARGS.format(
            usage='createvvcopy -p <parent> [-online <dest_CPG>] <dest_VV>'))
    parent = given.get('p')
    if parent in context.array.volumesets and not given.has('online'):
        return _copy_set(context, given, parent, copy)
    _exists(context, parent)
    request: dict[str, Any] = {'destVolume': copy, **_priority(given)}
    if given.has('online'):
        request.update({'online': True, 'destCPG': cpgs[0], **{
            member: True for option, member in _KINDS.items()
            if given.has(option)}})
        if given.has('snp_cpg'):
            request['snapCPG'] = given.get('snp_cpg')
    else:
        _exists(context, copy)
        if given.has('s'):
            request['saveSnapshot'] = True
    if given.has('addtoset'):
        request['addToSet'] = given.get('addtoset')
    task = _copy(context, parent, request)
    return said(_started(context, parent, copy, task))


def _copy(context: Context, parent: str, request: dict[str, Any]) -> Task:
    from hpe3parclient.simulator.model.volumes import online_copies
    if request.get('online'):
        return online_copies.start(context.array, parent, request)
    return physical_copies.start(context.array, parent, request)


def _copy_set(context: Context, given: Arguments, parent: str,
              copy: str) -> Reply:
    request: dict[str, Any] = {'destVolume': copy, **_priority(given)}
    if given.has('s'):
        request['saveSnapshot'] = True
    before = {task.id for task in context.array.tasks}
    set_copies.start(context.array, parent, request)
    lines: list[str] = []
    for task in context.array.tasks:
        if task.id not in before:
            source, _, child = task.name.partition('->')
            lines.append(_started(context, source, child, task))
    return said(*lines)


@COMMANDS.add('creategroupvvcopy', '-p -r -halt -s -online -tpvv -tdvv '
              '-reduce -compr -pri <high|med|low>',
              '<VV_name:dest_VV[,...]>...', said=_SAID)
def creategroupvvcopy(context: Context, given: Arguments) -> Reply:
    """Copy several volumes; all of them are there, or none is copied."""
    _excludes(given, 'creategroupvvcopy', 'online',
              ('r', 'halt', 's', 'pri'))
    pairs = [part.split(':') for text in given.names
             for part in text.split(',')]
    names = [name for pair in pairs for name in (
        pair[:1] if given.has('online') else pair)]
    for name in names:
        if name not in context.array.volumes:
            raise Refusal(f' VV {name} not found')
    lines: list[str] = []
    if given.has('r', 'halt'):
        for pair in pairs:
            reply = createvvcopy(context, Arguments(
                {option: '' for option in ('r', 'halt')
                 if given.has(option)}, [pair[-1]]))
            lines += reply.out
        return said(*lines)
    if not given.has('p') or any(
            len(pair) != (3 if given.has('online') else 2)
            for pair in pairs):
        raise Refusal(assumptions.WRONG_ARGS.format(
            usage='creategroupvvcopy -p <VV_name>:<dest_VV> ...'))
    options = {name: value for name, value in given.options.items()
               if name != 'p'}
    for pair in pairs:
        lines += createvvcopy(context, Arguments(
            {**options, 'p': pair[0]}, pair[1:])).out
    return said(*lines)


@COMMANDS.add('promotevvcopy', '', '<VV_name|set:vvset>', said=_SAID)
def promotevvcopy(context: Context, given: Arguments) -> Reply:
    """Cut the tie between a copy and its parent."""
    array, name = context.array, given.names[0]
    if name.startswith('set:'):
        whole = array.volumesets.get(name[4:])
        if whole is None:
            raise Refusal(assumptions.NO_VVSET.format(name=name[4:]))
        copies = [array.volumes.by_id(number) for number in whole.members]
    else:
        copies = [find_volume(array, _exists(context, name))]
    for copy in copies:
        if copy.phys_parent_id is None:
            raise Refusal(assumptions.NO_COPY.format(name=copy.name))
        if copy.busy:
            raise Refusal(assumptions.COPY_BUSY.format(name=copy.name))
    for copy in copies:
        physical_copies.forget(array, copy)
    return said()


@COMMANDS.add('updatevv', '-ro -dr',
              '<VV_name|set:vvset>...', said=_SAID)
def updatevv(context: Context, given: Arguments) -> Reply:
    """Take snapshots anew under their names; asks unless told not to."""
    array = context.array
    names: list[str] = []
    for text in given.names:
        if text.startswith('set:'):
            whole = array.volumesets.get(text[4:])
            if whole is None:
                raise Refusal(assumptions.NO_VVSET.format(name=text[4:]))
            names += [array.volumes.by_id(number).name
                      for number in whole.members]
        else:
            names.append(_exists(context, text))
    if given.has('dr') or not (given.has('f') or context.confirm(
            assumptions.ASK_UPDATE.format(names=', '.join(names)))):
        return said()
    group_snapshots.update(array, {'volumeSnapshotList': names,
                                   'readOnly': given.has('ro')})
    return said(f'Updating VVs {" ".join(names)}')
