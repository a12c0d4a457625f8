"""The showport family."""

from __future__ import annotations

from typing import Dict, List, Tuple

from hpe3parclient.simulator import assumptions
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
from hpe3parclient.simulator.state.ports import RCIP, READY, Network, Port

_NONE = 'There is no specified port information'
_MODES = {1: 'suspended', 2: 'target', 3: 'initiator', 4: 'peer'}
_TYPES = {1: 'host', 2: 'disk', 3: 'free', 7: 'rcip', 8: 'iscsi'}
_PROTOCOLS = {1: 'FC', 2: 'iSCSI', 4: 'IP', 5: 'SAS', 6: 'NVMe'}
_NO_NETWORK = Network('')
_NUMBERS = ('TPGT', 'MTU', 'DHCP', 'iSNS_Port', 'STGT')
_FORMS = ('iscsi', 'iscsivlans', 'iscsiname', 'rcip')


def showport(context: Context, args: List[str]) -> Reply:
    """Ports, in the form that is asked for."""
    found = parse(args, ' '.join(_FORMS))
    if found.unknown:
        return invalid_option('showport', found)
    for form, show in (('iscsivlans', _vlans), ('iscsiname', _names),
                       ('iscsi', _iscsi), ('rcip', _rcip)):
        if form in found.options:
            return show(context)
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
            'ready' if port.link_state == READY else 'loss_sync',
            view.get('nodeWWN', '-'),
            view.get('portWWN', view.get('HWAddr', '-')),
            _TYPES.get(port.type, 'free'), _PROTOCOLS[port.protocol],
            port.label or '-',
            '%(node)d:%(slot)d:%(cardPort)d' % partner if partner else '-',
            'none' if partner else '-']


def _numbered(context: Context) -> List[Tuple[int, Port]]:
    """ISCSI ports and their target portal group tags."""
    found = [port for port in context.array.ports.values()
             if port.protocol == model.ISCSI_PROTOCOL]
    return list(enumerate(found, assumptions.FIRST_TPGT))


def _cells(port: Port, network: Network, tpgt: int) -> Dict[str, str]:
    """What any of the forms may show of a port, or of a VLAN of it."""
    vlans = len(port.vlans)
    return {
        'N:S:P': str(port.pos),
        'State': 'ready' if port.link_state == READY else 'loss_sync',
        'IPAddr': network.address, 'Netmask': network.netmask,
        'Netmask/PrefixLen': network.netmask, 'Gateway': network.gateway,
        'TPGT': str(tpgt), 'MTU': str(network.mtu), 'Rate': assumptions.ISCSI_RATE,
        'DHCP': '0', 'iSNS_Addr': network.isns_address,
        'iSNS_Port': str(network.isns_port),
        'STGT': str(tpgt if network.stgt is None else network.stgt),
        'VLAN': 'Y' if vlans else 'N', 'VLANs': str(vlans),
        'Peer_Enabled': 'N'}


def _table(context: Context, names: str, rows: List[Dict[str, str]],
           right: Tuple[str, ...] = ()) -> Reply:
    """These columns; numbers, and those named, stand on the right."""
    columns = [Column(name, right=name in _NUMBERS or name in right)
               for name in names.split()]
    return _family(context, columns, [
        [cells[column.name] for column in columns] for cells in rows])


def _iscsi(context: Context) -> Reply:
    """Three generations of columns."""
    build = context.array.personality.build
    rows = [_cells(port, port.network or _NO_NETWORK, tpgt)
            for tpgt, port in _numbered(context)]
    if not rows:
        return said(_NONE)
    if build < 30201000:
        return _table(context, 'N:S:P State IPAddr Netmask Gateway TPGT MTU '
                      'Rate DHCP iSNS_Addr iSNS_Port', rows)
    last = 'VLANs Peer_Enabled' if build >= 100000000 else 'VLAN'
    return _table(context, 'N:S:P State IPAddr Netmask/PrefixLen Gateway '
                  'TPGT MTU Rate iSNS_Addr iSNS_Port STGT ' + last, rows)


def _vlans(context: Context) -> Reply:
    """VLANs of iSCSI ports; none is a table without rows."""
    rows = [dict(_cells(port, network, network.stgt or tpgt), VLAN=str(tag))
            for tpgt, port in _numbered(context)
            for tag, network in sorted(port.vlans.items())]
    return _table(context, 'N:S:P VLAN IPAddr Netmask/PrefixLen Gateway MTU '
                  'TPGT STGT iSNS_Addr iSNS_Port', rows)


def _rcip(context: Context) -> Reply:
    """Ports of remote copy over IP; their number stands on the right."""
    rows = [_cells(port, port.network or _NO_NETWORK, 0)
            for port in context.array.ports.values()
            if port.type == RCIP]
    if not rows:
        return said(_NONE)
    return _table(context, 'N:S:P State IPAddr Netmask Gateway MTU Rate',
                  rows, right=('N:S:P',))


def _names(context: Context) -> Reply:
    """Names of iSCSI ports."""
    rows = [[str(port.pos), port.ip_address or '-',
             model.iscsi_name(context.array, port)]
            for _, port in _numbered(context)]
    return _family(context, [Column('N:S:P'), Column('IPAddr'),
                             Column('iSCSI_Name', True)], rows)


COMMANDS: Dict[str, Command] = {'showport': showport}
