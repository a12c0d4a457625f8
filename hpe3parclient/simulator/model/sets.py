"""Host sets and volume sets.

Knows membership: what may join, in which order members stand, what a set in
use forbids (guide tables T68 and T70). Both kinds follow the same rules.
"""

from __future__ import annotations

import fnmatch
import re
from typing import (
    TYPE_CHECKING,
    Any,
    Dict,
    List,
    Mapping,
    Optional,
    Union,
)

from hpe3parclient.simulator.errors import Refused
from hpe3parclient.simulator.model import cpgs, hosts
from hpe3parclient.simulator.model.volumes.lookup import (
    find_volume,
    refuse_internal,
)
from hpe3parclient.simulator.personality import Capability
from hpe3parclient.simulator.state.hosts import Host
from hpe3parclient.simulator.state.sets import ObjectSet
from hpe3parclient.simulator.state.store import Store
from hpe3parclient.simulator.state.volumes import Volume

if TYPE_CHECKING:
    from hpe3parclient.simulator.array import Array

HOSTS, VOLUMES = 'hosts', 'volumes'
ADD, REMOVE = 1, 2
Member = Union[Host, Volume]




def sets_of(array: Array, kind: str) -> Store[ObjectSet]:
    """All sets of a kind."""
    return array.hostsets if kind == HOSTS else array.volumesets


def find(array: Array, kind: str, name: str) -> ObjectSet:
    """The set of that name, or NON_EXISTENT_SET."""
    one = sets_of(array, kind).get(name)
    if one is None:
        raise Refused('NON_EXISTENT_SET')
    return one


def member_of(array: Array, kind: str, number: int) -> Member:
    """The object a set's member id stands for."""
    if kind == HOSTS:
        return array.hosts.by_id(number)
    return array.volumes.by_id(number)


def _objects(array: Array, kind: str, names: List[str],
             patterns: bool) -> List[Member]:
    """The objects that names (and glob patterns) stand for."""
    found: List[Member] = []
    for name in names:
        if patterns and re.search(r'[*?\[]', name):
            found += _matching(array, kind, name)
        elif kind == HOSTS:
            found.append(hosts.find(array, name))
        else:
            found.append(find_volume(array, name))
    if len({one.id for one in found}) != len(found):
        raise Refused('INV_INPUT_DUP_NAME', 'setmembers')
    return found


def _matching(array: Array, kind: str, pattern: str) -> List[Member]:
    pool: List[Member] = list(array.hosts) if kind == HOSTS else [
        one for one in array.volumes if not one.internal]
    return [one for one in pool if fnmatch.fnmatchcase(one.name, pattern)]


def _check_joining(array: Array, joining: List[Member],
                   domain: Optional[str], present: List[int]) -> None:
    for one in joining:
        if isinstance(one, Volume):
            refuse_internal(one)
        if one.id in present:
            raise Refused('MEMBER_IN_SET', 'setmembers')
        if one.domain != domain:
            raise Refused('MEMBER_NOT_IN_SAME_DOMAIN', 'setmembers')


def create(array: Array, kind: str, wanted: Mapping[str, Any]) -> ObjectSet:
    """POST /hostsets or /volumesets."""
    store = sets_of(array, kind)
    if wanted['name'] in store:
        raise Refused('EXISTENT_SET', 'name')
    domain = cpgs.check_domain(array, wanted.get('domain'))
    members = _objects(array, kind, wanted.get('setmembers') or [], True)
    if domain is None and members:
        domain = members[0].domain
    _check_joining(array, members, domain, [])
    one = ObjectSet(id=store.free_id(), uuid=array.new_uuid(),
                    name=wanted['name'], kind=kind,
                    comment=wanted.get('comment') or None, domain=domain,
                    members=[member.id for member in members])
    store.add(one)
    for member in members:
        member.sets.add(one.id)
    return one


def _refuse_automatic(array: Array, one: ObjectSet) -> None:
    """The array itself looks after the sets of remote-copy groups."""
    if one.kind == VOLUMES and array.remote.owns_set(one.id):
        raise Refused('INV_OPERATION_SET_AUTO_CREATED')


def modify(array: Array, kind: str, name: str,
           wanted: Mapping[str, Any]) -> ObjectSet:
    """PUT /hostsets/<name> or /volumesets/<name>."""
    one = find(array, kind, name)
    _refuse_automatic(array, one)
    if not wanted:
        raise Refused('INV_INPUT_ONE_REQUIRED')
    action = wanted.get('action')
    if action is not None and action not in (ADD, REMOVE):
        raise Refused('UNSUP_OP', 'action')
    if (action is None) != ('setmembers' not in wanted):
        raise Refused('INV_INPUT_MISSING_REQUIRED',
                      'action' if action is None else 'setmembers')
    if action is not None and 'newName' in wanted:
        raise Refused('INV_INPUT_PARAM_CONFLICT', 'action,newName')
    new_name = wanted.get('newName', one.name)
    if new_name != one.name and new_name in sets_of(array, kind):
        raise Refused('EXISTENT_SET', 'newName')
    policy = _flash_cache_policy(array, one, wanted)
    if action == ADD:
        _add(array, one, wanted['setmembers'])
    elif action == REMOVE:
        _remove(array, one, wanted['setmembers'])
    if 'comment' in wanted:
        one.comment = wanted['comment'] or None
    one.flash_cache_policy = policy
    if new_name != one.name:
        sets_of(array, kind).rename(one, new_name)
    return one


def _flash_cache_policy(array: Array, one: ObjectSet,
                        wanted: Mapping[str, Any]) -> int:
    if 'flashCachePolicy' not in wanted:
        return one.flash_cache_policy
    if one.kind == HOSTS:
        raise Refused('INV_INPUT', 'flashCachePolicy')
    policy: int = wanted['flashCachePolicy']
    array.flash_cache.check_policy(policy)
    return policy


def _add(array: Array, one: ObjectSet, names: List[str]) -> None:
    joining = _objects(array, one.kind, names, True)
    if not one.members and one.domain is None and joining:
        domain = joining[0].domain
    else:
        domain = one.domain
    _check_joining(array, joining, domain, one.members)
    array.vluns.check_joining(one, joining)
    one.domain = domain
    for member in joining:
        one.members.append(member.id)
        member.sets.add(one.id)


def _remove(array: Array, one: ObjectSet, names: List[str]) -> None:
    leaving = _objects(array, one.kind, names, False)
    for member in leaving:
        if member.id not in one.members:
            raise Refused('MEMBER_NOT_IN_SET', 'setmembers')
    for member in leaving:
        one.members.remove(member.id)
        member.sets.discard(one.id)


def delete(array: Array, kind: str, name: str) -> None:
    """DELETE /hostsets/<name> or /volumesets/<name>."""
    one = find(array, kind, name)
    _refuse_automatic(array, one)
    if one.templates:
        raise Refused('EXPORTED_VLUN')
    ruled = one.qos_enabled or (
        one.kind == VOLUMES and array.qos.of_set(one) is not None)
    if ruled and not array.personality.has(Capability.QOS_ENDS_WITH_SET):
        raise Refused('VVSET_QOS_TARGET')
    for number in one.members:
        member_of(array, kind, number).sets.discard(one.id)
    sets_of(array, kind).remove(one)


def view(array: Array, one: ObjectSet) -> Dict[str, Any]:
    """The set as GET shows it; an empty one has no setmembers."""
    answer: Dict[str, Any] = {'id': one.id}
    if array.personality.has(Capability.DETAILS):
        answer['uuid'] = one.uuid
    answer['name'] = one.name
    if one.domain is not None:
        answer['domain'] = one.domain
    if one.comment is not None:
        answer['comment'] = one.comment
    if one.members:
        answer['setmembers'] = [member_of(array, one.kind, number).name
                                for number in one.members]
    if one.kind == VOLUMES and array.personality.has(Capability.DETAILS):
        answer['qosEnabled'] = one.qos_enabled
        answer['flashCachePolicy'] = one.flash_cache_policy
    return answer
