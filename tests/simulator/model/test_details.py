"""Personas, space, settings of the system, users that may only look."""

from __future__ import annotations

import hashlib
import http.client
import json
import socket
import ssl

import pytest

from hpe3parclient.simulator import SimulatedArray


def test_personas_are_listed(api):
    result = api.get('/hostpersonas')
    item = result['members'][7]
    assert (result['total'], item['id'], item['wsapiAssignedId'],
            item['name'], item['capabilities']) == (
        13, 11, 8, 'VMware', ['SubLun', 'ALUA'])


def test_a_host_links_to_its_persona(api):
    api.ok('POST', '/hosts', {'name': 'h', 'persona': 8})
    link = api.get('/hosts/h')['links'][0]['href']
    path = link.partition('/api/v1')[2].replace('"', '%22').replace(
        ' ', '%20')
    assert [item['wsapiAssignedId']
            for item in api.get(path)['members']] == [8]


def test_one_persona_is_found_by_its_id(api):
    item = api.get('/hostpersonas/11')
    assert item['wsapiAssignedId'] == 8
    assert item['links'] == [{
        'href': api.array.api_url + '/hostpersonas/11', 'rel': 'self'}]


@pytest.mark.parametrize('text', ['0', '14', 'x'])
def test_a_missing_persona_is_404(api, text):
    api.refused('NON_EXISTENT_PERSONA', 'GET', f'/hostpersonas/{text}')


def test_a_volume_links_to_its_space(pool):
    pool.ok('POST', '/volumes', {'name': 'v', 'cpg': 'c', 'sizeMiB': 256})
    link = pool.get('/volumes/v')['links'][-1]['href']
    item = pool.get(link.partition('/api/v1')[2])
    assert (item['volumeName'], item['links'][0]['href']) == (
        'v', pool.array.api_url + '/volumes/v')
    assert [(entry['cpgName'], entry['current'], entry['new'])
            for entry in item['CPGs']] == [
        ('c', space(userSpaceMiB=256), space())]


def space(**members):
    return {'adminSpaceMiB': 0, 'snapshotSpaceMiB': 0, 'userSpaceMiB': 0,
            **members}


def test_space_of_snapshots_may_be_in_another_cpg(pool):
    pool.ok('POST', '/cpgs', {'name': 'd'})
    pool.volume('v', snapCPG='d')
    item = pool.get('/volumespacedistribution/v')
    assert [(entry['cpgName'], entry['current']['snapshotSpaceMiB'])
            for entry in item['CPGs']] == [('c', 0), ('d', 1024)]


def test_a_volume_that_is_tuned_has_space_in_two_cpgs(pool):
    pool.ok('POST', '/cpgs', {'name': 'd'})
    pool.volume('v')
    pool.ok('PUT', '/volumes/v', {'action': 6, 'tuneOperation': 1,
                                  'userCPG': 'd'})
    item = pool.get('/volumespacedistribution/v')
    assert [(entry['cpgName'], entry['current']['userSpaceMiB'],
             entry['new']['userSpaceMiB']) for entry in item['CPGs']] == [
        ('c', 1024, 0), ('d', 0, 1024)]


def test_the_space_of_a_set_is_that_of_its_members(pool):
    for name in ('a', 'b', 'x'):
        pool.volume(name)
    pool.ok('POST', '/volumesets', {'name': 's', 'setmembers': ['a', 'b']})
    result = pool.get('/volumespacedistribution/set:s')
    assert [item['volumeName'] for item in result['members']] == ['a', 'b']
    pool.refused('NON_EXISTENT_SET', 'GET', '/volumespacedistribution/set:x')


def test_the_space_of_every_volume_is_listed(pool):
    result = pool.get('/volumespacedistribution')
    assert [item['volumeName'] for item in result['members']] == [
        'admin', '.srdata']


def test_the_space_of_a_missing_volume_is_404(pool):
    pool.refused('NON_EXISTENT_VOL', 'GET', '/volumespacedistribution/x')


@pytest.mark.parametrize('path', ['/hostpersonas',
                                  '/volumespacedistribution'])
def test_an_old_release_has_neither(serve, raw_client, path):
    api = raw_client(serve('3par-3.1.3')).log_in()
    api.refused('URI_RES_NOT_FOUND', 'GET', path)


class TestParameters:
    """PUT /system."""

    def test_a_parameter_is_shown_as_it_was_set(self, api):
        api.ok('PUT', '/system', {'parameters': {
            'remoteSyslog': True, 'remoteSyslogHost': '192.0.2.5'}})
        item = api.get('/system')['parameters']
        assert (item['remoteSyslog'], item['remoteSyslogHost'],
                item['disableDedup']) == (True, '192.0.2.5', False)

    def test_raid_5_on_nl_disks_may_be_allowed(self, api):
        body = {'name': 'c', 'LDLayout': {
            'RAIDType': 3, 'diskPatterns': [{'diskType': 2}]}}
        api.refused('INV_OPERATION_CPG_RAID5_NL_DISABLED', 'POST', '/cpgs',
                     body)
        api.ok('PUT', '/system', {'parameters': {
            'allowR5OnNLDrives': True}})
        api.ok('POST', '/cpgs', body)

    @pytest.mark.parametrize('symbol, body', [
        ('INV_INPUT_MISSING_REQUIRED', {}),
        ('INV_INPUT', {'parameters': {'colour': 1}}),
        ('INV_INPUT', {'parameters': {'overProvRatioLimit': 5}}),
        ('INV_INPUT_WRONG_TYPE', {'parameters': []}),
        ('INV_INPUT_WRONG_TYPE', {'parameters': {'remoteSyslog': 1}}),
        ('INV_INPUT_BAD_ENUM_VALUE', {'flashCachePolicy': 4})])
    def test_a_bad_one_is_refused(self, api, symbol, body):
        api.refused(symbol, 'PUT', '/system', body)

    def test_a_refused_policy_keeps_the_parameters(self, api):
        api.refused('NON_EXISTENT_FLASH_CACHE', 'PUT', '/system', {
            'flashCachePolicy': 1, 'parameters': {'remoteSyslog': True}})

    @pytest.mark.parametrize('text', ['192.0.2.5', '192.0.2.5:514', '::1'])
    def test_a_host_of_logs_is_an_address(self, api, text):
        api.ok('PUT', '/system', {'parameters': {'remoteSyslogHost': text}})

    @pytest.mark.covers('system', 'ALL_EXECUTION_FAILED')
    @pytest.mark.parametrize('text', ['', 'log.example', '192.0.2.5:x'])
    def test_another_host_of_logs_is_refused(self, api, text):
        api.refused('ALL_EXECUTION_FAILED', 'PUT', '/system', {
            'parameters': {'remoteSyslogHost': text}},
            ref='remoteSyslogHost')

    @pytest.mark.covers('system', 'PARTIAL_EXECUTION_SUCCESS')
    def test_what_can_be_set_is_set_all_the_same(self, api):
        answer = api('PUT', '/system', {'parameters': {
            'remoteSyslog': True, 'remoteSyslogHost': 'x'}})
        assert (answer.status, answer.code) == (400, 299)
        item = api.get('/system')['parameters']
        assert (item['remoteSyslog'], item['remoteSyslogHost']) == (
            True, '0.0.0.0')  # noqa: S104 - nobody binds to it

    def test_release_3_2_2_can_set_four_of_them(self, serve, raw_client):
        api = raw_client(serve('3par-3.2.2')).log_in()
        api.ok('PUT', '/system', {'parameters': {
            'portFailoverEnabled': False, 'failoverMatchedSet': False}})
        api.refused('INV_INPUT', 'PUT', '/system', {
            'parameters': {'disableDedup': True}})

    def test_alletra_mp_shows_the_parameters_it_has(self, serve, raw_client):
        item = raw_client(serve('alletra-mp')).log_in().get(
            '/system')['parameters']
        assert set(item) == {
            'rawSpaceAlertSSD', 'remoteSyslog', 'remoteSyslogHost',
            'remoteSyslogSecurityHost', 'sparingAlgorithm', 'eventLogsize',
            'eventLogNum', 'VVRetentionTimeMax', 'upgradeNote',
            'autoExportAfterReboot', 'thermalShutdown', 'sessionTimeout',
            'overProvRatioLimit', 'overProvRatioWarning',
            'disableChunkletInitUNMAP', 'remoteCopyHostThrottling',
            'autoAdmitTune', 'singleLunHost',
            'allowDomainUsersAffectNoDomain', 'enableAIQoS'}

    def test_a_primera_has_more_of_them(self, primera):
        primera.ok('PUT', '/system', {'parameters': {
            'overProvRatioLimit': 5}})
        assert primera.get('/system')['parameters'][
            'overProvRatioLimit'] == 5

    def test_an_old_release_cannot_be_changed(self, serve, raw_client):
        api = raw_client(serve('3par-3.1.3')).log_in()
        api.refused('UNSUP_OP', 'PUT', '/system', {'parameters': {}})


class TestLookers:
    """Users that may look at everything."""

    @pytest.fixture
    def looker(self, pool, raw_client):
        state = pool.array.state
        state.users['guest'] = 'p'
        state.browsers.add('guest')
        api = raw_client(pool.array)
        api.key = api('POST', '/credentials', {
            'user': 'guest', 'password': 'p'}).body['key']
        return api

    def test_they_look(self, looker):
        assert looker.get('/cpgs')['total'] == 1

    @pytest.mark.parametrize('method, path', [
        ('POST', '/volumes'), ('PUT', '/cpgs/c'), ('DELETE', '/cpgs/c')])
    def test_they_change_nothing(self, looker, method, path):
        looker.refused('PERM_DENIED', method, path,
                       None if method == 'DELETE' else {'name': 'x'})

    def test_they_log_out(self, looker):
        looker.ok('DELETE', f'/credentials/{looker.key}')


class TestServed:
    """What is served says how it is served."""

    def test_plain_http_is_enabled_where_it_is_served(self, api):
        item = api.get('/wsapiconfiguration')
        assert (item['httpState'], item['httpPort'], item['httpsState'],
                item['httpsPort']) == ('Enabled', 8008, 'Disabled', 8080)

    def test_https_is_enabled_where_it_is_served(self):
        with SimulatedArray() as array:
            page = self.fetch(array)
        assert (b'"httpState":"Disabled"' in page,
                b'"httpsState":"Enabled"' in page) == (True, True)

    def fetch(self, array):
        context = ssl.create_default_context(cafile=array.ca_bundle)

        def ask(method, path, body=None, **headers):
            connection = http.client.HTTPSConnection(
                '127.0.0.1', array.port, context=context, timeout=60)
            try:
                connection.request(method, '/api/v1' + path, body, headers)
                return connection.getresponse().read()
            finally:
                connection.close()

        answer = ask('POST', '/credentials', json.dumps({
            'user': array.user, 'password': array.password}),
            **{'Content-Type': 'application/json'})
        return ask('GET', '/wsapiconfiguration', **{
            'X-HP3PAR-WSAPI-SessionKey': json.loads(answer)['key']})

    def test_the_fingerprint_is_that_of_the_certificate(self):
        with SimulatedArray() as array:
            context = ssl.create_default_context(cafile=array.ca_bundle)
            with socket.create_connection(
                    ('127.0.0.1', array.port), timeout=60) as bare, \
                    context.wrap_socket(
                        bare, server_hostname='127.0.0.1') as wrapped:
                der = wrapped.getpeercert(binary_form=True)
            result = array.fingerprint
        assert result == 'sha256:' + hashlib.sha256(der).hexdigest()

    def test_there_is_none_without_tls_or_before_the_start(self, array):
        assert (array.fingerprint, SimulatedArray().fingerprint) == (
            None, None)

    def test_there_is_none_after_the_end(self):
        array = SimulatedArray().start()
        array.stop()
        assert array.fingerprint is None
