"""How errors look, what they carry, and what they may be caught as."""

from __future__ import annotations

import copy
import pickle

import pytest
import requests

from hpe3parclient import exceptions

ALL = [cls for cls in vars(exceptions).values()
       if isinstance(cls, type) and issubclass(cls, Exception)]
FOUND = {'code': 17, 'desc': 'host does not exist', 'ref': 'name'}


@pytest.mark.parametrize('args', [(), ('some text',), (FOUND,), ({},),
                                  (b'\xff',), (OSError('x'),), (17,)])
def test_every_exception_can_be_printed_copied_and_pickled(args):
    for cls in ALL:
        error = cls(*args)
        assert isinstance(str(error), str), cls
        assert repr(error), cls
        again = [copy.copy(error),
                 pickle.loads(pickle.dumps(error))]  # noqa: S301
        assert [str(each) for each in again] == [str(error)] * 2, cls
        assert {type(each) for each in again} == {cls}


@pytest.mark.parametrize(('error', 'text'), [
    (None, 'Not found (HTTP 404)'),
    ({}, 'Not found (HTTP 404)'),
    ('some text', 'Not found (HTTP 404) - some text'),
    (FOUND, 'Not found (HTTP 404) 17 - host does not exist - name'),
    ({'code': 1, 'desc': 'd', 'debug1': 'x', 'debug2': 'y'},
     "Not found (HTTP 404) 1 - d (1: 'x') (2: 'y')")])
def test_text_of_an_http_error(error, text):
    assert str(exceptions.HTTPNotFound(error)) == text


def test_error_without_a_status_prints_none():
    assert str(exceptions.SSLCertFailed('expired')) == (
        'SSL Certificate Verification Failed - expired')
    assert 'HTTP' not in str(exceptions.ConnectionError('refused'))


@pytest.mark.parametrize(('ours', 'theirs'), [
    (exceptions.ConnectionError, requests.exceptions.ConnectionError),
    (exceptions.Timeout, requests.exceptions.Timeout),
    (exceptions.SSLCertFailed, requests.exceptions.SSLError),
    (exceptions.TLSFailed, requests.exceptions.SSLError),
    (exceptions.HTTPError, requests.exceptions.HTTPError),
    (exceptions.URLRequired, requests.exceptions.URLRequired),
    (exceptions.TooManyRedirects, requests.exceptions.TooManyRedirects),
    (exceptions.InvalidResponse, requests.exceptions.RequestException),
    (exceptions.ConnectionOutcomeUnknown,
     requests.exceptions.ConnectionError),
    (exceptions.TimeoutOutcomeUnknown, requests.exceptions.Timeout)])
def test_transport_errors_are_caught_as_either_kind(ours, theirs):
    error = ours('text')
    assert isinstance(error, theirs)
    assert isinstance(error, exceptions.ClientException)


def test_invalid_input_is_caught_as_bad_request_and_as_value_error():
    error = exceptions.InvalidInput('no')
    assert isinstance(error, exceptions.HTTPBadRequest)
    assert isinstance(error, ValueError)
    assert error.http_status is None


@pytest.mark.parametrize(('given', 'code'), [
    (23, 23), ('23', 23), (23.0, 23), ('NON_EXISTENT', 'NON_EXISTENT'),
    (None, None), (True, None), ([1], None), (1.5, None)])
def test_code_is_a_plain_int_where_it_is_a_number(given, code):
    result = exceptions.HTTPNotFound({'code': given}).get_code()
    assert result == code
    assert type(result) is type(code)


def test_symbol_is_that_of_the_table():
    assert exceptions.HTTPConflict({'code': 34}).symbol == 'IN_USE'
    assert exceptions.HTTPConflict({'code': 31999}).symbol is None
    assert exceptions.HTTPConflict().symbol is None


class Answer:
    def __init__(self, **values):
        self.__dict__.update(values)


def test_status_without_a_class_of_its_own_is_kept():
    error = exceptions.from_response(Answer(status=402), {'code': 1},
                                     method='GET', url='http://a/b')
    assert type(error) is exceptions.ClientException
    assert (error.http_status, error.code) == (402, 1)
    assert (error.method, error.url) == ('GET', 'http://a/b')


def test_response_of_requests_is_understood():
    error = exceptions.from_response(Answer(status_code=409), 'taken')
    assert type(error) is exceptions.HTTPConflict
    assert error.description == 'taken'


def test_every_status_class_is_found_by_its_status():
    for cls in ALL:
        if cls.__name__.startswith('HTTP') and isinstance(
                getattr(cls, 'http_status', None), int):
            result = exceptions.from_response(
                Answer(status=cls.http_status), None)
            assert type(result) is cls


def test_ssh_exception_fills_in_its_text():
    made = exceptions.SSHNotFoundException(command='showvv')
    assert str(made) == made.msg == 'SSH command failed: showvv'
    assert made.kwargs == {'command': 'showvv', 'code': 500}


def test_ssh_exception_without_values_keeps_its_template():
    assert str(exceptions.SSHNotFoundException()) == (
        'SSH command failed: %(command)s')


def test_process_error_shows_what_ran():
    made = exceptions.ProcessExecutionError(
        'out', 'err', 3, 'showvv', 'It broke.')
    assert str(made) == ("It broke.\nCommand: showvv\nExit code: 3\n"
                         "Stdout: 'out'\nStderr: 'err'")
    assert made.exit_code == 3
