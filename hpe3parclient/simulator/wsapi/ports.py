"""/ports, /portdevices and /fcswitches: requests about ports.

Knows members, queries and answers; rules are the model's business.
"""

from __future__ import annotations

from flask import Response

from hpe3parclient.simulator.errors import Refused
from hpe3parclient.simulator.model import (
    iscsi_ports,
    names,
    port_devices,
    ports,
)
from hpe3parclient.simulator.personality import Capability
from hpe3parclient.simulator.state.ports import PortPos
from hpe3parclient.simulator.wsapi import tables
from hpe3parclient.simulator.wsapi.answers import answer, listing
from hpe3parclient.simulator.wsapi.query import Field, chosen
from hpe3parclient.simulator.wsapi.service import Resource


class PortRequests(Resource):
    """Ports and the VLANs of iSCSI ports."""

    def routes(self) -> None:
        """Collection and single port; what newer releases change there."""
        self.serve('GET', self.every)
        self.serve('GET', self.single, single=True)
        if not self.personality.has(Capability.ISCSI_SETTINGS):
            return
        self.serve('PUT', self.change, single=True)
        self.serve('POST', self.act, single=True)
        whole = f'/api/v1/{self.path}/<segment:name>/iSCSIVlans'
        self.route('POST', whole, self.add_vlan)
        self.route('GET', whole, self.vlans)
        self.route('GET', f'{whole}/<segment:tag>', self.vlan)
        self.route('PUT', f'{whole}/<segment:tag>', self.change_vlan)
        self.route('DELETE', f'{whole}/<segment:tag>', self.remove_vlan)

    def pos(self, text: str) -> PortPos:
        """The position a path names."""
        if not text.strip():
            raise Refused('INV_INPUT_ALL_WHITE_SPACES_STR')
        return names.parse_port(text)

    def every(self) -> Response:
        """GET of the collection; from WSAPI 1.5 on a query chooses types."""
        text = self.query() if self.personality.has(Capability.DETAILS) \
            else None
        fields: dict[str, Field] = {
            'type': Field(lambda item: item.type, 'number')}
        return listing([ports.view(self.array, item) for item in chosen(
            self.array.ports.values(), text, fields, self.personality)])

    def single(self, name: str) -> Response:
        """GET of one, by node:slot:port."""
        port = ports.find(self.array, self.pos(name))
        return answer(200, ports.view(self.array, port))

    def change(self, name: str) -> Response:
        """PUT: the settings of an iSCSI port."""
        pos = self.pos(name)
        request = self.requested(tables.PORT_MODIFY)
        iscsi_ports.modify(self.array, pos, request['iSCSIPortInfo'])
        return answer()

    def act(self, name: str) -> Response:
        """POST: a reset is all there is."""
        pos = self.pos(name)
        self.requested(tables.PORT_ACTION)
        iscsi_ports.reset(self.array, pos)
        return answer()

    def add_vlan(self, name: str) -> Response:
        """POST of a VLAN."""
        pos = self.pos(name)
        tag = iscsi_ports.add_vlan(self.array, pos,
                                   self.requested(tables.VLAN_CREATE))
        return answer(201, location=f'/api/v1/{self.path}/{pos}'
                                    f'/iSCSIVlans/{tag}')

    def vlans(self, name: str) -> Response:
        """GET of all VLANs of a port."""
        members = iscsi_ports.vlan_views(self.array, self.pos(name))
        return answer(200, {'total': len(members), 'iSCSIVlans': members})

    def vlan(self, name: str, tag: str) -> Response:
        """GET of one VLAN."""
        return answer(200, iscsi_ports.vlan_view(self.array, self.pos(name),
                                                 tag))

    def change_vlan(self, name: str, tag: str) -> Response:
        """PUT of a VLAN."""
        pos = self.pos(name)
        iscsi_ports.modify_vlan(self.array, pos, tag,
                                self.requested(tables.VLAN_MODIFY))
        return answer()

    def remove_vlan(self, name: str, tag: str) -> Response:
        """DELETE of a VLAN, which is accepted rather than done."""
        iscsi_ports.remove_vlan(self.array, self.pos(name), tag)
        return answer(202)


class PortDeviceRequests(Resource):
    """What is plugged in at FC ports."""

    def routes(self) -> None:
        """The collection with its query, and the newer forms of it."""
        self.serve('GET', self.every)
        if self.personality.has(Capability.PORT_DEVICES):
            base = f'/api/v1/{self.path}'
            self.route('GET', f'{base}/all/<segment:name>', self.at_port)
            self.route('GET', f'{base}/fcswitch/<segment:name>',
                       self.switch)
            self.route('GET', f'{base}/targetdrivenzones', self.zones)
            self.route('GET', f'{base}/targetdrivenzones/<segment:name>',
                       self.none)

    def every(self) -> Response:
        """GET of the collection, with a query or without."""
        fields: dict[str, Field] = {
            'portPos': Field(lambda item: str(item.pos))}
        return listing([port_devices.view(item) for item in chosen(
            port_devices.devices(self.array), self.query(), fields,
            self.personality)])

    def at_port(self, name: str) -> Response:
        """GET of what is plugged in at one port."""
        pos = ports.find(self.array, names.parse_port(name)).pos
        return listing([port_devices.view(item) for item
                        in port_devices.devices(self.array)
                        if item.pos == pos])

    def switch(self, name: str) -> Response:
        """GET of the switch at one port."""
        port = ports.find(self.array, names.parse_port(name))
        switch = port_devices.switch_at(port)
        return listing([] if switch is None else [dict(switch)])

    def none(self, name: str) -> Response:
        """GET of the zones at one port."""
        ports.find(self.array, names.parse_port(name))
        return listing([])

    def zones(self) -> Response:
        """GET of all zones."""
        return listing([])


class SwitchRequests(Resource):
    """Switches at FC ports."""

    def routes(self) -> None:
        """The collection with its query."""
        self.serve('GET', self.every)

    def every(self) -> Response:
        """GET of the collection, with a query or without; none twice."""
        fields: dict[str, Field] = {
            'portPos': Field(lambda item: str(item.pos))}
        chosen_ports = chosen(self.array.ports.values(), self.query(), fields,
                              self.personality)
        switches = {switch['name']: dict(switch)
                    for switch in map(port_devices.switch_at, chosen_ports)
                    if switch is not None}
        return listing(list(switches.values()))
