"""The array as a whole: showsys, setsys, showversion, showpatch, showdate.

Also showlicense, shownet and showcim.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Mapping
from typing import Any

from hpe3parclient.simulator.cli import assumptions
from hpe3parclient.simulator.cli.commands import Arguments, Family, Refusal
from hpe3parclient.simulator.cli.context import Context
from hpe3parclient.simulator.cli.listing import Heading, Listing, pick
from hpe3parclient.simulator.cli.reply import Reply, failed, joined, said
from hpe3parclient.simulator.cli.tables import dashed
from hpe3parclient.simulator.model import capacity, licences, parameters
from hpe3parclient.simulator.model import system as model
from hpe3parclient.simulator.personality import FC, NL, SSD

COMMANDS = Family()

_KINDS = {'FC': FC, 'NL': NL, 'SSD': SSD}
_COLUMNS = ('>ID -Name- -Model- -Serial- >Nodes >Master >TotalCap >AllocCap '
            '>FreeCap >FailedCap')
_SYSTEM = {unit: Listing(_COLUMNS, trailer='', headings=(
    Heading(f'({unit})', 'TotalCap', 'FailedCap'),))
    for unit in ('MB', 'MiB')}
_FANS = Listing('>Node >Fan -State- -Speed-', trailer='')


@COMMANDS.add('showsys', '-d -space -param -fan -devtype <type> -desc', '',
              alone='-d -space -param -fan -desc',
              tables=_SYSTEM)
def showsys(context: Context, given: Arguments) -> Reply:
    """The system: identity, space, parameters."""
    if given.has('devtype') and not given.has('space'):
        raise Refusal(assumptions.OPTION_WITHOUT.format(
            command='showsys', option='-devtype', other='-space'))
    if given.has('d'):
        return _details(context)
    if given.has('space'):
        return _space(context, given)
    if given.has('param'):
        return _parameters(context)
    if given.has('desc'):
        return _block('System Descriptors', _descriptors(context))
    if given.has('fan'):
        hardware = context.array.hardware
        return context.listing(_FANS, [
            {'Node': part.split(':')[0], 'Fan': part.split(':')[1],
             'State': hardware.state('fan', part), 'Speed': 'Normal'}
            for part in hardware.parts('fan')])
    personality, view = context.array.personality, model.view(context.array)
    return context.listing(_SYSTEM[context.unit], [{
        'ID': f'0x{personality.system_id:05X}', 'Name': context.array.name,
        'Model': personality.model, 'Serial': personality.serial_number,
        'Nodes': str(personality.nodes), 'Master': str(view['masterNode']),
        **{title: str(int(view[name])) for title, name in (
            ('TotalCap', 'totalCapacityMiB'),
            ('AllocCap', 'allocatedCapacityMiB'),
            ('FreeCap', 'freeCapacityMiB'),
            ('FailedCap', 'failedCapacityMiB'))}}])


def _descriptors(context: Context) -> dict[str, str]:
    return {'Location': '', 'Owner': '', 'Contact': '', 'Comment': ''}


def _details(context: Context) -> Reply:
    """Blocks of names and values; the newest arrays count twice."""
    array, unit = context.array, context.unit
    personality, view = array.personality, model.view(array)
    newest = context.generation == '10'
    general = {
        'System Name': array.name, 'System Model': personality.model,
        'Serial Number': personality.serial_number,
        'System ID': f'0x{personality.system_id:05X}',
        'Number of Nodes': str(personality.nodes),
        'Master Node': str(view['masterNode']),
        'Nodes Online': ','.join(map(str, view['onlineNodes'])),
        'Nodes in Cluster': ','.join(map(str, view['onlineNodes'])),
        f'Chunklet Size ({unit})': str(personality.chunklet_mib)}
    if newest:
        general.update({'Minimum PW length': '8',
                        'Minimum PW character classes': '1',
                        'Subscription Status': 'Subscribed'})
    sizes = {name: int(view[f'{member}CapacityMiB']) for name, member in (
        ('Total Capacity', 'total'), ('Allocated Capacity', 'allocated'),
        ('Free Capacity', 'free'), ('Failed Capacity', 'failed'))}
    if not newest:
        return joined(
            _block('General', general),
            _block('System Capacity', {
                f'{name} ({unit})': str(size)
                for name, size in sizes.items()}),
            _block('System Fan', {'Primary Node ID': '0',
                                  'Secondary Node ID': '1',
                                  'State': 'OK', 'LED': 'Green',
                                  'Speed': 'Normal'}),
            _block('Remote_Syslog_Status', _syslog(context)),
            _block('System Descriptors', _descriptors(context)))
    usable = {name: str(_usable(context, size))
              for name, size in sizes.items()}
    return joined(
        _block('General', general),
        _block(f'Raw System Capacity ({unit})',
               {name: str(size) for name, size in sizes.items()}),
        _block(f'Usable System Capacity ({unit})', usable),
        _block('Remote_Syslog_Status', _syslog(context)),
        _block('System Descriptors', _descriptors(context)))


def _usable(context: Context, raw: int) -> int:
    raid, set_size = context.array.personality.default_raid
    return capacity.usable(raid, set_size, raw)


def _syslog(context: Context) -> dict[str, str]:
    active = context.array.parameters.get('remoteSyslog', False)
    return {'Active': '1' if active else '0', 'General Server': str(
        context.array.parameters.get('remoteSyslogHost', '0.0.0.0'))  # noqa: S104
        if active else '', 'General Connection': 'None'}


def _block(title: str, pairs: Mapping[str, str]) -> Reply:
    """Names and values below a title that dashes pad to their width."""
    width = max(map(len, pairs))
    right = max(map(len, pairs.values()))
    return said(dashed(title, width + 3 + right), *(
        f'{name:<{width}} : {value:>{right}}'
        for name, value in pairs.items()))


def _space(context: Context, given: Arguments) -> Reply:
    """A tree by indentation; one that is absent counts zero."""
    kind = given.get('devtype')
    if given.has('devtype') and kind not in _KINDS:
        raise Refusal(assumptions.DEVICE_TYPE.format(value=kind))
    totals = capacity.totals(context.array, _KINDS[kind]) if kind \
        else capacity.all_totals(context.array)
    used = totals.user_used + totals.snap_used
    free = used + totals.free
    ratios = {
        'Compaction': totals.virtual / used if used else None,
        'Dedup': None, 'Compression': None, 'Data Reduction': None,
        'Overprovisioning': totals.virtual / free if free else None}
    tree: list[tuple[int, str, int]] = [
        (0, 'Total Capacity', totals.total),
        (1, 'Allocated', totals.allocated),
        (2, 'Volumes', totals.in_cpgs),
        (3, 'Non-CPGs', 0), (4, 'User', 0), (4, 'Snapshot', 0),
        (4, 'Admin', 0), (3, 'CPGs (TPVVs & TDVVs & CPVVs)',
                          totals.in_cpgs),
        (4, 'User', totals.user), (5, 'Used', totals.user_used),
        (5, 'Unused', totals.user - totals.user_used),
        (4, 'Snapshot', totals.snap), (5, 'Used', totals.snap_used),
        (5, 'Unused', totals.snap - totals.snap_used),
        (4, 'Admin', totals.admin), (5, 'Used', totals.admin_used),
        (5, 'Unused', totals.admin - totals.admin_used),
        (3, 'Unmapped', 0), (2, 'System', totals.internal + totals.spare),
        (3, 'Internal', totals.internal), (3, 'Spare', totals.spare),
        (4, 'Used', 0), (4, 'Unused', totals.spare),
        (1, 'Free', totals.free), (2, 'Initialized', totals.free),
        (2, 'Uninitialized', 0), (1, 'Unavailable', 0),
        (1, 'Failed', totals.failed)]
    width = max(2 * depth + len(name) for depth, name, _ in tree)
    title = f'{kind or "All"} Device Types' if not kind \
        else f'{kind} Devices'
    lines = [f'- System Capacity ({context.unit}): {title} -',
             *(f'{"  " * depth + name:<{width}} : {size:>12}'
               for depth, name, size in tree),
             f'- Capacity Efficiency: {title} -',
             *(f'{name:<{width}} : {_ratio(value):>12}'
               for name, value in ratios.items())]
    return said(*lines)


def _ratio(value: float | None) -> str:
    return '---' if value is None else f'{value:.1f}'


#: Parameters as setsys names them, and as the web service does.
PARAMETERS: Mapping[str, str] = {
    'RawSpaceAlertFC': 'rawSpaceAlertFC',
    'RawSpaceAlertNL': 'rawSpaceAlertNL',
    'RawSpaceAlertSSD': 'rawSpaceAlertSSD', 'RemoteSyslog': 'remoteSyslog',
    'RemoteSyslogHost': 'remoteSyslogHost',
    'SparingAlgorithm': 'sparingAlgorithm', 'EventLogSize': 'eventLogsize',
    'VVRetentionTimeMax': 'VVRetentionTimeMax', 'UpgradeNote': 'upgradeNote',
    'PortFailoverEnabled': 'portFailoverEnabled',
    'AutoExportAfterReboot': 'autoExportAfterReboot',
    'AllowR5OnNLDrives': 'allowR5OnNLDrives', 'AllowR0': 'allowR0',
    'ThermalShutdown': 'thermalShutdown',
    'FailoverMatchedSet': 'failoverMatchedSet',
    'SessionTimeout': 'sessionTimeout', 'DisableDedup': 'disableDedup'}
SWITCHES = ('remoteSyslog', 'portFailoverEnabled', 'autoExportAfterReboot',
             'allowR5OnNLDrives', 'allowR0', 'thermalShutdown',
             'failoverMatchedSet', 'disableDedup')


def _parameters(context: Context) -> Reply:
    values = parameters.view(context.array)
    pairs = [(name, _shown(member, values[member]))
             for name, member in PARAMETERS.items() if member in values]
    width = max(len(name) for name, _ in pairs)
    return said(
        'System parameters from configured settings',
        f' {dashed("Parameter", width - 1)} {dashed("Value", 12)}',
        *(f'{name:<{width}} : {value}' for name, value in pairs))


def _shown(member: str, value: Any) -> str:
    if member in SWITCHES:
        yes = ('yes', 'no') if member.startswith('allow') else ('1', '0')
        return yes[0] if value else yes[1]
    if member == 'eventLogsize':
        return f'{value >> 20}M' if not value % (1 << 20) \
            else f'{value >> 10}K'
    if member == 'VVRetentionTimeMax':
        return f'{value // 3600} Hours'
    if member == 'sessionTimeout':
        return str(datetime.timedelta(seconds=value)).rjust(8, '0')
    return str(value)


@COMMANDS.add('setsys', '', '<parameter> <value>')
def setsys(context: Context, given: Arguments) -> Reply:
    """Set a parameter of the system."""
    name, value = given.names
    known = {text.lower(): text for text in PARAMETERS}
    if name.lower() == 'vvmaxretentiontime':
        name = 'VVRetentionTimeMax'
    if name.lower() not in known:
        raise Refusal(assumptions.NO_PARAMETER.format(name=name))
    name = known[name.lower()]
    context.array.parameters[PARAMETERS[name]] = _parsed(name, value)
    return said()


def _parsed(name: str, value: str) -> Any:
    """The value of a parameter, in the form the web service has."""
    member, wrong = PARAMETERS[name], Refusal(
        assumptions.PARAMETER_VALUE.format(name=name, value=value))
    if member in SWITCHES:
        words = {'yes': True, 'no': False, '1': True, '0': False}
        if value not in words:
            raise wrong
        return words[value]
    if name.startswith('RawSpaceAlert'):
        if not value.isdigit() or not (
                value == '0' or 100 <= int(value) <= 100000):
            raise wrong
        return int(value)
    if member == 'eventLogsize':
        match = re.fullmatch(r'([0-9]+)([KM])', value)
        size = int(match[1]) << {'K': 10, 'M': 20}[match[2]] if match else 0
        if not 512 << 10 <= size <= 4 << 20:
            raise wrong
        return size
    if member == 'VVRetentionTimeMax':
        return _seconds(value, wrong)
    if member == 'sessionTimeout':
        match = re.fullmatch(r'([0-9]{2}):([0-9]{2}):([0-9]{2})', value)
        if match is None:
            raise wrong
        return int(match[1]) * 3600 + int(match[2]) * 60 + int(match[3])
    return value


def _seconds(value: str, wrong: Refusal) -> int:
    match = re.fullmatch(r'([0-9]+)([dhDH])', value)
    if match is None:
        raise wrong
    return int(match[1]) * {'d': 86400, 'h': 3600}[match[2].lower()]


_HISTORY = Listing('InstallTime Id Package Version', trailer='')
_PATCHES = Listing('Id', trailer='')


@COMMANDS.add('showpatch', '-hist -d <patch>', '', alone='-hist -d',
              tables=_HISTORY)
def showpatch(context: Context, given: Arguments) -> Reply:
    """Patches and updates."""
    state = context.state
    if given.has('d'):
        for patch in state.patches:
            if patch.id == given.get('d'):
                return said(*(line.format(id=patch.id, time=patch.time,
                                          version=patch.version)
                              for line in assumptions.PATCH_DETAIL))
        return failed(f'Patch {given.get("d")} not recognized.')
    if given.has('hist'):
        return context.listing(_HISTORY, [
            {'InstallTime': patch.time, 'Id': patch.id,
             'Package': patch.package, 'Version': patch.version}
            for patch in state.patches])
    if not state.applied:
        return said('No patch is applied to the system.')
    return context.listing(_PATCHES, [{'Id': name}
                                      for name in state.applied])


@COMMANDS.add('showversion', '-s -a -b')
def showversion(context: Context, given: Arguments) -> Reply:
    """The release and its components."""
    version = context.array.personality.system_version
    if given.has('s'):
        return said(version)
    newest = context.generation == '10'
    names = ['CLI Server', 'CLI Client', 'System Manager', 'Kernel',
             'IO Stack' if newest else 'TPD Kernel Code']
    if given.has('a') or newest:
        names += ['Drive Firmware', 'Enclosure Firmware', 'Upgrade Tool']
    components = context.table(Listing(
        'Component~Name=Name Version', trailer='').default(
            [{'Name': name, 'Version': version} for name in names], False))
    if newest:
        return said(f'Release version {version}',
                    'Release Type: Standard Support Release', '',
                    *components.out)
    label = pick(assumptions.RELEASE_LABELS, context.generation)
    if label:
        version = f'{".".join(version.split(".")[:3])} ({label})'
    head = [f'Release version {version}',
            'Patches:  %s' % (','.join(context.state.applied) or 'None')]
    return said(*head, '', *components.out)


@COMMANDS.add('showdate')
def showdate(context: Context, given: Arguments) -> Reply:
    """The time on every node."""
    stamp = context.state.stamp()
    return said('Node Date', *(
        f'{node:<4} {stamp} (Etc/UTC)'
        for node in context.array.hardware.nodes))


@COMMANDS.add('showlicense')
def showlicense(context: Context, given: Arguments) -> Reply:
    """Licences and what they enable."""
    moment = datetime.datetime.fromtimestamp(
        context.array.born, datetime.timezone.utc)
    names = [entry['name'] for entry in licences.view(
        context.array)['licenses']]
    return said(
        f'License key was generated on {moment.strftime("%a %b %d %H:%M:%S %Y")}', '',
        'License features currently enabled:', *names)


_NETWORK = Listing(
    'IP~Address Netmask/PrefixLen Nodes >Active >Speed Duplex AutoNeg '
    'Status Mode', trailer='')


@COMMANDS.add('shownet', tables=_NETWORK)
def shownet(context: Context, given: Arguments) -> Reply:
    """The array's own network."""
    nodes = ''.join(map(str, context.array.hardware.nodes))
    table = context.listing(_NETWORK, [{
        'IP Address': '192.0.2.10', 'Netmask/PrefixLen': '255.255.255.0',
        'Nodes': nodes, 'Active': str(model.master_node(context.array)),
        'Speed': '1000', 'Duplex': 'Full', 'AutoNeg': 'Yes',
        'Status': 'Active', 'Mode': 'N/A'}])
    lines = ['Default IPv4 route : 192.0.2.1',
             'NTP server         : None', 'DNS server         : None']
    if context.generation == '10':
        lines += ['Proxy server       : None', 'Default IPv6 route : None']
    return joined(table, said(*lines))


_CIM = Listing('-Service- -State- -SLP- >SLPPort -HTTP- >HTTPPort -HTTPS- '
               '>HTTPSPort PGVer CIMVer', trailer='')


@COMMANDS.add('showcim', tables=_CIM)
def showcim(context: Context, given: Arguments) -> Reply:
    """The CIM server."""
    version = context.array.personality.system_version.rsplit('.', 1)[0]
    return context.listing(_CIM, [{
        'Service': 'Enabled', 'State': 'Active', 'SLP': 'Enabled',
        'SLPPort': '427', 'HTTP': 'Enabled', 'HTTPPort': '5988',
        'HTTPS': 'Enabled', 'HTTPSPort': '5989', 'PGVer': '2.9.1',
        'CIMVer': version}])
