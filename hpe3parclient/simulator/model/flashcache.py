"""Flash cache: SSD space that speeds up slower disks, and who may use it.

Knows where it is supported, which sizes it may have, the space it takes and
how it goes. What it does to service times is not modelled.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Dict, Mapping, Optional

from hpe3parclient.simulator import assumptions
from hpe3parclient.simulator.errors import Refused
from hpe3parclient.simulator.model import capacity
from hpe3parclient.simulator.personality import FC, NL, R0, R1, SSD

if TYPE_CHECKING:
    from hpe3parclient.simulator.array import Array

ENABLE, DISABLE = 1, 2
#: Mode 2 only counts what a cache would do; it takes no space (OURS).
REAL, SIMULATED = 1, 2
UNIT_GIB = 16
#: RAID types it may have.
RAID_TYPES = (R0, R1)


@dataclass
class Cache:
    """The flash cache of an array."""

    size_gib: int
    mode: int
    raid: int
    #: when the last of it is gone
    gone_at: Optional[float] = None

    @property
    def raw_mib(self) -> int:
        """SSD space it takes."""
        if self.mode == SIMULATED:
            return 0
        return capacity.raw(self.raid, 2, self.size_gib * 1024)


class FlashCache:
    """Flash cache on one array."""

    def __init__(self, array: Array) -> None:
        self._array = array
        self._cache: Optional[Cache] = None
        #: the policy of the whole system
        self.policy = DISABLE

    @property
    def cache(self) -> Optional[Cache]:
        """The cache, where there is one."""
        return self._cache

    def restore(self, cache: Optional[Cache], policy: int) -> None:
        """Have this cache; the pools know already what it takes."""
        self._cache, self.policy = cache, policy

    def settle(self) -> None:
        """A cache that is being removed disappears in time."""
        cache = self._cache
        if cache is not None and cache.gone_at is not None \
                and cache.gone_at <= self._array.clock.now():
            self._free(cache)

    def _free(self, cache: Cache) -> None:
        if cache.raw_mib:
            self._array.pools[SSD].internal -= cache.raw_mib
        self._cache = None

    def check_supported(self) -> None:
        """Only arrays with slower disks beside SSDs have use for it."""
        pools = self._array.pools
        if SSD not in pools or not {FC, NL} & set(pools):
            raise Refused('FLASH_CACHE_NOT_SUPPORTED')

    def find(self) -> Cache:
        """The cache, or NON_EXISTENT_FLASH_CACHE."""
        if self._cache is None:
            raise Refused('NON_EXISTENT_FLASH_CACHE')
        return self._cache

    def create(self, wanted: Mapping[str, Any]) -> Cache:
        """POST / with flashCache."""
        self.check_supported()
        if self._cache is not None:
            raise Refused('EXISTENT_FLASH_CACHE')
        size = wanted['sizeGiB']
        if size <= 0 or size % UNIT_GIB:
            raise Refused('INV_FLASH_CACHE_SIZE', 'sizeGiB')
        cache = Cache(size, wanted.get('mode', REAL),
                      wanted.get('RAIDType', R1))
        if cache.raw_mib > capacity.raw_free(self._array, SSD):
            raise Refused('INV_FLASH_CACHE_SIZE', 'sizeGiB')
        if cache.raw_mib:
            self._array.pools[SSD].internal += cache.raw_mib
        self._cache = cache
        return cache

    def delete(self) -> None:
        """DELETE /flashcache: at once, unless somebody uses it."""
        cache = self.find()
        if cache.gone_at is not None:
            raise Refused('FLASH_CACHE_IS_BEING_REMOVED')
        if self.used:
            cache.gone_at = (self._array.clock.now()
                             + assumptions.FLASH_CACHE_REMOVAL_SECONDS)
        else:
            self._free(cache)

    @property
    def used(self) -> bool:
        """Whether the system or a volume set has it enabled."""
        return self.policy == ENABLE or any(
            one.flash_cache_policy == ENABLE
            for one in self._array.volumesets)

    def check_policy(self, policy: int) -> None:
        """Whether the cache can be enabled or disabled for something."""
        self.check_supported()
        if policy == ENABLE:
            self.find()

    def set_policy(self, policy: int) -> None:
        """PUT /system with flashCachePolicy."""
        self.check_policy(policy)
        self.policy = policy


def view(cache: Cache) -> Dict[str, Any]:
    """The cache as GET shows it; RAIDType and state are OURS."""
    return {'sizeGiB': cache.size_gib, 'mode': cache.mode,
            'RAIDType': cache.raid,
            'state': assumptions.FLASH_CACHE_NORMAL if cache.gone_at is None
            else assumptions.FLASH_CACHE_REMOVING}
