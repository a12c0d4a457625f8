"""/disks: the physical disks, as captures of Primera and Alletra show them.

Knows paths and members; what is broken and what each disk holds is the
model's business.
"""

from __future__ import annotations

from typing import Any

from flask import Response

from hpe3parclient.simulator.clock import iso8601
from hpe3parclient.simulator.errors import Refused
from hpe3parclient.simulator.model import hardware_space
from hpe3parclient.simulator.model.hardware_space import DiskSpace
from hpe3parclient.simulator.personality import Capability
from hpe3parclient.simulator.state.hardware.state import (
    DEGRADED,
    FAILED,
    NORMAL,
    Disk,
)
from hpe3parclient.simulator.wsapi.answers import answer, listing
from hpe3parclient.simulator.wsapi.service import Resource

_STATES = {NORMAL: 1, DEGRADED: 2, FAILED: 4}
_SAS, _NVME = 3, 4
_MAGNETIC, _SOLID = 1, 3


class DiskRequests(Resource):
    """Physical disks."""

    def routes(self) -> None:
        """Collection and single disk, on Primera and later."""
        if self.personality.reduce:
            self.serve('GET', self.every)
            self.serve('GET', self.single, single=True)

    def every(self) -> Response:
        """GET of the collection."""
        space = hardware_space.by_disk(self.array)
        return listing([self._view(disk, space[disk.id])
                        for disk in self.array.hardware.disks.values()],
                       self.links())

    def single(self, name: str) -> Response:
        """GET of one, by its WWN."""
        for disk in self.array.hardware.disks.values():
            if disk.wwn == name.upper():
                return answer(200, self._view(
                    disk, hardware_space.by_disk(self.array)[disk.id]))
        raise Refused('URI_RES_NOT_FOUND')

    def _view(self, disk: Disk, space: DiskSpace) -> dict[str, Any]:
        newest = self.personality.has(Capability.NVME)
        position = f'{disk.cage + 1}:{disk.bay + 1}' if newest \
            else f'{disk.cage}:{disk.bay}:0'
        state = self.array.hardware.state('pd', disk.id)
        view: dict[str, Any] = {
            'id': disk.id, 'position': position, 'lastPosition': position,
            'type': disk.model.kind, 'state': _STATES[state],
            'totalSizeMiB': space.size, 'freeSizeMiB': space.free}
        if not newest:
            for loop, node in (('loopA0', 0), ('loopB0', 1)):
                view[loop] = {
                    'node': disk.cage // 4 * 2 + node, 'slot': 0, 'port': 1,
                    'primary': True, 'disabled': False,
                    'degraded': state != NORMAL}
        view.update({
            'mfgCapacityGB': disk.model.capacity_gb, 'WWN': disk.wwn,
            'manufacturer': disk.model.maker, 'model': disk.model.model,
            'serialNumber': disk.serial, 'fwVersion': disk.model.firmware,
            'protocol': _NVME if newest else _SAS,
            'mediaType': _MAGNETIC if disk.model.rpm else _SOLID,
            'admissionTime': iso8601(self.array.born),
            'links': [{'href': f'{self.base_url()}/disks/{disk.wwn}',
                       'rel': 'self'}]})
        return view
