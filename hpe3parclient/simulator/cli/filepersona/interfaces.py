"""The interfaces that gettpdinterface prints, in a saved array's order.

``getfshareobjInd`` is OURS: what arrays print of object shares was never
published.
"""

from __future__ import annotations

from collections.abc import Mapping

from hpe3parclient.simulator.cli.filepersona.tcl_lists import (
    Value,
    elements,
)

_INTERFACES: Mapping[str, str] = {
    'getfssystemInd': (
        'node(nodeId nodeName fsvcList fsvcState activeNode inCluster '
        'version nspList bondMode mtu) '
        'nodeIp(nodeId nsCuid address subnet vlantag) '
        'gwaddress(nsCuid address) dns(addresses suffixes) '
        'httpobj(profileName ports sslPorts keepAlive keepAliveTimeout '
        'maxClients rBlockSize wBlockSize) '
        'ad(domain forest status netbios onlineCheckInt allNodes) '
        'ldap(server binddn searchbase netbios enableSSL certcn cert schema) '
        'auth(order) idmap(nfsv4domain) rfc2307(rfc2307value)'),
    'getfspoolInd': (
        'fsname uuid generation mountpath hosts createTime number '
        'availCapacityKiB freeCapacityKiB capacityKiB fFree filesUsed vvs '
        'defaultCpg domains(name owner fsname filesets volumes hosts '
        'ipfsType) segments(fsname number unavailable readOnly ipfsType '
        'domain fileset availCapacityKiB freeCapacityKiB capacityKiB fFree '
        'files) volumes(name lunUuid hosts capacityInMb) mountStates '
        'primaryNode alternateNode currentNode comment overallStateInt '
        'CompId usedCapacityKiB freezeState isolationState'),
    'getvfsInd': (
        'vfsname fspname vfsip overallStateInt comment certs bgrace igrace '
        'uuid CompId'),
    'getfsipInd': (
        'policyID fspool vfs vlanTag prefixLen address networkName'),
    'getfstoreInd': (
        'fstoreName vfsName fspoolName comment overallStateInt uuid CompId'),
    'getfsharenfsInd': (
        'shareName fspName vfsName fstoreName shareDir sharePath clients '
        'options comment overallStateInt uuid CompId'),
    'getfsharesmbInd': (
        'shareName fspName vfsName fstoreName shareDir comment abe allowPerm '
        'denyPerm(user permission) allowIP denyIP overallStateInt uuid cache '
        'CompId ca'),
    'getfshareobjInd': (
        'shareName fspName vfsName fstoreName shareDir ssl urlPath comment '
        'overallStateInt uuid CompId'),
    'getfsnapInd': (
        'snapName fspName vfsName fstoreName createTime CompId'),
    'getfsnapcleanInd': (
        'taskId taskState startTime endTime verboseMode logLevel strategy '
        'numDentriesScanned numDentriesReclaimed numInodesReclaimed '
        'numInodesSkipped avgFileSizeKb spaceRecoveredCumulative numErrors '
        'exitStatus fpgname'),
    'getfsquotaInd': (
        'key keyAsName softInode hardInode graceInode softBlock hardBlock '
        'graceBlock currentBlockMB currentInode overallStateInt fspname '
        'vfsname fstorename type CompId')}


def _keys(text: str) -> list[Value]:
    """The keys of an interface: ``{key 0} {key,sub 0}``."""
    keys: list[Value] = []
    parent = ''
    for word in text.split():
        name, opens, sub = word.partition('(')
        if opens:
            keys.append([name, 0])
            parent = name
        for part in ([sub] if opens else [name]):
            bare = part.rstrip(')')
            keys.append([f'{parent},{bare}' if parent else bare, 0])
            if part.endswith(')'):
                parent = ''
    return keys


def described() -> str:
    """What gettpdinterface prints."""
    return elements([[name, _keys(text)]
                     for name, text in _INTERFACES.items()])
