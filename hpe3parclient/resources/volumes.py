"""Volumes: make, look at, change, grow, remove."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, cast

from hpe3parclient.resources.base import (
    JSON,
    a_text,
    members,
    merged,
    path,
    whole_number,
)
from hpe3parclient.resources.filtering import VOLUMES, FilteringResource
from hpe3parclient.resources.generation import GenerationResource
from hpe3parclient.resources.validation import started

if TYPE_CHECKING:
    from hpe3parclient.options import (
        AnyMembers,
        TuneOptions,
        VolumeChanges,
        VolumeOptions,
    )
    from hpe3parclient.query import Expression
    from hpe3parclient.types import TaskStarted, Volume, VolumeList
    from hpe3parclient.web.decode import Headers


class VolumeResource(FilteringResource, GenerationResource):
    """Methods about virtual volumes."""

    def getVolumes(self) -> VolumeList:
        """Return all volumes, including snapshots and system volumes.

        A list that breaks off on the way raises; it is never short.

        :returns: ``{'total': n, 'members': [...]}``, members as
            :meth:`getVolume` returns them
        :raises IncompleteResponse: the array could not finish its list

        Source: GET /volumes.
        """
        return cast('VolumeList', self._list('/volumes'))

    def iterVolumes(self, query: Expression | None = None
                    ) -> Iterator[Volume]:
        """Iterate over all volumes, or over those that match, as they arrive.

        For arrays with many volumes: only one dict is held at a time, where
        :meth:`getVolumes` holds them all. Volumes that came before a failure
        have been given when it is raised. ::

            for volume in client.iterVolumes(Q.copyOf == 'orders'):
                print(volume['name'])

        :param query: an expression built from :data:`hpe3parclient.query.Q`.
            The array evaluates as much of it as it supports; the result is
            the same where it cannot
        :returns: iterator over members as :meth:`getVolume` returns them
        :raises IncompleteResponse: the array could not finish its list
        :raises InvalidInput: ``query`` is not an expression

        Source: GET /volumes, with a query where the array supports it.
        """
        return self._iter_filtered(VOLUMES, query)

    def getVolume(self, name: str) -> Volume:
        """Return one volume or snapshot.

        :param name: name of the volume
        :returns: dict with ``id``, ``name``, ``sizeMiB``,
            ``provisioningType``, ``copyType``, ``copyOf`` (snapshots),
            ``userCPG``, ``snapCPG``, ``userSpace``, ``snapshotSpace`` (MiB),
            ``state``, ``wwn``, ``policies``, ``creationTime8601`` and more;
            what does not apply is absent
        :raises HTTPNotFound: NON_EXISTENT_VOL (23)
        :raises HTTPBadRequest: INV_INPUT_ILLEGAL_CHAR (69)

        Source: GET /volumes/<name>.
        """
        return cast('Volume', self._get(path('volumes', name)))

    def createVolume(self, name: str, cpgName: str, sizeMiB: int,
                     optional: VolumeOptions | AnyMembers | None = None) -> None:
        """Create a volume.

        :param name: up to 31 letters, digits and ``. _ -``
        :param cpgName: CPG its space comes from
        :param sizeMiB: size in MiB; the array rounds up to 256
        :param optional: additional members: ``tpvv`` (thin; full is the
            default), ``snapCPG``, ``comment`` (up to 511 characters),
            ``id``, ``policies`` (``staleSS``, ``oneHost``, ``zeroDetect``),
            ``ssSpcAllocWarningPct``, ``ssSpcAllocLimitPct``,
            ``usrSpcAllocWarningPct``, ``usrSpcAllocLimitPct`` (per cent),
            ``expirationHours``, ``retentionHours`` (1 to 43,800); from OS
            3.2.1 ``tdvv``, from 3.3.1 ``compression``. Primera and Alletra
            want exactly one of ``tpvv`` and ``reduce``; there, ``tdvv`` with
            ``compression`` is sent as ``reduce``
        :raises InvalidInput: ``tdvv`` without ``compression``, or the
            reverse, for a Primera or Alletra
        :raises HTTPConflict: EXISTENT_VOL (22), EXISTENT_ID (59), NO_SNAP_CPG
            (33)
        :raises HTTPBadRequest: INV_INPUT (12), NO_SPACE (24), TOO_LARGE (28),
            INV_INPUT_EXCEEDS_LENGTH (57), INV_INPUT_WARN_GT_LIMIT (47),
            INV_INPUT_USR_ALRT_NON_TPVV (48), INV_INPUT_RETAIN_GT_EXPIRE (49),
            INV_INPUT_VV_POLICY (50), INV_INPUT_TIME (58)
        :raises HTTPNotFound: NON_EXISTENT_CPG (15)
        :raises HTTPForbidden: PERM_DENIED (13)
        :raises OutcomeUnknown: the connection failed after the request was
            sent; it is not sent again, so there is at most one volume

        Source: POST /volumes.
        """
        self._post('/volumes', merged(
            {'name': name, 'cpg': cpgName,
             'sizeMiB': whole_number(sizeMiB, 'sizeMiB')},
            self._provisioning(optional)))

    def deleteVolume(self, name: str) -> None:
        """Remove a volume or snapshot, and its data.

        :param name: name of the volume
        :raises HTTPNotFound: NON_EXISTENT_VOL (23)
        :raises HTTPConflict: HAS_RO_CHILD (25), HAS_CHILD (32), IN_USE (34,
            exported or in a set), RETAINED,
            INV_OPERATION_VV_TUNE_IN_PROGRESS (151)
        :raises HTTPForbidden: PERM_DENIED (13)

        Source: DELETE /volumes/<name>.
        """
        self._delete(path('volumes', name))

    def modifyVolume(self, name: str, volumeMods: VolumeChanges | AnyMembers,
                     appType: str | None = None
                     ) -> tuple[Headers, JSON]:
        """Change a volume's name, comment, CPGs, policies or limits.

        :param name: name of the volume
        :param volumeMods: what to change: ``newName``, ``comment``,
            ``snapCPG``, ``userCPG``, ``policies``, the ``…Pct`` limits,
            ``expirationHours``, ``retentionHours`` (1 to 43,800), and
            ``rmSsSpcAllocWarning``, ``rmUsrSpcAllocWarning``,
            ``rmSsSpcAllocLimit``, ``rmUsrSpcAllocLimit``, ``rmExpTime``
            (True takes the limit away)
        :param appType: what kind of program the volume is for; kept on the
            volume as metadata ``hpe_ecosystem_product``
        :returns: ``(headers, body)``; ``headers['location']`` is the path of
            the volume, under its new name where that changed
        :raises HTTPNotFound: NON_EXISTENT_VOL (23), NON_EXISTENT_CPG (15)
        :raises HTTPBadRequest: INV_INPUT_WARN_GT_LIMIT (47),
            INV_INPUT_USR_ALRT_NON_TPVV (48), INV_INPUT_RETAIN_GT_EXPIRE (49),
            INV_INPUT_VV_POLICY (50), INV_INPUT_EXCEEDS_LENGTH (57),
            INV_INPUT_TIME (58)
        :raises HTTPForbidden: INV_OPERATION_VV_MODIFY_USR_CPG_TPVV (81),
            CPG_NOT_IN_SAME_DOMAIN (82), INV_OPERATION_VV_PEER_VOLUME (83),
            INV_OPERATION_VV_SYS_VOLUME (85), INV_OPERATION_VV_INTERNAL_VOLUME
            (84), INV_OPERATION_VV_ZERO_DETECT_TPVV (91), UNLICENSED_FEATURE
            (70)
        :raises HTTPConflict: EXISTENT_VOL (22),
            INV_OPERATION_VV_VOLUME_NOT_DEFINED_ALL_NODES (86),
            INV_OPERATION_VV_ONLINE_COPY_IN_PROGRESS (87),
            INV_OPERATION_VV_VOLUME_CONV_IN_PROGRESS (88),
            INV_OPERATION_VV_SNAPSPACE_NOT_MOVED_TO_CPG (89),
            INV_OPERATION_VV_VOLUME_ACCOUNTING_IN_PROGRESS (90),
            INV_OPERATION_VV_CPG_ON_SNAPSHOT (96)
        :raises HTTPInternalServerError: INT_SERV_ERR (1)

        Source: PUT /volumes/<name>.
        """
        changes = members(volumeMods, 'volumeMods')
        called = changes.get('newName', name)
        if appType is not None:
            # Both requests must be fit to be sent before one is.
            path('volumes', called)
            appType = a_text(appType, 'appType')
        answer = self._put_full(path('volumes', name), changes)
        if appType is not None:
            self.setVolumeMetaData(called, 'hpe_ecosystem_product', appType)
        return answer

    def growVolume(self, name: str, amount: float) -> JSON:
        """Increase the size of a volume.

        :param name: name of the volume
        :param amount: MiB to add; a fraction is cut off, and the array
            rounds up to its chunklet size
        :returns: None; the array sends no body
        :raises HTTPNotFound: NON_EXISTENT_VOL (23)
        :raises HTTPBadRequest: INV_INPUT_VV_GROW_SIZE (152), NO_SPACE (24),
            INV_INPUT_EXCEEDS_LENGTH (57)
        :raises HTTPForbidden: INV_OPERATION_UNSUPPORTED_VV_TYPE (150),
            VV_NEW_SIZE_EXCEED_CPG_LIMIT (153), VV_NEW_SIZE_EXCEED_LIMIT (155),
            VV_NOT_IN_SAME_DOMAIN (118), VV_NEW_SIZE_IS_SMALLER (154),
            VV_NOT_STARTED (142), VV_IS_BEING_REMOVED (109),
            VV_IN_INCONSISTENT_STATE (108), INV_OPERATION_VV_INTERNAL_VOLUME
            (84), INV_OPERATION_VV_CLEANUP_IN_PROGRESS (127),
            INV_OPERATION_VV_NOT_IN_NORMAL_STATE (129)
        :raises HTTPConflict: INV_OPERATION_VV_TUNE_IN_PROGRESS (151),
            INV_OPERATION_VV_VOLUME_CONV_IN_PROGRESS (88),
            INV_OPERATION_VV_VOLUME_COPY_IN_PROGRESS,
            INV_OPERATION_VV_SA_SD_SPACE_REMOVED (156),
            INV_OPERATION_VV_IS_BUSY (159), INV_OPERATION_VV_IS_PCOPY (165),
            INV_OPERATION_VV_PROMOTE_IN_PROGRESS (157),
            INV_OPERATION_VV_PARENT_OF_PCOPY (158)

        Source: PUT /volumes/<name>, action 3.
        """
        return self._put(path('volumes', name),
                         {'action': self.GROW_VOLUME,
                          'sizeMiB': whole_number(amount, 'amount')})

    def tuneVolume(self, volName: str, tune_operation: int,
                   optional: TuneOptions | AnyMembers | None = None) -> TaskStarted:
        """Move a volume to another CPG, or convert it to another type.

        :param volName: name of the volume
        :param tune_operation: 1 for its user space, 2 for its snapshot space
        :param optional: additional members: ``userCPG`` (with 1), ``snapCPG``
            (with 2), ``conversionOperation`` (TPVV, FPVV, TDVV or
            CONVERT_TO_DECO; with userCPG), ``keepVV`` (name under which the
            unconverted volume is kept), ``compression``. For a Primera or
            Alletra, TDVV and ``compression`` are sent as CONVERT_TO_DECO
        :returns: dict with ``taskid``, the task that does it;
            :meth:`waitForTask` takes it as it is
        :raises InvalidInput: TDVV without ``compression``, or the reverse,
            for a Primera or Alletra
        :raises HTTPNotFound: NON_EXISTENT_VOL (23), NON_EXISTENT_CPG (15)
        :raises HTTPBadRequest: INV_INPUT_ILLEGAL_CHAR (69), NO_SPACE (24)
        :raises HTTPConflict: INV_OPERATION_VV_TUNE_IN_PROGRESS (151),
            INV_OPERATION_VV_VOLUME_CONV_IN_PROGRESS (88),
            INV_OPERATION_VV_TASK_CANCEL_IN_PROGRESS (177),
            INV_OPERATION_VV_PROMOTE_IN_PROGRESS (157)
        :raises HTTPForbidden: CPG_NOT_IN_SAME_DOMAIN (82),
            INV_INPUT_VV_IS_FPVV (184), INV_INPUT_VV_IS_TDVV (273),
            INV_INPUT_VV_IS_TPVV (183), INV_OPERATION_UNSUPPORTED_VV_TYPE
            (150), INV_OPERATION_VV_MODIFY_USR_CPG_TDVV (274),
            INV_OPERATION_VV_NON_BASE_VOLUME (119), INV_OPERATION_VV_SYS_VOLUME
            (85), INV_OPERATION_VV_CLEANUP_IN_PROGRESS (127),
            INV_OPERATION_VV_INTERNAL_VOLUME (84),
            INV_OPERATION_VV_NOT_IN_NORMAL_STATE (129),
            INV_OPERATION_VV_PEER_VOLUME (83), NODE_DOWN (179),
            VV_IN_INCONSISTENT_STATE (108), VV_IS_BEING_REMOVED (109),
            VV_NEEDS_TO_BE_CHECKED (178), VV_NOT_STARTED (142)

        Source: PUT /volumes/<volName>, action 6.
        """
        body = merged({'action': self.TUNE_VOLUME,
                       'tuneOperation': tune_operation},
                      self._conversion(optional))
        return cast('TaskStarted', started(
            self._put(path('volumes', volName), body)))
