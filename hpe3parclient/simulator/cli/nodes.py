"""Controller nodes: shownode, showeeprom, showbattery, shownodeenv.

Also showinventory, which prints all their tables one after another.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Callable

from hpe3parclient.simulator.cli import assumptions, ports
from hpe3parclient.simulator.cli import hardware as disks
from hpe3parclient.simulator.cli.commands import Arguments, Family, Refusal
from hpe3parclient.simulator.cli.context import Context
from hpe3parclient.simulator.cli.hardware import word
from hpe3parclient.simulator.cli.listing import Heading, Listing
from hpe3parclient.simulator.cli.reply import Reply, joined, said
from hpe3parclient.simulator.model.system import master_node
from hpe3parclient.simulator.state.hardware.state import FAILED, NORMAL

COMMANDS = Family()

_MORE = ('>Node Name State Detailed_State Master InCluster Service_LED LED '
         '>Control_Mem >Data_Mem >Available Up_Since Encl:Bay Mem(MiB)')
_NODES = {
    '3.1': Listing(
        '>Node -Name- -State- Master InCluster -Service_LED -LED- '
        '>Mem(MB)=Control_Mem >Mem(MB)=Data_Mem >Available(%)=Available',
        _MORE, (Heading('Control', 'Control_Mem', 'Control_Mem', False),
                Heading('Data', 'Data_Mem', 'Data_Mem', False),
                Heading('Cache', 'Available', 'Available', False)),
        trailer=''),
    '4': Listing(
        '>Node -Name- -State- Master InCluster -Service_LED -LED- '
        '>Mem(MiB)=Control_Mem >Mem(MiB)=Data_Mem >Available(%)=Available',
        _MORE, (Heading('Control', 'Control_Mem', 'Control_Mem', False),
                Heading('Data', 'Data_Mem', 'Data_Mem', False),
                Heading('Cache', 'Available', 'Available', False)),
        trailer=''),
    '10': Listing(
        '>Node -Name- >Encl:Bay Master InCluster >Mem(MiB) -Up_Since-',
        _MORE, trailer='')}
_STATES = Listing('>Node -State- -Detailed_State-', _MORE, trailer='')
_UPTIME = Listing('>Node -Up~Since-=Up_Since', _MORE, trailer='')


def _titled(name: str, columns: str) -> Listing:
    """A table under one heading over all its columns."""
    plain = Listing(columns, trailer='')
    return Listing(columns, trailer='', headings=(
        Heading(name, plain.printed[0], plain.printed[-1]),))


_CPUS = _titled('CPUs', '>Node >CPU -Manufacturer- -Serial- '
                        '>CPUSpeed(MHz) >BusSpeed(MHz)')
_MEMORY = _titled('Physical Memory', '>Node Riser >Slot -SlotID- -Name- -Usage- '
                  '-Type- -Manufacturer- -Serial- -Latency- >Size(MB)')
_CARDS = _titled('PCI Cards', '>Node >Slot Type -Manufacturer- -Model- '
                 '-Serial- -Rev- Firmware')
_DRIVES = _titled('Internal Drives', '>Node >Drive -Manufacturer- -Model- '
                  '-Serial- -FW_Rev- >Size(MB) ifType SedState')
_SUPPLIES = Listing('>Node PS -Assem_Part- -Assem_Serial- ACState DCState '
                    'PSState', trailer='')
_BATTERIES = Listing(
    '>Node PS >Bat Assem_Serial -State- >ChrgLvl(%) -ExpDate- Expired '
    'Testing', trailer='')
_BATTERY_STATES = Listing('>Node PS >Bat -State- -Detailed_State-',
                          trailer='')
_FANS = Listing('>Node >Fan -Position- -State- -Speed-', trailer='')
_INVENTORY = Listing('>Node -Name- -Manufacturer- -Assem_Part- '
                     '-Assem_Serial- -Model-', trailer='')
_ENVIRONMENT = Listing('>-Measurement- >-Reading- >-Lo_Limit- >-Hi_Limit- '
                       '-Status-', trailer='')

Rows = Callable[[Context, int], 'list[Mapping[str, str]]']


def node_state(context: Context, node: int) -> tuple[str, str]:
    """OK, Degraded or Failed, and what is the matter."""
    hardware = context.array.hardware
    own = hardware.state('node', node)
    if own == FAILED:
        return 'Failed', 'Offline'
    for kind, parts, detail in (
            ('ps', _supplies_of(node), 'PS_Failed'),
            ('battery', [f'{part}:0' for part in _supplies_of(node)],
             'Battery_Failed'),
            ('fan', [f'{node}:{number}' for number in range(
                hardware.product.node.fans)], 'Fan_Failed')):
        if any(hardware.state(kind, part) != NORMAL for part in parts):
            return 'Degraded', detail
    return ('OK', 'OK') if own == NORMAL else ('Degraded', 'Degraded')


def _supplies_of(node: int) -> list[str]:
    return [f'{node // 2}:{number}' for number in (0, 1)]


def _row(context: Context, node: int) -> dict[str, str]:
    array = context.array
    personality, model = array.personality, array.hardware.product.node
    state, detail = node_state(context, node)
    up = state != 'Failed'
    return {
        'Node': str(node), 'Name': f'{personality.serial_number}-{node}',
        'State': state, 'Detailed_State': detail,
        'Master': 'Yes' if node == master_node(array) else 'No',
        'InCluster': 'Yes' if up else 'No',
        'Service_LED': 'Off' if state == 'OK' else 'Amber',
        'LED': 'GreenBlnk' if up else 'AmberBlnk',
        'Control_Mem': str(model.control_mib),
        'Data_Mem': str(model.data_mib), 'Available': '100' if up else '0',
        'Mem(MiB)': str(model.control_mib + model.data_mib),
        'Up_Since': context.state.stamp(array.born) if up else '--',
        'Encl:Bay': f'1:{node + 1}'}


def _cpu_rows(context: Context, node: int) -> list[Mapping[str, str]]:
    model = context.array.hardware.product.node
    return [{'Node': str(node), 'CPU': str(number),
             'Manufacturer': model.maker, 'Serial': model.processor,
             'CPUSpeed(MHz)': str(model.processor_mhz),
             'BusSpeed(MHz)': model.bus_mhz}
            for number in range(model.processors)]


def _memory_rows(context: Context, node: int) -> list[Mapping[str, str]]:
    model = context.array.hardware.product.node
    return [{'Node': str(node), 'Riser': name, 'Slot': '0', 'SlotID': 'J0155',
             'Name': f'DIMM0.{number}', 'Usage': usage, 'Type': 'DDR4_SDRAM',
             'Manufacturer': 'Micron', 'Serial': f'{node}{number}A7CF96',
             'Latency': 'CL15.0', 'Size(MB)': str(size)}
            for number, (name, usage, size) in enumerate((
                ('CC', 'Control', model.control_mib),
                ('DC', 'Data', model.data_mib)))]


def _card_rows(context: Context, node: int) -> list[Mapping[str, str]]:
    kinds = {1: 'FC', 2: 'iSCSI', 5: 'SAS', 4: 'Eth', 6: 'NVMe'}
    slots = {port.pos.slot: kinds[port.protocol]
             for port in context.array.ports.values()
             if port.pos.node == node}
    return [{'Node': str(node), 'Slot': str(slot), 'Type': kind,
             'Manufacturer': ports.brand(kind)[0],
             'Model': ports.brand(kind)[1], 'Serial': 'Onboard',
             'Rev': ports.brand(kind)[2], 'Firmware': ports.brand(kind)[3]}
            for slot, kind in sorted(slots.items())]


def _drive_rows(context: Context, node: int) -> list[Mapping[str, str]]:
    return [{'Node': str(node), 'Drive': '0', 'Manufacturer': 'SanDisk',
             'Model': 'DX300064A5xnEMLC', 'Serial': f'B73150{node:02d}',
             'FW_Rev': 'X2200400', 'Size(MB)': '61247', 'ifType': 'SATA',
             'SedState': 'notcapable'}]


def _supply_rows(context: Context, node: int) -> list[Mapping[str, str]]:
    """Supplies serve a pair of nodes: they are shown with the first."""
    if node % 2:
        return []
    model = context.array.hardware.product.node
    rows: list[Mapping[str, str]] = []
    for number, part in enumerate(_supplies_of(node)):
        state = word(context.array.hardware.state('ps', part))
        rows.append({
            'Node': f'{node},{node + 1}', 'PS': str(number),
            'Assem_Part': model.supply_part,
            'Assem_Serial': _serial(context, part), 'ACState': state,
            'DCState': state, 'PSState': state})
    return rows


def _serial(context: Context, part: str) -> str:
    tail = context.array.personality.system_id % 100000
    return f'5CQLQA{tail:05d}{part[0]}{part[2]}'


def _battery_rows(context: Context, node: int) -> list[Mapping[str, str]]:
    if node % 2:
        return []
    rows: list[Mapping[str, str]] = []
    for number, part in enumerate(_supplies_of(node)):
        state = context.array.hardware.state('battery', f'{part}:0')
        rows.append({
            'Node': f'{node},{node + 1}', 'PS': str(number), 'Bat': '0',
            'Assem_Serial': _serial(context, part), 'State': word(state),
            'Detailed_State': 'normal' if state == NORMAL else state,
            'ChrgLvl(%)': '0' if state == FAILED else '100',
            'ExpDate': 'n/a', 'Expired': 'No', 'Testing': 'No'})
    return rows


def _fan_rows(context: Context, node: int) -> list[Mapping[str, str]]:
    hardware = context.array.hardware
    return [{'Node': str(node), 'Fan': str(number),
             'Position': ('Left', 'Right')[number % 2],
             'State': word(hardware.state('fan', f'{node}:{number}')),
             'Speed': 'Normal'}
            for number in range(hardware.product.node.fans)]


def _inventory_rows(context: Context, node: int
                    ) -> list[Mapping[str, str]]:
    personality = context.array.personality
    return [{'Node': str(node), 'Name': f'{personality.serial_number}-{node}',
             'Manufacturer': 'FXN', 'Assem_Part': '683246-001',
             'Assem_Serial': f'PDHWTA8LM5V0{node:02d}', 'Model': personality.model}]


_SECTIONS: Mapping[str, tuple[Listing, Rows]] = {
    'cpu': (_CPUS, _cpu_rows), 'mem': (_MEMORY, _memory_rows),
    'pci': (_CARDS, _card_rows), 'drive': (_DRIVES, _drive_rows),
    'ps': (_SUPPLIES, _supply_rows), 'fan': (_FANS, _fan_rows),
    'i': (_INVENTORY, _inventory_rows)}


@COMMANDS.add(
    'shownode', '-s -state -d -ps -mem -cpu -pci -drive -fan -i -uptime '
    '-verbose', '[<node_ID>]...',
    alone='-s -state -d -ps -mem -cpu -pci -drive -fan -i -uptime',
    tables=_NODES)
def shownode(context: Context, given: Arguments) -> Reply:
    """Controller nodes and what they are made of."""
    chosen = _chosen(context, given)
    if given.has('d'):
        return _details(context, chosen)
    for option in _SECTIONS:
        if not given.has(option):
            continue
        if option == 'ps' and given.has('verbose'):
            return _verbose_supplies(context, chosen)
        return _section(context, option, chosen)
    rows = [_row(context, node) for node in chosen]
    if given.has('s', 'state'):
        return context.listing(_STATES, rows)
    if given.has('uptime'):
        return context.listing(_UPTIME, rows)
    if given.has('verbose'):
        return joined(*(_verbose(row) for row in rows))
    return context.listing(_NODES, rows)


def _chosen(context: Context, given: Arguments) -> list[int]:
    nodes = context.array.hardware.nodes
    for name in given.names:
        if name not in map(str, nodes):
            raise Refusal(assumptions.NO_NODE.format(id=name))
    return [node for node in nodes
            if not given.names or str(node) in given.names]


def _section(context: Context, name: str, nodes: list[int]) -> Reply:
    listing, rows = _SECTIONS[name]
    return context.listing(listing, [
        row for node in nodes for row in rows(context, node)])


def _details(context: Context, nodes: list[int]) -> Reply:
    table = context.listing(_NODES, [_row(context, node) for node in nodes])
    return joined(table, *(_section(context, name, nodes) for name in (
        'pci', 'cpu', 'mem', 'drive', 'ps', 'fan')))


def block(title: str, pairs: Mapping[str, str]) -> list[str]:
    """Lines of names and values under a title."""
    width = max(map(len, pairs))
    return [title, *(f'{name:<{width}} : {value}'
                     for name, value in pairs.items())]


def _verbose(row: Mapping[str, str]) -> Reply:
    return said(*block('-' * 18 + f'Node {row["Node"]}' + '-' * 18, {
        'Node Name': row['Name'], 'Node State': row['State'],
        'Detailed State': row['Detailed_State'], 'Master': row['Master'],
        'In Cluster': row['InCluster'], 'LED': row['LED'],
        'Control Memory(MB)': row['Control_Mem'],
        'Data Memory(MB)': row['Data_Mem'], 'Up Since': row['Up_Since']}))


def _verbose_supplies(context: Context, nodes: list[int]) -> Reply:
    hardware = context.array.hardware
    replies: list[Reply] = []
    for node in nodes:
        for row in _supply_rows(context, node):
            part = f'{node // 2}:{row["PS"]}:0'
            battery = hardware.state('battery', part)
            replies.append(said(*block(
                '-' * 15 + f'Node {node} PS {row["PS"]}' + '-' * 16, {
                    'Node ID': row['Node'], 'Power Supply ID': row['PS'],
                    'Manufacturer': 'DELTA',
                    'Assembly Part': row['Assem_Part'],
                    'Assembly Serial Number': row['Assem_Serial'],
                    'State': row['PSState'], 'Fan State': 'OK',
                    'Fan Speed': 'Low', 'AC State': row['ACState'],
                    'DC State': row['DCState'],
                    'Battery State': word(battery),
                    'Battery Detail State': 'normal'
                    if battery == NORMAL else 'failed',
                    'Battery Charge State': 'FullyCharged'
                    if battery == NORMAL else 'Unknown',
                    'Battery Charge Level(%)': '100'
                    if battery == NORMAL else '0',
                    'Max Battery Life(mins)': '24'})))
    return joined(*replies)


@COMMANDS.add('showbattery', '-s', '[<node_ID>]...', tables=_BATTERIES)
def showbattery(context: Context, given: Arguments) -> Reply:
    """Batteries of the power supplies."""
    form = _BATTERY_STATES if given.has('s') else _BATTERIES
    return context.listing(form, [
        row for node in _chosen(context, given)
        for row in _battery_rows(context, node)])


@COMMANDS.add('showeeprom', '', '[<node_ID>]...')
def showeeprom(context: Context, given: Arguments) -> Reply:
    """What stands in the memory of each node."""
    personality = context.array.personality
    replies: list[Reply] = []
    for node in _chosen(context, given):
        pairs = [('System serial', personality.serial_number)] if not node else []
        pairs += [
            ('BIOS version', context.array.hardware.product.node.bios),
            ('OS version', personality.system_version),
            ('Reset reason', 'Unknown'),
            ('Last boot', context.state.stamp(context.array.born)),
            ('Last cluster join', context.state.stamp(context.array.born)),
            ('Last panic', 'Never')]
        replies.append(said(f'Node: {node}', '--------', *(
            f'{name:>18}: {value}' for name, value in pairs)))
    return joined(*replies)


@COMMANDS.add('shownodeenv', '-n <node_ID>', '[<node_ID>]...')
def shownodeenv(context: Context, given: Arguments) -> Reply:
    """Temperatures and voltages of each node."""
    if given.has('n'):
        given.names = given.get('n').split(',')
    replies: list[Reply] = []
    for node in _chosen(context, given):
        fine = node_state(context, node)[0] != 'Failed'
        status = 'Within Tolerance' if fine else 'Unknown'
        table = context.listing(_ENVIRONMENT, [
            {'Measurement': name, 'Reading': reading, 'Lo_Limit': low,
             'Hi_Limit': high, 'Status': status}
            for name, reading, low, high in assumptions.ENVIRONMENT])
        replies.append(said(f'Node {node}', '---------', '', *table.out))
    return joined(*replies)


@COMMANDS.add('showinventory')
def showinventory(context: Context, given: Arguments) -> Reply:
    """Everything the array is made of."""
    nodes = list(context.array.hardware.nodes)
    sections = [('Nodes', 'i'), ('PCI Cards', 'pci'), ('CPUs', 'cpu'),
                ('Internal Drives', 'drive'), ('Physical Memory', 'mem'),
                ('Power Supplies', 'ps'), ('Node Fans', 'fan')]
    replies = [_named(title, _section(context, name, nodes))
               for title, name in sections]
    replies.insert(6, _named('Battery', showbattery(context, Arguments())))
    replies += [
        _named('Port Inventory', ports.inventory(context)),
        _named('Cage Inventory', disks.showcage(context, Arguments())),
        _named('Disk Inventory', disks.showpd(
            context, Arguments({'i': ''})))]
    if context.csvtable:
        return _with_commas(replies)
    return joined(*replies)


def _named(title: str, reply: Reply) -> Reply:
    """A table under a line with its title, unless it has one."""
    if reply.out and title in reply.out[0]:
        return reply
    return said(f'----{title}----', *reply.out)


def _with_commas(replies: list[Reply]) -> Reply:
    """Sections as csv: every line has all commas, one of them ends each."""
    lines: list[str] = []
    for reply in replies:
        width = max(line.count(',') for line in reply.out)
        lines += [line + ',' * (width - line.count(','))
                  if not set(line) <= {'-'} else line for line in reply.out]
        lines.append(',' * width)
    return said(*lines)
