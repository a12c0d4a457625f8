"""An array, its capture loaded again, and the same day of work on both."""

from __future__ import annotations

import copy
import dataclasses
import json
import random
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from werkzeug.test import run_wsgi_app

from hpe3parclient.client import HPE3ParClient
from hpe3parclient.simulator import Array, Clock
from hpe3parclient.simulator.captured.load import load
from hpe3parclient.simulator.dispatcher import environ
from hpe3parclient.simulator.errors import Refused
from hpe3parclient.simulator.model.remotecopy import groups
from hpe3parclient.simulator.model.remotecopy.lookup import Side, twin
from hpe3parclient.simulator.model.volumes.delete import remove_volume
from hpe3parclient.simulator.personality import Capability
from hpe3parclient.simulator.state.array_state import ArrayState
from hpe3parclient.simulator.state.cpgs import NOTHING
from hpe3parclient.simulator.state.remotecopy import PERIODIC, Group, Mirror
from hpe3parclient.simulator.state.tasks import OnlineCopy, PhysicalCopy, Tune
from hpe3parclient.simulator.state.volumes import BASE
from hpe3parclient.simulator.wsapi.application import BaseUrl, build_service
from hpe3parclient.simulator.wsapi.call import Call
from hpe3parclient.twin import Capture, capture
from hpe3parclient.twin.capture import LISTS, OBJECTS
from tests.simulator.guide.populated import Populated, new_array
from tests.support.random_day import Day, Step

#: lists whose members can be looked at one by one, by their names
NAMED = ('/cpgs', '/volumes', '/hosts', '/volumesets', '/hostsets',
         '/remotecopygroups', '/remotecopytargets', '/remotecopylinks')
#: what the web service says of itself
OF_THE_SERVICE = ('sessionsInUse', 'httpState', 'httpsState')
#: when a day begins: the same in every run, 2026-08-21 14:13:20 UTC
BEGIN = 1787321600.0


class Direct:
    """Carries out steps on an array that nobody serves.

    :param array: the array
    """

    def __init__(self, array: Array) -> None:
        self.array = array
        url = BaseUrl()
        url.value = 'https://array/api/v1'
        self._service = build_service(array, url)

    def do(self, step: Step) -> Any:
        """Carry out a step; what came of it."""
        method, name = step.method, step.path
        if method.isupper():
            return self.request(method, name, step.body)
        try:
            if method == 'wait':
                return None     # both arrays have one clock
            if method in ('write', 'read'):
                return getattr(self.array, method)(name, step.body)
            return getattr(self.array, method)(name)
        except Refused as error:
            return error.status, error.body()

    def request(self, method: str, path: str, body: Any = None) -> Any:
        """Status, Location and body of an answer."""
        array = self.array
        session = array.sessions.open(array.admin, array.users[array.admin],
                                      '127.0.0.1')
        try:
            call = Call(method, '/api/v1' + path, 'HTTP/1.1', '127.0.0.1', {
                'x-hp3par-wsapi-sessionkey': session.key, 'host': 'array',
                'content-type': 'application/json'},
                b'' if body is None else json.dumps(body).encode())
            call.take_apart()
            pieces, status, headers = run_wsgi_app(
                self._service, environ(call))
            text = b''.join(pieces)
            return (status.partition(' ')[0], headers.get('Location'),
                    without(json.loads(text)) if text else None)
        except Refused as error:
            return str(error.status), None, error.body()
        finally:
            array.sessions.close(session.key)


def without(value: Any) -> Any:
    """An answer without what a web service says of itself."""
    if isinstance(value, dict):
        return {name: without(item) for name, item in value.items()
                if name not in OF_THE_SERVICE}
    return [without(item) for item in value] \
        if isinstance(value, list) else value


def everything(direct: Direct) -> Iterator[tuple[str, Any]]:
    """Every GET there is, and its answer."""
    for path in (*OBJECTS, *LISTS):
        answer = direct.request('GET', path)
        yield path, answer
        if path in NAMED and answer[0] == '200':
            for member in answer[2]['members']:
                name = member.get('name')
                if name is not None:
                    yield f'{path}/{name}', direct.request(
                        'GET', f'{path}/{name}')
    for name in [item.name for item in direct.array.remote.groups]:
        for tail in ('volumes', 'targets'):
            path = f'/remotecopygroups/{name}/{tail}'
            yield path, direct.request('GET', path)
    for path in ('/volumespacedistribution', '/ports/0:2:1/iSCSIVlans'):
        yield path, direct.request('GET', path)


class Twins:
    """An array with some of everything, and what its capture is loaded as.

    :param model: its personality
    :param seed: decides what has happened to it before
    :param steps: how many steps were taken before the capture
    """

    def __init__(self, model: str, seed: int, directory: Path,
                 steps: int = 60) -> None:
        self.dice = random.Random(seed)
        self.clock = Clock(BEGIN, running=False)
        served = new_array(model, self.clock)
        served.sshd = None
        with served:
            populated = Populated(served)
            populated.api.log_out()
            self._before(served.state, steps)
            client = HPE3ParClient(served.api_url)
            client.login(served.user, served.password)
            capture(client, directory / 'array.json', metadata=True)
            client.logout()
        taken = Capture(directory / 'array.json')
        taken.source['captured'] = time.strftime(
            '%Y-%m-%dT%H:%M:%SZ', time.gmtime(self.clock.now()))
        self.loaded = load(taken, self.clock)
        self.source = Direct(served.state)
        self.twin = Direct(self.loaded.array)

    def _before(self, array: Array, steps: int) -> None:
        direct = Direct(array)
        for step in Day(array, self.dice).steps(steps):
            if step.method == 'wait':
                self.clock.advance(step.body)
            direct.do(step)
        forget(array)

    def align(self) -> None:
        """Tell the twin what no capture does, see :func:`align`."""
        align(self.source.array, self.twin.array)

    def day(self, steps: int) -> Iterator[tuple[Step, Any, Any]]:
        """Take steps on both; what came of each."""
        for step in Day(self.source.array, self.dice).steps(steps):
            if step.method == 'wait':
                self.clock.advance(step.body)
            yield step, self.source.do(step), self.twin.do(step)


def forget(array: Array) -> None:
    """Let an array's partner be what the array knows of it.

    Volumes that are in no group: nobody can capture them here. The partner has
    the CPGs that the array has. Whether it has the other half of an empty group
    shows nowhere; it has.
    """
    array.settle()
    for target in array.remote.targets:
        target.mirror_config = True
    for group in list(array.remote.groups):
        if not group.volumes and group.targets[0].unmirrored:
            groups.remove(array, group.name, False)
    for link in array.remote.links:
        _forget_partner(array, link.other(array))


def _forget_partner(array: Array, peer: ArrayState) -> None:
    routes = [route for group in array.remote.groups
              for route in group.targets]
    names = {route.remote_group for route in routes}
    for group in list(peer.remote.groups):
        if group.name not in names:
            groups.detach(Side(peer, group, group.targets[0]))
    known = {mirror.remote_id for route in routes
             for mirror in route.mirrors.values()}
    for volume in reversed(list(peer.volumes)):
        if volume.id not in known and volume.id not in peer.remote.snapshots:
            remove_volume(peer, volume)
    for cpg in list(peer.cpgs):
        if cpg.name not in array.cpgs and not cpg.users | cpg.snap_users:
            peer.cpgs.remove(cpg)
    for cpg in array.cpgs:
        if cpg.name not in peer.cpgs:
            peer.cpgs.add(dataclasses.replace(
                cpg, id=peer.cpgs.free_id(), usage=NOTHING, virtual_mib=0,
                users=set(), snap_users=set(), dedup_users=0,
                shared_ids=[], limit=None))


def align(source: Array, twin_array: Array) -> None:
    """Tell a twin what no capture tells.

    * Ids that were given out and are free again; random numbers.
    * What a volume is converted to, and under which name it is kept; where it
      moves to, on a release that does not report its space.
    * What a periodic or stopped group has still to send, and when its next
      period begins.
    * Whether the volumes of a set were exported together, on a release that
      shows each of them.
    * The order in which initiators of different kinds were given to a host.
    * Whether a flash cache is being removed.
    * How much of what a volume uses snapshots use, on a release that shows the
      sum alone; so the partner's copy of it, too.
    * How long a copy takes to the second, if its source was written to since it
      began: a tenth more or less is all that its steps tell.
    * Whether it was an online copy that failed, where its source is gone; the
      snapshot that a copy and its source share, where it was renamed.
    """
    for name in ('cpgs', 'volumes', 'hosts', 'hostsets', 'volumesets', 'qos',
                 'tasks', 'optimization'):
        getattr(twin_array, name).begin_at(getattr(source, name).next_id)
    for name in ('targets', 'groups'):
        getattr(twin_array.remote, name).begin_at(
            getattr(source.remote, name).next_id)
    if source.flash_cache is not None and twin_array.flash_cache is not None:
        twin_array.flash_cache.gone_at = source.flash_cache.gone_at
    for array in (source, twin_array):
        array.random = random.Random(1)
    _align_work(source, twin_array)
    for volume in twin_array.volumes:
        other = source.volumes.by_id(volume.id)
        volume.online_copy = other.online_copy
        volume.user_used, volume.snap_used = other.user_used, other.snap_used
        volume.copy_snapshot = other.copy_snapshot
        volume.kept_for = other.kept_for
    for host in twin_array.hosts:
        order = [path.name for path in source.hosts.by_id(host.id).paths]
        host.paths.sort(key=lambda path: order.index(path.name))
    _align_exports(source, twin_array)
    _align_groups(source, twin_array)
    for mine, theirs in zip(source.remote.links, twin_array.remote.links):
        _align_partner(mine.other(source), theirs.other(twin_array))


def _align_partner(source: ArrayState, twin_array: ArrayState) -> None:
    twin_array.volumes.begin_at(source.volumes.next_id)
    names = {volume.name: volume for volume in source.volumes}
    for volume in twin_array.volumes:
        if source.personality.reduce and volume.copy_type == BASE:
            volume.user_used = names[volume.name].user_used


def _align_work(source: Array, twin_array: Array) -> None:
    for task in twin_array.active_tasks.values():
        known = source.tasks.by_id(task.id)
        effect = known.effect
        assert abs(task.seconds - known.seconds) <= known.seconds / 10, task
        task.seconds = known.seconds
        if isinstance(effect, Tune):
            task.effect = copy.deepcopy(effect)
        elif isinstance(effect, (PhysicalCopy, OnlineCopy)) \
                and isinstance(task.effect, (PhysicalCopy, OnlineCopy)):
            task.effect.used = effect.used


def _align_exports(source: Array, twin_array: Array) -> None:
    if source.personality.has(Capability.EXPORT_BY_MEMBER):
        for item, other in zip(source.vluns, twin_array.vluns):
            other.volume_set = item.volume_set
            if item.volume_set is not None:
                twin_array.volumesets.by_id(item.volume_set).templates.add(
                    other.id)


def _align_groups(source: Array, twin_array: Array) -> None:
    """What groups have still to send, and when."""
    for group in source.remote.groups:
        other = twin_array.remote.groups.by_id(group.id)
        for side, copy_of in _halves(source, twin_array, group, other):
            route, known = side.route, copy_of.route
            known.next_due, known.plain = route.next_due, route.plain
            known.by_link = route.by_link
            if route.mode != PERIODIC:
                known.synced_at = route.synced_at
            for number, mirror in route.mirrors.items():
                _align_mirror(side, copy_of, number, mirror)


def _halves(source: Array, twin_array: Array, group: Group,
            other: Group) -> Iterator[tuple[Side, Side]]:
    """Both ends of a group on the source, each with its copy."""
    for route, known in zip(group.targets, other.targets):
        here = Side(source, group, route), Side(twin_array, other, known)
        yield here
        ends = [twin(side) for side in here]
        assert (ends[0] is None) == (ends[1] is None), group.name
        if ends[0] is not None and ends[1] is not None:
            yield ends[0], ends[1]


def _align_mirror(side: Side, other: Side, number: int,
                  mirror: Mirror) -> None:
    known = other.route.mirrors[number]
    known.pending, known.delta = mirror.pending, mirror.delta
    if side.route.mode == PERIODIC:
        known.sending, known.done_at = mirror.sending, mirror.done_at
    whole = mirror.point == side.array.remote.content(number)
    if not whole and known.point == other.array.remote.content(number):
        other.array.remote.new_content(number)
