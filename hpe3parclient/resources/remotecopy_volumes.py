"""The volumes of remote-copy groups."""

from __future__ import annotations

from collections.abc import Sequence
from typing import (
    TYPE_CHECKING,
    Any,
    cast,
)

from hpe3parclient import cli, exceptions
from hpe3parclient.resources.base import (
    JSON,
    Resource,
    merged,
    parameters,
    path,
)
from hpe3parclient.resources.remotecopy import DISMISSED, refused, single_option, truth

if TYPE_CHECKING:
    from hpe3parclient.options import (
        AddVolumeOptions,
        AnyMembers,
        Counterpart,
        Members,
        RemoveVolumeOptions,
    )
    from hpe3parclient.types import (
        RemoteCopyGroupVolume,
        RemoteCopyGroupVolumeList,
    )

#: action of PUT /remotecopygroups/<name>
_ADMIT_VOLUME = 1
_DISMISS_VOLUME = 2


class RemoteCopyVolumeResource(Resource):
    """Methods about the volumes of remote-copy groups."""

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

    def addVolumeToRemoteCopyGroup(
            self, name: str, volumeName: str,
            targets: Sequence[Counterpart | AnyMembers],
            optional: AddVolumeOptions | AnyMembers | None = None,
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
            optional: RemoveVolumeOptions | AnyMembers | None = None,
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

    def _dismissVolumeWithTarget(
            self, name: str, volumeName: str,
            optional: Members = None) -> None:
        """Remove a volume from a group and delete its counterpart.

        :param name: name of the group
        :param volumeName: name of the volume on this array
        :param optional: ``keepSnap``: True keeps the snapshot
        :raises InvalidInput: optional is something else
        :raises SSHException: the array refused, in its own words

        Source: dismissrcopyvv -f -removevv.
        """
        options = single_option(optional, 'keepSnap')
        command: list[str] = ['dismissrcopyvv', '-f']
        if options.get('keepSnap') in (True, 'true'):
            command.append('-keepsnap')
        command += ['-removevv', cli.words.name(volumeName, 'volume'),
                    cli.words.name(name, 'remote-copy group')]
        lines = [line for line in self._cli(command) if line.strip()]
        if lines and not any(DISMISSED in line for line in lines):
            raise refused(command, lines)


def _with_counterpart(options: dict[str, Any]) -> dict[str, Any]:
    """Options that delete the counterpart, too."""
    keep = options.pop('keepSnap', None)
    if keep is not None and truth(keep, 'keepSnap') == 'true':
        raise exceptions.InvalidInput(
            'keepSnap and removeFromTarget exclude each other: the '
            'snapshot is kept for a counterpart that stays')
    return {**options, 'removeSecondaryVolume': True}
