"""The dialogue against a terminal in memory that plays every variant."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from hpe3parclient.cli import errors
from hpe3parclient.cli.dialogue import (
    Dialogue,
    Limits,
    NoPrompt,
    NothingSent,
    State,
)
from hpe3parclient.exceptions import SSHException
from tests.support.terminal import CONFIRMATION, PROMPT, Terminal

LIMITS = Limits()
SHOWPATCH = 'showpatch -hist'
PATCHES = ['InstallTime,Id,Package,Version',
           '2013-08-21 18:06:45 PDT,MU2,Complete,3.1.2.422',
           '2013-10-10 15:20:05 PDT,MU3,Complete,3.1.2.484']
WIRE = ''.join(line + '\r\n' for line in PATCHES).encode()
ECHOES = ('off', 'before', 'prompted', 'inside', 'none')
#: a terminal ends the lines of its own echo CR LF, so LF has no raw echo
SHOWN = [(raw, ends) for raw in ECHOES for ends in (b'\r\r\n', b'\r\n')
         ] + [('off', b'\n'), ('none', b'\n')]


def talk(terminal: Terminal) -> Dialogue:
    dialogue = Dialogue(terminal, LIMITS, terminal.clock)
    dialogue.open()
    return dialogue


def patches(terminal: Terminal) -> list[str]:
    terminal.outputs[SHOWPATCH] = WIRE
    return talk(terminal).command(SHOWPATCH, True)


def times_run(terminal: Terminal, line: str) -> int:
    return sum(' '.join(ran.split()) == line for ran in terminal.ran)


# -- the same result whatever the terminal does -----------------------------


@pytest.mark.parametrize(('raw', 'ends'), SHOWN)
@pytest.mark.parametrize('sizes', [(), (1,), (7, 3), (80,)])
def test_the_answer_is_the_same_however_it_is_echoed_and_cut(
        raw: str, ends: bytes, sizes: Any) -> None:
    terminal = Terminal(raw=raw, ends=ends, sizes=sizes)
    assert patches(terminal) == PATCHES
    assert times_run(terminal, SHOWPATCH) == 1


@pytest.mark.parametrize('prompt', [
    b'cli% ', b'a.b-c_d cli% ', b'inserv2.opslab.ariba.com cli% ',
    b'100%.array cli% ', b'x' * 600 + b' cli% ', b'array cli % '])
@pytest.mark.parametrize('sizes', [(), (1,)])
def test_a_prompt_may_hold_percents_and_dots(prompt: bytes,
                                             sizes: Any) -> None:
    assert patches(Terminal(prompt=prompt, sizes=sizes)) == PATCHES


def test_a_line_broken_at_column_79_is_put_together() -> None:
    line = 'setqos -io 1000 -bw 1000M vvset:' + 'v' * 27
    terminal = Terminal({line: b'no matching QoS target found\r\r\n'},
                        width=80)
    assert talk(terminal).command(line, True) == [
        'no matching QoS target found']


def test_lines_of_a_greeting_are_no_answer() -> None:
    assert patches(Terminal(greeting=b'Welcome to cli% 5\r\n\r\n')) == PATCHES


@pytest.mark.parametrize('sizes', [(), (1,), (16, 1000)])
def test_a_line_that_only_ends_like_a_prompt_is_none(sizes: Any) -> None:
    terminal = Terminal(prompt=b'Welcome to cli% ', sizes=sizes)
    with pytest.raises(errors.SSHLoginQuestion, match='Welcome to cli%'):
        talk(terminal)
    assert terminal.ran == []


@pytest.mark.long
def test_output_of_fifty_megabytes_comes_back_whole() -> None:
    row = b'x' * 99 + b'\r\n'
    terminal = Terminal({'showvv': row * 500_000}, sizes=(1 << 16,))
    lines = talk(terminal).command('showvv', True)
    assert (len(lines), set(lines)) == (500_000, {'x' * 99})


def test_bytes_that_are_no_text_do_not_stop_the_answer() -> None:
    terminal = Terminal({'showeventlog': b'a\xff\x00b\r\nc\r\n'})
    assert talk(terminal).command('showeventlog') == ['a\ufffd\x00b', 'c']


def test_an_empty_answer_has_no_lines() -> None:
    assert talk(Terminal(raw='before')).command('startrcopy', True) == []


def test_output_without_a_last_line_end_is_not_waited_for() -> None:
    terminal = Terminal({'showpatch -d P1': b'one\r\ntwo'})
    assert talk(terminal).command('showpatch -d P1') == ['one', 'two']
    assert terminal.now < 1


@pytest.mark.parametrize('sizes', [(), (1,), (2, 5)])
@pytest.mark.parametrize('raw', ['off', 'before', 'prompted'])
def test_two_commands_in_a_row_do_not_mix(raw: str, sizes: Any) -> None:
    terminal = Terminal({'showvv a': b'1\r\n', 'showvv b': b'2\r\n'},
                        raw=raw, sizes=sizes)
    dialogue = talk(terminal)
    assert dialogue.command('showvv a', True) == ['1']
    try:
        second = dialogue.command('showvv b', True)
    except NothingSent:
        # what was left over was seen before anything was sent
        assert times_run(terminal, 'showvv b') == 0
    else:
        assert second == ['2']


# -- it cannot be fooled ----------------------------------------------------

LINES = st.lists(st.one_of(
    st.sampled_from([
        b'', b'%', b'cli%', b'cli% ', PROMPT, PROMPT.strip(),
        PROMPT + b'showfoo', PROMPT + b'setclienv csvtable 1', b'showfo',
        PROMPT + b'exit', b'exit', b'a' + PROMPT, CONFIRMATION + b'y',
        b'setclienv csvtable 1', b'1,2,3', b'--------', b'\t x']),
    st.binary(max_size=20).map(
        lambda data: data.replace(b'\n', b' ').rstrip(b'\r'))), max_size=8)
SIZES = st.lists(st.integers(1, 60), max_size=12)


@given(lines=LINES, sizes=SIZES, raw=st.sampled_from(['off', 'before']),
       cooked=st.booleans(), lull=st.sampled_from([0.0, 0.01, 0.2]),
       ends=st.sampled_from([b'\r\n', b'\r\r\n']))
@example(lines=[PROMPT, b'x'], sizes=[47, 24, 100], raw='off', cooked=True,
         lull=0.2, ends=b'\r\n')
def test_any_output_in_any_packets_comes_back_as_it_is(
        lines: list[bytes], sizes: list[int], raw: str, cooked: bool,
        lull: float, ends: bytes) -> None:
    output = b''.join(line + ends for line in lines)
    terminal = Terminal({'showfoo': output}, sizes=sizes, raw=raw,
                        cooked=cooked, lull=lull)
    assert talk(terminal).command('showfoo') == [
        line.decode('utf-8', 'replace') for line in lines]
    assert times_run(terminal, 'showfoo') == 1


@given(rows=st.lists(st.text(st.sampled_from('abc,%-: 19')), max_size=6),
       sizes=SIZES, raw=st.sampled_from(ECHOES), cooked=st.booleans(),
       lull=st.sampled_from([0.0, 0.01]))
def test_a_table_is_the_same_under_every_echo(
        rows: list[str], sizes: list[int], raw: str, cooked: bool,
        lull: float) -> None:
    output = ''.join(row + '\r\n' for row in rows).encode()
    terminal = Terminal({'showvv': output}, sizes=sizes, raw=raw,
                        cooked=cooked, lull=lull)
    assert talk(terminal).command('showvv', True) == rows
    assert times_run(terminal, 'showvv') == 1


@given(noise=st.binary(max_size=200), sizes=SIZES, plain=st.booleans())
def test_any_bytes_give_lines_or_a_clear_error_and_never_a_hang(
        noise: bytes, sizes: list[int], plain: bool) -> None:
    terminal = Terminal(sizes=sizes)
    dialogue = talk(terminal)
    terminal._run = (  # type: ignore[method-assign]
        lambda line: (terminal.ran.append(line.decode()),
                      terminal._emit(noise))[0])
    try:
        lines = dialogue.command('showvv', plain)
    except SSHException as err:
        assert str(err)
    else:
        assert all(isinstance(line, str) for line in lines)
    assert times_run(terminal, 'showvv') == 1
    assert terminal.now <= LIMITS.command + LIMITS.silence


@given(cut=st.integers(0, 300), sizes=SIZES)
def test_death_at_any_byte_is_an_error_or_the_whole_answer(
        cut: int, sizes: list[int]) -> None:
    terminal = Terminal({SHOWPATCH: WIRE}, sizes=sizes, dies_after=cut)
    try:
        lines = talk(terminal).command(SHOWPATCH, True)
    except (errors.SSHConnectionError, NothingSent):
        assert times_run(terminal, SHOWPATCH) == 0
    except errors.SSHOutcomeUnknown:
        assert times_run(terminal, SHOWPATCH) == 1
    else:
        assert lines == PATCHES


# -- the fast way stays fast ------------------------------------------------


def test_a_table_in_whole_packets_costs_one_line() -> None:
    terminal = Terminal()
    patches(terminal)
    assert terminal.ran == ['setclienv csvtable 1', SHOWPATCH]


def test_a_prompt_in_pieces_is_asked_about() -> None:
    terminal = Terminal(sizes=(5,))
    patches(terminal)
    assert len(terminal.ran) == 3


# -- time limits ------------------------------------------------------------


def test_silence_is_a_time_out_that_says_so() -> None:
    terminal = Terminal({'showvv': b'x\r\n'})
    dialogue = talk(terminal)
    terminal.prompt = b''
    with pytest.raises(errors.SSHCommandTimeout) as caught:
        dialogue.command('showvv', True)
    assert (caught.value.which, 'Silence' in str(caught.value)) == (
        'silence', True)


def test_an_answer_without_end_is_a_time_out_that_says_so() -> None:
    terminal = Terminal({'showvv': b'x\r\n' * 60000}, sizes=(1000,))
    dialogue = talk(terminal)
    terminal.lull = 4.0
    with pytest.raises(errors.SSHCommandTimeout) as caught:
        dialogue.command('showvv', True)
    assert caught.value.which == 'command'


def test_no_set_up_after_the_prompt_is_a_connect_time_out() -> None:
    terminal = Terminal(prompt=b'')
    terminal._emit(PROMPT)
    with pytest.raises(errors.SSHConnectTimeout) as caught:
        talk(terminal)
    assert caught.value.which == 'connect'


def test_a_confirmation_is_an_error_and_is_not_waited_for() -> None:
    terminal = Terminal({'removevv x': b'Really?\r\n' + CONFIRMATION})
    with pytest.raises(errors.SSHConfirmationAsked):
        talk(terminal).command('removevv x', True)
    assert terminal.now < 2


def test_the_words_of_a_confirmation_inside_a_line_are_output() -> None:
    terminal = Terminal({'showfoo': CONFIRMATION + b'\r\nend\r\n'},
                        sizes=(1,), lull=0.01)
    assert talk(terminal).command('showfoo') == [
        CONFIRMATION.decode(), 'end']


# -- sessions that are refused or dead --------------------------------------


def test_too_many_connections_is_an_error_of_its_own() -> None:
    terminal = Terminal(prompt=b'Too many local CLI connections.\r\n')
    with pytest.raises(errors.SSHBusy):
        talk(terminal)
    assert terminal.ran == []


def test_a_channel_that_died_idle_is_found_before_sending() -> None:
    terminal = Terminal()
    dialogue = talk(terminal)
    terminal.closed = True
    with pytest.raises(NothingSent):
        dialogue.command('removevv -f v', True)
    assert times_run(terminal, 'removevv -f v') == 0


def test_words_that_came_while_idle_end_the_session() -> None:
    terminal = Terminal()
    dialogue = talk(terminal)
    terminal._emit(b'Session timed out\r\n')
    with pytest.raises(NothingSent):
        dialogue.command('removevv -f v', True)


@pytest.mark.parametrize('question', [
    b'\r\nYour password has expired.\r\nNew password: ',
    b'Go on? (yes/no) ', b'\r\nAre you there'])
def test_a_question_that_came_while_idle_is_not_typed_into(
        question: bytes) -> None:
    terminal = Terminal({SHOWPATCH: WIRE})
    dialogue = talk(terminal)
    dialogue.command(SHOWPATCH, True)
    terminal._emit(question)
    with pytest.raises(errors.SSHLoginQuestion) as caught:
        dialogue.command('removevv -f v', True)
    assert question.decode().split('\n')[-1].strip() in str(caught.value)
    assert times_run(terminal, 'removevv -f v') == 0


def test_a_late_raw_echo_while_idle_is_no_reason_to_end() -> None:
    terminal = Terminal({SHOWPATCH: WIRE})
    dialogue = talk(terminal)
    dialogue.command(SHOWPATCH, True)
    terminal._emit(SHOWPATCH.encode() + b'\r\n')
    assert dialogue.command(SHOWPATCH, True) == PATCHES


def test_a_command_that_is_not_echoed_is_an_error() -> None:
    terminal = Terminal()
    dialogue = talk(terminal)
    terminal.raw = 'none'
    with pytest.raises(errors.SSHDialogueError):
        dialogue.command('showvv', True)


# -- no prompt before input -------------------------------------------------


def test_nothing_is_typed_where_nothing_is_shown() -> None:
    terminal = Terminal(prompt=b'')
    dialogue = Dialogue(terminal, LIMITS, terminal.clock)
    with pytest.raises(NoPrompt):
        dialogue.open(0.1)
    assert (terminal.now, terminal.ran, dialogue.state) == (
        0.1, [], State.OPENING)


def test_a_prompt_that_comes_late_is_still_good() -> None:
    terminal = Terminal({SHOWPATCH: WIRE}, prompt=b'')
    dialogue = Dialogue(terminal, LIMITS, terminal.clock)
    with pytest.raises(NoPrompt):
        dialogue.open(0.1)
    terminal.prompt = PROMPT
    terminal._emit(PROMPT)
    dialogue.open()
    assert dialogue.command(SHOWPATCH, True) == PATCHES


@pytest.mark.parametrize('prompt', ['array% ', 'array> ', 'my array:'])
@pytest.mark.parametrize('sizes', [(), (1,)])
def test_another_prompt_may_be_given(prompt: str, sizes: Any) -> None:
    terminal = Terminal({SHOWPATCH: WIRE}, prompt=prompt.encode(),
                        sizes=sizes)
    dialogue = Dialogue(terminal, LIMITS, terminal.clock, prompt=prompt)
    dialogue.open()
    assert dialogue.command(SHOWPATCH, True) == PATCHES
