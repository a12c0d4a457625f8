"""Remote-copy groups: volumes that are mirrored to another array.

What no published source says is left to the array: which actions a group in a
given role accepts.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import (
    TYPE_CHECKING,
    Any,
    cast,
)

from hpe3parclient.resources.base import (
    JSON,
    merged,
    parameters,
    path,
    whole_number,
)
from hpe3parclient.resources.filtering import (
    REMOTE_COPY_GROUPS,
    FilteringResource,
)
from hpe3parclient.resources.remotecopy import truth
from hpe3parclient.resources.validation import listed

if TYPE_CHECKING:
    from hpe3parclient.options import (
        AnyMembers,
        GroupTarget,
        Members,
        RecoverOptions,
        RemoteCopyGroupChanges,
        RemoteCopyGroupOptions,
        StartOptions,
        StopOptions,
        SynchronizeOptions,
    )
    from hpe3parclient.query import Expression
    from hpe3parclient.types import (
        RemoteCopyGroup,
        RemoteCopyGroupList,
    )

#: state of a group's target
_STARTED = 3
_STOPPED = 5
#: syncStatus of a volume
_SYNCED = 3
_START = 3
_STOP = 4
_SYNCHRONIZE = 5


class RemoteCopyGroupResource(FilteringResource):
    """Methods about remote-copy groups."""

    def getRemoteCopyGroups(self) -> RemoteCopyGroupList:
        """Return all remote-copy groups.

        :returns: ``{'total': n, 'members': [...]}``, members as
            :meth:`getRemoteCopyGroup` returns them

        Source: GET /remotecopygroups.
        """
        return cast('RemoteCopyGroupList', self._list('/remotecopygroups'))

    def iterRemoteCopyGroups(self, query: Expression | None = None
                            ) -> Iterator[RemoteCopyGroup]:
        """Iterate over all remote-copy groups, or over those that match.

        An addition to the published client.

        :param query: an expression built from :data:`hpe3parclient.query.Q`,
            such as ``Q.targets.state != 3``
        :returns: iterator over members as :meth:`getRemoteCopyGroup` returns them
        :raises InvalidInput: ``query`` is not an expression, or names a
            member that remote-copy groups do not have

        Source: GET /remotecopygroups.
        """
        return self._iter_filtered(REMOTE_COPY_GROUPS, query)

    def getRemoteCopyGroup(self, name: str) -> RemoteCopyGroup:
        """Return one remote-copy group.

        :param name: name of the group; on the other array it is
            ``<name>.r<system id>``
        :returns: dict with ``name``, ``role`` (1 primary, 2 secondary),
            ``targets`` (``[{'targetName', 'state', 'mode', 'roleReversed',
            'policies'}]``) and ``volumes`` (``[{'localVolumeName',
            'remoteVolumes': [{'remoteVolumeName', 'syncStatus'}]}]``)
        :raises HTTPNotFound: NON_EXISTENT_RCOPY_GROUP (187)

        Source: GET /remotecopygroups/<name>.
        """
        return cast('RemoteCopyGroup',
                    self._get(path('remotecopygroups', name)))

    def createRemoteCopyGroup(
            self, name: str, targets: Sequence[GroupTarget | AnyMembers],
            optional: RemoteCopyGroupOptions | AnyMembers | None = None) -> JSON:
        """Create a remote-copy group.

        :param name: up to 31 characters, up to 22 where the target mirrors
            the configuration
        :param targets: where to: ``[{'targetName', 'mode' (1 synchronous, 3
            periodic, 4 asynchronous; earlier releases took 2 for periodic),
            'userCPG', 'snapCPG'}]``; the CPGs are those on the target for
            volumes that are made there
        :param optional: additional members: ``localUserCPG`` with
            ``localSnapCPG`` (for volumes that are made here), ``domain``
        :returns: None; the array sends no body
        :raises HTTPBadRequest: INV_INPUT_ILLEGAL_CHAR (69),
            INV_INPUT_BAD_ENUM_VALUE (46), RCOPY_GROUP_TARGET_NOT_UNIQUE (239),
            RCOPY_GROUP_MIXED_MODES_ON_ONE_TARGET (236)
        :raises HTTPNotFound: NON_EXISTENT_CPG (15), NON_EXISTENT_DOMAIN (38),
            EXISTENT_RCOPY_GROUP (237)
        :raises HTTPConflict: RCOPY_GROUP_TOO_MANY_TARGETS (238),
            RCOPY_GROUP_MAX_GROUP_REACHED_PERIODIC (242)
        :raises HTTPForbidden: RCOPY_IS_NOT_READY (204), RCOPY_GROUP_INV_TARGET
            (194), RCOPY_GROUP_MODE_NOT_SUPPORTED (240), CPG_NOT_IN_SAME_DOMAIN
            (82), RCOPY_GROUP_SECONDARY_GROUP_MORE_THAN_ONE_BACKUP_TARGET
            (245), RCOPY_GROUP_ONE_TO_ONE_CONFIG_FOR_MIXED_MODE (248),
            RCOPY_GROUP_HAS_NO_CPG (191)
        :raises HTTPNotImplemented: RCOPY_TARGET_MODE_NOT_SUPPORTED (249),
            RCOPY_TARGET_IN_PEER_PERSISTENCE_SYNC_GROUP_ONLY (250),
            RCOPY_TARGET_MULTI_TARGET_NOT_SUPPORTED (251),
            RCOPY_TARGET_VOL_AUTO_CREATION_NOT_SUPPORTED (252)
        :raises HTTPServiceUnavailable: RCOPY_MAX_SYNC_TARGET_REACHED (261),
            RCOPY_MAX_PERIODIC_TARGET_REACHED (262),
            RCOPY_GROUP_MORE_THAN_ONE_SYNC_TARGET (246),
            RCOPY_GROUP_MORE_THAN_ONE_PERIODIC_TARGET (247)

        Source: POST /remotecopygroups.
        """
        return self._post('/remotecopygroups', merged(
            {'name': name, 'targets': targets}, optional))

    def removeRemoteCopyGroup(self, name: str,
                              keep_snap: bool | str = False) -> None:
        """Remove a remote-copy group; its volumes stay on both arrays.

        :param name: name of the group
        :param keep_snap: True, or 'true', keeps the snapshots that a later
            synchronization could start from
        :raises InvalidInput: keep_snap is another text
        :raises HTTPNotFound: NON_EXISTENT_RCOPY_GROUP (187),
            RCOPY_GROUP_TARGET_VOLUME_MISMATCH (257)
        :raises HTTPForbidden: RCOPY_GROUP_STARTED (215), RCOPY_GROUP_IS_BUSY
            (216), RCOPY_TARGET_IS_NOT_READY (222),
            RCOPY_GROUP_OPERATION_ONLY_ON_PRIMARY_SIDE (221),
            RCOPY_GROUP_RENAME_RESYNC_SNAPSHOT_FAILED (233),
            RCOPY_GROUP_IN_FAILOVER_STATE (255)

        Source: DELETE /remotecopygroups/<name>?keepSnap=….
        """
        self._delete(path('remotecopygroups', name) + '?' + parameters(
            {'keepSnap': truth(keep_snap, 'keep_snap')}))

    def modifyRemoteCopyGroup(
            self, name: str,
            optional: RemoteCopyGroupChanges | AnyMembers | None = None) -> JSON:
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

    def startRemoteCopy(self, name: str,
                        optional: StartOptions | AnyMembers | None = None) -> JSON:
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
                       optional: StopOptions | AnyMembers | None = None) -> JSON:
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

    def synchronizeRemoteCopyGroup(
            self, name: str,
            optional: SynchronizeOptions | AnyMembers | None = None) -> JSON:
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

    def recoverRemoteCopyGroupFromDisaster(
            self, name: str, action: int,
            optional: RecoverOptions | AnyMembers | None = None) -> JSON:
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

    def _act(self, name: str, action: int,
             optional: Members) -> JSON:
        return self._put(path('remotecopygroups', name),
                         merged({'action': action}, optional))

    def remoteCopyGroupStatusCheck(self, remote_copy_group_name: str) -> bool:
        """Return whether a group is started and all its volumes are synchronized.

        :param remote_copy_group_name: name of the group
        :returns: True when every target is started and every volume is
            synchronized on every target
        :raises HTTPNotFound: NON_EXISTENT_RCOPY_GROUP (187)

        Source: GET /remotecopygroups/<remote_copy_group_name>.
        """
        group = self.getRemoteCopyGroup(remote_copy_group_name)
        return _all_in(listed(group, 'targets', dict), _STARTED) and all(
            remote.get('syncStatus') == _SYNCED
            for volume in listed(group, 'volumes', dict)
            for remote in listed(volume, 'remoteVolumes', dict))

    def remoteCopyGroupStatusStartedCheck(self, remote_copy_group_name: str
                                          ) -> bool:
        """Return whether a group is started.

        :param remote_copy_group_name: name of the group
        :returns: True when every target is started
        :raises HTTPNotFound: NON_EXISTENT_RCOPY_GROUP (187)

        Source: GET /remotecopygroups/<remote_copy_group_name>.
        """
        return _all_in(self._targets_of(remote_copy_group_name), _STARTED)

    def remoteCopyGroupStatusStoppedCheck(self, remote_copy_group_name: str
                                          ) -> bool:
        """Return whether a group is stopped.

        :param remote_copy_group_name: name of the group
        :returns: True when every target is stopped
        :raises HTTPNotFound: NON_EXISTENT_RCOPY_GROUP (187)

        Source: GET /remotecopygroups/<remote_copy_group_name>.
        """
        return _all_in(self._targets_of(remote_copy_group_name), _STOPPED)

    def _targets_of(self, group: str) -> list[dict[str, Any]]:
        return listed(self.getRemoteCopyGroup(group), 'targets', dict)


def _all_in(targets: list[dict[str, Any]], state: int) -> bool:
    """Return whether there are targets and all are in a state."""
    return bool(targets) and all(
        target.get('state') == state for target in targets)
