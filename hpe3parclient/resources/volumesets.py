"""Volume sets: volumes that are exported, limited or copied together."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import (
    TYPE_CHECKING,
    cast,
)

from hpe3parclient.resources.base import JSON, merged, path
from hpe3parclient.resources.filtering import VOLUME_SETS, FilteringResource
from hpe3parclient.resources.hostsets import changed_set, new_set
from hpe3parclient.resources.validation import listed, needed

if TYPE_CHECKING:
    from hpe3parclient.options import AnyMembers, SnapshotOptions
    from hpe3parclient.query import Expression
    from hpe3parclient.types import VolumeSet, VolumeSetList
    from hpe3parclient.web.decode import Headers


class VolumeSetResource(FilteringResource):
    """Methods about sets of volumes."""

    def getVolumeSets(self) -> VolumeSetList:
        """Return all volume sets.

        :returns: ``{'total': n, 'members': [...]}``, members as
            :meth:`getVolumeSet` returns them

        Source: GET /volumesets.
        """
        return cast('VolumeSetList', self._list('/volumesets'))

    def iterVolumeSets(self, query: Expression | None = None
                      ) -> Iterator[VolumeSet]:
        """Iterate over all volume sets, or over those that match, as they arrive.

        An addition to the published client.

        :param query: an expression built from :data:`hpe3parclient.query.Q`,
            such as ``Q.setmembers == 'orders'``
        :returns: iterator over members as :meth:`getVolumeSet` returns them
        :raises InvalidInput: ``query`` is not an expression, or names a
            member that volume sets do not have

        Source: GET /volumesets.
        """
        return self._iter_filtered(VOLUME_SETS, query)

    def getVolumeSet(self, name: str) -> VolumeSet:
        """Return one volume set.

        :param name: name of the set
        :returns: dict with ``id``, ``name``, ``uuid``, ``domain``,
            ``comment``, ``qosEnabled``, ``flashCachePolicy`` and
            ``setmembers``, the names of its volumes; an empty set may come
            without ``setmembers``
        :raises HTTPNotFound: NON_EXISTENT_SET (102)

        Source: GET /volumesets/<name>.
        """
        return cast('VolumeSet', self._get(path('volumesets', name)))

    def findVolumeSet(self, name: str) -> str | None:
        """Return the first volume set that a volume is in.

        :param name: name of the volume
        :returns: name of the set; None when the volume is in none, or does
            not exist

        Source: GET /volumesets.
        """
        for volume_set in self.findAllVolumeSets(name):
            return needed(volume_set, 'name', str)
        return None

    def findAllVolumeSets(self, name: str) -> list[VolumeSet]:
        """Return every volume set that a volume is in.

        :param name: name of the volume
        :returns: list of sets as :meth:`getVolumeSet` returns them; empty when
            the volume is in none, or does not exist
        :raises HTTPForbidden: PERM_DENIED (13)

        Source: GET /volumesets.
        """
        return [volume_set for volume_set in self.getVolumeSets()['members']
                if name in listed(volume_set, 'setmembers', str)]

    def createVolumeSet(self, name: str, domain: str | None = None,
                        comment: str | None = None,
                        setmembers: Iterable[str] | None = None) -> None:
        """Create a volume set.

        :param name: up to 27 letters, digits and ``. _ -``
        :param domain: domain it belongs to
        :param comment: up to 255 characters
        :param setmembers: names of its volumes; all in the set's domain
        :raises HTTPBadRequest: INV_INPUT_DUP_NAME (41),
            INV_INPUT_EXCEEDS_LENGTH (57), INV_INPUT_ILLEGAL_CHAR (69)
        :raises HTTPNotFound: NON_EXISTENT_VOL (23), NON_EXISTENT_DOMAIN (38)
        :raises HTTPConflict: EXISTENT_SET (101), MEMBER_IN_DOMAINSET (105),
            MEMBER_IN_SET (104), MEMBER_NOT_IN_SAME_DOMAIN (107)
        :raises HTTPForbidden: VV_IN_INCONSISTENT_STATE (108),
            VV_IS_BEING_REMOVED (109), INV_OPERATION_VV_SYS_VOLUME (85),
            INV_OPERATION_VV_INTERNAL_VOLUME (84)

        Source: POST /volumesets.
        """
        self._post('/volumesets',
                   new_set(name, domain, comment, setmembers))

    def deleteVolumeSet(self, name: str) -> None:
        """Remove a volume set; its volumes stay.

        QoS rules of the set have to be deleted first.

        :param name: name of the set
        :raises HTTPNotFound: NON_EXISTENT_SET (102)
        :raises HTTPConflict: EXPORTED_VLUN (26), the set is exported;
            VVSET_QOS_TARGET (103), it has a QoS rule
        :raises HTTPBadRequest: INV_INPUT_ILLEGAL_CHAR (69)

        Source: DELETE /volumesets/<name>.
        """
        self._delete(path('volumesets', name))

    def modifyVolumeSet(self, name: str, action: int | None = None,
                        newName: str | None = None,
                        comment: str | None = None,
                        flashCachePolicy: int | None = None,
                        setmembers: Iterable[str] | None = None
                        ) -> tuple[Headers, JSON]:
        """Change a volume set's name, comment, members or cache policy.

        :param name: name of the set
        :param action: SET_MEM_ADD or SET_MEM_REMOVE, with ``setmembers``;
            SET_RESYNC_PHYSICAL_COPY or SET_STOP_PHYSICAL_COPY alone
        :param newName: new name, up to 27 characters
        :param comment: new comment, up to 255 characters; '' takes it away
        :param flashCachePolicy: FLASH_CACHE_ENABLED or FLASH_CACHE_DISABLED
        :param setmembers: names of volumes to add or remove
        :returns: ``(headers, body)``; ``headers['location']`` is the path of
            the set, ``body`` is None where members changed
        :raises HTTPNotFound: NON_EXISTENT_SET (102), MEMBER_NOT_IN_SET (106),
            NON_EXISTENT_VOL (23), NON_EXISTENT_FLASH_CACHE (285)
        :raises HTTPBadRequest: INV_INPUT_DUP_NAME (41),
            INV_INPUT_PARAM_CONFLICT (44), INV_INPUT_ILLEGAL_CHAR (69),
            INV_INPUT_BAD_ENUM_VALUE (46)
        :raises HTTPConflict: EXISTENT_SET (101), MEMBER_IN_DOMAINSET (105),
            MEMBER_IN_SET (104), MEMBER_NOT_IN_SAME_DOMAIN (107),
            LUN_ID_CONFLICT (110)
        :raises HTTPForbidden: VV_IN_INCONSISTENT_STATE (108),
            VV_IS_BEING_REMOVED (109), INV_OPERATION_VV_SYS_VOLUME (85),
            INV_OPERATION_VV_INTERNAL_VOLUME (84)

        Source: PUT /volumesets/<name>.
        """
        body = changed_set(action, newName, comment, setmembers)
        if flashCachePolicy is not None:
            body['flashCachePolicy'] = flashCachePolicy
        return self._put_full(path('volumesets', name), body)

    def addVolumeToVolumeSet(self, set_name: str, name: str
                             ) -> tuple[Headers, JSON]:
        """Add a volume to a volume set.

        :param set_name: name of the set
        :param name: name of the volume
        :returns: ``(headers, body)`` as :meth:`modifyVolumeSet`
        :raises HTTPNotFound: NON_EXISTENT_SET (102), NON_EXISTENT_VOL (23)
        :raises HTTPConflict: MEMBER_IN_SET (104), MEMBER_NOT_IN_SAME_DOMAIN
            (107)

        Source: PUT /volumesets/<set_name>, action 1.
        """
        return self.modifyVolumeSet(set_name, action=self.SET_MEM_ADD,
                                    setmembers=[name])

    def removeVolumeFromVolumeSet(self, set_name: str, name: str
                                  ) -> tuple[Headers, JSON]:
        """Remove a volume from a volume set.

        :param set_name: name of the set
        :param name: name of the volume
        :returns: ``(headers, body)`` as :meth:`modifyVolumeSet`
        :raises HTTPNotFound: NON_EXISTENT_SET (102), MEMBER_NOT_IN_SET (106)

        Source: PUT /volumesets/<set_name>, action 2.
        """
        return self.modifyVolumeSet(set_name, action=self.SET_MEM_REMOVE,
                                    setmembers=[name])

    def createSnapshotOfVolumeSet(self, name: str, copyOfName: str,
                                  optional: SnapshotOptions | AnyMembers | None = None
                                  ) -> None:
        """Take snapshots of all volumes of a set at the same moment.

        :param name: pattern that the snapshots are named by, such as
            ``snap.@vvname@`` or ``snap.@count@``
        :param copyOfName: name of the volume set
        :param optional: additional members: ``id`` of the first snapshot,
            ``comment``, ``readOnly`` (False is the default),
            ``expirationHours`` and ``retentionHours`` (1 to 43,800)
        :raises HTTPNotFound: NON_EXISTENT_SET (102), EMPTY_SET (138),
            NON_EXISTENT_VOL (23)
        :raises HTTPBadRequest: INVALID_INPUT_VV_PATTERN (137),
            INV_INPUT_DUP_NAME (41), INV_INPUT_RETAIN_GT_EXPIRE (49),
            INV_INPUT_TIME (58)
        :raises HTTPConflict: EXISTENT_VOL (22), EXISTENT_ID (59), NO_SNAP_CPG
            (33), INV_OPERATION_VV_ONLINE_COPY_IN_PROGRESS (87),
            INV_OPERATION_VV_VOLUME_CONV_IN_PROGRESS (88)
        :raises HTTPForbidden: VV_IS_BEING_REMOVED (109), VV_IN_STALE_STATE
            (141), VV_NOT_STARTED (142), VV_UNAVAILABLE (143),
            VV_IN_INCONSISTENT_STATE (108),
            INV_OPERATION_VV_READONLY_TO_READONLY_SNAP (139),
            INV_OPERATION_VV_SNAP_PARENT_SAME_BASE (140),
            INV_OPERATION_VV_CLEANUP_IN_PROGRESS (127),
            INV_OPERATION_VV_PEER_VOLUME (83), INV_OPERATION_VV_INTERNAL_VOLUME
            (84), INV_OPERATION_VV_NOT_IN_NORMAL_STATE (129),
            INV_OPERATION_SNAPSHOT_NOT_SAME_TYPE (265)
        :raises HTTPServiceUnavailable: VV_LIMIT_REACHED (134),
            VV_ID_LIMIT_REACHED (136), SNAPSHOT_LIMIT_REACHED (135),
            CPG_ALLOCATION_WARNING_REACHED (144)

        Source: POST /volumesets/<copyOfName>, action createSnapshot.
        """
        self._post(path('volumesets', copyOfName),
                   {'action': 'createSnapshot',
                    'parameters': merged({'name': name}, optional)})
