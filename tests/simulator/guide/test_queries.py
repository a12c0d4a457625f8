"""The filters that the guide prints, on every array of its release or later."""

from __future__ import annotations

from typing import Any, Callable
from urllib.parse import quote

import pytest

from hpe3parclient.simulator import PERSONALITIES
from tests.simulator.guide.stage import Stage

StageOf = Callable[[str], Stage]
MODELS = [model for model, array in PERSONALITIES.items()
          if (array.major, array.minor) >= (1, 5)]
on_each = pytest.mark.parametrize('model', MODELS)


def chosen(stage: Stage, path: str, expression: str) -> list[Any]:
    """The members that a filter leaves."""
    body = stage.api.get(f'{path}?query=' + quote(f'"{expression}"'))
    assert body['total'] == len(body['members'])
    return list(body['members'])


@on_each
@pytest.mark.parametrize('field', ['wwn', 'uuid', 'userCPG'])
def test_volumes_are_found_by_what_they_show(stages: StageOf, model: str,
                                             field: str) -> None:
    stage = stages(model)
    name = stage.volume(cpg='u')
    value = stage.api.get(f'/volumes/{name}')[field]
    result = chosen(stage, '/volumes', f'{field} EQ {value}')
    assert name in [item['name'] for item in result]
    assert {item[field] for item in result} == {value}


@on_each
def test_null_finds_volumes_without_the_member(stages: StageOf,
                                               model: str) -> None:
    stage = stages(model)
    full, thin = stage.fresh('v'), stage.volume()
    stage.api.ok('POST', '/volumes', {'name': full, 'cpg': 'c',
                                      'sizeMiB': 256, 'tpvv': True})
    names = [item['name'] for item in chosen(stage, '/volumes',
                                             'snapCPG EQ null')]
    assert thin not in names
    assert (full in names) != stage.personality.reduce


@on_each
@pytest.mark.parametrize('field', ['volumeWWN', 'volumeName', 'hostname'])
def test_vluns_are_found_by_what_they_show(stages: StageOf, model: str,
                                           field: str) -> None:
    stage = stages(model)
    volume, host = stage.volume(), stage.host()
    stage.api.ok('POST', '/vluns', {'volumeName': volume, 'hostname': host,
                                    'lun': 1})
    item = stage.api.get(f'/vluns/{volume},1,{host}')['members'][0]
    assert chosen(stage, '/vluns', f'{field} EQ {item[field]}') == [item]


@on_each
def test_null_finds_vluns_without_a_path(stages: StageOf, model: str) -> None:
    stage = stages(model)
    volume, host = stage.volume(), stage.host()
    stage.api.ok('POST', '/vluns', {'volumeName': volume, 'hostname': host,
                                    'lun': 1})
    assert volume in [item['volumeName'] for item in chosen(
        stage, '/vluns', 'remoteName EQ null')]


@on_each
@pytest.mark.parametrize('member, field', [
    ('FCWWNs', 'FCPaths[wwn EQ {0}]'), ('iSCSINames', 'iSCSIPaths[name EQ {0}]')])
def test_hosts_are_found_by_their_paths(stages: StageOf, model: str,
                                        member: str, field: str) -> None:
    stage = stages(model)
    value = stage.wwn() if member == 'FCWWNs' else stage.iqn()
    name = stage.host(**{member: [value]})
    assert [item['name'] for item in chosen(
        stage, '/hosts', field.format(value))] == [name]


@on_each
@pytest.mark.parametrize('path, expression', [
    ('/hostpersonas', 'wsapiAssignedId EQ 2'), ('/ports', 'type EQ 1'),
    ('/ports', 'type EQ 1 OR type EQ 2'), ('/fcswitches', 'portPos EQ 0:1:1')])
def test_small_resources_can_be_filtered(stages: StageOf, model: str,
                                         path: str, expression: str) -> None:
    stage = stages(model)
    every = stage.api.get(path)['members']
    assert all(item in every for item in chosen(stage, path, expression))


@on_each
@pytest.mark.parametrize('path, symbol', [
    ('/volumes', 'INV_QUERY_STRING'), ('/vluns', 'INV_QUERY_STRING'),
    ('/ports', 'INV_QUERY_STRING'), ('/hostpersonas', 'INV_QUERY_STRING'),
    ('/hosts', 'INV_INPUT')])
@pytest.mark.parametrize('expression', [
    '"colour EQ x"', '"wwn"', '"wwn EQ"', 'wwn EQ x', '""'])
def test_a_bad_filter_is_refused(refusing: StageOf, model: str, path: str,
                                 symbol: str, expression: str) -> None:
    refusing(model).api.refused(symbol, 'GET',
                                f'{path}?query=' + quote(expression))


@on_each
@pytest.mark.parametrize('text, good', [
    ('true', True), ('false', True), ('perhaps', False)])
def test_an_export_goes_with_or_without_a_change_notification(
        stages: StageOf, model: str, text: str, good: bool) -> None:
    stage = stages(model)
    volume, host = stage.volume(), stage.host()
    stage.api.ok('POST', '/vluns', {'volumeName': volume, 'hostname': host,
                                    'lun': 1})
    answer = stage.api('DELETE', f'/vluns/{volume},1,{host}?noVcn={text}')
    assert answer.status == (200 if good else 400)
