"""Each recording is loaded, and every answer is what was recorded."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from hpe3parclient import twin
from hpe3parclient.simulator import Clock, SimulatedArray
from tests.twin.populated import session_of
from tests.twin.recordings import FOLDER
from tests.twin.test_load import answer, logged_in, without
from tests.twin.test_shown import printed

FOLDERS = sorted(path.parent for path in FOLDER.glob('*/array.json'))


def named(folder: Path) -> str:
    return folder.name


@pytest.mark.parametrize('folder', FOLDERS, ids=named)
def test_every_answer_is_what_was_recorded(folder: Path) -> None:
    capture = twin.Capture(folder / 'array.json')
    with SimulatedArray(state=capture) as array, logged_in(array) as client:
        for path in capture.paths:
            recorded = capture.object(path)
            given = answer(client, path)
            if recorded is not None:
                assert given == without(recorded), path
            else:
                assert in_order(given['members']) == in_order(
                    [without(member) for member in capture.members(path)]
                ), path


@pytest.mark.parametrize('folder', FOLDERS, ids=named)
def test_every_command_shows_what_was_recorded(folder: Path) -> None:
    capture = twin.Capture(folder / 'array.json')
    array = SimulatedArray(state=capture, clock=Clock(running=False))
    assert array.loaded is not None
    assert array.loaded.left_out == {}
    assert len(capture.commands) > 40
    for command in capture.commands:
        assert printed(session_of(array), f'{command} -csvtable') == \
            capture.lines(command), command


def in_order(members: list[dict[str, object]]) -> list[str]:
    """Members that an array lists in no order that means anything."""
    return sorted(json.dumps(member, sort_keys=True) for member in members)


@pytest.mark.parametrize('folder', FOLDERS, ids=named)
def test_every_recording_says_what_it_is(folder: Path) -> None:
    text = (folder / 'README.rst').read_text('utf-8')
    source = twin.Capture(folder / 'array.json').source
    assert text.startswith(f'{source["model"]}, {source["systemVersion"]}\n')
    for heading in ('What this is', 'Captured', 'Anonymised', 'Not read'):
        assert f'\n{heading}\n    ' in text
