"""The file of a capture: written in pieces, continued, read in any layout."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from hpe3parclient.twin.document import FORMAT, BrokenCapture, Capture, Writer

SOURCE = {'model': 'HP_3PAR 8440', 'serialNumber': '1703353'}
VOLUMES = [{'name': 'v1'}, {'name': 'v2 "members": ['}, {'name': 'v\n]}'}]


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / 'array.json'


def written(path: Path) -> Path:
    writer = Writer(path, SOURCE)
    writer.object('/system', {'name': 'a', 'list': []})
    writer.members('/volumes', VOLUMES)
    writer.members('/hosts', [])
    writer.lines('showversion -b', ['Release 3.3.1', ']}'])
    writer.missing('get', '/users', 'Forbidden (HTTP 403)', 98)
    writer.close()
    return path


def content(capture: Capture) -> dict[str, Any]:
    return {'source': capture.source, 'paths': capture.paths,
            'commands': capture.commands, 'missing': capture.missing,
            'system': capture.object('/system'),
            'volumes': list(capture.members('/volumes')),
            'hosts': list(capture.members('/hosts')),
            'lines': capture.lines('showversion -b')}


def test_what_is_written_is_read(path: Path) -> None:
    assert content(Capture(written(path))) == {
        'source': SOURCE, 'paths': ['/system', '/volumes', '/hosts'],
        'commands': ['showversion -b'],
        'missing': {'/users': 'Forbidden (HTTP 403)'},
        'system': {'name': 'a', 'list': []}, 'volumes': VOLUMES, 'hosts': [],
        'lines': ['Release 3.3.1', ']}']}


def test_what_is_not_there_is_nothing(path: Path) -> None:
    capture = Capture(written(path))
    assert capture.object('/volumes') is None
    assert capture.object('/nothing') is None
    assert list(capture.members('/users')) == []
    assert capture.lines('showpd') is None


@pytest.mark.parametrize('indent', [None, 1])
def test_another_layout_is_the_same_capture(path: Path,
                                            indent: int | None) -> None:
    before = content(Capture(written(path)))
    path.write_text(json.dumps(json.loads(path.read_text('utf-8')),
                               indent=indent))
    assert content(Capture(path)) == before


def test_the_file_has_its_name_when_it_is_whole(path: Path) -> None:
    writer = Writer(path, SOURCE)
    assert not path.exists()
    writer.close()
    assert path.exists()
    assert list(path.parent.iterdir()) == [path]


def test_a_file_that_is_there_is_replaced_at_the_end(path: Path) -> None:
    written(path)
    writer = Writer(path, SOURCE)
    assert Capture(path).object('/system')
    writer.close()
    assert Capture(path).paths == []


def test_a_capture_cut_anywhere_is_continued(path: Path) -> None:
    whole = written(path).read_bytes()
    part = path.with_name('array.json.part')
    for length in range(len(whole) - 1):
        part.write_bytes(whole[:length])
        writer = Writer(path, SOURCE)
        if '/system' not in writer.done:
            writer.object('/system', {'name': 'a', 'list': []})
        for name, members in (('/volumes', VOLUMES), ('/hosts', [])):
            if name not in writer.done:
                writer.members(name, members)
        if 'showversion -b' not in writer.done:
            writer.lines('showversion -b', ['Release 3.3.1', ']}'])
        if '/users' not in writer.done:
            writer.missing('get', '/users', 'Forbidden (HTTP 403)', 98)
        writer.close()
        assert path.read_bytes() == whole, length


def test_a_list_that_breaks_off_leaves_no_trace(path: Path) -> None:
    def broken() -> Iterator[dict[str, int]]:
        yield {'id': 1}
        raise OSError('connection lost')

    for first in (True, False):
        writer = Writer(path, SOURCE)
        if not first:
            writer.object('/system', {})
        with pytest.raises(OSError, match='connection lost'):
            writer.members('/volumes', broken())
        assert '/volumes' not in writer.done
        writer.missing('get', '/volumes', 'broke off')
        writer.members('/hosts', [{'id': 2}])
        writer.close()
        assert list(Capture(path).members('/hosts')) == [{'id': 2}]
        assert 'broke off' in Capture(path).missing['/volumes']


def test_an_unfinished_capture_of_another_array_is_kept(path: Path) -> None:
    Writer(path, SOURCE).abandon()
    with pytest.raises(BrokenCapture, match='of another array.*1703353'):
        Writer(path, {'serialNumber': '4711'})
    writer = Writer(path, SOURCE)
    assert writer.done == set()
    writer.abandon()


HEAD = json.dumps({'format': FORMAT, 'version': 1, 'source': {},
                   'sections': []})[:-2]


@pytest.mark.parametrize('text, message', [
    ('', 'not JSON'), ('[]', 'not a capture'), ('{"a": 1}', 'not a capture'),
    ('x' * 100, 'not JSON'), ('{"a": [' + '[' * 5000, 'not JSON'),
    (HEAD.replace('"version": 1', '"version": 2') + ']}', 'of version 2'),
    (HEAD.replace('"source": {}', '"source": 1') + ']}', 'has source'),
    (HEAD + '1]}', 'a section has'),
    (HEAD + '{"get": 1, "object": {}}]}', 'a section has'),
    (HEAD + '{"get": "/a"}]}', '/a has an object'),
    (HEAD + '{"get": "/a", "object": 1}]}', '/a has an object'),
    (HEAD + '{"get": "/a", "object": {}, "members": []}]}', '/a has an obj'),
    (HEAD + '{"get": "/a", "object": {}}, {"get": "/a", "object": {}}]}',
     '/a is there twice'),
    (HEAD + '\n', 'the end is missing'),
    (HEAD + '\n{"get": "/a", "members": [\n{}', 'the end is missing'),
    (HEAD + '\n{"get": "/a\n]}\n', 'not JSON')])
def test_what_is_no_capture_says_why(path: Path, text: str,
                                     message: str) -> None:
    path.write_text(text)
    with pytest.raises(BrokenCapture, match=message):
        Capture(path)


@pytest.mark.parametrize('member', ['1', '"x"', '[]', 'null'])
def test_a_member_is_an_object(path: Path, member: str) -> None:
    path.write_text(HEAD + f'{{"get": "/a", "members": [{{}}, {member}]}}]}}')
    with pytest.raises(BrokenCapture, match=r'/a members\[1\]'):
        list(Capture(path).members('/a'))


def test_bytes_that_are_no_text_say_so(path: Path) -> None:
    path.write_bytes(HEAD.encode() + b'\n\xff\n]}\n')
    with pytest.raises(BrokenCapture, match='UTF-8'):
        Capture(path)
