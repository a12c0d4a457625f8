"""Members of File Persona's requests, as consumers send them."""

from __future__ import annotations

from hpe3parclient.simulator.wsapi.members import Member, enum

_NAME = Member('name', 'text', required=True, length=80, filled=True)
_COMMENT = Member('comment', 'text', length=511)
_FPG = Member('fpg', 'text', length=31)
_VFS = Member('vfs', 'text', required=True, length=31, filled=True)

FPG_CREATE = [
    _NAME, Member('cpg', 'text', required=True, length=31, filled=True),
    Member('sizeTiB', 'uint32', required=True), _COMMENT,
    Member('fpvv', 'bool'), Member('tdvv', 'bool'),
    Member('nodeId', 'uint32')]

_IP_INFO = (
    Member('IPAddr', 'text', required=True, length=255, filled=True),
    Member('netmask', 'text', required=True, length=255, filled=True),
    Member('policyId', 'text', length=255), _FPG,
    Member('vfs', 'text', length=31), Member('networkName', 'text',
                                             length=255),
    Member('vlanTag', 'uint32'))

VFS_CREATE = [
    _NAME, _FPG, Member('cpg', 'text', length=31),
    Member('sizeTiB', 'uint32'),
    Member('IPInfo', 'object', required=True, members=_IP_INFO), _COMMENT,
    Member('blockGraceTimeSec', 'uint32'),
    Member('inodeGraceTimeSec', 'uint32'), Member('noCertificate', 'bool'),
    Member('snapshotQuotaEnabled', 'bool')]

FSTORE_CREATE = [
    _NAME, _VFS, _FPG, Member('securityMode', 'int', values=enum(1, 2)),
    Member('supressSecOpErr', 'bool'), _COMMENT]

FSNAP_CREATE = [
    Member('tag', 'text', required=True, length=31, filled=True), _VFS, _FPG,
    Member('fstore', 'text', required=True, length=31, filled=True),
    Member('retainCount', 'uint32')]

_SHARE = (
    _COMMENT, Member('nfsOptions', 'text', length=1023),
    Member('nfsClientlist', 'texts', length=255), Member('ssl', 'bool'),
    Member('objurlPath', 'text', length=1023), Member('smbABE', 'bool'),
    Member('smbAllowedIPs', 'texts', length=255),
    Member('smbDeniedIPs', 'texts', length=255),
    Member('smbContinuosAvailability', 'bool'),
    Member('smbCache', 'int', values=enum(1, 2, 3, 4)),
    Member('ftpShareIPs', 'texts', length=255),
    Member('ftpOptions', 'text', length=1023))

FSHARE_CREATE = [
    _NAME, Member('type', 'int', required=True, values=enum(1, 2)), _VFS,
    _FPG, Member('fstore', 'text', length=31),
    Member('shareDirectory', 'text', length=1023), *_SHARE]

FSHARE_MODIFY = [
    Member('nfsClientlistOperation', 'int', values=enum(1, 2)), *_SHARE]

DIRECTORY_PERMISSIONS = [
    Member('owner', 'text', length=255), Member('group', 'text', length=255),
    Member('ACLList', 'objects', members=(
        Member('aclType', 'int', required=True, values=enum(1, 2, 3, 4)),
        Member('aclFlags', 'text', length=255),
        Member('aclPrincipal', 'text', required=True, length=255),
        Member('aclPermissions', 'text', length=255)))]

#: members of quotas and what the model calls them
QUOTA_LIMITS = {
    'softBlockMiB': 'soft_block', 'hardBlockMiB': 'hard_block',
    'softFileLimit': 'soft_files', 'hardFileLimit': 'hard_files'}
QUOTA_REMOVALS = {
    f'rm{name[0].upper()}{name[1:]}': limit
    for name, limit in QUOTA_LIMITS.items()}

_LIMITS = tuple(Member(name, 'uint64') for name in QUOTA_LIMITS)

QUOTA_CREATE = [
    Member('name', 'text', length=255, filled=True),
    Member('type', 'int', values=enum(1, 2, 3)),
    Member('vfs', 'text', length=31, filled=True), _FPG, *_LIMITS,
    Member('action', 'int', values=enum(1, 2)),
    Member('quotaArchiveParameter', 'text', length=1023),
    Member('vfsUUID', 'text', length=255),
    Member('archivedPath', 'text', length=1023)]

QUOTA_MODIFY = [*_LIMITS, *(Member(name, 'bool')
                            for name in QUOTA_REMOVALS)]
