"""No secret of SSH in an exception, its causes, its frames or a log."""

from __future__ import annotations

import contextlib
import logging
import traceback
from collections.abc import Iterator
from typing import Any

import pytest

from hpe3parclient import exceptions
from hpe3parclient.cli import errors
from hpe3parclient.simulator.cli.reply import said
from hpe3parclient.simulator.cli.terminal import ScriptedQuestion, TerminalBehaviour
from hpe3parclient.simulator.sshd import LoginPolicy
from hpe3parclient.ssh import HPE3PARSSHClient
from tests.support.cliarray import client, served

PASSWORD = 'pw-that-nobody-reads'
CHAP = 'chap-that-nobody-reads'


def shown(err: BaseException) -> Iterator[str]:
    """Whatever a crash report could show of an error, but for our frame."""
    seen: list[BaseException] = []
    pending: list[Any] = [err]
    while pending:
        error = pending.pop()
        if error is None or error in seen:
            continue
        seen.append(error)
        pending += [error.__cause__, error.__context__]
        yield repr(error) + str(error) + repr(error.args)
        yield repr(vars(error))
        frames = error.__traceback__.tb_next if error is err and \
            error.__traceback__ else error.__traceback__
        for frame, _ in traceback.walk_tb(frames):
            for value in frame.f_locals.values():
                yield repr(value)
                for inner in getattr(value, '__dict__', {}).values():
                    yield repr(inner)
                if isinstance(value, tuple):
                    yield from map(repr, value)


@pytest.mark.parametrize('method', ['password', 'keyboard-interactive'])
@pytest.mark.parametrize('prompt', ['Password: ', 'New password: '])
def test_no_frame_of_a_failed_log_in_shows_the_password(
        method: str, prompt: str, caplog: pytest.LogCaptureFixture) -> None:
    login_policy = LoginPolicy(methods=(method,), host_keys=('ed25519',),
                prompts=((prompt, False),))
    caplog.set_level(1)
    logging.getLogger('paramiko').setLevel(1)
    with served(login_policy=login_policy) as server:
        with contextlib.closing(client(server, PASSWORD)) as ssh:
            with pytest.raises(errors.SSHConnectionError) as caught:
                ssh.run(['showvv'])
            assert PASSWORD not in repr(vars(ssh))
    assert [text for text in shown(caught.value) if PASSWORD in text] == []
    assert PASSWORD not in caplog.text


@pytest.mark.parametrize('port', [1, 0])
def test_no_frame_of_a_failed_connection_shows_the_password(port: int
                                                            ) -> None:
    with pytest.raises(exceptions.SSHException) as caught:
        HPE3PARSSHClient('127.0.0.1', 'u', PASSWORD, port, 3).run(['showvv'])
    if port:
        assert [text for text in shown(caught.value) if PASSWORD in text] == []


@pytest.mark.parametrize('option', ['password', 'passphrase'])
def test_half_a_character_is_refused_and_not_shown(option: str) -> None:
    bad = {'password': 'x', option: PASSWORD + '\ud800'}
    with pytest.raises(errors.SSHOptionError, match='surrogate') as caught:
        HPE3PARSSHClient('array', 'u', **bad)  # type: ignore[arg-type]
    error = caught.value
    assert PASSWORD not in str(error)
    assert error.__cause__ is error.__context__ is None


COMMANDS = [['createuser', '-c', CHAP, 'u', 'all', 'edit'],
            ['sethost', 'initchap', CHAP, 'h'],
            ['createfsuser', '-passwd', CHAP, 'u']]
FAULTS = ['question', 'close', 'drop', 'hang']


@pytest.mark.parametrize('mode', ['shell', 'exec'])
@pytest.mark.parametrize('fault', FAULTS)
@pytest.mark.parametrize('command', COMMANDS, ids=lambda c: c[0])
def test_no_frame_of_a_failed_command_shows_its_secret(
        command: list[str], fault: str, mode: str,
        caplog: pytest.LogCaptureFixture) -> None:
    question = (ScriptedQuestion(f'Really use {CHAP}? ', 'ran', command[0]),)
    behaviour = TerminalBehaviour(
        questions=question if fault == 'question' else (),
        fault=None if fault == 'question' else lambda point, line: (
            fault if point == 'ran' and CHAP in line else ''))
    caplog.set_level(1)
    with served(behaviour=behaviour) as server:
        server.cli.commands[command[0]] = lambda context, args: said('done')
        with contextlib.closing(client(
                server, mode=mode, silence_timeout=1.5)) as ssh:
            ssh.set_debug_flag(True)
            with pytest.raises(exceptions.SSHException) as caught:
                ssh.run(command)
    assert [text for text in shown(caught.value) if CHAP in text] == []
    assert CHAP not in '\n'.join(
        record.getMessage() for record in caplog.records
        if not record.name.startswith('hpe3parclient.simulator'))
