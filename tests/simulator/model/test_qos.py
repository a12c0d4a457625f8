"""QoS rules: pairs, ranges, targets, and what a rule keeps alive."""

from __future__ import annotations

import pytest

from hpe3parclient.simulator.personality import personality_of

RULE = {'name': 's', 'type': 1, 'ioMinGoal': 100, 'ioMaxLimit': 200}


@pytest.fixture
def sets(api):
    """A volume set called ``s``."""
    api.ok('POST', '/volumesets', {'name': 's'})
    return api


@pytest.fixture
def ruled(sets):
    """A rule for it."""
    sets.ok('POST', '/qos', RULE)
    return sets


def test_a_new_rule_is_201_without_a_body(sets):
    answer = sets('POST', '/qos', RULE)
    assert (answer.status, answer.raw) == (201, b'')


def test_a_rule_shows_the_members_that_have_a_value(ruled):
    assert ruled.get('/qos/vvset:s') == {
        'id': 0, 'type': 1, 'name': 's', 'enabled': True, 'priority': 2,
        'ioMinGoal': 100, 'ioMaxLimit': 200}


def test_a_rule_looks_as_captured(sets):
    sets.ok('POST', '/qos', {
        'name': 's', 'type': 1, 'latencyGoal': 5000, 'bwMinGoalOP': 1,
        'bwMaxLimitOP': 1, 'ioMinGoalOP': 1, 'ioMaxLimitOP': 1})
    assert sets.get('/qos/vvset:s') == {
        'id': 0, 'type': 1, 'name': 's', 'enabled': True, 'priority': 2,
        'bwMinGoalKB': 0, 'bwMaxLimitKB': 0, 'ioMinGoal': 0,
        'ioMaxLimit': 0, 'latencyGoaluSecs': 5000000, 'latencyGoal': 5000}


def test_rules_are_listed(ruled):
    ruled.ok('POST', '/qos', {'name': 'all_others', 'type': 2,
                              'priority': 1})
    result = ruled.get('/qos')
    assert (result['total'], [(item['type'], item['name'])
                             for item in result['members']]) == (
        2, [(1, 's'), (2, 'all_others')])


@pytest.mark.parametrize('name', ['all_others', 'sys:all_others'])
def test_all_other_volumes_have_one_rule(sets, name):
    body = {'name': name, 'type': 2, 'enable': False}
    sets.ok('POST', '/qos', body)
    assert sets.get('/qos/sys:all_others')['enabled'] is False
    sets.refused('EXISTENT_QOS_RULE', 'POST', '/qos', body)


@pytest.mark.parametrize('member, value, shown', [
    ('priority', 3, {'priority': 3}), ('enable', False, {'enabled': False}),
    ('latencyGoal', 7, {'latencyGoal': 7, 'latencyGoaluSecs': 7000}),
    ('latencyGoaluSecs', 7500,
     {'latencyGoal': 7, 'latencyGoaluSecs': 7500})])
def test_any_member_makes_a_rule(sets, member, value, shown):
    sets.ok('POST', '/qos', {'name': 's', 'type': 1, member: value})
    item = sets.get('/qos/vvset:s')
    assert {name: item[name] for name in shown} == shown


@pytest.mark.parametrize('members', [
    {}, {'ioMinGoal': 0, 'ioMaxLimit': 0}, {'latencyGoal': -1},
    {'bwMinGoalOP': 0, 'bwMaxLimitOP': 0}])
def test_a_rule_says_something(sets, members):
    sets.refused('INV_INPUT_MISSING_REQUIRED', 'POST', '/qos',
                 {'name': 's', 'type': 1, **members})


@pytest.mark.parametrize('symbol, members', [
    ('INV_INPUT_MISSING_REQUIRED', {'ioMinGoal': 5}),
    ('INV_INPUT_MISSING_REQUIRED', {'bwMaxLimitKB': 5}),
    ('INV_INPUT_MISSING_REQUIRED', {'ioMinGoalOP': 1}),
    ('INV_INPUT', {'bwMinGoalOP': 1, 'bwMaxLimitOP': 2}),
    ('INV_INPUT_IO_MIN_GOAL_GRT_MAX_LIMIT',
     {'ioMinGoal': 6, 'ioMaxLimit': 5}),
    ('INV_INPUT_BW_MIN_GOAL_GRT_MAX_LIMIT',
     {'bwMinGoalKB': 6, 'bwMaxLimitKB': 5}),
    ('INV_INPUT_BELOW_RANGE', {'ioMinGoal': 6, 'ioMaxLimit': 0}),
    ('INV_INPUT_BELOW_RANGE', {'bwMinGoalKB': 6, 'bwMaxLimitKB': -1}),
    ('INV_INPUT_EXCEEDS_RANGE', {'ioMinGoal': 6, 'ioMaxLimit': 2**32}),
    ('INV_INPUT_EXCEEDS_RANGE', {'bwMinGoalKB': 6, 'bwMaxLimitKB': 2**64}),
    ('INV_INPUT_BAD_ENUM_VALUE', {'priority': 4}),
    ('INV_INPUT_WRONG_TYPE', {'enable': 1}),
    ('INV_INPUT_UNREC_NAME', {'colour': 1})])
@pytest.mark.parametrize('method', ['POST', 'PUT'])
def test_a_bad_rule_is_refused(ruled, symbol, members, method):
    ruled.ok('POST', '/volumesets', {'name': 't'})
    body = {'name': 't', 'type': 1} if method == 'POST' else {}
    ruled.refused(symbol, method,
                  '/qos' if method == 'POST' else '/qos/vvset:s',
                  {**body, **members})


def test_equal_goal_and_limit_are_fine(sets):
    sets.ok('POST', '/qos', {'name': 's', 'type': 1, 'bwMinGoalKB': 5,
                             'bwMaxLimitKB': 5})


def test_operations_beat_values(sets):
    sets.ok('POST', '/qos', {**RULE, 'ioMinGoalOP': 2, 'ioMaxLimitOP': 2,
                             'enable': True})
    assert 'ioMaxLimit' not in sets.get('/qos/vvset:s')


def test_the_default_latency_is_none(ruled):
    ruled.ok('PUT', '/qos/vvset:s', {'latencyGoal': 4})
    ruled.ok('PUT', '/qos/vvset:s', {'defaultLatency': True})
    assert 'latencyGoal' not in ruled.get('/qos/vvset:s')


@pytest.mark.parametrize('symbol, members, status', [
    ('INV_INPUT_MISSING_REQUIRED', {'name': None}, None),
    ('INV_INPUT_MISSING_REQUIRED', {'type': None}, None),
    ('INV_INPUT_BAD_ENUM_VALUE', {'type': 3}, None),
    ('INV_INPUT_ILLEGAL_CHAR', {'name': 'a b'}, None),
    ('INV_INPUT_EXCEEDS_LENGTH', {'name': 32 * 'x'}, None),
    ('INV_INPUT_QOS_TARGET_OBJECT', {'name': 'x'}, 404),
    ('INV_INPUT_QOS_TARGET_OBJECT', {'type': 2}, 404)])
def test_a_bad_target_is_refused(sets, symbol, members, status):
    sets.refused(symbol, 'POST', '/qos', {**RULE, **members}, status=status)


def test_a_second_rule_is_400_114(ruled):
    ruled.refused('EXISTENT_QOS_RULE', 'POST', '/qos', RULE)


def test_a_change_keeps_what_it_does_not_name(ruled):
    answer = ruled('PUT', '/qos/vvset:s', {'priority': 1})
    item = ruled.get('/qos/vvset:s')
    assert (answer.status, answer.raw, item['priority'],
            item['ioMaxLimit']) == (200, b'', 1, 200)


@pytest.mark.parametrize('method, body', [
    ('GET', None), ('PUT', {'priority': 1}), ('DELETE', None)])
@pytest.mark.parametrize('path', ['vvset:x', 'sys:all_others', 'sys:s', 's',
                                  'vvset'])
def test_a_missing_rule_is_404_100(ruled, method, body, path):
    ruled.refused('NON_EXISTENT_QOS_RULE', method, f'/qos/{path}', body)


@pytest.mark.parametrize('method', ['GET', 'DELETE'])
def test_illegal_characters_of_a_rule_are_400_69(ruled, method):
    ruled.refused('INV_INPUT_ILLEGAL_CHAR', method, '/qos/vvset:a%20b')


def test_a_deleted_rule_is_gone(ruled):
    answer = ruled('DELETE', '/qos/vvset:s')
    assert (answer.status, answer.raw) == (200, b'')
    assert ruled.get('/qos') == {'total': 0, 'members': []}
    ruled.ok('POST', '/qos', RULE)


def test_a_set_with_a_rule_is_not_deleted_before_3_3_1(ruled):
    ruled.array.state.personality = personality_of('3par-3.2.2')
    ruled.refused('VVSET_QOS_TARGET', 'DELETE', '/volumesets/s')
    ruled.ok('PUT', '/qos/vvset:s', {'enable': False})
    ruled.refused('VVSET_QOS_TARGET', 'DELETE', '/volumesets/s')
    ruled.ok('DELETE', '/qos/vvset:s')
    ruled.ok('DELETE', '/volumesets/s')


def test_a_set_says_whether_its_rule_is_in_force(ruled):
    assert ruled.get('/volumesets/s')['qosEnabled'] is True
    ruled.ok('PUT', '/qos/vvset:s', {'enable': False})
    assert ruled.get('/volumesets/s')['qosEnabled'] is False


def test_a_rule_follows_the_name_of_its_set(ruled):
    ruled.ok('PUT', '/volumesets/s', {'newName': 't'})
    assert ruled.get('/qos/vvset:t')['name'] == 't'
    ruled.refused('NON_EXISTENT_QOS_RULE', 'GET', '/qos/vvset:s')


def test_a_rule_has_the_domain_of_its_set(api):
    api.array.state.domains.add('d')
    api.ok('POST', '/volumesets', {'name': 's', 'domain': 'd'})
    api.ok('POST', '/qos', RULE)
    assert api.get('/qos/vvset:s')['domain'] == 'd'


@pytest.mark.parametrize('method, path', [
    ('POST', '/qos'), ('PUT', '/qos/vvset:s')])
def test_without_its_licence_there_are_no_rules(ruled, method, path):
    ruled.array.state.licences.discard('qos')
    ruled.refused('UNLICENSED_FEATURE', method, path,
                  RULE if method == 'POST' else {'priority': 1})


def test_an_old_release_shows_latency_in_milliseconds_alone(serve, raw_client):
    api = raw_client(serve('3par-3.1.3')).log_in()
    api.ok('POST', '/volumesets', {'name': 's'})
    api.refused('INV_INPUT_UNREC_NAME', 'POST', '/qos', {
        **RULE, 'latencyGoaluSecs': 5})
    api.ok('POST', '/qos', {**RULE, 'latencyGoal': 5})
    item = api.get('/qos/vvset:s')
    assert (item['latencyGoal'], 'latencyGoaluSecs' in item) == (5, False)


def test_the_newest_generation_takes_a_limit_without_a_goal(serve, raw_client):
    api = raw_client(serve('alletra-mp')).log_in()
    api.ok('POST', '/volumesets', {'name': 's'})
    api.ok('POST', '/qos', {'name': 's', 'type': 1, 'ioMaxLimit': 200})
    shown = api.get('/qos/vvset:s')
    assert shown['ioMaxLimit'] == 200
    assert 'ioMinGoal' not in shown


def test_others_take_no_limit_without_a_goal(sets):
    sets.refused('INV_INPUT_MISSING_REQUIRED', 'POST', '/qos', {
        'name': 's', 'type': 1, 'ioMaxLimit': 200})
