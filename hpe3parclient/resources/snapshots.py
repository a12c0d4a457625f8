"""Snapshots: copies of a volume that share its data."""

from __future__ import annotations

from typing import Any, Dict, Optional

from hpe3parclient.resources.base import Resource, merged, path


class SnapshotResource(Resource):
    """Methods about snapshots of single volumes."""

    def createSnapshot(self, name: str, copyOfName: str,
                       optional: Optional[Dict[str, Any]] = None) -> None:
        """Take a snapshot of a volume.

        :param name: name of the snapshot, up to 31 letters, digits and
            ``. _ -``
        :param copyOfName: volume or snapshot to take it of
        :param optional: further members: ``id``, ``comment``, ``readOnly``
            (False is the default), ``expirationHours`` and
            ``retentionHours`` (1 to 43,800)
        :raises HTTPNotFound: NON_EXISTENT_VOL (23), there is no volume
            copyOfName
        :raises HTTPConflict: EXISTENT_VOL (22), EXISTENT_ID (59),
            NO_SNAP_CPG, INV_OPERATION_VV_ONLINE_COPY_IN_PROGRESS
        :raises HTTPBadRequest: INV_INPUT_RETAIN_GT_EXPIRE, INV_INPUT_TIME,
            INV_INPUT_EXCEEDS_LENGTH (57), INV_INPUT_ILLEGAL_CHAR (69)
        :raises HTTPForbidden: PERM_DENIED (13),
            INV_OPERATION_VV_READONLY_TO_READONLY_SNAP

        Source: POST /volumes/<copyOfName>, action createSnapshot.
        """
        self._post(path('volumes', copyOfName),
                   {'action': 'createSnapshot',
                    'parameters': merged({'name': name}, optional)})
