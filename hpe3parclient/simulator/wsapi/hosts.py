"""/hosts: requests about hosts.

Knows members, queries and answers; rules are the model's business.
"""

from __future__ import annotations

from typing import Dict

from flask import Response

from hpe3parclient.simulator.model import host_changes, hosts
from hpe3parclient.simulator.personality import Capability
from hpe3parclient.simulator.wsapi import tables
from hpe3parclient.simulator.wsapi.answers import answer, listing
from hpe3parclient.simulator.wsapi.query import Field, chosen
from hpe3parclient.simulator.wsapi.service import Resource

_NEEDS = Capability.VLUN_QUERY
#: Queries look at hosts as they are shown: a nameless one can match too.
FIELDS: Dict[str, Field] = {
    'FCPaths': Field(lambda one: one['FCPaths'], inside={
        'wwn': Field(lambda path: path['wwn'], 'wwn')}),
    'iSCSIPaths': Field(lambda one: one['iSCSIPaths'], inside={
        'name': Field(lambda path: path['name'])}),
    'name': Field(lambda one: one.get('name'), needs=_NEEDS),
    'id': Field(lambda one: one.get('id'), 'number', _NEEDS),
    'persona': Field(lambda one: one.get('persona'), 'number', _NEEDS)}


class HostRequests(Resource):
    """Hosts."""

    def routes(self) -> None:
        """Collection and single host."""
        self.serve('POST', self.create)
        self.serve('GET', self.every)
        self.serve('GET', self.single, single=True)
        self.serve('PUT', self.change, single=True)
        self.serve('DELETE', self.delete, single=True)

    def create(self) -> Response:
        """POST."""
        one = hosts.create(self.array, self.wanted(tables.HOST_CREATE))
        return answer(201, location=self.location(one.name))

    def every(self) -> Response:
        """GET of the collection, with a query or without."""
        found = [hosts.view(self.array, one, self.base_url())
                 for one in self.array.hosts]
        last = hosts.nameless(self.array)
        if last is not None:
            found.append(last)
        return listing(chosen(found, self.query(), FIELDS, self.who))

    def single(self, name: str) -> Response:
        """GET of one."""
        one = hosts.find(self.array, self.name(name))
        return answer(200, hosts.view(self.array, one, self.base_url()))

    def change(self, name: str) -> Response:
        """PUT."""
        wanted = self.wanted(tables.HOST_MODIFY)
        one = host_changes.modify(self.array, self.name(name), wanted)
        return answer(200, location=self.location(one.name))

    def delete(self, name: str) -> Response:
        """DELETE."""
        hosts.delete(self.array, self.name(name))
        return answer()
