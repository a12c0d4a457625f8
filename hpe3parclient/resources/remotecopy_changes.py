"""What changes a remote-copy group: volumes, start, stop, failover."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Dict, List, Mapping, Optional

from hpe3parclient import exceptions
from hpe3parclient.resources.base import (
    JSON,
    Resource,
    merged,
    parameters,
    path,
    whole_number,
)
from hpe3parclient.resources.remotecopy import truth

#: action of PUT /remotecopygroups/<name>
_ADMIT_VOLUME = 1
_DISMISS_VOLUME = 2
_START = 3
_STOP = 4
_SYNCHRONIZE = 5


class RemoteCopyChangeResource(Resource):
    """Methods that change remote-copy groups."""

    if TYPE_CHECKING:
        # Only the command line can do this; another resource does.
        def _dismissVolumeWithTarget(
                self, name: str, volumeName: str,
                optional: Optional[Mapping[str, Any]] = None) -> None: ...

    def modifyRemoteCopyGroup(self, name: str,
                              optional: Optional[Dict[str, Any]] = None
                              ) -> JSON:
        """Change a remote-copy group's CPGs, targets or policies.

        :param name: name of the group
        :param optional: what to change: ``localUserCPG``, ``localSnapCPG``,
            ``unsetUserCPG``, ``unsetSnapCPG`` (True takes the CPGs away),
            and ``targets``: ``[{'targetName', 'remoteUserCPG',
            'remoteSnapCPG', 'syncPeriod' and 'snapFrequency' (300 to
            31,622,400 seconds), 'rmSyncPeriod' and 'rmSnapFrequency' (True
            takes them away), 'mode', 'policies'}]`` with the policies
            ``autoRecover``, ``overPeriodAlert``, ``autoFailover`` and
            ``pathManagement``
        :returns: None; the array sends no body
        :raises HTTPNotFound: NON_EXISTENT_RCOPY_GROUP (187),
            NON_EXISTENT_CPG (15)
        :raises HTTPBadRequest: INV_INPUT_BELOW_RANGE (115),
            INV_INPUT_EXCEEDS_RANGE (43), RCOPY_GROUP_TARGET_NOT_UNIQUE (239)
        :raises HTTPForbidden: RCOPY_GROUP_STARTED (215),
            RCOPY_GROUP_INV_TARGET (194), CPG_NOT_IN_SAME_DOMAIN (82),
            RCOPY_GROUP_OPERATION_ONLY_ON_PRIMARY_SIDE (221),
            RCOPY_GROUP_IS_NOT_PERIODIC (280),
            RCOPY_GROUP_INV_POLICY_FOR_PERIODIC_GROUP (279),
            RCOPY_GROUP_INV_POLICY_FOR_SYNC_GROUP (278),
            RCOPY_GROUP_INV_OPERATION_ON_MULTIPLE_TARGETS (281),
            RCOPY_GROUP_INV_TARGET_NUMBER (218)

        Source: PUT /remotecopygroups/<name>.
        """
        return self._put(path('remotecopygroups', name),
                         merged({}, optional))

    def addVolumeToRemoteCopyGroup(self, name: str, volumeName: str,
                                   targets: List[Dict[str, Any]],
                                   optional: Optional[Dict[str, Any]] = None,
                                   useHttpPost: bool = False) -> JSON:
        """Add a volume to a remote-copy group.

        :param name: name of the group
        :param volumeName: name of the volume on this array
        :param targets: its counterparts: ``[{'targetName',
            'secVolumeName'}]``
        :param optional: additional members: ``snapshotName`` (read-only, where
            synchronization starts from), ``volumeAutoCreation`` (True makes
            the counterpart), ``skipInitialSync`` (True when both hold the
            same already), ``differentSecondaryWWN``
        :param useHttpPost: True sends the form that newer arrays take
        :returns: None; the array sends no body
        :raises HTTPNotFound: NON_EXISTENT_RCOPY_GROUP (187), NON_EXISTENT_VOL
            (23), NON_EXISTENT_SNAPSHOT (188),
            RCOPY_GROUP_NON_EXISTENT_VOL_ON_TARGET (196)
        :raises HTTPConflict: RCOPY_GROUP_EXISTENT_VOL (192),
            RCOPY_GROUP_EXISTENT_VOL_ON_TARGET (193)
        :raises HTTPForbidden: RCOPY_GROUP_STARTED (215), RCOPY_GROUP_IS_BUSY
            (216), RCOPY_GROUP_INV_TARGET (194), RCOPY_GROUP_INV_TARGET_NUMBER
            (218), RCOPY_GROUP_SNAPSHOT_IS_RW (189), RCOPY_GROUP_VOL_IS_RO
            (190), RCOPY_GROUP_HAS_NO_CPG (191), RCOPY_GROUP_VOL_SIZE_NOT_MATCH
            (195), RCOPY_GROUP_VOL_NO_SNAPSHOT_SPACE (197),
            RCOPY_GROUP_TARGET_VOL_NO_SNAPSHOT_SPACE (198),
            RCOPY_GROUP_VOL_IS_PHYSICAL_COPY (199), RCOPY_GROUP_MAX_VOL_REACHED
            (203), RCOPY_GROUP_MAX_VOL_REACHED_PERIODIC (200),
            RCOPY_GROUP_MAX_VOL_REACHED_SYNC (201), RCOPY_IS_NOT_READY (204),
            RCOPY_GROUP_VOL_INTERNAL_CONSISTENCY_ERR (205),
            RCOPY_GROUP_IS_BEING_REMOVED (206),
            RCOPY_GROUP_SNAPSHOT_PARENT_MISMATCH (254),
            RCOPY_GROUP_TARGET_VOL_EXPORTED (207), RCOPY_GROUP_TARGET_VOL_IS_RO
            (253), RCOPY_GROUP_VOL_IS_PEER_PROVISIONED (208),
            RCOPY_GROUP_VOL_ONLINE_CONVERSION (209),
            RCOPY_GROUP_VOL_ONLINE_PROMOTE (210), RCOPY_GROUP_VOL_ONLINE_COPY
            (211), RCOPY_GROUP_VOL_CLEAN_UP (212), RCOPY_GROUP_VOL_IS_INTERNAL
            (213), RCOPY_GROUP_VOL_NOT_IN_SAME_DOMAIN (214),
            RCOPY_GROUP_VOL_IN_OTHER_GROUP (217),
            RCOPY_GROUP_NOT_SUPPORT_VOL_ID (219), RCOPY_GROUP_IS_SELF_MIRRORED
            (220), RCOPY_TARGET_IS_NOT_READY (222),
            RCOPY_GROUP_OPERATION_ONLY_ON_PRIMARY_SIDE (221),
            RCOPY_GROUP_MULTIPLE_VOL_IN_SAME_FAMILY (224),
            RCOPY_GROUP_MULTIPLE_RW_SNAPSHOT_IN_SAME_FAMILY (225),
            RCOPY_GROUP_SYNC_SNAPSHOT_IN_MULTIPLE_TARGET (226),
            RCOPY_GROUP_ADD_VOL_FAILED (227),
            RCOPY_GROUP_ADD_VOL_FAILED_PARTIAL (228),
            INV_OPERATION_SET_AUTO_CREATED (264),
            RCOPY_GROUP_SECONDARY_DOES_NOT_MATCH_PRIMARY (256)
        :raises HTTPNotImplemented: RCOPY_UNSUPPORTED_TARGET_VERSION (223)

        Source: PUT /remotecopygroups/<name>, action 1; with useHttpPost,
        POST /remotecopygroups/<name>/volumes.
        """
        body = merged({'volumeName': volumeName, 'targets': targets},
                      optional)
        if useHttpPost:
            return self._post(path('remotecopygroups', name, 'volumes'),
                              body)
        return self._put(path('remotecopygroups', name),
                         dict(body, action=_ADMIT_VOLUME))

    def removeVolumeFromRemoteCopyGroup(
            self, name: str, volumeName: str,
            optional: Optional[Dict[str, Any]] = None,
            removeFromTarget: bool = False,
            useHttpDelete: bool = True) -> JSON:
        """Remove a volume from a remote-copy group.

        The volume stays. Its counterpart stays too, unless
        ``removeFromTarget`` is given.

        :param name: name of the group
        :param volumeName: name of the volume on this array
        :param optional: additional members: ``keepSnap`` (True keeps the
            snapshot that a later synchronization could start from),
            ``removeSecondaryVolume`` (newer arrays)
        :param removeFromTarget: True deletes the counterpart on the target,
            with its data; not together with ``keepSnap``
        :param useHttpDelete: False sends the form that older arrays take,
            which with ``removeFromTarget`` is a command and needs SSH
        :returns: None; the array sends no body
        :raises HTTPNotFound: NON_EXISTENT_RCOPY_GROUP (187), NON_EXISTENT_VOL
            (23), RCOPY_GROUP_VOL_NOT_IN_GROUP (232)
        :raises HTTPForbidden: RCOPY_GROUP_STARTED (215), RCOPY_GROUP_IS_BUSY
            (216), RCOPY_IS_NOT_READY (204),
            RCOPY_GROUP_RENAME_RESYNC_SNAPSHOT_FAILED (233),
            RCOPY_GROUP_OPERATION_ONLY_ON_PRIMARY_SIDE (221),
            RCOPY_TARGET_IS_NOT_READY (222)
        :raises HTTPConflict: RCOPY_GROUP_CREATED_MIRROR_CONFIG_OFF (235)
        :raises InvalidInput: keepSnap together with removeFromTarget; nothing
            was sent
        :raises SSHException: with removeFromTarget and without useHttpDelete,
            SSH is not set up or the command failed

        Source: DELETE /remotecopygroups/<name>/volumes/<volumeName>; without
        useHttpDelete, PUT /remotecopygroups/<name>, action 2, or with
        removeFromTarget ``dismissrcopyvv -removevv``.
        """
        if removeFromTarget and not useHttpDelete:
            self._dismissVolumeWithTarget(name, volumeName, optional)
            return None
        options = merged({}, optional)
        if removeFromTarget:
            options = _with_counterpart(options)
        if not useHttpDelete:
            return self._put(path('remotecopygroups', name), dict(
                options, action=_DISMISS_VOLUME, volumeName=volumeName))
        url = path('remotecopygroups', name, 'volumes', volumeName)
        if options:
            url += '?' + parameters({
                option: truth(value, str(option))
                for option, value in options.items()})
        return self._delete(url)

    def startRemoteCopy(self, name: str,
                        optional: Optional[Dict[str, Any]] = None) -> JSON:
        """Start a remote-copy group.

        :param name: name of the group
        :param optional: additional members: ``skipInitialSync`` (True takes the
            volumes for synchronized), ``targetName``, ``startingSnapshots``
            (``[{'volumeName', 'snapshotName'}]`` for all volumes; without a
            snapshot everything is sent)
        :returns: what the array sends, None where it sends no body
        :raises HTTPNotFound: NON_EXISTENT_RCOPY_GROUP (187),
            RCOPY_GROUP_EXISTENT_VOL_WWN_ON_TARGET (258),
            RCOPY_GROUP_VOLUME_ALREADY_SYNCED (259)
        :raises HTTPBadRequest: RCOPY_GROUP_EMPTY (229),
            RCOPY_TARGET_NOT_SPECIFIED (230),
            RCOPY_GROUP_NOT_ALL_VOLUMES_SPECIFIED (231),
            RCOPY_GROUP_INCORRECT_SNAPSHOT_OR_VOLUME_SPECIFIED (260)
        :raises HTTPForbidden: RCOPY_GROUP_STARTED (215),
            RCOPY_GROUP_INV_TARGET (194),
            RCOPY_GROUP_OPERATION_ONLY_ON_PRIMARY_SIDE (221)

        Source: PUT /remotecopygroups/<name>, action 3.
        """
        return self._act(name, _START, optional)

    def stopRemoteCopy(self, name: str,
                       optional: Optional[Dict[str, Any]] = None) -> JSON:
        """Stop a remote-copy group.

        :param name: name of the group
        :param optional: additional members: ``noSnapshot`` (True takes no
            snapshots and removes those of the last synchronization),
            ``targetName``
        :returns: what the array sends, None where it sends no body
        :raises HTTPNotFound: NON_EXISTENT_RCOPY_GROUP (187)
        :raises HTTPForbidden: RCOPY_TARGET_IS_NOT_READY (222)

        Source: PUT /remotecopygroups/<name>, action 4.
        """
        return self._act(name, _STOP, optional)

    def synchronizeRemoteCopyGroup(self, name: str,
                                   optional: Optional[Dict[str, Any]] = None
                                   ) -> JSON:
        """Synchronize a remote-copy group with its target now.

        :param name: name of the group
        :param optional: additional members: ``noResyncSnapshot`` (True keeps no
            snapshot; periodic groups only), ``targetName``, ``fullSync``
            (True sends everything; synchronous groups only)
        :returns: what the array sends, None where it sends no body
        :raises HTTPNotFound: NON_EXISTENT_RCOPY_GROUP (187)
        :raises HTTPForbidden: RCOPY_GROUP_STARTED (215),
            RCOPY_GROUP_INV_TARGET (194), UNLICENSED_FEATURE (70),
            RCOPY_GROUP_OPERATION_ONLY_ON_PRIMARY_SIDE (221),
            RCOPY_TARGET_IS_NOT_READY (222),
            RCOPY_GROUP_INVOLVED_IN_SYNCHRONIZATION (277)

        Source: PUT /remotecopygroups/<name>, action 5.
        """
        return self._act(name, _SYNCHRONIZE, optional)

    def _act(self, name: str, action: int,
             optional: Optional[Dict[str, Any]]) -> JSON:
        return self._put(path('remotecopygroups', name),
                         merged({'action': action}, optional))

    def recoverRemoteCopyGroupFromDisaster(
            self, name: str, action: int,
            optional: Optional[Dict[str, Any]] = None) -> JSON:
        """Recover a remote-copy group: change the roles of its arrays.

        :param name: name of the group
        :param action: RC_ACTION_CHANGE_DIRECTION,
            RC_ACTION_CHANGE_TO_PRIMARY (failover), RC_ACTION_MIGRATE_GROUP,
            RC_ACTION_CHANGE_TO_SECONDARY (recover),
            RC_ACTION_CHANGE_TO_NATURUAL_DIRECTION (restore) or
            RC_ACTION_OVERRIDE_FAIL_SAFE
        :param optional: additional members: ``targetName``, ``skipStart``,
            ``skipSync`` (failover, recover, restore), ``discardNewData``
            (failover), ``skipPromote`` (failover, reverse), ``noSnapshot``
            (failover, reverse, restore), ``stopGroups`` and
            ``localGroupsDirection`` (reverse)
        :returns: what the array sends, None where it sends no body
        :raises HTTPNotFound: NON_EXISTENT_RCOPY_GROUP (187)
        :raises HTTPBadRequest: INV_INPUT_MISSING_REQUIRED (40),
            INV_INPUT_PARAM_CONFLICT (44)
        :raises HTTPForbidden: RCOPY_GROUP_STARTED (215), RCOPY_GROUP_IS_BUSY
            (216), RCOPY_GROUP_EMPTY (229), RCOPY_GROUP_NOT_STARTED (276),
            RCOPY_GROUP_NOT_STOPPED (284),
            INV_OPERATION_RCOPY_GROUP_ROLE_CONFLICT (282),
            RCOPY_GROUP_INV_OPERATION_ON_MULTIPLE_TARGETS (281),
            INV_OPERATION_VV_PROMOTE_IN_PROGRESS (157), UNLICENSED_FEATURE
            (70), RCOPY_GROUP_OPERATION_ONLY_ON_PRIMARY_SIDE (221),
            RCOPY_GROUP_OPERATION_ONLY_ON_SECONDARY_SIDE (283),
            RCOPY_GROUP_INV_TARGET (194)

        Source: POST /remotecopygroups/<name>.
        """
        return self._post(path('remotecopygroups', name), merged(
            {'action': whole_number(action, 'action')}, optional))

    def toggleRemoteCopyConfigMirror(self, target: str,
                                     mirror_config: bool = True) -> None:
        """Mirror configuration changes to a target, or stop doing so.

        :param target: name of the target
        :param mirror_config: True to mirror
        :raises HTTPNotFound: there is no such target

        Source: PUT /remotecopytargets/<target>.
        """
        self._put(path('remotecopytargets', target),
                  {'policies': {'mirrorConfig': mirror_config}})


def _with_counterpart(options: Dict[str, Any]) -> Dict[str, Any]:
    """Options that delete the counterpart, too."""
    keep = options.pop('keepSnap', None)
    if keep is not None and truth(keep, 'keepSnap') == 'true':
        raise exceptions.InvalidInput(
            'keepSnap and removeFromTarget exclude each other: the '
            'snapshot is kept for a counterpart that stays')
    return {**options, 'removeSecondaryVolume': True}
