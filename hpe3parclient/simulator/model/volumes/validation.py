"""Checks of what a request for a volume asks for.

Knows sizes, kinds, percentages, times and policies (guide tables T35 and
T37); changes nothing.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Dict, Mapping, Optional

from hpe3parclient.simulator import assumptions
from hpe3parclient.simulator.errors import Refused
from hpe3parclient.simulator.model import capacity
from hpe3parclient.simulator.state.volumes import FULL, TDVV, TPVV

if TYPE_CHECKING:
    from hpe3parclient.simulator.array import Array


#: Sizes are whole multiples of this.
SIZE_UNIT_MIB = 256
MAX_HOURS = 43800
#: Length of a key and characters (seen at an emulation of HPE's); how long
#: a value may be stands in :mod:`hpe3parclient.simulator.assumptions`.
MAX_METADATA = 31
_NO_METADATA = frozenset('!@#$%&^')


def moment_of(array: Array, wanted: Mapping[str, Any],
              ref: str) -> Optional[float]:
    """A moment so many hours from now; INV_INPUT_TIME out of range."""
    hours: Optional[int] = wanted.get(ref)
    if not hours:
        return None
    if hours > MAX_HOURS:
        raise Refused('INV_INPUT_TIME', ref)
    return array.clock.now() + hours * 3600


def check_times(array: Array, expires: Optional[float],
                retained: Optional[float]) -> None:
    """Retention needs its licence and ends before expiration."""
    if retained is None:
        return
    if 'virtualLock' not in array.licences:
        raise Refused('UNLICENSED_FEATURE', 'retentionHours')
    if expires is not None and retained > expires:
        raise Refused('INV_INPUT_RETAIN_GT_EXPIRE', 'retentionHours')


def check_percents(wanted: Mapping[str, int], thin: bool) -> Dict[str, int]:
    """The alert percentages of a volume."""
    found = {name: value for name, value in wanted.items()
             if name.endswith('Pct') and value}
    for kind in ('ss', 'usr'):
        warning = found.get(f'{kind}SpcAllocWarningPct')
        limit = found.get(f'{kind}SpcAllocLimitPct')
        if warning is not None and limit is not None and warning > limit:
            raise Refused('INV_INPUT_WARN_GT_LIMIT',
                          f'{kind}SpcAllocWarningPct')
    users = [name for name in found if name.startswith('usr')]
    if users and not thin:
        raise Refused('INV_INPUT_USR_ALRT_NON_TPVV', users[0])
    return found


def check_policies(wanted: Mapping[str, bool]) -> Dict[str, bool]:
    """Policies that may be set; caching and system may only be false."""
    for name in ('caching', 'system'):
        if wanted.get(name):
            raise Refused('INV_INPUT_VV_POLICY', name)
    return {name: value for name, value in wanted.items()
            if name in ('staleSS', 'oneHost', 'zeroDetect')}


def check_first_policies(wanted: Mapping[str, bool],
                         kind: int) -> Dict[str, bool]:
    """Policies of a new volume: only thin ones detect zeros."""
    found = check_policies(wanted)
    if found.get('zeroDetect') and kind == FULL:
        raise Refused('INV_INPUT_VV_POLICY', 'zeroDetect')
    return found


def check_id(array: Array, wanted: Mapping[str, Any]) -> int:
    """The id asked for, if it is free, or else the next one."""
    number: Optional[int] = wanted.get('id')
    if number is None:
        return array.volumes.free_id()
    if array.volumes.has_id(number):
        raise Refused('EXISTENT_ID', 'id')
    return number


def check_new_name(array: Array, name: str, ref: str = 'name') -> None:
    """A volume name that is free, on an array with room for a volume."""
    if name in array.volumes:
        raise Refused('EXISTENT_VOL', ref)
    if len(array.volumes) >= array.personality.max_volumes:
        raise Refused('VV_LIMIT_REACHED')


def provisioning_of(array: Array, wanted: Mapping[str, Any]) -> int:
    """What kind of volume the members ask for."""
    tpvv = wanted.get('tpvv', False)
    if array.personality.reduce:
        reduce = wanted.get('reduce', False)
        if tpvv == reduce:
            raise Refused('INV_INPUT_PARAM_CONFLICT' if tpvv
                          else 'INV_INPUT_ONE_REQUIRED', 'tpvv,reduce')
        return TDVV if reduce else TPVV
    tdvv = wanted.get('tdvv', False)
    if tpvv and tdvv:
        raise Refused('INV_INPUT_PARAM_CONFLICT', 'tpvv,tdvv')
    if wanted.get('compression') and not (tpvv or tdvv):
        raise Refused('INV_INPUT', 'compression')
    return TDVV if tdvv else TPVV if tpvv else FULL


def check_size(array: Array, mib: int) -> int:
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


def check_pair(wanted: Mapping[str, str]) -> None:
    """A key and its value; a key says something."""
    if not wanted['key']:
        raise Refused('INV_INPUT_MISSING_REQUIRED', 'key')
    for ref in ('key', 'value'):
        check_metadata_text(wanted[ref], ref)


def check_metadata(array: Array, pairs: Any) -> Dict[str, Dict[str, Any]]:
    """Key and value pairs given when an object is made."""
    found: Dict[str, Dict[str, Any]] = {}
    for pair in pairs:
        check_pair(pair)
        if pair['key'] in found:
            raise Refused('EXISTENT_OBJECT_KEY', 'key')
        found[pair['key']] = {'value': pair['value'],
                              'created': array.clock.now()}
    return found
