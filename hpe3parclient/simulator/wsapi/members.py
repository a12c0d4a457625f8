"""Members of requests, as tables, and the one function that checks them.

Knows types, lengths, enumerations and which capability a member needs.
Knows no state: whether a name is taken is the model's business.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from hpe3parclient.narrowing import is_dict, is_list
from hpe3parclient.simulator.errors import Refused
from hpe3parclient.simulator.model import names
from hpe3parclient.simulator.personality import Capability, Personality

#: The type name31 of the guide.
NAME_LENGTH = 31
UINT32 = 4_294_967_295
INT32 = 2_147_483_647
UINT64 = 18_446_744_073_709_551_615


@dataclass(frozen=True)
class Member:
    """One member of a request.

    ``kind`` is one of: text, name, setname, target (a name or ``set:name``),
    bool, uint32, uint64, int (negatives pass), ignorable (igint32: negatives
    count as absent), texts and targets (arrays of them), object, objects.
    """

    name: str
    kind: str
    required: bool = False
    length: int | None = None
    values: frozenset[int] | None = None
    #: the largest number
    most: int | None = None
    #: zero counts as absent too
    zero_ignored: bool = False
    #: "" is refused
    filled: bool = False
    #: error of a name that is empty
    empty: str = 'INV_INPUT_EMPTY_STR'
    members: Sequence[Member] = ()
    #: what an array must be capable of to have it, and whether arrays with
    #: data reduction have it
    needs: Capability | None = None
    reduce: bool | None = None
    #: error of a number that does not fit its type
    too_large: str = 'INV_INPUT_EXCEEDS_RANGE'
    #: error of an object that lacks members or has wrong ones
    misshapen: str | None = None
    #: error of a member that an object does not have
    unknown: str = 'INV_INPUT_UNREC_NAME'
    #: error of a number that is not in ``values``
    bad_value: str = 'INV_INPUT_BAD_ENUM_VALUE'

    def exists_on(self, personality: Personality) -> bool:
        """Whether this array knows the member."""
        return (self.needs is None or personality.has(self.needs)) \
            and self.reduce in (None, personality.reduce)


def enum(*values: int) -> frozenset[int]:
    """Numbers of an enumeration."""
    return frozenset(values)


def check(table: Sequence[Member], body: Mapping[str, Any],
          personality: Personality,
          unknown: str = 'INV_INPUT_UNREC_NAME') -> dict[str, Any]:
    """The members that count, checked; or the refusal.

    null is absent, so is a negative number where WSAPI ignores it.

    :param unknown: error of a member that the table does not hold
    """
    known = {item.name: item for item in table if item.exists_on(personality)}
    for name in body:
        if name not in known:
            raise Refused(unknown, name)
    result: dict[str, Any] = {}
    for name, value in body.items():
        if value is None:
            continue
        value = _value(known[name], value, personality)
        if value is not None:
            result[name] = value
    for item in known.values():
        if item.required and item.name not in result:
            raise Refused('INV_INPUT_MISSING_REQUIRED', item.name)
    return result


def _value(item: Member, value: Any, personality: Personality) -> Any:
    if item.kind == 'bool':
        if not isinstance(value, bool):
            raise Refused('INV_INPUT_WRONG_TYPE', item.name)
        return value
    if item.kind in ('uint32', 'uint64', 'int', 'ignorable'):
        return _number(item, value)
    if item.kind == 'object':
        return _object(item, value, personality)
    if item.kind in ('texts', 'targets', 'objects'):
        return _array(item, value, personality)
    return _text(item, value, personality)


def _number(item: Member, value: Any) -> int | None:
    if isinstance(value, bool) or not isinstance(value, int):
        raise Refused('INV_INPUT_WRONG_TYPE', item.name)
    if (item.kind == 'ignorable' and value < 0) \
            or (item.zero_ignored and value <= 0):
        return None
    if value > {'uint32': UINT32, 'uint64': UINT64}.get(item.kind, INT32) \
            or (item.most is not None and value > item.most):
        raise Refused(item.too_large, item.name)
    if item.values is not None and value not in item.values:
        raise Refused(item.bad_value, item.name)
    return int(value)


def _text(item: Member, value: Any, personality: Personality) -> str:
    if not isinstance(value, str):
        raise Refused('INV_INPUT_WRONG_TYPE', item.name)
    if not value and item.empty != 'INV_INPUT_EMPTY_STR':
        raise Refused(item.empty, item.name)
    if item.kind == 'name':
        return names.check_name(value, personality.name_length, item.name)
    if item.kind == 'setname':
        return names.check_name(value, personality.set_name_length, item.name)
    if item.kind in ('target', 'targets'):
        is_set, bare = names.split_set(value)
        names.check_name(bare, personality.set_name_length if is_set
                         else personality.name_length, item.name)
        return value
    if not value and (item.filled or item.kind == 'texts'):
        raise Refused('INV_INPUT_EMPTY_STR', item.name)
    # Where a text names an object, it is as long as names are here.
    limit = personality.name_length if item.length == NAME_LENGTH \
        else item.length
    if limit is not None and len(value) > limit:
        raise Refused('INV_INPUT_EXCEEDS_LENGTH', item.name)
    if any(ord(char) < 32 or ord(char) == 127 for char in value):
        raise Refused('INV_INPUT_ILLEGAL_CHAR', item.name)
    return value


def _object(item: Member, value: Any, personality: Personality) -> dict[str, Any]:
    if not is_dict(value):
        raise Refused('INV_INPUT_WRONG_TYPE', item.name)
    try:
        return check(item.members, value, personality, item.unknown)
    except Refused as error:
        if item.misshapen is None:
            raise
        raise Refused(item.misshapen, item.name) from error


def _array(item: Member, value: Any, personality: Personality) -> Any:
    if not is_list(value):
        raise Refused('INV_INPUT_WRONG_TYPE', item.name)
    result: list[Any] = []
    for entry in value:
        if entry is None:
            continue
        if item.kind == 'objects':
            result.append(_object(item, entry, personality))
        else:
            result.append(_text(item, entry, personality))
    return result
