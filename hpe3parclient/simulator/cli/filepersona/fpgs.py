"""Commands about File Services and file provisioning groups."""

from __future__ import annotations

import fnmatch

from hpe3parclient.simulator.cli.commands import Arguments, Family
from hpe3parclient.simulator.cli.context import Context
from hpe3parclient.simulator.cli.filepersona.declare import (
    command,
    exclude,
    number,
    printed,
)
from hpe3parclient.simulator.cli.filepersona.interfaces import described
from hpe3parclient.simulator.cli.filepersona.tcl_lists import (
    Value,
    elements,
)
from hpe3parclient.simulator.cli.listing import Heading, Listing
from hpe3parclient.simulator.cli.reply import Reply, failed, said
from hpe3parclient.simulator.model.filepersona import (
    assumptions,
    fpgs,
    jobs,
)
from hpe3parclient.simulator.model.filepersona.lookup import (
    FileRefused,
    find_fpg,
    fpg_or_none,
)
from hpe3parclient.simulator.state.filepersona import Fpg
from hpe3parclient.simulator.state.tasks import ACTIVE, DONE, Task

COMMANDS = Family()

_FPGS = Listing(
    'FPG -Mountpath- >Size >Available -ActiveStates- -DefaultCpg- -VVs- '
    '-State- -Version-', headings=(Heading('(GiB)', 'Size', 'Available'),),
    sums='Size Available', none='No File Provisioning Groups found.')


@command(COMMANDS, 'gettpdinterface')
def gettpdinterface(context: Context, given: Arguments) -> Reply:
    """How the answers of the getters are read."""
    return said(described())


@command(COMMANDS, 'getfs')
def getfs(context: Context, given: Arguments) -> Reply:
    """File Services on the nodes."""
    owner = context.array.personality
    nodes: list[Value] = []
    ips: list[Value] = []
    for node in range(owner.nodes):
        if node < 2:
            nodes.append([node, '-', 'Yes', 'running',
                          'No' if node else 'Yes', 'Yes', '1.0.0.5-20140730',
                          f'{node}:2:1,{node}:2:2', 1, 1500])
            ips.append([node, f'unityUserAddr{node}', f'192.0.2.{11 + node}',
                        '255.255.255.0', 0])
        else:
            nodes.append([node, '-', 'No', 'Unknown', 'No', 'No', '-', '-',
                          '-', '-'])
    return said(elements([
        nodes, ips, ['unityUserGWAddr', '192.0.2.1'],
        ['192.0.2.2', 'example.com'],
        [['defaultProfile', 80, 443, True, 5, 58, 8192, 8192]], [], [],
        [['ActiveDirectory', 'Local']], [False, []]]))


def record(context: Context, fpg: Fpg) -> list[Value]:
    """A group as getfpg prints it."""
    array = context.array
    size = fpg.size << 10
    taken = fpgs.used(array, fpg) << 10
    free = size - taken
    inodes = int(free * assumptions.FILES_PER_KIB)
    files = fpgs.files_on(array, fpg)
    hosts: list[Value] = [str(fpg.alternate), str(fpg.primary)]
    volumes = [array.volumes.by_id(item) for item in fpg.volumes]
    return [
        fpg.name, fpg.uuid, fpg.generation, f'/{fpg.name}', hosts,
        int(fpg.created * 1000), fpg.number, free, free, size, inodes, files,
        [volume.name for volume in volumes], fpgs.cpg_name(array, fpg),
        [[fpg.uuid, 1, fpg.name, 'fileset1',
          [str(volume.id) for volume in volumes], [], 1]],
        [[fpg.name, 1, 0, 0, 1, fpg.uuid, 'fileset1', free, free, size,
          inodes, files]],
        [['', volume.uuid, hosts, volume.size_mib] for volume in volumes],
        fpgs.state(fpg), fpg.primary, fpg.alternate, fpg.current,
        fpg.comment, 1, fpg.uuid, taken,
        'NOT_FROZEN' if fpg.active else 'UNKNOWN',
        'ACCESSIBLE' if fpg.active else 'UNKNOWN']


@command(COMMANDS, 'getfpg', '', '[<fpgname>]...')
def getfpg(context: Context, given: Arguments) -> Reply:
    """File provisioning groups."""
    array = context.array
    chosen = [find_fpg(array, name) for name in given.names] \
        or array.files.fpgs
    if not chosen:
        return said('No File Provisioning Groups found.')
    return printed([record(context, fpg) for fpg in chosen])


@command(COMMANDS, 'showfpg', '-d', '[<fpgname>]...')
def showfpg(context: Context, given: Arguments) -> Reply:
    """File provisioning groups, as a table."""
    array = context.array
    chosen = [find_fpg(array, name) for name in given.names] \
        or array.files.fpgs
    rows: list[dict[str, str]] = []
    for fpg in chosen:
        free = fpg.size - fpgs.used(array, fpg)
        rows.append({
            'FPG': fpg.name, 'Mountpath': f'/{fpg.name}',
            'Size': f'{fpg.size / 1024:.2f}',
            'Available': f'{free / 1024:.2f}',
            'ActiveStates': fpgs.state(fpg),
            'DefaultCpg': fpgs.cpg_name(array, fpg),
            'VVs': ','.join(array.volumes.by_id(item).name
                            for item in fpg.volumes),
            'State': 'normal', 'Version': '12.3'})
    if given.has('d'):
        return said(*[line for row in rows for line in _details(row)])
    return context.listing(_FPGS, rows)


def _details(row: dict[str, str]) -> list[str]:
    """A group in full; the CPG stands on the 18th line."""
    labels = [('File Provisioning Group', row['FPG']),
              ('Mountpath', row['Mountpath']), ('Size(GiB)', row['Size']),
              ('Available(GiB)', row['Available']),
              ('ActiveStates', row['ActiveStates']),
              ('State', row['State']), ('Version', row['Version']),
              ('VVs', row['VVs'])]
    labels += [('Segment', '1')] * (17 - 1 - len(labels))
    labels.append(('Default CPG', row['DefaultCpg']))
    title = 'File Provisioning Group'.center(58, '-')
    return [title] + [f'{label:<23} :  {value}' for label, value in labels]


@command(COMMANDS, 'createfpg', '-comment <comment> -node <node> -full -wait',
         '<cpgname> <fpgname> <size>')
def createfpg(context: Context, given: Arguments) -> Reply:
    """Create a file provisioning group."""
    cpg, name, size = given.names
    fpgs.find_cpg(context.array, cpg)
    task = fpgs.create(context.array, {
        'name': name, 'cpg': cpg, 'size': fpgs.size_of(size),
        'comment': given.get('comment'), 'full': given.has('full'),
        'node': number(given, 'node') if given.has('node') else None},
        context.user, given.has('wait'))
    return started(task)


def started(task: Task) -> Reply:
    """What a command that starts a task prints."""
    if task.status == ACTIVE:
        return said(assumptions.TASK_STARTED.format(id=task.id))
    lines = jobs.messages_of(task)
    if task.status != DONE:
        return failed(lines[-1])
    return said(*[line for line in lines if line.endswith(
        ('created.', 'activated.')) or line.startswith('Created VFS')])


@command(COMMANDS, 'growfpg', '', '<fpgname> <size>')
def growfpg(context: Context, given: Arguments) -> Reply:
    """Add a volume to a file provisioning group."""
    name, size = given.names
    find_fpg(context.array, name)
    fpgs.grow(context.array, name, fpgs.size_of(size))
    return said()


@command(COMMANDS, 'setfpg', '-comment <comment> -rmcomment -activate '
         '-deactivate -primarynode <node> -failover -forced', '<fpgname>')
def setfpg(context: Context, given: Arguments) -> Reply:
    """Change a file provisioning group."""
    for together in ('comment rmcomment', 'activate deactivate',
                     'primarynode failover'):
        exclude(given, together)
    requested: dict[str, object] = {}
    if given.has('comment', 'rmcomment'):
        requested['comment'] = given.get('comment')
    if given.has('activate', 'deactivate'):
        requested['active'] = given.has('activate')
    if given.has('primarynode'):
        requested['primary'] = number(given, 'primarynode')
    if given.has('failover'):
        requested['failover'] = True
    fpgs.modify_fpg(context.array, given.names[0], requested)
    return said()


@command(COMMANDS, 'removefpg', '-forget <fpgname> -wait -pat',
         '[<fpgname>]...')
def removefpg(context: Context, given: Arguments) -> Reply:
    """Remove file provisioning groups."""
    array = context.array
    forget = given.get('forget')
    names = [*given.names, *([forget] if forget else [])]
    if given.has('pat'):
        names = [fpg.name for fpg in array.files.fpgs
                 if any(fnmatch.fnmatchcase(fpg.name, name)
                        for name in names)]
    elif not names:
        raise FileRefused('removefpg: no file provisioning group specified')
    chosen = [find_fpg(array, name) for name in names]
    tasks = [fpgs.remove(array, fpg, context.user, wait=given.has('wait'),
                         forget=fpg.name == forget) for fpg in chosen]
    return said(*[line for task in tasks
                  for line in started(task).out])


def exists(context: Context, name: str) -> bool:
    """Whether there is such a group."""
    return fpg_or_none(context.array, name) is not None
