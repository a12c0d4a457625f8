"""Ports: showport in all its forms, showportdev."""

from __future__ import annotations

import fnmatch
from collections.abc import Mapping
from typing import Callable

from hpe3parclient.simulator.cli import assumptions
from hpe3parclient.simulator.cli.commands import Arguments, Family, Refusal
from hpe3parclient.simulator.cli.context import Context
from hpe3parclient.simulator.cli.listing import Heading, Listing
from hpe3parclient.simulator.cli.reply import Reply
from hpe3parclient.simulator.model import port_devices
from hpe3parclient.simulator.model import ports as model
from hpe3parclient.simulator.state import ports as state
from hpe3parclient.simulator.state.ports import Network, Port

COMMANDS = Family()

_NONE = 'There is no specified port information'
_MODES = {1: 'suspended', 2: 'target', 3: 'initiator', 4: 'peer'}
_TYPES = {1: 'host', 2: 'disk', 3: 'free', 5: 'rcfc', 7: 'rcip', 8: 'iscsi',
          10: 'fs'}
_PROTOCOLS = {1: 'FC', 2: 'iSCSI', 3: 'FCoE', 4: 'IP', 5: 'SAS', 6: 'NVMe'}
_STATES = {
    1: 'config_wait', 2: 'alpa_wait', 3: 'login_wait', 4: 'ready',
    5: 'loss_sync', 6: 'error_state', 8: 'nonparticipate', 9: 'coredump',
    10: 'offline', 11: 'fwdead', 12: 'idle_for_reset', 14: 'pending_reset'}
_FAILOVER = {1: 'none', 2: 'failover_pending', 3: 'failed_over', 4: 'active',
             5: 'active_down', 6: 'active_failed', 7: 'failback_pending'}
_NO_NETWORK = Network('')
#: the first target portal group tag of an array's iSCSI ports (captured)
_FIRST_TPGT = 81


def _family(columns: str, more: str = '', none: str = _NONE,
            headings: tuple[Heading, ...] = ()) -> Listing:
    """A table of ports; its totals row has no word 'total'."""
    return Listing(columns, more, headings, none=none, trailer='number')


_MORE = ('N:S:P >Mode >State Node_WWN Port_WWN HW_Addr >Type >Protocol '
         '>Label >Partner >FailoverState')
_PORTS = {
    '3.1': _family(
        'N:S:P >Mode >State >-Node_WWN- >-Port_WWN/HW_Addr-=Port_WWN >Type '
        '>Protocol >Label >Partner >FailoverState', _MORE),
    '10': _family(
        'N:S:P >Mode >State >-Node_WWN/IP-=Node_WWN '
        '>-Port_WWN/HW_Addr-=Port_WWN >Type >Protocol Label', _MORE)}
_ISCSI = {
    '3.1': _family('N:S:P State IPAddr Netmask Gateway >TPGT >MTU >Rate >DHCP '
                   'iSNS_Addr >iSNS_Port'),
    '3.2': _family('N:S:P State IPAddr Netmask/PrefixLen Gateway >TPGT >MTU '
                   '>Rate iSNS_Addr >iSNS_Port >STGT VLAN'),
    '10': _family('N:S:P State IPAddr Netmask/PrefixLen Gateway >TPGT >MTU '
                  '>Rate iSNS_Addr >iSNS_Port >STGT VLANs Peer_Enabled')}
_VLANS = Listing(
    'N:S:P VLAN IPAddr Netmask/PrefixLen Gateway >MTU >TPGT >STGT iSNS_Addr '
    '>iSNS_Port', trailer='number')
_NAMES = _family('N:S:P IPAddr -iSCSI_Name-')
_RCIP = {
    '3.1': _family('>N:S:P State -HwAddr- IPAddr Netmask Gateway >MTU Rate '
                   'Duplex AutoNeg'),
    '10': _family('>N:S:P State -HwAddr- IPAddr Netmask/PrefixLen Gateway '
                  '>MTU Rate Duplex AutoNeg')}
_IDS = Listing('N:S:P >-Node_WWN/IPAddr- >-Port_WWN/iSCSI_Name-',
               none=_NONE, trailer='')
_PARAMETERS = {
    '3.1': _family('N:S:P Connmode ConnType CfgRate MaxRate Class2 '
                   'UniqNodeWwn VCN IntCoal'),
    '3.2': _family('N:S:P Connmode ConnType CfgRate MaxRate Class2 '
                   'UniqNodeWwn VCN IntCoal TMWO Smart_SAN'),
    '10': _family('N:S:P Connmode ConnType CfgRate MaxRate Class2 '
                  'UniqNodeWwn VCN IntCoal TMWO')}
_HARDWARE = _family('N:S:P Brand Model Rev Firmware Serial HWType')
_DEVICES = _family('N:S:P >Mode -Device- Pos Config Topology Rate Cls '
                   'Mode_change')
_LINKS = _family('N:S:P >-State- -Detailed_State-')
_MODULES = _family('N:S:P -State- -Manufacturer- >MaxSpeed(Gbps) TXDisable '
                   'TXFault RXLoss DDM')
_NVME = _family('N:S:P State IPAddr Netmask/PrefixLen Gateway >MTU Rate '
                'NVMe_Port')
_NOTHING = _family('N:S:P')


def _row(context: Context, port: Port) -> dict[str, str]:
    view = model.view(context.array, port)
    partner = view.get('partnerPos')
    failover = view.get('failoverState', 1)
    node = view.get('nodeWWN', '-')
    if context.generation == '10' and port.network is not None:
        node = port.network.address
    name = view.get('portWWN', view.get('HWAddr', '-'))
    return {
        'N:S:P': str(port.pos), 'Mode': _MODES[port.mode],
        'State': _STATES.get(port.link_state, 'unknown'), 'Node_WWN': node,
        'Port_WWN': name, 'HW_Addr': name,
        'Type': 'free' if failover == state.FAILED_OVER
        else _TYPES.get(port.type, 'free'),
        'Protocol': _PROTOCOLS[port.protocol], 'Label': port.label or '-',
        'Partner': '%(node)d:%(slot)d:%(cardPort)d' % partner
        if partner else '-',
        'FailoverState': _FAILOVER[failover] if partner else '-'}


def _numbered(context: Context, ports: list[Port]
              ) -> list[tuple[int, Port]]:
    """ISCSI ports and their target portal group tags."""
    tags = enumerate((port for port in context.array.ports.values()
                      if port.protocol == model.ISCSI_PROTOCOL), _FIRST_TPGT)
    return [(tag, port) for tag, port in tags if port in ports]


def _cells(port: Port, network: Network, tpgt: int) -> dict[str, str]:
    """What any of the forms may show of a port, or of a VLAN of it."""
    vlans = len(port.vlans)
    return {
        'N:S:P': str(port.pos),
        'State': _STATES.get(port.link_state, 'unknown'),
        'IPAddr': network.address, 'Netmask': network.netmask,
        'Netmask/PrefixLen': network.netmask, 'Gateway': network.gateway,
        'TPGT': str(tpgt), 'MTU': str(network.mtu), 'Rate': '10Gbps',
        'DHCP': '0', 'iSNS_Addr': network.isns_address,
        'iSNS_Port': str(network.isns_port),
        'STGT': str(tpgt if network.stgt is None else network.stgt),
        'VLAN': 'Y' if vlans else 'N', 'VLANs': str(vlans),
        'Peer_Enabled': 'N', 'NVMe_Port': '4420', 'Duplex': 'Full',
        'AutoNeg': 'Yes'}


def _iscsi(context: Context, ports: list[Port]) -> Reply:
    """Three generations of columns."""
    return context.listing(_ISCSI, [
        _cells(port, port.network or _NO_NETWORK, tpgt)
        for tpgt, port in _numbered(context, ports)])


def _vlans(context: Context, ports: list[Port]) -> Reply:
    """VLANs of iSCSI ports; none is a table without rows."""
    return context.listing(_VLANS, [
        {**_cells(port, network, network.stgt or tpgt), 'VLAN': str(tag)}
        for tpgt, port in _numbered(context, ports)
        for tag, network in sorted(port.vlans.items())])


def _rcip(context: Context, ports: list[Port]) -> Reply:
    """Ports of remote copy over IP; their number stands on the right."""
    return context.listing(_RCIP, [
        {**_cells(port, port.network or _NO_NETWORK, 0),
         'HwAddr': model.view(context.array, port).get('HWAddr', '-')}
        for port in ports if port.type == state.RCIP])


def _nvme(context: Context, ports: list[Port]) -> Reply:
    return context.listing(_NVME, [
        _cells(port, port.network or _NO_NETWORK, 0) for port in ports
        if port.protocol == model.NVME_PROTOCOL])


def _names(context: Context, ports: list[Port]) -> Reply:
    """Names of iSCSI ports."""
    return context.listing(_NAMES, [
        {'N:S:P': str(port.pos), 'IPAddr': port.ip_address or '-',
         'iSCSI_Name': model.iscsi_name(context.array, port)}
        for _, port in _numbered(context, ports)])


def _ids(context: Context, ports: list[Port]) -> Reply:
    """Identities; a failed port has none, its partner has both."""
    rows: list[dict[str, str]] = []
    for port in ports:
        view = _row(context, port)
        own = {**_identity(context, port), 'N:S:P': str(port.pos)}
        if view['FailoverState'] == 'failed_over':
            own = {'N:S:P': str(port.pos), 'Node_WWN/IPAddr': '',
                   'Port_WWN/iSCSI_Name': ''}
        rows.append(own)
        partner = model.partner_of(context.array, port)
        if view['FailoverState'] == 'active' and partner is not None:
            rows.append({**_identity(context, partner), 'N:S:P': ''})
    return context.listing(_IDS, rows)


def _identity(context: Context, port: Port) -> dict[str, str]:
    view = _row(context, port)
    iscsi = port.protocol == model.ISCSI_PROTOCOL
    return {'Node_WWN/IPAddr': port.ip_address or view['Node_WWN'],
            'Port_WWN/iSCSI_Name': model.iscsi_name(context.array, port)
            if iscsi else view['Port_WWN']}


def _parameters(context: Context, ports: list[Port]) -> Reply:
    rows: list[dict[str, str]] = []
    for port in ports:
        fibre = port.protocol == model.FC_PROTOCOL
        rows.append({
            'N:S:P': str(port.pos),
            'Connmode': _TYPES.get(port.type, 'free'),
            'ConnType': 'point' if fibre else 'n/a',
            'CfgRate': 'auto' if fibre else 'n/a',
            'MaxRate': _RATES[port.protocol], 'Class2': 'disabled'
            if fibre else 'n/a', 'UniqNodeWwn': 'disabled'
            if fibre else 'n/a', 'VCN': 'disabled' if fibre else 'n/a',
            'IntCoal': 'disabled' if fibre else 'enabled',
            'TMWO': 'disabled' if fibre else 'n/a',
            'Smart_SAN': 'unsupported' if fibre else 'n/a'})
    return context.listing(_PARAMETERS, rows)


_RATES = {1: '16Gbps', 2: '10Gbps', 3: '10Gbps', 4: '10Gbps', 5: '12Gbps',
          6: '25Gbps'}
_BRANDS = {'FC': ('EMULEX', 'LPE16002', '30', '11.1.220.10'),
           'SAS': ('LSI', '9300-2P', '01', '15.00.00.00'),
           'iSCSI': ('QLOGIC', 'QTH8362', '58', '6.20.21.0'),
           'Eth': ('Intel', 'e1000e', 'n/a', '1.3.16.0'),
           'NVMe': ('MELLANOX', 'MCX512A', 'A1', '16.35.2000')}


def brand(kind: str) -> tuple[str, str, str, str]:
    """Maker, model, revision and firmware of cards of a kind."""
    return _BRANDS[kind]


def inventory(context: Context) -> Reply:
    """What showport -i prints of all ports."""
    return _hardware(context, list(context.array.ports.values()))


def _hardware(context: Context, ports: list[Port]) -> Reply:
    rows: list[dict[str, str]] = []
    for port in ports:
        kind = {4: 'Eth'}.get(port.protocol, _PROTOCOLS[port.protocol])
        maker, name, revision, firmware = brand(kind)
        rows.append({
            'N:S:P': str(port.pos), 'Brand': maker, 'Model': name,
            'Rev': revision, 'Firmware': firmware, 'Serial': 'Onboard',
            'HWType': {'iSCSI': 'CNA'}.get(kind, kind.upper()
                                           if kind != 'NVMe' else kind)})
    return context.listing(_HARDWARE, rows)


def _devices(context: Context, ports: list[Port]) -> Reply:
    """What is connected; further devices stand below the first."""
    rows: list[dict[str, str]] = []
    for port in ports:
        names = model.view(context.array, port)['device'] or ['-']
        for number, name in enumerate(names):
            rows.append({
                'N:S:P': '' if number else str(port.pos),
                'Mode': '' if number else _MODES[port.mode],
                'Device': name, 'Pos': str(number) if name != '-' else '-',
                'Config': 'valid' if name != '-' else '-',
                'Topology': 'fabric' if port.protocol == model.FC_PROTOCOL
                else 'p2p', 'Rate': _RATES[port.protocol], 'Cls': '-',
                'Mode_change': 'allowed' if port.serves_hosts
                else 'prohibited'})
    return context.listing(_DEVICES, rows)


def _links(context: Context, ports: list[Port]) -> Reply:
    return context.listing(_LINKS, [
        {'N:S:P': str(port.pos),
         'State': _STATES.get(port.link_state, 'unknown'),
         'Detailed_State': _STATES.get(port.link_state, 'unknown')}
        for port in ports])


def _modules(context: Context, ports: list[Port]) -> Reply:
    """Optical modules of Fibre Channel ports."""
    return context.listing(_MODULES, [
        {'N:S:P': str(port.pos), 'State': 'OK'
         if port.link_state != state.OFFLINE else 'Failed',
         'Manufacturer': 'AVAGO', 'MaxSpeed(Gbps)': '16.0',
         'TXDisable': 'No', 'TXFault': 'No',
         'RXLoss': 'No' if port.link_state == state.READY else 'Yes',
         'DDM': 'Yes'}
        for port in ports if port.protocol == model.FC_PROTOCOL])


def _nothing(context: Context, ports: list[Port]) -> Reply:
    """No array here has ports of this kind."""
    return context.listing(_NOTHING, [])


_FORMS: Mapping[str, Callable[[Context, list[Port]], Reply]] = {
    'iscsi': _iscsi, 'iscsivlans': _vlans, 'iscsiname': _names,
    'rcip': _rcip, 'ids': _ids, 'par': _parameters, 'i': _hardware,
    'c': _devices, 'state': _links, 'sfp': _modules, 'nvme': _nvme,
    'fcoe': _nothing, 'fs': _nothing, 'rcfc': _nothing, 'peer': _nothing}
_OPTIONS = ' '.join(f'-{name}' for name in _FORMS)


@COMMANDS.add('showport', _OPTIONS, '[<N:S:P|pattern>]...',
              alone=_OPTIONS, tables=_PORTS)
def showport(context: Context, given: Arguments) -> Reply:
    """Ports, in the form that is asked for."""
    ports = [port for port in context.array.ports.values()
             if not given.names or any(
                 fnmatch.fnmatchcase(str(port.pos), name)
                 for name in given.names)]
    for form, show in _FORMS.items():
        if given.has(form):
            return show(context, ports)
    return context.listing(_PORTS, [_row(context, port) for port in ports])


_PORT_DEVICES = Listing(
    '>PtId >LpID >Hadr >-Node_WWN- >-Port_WWN- >ftrs >svpm >bbct >flen '
    '>-vp_WWN-', none=assumptions.NO_PORT_DEVICES, trailer='')


@COMMANDS.add('showportdev', '', '<all|fcfabric|ns|findport> <N:S:P>...',
              tables=_PORT_DEVICES)
def showportdev(context: Context, given: Arguments) -> Reply:
    """What is logged in at a port."""
    form, *names = given.names
    known = [str(pos) for pos in context.array.ports]
    for name in names:
        if name not in known:
            raise Refusal(assumptions.NO_PORT.format(port=name))
    if form not in ('all', 'ns'):
        return context.listing(_PORT_DEVICES, [])
    rows: list[dict[str, str]] = []
    for name in names:
        port = next(item for item in context.array.ports.values()
                    if str(item.pos) == name)
        if port.protocol != model.FC_PROTOCOL:
            continue
        own = _row(context, port)
        devices = [device for device in port_devices.devices(context.array)
                   if device.pos == port.pos]
        rows.append(_device(own['Node_WWN'], own['Port_WWN'], 0,
                            own['Port_WWN']))
        rows += [_device(device.wwn, device.wwn, device.number,
                         own['Port_WWN']) for device in devices]
    return context.listing(_PORT_DEVICES, rows)


def _device(node: str, port: str, number: int, own: str) -> dict[str, str]:
    return {'PtId': f'0x{0x10300 + number:05x}',
            'LpID': f'0x{number + 1:02x}', 'Hadr': 'n/a' if number
            else '0x00', 'Node_WWN': node, 'Port_WWN': port,
            'ftrs': '0x0000' if number else '0x8800',
            'svpm': '0x03a2' if number else '0x0012',
            'bbct': '0x0000' if number else 'n/a', 'flen': '0x0800',
            'vp_WWN': own}
