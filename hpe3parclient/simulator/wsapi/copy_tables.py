"""The members of requests about copies, as the guides list them.

Knows names, types and limits and nothing else, like :mod:`.tables`.
"""

from __future__ import annotations

from hpe3parclient.simulator.personality import Capability
from hpe3parclient.simulator.wsapi.members import Member
from hpe3parclient.simulator.wsapi.tables import HOURS, NAME, PRIORITY, VOLUME_ID

_ACTION = Member('action', 'int', required=True)
_ADD_TO_SET = Member('addToSet', 'setname', needs=Capability.COMPRESSION)
_REMOTE = Member('allowRemoteCopyParent', 'bool', needs=Capability.METADATA)

_SNAPSHOT = (
    Member('comment', 'text', length=511),
    Member('readOnly', 'bool'), _ADD_TO_SET, *HOURS)

SNAPSHOT_CREATE = (
    NAME, VOLUME_ID, *_SNAPSHOT,
    Member('syncSnapRcopy', 'bool', needs=Capability.COMPRESSION))

#: The name is a pattern: it may be longer than what it makes.
SET_SNAPSHOT = (Member('name', 'text', required=True, length=255,
                       filled=True), Member('id', 'ignorable'), *_SNAPSHOT)

COPY_CREATE = (
    Member('destVolume', 'name', required=True),
    Member('destCPG', 'name'),
    Member('online', 'bool'),
    Member('tpvv', 'bool'),
    Member('tdvv', 'bool', needs=Capability.DEDUP, reduce=False),
    Member('compression', 'bool', needs=Capability.COMPRESSION, reduce=False),
    Member('reduce', 'bool', reduce=True),
    Member('snapCPG', 'name'),
    Member('comment', 'text', length=511, needs=Capability.COPY_COMMENT),
    Member('saveSnapshot', 'bool'), PRIORITY,
    *(Member(name, 'bool', needs=Capability.COMPRESSION) for name in (
        'skipZero', 'bulkvv')), _REMOTE, _ADD_TO_SET)

SET_COPY = (
    Member('destVolume', 'setname', required=True),
    Member('saveSnapshot', 'bool'), PRIORITY)

#: Actions that need nothing else.
BARE_ACTION = (_ACTION,)

PROMOTE = (
    _ACTION, Member('online', 'bool'), PRIORITY, _REMOTE,
    Member('target', 'name', needs=Capability.METADATA))

RESYNC = (_ACTION, PRIORITY)
SET_PROMOTE = (_ACTION, Member('online', 'bool'), PRIORITY, _REMOTE)

#: Programs write the guide's volumename and snapshotWWN with capitals, too.
_GROUP_MEMBER = (
    Member('volumename', 'name'), Member('volumeName', 'name'),
    Member('snapshotName', 'name'),
    Member('snapshotId', 'ignorable'),
    *(Member(name, 'text', length=32, needs=Capability.COMPRESSION)
      for name in ('snapshotWWN', 'SnapshotWWN')),
    Member('readWrite', 'bool', needs=Capability.COMPRESSION))

GROUP_SNAPSHOT = (
    Member('volumeGroup', 'objects', required=True, members=_GROUP_MEMBER),
    Member('comment', 'text', length=511),
    *(Member(name, 'bool') for name in ('readOnly', 'skipBlock')),
    Member('match', 'bool', needs=Capability.COMPRESSION), _ADD_TO_SET,
    *HOURS)

UPDATE_SNAPSHOTS = (
    *(Member(name, 'targets')
      for name in ('volumeSnapShotList', 'volumeSnapshotList')),
    Member('readOnly', 'bool'))

COORDINATED = (
    Member('name', 'text', required=True, length=255, filled=True),
    Member('comment', 'text', length=511),
    Member('skipBlock', 'bool'), *HOURS)
