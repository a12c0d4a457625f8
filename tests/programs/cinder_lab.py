"""How the tests set up Cinder for an array of a lab."""

from __future__ import annotations

import itertools
from typing import Any

from tests.programs.lab import Lab

_NUMBERS = itertools.count(1)


def options(lab: Lab, **more: Any) -> dict[str, Any]:
    """A backend's section of cinder.conf."""
    array = lab.array
    return {
        'hpe3par_api_url': array.api_url,
        'hpe3par_username': array.user,
        'hpe3par_password': array.password,
        'hpe3par_cpg': ['gold', 'silver'],
        'hpe3par_iscsi_ips': lab.addresses(),
        'san_ip': '127.0.0.1', 'san_login': array.user,
        'san_password': array.password, 'san_ssh_port': array.ssh_port,
        **more}


def backend(cinder: Any, lab: Lab, protocol: str = 'iscsi',
            devices: Any = None, **more: Any) -> Any:
    """Start a backend for the lab's array; the process, for its commands."""
    cinder.backend(f'lab{next(_NUMBERS)}', protocol, options(lab, **more),
                   devices)
    return cinder


def connector(host: str, number: int = 1,
              multipath: bool = False) -> dict[str, Any]:
    """What a compute node says of itself."""
    return {'host': host, 'ip': f'192.0.2.{number}', 'multipath': multipath,
            'initiator': f'iqn.1993-08.org.debian:01:{host}',
            'wwpns': wwpns(number),
            'wwnns': [f'20000000c9{number:06x}'],
            'os_type': 'linux', 'platform': 'x86_64'}


def wwpns(number: int) -> list[str]:
    """The two Fibre Channel ports of a compute node."""
    return [f'10000000c9{number:05x}{port}' for port in (1, 2)]


def addresses(lab: Lab) -> list[str]:
    """The portals of an array."""
    return [f'{address}:3260' for address in lab.addresses()]


def iqns(lab: Lab) -> set[str]:
    """The iSCSI targets of an array."""
    return {port['iSCSIName'] for port in lab.view.get('/ports')['members']
            if port.get('protocol') == 2}


def fc_targets(lab: Lab) -> set[str]:
    """The ports that FC hosts can log in to."""
    return {port['portWWN'] for port in lab.view.get('/ports')['members']
            if port['protocol'] == 1 and port['mode'] == 2
            and port['linkState'] == 4}


def paths(lab: Lab, host: str, kind: str, member: str) -> set[str]:
    """What a host is reached by."""
    item = lab.view.item('hosts', host)
    assert item is not None, f'{host} is not on the array'
    return {path[member] for path in item.get(kind, [])}
