"""/flashcache, and the flash-cache requests that stand elsewhere.

Knows that a cache is made by a POST to the root of the web service; it is
enabled by PUT to /system and /volumesets. Rules are the model's business.
"""

from __future__ import annotations

from flask import Response

from hpe3parclient.simulator.model import flashcache
from hpe3parclient.simulator.personality import Capability
from hpe3parclient.simulator.wsapi.answers import answer
from hpe3parclient.simulator.wsapi.members import Member, enum
from hpe3parclient.simulator.wsapi.service import Resource

CREATE = (
    Member('flashCache', 'object', required=True, members=(
        Member('sizeGiB', 'uint32', required=True),
        Member('mode', 'int', values=enum(1, 2)),
        Member('RAIDType', 'int', values=enum(*flashcache.RAID_TYPES)),
        Member('noCheckSCMSize', 'bool'))),)


class FlashCacheRequests(Resource):
    """The flash cache of the array."""

    def routes(self) -> None:
        """One object, made at the root."""
        if self.personality.has(Capability.FLASH_CACHE):
            self.route('POST', '/api/v1', self.create)
            self.serve('GET', self.whole)
            self.serve('DELETE', self.delete)

    def create(self) -> Response:
        """POST /."""
        request = self.requested(CREATE)
        flashcache.create(self.array, request['flashCache'])
        return answer(201, {'links': [{
            'href': f'{self.base_url()}/{self.path}',
            'rel': 'flashcacheCreated'}]}, f'/api/v1/{self.path}/')

    def whole(self) -> Response:
        """GET."""
        return answer(200, flashcache.view(
            flashcache.find(self.array), self.base_url()))

    def delete(self) -> Response:
        """DELETE."""
        flashcache.delete(self.array)
        return answer()
