"""Host sets and volume sets.

Knows membership: what may join, in which order members stand, what a set in
use forbids (guide tables T68 and T70). Both kinds follow the same rules.
"""

from __future__ import annotations

import fnmatch
import re
from collections.abc import Mapping
from typing import (
    Any,
)

from hpe3parclient.simulator.errors import Refused
from hpe3parclient.simulator.model import cpgs, flashcache, hosts, qos, vluns
from hpe3parclient.simulator.model.volumes import activity
from hpe3parclient.simulator.model.volumes.lookup import (
    find_volume,
    refuse_internal,
)
from hpe3parclient.simulator.personality import Capability
from hpe3parclient.simulator.state.array_state import ArrayState
from hpe3parclient.simulator.state.sets import (
    HOSTS,
    VOLUMES,
    Member,
    ObjectSet,
)
from hpe3parclient.simulator.state.store import Store
from hpe3parclient.simulator.state.volumes import Volume

ADD, REMOVE = 1, 2




def sets_of(array: ArrayState, kind: str) -> Store[ObjectSet]:
    """All sets of a kind."""
    return array.hostsets if kind == HOSTS else array.volumesets


def find(array: ArrayState, kind: str, name: str) -> ObjectSet:
    """The set of that name, or NON_EXISTENT_SET."""
    item = sets_of(array, kind).get(name)
    if item is None:
        raise Refused('NON_EXISTENT_SET')
    return item


def member_of(array: ArrayState, kind: str, number: int) -> Member:
    """The object a set's member id stands for."""
    if kind == HOSTS:
        return array.hosts.by_id(number)
    return array.volumes.by_id(number)


def _objects(array: ArrayState, kind: str, names: list[str],
             patterns: bool) -> list[Member]:
    """The objects that names (and glob patterns) stand for."""
    result: list[Member] = []
    for name in names:
        if patterns and re.search(r'[*?\[]', name):
            result += _matching(array, kind, name)
        elif kind == HOSTS:
            result.append(hosts.find(array, name))
        else:
            result.append(find_volume(array, name))
    if len({item.id for item in result}) != len(result):
        raise Refused('INV_INPUT_DUP_NAME', 'setmembers')
    return result


def _matching(array: ArrayState, kind: str, pattern: str) -> list[Member]:
    pool: list[Member] = list(array.hosts) if kind == HOSTS else [
        item for item in array.volumes if not item.internal]
    return [item for item in pool if fnmatch.fnmatchcase(item.name, pattern)]


def _check_joining(array: ArrayState, joining: list[Member],
                   domain: str | None, present: list[int]) -> None:
    for item in joining:
        if isinstance(item, Volume):
            refuse_internal(item)
            activity.refuse(item, activity.JOIN_SET)
        if item.id in present:
            raise Refused('MEMBER_IN_SET', 'setmembers')
        if item.domain in array.domains_in_sets:
            raise Refused('MEMBER_IN_DOMAINSET', 'setmembers')
        if item.domain != domain:
            raise Refused('MEMBER_NOT_IN_SAME_DOMAIN', 'setmembers')


def create(array: ArrayState, kind: str, request: Mapping[str, Any]) -> ObjectSet:
    """POST /hostsets or /volumesets."""
    store = sets_of(array, kind)
    if request['name'] in store:
        raise Refused('EXISTENT_SET', 'name')
    domain = cpgs.check_domain(array, request.get('domain'))
    members = _objects(array, kind, request.get('setmembers') or [], True)
    if domain is None and members:
        domain = members[0].domain
    _check_joining(array, members, domain, [])
    item = ObjectSet(id=store.free_id(), uuid=array.new_uuid(),
                    name=request['name'], kind=kind,
                    comment=request.get('comment') or None, domain=domain,
                    members=[member.id for member in members])
    store.add(item)
    for member in members:
        member.sets.add(item.id)
    return item


def _refuse_automatic(array: ArrayState, item: ObjectSet) -> None:
    """The array itself looks after the sets of remote-copy groups."""
    if item.kind == VOLUMES and array.remote.owns_set(item.id):
        raise Refused('INV_OPERATION_SET_AUTO_CREATED')


def _refuse_replicated(array: ArrayState, item: ObjectSet) -> None:
    """Newer arrays hold on to the sets of volumes that are replicated."""
    if item.kind == VOLUMES \
            and array.personality.has(Capability.RCOPY_HOLDS_SETS) \
            and array.remote.members().intersection(item.members):
        raise Refused('INV_OPERATION_SET_AUTO_CREATED')


def take_out(array: ArrayState, volume: Volume) -> None:
    """A volume leaves its sets; a set goes with its last volume."""
    for number in sorted(volume.sets):
        item = array.volumesets.by_id(number)
        item.members.remove(volume.id)
        volume.sets.discard(number)
        vluns.forget_set(array, item, volume)
        if not item.members and not item.templates:
            qos.end_with(array, item)
            array.volumesets.remove(item)


def modify(array: ArrayState, kind: str, name: str,
           request: Mapping[str, Any]) -> ObjectSet:
    """PUT /hostsets/<name> or /volumesets/<name>."""
    item = find(array, kind, name)
    _refuse_automatic(array, item)
    if not request:
        raise Refused('INV_INPUT_ONE_REQUIRED')
    action = request.get('action')
    if action is not None and action not in (ADD, REMOVE):
        raise Refused('UNSUP_OP', 'action')
    if (action is None) != ('setmembers' not in request):
        raise Refused('INV_INPUT_MISSING_REQUIRED',
                      'action' if action is None else 'setmembers')
    if action is not None and 'newName' in request:
        raise Refused('INV_INPUT_PARAM_CONFLICT', 'action,newName')
    new_name = request.get('newName', item.name)
    if new_name != item.name and new_name in sets_of(array, kind):
        raise Refused('EXISTENT_SET', 'newName')
    policy = _flash_cache_policy(array, item, request)
    if action == ADD:
        _add(array, item, request['setmembers'])
    elif action == REMOVE:
        _remove(array, item, request['setmembers'])
    if 'comment' in request:
        item.comment = request['comment'] or None
    item.flash_cache_policy = policy
    if new_name != item.name:
        sets_of(array, kind).rename(item, new_name)
    return item


def _flash_cache_policy(array: ArrayState, item: ObjectSet,
                        request: Mapping[str, Any]) -> int:
    if 'flashCachePolicy' not in request:
        return item.flash_cache_policy
    if item.kind == HOSTS:
        raise Refused('INV_INPUT', 'flashCachePolicy')
    policy: int = request['flashCachePolicy']
    flashcache.check_policy(array, policy)
    return policy


def _add(array: ArrayState, item: ObjectSet, names: list[str]) -> None:
    joining = _objects(array, item.kind, names, True)
    if not item.members and item.domain is None and joining:
        domain = joining[0].domain
    else:
        domain = item.domain
    _check_joining(array, joining, domain, item.members)
    vluns.check_joining(array, item, joining)
    item.domain = domain
    for member in joining:
        item.members.append(member.id)
        member.sets.add(item.id)


def _remove(array: ArrayState, item: ObjectSet, names: list[str]) -> None:
    leaving = _objects(array, item.kind, names, False)
    for member in leaving:
        if member.id not in item.members:
            raise Refused('MEMBER_NOT_IN_SET', 'setmembers')
    for member in leaving:
        item.members.remove(member.id)
        member.sets.discard(item.id)
        if item.kind == VOLUMES:
            vluns.forget_set(array, item, member)


def delete(array: ArrayState, kind: str, name: str) -> None:
    """DELETE /hostsets/<name> or /volumesets/<name>."""
    item = find(array, kind, name)
    _refuse_automatic(array, item)
    _refuse_replicated(array, item)
    if item.templates:
        raise Refused('EXPORTED_VLUN')
    ruled = item.qos_enabled or (
        item.kind == VOLUMES and qos.of_set(array, item) is not None)
    if ruled and not array.personality.has(Capability.QOS_ENDS_WITH_SET):
        raise Refused('VVSET_QOS_TARGET')
    if item.kind == VOLUMES:
        qos.end_with(array, item)
    for number in item.members:
        member_of(array, kind, number).sets.discard(item.id)
    sets_of(array, kind).remove(item)


def view(array: ArrayState, item: ObjectSet) -> dict[str, Any]:
    """The set as GET shows it; an empty one has no setmembers."""
    answer: dict[str, Any] = {'id': item.id}
    if array.personality.has(Capability.DETAILS):
        answer['uuid'] = item.uuid
    answer['name'] = item.name
    if item.domain is not None:
        answer['domain'] = item.domain
    if item.comment is not None:
        answer['comment'] = item.comment
    if item.members:
        answer['setmembers'] = [member_of(array, item.kind, number).name
                                for number in item.members]
    if item.kind == VOLUMES and array.personality.has(Capability.DETAILS):
        answer['qosEnabled'] = item.qos_enabled
        answer['flashCachePolicy'] = item.flash_cache_policy
    return answer
