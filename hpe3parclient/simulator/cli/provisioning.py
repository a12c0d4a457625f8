"""Making and changing volumes: createvv, setvv, growvv, tunevv, freespace.

Everything goes by the rules of the web service: what it refuses is refused
here, too.
"""

from __future__ import annotations

import re
from typing import Any

from hpe3parclient.simulator.cli import assumptions
from hpe3parclient.simulator.cli.commands import Arguments, Family, Refusal
from hpe3parclient.simulator.cli.context import Context
from hpe3parclient.simulator.cli.reply import Reply, said
from hpe3parclient.simulator.cli.units import check_name, hours, mib, named
from hpe3parclient.simulator.model import metadata, tasks
from hpe3parclient.simulator.model.remotecopy import transfer
from hpe3parclient.simulator.model.volumes import modify, tunes
from hpe3parclient.simulator.model.volumes.create import create_volume
from hpe3parclient.simulator.model.volumes.lookup import find_volume

COMMANDS = Family()

_SAID = {'NON_EXISTENT_CPG': assumptions.NO_CPG_THERE,
         'EXISTENT_VOL': assumptions.VV_EXISTS}
_PERCENTS = {'usr_aw': 'usrSpcAllocWarningPct',
             'usr_al': 'usrSpcAllocLimitPct',
             'snp_aw': 'ssSpcAllocWarningPct',
             'snp_al': 'ssSpcAllocLimitPct'}
_POLICIES = {'stale_ss': ('staleSS', True), 'no_stale_ss': ('staleSS', False),
             'one_host': ('oneHost', True), 'no_one_host': ('oneHost', False),
             'zero_detect': ('zeroDetect', True),
             'no_zero_detect': ('zeroDetect', False)}
_COUNTED = re.compile(r'(.+)\.([0-9]{1,6})')
_SETTINGS = ('-comment <text> -exp <time> -retain <time> -pol <policies> '
             '-snp_cpg <CPG> -usr_aw <percent> -usr_al <percent> '
             '-snp_aw <percent> -snp_al <percent>')


def _settings(context: Context, given: Arguments) -> dict[str, Any]:
    """What createvv and setvv may both say of a volume."""
    request: dict[str, Any] = {
        member: given.number(option, 0)
        for option, member in _PERCENTS.items() if given.has(option)}
    if given.has('comment'):
        request['comment'] = given.get('comment')
    if given.has('snp_cpg'):
        request['snapCPG'] = given.get('snp_cpg')
    for option, member in (('exp', 'expirationHours'),
                           ('retain', 'retentionHours')):
        if given.has(option):
            request[member] = hours(given.get(option))
    if given.has('pol'):
        request['policies'] = policies(given.get('pol'))
    return request


def policies(text: str) -> dict[str, bool]:
    """Policies as the web service has them."""
    chosen: dict[str, bool] = {}
    for word in text.split(','):
        if word not in _POLICIES:
            raise Refusal(assumptions.POLICY.format(name=word))
        member, value = _POLICIES[word]
        chosen[member] = value
    return chosen


def retains(context: Context, given: Arguments, name: str) -> bool:
    """Whether a retention is meant: the volume then cannot be removed."""
    return not given.has('retain') or given.has('f') or context.confirm(
        assumptions.ASK_RETAIN.format(name=name))


def _kind(context: Context, given: Arguments) -> dict[str, bool]:
    kinds = {'tpvv': 'tpvv', 'tdvv': 'tdvv', 'reduce': 'reduce',
             'compr': 'compression'}
    if context.array.personality.reduce and given.has('tdvv'):
        kinds['tdvv'] = 'reduce'
    return {member: True for option, member in kinds.items()
            if given.has(option)}


def _create(context: Context, given: Arguments) -> Reply:
    cpg, first, size = given.names
    if given.number('minalloc', 256) < 256:
        raise Refusal(assumptions.MINALLOC)
    limit = context.array.personality.name_length
    count = given.number('cnt', 1)
    names = [first]
    if count > 1:
        match = _COUNTED.fullmatch(first)
        stem, start = (match[1], int(match[2])) if match else (first, 0)
        names = [f'{stem}.{start + at}' for at in range(count)]
    request = {**_settings(context, given), **_kind(context, given),
              'cpg': cpg, 'sizeMiB': mib(size)}
    if given.has('i'):
        request['id'] = given.number('i', 0)
    for name in names:
        check_name(name, limit, 'VV')
        if name in context.array.volumes:
            raise Refusal(assumptions.VV_EXISTS)
    if not retains(context, given, first):
        return said()
    for name in names:
        create_volume(context.array, {**request, 'name': name})
    return said()


@COMMANDS.add('createvv', f'-tpvv -tdvv -full -reduce -compr -cnt <number> '
              f'-i <id> -minalloc <MB> {_SETTINGS}',
              '<usr_CPG> <VV_name>[.<index>] <size>[g|G|t|T]',
              alone='-tpvv -tdvv -full -reduce', said=_SAID)
def createvv(context: Context, given: Arguments) -> Reply:
    """Make volumes."""
    return _create(context, given)


@COMMANDS.add('createtpvv', f'-reduce -compr -usrboundary -cnt <number> '
              f'-i <id> -minalloc <MB> {_SETTINGS}',
              '<usr_CPG> <VV_name>[.<index>] <size>[g|G|t|T]', said=_SAID)
def createtpvv(context: Context, given: Arguments) -> Reply:
    """Make thin volumes."""
    if not given.has('reduce'):
        given.options['tpvv'] = ''
    return _create(context, given)


@COMMANDS.add('growvv', '', '<VV_name> <size>[g|G|t|T]', said=_SAID)
def growvv(context: Context, given: Arguments) -> Reply:
    """Make a volume larger."""
    name, size = given.names
    if name not in context.array.volumes:
        raise Refusal(f'VV {name} not found')
    transfer.grow(context.array, name, mib(size))
    return said()


@COMMANDS.add('setvv', f'-name <name> -usr_cpg <CPG> -pat -setkv <key=value> '
              f'-clrkey <key> -clrallkeys {_SETTINGS}',
              '<VV_name|pattern>...', said=_SAID)
def setvv(context: Context, given: Arguments) -> Reply:
    """Change volumes."""
    array = context.array
    chosen = named(array.volumes, given, assumptions.VV_MISSING)
    request = _settings(context, given)
    if given.has('usr_cpg'):
        request['userCPG'] = given.get('usr_cpg')
    if given.has('name'):
        if len(chosen) != 1:
            raise Refusal(assumptions.ONE_NAME)
        request['newName'] = check_name(
            given.get('name'), array.personality.name_length, 'VV')
        if request['newName'] in array.volumes:
            raise Refusal(assumptions.VV_EXISTS)
    keys = given.has('setkv', 'clrkey', 'clrallkeys')
    if not request and not keys:
        raise Refusal(assumptions.NO_OPTION.format(command='setvv'))
    for volume in chosen:
        if keys:
            _change_keys(context, given, volume.name)
        if request and retains(context, given, volume.name):
            modify.modify(array, volume.name, request)
    return said()


def _change_keys(context: Context, given: Arguments, name: str) -> None:
    array = context.array
    volume = find_volume(array, name)
    if given.has('clrallkeys'):
        volume.metadata.clear()
    if given.has('clrkey'):
        metadata.delete(array, name, given.get('clrkey'))
    if given.has('setkv'):
        key, mark, value = given.get('setkv').partition('=')
        if not mark:
            raise Refusal(assumptions.KEY_VALUE.format(
                text=given.get('setkv')))
        volume.metadata.pop(key, None)
        metadata.create(array, name, {'key': key, 'value': value})


@COMMANDS.add('freespace', '-pat', '<VV_name|pattern>...')
def freespace(context: Context, given: Arguments) -> Reply:
    """Give unused room of volumes back; it has been given back already."""
    named(context.array.volumes, given, assumptions.NO_VOLUME)
    return said()


@COMMANDS.add('updatesnapspace', '', '[<VV_name>]...')
def updatesnapspace(context: Context, given: Arguments) -> Reply:
    """Account for the space of snapshots; prints the task."""
    chosen = named(context.array.volumes, given, assumptions.NO_VOLUME)
    name = chosen[0].name if len(chosen) == 1 else 'snapspace'
    task = tasks.start(context.array, name, 12, user=context.user,
                                   cancellable=False)
    return said(str(task.id))


@COMMANDS.add('checkvv', '-y -n -dedup_dryrun -compr_dryrun',
              '<VV_name>...', alone='-y -n')
def checkvv(context: Context, given: Arguments) -> Reply:
    """Check volumes; a dry run of deduplication is a task."""
    chosen = named(context.array.volumes, given, assumptions.NO_VOLUME)
    dry = given.has('dedup_dryrun', 'compr_dryrun')
    kind = 42 if given.has('dedup_dryrun') else 43 if dry else 13
    lines: list[str] = []
    for volume in chosen:
        task = tasks.start(context.array, volume.name, kind, user=context.user)
        lines.append(f'Task {task.id} started.')
    return said(*lines)


_TUNED = '-tpvv -tdvv -full -reduce'


@COMMANDS.add('tunevv', f'{_TUNED} -compr -keepvv <VV_name>',
              '<usr_cpg|snp_cpg|restart|rollback> <CPG|VV> [<VV_name>]',
              alone=_TUNED, said=_SAID)
def tunevv(context: Context, given: Arguments) -> Reply:
    """Move or convert a volume, as a task; asks unless told not to."""
    what = given.names[0]
    if what in ('restart', 'rollback'):
        # what a tune leaves behind, it takes along
        raise Refusal('Command failed',
                      f'error: No restart state for VV {given.names[1]}.')
    if what not in ('usr_cpg', 'snp_cpg') or len(given.names) != 3:
        raise Refusal(assumptions.WRONG_ARGS.format(
            usage='tunevv usr_cpg|snp_cpg <CPG> <VV_name>'))
    if given.has('keepvv') and not given.has(
            *_TUNED.replace('-', '').split()):
        raise Refusal(assumptions.KEEPVV)
    _, cpg, name = given.names
    if name not in context.array.volumes:
        raise Refusal(assumptions.NO_VOLUME.format(volume=name))
    request: dict[str, Any] = {
        'tuneOperation': 1 if what == 'usr_cpg' else 2,
        'userCPG' if what == 'usr_cpg' else 'snapCPG': cpg}
    for option, kind in (('tpvv', 1), ('full', 2), ('tdvv', 3),
                         ('reduce', 4)):
        if given.has(option):
            request['conversionOperation'] = kind
    if given.has('keepvv'):
        request['keepVV'] = given.get('keepvv')
    if given.has('compr'):
        request['compression'] = True
    if not given.has('f') and not context.confirm(
            assumptions.ASK_TUNE.format(name=name)):
        return said()
    task = tunes.tune(context.array, name, request)
    return said(f'Task {task.id} started.')
