"""/remotecopy and its kin: requests about remote copy.

Knows paths, actions and answers, in the forms clients and toolkits send;
rules are the model's business.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Callable
from urllib.parse import quote

from flask import Response

from hpe3parclient.narrowing import is_dict
from hpe3parclient.simulator import assumptions
from hpe3parclient.simulator.errors import Refused
from hpe3parclient.simulator.model import licences, names
from hpe3parclient.simulator.model.remotecopy import (
    coordinated,
    groups,
    recovery,
    settings,
    sync,
)
from hpe3parclient.simulator.model.remotecopy import (
    targets as remotecopy_targets,
)
from hpe3parclient.simulator.model.remotecopy import (
    view as remotecopy_view,
)
from hpe3parclient.simulator.model.remotecopy import (
    volumes as remotecopy_volumes,
)
from hpe3parclient.simulator.model.remotecopy.lookup import find_group, find_route
from hpe3parclient.simulator.model.volumes.lookup import find_volume
from hpe3parclient.simulator.personality import Capability
from hpe3parclient.simulator.state.remotecopy import Group
from hpe3parclient.simulator.wsapi import members
from hpe3parclient.simulator.wsapi import remotecopy_tables as tables
from hpe3parclient.simulator.wsapi.answers import answer, listing
from hpe3parclient.simulator.wsapi.copy_tables import COORDINATED
from hpe3parclient.simulator.wsapi.service import Resource, call

ADMIT, DISMISS, START, STOP, SYNC = 1, 2, 3, 4, 5
RECOVER = range(6, 12)
#: What GET /remotecopy calls the resources it links to.
RELATIONS = {'remotecopygroups': 'remotecopyGroups',
             'remotecopytargets': 'remotecopyTargets',
             'remotecopylinks': 'remotecopyLinks'}


class _RemoteCopy(Resource):
    """Paths that releases before remote copy do not have."""

    def serve(self, method: str, view: Callable[..., Response],
              single: bool = False) -> None:
        """As everywhere, where the release has it."""
        if self.personality.has(Capability.REMOTE_COPY):
            super().serve(method, view, single)

    def below(self, method: str, tail: str,
              view: Callable[..., Response]) -> None:
        """Serve a path below one object."""
        if self.personality.has(Capability.REMOTE_COPY):
            self.route(method, f'/api/v1/{self.path}/<segment:name>/{tail}',
                       view)


class RemoteCopyRequests(_RemoteCopy):
    """Remote copy as a whole."""

    def routes(self) -> None:
        """One object."""
        self.serve('GET', self.whole)

    def whole(self) -> Response:
        """GET."""
        licences.need(self.array, 'remoteCopy')
        kinds = ['remotecopygroups', *(
            ('remotecopytargets', 'remotecopylinks')
            if self.personality.has(Capability.RCOPY_SET_NAMES) else ())]
        if not remotecopy_targets.configured(self.array):
            kinds = []
        return answer(200, {
            **remotecopy_targets.info(self.array), 'links': [
                self.link(self.path),
                *(self.link(kind, RELATIONS[kind]) for kind in kinds)]})


class RemoteCopyLinkRequests(_RemoteCopy):
    """Links."""

    def routes(self) -> None:
        """Collection and single link."""
        self.serve('GET', self.every)
        self.serve('GET', self.single, single=True)

    def every(self) -> Response:
        """GET of the collection."""
        return listing(remotecopy_targets.links_of(self.array))

    def single(self, name: str) -> Response:
        """GET of one."""
        return answer(200, remotecopy_targets.link(self.array, name))


class RemoteCopyTargetRequests(_RemoteCopy):
    """Targets."""

    def routes(self) -> None:
        """Collection and single target."""
        self.serve('POST', self.create)
        self.serve('GET', self.every)
        self.serve('GET', self.single, single=True)
        self.serve('PUT', self.change, single=True)

    def name(self, text: str) -> str:
        """The name of a target is shorter than other names."""
        return names.check_name(text, assumptions.RCOPY_TARGET_NAME)

    def create(self) -> Response:
        """POST."""
        request = self.requested(tables.TARGET_CREATE)
        names.check_name(request['name'], assumptions.RCOPY_TARGET_NAME, 'name')
        item = remotecopy_targets.create(self.array, request)
        return answer(201, location=self.location(item.name))

    def every(self) -> Response:
        """GET of the collection."""
        return listing([remotecopy_targets.view(item)
                        for item in self.array.remote.targets])

    def single(self, name: str) -> Response:
        """GET of one."""
        return answer(200, remotecopy_targets.view(
            remotecopy_targets.find(self.array, self.name(name))))

    def change(self, name: str) -> Response:
        """PUT."""
        request = self.requested(tables.TARGET_MODIFY)
        item = remotecopy_targets.modify(self.array, self.name(name), request)
        return answer(200, location=self.location(item.name))


class RemoteCopyGroupRequests(_RemoteCopy):
    """Groups, and what is below them."""

    def routes(self) -> None:
        """Groups, their volumes and their targets."""
        self.serve('POST', self.create)
        self.serve('GET', self.every)
        for method, view in (('GET', self.single), ('PUT', self.change),
                             ('POST', self.recover),
                             ('DELETE', self.delete)):
            self.serve(method, view, single=True)
        self.below('GET', 'volumes', self.volumes)
        self.below('POST', 'volumes', self.admit)
        self.below('GET', 'volumes/<segment:volume>', self.volume)
        self.below('POST', 'volumes/<segment:volume>', self.snapshots)
        self.below('DELETE', 'volumes/<segment:volume>', self.dismiss)
        self.below('GET', 'targets', self.targets)
        self.below('POST', 'targets', self.admit_target)
        self.below('GET', 'targets/<segment:target>', self.target)
        self.below('PUT', 'targets/<segment:target>', self.change_target)
        self.below('DELETE', 'targets/<segment:target>',
                   self.dismiss_target)

    def done(self, *names: str, tasks: list[int] | None = None) -> Response:
        """The answer to a change of what is at a path below the groups."""
        path = '/'.join(quote(name, safe='') for name in names)
        body: dict[str, Any] = {'links': [self.link(f'{self.path}/{path}')]}
        if tasks:
            body['tasks'] = tasks
        return answer(200, body, f'/api/v1/{self.path}/{path}')

    def licensed(self, name: str) -> Group:
        """A group, for an array that may show it."""
        licences.need(self.array, 'remoteCopy')
        return find_group(self.array, self.name(name))

    def create(self) -> Response:
        """POST."""
        request = self.requested(tables.GROUP_CREATE)
        item = groups.create(self.array, request)
        return answer(201, {'links': [self.link(
            f'{self.path}/{quote(item.name, safe="")}',
            'remoteCopyGroupCreated')]}, self.location(item.name))

    def every(self) -> Response:
        """GET of the collection."""
        return listing([remotecopy_view.view(self.array, item)
                        for item in self.array.remote.groups], self.links())

    def shown(self, view: dict[str, Any], *names: str) -> Response:
        """GET of one object, with the link that a list does without."""
        path = '/'.join(quote(name, safe='') for name in names)
        return answer(200, {**view, 'links': [
            self.link(f'{self.path}/{path}')]})

    def single(self, name: str) -> Response:
        """GET of one."""
        group = self.licensed(name)
        return self.shown(remotecopy_view.view(self.array, group), name)

    def change(self, name: str) -> Response:
        """PUT: settings, or an action by its number."""
        name, body = self.name(name), call().json_object()
        action = _action(body)
        if action is None:
            request = members.check(tables.GROUP_MODIFY, {
                key: value for key, value in body.items()
                if key != 'action'}, self.personality)
            settings.modify(self.array, name, request)
            return self.done(name)
        tasks = self._act(name, action, body)
        if action == DISMISS:
            return answer(200, location=self.location(name))
        return self.done(name, tasks=tasks)

    def _act(self, name: str, action: int, body: Mapping[str, Any]
             ) -> list[int]:
        """Carry out an action; ids of the tasks it started."""
        find_group(self.array, name)
        if action in RECOVER:
            return recovery.recover(self.array, name, members.check(
                tables.ACTION_RECOVER, body, self.personality))
        known: dict[int, Any] = {
            ADMIT: (tables.ACTION_ADMIT, remotecopy_volumes.admit),
            DISMISS: (tables.ACTION_DISMISS, _dismiss),
            START: (tables.ACTION_START, sync.start),
            STOP: (tables.ACTION_STOP, sync.stop),
            SYNC: (tables.ACTION_SYNC, sync.synchronise)}
        if action not in known:
            raise Refused('INV_INPUT_BAD_ENUM_VALUE', 'action')
        table, function = known[action]
        return function(self.array, name, members.check(
            table, body, self.personality)) or []

    def recover(self, name: str) -> Response:
        """POST: actions 6 to 11, as toolkits send them."""
        name, body = self.name(name), call().json_object()
        request = members.check(tables.ACTION_RECOVER, body, self.personality)
        find_group(self.array, name)
        if request['action'] not in RECOVER:
            raise Refused('INV_POST_ACTION', 'action')
        return self.done(name, tasks=recovery.recover(
            self.array, name, request))

    def delete(self, name: str) -> Response:
        """DELETE."""
        groups.remove(self.array, self.name(name),
                      _flags('keepSnap').get('keepSnap', False))
        return answer(202 if self.personality.has(
            Capability.RCOPY_REMOVAL_ACCEPTED) else 200)

    def volumes(self, name: str) -> Response:
        """GET of a group's volumes."""
        group = self.licensed(name)
        return listing(remotecopy_view.volumes(self.array, group),
                       self.links(name, 'volumes'))

    def volume(self, name: str, volume: str) -> Response:
        """GET of one volume of a group."""
        group = self.licensed(name)
        item = find_volume(self.array, self.name(volume))
        if item.id not in group.volumes:
            raise Refused('RCOPY_GROUP_VOL_NOT_IN_GROUP')
        return self.shown(remotecopy_view.volume_view(
            self.array, group, item.id), name, 'volumes', volume)

    def admit(self, name: str) -> Response:
        """POST to a group's volumes: one more, or snapshots of all."""
        if call().json_object().get('action') is not None:
            return self.snapshots(name, None)
        request = self.requested(tables.VOLUME_ADMIT)
        remotecopy_volumes.admit(self.array, self.name(name), request)
        return self.done(name, 'volumes', request['volumeName'])

    def snapshots(self, name: str, volume: str | None) -> Response:
        """POST with action 1: coordinated snapshots on both arrays."""
        body = call().json_object()
        members.check(tables.COORDINATE, {**body, 'parameters': None},
                      self.personality)
        parameters = body.get('parameters')
        if not is_dict(parameters):
            raise Refused('INV_INPUT_MISSING_REQUIRED' if parameters is None
                          else 'INV_INPUT_WRONG_TYPE', 'parameters')
        made = coordinated.take(
            self.array, self.name(name),
            members.check(COORDINATED, parameters, self.personality),
            None if volume is None else self.name(volume))
        result: dict[str, Any] = {'links': [self.link(f'volumes/{item}')
                                            for item in made.names]}
        if made.task is not None:
            result['taskid'] = made.task.id
        return answer(201, result)

    def dismiss(self, name: str, volume: str) -> Response:
        """DELETE of one volume of a group; it stays a volume."""
        request = _flags('keepSnap', 'removeSecondaryVolume')
        if not request and call().body:
            request = self.requested(tables.VOLUME_DISMISS)
        remotecopy_volumes.dismiss(self.array, self.name(name),
                                   self.name(volume), request)
        return answer()

    def targets(self, name: str) -> Response:
        """GET of a group's targets."""
        group = self.licensed(name)
        return listing(remotecopy_view.targets(self.array, group),
                       self.links(name, 'targets'))

    def target(self, name: str, target: str) -> Response:
        """GET of one target of a group."""
        group = self.licensed(name)
        route = find_route(self.array, group, target,
                           'RCOPY_GROUP_TARGET_NOT_IN_GROUP')
        return self.shown(remotecopy_view.target_view(self.array, route),
                          name, 'targets', target)

    def admit_target(self, name: str) -> Response:
        """POST to a group's targets."""
        request = self.requested(tables.GROUP_TARGET_ADMIT)
        remotecopy_volumes.admit_target(self.array, self.name(name), request)
        return self.done(name)

    def change_target(self, name: str, target: str) -> Response:
        """PUT of one target of a group."""
        request = self.requested(tables.TARGET_SETTINGS)
        settings.modify(self.array, self.name(name), {
            'targets': [{**request, 'targetName': target}]})
        return self.done(name, 'targets', target)

    def dismiss_target(self, name: str, target: str) -> Response:
        """DELETE of one target of a group."""
        remotecopy_volumes.dismiss_target(self.array, self.name(name),
                                          target)
        return answer()


def _action(body: Mapping[str, Any]) -> Any:
    action = body.get('action')
    if action is not None and (isinstance(action, bool)
                               or not isinstance(action, int)):
        raise Refused('INV_INPUT_WRONG_TYPE', 'action')
    return action


def _dismiss(array: Any, name: str, request: Mapping[str, Any]) -> None:
    remotecopy_volumes.dismiss(array, name, request['volumeName'], request)


def _flags(*known: str) -> dict[str, bool]:
    """Options of a DELETE, which travel in the query string."""
    result: dict[str, bool] = {}
    for name, value in call().query.items():
        if name in known:
            if value.lower() not in ('true', 'false'):
                raise Refused('INV_INPUT_WRONG_TYPE', name)
            result[name] = value.lower() == 'true'
    return result
