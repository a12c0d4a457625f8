"""/hosts: requests about hosts.

Knows members, queries and answers; rules are the model's business.
"""

from __future__ import annotations

from flask import Response

from hpe3parclient.simulator.errors import Refused
from hpe3parclient.simulator.model import host_changes, hosts
from hpe3parclient.simulator.personality import Capability
from hpe3parclient.simulator.wsapi import tables
from hpe3parclient.simulator.wsapi.answers import answer, listing
from hpe3parclient.simulator.wsapi.query import Field, chosen
from hpe3parclient.simulator.wsapi.service import Resource

_NEEDS = Capability.VLUN_QUERY
#: Queries look at hosts as they are shown: a nameless one can match too.
FIELDS: dict[str, Field] = {
    'FCPaths': Field(lambda item: item['FCPaths'], inside={
        'wwn': Field(lambda path: path['wwn'], 'wwn')}),
    'iSCSIPaths': Field(lambda item: item['iSCSIPaths'], inside={
        'name': Field(lambda path: path['name'])}),
    'name': Field(lambda item: item.get('name'), needs=_NEEDS),
    'id': Field(lambda item: item.get('id'), 'number', _NEEDS),
    'persona': Field(lambda item: item.get('persona'), 'number', _NEEDS)}


class HostRequests(Resource):
    """Hosts."""

    def create(self) -> Response:
        """POST."""
        item = hosts.create(self.array, self.requested(tables.HOST_CREATE))
        return answer(201, location=self.location(item.name))

    def every(self) -> Response:
        """GET of the collection, with a query or without."""
        result = [hosts.view(self.array, item, self.base_url())
                 for item in self.array.hosts]
        last = hosts.nameless(self.array)
        if last is not None:
            result.append(last)
        try:
            result = chosen(result, self.query(), FIELDS, self.personality)
        except Refused as error:
            if error.symbol != 'INV_QUERY_STRING':
                raise
            # Table 73 has no other number for a filter.
            raise Refused('INV_INPUT', 'query') from error
        return listing(result)

    def single(self, name: str) -> Response:
        """GET of one."""
        item = hosts.find(self.array, self.name(name))
        return answer(200, hosts.view(self.array, item, self.base_url()))

    def change(self, name: str) -> Response:
        """PUT."""
        request = self.requested(tables.HOST_MODIFY)
        item = host_changes.modify(self.array, self.name(name), request)
        return answer(200, location=self.location(item.name))

    def delete(self, name: str) -> Response:
        """DELETE."""
        hosts.delete(self.array, self.name(name))
        return answer()
