"""Host personas: how the array behaves towards kinds of hosts.

Knows their numbers (CLI manual, table 5), names and capabilities. The web
service counts them without gaps and calls that number ``wsapiAssignedId``.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from hpe3parclient.simulator.errors import Refused


@dataclass(frozen=True)
class Persona:
    """One persona."""

    #: number on the command line
    id: int
    #: number in requests of the web service
    number: int
    name: str
    #: operating systems of its hosts (OURS: the tables are in no source)
    systems: tuple[str, ...]
    capabilities: tuple[str, ...] = ()


PERSONAS = (
    Persona(1, 1, 'Generic', ('Linux', 'Windows'), ('UARepLun', 'SESLun')),
    Persona(2, 2, 'Generic-ALUA', ('Linux', 'Citrix XenServer'),
            ('UARepLun', 'ALUA', 'SESLun')),
    Persona(6, 3, 'Generic-legacy', ('Linux',)),
    Persona(7, 4, 'HPUX-legacy', ('HP-UX',), ('VolSetAddr', 'Lun0SCC')),
    Persona(8, 5, 'AIX-legacy', ('AIX',), ('NACA',)),
    Persona(9, 6, 'Egenera', ('Egenera',), ('SoftInq',)),
    Persona(10, 7, 'ONTAP-legacy', ('ONTAP',), ('SoftInq',)),
    Persona(11, 8, 'VMware', ('ESX',), ('SubLun', 'ALUA')),
    Persona(12, 9, 'OpenVMS', ('OpenVMS',),
            ('UARepLun', 'RTPG', 'SESLun', 'Lun0SCC')),
    Persona(13, 10, 'HPUX', ('HP-UX',),
            ('UARepLun', 'VolSetAddr', 'SESLun', 'ALUA', 'Lun0SCC')),
    Persona(15, 11, 'WindowsServer', ('Windows Server',),
            ('UARepLun', 'SESLun', 'ALUA', 'WSC')),
    #: OURS: the numbers on the command line; the manual ends before them
    Persona(16, 12, 'AIX', ('AIX',), ('NACA', 'ALUA')),
    Persona(17, 13, 'Solaris', ('Solaris',), ('UARepLun', 'ALUA')))
#: Names by the number that requests use.
NAMES: Mapping[int, str] = {item.number: item.name for item in PERSONAS}


def find(text: str) -> Persona:
    """The persona whose id a path names, or NON_EXISTENT_PERSONA."""
    for item in PERSONAS:
        if text == str(item.id):
            return item
    raise Refused('NON_EXISTENT_PERSONA')


def view(item: Persona, base_url: str) -> dict[str, Any]:
    """A persona as GET shows it."""
    return {
        'id': item.id, 'name': item.name, 'wsapiAssignedId': item.number,
        'OS': list(item.systems), 'capabilities': list(item.capabilities),
        'links': [{'href': f'{base_url}/hostpersonas/{item.id}',
                   'rel': 'self'}]}
