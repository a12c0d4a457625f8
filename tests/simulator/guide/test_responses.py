"""Every GET of every generation, held against the guide and captures.

What a member is called, which generation has it, whether it is always there,
its JSON type and the numbers of its enumeration: no answer may differ from
the tables of the guide, ``members.json`` and the simulator's assumptions.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack
from typing import Any

import pytest

from hpe3parclient.simulator import PERSONALITIES, assumptions
from hpe3parclient.simulator.personality import Capability
from tests.simulator.guide.guide import HERE, OPERATIONS
from tests.simulator.guide.populated import GROUP, Populated, new_array
from tests.simulator.guide.responses import (
    NOT_SHOWN,
    OBJECTS,
    TABLES,
    Checker,
    members_of,
    walk,
)

#: Where the collection of a resource stands, other than under its name.
_PATHS = {'remotecopygroups/targets': f'{GROUP}/targets',
          'remotecopygroups/volumes': f'{GROUP}/volumes',
          'objectKeyValues': '/volumes/thin/objectKeyValues'}
_COLLECTIONS = (*TABLES, 'disks', 'objectKeyValues', 'eventlog',
                'remotecopytargets', 'remotecopylinks')
#: What names an object in its path: a member of it.
_KEYS = {'cpgs': 'name', 'volumes': 'name', 'hosts': 'name',
         'hostsets': 'name', 'volumesets': 'name', 'tasks': 'id',
         'users': 'username', 'roles': 'role', 'aoconfigurations': 'name',
         'hostpersonas': 'id', 'volumespacedistribution': 'volumeName',
         'remotecopygroups': 'name', 'remotecopygroups/targets': 'targetName',
         'remotecopygroups/volumes': 'localVolumeName', 'disks': 'WWN',
         'objectKeyValues': 'key'}


class Arrays:
    """One populated array of each generation, made when it is needed."""

    def __init__(self, stack: ExitStack) -> None:
        self._stack = stack
        self._made: dict[str, Populated] = {}

    def __getitem__(self, model: str) -> Populated:
        if model not in self._made:
            array = self._stack.enter_context(new_array(model))
            self._made[model] = Populated(array)
        return self._made[model]


@pytest.fixture(scope='module')
def arrays() -> Iterator[Arrays]:
    with ExitStack() as stack:
        yield Arrays(stack)


def collection(populated: Populated, resource: str) -> dict[str, Any] | None:
    """The answer of a GET of a collection; None where there is none."""
    answer = populated.api('GET', _PATHS.get(resource, f'/{resource}'))
    if answer.status != 200:
        assert answer.status in (404, 501)
        return None
    body: dict[str, Any] = answer.body
    return body


def single(populated: Populated, resource: str) -> dict[str, Any] | None:
    """The answer of a GET of one object; None where there is none."""
    path = '/api' if resource == 'api' else f'/api/v1/{resource}'
    answer = populated.api.send('GET', path)
    if answer.status == 404:
        return None
    body: dict[str, Any] = answer.body
    return body


@pytest.mark.parametrize('resource', _COLLECTIONS)
@pytest.mark.parametrize('model', PERSONALITIES)
def test_members_of_a_collection_are_those_of_the_sources(
        arrays: Arrays, model: str, resource: str) -> None:
    populated = arrays[model]
    body = collection(populated, resource)
    if body is None:
        assert resource in absent(populated), (model, resource)
        return
    assert set(body) <= {'total', 'members', 'links'}
    assert (body['total'], bool(body['members'])) == (
        len(body['members']), True), 'an empty collection shows nothing'
    checker = Checker(resource, populated.personality)
    assert sorted({problem for item in body['members']
                   for problem in checker.problems(item)}) == []


def absent(populated: Populated) -> set[str]:
    """Collections that a generation does not have."""
    result = set() if populated.personality.reduce else {'disks'}
    if not populated.has(Capability.EVENT_LOG):
        result.add('eventlog')
    if populated.personality.name == '3par-3.1.3':
        result |= {'users', 'roles', 'aoconfigurations', 'hostpersonas',
                   'volumespacedistribution',
                   *(item for item in _COLLECTIONS if 'remotecopy' in item)}
    return result


@pytest.mark.parametrize('model', PERSONALITIES)
@pytest.mark.parametrize('resource', _KEYS)
def test_each_object_alone_has_the_same_members(
        arrays: Arrays, model: str, resource: str) -> None:
    populated = arrays[model]
    body = collection(populated, resource)
    if body is None:
        return
    checker = Checker(resource, populated.personality)
    base = _PATHS.get(resource, f'/{resource}')
    for item in body['members']:
        if _KEYS[resource] not in item:
            continue
        alone = populated.api.get(f'{base}/{item[_KEYS[resource]]}')
        assert list(checker.problems(alone)) == []
        # Only what links lead to may differ.
        assert {**item, 'links': []} == {**alone, 'links': []}


@pytest.mark.parametrize('model', PERSONALITIES)
@pytest.mark.parametrize('resource', OBJECTS)
def test_objects_have_the_members_of_the_sources(
        arrays: Arrays, model: str, resource: str) -> None:
    populated = arrays[model]
    body = single(populated, resource)
    if body is None:
        assert resource in ('flashcache', 'remotecopy')
        return
    checker = Checker(resource, populated.personality)
    assert sorted(set(checker.problems(body))) == []


@pytest.mark.parametrize('model', [
    name for name in PERSONALITIES if name != '3par-3.1.3'])
@pytest.mark.parametrize('op', [
    item.op for item in OPERATIONS.values()
    if item.op.startswith('systemreporter')])
def test_reports_have_the_members_of_the_guide(
        arrays: Arrays, op: str, model: str) -> None:
    populated = arrays[model]
    _, kind, component = op.split('.')
    body = populated.api.get(f'/systemreporter/{kind}/{component}/hires')
    top = {'total', 'members', 'links'}
    assert set(body) == top | (
        {'sampleTime', 'sampleTimeSec'} if kind == 'attime' else set())
    checker = Checker(op, populated.personality)
    assert body['total'] == len(body['members']) > 0
    assert sorted({problem for item in body['members']
                   for problem in checker.problems(item)}) == []


@pytest.mark.parametrize('model', PERSONALITIES)
@pytest.mark.parametrize('path, resource', [
    ('/portdevices/all/0:1:1', 'portdevices'),
    ('/portdevices/fcswitch/0:1:1', 'fcswitches'),
    ('/volumespacedistribution/set:vset', 'volumespacedistribution'),
    ('/vluns/thin,2,iscsi', 'vluns')])
def test_other_forms_of_a_collection_show_the_same(
        arrays: Arrays, path: str, resource: str, model: str) -> None:
    populated = arrays[model]
    answer = populated.api('GET', path)
    if answer.status == 404:
        assert model == '3par-3.1.3' or path.startswith('/portdevices')
        return
    assert set(answer.body) <= {'total', 'members', 'links'}
    assert answer.body['members']
    checker = Checker(resource, populated.personality)
    assert [problem for item in answer.body['members']
            for problem in checker.problems(item)] == []


@pytest.mark.parametrize('model', PERSONALITIES)
def test_vlans_of_a_port_have_the_members_of_requests(
        arrays: Arrays, model: str) -> None:
    answer = arrays[model].api('GET', '/ports/0:2:1/iSCSIVlans')
    if answer.status == 404:
        assert model == '3par-3.1.3'
        return
    checker = Checker('iSCSIVlans', arrays[model].personality)
    assert set(answer.body) == {'total', 'iSCSIVlans'}
    assert [problem for item in answer.body['iSCSIVlans']
            for problem in checker.problems(item)] == []


@pytest.mark.parametrize('op', [
    item.op for item in OPERATIONS.values()
    if item.op.endswith('.list') and not item.op.startswith('remotecopy')])
def test_a_collection_that_always_links_does(arrays: Arrays, op: str) -> None:
    always = {item.name for item in OPERATIONS[op].response if item.always}
    body = collection(arrays['3par-3.2.2'], op.rpartition('.')[0])
    assert body is not None
    assert always & {'total', 'members', 'links'} <= set(body)


@pytest.mark.parametrize('resource', [
    item for item in (*TABLES, *OBJECTS) if '/' not in item])
def test_every_member_of_the_guide_is_shown_or_has_a_reason(
        arrays: Arrays, resource: str) -> None:
    shown: set[str] = set()
    for model in PERSONALITIES:
        body = collection(arrays[model], resource) if resource in TABLES \
            else single(arrays[model], resource)
        for item in (body or {}).get('members', [body]):
            shown |= {path for path, _ in walk(item or {})}
    reasons = NOT_SHOWN.get(resource, {})
    shown |= {f'*.{path.partition(".")[2]}' for path in shown}
    missing = {name for name, item in members_of(resource).items()
               if item.source == 'guide' and name not in shown
               and not any(f'{name}.'.startswith((f'{reason}.', f'{reason}['))
                           for reason in reasons)
               and not name.startswith('links') and 'LDLayout.' not in name}
    assert sorted(missing) == []
    assert not set(reasons) & shown


def test_what_nobody_published_is_an_assumption() -> None:
    text = (HERE / 'members.json').read_text('utf-8')
    assert '"source": "assumptions"' not in text
    assert all(kind in ('number', 'string', 'bool', 'array', 'object')
               for members in assumptions.RESPONSE_MEMBERS.values()
               for kind in members.values())
