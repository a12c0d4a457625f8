"""CPGs: showcpg, createcpg, setcpg, removecpg, compactcpg."""

from __future__ import annotations

from typing import Any

from hpe3parclient.simulator.cli import assumptions
from hpe3parclient.simulator.cli.commands import Arguments, Family, Refusal
from hpe3parclient.simulator.cli.context import Context
from hpe3parclient.simulator.cli.layout import RAID_WORDS, layout_of
from hpe3parclient.simulator.cli.listing import Heading, Listing
from hpe3parclient.simulator.cli.reply import Reply, said
from hpe3parclient.simulator.cli.units import check_name, fits, mib, named
from hpe3parclient.simulator.model import capacity, tasks
from hpe3parclient.simulator.model import cpgs as model
from hpe3parclient.simulator.personality import FC, NL, SSD
from hpe3parclient.simulator.state.cpgs import Cpg

COMMANDS = Family()

_NONE = 'no cpgs listed'
_MORE = ('>Id Name Domain >Warn% >VVs >TPVVs >TDVVs >Usr >Snp >Usr_Total '
         '>Usr_Used >Snp_Total >Snp_Used >Adm_Total >Adm_Used >Used >Free '
         '>Total >Base >Warn_MB >Limit_MB >Grow_MB DevType RAID >SetSize HA '
         'CreationTime State')
_SUMS = ('VVs TPVVs TDVVs Usr Snp Usr_Total Usr_Used Snp_Total Snp_Used '
         'Adm_Total Adm_Used Used Free Total Base')


def _old(volumes: str) -> Listing:
    return Listing(
        f'>Id Name >Warn% {volumes} >Usr >Snp >Total=Usr_Total '
        '>Used=Usr_Used >Total=Snp_Total >Used=Snp_Used >Total=Adm_Total '
        '>Used=Adm_Used', _MORE, (
            Heading('(MB)', 'Usr_Total', 'Adm_Used', level=1),
            Heading('Volumes', 'VVs', volumes.split('>')[-1].strip()),
            Heading('Usage', 'Usr', 'Snp'),
            Heading('Usr', 'Usr_Total', 'Usr_Used'),
            Heading('Snp', 'Snp_Total', 'Snp_Used'),
            Heading('Adm', 'Adm_Total', 'Adm_Used')),
        ' '.join(_SUMS.split()[5:]), _NONE)


def _newer(columns: str, unit: str, first: str) -> Listing:
    return Listing(
        f'>Id Name >Warn% >VVs >TPVVs >TDVVs {columns}', _MORE, (
            Heading('Volumes', 'VVs', 'TDVVs'),
            Heading('Usage', 'Usr', 'Snp'),
            Heading(f'({unit})', first, 'Total')),
        ' '.join(_SUMS.split()[5:]), _NONE)


_CPGS = {
    '3.1': _old('>VVs >TPVVs'), '3.2': _old('>VVs >TPVVs >TDVVs'),
    '3.3': _newer('>Usr >Snp >Base >Snp=Snp_Used >Free >Total', 'MB',
                  'Base'),
    '4': _newer('>Base >Snp=Snp_Used >Free >Total', 'MiB', 'Base'),
    '10': _newer('>Used >Free >Total', 'MiB', 'Used')}
_GROWTH = {unit: Listing(
    '>Id Name >Warn=Warn_MB >Limit=Limit_MB >Grow=Grow_MB Args', _MORE,
    (Heading(f'({unit})', 'Warn_MB', 'Grow_MB'),), none=_NONE)
    for unit in ('MB', 'MiB')}
_SPACE = {unit: Listing(
    '>Id Name >Base >Snp=Snp_Used >Free >Total >Adm_Total >Adm_Used', _MORE,
    (Heading(f'({unit})', 'Base', 'Adm_Used'),), _SUMS, _NONE)
    for unit in ('MB', 'MiB')}
_DETAILS = Listing(
    '>Id Name Domain DevType RAID >SetSize HA >Used >Free >Total State '
    '-CreationTime-', _MORE, sums='Used Free Total', none=_NONE)
_HISTORY = Listing('-TimeCalculated- >Id Name >Used >Free >Total', _MORE,
                   none=_NONE, trailer='')
_DEVICES = {FC: 'FC', NL: 'NL', SSD: 'SSD'}


def _row(context: Context, cpg: Cpg) -> dict[str, str]:
    array = context.array
    size = capacity.grown(cpg, cpg.usage)
    kinds = [array.volumes.by_id(number).provisioning
             for number in cpg.users]
    total = size.user + size.data
    used = size.user + cpg.usage.snap
    return {
        'Id': str(cpg.id), 'Name': cpg.name, 'Domain': cpg.domain or '-',
        'Warn%': str(cpg.warn_percent or '-'), 'VVs': str(len(cpg.users)),
        'TPVVs': str(kinds.count(2)), 'TDVVs': str(kinds.count(6)),
        'Usr': str(len(cpg.users)), 'Snp': str(len(cpg.snap_users)),
        'Usr_Total': str(size.user), 'Usr_Used': str(size.user),
        'Snp_Total': str(size.data), 'Snp_Used': str(cpg.usage.snap),
        'Adm_Total': str(size.admin), 'Adm_Used': str(cpg.usage.admin),
        'Used': str(used), 'Free': str(total - used), 'Total': str(total),
        'Base': str(size.user), 'Warn_MB': _or_dash(cpg.warning),
        'Limit_MB': _or_dash(cpg.limit), 'Grow_MB': str(cpg.increment),
        'DevType': _DEVICES[cpg.disk_type], 'RAID': RAID_WORDS[cpg.raid],
        'SetSize': str(cpg.set_size), 'HA': _ha(cpg),
        'CreationTime': context.state.stamp(array.born),
        'State': array.hardware.space_state(cpg.disk_type),
        'Args': f'-t {RAID_WORDS[cpg.raid]} -ha {_ha(cpg)} -ssz '
                f'{cpg.set_size} -p -devtype {_DEVICES[cpg.disk_type]}',
        'TimeCalculated': context.state.stamp()}


def _or_dash(value: object) -> str:
    return '-' if value is None else str(value)


def _ha(cpg: Cpg) -> str:
    return {1: 'port', 2: 'cage', 3: 'mag'}.get(cpg.ha, 'cage')


@COMMANDS.add('showcpg', '-d -s -sag -sdg -hist -alert -domain <domain>',
              '[<CPG_name|pattern>]...',
              alone='-d -s -sag -sdg -hist -alert', tables=_CPGS)
def showcpg(context: Context, given: Arguments) -> Reply:
    """CPGs: their volumes, their space, their growth."""
    chosen = [cpg for cpg in context.array.cpgs
              if fits(cpg.name, given.names)
              and (not given.has('domain') or fits(
                  cpg.domain or '-', given.get('domain').split(',')))]
    if context.generation == '10':
        chosen.sort(key=lambda cpg: cpg.name)
    rows = [_row(context, cpg) for cpg in chosen]
    unit = context.unit
    if given.has('sag'):
        for row, cpg in zip(rows, chosen):
            row.update({'Warn_MB': '-', 'Limit_MB': '-',
                        'Grow_MB': str(cpg.admin_increment), 'Args':
                        f'-ha {_ha(cpg)} -p -devtype '
                        f'{_DEVICES[cpg.disk_type]}'})
    if given.has('sag', 'sdg', 'alert'):
        return context.listing(_GROWTH[unit], rows)
    if given.has('s'):
        return context.listing(_SPACE[unit], rows)
    if given.has('d'):
        return context.listing(_DETAILS, rows)
    if given.has('hist'):
        return context.listing(_HISTORY, rows)
    return context.listing(_CPGS, rows)


_LAYOUT = '-t <RAID> -ssz <size> -ha <level> -p -devtype <type>'
_SAID = {'EXISTENT_CPG': assumptions.CPG_EXISTS,
         'NON_EXISTENT_DOMAIN': assumptions.DOMAIN_MISSING}


def _growth(given: Arguments) -> dict[str, Any]:
    """Growth as the web service has it; 0 is off."""
    request: dict[str, Any] = {}
    for option, member in (('sdgs', 'growthIncrementMiB'),
                           ('sdgl', 'growthLimitMiB'),
                           ('sdgw', 'usedLDWarningAlertMiB')):
        if given.has(option):
            request[member] = mib(given.get(option))
    if not 0 <= given.number('aw', 0) <= 100:
        raise Refusal(assumptions.NOT_A_NUMBER.format(
            option='aw', value=given.get('aw')))
    return request


@COMMANDS.add('createcpg', '-domain <domain> -sdgs <size> -sdgl <size> '
              f'-sdgw <size> -aw <percent> {_LAYOUT}', '<CPG_name>',
              said=_SAID)
def createcpg(context: Context, given: Arguments) -> Reply:
    """Make a CPG; it is empty and grows."""
    name = check_name(given.names[0], context.array.personality.name_length,
                      'CPG')
    request = {'name': name, **_growth(given), 'LDLayout': layout_of(given)}
    domain = given.get('domain', context.settings.get('currentdomain', ''))
    if domain:
        request['domain'] = domain
    cpg = model.create(context.array, request)
    cpg.warn_percent = given.number('aw', 0)
    return said()


@COMMANDS.add('setcpg', '-name <name> -sdgs <size> -sdgl <size> '
              f'-sdgw <size> -aw <percent> {_LAYOUT}', '<CPG_name>',
              said=_SAID)
def setcpg(context: Context, given: Arguments) -> Reply:
    """Change a CPG."""
    name = given.names[0]
    _find(context, name)
    request = _growth(given)
    for member, removal in (('growthLimitMiB', 'rmGrowthLimit'),
                            ('usedLDWarningAlertMiB', 'rmWarningAlert')):
        if request.get(member) == 0:
            del request[member]
            request[removal] = True
    if request.get('growthIncrementMiB') == 0:
        del request['growthIncrementMiB']
        request['disableAutoGrow'] = True
    if given.has('name'):
        request['newName'] = check_name(
            given.get('name'), context.array.personality.name_length, 'CPG')
    layout = layout_of(given)
    if layout:
        request['LDLayout'] = layout
    if not request and not given.has('aw'):
        raise Refusal(assumptions.NO_OPTION.format(command='setcpg'))
    cpg = _find(context, name)
    if request:
        cpg = model.modify(context.array, name, request)
    cpg.warn_percent = given.number('aw', cpg.warn_percent)
    return said()


def _find(context: Context, name: str) -> Cpg:
    cpg = context.array.cpgs.get(name)
    if cpg is None:
        raise Refusal(assumptions.NO_CPG.format(name=name))
    return cpg


@COMMANDS.add('removecpg', '-pat', '<CPG_name|pattern>...')
def removecpg(context: Context, given: Arguments) -> Reply:
    """Remove CPGs; asks unless told not to."""
    for cpg in named(context.array.cpgs, given, assumptions.NO_CPG):
        if cpg.users or cpg.snap_users:
            raise Refusal(assumptions.CPG_IN_USE.format(name=cpg.name))
        if given.has('f') or context.confirm(
                assumptions.ASK_REMOVE.format(what='cpg', name=cpg.name)):
            model.delete(context.array, cpg.name)
    return said()


@COMMANDS.add('compactcpg', '-pat -trimonly', '<CPG_name|pattern>...')
def compactcpg(context: Context, given: Arguments) -> Reply:
    """Give room back; asks unless told not to, and starts a task for each."""
    lines: list[str] = []
    for cpg in named(context.array.cpgs, given, assumptions.NO_CPG):
        if given.has('f') or context.confirm(assumptions.ASK_COMPACT.format(
                name=cpg.name)):
            task = tasks.start(context.array, cpg.name, 10, user=context.user)
            lines.append(assumptions.COMPACTING.format(
                name=cpg.name, id=task.id))
    return said(*lines)
