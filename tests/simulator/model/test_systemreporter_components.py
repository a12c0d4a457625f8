"""The nine components: their members, and how their figures hang together."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote

import pytest

from hpe3parclient.simulator.model.systemreporter.components import COMPONENTS

LOAD = {'IO': 'read write total', 'KBytes': 'read write total',
        'serviceTimeMS': 'read write total', 'IOSizeKB': 'read write total',
        'queueLength': '', 'busyPct': ''}
CHUNKLETS = 'usedOK usedFailed availClean availDirty availFailed'
SPACE = 'adminMiB snapMiB userMiB totalMiB'
#: members of each component in the WSAPI 1.5 guide, and of cpustatistics as
#: captured later; capacityEfficiency may be missing where nothing is used
MEMBERS: dict[str, dict[str, str]] = {
    'cachememorystatistics': {
        'hitIO': 'read write', 'missIO': 'read write',
        'accessIO': 'read write', 'hitPct': 'read write',
        'totalAccessIO': '', 'lockBulkIO': '',
        'pageStatistic': 'pageStates dirtyPages maxDirtyPages delayAckPages'},
    'cpgspacedata': {
        'usedSpace': SPACE, 'freeSpace': SPACE, 'totalSpace': SPACE,
        'growthMiB': ''},
    'cpgstatistics': LOAD, 'physicaldiskstatistics': LOAD,
    'portstatistics': LOAD, 'vlunstatistics': LOAD,
    'physicaldiskcapacity': dict.fromkeys(
        ('allocatedMiB', 'freeMiB', 'failedMiB', 'totalMiB'), ''),
    'physicaldiskspacedata': {
        'normalChunklets': CHUNKLETS, 'spareChunklets': CHUNKLETS,
        'lifeLeftPct': '', 'temperatureC': ''},
    'cpustatistics': dict.fromkeys(
        ('userPct', 'systemPct', 'idlePct', 'interruptsPerSec',
         'contextSwitchesPerSec'), ''),
    'volumespacedata': {
        'rawReserved': 'userMiB snapMiB adminMiB totalMiB',
        'userSpace': 'usedMiB freeMiB reservedMiB',
        'snapSpace': 'usedMiB freeMiB reservedMiB VcopyMiB',
        'adminSpace': 'usedMiB freeMiB reservedMiB VcopyMiB',
        'totalSpace': 'usedMiB virtualSizeMiB reservedMiB VcopyMiB'}}
#: what tells a group, and how many kinds of keys every group has
GROUPS = {
    'cachememorystatistics': 'node',
    'cpgspacedata': 'id name diskType RAIDType',
    'cpgstatistics': 'name', 'cpustatistics': 'node cpu',
    'physicaldiskcapacity': 'id cageID cageSide mag diskPos type RPM',
    'physicaldiskspacedata': 'id cageID cageSide mag diskPos type RPM',
    'physicaldiskstatistics': 'id node slot cardPort type RPM',
    'portstatistics': 'node slot cardPort type speed',
    'vlunstatistics':
        'volumeName hostname lun hostWWN node slot cardPort',
    'volumespacedata': 'id name baseId wwn provisioningType copyType'}
WWN = '50060B0000C26200'


@pytest.fixture
def used(pool: Any) -> Any:
    """Two volumes in two sets, one of them exported and written to."""
    for name in 'vw':
        pool.ok('POST', '/volumes', {'name': name, 'cpg': 'c',
                                     'sizeMiB': 1048576, 'tpvv': True})
    pool.ok('POST', '/hosts', {'name': 'h', 'FCWWNs': [WWN]})
    pool.ok('POST', '/volumesets', {'name': 's', 'setmembers': ['v']})
    pool.ok('POST', '/volumesets', {'name': 't', 'setmembers': ['v', 'w']})
    pool.array.state.log_in('h')
    for lun, name in enumerate('vw'):
        pool.ok('POST', '/vluns', {'volumeName': name, 'hostname': 'h',
                                   'lun': lun})
    pool.array.clock.advance(-pool.array.clock.now() % 3600)
    pool.array.state.write('v', 300)
    return later(pool, 300)


def later(api: Any, seconds: float) -> Any:
    api.array.clock.advance(seconds)
    return api.log_in()


def versus(api: Any, name: str, rest: str = 'hires') -> list[dict[str, Any]]:
    result: list[dict[str, Any]] = api.get(
        f'/systemreporter/vstime/{name}/{rest}')['members']
    return result


def at(api: Any, name: str, rest: str = 'hires', query: str = ''
       ) -> list[dict[str, Any]]:
    text = f'?query={quote(f"{chr(34)}{query}{chr(34)}")}' if query else ''
    result: list[dict[str, Any]] = api.get(
        f'/systemreporter/attime/{name}/{rest}{text}')['members']
    return result


def total(items: list[dict[str, Any]], *path: str) -> float:
    values: list[Any] = items
    for name in path:
        values = [value[name] for value in values]
    return sum(values)


def test_every_component_of_the_guide_is_there() -> None:
    assert set(COMPONENTS) == set(MEMBERS)


def check_members(name: str, member: dict[str, Any]) -> None:
    for key, inside in MEMBERS[name].items():
        if inside:
            assert set(member[key]) == set(inside.split()), key
        else:
            assert isinstance(member[key], (int, float)), key


@pytest.mark.parametrize('name', MEMBERS)
@pytest.mark.parametrize('frequency', ['hires', 'hourly', 'daily'])
def test_members_of_a_series_are_those_of_the_guide(
        used: Any, name: str, frequency: str) -> None:
    for member in versus(used, name, frequency):
        check_members(name, member)
        assert set(member) - {'capacityEfficiency'} == {
            'sampleTime', 'sampleTimeSec', *MEMBERS[name]}


@pytest.mark.parametrize('name', MEMBERS)
def test_groups_are_told_by_every_category_unless_some_are_named(
        used: Any, name: str) -> None:
    members = at(used, name)
    assert members
    for member in members:
        check_members(name, member)
        assert set(member) - {
            'capacityEfficiency', 'vvsetName', 'userCPG', 'snapCPG'} == {
                *GROUPS[name].split(), *MEMBERS[name]}


@pytest.mark.parametrize(('name', 'group'), [
    (item.name, group) for item in COMPONENTS.values()
    for group in item.groups])
def test_report_may_be_grouped_by_each_category(
        used: Any, name: str, group: str) -> None:
    members = at(used, name, f'hires;groupby:{group}')
    keys = [member.get(group) for member in members]
    assert len(set(keys)) == len(keys) == len(members) > 0
    for member in members:
        assert set(member) - set(MEMBERS[name]) <= {
            group, 'capacityEfficiency'}


@pytest.mark.parametrize('name', [
    'physicaldiskstatistics', 'vlunstatistics', 'cachememorystatistics'])
def test_groups_add_up_to_the_whole(used: Any, name: str) -> None:
    path = ('IO', 'total') if name != 'cachememorystatistics' \
        else ('totalAccessIO',)
    for kind in ('hires', 'daily'):
        assert total(at(used, name, f'{kind};groupby:{GROUPS[name].split()[0]}'),
                     *path) == pytest.approx(
            total(versus(used, 'cpgstatistics', kind)[-1:], 'IO', 'total'),
            rel=0.02, abs=5)


def test_written_volume_is_the_one_whose_paths_are_busy(used: Any) -> None:
    busy = {item['volumeName']: item['KBytes']['write']
            for item in at(used, 'vlunstatistics', 'hires;groupby:volumeName')}
    assert busy == {'v': pytest.approx(1048.6), 'w': 0.0}


def test_series_is_narrowed_by_parameters(used: Any) -> None:
    name = 'vlunstatistics'

    def last(rest: str) -> float:
        return total(versus(used, name, f'hires;{rest}')[-1:],
                     'KBytes', 'write')

    assert last('volumeName:v') == pytest.approx(1048.6)
    assert last('volumeName:w') == 0.0
    assert last('volumeName:set:s') == pytest.approx(1048.6)
    assert last('lun:1') == 0.0
    assert last('hostname:h;lun:0,1') == pytest.approx(1048.6)
    positions = [':'.join(str(item[key]) for key in (
        'node', 'slot', 'cardPort')) for item in at(
            used, name, 'hires;groupby:node,slot,cardPort')]
    assert last('portPos:' + ','.join(positions)) == pytest.approx(1048.6)
    assert last(f'portPos:{positions[0]}') < 1048


def test_groups_are_narrowed_by_the_query(used: Any) -> None:
    members = at(used, 'vlunstatistics', query='volumeName EQ v AND lun EQ 0')
    assert {item['volumeName'] for item in members} == {'v'}
    assert {item['vvsetName'] for item in at(
        used, 'volumespacedata', 'hires;groupby:vvsetName',
        'name EQ v')} == {'s', 't'}
    assert at(used, 'volumespacedata', query='vvsetName EQ s')[0][
        'name'] == 'v'


def test_space_of_volumes_is_that_of_their_cpg(used: Any) -> None:
    for kind in ('hires', 'daily'):
        cpg = versus(used, 'cpgspacedata', kind)
        volumes = versus(used, 'volumespacedata', f'{kind};userCPG:c')
        for one, other in zip(cpg, volumes):
            assert one['usedSpace']['userMiB'] == pytest.approx(
                other['userSpace']['reservedMiB'], abs=4)


def test_processors_are_busy_or_idle_and_came_later(
        used: Any, serve: Any, raw_client: Any) -> None:
    for item in at(used, 'cpustatistics', 'hires;groupby:node'):
        assert item['userPct'] + item['systemPct'] + item['idlePct'] \
            == pytest.approx(100)
    old = raw_client(serve('3par-3.2.2')).log_in()
    old.refused('URI_RES_NOT_FOUND', 'GET',
                '/systemreporter/attime/cpustatistics/hires')


def test_capacity_of_disks_is_that_of_the_array(used: Any) -> None:
    capacity = used.get('/capacity')['allCapacity']
    disks = versus(used, 'physicaldiskcapacity')[-1]
    assert disks['totalMiB'] == capacity['totalMiB']
    assert disks['allocatedMiB'] \
        == capacity['allocated']['totalAllocatedMiB']
    assert disks['freeMiB'] == capacity['freeMiB']
    used.array.state.fail('pd', 0)
    failed = at(used, 'physicaldiskcapacity', query='id EQ 0')[0]
    assert failed['failedMiB'] == failed['totalMiB'] > 0


def test_chunklets_make_up_the_disk(used: Any) -> None:
    sizes = {item['id']: item['totalMiB'] // 1024
             for item in at(used, 'physicaldiskcapacity')}
    for item in at(used, 'physicaldiskspacedata'):
        assert sum(item['normalChunklets'].values()) + sum(
            item['spareChunklets'].values()) == sizes[item['id']]


def test_writes_make_the_series_of_space_grow(used: Any) -> None:
    before = versus(used, 'volumespacedata', 'hires;name:v')[-1]
    used.array.state.write('v', 100000)
    later(used, 600)
    after = versus(used, 'volumespacedata', 'hires;name:v')
    assert after[-1]['userSpace']['usedMiB'] \
        == before['userSpace']['usedMiB'] + 100000
    assert after[-3]['userSpace']['usedMiB'] \
        == before['userSpace']['usedMiB']
    cpg = versus(used, 'cpgspacedata', 'hires;name:c')
    assert cpg[-1]['usedSpace']['userMiB'] \
        > cpg[-3]['usedSpace']['userMiB']
    assert cpg[-1]['growthMiB'] == 0 < cpg[-2]['growthMiB']


def test_space_was_smaller_before_the_start(used: Any) -> None:
    days = [item['usedSpace']['totalMiB']
            for item in versus(used, 'cpgspacedata', 'daily')]
    assert days == sorted(days)
    assert 0 < days[0] < days[-1]


def test_links_carry_the_query_where_the_guide_says_so(used: Any) -> None:
    query = '?query=' + quote('"sampleTime LE 2050-01-01T00:00:00Z"')
    for name in MEMBERS:
        body = used.get(f'/systemreporter/vstime/{name}/daily{query}')
        linked = name in ('physicaldiskspacedata', 'volumespacedata')
        assert ('links' in body) is linked
        if linked:
            assert body['links'][0]['href'].endswith(query)
