"""Member addToSet: new volumes join a volume set as they are made.

Knows that the set is made when there is none of that name (OURS: no source
tells). What joining a set asks of a volume is :mod:`.sets`' business.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Mapping, Sequence

from hpe3parclient.simulator.errors import Refused
from hpe3parclient.simulator.model import sets
from hpe3parclient.simulator.state.volumes import Volume

if TYPE_CHECKING:
    from hpe3parclient.simulator.array import Array

MEMBER = 'addToSet'


def check(array: Array, wanted: Mapping[str, Any],
          like: Sequence[Volume]) -> None:
    """Whether volumes may join; ``like`` has a volume of each's domain."""
    name = wanted.get(MEMBER)
    if name is None:
        return
    kept = array.volumesets.get(name)
    domains = {one.domain for one in like}
    if kept is not None and (kept.members or kept.domain is not None):
        domains.add(kept.domain)
    if len(domains) > 1:
        raise Refused('MEMBER_NOT_IN_SAME_DOMAIN', MEMBER)
    if kept is None:
        return
    if array.remote.owns_set(kept.id):
        raise Refused('INV_OPERATION_SET_AUTO_CREATED', MEMBER)
    array.vluns.check_joining(kept, like)


def join(array: Array, wanted: Mapping[str, Any], volume: Volume) -> None:
    """The volume joins, as :func:`check` has allowed."""
    name = wanted.get(MEMBER)
    if name is None:
        return
    kept = array.volumesets.get(name)
    if kept is None:
        sets.create(array, sets.VOLUMES, {'name': name,
                                          'setmembers': [volume.name]})
        return
    if not kept.members:
        kept.domain = volume.domain
    kept.members.append(volume.id)
    volume.sets.add(kept.id)
