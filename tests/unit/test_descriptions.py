"""What the modules of TypedDicts say of each member: a sentence, its unit.

Editors show these texts and the reference has them in tables; so they are
written alike.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from types import ModuleType

import pytest

from hpe3parclient import health, options, types
from hpe3parclient.console.enumerations import ENUMERATIONS
from tests.support.documented import Member, shapes

ANSWERS = (types, health)
MODULES = (*ANSWERS, options)

#: The units of members whose names end so.
SUFFIXES = {
    'MiB': {'MiB'}, 'GiB': {'GiB'}, 'KiB': {'KiB'}, 'MB': {'MB'},
    'InMb': {'MB'}, 'KB': {'KB', 'KB/s'}, 'Kb': {'KB'}, 'KBytes': {'KB/s'},
    'Pct': {'percent'}, 'perc': {'percent'}, 'MS': {'ms'}, 'mSecs': {'ms'},
    'uSecs': {'µs'}, 'TimeSec': {'seconds since 1970'},
    'PerDay': {'MiB per day'}, 'PerSec': {'1/s'}, 'RPM': {'1000 rpm'},
    'temperatureC': {'°C'}, 'mtu': {'bytes'}, 'syncPeriod': {'seconds'}}

#: Spellings of units that are none of those there are.
_OTHER_UNIT = re.compile(
    r'\b(?:milliseconds?|microseconds?|kilobytes?|[MG]B/s|KB per second|'
    r'[mM]ebibytes?|epoch|per cent|secs?|mins?|hrs?|I/O operations per)\b')
#: What only a unit is called.
_UNIT_WORD = re.compile(r'\b(?:MiB|GiB|KiB|KB/s|MB|ms|µs|percent)\b')


def members(*modules: ModuleType) -> Iterator[tuple[str, Member]]:
    """Every member by the class it is of."""
    for module in modules:
        for shape in shapes(module).values():
            for member in shape.members:
                yield f'{module.__name__}.{shape.name}.{member.name}', member


@pytest.mark.parametrize('module', MODULES)
def test_every_member_has_a_sentence(module: ModuleType) -> None:
    assert [name for name, member in members(module) if not re.fullmatch(
        r'(?:[A-Z0-9`]|iSCSI).+\.', member.text)] == []


@pytest.mark.parametrize('module', MODULES)
def test_every_member_of_a_class_is_read(module: ModuleType) -> None:
    read = {name: {member.name for member in shape.members}
            for name, shape in shapes(module).items()}
    assert read == {
        name: set(value.__annotations__)
        for name, value in vars(module).items()
        if hasattr(value, '__required_keys__')}


def test_required_members_are_read_as_such() -> None:
    for name, shape in shapes(types).items():
        assert {member.name for member in shape.members if member.required} \
            == getattr(types, name).__required_keys__
    assert [member.name for member in shapes(health)['PhysicalDisk'].members
            if not member.required] == ['detailedState']


@pytest.mark.parametrize('module', MODULES)
def test_units_are_spelt_in_the_one_way(module: ModuleType) -> None:
    assert [name for name, member in members(module)
            if _OTHER_UNIT.search(member.text)] == []


def test_a_quantity_names_its_unit() -> None:
    assert [name for name, member in members(*ANSWERS)
            if _UNIT_WORD.search(member.text) and not member.unit] == []


@pytest.mark.parametrize('suffix', SUFFIXES)
def test_a_name_with_a_unit_has_that_unit(suffix: str) -> None:
    units = {name: member.unit for name, member in members(*ANSWERS)
             if member.name.endswith(suffix) and member.type != 'bool'}
    assert units
    assert {name: unit for name, unit in units.items()
            if unit not in SUFFIXES[suffix]} == {}


def test_every_member_has_a_meaning_besides_unit_and_time() -> None:
    assert [name for name, member in members(*ANSWERS)
            if not member.meaning.endswith('.')] == []


def test_a_member_of_an_enumeration_is_an_int() -> None:
    assert [name for name, member in members(*ANSWERS) if member.enumerations
            and member.type not in ('int', 'list[int]')] == []
    assert [name for name, member in members(*ANSWERS)
            if 'numeration' in member.text and not member.enumerations] == []


def test_values_that_are_named_are_all_those_of_the_enumeration() -> None:
    assert [(name, enumeration) for name, member in members(*ANSWERS)
            for enumeration, values in member.enumerations.items()
            if values and values != ENUMERATIONS[enumeration]] == []


def test_an_enumeration_that_is_named_has_names() -> None:
    assert {enumeration for _, member in members(*ANSWERS)
            for enumeration in member.enumerations} <= set(ENUMERATIONS)


def test_a_member_that_is_always_there_does_not_say_when() -> None:
    assert {name.rsplit('.', 2)[1] for name, member in members(*ANSWERS)
            if member.required and member.when} == {
        # which of them a report has depends on its component
        'SpaceSample', 'Statistics', 'StatisticsList', '_StatisticsMembers'}
