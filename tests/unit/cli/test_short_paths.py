"""Short paths of the ordinary command lead where the long ones do."""

from __future__ import annotations

import pytest

from hpe3parclient.cli import words
from hpe3parclient.cli.errors import IllegalWord
from hpe3parclient.cli.transcript import find_echo, first_line, head
from hpe3parclient.cli.words import Word

TYPED = b'showpatch -hist'


def test_checked_word_does_not_let_the_same_text_pass() -> None:
    assert words.command(['showvv', Word('a;b')]).reveal() == 'showvv a;b'
    with pytest.raises(IllegalWord):
        words.command(['showvv', 'a;b'])
    with pytest.raises(IllegalWord):
        words.command(['showvv', 'a;b'])


def test_command_that_was_checked_before_is_the_same() -> None:
    given = ['showvv', ' -d ', '"a b"', '\n']
    lines = {words.command(list(given)).reveal() for _ in range(3)}
    assert lines == {'showvv -d "a b"'}
    assert given == ['showvv', ' -d ', '"a b"', '\n']


def test_command_with_a_secret_is_not_kept() -> None:
    secret = 'the-password-0'
    for _ in range(2):
        command = words.command(
            ['createuser', '-c', secret, 'oper', 'all', 'edit'])
        assert command.has_secrets
    assert not any(secret in key for key in words._CHECKED)


def test_only_so_many_commands_are_kept() -> None:
    for number in range(2 * words._MOST_CHECKED):
        words.command(['showvv', f'v{number}'])
    assert len(words._CHECKED) <= words._MOST_CHECKED


@pytest.mark.parametrize('data', [
    TYPED + b'\r\r\nrow\r\n', TYPED + b'\r\r\r\n', TYPED + b'\r\r\n',
    TYPED + b'\r\r\n' + TYPED + b'\r\n'])
@pytest.mark.parametrize('editor_only', [False, True])
def test_first_line_gives_the_echo_that_a_search_gives(
        data: bytes, editor_only: bool) -> None:
    lines = first_line(data, TYPED)
    assert lines == head(data)[:1]
    assert find_echo(lines, b'a cli% ', TYPED, editor_only) == find_echo(
        head(data), b'a cli% ', TYPED, editor_only)


@pytest.mark.parametrize('data', [
    b'', b'\r\r\n', TYPED, TYPED + b'\r\n', TYPED + b'\n', TYPED + b'x\r\r\n',
    TYPED[:5] + b'\r\r\n' + TYPED[5:] + b'\r\r\n', b'\r\n' + TYPED + b'\r\r\n',
    b'a cli% ' + TYPED + b'\r\r\n', TYPED + b'\r \r\n'])
def test_first_line_leaves_every_other_echo_to_a_search(data: bytes) -> None:
    assert first_line(data, TYPED) == []
