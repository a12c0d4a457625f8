"""Find a volume by its name."""

from __future__ import annotations

from hpe3parclient.simulator.errors import Refused
from hpe3parclient.simulator.state.array_state import ArrayState
from hpe3parclient.simulator.state.volumes import DDS, Volume


def find_volume(array: ArrayState, name: str) -> Volume:
    """The volume of that name, or NON_EXISTENT_VOL."""
    volume = array.volumes.get(name)
    if volume is None:
        raise Refused('NON_EXISTENT_VOL')
    return volume


def refuse_internal(volume: Volume) -> None:
    """Volumes of the array's own are not touched."""
    if volume.system:
        raise Refused('INV_OPERATION_VV_SYS_VOLUME')
    if volume.provisioning == DDS:
        raise Refused('INV_OPERATION_VV_INTERNAL_VOLUME')
