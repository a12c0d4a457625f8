"""Names, WWNs and ports: what may be written, and how it is stored.

Knows the alphabets and lengths of the WSAPI types; knows no object.
"""

from __future__ import annotations

import re

from hpe3parclient.simulator.errors import Refused
from hpe3parclient.simulator.state.ports import PortPos

_NAME = re.compile(r'[A-Za-z0-9._][A-Za-z0-9._-]*')
_ISCSI = re.compile(r'[A-Za-z0-9._:-]+')
_HEX16 = re.compile(r'[0-9A-F]{16}')
_PORT = re.compile(r'([0-9]{1,2}):([0-9]{1,2}):([0-9]{1,2})')




def check_name(text: str, limit: int, ref: str | None = None) -> str:
    """A name of an object, or the refusal WSAPI gives for it."""
    if not text:
        raise Refused('INV_INPUT_EMPTY_STR', ref)
    if len(text) > limit:
        raise Refused('INV_INPUT_EXCEEDS_LENGTH', ref)
    if not _NAME.fullmatch(text):
        raise Refused('INV_INPUT_ILLEGAL_CHAR', ref)
    return text


def check_iscsi_name(text: str, ref: str) -> str:
    """An iSCSI name: Name223 of the guide."""
    if not text:
        raise Refused('INV_INPUT_EMPTY_STR', ref)
    if len(text) > 223:
        raise Refused('INV_INPUT_EXCEEDS_LENGTH', ref)
    if not _ISCSI.fullmatch(text):
        raise Refused('INV_INPUT_ILLEGAL_CHAR', ref)
    return text


def check_wwn(text: str, ref: str) -> str:
    """A host WWN: 16 hex digits, colons allowed; stored bare, upper case."""
    bare = text.replace(':', '').upper()
    if not _HEX16.fullmatch(bare):
        raise Refused('INV_INPUT_WRONG_TYPE', ref)
    return bare


def plain_wwn(text: str) -> str:
    """A WWN for comparing: bare, upper case, never refused."""
    return text.replace(':', '').upper()


def parse_port(text: str) -> PortPos:
    """``n:s:p`` as a position."""
    result = _PORT.fullmatch(text)
    if not result:
        raise Refused('INV_INPUT_PORT_SPECIFICATION')
    node, slot, card_port = result.groups()
    return PortPos(int(node), int(slot), int(card_port))


def split_set(text: str) -> tuple[bool, str]:
    """``set:x`` as (True, x), any other text as (False, text)."""
    if text.startswith('set:'):
        return True, text[4:]
    return False, text
