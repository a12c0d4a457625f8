"""The showport family."""

from __future__ import annotations

from typing import TYPE_CHECKING, Dict, List, Tuple

from hpe3parclient.simulator.cli.context import (
    Command,
    Context,
    Reply,
    invalid_option,
    parse,
    said,
)
from hpe3parclient.simulator.cli.tables import Column, Table
from hpe3parclient.simulator.model import ports as model

if TYPE_CHECKING:
    from hpe3parclient.simulator.model.ports import Port

#: what a port without an address shows
_UNSET = '0.0.0.0'  # noqa: S104 - nothing is bound to it
_NONE = 'There is no specified port information'
_MODES = {1: 'suspended', 2: 'target', 3: 'initiator', 4: 'peer'}
_TYPES = {1: 'host', 2: 'disk', 3: 'free', 8: 'iscsi'}
_PROTOCOLS = {1: 'FC', 2: 'iSCSI', 5: 'SAS'}
_FORMS = ('iscsi', 'iscsivlans', 'iscsiname', 'rcip')


def showport(context: Context, args: List[str]) -> Reply:
    """Ports, in the form that is asked for."""
    found = parse(args, ' '.join(_FORMS))
    if found.unknown:
        return invalid_option('showport', found)
    for form, show in (('iscsivlans', _vlans), ('iscsiname', _names),
                       ('iscsi', _iscsi)):
        if form in found.options:
            return show(context)
    if 'rcip' in found.options:
        return said(_NONE)
    rows = [_row(context, port) for port in context.array.ports.values()]
    return _family(context, [
        Column('N:S:P'), Column('Mode', right=True),
        Column('State', right=True), Column('Node_WWN', True, True),
        Column('Port_WWN/HW_Addr', True, True), Column('Type'),
        Column('Protocol', right=True), Column('Label', right=True),
        Column('Partner', right=True),
        Column('FailoverState', right=True)], rows)


def _family(context: Context, columns: List[Column], rows: List[List[str]]
            ) -> Reply:
    """A table of ports; its totals row has no word 'total'."""
    count = str(len(rows))
    newest = context.array.personality.build >= 100000000
    return context.table(Table(
        columns, rows, totals=[count] + [''] * (len(columns) - 1),
        plain_totals=[count], full_width=newest))


def _row(context: Context, port: Port) -> List[str]:
    view = model.view(context.array, port)
    partner = view.get('partnerPos')
    return [str(port.pos), _MODES[port.mode],
            'ready' if port.link_state == model.READY else 'loss_sync',
            view.get('nodeWWN', '-'),
            view.get('portWWN', view.get('HWAddr', '-')),
            _TYPES.get(port.type, 'free'), _PROTOCOLS[port.protocol],
            port.label or '-',
            '%(node)d:%(slot)d:%(cardPort)d' % partner if partner else '-',
            'none' if partner else '-']


def _iscsi_ports(context: Context) -> List[Tuple[int, Port]]:
    found = [port for port in context.array.ports.values()
             if port.protocol == model.ISCSI_PROTOCOL]
    return [(81 + place, port) for place, port in enumerate(found)]


def _iscsi(context: Context) -> Reply:
    """Three generations of columns."""
    build = context.array.personality.build
    found = _iscsi_ports(context)
    if not found:
        return said(_NONE)
    old = build < 30201000
    columns = [Column('N:S:P'), Column('State'), Column('IPAddr'),
               Column('Netmask' if old else 'Netmask/PrefixLen'),
               Column('Gateway'), Column('TPGT', right=True),
               Column('MTU', right=True), Column('Rate')]
    if old:
        columns.append(Column('DHCP', right=True))
    columns += [Column('iSNS_Addr'), Column('iSNS_Port', right=True)]
    if not old:
        columns += [Column('STGT', right=True),
                    Column('VLANs' if build >= 100000000 else 'VLAN')]
    if build >= 100000000:
        columns.append(Column('Peer_Enabled'))
    cells = {'State': 'ready', 'Netmask': '255.255.255.0',
             'Netmask/PrefixLen': '255.255.255.0', 'Gateway': _UNSET,
             'MTU': '1500', 'Rate': '10Gbps', 'DHCP': '0',
             'iSNS_Addr': _UNSET, 'iSNS_Port': '3205', 'VLAN': 'N',
             'VLANs': '0', 'Peer_Enabled': 'N'}
    rows = []
    for number, port in found:
        cells.update({'N:S:P': str(port.pos), 'TPGT': str(number),
                      'STGT': str(number),
                      'IPAddr': port.ip_address or _UNSET})
        rows.append([cells[column.name] for column in columns])
    return _family(context, columns, rows)


def _vlans(context: Context) -> Reply:
    """VLANs of iSCSI ports; none is a table without rows."""
    return _family(context, [
        Column('N:S:P'), Column('VLAN'), Column('IPAddr'),
        Column('Netmask/PrefixLen'), Column('Gateway'), Column('MTU'),
        Column('TPGT'), Column('STGT'), Column('iSNS_Addr'),
        Column('iSNS_Port')], [])


def _names(context: Context) -> Reply:
    """Names of iSCSI ports."""
    rows = [[str(port.pos), port.ip_address or _UNSET,
             model.view(context.array, port)['iSCSIName']]
            for _, port in _iscsi_ports(context)]
    return _family(context, [Column('N:S:P'), Column('IPAddr'),
                             Column('iSCSI_Name', True)], rows)


COMMANDS: Dict[str, Command] = {'showport': showport}
