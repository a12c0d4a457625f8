"""The flash cache: SSD space that caches reads from slower disks."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

from hpe3parclient.resources.base import JSON, Resource, whole_number

if TYPE_CHECKING:
    from hpe3parclient.types import FlashCache


class FlashCacheResource(Resource):
    """Methods about the array's flash cache.

    Which volume sets use it is set with
    :meth:`~hpe3parclient.client.HPE3ParClient.modifyVolumeSet`.
    """

    def createFlashCache(self, sizeInGib: int,
                         mode: int | None) -> JSON:
        """Create the flash cache.

        :param sizeInGib: size in GiB
        :param mode: mode of the cache, a number; None lets the array choose
        :returns: what the array sends: dict with ``links``, or None
        :raises HTTPConflict: EXISTENT_FLASH_CACHE (286)
        :raises HTTPBadRequest: INV_FLASH_CACHE_SIZE (289)
        :raises HTTPForbidden: FLASH_CACHE_NOT_SUPPORTED (287)

        Source: POST / with the member flashCache.
        """
        cache: dict[str, Any] = {
            'sizeGiB': whole_number(sizeInGib, 'sizeInGib')}
        if mode is not None:
            cache['mode'] = mode
        return self._post('/', {'flashCache': cache})

    def getFlashCache(self) -> FlashCache:
        """Return the flash cache.

        :returns: dict with ``sizeGiB``, ``mode`` and what else the array
            tells
        :raises HTTPNotFound: NON_EXISTENT_FLASH_CACHE (285)
        :raises HTTPForbidden: FLASH_CACHE_NOT_SUPPORTED (287)

        Source: GET /flashcache.
        """
        return cast('FlashCache', self._get('/flashcache'))

    def deleteFlashCache(self) -> None:
        """Remove the flash cache.

        :raises HTTPNotFound: NON_EXISTENT_FLASH_CACHE (285)
        :raises HTTPForbidden: FLASH_CACHE_IS_BEING_REMOVED (288),
            FLASH_CACHE_NOT_SUPPORTED (287)

        Source: DELETE /flashcache.
        """
        self._delete('/flashcache')
