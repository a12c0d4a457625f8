"""/vluns: requests about exports.

Knows members, queries and answers; rules are the model's business.
"""

from __future__ import annotations

from flask import Response

from hpe3parclient.simulator.errors import Refused
from hpe3parclient.simulator.model import exports, vluns
from hpe3parclient.simulator.model.vluns import Row
from hpe3parclient.simulator.model.volumes import view as volume_view
from hpe3parclient.simulator.personality import Capability
from hpe3parclient.simulator.wsapi import tables
from hpe3parclient.simulator.wsapi.answers import answer, chunked, listing
from hpe3parclient.simulator.wsapi.query import Field, chosen
from hpe3parclient.simulator.wsapi.service import Resource, call


class VlunRequests(Resource):
    """VLUNs."""

    def fields(self) -> dict[str, Field]:
        """What a query may ask about."""
        def wwn(item: Row) -> str | None:
            return None if item.volume is None \
                else volume_view.wwn(self.array, item.volume)

        def serial(item: Row) -> str | None:
            return None if item.volume is None else f'{item.volume.id:X}'

        return {
            'volumeName': Field(lambda item: item.volume_name),
            'hostname': Field(lambda item: item.hostname),
            'lun': Field(lambda item: item.lun, 'number'),
            'volumeWWN': Field(wwn, 'wwn'),
            'serial': Field(serial),
            'remoteName': Field(lambda item: item.remote_name)}

    def create(self) -> Response:
        """POST; with autoLun only Location tells the LUN."""
        text = exports.create(self.array, self.requested(tables.VLUN_CREATE))
        # Commas and colons stand as they are in the Locations of arrays.
        return answer(201, location=f'/api/v1/vluns/{text}')

    def every(self) -> Response:
        """GET of the collection, with a query or without."""
        # Older releases answer the whole list whatever the query says.
        text = self.query() if self.personality.has(Capability.VLUN_QUERY) else None
        result = chosen(vluns.rows(self.array), text, self.fields(),
                       self.personality)
        if text is not None and not result and self.personality.empty_vlun_query_404:
            raise Refused('NON_EXISTENT_VLUN')
        return chunked([vluns.view(self.array, item) for item in result],
                       self.links())

    def single(self, name: str) -> Response:
        """GET of one id: its template and what is active of it."""
        return listing([vluns.view(self.array, item)
                        for item in exports.find(self.array, name)])

    def delete(self, name: str) -> Response:
        """DELETE; the option noVcn stands in the query string."""
        quiet = call().query.get('noVcn')
        if quiet is not None and quiet.lower() not in ('true', 'false'):
            raise Refused('INV_INPUT', 'noVcn')
        exports.delete(self.array, name)
        return answer()
