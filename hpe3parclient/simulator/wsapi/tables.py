"""The members each request may carry, as the guides list them.

Knows names, types and limits and nothing else; :mod:`.members` reads it.
"""

from __future__ import annotations

from hpe3parclient.simulator.personality import Capability
from hpe3parclient.simulator.wsapi.members import NAME_LENGTH, Member, enum

CREDENTIALS = (
    Member('user', 'text', required=True, length=255),
    Member('password', 'text', required=True, length=255),
    Member('sessionType', 'ignorable', reduce=True))

def _numbered(name: str, *values: int) -> Member:
    """A number of an enumeration; zero and less count as not sent."""
    return Member(name, 'ignorable', zero_ignored=True, values=enum(*values))


PRIORITY = _numbered('priority', 1, 2, 3)

POLICIES = (
    *(Member(name, 'bool') for name in (
        'staleSS', 'oneHost', 'zeroDetect', 'system', 'caching', 'fsvc')),
    Member('hostDIF', 'int', values=enum(1, 2, 3), needs=Capability.COMPRESSION))
#: Policies that only a new volume may be given.
_FIRST_POLICIES = (*POLICIES, Member('tpZeroFill', 'bool'))

_SS_PERCENTS = (Member('ssSpcAllocWarningPct', 'ignorable'),
                Member('ssSpcAllocLimitPct', 'ignorable'))
_USR_PERCENTS = (Member('usrSpcAllocWarningPct', 'ignorable'),
                 Member('usrSpcAllocLimitPct', 'ignorable'))
HOURS = (Member('expirationHours', 'ignorable', zero_ignored=True),
         Member('retentionHours', 'ignorable', zero_ignored=True))
METADATA_CREATE = (Member('key', 'text', required=True),
                   Member('value', 'text', required=True))
METADATA_MODIFY = (Member('value', 'text', required=True),)

#: The tables of the operations that name it list INV_INPUT for a name that
#: is not there, and no INV_INPUT_EMPTY_STR.
NAME = Member('name', 'name', required=True, empty='INV_INPUT')
_NEW_NAME = Member('newName', 'name', empty='INV_INPUT')

#: Table 36 has no INV_INPUT_EXCEEDS_RANGE.
VOLUME_ID = Member('id', 'ignorable', too_large='TOO_LARGE')

VOLUME_CREATE = (
    NAME,
    Member('cpg', 'name', required=True),
    Member('sizeMiB', 'uint32', required=True, too_large='TOO_LARGE'),
    VOLUME_ID,
    Member('comment', 'text', length=511),
    Member('policies', 'object', members=_FIRST_POLICIES),
    Member('snapCPG', 'name'),
    Member('tpvv', 'bool'),
    Member('tdvv', 'bool', needs=Capability.DEDUP),
    Member('compression', 'bool', needs=Capability.COMPRESSION, reduce=False),
    Member('reduce', 'bool', reduce=True),
    Member('objectKeyValues', 'objects', members=METADATA_CREATE,
           needs=Capability.METADATA),
    *_SS_PERCENTS, *_USR_PERCENTS, *HOURS)

VOLUME_MODIFY = (
    Member('newName', 'name'),
    Member('comment', 'text', length=511),
    Member('policies', 'object', members=POLICIES),
    Member('snapCPG', 'name'),
    Member('userCPG', 'name'),
    Member('rmSsSpcAllocWarning', 'bool'),
    Member('rmUsrSpcAllocWarning', 'bool'),
    Member('rmExpTime', 'bool'),
    Member('rmSsSpcAllocLimit', 'bool'),
    Member('rmUsrSpcAllocLimit', 'bool'),
    *_SS_PERCENTS, *_USR_PERCENTS, *HOURS)

VOLUME_GROW = (
    Member('action', 'int', required=True),
    Member('sizeMiB', 'uint32', required=True,
           too_large='VV_NEW_SIZE_EXCEED_LIMIT'))

VOLUME_TUNE = (
    Member('action', 'int', required=True),
    Member('tuneOperation', 'int', required=True, values=enum(1, 2)),
    Member('userCPG', 'name'),
    Member('snapCPG', 'name'),
    Member('conversionOperation', 'ignorable', zero_ignored=True,
           values=enum(1, 2, 3, 4)),
    Member('keepVV', 'name'),
    Member('compression', 'bool', needs=Capability.COMPRESSION))

#: The envelope of POST /volumes/<name>.
VOLUME_ACTION = (
    Member('action', 'text', required=True),
    Member('parameters', 'object'))

#: The envelope of POST /volumes with an action.
GROUP_ACTION = (
    Member('action', 'int', required=True, values=enum(7, 8),
           bad_value='INV_POST_ACTION'),
    Member('parameters', 'object'))

_DISK_PATTERN = (
    *(Member(name, 'text', length=255) for name in (
        'nodeList', 'slotList', 'portList', 'cageList', 'magList',
        'diskPosList', 'diskList')),
    *(Member(name, 'ignorable') for name in (
        'totalChunkletsGreaterThan', 'totalChunkletsLessThan',
        'freeChunkletsGreaterThan', 'freeChunkletsLessThan')),
    Member('diskModels', 'texts'),
    Member('diskType', 'ignorable', values=enum(1, 2, 3)),
    Member('RPM', 'ignorable'))

LAYOUT = (
    Member('RAIDType', 'ignorable', zero_ignored=True,
           values=enum(1, 2, 3, 4)),
    Member('setSize', 'ignorable', zero_ignored=True),
    Member('HA', 'ignorable', zero_ignored=True, values=enum(1, 2, 3)),
    Member('chunkletPosPref', 'ignorable', zero_ignored=True,
           values=enum(1, 2)),
    Member('diskPatterns', 'objects', members=_DISK_PATTERN))

_CPG_NUMBERS = (
    Member('growthIncrementMiB', 'ignorable', zero_ignored=True),
    Member('growthLimitMiB', 'ignorable', zero_ignored=True),
    Member('usedLDWarningAlertMiB', 'ignorable', zero_ignored=True),
    Member('LDLayout', 'object', members=LAYOUT))

CPG_CREATE = (NAME,
              Member('domain', 'name'),
              Member('template', 'name', needs=Capability.FLASH_CACHE),
              *_CPG_NUMBERS)

CPG_MODIFY = (_NEW_NAME,
              Member('disableAutoGrow', 'bool'),
              Member('rmGrowthLimit', 'bool'),
              Member('rmWarningAlert', 'bool'), *_CPG_NUMBERS)

SPACE_REPORT = (Member('cpg', 'name'),
                Member('LDLayout', 'object', members=LAYOUT))

_DESCRIPTORS = tuple(Member(name, 'text', length=255) for name in (
    'location', 'IPAddr', 'os', 'model', 'contact', 'comment'))
_PERSONA = Member('persona', 'ignorable', zero_ignored=True,
                  values=enum(*range(1, 14)))
_PATHS = (Member('FCWWNs', 'texts'),
          Member('iSCSINames', 'texts', length=223),
          Member('NQN', 'text', length=223, filled=True, needs=Capability.NVME))

HOST_CREATE = (
    Member('name', 'name', required=True), _PERSONA,
    Member('domain', 'name'), Member('forceTearDown', 'bool'),
    Member('transportType', 'int', values=enum(1, 2), needs=Capability.NVME),
    Member('descriptors', 'object', members=_DESCRIPTORS), *_PATHS)

HOST_MODIFY = (
    _NEW_NAME, _PERSONA,
    _numbered('pathOperation', 1, 2),
    Member('forcePathRemoval', 'bool'),
    Member('descriptors', 'object', members=_DESCRIPTORS),
    _numbered('chapOperation', 1, 2), _numbered('chapOperationMode', 1, 2),
    Member('chapName', 'text', length=223, filled=True),
    Member('chapSecret', 'text', length=255),
    Member('chapSecretHex', 'bool'),
    Member('chapRemoveTargetOnly', 'bool'), *_PATHS)

SET_CREATE = (
    Member('name', 'setname', required=True),
    Member('comment', 'text', length=255),
    Member('domain', 'name'),
    Member('setmembers', 'texts', length=NAME_LENGTH))

SET_MODIFY = (
    _numbered('action', 1, 2, 3, 4, 5, 6),
    Member('newName', 'setname'),
    Member('comment', 'text', length=255),
    Member('setmembers', 'texts', length=NAME_LENGTH),
    PRIORITY,
    Member('flashCachePolicy', 'int', values=enum(1, 2), needs=Capability.FLASH_CACHE))

_PORT_POS = tuple(Member(name, 'ignorable', required=True, most=most)
                  for name, most in (('node', 7), ('slot', 5), ('cardPort', 4)))

VLUN_CREATE = (
    Member('volumeName', 'target', required=True, empty='INV_INPUT'),
    Member('lun', 'ignorable', too_large='TOO_LARGE'),
    Member('hostname', 'target'),
    Member('portPos', 'object', members=_PORT_POS,
           misshapen='INV_INPUT_PORT_SPECIFICATION'),
    Member('noVcn', 'bool'),
    Member('overrideLowerPriority', 'bool'),
    Member('autoLun', 'bool'),
    Member('maxAutoLun', 'ignorable'))

TASK_ACTION = (Member('action', 'int', required=True, values=enum(1)),)

_QOS = (
    PRIORITY,
    Member('bwMinGoalKB', 'uint64'), Member('bwMaxLimitKB', 'uint64'),
    Member('ioMinGoal', 'uint32'), Member('ioMaxLimit', 'uint32'),
    *(Member(name, 'ignorable', zero_ignored=True, values=enum(1, 2))
      for name in ('bwMinGoalOP', 'bwMaxLimitOP', 'ioMinGoalOP',
                   'ioMaxLimitOP')),
    Member('latencyGoal', 'uint32'),
    Member('latencyGoaluSecs', 'uint32', needs=Capability.METADATA),
    Member('defaultLatency', 'bool'),
    Member('enable', 'bool'))

QOS_CREATE = (
    Member('name', 'text', required=True, length=31, filled=True),
    Member('type', 'ignorable', required=True, zero_ignored=True,
           values=enum(1, 2)), *_QOS)

QOS_MODIFY = _QOS

_NETWORK = (
    *(Member(name, 'text', length=255, filled=True) for name in (
        'ipAddr', 'netmask', 'gateway', 'iSNSAddr')),
    Member('mtu', 'uint32'), Member('iSNSPort', 'uint32'))

PORT_MODIFY = (Member('iSCSIPortInfo', 'object', required=True,
                      members=_NETWORK),)

PORT_ACTION = (Member('action', 'int', required=True, values=enum(2),
                      bad_value='INV_POST_ACTION'),)

VLAN_CREATE = (
    Member('ipAddr', 'text', length=255, filled=True, required=True),
    Member('netmask', 'text', length=255, filled=True, required=True),
    Member('vlanTag', 'uint32', required=True))

VLAN_MODIFY = (*_NETWORK, Member('stgt', 'uint32'))

PARAMETERS = (
    *(Member(name, 'bool') for name in (
        'remoteSyslog', 'portFailoverEnabled', 'failoverMatchedSet')),
    *(Member(name, 'bool', needs=Capability.COMPRESSION) for name in (
        'disableDedup', 'allowR5OnNLDrives', 'allowR5OnFCDrives')),
    Member('remoteSyslogHost', 'text', length=255),
    Member('disableCompr', 'bool', needs=Capability.COMPRESSION),
    Member('remoteSyslogSecurityHost', 'text', length=255, reduce=True),
    Member('overProvRatioLimit', 'uint32', reduce=True),
    Member('overProvRatioWarning', 'uint32', reduce=True),
    Member('complianceOfficerApproval', 'bool', reduce=True))

SYSTEM_MODIFY = (
    _numbered('flashCachePolicy', 1, 2, 3),
    Member('parameters', 'object', needs=Capability.METADATA))
