"""Disks and cages: showpd, showcage, showspare, showpdch, admitpd, setpd."""

from __future__ import annotations

from collections.abc import Mapping

from hpe3parclient.simulator.cli import assumptions
from hpe3parclient.simulator.cli.commands import Arguments, Family, Refusal
from hpe3parclient.simulator.cli.context import Context
from hpe3parclient.simulator.cli.listing import Heading, Listing, pick
from hpe3parclient.simulator.cli.reply import Reply, joined, said
from hpe3parclient.simulator.model import hardware_space as space
from hpe3parclient.simulator.state.hardware.parts import MIB_PER_CHUNKLET
from hpe3parclient.simulator.state.hardware.state import (
    FAILED,
    NORMAL,
    Disk,
)

COMMANDS = Family()

_NONE = 'No PDs listed'
_MORE = ('>Id CagePos Type >RPM State Detailed_State >Size_MB >Free_MB A B '
         '>Capacity_GB >Volume_MB >Spare_MB >Unavail_MB >Failed_MB '
         'Node_WWN MFR Model Serial FW_Rev Protocol MediaType '
         'AdmissionTime >Chunklets')
_SUMS = ('Size_MB Free_MB Volume_MB Spare_MB Unavail_MB Failed_MB '
         'Chunklets')
_DISKS = {
    '3.1': Listing(
        '>Id CagePos Type >RPM State >Total=Size_MB >Free=Free_MB A B '
        '>Cap(GB)=Capacity_GB', _MORE,
        (Heading('Size(MB)', 'Size_MB', 'Free_MB'),
         Heading('Ports', 'A', 'B')), _SUMS, _NONE),
    '4': Listing(
        '>Id CagePos Type >RPM State >Total=Size_MB >Free=Free_MB A B '
        '>Capacity(GB)=Capacity_GB', _MORE,
        (Heading('Size(MiB)', 'Size_MB', 'Free_MB'),
         Heading('Ports', 'A', 'B')), _SUMS, _NONE),
    '10': Listing(
        '>Id CagePos Type >RPM State >Total=Size_MB >Free=Free_MB '
        '>Capacity(GB)=Capacity_GB', _MORE,
        (Heading('Size(MiB)', 'Size_MB', 'Free_MB'),), _SUMS, _NONE)}
_INVENTORY = Listing(
    '>Id CagePos State -Node_WWN- -MFR- -Model- -Serial- -FW_Rev- Protocol '
    'MediaType -AdmissionTime-', _MORE, none=_NONE)
_STATES = Listing('>Id CagePos Type -State- -Detailed_State-', _MORE,
                  none=_NONE)
_SPACE = {name: Listing(
    '>Id CagePos Type -State- >Size=Size_MB >Volume=Volume_MB '
    '>Spare=Spare_MB >Free=Free_MB >Unavail=Unavail_MB '
    '>Failed=Failed_MB', _MORE,
    (Heading(unit, 'Size_MB', 'Failed_MB'),), _SUMS, _NONE)
    for name, unit in (('3.1', '(MB)'), ('4', '(MiB)'))}
_CHUNKLETS = Listing(
    '>Id CagePos Type -State- >Total=Chunklets >OK=NrmUsedOK '
    '>Fail=NrmUsedFail >Free=NrmUnusedFree >Uninit=NrmUninit '
    '>Unavail=NrmUnavail >Fail=NrmUnusedFail >OK=SprUsedOK '
    '>Fail=SprUsedFail >Free=SprUnusedFree >Uninit=SprUninit '
    '>Fail=SprUnusedFail', _MORE,
    (Heading('Normal Chunklets', 'NrmUsedOK', 'NrmUnusedFail', level=1),
     Heading('Spare Chunklets', 'SprUsedOK', 'SprUnusedFail', level=1),
     Heading('Used', 'NrmUsedOK', 'NrmUsedFail'),
     Heading('Unused', 'NrmUnusedFree', 'NrmUnusedFail'),
     Heading('Used', 'SprUsedOK', 'SprUsedFail'),
     Heading('Unused', 'SprUnusedFree', 'SprUnusedFail')),
    _SUMS + ' NrmUsedOK NrmUsedFail NrmUnusedFree NrmUninit NrmUnavail '
    'NrmUnusedFail SprUsedOK SprUsedFail SprUnusedFree SprUninit '
    'SprUnusedFail', _NONE)
_PATHS = Listing(
    '>Id CagePos Type -State- A B', _MORE,
    (Heading('Paths', 'A', 'B'),), none=_NONE)
_TABLES = {**_DISKS, 'i': _INVENTORY, 's': _STATES, 'space': _SPACE['3.1'],
           'c': _CHUNKLETS}


@COMMANDS.add(
    'showpd', '-i -s -state -c -space -path -p -devtype <type> '
    '-cg <cage> -failed -degraded', '[<PD_ID>]...',
    alone='-i -s -state -c -space -path', tables=_TABLES)
def showpd(context: Context, given: Arguments) -> Reply:
    """Physical disks."""
    rows = _rows(context, given)
    for option, form in (('i', _INVENTORY), ('s', _STATES),
                         ('state', _STATES), ('c', _CHUNKLETS),
                         ('path', _PATHS)):
        if given.has(option):
            return context.listing(form, rows)
    if given.has('space'):
        return context.listing(_SPACE, rows)
    return context.listing(_DISKS, rows)


def _rows(context: Context, given: Arguments) -> list[Mapping[str, str]]:
    held = space.by_disk(context.array)
    kinds = given.get('devtype').split(',') if given.has('devtype') else None
    for kind in kinds or ():
        if kind not in ('FC', 'NL', 'SSD'):
            raise Refusal(assumptions.DEVICE_TYPE.format(value=kind))
    cages = given.get('cg').split(',') if given.has('cg') else None
    states = [state for state in ('failed', 'degraded') if given.has(state)]
    numbers = [_number(context, name) for name in given.names]
    return [_row(context, disk, held[disk.id])
            for disk in context.array.hardware.disks.values()
            if (kinds is None or disk.type in kinds)
            and (cages is None or str(disk.cage) in cages)
            and (not numbers or disk.id in numbers)
            and (not states
                 or context.array.hardware.state('pd', disk.id) in states)]


def _number(context: Context, text: str) -> int:
    if not (text.isascii() and text.isdigit()):
        raise Refusal(assumptions.NO_DISK.format(id=text))
    return int(text)


def _position(context: Context, disk: Disk) -> str:
    """Cage, magazine and disk; the newest arrays count bays from 1."""
    if context.generation == '10':
        return f'{disk.cage + 1}:{disk.bay + 1}'
    return f'{disk.cage}:{disk.bay}:0'


def _row(context: Context, disk: Disk, held: space.DiskSpace
         ) -> dict[str, str]:
    hardware = context.array.hardware
    state, model = hardware.state('pd', disk.id), disk.model
    path = '-----' if state == FAILED else '{}:0:1'
    node = disk.cage // 4 * 2
    return {
        'Id': str(disk.id), 'CagePos': _position(context, disk),
        'Type': disk.type, 'RPM': str(model.rpm) if model.rpm else 'N/A',
        'State': state, 'Detailed_State': _detail(state),
        'Size_MB': str(held.size), 'Free_MB': str(held.free),
        'Volume_MB': str(held.volume), 'Spare_MB': str(held.spare),
        'Unavail_MB': str(held.unavailable), 'Failed_MB': str(held.failed),
        'A': path.format(node) + ('' if state == FAILED else '*'),
        'B': path.format(node + 1), 'Capacity_GB': str(model.capacity_gb),
        'Node_WWN': disk.wwn, 'MFR': model.maker, 'Model': model.model,
        'Serial': disk.serial, 'FW_Rev': model.firmware,
        'Protocol': 'NVMe' if context.generation == '10' else 'SAS',
        'MediaType': 'SSD' if not model.rpm else 'Magnetic',
        'AdmissionTime': context.state.stamp(context.array.born),
        **_chunklets(held)}


def _detail(state: str) -> str:
    return {NORMAL: 'normal', FAILED: 'failed_hardware'}.get(
        state, 'missing_A_port')


def _chunklets(held: space.DiskSpace) -> dict[str, str]:
    size, used = held.size // MIB_PER_CHUNKLET, -(
        -held.volume // MIB_PER_CHUNKLET)
    spare = held.spare // MIB_PER_CHUNKLET
    lost = size if held.failed else 0
    return {
        'Chunklets': str(size), 'NrmUsedOK': str(used), 'NrmUsedFail': '0',
        'NrmUnusedFree': str(size - used - spare - lost), 'NrmUninit': '0',
        'NrmUnavail': '0', 'NrmUnusedFail': str(lost), 'SprUsedOK': '0',
        'SprUsedFail': '0', 'SprUnusedFree': str(spare), 'SprUninit': '0',
        'SprUnusedFail': '0'}


_CHUNKLET_LIST = Listing(
    '>PdId >Chnk LdName >LdCh State Usage Media Sp Cl From To',
    none=assumptions.NO_CHUNKLETS, trailer='')


@COMMANDS.add('showspare', '-used', tables=_CHUNKLET_LIST)
def showspare(context: Context, given: Arguments) -> Reply:
    """Spare chunklets, the first of each disk; none of them is in use."""
    rows: list[Mapping[str, str]] = []
    if not given.has('used'):
        rows = [_chunklet(disk, number, 'Y')
                for disk, first, last in _spares(context)
                for number in range(first, last)]
    return context.listing(_CHUNKLET_LIST, rows)


def _spares(context: Context) -> list[tuple[Disk, int, int]]:
    held = space.by_disk(context.array)
    return [(disk, held[disk.id].size // MIB_PER_CHUNKLET
             - held[disk.id].spare // MIB_PER_CHUNKLET,
             held[disk.id].size // MIB_PER_CHUNKLET)
            for disk in context.array.hardware.disks.values()]


def _chunklet(disk: Disk, number: int, spare: str) -> dict[str, str]:
    return {'PdId': str(disk.id), 'Chnk': str(number), 'LdName': '----',
            'LdCh': '---', 'State': 'normal', 'Usage': 'available',
            'Media': 'valid', 'Sp': spare, 'Cl': 'Y', 'From': '---',
            'To': '---'}


_CAGES = {
    '3.1': Listing(
        '>Id Name LoopA >Pos.A LoopB >Pos.B >Drives Temp RevA RevB Model '
        'Side', trailer=''),
    '3.3': Listing(
        '>Id Name LoopA >Pos.A LoopB >Pos.B >Drives Temp RevA RevB Model '
        'FormFactor', trailer=''),
    '10': Listing('>Id Name >Drives Temp Model FormFactor State',
                  trailer='')}
_SUPPLIES = Listing('PS -State- -ACState- -DCState- -Fan-', trailer='')
_DRIVES = Listing('>Drive -DeviceName- -State- >Temp(C) LoopStateA '
                  'LoopStateB', trailer='',
                  headings=(Heading('Drive Info', 'Drive', 'Temp(C)'),
                            Heading('PortA', 'LoopStateA', 'LoopStateA'),
                            Heading('PortB', 'LoopStateB', 'LoopStateB')))
_WORDS = {NORMAL: 'OK', FAILED: 'Failed'}


def word(state: str) -> str:
    """OK, Degraded or Failed."""
    return _WORDS.get(state, state.capitalize())


@COMMANDS.add('showcage', '-d', '[<cage_name>]...',
              tables=_CAGES)
def showcage(context: Context, given: Arguments) -> Reply:
    """Drive cages."""
    hardware = context.array.hardware
    cages = [cage for cage in hardware.cages
             if not given.names or f'cage{cage}' in given.names]
    unknown = [name for name in given.names if name not in [
        f'cage{cage}' for cage in hardware.cages]]
    if unknown:
        raise Refusal(assumptions.NO_CAGE.format(name=unknown[0]))
    table = context.listing(_CAGES, [_cage_row(context, cage)
                                     for cage in cages])
    if not given.has('d'):
        return table
    return joined(table, *(_detailed(context, cage) for cage in cages))


def cage_state(context: Context, cage: int) -> str:
    """The state of a cage; one that lacks a supply is degraded."""
    hardware = context.array.hardware
    own = hardware.state('cage', cage)
    parts = [hardware.state('cageps', f'{cage}:{number}')
             for number in (0, 1)]
    if own == NORMAL and any(part != NORMAL for part in parts):
        return 'degraded'
    return own


def _cage_row(context: Context, cage: int) -> dict[str, str]:
    hardware = context.array.hardware
    model = hardware.product.cage
    node = cage // 4 * 2
    number = f'cage{cage}'
    return {
        'Id': str(cage), 'Name': number, 'LoopA': f'{node}:0:1',
        'Pos.A': str(cage % 4), 'LoopB': f'{node + 1}:0:1',
        'Pos.B': str(cage % 4), 'Drives': str(sum(
            disk.cage == cage for disk in hardware.disks.values())),
        'Temp': '25-28', 'RevA': model.firmware, 'RevB': model.firmware,
        'Model': model.model, 'Side': 'n/a', 'FormFactor': model.form_factor,
        'State': cage_state(context, cage)}


def _detailed(context: Context, cage: int) -> Reply:
    hardware = context.array.hardware
    firmware = hardware.product.cage.firmware
    boards = [('Firmware_status', 'Current'), ('Product_Rev', firmware),
              ('State(self,partner)', 'OK,OK')]
    head = [f'-----------Cage detail info for cage{cage} ---------', '',
            f'OverallState: {cage_state(context, cage).capitalize()}', '',
            'Interface Board Info              Card0      Card1',
            *(f'    {name:<20}{value:>15}{value:>11}'
              for name, value in boards)]
    supplies = context.listing(_SUPPLIES, [
        _supply_row(context, cage, number) for number in (0, 1)])
    drives = context.listing(_DRIVES, [
        {'Drive': f'{disk.bay}:0', 'DeviceName': disk.wwn.lower(),
         'State': hardware.state('pd', disk.id).capitalize(),
         'Temp(C)': '30', **dict.fromkeys(
             ('LoopStateA', 'LoopStateB'),
             'OK' if hardware.state('pd', disk.id) != FAILED else '-')}
        for disk in hardware.disks.values() if disk.cage == cage])
    return joined(said(*head), supplies, drives)


def _supply_row(context: Context, cage: int, number: int) -> dict[str, str]:
    state = word(context.array.hardware.state('cageps', f'{cage}:{number}'))
    return {'PS': f'ps{number}', 'State': state, 'ACState': state,
            'DCState': state, 'Fan': 'OK'}


@COMMANDS.add('admitpd', '-nold -nopatch', '[<world_wide_name>]...')
def admitpd(context: Context, given: Arguments) -> Reply:
    """Admit new disks; there are none that wait."""
    return said('0 disks admitted')


@COMMANDS.add('dismisspd', '', '<PD_ID>...')
def dismisspd(context: Context, given: Arguments) -> Reply:
    """Dismiss disks that have failed."""
    hardware = context.array.hardware
    for name in given.names:
        if name not in hardware.parts('pd'):
            raise Refusal(assumptions.NO_DISK.format(id=name))
        raise Refusal(assumptions.DISK_IN_USE.format(id=name))
    return said()


def disk_header(context: Context) -> Listing:
    """The table that showpd prints without options."""
    return pick(_DISKS, context.generation)
