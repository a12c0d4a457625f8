"""Restoring in a running array, clocks, the program, linked arrays."""

from __future__ import annotations

import json
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from hpe3parclient.simulator import (
    Array,
    Clock,
    SimulatedArray,
    arrays_of,
    connect,
    read_state,
    restore,
    snapshot,
    write_state,
)
from hpe3parclient.simulator.__main__ import main
from tests.support.rawclient import RawClient
from tests.support.replicated import SYNCED, Pair
from tests.support.saved_array import quiet


@pytest.fixture
def array() -> Iterator[SimulatedArray]:
    with quiet() as running:
        running.state.populate(2)
        yield running


@pytest.fixture
def api(array: SimulatedArray) -> RawClient:
    return RawClient(array).log_in()


def test_an_array_goes_back_to_what_it_was(array: SimulatedArray,
                                           api: RawClient) -> None:
    document, before = array.snapshot(), api.names()
    api.ok('DELETE', '/volumes/vol00000')
    api.ok('POST', '/hosts', {'name': 'h'})
    array.restore(document)
    assert (api.names(), api.get('/hosts')['total']) == (before, 0)
    assert array.snapshot() == document


def test_a_document_may_be_restored_again_and_again(
        array: SimulatedArray, api: RawClient) -> None:
    document = array.snapshot()
    for _ in range(3):
        api.ok('DELETE', '/volumes/vol00001')
        array.restore(document)
    assert array.snapshot() == document


def test_who_is_logged_in_stays_so(array: SimulatedArray,
                                   api: RawClient) -> None:
    document = array.snapshot()
    array.clock.advance(14 * 60)
    api.get('/system')
    array.restore(document)
    assert len(array.state.sessions) == 1
    array.clock.advance(14 * 60)
    api.get('/system')
    array.clock.advance(15 * 60)
    assert len(array.state.sessions) == 0


def test_users_keep_their_passwords() -> None:
    document = snapshot(Array(user='first', password='one'))
    with quiet(state=document, user='second', password='two') as array:
        RawClient(array).log_in('second', 'two')
        assert set(array.state.users) == {'second'}


def test_the_clock_goes_on_from_the_documents_time(
        array: SimulatedArray) -> None:
    document = array.snapshot()
    array.clock.advance(100)
    array.restore(document)
    assert array.clock.now() == document['arrays'][0]['time']
    array.clock.advance(5)
    assert array.state.clock is array.clock
    assert array.clock.now() == document['arrays'][0]['time'] + 5


def test_a_running_clock_runs_on() -> None:
    clock = Clock(start=1_000_000.0)
    (array,) = arrays_of(snapshot(Array(clock=Clock(
        start=2_000_000.0, running=False))), clock)
    first = array.clock.now()
    while array.clock.now() == first:
        pass
    assert 2_000_000.0 <= first < array.clock.now()


def test_a_task_goes_on_after_a_restore(array: SimulatedArray,
                                        api: RawClient) -> None:
    array.state.sessions.timeout = 1e9
    api.ok('POST', '/cpgs', {'name': 'other'})
    api.ok('PUT', '/volumes/vol00000', {
        'action': 6, 'tuneOperation': 1, 'userCPG': 'other'})
    document = array.snapshot()
    array.clock.advance(24 * 3600)
    assert api.get('/tasks/1')['status'] == 1
    array.restore(document)
    assert api.get('/tasks/1')['status'] == 2
    assert api.get('/volumes/vol00000')['userCPG'] == 'SimCPG'
    array.clock.advance(24 * 3600)
    assert api.get('/volumes/vol00000')['userCPG'] == 'other'


def test_requests_see_one_state_or_the_other(
        array: SimulatedArray, api: RawClient) -> None:
    full = array.snapshot()
    for name in api.names():
        if name.startswith('vol'):
            api.ok('DELETE', f'/volumes/{name}')
    empty = array.snapshot()
    seen, over = [], threading.Event()

    def look() -> None:
        while not over.is_set():
            seen.append(len(api.names()))

    thread = threading.Thread(target=look)
    thread.start()
    try:
        for _ in range(20):
            array.restore(full)
            array.restore(empty)
    finally:
        over.set()
        thread.join(60)
    assert not thread.is_alive()
    assert set(seen) <= {2, 4}


def test_linked_arrays_are_restored_together() -> None:
    with Pair() as pair:
        path = pair.started()
        document = snapshot(*pair.arrays)
        pair.link.cut()
        pair.b.ok('PUT', pair.other(path), {'action': 7})
        restore(document, *pair.arrays)
        assert pair.link.up
        assert pair.statuses() == [SYNCED, SYNCED]
        assert pair.same()
        pair.arrays[0].state.write('v', 10)
        assert pair.same()
        assert snapshot(*pair.arrays) != document


def test_arrays_that_were_not_linked_are_linked_by_a_restore() -> None:
    clock = Clock(running=False)
    states = [Array(clock=clock, seed=number) for number in range(2)]
    connect(*states)
    others = [Array(clock=Clock(running=False), seed=number)
              for number in range(2)]
    restore(snapshot(*states), *others)
    link = others[0].remote.links[0]
    assert link.answers
    assert link is others[1].remote.links[0]
    link.cut()
    assert not link.answers


def test_an_array_starts_with_a_state(tmp_path: Path,
                                      array: SimulatedArray) -> None:
    write_state(array.snapshot(), tmp_path / 'state.json')
    with SimulatedArray(tls=False, ssh_port=None, clock=Clock(running=False),
                        state=read_state(tmp_path / 'state.json')) as other:
        assert 'vol00001' in RawClient(other).log_in().names()


def test_a_file_has_a_line_for_each_value(tmp_path: Path) -> None:
    write_state(snapshot(Array()), tmp_path / 'state.json')
    lines = (tmp_path / 'state.json').read_text('utf-8').splitlines()
    assert '   "name": "sim-3par-3.3.1",' in lines


# -- the program -------------------------------------------------------------


def ran(*arguments: str, requests: Any = lambda api: None) -> str:
    """Start the program, talk to its array, end it; what it said."""
    program = subprocess.Popen(
        [sys.executable, '-m', 'hpe3parclient.simulator', '--no-tls',
         *arguments], stdout=subprocess.PIPE, stderr=subprocess.PIPE,
        text=True)
    with program:
        assert program.stdout is not None
        try:
            said = json.loads(program.stdout.readline())
            requests(said)
        finally:
            program.terminate()
            program.wait(60)
        assert program.stderr is not None
        assert (program.returncode, program.stderr.read()) == (0, '')
    return str(said['model'])


def test_the_program_saves_and_goes_on(tmp_path: Path) -> None:
    path = tmp_path / 'state.json'
    ran('--save', str(path), '--model', 'primera-4.x', '--volumes', '2')
    assert len(read_state(path)['arrays'][0]['volumes']) == 5
    assert ran('--state', str(path)) == 'primera-4.x'


@pytest.mark.parametrize('more', [
    ['--model', '3par-3.3.1'], ['--volumes', '1']])
def test_a_state_says_what_there_is(tmp_path: Path, capsys: Any,
                                    more: list[str]) -> None:
    path = tmp_path / 'state.json'
    write_state(snapshot(Array()), path)
    with pytest.raises(SystemExit):
        main(['--state', str(path), *more])
    assert '--state says which model it is' in capsys.readouterr().err


@pytest.mark.parametrize('text, what', [
    ('{}', 'format: is not'), (None, 'No such file')])
def test_the_program_refuses_a_broken_file(tmp_path: Path, capsys: Any,
                                           text: Any, what: str) -> None:
    path = tmp_path / 'state.json'
    if text is not None:
        path.write_text(text, encoding='utf-8')
    with pytest.raises(SystemExit) as ended:
        main(['--state', str(path)])
    assert ended.value.code == 2
    assert what in capsys.readouterr().err
