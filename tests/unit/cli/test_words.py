"""Words of a command line: what passes, what is quoted, what is refused."""

from __future__ import annotations

import shutil
import subprocess
from typing import Any, Callable

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from hpe3parclient.cli import words
from hpe3parclient.cli.errors import IllegalWord
from hpe3parclient.exceptions import SSHInjectionThreat
from hpe3parclient.simulator.cli import tcl

TCLSH = shutil.which('tclsh')

TYPES: list[Callable[[Any], words.Word]] = [
    words.name, words.wwn, words.iqn, words.nqn, words.nsp, words.ip,
    words.address, words.number, words.history, words.option,
    words.frequency, words.task]

class _NotAWord:
    """Not text; its repr is the same in every process."""

    def __repr__(self) -> str:
        return 'NOT_A_WORD'


NOT_A_WORD = _NotAWord()

HOSTILE = [
    '', ' ', '\t', '\n', '\r', '\x00', '\x03', '\x04', '\x15', '\x1b',
    '\x7f', '\u2028', '\u2029', '\x85', '\ufeff', '\ud800', 'v1\n', '\nv1',
    'v1\r', 'v1\r\nremovevv -f prod', 'v1;removevv -f prod', ';',
    '[removevv -f prod]', '[showuser]', '[{*}removevv\\x20-f\\x20prod]',
    '{*}removevv', '{a', 'a}', '"a', 'a"', '{', '}', '"', "'", "'a b'",
    '$x', '${x}', '$::env(PATH)', 'a\\', '\\', '\\n', '\\x3bremovevv',
    '\\u005bshowuser\\u005d', '-f', '--', '-', '-pat', '*', '?', 'a*',
    'a b', 'a\tb', 'a;b', 'v1\\\\;removevv', '#', '#a', 'a,b', 'set:a',
    '`id`', '$(id)', 'a|b', 'a&b', 'a>b', 'a<b', '!', '~', 'é', '１', 'ａ',
    '\u202e', 'a\u200bb', '../a', 'a/b', '@a@', '%s', 'a=b', None, b'a',
    1.5, True, [], {}, NOT_A_WORD]


@pytest.mark.parametrize('value', HOSTILE, ids=repr)
def test_a_name_is_never_hostile(value: Any) -> None:
    with pytest.raises(SSHInjectionThreat):
        words.name(value)


@pytest.mark.parametrize('name', [
    'v1', '0001-0', '300gb', '.srdata', 'a.b-c_d', 'G.r188150',
    '10.132.30.136', 'HPE_VM_e6eab89d-bebb-459f-913d-93e579090c0c'])
def test_names_that_were_seen_are_legal(name: str) -> None:
    assert words.name(name) == name


def test_the_array_decides_how_long_a_name_is() -> None:
    assert words.name('x' * 43, 'volume') == 'x' * 43
    with pytest.raises(IllegalWord, match='longer than 255'):
        words.name('x' * 256)


@pytest.mark.parametrize(('check', 'good'), [
    (words.wwn, '50014380242B8B4C'), (words.wwn, '50:01:43:80:24:2b:8b:4c'),
    (words.iqn, 'iqn.1993-08.org.debian:01:222'),
    (words.nqn, 'nqn.2014-08.org.nvmexpress:uuid:0-1'),
    (words.nsp, '0:2:1'), (words.ip, '10.54.122.92'), (words.ip, '::1'),
    (words.address, '20240002AC00992B'), (words.address, '172.17.20.5'),
    (words.history, '30m'), (words.history, '1.5h'), (words.history, '.5h'),
    (words.history, '0d'), (words.option, '-hist'),
    (words.pattern, 'vol*?')])
def test_a_word_of_a_type_passes_as_it_is(check: Any, good: str) -> None:
    assert check(good) == good


@pytest.mark.parametrize(('check', 'bad'), [
    (words.wwn, '5001'), (words.wwn, '50014380242B8B4C\n'),
    (words.iqn, 'iqn.a b'), (words.iqn, 'iqn.' + 'a' * 230),
    (words.nsp, '0:2'), (words.nsp, '0:2:1\n'), (words.ip, '1.2.3'),
    (words.ip, 'fe80::1%[removevv]'), (words.ip, '1.2.3.4\n'),
    (words.history, '7'), (words.history, 'd'), (words.history, '7D'),
    (words.history, '7w'), (words.history, '-7d'), (words.history, '1.h'),
    (words.history, ' 7d'), (words.history, '7dxyz'),
    (words.history, '30m\n'), (words.history, '7d;x'),
    (words.number, '1_000'), (words.number, '1e3'), (words.number, -1),
    (words.number, True), (words.number, 1.5), (words.number, '１')])
def test_a_word_that_is_almost_of_a_type_is_refused(check: Any,
                                                    bad: Any) -> None:
    with pytest.raises(IllegalWord):
        check(bad)


@pytest.mark.parametrize('value', [7, 7.0, '7'])
def test_a_whole_number_may_come_in_three_forms(value: Any) -> None:
    assert words.number(value) == '7'


def test_a_keyword_is_one_of_its_set() -> None:
    assert words.keyword('sync', ('sync', 'async'), 'mode') == 'sync'
    with pytest.raises(IllegalWord):
        words.keyword('sync ', ('sync', 'async'), 'mode')


def test_cron_fields_are_quoted_and_words_are_not() -> None:
    assert (words.frequency('0 23 * * 1-5'), words.frequency('@hourly')) == (
        '"0 23 * * 1-5"', '@hourly')


def test_a_task_is_one_command_of_plain_words() -> None:
    assert words.task(' createsv  -ro @vvname@.@y@@m@ v1 ') == (
        '"createsv -ro @vvname@.@y@@m@ v1"')


def test_a_refusal_names_the_word_and_is_a_value_error() -> None:
    with pytest.raises(ValueError, match='a;b') as caught:
        words.name('a;b')
    assert isinstance(caught.value, SSHInjectionThreat)


# -- words of callers of run ------------------------------------------------


@pytest.mark.parametrize('command', [
    ['showpatch', '-hist'], ['srstatld', '-cpg', 'c', '-btsecs', '-1.5h'],
    ['createsched', '"createsv -ro a b"', '"0 * * * *"', 'x'],
    ['setvv', '-setkv', 'K=V', 'v'], ['showvlun', 'set:a', '1:2:3'],
    ['setvv', '-comment', '"it\'s; $5 & [x]"', 'v']])
def test_a_harmless_command_is_one_printable_line(command: list[str]) -> None:
    assert words.line(command).isprintable()


@pytest.mark.parametrize('words_given', [
    ['showsched', ' x '], ['showsched ', 'x'], ['showsched', 'x\r'],
    ['showsched', '\n\tx\r\n'], ['showsched', 'x', '\r'],
    ['showsched', 'x', ' \r\n']], ids=repr)
def test_white_space_around_a_word_does_not_reach_the_line(
        words_given: list[str]) -> None:
    assert words.line(words_given) == 'showsched x'


@pytest.mark.parametrize('words_given', [
    ['showvv', 'a\rb'], ['showvv', 'a\x03'], ['showvv', '\x1b[A'],
    ['showvv', '\r', 'a'], ['removefpg', '-f', ''], ['removefpg', '-f', ' '],
    ['\r'], ['showvv\r\nremovevv', 'a']], ids=repr)
def test_control_characters_and_empty_words_are_refused(
        words_given: list[str]) -> None:
    with pytest.raises(SSHInjectionThreat):
        words.line(words_given)


def test_what_stands_between_quotes_is_quoted_anew() -> None:
    assert words.line(['setvv', '-comment', '"a; [b] \\"c\\""', 'v']) == (
        'setvv -comment "a\\; \\[b\\] \\"c\\"" v')


@pytest.mark.parametrize('word', [
    value for value in HOSTILE
    if value not in ('-f', '--', '-', '-pat', '../a', 'a/b', '@a@', '%s',
                     'a=b', 'a,b', 'set:a', "'a b'")
    and not (isinstance(value, str) and value != value.strip())], ids=repr)
def test_no_hostile_word_gets_on_a_line(word: Any) -> None:
    with pytest.raises(SSHInjectionThreat):
        words.line(['showvv', word])


@pytest.mark.parametrize('verb', ['', '-f', 'show vv', '[x]', 'a;b', '#a',
                                  '"showvv"', None, '{*}x', 'a:::b'])
def test_a_line_begins_with_a_command(verb: Any) -> None:
    with pytest.raises(SSHInjectionThreat):
        words.line([verb])


@pytest.mark.parametrize('command', ['showvv', b'showvv', [], None, ()])
def test_a_command_is_a_list_of_words(command: Any) -> None:
    with pytest.raises(SSHInjectionThreat):
        words.line(command)


def test_a_line_that_is_too_long_is_refused() -> None:
    with pytest.raises(SSHInjectionThreat, match='longer'):
        words.line(['showvv'] + ['v' * 30] * 200)


SECRET = 'hunter2-x'
SECRET_COMMANDS = [
    ['createfsuser', '-passwd', SECRET, 'u'],
    ['setfsuser', '-passwd', SECRET, 'u'],
    ['createuser', '-c', SECRET, 'u', 'all', 'edit'],
    ['setpassword', '-u', 'u', '-p', SECRET],
    ['setsnmppw', '-r', SECRET], ['setsnmppw', SECRET],
    ['setauthparam', '-f', 'binding-password', SECRET],
    ['addsnmpmgr', '-pw', SECRET, '10.0.0.1'],
    ['sethost', 'initchap', SECRET, 'h'],
    ['sethost', 'targetchap', '-f', SECRET, 'h'],
    ['sethost', 'initchap', '-chapname', 'n', SECRET, 'h'],
    ['setuser', '-PASSWD', SECRET], ['setx', '-passwd=' + SECRET],
    ['setfs', 'ldap', '-bindpasswd', SECRET],
    ['createsched', f'"createuser -c {SECRET} u all edit"', '@daily', 's'],
    ['Tpd::rtpd', f'"createfsuser -passwd {SECRET} u"']]


@pytest.mark.parametrize('command', SECRET_COMMANDS, ids=lambda c: c[0])
def test_a_secret_is_sent_and_never_shown(command: list[str]) -> None:
    line = words.command(command)
    assert SECRET in line.reveal()
    for text in (str(line), repr(line), f'{line}', f'{line}',
                 repr(line.words), words.shown(command),
                 line.without_secrets(line.reveal())):
        assert SECRET not in text
        assert '***' in text


@pytest.mark.parametrize('command', SECRET_COMMANDS, ids=lambda c: c[0])
def test_a_refused_secret_is_not_shown(command: list[str]) -> None:
    bad = [word.replace(SECRET, SECRET + ';[x]') for word in command]
    if ' ' in ''.join(bad):
        bad = [word.replace('"', '') for word in bad]
    with pytest.raises(SSHInjectionThreat) as caught:
        words.line(bad)
    assert SECRET not in str(caught.value)
    assert caught.value.__context__ is None


@pytest.mark.parametrize('command', [
    ['showport', '-c', '0:1:1'], ['showvv', '-p', '-copyof', 'v'],
    ['createvvcopy', '-p', 'a', 'b'], ['setauthparam', 'ldap-server', 'x'],
    ['sethost', '-name', 'a', 'b'], ['createsv', '-ro', 'a', 'b']])
def test_what_is_no_secret_is_shown(command: list[str]) -> None:
    assert str(words.command(command)) == ' '.join(command)


# -- quoting ----------------------------------------------------------------


def read_back(line: str) -> list[list[str]]:
    """What the simulated command line makes of a line."""
    ran: list[list[str]] = []

    def call(command: list[str]) -> str:
        ran.append(command)
        return ''

    tcl.Interpreter(call).run(line)
    return ran


PRINTABLE = st.text(st.characters(min_codepoint=32, max_codepoint=0x2fff)
                    ).filter(str.isprintable)
TEXTS = st.one_of(PRINTABLE, st.text(st.sampled_from('ab \\"[]${};#*-x41')))


@given(TEXTS)
def test_any_text_comes_through_quoting_unchanged(text: str) -> None:
    line = words.line(['setvv', words.quoted(text), 'v'])
    assert read_back(line) == [['setvv', text, 'v']]


@given(st.lists(st.text(max_size=12), min_size=1, max_size=4))
@example(['\r'])
def test_whatever_gets_on_a_line_is_one_command_of_as_many_words(
        texts: list[str]) -> None:
    try:
        line = words.line(['showvv', *texts])
    except SSHInjectionThreat:
        return
    # A last word that only ends the line is none.
    only_ends = texts[-1].isspace() and set(texts[-1]) & set('\r\n')
    count = len(texts) if only_ends else 1 + len(texts)
    assert [len(command) for command in read_back(line)] == [count]


@given(st.text())
def test_text_that_is_not_printable_is_refused(text: str) -> None:
    if text.isprintable():
        assert words.quoted(text)
    else:
        with pytest.raises(SSHInjectionThreat):
            words.quoted(text)


@pytest.mark.skipif(TCLSH is None, reason='wants tclsh')
def test_tclsh_reads_quoted_texts_as_they_were() -> None:
    texts = _texts()
    script = ['fconfigure stdout -encoding utf-8 -translation lf']
    for text in texts:
        script.append('puts [binary encode hex [encoding convertto utf-8 '
                      + words.quoted(text) + ']]')
    done = subprocess.run(
        [str(TCLSH), '-encoding', 'utf-8', '/dev/stdin'], check=True,
        input='\n'.join(script).encode(), stdout=subprocess.PIPE)
    assert [bytes.fromhex(line).decode()
            for line in done.stdout.decode().splitlines()] == texts


def _texts() -> list[str]:
    """Texts of every active character next to every other."""
    active = '\\"[]${};#*-x4 aé€'
    return [a + b + c for a in active for b in active for c in active] + [
        '{*}removevv\\x20-f', '\\u005bexit\\u005d', '[exit]', '$argv', '']


def test_what_nests_without_end_is_refused_like_any_other_type() -> None:
    deep: list[Any] = []
    for _ in range(5000):
        deep = [deep]
    for command in (['showvv', deep], ['createuser', '-c', deep],
                    ['setauthparam', 'binding-password', deep]):
        with pytest.raises(SSHInjectionThreat):
            words.line(command)


@pytest.mark.parametrize(('logged', 'expected'), [
    ('x {createuser -c geheim12 anna all edit} {}',
     'x {createuser -c *** anna all edit} {}'),
    ('7,command,setuser -p geheim12 anna,done',
     '7,command,setuser -p *** anna,done'),
    ('{sethost initchap -chapname me -f geheim12 h} {}',
     '{sethost initchap *** *** *** *** h} {}'),
    ('{createsched setsnmppw geheim12 @daily s}',
     '{createsched setsnmppw *** *** ***}'),
    # the array has masked it, or there is none
    ('{sethost initchap -f <secret> h} {}', '{sethost initchap -f <secret> h} {}'),
    ('{createuser -c ******** anna}', '{createuser -c ******** anna}'),
    ('{sethost -name a b} {}', '{sethost -name a b} {}'),
    ('{setvv -comment x v}', '{setvv -comment x v}')])
def test_a_line_of_a_log_is_without_secrets(logged: str,
                                            expected: str) -> None:
    assert words.without_logged_secrets(logged) == expected
