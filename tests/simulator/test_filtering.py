"""What fits an expression is found, whatever the array makes of it."""

from __future__ import annotations

import itertools
import urllib.parse

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from hpe3parclient import exceptions
from hpe3parclient.query import Q
from hpe3parclient.simulator import Clock, SimulatedArray
from tests.support.simulated import connect

MODELS = ['3par-3.1.3', '3par-3.3.1', 'alletra-mp']
WWNS = [f'10000000C9A1B2C{number}' for number in range(4)]


def populate(client):
    """Volumes, snapshots, copies, hosts and VLUNs, unlike each other."""
    for cpg in ('pool', 'other'):
        client.createCPG(cpg)
    for number in range(8):
        client.createVolume(f'v{number}', 'other' if number % 3 else 'pool',
                            1024 * (1 + number % 4),
                            {'tpvv': True, 'snapCPG': 'pool',
                             'comment': f'number {number}'})
    # names that a query could take for something else
    for name in ('OR', '123', 'true'):
        client.createVolume(name, 'pool', 1024, {'tpvv': True,
                                                 'snapCPG': 'pool'})
        client.createSnapshot('of-' + name, name)
    for number in range(3):
        client.createSnapshot(f's{number}', 'v1',
                              {'readOnly': number == 1})
    client.createSnapshot('s3', 's0')
    for number in range(3):
        client.createHost(f'h{number}', FCWwns=[WWNS[number]])
        client.createVLUN(f'v{number}', hostname=f'h{number}', auto=True)
    client.createHost('iscsi', ['iqn.2000-01.example:i'])
    client.createVLUN('v1', hostname='iscsi', auto=True)
    client.createVLUN('s0', hostname='iscsi', auto=True)


@pytest.fixture(scope='module', params=MODELS)
def served(request):
    with SimulatedArray(request.param, tls=False,
                        clock=Clock(running=False)) as array, \
            connect(array) as client:
        populate(client)
        array.state.log_in('h0')
        array.state.add_unassigned_path('10000000FFFFFFFF')
        yield array, client


#: what is asked depends on the client alone
ANY = pytest.mark.parametrize('served', ['3par-3.3.1'], indirect=True)


@pytest.fixture
def client(served):
    array, client = served
    array.requests.clear()
    client.vlun_query_supported = True
    client.primera_supported = False
    return client


@pytest.fixture
def asked(served, client):
    """What the array was asked since."""
    def requests():
        return [urllib.parse.unquote(each.target).replace('/api/v1', '', 1)
                for each in served[0].requests]
    return requests


def names(result):
    return sorted(each['name'] for each in result)


# -- examples ---------------------------------------------------------------


def test_snapshots_of_a_volume_are_found(client):
    assert names(client.iterVolumes(Q.copyOf == 'v1')) == ['s0', 's1', 's2']


def test_read_only_snapshots_are_found(client):
    assert names(client.iterVolumes(
        (Q.copyOf == 'v1') & Q.readOnly.isin([True]))) == ['s1']


def test_volumes_by_size_are_found(client):
    result = names(client.iterVolumes(
        (Q.sizeMiB > 2048) & ~Q.copyOf.exists() & Q.name.like('v?')))
    assert result == ['v2', 'v3', 'v6', 'v7']


def test_a_wwn_is_found_in_any_spelling(client):
    wwn = client.getVolume('v2')['wwn']
    spelled = ':'.join(wwn.lower()[at:at + 2] for at in range(0, 32, 2))
    assert names(client.iterVolumes(Q.wwn == spelled)) == ['v2']


def test_vluns_of_a_host_are_found(client):
    assert {vlun['volumeName'] for vlun in client.iterVLUNs(
        Q.hostname == 'iscsi')} == {'v1', 's0'}


def test_active_vluns_are_found(client):
    assert {vlun['volumeName'] for vlun in client.iterVLUNs(
        Q.active.isin([True]))} == {'v0'}


@pytest.mark.parametrize('expression', [
    Q.FCPaths.wwn == WWNS[1], Q.FCPaths.wwn == WWNS[1].lower(),
    Q.name == 'h1', (Q.name == 'h1') | (Q.FCPaths.wwn == WWNS[3])], ids=repr)
def test_a_host_is_found(client, expression):
    assert names(client.iterHosts(expression)) == ['h1']


def test_initiators_of_no_host_are_found(client):
    (result,) = client.iterHosts(Q.FCPaths.wwn == '10000000FFFFFFFF')
    assert 'name' not in result


@pytest.mark.parametrize('name', ['OR', '123', 'true'])
def test_a_name_that_looks_like_something_else_is_a_name(client, name):
    assert names(client.iterVolumes(Q.copyOf == name)) == ['of-' + name]


@ANY
@pytest.mark.parametrize('value', [
    'v1" OR name EQ "v2', 'v1 OR name EQ v2', "v1' OR 'a' == 'a", '*', '"',
    'v1"', '', ' ', 'v1\r\nX: y', 'v1&query=x', 'v1#', '%22', 'v\u00e9',
    '\x00', '\ud800', 'v1)', '[v1]', 'x' * 5000, '../hosts'])
def test_a_hostile_value_is_never_another_question(client, asked, value):
    assert list(client.iterVolumes(Q.name == value)) == []
    assert list(client.iterVLUNs(Q.hostname == value)) == []
    assert list(client.iterHosts(Q.iSCSIPaths.name == value)) == []
    assert asked() == ['/volumes', '/vluns', '/hosts']


# -- what the array is asked ------------------------------------------------


@ANY
def test_without_an_expression_everything_is_asked_for(client, asked):
    assert list(client.iterVolumes()) == client.getVolumes()['members']
    assert asked() == ['/volumes', '/volumes']


@ANY
def test_an_old_array_is_asked_for_wwns_alone(client, asked):
    client.vlun_query_supported = False
    list(client.iterVolumes((Q.name == 'v1') | (Q.id == 5)))
    list(client.iterVolumes(Q.wwn == '60002ac0' + '0' * 24))
    list(client.iterVLUNs(Q.volumeName == 'v1'))
    assert asked() == [
        '/volumes', f'/volumes?query="wwn==60002AC0{"0" * 24}"',
        '/vluns']


@ANY
@pytest.mark.parametrize('expression, query', [
    (Q.name == 'v1', 'name EQ v1'),
    (Q.copyOf == 'v1', 'copyOf EQ v1'),
    (Q.id == 5, 'id EQ 5'),
    (Q.name.isin(['v1', 'v2', 'v1']), 'name EQ v1 OR name EQ v2'),
    ((Q.userCPG == 'pool') & (Q.name == 'v1'), 'name EQ v1'),
    ((Q.userCPG == 'pool') & (Q.sizeMiB > 1), 'userCPG EQ pool'),
    ((Q.name == 'v1') | (Q.copyOf == 'v1'), 'name EQ v1 OR copyOf EQ v1'),
    (((Q.name == 'v1') | (Q.id == 5)) & (Q.sizeMiB > 1),
     'name EQ v1 OR id EQ 5'),
    (Q.wwn == '6000:2ac0' + '0' * 24, 'wwn==60002AC0' + '0' * 24),
    ((Q.name == 'v1') | (Q.sizeMiB > 1), None),
    (~(Q.name == 'v1'), None), (Q.name != 'v1', None), (Q.name > 'v1', None),
    (Q.name.like('v*'), None), (Q.name == '1', None), (Q.name == 'Or', None),
    (Q.name == 'true', None), (Q.name == 5, None),
    (Q.id == 5.5, None), (Q.id == '5', None), (Q.id == -5, None),
    (Q.wwn == 'v1', None), (Q.comment == 'x', None),
    (Q.name.isin([f'v{number}' for number in range(200)]), None)],
    ids=lambda given: repr(given)[:40])
def test_an_array_is_asked_the_plainest_question(client, asked, expression,
                                                 query):
    list(client.iterVolumes(expression))
    assert asked()[0] == '/volumes' + (
        f'?query="{query}"' if query else '')


@ANY
@pytest.mark.parametrize('expression, query', [
    (Q.FCPaths.wwn == WWNS[0], f'FCPaths[wwn=={WWNS[0]}]'),
    (Q.FCPaths.wwn.isin(WWNS[:2]) | (Q.iSCSIPaths.name == 'iqn.x:y'),
     f'FCPaths[wwn=={WWNS[0]} OR wwn=={WWNS[1]}] OR iSCSIPaths[name==iqn.x:y]'),
    (Q.name == 'h1', None)], ids=repr)
def test_hosts_are_asked_for_by_their_paths(client, asked, expression, query):
    list(client.iterHosts(expression))
    assert asked()[0] == '/hosts' + (f'?query="{query}"' if query else '')


@ANY
def test_what_can_be_true_of_nothing_is_not_asked_for(client, asked):
    assert list(client.iterVolumes(
        Q.name.isin([]) & (Q.name == 'v1'))) == []
    assert asked() == []


@ANY
def test_nothing_is_sent_before_the_first_member_is_wanted(client, asked):
    client.iterVolumes(Q.name == 'v1')
    assert asked() == []


@ANY
@pytest.mark.parametrize('query', [
    "name == 'v1'", {'name': 'v1'}, Q.name, Q, True, b'', lambda v: True])
def test_what_is_no_expression_is_refused_at_once(client, asked, query):
    for method in (client.iterVolumes, client.iterVLUNs, client.iterHosts):
        with pytest.raises(exceptions.InvalidInput, match='Q.name =='):
            method(query)
    assert asked() == []


# -- arrays that do not do what they are asked ------------------------------


@pytest.fixture
def faults(served):
    yield served[0].faults
    served[0].faults.clear()


@ANY
@pytest.mark.parametrize('status, code', [
    (400, 81), (400, None), (404, None), (404, 23), (414, None),
    (501, None)])
def test_a_refused_question_is_answered_here(client, asked, faults, status,
                                             code):
    faults.add('status', method='GET', status=status,
               body={'code': code, 'desc': 'no'})
    assert names(client.iterVolumes(Q.copyOf == 'v1')) == ['s0', 's1', 's2']
    assert asked() == ['/volumes?query="copyOf EQ v1"', '/volumes']


@ANY
def test_a_refused_question_about_vluns_is_asked_once(client, asked, faults):
    faults.add('status', method='GET', status=400, body={'code': 81})
    for _ in range(2):
        assert len(list(client.iterVLUNs(Q.volumeName == 'v2'))) == 1
    assert asked() == ['/vluns?query="volumeName EQ v2"', '/vluns', '/vluns']


@ANY
def test_no_vlun_may_be_said_with_404(client, asked, faults):
    faults.add('status', method='GET', status=404, body={'code': 19})
    assert list(client.iterVLUNs(Q.volumeName == 'v9')) == []
    assert asked() == ['/vluns?query="volumeName EQ v9"']


@ANY
def test_a_question_that_is_ignored_is_answered_here(client, faults):
    everything = client.getVolumes()
    faults.add('status', method='GET', status=200, body=everything)
    assert names(client.iterVolumes(Q.copyOf == 'v1')) == ['s0', 's1', 's2']


@ANY
def test_hosts_that_brackets_do_not_find_are_looked_for(client, asked,
                                                        faults):
    faults.add('status', method='GET', status=200,
               body={'total': 0, 'members': []})
    assert names(client.iterHosts(Q.FCPaths.wwn == WWNS[1])) == ['h1']
    assert asked() == [f'/hosts?query="FCPaths[wwn=={WWNS[1]}]"', '/hosts']


@ANY
@pytest.mark.parametrize('status, kind', [
    (403, exceptions.HTTPForbidden), (500, exceptions.HTTPInternalServerError)
])
def test_another_error_is_raised(client, asked, faults, status, kind):
    faults.add('status', method='GET', status=status, body={'code': 13})
    with pytest.raises(kind):
        list(client.iterVolumes(Q.copyOf == 'v1'))
    assert len(asked()) == 1


@ANY
def test_a_list_that_breaks_off_is_raised(client, faults):
    faults.add('broken_list', method='GET')
    with pytest.raises(exceptions.ClientException):
        list(client.iterVolumes(Q.userCPG == 'pool'))


@ANY
def test_leaving_early_does_no_harm(client):
    first = list(itertools.islice(client.iterVolumes(
        Q.userCPG == 'pool'), 1))
    assert len(first) == 1
    assert client.getVolume('v1')['name'] == 'v1'


# -- any expression ---------------------------------------------------------


def fields(table):
    """Comparisons of members with values that they may have."""
    return st.one_of([
        st.builds(make, st.just(field), st.sampled_from(values))
        for field, values in table for make in (
            lambda field, value: field == value,
            lambda field, value: field != value,
            lambda field, value: field <= value,
            lambda field, value: field.isin([value, 'v1', 1]))])


def joined(table):
    return st.recursive(fields(table), lambda inner: st.one_of(
        st.builds(lambda a, b: a & b, inner, inner),
        st.builds(lambda a, b: a | b, inner, inner),
        st.builds(lambda a: ~a, inner)), max_leaves=5)


VOLUMES = joined([
    (Q.name, ['v1', 'v2', 's0', 'OR', '123', 'nobody', 'true']),
    (Q.copyOf, ['v1', 's0', 'OR', '123', 'true', 'nobody']),
    (Q.userCPG, ['pool', 'other', 'none']), (Q.snapCPG, ['pool', 'none']),
    (Q.id, [0, 1, 2, 5, 7, 99]), (Q.sizeMiB, [1024, 2048]),
    (Q.readOnly, [True, False]), (Q.comment, ['number 1', 'number 2'])])
VLUNS = joined([
    (Q.volumeName, ['v1', 'v2', 's0', 'nobody']), (Q.lun, [0, 1, 2]),
    (Q.hostname, ['h0', 'h1', 'iscsi', 'nobody']),
    (Q.active, [True, False])])
HOSTS = joined([
    (Q.name, ['h0', 'h1', 'iscsi']), (Q.id, [0, 1, 2]),
    (Q.FCPaths.wwn, [*WWNS, '10000000FFFFFFFF', 'x']),
    (Q.iSCSIPaths.name, ['iqn.2000-01.example:i', 'iqn.x'])])

FEW = settings(max_examples=40, suppress_health_check=[
    HealthCheck.function_scoped_fixture, HealthCheck.too_slow])


def assert_the_same(result, everything, expression):
    assert list(result) == [each for each in everything
                           if expression.matches(each)]


@FEW
@given(VOLUMES)
def test_any_expression_finds_volumes(client, expression):
    assert_the_same(client.iterVolumes(expression),
                    client.iterVolumes(), expression)


@FEW
@given(VLUNS)
def test_any_expression_finds_vluns(client, expression):
    assert_the_same(client.iterVLUNs(expression), client.iterVLUNs(),
                    expression)


@FEW
@given(HOSTS)
def test_any_expression_finds_hosts(client, expression):
    assert_the_same(client.iterHosts(expression), client.iterHosts(),
                    expression)
