"""Hosts: who may see volumes, by which paths.

Knows the rules of guide tables T52 and T58 and the JSON of a host. What
changes a host is in :mod:`.host_changes`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Dict, List, Mapping, Optional

from hpe3parclient.simulator import assumptions
from hpe3parclient.simulator.errors import Refused
from hpe3parclient.simulator.model import cpgs, names
from hpe3parclient.simulator.personality import Capability
from hpe3parclient.simulator.state.hosts import Chap, Host, Path
from hpe3parclient.simulator.state.ports import PortPos

if TYPE_CHECKING:
    from hpe3parclient.simulator.array import Array

FC, ISCSI, NVME = 'fc', 'iscsi', 'nvme'
#: kind → protocol of the ports it logs in on
_PROTOCOLS = {FC: 1, ISCSI: 2, NVME: 6}
#: kind → member that names a path
_NAMES = {FC: 'wwn', ISCSI: 'name', NVME: 'NQN'}
#: transportType of a host that is reached over NVMe
OVER_NVME = 2
GENERIC_ALUA, VMWARE = 2, 8
MAX_PATHS = 1024
DESCRIPTORS = ('location', 'IPAddr', 'os', 'model', 'contact', 'comment')








def find(array: Array, name: str) -> Host:
    """The host of that name, or NON_EXISTENT_HOST."""
    host = array.hosts.get(name)
    if host is None:
        raise Refused('NON_EXISTENT_HOST')
    return host


def wanted_paths(wanted: Mapping[str, Any]) -> List[Path]:
    """The paths a request names: of one kind, none twice."""
    wwns = wanted.get('FCWWNs') or []
    iqns = wanted.get('iSCSINames') or []
    if wwns and iqns:
        raise Refused('INV_INPUT_PARAM_CONFLICT', 'FCWWNs,iSCSINames')
    if 'NQN' in wanted:
        if wwns or iqns:
            raise Refused('INV_INPUT_PARAM_CONFLICT',
                          'FCWWNs,NQN' if wwns else 'iSCSINames,NQN')
        return [Path(NVME, names.check_iscsi_name(wanted['NQN'], 'NQN'))]
    if wanted.get('transportType') == OVER_NVME and (wwns or iqns):
        raise Refused('INV_INPUT_PARAM_CONFLICT', 'transportType')
    if len(wwns) + len(iqns) > MAX_PATHS:
        raise Refused('INV_INPUT_TOO_MANY_WWN_OR_iSCSI')
    found = [Path(FC, names.check_wwn(one, 'FCWWNs')) for one in wwns]
    found += [Path(ISCSI, names.check_iscsi_name(one, 'iSCSINames'))
              for one in iqns]
    if len({path.name for path in found}) != len(found):
        raise Refused('INV_INPUT_DUP_PATH', 'FCWWNs' if wwns
                      else 'iSCSINames')
    return found


def refuse_taken(array: Array, paths: List[Path]) -> None:
    """A path belongs to one host, and is given to it once."""
    for path in paths:
        if path.name in array.host_of_path:
            raise Refused('EXISTENT_PATH')


def adopt(array: Array, host: Host, paths: List[Path]) -> None:
    """Give free paths to a host; unassigned initiators keep their log-in."""
    for path in paths:
        waiting = array.unassigned.pop(path.name, None)
        if waiting is not None:
            path.ports, path.ip_address = waiting.ports, waiting.ip_address
        host.paths.append(path)
        array.host_of_path[path.name] = host.id


def check_descriptors(wanted: Mapping[str, Any]) -> Dict[str, str]:
    """Descriptors that say something."""
    return {name: text for name, text in wanted.items() if text}


def create(array: Array, wanted: Mapping[str, Any]) -> Host:
    """POST /hosts."""
    if wanted['name'] in array.hosts:
        raise Refused('EXISTENT_HOST', 'name')
    paths = wanted_paths(wanted)
    refuse_taken(array, paths)
    domain = cpgs.check_domain(array, wanted.get('domain'))
    host = Host(id=array.hosts.free_id(), name=wanted['name'],
                persona=wanted.get('persona') or GENERIC_ALUA, domain=domain,
                descriptors=check_descriptors(
                    wanted.get('descriptors', {})))
    array.hosts.add(host)
    adopt(array, host, paths)
    if array.auto_log_in:
        log_in(array, host)
    return host


def delete(array: Array, name: str) -> None:
    """DELETE /hosts/<name>; its initiators that are there stay there."""
    host = find(array, name)
    if host.sets:
        raise Refused('HOST_IN_SET')
    if host.templates:
        raise Refused('EXPORTED_VLUN')
    for path in list(host.paths):
        release(array, host, path)
    array.hosts.remove(host)


def release(array: Array, host: Host, path: Path) -> None:
    """Take a path from a host."""
    host.paths.remove(path)
    del array.host_of_path[path.name]
    if path.ports:
        array.unassigned[path.name] = path


def default_ports(array: Array, kind: str) -> List[PortPos]:
    """One host port of the kind on each of the first two nodes."""
    found = [port.pos for port in array.ports.values()
             if port.serves_hosts and port.protocol == _PROTOCOLS[kind]
             and port.pos.card_port == 1]
    return found[:2]


def log_in(array: Array, host: Host,
           ports: Optional[List[PortPos]] = None) -> None:
    """The host's initiators appear, on default ports or on these."""
    for number, path in enumerate(host.paths, 1):
        path.ports = list(default_ports(array, path.kind)
                          if ports is None else ports)
        if path.kind != FC:
            path.ip_address = f'198.51.100.{number % 250 or 250}'


def log_out(host: Host) -> None:
    """The host is switched off."""
    for path in host.paths:
        path.ports, path.ip_address = [], assumptions.NO_ADDRESS


def _path_views(path: Path) -> List[Dict[str, Any]]:
    """One entry per port the path is logged in on, or one without."""
    views = []
    where: List[Optional[PortPos]] = list(path.ports) or [None]
    for pos in where:
        one: Dict[str, Any] = {_NAMES[path.kind]: path.name}
        if pos is not None:
            one['portPos'] = pos.view()
        if path.kind == NVME:
            one['IP'] = path.ip_address
        else:
            if path.kind == ISCSI:
                one['IPAddr'] = path.ip_address
            one['hostSpeed'] = 0
        views.append(one)
    return views


def _paths_view(paths: List[Path], kind: str) -> List[Dict[str, Any]]:
    return [one for path in paths if path.kind == kind
            for one in _path_views(path)]


def view(array: Array, host: Host, base_url: str) -> Dict[str, Any]:
    """The host as GET shows it."""
    answer: Dict[str, Any] = {'id': host.id, 'name': host.name}
    if host.domain is not None:
        answer['domain'] = host.domain
    if host.descriptors:
        answer['descriptors'] = dict(host.descriptors)
    answer.update({
        'FCPaths': _paths_view(host.paths, FC),
        'iSCSIPaths': _paths_view(host.paths, ISCSI),
        'persona': host.persona})
    if array.personality.has(Capability.NVME):
        answer['NVMETCPPaths'] = _paths_view(host.paths, NVME)
    if array.personality.has(Capability.DETAILS):
        answer['links'] = [{
            'href': f'{base_url}/hostpersonas?query='
                    f'"wsapiAssignedId EQ {host.persona}"',
            'rel': 'personaInfo'}]
    for direction in ('initiator', 'target'):
        chap: Optional[Chap] = getattr(host, f'{direction}_chap')
        answer[f'{direction}ChapEnabled'] = chap is not None
        if chap is not None:
            answer[f'{direction}ChapName'] = chap.name
    return answer


def nameless(array: Array) -> Optional[Dict[str, Any]]:
    """The member of a list that holds initiators of no host."""
    paths = list(array.unassigned.values())
    if not paths:
        return None
    answer: Dict[str, Any] = {
        'FCPaths': _paths_view(paths, FC),
        'iSCSIPaths': _paths_view(paths, ISCSI),
        'initiatorChapEnabled': False, 'targetChapEnabled': False}
    if array.personality.has(Capability.NVME):
        answer['NVMETCPPaths'] = _paths_view(paths, NVME)
    return answer
