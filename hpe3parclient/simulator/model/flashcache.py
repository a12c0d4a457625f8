"""Flash cache: SSD space that speeds up slower disks, and who may use it.

Knows where it is supported, which sizes it may have, the space it takes and
how it goes. What it does to service times is not modelled.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from hpe3parclient.simulator import assumptions
from hpe3parclient.simulator.errors import Refused
from hpe3parclient.simulator.model import capacity
from hpe3parclient.simulator.personality import FC, NL, R0, R1, SSD
from hpe3parclient.simulator.state.array_state import ArrayState
from hpe3parclient.simulator.state.flashcache import (
    CLEAR,
    DISABLE,
    ENABLE,
    REAL,
    SIMULATED,
    Cache,
)

UNIT_GIB = 16
#: RAID types it may have.
RAID_TYPES = (R0, R1)


def raw_mib(cache: Cache) -> int:
    """SSD space that the cache takes."""
    if cache.mode == SIMULATED:
        return 0
    return capacity.raw(cache.raid, 2, cache.size_gib * 1024)


def settle(array: ArrayState) -> None:
    """A cache that is being removed disappears in time."""
    cache = array.flash_cache
    if cache is not None and cache.gone_at is not None \
            and cache.gone_at <= array.clock.now():
        _free(array, cache)


def _free(array: ArrayState, cache: Cache) -> None:
    if raw_mib(cache):
        array.pools[SSD].internal -= raw_mib(cache)
    array.flash_cache = None


def check_supported(array: ArrayState) -> None:
    """Only arrays with slower disks beside SSDs have use for it."""
    if SSD not in array.pools or not {FC, NL} & set(array.pools):
        raise Refused('FLASH_CACHE_NOT_SUPPORTED')


def find(array: ArrayState) -> Cache:
    """The cache, or NON_EXISTENT_FLASH_CACHE."""
    if array.flash_cache is None:
        raise Refused('NON_EXISTENT_FLASH_CACHE')
    return array.flash_cache


def create(array: ArrayState, request: Mapping[str, Any]) -> Cache:
    """POST / with flashCache."""
    check_supported(array)
    if array.flash_cache is not None:
        raise Refused('EXISTENT_FLASH_CACHE')
    size = request['sizeGiB']
    if size <= 0 or size % UNIT_GIB:
        raise Refused('INV_FLASH_CACHE_SIZE', 'sizeGiB')
    if size > assumptions.MAX_FLASH_CACHE_GIB:
        raise Refused('INV_INPUT_EXCEEDS_RANGE', 'sizeGiB')
    cache = Cache(size, request.get('mode', REAL), request.get('RAIDType', R1))
    if raw_mib(cache) > capacity.raw_free(array, SSD):
        raise Refused('NO_SPACE', 'sizeGiB')
    if raw_mib(cache):
        array.pools[SSD].internal += raw_mib(cache)
    array.flash_cache = cache
    return cache


def delete(array: ArrayState) -> None:
    """DELETE /flashcache: at once, unless it is in use."""
    cache = find(array)
    if cache.gone_at is not None:
        raise Refused('FLASH_CACHE_IS_BEING_REMOVED')
    if is_used(array):
        cache.gone_at = (array.clock.now()
                         + assumptions.FLASH_CACHE_REMOVAL_SECONDS)
    else:
        _free(array, cache)


def is_used(array: ArrayState) -> bool:
    """Whether the system or a volume set has it enabled."""
    return array.flash_cache_policy == ENABLE or any(
        volume_set.flash_cache_policy == ENABLE
        for volume_set in array.volumesets)


def check_policy(array: ArrayState, policy: int) -> None:
    """Whether the cache can be enabled or disabled for something."""
    check_supported(array)
    if policy == ENABLE:
        find(array)


def set_policy(array: ArrayState, policy: int) -> None:
    """PUT /system with flashCachePolicy; clearing disables it for the system."""
    check_policy(array, policy)
    array.flash_cache_policy = DISABLE if policy == CLEAR else policy


def view(cache: Cache, base_url: str) -> dict[str, Any]:
    """The cache as GET shows it."""
    return {'mode': cache.mode, 'sizeGiB': cache.size_gib,
            'state': assumptions.FLASH_CACHE_NORMAL,
            'usedSizeGiB': assumptions.FLASH_CACHE_USED_GIB,
            'links': [{'href': f'{base_url}/flashcache', 'rel': 'self'}]}
