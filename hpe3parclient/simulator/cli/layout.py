"""Logical disks and space: showld, showspace.

The model lays out CPGs, not logical disks: what is shown is what a CPG's
space amounts to, one logical disk for each kind of space and pair of nodes.
"""

from __future__ import annotations

from dataclasses import dataclass

from hpe3parclient.simulator.cli import assumptions
from hpe3parclient.simulator.cli.commands import Arguments, Family, Refusal
from hpe3parclient.simulator.cli.context import Context
from hpe3parclient.simulator.cli.listing import Heading, Listing
from hpe3parclient.simulator.cli.reply import Reply
from hpe3parclient.simulator.cli.units import fits
from hpe3parclient.simulator.model import capacity, cpgs
from hpe3parclient.simulator.personality import FC, NL, R0, R1, R5, R6, SSD
from hpe3parclient.simulator.state.cpgs import Cpg

COMMANDS = Family()

RAID_WORDS = {R0: 'r0', R1: 'r1', R5: 'r5', R6: 'r6'}
_KINDS = {'FC': FC, 'NL': NL, 'SSD': SSD}
_MORE = ('>Id Name RAID State Detailed_State Own >Size_MB >Used_MB Use Lgct '
         'LgId WThru MapV CPG Domain >RSize_MB >SetSz Avail CreationTime')
_NONE = 'no lds listed'
_SUMS = 'Size_MB Used_MB RSize_MB'
_DISKS = Listing(
    '>Id Name RAID -Detailed_State- Own >SizeMB=Size_MB >UsedMB=Used_MB Use '
    'Lgct LgId WThru MapV', _MORE, sums=_SUMS, none=_NONE)
_OF_CPG = Listing(
    '>Id Name RAID -Detailed_State- Own >SizeMB=Size_MB >UsedMB=Used_MB Use '
    'WThru MapV', _MORE, sums=_SUMS, none=_NONE)
_STATES = Listing('>Id Name -State- -Detailed_State-', _MORE, none=_NONE)
_DETAILS = Listing(
    '>Id Name CPG RAID Own >SizeMB=Size_MB >RSizeMB=RSize_MB >SetSz Avail '
    '-CreationTime-', _MORE, sums=_SUMS, none=_NONE)


@dataclass(frozen=True)
class LogicalDisk:
    """One logical disk."""

    id: int
    name: str
    cpg: Cpg
    raid: int
    state: str
    owners: str
    size: int
    used: int
    #: C,SA or C,SD: what the CPG uses it for
    use: str


def disks_of(context: Context) -> list[LogicalDisk]:
    """Every logical disk."""
    disks: list[LogicalDisk] = []
    for cpg in context.array.cpgs:
        size = capacity.grown(cpg, cpg.usage)
        parts = (('sa', R1, size.admin, cpg.usage.admin),
                 ('sd', cpg.raid, size.user + size.data,
                  size.user + cpg.usage.snap))
        for kind, raid, total, used in parts:
            disks += _laid_out(context, cpg, kind, raid, total, used,
                               len(disks))
    return disks


def _laid_out(context: Context, cpg: Cpg, kind: str, raid: int, total: int,
              used: int, first: int) -> list[LogicalDisk]:
    """The space of one kind, spread over the nodes."""
    nodes = list(context.array.hardware.nodes)
    state = context.array.hardware.space_state(cpg.disk_type)
    disks: list[LogicalDisk] = []
    for node in nodes:
        size = total // len(nodes) + (node < total % len(nodes))
        filled = used // len(nodes) + (node < used % len(nodes))
        if size:
            disks.append(LogicalDisk(
                first + len(disks), f'tp-{cpg.id}-{kind}-0.{node}', cpg,
                raid, state, f'{node}/{node ^ 1}', size, filled,
                f'C,{kind.upper()}'))
    return disks


@COMMANDS.add('showld', '-state -s -d -cpg <CPG> -vv <VV> -degraded '
              '-failed', '[<LD_name|pattern>]...', alone='-state -s -d',
              tables=_DISKS)
def showld(context: Context, given: Arguments) -> Reply:
    """Logical disks."""
    disks = [disk for disk in disks_of(context)
             if fits(disk.name, given.names)]
    if given.has('cpg'):
        patterns = given.get('cpg').split(',')
        disks = [disk for disk in disks if fits(disk.cpg.name, patterns)]
    if given.has('vv'):
        disks = _of_volume(context, disks, given.get('vv'))
    states = [state for state in ('degraded', 'failed') if given.has(state)]
    rows = [_row(context, disk) for disk in disks
            if not states or disk.state in states]
    if given.has('state', 's'):
        return context.listing(_STATES, rows)
    if given.has('d'):
        return context.listing(_DETAILS, rows)
    return context.listing(_OF_CPG if given.has('cpg') else _DISKS, rows)


def _of_volume(context: Context, disks: list[LogicalDisk], name: str
               ) -> list[LogicalDisk]:
    volume = context.array.volumes.get(name)
    if volume is None:
        raise Refusal(assumptions.NO_VOLUME.format(volume=name))
    base = context.array.volumes.by_id(volume.base_id)
    return [disk for disk in disks
            if disk.cpg.id in (base.user_cpg, base.snap_cpg)]


def _row(context: Context, disk: LogicalDisk) -> dict[str, str]:
    raw = capacity.raw(disk.raid, disk.cpg.set_size if disk.use == 'C,SD'
                       else 3, disk.size)
    return {
        'Id': str(disk.id), 'Name': disk.name,
        'RAID': str(int(RAID_WORDS[disk.raid][1:])),
        'State': disk.state, 'Detailed_State': disk.state,
        'Own': disk.owners, 'Size_MB': str(disk.size),
        'Used_MB': str(disk.used), 'Use': disk.use, 'Lgct': '0',
        'LgId': '---', 'WThru': 'N', 'MapV': 'Y' if disk.used else 'N',
        'CPG': disk.cpg.name, 'Domain': disk.cpg.domain or '-',
        'RSize_MB': str(raw), 'SetSz': str(disk.cpg.set_size),
        'Avail': {1: 'port', 2: 'cage', 3: 'mag'}.get(disk.cpg.ha, 'cage'),
        'CreationTime': context.state.stamp(context.array.born)}


_SPACE = {unit: Listing(
    'Name >RawFree >UsableFree', trailer='',
    headings=(Heading(f'Estimated({unit})', 'RawFree', 'UsableFree'),))
    for unit in ('MB', 'MiB')}


@COMMANDS.add('showspace', '-cpg <CPG> -t <RAID> -ssz <size> -ha <level> -p '
              '-devtype <type>', tables=_SPACE)
def showspace(context: Context, given: Arguments) -> Reply:
    """Room for more, in a CPG or in a layout."""
    array = context.array
    if given.has('cpg'):
        patterns = given.get('cpg').split(',')
        chosen = [cpg for cpg in array.cpgs if fits(cpg.name, patterns)]
        if not chosen:
            raise Refusal(assumptions.NO_CPG.format(name=given.get('cpg')))
        rows = [_room(context, cpg.name, cpg.disk_type, cpg.raid,
                      cpg.set_size) for cpg in chosen]
    else:
        layout = cpgs.check_layout(array, layout_of(given))
        rows = [_room(context, '--', layout.disk_type, layout.raid,
                      layout.set_size)]
    return context.listing(_SPACE[context.unit], rows)


def _room(context: Context, name: str, disk_type: int, raid: int,
          set_size: int) -> dict[str, str]:
    free = max(capacity.raw_free(context.array, disk_type), 0)
    return {'Name': name, 'RawFree': str(free),
            'UsableFree': str(capacity.usable(raid, set_size, free))}


def layout_of(given: Arguments) -> dict[str, object]:
    """LDLayout, as the web service has it, of the options of a CPG."""
    layout: dict[str, object] = {}
    if given.has('t'):
        raids = {word: number for number, word in RAID_WORDS.items()}
        if given.get('t') not in raids:
            raise Refusal(assumptions.RAID.format(value=given.get('t')))
        layout['RAIDType'] = raids[given.get('t')]
    if given.has('ssz'):
        layout['setSize'] = given.number('ssz', 0)
    if given.has('ha'):
        levels = {'port': 1, 'cage': 2, 'mag': 3}
        if given.get('ha') not in levels:
            raise Refusal(assumptions.HA.format(value=given.get('ha')))
        layout['HA'] = levels[given.get('ha')]
    if given.has('devtype'):
        if given.get('devtype') not in _KINDS:
            raise Refusal(assumptions.DEVICE_TYPE.format(
                value=given.get('devtype')))
        layout['diskPatterns'] = [
            {'diskType': _KINDS[given.get('devtype')]}]
    return layout
