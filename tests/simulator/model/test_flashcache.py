"""Flash cache: made at the root, used by volume sets and the system."""

from __future__ import annotations

from typing import Any, Callable

import pytest

PATH = '/flashcache'


def cache(size: int = 64, **more: Any) -> Any:
    return {'flashCache': {'sizeGiB': size, **more}}


def test_cache_is_made_by_a_post_to_the_root(pool: Any) -> None:
    answer = pool('POST', '/', cache(mode=1))
    assert answer.status == 201
    assert answer.headers['Location'] == '/api/v1/flashcache/'
    assert answer.body == {'links': [{
        'href': pool.array.api_url + '/flashcache',
        'rel': 'flashcacheCreated'}]}


def test_cache_is_shown_as_it_was_made(pool: Any) -> None:
    pool.ok('POST', '/', cache(128, mode=1, RAIDType=1))
    assert pool.get(PATH) == {
        'sizeGiB': 128, 'mode': 1, 'state': 1, 'usedSizeGiB': 0,
        'links': [{'href': pool.array.api_url + PATH, 'rel': 'self'}]}


def test_cache_is_real_unless_a_simulated_one_is_requested(pool: Any) -> None:
    pool.ok('POST', '/', cache(64))
    assert pool.get(PATH)['mode'] == 2


def test_cache_takes_space_on_the_ssds(pool: Any) -> None:
    before = pool.get('/capacity')['SSDCapacity']['freeMiB']
    pool.ok('POST', '/', cache(64, RAIDType=1))
    assert before - pool.get('/capacity')['SSDCapacity']['freeMiB'] \
        == 64 * 1024


def test_mirrored_cache_takes_twice_the_space(pool: Any) -> None:
    before = pool.get('/capacity')['SSDCapacity']['freeMiB']
    pool.ok('POST', '/', cache(64, RAIDType=2))
    assert before - pool.get('/capacity')['SSDCapacity']['freeMiB'] \
        == 2 * 64 * 1024


def test_simulated_cache_takes_no_space(pool: Any) -> None:
    before = pool.get('/capacity')
    pool.ok('POST', '/', cache(64, mode=1))
    assert pool.get('/capacity') == before


def test_space_comes_back_with_the_delete(pool: Any) -> None:
    before = pool.get('/capacity')
    pool.ok('POST', '/', cache())
    pool.ok('DELETE', PATH)
    assert pool.get('/capacity') == before


@pytest.mark.covers('flash cache', 'EXISTENT_FLASH_CACHE')
def test_there_is_one_cache_at_most(pool: Any) -> None:
    pool.ok('POST', '/', cache())
    pool.refused('EXISTENT_FLASH_CACHE', 'POST', '/', cache())


@pytest.mark.covers('flash cache', 'INV_FLASH_CACHE_SIZE')
@pytest.mark.parametrize('size', [0, 8, 65])
def test_size_is_a_multiple_of_16_gib(pool: Any, size: int) -> None:
    pool.refused('INV_FLASH_CACHE_SIZE', 'POST', '/', cache(size))


@pytest.mark.covers('flash cache', 'NON_EXISTENT_FLASH_CACHE')
@pytest.mark.parametrize('method', ['GET', 'DELETE'])
def test_cache_that_is_not_there_is_not_found(pool: Any,
                                              method: str) -> None:
    pool.refused('NON_EXISTENT_FLASH_CACHE', method, PATH)


def test_member_without_a_size_is_refused(pool: Any) -> None:
    pool.refused('INV_INPUT_MISSING_REQUIRED', 'POST', '/',
                 {'flashCache': {}})


def test_root_takes_nothing_else(pool: Any) -> None:
    pool.refused('INV_INPUT_UNREC_NAME', 'POST', '/', {'other': {}})


@pytest.mark.covers('flash cache', 'FLASH_CACHE_NOT_SUPPORTED')
@pytest.mark.parametrize('model', ['primera-4.x', 'alletra-9000'])
def test_arrays_of_ssds_alone_have_none(
        serve: Callable[..., Any], raw_client: Callable[..., Any],
        model: str) -> None:
    api = raw_client(serve(model)).log_in()
    api.refused('FLASH_CACHE_NOT_SUPPORTED', 'POST', '/', cache())


def test_release_without_flash_cache_has_no_such_path(
        serve: Callable[..., Any], raw_client: Callable[..., Any]) -> None:
    api = raw_client(serve('3par-3.1.3')).log_in()
    api.refused('URI_RES_NOT_FOUND', 'GET', PATH)


# -- who uses it --------------------------------------------------------------


@pytest.fixture
def vvset(pool: Any) -> Any:
    pool.ok('POST', '/volumesets', {'name': 's'})
    return pool


def policy(value: int) -> Any:
    return {'flashCachePolicy': value}


@pytest.mark.parametrize('value', [1, 2])
def test_volume_set_shows_its_policy(vvset: Any, value: int) -> None:
    vvset.ok('POST', '/', cache())
    vvset.ok('PUT', '/volumesets/s', policy(value))
    assert vvset.get('/volumesets/s')['flashCachePolicy'] == value


@pytest.mark.covers('volumeset flashCachePolicy', 'NON_EXISTENT_FLASH_CACHE')
def test_policy_is_not_enabled_without_a_cache(vvset: Any) -> None:
    vvset.refused('NON_EXISTENT_FLASH_CACHE', 'PUT', '/volumesets/s',
                  policy(1))


def test_policy_outside_the_enumeration_is_refused(vvset: Any) -> None:
    vvset.refused('INV_INPUT_BAD_ENUM_VALUE', 'PUT', '/volumesets/s',
                  policy(3))


def test_host_sets_have_no_policy(pool: Any) -> None:
    pool.ok('POST', '/hostsets', {'name': 's'})
    pool.refused('INV_INPUT', 'PUT', '/hostsets/s', policy(2))


def test_system_has_a_policy_too(pool: Any) -> None:
    pool.ok('POST', '/', cache())
    pool.ok('PUT', '/system', policy(1))
    assert pool.array.state.flash_cache_policy == 1


def test_policy_of_the_system_needs_a_cache(pool: Any) -> None:
    pool.refused('NON_EXISTENT_FLASH_CACHE', 'PUT', '/system', policy(1))


def test_cache_that_is_used_goes_in_time(vvset: Any) -> None:
    vvset.ok('POST', '/', cache())
    vvset.ok('PUT', '/volumesets/s', policy(1))
    vvset.ok('DELETE', PATH)
    assert vvset.get(PATH)['sizeGiB'] == 64
    vvset.array.clock.advance(60)
    vvset.refused('NON_EXISTENT_FLASH_CACHE', 'GET', PATH)


@pytest.mark.covers('flash cache', 'FLASH_CACHE_IS_BEING_REMOVED')
def test_cache_that_is_going_is_not_removed_again(vvset: Any) -> None:
    vvset.ok('POST', '/', cache())
    vvset.ok('PUT', '/volumesets/s', policy(1))
    vvset.ok('DELETE', PATH)
    vvset.refused('FLASH_CACHE_IS_BEING_REMOVED', 'DELETE', PATH)
