"""Adaptive Optimization: /aoconfigurations, and what it does to CPGs."""

from __future__ import annotations

import pytest

from hpe3parclient.simulator.errors import Refused
from hpe3parclient.simulator.model import optimization
from hpe3parclient.simulator.state.optimization import COST, PERFORMANCE


@pytest.fixture
def tiers(api):
    for name in ('fast', 'slow', 'other'):
        api.ok('POST', '/cpgs', {'name': name})
    optimization.create(api.array.state, 'ao',
                        {0: 'fast', 2: 'slow'}, PERFORMANCE)
    return api


def test_a_configuration_shows_its_tiers(tiers):
    base = tiers.array.api_url
    assert tiers.get('/aoconfigurations/ao') == {
        'id': '1', 'name': 'ao',
        't0CPG': {'id': '0', 'name': 'fast', 'minSpaceUtilizationMiB': 0,
                  'maxSpaceUtilizationMiB': 0},
        't2CPG': {'id': '1', 'name': 'slow', 'minSpaceUtilizationMiB': 0,
                  'maxSpaceUtilizationMiB': 0},
        'mode': 3,
        'links': [{'href': base + '/aoconfigurations/ao', 'rel': 'self'},
                  {'href': base + '/cpgs/fast', 'rel': 'T0cpg'},
                  {'href': base + '/cpgs/slow', 'rel': 'T2cpg'}]}


def test_all_configurations_are_listed(tiers):
    result = tiers.get('/aoconfigurations')
    assert (result['total'], result['members']) == (
        1, [tiers.get('/aoconfigurations/ao')])
    assert result['links'] == [{
        'href': tiers.array.api_url + '/aoconfigurations', 'rel': 'self'}]


@pytest.mark.covers('aoconfigurations', 'NON_EXISTENT_AO')
def test_a_missing_one_is_refused(tiers):
    tiers.refused('NON_EXISTENT_AO', 'GET', '/aoconfigurations/x')


def test_the_domain_of_its_cpgs_is_shown(api):
    api.array.state.domains |= {'B', 'D'}
    for name in ('a', 'b'):
        api.ok('POST', '/cpgs', {'name': name, 'domain': 'D'})
    optimization.create(api.array.state, 'ao', {0: 'a', 1: 'b'}, COST)
    item = api.get('/aoconfigurations/ao')
    assert (item['domain'], item['domainId']) == ('D', 1)


def test_a_tier_is_not_removed(tiers):
    tiers.refused('IN_USE', 'DELETE', '/cpgs/fast')
    optimization.remove(tiers.array.state, 'ao')
    tiers.ok('DELETE', '/cpgs/fast')
    assert tiers.get('/aoconfigurations')['total'] == 0


@pytest.mark.parametrize('symbol, name, members', [
    ('INV_INPUT_DUP_NAME', 'ao', {0: 'other', 1: 'other'}),
    ('INV_INPUT_ONE_REQUIRED', 'x', {0: 'other'}),
    ('NON_EXISTENT_CPG', 'x', {0: 'other', 1: 'missing'}),
    ('INV_INPUT_DUP_NAME', 'x', {0: 'other', 1: 'other'}),
    ('IN_USE', 'x', {0: 'other', 1: 'slow'}),
    ('INV_INPUT_ILLEGAL_CHAR', 'x*', {0: 'other', 1: 'slow'})])
def test_a_bad_configuration_is_refused(tiers, symbol, name, members):
    before = tiers.dump()
    with pytest.raises(Refused) as caught:
        optimization.create(tiers.array.state, name, members, COST)
    assert (caught.value.symbol, tiers.dump()) == (symbol, before)


def test_all_tiers_are_in_one_domain(tiers):
    tiers.array.state.domains.add('D')
    tiers.ok('POST', '/cpgs', {'name': 'd', 'domain': 'D'})
    with pytest.raises(Refused) as caught:
        optimization.create(tiers.array.state, 'x',
                            {0: 'd', 1: 'other'}, COST)
    assert caught.value.symbol == 'CPG_NOT_IN_SAME_DOMAIN'
