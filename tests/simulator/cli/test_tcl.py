"""The simulated command line reads Tcl as tclsh does."""

from __future__ import annotations

import shutil
import subprocess

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hpe3parclient.simulator.cli import tcl
from hpe3parclient.tcl_parser import TclError

TCLSH = shutil.which('tclsh')

#: Prints for every script what ran, as hex, or 'error' or 'incomplete'. A
#: child without any command of its own runs the scripts.
SERVER = r'''
interp create -safe box
set words {}
proc note {args} {
    set hex {}
    foreach word $args {
        lappend hex x[binary encode hex [encoding convertto utf-8 $word]]
    }
    lappend ::words $hex
    return R
}
foreach name [box eval {info commands}] {
    if {$name ni {unknown}} {catch {box eval [list rename $name {}]}}
}
interp alias box unknown {} note
foreach line {%s} {
    set words {}
    set script [encoding convertfrom utf-8 [binary decode hex $line]]
    if {![info complete $script]} {
        puts incomplete
    } elseif {[catch {interp eval box $script}]} {
        puts error
    } else {
        puts "ok $words"
    }
}
'''

LINES = [
    ('showvv v1 ; removevv -f prod',
     [['showvv', 'v1'], ['removevv', '-f', 'prod']]),
    ('showvv [removevv a]', [['removevv', 'a'], ['showvv', 'R']]),
    ('showvv "[removevv a] b"', [['removevv', 'a'], ['showvv', 'R b']]),
    ("a 'two words'", [['a', "'two", "words'"]]),
    ('a {b $c [d]}', [['a', 'b $c [d]']]),
    ('[{*}removevv\\x20-f\\x20prod]',
     [['removevv', '-f', 'prod'], ['R']]),
    ('{*}{removevv -f prod}', [['removevv', '-f', 'prod']]),
    ('{*}removevv\\ -f', [['removevv', '-f']]),
    ('# a [b]', []), ('a #b', [['a', '#b']]),
    ('a v1\\\\;b', [['a', 'v1\\'], ['b']]), ('a v1\\;b', [['a', 'v1;b']]),
    ('a b\\\n  c', [['a', 'b', 'c']]), ('a\nb\r', [['a'], ['b']]),
    ('a "b\\x41\\u0042\\103"', [['a', 'bABC']]), ('a b{c}d"e"',
                                                  [['a', 'b{c}d"e"']]),
    ('a {}', [['a', '']]), ('a ""', [['a', '']]), ('a $', [['a', '$']]),
    ('a {*} b', [['a', '*', 'b']]), (';;a;;', [['a']]), ('', [])]


def ran(script: str) -> list[list[str]]:
    seen: list[list[str]] = []

    def call(words: list[str]) -> str:
        seen.append(words)
        return 'R'

    tcl.Interpreter(call).run(script)
    return seen


@pytest.mark.parametrize(('line', 'commands'), LINES)
def test_a_line_is_read_by_the_rules(line: str,
                                     commands: list[list[str]]) -> None:
    assert ran(line) == commands


@pytest.mark.parametrize('line', ['a {b', 'a "b', 'a [b', 'a {b\\}',
                                  'a ${b', 'a [b {c]'])
def test_an_open_brace_or_quote_wants_more(line: str) -> None:
    with pytest.raises(tcl.Incomplete):
        ran(line)


@pytest.mark.parametrize(('line', 'message'), [
    ('a $b', 'can\'t read "b": no such variable'),
    ('a "b"c', 'extra characters after close-quote'),
    ('a {b}c', 'extra characters after close-brace')])
def test_errors_are_tcls_own(line: str, message: str) -> None:
    with pytest.raises(TclError, match=message):
        ran(line)


def ours(script: str) -> str:
    """What our reader makes of a script, as the tclsh program prints it."""
    try:
        seen = ran(script)
    except tcl.Incomplete:
        return 'incomplete'
    except TclError:
        return 'error'
    lists = [' '.join('x' + word.encode().hex() for word in words)
             for words in seen]
    return ' '.join(['ok', *(f'{{{words}}}' if ' ' in words else words
                             for words in lists)])


def theirs(scripts: list[str]) -> list[str]:
    """What tclsh makes of scripts."""
    program = SERVER % ' '.join(script.encode().hex() or '{}'
                                for script in scripts)
    done = subprocess.run([str(TCLSH)], check=True, stdout=subprocess.PIPE,
                          input=program.encode())
    return [line.strip() for line in done.stdout.decode().splitlines()]


@pytest.mark.skipif(TCLSH is None, reason='wants tclsh')
def test_tclsh_reads_any_script_the_same_way() -> None:
    scripts = [line for line, _ in LINES]

    @settings(max_examples=1500, database=None)
    @given(st.text(st.sampled_from('ab \\"[]{};$#*\n\tx4u(')))
    def collect(script: str) -> None:
        scripts.append(script)

    collect()
    different = [(script, expected, ours(script)) for script, expected
                 in zip(scripts, theirs(scripts)) if expected != ours(script)]
    assert different == []
