"""Checks of what a request for a volume asks for.

Knows sizes, kinds, percentages, times and policies (guide tables T35 and
T37); changes nothing.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from hpe3parclient.simulator import assumptions
from hpe3parclient.simulator.errors import Refused
from hpe3parclient.simulator.model import capacity, licences
from hpe3parclient.simulator.model.volumes import view
from hpe3parclient.simulator.state.array_state import ArrayState
from hpe3parclient.simulator.state.volumes import FULL, TDVV, TPVV

#: Sizes are whole multiples of this.
SIZE_UNIT_MIB = 256
MAX_HOURS = 43800
#: Length of a key and characters (seen at an emulation of HPE's); how long
#: a value may be stands in :mod:`hpe3parclient.simulator.assumptions`.
MAX_METADATA = 31
_NO_METADATA = frozenset('!@#$%&^')
_VOLUME_WWN = re.compile(r'[0-9A-F]{16}([0-9A-F]{16})?')


def moment_of(array: ArrayState, request: Mapping[str, Any],
              ref: str) -> float | None:
    """A moment so many hours from now; INV_INPUT_TIME out of range."""
    hours: int | None = request.get(ref)
    if not hours:
        return None
    if hours > MAX_HOURS:
        raise Refused('INV_INPUT_TIME', ref)
    return array.clock.now() + hours * 3600


def check_times(array: ArrayState, expires: float | None,
                retained: float | None) -> None:
    """Retention needs its licence and ends before expiration."""
    if retained is None:
        return
    licences.need(array, 'virtualLock', 'retentionHours')
    if expires is not None and retained > expires:
        raise Refused('INV_INPUT_RETAIN_GT_EXPIRE', 'retentionHours')


def check_percents(request: Mapping[str, int], thin: bool) -> dict[str, int]:
    """The alert percentages of a volume."""
    result = {name: value for name, value in request.items()
             if name.endswith('Pct') and value}
    for kind in ('ss', 'usr'):
        warning = result.get(f'{kind}SpcAllocWarningPct')
        limit = result.get(f'{kind}SpcAllocLimitPct')
        if warning is not None and limit is not None and warning > limit:
            raise Refused('INV_INPUT_WARN_GT_LIMIT',
                          f'{kind}SpcAllocWarningPct')
    users = [name for name in result if name.startswith('usr')]
    if users and not thin:
        raise Refused('INV_INPUT_USR_ALRT_NON_TPVV', users[0])
    return result


def check_policies(request: Mapping[str, bool]) -> dict[str, bool]:
    """Policies that may be set; caching and system may only be false."""
    for name in ('caching', 'system'):
        if request.get(name):
            raise Refused('INV_INPUT_VV_POLICY', name)
    return {name: value for name, value in request.items()
            if name in ('staleSS', 'oneHost', 'zeroDetect')}


def check_first_policies(request: Mapping[str, bool],
                         kind: int) -> dict[str, bool]:
    """Policies of a new volume: only thin ones detect zeros."""
    result = check_policies(request)
    if result.get('zeroDetect') and kind == FULL:
        raise Refused('INV_INPUT_VV_POLICY', 'zeroDetect')
    return result


def check_id(array: ArrayState, request: Mapping[str, Any]) -> int:
    """The id asked for, if it is free, or else the next one."""
    number: int | None = request.get('id')
    if number is None:
        return array.volumes.free_id()
    if array.volumes.has_id(number):
        raise Refused('EXISTENT_ID', 'id')
    return number


def check_volume_wwn(array: ArrayState, text: str) -> str:
    """A WWN for a new volume: 16 or 32 digits, and nobody else's."""
    wwn = text.upper()
    if not _VOLUME_WWN.fullmatch(wwn):
        raise Refused('INV_INPUT_WRONG_TYPE', 'snapshotWWN')
    if any(view.wwn(array, item) == wwn for item in array.volumes):
        raise Refused('EXISTENT_ID', 'snapshotWWN')
    return wwn


def check_new_name(array: ArrayState, name: str, ref: str = 'name') -> None:
    """A volume name that is free, on an array with room for a volume."""
    if name in array.volumes:
        raise Refused('EXISTENT_VOL', ref)
    if len(array.volumes) >= array.personality.max_volumes:
        raise Refused('VV_LIMIT_REACHED')


def provisioning_of(array: ArrayState, request: Mapping[str, Any]) -> int:
    """What kind of volume the members ask for."""
    tpvv = request.get('tpvv', False)
    if array.personality.reduce:
        reduce = request.get('reduce', False)
        if tpvv == reduce:
            raise Refused('INV_INPUT_PARAM_CONFLICT' if tpvv
                          else 'INV_INPUT_ONE_REQUIRED', 'tpvv,reduce')
        return TDVV if reduce else TPVV
    tdvv = request.get('tdvv', False)
    if tpvv and tdvv:
        raise Refused('INV_INPUT_PARAM_CONFLICT', 'tpvv,tdvv')
    if request.get('compression') and not (tpvv or tdvv):
        raise Refused('INV_INPUT', 'compression')
    return TDVV if tdvv else TPVV if tpvv else FULL


def check_size(array: ArrayState, mib: int) -> int:
    """A size, rounded up as the array does."""
    if mib <= 0:
        raise Refused('INV_INPUT', 'sizeMiB')
    size = capacity.round_up(mib, SIZE_UNIT_MIB)
    if size > array.personality.max_volume_mib:
        raise Refused('TOO_LARGE', 'sizeMiB')
    return size


def check_metadata_text(text: str, ref: str) -> str:
    """A key or a value, or the refusal for it."""
    if len(text) > (MAX_METADATA if ref == 'key'
                    else assumptions.MAX_METADATA_VALUE):
        raise Refused('INV_INPUT_EXCEEDS_LENGTH', ref)
    if _NO_METADATA & set(text):
        raise Refused('INV_INPUT_ILLEGAL_CHAR', ref)
    return text


def check_pair(request: Mapping[str, str]) -> None:
    """A key and its value; a key says something."""
    if not request['key']:
        raise Refused('INV_INPUT_MISSING_REQUIRED', 'key')
    for ref in ('key', 'value'):
        check_metadata_text(request[ref], ref)


def check_metadata(array: ArrayState, pairs: Any) -> dict[str, dict[str, Any]]:
    """Key and value pairs given when an object is made."""
    result: dict[str, dict[str, Any]] = {}
    for pair in pairs:
        check_pair(pair)
        if pair['key'] in result:
            raise Refused('EXISTENT_OBJECT_KEY', 'key')
        result[pair['key']] = {'value': pair['value'],
                              'created': array.clock.now()}
    return result
