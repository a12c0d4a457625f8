"""Read an SSH server's algorithms after negotiation has failed.

What paramiko says then is that there is no acceptable one. What a person
needs to know is what the array offers and which paramiko still speaks it.
The server tells in its first packet, in clear (RFC 4253, section 7.1).

This module reads that one packet. It negotiates nothing.
"""

from __future__ import annotations

import socket
import struct
from typing import NamedTuple

_KEXINIT = 20
_MOST = 65536

#: Gone from paramiko 5: SHA-1 in key exchange and in host key signatures.
_SHA1_KEX = frozenset((
    'diffie-hellman-group1-sha1', 'diffie-hellman-group14-sha1',
    'diffie-hellman-group-exchange-sha1'))


#: names in the list that are no algorithms
_SIGNALS = ('ext-info', 'kex-strict')


class Offer(NamedTuple):
    """What a server offers."""

    key_exchange: list[str]
    host_keys: list[str]


def offer_of(host: str, port: int, limit: float) -> Offer | None:
    """Return the server's algorithms, or None if it does not send them."""
    try:
        with socket.create_connection((host, port), limit) as sock:
            sock.settimeout(limit)
            sock.sendall(b'SSH-2.0-algorithms\r\n')
            with sock.makefile('rb') as stream:
                while not stream.readline(_MOST).startswith(b'SSH-'):
                    if stream.peek(1) == b'':
                        return None
                length, = struct.unpack('>I', stream.read(4))
                return _parsed(stream.read(min(length, _MOST)))
    except (OSError, struct.error):
        return None


def _parsed(packet: bytes) -> Offer | None:
    """Parse a KEXINIT packet: padding length, type, cookie, name-lists."""
    if len(packet) < 18 or packet[1] != _KEXINIT:
        return None
    lists: list[list[str]] = []
    offset = 18
    for _ in range(2):
        length, = struct.unpack_from('>I', packet, offset)
        offset += 4
        names = packet[offset:offset + length].decode('ascii', 'replace')
        lists.append([name for name in names.split(',')
                      if not name.startswith(_SIGNALS)])
        offset += length
    return Offer(lists[0], lists[1])


def advice(offer: Offer | None) -> str:
    """Return advice for an array that offers only these algorithms."""
    if offer is None:
        return ('It may speak SHA-1 only: paramiko 4 (pip install '
                '"paramiko<5") reaches such arrays, paramiko 3 also those '
                'with DSA host keys.')
    said = ('The array offers key exchange %s with host keys %s.' % (
        ', '.join(offer.key_exchange), ', '.join(offer.host_keys)))
    if set(offer.host_keys) <= {'ssh-dss'}:
        return said + (' It only has a DSA host key: install "paramiko<4", '
                       'or give the array an RSA key.')
    strong = set(offer.key_exchange) - _SHA1_KEX
    if not strong or set(offer.host_keys) <= {'ssh-rsa', 'ssh-dss'}:
        return said + (' It speaks SHA-1 only, which paramiko 5 has '
                       'dropped: install "paramiko<5", or update the array.')
    return said
