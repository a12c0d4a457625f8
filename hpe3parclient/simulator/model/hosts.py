"""Hosts: who may see volumes, by which paths.

Knows the rules of guide tables T52 and T58 and the JSON of a host. What
changes a host is in :mod:`.host_changes`.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from hpe3parclient.simulator import assumptions
from hpe3parclient.simulator.errors import Refused
from hpe3parclient.simulator.model import cpgs, names
from hpe3parclient.simulator.personality import Capability
from hpe3parclient.simulator.state.array_state import ArrayState
from hpe3parclient.simulator.state.hosts import Chap, Host, Path
from hpe3parclient.simulator.state.ports import PortPos

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


def find(array: ArrayState, name: str) -> Host:
    """The host of that name, or NON_EXISTENT_HOST."""
    host = array.hosts.get(name)
    if host is None:
        raise Refused('NON_EXISTENT_HOST')
    return host


def wanted_paths(request: Mapping[str, Any]) -> list[Path]:
    """The paths a request names: of one kind, none twice."""
    wwns: list[Any] = request.get('FCWWNs') or []
    iqns: list[Any] = request.get('iSCSINames') or []
    if wwns and iqns:
        raise Refused('INV_INPUT_PARAM_CONFLICT', 'FCWWNs,iSCSINames')
    if 'NQN' in request:
        if wwns or iqns:
            raise Refused('INV_INPUT_PARAM_CONFLICT',
                          'FCWWNs,NQN' if wwns else 'iSCSINames,NQN')
        return [Path(NVME, names.check_iscsi_name(request['NQN'], 'NQN'))]
    if request.get('transportType') == OVER_NVME and (wwns or iqns):
        raise Refused('INV_INPUT_PARAM_CONFLICT', 'transportType')
    if len(wwns) + len(iqns) > MAX_PATHS:
        raise Refused('INV_INPUT_TOO_MANY_WWN_OR_iSCSI')
    result = [Path(FC, names.check_wwn(item, 'FCWWNs')) for item in wwns]
    result += [Path(ISCSI, names.check_iscsi_name(item, 'iSCSINames'))
              for item in iqns]
    if len({path.name for path in result}) != len(result):
        raise Refused('INV_INPUT_DUP_PATH', 'FCWWNs' if wwns
                      else 'iSCSINames')
    return result


def refuse_taken(array: ArrayState, paths: list[Path]) -> None:
    """A path belongs to one host, and is given to it once."""
    for path in paths:
        if path.name in array.host_of_path:
            raise Refused('EXISTENT_PATH')


def adopt(array: ArrayState, host: Host, paths: list[Path]) -> None:
    """Give free paths to a host; unassigned initiators keep their log-in."""
    for path in paths:
        waiting = array.unassigned.pop(path.name, None)
        if waiting is not None:
            path.ports, path.ip_address = waiting.ports, waiting.ip_address
        host.paths.append(path)
        array.host_of_path[path.name] = host.id


def check_descriptors(request: Mapping[str, Any]) -> dict[str, str]:
    """Descriptors that say something."""
    return {name: text for name, text in request.items() if text}


def create(array: ArrayState, request: Mapping[str, Any]) -> Host:
    """POST /hosts."""
    if request['name'] in array.hosts:
        raise Refused('EXISTENT_HOST', 'name')
    if len(array.hosts) >= assumptions.MAX_HOSTS:
        raise Refused('NO_SPACE')
    paths = wanted_paths(request)
    refuse_taken(array, paths)
    domain = cpgs.check_domain(array, request.get('domain'))
    host = Host(id=array.hosts.free_id(), name=request['name'],
                persona=request.get('persona') or GENERIC_ALUA, domain=domain,
                descriptors=check_descriptors(
                    request.get('descriptors', {})))
    array.hosts.add(host)
    adopt(array, host, paths)
    if array.auto_log_in:
        log_in(array, host)
    return host


def delete(array: ArrayState, name: str) -> None:
    """DELETE /hosts/<name>; its initiators that are there stay there."""
    host = find(array, name)
    if host.templates:
        raise Refused('EXPORTED_VLUN')
    if host.sets:
        raise Refused('HOST_IN_SET')
    for path in list(host.paths):
        release(array, host, path)
    array.hosts.remove(host)


def release(array: ArrayState, host: Host, path: Path) -> None:
    """Take a path from a host."""
    host.paths.remove(path)
    del array.host_of_path[path.name]
    if path.ports:
        array.unassigned[path.name] = path


def default_ports(array: ArrayState, kind: str) -> list[PortPos]:
    """One host port of the kind on each of the first two nodes."""
    result = [port.pos for port in array.ports.values()
             if port.serves_hosts and port.protocol == _PROTOCOLS[kind]
             and port.pos.card_port == 1]
    return result[:2]


def log_in(array: ArrayState, host: Host,
           ports: list[PortPos] | None = None) -> None:
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


def _path_views(path: Path) -> list[dict[str, Any]]:
    """One entry per port the path is logged in on, or one without."""
    views: list[dict[str, Any]] = []
    where: list[PortPos | None] = list(path.ports) or [None]
    for pos in where:
        item: dict[str, Any] = {_NAMES[path.kind]: path.name}
        if pos is not None:
            item['portPos'] = pos.view()
        if path.kind == NVME:
            item['IP'] = path.ip_address
        else:
            if path.kind == ISCSI:
                item['IPAddr'] = path.ip_address
            item['hostSpeed'] = 0
        views.append(item)
    return views


def _paths_view(paths: list[Path], kind: str) -> list[dict[str, Any]]:
    return [item for path in paths if path.kind == kind
            for item in _path_views(path)]


def view(array: ArrayState, host: Host, base_url: str) -> dict[str, Any]:
    """The host as GET shows it."""
    answer: dict[str, Any] = {'id': host.id, 'name': host.name}
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
        chap: Chap | None = getattr(host, f'{direction}_chap')
        answer[f'{direction}ChapEnabled'] = chap is not None
        if chap is not None:
            answer[f'{direction}ChapName'] = chap.name
    return answer


def nameless(array: ArrayState) -> dict[str, Any] | None:
    """The member of a list that holds initiators of no host."""
    paths = list(array.unassigned.values())
    if not paths:
        return None
    answer: dict[str, Any] = {
        'FCPaths': _paths_view(paths, FC),
        'iSCSIPaths': _paths_view(paths, ISCSI),
        'initiatorChapEnabled': False, 'targetChapEnabled': False}
    if array.personality.has(Capability.NVME):
        answer['NVMETCPPaths'] = _paths_view(paths, NVME)
    return answer
