"""/volumes/<name>/objectKeyValues: requests about keys of volumes.

Knows members and answers; rules are the model's business.
"""

from __future__ import annotations

from urllib.parse import quote

from flask import Response

from hpe3parclient.simulator.model import metadata
from hpe3parclient.simulator.wsapi import members, tables
from hpe3parclient.simulator.wsapi.answers import answer, listing
from hpe3parclient.simulator.wsapi.service import Resource, call


class MetadataRequests(Resource):
    """Keys and values of volumes."""

    def routes(self) -> None:
        """Collection and single key, below each volume."""
        whole = '/api/v1/volumes/<segment:name>/objectKeyValues'
        single = f'{whole}/<segment:key>'
        self.route('POST', whole, self.create)
        self.route('GET', whole, self.every)
        self.route('GET', single, self.single)
        self.route('PUT', single, self.change)
        self.route('DELETE', single, self.delete)

    def create(self, name: str) -> Response:
        """POST."""
        name = self.name(name)
        request = members.check(tables.METADATA_CREATE, call().json_object(),
                                self.personality)
        metadata.create(self.array, name, request)
        return answer(201, location=f'/api/v1/volumes/{name}/objectKeyValues'
                                    f'/{quote(request["key"], safe="")}')

    def every(self, name: str) -> Response:
        """GET of the collection."""
        return listing(metadata.views(self.array, self.name(name)))

    def single(self, name: str, key: str) -> Response:
        """GET of one."""
        return answer(200, metadata.view(self.array, self.name(name), key))

    def change(self, name: str, key: str) -> Response:
        """PUT."""
        name = self.name(name)
        request = members.check(tables.METADATA_MODIFY, call().json_object(),
                                self.personality)
        metadata.modify(self.array, name, key, request)
        return answer()

    def delete(self, name: str, key: str) -> Response:
        """DELETE."""
        metadata.delete(self.array, self.name(name), key)
        return answer()
