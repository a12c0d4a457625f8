"""The members of remote-copy requests.

Knows names, types and limits and nothing else; :mod:`.members` reads it.
Where toolkits and clients send different members for one thing, both are
here.
"""

from __future__ import annotations

from hpe3parclient.simulator import assumptions
from hpe3parclient.simulator.state.remotecopy import POLICIES, POLICY_NEEDS
from hpe3parclient.simulator.wsapi.members import Member, enum

_TARGET_NAME = Member('targetName', 'name')
_NAMED = Member('targetName', 'name', required=True)
_MODE = Member('mode', 'int', required=True, values=enum(1, 2, 3, 4))
_ACTION = Member('action', 'int', required=True)

GROUP_CREATE = (
    Member('name', 'name', required=True),
    Member('domain', 'name'),
    Member('localUserCPG', 'name'),
    Member('localSnapCPG', 'name'),
    Member('targets', 'objects', required=True, members=(
        _NAMED, _MODE, Member('userCPG', 'name'),
        Member('snapCPG', 'name'))))

_POLICIES = tuple(Member(name, 'bool', needs=POLICY_NEEDS.get(name))
                  for name in POLICIES)

_SETTINGS = (
    Member('remoteUserCPG', 'name'),
    Member('remoteSnapCPG', 'name'),
    Member('syncPeriod', 'ignorable'),
    Member('rmSyncPeriod', 'bool'),
    Member('mode', 'int', values=enum(1, 2, 3, 4)),
    Member('snapFrequency', 'ignorable'),
    Member('rmSnapFrequency', 'bool'),
    Member('policies', 'object', members=_POLICIES))

GROUP_MODIFY = (
    Member('localUserCPG', 'name'),
    Member('localSnapCPG', 'name'),
    Member('unsetUserCPG', 'bool'),
    Member('unsetSnapCPG', 'bool'),
    Member('targets', 'objects', members=(_TARGET_NAME, *_SETTINGS)))

#: PUT of one target of a group: what stands in ``targets`` above, without
#: the CPGs.
TARGET_SETTINGS = (_TARGET_NAME, *_SETTINGS[2:])

VOLUME_ADMIT = (
    Member('volumeName', 'target', required=True),
    Member('snapshotName', 'name'),
    Member('volumeAutoCreation', 'bool'),
    Member('skipInitialSync', 'bool'),
    Member('differentSecondaryWWN', 'bool'),
    Member('targets', 'objects', required=True, members=(
        _NAMED, Member('secVolumeName', 'name', required=True))))

_LEAVING = (Member('keepSnap', 'bool'),
            Member('removeSecondaryVolume', 'bool'))

#: The forms of PUT /remotecopygroups/<g> with an action.
ACTION_ADMIT = (_ACTION, *VOLUME_ADMIT)
ACTION_DISMISS = (_ACTION, Member('volumeName', 'name', required=True),
                  *_LEAVING)
VOLUME_DISMISS = _LEAVING

ACTION_START = (
    _ACTION, _TARGET_NAME,
    Member('skipInitialSync', 'bool'),
    Member('startingSnapshots', 'objects', members=(
        Member('volumeName', 'name', required=True),
        Member('snapshotName', 'name'))))

ACTION_STOP = (_ACTION, _TARGET_NAME, Member('noSnapshot', 'bool'))

ACTION_SYNC = (_ACTION, _TARGET_NAME, Member('noResyncSnapshot', 'bool'),
               Member('fullSync', 'bool'))

ACTION_RECOVER = (
    _ACTION, _TARGET_NAME,
    *(Member(name, 'bool') for name in (
        'skipStart', 'skipSync', 'discardNewData', 'skipPromote',
        'noSnapshot', 'stopGroups', 'localGroupsDirection')))

GROUP_TARGET_ADMIT = (
    _NAMED, _MODE,
    Member('userCPG', 'name'), Member('snapCPG', 'name'),
    Member('volumeMappings', 'objects', members=(
        Member('localVolumeName', 'name', required=True),
        Member('remoteVolumeName', 'name', required=True))))

_PORT_POS = tuple(Member(name, 'uint32', required=True) for name in (
    'node', 'slot', 'cardPort'))

TARGET_CREATE = (
    Member('name', 'name', required=True,
           length=assumptions.RCOPY_TARGET_NAME),
    Member('type', 'int', required=True, values=enum(1, 2)),
    Member('nodeWWN', 'text', length=23, filled=True),
    Member('portPosAndLink', 'objects', members=(
        Member('portPos', 'object', required=True, members=_PORT_POS,
               misshapen='INV_INPUT_PORT_SPECIFICATION'),
        Member('link', 'text', required=True, length=255, filled=True))),
    Member('disabled', 'bool'))

TARGET_MODIFY = (
    Member('policies', 'object',
           members=(Member('mirrorConfig', 'bool'),)),)

#: The envelope of POST to the volumes of a group with an action.
COORDINATE = (
    Member('action', 'int', required=True, values=enum(1),
           bad_value='INV_POST_ACTION'),
    Member('parameters', 'object'))
