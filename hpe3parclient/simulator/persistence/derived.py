"""What follows from the rest of a state: nothing of it is in a document.

Knows how the two ends of everything that has two ends find each other, and
what volumes take from their CPGs. What is there is known to be sound.
"""

from __future__ import annotations

from collections.abc import Iterable

from hpe3parclient.simulator.model import sets, vluns
from hpe3parclient.simulator.model.volumes.space import charges
from hpe3parclient.simulator.state.array_state import ArrayState
from hpe3parclient.simulator.state.cpgs import NOTHING, Usage
from hpe3parclient.simulator.state.sets import ObjectSet
from hpe3parclient.simulator.state.volumes import DDS, TDVV


def derive(state: ArrayState) -> None:
    """Fill in what a document does not say of objects; once for each."""
    _families(state)
    _sets(state)
    _exports(state)
    _cpgs(state)


def index(state: ArrayState) -> None:
    """Fill in what an array keeps beside its objects."""
    state.host_of_path = {path.name: host.id for host in state.hosts
                          for path in host.paths}
    state.expiring = {item.id for item in state.volumes
                      if item.expires is not None}
    state.remote.snapshots = {
        mirror.snapshot: number for group in state.remote.groups
        for route in group.targets for number, mirror in route.mirrors.items()
        if mirror.snapshot is not None
        and state.volumes.has_id(mirror.snapshot)}


def _families(state: ArrayState) -> None:
    for item in state.volumes:
        if item.parent_id is not None:
            state.volumes.by_id(item.parent_id).children.append(item.id)
        if item.phys_parent_id is not None:
            state.volumes.by_id(item.phys_parent_id).phys_copies.add(item.id)
        if item.copy_snapshot is not None:
            state.volumes.by_id(item.copy_snapshot).kept_for = item.id


def _sets(state: ArrayState) -> None:
    both: Iterable[ObjectSet] = [*state.hostsets, *state.volumesets]
    for item in both:
        for number in item.members:
            sets.member_of(state, item.kind, number).sets.add(item.id)


def _exports(state: ArrayState) -> None:
    for item in state.vluns:
        for keys in vluns.ends(state, item):
            keys.add(item.id)


def _cpgs(state: ArrayState) -> None:
    held: dict[int, Usage] = {
        cpg.id: NOTHING for cpg in state.cpgs}
    deduplicated: dict[int, set[int]] = {cpg.id: set() for cpg in state.cpgs}
    for item in state.volumes:
        for cpg, use in charges(state, item):
            held[cpg.id] = held[cpg.id].plus(use)
        if item.snap_cpg is not None:
            state.cpgs.by_id(item.snap_cpg).snap_users.add(item.id)
        if item.user_cpg is None:
            continue
        cpg = state.cpgs.by_id(item.user_cpg)
        cpg.users.add(item.id)
        if item.provisioning == DDS:
            cpg.shared_ids.append(item.id)
            continue
        cpg.virtual_mib += item.size_mib
        if item.provisioning == TDVV:
            deduplicated[cpg.id].add(item.id)
    for cpg in state.cpgs:
        cpg.usage = held[cpg.id]
        cpg.dedup_users = len(deduplicated[cpg.id])
        for number in deduplicated[cpg.id]:
            state.volumes.by_id(number).shared_parent = next(
                iter(cpg.shared_ids), None)

