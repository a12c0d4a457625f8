"""Snapshots: copies of a volume that share its data."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from hpe3parclient import exceptions
from hpe3parclient.resources.base import (
    Resource,
    is_plain,
    merged,
    path,
    query,
    segment,
    term,
)
from hpe3parclient.resources.validation import needed, started

if TYPE_CHECKING:
    from hpe3parclient.options import AnyMembers, PromoteOptions, SnapshotOptions
    from hpe3parclient.types import TaskStarted, Volume


class SnapshotResource(Resource):
    """Methods about snapshots of single volumes."""

    def createSnapshot(self, name: str, copyOfName: str,
                       optional: SnapshotOptions | AnyMembers | None = None) -> None:
        """Take a snapshot of a volume.

        :param name: name of the snapshot, up to 31 letters, digits and
            ``. _ -``
        :param copyOfName: volume or snapshot to take it of
        :param optional: additional members: ``id``, ``comment``, ``readOnly``
            (False is the default), ``expirationHours`` and
            ``retentionHours`` (1 to 43,800)
        :raises HTTPNotFound: NON_EXISTENT_VOL (23), there is no volume
            copyOfName
        :raises HTTPConflict: EXISTENT_VOL (22), EXISTENT_ID (59), NO_SNAP_CPG
            (33), INV_OPERATION_VV_ONLINE_COPY_IN_PROGRESS (87)
        :raises HTTPBadRequest: INV_INPUT_RETAIN_GT_EXPIRE (49), INV_INPUT_TIME
            (58), INV_INPUT_EXCEEDS_LENGTH (57), INV_INPUT_ILLEGAL_CHAR (69)
        :raises HTTPForbidden: PERM_DENIED (13),
            INV_OPERATION_VV_READONLY_TO_READONLY_SNAP (139)

        Source: POST /volumes/<copyOfName>, action createSnapshot.
        """
        self._post(path('volumes', copyOfName),
                   {'action': 'createSnapshot',
                    'parameters': merged({'name': name}, optional)})

    def getVolumeSnapshots(self, name: str,
                           live_test: bool = True) -> list[str]:
        """Return the names of the snapshots of a volume.

        Snapshots of its snapshots are not among them, and neither are
        physical copies.

        :param name: name of the volume or snapshot
        :param live_test: taken because releases 4.x took it; it changes
            nothing
        :returns: list of names; empty when there are none, or no such volume

        Source: GET /volumes with a query, where the array supports queries.
        """
        return [needed(volume, 'name', str)
                for volume in self._snapshots_of(name)]

    def getSnapshotsOfVolume(self, snapcpgName: str | None,
                             volName: str) -> list[str]:
        """Return the names of the snapshots of a volume that use one CPG.

        :param snapcpgName: name of their snapshot CPG; None for any
        :param volName: name of the volume or snapshot
        :returns: list of names; empty when there are none, or no such volume

        Source: GET /volumes with a query, where the array supports queries.
        """
        volumes = self._snapshots_of(volName)
        if not snapcpgName:
            return [needed(volume, 'name', str) for volume in volumes]
        # The newest arrays show no snapCPG; they find volumes by it.
        kept: set[str] = set() if all('snapCPG' in volume for volume in volumes) \
            else self._kept_in(snapcpgName)
        return [needed(volume, 'name', str) for volume in volumes
                if volume.get('snapCPG') == snapcpgName
                or ('snapCPG' not in volume and volume.get('name') in kept)]

    def _kept_in(self, cpg: str) -> set[str]:
        """Return the names of volumes that the array finds by a snapshot CPG."""
        if not is_plain(cpg):
            return set()
        try:
            volumes = self._list('/volumes' + query(
                term('snapCPG', 'EQ', cpg)))['members']
        except (exceptions.HTTPBadRequest, exceptions.HTTPNotFound):
            return set()
        return {needed(volume, 'name', str) for volume in volumes}

    def promoteVirtualCopy(self, snapshot: str,
                           optional: PromoteOptions | AnyMembers | None = None
                           ) -> TaskStarted:
        """Restore a snapshot's data to its base volume.

        What was written to the base volume since is lost.

        :param snapshot: name of the snapshot
        :param optional: additional members: ``online`` (True for a volume that
            is exported), ``priority`` (1 high, 2 medium, 3 low; offline
            only), ``target`` (another volume of the family),
            ``allowRemoteCopyParent``
        :returns: dict with ``taskid``, the task that does it;
            :meth:`waitForTask` takes it as it is
        :raises HTTPNotFound: NON_EXISTENT_VOL (23)
        :raises HTTPConflict: INV_OPERATION_VV_BASE_VOLUME (168),
            INV_OPERATION_VV_PCOPY_IN_PROGRESS (130),
            INV_OPERATION_VV_TUNE_IN_PROGRESS (151),
            INV_OPERATION_PARENT_SIZE_HAS_INCREASED (170),
            INV_OPERATION_PARAM_CONFLICT, INV_OPERATION_VV_IS_BUSY (159),
            INV_OPERATION_VV_PROMOTE_IN_PROGRESS (157)
        :raises HTTPForbidden: VV_NOT_STARTED (142), VV_IS_BEING_REMOVED (109),
            VV_IN_STALE_STATE (141), INV_OPERATION_VV_IN_REMOTE_COPY (120),
            INV_OPERATION_PARENT_PCOPY_IN_PROGRESS (167),
            INV_OPERATION_PARENT_VV_EXPORTED (171), INV_OPERATION_VV_EXPORTED
            (121), INV_OPERATION_PROMOTE_TARGET_NOT_BASE_VV (169)

        Source: PUT /volumes/<snapshot>, action 4.
        """
        return cast('TaskStarted', started(self._put(
            path('volumes', snapshot),
            merged({'action': self.PROMOTE_VIRTUAL_COPY}, optional))))

    def _snapshots_of(self, name: str) -> list[Volume]:
        """Return the virtual copies of a volume.

        An array may ignore the query or not know it, so the name is
        compared here too.
        """
        segment(name)
        volumes: list[Volume] = []
        if is_plain(name):
            try:
                volumes = self._list('/volumes' + query(
                    term('copyOf', 'EQ', name)))['members']
            except exceptions.HTTPNotFound:
                volumes = []
            except exceptions.HTTPBadRequest:
                volumes = self._list('/volumes')['members']
        else:
            volumes = self._list('/volumes')['members']
        return [volume for volume in volumes
                if volume.get('copyOf') == name and volume.get(
                    'copyType', self.VIRTUAL_COPY) == self.VIRTUAL_COPY]
