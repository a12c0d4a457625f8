"""Space as JSON: the objects GET /capacity and /spacereporter show.

Knows the members; the numbers are those of :mod:`.capacity`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Dict, Optional

from hpe3parclient.simulator.model.capacity import (
    Totals,
    cpg_totals,
    raw_free,
    totals,
    usable,
)
from hpe3parclient.simulator.personality import Capability
from hpe3parclient.simulator.state.cpgs import Cpg

if TYPE_CHECKING:
    from hpe3parclient.simulator.array import Array


def efficiency(virtual: int, used: int) -> Optional[Dict[str, float]]:
    """capacityEfficiency, absent where nothing is used."""
    if not used or not virtual:
        return None
    return {'compaction': round(virtual / used, 2)}


def volumes_view(array: Array, one: Totals) -> Dict[str, Any]:
    """The member ``volumes`` of an ``allocated`` object."""
    view: Dict[str, Any] = {
        'totalVolumesMiB': one.in_cpgs,
        'nonCPGsMiB': 0, 'nonCPGUserMiB': 0, 'nonCPGSnapshotMiB': 0,
        'nonCPGAdminMiB': 0,
        'CPGsMiB': one.in_cpgs,
        'CPGUserMiB': one.user, 'CPGUserUsedMiB': one.user_used,
        'CPGUserUsedBulkVVMiB': 0,
        'CPGUserUnusedMiB': one.user - one.user_used,
        'CPGSnapshotMiB': one.snap, 'CPGSnapshotUsedMiB': one.snap_used,
        'CPGSnapshotUsedBulkVVMiB': 0,
        'CPGSnapshotUnusedMiB': one.snap - one.snap_used,
        'CPGAdminMiB': one.admin, 'CPGAdminUsedMiB': one.admin_used,
        'CPGAdminUsedBulkVVMiB': 0,
        'CPGAdminUnusedMiB': one.admin - one.admin_used,
        'unmappedMiB': 0}
    if array.personality.new_capacity:
        view.update({
            'CPGSharedMiB': 0,
            'CPGPrivateMiB': one.user_used + one.snap_used,
            'CPGBasePrivateMiB': one.user_used,
            'CPGBasePrivateReservedMiB': one.user,
            'CPGBasePrivatevSphereVVolsMiB': 0,
            'CPGSnapshotPrivateMiB': one.snap_used,
            'CPGSnapshotPrivateReservedMiB': one.snap_used,
            'CPGSnapshotPrivatevSphereVVolsMiB': 0,
            'CPGFreeMiB': one.snap - one.snap_used})
    gain = efficiency(one.virtual, one.user_used + one.snap_used)
    if gain is not None:
        view['capacityEfficiency'] = gain
    return view


def device_view(array: Array, one: Totals) -> Dict[str, Any]:
    """One of the four objects GET /capacity carries."""
    system: Dict[str, Any] = {
        'totalSystemMiB': one.internal + one.spare,
        'internalMiB': one.internal, 'spareMiB': one.spare,
        'spareUsedMiB': 0, 'spareUnusedMiB': one.spare}
    view: Dict[str, Any] = {
        'totalMiB': one.total,
        'allocated': {
            'totalAllocatedMiB': one.allocated,
            'volumes': volumes_view(array, one),
            'system': system},
        'freeMiB': one.free,
        'freeInitializedMiB': one.free,
        'freeUninitializedMiB': 0,
        'unavailableCapacityMiB': 0,
        'failedCapacityMiB': one.failed}
    if array.personality.new_capacity:
        system['adminMiB'] = 0
        view.update({
            'overProvisionedVirtualSizeMiB': one.virtual,
            'overProvisionedUsedMiB': one.user_used + one.snap_used,
            'overProvisionedAllocatedMiB': one.in_cpgs,
            'overProvisionedFreeMiB': one.free})
    return view


def space_report(array: Array, disk_type: int, raid: int, set_size: int,
                 cpg: Optional[Cpg]) -> Dict[str, Any]:
    """The answer of POST /spacereporter."""
    free = raw_free(array, disk_type)
    room = usable(raid, set_size, free)
    view: Dict[str, Any] = {'rawFreeMiB': free, 'usableFreeMiB': room}
    if not array.personality.has(Capability.DETAILS):
        return view
    one = cpg_totals(cpg) if cpg is not None else totals(array, disk_type)
    used = one.user_used + one.snap_used
    view.update({
        'overProvisionedVirtualSizeMiB': one.virtual,
        'overProvisionedUsedMiB': used,
        'overProvisionedAllocatedMiB': one.in_cpgs,
        'overProvisionedFreeMiB': free,
        'capacityEfficiency': {
            'compaction': round(one.virtual / used, 2) if used else 0,
            'dataReduction': 0,
            'overProvisioning': round(one.virtual / (used + free), 2)
            if used + free else 0}})
    return view
