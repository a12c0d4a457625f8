"""Values that no release gives are named, and do not stop a capture's loading."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, Callable

import pytest

from hpe3parclient import twin
from hpe3parclient.client import HPE3ParClient
from hpe3parclient.simulator import SimulatedArray
from hpe3parclient.simulator.captured.load import load
from hpe3parclient.simulator.captured.shapes import misfits, shape_of

RECORDINGS = Path(__file__).with_name('recordings')

#: what is planted, in the first object of a list that has the member: the list,
#: the names on the way to the member, the value (``...``: it is removed), and
#: the kind of the difference
PLANTED: list[tuple[str, str, Any, str]] = [
    ('/volumes', 'sizeMiB', 'seven', 'type'),
    ('/volumes', 'additionalStates', [{'q': 2}], 'type'),
    ('/volumes', 'policies', None, 'type'),
    ('/volumes', 'policies.caching', 'yes', 'type'),
    ('/volumes', 'provisioningType', 97, 'value'),
    ('/volumes', 'state', 97, 'value'),
    ('/volumes', 'name', ..., 'unknown'),
    ('/volumesets', 'flashCachePolicy', 97, 'value'),
    ('/volumesets', 'setmembers', [7], 'type'),
    ('/hosts', 'persona', 'seven', 'type'),
    ('/hosts', 'FCPaths', None, 'type'),
    ('/hostsets', 'setmembers', 'db1', 'type'),
    ('/vluns', 'volumeName', ..., 'unknown'),
    ('/vluns', 'active', 'true', 'type'),
    ('/vluns', 'portPos.slot', 'one', 'type'),
    ('/vluns', 'portPos.node', ..., 'unknown'),
    ('/ports', 'portPos.neverSeen', 1, 'missing'),
    ('/ports', 'mode', 97, 'value'),
    ('/ports', 'linkState', 97, 'value'),
    ('/qos', 'ioMaxLimit', 'many', 'type'),
    ('/remotecopylinks', 'targetName', 7, 'type'),
    ('/remotecopygroups', 'targets', [None], 'type'),
    ('/tasks', 'priority', 97, 'value'),
    ('/tasks', 'user', 7, 'type'),
    ('/aoconfigurations', 't0CPG.minSpaceUtilizationMiB', None, 'type'),
    ('/users', 'username', ..., 'unknown'),
    ('/roles', 'role', None, 'type'),
    ('/volumespacedistribution', 'CPGs', [1], 'type'),
    ('/volumes/v0/objectKeyValues', 'creationTimeSec', 'seven', 'type'),
    ('/volumes/v0/objectKeyValues', 'key', None, 'type'),
    ('/system', 'licenseInfo.issueTimeSec', None, 'type'),
    ('/system', 'parameters.neverSeen', 1, 'missing'),
]


@pytest.fixture
def change(tmp_path: Path) -> Callable[[str, str, Any], twin.Capture]:
    """Changes one member in the recording of a 3PAR."""
    content = json.loads((RECORDINGS / '3par-3.3.1' / 'array.json').read_text())

    def changed(path: str, member: str, value: Any) -> twin.Capture:
        section = next(item for item in content['sections']
                       if item.get('get') == path)
        *before, last = member.split('.')
        for item in section.get('members') or [section['object']]:
            for name in before:
                item = item.get(name, {})
            if last in item or (last == 'neverSeen' and item):
                break
        if value is ...:
            del item[last]
        else:
            item[last] = value
        (tmp_path / 'a.json').write_text(json.dumps(content))
        return twin.Capture(tmp_path / 'a.json')

    return changed


@pytest.mark.parametrize(('path', 'member', 'value', 'kind'), PLANTED, ids=str)
def test_a_planted_value_is_named_by_its_member(
        change: Callable[[str, str, Any], twin.Capture], path: str,
        member: str, value: Any, kind: str) -> None:
    comparison = twin.compare(change(path, member, value))
    lines = [(item.kind, item.path, item.member)
             for item in comparison.findings]
    assert (kind, path, member) in lines, lines
    # nothing that has nothing to do with it
    assert len(lines) < 12
    json.dumps(comparison.as_json())


def test_an_object_is_loaded_without_what_cannot_be_read(
        change: Callable[[str, str, Any], twin.Capture]) -> None:
    taken = change('/volumes', 'comment', 7)
    name = next(item['name'] for item in taken.members('/volumes')
                if item.get('comment') == 7)
    loaded = load(taken)
    assert loaded.left_out == {}
    assert name in loaded.array.volumes
    with SimulatedArray(array=loaded.array, tls=False, ssh_port=None) as array:
        with HPE3ParClient(array.api_url) as client:
            client.login(array.user, array.password)
            shown: Any = client.getVolume(name)
    assert shown['comment'] == 7


@pytest.mark.parametrize('version', [
    None, 7, {}, {'build': 'x'}, {'major': None}], ids=str)
def test_an_unreadable_version_is_that_of_the_oldest_release(
        change: Callable[[str, str, Any], twin.Capture], version: Any) -> None:
    taken = change('/system', 'name', 'odd')
    taken.source['wsapi'] = version
    assert load(taken).array.name == 'odd'


@pytest.mark.parametrize(('path', 'member', 'value'), [
    ('/system', 'totalNodes', 97), ('/system', 'totalNodes', 0),
    ('/wsapiconfiguration', 'sessionTimeout', -1),
    ('/wsapiconfiguration', 'systemResourceUsage', 2 ** 70)])
def test_numbers_that_no_array_can_have_are_only_shown(
        change: Callable[[str, str, Any], twin.Capture], path: str,
        member: str, value: int) -> None:
    (finding,) = twin.compare(change(path, member, value)).findings
    assert (finding.path, finding.member, finding.captured) == (path, member, value)


def test_a_number_without_a_published_name_is_known() -> None:
    shape = shape_of('/volumes')
    assert shape is not None
    values = {item.path: item.own for item in misfits(
        {'provisioningType': 97, 'compressionState': 6}, shape)
        if item.kind == 'value'}
    assert values == {('provisioningType',): [1, 2, 3, 4, 5, 6, 7]}
