"""Patterns that are compiled at their first use."""

import re

import pytest

from hpe3parclient.patterns import pattern


def test_a_pattern_does_what_a_compiled_one_does():
    lazy = pattern(r'(\d+)-(?P<end>[a-z])', re.IGNORECASE)
    assert lazy.match('12-X').group('end') == 'X'
    assert lazy.sub(r'\2', 'a 1-b 2-C') == 'a b C'
    assert lazy.findall('1-b 2-C') == [('1', 'b'), ('2', 'C')]
    assert lazy.pattern == r'(\d+)-(?P<end>[a-z])'
    assert lazy.groupindex == {'end': 2}


def test_a_pattern_of_bytes():
    assert pattern(rb'b+').search(b'abbc').group() == b'bb'


def test_a_pattern_is_compiled_once(monkeypatch):
    lazy = pattern('a')
    assert lazy.match('a')
    monkeypatch.setattr(re, 'compile', None)
    assert lazy.match('a')


def test_only_a_used_pattern_is_compiled():
    lazy = pattern('(')
    assert repr(lazy) == "<pattern '('>"
    with pytest.raises(re.error):
        lazy.match('a')


def test_a_pattern_has_no_other_attributes():
    with pytest.raises(AttributeError):
        pattern('a').no_method()


def test_every_pattern_of_the_package_is_right():
    import importlib
    import pkgutil

    import hpe3parclient
    count = 0
    for module in pkgutil.walk_packages(hpe3parclient.__path__,
                                        'hpe3parclient.'):
        if '__main__' in module.name or '.simulator' in module.name:
            continue
        for value in vars(importlib.import_module(module.name)).values():
            if type(value) is type(pattern('')):
                assert isinstance(value.pattern, (str, bytes))
                count += 1
    assert count > 30
