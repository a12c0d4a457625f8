"""What describes a request shows nothing that is secret in it."""

from __future__ import annotations

import copy
import pickle

import pytest

from hpe3parclient.web import redact
from hpe3parclient.web.redact import Secret, conceal, reveal
from hpe3parclient.web.request import Outcome, Request

KEY = '0-b737a583363549c42c5ad3d3780793d0-c2defd5b'


@pytest.mark.parametrize('shown', [
    repr, str, '{}'.format, '{:>20}'.format, '{!r}'.format,
    lambda secret: f'{secret} {secret!r}', lambda secret: repr([secret]),
    lambda secret: repr(secret.__slots__), lambda secret: repr(
        [getattr(secret, name) for name in secret.__slots__]), ascii])
def test_secret_shows_nothing(shown):
    assert 'hush' not in shown(Secret('hush'))


@pytest.mark.parametrize('taken', [pickle.dumps, copy.copy, copy.deepcopy])
def test_secret_cannot_be_taken_along(taken):
    with pytest.raises(TypeError, match='secret'):
        taken(Secret('hush'))


def test_secret_gives_its_value_to_those_who_ask_for_it():
    assert Secret('hush').reveal() == 'hush'
    assert Secret(Secret('hush')).reveal() == 'hush'
    assert reveal(Secret('hush')) == reveal('hush') == 'hush'


def test_concealed_copy_hides_the_secret_members_alone():
    given = {'name': 'h', 'chap': [{'chapSecret': 'x', 'chapName': 'n'}],
             'pair': {'key': 'HPQ-CHAP-secret', 'value': 'y'},
             'password': None, 'chapSecretHex': True}
    concealed = conceal(given)
    assert repr(concealed['chap'][0]['chapSecret']) == '***'
    assert repr(concealed['pair']['value']) == '***'
    assert concealed['chap'][0]['chapName'] == 'n'
    assert concealed['password'] is None
    assert given['chap'][0]['chapSecret'] == 'x'


@pytest.mark.parametrize('value', [None, 5, 'text', b'bytes', {1}])
def test_what_is_no_data_is_not_concealed(value):
    assert conceal(value) == value


def test_secrets_are_found_in_a_concealed_body():
    assert list(redact.secrets_in(conceal({'chapSecret': 'x'}))) == ['x']


def test_request_masks_a_key_in_its_url_and_still_knows_it():
    request = Request('DELETE', 'https://a/api/v1/credentials/' + KEY)
    assert KEY not in repr(request)
    assert KEY not in request.url
    assert reveal(request.real_url).endswith(KEY)
    line = f'DELETE {request.url[len("https://a"):]} HTTP/1.1'
    assert request.with_real_url(line) == \
        f'DELETE /api/v1/credentials/{KEY} HTTP/1.1'


def test_request_hides_its_body():
    request = Request('POST', 'https://a/api/v1/hosts',
                      body={'chapSecret': 'hush-hush'})
    for name in request.__slots__:
        assert 'hush' not in repr(getattr(request, name))
    assert 'hush' not in request.mask('say hush-hush')


def test_get_reads_and_may_be_repeated():
    assert Request('GET', 'https://a/').repeatable
    assert Request('POST', 'https://a/', reads=True).repeatable
    assert not Request('POST', 'https://a/').repeatable


def test_outcome_shows_its_status_and_its_error_alone():
    assert repr(Outcome(ValueError('hush'), status=404)) == \
        '<Outcome 404 ValueError>'
