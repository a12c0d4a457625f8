"""createaocfg, setaocfg, showaocfg, removeaocfg."""

from __future__ import annotations

import pytest

from hpe3parclient.simulator.array import Array
from hpe3parclient.simulator.cli.interpreter import Cli, Session
from hpe3parclient.simulator.clock import Clock
from hpe3parclient.simulator.personality import personality_of


@pytest.fixture
def session() -> Session:
    array = Array(personality_of('3par-3.2.2'), Clock(running=False), seed=1)
    result = Cli(array).session('')
    for name in ('fast', 'slow', 'cheap', 'other'):
        assert run(result, f'createcpg {name}') == []
    return result


def run(session: Session, line: str) -> list[str]:
    printed = session.run(line)
    assert printed is not None
    return [text for text, _ in printed]


def rows(session: Session, line: str = 'showaocfg') -> list[list[str]]:
    return [text.split() for text in run(session, line)[1:-2]]


MADE = 'createaocfg -t0cpg fast -t1cpg slow -mode Balanced ao1'


def test_a_configuration_is_listed_as_it_was_made(session: Session) -> None:
    assert run(session, MADE) == []
    assert rows(session) == [
        ['1', 'ao1', 'fast', 'slow', '--', 'Balanced']]


def test_tiers_and_mode_may_be_changed(session: Session) -> None:
    run(session, MADE)
    assert run(session, 'setaocfg -t0cpg "" -t2cpg cheap -mode Cost ao1') == []
    assert rows(session) == [['1', 'ao1', '--', 'slow', 'cheap', 'Cost']]


@pytest.mark.parametrize('line, text', [
    ('createaocfg -t0cpg fast -mode Cost x', 'at least two tiers'),
    ('createaocfg -t0cpg fast -t1cpg other -mode Cost x', 'one AO'),
    ('createaocfg -t0cpg other -t1cpg other -mode Cost x', 'one tier'),
    ('createaocfg -t0cpg other -t1cpg cheap -mode cost x', 'Invalid mode'),
    ('createaocfg -t0cpg other -t1cpg cheap x', 'Invalid mode'),
    ('createaocfg -t0cpg other -t1cpg cheap -mode Cost ao1', 'exists'),
    ('createaocfg -t0cpg other -t1cpg none -mode Cost x',
     'CPG does not exist'),
    ('setaocfg -t0cpg "" ao1', 'at least two tiers'),
    ('setaocfg -t0cpg a -t1cpg b -t2cpg c ao1', 'At most two'),
    ('setaocfg -mode Cost x', 'does not exist'),
    ('removeaocfg -f x', 'does not exist')])
def test_a_bad_command_changes_nothing(session: Session, line: str,
                                       text: str) -> None:
    run(session, MADE)
    before = rows(session)
    assert text in ' '.join(run(session, line))
    assert rows(session) == before


def test_patterns_choose_what_is_shown_and_removed(session: Session) -> None:
    run(session, MADE)
    run(session, 'createaocfg -t0cpg other -t1cpg cheap -mode Cost b1')
    assert [row[1] for row in rows(session, 'showaocfg a*')] == ['ao1']
    assert run(session, 'removeaocfg -f -pat a*') == []
    assert [row[1] for row in rows(session)] == ['b1']
    assert run(session, 'removeaocfg -f b1') == []
    assert run(session, 'showaocfg') == ['No AO configurations listed']
