"""A saved state in which any one thing is different: refused, or it works."""

from __future__ import annotations

import copy
import json
import os
import random
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from hpe3parclient.simulator import (
    Array,
    BrokenState,
    Clock,
    SimulatedArray,
    arrays_of,
    read_state,
    snapshot,
    write_state,
)
from tests.support.saved_array import Document, furnish, quiet, states

#: In place of a value: nothing at all.
REMOVED = object()
VALUES: list[Any] = [
    REMOVED, None, True, -1, 0, 1, 7, 2 ** 31, 10 ** 30, 0.5, 1e300,
    float('nan'), '', 'x', '\ud800', '0:0:1', [], {}, [0], [[]], [None],
    {'a': 1}, ['x', 'x'], {'': {}}]
Path_ = tuple[Any, ...]


@pytest.fixture(scope='module')
def sound() -> Document:
    with quiet() as array:
        furnish(array)
        return snapshot(*states(array))


def paths(value: Any, steps: Path_ = ()) -> Iterator[Path_]:
    """The way to every value of a document."""
    items = value.items() if isinstance(value, dict) else enumerate(value)
    for key, item in items:
        yield (*steps, key)
        if isinstance(item, (dict, list)):
            yield from paths(item, (*steps, key))


def members(document: Document) -> list[list[Path_]]:
    """The paths of each member, whatever object it is a member of."""
    kinds: dict[Path_, list[Path_]] = {}
    for path in paths(document):
        kind = tuple('*' if isinstance(step, int) else step for step in path)
        kinds.setdefault(kind, []).append(path)
    return list(kinds.values())


def mutated(document: Document, path: Path_, value: Any) -> Document:
    """A copy with another value there; the rest is shared."""
    result: Any = copy.copy(document)
    box = result
    for step in path[:-1]:
        box[step] = copy.copy(box[step])
        box = box[step]
    if value is REMOVED:
        del box[path[-1]]
    else:
        box[path[-1]] = value
    changed: Document = result
    return changed


def try_out(document: Document, path: Path_, value: Any) -> bool:
    """Whether a mutated document is a state; if so, it can be written."""
    mutant = mutated(document, path, value)
    try:
        arrays = arrays_of(mutant, Clock(running=False))
    except BrokenState as refused:
        assert refused.where or path[0] in str(refused), (path, value, refused)
        assert len(str(refused)) < 1000
        return False
    written = snapshot(*arrays)
    assert snapshot(*arrays_of(written, Clock(running=False))) == written
    return True


def test_every_member_that_is_removed(sound: Document) -> None:
    dice = random.Random(1)
    accepted = [try_out(sound, dice.choice(places), REMOVED)
                for places in members(sound)]
    assert 0 < sum(accepted) < len(accepted)


def test_members_that_are_of_another_type(sound: Document) -> None:
    dice = random.Random(2)
    for places in members(sound):
        try_out(sound, dice.choice(places), dice.choice(VALUES[1:]))


@pytest.mark.long
@pytest.mark.parametrize('number', range(len(VALUES)))
def test_every_member_with_every_value(sound: Document, number: int) -> None:
    dice = random.Random(number)
    for places in members(sound):
        for path in dice.sample(places, min(2, len(places))):
            try_out(sound, path, copy.deepcopy(VALUES[number]))


@pytest.mark.parametrize('number', range(20))
def test_a_file_of_damaged_bytes_is_refused_or_read(
        sound: Document, tmp_path: Path, number: int) -> None:
    dice = random.Random(number)
    text = bytearray(json.dumps(sound).encode())
    path = tmp_path / 'state'
    for _ in range(10):
        damaged = bytearray(text)
        start = dice.randrange(len(damaged))
        kind = dice.randrange(4)
        if kind == 0:
            del damaged[start:]
        elif kind == 1:
            damaged[start] = dice.randrange(256)
        elif kind == 2:
            del damaged[start:start + dice.randrange(50)]
        else:
            damaged[start:start] = dice.choice(
                [b'{', b'[', b'"', b',', b'}', b'\0', b'\xff', b'1e999'])
        path.write_bytes(damaged)
        try:
            arrays_of(read_state(path), Clock(running=False))
        except ValueError as refused:
            assert str(refused)


@pytest.mark.parametrize('content, what', [
    (b'', 'holds no JSON'), (b'\0' * 1000, 'holds no JSON'),
    (b'\xff\xfe\x00', 'holds no JSON'), (b'null', 'holds no JSON object'),
    (b'"' + b'x' * 10_000, 'holds no JSON'), (b'{', 'holds no JSON'),
    (b'{"a":' * 100_000, 'holds no JSON'), (b'[' * 1000 + b']' * 1000,
                                            'holds no JSON'),
    (b'{"arrays": {"a": 1, "a": 2}}', "an object has 'a' twice"),
    (b'{"version": ' + b'9' * 10_000 + b'}', 'a number of 10000 digits'),
    (b'{"version": 1e999, "format": "x"}', None),
    (b'{"a": Infinity}', 'Infinity is no number'),
    (b'\xef\xbb\xbf{}', None)])
def test_what_a_file_may_hold(tmp_path: Path, content: bytes, what: Any) -> None:
    path = tmp_path / 'state'
    path.write_bytes(content)
    with pytest.raises(BrokenState, match=what or '.'):
        arrays_of(read_state(path))


def test_a_value_that_is_nested_too_deep_is_told(sound: Document) -> None:
    value: Any = 1
    for _ in range(100_000):
        value = [value]
    mutant = mutated(sound, ('arrays', 0, 'parameters'), {'deep': value})
    with pytest.raises(BrokenState, match='nested deeper than 50 levels'):
        arrays_of(mutant)
    while isinstance(value, list):      # not recursively, as Python would
        value = value.pop()


@pytest.mark.parametrize('kind', ['directory', 'fifo', '/dev/full', '/dev/zero',
                                  '/dev/null', 'socket'])
def test_what_is_no_regular_file_is_refused_both_ways(tmp_path: Path,
                                                      kind: str) -> None:
    import socket
    path = Path(kind) if kind.startswith('/') else tmp_path / kind
    with socket.socket(socket.AF_UNIX) as sock:
        if kind == 'directory':
            path.mkdir()
        elif kind == 'fifo':
            os.mkfifo(path)
        elif kind == 'socket':
            sock.bind(str(path))
        with pytest.raises((BrokenState, OSError), match='no regular|No such dev'):
            read_state(path)
        with pytest.raises(BrokenState, match='is no regular file'):
            write_state({}, path)


def test_a_file_keeps_its_mode_and_its_link(tmp_path: Path) -> None:
    path, link = tmp_path / 'state', tmp_path / 'link'
    write_state(snapshot(Array()), path)
    path.chmod(0o640)
    link.symlink_to(path)
    write_state(snapshot(Array()), link)
    assert link.is_symlink()
    assert path.stat().st_mode & 0o777 == 0o640
    assert sorted(os.listdir(tmp_path)) == ['link', 'state']


def test_a_refused_document_leaves_a_served_array_as_it_was(
        sound: Document) -> None:
    document = snapshot(Array())
    with SimulatedArray(tls=False, ssh_port=None, volumes=3,
                        clock=Clock(running=False)) as array:
        before = array.snapshot()
        dice = random.Random(3)
        for places in dice.sample(members(document), 60):
            mutant = mutated(document, dice.choice(places), ['no', 'such'])
            try:
                array.restore(mutant)
            except ValueError:
                assert array.snapshot() == before
            else:
                before = array.snapshot()
