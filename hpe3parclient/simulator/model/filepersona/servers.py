"""Virtual file servers and their addresses."""

from __future__ import annotations

import ipaddress
from collections.abc import Mapping
from typing import Any

from hpe3parclient.simulator.model import tasks
from hpe3parclient.simulator.model.filepersona import (
    assumptions,
    fpgs,
    jobs,
)
from hpe3parclient.simulator.model.filepersona.lookup import (
    FileRefused,
    check_name,
    find_fpg,
    fpg_of,
    fpg_or_none,
)
from hpe3parclient.simulator.state.array_state import ArrayState
from hpe3parclient.simulator.state.filepersona import (
    DEGRADED,
    FileStore,
    FsIp,
    Vfs,
)
from hpe3parclient.simulator.state.tasks import CreateVfs, Task

_MOST_GRACE = 2147483647
#: what a request for a server may leave out
_DEFAULTS = {'comment': '', 'fpg': '', 'cpg': '', 'size': 0, 'vlan': 0,
             'block_grace': 604800, 'inode_grace': 604800,
             'certificate': 'self-signed'}


def grace(text: str, option: str) -> int:
    """A grace time."""
    if not (text.isascii() and text.isdigit()
            and 1 <= int(text) <= _MOST_GRACE):
        raise FileRefused(f'{option} value should be between 1 and '
                          f'{_MOST_GRACE}')
    return int(text)


def vlan(text: str) -> int:
    """A VLAN tag."""
    if not (text.isascii() and text.isdigit() and int(text) <= 4094):
        raise FileRefused(assumptions.BAD_VLAN)
    return int(text)


def check_address(address: str, netmask: str) -> None:
    """Refuse what is no address with its netmask."""
    try:
        ipaddress.ip_address(address)
    except ValueError:
        raise FileRefused(assumptions.BAD_ADDRESS.format(
            address=address)) from None
    try:
        ipaddress.ip_network(f'{address}/{netmask}', strict=False)
    except ValueError:
        raise FileRefused(assumptions.BAD_NETMASK.format(
            netmask=netmask)) from None


def is_taken(array: ArrayState, address: str) -> bool:
    """Whether a server has this address."""
    return any(ip.address == address for vfs in array.files.servers
               for ip in vfs.addresses)


def create(array: ArrayState, requested: Mapping[str, Any], user: str,
           wait: bool = False) -> Task:
    """Start to create a server.

    :param requested: ``name``, ``address``, ``netmask``; ``fpg``, or ``cpg``
        and ``size`` (MiB) and perhaps ``node``; perhaps ``vlan``,
        ``comment``, ``block_grace``, ``inode_grace``, ``certificate``
        ('none' for none, or PEM)
    """
    check_name(requested['name'])
    check_address(requested['address'], requested['netmask'])
    seconds = assumptions.VFS_SECONDS
    fpg = requested.get('fpg')
    if bool(fpg) == bool(requested.get('cpg') and requested.get('size')):
        raise FileRefused(assumptions.EITHER_FPG_OR_CPG)
    if fpg:
        group = find_fpg(array, fpg)
        if any(vfs.fpg == group.id and vfs.name == requested['name']
               for vfs in array.files.servers):
            raise _exists(requested['name'], fpg)
        if not group.active:
            raise FileRefused(assumptions.INACTIVE.format(fpg=fpg))
    else:
        fpgs.check_new(array, requested['name'], requested['size'], requested['cpg'],
                       requested.get('node'))
        seconds += assumptions.FPG_SECONDS
    return jobs.start(array, 'createvfs', {**_DEFAULTS, **requested}, user,
                      0.0 if wait else seconds)


def _exists(name: str, fpg: str) -> FileRefused:
    return FileRefused(f'VFS "{name}" already exists within FPG {fpg}')


def make(array: ArrayState, effect: Mapping[str, Any],
         detail: list[str]) -> None:
    """Create a server now; one without its address is degraded."""
    name = effect['name']
    if effect.get('fpg'):
        fpg = find_fpg(array, effect['fpg'])
    else:
        fpg = fpg_or_none(array, name) or fpgs.make(array, effect, detail)
    if any(vfs.fpg == fpg.id and vfs.name == name
           for vfs in array.files.servers):
        raise _exists(name, fpg.name)
    certificate = effect['certificate']
    if certificate == 'self-signed':
        detail.append('Generating self signed certificate.')
    detail.append(f'Creating VFS "{name}" in FPG {fpg.name}.')
    if certificate != 'none':
        detail.append('Applying certificate data.')
    files = array.files
    vfs = Vfs(files.new_id(), array.new_uuid(), name, fpg.id,
              comment=effect['comment'],
              certificate='' if certificate == 'none' else certificate,
              block_grace=effect['block_grace'],
              inode_grace=effect['inode_grace'])
    files.servers.append(vfs)
    files.stores.append(FileStore(files.new_id(), array.new_uuid(), '.admin',
                                  vfs.id))
    address = effect['address']
    detail.append(f'Associating IP {address} with VFS "{name}".')
    if is_taken(array, address):
        vfs.state = DEGRADED
        raise FileRefused(assumptions.ASSOCIATION_FAILED.format(
            address=address, vfs=name))
    vfs.addresses.append(_new_ip(array, address, effect['netmask'],
                                 effect['vlan']))
    detail += [
        f'Associated IP {address} with VFS "{name}".',
        'Setting snap quota accounting switch value',
        'Value for Snap quota accounting switch is set to: disable.',
        f'Created VFS "{name}" on FPG {fpg.name}.']


def _new_ip(array: ArrayState, address: str, netmask: str, tag: int) -> FsIp:
    return FsIp(array.new_uuid().replace('-', ''), address, netmask, tag)


def modify(array: ArrayState, vfs: Vfs, requested: Mapping[str, Any]) -> None:
    """Change a server: ``comment``, graces, ``certificate``."""
    if not requested:
        raise FileRefused(assumptions.NOTHING_TO_CHANGE)
    for name, value in requested.items():
        setattr(vfs, name, value)


# -- addresses --------------------------------------------------------------


def add_address(array: ArrayState, vfs: Vfs, address: str, netmask: str,
                tag: int) -> None:
    """Give a server another address."""
    check_address(address, netmask)
    if is_taken(array, address):
        raise FileRefused(assumptions.ADDRESS_TAKEN.format(address=address))
    vfs.addresses.append(_new_ip(array, address, netmask, tag))


def find_address(vfs: Vfs, text: str) -> FsIp:
    """An address by its policy or by itself."""
    for ip in vfs.addresses:
        if text in (ip.policy, ip.address):
            return ip
    raise FileRefused(assumptions.NO_ADDRESS.format(id=text, vfs=vfs.name),
                      404)


def change_address(array: ArrayState, vfs: Vfs, text: str,
                   address: str | None, netmask: str | None,
                   tag: int | None) -> None:
    """Change an address of a server."""
    ip = find_address(vfs, text)
    new = ip.address if address is None else address
    mask = ip.netmask if netmask is None else netmask
    check_address(new, mask)
    if new != ip.address and is_taken(array, new):
        raise FileRefused(assumptions.ADDRESS_TAKEN.format(address=new))
    ip.address, ip.netmask = new, mask
    ip.vlan = ip.vlan if tag is None else tag


def remove_address(vfs: Vfs, text: str) -> None:
    """Take an address from a server."""
    vfs.addresses.remove(find_address(vfs, text))


def fpg_name(array: ArrayState, vfs: Vfs) -> str:
    """The group of a server."""
    return fpg_of(array, vfs).name


@tasks.finishes(CreateVfs)
def _created(array: ArrayState, effect: CreateVfs, done: bool) -> bool:
    """The end of a task that creates a server."""
    def work(lines: list[str]) -> None:
        make(array, vars(effect), lines)
    return jobs.complete(array, effect, work)
