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
from collections.abc import Iterable, Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from hpe3parclient import exceptions
from hpe3parclient.client import HPE3ParClient

HERE = Path(__file__).parent
URL = 'http://127.0.0.1:1/api/v1'

#: how to make an instance without an array
MAKE: dict[str, tuple[Any, ...]] = {
    'client.HPE3ParClient': (URL,),
    'http.HTTPJSONRESTClient': (URL + '/',),
    'ssh.HPE3PARSSHClient': ('127.0.0.1', 'user', 'password'),
}

#: Where the reference and the last release of 4.x put parameters in another
#: order, ours has the order that is named here and reads both.
ORDER = {'__init__': 'documented', 'createHost': 'released'}

#: what each sample in reference.json was made of
SAMPLES: dict[str, Any] = {
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


def here(names: Any) -> list[str]:
    """Those names that are not still to come."""
    return sorted(name for name in names if name not in PENDING)


def parts(function: Any) -> list[str]:
    """A signature in the form of reference.json, keyword-only ones apart."""
    texts = []
    for parameter in inspect.signature(function).parameters.values():
        text = parameter.name
        if parameter.kind is parameter.VAR_POSITIONAL:
            text = '*' + text
        elif parameter.kind is parameter.VAR_KEYWORD:
            text = '**' + text
        elif parameter.kind is parameter.KEYWORD_ONLY:
            continue
        if parameter.default is not parameter.empty:
            text += '=' + repr(parameter.default)
        if text != 'self':
            texts.append(text)
    return texts


def split(text: str) -> list[str]:
    return text.split(', ') if text else []


def required_extras(function: Any, expected: list[str]) -> list[str]:
    """Parameters that a call in the expected form would leave unset."""
    known = {text.lstrip('*').partition('=')[0] for text in expected}
    return [parameter.name
            for parameter in inspect.signature(function).parameters.values()
            if parameter.default is parameter.empty and
            parameter.name != 'self' and
            parameter.kind not in (parameter.VAR_POSITIONAL,
                                   parameter.VAR_KEYWORD) and
            parameter.name not in known]


def misfit(function: Any, expected: list[str], in_order: bool) -> str:
    """Why a call in the expected form means something else, or nothing."""
    parameters = parts(function)
    missing = [text for text in expected if text not in parameters]
    if missing:
        return f'lacks {missing}, has {parameters}'
    positional = [text for text in expected if not text.startswith('**')]
    if in_order and parameters[:len(positional)] != positional:
        return f'has {parameters}, not first {positional}'
    extras = required_extras(function, expected)
    return f'cannot do without {extras}' if extras else ''


def problems(rows: Iterable[tuple[str, str]]) -> dict[str, str]:
    """Of names with what is wrong with each: those with a fault."""
    return {name: problem for name, problem in rows if problem}


def public_methods() -> list[str]:
    return [name for name, value in inspect.getmembers(HPE3ParClient)
            if not name.startswith('_') and inspect.isroutine(value)]


def layers() -> Iterator[tuple[str, dict[str, Any]]]:
    """The classes beside the client, and what the reference says of them."""
    for path, spec in sorted(RELEASED.items()):
        if path != 'client.HPE3ParClient' and path not in PENDING:
            yield path, spec


def test_documented_calls_fit() -> None:
    assert problems(
        (name, misfit(method(name), split(DOCUMENTED[name]['parameters']),
                      ORDER.get(name, 'documented') == 'documented'))
        for name in here(DOCUMENTED)) == {}


def test_calls_as_in_4_x_fit() -> None:
    assert problems(
        (name, misfit(method(name), split(CLIENT['methods'][name]),
                      ORDER.get(name, 'released') == 'released'))
        for name in here(CLIENT['methods'])) == {}


def test_the_constructor_shows_the_order_of_the_reference() -> None:
    assert parts(HPE3ParClient) == [
        'api_url', 'secure=False', 'timeout=None',
        'suppress_ssl_warnings=False', 'debug=False']


def test_private_names_that_programs_use_fit() -> None:
    assert problems(
        (name, misfit(getattr(HPE3ParClient, name),
                      split(CLIENT['private'][name]), in_order=True))
        for name in here(CLIENT['private'])) == {}


def test_static_methods_stay_static() -> None:
    assert [name for name in here(CLIENT['static']) if not isinstance(
        inspect.getattr_static(HPE3ParClient, name),
        (staticmethod, classmethod))] == []


def test_calls_of_a_layer_as_in_4_x_fit() -> None:
    assert problems(
        (f'{path}.{name}', misfit(getattr(owner(path), name),
                                  split(expected), in_order=True))
        for path, spec in layers()
        for name, expected in sorted(spec['methods'].items())) == {}


def change(holder: Any, name: str, expected: Any) -> str:
    """How an attribute differs in value or exact type, or nothing."""
    value = getattr(holder, name, 'not there')
    if value == expected and type(value) is type(expected):
        return ''
    return f'{value!r}, not {expected!r}'


def test_constants_have_their_value_and_exact_type() -> None:
    assert problems(
        (f'{path}.{name}', change(owner(path), name, spec['constants'][name]))
        for path, spec in RELEASED.items() if path not in PENDING
        for name in here(spec['constants'])) == {}


@pytest.mark.parametrize(
    'path', [path for path in sorted(MAKE) if path not in PENDING])
def test_a_fresh_instance_has_the_attributes_of_4_x(path: str) -> None:
    instance = owner(path)(*MAKE[path])
    # Where 4.x kept an object, its class is named and ours may differ.
    kept = {name: value for name, value in RELEASED[path]['instance'].items()
            if not (isinstance(value, str) and value[:1].isupper())}
    assert {name: getattr(instance, name) for name in kept} == kept
    assert [name for name in RELEASED[path]['instance']
            if not hasattr(instance, name)] == []


def test_exceptions_have_their_bases_and_class_attributes() -> None:
    rows = []
    for name, spec in REFERENCE['exceptions'].items():
        cls = getattr(exceptions, name)
        lost = set(spec['bases']) - {base.__name__ for base in cls.__mro__}
        rows.append((name, f'is no {lost}' if lost else ''))
        rows += [(f'{name}.{attribute}',
                  change(cls, attribute, spec[attribute]))
                 for attribute in ('http_status', 'message', 'code')
                 if attribute in spec]
    assert problems(rows) == {}


def printed(name: str, sample: str, keys: Iterable[str]) -> dict[str, Any]:
    """What an exception made of a sample gives for each key."""
    args, kwargs = SAMPLES[sample]
    error = getattr(exceptions, name)(*args, **kwargs)
    read = {'str': lambda: str(error),
            'msg': lambda: getattr(error, 'msg', None),
            'code': lambda: error.get_code(),
            'ref': lambda: error.get_ref(),
            'description': lambda: error.get_description()}
    return {key: read[key]() for key in keys}


@pytest.mark.parametrize('sample', sorted(SAMPLES))
def test_exceptions_say_what_they_said_in_4_x(sample: str) -> None:
    expected = {name: spec['samples'][sample]
                for name, spec in REFERENCE['exceptions'].items()
                if sample in spec['samples']}
    assert {name: printed(name, sample, keys)
            for name, keys in expected.items()} == expected


def test_each_status_becomes_its_class() -> None:
    expected = REFERENCE['status_map']
    assert {status: type(exceptions.from_response(
        SimpleNamespace(status=int(status)), {})).__name__
        for status in expected} == expected


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


def undocumented(name: str) -> str:
    """What a method's docstring does not tell, or nothing."""
    text = inspect.getdoc(method(name)) or ''
    signature = inspect.signature(method(name))
    missing = [parameter for parameter in signature.parameters
               if parameter != 'self' and not re.search(
                   r':param (\w+ )?\*{0,2}%s:' % parameter, text)]
    if signature.return_annotation not in ('None', None) and \
            ':return' not in text:
        missing.append('returns')
    if DOCUMENTED.get(name, {}).get('raises') and ':raises' not in text:
        missing.append('raises')
    return ('says nothing of ' + ', '.join(missing) if missing else
            '' if text else 'has no docstring')


def test_every_public_method_is_documented() -> None:
    assert problems((name, undocumented(name))
                    for name in public_methods()) == {}
