"""/users and /roles: who may do what."""

from __future__ import annotations

import pytest


def test_users_have_a_role_in_every_domain(api):
    api.array.state.users['guest'] = 'p'
    api.array.state.browsers.add('guest')
    result = api.get('/users')
    assert result['total'] == 2
    assert [(item['username'], item['privileges'])
            for item in result['members']] == [
        ('3paradm', [{'domain': 'all', 'role': 'super'}]),
        ('guest', [{'domain': 'all', 'role': 'browse'}])]
    assert result['links'] == [{
        'href': api.array.api_url + '/users', 'rel': 'self'}]


def test_one_user_links_to_itself(api):
    assert api.get('/users/3paradm') == {
        'username': '3paradm',
        'privileges': [{'domain': 'all', 'role': 'super'}],
        'links': [{'href': api.array.api_url + '/users/3paradm',
                   'rel': 'self'}]}


@pytest.mark.covers('users', 'NON_EXISTENT_USER')
def test_a_missing_user_is_refused(api):
    api.refused('NON_EXISTENT_USER', 'GET', '/users/nobody')


@pytest.mark.covers('users', 'INV_INPUT_EXCEEDS_LENGTH')
def test_the_name_of_a_user_has_64_characters_at_most(api):
    api.refused('NON_EXISTENT_USER', 'GET', '/users/' + 64 * 'x')
    api.refused('INV_INPUT_EXCEEDS_LENGTH', 'GET', '/users/' + 65 * 'x')


def test_roles_say_what_they_may(api):
    result = api.get('/roles')
    assert [item['role'] for item in result['members']] == [
        '3PAR_AO', '3PAR_RM', 'basic_edit', 'browse', 'create', 'edit',
        'service', 'super']
    assert result['members'][0]['rights'][0] == {
        'right': 'cpg_compact', 'rightDescription': 'Allows compactcpg'}


def test_one_role_links_to_itself(api):
    item = api.get('/roles/browse')
    assert (item['role'], item['links']) == ('browse', [{
        'href': api.array.api_url + '/roles/browse', 'rel': 'self'}])


@pytest.mark.covers('roles', 'NON_EXISTENT_ROLE')
def test_a_missing_role_is_refused(api):
    api.refused('NON_EXISTENT_ROLE', 'GET', '/roles/king')


@pytest.mark.parametrize('path', ['/users', '/users/3paradm', '/roles',
                                  '/roles/super', '/aoconfigurations'])
def test_release_3_1_3_has_neither(serve, raw_client, path):
    api = raw_client(serve('3par-3.1.3')).log_in()
    api.refused('URI_RES_NOT_FOUND', 'GET', path)


@pytest.mark.parametrize('method', ['POST', 'PUT', 'DELETE'])
@pytest.mark.parametrize('path', ['/users/3paradm', '/roles/super'])
def test_they_can_only_be_read(api, method, path):
    api.refused('UNSUP_OP', method, path, {})
