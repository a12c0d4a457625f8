"""What a report says of a captured array, and what it does not say."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from hpe3parclient import twin
from hpe3parclient.client import HPE3ParClient
from hpe3parclient.simulator import PERSONALITIES, SimulatedArray
from tests.support.simulated import connect, environment_of
from tests.twin.test_load import CPG, VOLUME, capture_of, populate


@pytest.mark.parametrize('model', sorted(PERSONALITIES))
def test_an_array_of_ours_does_not_differ(model: str, tmp_path: Path) -> None:
    with SimulatedArray(model, volumes=2) as array, HPE3ParClient(
            array.api_url, secure=array.ca_bundle) as client:
        client.login(array.user, array.password)
        populate(client)
        twin.capture(client, tmp_path / 'a.json')
    comparison = twin.compare(twin.Capture(tmp_path / 'a.json'))
    assert comparison.findings == [], comparison.text()
    assert comparison.text().endswith(': 0 differences')


@pytest.fixture
def comparison(tmp_path: Path) -> twin.Comparison:
    capture = capture_of(tmp_path / 'a.json', {
        '/cpgs': [CPG],
        '/volumes': [{**VOLUME, 'sizeMiB': 2048, 'failedStates': 'no'},
                     {**VOLUME, 'id': 13, 'name': 'two', 'baseId': 13,
                      'uuid': CPG['uuid']},
                     {**VOLUME, 'id': 14, 'name': 'lost', 'userCPG': 'x'}],
        '/somethingnew': [{'id': 1, 'name': 'thing'}]})
    return twin.compare(capture)


def of_kind(comparison: twin.Comparison, kind: str) -> dict[str, Any]:
    return {f'{item.path} {item.member}'.strip(): item
            for item in comparison.findings if item.kind == kind}


def test_members_are_missing_unknown_or_of_another_type(
        comparison: twin.Comparison) -> None:
    missing, unknown = (of_kind(comparison, kind)
                        for kind in ('missing', 'unknown'))
    assert missing['/volumes neverSeen'].objects == 2
    assert '/system totallyNew' in missing
    assert '/cpgs SDGrowth' in unknown
    assert '/volumes failedStates' in of_kind(comparison, 'type')
    assert '/volumes degradedStates' in of_kind(comparison, 'value')


def test_what_the_model_cannot_hold_is_named(
        comparison: twin.Comparison) -> None:
    assert set(of_kind(comparison, 'object')) == {'/volumes/lost'}
    assert set(of_kind(comparison, 'path')) == {'/somethingnew'}


def test_error_numbers_are_compared(tmp_path: Path) -> None:
    writer = twin.document.Writer(tmp_path / 'a.json', {})
    writer.missing('get', '/volumes/no-such-volume', 'not found', 23)
    writer.missing('get', '/hosts/no-such-host', 'not found', 4711)
    writer.close()
    comparison = twin.compare(twin.Capture(tmp_path / 'a.json'))
    (item,) = [item for item in comparison.findings if item.kind == 'error']
    assert (item.path, item.captured, item.own) == (
        '/hosts/no-such-host', 4711, 17)


def test_the_report_for_people_groups_by_kind(
        comparison: twin.Comparison) -> None:
    text = comparison.text()
    assert text.startswith('an array, unknown release: ')
    assert '\nthe array has the member, the model does not:\n' in text
    assert '  /volumes neverSeen (2 objects)\n' in text


def test_the_report_to_send_holds_no_name_and_no_value(
        comparison: twin.Comparison) -> None:
    text = json.dumps(comparison.as_json())
    for secret in ('odd', 'gold', 'lost', 'real', '1234567', CPG['uuid'],
                   '"x"'):
        assert secret not in text
    assert 'neverSeen' in text


def test_the_command_prints_and_writes(
        tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    from hpe3parclient import __main__ as command
    capture_of(tmp_path / 'a.json', {'/cpgs': [CPG]})
    report = tmp_path / 'report.json'
    assert command.main(['compare', str(tmp_path / 'a.json'), '--json',
                         str(report)]) == 0
    assert 'the model has the member' in capsys.readouterr().out
    assert json.loads(report.read_text())['format'] == \
        'hpe3parclient comparison'
    assert command.main(['compare', str(report)]) == 1


# -- an array that answers now ----------------------------------------------------


@pytest.fixture
def array(tmp_path: Path, monkeypatch: pytest.MonkeyPatch
          ) -> Iterator[SimulatedArray]:
    with SimulatedArray(volumes=2) as running:
        for name, value in environment_of(running, tmp_path).items():
            monkeypatch.setenv(name, value)
        monkeypatch.chdir(tmp_path)
        yield running
        assert len(running.state.sessions) == 0


def test_an_array_that_answers_now_is_compared(array: SimulatedArray,
                                               tmp_path: Path) -> None:
    array.faults.add('status', path='/hosts/no-such-host', status=404,
                     body={'code': 4711, 'desc': 'new'}, times=10)
    before = array.snapshot()['arrays'][0]['volumes']
    seen: list[twin.CaptureProgress] = []
    with connect(array) as client:
        array.requests.clear()
        comparison = twin.compare(client, progress=seen.append)
        assert {request.method for request in array.requests} == {'GET'}
    assert [(item.kind, item.path, item.captured, item.own)
            for item in comparison.findings] == [
        ('error', '/hosts/no-such-host', 4711, 17)]
    assert comparison.as_json()['findings'][0]['path'] == '/hosts/no-such-host'
    assert array.snapshot()['arrays'][0]['volumes'] == before
    assert seen
    assert sorted(path.name for path in tmp_path.iterdir()) == ['password']


def test_the_command_reads_the_array_without_a_file(
        array: SimulatedArray, capsys: pytest.CaptureFixture[str]) -> None:
    from hpe3parclient import __main__ as command
    assert command.main(['compare', '--json', 'report.json']) == 0
    assert capsys.readouterr().out == 'HP_3PAR 8440, 3.3.1.460: 0 differences\n'
    report = json.loads(Path('report.json').read_text())
    assert report['source']['model'] == 'HP_3PAR 8440'
    assert 'serialNumber' not in report['source']


def test_the_command_takes_an_array_by_name(
        array: SimulatedArray, tmp_path: Path, monkeypatch: pytest.MonkeyPatch,
        capsys: pytest.CaptureFixture[str]) -> None:
    pytest.importorskip('tomllib' if sys.version_info >= (3, 11) else 'tomli')
    from hpe3parclient import __main__ as command
    config = tmp_path / 'arrays.toml'
    config.write_text(f'[arrays.lab]\nurl = "{array.api_url}"\n'
                      f'user = "{array.user}"\n'
                      f'password_file = "{tmp_path / "password"}"\n'
                      f'ca_bundle = "{array.ca_bundle}"\n')
    config.chmod(0o600)
    monkeypatch.setenv('HPE3PAR_CONFIG', str(config))
    assert command.main(['compare', '--array', 'lab']) == 0
    assert '0 differences' in capsys.readouterr().out
    array.requests.clear()
    with pytest.raises(SystemExit) as caught:
        command.main(['compare', 'a.json', '--array', 'lab'])
    assert caught.value.code == 2
    assert 'CAPTURE: not allowed with' in capsys.readouterr().err
    assert not array.requests


def test_members_that_are_called_as_an_object_is_are_not_sent(
        tmp_path: Path) -> None:
    capture = capture_of(tmp_path / 'a.json', {'/cpgs': [
        {**CPG, 'perVolume': {'secret-volume': 1, 'fine': 'x'}}]})
    report = json.dumps(twin.compare(capture).as_json())
    assert 'secret-volume' not in report
    assert 'perVolume' in report
