"""What may be pickled or copied, and what says why it may not."""

from __future__ import annotations

import copy
import inspect
import pickle
from typing import Any, Callable

import pytest

from hpe3parclient import exceptions
from hpe3parclient.cli import errors
from hpe3parclient.client import HPE3ParClient
from hpe3parclient.pool import ClientPool
from hpe3parclient.retry import RetryPolicy
from hpe3parclient.ssh import HPE3PARSSHClient

URL = 'http://array.example/api/v1'

BOUND: dict[str, Callable[[], Any]] = {
    'client': lambda: HPE3ParClient(URL),
    'http': lambda: HPE3ParClient(URL).http,
    'pool': lambda: ClientPool(URL, 'user', 'the-password'),
    'ssh': lambda: HPE3PARSSHClient('array', 'user', 'the-password')}


@pytest.mark.parametrize('make', BOUND.values(), ids=BOUND)
@pytest.mark.parametrize('way', [pickle.dumps, copy.copy, copy.deepcopy])
def test_what_has_connections_says_that_it_cannot_be_copied(
        make: Callable[[], Any], way: Callable[[Any], Any]) -> None:
    with pytest.raises(TypeError, match='belong to .* this process') as e:
        way(make())
    assert 'ClientPool' in str(e.value)
    assert 'the-password' not in str(e.value)


@pytest.mark.parametrize('copy_of', [copy.copy, copy.deepcopy])
def test_the_refusal_of_a_client_names_its_class(
        copy_of: Callable[[Any], Any]) -> None:
    with pytest.raises(TypeError, match=r'\AHPE3ParClient cannot be'):
        copy_of(HPE3ParClient(URL))


def test_policy_travels() -> None:
    policy = RetryPolicy(attempts=3, total=1)
    assert pickle.loads(pickle.dumps(policy)) == policy  # noqa: S301
    assert copy.deepcopy(policy) == policy


def _classes() -> list[type[Exception]]:
    result = {item for module in (exceptions, errors)
             for item in vars(module).values()
             if inspect.isclass(item) and issubclass(item, Exception)
             and item.__module__.startswith('hpe3parclient')}
    return sorted(result, key=lambda cls: cls.__name__)


def _made(cls: type[Exception]) -> Exception:
    if issubclass(cls, exceptions.TaskError):
        return cls('what it was', task={'id': 7}, taskId=7)
    if issubclass(cls, exceptions.ClientException):
        return cls({'code': 5, 'desc': 'what it was', 'ref': 'r'},
                   method='GET', url=URL)
    if issubclass(cls, errors.SSHTimeout) and \
            cls is not errors.SSHConnectTimeout:
        return cls('what it was', 'silence')
    return cls('what it was')


@pytest.mark.parametrize('cls', _classes())
def test_every_error_comes_back_from_another_process(
        cls: type[Exception]) -> None:
    """One that cannot be unpickled hangs a multiprocessing.Pool."""
    made = _made(cls)
    again = pickle.loads(pickle.dumps(made))  # noqa: S301
    assert type(again) is cls
    assert str(again) == str(made)
    assert 'what it was' in str(again)
    assert vars(again) == vars(made)
