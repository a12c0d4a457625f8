"""The families of captured volumes: who is whose snapshot or copy.

Knows which volume cannot be what the capture says since a relative is
missing, and what the array's own snapshots of copies are called.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from hpe3parclient.simulator import assumptions
from hpe3parclient.simulator.state.volumes import BASE, Volume

#: names of snapshots that a copy and its source have in common
_COMMON = re.compile(re.escape(assumptions.COPY_SNAPSHOT).replace(
    r'\{source\}', r'(\d+)').replace(r'\{copy\}', r'(\d+)') + r'(\.\d+)?')


class Families:
    """Relates volumes to each other.

    :param volumes: all that were captured; :meth:`unrelated` takes out those
        that cannot be related
    """

    def __init__(self, volumes: list[Volume]) -> None:
        self.volumes = volumes
        self._by_id = {volume.id: volume for volume in volumes}
        #: what a volume is now that the capture said otherwise, by its name
        self.notes: dict[str, str] = {}

    def unrelated(self) -> Iterator[tuple[Volume, str]]:
        """Take out volumes whose family is incomplete, and say why."""
        children: dict[int, list[Volume]] = {}
        for volume in self.volumes:
            if volume.parent_id is not None:
                children.setdefault(volume.parent_id, []).append(volume)
        roots = [volume for volume in self.volumes if volume.parent_id is None]
        whole: set[int] = set()
        for root in roots:
            waiting = [root] if root.base_id == root.id else []
            while waiting:
                volume = waiting.pop()
                whole.add(volume.id)
                waiting += [child for child in children.get(volume.id, ())
                            if child.base_id == root.id
                            and child.id not in whole]
        for volume in self.volumes:
            if volume.id not in whole:
                del self._by_id[volume.id]
                yield volume, self._defect(volume)
        self.volumes = [volume for volume in self.volumes
                        if volume.id in whole]
        self._relate_copies()

    def _defect(self, volume: Volume) -> str:
        if volume.parent_id is None:
            return f'its base is {volume.base_id}, and it is no snapshot'
        if volume.parent_id not in self._by_id:
            return f'there is no volume {volume.parent_id}, its parent'
        return 'it is not of the family of its base'

    def _relate_copies(self) -> None:
        """Physical copies without their source are volumes of their own."""
        for volume in self.volumes:
            number = volume.phys_parent_id
            if number is not None and (
                    number not in self._by_id or self._circular(volume)):
                volume.phys_parent_id, volume.copy_type = None, BASE
                self.notes[f'{volume.name}/physParentId'] = \
                    f'there is no volume {number}, its source'
        for volume in self.volumes:
            match = _COMMON.fullmatch(volume.name)
            copy = self._by_id.get(int(match[2])) if match else None
            if copy is not None and copy.phys_parent_id in (
                    volume.id, volume.parent_id) \
                    and copy.copy_snapshot is None:
                copy.copy_snapshot = volume.id
                copy.online_copy = copy.phys_parent_id == volume.id

    def _circular(self, volume: Volume) -> bool:
        """Whether a copy comes from itself."""
        base, seen = volume, {volume.id}
        while base.phys_parent_id in self._by_id:
            parent = self._by_id[base.phys_parent_id]
            base = self._by_id.get(parent.base_id, parent)
            if base.id in seen:
                return True
            seen.add(base.id)
        return False
