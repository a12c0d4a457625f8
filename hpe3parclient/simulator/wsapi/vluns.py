"""/vluns: requests about exports.

Knows members, queries and answers; rules are the model's business.
"""

from __future__ import annotations

from typing import Dict, Optional

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

    def routes(self) -> None:
        """Collection and single VLUN."""
        self.serve('POST', self.create)
        self.serve('GET', self.every)
        self.serve('GET', self.single, single=True)
        self.serve('DELETE', self.delete, single=True)

    def fields(self) -> Dict[str, Field]:
        """What a query may ask about."""
        def wwn(one: Row) -> Optional[str]:
            return None if one.volume is None \
                else volume_view.wwn(self.array, one.volume)

        def serial(one: Row) -> Optional[str]:
            return None if one.volume is None else f'{one.volume.id:X}'

        return {
            'volumeName': Field(lambda one: one.volume_name),
            'hostname': Field(lambda one: one.hostname),
            'lun': Field(lambda one: one.lun, 'number'),
            'volumeWWN': Field(wwn, 'wwn'),
            'serial': Field(serial)}

    def create(self) -> Response:
        """POST; with autoLun only Location tells the LUN."""
        one = exports.create(self.array, self.wanted(tables.VLUN_CREATE))
        text = self.array.vluns.identifier(one)
        # Commas and colons stand as they are in the Locations of arrays.
        return answer(201, location=f'/api/v1/vluns/{text}')

    def every(self) -> Response:
        """GET of the collection, with a query or without."""
        # Older releases answer the whole list whatever the query says.
        text = self.query() if self.who.has(Capability.VLUN_QUERY) else None
        found = chosen(self.array.vluns.rows(), text, self.fields(),
                       self.who)
        if text is not None and not found and self.who.empty_vlun_query_404:
            raise Refused('NON_EXISTENT_VLUN')
        return chunked([vluns.view(self.array, one) for one in found],
                       self.links())

    def single(self, name: str) -> Response:
        """GET of one id: its template and what is active of it."""
        return listing([vluns.view(self.array, one)
                        for one in exports.find(self.array, name)])

    def delete(self, name: str) -> Response:
        """DELETE; the option noVcn stands in the query string."""
        quiet = call().query.get('noVcn')
        if quiet is not None and quiet.lower() not in ('true', 'false'):
            raise Refused('INV_INPUT', 'noVcn')
        exports.delete(self.array, name)
        return answer()
