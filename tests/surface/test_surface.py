"""The shape of the public classes: names, parameters, defaults, constants.

reference.json holds what is expected (generate.py makes it), pending.json
what is still to come, additions.json what is ours and in no reference. This
module knows nothing of behaviour.
"""

from __future__ import annotations

import importlib
import inspect
import json
import re
from pathlib import Path
from typing import Any, Dict, Iterator, List, Tuple

import pytest

from hpe3parclient import exceptions
from hpe3parclient.client import HPE3ParClient

HERE = Path(__file__).parent
URL = 'http://127.0.0.1:1/api/v1'

#: how to make an instance without an array
MAKE: Dict[str, Tuple[Any, ...]] = {
    'client.HPE3ParClient': (URL,),
    'http.HTTPJSONRESTClient': (URL + '/',),
    'ssh.HPE3PARSSHClient': ('127.0.0.1', 'user', 'password'),
}

#: Where the reference and the last release of 4.x put parameters in another
#: order, ours has the order that is named here and reads both.
ORDER = {'__init__': 'documented', 'createHost': 'released'}

#: what each sample in reference.json was made of
SAMPLES: Dict[str, Any] = {
    'none': ((), {}),
    'text': (('some text',), {}),
    'dict': (({'code': 17, 'desc': 'host does not exist',
               'ref': 'name'},), {}),
    'debug': (({'code': 1, 'desc': 'd', 'debug1': 'x', 'debug2': 'y'},), {}),
    'empty': (({},), {}),
    'kw': ((), {'command': 'showvv'}),
    'message': ((), {'message': 'm'}),
}


def load(name: str) -> Any:
    return json.loads((HERE / name).read_text('utf-8'))


REFERENCE = load('reference.json')
DOCUMENTED = REFERENCE['documented']
RELEASED = REFERENCE['released']
CLIENT = RELEASED['client.HPE3ParClient']
ADDITIONS = load('additions.json')
PENDING = {name: issue for issue, names in load('pending.json').items()
           for name in names}


def owner(name: str) -> Any:
    """The class ``'http.HTTPJSONRESTClient'`` stands for."""
    module, _, attribute = name.partition('.')
    return getattr(importlib.import_module('hpe3parclient.' + module),
                   attribute)


def method(name: str) -> Any:
    """A method of the client; the class itself for its constructor."""
    return HPE3ParClient if name == '__init__' else getattr(
        HPE3ParClient, name)


def here(names: Any) -> List[str]:
    """Those names that are not still to come."""
    return sorted(name for name in names if name not in PENDING)


def parts(function: Any) -> List[str]:
    """A signature in the form of reference.json, keyword-only ones apart."""
    found = []
    for each in inspect.signature(function).parameters.values():
        text = each.name
        if each.kind is each.VAR_POSITIONAL:
            text = '*' + text
        elif each.kind is each.VAR_KEYWORD:
            text = '**' + text
        elif each.kind is each.KEYWORD_ONLY:
            continue
        if each.default is not each.empty:
            text += '=' + repr(each.default)
        if text != 'self':
            found.append(text)
    return found


def split(text: str) -> List[str]:
    return text.split(', ') if text else []


def required_extras(function: Any, expected: List[str]) -> List[str]:
    """Parameters that a call in the expected form would leave unset."""
    known = {each.lstrip('*').partition('=')[0] for each in expected}
    return [each.name
            for each in inspect.signature(function).parameters.values()
            if each.default is each.empty and each.name != 'self' and
            each.kind not in (each.VAR_POSITIONAL, each.VAR_KEYWORD) and
            each.name not in known]


def assert_fits(function: Any, expected: List[str], in_order: bool) -> None:
    """A call in the expected form means the same to the function."""
    got = parts(function)
    assert not set(expected) - set(got), (expected, got)
    positional = [each for each in expected if not each.startswith('**')]
    if in_order:
        assert got[:len(positional)] == positional
    assert not required_extras(function, expected)


def public_methods() -> List[str]:
    return [name for name, value in inspect.getmembers(HPE3ParClient)
            if not name.startswith('_') and inspect.isroutine(value)]


@pytest.mark.parametrize('name', here(DOCUMENTED))
def test_a_documented_call_fits(name: str) -> None:
    assert_fits(method(name),
                split(DOCUMENTED[name]['parameters']),
                ORDER.get(name, 'documented') == 'documented')


@pytest.mark.parametrize('name', here(CLIENT['methods']))
def test_a_call_as_in_4_x_fits(name: str) -> None:
    assert_fits(method(name), split(CLIENT['methods'][name]),
                ORDER.get(name, 'released') == 'released')


def test_the_constructor_shows_the_order_of_the_reference() -> None:
    assert parts(HPE3ParClient) == [
        'api_url', 'secure=False', 'timeout=None',
        'suppress_ssl_warnings=False', 'debug=False']


@pytest.mark.parametrize('name', here(CLIENT['private']))
def test_a_private_name_that_programs_use_fits(name: str) -> None:
    assert_fits(getattr(HPE3ParClient, name), split(CLIENT['private'][name]),
                in_order=True)


def test_a_static_method_stays_static() -> None:
    for name in here(CLIENT['static']):
        raw = inspect.getattr_static(HPE3ParClient, name)
        assert isinstance(raw, (staticmethod, classmethod)), name


def other_methods() -> Iterator[Any]:
    for path, spec in sorted(RELEASED.items()):
        if path == 'client.HPE3ParClient' or path in PENDING:
            continue
        for name in sorted(spec['methods']):
            yield pytest.param(path, name, spec['methods'][name],
                               id='%s.%s' % (path, name))


@pytest.mark.parametrize(('path', 'name', 'expected'), list(other_methods()))
def test_a_call_of_a_layer_as_in_4_x_fits(path: str, name: str,
                                          expected: str) -> None:
    assert_fits(getattr(owner(path), name), split(expected), in_order=True)


def constants() -> Iterator[Any]:
    for path, spec in sorted(RELEASED.items()):
        for name in here(spec['constants']) if path not in PENDING else ():
            yield pytest.param(path, name, spec['constants'][name],
                               id='%s.%s' % (path, name))


@pytest.mark.parametrize(('path', 'name', 'expected'), list(constants()))
def test_a_constant_has_its_value_and_exact_type(path: str, name: str,
                                                 expected: Any) -> None:
    got = getattr(owner(path), name)
    assert got == expected
    assert type(got) is type(expected)


@pytest.mark.parametrize(
    'path', [path for path in sorted(MAKE) if path not in PENDING])
def test_a_fresh_instance_has_the_attributes_of_4_x(path: str) -> None:
    made = owner(path)(*MAKE[path])
    for name, expected in RELEASED[path]['instance'].items():
        got = getattr(made, name)
        # Where 4.x kept an object, its class is named and ours may differ.
        if not (isinstance(expected, str) and expected[:1].isupper()):
            assert got == expected, name


@pytest.mark.parametrize('name', sorted(REFERENCE['exceptions']))
def test_an_exception_has_its_bases_and_class_attributes(name: str) -> None:
    spec = REFERENCE['exceptions'][name]
    cls = getattr(exceptions, name)
    assert set(spec['bases']) <= {base.__name__ for base in cls.__mro__}
    for attribute in ('http_status', 'message', 'code'):
        if attribute in spec:
            got = getattr(cls, attribute)
            assert got == spec[attribute]
            assert type(got) is type(spec[attribute])


def samples() -> Iterator[Any]:
    for name, spec in sorted(REFERENCE['exceptions'].items()):
        for sample, expected in sorted(spec['samples'].items()):
            yield pytest.param(name, sample, expected,
                               id='%s-%s' % (name, sample))


@pytest.mark.parametrize(('name', 'sample', 'expected'), list(samples()))
def test_an_exception_says_what_it_said_in_4_x(
        name: str, sample: str, expected: Dict[str, Any]) -> None:
    args, kwargs = SAMPLES[sample]
    made = getattr(exceptions, name)(*args, **kwargs)
    say = {'str': lambda: str(made),
           'msg': lambda: getattr(made, 'msg', None),
           'code': lambda: made.get_code(),
           'ref': lambda: made.get_ref(),
           'description': lambda: made.get_description()}
    assert {key: say[key]() for key in expected} == expected


@pytest.mark.parametrize(('status', 'name'),
                         sorted(REFERENCE['status_map'].items()))
def test_a_status_becomes_its_class(status: str, name: str) -> None:
    class Response:
        pass

    response = Response()
    response.status = int(status)  # type: ignore[attr-defined]
    assert type(exceptions.from_response(response, {})).__name__ == name


def is_here(name: str) -> bool:
    try:
        method(name) if '.' not in name else owner(name)
    except (ImportError, AttributeError):
        return False
    return True


def test_what_is_still_to_come_has_not_arrived() -> None:
    assert [name for name in sorted(PENDING) if is_here(name)] == []


def test_nothing_is_pending_that_no_reference_knows() -> None:
    known = {*DOCUMENTED, *CLIENT['methods'], *CLIENT['private'],
             *CLIENT['constants'], *RELEASED}
    assert not set(PENDING) - known


def test_every_public_name_is_in_a_reference_or_listed_as_ours() -> None:
    known = {*DOCUMENTED, *CLIENT['methods'], *CLIENT['constants'],
             *CLIENT['instance']}
    public = {name for name in dir(HPE3ParClient)
              if not name.startswith('_')}
    assert public - known == set(ADDITIONS)


@pytest.mark.parametrize('name', public_methods())
def test_a_public_method_is_documented(name: str) -> None:
    text = inspect.getdoc(method(name)) or ''
    assert text
    undocumented = [
        each for each in inspect.signature(method(name)).parameters
        if each != 'self' and
        not re.search(r':param (\w+ )?\*{0,2}%s:' % each, text)]
    assert not undocumented
    if inspect.signature(method(name)).return_annotation not in ('None', None):
        assert ':return' in text, 'what it returns is not said'
    if DOCUMENTED.get(name, {}).get('raises'):
        assert ':raises' in text, 'what it raises is not said'
