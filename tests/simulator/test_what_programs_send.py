"""Requests as programs in other languages send them, and what they expect.

LXD and forklift (Go), CloudStack and CoprHD (Java), HPE's CSI driver, Zabbix,
OpenStack Cinder, HPE's toolkits and live tests: what they send was read in
their sources or logs, and works on real arrays. Raw HTTP, no client of ours.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack
from typing import Any
from urllib.parse import quote

import pytest

from hpe3parclient.simulator import PERSONALITIES, Clock, SimulatedArray
from tests.support.rawclient import Answer, RawClient

OLDER = ('3par-3.1.3', '3par-3.2.2', '3par-3.3.1')
NEWER = ('primera-4.x', 'alletra-9000', 'alletra-mp')
EVERY = tuple(PERSONALITIES)
WWN = '10000000C9000001'
IQN = 'iqn.1998-01.com.example:i'
NQN = 'nqn.2014-08.org.nvmexpress:uuid:00000000-0000-4000-8000-000000000001'


@pytest.fixture
def api(request: pytest.FixtureRequest) -> Iterator[RawClient]:
    """Logged in to an array of a generation, with a CPG ``c``."""
    with ExitStack() as stack:
        array = stack.enter_context(SimulatedArray(
            request.param, tls=False, seed=1, clock=Clock(running=False)))
        client = RawClient(array).log_in()
        client.ok('POST', '/cpgs', {'name': 'c'})
        yield client


def on(*models: str) -> pytest.MarkDecorator:
    """Run the test on these generations."""
    return pytest.mark.parametrize('api', models, indirect=True)


def query(path: str, text: str) -> str:
    return f'{path}?query=%22{quote(text, safe="=:[]")}%22'


def matches(api: RawClient, path: str, text: str) -> list[Any]:
    members: list[Any] = api.get(query(path, text))['members']
    return members


def wait(api: RawClient) -> None:
    """Let tasks end; the session does not last so long."""
    api.array.clock.advance(3600)
    api.log_in()


# -- sessions -----------------------------------------------------------------


@on(*EVERY)
def test_a_login_answers_201_and_texts(api: RawClient) -> None:
    answer = api('POST', '/credentials', {
        'user': api.array.user, 'password': api.array.password})
    assert answer.status == 201
    assert {type(value) for value in answer.body.values()} == {str}


@on(*NEWER)
def test_newer_arrays_take_the_type_of_a_session(api: RawClient) -> None:
    api.ok('POST', '/credentials', {
        'user': api.array.user, 'password': api.array.password,
        'sessionType': 1}, 201)


@on(*EVERY)
def test_a_session_ends_without_the_session_header(api: RawClient) -> None:
    key, api.key = api.key, None
    assert api('DELETE', f'/credentials/{key}').status == 200
    api.key = key
    assert (api('GET', '/volumes').status, api('GET', '/volumes').code) == (
        403, 6)


@on(*EVERY)
@pytest.mark.parametrize('header', [
    'x-hp3par-wsapi-sessionkey', 'X-HP3PAR-WSAPI-SESSIONKEY'])
def test_the_session_header_is_taken_in_any_case(api: RawClient,
                                                 header: str) -> None:
    key, api.key = api.key, None
    assert api('GET', '/cpgs', None, **{header: key or ''}).status == 200


@on(*EVERY)
def test_headers_of_bodies_do_no_harm_without_one(api: RawClient) -> None:
    json = {'Content-Type': 'application/json'}
    assert api('GET', '/cpgs', None, **json).status == 200
    assert api('GET', '/cpgs', None, **{'Content-Length': '0'}).status == 200
    api.volume('v')
    assert api('DELETE', '/volumes/v', {}).status == 200


@on(*EVERY)
def test_a_login_may_name_its_charset(api: RawClient) -> None:
    body = b'{"user":"%s","password":"%s"}' % (
        api.array.user.encode(), api.array.password.encode())
    assert api('POST', '/credentials', body, **{
        'Content-Type': 'application/json; charset=utf-8'}).status == 201


@on('3par-3.3.1', 'primera-4.x')
@pytest.mark.parametrize('charset', ['; charset=iso-8859-1', ''])
def test_a_body_may_be_latin(api: RawClient, charset: str) -> None:
    body = '{"name":"v","cpg":"c","sizeMiB":256,"tpvv":true,"comment":"é"}'
    assert api('POST', '/volumes', body.encode('iso-8859-1'), **{
        'Content-Type': f'application/json{charset}'}).status == 201
    assert api.get('/volumes/v')['comment'] == 'é'


@on('alletra-mp')
def test_the_newest_arrays_need_a_key_for_the_version(api: RawClient) -> None:
    api.key = None
    answer = api.send('GET', '/api')
    assert (answer.status, answer.body) == (
        403, {'code': 6, 'desc': 'invalid session key'})


@on(*EVERY)
def test_answers_are_json_and_nothing_behind_it(api: RawClient) -> None:
    for path in ('/system', '/volumes', '/volumes/missing', '/cpgs'):
        answer = api('GET', path)
        assert answer.headers['Content-Type'] == 'application/json'
    assert api('DELETE', '/cpgs/c').headers['Content-Type'] is None


@on(*EVERY)
def test_two_slashes_before_a_resource_are_taken(api: RawClient) -> None:
    api.volume('v')
    for path in ('//volumes', '//volumes/v', '//vluns'):
        assert api('GET', path).status == 200


@on(*NEWER)
def test_the_front_of_newer_arrays_adds_headers(api: RawClient) -> None:
    headers = api('GET', '/system').headers
    assert headers['Content-Language'] == 'en-US'
    assert headers['Server'] == 'hp3par-wsapi'
    for name in ('Strict-Transport-Security', 'X-Content-Type-Options',
                 'X-Frame-Options', 'Content-Security-Policy', 'Vary'):
        assert headers[name]


# -- names and texts ----------------------------------------------------------


@on('alletra-mp')
@pytest.mark.parametrize('length', [34, 36, 37])
def test_the_newest_arrays_take_long_names(api: RawClient,
                                           length: int) -> None:
    name = 's' * (length - 1) + '0'
    api.volume(name)
    api.ok('POST', f'/volumes/{name}', {
        'action': 'createSnapshot', 'parameters': {'name': 'x' * length}})
    assert api.get('/volumes/' + 'x' * length)['copyOf'] == name
    api.ok('POST', '/volumesets', {'name': 's', 'setmembers': [name]})
    api.ok('PUT', '/volumesets/s', {'action': 2, 'setmembers': [name]})
    api.ok('PUT', f'/volumes/{name}', {'newName': 'n' * length})
    api.ok('POST', '/hosts', {'name': 'h'})
    api.ok('POST', '/vluns', {'volumeName': 'n' * length, 'lun': 1,
                              'hostname': 'h'})


@on('3par-3.3.1', 'primera-4.x', 'alletra-9000')
def test_other_names_end_at_31_characters(api: RawClient) -> None:
    api.volume('v' * 31)
    api.refused('INV_INPUT_EXCEEDS_LENGTH', 'POST', '/volumes', {
        'name': 'v' * 32, 'cpg': 'c', 'sizeMiB': 256, 'tpvv': True})


@on('3par-3.3.1', 'alletra-9000')
def test_names_of_sets_end_at_27_characters(api: RawClient) -> None:
    for path in ('/hostsets', '/volumesets'):
        api.ok('POST', path, {'name': 's' * 27})
        api.refused('INV_INPUT_EXCEEDS_LENGTH', 'POST', path,
                    {'name': 's' * 28})


@on(*EVERY)
def test_a_member_that_is_in_the_set_is_104(api: RawClient) -> None:
    api.volume('v')
    api.ok('POST', '/hosts', {'name': 'h'})
    for path, name in (('/volumesets', 'v'), ('/hostsets', 'h')):
        api.ok('POST', path, {'name': 's', 'setmembers': [name]})
        answer = api('PUT', f'{path}/s', {'action': 1, 'setmembers': [name]})
        assert (answer.status, answer.code) == (409, 104)


def text_of(answer: Answer) -> tuple[int, int | None, str]:
    return answer.status, answer.code, answer.body['desc']


@on(*EVERY)
def test_texts_that_programs_compare(api: RawClient) -> None:
    api.volume('v', snapCPG=None)
    api.ok('POST', '/volumesets', {'name': 's'})
    body = {'name': 'v', 'cpg': 'c', 'sizeMiB': 256, 'tpvv': True}
    assert text_of(api('POST', '/volumes', body)) == (
        409, 22, 'volume exists')
    assert text_of(api('POST', '/volumesets', {'name': 's'})) == (
        409, 101, 'Set exists')
    status, code, text = text_of(api('POST', '/volumes', {
        **body, 'name': 'a*b'}))
    assert (status, code) == (400, 69)
    assert 'illegal character in input' in text
    status, code, text = text_of(api('POST', '/volumes', {'name': 'w'}))
    assert (status, code) == (400, 40)
    assert 'some or all required parameters are missing' in text
    status, code, text = text_of(api('POST', '/hosts', {
        'name': 'h', 'FCWWNs': [WWN], 'iSCSINames': [IQN]}))
    assert (status, code) == (400, 44)
    assert 'parameters cannot be present at the same time' in text


@on(*OLDER)
def test_a_snapshot_without_snapshot_cpg_says_so(api: RawClient) -> None:
    api.volume('v', snapCPG=None)
    assert text_of(api('POST', '/volumes/v', {
        'action': 'createSnapshot', 'parameters': {'name': 's'}})) == (
        409, 33, 'volume has no snapshot CPG')


@on('alletra-mp')
def test_the_newest_arrays_refuse_older_reductions(api: RawClient) -> None:
    body = {'name': 'v', 'cpg': 'c', 'sizeMiB': 1024}
    answer = api('POST', '/volumes', {**body, 'tdvv': True})
    assert text_of(answer)[:2] == (400, 78)
    assert 'one of the parameters is required' in answer.body['desc']
    assert answer.body['ref'] == 'tpvv,reduce'
    answer = api('POST', '/volumes', {**body, 'reduce': True,
                                      'compression': True})
    assert text_of(answer)[:2] == (400, 42)
    assert 'unrecognized name' in answer.body['desc']
    api.ok('POST', '/volumes', {**body, 'reduce': True})
    item = api.get('/volumes/v')
    assert (item['provisioningType'], item['deduplicationState']) == (6, 1)


# -- volumes ------------------------------------------------------------------


@on(*NEWER)
def test_cloudstack_names_both_kinds_of_volume(api: RawClient) -> None:
    api.ok('POST', '/volumes', {
        'name': 'v', 'cpg': 'c', 'sizeMiB': 1024, 'tpvv': True,
        'reduce': False, 'snapCPG': 'c', 'comment': '{}',
        'ssSpcAllocLimitPct': 50})
    api.ok('POST', '/volumes', {
        'name': 'w', 'cpg': 'c', 'sizeMiB': 1024, 'tpvv': False,
        'reduce': True})
    assert [api.get(f'/volumes/{name}')['provisioningType']
            for name in 'vw'] == [2, 6]


@on('3par-3.2.2', '3par-3.3.1')
def test_coprhd_names_both_kinds_of_thin_volume(api: RawClient) -> None:
    api.ok('POST', '/cpgs', {'name': 'ssd', 'LDLayout': {
        'diskPatterns': [{'diskType': 3}]}})
    for name, kinds in (('v', (True, False)), ('w', (False, True))):
        api.ok('POST', '/volumes', {
            'name': name, 'cpg': 'ssd', 'sizeMiB': 16384, 'tpvv': kinds[0],
            'tdvv': kinds[1]})
    assert [api.get(f'/volumes/{name}')['provisioningType']
            for name in 'vw'] == [2, 6]


@on('primera-4.x', 'alletra-9000')
def test_cloudstack_reads_the_use_of_a_volume(api: RawClient) -> None:
    api.volume('v')
    item = api.get('/volumes/v')
    assert {'uuid', 'hostWriteMiB', 'totalUsedMiB',
            'totalReservedMiB'} <= set(item)
    api.ok('POST', '/volumes/v', {
        'action': 'createSnapshot', 'parameters': {'name': 's'}})
    assert api.get('/volumes/s')['parentId'] == item['id']


@on(*EVERY)
def test_volumes_are_found_by_what_programs_filter(api: RawClient) -> None:
    api.volume('v')
    item = api.get('/volumes/v')
    assert [each['name'] for each in matches(
        api, '/volumes', f'wwn=={item["wwn"]}')] == ['v']


@on(*NEWER)
def test_newer_arrays_have_more_filters(api: RawClient) -> None:
    api.volume('v')
    api.ok('POST', '/volumes/v', {
        'action': 'createSnapshot', 'parameters': {'name': 's'}})
    item = api.get('/volumes/v')
    for text, names in (
            (f'id EQ {item["id"]}', ['v']), ('copyOf==v', ['s']),
            (f'wwn EQ {item["wwn"]}', ['v']), ('copyOf EQ v', ['s'])):
        assert [each['name'] for each in matches(
            api, '/volumes', text)] == names


@on('alletra-mp')
def test_lxd_deletes_a_volume_with_its_snapshots(api: RawClient) -> None:
    api.volume('v')
    for name in ('a', 'b'):
        api.ok('POST', '/volumes/v', {
            'action': 'createSnapshot', 'parameters': {'name': name}})
    api.refused('HAS_CHILD', 'DELETE', '/volumes/v')
    api.ok('DELETE', '/volumes/v?cascade=true')
    assert not {'v', 'a', 'b'} & set(api.names())


@on('primera-4.x', 'alletra-mp')
def test_an_exported_volume_is_not_deleted(api: RawClient) -> None:
    api.volume('v')
    api.ok('POST', '/hosts', {'name': 'h'})
    api.ok('POST', '/vluns', {'volumeName': 'v', 'hostname': 'h', 'lun': 1})
    assert text_of(api('DELETE', '/volumes/v')) == (
        409, 34, 'resource in use')


@on('3par-3.3.1', 'primera-4.x')
def test_forklift_puts_a_snapshot_in_the_place_of_its_volume(
        api: RawClient) -> None:
    api.volume('v', snapCPG=None)
    api.ok('PUT', '/volumes/v', {'snapCPG': 'c'})
    api.ok('PUT', '/volumes/v', {'newName': 'old'})
    api.ok('POST', '/volumes/old', {
        'action': 'createSnapshot', 'parameters': {'name': 'v'}})
    api.ok('PUT', '/volumes/v', {'action': 4, 'online': True})
    wait(api)
    api.ok('DELETE', '/volumes/v')
    api.ok('DELETE', '/volumes/old')


# -- copies -------------------------------------------------------------------


def copied(api: RawClient, source: str, target: str) -> Answer:
    return api('POST', f'/volumes/{source}', {
        'action': 'createPhysicalCopy', 'parameters': {
            'destVolume': target, 'saveSnapshot': False, 'priority': 1}})


@on('3par-3.3.1', 'primera-4.x', 'alletra-mp')
def test_lxd_copies_onto_a_volume_there_is(api: RawClient) -> None:
    for name in ('source', 'target'):
        api.volume(name, snapCPG='c')
    answer = copied(api, 'source', 'target')
    assert (answer.status, answer.headers['Location']) == (
        201, '/api/v1/volumes/target')
    assert answer.body['taskid'] > 0
    wait(api)
    api.ok('POST', '/volumes/source', {
        'action': 'createSnapshot', 'parameters': {'name': 'snap'}})
    assert copied(api, 'snap', 'target').status == 201


@on('3par-3.3.1', 'alletra-mp')
def test_lxd_copies_onto_a_volume_that_has_a_snapshot(
        api: RawClient) -> None:
    for name in ('source', 'target'):
        api.volume(name, snapCPG='c')
    api.ok('POST', '/volumes/target', {
        'action': 'createSnapshot', 'parameters': {'name': 'snap'}})
    assert copied(api, 'source', 'target').status == 201


@on('3par-3.3.1', 'primera-4.x')
def test_an_offline_copy_may_skip_zeros(api: RawClient) -> None:
    for name in ('source', 'target'):
        api.volume(name)
    api.ok('POST', '/volumes/source', {
        'action': 'createPhysicalCopy', 'parameters': {
            'destVolume': 'target', 'skipZero': True, 'online': False}})


@on('3par-3.3.1', 'primera-4.x', 'alletra-mp')
def test_toolkits_synchronise_a_snapshot(api: RawClient) -> None:
    api.volume('v')
    api.ok('POST', '/volumes/v', {
        'action': 'createSnapshot', 'parameters': {
            'name': 's', 'syncSnapRcopy': True}})


@on(*NEWER)
@pytest.mark.parametrize('options', [
    {}, {'online': False}, {'online': True, 'priority': 2}])
def test_programs_promote_in_three_forms(api: RawClient,
                                         options: dict[str, Any]) -> None:
    api.volume('v')
    api.ok('POST', '/volumes/v', {
        'action': 'createSnapshot', 'parameters': {'name': 's'}})
    assert api.ok('PUT', '/volumes/s', {
        'action': 4, **options}).body['taskid'] > 0


@on('3par-3.2.2', '3par-3.3.1', 'primera-4.x')
def test_coprhd_tries_an_exported_parent_offline_first(
        api: RawClient) -> None:
    api.volume('v')
    api.ok('POST', '/volumes/v', {
        'action': 'createSnapshot', 'parameters': {'name': 's'}})
    api.ok('POST', '/hosts', {'name': 'h'})
    api.ok('POST', '/vluns', {'volumeName': 'v', 'hostname': 'h', 'lun': 1})
    assert api('PUT', '/volumes/s', {
        'action': 4, 'online': False}).status >= 400
    api.ok('PUT', '/volumes/s', {'action': 4, 'online': True})


@on('3par-3.3.1', *NEWER)
@pytest.mark.parametrize('member', ['snapshotWWN', 'SnapshotWWN'])
def test_a_script_takes_snapshots_of_a_group(api: RawClient,
                                             member: str) -> None:
    api.volume('v')
    answer = api('POST', '/volumes', {
        'action': 8, 'parameters': {'volumeGroup': [{
            'volumeName': 'v', 'snapshotName': 's', member: 32 * 'A'}],
            'readOnly': True}})
    assert answer.status == 300
    assert api.get('/volumes/s')['readOnly']


@on(*NEWER)
def test_a_task_without_details_has_none(api: RawClient) -> None:
    for name in ('source', 'target'):
        api.volume(name)
    task = copied(api, 'source', 'target').body['taskid']
    item = api.get(f'/tasks/{task}?view=excludeDetail')
    assert 'detailedStatus' not in item
    assert (item['finishTime'], type(item['startTime']),
            type(item['user'])) == ('-', str, str)


# -- hosts and exports --------------------------------------------------------


@on(*EVERY)
def test_the_lun_is_the_second_part_of_the_location(api: RawClient) -> None:
    api.ok('POST', '/hosts', {'name': 'h', 'FCWWNs': [WWN]})
    forms: list[dict[str, Any]] = [
        {'lun': 0, 'autoLun': True},
        {'lun': 0, 'autoLun': True, 'maxAutoLun': 0},
        {'lun': 1, 'autoLun': True, 'maxAutoLun': 255},
        {'lun': 200},
        {'lun': 0, 'portPos': {'node': 0, 'slot': 1, 'cardPort': 1},
         'noVcn': False, 'overrideLowerPriority': False, 'autoLun': True,
         'maxAutoLun': 0}]
    for number, form in enumerate(forms):
        api.volume(f'v{number}')
        answer = api.ok('POST', '/vluns', {
            'volumeName': f'v{number}', 'hostname': 'h', **form}, 201)
        parts = answer.headers['Location'].rpartition('/')[2].split(',')
        assert parts[0] == f'v{number}'
        assert int(parts[1]) in {item['lun'] for item
                                 in api.get('/vluns')['members']}


@on(*NEWER)
def test_cloudstack_sends_autolun_alone_to_newer_arrays(
        api: RawClient) -> None:
    api.volume('v')
    api.ok('POST', '/hosts', {'name': 'h'})
    api.ok('POST', '/vluns', {'volumeName': 'v', 'hostname': 'h',
                              'autoLun': True}, 201)


@on(*OLDER)
def test_autolun_alone_is_not_enough_for_older_ones(api: RawClient) -> None:
    api.volume('v')
    api.ok('POST', '/hosts', {'name': 'h'})
    api.refused('INV_INPUT_MISSING_REQUIRED', 'POST', '/vluns', {
        'volumeName': 'v', 'hostname': 'h', 'autoLun': True})


@on('3par-3.2.2', '3par-3.3.1', *NEWER)
def test_exports_are_found_by_what_programs_filter(api: RawClient) -> None:
    api.volume('v')
    api.ok('POST', '/hosts', {'name': 'h'})
    api.ok('POST', '/vluns', {'volumeName': 'v', 'hostname': 'h', 'lun': 1})
    wwn = api.get('/volumes/v')['wwn']
    for text in ('volumeName==v', 'hostname==h', f'volumeWWN=={wwn}',
                 'volumeName EQ v'):
        assert len(matches(api, '/vluns', text)) == 1
    assert len(api.get('/vluns?query=%22volumeName%3D%3Dv%22')[
        'members']) == 1


@on('3par-3.2.2', '3par-3.3.1')
def test_hosts_are_found_by_their_paths(api: RawClient) -> None:
    api.ok('POST', '/hosts', {'name': 'h', 'FCWWNs': [WWN]})
    api.ok('POST', '/hosts', {'name': 'i', 'iSCSINames': [IQN]})
    for text, name in ((f'FCPaths[wwn EQ {WWN}]', 'h'),
                       (f' FCPaths[wwn EQ {WWN}] ', 'h'),
                       (f'iSCSIPaths[name EQ {IQN}]', 'i'),
                       (f'FCPaths[wwn==1] OR iSCSIPaths[name=={IQN}]', 'i')):
        assert [item['name'] for item in matches(api, '/hosts', text)] == [name]


@on(*EVERY)
def test_hosts_have_wwns_names_and_personas(api: RawClient) -> None:
    api.ok('POST', '/hosts', {'name': 'h', 'FCWWNs': [WWN], 'persona': 11})
    api.ok('POST', '/hosts', {'name': 'i', 'iSCSINames': [IQN]})
    host = api.get('/hosts/h')
    assert (host['FCPaths'][0]['wwn'], host['persona']) == (WWN, 11)
    assert api.get('/hosts/i')['iSCSIPaths'][0]['name'] == IQN


@on(*EVERY)
def test_an_exported_host_in_a_set_is_first_of_all_exported(
        api: RawClient) -> None:
    api.volume('v')
    api.ok('POST', '/hosts', {'name': 'h'})
    api.ok('POST', '/hostsets', {'name': 's', 'setmembers': ['h']})
    api.ok('POST', '/vluns', {'volumeName': 'v', 'hostname': 'h', 'lun': 1})
    assert text_of(api('DELETE', '/hosts/h')) == (
        409, 26, 'has exported VLUN')
    api.ok('DELETE', '/vluns/v,1,h')
    assert api('DELETE', '/hosts/h').code == 77


@on(*EVERY)
def test_a_bad_change_of_a_missing_host_is_a_bad_change(
        api: RawClient) -> None:
    answer = api('PUT', '/hosts/missing', {
        'pathOperation': 1, 'FCWWNs': [WWN], 'iSCSINames': [IQN]})
    assert (answer.status, answer.code) == (400, 44)


@on(*EVERY)
def test_an_export_at_a_missing_port_is_a_bad_request(
        api: RawClient) -> None:
    api.volume('v')
    api.ok('POST', '/hosts', {'name': 'h'})
    api.ok('POST', '/vluns', {'volumeName': 'v', 'hostname': 'h', 'lun': 1})
    assert api('DELETE', '/vluns/v,1,h,8:8:8').status == 400


@on(*EVERY)
@pytest.mark.parametrize('path', ['/hostsets', '/volumesets'])
def test_a_set_whose_name_is_too_long_is_not_there(api: RawClient,
                                                   path: str) -> None:
    assert api('GET', f'{path}/{"s" * 40}').status == 404
    assert api('PUT', f'{path}/{"s" * 40}', {'comment': 'x'}).status == 400


@on('alletra-mp')
def test_a_wwn_twice_on_one_host_is_an_existing_path(
        api: RawClient) -> None:
    api.ok('POST', '/hosts', {'name': 'h', 'FCWWNs': [WWN]})
    api.refused('EXISTENT_PATH', 'PUT', '/hosts/h', {
        'pathOperation': 1, 'FCWWNs': [WWN]})


@on('alletra-mp')
def test_lxd_reaches_a_host_over_nvme(api: RawClient) -> None:
    api.ok('POST', '/hosts', {'name': 'h', 'NQN': NQN, 'transportType': 2})
    assert [item['NQN'] for item
            in api.get('/hosts/h')['NVMETCPPaths']] == [NQN]
    ports = [item for item in api.get('/ports')['members']
             if item['protocol'] == 6 and item['linkState'] == 4]
    assert ports
    assert all(item['nodeWWN'] == item['IPAddr'] for item in ports)
    api.volume('v')
    assert len(api.get('/volumes/v')['nguid']) == 32


# -- the array ----------------------------------------------------------------


@on(*EVERY)
def test_zabbix_reads_the_system(api: RawClient) -> None:
    item = api.get('/system')
    assert (type(item['onlineNodes']), type(item['totalNodes'])) == (
        list, int)


@on(*NEWER)
def test_zabbix_reads_disks_ports_and_cpgs(api: RawClient) -> None:
    disk = api.get('/disks')['members'][0]
    assert {'id', 'position', 'fwVersion', 'freeSizeMiB', 'totalSizeMiB',
            'manufacturer', 'model', 'serialNumber', 'state'} <= set(disk)
    assert {item['hardwareType'] for item
            in api.get('/ports')['members']} <= {1, 2, 3, 4, 5, 6, 7}
    cpg = api.get('/cpgs/c')
    assert {'freeSpaceMiB', 'sharedSpaceMiB', 'totalSpaceMiB',
            'rawFreeSpaceMiB', 'rawSharedSpaceMiB', 'rawTotalSpaceMiB',
            'degradedStates', 'failedStates'} <= set(cpg)
    for usage in ('SAUsage', 'SDUsage', 'UsrUsage'):
        assert set(cpg[usage]) == {'totalMiB', 'usedMiB', 'rawTotalMiB',
                                   'rawUsedMiB'}


@on(*EVERY)
def test_lxd_asks_for_the_space_of_a_cpg(api: RawClient) -> None:
    item = api.ok('POST', '/spacereporter', {'cpg': 'c'}, 200).body
    assert item['rawFreeMiB'] > item['usableFreeMiB'] > 0
    if api.array.state.personality.name != '3par-3.1.3':
        assert {'overProvisionedUsedMiB', 'overProvisionedFreeMiB'} \
            <= set(item)


@on('3par-3.2.2', '3par-3.3.1', *NEWER)
def test_coprhd_reads_the_privileges_of_its_user(api: RawClient) -> None:
    item = api.get(f'/users/{api.array.user}')
    assert item['privileges'] == [{'domain': 'all', 'role': 'super'}]


@on('3par-3.2.2', '3par-3.3.1', 'primera-4.x', 'alletra-9000')
def test_cinder_finds_licences_by_their_names(api: RawClient) -> None:
    names = ' '.join(item['name'] for item
                     in api.get('/system')['licenseInfo']['licenses'])
    for name in ('Priority Optimization', 'System Reporter', 'Remote Copy',
                 'Thin Provisioning', 'Virtual Copy', 'Thin Deduplication',
                 'Dynamic Optimization', 'Adaptive Optimization',
                 'Virtual Lock', 'Domains', 'Peer Motion'):
        assert name in names
    assert ('Thin Provisioning (102400G)' in names) \
        is api.array.state.personality.name.startswith('3par')


@on('alletra-9000', 'alletra-mp')
def test_a_script_reads_events_of_the_last_minutes(api: RawClient) -> None:
    api.array.state.fail('pd', 0)
    item = api.get('/eventlog/minutes:60')['members'][0]
    assert (type(item['description']), type(item['type']),
            item['severity'] in range(1, 6),
            type(item['components'])) == (str, str, True, str)
