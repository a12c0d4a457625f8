"""Remote-copy groups: volumes that are mirrored to another array.

What no published source tells is left to the array: which of the actions a
group in a given role takes, and the members of links and of the overall
information.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Dict, List, Optional, Union, cast

from hpe3parclient import describe, exceptions
from hpe3parclient.resources.base import (
    JSON,
    Resource,
    merged,
    parameters,
    path,
)
from hpe3parclient.resources.validation import listed

if TYPE_CHECKING:
    from hpe3parclient.types import (
        RemoteCopyGroup,
        RemoteCopyGroupList,
        RemoteCopyGroupVolume,
        RemoteCopyGroupVolumeList,
        RemoteCopyInfo,
        RemoteCopyLink,
    )

#: state of a group's target
_STARTED = 3
_STOPPED = 5

#: syncStatus of a volume
_SYNCED = 3


class RemoteCopyResource(Resource):
    """Methods about remote copy and its groups."""

    def getRemoteCopyInfo(self) -> RemoteCopyInfo:
        """Return the configuration and the state of remote copy.

        :returns: dict; its members depend on the array's release
        :raises HTTPForbidden: UNLICENSED_FEATURE (70)

        Source: GET /remotecopy.
        """
        return cast('RemoteCopyInfo', self._get('/remotecopy'))

    def getRemoteCopyGroups(self) -> RemoteCopyGroupList:
        """Return all remote-copy groups.

        :returns: ``{'total': n, 'members': [...]}``, members as
            :meth:`getRemoteCopyGroup` returns them

        Source: GET /remotecopygroups.
        """
        return cast('RemoteCopyGroupList', self._list('/remotecopygroups'))

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

    def getRemoteCopyGroupVolumes(self, remoteCopyGroupName: str
                                  ) -> RemoteCopyGroupVolumeList:
        """Return the volumes of a remote-copy group.

        :param remoteCopyGroupName: name of the group
        :returns: ``{'total': n, 'members': [...]}``, members as
            :meth:`getRemoteCopyGroupVolume` returns them
        :raises HTTPNotFound: NON_EXISTENT_RCOPY_GROUP (187)

        Source: GET /remotecopygroups/<remoteCopyGroupName>/volumes.
        """
        return cast('RemoteCopyGroupVolumeList', self._list(
            path('remotecopygroups', remoteCopyGroupName, 'volumes')))

    def getRemoteCopyGroupVolume(self, remoteCopyGroupName: str,
                                 volumeName: str) -> RemoteCopyGroupVolume:
        """Return one volume of a remote-copy group.

        :param remoteCopyGroupName: name of the group
        :param volumeName: name of the volume on this array
        :returns: dict with ``localVolumeName`` and ``remoteVolumes``
        :raises HTTPNotFound: NON_EXISTENT_RCOPY_GROUP (187),
            RCOPY_GROUP_VOL_NOT_IN_GROUP (232)

        Source: GET /remotecopygroups/<remoteCopyGroupName>/volumes/
        <volumeName>.
        """
        return cast('RemoteCopyGroupVolume', self._get(
            path('remotecopygroups', remoteCopyGroupName, 'volumes',
                 volumeName)))

    def getRemoteCopyLink(self, link_name: str) -> RemoteCopyLink:
        """Return one link to another array.

        :param link_name: name of the link
        :returns: dict; its members depend on the array's release
        :raises HTTPNotFound: there is no such link

        Source: GET /remotecopylinks/<link_name>.
        """
        return cast('RemoteCopyLink',
                    self._get(path('remotecopylinks', link_name)))

    def createRemoteCopyGroup(self, name: str, targets: List[Dict[str, Any]],
                              optional: Optional[Dict[str, Any]] = None
                              ) -> JSON:
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
                              keep_snap: Union[bool, str] = False) -> None:
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

    def targetInRemoteCopyGroupExists(self, target_name: str,
                                      remote_copy_group_name: str) -> bool:
        """Return whether a target belongs to a remote-copy group.

        :param target_name: name of the target
        :param remote_copy_group_name: name of the group
        :returns: True or False; False when there is no such group

        Source: GET /remotecopygroups/<remote_copy_group_name>.
        """
        try:
            targets = self._targets_of(remote_copy_group_name)
        except exceptions.HTTPNotFound:
            return False
        return any(target.get('targetName') == target_name
                   for target in targets)

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

    def _targets_of(self, group: str) -> List[Dict[str, Any]]:
        return listed(self.getRemoteCopyGroup(group), 'targets', dict)


def _all_in(targets: List[Dict[str, Any]], state: int) -> bool:
    """Return whether there are targets and all are in a state."""
    return bool(targets) and all(
        target.get('state') == state for target in targets)


def truth(value: Union[bool, str], what: str) -> str:
    """Format a boolean for a query string.

    :raises InvalidInput: a text that is neither true nor false
    """
    text = str(value).lower() if isinstance(value, (bool, str)) else None
    if text not in ('true', 'false'):
        raise exceptions.InvalidInput(
            '%s is True or False, not %s' % (what, describe.value(value)))
    return text
