"""Requests by the guide: every member of every operation, on every array.

Each test states one rule and runs for each operation, or each member of it,
that the rule is about. What a personality does otherwise stands in
``departures.py``, with the source.
"""

from __future__ import annotations

import copy
import json
from typing import Any, Callable

import pytest

from hpe3parclient.error_codes import number_of, row_of
from hpe3parclient.simulator import PERSONALITIES
from tests.simulator.guide import departures
from tests.simulator.guide.guide import Member, Operation
from tests.simulator.guide.scenes import (
    DROP,
    SCENES,
    WITH_BODY,
    Scene,
    body_path,
    companions,
    exists,
    holds,
    knows,
    put,
)
from tests.simulator.guide.stage import Stage
from tests.support.rawclient import Answer

StageOf = Callable[[str], Stage]
UINT32, UINT64, INT32 = 2**32, 2**64, 2**31
#: The first number that is too large for a type.
TOO_LARGE = {'igint32': INT32, 'int32': INT32, 'uint32': UINT32,
             'uint64': UINT64}
WRONG: dict[str, Any] = {'string': 7, 'number': 'x', 'bool': 'x',
                         'array': 'x', 'object': 'x'}


Rule = Callable[[Operation, Member], bool]


def known(model: str, operation: Operation, member: Member) -> bool:
    """Whether an array has the operation and knows the member."""
    array = PERSONALITIES[model]
    return exists(array, operation) and knows(array, member.since) and \
        departures.refusal(array, operation.op, member.name) \
        != 'INV_INPUT_UNREC_NAME'


def for_each(rule: Rule, known_only: bool = True) -> Any:
    """Run a test for each member that a rule is about, on each array.

    :param known_only: not on arrays that do not know the member
    """
    return pytest.mark.parametrize('model, operation, member', [
        pytest.param(model, operation, member,
                     id=f'{model} {operation.op} {operation.method} '
                        f'{operation.path.removeprefix("/api/v1")} {member.name}')
        for model, array in PERSONALITIES.items()
        for operation in WITH_BODY if exists(array, operation)
        for member in operation.request
        if rule(operation, member) and knows(array, member.since)
        and (known(model, operation, member) or not known_only)])


def for_each_operation(rule: Callable[[Operation], bool] = lambda operation: True
                       ) -> Any:
    """Run a test for each operation, on each array that has it."""
    return pytest.mark.parametrize('model, operation', [
        pytest.param(model, operation, id=f'{model} {operation.op}')
        for model, array in PERSONALITIES.items()
        for operation in WITH_BODY
        if exists(array, operation) and rule(operation)])


def scene_on(stage: Stage, operation: Operation,
             member: Member | None = None) -> Scene:
    """The scene of an operation, with a member in it."""
    if member is None:
        return SCENES[operation.op](stage)
    own = SCENES.get(f'{operation.op} {member.name}')
    if own is not None:
        return own(stage)
    return completed(stage, operation, SCENES[operation.op](stage), member)


def completed(stage: Stage, operation: Operation, scene: Scene,
              member: Member) -> Scene:
    """The scene with a member, and with what that needs beside it."""
    for path, value in companions(operation.op, member, scene,
                                  stage).items():
        put(scene.body, path, copy.deepcopy(value))
    return scene


def refusable(stage: Stage, operation: Operation,
              member: Member | None = None) -> Scene:
    """A scene for a request that will be refused: made once."""
    own = None if member is None else f'{operation.op} {member.name}'
    key = own if own in SCENES else operation.op
    if key not in stage.kept:
        stage.kept[key] = scene_on(stage, operation,
                                   member if key == own else None)
    scene: Scene = copy.deepcopy(stage.kept[key])
    if member is None or key == own:
        return scene
    return completed(stage, operation, scene, member)


def send(stage: Stage, operation: Operation, scene: Scene,
         raw: bytes | None = None) -> Answer:
    answer = stage.api(operation.method, scene.path,
                       scene.body if raw is None else raw)
    stage.tidy(answer)
    return answer


def refused(stage: Stage, operation: Operation, scene: Scene, symbol: str,
            ref: str | None = None, raw: bytes | None = None) -> None:
    """The request is refused so, and changes nothing."""
    before = stage.api.dump()
    answer = send(stage, operation, scene, raw)
    assert (answer.status, answer.code) == (
        row_of(symbol).status, number_of(symbol)), answer.raw
    if ref is not None:
        assert answer.body.get('ref') == ref
    assert stage.api.dump() == before


def accepted(stage: Stage, operation: Operation, scene: Scene) -> Answer:
    answer = send(stage, operation, scene)
    assert answer.status in (200, 201, 202, 300), (scene, answer.raw)
    if operation.op.startswith('remotecopygroups'):
        # What a group of a target may be depends on the others.
        stage.set_up()
    return answer


def expected(stage: Stage, operation: Operation, member: Member) -> str | None:
    """The error a personality gives to a member that others accept."""
    return departures.refusal(stage.personality, operation.op, member.name)


@for_each_operation()
def test_success_has_the_documented_status_and_location(
        stages: StageOf, model: str, operation: Operation) -> None:
    stage = stages(model)
    answer = accepted(stage, operation, scene_on(stage, operation))
    status, location = departures.success(operation)
    assert answer.status == status
    assert ('Location' in answer.headers) == location
    assert bool(answer.raw) == (operation.body in ('object', 'list'))


@for_each(lambda operation, member: True, known_only=False)
def test_a_member_is_accepted(stages: StageOf, model: str,
                              operation: Operation, member: Member) -> None:
    stage = stages(model)
    symbol = expected(stage, operation, member)
    scene = scene_on(stage, operation, member)
    if symbol is None:
        accepted(stage, operation, scene)
    else:
        refused(stage, operation, scene, symbol)


@for_each(lambda operation, member: member.enum is not None
          and member.leaf != 'action')
def test_each_number_of_an_enumeration_is_known(
        stages: StageOf, model: str, operation: Operation,
        member: Member) -> None:
    stage = stages(model)
    for value in member.values or []:
        scene = scene_on(stage, operation, member)
        put(scene.body, body_path(operation.op, member.name), value)
        answer = send(stage, operation, scene)
        if answer.status >= 400:
            assert answer.code != number_of('INV_INPUT_BAD_ENUM_VALUE'), value


@for_each_operation()
def test_null_is_absent(stages: StageOf, model: str,
                        operation: Operation) -> None:
    stage = stages(model)
    scene = scene_on(stage, operation)
    for member in operation.request:
        where = body_path(operation.op, member.name)
        if not member.required and '[]' not in where \
                and known(model, operation, member) \
                and not holds(scene.body, where.partition('.')[0]) \
                and '.' not in where:
            put(scene.body, where, None)
    accepted(stage, operation, scene)


@for_each(lambda operation, member: member.ignored is not None)
def test_a_number_that_is_ignored_counts_as_absent(
        stages: StageOf, model: str, operation: Operation,
        member: Member) -> None:
    stage = stages(model)
    for value in (-1, 0) if member.ignored == 'zero' else (-1,):
        scene = scene_on(stage, operation)
        if operation.op.startswith('qos.') and member.leaf == 'priority':
            scene.body.update({'ioMinGoal': 1, 'ioMaxLimit': 2})
        put(scene.body, body_path(operation.op, member.name), value)
        if (operation.op, member.name) in departures.NEEDED_IF_IGNORED:
            refused(stage, operation, scene,
                    departures.NEEDED_IF_IGNORED[operation.op, member.name])
        else:
            accepted(stage, operation, scene)


@for_each(lambda operation, member: member.json is not None)
def test_a_wrong_type_is_refused(refusing: StageOf, model: str,
                                 operation: Operation, member: Member) -> None:
    stage = refusing(model)
    scene = refusable(stage, operation, member)
    put(scene.body, body_path(operation.op, member.name),
        WRONG[member.json or 'string'])
    symbol = departures.WRONG_TYPE.get(
        member.name, 'INV_INPUT_WRONG_TYPE')
    refused(stage, operation, scene, symbol,
            ref=None if member.name in departures.WRONG_TYPE else member.leaf)


@for_each_operation()
def test_an_unknown_member_is_refused(refusing: StageOf, model: str,
                                      operation: Operation) -> None:
    stage = refusing(model)
    scene = refusable(stage, operation)
    scene.body['colour'] = 1
    refused(stage, operation, scene, 'INV_INPUT_UNREC_NAME', ref='colour')


@for_each(lambda operation, member: member.json == 'object'
          or '[].' in member.name)
def test_an_unknown_member_of_an_inner_object_is_refused(
        refusing: StageOf, model: str, operation: Operation,
        member: Member) -> None:
    stage = refusing(model)
    scene = refusable(stage, operation, member)
    outer = member.name if member.json == 'object' \
        else member.name.rpartition('.')[0]
    put(scene.body, f'{outer}.colour', 1)
    symbol = departures.UNKNOWN_INSIDE.get(
        f'{operation.op} {outer}', departures.UNKNOWN_INSIDE.get(
            outer, 'INV_INPUT_UNREC_NAME'))
    refused(stage, operation, scene, symbol)


NEWER = [(model, operation, member)
         for model, array in PERSONALITIES.items()
         for operation in WITH_BODY if exists(array, operation)
         for member in operation.request
         if '.' not in member.name and not knows(array, member.since)]


@pytest.mark.parametrize('model, operation, member', [
    pytest.param(*item, id=f'{item[0]} {item[1].op} {item[2].name}')
    for item in NEWER])
def test_a_newer_member_is_unknown_to_older_arrays(
        refusing: StageOf, model: str, operation: Operation,
        member: Member) -> None:
    stage = refusing(model)
    scene = refusable(stage, operation)
    scene.body[member.name] = None
    refused(stage, operation, scene, 'INV_INPUT_UNREC_NAME', ref=member.name)


@pytest.mark.covers('any request', 'INV_INPUT_DUP_NAME')
@for_each_operation()
def test_a_doubled_member_is_refused(refusing: StageOf, model: str,
                                     operation: Operation) -> None:
    stage = refusing(model)
    scene = refusable(stage, operation)
    name = next(iter(scene.body))
    text = json.dumps(scene.body)
    doubled = f'{text[:-1]}, "{name}": {json.dumps(scene.body[name])}}}'
    refused(stage, operation, scene, 'INV_INPUT_DUP_NAME', ref=name,
            raw=doubled.encode())


@for_each(lambda operation, member: member.required
          and not (member.leaf == 'action' and operation.method == 'PUT')
          and f'{operation.op} {member.name}' not in departures.MISSING)
def test_a_missing_member_is_refused(refusing: StageOf, model: str,
                                     operation: Operation,
                                     member: Member) -> None:
    stage = refusing(model)
    scene = refusable(stage, operation)
    where = body_path(operation.op, member.name)
    put(scene.body, where, DROP)
    refused(stage, operation, scene, 'INV_INPUT_MISSING_REQUIRED',
            ref=member.leaf)


@pytest.mark.covers('any request', 'INV_INPUT_BAD_ENUM_VALUE')
@for_each(lambda operation, member: member.enum is not None
          and member.leaf != 'action')
def test_a_number_outside_the_enumeration_is_refused(
        refusing: StageOf, model: str, operation: Operation,
        member: Member) -> None:
    stage = refusing(model)
    scene = refusable(stage, operation, member)
    put(scene.body, body_path(operation.op, member.name), 99)
    refused(stage, operation, scene, 'INV_INPUT_BAD_ENUM_VALUE',
            ref=member.leaf)


@pytest.mark.covers('any request', 'INV_POST_ACTION')
@for_each_operation(lambda operation: operation.request[0].name == 'action')
def test_an_unknown_action_is_refused(refusing: StageOf, model: str,
                                      operation: Operation) -> None:
    stage = refusing(model)
    scene = refusable(stage, operation)
    scene.body['action'] = 'dance' \
        if operation.request[0].json == 'string' else 99
    symbol = 'INV_POST_ACTION' if operation.method == 'POST' \
        else 'INV_INPUT_BAD_ENUM_VALUE'
    refused(stage, operation, scene, symbol, ref='action')


@for_each(lambda operation, member: member.enum is None
          and (member.api_type in TOO_LARGE
               or (member.json == 'number' and member.api_type is None)))
def test_a_number_too_large_for_its_type_is_refused(
        refusing: StageOf, model: str, operation: Operation,
        member: Member) -> None:
    stage = refusing(model)
    scene = refusable(stage, operation, member)
    put(scene.body, body_path(operation.op, member.name),
        TOO_LARGE.get(member.api_type or 'uint32'))
    refused(stage, operation, scene,
            departures.too_large(operation.op, member.name))


@for_each(lambda operation, member: member.range is not None)
def test_a_number_out_of_its_range_is_refused(
        refusing: StageOf, model: str, operation: Operation,
        member: Member) -> None:
    stage = refusing(model)
    scene = refusable(stage, operation, member)
    assert member.range is not None
    put(scene.body, body_path(operation.op, member.name), member.range[1] + 1)
    refused(stage, operation, scene, departures.OUT_OF_RANGE[member.leaf])


def is_text(operation: Operation, member: Member, *kinds: str) -> bool:
    """Whether a member is a text, or a list of them, of one of the types."""
    kind = (member.api_type or '').removeprefix('array of ')
    return kind.startswith(kinds) and \
        f'{operation.op} {member.name}' not in departures.NO_NAMES


def _length(stage: Stage, member: Member) -> int | None:
    """The most characters a member may have."""
    kind = (member.api_type or '').removeprefix('array of ')
    if kind == 'name31':
        return stage.personality.name_length
    if kind == 'name27':
        return stage.personality.set_name_length
    digits = ''.join(filter(str.isdigit, kind))
    return int(digits) if kind.startswith(('name', 'print')) else None


@for_each(lambda operation, member: is_text(operation, member, 'name', 'print')
          and f'{operation.op} {member.name}' not in departures.PATTERNS)
def test_a_text_too_long_is_refused(refusing: StageOf, model: str,
                                    operation: Operation,
                                    member: Member) -> None:
    stage = refusing(model)
    scene = refusable(stage, operation, member)
    text = 'x' * ((_length(stage, member) or 0) + 1)
    put(scene.body, body_path(operation.op, member.name),
        [text] if member.json == 'array' else text)
    refused(stage, operation, scene, 'INV_INPUT_EXCEEDS_LENGTH')


@for_each(lambda operation, member: is_text(
    operation, member, 'name31', 'name27', 'name223'))
def test_a_character_no_name_has_is_refused(
        refusing: StageOf, model: str, operation: Operation,
        member: Member) -> None:
    stage = refusing(model)
    for text in ('a b', 'a/b', '\xe9'):
        scene = refusable(stage, operation, member)
        put(scene.body, body_path(operation.op, member.name),
            [text] if member.json == 'array' else text)
        refused(stage, operation, scene, 'INV_INPUT_ILLEGAL_CHAR')


@pytest.mark.covers('any request', 'INV_INPUT_NO_REQ')
@for_each_operation()
def test_a_request_without_a_body_is_refused(
        refusing: StageOf, model: str, operation: Operation) -> None:
    stage = refusing(model)
    refused(stage, operation, refusable(stage, operation), 'INV_INPUT_NO_REQ',
            raw=b'')


@for_each_operation()
@pytest.mark.parametrize('symbol, body', [
    ('JSON_SYNTAX_ERR', b'{'), ('INV_INPUT_NOT_JSON_OBJ', b'[]'),
    ('INV_UTF', b'{"name": "\xff"}'), ('JSON_SYNTAX_ERR', b'{"a": NaN}')])
def test_a_body_that_is_no_json_object_is_refused(
        refusing: StageOf, model: str, operation: Operation, symbol: str,
        body: bytes) -> None:
    stage = refusing(model)
    refused(stage, operation, refusable(stage, operation), symbol, raw=body)
