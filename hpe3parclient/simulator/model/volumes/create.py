"""Create volumes: the rules of guide table T35."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from hpe3parclient.simulator import assumptions
from hpe3parclient.simulator.errors import Refused
from hpe3parclient.simulator.model import capacity, cpgs, licences
from hpe3parclient.simulator.model.volumes import validation
from hpe3parclient.simulator.model.volumes.space import charges, join_cpgs
from hpe3parclient.simulator.personality import SSD
from hpe3parclient.simulator.state.array_state import ArrayState
from hpe3parclient.simulator.state.cpgs import Cpg
from hpe3parclient.simulator.state.volumes import FULL, POLICIES, TDVV, Volume


def create_volume(array: ArrayState, request: Mapping[str, Any]) -> Volume:
    """POST /volumes."""
    validation.check_new_name(array, request['name'])
    kind = validation.provisioning_of(array, request)
    if kind != FULL:
        licences.need(array, 'thinProvisioing')
    size = validation.check_size(array, request['sizeMiB'])
    user_cpg = cpgs.find(array, request['cpg'], 'cpg')
    snap_cpg = _snap_cpg(array, request, user_cpg)
    if kind == TDVV:
        _check_deduplication(array, user_cpg)
    percents = validation.check_percents(request, kind != FULL)
    policies = validation.check_first_policies(
        request.get('policies', {}), kind)
    expires = validation.moment_of(array, request, 'expirationHours')
    retained = validation.moment_of(array, request, 'retentionHours')
    validation.check_times(array, expires, retained)
    metadata = validation.check_metadata(
        array, request.get('objectKeyValues', ()))
    number = validation.check_id(array, request)
    volume = Volume(
        id=number, uuid=array.new_uuid(), name=request['name'],
        provisioning=kind, size_mib=size, created=array.clock.now(),
        base_id=number, user_cpg=user_cpg.id,
        snap_cpg=None if snap_cpg is None else snap_cpg.id,
        domain=user_cpg.domain, comment=request.get('comment') or None,
        compression=bool(request.get('compression')
                         or request.get('reduce')),
        expires=expires, retained=retained, percents=percents,
        policies={**POLICIES, **policies}, metadata=metadata)
    _first_space(volume)
    capacity.take(array, charges(array, volume))
    _attach(array, volume)
    return volume


def _check_deduplication(array: ArrayState, cpg: Cpg) -> None:
    """Deduplication needs SSDs, and a CPG has no end of such volumes."""
    if SSD not in array.pools:
        raise Refused('DEDUP_OPERATION_NOT_SUPPORTED')
    if not array.personality.reduce \
            and cpg.dedup_users >= assumptions.MAX_TDVVS_PER_CPG:
        raise Refused('TDVV_COUNT_EXCEED_CPG_LIMIT')


def _snap_cpg(array: ArrayState, request: Mapping[str, Any],
              user_cpg: Cpg) -> Cpg | None:
    if 'snapCPG' not in request:
        return user_cpg if array.personality.reduce else None
    cpg = cpgs.find(array, request['snapCPG'], 'snapCPG')
    if cpg.domain != user_cpg.domain:
        raise Refused('CPG_NOT_IN_SAME_DOMAIN', 'snapCPG')
    return cpg


def _first_space(volume: Volume) -> None:
    if volume.provisioning == FULL:
        volume.user_reserved = volume.user_used = volume.size_mib
        return
    volume.user_reserved = min(assumptions.THIN_FIRST_MIB, volume.size_mib)
    volume.admin_reserved = assumptions.ADMIN_FIRST_MIB
    if volume.snap_cpg is not None:
        volume.snap_reserved = assumptions.SNAP_FIRST_MIB


def _attach(array: ArrayState, volume: Volume) -> None:
    array.volumes.add(volume)
    join_cpgs(array, volume)
    if volume.expires is not None:
        array.expiring.add(volume.id)
