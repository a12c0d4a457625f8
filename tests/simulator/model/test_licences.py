"""Licences: what /system shows of them, and what is refused without one."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from hpe3parclient.simulator import PERSONALITIES
from tests.support.replicated import Pair

_FLAGS_OF_1_5 = {
    'virtualCopy', 'remoteCopy', 'thinProvisioing', 'domains',
    'dynamicOptimization', 'virtualLock', 'thinPersistence',
    'thinConversion', 'adaptiveOptimization', 'peerVirtualization', 'qos',
    'systemReporter', 'darEncryption', 'fileServices'}
_LATER = {'storageFederation', 'onlineImport', 'rmcApplicationSuite'}
_PRIMERA = {'thinProvisioning', 'smartSAN', 'sedEncryption'}
FLAGS = {'3par-3.2.2': _FLAGS_OF_1_5, '3par-3.3.1': _FLAGS_OF_1_5 | _LATER,
         'primera-4.x': _FLAGS_OF_1_5 | _LATER | _PRIMERA,
         'alletra-9000': _FLAGS_OF_1_5 | _LATER | _PRIMERA,
         'alletra-mp': _FLAGS_OF_1_5 | _LATER | _PRIMERA}


def info(serve: Any, raw_client: Any, model: str) -> Any:
    return raw_client(serve(model)).log_in().get('/system').get('licenseInfo')


@pytest.mark.parametrize('model', FLAGS)
def test_each_generation_shows_its_flags(serve: Any, raw_client: Any,
                                         model: str) -> None:
    assert set(info(serve, raw_client, model)['licenseState']) == FLAGS[model]


def test_release_3_1_3_shows_none(serve: Any, raw_client: Any) -> None:
    assert info(serve, raw_client, '3par-3.1.3') is None


@pytest.mark.parametrize('model', FLAGS)
def test_the_base_of_wwns_is_there_from_primera_on(
        serve: Any, raw_client: Any, model: str) -> None:
    shown = info(serve, raw_client, model)
    assert shown.get('WWNBASE') == (
        PERSONALITIES[model].system_id if PERSONALITIES[model].reduce
        else None)


@pytest.mark.parametrize('model, names', [
    ('3par-3.2.2', {'Virtual Copy (102400G)', 'Thin Provisioning (102400G)',
                    'Thin Deduplication', 'Priority Optimization'}),
    ('3par-3.3.1', {'Virtual Copy (102400G)', 'Compression',
                    'File Persona'}),
    ('primera-4.x', {'Virtual Copy', 'Thin Provisioning', 'Compression'}),
    ('alletra-mp', {'FIPS Encryption', 'Owned',
                    'Software and Support SaaS'})])
def test_licences_have_the_names_of_the_product(
        serve: Any, raw_client: Any, model: str, names: set[str]) -> None:
    assert names <= {item['name'] for item
                     in info(serve, raw_client, model)['licenses']}


def test_a_licence_that_is_missing_is_not_named(pool: Any) -> None:
    pool.array.state.licences.discard('qos')
    shown = pool.get('/system')['licenseInfo']
    assert not shown['licenseState']['qos']
    assert 'Priority Optimization' not in {
        item['name'] for item in shown['licenses']}


SNAPSHOT = {'action': 'createSnapshot', 'parameters': {'name': 's'}}


@pytest.mark.parametrize('licence, method, path, body', [
    ('thinProvisioing', 'POST', '/volumes', {
        'name': 'w', 'cpg': 'c', 'sizeMiB': 256, 'tpvv': True}),
    ('virtualCopy', 'POST', '/volumes/v', SNAPSHOT),
    ('virtualCopy', 'POST', '/volumesets/vs', SNAPSHOT),
    ('virtualCopy', 'POST', '/volumes', {
        'action': 8, 'parameters': {'volumeGroup': [{'volumename': 'v'}]}}),
    ('virtualCopy', 'POST', '/volumes', {
        'action': 7, 'parameters': {'volumeSnapShotList': ['v']}}),
    ('virtualLock', 'PUT', '/volumes/v', {'retentionHours': 1}),
    ('dynamicOptimization', 'PUT', '/volumes/v', {
        'action': 6, 'tuneOperation': 1, 'userCPG': 'c'}),
    ('thinProvisioing', 'PUT', '/volumes/f', {
        'action': 6, 'tuneOperation': 1, 'userCPG': 'c',
        'conversionOperation': 1}),
    ('qos', 'POST', '/qos', {'name': 'vs', 'type': 1, 'ioMinGoal': 1,
                             'ioMaxLimit': 2}),
    ('systemReporter', 'GET',
     '/systemreporter/attime/cpgstatistics/hires', None),
    ('remoteCopy', 'GET', '/remotecopy', None),
    ('remoteCopy', 'GET', '/remotecopygroups/g', None),
    ('remoteCopy', 'GET', '/remotecopygroups/g/targets', None),
    ('remoteCopy', 'GET', '/remotecopygroups/g/volumes', None),
    ('remoteCopy', 'POST', '/remotecopygroups', {
        'name': 'g', 'targets': [{'targetName': 't', 'mode': 1}]})])
def test_what_is_not_licensed_is_refused(
        pool: Any, licence: str, method: str, path: str, body: Any) -> None:
    pool.volume('v')
    pool.volume('f', tpvv=None)
    pool.ok('POST', '/volumesets', {'name': 'vs', 'setmembers': ['v']})
    pool.array.state.licences.discard(licence)
    answer = pool.refused('UNLICENSED_FEATURE', method, path, body)
    assert (answer.status, answer.code) == (403, 70)


def test_a_full_volume_needs_no_licence(pool: Any) -> None:
    pool.array.state.licences.clear()
    pool.volume('f', tpvv=None)


@pytest.fixture
def pair() -> Iterator[Pair]:
    with Pair() as both:
        yield both


@pytest.mark.parametrize('body', [
    {'action': 3}, {'action': 4}, {'action': 5}])
def test_a_group_rests_without_a_licence(pair: Pair, body: Any) -> None:
    path = pair.replicated()
    pair.a.state.licences.discard('remoteCopy')
    pair.a.refused('UNLICENSED_FEATURE', 'PUT', path, body)
