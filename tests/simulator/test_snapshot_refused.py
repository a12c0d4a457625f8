"""A document that is no state is refused: it is told where, and why."""

from __future__ import annotations

import copy
import json
import random
import re
from collections.abc import Iterator
from typing import Any, Callable

import pytest

from hpe3parclient.simulator import (
    Array,
    BrokenState,
    Clock,
    SimulatedArray,
    arrays_of,
    connect,
    read_state,
    restore,
    snapshot,
    write_state,
)
from tests.support.rawclient import RawClient
from tests.support.saved_array import (
    LISTINGS,
    Document,
    furnish,
    quiet,
    states,
)


@pytest.fixture(scope='module')
def furnished() -> Iterator[SimulatedArray]:
    with quiet() as array:
        furnish(array)
        yield array


@pytest.fixture(scope='module')
def sound(furnished: SimulatedArray) -> Document:
    return snapshot(*states(furnished))


@pytest.fixture
def document(sound: Document) -> Document:
    return copy.deepcopy(sound)


def named(document: Document, kind: str, name: str) -> tuple[Any, str]:
    """An object of the first array, and where it stands."""
    result = document['arrays'][0][kind]
    position = next(number for number, item in enumerate(result)
                 if item['name'] == name)
    return result[position], f'arrays[0].{kind}[{position}]'


Break = Callable[[dict[str, Any]], Any]

#: Kind and name of an object, what is done to it, where that is told, and
#: how.
BROKEN: list[tuple[str, str, Break, str, str]] = [
    ('volumes', 'v', lambda item: item.pop('uuid'), '', 'uuid is missing'),
    ('volumes', 'v', lambda item: item.update(colour=1), '',
     'colour is unknown'),
    ('volumes', 'v', lambda item: item.update(children=[1]), '',
     'children is unknown'),
    ('volumes', 'v', lambda item: item.update(size_mib='1'), '.size_mib',
     'is no whole number'),
    ('volumes', 'v', lambda item: item.update(size_mib=True), '.size_mib',
     'is no whole number'),
    ('volumes', 'v', lambda item: item.update(size_mib=1.0), '.size_mib',
     'is no whole number'),
    ('volumes', 'v', lambda item: item.update(size_mib=-1), '.size_mib',
     'is not from 0'),
    ('volumes', 'v', lambda item: item.update(size_mib=2 ** 63), '.size_mib',
     'is not from 0'),
    ('volumes', 'v', lambda item: item.update(size_mib=0), '.size_mib',
     'is nothing'),
    ('volumes', 'v', lambda item: item.update(created=1e300), '.created',
     'is not from 0'),
    ('volumes', 'v', lambda item: item.update(created=float('nan')),
     '.created', 'is not from 0'),
    ('volumes', 'v', lambda item: item.update(created=10 ** 400), '.created',
     'is not from 0'),
    ('volumes', 'v', lambda item: item.update(read_only=0), '.read_only',
     'is no true or false'),
    ('volumes', 'v', lambda item: item.update(name='a/b'), '.name',
     'is no name'),
    ('volumes', 'v', lambda item: item.update(name='x'), '.name',
     'a name that comes twice'),
    ('volumes', 'v', lambda item: item.update(comment='\ud800'), '.comment',
     'half a character'),
    ('volumes', 'v', lambda item: item.update(id=0), '.id',
     'an id that comes twice'),
    ('volumes', 'v', lambda item: item.update(user_cpg=77), '.user_cpg',
     'there is no CPG 77'),
    ('volumes', 'v', lambda item: item.pop('user_cpg'), '',
     'user_cpg is missing'),
    ('volumes', 'v', lambda item: item.update(base_id=0), '.base_id',
     'is not the first of its family'),
    ('volumes', 'v', lambda item: item.update(copy_type=4), '.copy_type',
     '4 is none of 1, 2, 3'),
    ('volumes', 'v', lambda item: item.update(busy=[15]), '.busy',
     'does not fit the tasks'),
    ('volumes', 'v', lambda item: item.update(user_used=10 ** 9),
     '.user_used', 'is not reserved'),
    ('volumes', 'v', lambda item: item.update(policies={}), '.policies',
     'are not: '),
    ('volumes', 'v', lambda item: item['metadata'][0].pop('key'),
     '.metadata[0]', 'key is missing'),
    ('volumes', 'v', lambda item: item['metadata'].append(
        item['metadata'][0]), '.metadata[3].key', 'comes twice'),
    ('volumes', 'v', lambda item: item['metadata'][0].pop('value'),
     ".metadata 'k'", 'has a value'),
    ('volumes', 'ro', lambda item: item.pop('parent_id'), '.copy_type',
     'does not fit parent_id'),
    ('volumes', 'ro', lambda item: item.update(parent_id=item['id']),
     '.parent_id', 'comes from itself'),
    ('volumes', 'dst', lambda item: item.update(phys_parent_id=item['id']),
     '.phys_parent_id', 'comes from itself'),
    ('volumes', 'pcopy', lambda item: item.update(copy_snapshot=999),
     '.copy_snapshot', 'there is no volume 999'),
    ('cpgs', 'c', lambda item: item.update(raid=9), '.raid', '9 is none of'),
    ('cpgs', 'c', lambda item: item.update(set_size=1), '.set_size',
     'there is no set size'),
    ('cpgs', 'c', lambda item: item.update(admin_increment=0),
     '.admin_increment', 'is nothing'),
    ('hosts', 'h', lambda item: item['paths'][0].update(ports=['9:9:9']),
     '.paths', 'there is no port 9:9:9'),
    ('hosts', 'h', lambda item: item['paths'][0].update(ports=['here']),
     '.paths[0].ports[0]', 'is no port'),
    ('hosts', 'h', lambda item: item['paths'].append(item['paths'][0]),
     '.paths', 'comes twice'),
    ('hosts', 'h', lambda item: item.update(persona=99), '.persona',
     'is none of'),
    ('volumesets', 'vs', lambda item: item.update(members=[999]), '.members',
     'there is no volume 999'),
    ('volumesets', 'vs', lambda item: item.update(kind='hosts'), '.kind',
     "'hosts' among volumesets"),
    ('volumesets', 'v2', lambda item: item['members'].append(
        item['members'][0]), '.members[2]', 'a member that comes twice'),
]


@pytest.mark.parametrize('kind, name, breaks, where, what', BROKEN)
def test_an_object_that_is_broken_is_told(
        document: Document, kind: str, name: str, breaks: Break,
        where: str, what: str) -> None:
    item, position = named(document, kind, name)
    breaks(item)
    with pytest.raises(BrokenState, match=re.escape(what)) as refused:
        arrays_of(document)
    # Of two that are alike, the second one is told.
    if 'that comes twice' not in what or where.startswith('.members'):
        assert refused.value.where == position + where
    assert refused.value.where.endswith(where)


def first(document: Document, *steps: Any) -> Any:
    """What stands somewhere in the first array."""
    result: Any = document['arrays'][0]
    for step in steps:
        result = result[step]
    return result


WRONG: list[tuple[Break, str, str]] = [
    (lambda d: d.update(format='x'), 'format', 'is not'),
    (lambda d: d.update(version=2), 'version', '2 is unknown; 1 is known'),
    (lambda d: d.update(more=1), '', 'more is unknown'),
    (lambda d: d.update(arrays=[], links=[]), 'arrays', 'are none'),
    (lambda d: d.update(arrays={}), 'arrays', 'is no list'),
    (lambda d: d['links'][0].update(ends=[0, 2]), 'links[0].ends',
     'there is no array 2'),
    (lambda d: d['links'][0].update(ends=[1, 1]), 'links[0].ends',
     'are one array'),
    (lambda d: d['links'][0].update(ends=[1]), 'links[0].ends',
     'has 1 entries instead of 2'),
    (lambda d: d['links'].append(d['links'][0]), 'links[1]',
     'a link that comes twice'),
    (lambda d: d['arrays'][0].update(born=9e10), 'arrays[0].born',
     'is yet to come'),
    (lambda d: first(d, 'licences').append('qos'), 'arrays[0].licences',
     'says something twice'),
    (lambda d: first(d, 'parameters').update(x={1}),
     'arrays[0].parameters.x', 'is no value JSON has'),
    (lambda d: first(d, 'parameters').update(x=[{'y': -1}]),
     'arrays[0].parameters.x[0].y', 'is not from 0'),
    (lambda d: first(d, 'personality').update(default_raid=[4, 7]),
     'arrays[0].personality.default_raid', 'is no RAID type'),
    (lambda d: first(d, 'personality', 'raid_types').append(9),
     'arrays[0].personality.raid_types', 'there is no RAID type 9'),
    (lambda d: first(d, 'pools', 0).update(spare=10 ** 12),
     'arrays[0].pools[0]', 'has less'),
    (lambda d: first(d, 'pools', 0).update(
        total=first(d, 'pools', 0)['spare']
        + first(d, 'pools', 0)['internal']),
     'arrays[0].pools', 'hold less than'),
    (lambda d: first(d, 'ports').append(first(d, 'ports', 0)),
     'arrays[0].ports[18].pos', 'a port that comes twice'),
    (lambda d: first(d, 'next_ids').update(tasks=1),
     'arrays[0].next_ids.tasks', 'has been given out'),
    (lambda d: first(d, 'vluns', 0).update(host=99),
     'arrays[0].vluns[0].host', 'there is no host 99'),
    (lambda d: first(d, 'vluns', 0).update(volume_set=1),
     'arrays[0].vluns[0]', 'either a volume or a set'),
    (lambda d: first(d, 'vluns', 0).update(host_set=1),
     'arrays[0].vluns[0]', 'either a host or a set'),
    (lambda d: first(d, 'vluns', 0).pop('host'),
     'arrays[0].vluns[0]', 'goes nowhere'),
    (lambda d: first(d, 'vluns', 0).update(lun=16385),
     'arrays[0].vluns[0].lun', 'is above 16384'),
    (lambda d: first(d, 'qos', 0).update(target=99),
     'arrays[0].qos[0].target', 'there is no set 99'),
    (lambda d: first(d, 'tasks', -1)['effect'].update(do='nothing'),
     'arrays[0].tasks[12].effect.do', 'is none of'),
    (lambda d: first(d, 'tasks', -1)['effect'].pop('online'),
     'arrays[0].tasks[12].effect', 'online is missing'),
    (lambda d: first(d, 'tasks', -1).update(status=1),
     'arrays[0].tasks[12].effect', 'has ended'),
    (lambda d: first(d, 'tasks', -1).pop('effect'),
     'arrays[0].volumes[12].busy', 'does not fit'),
    (lambda d: first(d, 'tasks', -1)['effect'].update(target=999),
     'arrays[0].tasks[12].effect', 'there is no volume 999'),
    (lambda d: first(d, 'remote_copy').update(links=[]),
     'arrays[0].remote_copy.links', 'are not those'),
    (lambda d: first(d, 'remote_copy', 'targets', 0).update(link=1),
     'arrays[0].remote_copy.targets[0].link', 'there is no link 1'),
    (lambda d: first(d, 'remote_copy', 'groups', 0).update(volumes=[]),
     'arrays[0].remote_copy.groups[0].volumes', 'are not those of its set'),
    (lambda d: first(d, 'remote_copy', 'groups', 0).update(set_id=99),
     'arrays[0].remote_copy.groups[0].set_id', 'there is no volume set 99'),
    (lambda d: first(d, 'remote_copy', 'groups', 0, 'targets', 0).update(
        mirrors=[]), 'arrays[0].remote_copy.groups[0].targets[0].mirrors',
     'are not those of the volumes'),
    (lambda d: first(d, 'remote_copy', 'groups', 0, 'targets', 0).update(
        next_due=5), 'arrays[0].remote_copy.groups[0].targets[0].next_due',
     'without a period'),
    (lambda d: first(d, 'volumes').remove(
        named(d, 'volumes', '.shared.c_0')[0]),
     'arrays[0].volumes', 'what these share'),
]


@pytest.mark.parametrize('breaks, where, what', WRONG)
def test_parts_that_do_not_fit_are_told(document: Document, breaks: Break,
                                        where: str, what: str) -> None:
    breaks(document)
    with pytest.raises(BrokenState, match=re.escape(what)) as refused:
        arrays_of(document)
    assert refused.value.where == where
    assert str(refused.value).startswith(f'{where}: ' if where else what)


def test_what_is_no_document_is_told() -> None:
    for value in (None, [], {}, 'x', {'format': 1}):
        with pytest.raises(BrokenState, match='format'):
            arrays_of(value)  # type: ignore[arg-type]


def places(value: Any, steps: tuple[Any, ...] = ()) -> Iterator[Any]:
    """Every place of a document."""
    result = value.items() if isinstance(value, dict) else enumerate(value)
    for key, item in result:
        yield (*steps, key)
        if isinstance(item, (dict, list)):
            yield from places(item, (*steps, key))


def damaged(sound: Document, where: list[Any],
            dice: random.Random) -> Document:
    """The document with one thing different somewhere."""
    document = copy.deepcopy(sound)
    *steps, last = dice.choice(where)
    result: Any = document
    for step in steps:
        result = result[step]
    value = result[last]
    kind = dice.randrange(4)
    if kind == 0:
        del result[last]
    elif kind == 1:
        result[last] = dice.choice([None, -1, 0, 1, 7, 10 ** 30, 0.5, '',
                                   'x', True, [], {}, [0], {'a': 1}])
    elif kind == 2 and isinstance(value, (int, float)):
        result[last] = value + dice.choice([-1, 1, 256])
    elif isinstance(value, list):
        result[last] = value * 2
    return document


def tried(sound: Document, seed: int, count: int) -> int:
    """Damage documents; how many of them were a state nevertheless."""
    dice = random.Random(seed)
    where = list(places(sound))
    accepted = 0
    for _ in range(count):
        document = damaged(sound, where, dice)
        try:
            arrays = arrays_of(document, Clock(running=False))
        except BrokenState as refused:
            assert refused.where or 'is' in str(refused)
            continue
        accepted += 1
        with quiet(array=arrays[0]) as array:
            api = RawClient(array).log_in()
            array.clock.advance(2 * 3600)
            for path in LISTINGS[:-2]:
                assert api('GET', path).status < 500, (path, document)
        # What can be read can be written, and read again.
        arrays_of(snapshot(*arrays))
    return accepted


def test_a_damaged_document_is_refused_or_can_be_served(
        sound: Document) -> None:
    assert 0 < tried(sound, 1, 25) < 25


@pytest.mark.long
def test_any_damaged_document_is_refused_or_can_be_served(
        sound: Document) -> None:
    assert 0 < tried(sound, 2, 50) < 50


def test_a_refused_document_changes_nothing(furnished: SimulatedArray,
                                            document: Document) -> None:
    before = snapshot(*states(furnished))
    document['arrays'][1]['cpgs'][0]['raid'] = 9
    document['arrays'][0]['volumes'] = []
    with pytest.raises(BrokenState):
        restore(document, *states(furnished))
    assert snapshot(*states(furnished)) == before


def test_an_array_takes_documents_of_its_own_model_alone() -> None:
    document = snapshot(Array())
    array = SimulatedArray('primera-4.x', ssh_port=None)
    with pytest.raises(ValueError, match=r'is a primera-4\.x'):
        array.restore(document)


def test_a_linked_array_is_not_written_alone() -> None:
    item, other = Array(seed=1), Array(seed=2)
    connect(item, other)
    with pytest.raises(ValueError, match='is linked to sim-3par-3.3.1-2'):
        snapshot(item)


def test_a_linked_array_is_not_restored_alone() -> None:
    document = snapshot(Array())
    item, other = Array(seed=1), Array(seed=2)
    connect(item, other)
    with pytest.raises(ValueError, match='is linked to'):
        restore(document, other)


def test_as_many_arrays_are_restored_as_the_document_has(
        sound: Document) -> None:
    with pytest.raises(ValueError, match='has 2 arrays, not 1'):
        restore(sound, Array())
    with pytest.raises(ValueError, match='has 2 arrays: make them'):
        SimulatedArray(state=sound)


@pytest.mark.parametrize('arrays', [[], [0, 0]])
def test_arrays_are_named_once(arrays: list[int]) -> None:
    there = [Array()]
    with pytest.raises(ValueError, match='none of them twice'):
        snapshot(*(there[item] for item in arrays))


@pytest.mark.parametrize('text, what', [
    ('', 'holds no JSON'), ('{"a": }', 'holds no JSON'),
    ('[]', 'holds no JSON object'), ('{"a": 1, "a": 1}', "has 'a' twice"),
    ('{"a": NaN}', 'NaN is no number'), ('[' * 100_000, 'holds no JSON'),
    (b'\xff', 'holds no JSON')])
def test_a_file_that_holds_no_document_is_told(tmp_path: Any, text: Any,
                                               what: str) -> None:
    path = tmp_path / 'state.json'
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    with pytest.raises(BrokenState, match=what):
        read_state(path)


def test_a_file_is_replaced_as_a_whole_or_not_at_all(tmp_path: Any) -> None:
    path = tmp_path / 'state.json'
    write_state(snapshot(Array()), path)
    before = path.read_bytes()
    with pytest.raises(TypeError):
        write_state({'arrays': {1, 2}}, path)
    assert path.read_bytes() == before
    assert [item.name for item in tmp_path.iterdir()] == ['state.json']
    assert json.loads(before) == read_state(path)
