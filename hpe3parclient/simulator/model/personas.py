"""Host personas: how the array behaves towards kinds of hosts.

Knows their numbers and names. Members other than ``wsapiAssignedId`` were
not published: those shown are OURS.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from hpe3parclient.simulator.errors import Refused

NAMES: Mapping[int, str] = {
    1: 'Generic', 2: 'Generic-ALUA', 3: 'Generic-legacy', 4: 'HPUX-legacy',
    5: 'AIX-legacy', 6: 'Egenera', 7: 'ONTAP-legacy', 8: 'VMware',
    9: 'OpenVMS', 10: 'HPUX', 11: 'WindowsServer', 12: 'AIX', 13: 'Solaris'}


def find(text: str) -> int:
    """The number a path names."""
    if not text.isdigit() or int(text) not in NAMES:
        raise Refused('URI_RES_NOT_FOUND')
    return int(text)


def view(number: int) -> dict[str, Any]:
    """A persona as GET shows it."""
    return {'wsapiAssignedId': number, 'personaName': NAMES[number]}
