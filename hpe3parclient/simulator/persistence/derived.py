"""What follows from the rest of a state: nothing of it is in a document.

Knows how the two ends of everything that has two ends find each other, and
what volumes take from their CPGs. What is there is known to be sound.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Dict, Iterable, Set

from hpe3parclient.simulator.model import sets
from hpe3parclient.simulator.model.volumes.space import charges
from hpe3parclient.simulator.state.cpgs import NOTHING, Usage
from hpe3parclient.simulator.state.sets import ObjectSet
from hpe3parclient.simulator.state.volumes import DDS, TDVV

if TYPE_CHECKING:
    from hpe3parclient.simulator.array import Array


def derive(state: Array) -> None:
    """Fill in what a document does not say of objects; once for each."""
    _families(state)
    _sets(state)
    _exports(state)
    _cpgs(state)


def index(state: Array) -> None:
    """Fill in what an array keeps beside its objects."""
    state.host_of_path = {path.name: host.id for host in state.hosts
                          for path in host.paths}
    state.expiring = {one.id for one in state.volumes
                      if one.expires is not None}
    state.remote.snapshots = {
        mirror.snapshot: number for group in state.remote.groups
        for way in group.targets for number, mirror in way.mirrors.items()
        if mirror.snapshot is not None
        and state.volumes.has_id(mirror.snapshot)}


def _families(state: Array) -> None:
    for one in state.volumes:
        if one.parent_id is not None:
            state.volumes.by_id(one.parent_id).children.append(one.id)
        if one.phys_parent_id is not None:
            state.volumes.by_id(one.phys_parent_id).phys_copies.add(one.id)
        if one.copy_snapshot is not None:
            state.volumes.by_id(one.copy_snapshot).kept_for = one.id


def _sets(state: Array) -> None:
    both: Iterable[ObjectSet] = [*state.hostsets, *state.volumesets]
    for one in both:
        for number in one.members:
            sets.member_of(state, one.kind, number).sets.add(one.id)


def _exports(state: Array) -> None:
    for one in state.vluns:
        for keys in state.vluns.ends(one):
            keys.add(one.key)


def _cpgs(state: Array) -> None:
    held: Dict[int, Usage] = {
        cpg.id: NOTHING for cpg in state.cpgs}
    deduplicated: Dict[int, Set[int]] = {cpg.id: set() for cpg in state.cpgs}
    for one in state.volumes:
        for cpg, use in charges(state, one):
            held[cpg.id] = held[cpg.id].plus(use)
        if one.snap_cpg is not None:
            state.cpgs.by_id(one.snap_cpg).snap_users.add(one.id)
        if one.user_cpg is None:
            continue
        cpg = state.cpgs.by_id(one.user_cpg)
        cpg.users.add(one.id)
        if one.provisioning == DDS:
            cpg.shared_id = one.id
            continue
        cpg.virtual_mib += one.size_mib
        if one.provisioning == TDVV:
            deduplicated[cpg.id].add(one.id)
    for cpg in state.cpgs:
        cpg.usage = held[cpg.id]
        cpg.dedup_users = len(deduplicated[cpg.id])
        for number in deduplicated[cpg.id]:
            state.volumes.by_id(number).shared_parent = cpg.shared_id

