"""Space as JSON: the objects GET /capacity and /spacereporter show.

Knows the members; the numbers are those of :mod:`.capacity`.
"""

from __future__ import annotations

from typing import Any

from hpe3parclient.simulator.model.capacity import (
    Totals,
    cpg_totals,
    raw_free,
    totals,
    usable,
)
from hpe3parclient.simulator.personality import Capability
from hpe3parclient.simulator.state.array_state import ArrayState
from hpe3parclient.simulator.state.cpgs import Cpg


def efficiency(virtual: int, used: int) -> dict[str, float] | None:
    """capacityEfficiency, absent where nothing is used."""
    if not used or not virtual:
        return None
    return {'compaction': round(virtual / used, 2)}


def volumes_view(array: ArrayState, item: Totals) -> dict[str, Any]:
    """The member ``volumes`` of an ``allocated`` object."""
    view: dict[str, Any] = {
        'totalVolumesMiB': item.in_cpgs,
        'nonCPGsMiB': 0, 'nonCPGUserMiB': 0, 'nonCPGSnapshotMiB': 0,
        'nonCPGAdminMiB': 0,
        'CPGsMiB': item.in_cpgs,
        'CPGUserMiB': item.user, 'CPGUserUsedMiB': item.user_used,
        'CPGUserUsedBulkVVMiB': 0,
        'CPGUserUnusedMiB': item.user - item.user_used,
        'CPGSnapshotMiB': item.snap, 'CPGSnapshotUsedMiB': item.snap_used,
        'CPGSnapshotUsedBulkVVMiB': 0,
        'CPGSnapshotUnusedMiB': item.snap - item.snap_used,
        'CPGAdminMiB': item.admin, 'CPGAdminUsedMiB': item.admin_used,
        'CPGAdminUsedBulkVVMiB': 0,
        'CPGAdminUnusedMiB': item.admin - item.admin_used,
        'unmappedMiB': 0}
    if array.personality.new_capacity:
        view.update({
            'CPGSharedMiB': 0,
            'CPGPrivateMiB': item.user_used + item.snap_used,
            'CPGBasePrivateMiB': item.user_used,
            'CPGBasePrivateReservedMiB': item.user,
            'CPGBasePrivatevSphereVVolsMiB': 0,
            'CPGSnapshotPrivateMiB': item.snap_used,
            'CPGSnapshotPrivateReservedMiB': item.snap_used,
            'CPGSnapshotPrivatevSphereVVolsMiB': 0,
            'CPGFreeMiB': item.snap - item.snap_used})
    gain = _ratios(array, item)
    if gain is not None:
        view['capacityEfficiency'] = gain
    return view


def _ratios(array: ArrayState, item: Totals) -> dict[str, float] | None:
    """The ratios of a kind of disks; what it holds is OURS.

    The newest arrays send it for disks they lack, too: with zeros, and
    without compression.
    """
    personality = array.personality
    if not personality.has(Capability.DEDUP):
        return None
    gain = efficiency(item.virtual, item.user_used + item.snap_used)
    if gain is None and not (personality.has(Capability.NVME)
                             and not item.total):
        return None
    ratios = {'compaction': 0.0, 'deduplication': 0.0, **(gain or {})}
    if personality.new_capacity:
        if gain:
            ratios['compression'] = 1.0
        used = item.user_used + item.snap_used + item.free
        ratios.update({
            'dataReduction': 1.0 if gain else 0.0,
            'overProvisioning': round(item.virtual / used, 2)
            if used else 0.0})
    return ratios


def device_view(array: ArrayState, item: Totals) -> dict[str, Any]:
    """One of the four objects GET /capacity carries."""
    system: dict[str, Any] = {
        'totalSystemMiB': item.internal + item.spare,
        'internalMiB': item.internal, 'spareMiB': item.spare,
        'spareUsedMiB': 0, 'spareUnusedMiB': item.spare}
    view: dict[str, Any] = {
        'totalMiB': item.total,
        'allocated': {
            'totalAllocatedMiB': item.allocated,
            'volumes': volumes_view(array, item),
            'system': system},
        'freeMiB': item.free,
        'freeInitializedMiB': item.free,
        'freeUninitializedMiB': 0,
        'unavailableCapacityMiB': 0,
        'failedCapacityMiB': item.failed}
    if array.personality.new_capacity:
        system['adminMiB'] = 0
        view.update({
            'overProvisionedVirtualSizeMiB': item.virtual,
            'overProvisionedUsedMiB': item.user_used + item.snap_used,
            'overProvisionedAllocatedMiB': item.in_cpgs,
            'overProvisionedFreeMiB': item.free})
    return view


def space_report(array: ArrayState, disk_type: int, raid: int, set_size: int,
                 cpg: Cpg | None) -> dict[str, Any]:
    """The answer of POST /spacereporter."""
    free = raw_free(array, disk_type)
    room = usable(raid, set_size, free)
    view: dict[str, Any] = {'rawFreeMiB': free, 'usableFreeMiB': room}
    if not array.personality.has(Capability.DETAILS):
        return view
    item = cpg_totals(cpg, cpg.usage) if cpg is not None else totals(array, disk_type)
    used = item.user_used + item.snap_used
    view.update({
        'overProvisionedVirtualSizeMiB': item.virtual,
        'overProvisionedUsedMiB': used,
        'overProvisionedAllocatedMiB': item.in_cpgs,
        'overProvisionedFreeMiB': free,
        'capacityEfficiency': {
            'compaction': round(item.virtual / used, 2) if used else 0,
            'dataReduction': 0,
            'overProvisioning': round(item.virtual / (used + free), 2)
            if used + free else 0}})
    return view
