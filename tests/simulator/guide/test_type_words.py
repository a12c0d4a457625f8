"""What types say of members, held against the guide, captures and programs.

Every member that a source lists has to be in its type, name the enumeration of
its table, and say which generations have it.
"""

from __future__ import annotations

import re

import pytest

from hpe3parclient import types
from hpe3parclient.resources import statistics
from tests.simulator.guide.guide import OPERATIONS
from tests.simulator.guide.responses import (
    GENERATIONS,
    NOT_SHOWN,
    Known,
    members_of,
    report_members,
)
from tests.support.documented import Member, shapes

SHAPES = shapes(types)

#: The type of an object of each resource that a method returns.
RESOURCES = {
    'api': 'WsApiVersion', 'wsapiconfiguration': 'WsApiConfiguration',
    'system': 'StorageSystem', 'capacity': 'Capacity', 'cpgs': 'CPG',
    'volumes': 'Volume', 'objectKeyValues': 'MetaData', 'hosts': 'Host',
    'hostsets': 'HostSet', 'volumesets': 'VolumeSet', 'vluns': 'VLUN',
    'ports': 'Port', 'iSCSIVlans': 'ISCSIVlan', 'tasks': 'Task',
    'qos': 'QoSRule', 'flashcache': 'FlashCache',
    'remotecopy': 'RemoteCopyInfo', 'remotecopygroups': 'RemoteCopyGroup',
    'remotecopygroups/targets': 'RemoteCopyGroupTarget',
    'remotecopygroups/volumes': 'RemoteCopyGroupVolume',
    'remotecopylinks': 'RemoteCopyLink'}
REPORTS = [op for op in OPERATIONS if op.startswith('systemreporter')]

#: What a text has to say of a member that came with a generation.
SINCE = {'3par-3.2.2': r'OS 3\.2\.[12]', '3par-3.3.1': r'OS 3\.3\.1',
         'primera-4.x': 'Primera', 'alletra-mp': 'Alletra MP'}
#: What it has to say of one that went after a generation.
UNTIL = {'3par-3.2.2': r'Only on OS 3\.2\.2',
         'alletra-9000': 'Missing on Alletra MP|Alletra 9000'}

#: Members whose generation a source does not tell: it was first seen there.
FIRST_SEEN = {
    *(('iSCSIVlans', path) for path in members_of('iSCSIVlans')),
    *(('remotecopylinks', path) for path in members_of('remotecopylinks')),
    ('volumes', 'capacityEfficiency.deduplication')}
#: Rows of tables that are left over from something else.
LEFT_OVER = {'VVSET_NAME'}


def is_respelt(resource: str, path: str) -> bool:
    """Whether the guide writes a name as no array does."""
    return NOT_SHOWN.get(resource, {}).get(path, '').startswith('captures')


def sources() -> dict[str, dict[str, Known]]:
    """Everything that an object may show, by its path, of every resource."""
    return {
        **{resource: {
            path: row for path, row in members_of(resource).items()
            if not is_respelt(resource, path)
            and not (resource == 'hostsets' and path in NOT_SHOWN['hostsets'])}
           for resource in RESOURCES},
        **{op: {path: row for path, row in report_members(op).items()
                if path not in LEFT_OVER} for op in REPORTS}}


def chain(resource: str, path: str) -> list[Member]:
    """The members on the way to a path; fewer where the way ends."""
    shape = SHAPES.get(RESOURCES.get(resource, 'Statistics'))
    result: list[Member] = []
    for part in path.replace('[]', '').split('.'):
        name = 'allCapacity' if part == '*' else part
        member = next((item for item in shape.members if item.name == name),
                      None) if shape else None
        if member is None:
            return result
        result.append(member)
        shape = SHAPES.get(re.sub(r'^list\[|\]$', '', member.type))
    return result


def is_known(resource: str, path: str) -> bool:
    return len(chain(resource, path)) == path.count('.') + 1


def words(resource: str, path: str) -> str:
    """What is said of a member, of what it is in, and of their types."""
    members = chain(resource, path)
    names = [RESOURCES.get(resource, 'Statistics'),
             *(re.sub(r'^list\[|\]$', '', member.type) for member in members)]
    return ' '.join([*(' '.join(SHAPES[name].text.split()) for name in names
                       if name in SHAPES),
                     *(member.when for member in members)])


CASES = sources()


@pytest.mark.parametrize('resource', sorted(CASES))
def test_every_member_of_a_source_is_in_its_type(resource: str) -> None:
    assert [path for path in CASES[resource]
            if not is_known(resource, path)] == []


@pytest.mark.parametrize('resource', sorted(CASES))
def test_a_member_names_the_enumeration_of_its_table(resource: str) -> None:
    assert [(path, row.enum) for path, row in CASES[resource].items()
            if row.enum and is_known(resource, path)
            and row.enum not in chain(resource, path)[-1].enumerations] == []


@pytest.mark.parametrize('resource', sorted(RESOURCES))
def test_a_member_says_which_generations_have_it(resource: str) -> None:
    wrong = []
    for path, row in CASES[resource].items():
        if (resource, path) in FIRST_SEEN:
            continue
        text = words(resource, path)
        if row.since != GENERATIONS[0] and not re.search(
                SINCE[row.since], text):
            wrong.append((path, 'since', row.since, text))
        if row.until != GENERATIONS[-1] and not re.search(
                UNTIL[row.until], text):
            wrong.append((path, 'until', row.until, text))
    assert wrong == []


def test_every_category_of_a_report_is_a_member() -> None:
    names = {member.name for member in SHAPES['Statistics'].members}
    groups = {name for component in statistics._COMPONENTS.values()
              for name in component.groups}
    assert groups - names == set()
