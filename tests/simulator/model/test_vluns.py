"""VLUNs: exporting, listing, taking back."""

from __future__ import annotations

import pytest

WWN = '1000000000000001'
EXPORT = {'volumeName': 'v', 'hostname': 'h', 'lun': 1}
PORT = {'node': 0, 'slot': 1, 'cardPort': 1}


@pytest.fixture
def made(pool):
    """Volumes ``v``, ``w`` and ``x``, hosts ``h`` and ``g``, sets of both."""
    for name in 'vwx':
        pool.ok('POST', '/volumes', {'name': name, 'cpg': 'c',
                                     'sizeMiB': 256})
    pool.ok('POST', '/hosts', {'name': 'h', 'FCWWNs': [WWN]})
    pool.ok('POST', '/hosts', {'name': 'g', 'FCWWNs': ['2' * 16]})
    pool.ok('POST', '/hostsets', {'name': 'hs', 'setmembers': ['h', 'g']})
    pool.ok('POST', '/volumesets', {'name': 'vs', 'setmembers': ['v', 'w']})
    return pool


def export(api, **members):
    answer = api.ok('POST', '/vluns', {**EXPORT, **members})
    assert answer.raw == b''
    return answer.headers['Location']


def rows(api, *names):
    return [tuple(item.get(name) for name in names)
            for item in api.get('/vluns')['members']]


@pytest.mark.parametrize('members, location', [
    ({}, '/api/v1/vluns/v,1,h'),
    ({'portPos': PORT}, '/api/v1/vluns/v,1,h,0:1:1'),
    ({'portPos': PORT, 'hostname': None}, '/api/v1/vluns/v,1,,0:1:1'),
    ({'hostname': 'set:hs'}, '/api/v1/vluns/v,1,set:hs'),
    ({'volumeName': 'set:vs'}, '/api/v1/vluns/set:vs,1,h')])
def test_the_location_names_the_export(made, members, location):
    assert export(made, **members) == location


@pytest.mark.parametrize('members, kind', [
    ({}, 3), ({'portPos': PORT}, 4),
    ({'portPos': PORT, 'hostname': None}, 2), ({'hostname': 'set:hs'}, 5)])
def test_the_type_follows_what_was_named(made, members, kind):
    export(made, **members)
    assert rows(made, 'type') == [(kind,)]


def test_a_host_that_is_logged_out_has_a_template_alone(made):
    export(made)
    assert rows(made, 'lun', 'active', 'remoteName') == [(1, False, None)]


def test_a_host_that_is_logged_in_has_one_active_vlun_per_path(made):
    export(made)
    made.array.state.log_in('h')
    assert rows(made, 'active', 'remoteName', 'portPos') == [
        (True, WWN, PORT), (True, WWN, {**PORT, 'node': 1}),
        (False, None, None)]


def test_an_active_vlun_looks_as_captured(made):
    export(made)
    made.array.state.log_in('h')
    wwn = made.get('/volumes/v')['wwn']
    assert made.get('/vluns')['members'][0] == {
        'lun': 1, 'volumeName': 'v', 'hostname': 'h', 'remoteName': WWN,
        'portPos': PORT, 'type': 3, 'volumeWWN': wwn, 'multipathing': 1,
        'failedPathPol': 1, 'failedPathInterval': 0, 'active': True}


def test_a_matched_set_is_active_on_its_port(made):
    export(made, portPos=PORT)
    made.array.state.log_in('h')
    assert rows(made, 'active', 'portPos') == [(True, PORT), (False, PORT)]


def test_a_port_presents_to_every_host_on_it(made):
    export(made, portPos=PORT, hostname=None)
    for name in 'hg':
        made.array.state.log_in(name)
    assert rows(made, 'active', 'hostname') == [
        (True, 'h'), (True, 'g'), (False, None)]


def test_a_host_set_is_named_in_the_template(made):
    export(made, hostname='set:hs')
    made.array.state.log_in('g')
    assert rows(made, 'active', 'hostname') == [
        (True, 'g'), (True, 'g'), (False, 'set:hs')]


def test_a_volume_set_takes_luns_in_order(made):
    export(made, volumeName='set:vs')
    made.array.state.log_in('h', [(0, 1, 1)])
    assert rows(made, 'active', 'volumeName', 'lun') == [
        (True, 'v', 1), (True, 'w', 2), (False, 'set:vs', 1)]


def test_an_alletra_shows_serials(primera):
    primera.ok('POST', '/volumes', {'name': 'v', 'cpg': 'c', 'sizeMiB': 256,
                                    'tpvv': True, 'id': 26})
    primera.ok('POST', '/hosts', {'name': 'h'})
    export(primera)
    assert rows(primera, 'serial') == [('1A',)]


class TestAutoLun:
    """The lowest free LUN of a range."""

    def auto(self, api, volume, **members):
        return export(api, volumeName=volume, **{
            'lun': 0, 'autoLun': True, 'maxAutoLun': 0, **members})

    def test_it_starts_with_the_lun_given(self, made):
        assert self.auto(made, 'v').endswith('v,0,h')
        assert self.auto(made, 'w', lun=5).endswith('w,5,h')

    def test_it_fills_gaps(self, made):
        export(made, lun=0)
        export(made, volumeName='w', lun=2)
        assert self.auto(made, 'x').endswith('x,1,h')

    def test_it_looks_at_exports_of_sets_too(self, made):
        export(made, hostname='set:hs', lun=0)
        assert self.auto(made, 'w').endswith('w,1,h')

    def test_it_finds_room_for_a_whole_set(self, made):
        export(made, volumeName='x', lun=1)
        assert self.auto(made, 'set:vs').endswith('set:vs,2,h')

    def test_it_finds_a_lun_free_for_every_host(self, made):
        export(made, volumeName='w', lun=0)
        export(made, volumeName='w', hostname='g', lun=1)
        assert self.auto(made, 'v', hostname='set:hs').endswith(
            'v,2,set:hs')

    def test_a_range_that_is_full_is_409(self, made):
        export(made, lun=3)
        made.refused('AUTO_LUN_ID_UNAVAILABLE', 'POST', '/vluns', {
            **EXPORT, 'volumeName': 'w', 'lun': 3, 'autoLun': True,
            'maxAutoLun': 3})

    def test_a_3par_wants_a_lun_to_start_with(self, made):
        made.refused('INV_INPUT_MISSING_REQUIRED', 'POST', '/vluns', {
            **EXPORT, 'lun': None, 'autoLun': True}, ref='lun')

    def test_a_primera_does_not(self, primera):
        primera.ok('POST', '/volumes', {'name': 'v', 'cpg': 'c',
                                        'sizeMiB': 256, 'tpvv': True})
        primera.ok('POST', '/hosts', {'name': 'h'})
        assert export(primera, lun=None, autoLun=True).endswith('v,0,h')

    def test_vmware_meets_the_protocol_endpoint(self, made):
        made.ok('POST', '/hosts', {'name': 'esx', 'persona': 8})
        answer = made.refused('LUN_HOSTPERSONA_CONFLICT', 'POST', '/vluns', {
            **EXPORT, 'hostname': 'esx', 'lun': 256, 'autoLun': True})
        assert answer.body['desc'] == ('invalid operation:  LUN number and '
                                       'persona capability conflict')
        assert self.auto(made, 'v', hostname='esx', lun=257).endswith(
            'v,257,esx')


@pytest.mark.parametrize('symbol, members', [
    ('INV_INPUT_MISSING_REQUIRED', {'volumeName': None}),
    ('INV_INPUT_MISSING_REQUIRED', {'lun': None}),
    ('INV_INPUT_MISSING_REQUIRED', {'lun': -1}),
    ('INV_INPUT_WRONG_TYPE', {'lun': '1'}),
    ('INV_INPUT_UNREC_NAME', {'hosts': 'h'}),
    ('INV_INPUT', {'volumeName': 'admin'}),
    ('NON_EXISTENT_VOL', {'volumeName': 'nothing'}),
    ('NON_EXISTENT_HOST', {'hostname': 'nobody'}),
    ('NON_EXISTENT_HOST', {'hostname': 'set:x'}),
    ('NON_EXISTENT_VOL', {'volumeName': 'set:x'}),
    ('NON_EXISTENT_PORT', {'portPos': {**PORT, 'node': 7}}),
    ('MISSING_VLUN_EXPORT_INFO', {'hostname': None}),
    ('BAD_PORT_TYPE', {'portPos': {**PORT, 'slot': 0}}),
    ('INV_INPUT_PORT_SPECIFICATION', {'portPos': {'node': 0, 'slot': 1,
                                                  'port': 1}}),
    ('INV_INPUT_PORT_SPECIFICATION', {'portPos': {'node': 0}}),
    ('INV_INPUT_WRONG_TYPE', {'portPos': '0:1:1'}),
    ('INV_INPUT_PARAM_CONFLICT', {'hostname': None, 'portPos': PORT,
                                  'overrideLowerPriority': True}),
    ('TOO_LARGE', {'lun': 16385}),
    ('TOO_LARGE', {'lun': 2**31}),
    ('TOO_LARGE', {'volumeName': 'set:vs', 'lun': 16384}),
    ('INV_INPUT_EMPTY_VVSET', {'volumeName': 'set:empty'}),
    ('INV_INPUT_MATCHED_HOSTSET', {'hostname': 'set:hs', 'portPos': PORT}),
    ('INV_INPUT_ILLEGAL_CHAR', {'volumeName': 'set:a b'}),
    ('INV_INPUT_EXCEEDS_LENGTH', {'volumeName': 'set:' + 28 * 'x'})])
def test_a_bad_export_is_refused(made, symbol, members):
    made.ok('POST', '/volumesets', {'name': 'empty'})
    made.refused(symbol, 'POST', '/vluns', {**EXPORT, **members})


@pytest.mark.parametrize('first, second', [
    ({}, {}),
    ({}, {'volumeName': 'w'}),
    ({}, {'volumeName': 'w', 'hostname': 'set:hs'}),
    ({'hostname': 'set:hs'}, {'volumeName': 'w'}),
    ({'volumeName': 'set:vs'}, {'volumeName': 'x', 'lun': 2}),
    ({'lun': 2}, {'volumeName': 'set:vs'}),
    ({'portPos': PORT}, {'volumeName': 'w', 'portPos': PORT}),
    ({}, {'volumeName': 'w', 'portPos': PORT}),
    ({'portPos': PORT, 'hostname': None},
     {'volumeName': 'w', 'portPos': PORT, 'hostname': None})])
def test_a_lun_that_is_taken_is_409_18(made, first, second):
    export(made, **first)
    made.refused('EXISTENT_LUN', 'POST', '/vluns', {**EXPORT, **second})


@pytest.mark.parametrize('first, second', [
    ({}, {'volumeName': 'w', 'lun': 2}),
    ({}, {'volumeName': 'w', 'hostname': 'g'}),
    ({}, {'lun': 2}),
    ({'portPos': PORT}, {'volumeName': 'w', 'portPos': {**PORT,
                                                        'node': 1}}),
    ({}, {'volumeName': 'w', 'portPos': PORT,
          'overrideLowerPriority': True}),
    ({}, {'volumeName': 'w', 'portPos': PORT, 'hostname': None})])
def test_exports_that_do_not_meet_are_fine(made, first, second):
    export(made, **first)
    export(made, **second)


class TestDelete:
    """DELETE by id."""

    @pytest.mark.parametrize('members, text', [
        ({}, 'v,1,h'),
        ({}, 'v%2C1%2Ch'),
        ({'portPos': PORT}, 'v,1,h,0:1:1'),
        ({'portPos': PORT}, 'v,1,h,0%3A1%3A1'),
        ({'portPos': PORT, 'hostname': None}, 'v,1,,0:1:1'),
        ({'hostname': 'set:hs'}, 'v,1,set:hs'),
        ({'volumeName': 'set:vs'}, 'set%3Avs,1,h')])
    def test_an_export_goes(self, made, members, text):
        export(made, **members)
        assert made.ok('DELETE', f'/vluns/{text}').raw == b''
        assert made.get('/vluns')['total'] == 0

    @pytest.mark.parametrize('quiet', ['True', 'False', 'true'])
    def test_the_notice_may_be_left_out(self, made, quiet):
        export(made)
        made.ok('DELETE', f'/vluns/v,1,h?noVcn={quiet}')

    @pytest.mark.parametrize('symbol, text', [
        ('NON_EXISTENT_VLUN', 'v,2,h'),
        ('NON_EXISTENT_VLUN', 'w,1,h'),
        ('NON_EXISTENT_VLUN', 'nothing,1,h'),
        ('NON_EXISTENT_VLUN', 'v,1,g'),
        ('NON_EXISTENT_VLUN', 'v,1,set:hs'),
        ('NON_EXISTENT_VLUN', 'set:vs,1,h'),
        ('NON_EXISTENT_VLUN', 'v,1,h,0:1:1'),
        ('NON_EXISTENT_HOST', 'v,1,nobody'),
        ('INV_INPUT_MISSING_REQUIRED', 'v'),
        ('INV_INPUT_MISSING_REQUIRED', 'v,1'),
        ('INV_INPUT_MISSING_REQUIRED', 'v,,h'),
        ('INV_INPUT_MISSING_REQUIRED', ',1,h'),
        ('INV_INPUT_MISSING_REQUIRED', 'v,1,'),
        ('INV_INPUT', 'v,one,h'),
        ('INV_INPUT_EXCEEDS_RANGE', 'v,16385,h'),
        ('INV_INPUT_PORT_SPECIFICATION', 'v,1,h,0:1'),
        ('INV_INPUT', 'v,1,h?noVcn=perhaps')])
    def test_a_bad_id_is_refused(self, made, symbol, text):
        export(made)
        made.refused(symbol, 'DELETE', f'/vluns/{text}')

    def test_a_missing_vlun_says_so_as_captured(self, made):
        answer = made('DELETE', '/vluns/v,1,h')
        assert answer.body == {'code': 19, 'desc': 'VLUN does not exist'}


class TestFind:
    """GET by id and by query."""

    def test_an_id_names_template_and_active_vluns(self, made):
        export(made)
        made.array.state.log_in('h')
        result = made.get('/vluns/v,1,h')
        assert (result['total'], len(result['members'])) == (3, 3)

    def test_an_id_with_a_port_names_that_port(self, made):
        export(made)
        made.array.state.log_in('h')
        assert made.get('/vluns/v,1,h,1:1:1')['total'] == 1

    @pytest.mark.parametrize('symbol, text', [
        ('NON_EXISTENT_VLUN', 'v,1,h'),
        ('INV_INPUT_WRONG_TYPE', 'v,x,h'),
        ('INV_INPUT_MISSING_REQUIRED', 'v')])
    def test_a_bad_id_is_refused(self, made, symbol, text):
        made.refused(symbol, 'GET', f'/vluns/{text}')

    @pytest.mark.parametrize('query, total', [
        ('volumeName EQ v', 1), ('hostname==h', 2), ('lun EQ 1', 1),
        ('volumeName EQ w AND hostname EQ h', 1), ('serial EQ 2', 1)])
    def test_a_query_chooses(self, made, query, total):
        export(made)
        export(made, volumeName='w', lun=2)
        text = f'"{query}"'.replace(' ', '%20').replace('"', '%22')
        assert made.get(f'/vluns?query={text}')['total'] == total

    def test_a_query_by_wwn_chooses(self, made):
        export(made)
        export(made, volumeName='set:vs', lun=10)
        wwn = made.get('/volumes/v')['wwn']
        assert made.get(f'/vluns?query=%22volumeWWN=={wwn}%22')['total'] == 1

    def test_a_3par_answers_404_when_nothing_matches(self, made):
        made.refused('NON_EXISTENT_VLUN', 'GET',
                     '/vluns?query=%22volumeName==v%22')

    def test_a_primera_answers_an_empty_list(self, primera):
        result = primera.get('/vluns?query=%22volumeName==v%22')
        assert (result['total'], result['members']) == (0, [])
