"""Names of numbers, held against the guide's tables."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from hpe3parclient.console import enumerations

GUIDE = Path(__file__).parents[2] / 'simulator' / 'guide' / 'enums.json'

#: what the guide spells in another case, or explains within the name
SPELLINGS = {'hostPersona': {11: 'WINDOWS_SERVER'},
             'portProtocol': {2: 'ISCSI'},
             'rcopyGroupMode': {2: 'PERIODIC'},
             'flashCachePolicy': {1: 'ENABLE', 2: 'DISABLE'}}


def guide() -> dict[str, Any]:
    content = json.loads(GUIDE.read_text('utf-8'))
    return {name: content[name] for name in enumerations.ENUMERATIONS
            if name in content}


def test_most_enumerations_are_in_the_guide() -> None:
    assert set(enumerations.ENUMERATIONS) - set(guide()) == {
        # of programs for real arrays
        'compressionState', 'deduplicationState', 'diskState', 'hostDIF',
        'portHardwareType', 'rcopyStatus'}


@pytest.mark.parametrize('name', sorted(guide()))
def test_names_and_numbers_are_those_of_the_guide(name: str) -> None:
    spellings = SPELLINGS.get(name, {})
    published = {number: spellings.get(number, symbol)
                 for symbol, number in guide()[name].items()}
    ours = enumerations.ENUMERATIONS[name]
    assert {number: ours.get(number) for number in published} == published


@pytest.mark.parametrize('row, member, name', [
    ({'provisioningType': 2, 'state': 1}, 'provisioningType', 'TPVV'),
    ({'provisioningType': 2, 'state': 2}, 'state', 'DEGRADED'),
    ({'linkState': 4, 'protocol': 2}, 'protocol', 'ISCSI'),
    ({'mediaType': 3, 'protocol': 3}, 'protocol', None),
    ({'startTime': '', 'status': 4}, 'status', 'FAILED'),
    ({'startTime': '', 'priority': 2}, 'priority', 'MED'),
    ({'startTime': '', 'priority': 2, 'type': 1}, 'type', 'VV_COPY'),
    ({'enabled': True, 'priority': 2}, 'priority', 'NORMAL'),
    ({'enabled': True, 'type': 1}, 'type', 'VVSET'),
    ({'targets': [], 'role': 2}, 'role', 'SECONDARY'),
    ({'asyncEnabled': False, 'mode': 2}, 'mode', 'STARTED'),
    ({'sizeGiB': 64, 'mode': 2}, 'mode', 'REAL'),
    ({'totalTargets': 0, 'status': 1}, 'status', None),
    ({'state': 1}, 'state', None),
    ({'provisioningType': 77}, 'provisioningType', None),
    ({'copyType': True}, 'copyType', None),
    ({}, 'copyType', None)])
def test_a_number_has_the_name_of_its_kind(
        row: dict[str, Any], member: str, name: str | None) -> None:
    assert enumerations.name(row, member) == name
