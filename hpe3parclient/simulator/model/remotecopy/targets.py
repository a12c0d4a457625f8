"""Targets of remote copy: the other arrays, as this one knows them.

Knows how a target is made over cables that are laid, its policy, and the
links as GET shows them. Members no source lists are OURS.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from hpe3parclient.simulator import assumptions
from hpe3parclient.simulator.errors import Refused
from hpe3parclient.simulator.model.names import parse_port, plain_wwn
from hpe3parclient.simulator.model.remotecopy.link import (
    address,
    addresses,
    node_wwn,
)
from hpe3parclient.simulator.model.remotecopy.lookup import target_over
from hpe3parclient.simulator.state.array_state import ArrayState, Link, Target
from hpe3parclient.simulator.state.ports import PortPos
from hpe3parclient.simulator.state.remotecopy import ASYNC, FC
from hpe3parclient.simulator.state.remotecopy import STARTED as COPIES

READY = 3
#: Members mode and status of GET /remotecopy (guide 1.5, tables 182, 183).
NONE, STARTED, STOPPED = 1, 2, 3
NORMAL = 1


def find(array: ArrayState, name: str) -> Target:
    """The target of that name; nobody published an error of its own."""
    target = array.remote.targets.get(name)
    if target is None:
        raise Refused('RCOPY_GROUP_INV_TARGET', status=404)
    return target


def create(array: ArrayState, request: Mapping[str, Any]) -> Target:
    """POST /remotecopytargets."""
    name, kind = request['name'], request['type']
    if name in array.remote.targets:
        raise Refused('INV_INPUT_DUP_NAME', 'name')
    if kind == FC and 'nodeWWN' not in request:
        raise Refused('INV_INPUT_MISSING_REQUIRED', 'nodeWWN')
    paths = [(str(PortPos(item['portPos']['node'], item['portPos']['slot'],
                          item['portPos']['cardPort'])), item['link'])
            for item in request.get('portPosAndLink', ())]
    if not paths:
        raise Refused('INV_INPUT_MISSING_REQUIRED', 'portPosAndLink')
    link = _cable(array, kind, paths, request.get('nodeWWN'))
    if link is not None and target_over(array, link) is not None:
        raise Refused('INV_INPUT_PARAM_CONFLICT', 'portPosAndLink')
    target = Target(array.remote.targets.free_id(), name, kind, link, paths,
                    disabled=bool(request.get('disabled')),
                    self_mirrored=is_own(array, kind, paths))
    array.remote.targets.add(target)
    return target


def is_own(array: ArrayState, kind: int, paths: list[tuple[str, str]]) -> bool:
    """Whether any of these paths leads to the array itself.

    The ports for remote copy are on its first two nodes.
    """
    own = {address(array, kind, node)
           for node in range(min(2, array.personality.nodes))}
    return any(where in own for _, where in paths)


def _cable(array: ArrayState, kind: int, paths: list[tuple[str, str]],
           wwn: str | None) -> Link | None:
    """The link that leads to these addresses."""
    for link in array.remote.links:
        peer = link.other(array)
        reached = {where for _, where in addresses(link, peer)}
        if link.kind != kind or (
                wwn is not None and plain_wwn(wwn) != node_wwn(peer)):
            continue
        if any(where.upper() in reached for _, where in paths):
            return link
    return None


def modify(array: ArrayState, name: str, request: Mapping[str, Any]) -> Target:
    """PUT /remotecopytargets/<name>: its policies."""
    target = find(array, name)
    policies = request.get('policies', {})
    if not policies:
        raise Refused('INV_INPUT_MISSING_REQUIRED', 'policies')
    target.mirror_config = policies.get('mirrorConfig',
                                        target.mirror_config)
    return target


def view(target: Target) -> dict[str, Any]:
    """The target as GET shows it."""
    return {
        'id': target.id, 'name': target.name, 'type': target.type,
        'status': READY if target.ready else assumptions.RCOPY_TARGET_FAILED,
        'disabled': target.disabled,
        'policies': {'mirrorConfig': target.mirror_config}}


def links_of(array: ArrayState) -> list[dict[str, Any]]:
    """GET /remotecopylinks: what each target is reached by."""
    result: list[dict[str, Any]] = []
    for target in array.remote.targets:
        for port, where in target.ports:
            pos = parse_port(port)
            result.append({
                'name': f'{target.name}_{pos.node}_{pos.slot}_'
                        f'{pos.card_port}',
                'targetName': target.name, 'portPos': pos.view(),
                'address': where,
                'status': assumptions.RCOPY_LINK_UP if target.link is not None
                and target.link.up else assumptions.RCOPY_LINK_DOWN})
    return result


def link(array: ArrayState, name: str) -> dict[str, Any]:
    """GET /remotecopylinks/<name>."""
    for item in links_of(array):
        if item['name'] == name:
            return item
    raise Refused('URI_RES_NOT_FOUND')


def info(array: ArrayState) -> dict[str, Any]:
    """GET /remotecopy: whether the service runs, and whether it is well."""
    mode = STOPPED if configured(array) else NONE
    return {'mode': STARTED if array.remote.started else mode,
            'status': NORMAL,
            'asyncEnabled': any(route.mode == ASYNC and route.state == COPIES
                                for group in array.remote.groups
                                for route in group.targets)}


def configured(array: ArrayState) -> bool:
    """Whether remote copy was ever set up."""
    return array.remote.started or len(array.remote.targets) > 0
