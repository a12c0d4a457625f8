"""The space a volume takes from its CPGs, and what deduplication shares."""

from __future__ import annotations

from hpe3parclient.simulator.state.array_state import ArrayState
from hpe3parclient.simulator.state.cpgs import Charge, Cpg, Usage
from hpe3parclient.simulator.state.volumes import DDS, FULL, TDVV, Volume


def charges(array: ArrayState, volume: Volume) -> list[Charge]:
    """What the volume takes from its CPGs."""
    result: list[Charge] = []
    user = None if volume.user_cpg is None \
        else array.cpgs.by_id(volume.user_cpg)
    snap = user if volume.snap_cpg is None \
        else array.cpgs.by_id(volume.snap_cpg)
    if user is not None:
        reserved = volume.user_reserved
        result.append((user, Usage(full=reserved)
                      if volume.provisioning == FULL
                      else Usage(thin=reserved)))
        result.append((user, Usage(admin=volume.admin_reserved)))
    if snap is not None and volume.snap_reserved:
        result.append((snap, Usage(snap=volume.snap_reserved)))
    return result


def given_back(result: list[Charge]) -> list[Charge]:
    """Charges turned round."""
    return [(cpg, use.negative()) for cpg, use in result]


def join_cpgs(array: ArrayState, volume: Volume) -> None:
    """Be counted by the CPGs whose space is used."""
    if volume.snap_cpg is not None:
        array.cpgs.by_id(volume.snap_cpg).snap_users.add(volume.id)
    if volume.user_cpg is not None:
        cpg = array.cpgs.by_id(volume.user_cpg)
        cpg.users.add(volume.id)
        cpg.virtual_mib += volume.size_mib
        if volume.provisioning == TDVV:
            volume.shared_parent = _shared(array, cpg)


def leave_cpgs(array: ArrayState, volume: Volume) -> None:
    """No longer be counted by them."""
    if volume.snap_cpg is not None:
        array.cpgs.by_id(volume.snap_cpg).snap_users.discard(volume.id)
    if volume.user_cpg is not None:
        cpg = array.cpgs.by_id(volume.user_cpg)
        cpg.users.discard(volume.id)
        cpg.virtual_mib -= volume.size_mib
        if volume.provisioning == TDVV:
            volume.shared_parent = None
            _drop_shared(array, cpg)


def _shared(array: ArrayState, cpg: Cpg) -> int:
    """The first volume that holds what the CPG's deduplicated ones share."""
    cpg.dedup_users += 1
    if not cpg.shared_ids:
        cpg.shared_ids = _make_shared(array, cpg)
    return cpg.shared_ids[0]


def _make_shared(array: ArrayState, cpg: Cpg) -> list[int]:
    personality = array.personality
    number = 0
    result: list[int] = []
    while len(result) < personality.shared_volumes:
        name = f'.shared.{cpg.name}_{number:x}'
        number += 1
        if name in array.volumes:
            continue
        shared = Volume(
            id=array.volumes.free_id(), uuid=array.new_uuid(), name=name,
            provisioning=DDS,
            size_mib=personality.shared_volume_mib
            or personality.max_volume_mib,
            created=array.clock.now(), user_cpg=cpg.id, domain=cpg.domain)
        shared.base_id = shared.id
        array.volumes.add(shared)
        cpg.users.add(shared.id)
        result.append(shared.id)
    return result


def _drop_shared(array: ArrayState, cpg: Cpg) -> None:
    """The shared volumes go with the last deduplicated one."""
    cpg.dedup_users -= 1
    if cpg.dedup_users:
        return
    for number in cpg.shared_ids:
        cpg.users.discard(number)
        array.volumes.remove(array.volumes.by_id(number))
    cpg.shared_ids = []
