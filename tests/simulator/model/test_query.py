"""The query= expressions, over HTTP."""

from __future__ import annotations

from urllib.parse import quote

import pytest


def names(api, expression, path='/volumes'):
    result = api.get(f'{path}?query=' + quote(f'"{expression}"'))
    assert result['total'] == len(result['members'])
    return [item.get('name') for item in result['members']]


def refused(api, expression, path='/volumes'):
    api.refused('INV_QUERY_STRING', 'GET',
                 f'{path}?query=' + quote(expression))


@pytest.fixture
def three(pool):
    for number, name in enumerate(('a', 'b', 'c')):
        pool.ok('POST', '/volumes', {
            'name': name, 'cpg': 'c', 'sizeMiB': 256, 'id': 10 + number,
            'snapCPG': 'c'})
    return pool


@pytest.mark.parametrize('expression, expected', [
    ('name EQ a', ['a']),
    ('name==a', ['a']),
    ('name == a', ['a']),
    ("name EQ 'a'", ['a']),
    ('name EQ nothing', []),
    ('name EQ a OR name EQ b', ['a', 'b']),
    ('name EQ a AND name EQ b', []),
    ('id GE 11', ['b', 'c']),
    ('id GT 11', ['c']),
    ('id GE 10 AND id LT 12', ['a', 'b']),
    ('id LE 10 AND id GE 10', ['a']),
    ('id GE 10 AND id NE 11', ['a', 'c']),
    ('name EQ a OR name EQ b AND id EQ 11', ['a', 'b']),
    ('(name EQ a OR name EQ b) AND id EQ 11', ['b']),
    ('userCPG EQ c', ['a', 'b', 'c']),
    ('snapCPG==c AND id EQ 12', ['c']),
    ('provisioningType EQ 1 AND id EQ 10', ['a']),
    ('baseId EQ 11', ['b'])])
def test_an_expression_chooses(three, expression, expected):
    assert names(three, expression) == expected


def test_wwns_are_compared_without_case_or_colons(three):
    wwn = three.get('/volumes/b')['wwn']
    assert names(three, f'wwn=={wwn.lower()}') == ['b']
    colons = ':'.join(wwn[i:i + 2] for i in range(0, 32, 2))
    assert names(three, f'wwn=={colons} OR wwn==0') == ['b']


def test_copies_are_found_by_their_parent(three):
    three.ok('POST', '/volumes/a', {'action': 'createSnapshot',
                                    'parameters': {'name': 's'}})
    assert names(three, 'copyOf EQ a') == ['s']


@pytest.mark.parametrize('expression', [
    'name EQ a', '"', '""', '"name"', '"name EQ"', '"EQ a"', '"name LIKE a"',
    '"colour EQ a"', '"name EQ a OR"', '"(name EQ a"', '"name EQ a)"',
    '"name EQ a b"', '"id EQ x"', '"name[wwn==1]"', '"name = a"',
    '"\'name\' EQ a"', '"name \'EQ\' a"', '"name EQ =="', '"a\x00"',
    '"' + 30 * '(' + 'id EQ 1' + 30 * ')' + '"'])
def test_a_bad_expression_is_400(three, expression):
    refused(three, expression)


def test_an_unclosed_quote_is_400(three):
    refused(three, '"name EQ \'a"')


def test_a_plus_is_a_plus(three):
    three.refused('INV_QUERY_STRING', 'GET',
                  '/volumes?query=%22name+EQ+a%22')


def test_a_query_of_what_cannot_be_queried_is_ignored(three):
    assert three.get('/cpgs?query=%22x%22')['total'] == 1


class TestHosts:
    """Brackets choose among the paths of a host."""

    @pytest.fixture
    def hosts(self, api):
        api.ok('POST', '/hosts', {
            'name': 'fc', 'FCWWNs': ['1000000000000001',
                                     '1000000000000002']})
        api.ok('POST', '/hosts', {
            'name': 'iscsi', 'iSCSINames': ['iqn.1998-01.com.example:x']})
        return api

    @pytest.mark.parametrize('expression, expected', [
        ('FCPaths[wwn==1000000000000002]', ['fc']),
        ('FCPaths[wwn==9 OR wwn==10:00:00:00:00:00:00:01]', ['fc']),
        ('iSCSIPaths[name==iqn.1998-01.com.example:x]', ['iscsi']),
        ('FCPaths[wwn==1000000000000001] OR '
         'iSCSIPaths[name==iqn.1998-01.com.example:x]', ['fc', 'iscsi']),
        ('FCPaths[wwn==1000000000000009]', []),
        ('name EQ fc AND persona EQ 2', ['fc']),
        ('id EQ 1', ['iscsi'])])
    def test_an_expression_chooses(self, hosts, expression, expected):
        assert names(hosts, expression, '/hosts') == expected

    @pytest.mark.parametrize('expression', [
        '"FCPaths==1"', '"FCPaths[name==1]"', '"FCPaths[wwn==1"',
        '"FCPaths wwn==1"', '"FCPaths[]"'])
    def test_a_bad_bracket_is_400(self, hosts, expression):
        hosts.refused('INV_INPUT', 'GET',
                      '/hosts?query=' + quote(expression))

    def test_a_nameless_host_can_match(self, hosts):
        hosts.array.state.add_unassigned_path('1000000000000003')
        assert names(hosts, 'FCPaths[wwn==1000000000000003]',
                     '/hosts') == [None]


class TestOlderReleases:
    """3.1.3 knows == and OR, and few fields."""

    @pytest.fixture
    def old(self, serve, raw_client):
        api = raw_client(serve('3par-3.1.3')).log_in()
        api.ok('POST', '/cpgs', {'name': 'c'})
        for name in ('a', 'b'):
            api.ok('POST', '/volumes', {
                'name': name, 'cpg': 'c', 'sizeMiB': 256})
        return api

    def test_wwn_can_be_asked_for(self, old):
        wwns = [old.get(f'/volumes/{name}')['wwn'] for name in 'ab']
        assert names(old, f'wwn=={wwns[0]} OR wwn=={wwns[1]}') == ['a', 'b']

    @pytest.mark.parametrize('expression', [
        'wwn EQ 1', 'name==a', 'wwn==1 AND wwn==2'])
    def test_later_words_and_fields_are_400(self, old, expression):
        refused(old, f'"{expression}"')

    def test_a_query_of_vluns_is_ignored(self, old):
        old.ok('POST', '/hosts', {'name': 'h'})
        old.ok('POST', '/vluns', {'volumeName': 'a', 'hostname': 'h',
                                  'lun': 1})
        assert old.get('/vluns?query=%22volumeName==b%22')['total'] == 1
