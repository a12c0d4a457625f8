"""What the narrowing functions accept."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable
from types import MappingProxyType

import pytest

from hpe3parclient import narrowing

VALUES = {'dict': {}, 'a subclass of dict': OrderedDict(),
          'mapping': MappingProxyType({}), 'list': [], 'tuple': (),
          'generator': (item for item in ()), 'str': 'text', 'int': 1,
          'None': None}


@pytest.mark.parametrize('function, accepted', [
    (narrowing.is_dict, {'dict', 'a subclass of dict'}),
    (narrowing.is_list, {'list'}),
    (narrowing.is_list_or_tuple, {'list', 'tuple'}),
    (narrowing.is_mapping, {'dict', 'a subclass of dict', 'mapping'}),
    (narrowing.is_iterable, set(VALUES) - {'int', 'None'}),
])
def test_function_accepts_exactly_its_type(
        function: Callable[[object], bool], accepted: set[str]) -> None:
    assert {name for name, value in VALUES.items() if function(value)} == accepted
