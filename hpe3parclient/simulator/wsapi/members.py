"""Members of requests, as tables, and the one function that checks them.

Knows types, lengths, enumerations and which capability a member needs.
Knows no state: whether a name is taken is the model's business.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Dict, FrozenSet, List, Mapping, Optional, Sequence

from hpe3parclient.simulator.errors import Refused
from hpe3parclient.simulator.model import names
from hpe3parclient.simulator.personality import Capability, Personality

UINT32 = 4_294_967_295
INT32 = 2_147_483_647
UINT64 = 18_446_744_073_709_551_615


@dataclass(frozen=True)
class Member:
    """One member of a request.

    ``kind`` is one of: text, name, setname, target (a name or ``set:name``),
    bool, uint32, uint64, int (negatives pass), ignorable (igint32: negatives
    count as absent), texts (an array of strings), object, objects.
    """

    name: str
    kind: str
    required: bool = False
    length: Optional[int] = None
    values: Optional[FrozenSet[int]] = None
    #: zero counts as absent too
    zero_ignored: bool = False
    #: "" is refused
    filled: bool = False
    members: Sequence[Member] = ()
    #: what an array must be capable of to have it, and whether arrays with
    #: data reduction have it
    needs: Optional[Capability] = None
    reduce: Optional[bool] = None
    #: error of a number that does not fit its type
    too_large: str = 'INV_INPUT_EXCEEDS_RANGE'
    #: error of an object that lacks members or has wrong ones
    misshapen: Optional[str] = None

    def exists_on(self, who: Personality) -> bool:
        """Whether this array knows the member."""
        return (self.needs is None or who.has(self.needs)) \
            and self.reduce in (None, who.reduce)


def enum(*values: int) -> FrozenSet[int]:
    """Numbers of an enumeration."""
    return frozenset(values)


def check(table: Sequence[Member], body: Mapping[str, Any],
          who: Personality, unknown: str = 'INV_INPUT') -> Dict[str, Any]:
    """The members that count, checked; or the refusal.

    null is absent, so is a negative number where WSAPI ignores it.

    :param unknown: error of a member that the table does not hold
    """
    known = {one.name: one for one in table if one.exists_on(who)}
    for name in body:
        if name not in known:
            raise Refused(unknown, name)
    found: Dict[str, Any] = {}
    for name, value in body.items():
        if value is None:
            continue
        value = _value(known[name], value, who)
        if value is not None:
            found[name] = value
    for one in known.values():
        if one.required and one.name not in found:
            raise Refused('INV_INPUT_MISSING_REQUIRED', one.name)
    return found


def _value(one: Member, value: Any, who: Personality) -> Any:
    if one.kind == 'bool':
        if not isinstance(value, bool):
            raise Refused('INV_INPUT_WRONG_TYPE', one.name)
        return value
    if one.kind in ('uint32', 'uint64', 'int', 'ignorable'):
        return _number(one, value)
    if one.kind == 'object':
        return _object(one, value, who)
    if one.kind in ('texts', 'objects'):
        return _array(one, value, who)
    return _text(one, value, who)


def _number(one: Member, value: Any) -> Optional[int]:
    if isinstance(value, bool) or not isinstance(value, int):
        raise Refused('INV_INPUT_WRONG_TYPE', one.name)
    if (one.kind == 'ignorable' and value < 0) \
            or (one.zero_ignored and value <= 0):
        return None
    if value > {'uint32': UINT32, 'uint64': UINT64}.get(one.kind, INT32):
        raise Refused(one.too_large, one.name)
    if one.values is not None and value not in one.values:
        raise Refused('INV_INPUT_BAD_ENUM_VALUE', one.name)
    return int(value)


def _text(one: Member, value: Any, who: Personality) -> str:
    if not isinstance(value, str):
        raise Refused('INV_INPUT_WRONG_TYPE', one.name)
    if one.kind == 'name':
        return names.check_name(value, who.name_length, one.name)
    if one.kind == 'setname':
        return names.check_name(value, who.set_name_length, one.name)
    if one.kind == 'target':
        is_set, bare = names.split_set(value)
        names.check_name(bare, who.set_name_length if is_set
                         else who.name_length, one.name)
        return value
    if one.filled and not value:
        raise Refused('INV_INPUT_EMPTY_STR', one.name)
    if one.length is not None and len(value) > one.length:
        raise Refused('INV_INPUT_EXCEEDS_LENGTH', one.name)
    if any(ord(char) < 32 or ord(char) == 127 for char in value):
        raise Refused('INV_INPUT_ILLEGAL_CHAR', one.name)
    return value


def _object(one: Member, value: Any, who: Personality) -> Dict[str, Any]:
    if not isinstance(value, dict):
        raise Refused('INV_INPUT_WRONG_TYPE', one.name)
    try:
        return check(one.members, value, who)
    except Refused as error:
        if one.misshapen is None:
            raise
        raise Refused(one.misshapen, one.name) from error


def _array(one: Member, value: Any, who: Personality) -> Any:
    if not isinstance(value, list):
        raise Refused('INV_INPUT_WRONG_TYPE', one.name)
    found: List[Any] = []
    for entry in value:
        if entry is None:
            continue
        if one.kind == 'objects':
            found.append(_object(one, entry, who))
        elif not isinstance(entry, str):
            raise Refused('INV_INPUT_WRONG_TYPE', one.name)
        elif not entry:
            raise Refused('INV_INPUT_EMPTY_STR', one.name)
        elif one.length is not None and len(entry) > one.length:
            raise Refused('INV_INPUT_EXCEEDS_LENGTH', one.name)
        else:
            found.append(entry)
    return found
