"""Member addToSet: new volumes join a volume set as they are made.

Knows that the set is made when there is none of that name (OURS: no source
tells). What joining a set asks of a volume is :mod:`.sets`' business.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from hpe3parclient.simulator.errors import Refused
from hpe3parclient.simulator.model import sets, vluns
from hpe3parclient.simulator.state.array_state import ArrayState
from hpe3parclient.simulator.state.sets import VOLUMES
from hpe3parclient.simulator.state.volumes import Volume

MEMBER = 'addToSet'


def check(array: ArrayState, request: Mapping[str, Any],
          like: Sequence[Volume]) -> None:
    """Whether volumes may join; ``like`` has a volume of each's domain."""
    name = request.get(MEMBER)
    if name is None:
        return
    kept = array.volumesets.get(name)
    domains = {item.domain for item in like}
    if kept is not None and (kept.members or kept.domain is not None):
        domains.add(kept.domain)
    if len(domains) > 1:
        raise Refused('MEMBER_NOT_IN_SAME_DOMAIN', MEMBER)
    if kept is None:
        return
    if array.remote.owns_set(kept.id):
        raise Refused('INV_OPERATION_SET_AUTO_CREATED', MEMBER)
    vluns.check_joining(array, kept, like)


def join(array: ArrayState, request: Mapping[str, Any], volume: Volume) -> None:
    """The volume joins, as :func:`check` has allowed."""
    name = request.get(MEMBER)
    if name is None:
        return
    kept = array.volumesets.get(name)
    if kept is None:
        sets.create(array, VOLUMES, {'name': name,
                                          'setmembers': [volume.name]})
        return
    if not kept.members:
        kept.domain = volume.domain
    kept.members.append(volume.id)
    volume.sets.add(kept.id)
