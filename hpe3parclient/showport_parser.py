"""Read what ``showport`` prints, on every generation of array.

The columns of ``showport -iscsi`` changed twice: DHCP gave way to STGT and
VLAN in 3.2, VLAN became a count in Alletra MP, and the order of TPGT and MTU
differs in ``-iscsivlans``. So columns are identified by name, not by position.

This module knows the columns and which of them are numbers. It does not run
the command.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any, Callable

from hpe3parclient.cli import tables
from hpe3parclient.cli.errors import SSHTableError

_DIGITS = re.compile(r'[0-9]{1,18}')


def _number(cell: str) -> int:
    """Convert a number as arrays print it; int() accepts too much."""
    if not _DIGITS.fullmatch(cell):
        raise ValueError(f'not a number: {cell!r}')
    return int(cell)


def _position(cell: str) -> dict[str, int]:
    node, slot, port = map(_number, cell.split(':'))
    return {'node': node, 'slot': slot, 'cardPort': port}


#: column → member of the answer, and how its cells are read
_COLUMNS: dict[str, tuple[str, Callable[[str], Any]]] = {
    'N:S:P': ('portPos', _position),
    'Mode': ('mode', str),
    'State': ('state', str),
    'Node_WWN': ('nodeWWN', str),
    'Node_WWN/IP': ('nodeWWN', str),
    'HwAddr': ('HWAddr', str),
    'Duplex': ('duplex', str),
    'AutoNeg': ('autoNeg', str),
    'Port_WWN/HW_Addr': ('portWWN', str),
    'Type': ('type', str),
    'Protocol': ('protocol', str),
    'Label': ('label', str),
    'Partner': ('partner', str),
    'FailoverState': ('failoverState', str),
    'IPAddr': ('IPAddr', str),
    'Netmask': ('netmask', str),
    'Netmask/PrefixLen': ('netmask', str),
    'Gateway': ('gateway', str),
    'TPGT': ('tpgt', _number),
    'MTU': ('mtu', _number),
    'Rate': ('rate', str),
    'DHCP': ('dhcp', str),
    'iSNS_Addr': ('iSNSAddr', str),
    'iAddr': ('iSNSAddr', str),
    'iSNS_Port': ('iSNSPort', _number),
    'iPort': ('iSNSPort', _number),
    'STGT': ('stgt', _number),
    'ST': ('stgt', _number),
    #: a tag with -iscsivlans, Y or N with -iscsi: text in both
    'VLAN': ('vlan', str),
    'VLANs': ('vlans', _number),
    'Peer_Enabled': ('peerEnabled', str),
    'iSCSI_Name': ('iSCSIName', str),
}


class ShowportParser:
    """Converts the lines of ``showport`` to one dict per row."""

    def __init__(self) -> None:
        pass

    def parseShowport(self, port_show_output: Iterable[str]
                      ) -> list[dict[str, Any]]:
        """Return one dict per row, with the names of the web service.

        :param port_show_output: lines of ``showport``, ``-iscsi``,
            ``-iscsivlans`` or ``-iscsiname``, with csvtable on or off
        :returns: ``portPos`` as a dict of ints; ``mtu``, ``tpgt``,
            ``stgt``, ``iSNSPort`` and ``vlans`` as ints; all else as text.
            A port with two VLANs stands there twice.
        :raises SSHTableError: the lines are no such table
        """
        table = tables.read(_as_csv(port_show_output))
        for key in table.keys:
            if key not in _COLUMNS:
                raise SSHTableError('showport printed a column that is not '
                                    'known: %s' % key)
        members = {_COLUMNS[key][0] for key in table.keys}
        if table.keys and ('portPos' not in members
                           or len(members) != len(table.keys)):
            raise SSHTableError('showport printed no ports, or a column '
                                'twice: %s' % ', '.join(table.keys))
        return [dict(map(_member, table.keys, row)) for row in table.rows]


def _member(column: str, cell: str) -> tuple[str, Any]:
    name, read = _COLUMNS[column]
    try:
        return name, read(cell)
    except ValueError as err:
        # '-' and 'n/a' stand for numbers that a port does not have
        if read is _number and cell in ('-', '--', 'n/a', ''):
            return name, None
        raise SSHTableError(f'showport printed {cell!r} under {column}') from err


def _as_csv(lines: Iterable[str]) -> list[str]:
    """Convert plain tables to csv: no cell of showport holds a blank or comma."""
    text = [line.strip() for line in lines]
    header = next((line for line in text if line.startswith('N:S:P')), '')
    if ',' in header or not header:
        return text
    return [','.join(line.split()) for line in text]
