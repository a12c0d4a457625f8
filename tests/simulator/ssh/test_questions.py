"""Nothing is typed into a question of the array, wherever it is asked."""

from __future__ import annotations

import contextlib
import socket
import threading
from collections.abc import Iterator
from typing import Any

import pytest

from hpe3parclient.cli import errors
from hpe3parclient.simulator import SimulatedArray
from hpe3parclient.simulator.cli.reply import said
from hpe3parclient.simulator.cli.terminal import ScriptedQuestion, TerminalBehaviour
from hpe3parclient.simulator.sshd import SSHD, LoginPolicy
from hpe3parclient.ssh import HPE3PARSSHClient
from tests.support.cliarray import client, served

PATCHES = ['showpatch', '-hist']
CHANGE = ['createsv', 'a', 'b']
FIRST = 'InstallTime,Id,Package,Version'
PASSWORD = '3pardata'

QUESTIONS = [
    'Your password has expired.\nNew password: ',
    'Terms of use ...\nDo you accept the terms? (yes/no) ',
    'Current password: ', 'Continue [y/N]? ', 'Press any key to continue',
    'Enter the verification code: ', 'Type <yes> to go on> ',
    'Which system (1-3)?', 'select q=quit y=yes n=no: ', '--More--',
    'Leave the cli% ', 'array cli> ', 'Welcome to cli% ', 'Password: ']
BYTEWISE = {'packets': (1, 1), 'pauses': (0.0, 0.002)}


@contextlib.contextmanager
def asking(question: ScriptedQuestion, **options: Any
           ) -> Iterator[tuple[SSHD, HPE3PARSSHClient]]:
    behaviour = TerminalBehaviour(questions=(question,), **options)
    with served(behaviour=behaviour) as server:
        server.cli.commands['createsv'] = lambda context, args: said('done')
        with contextlib.closing(client(server)) as ssh:
            yield server, ssh


def times_run(server: SSHD, verb: str) -> int:
    return sum(words[0] == verb for words in server.cli.state.ran)


def last_line(text: str) -> str:
    return text.splitlines()[-1].strip()


# -- in the shell -----------------------------------------------------------


@pytest.mark.parametrize('echo', [True, False])
@pytest.mark.parametrize('text', QUESTIONS)
def test_a_question_instead_of_the_first_prompt(text: str, echo: bool
                                                ) -> None:
    with asking(ScriptedQuestion(text, echo=echo)) as (server, ssh):
        with pytest.raises(errors.SSHLoginQuestion) as caught:
            ssh.run(CHANGE)
        ssh.close()
    assert last_line(text) in str(caught.value)
    assert last_line(text) in caught.value.question
    assert isinstance(caught.value, errors.SSHConnectionError)
    assert (server.replies, times_run(server, 'createsv'),
            server.accepted) == ([], 0, 1)


@pytest.mark.parametrize('point', ['login', 'typed', 'ran'])
@pytest.mark.parametrize('text', QUESTIONS[:5])
def test_a_question_in_any_place_a_byte_at_a_time(text: str, point: str
                                                  ) -> None:
    verb = '' if point == 'login' else 'createsv'
    with asking(ScriptedQuestion(text, point, verb), **BYTEWISE) as (server, ssh):
        with pytest.raises(errors.SSHQuestion) as caught:
            ssh.run(CHANGE)
        ssh.close()
    assert last_line(text) in str(caught.value)
    assert server.replies == []
    assert times_run(server, 'createsv') == (point == 'ran')


@pytest.mark.parametrize('mode', ['shell', 'exec'])
@pytest.mark.parametrize('point', ['typed', 'ran'])
@pytest.mark.parametrize('text', QUESTIONS)
def test_a_question_while_a_command_runs(text: str, point: str, mode: str
                                         ) -> None:
    with asking(ScriptedQuestion(text, point, 'createsv')) as (server, _):
        with contextlib.closing(client(server, mode=mode)) as ssh:
            with pytest.raises(errors.SSHQuestion) as caught:
                ssh.run(CHANGE)
            assert ssh.run(PATCHES)[0] == FIRST
    assert last_line(text) in str(caught.value)
    assert server.replies == []
    assert times_run(server, 'createsv') == (point == 'ran')
    assert isinstance(caught.value, (
        errors.SSHConfirmationAsked, errors.SSHCommandQuestion))


def test_a_question_that_ends_its_line_is_seen_too() -> None:
    with asking(ScriptedQuestion('Do you accept the terms (yes/no)?\n')) as (
            server, ssh):
        with pytest.raises(errors.SSHLoginQuestion, match='accept'):
            ssh.run(PATCHES)
        ssh.close()
    assert server.replies == []


def test_on_question_may_answer_in_the_shell() -> None:
    requested: list[str] = []

    def answer(question: str) -> str:
        requested.append(question)
        return 'yes'

    question = ScriptedQuestion('Terms.\nDo you accept? (yes/no) ')
    with asking(question) as (server, _):
        with contextlib.closing(client(server, on_question=answer)) as ssh:
            assert ssh.run(PATCHES)[0] == FIRST
    assert requested == ['Terms.\nDo you accept? (yes/no)']
    assert server.replies == ['yes']


@pytest.mark.parametrize('mode', ['shell', 'exec'])
def test_on_question_may_confirm_a_command(mode: str) -> None:
    with served() as server:
        server.array.populate(1)
        with contextlib.closing(client(
                server, mode=mode, on_question=lambda question: 'y')) as ssh:
            lines = ssh.run(['removevv', 'vol00000'])
        assert 'vol00000' not in server.array.volumes
    assert any('Removing' in line for line in lines)


@pytest.mark.parametrize('answer', [None, 5, 'two\nlines', '\x03'])
def test_an_answer_that_cannot_be_typed_is_not(answer: Any) -> None:
    with asking(ScriptedQuestion('Go on? ')) as (server, _):
        with contextlib.closing(client(
                server, on_question=lambda question: answer)) as ssh:
            with pytest.raises((errors.SSHLoginQuestion,
                                errors.SSHOptionError)):
                ssh.run(PATCHES)
    assert server.replies == []


def test_a_prompt_that_changes_is_an_error_that_shows_it() -> None:
    with asking(ScriptedQuestion('renamed cli% ', 'ran', 'createsv')) as (server, ssh):
        with pytest.raises(errors.SSHDialogueError, match='renamed cli%'):
            ssh.run(CHANGE)
        ssh.close()
    assert server.replies == []


@pytest.mark.parametrize('length', [1, 31, 600, 5000])
def test_a_prompt_may_be_of_any_length(length: int) -> None:
    behaviour = TerminalBehaviour(prompt='x' * length + ' cli% ')
    with served(behaviour=behaviour) as server:
        with contextlib.closing(client(server)) as ssh:
            assert ssh.run(PATCHES)[0] == FIRST


# -- while logging in -------------------------------------------------------


@pytest.mark.parametrize(('prompts', 'instructions'), [
    ((('New password: ', False),), ''),
    ((('Password: ', True),), ''),
    ((('Password: ', False), ('New password: ', False)), ''),
    ((('Accept the terms? (yes/no) ', True),), ''),
    ((('Enter one-time password: ', False),), ''),
    ((('Retype password: ', False),), ''),
    ((('Verification code: ', False),), ''),
    ((('(current) UNIX password: ', False),), ''),
    ((('Password: ', False),), 'Your password has expired, choose another.'),
    ((('Enter a different password: ', False),),
     'You must change your password'),
    ((('Do you know your password? ', False),), '')])
def test_the_password_answers_no_other_question(
        prompts: Any, instructions: str) -> None:
    login_policy = LoginPolicy(
        host_keys=('ed25519',), methods=('keyboard-interactive',),
        prompts=prompts, instructions=instructions)
    with served(login_policy=login_policy) as server:
        with contextlib.closing(client(server)) as ssh:
            with pytest.raises(errors.SSHLoginQuestion) as caught:
                ssh.run(PATCHES)
    assert server.replies == []
    assert prompts[0][0].strip() in str(caught.value)
    assert PASSWORD not in str(caught.value)


@pytest.mark.parametrize('prompt', [
    'Password: ', 'password:', "3paradm's password: ", 'Enter password: ',
    'Password for 3paradm@array: ', '(3paradm@array) Password: '])
def test_the_password_answers_a_question_for_it(prompt: str) -> None:
    login_policy = LoginPolicy(
        host_keys=('ed25519',), methods=('keyboard-interactive',),
        prompts=((prompt, False),))
    with served(login_policy=login_policy) as server:
        with contextlib.closing(client(server)) as ssh:
            assert ssh.run(PATCHES)[0] == FIRST


@pytest.mark.parametrize('further', [
    ('New password: ', False), ('Password: ', False), ('Code: ', True)])
def test_the_password_is_given_once(further: Any) -> None:
    login_policy = LoginPolicy(
        host_keys=('ed25519',), methods=('keyboard-interactive',),
        further_prompts=(further,))
    with served(login_policy=login_policy) as server:
        with contextlib.closing(client(server)) as ssh:
            with pytest.raises(errors.SSHLoginQuestion,
                               match=further[0].strip()):
                ssh.run(PATCHES)
    assert server.replies == []


def test_on_question_may_give_a_second_factor() -> None:
    requested: list[Any] = []

    def answer(question: Any) -> str:
        requested.append((question, question.echo))
        return '123456'

    login_policy = LoginPolicy(
        host_keys=('ed25519',), methods=('keyboard-interactive',),
        further_prompts=(('Code: ', True),))
    with served(login_policy=login_policy) as server:
        with contextlib.closing(client(server, on_question=answer)) as ssh:
            assert ssh.run(PATCHES)[0] == FIRST
    assert (requested, server.replies) == ([('Code:', True)], ['123456'])


def test_an_error_of_on_question_is_the_callers_own() -> None:
    def fail(question: str) -> str:
        raise LookupError('nobody is there')

    login_policy = LoginPolicy(
        host_keys=('ed25519',), methods=('keyboard-interactive',),
        further_prompts=(('Code: ', True),))
    with served(login_policy=login_policy) as server:
        with contextlib.closing(client(server, on_question=fail)) as ssh:
            with pytest.raises(LookupError, match='nobody is there'):
                ssh.run(PATCHES)


# -- what the array says before it hangs up ---------------------------------

REFUSAL = 'SSH is disabled on this system'


@pytest.mark.parametrize('refused', ['shell', 'version', 'banner'])
def test_words_of_a_refusal_are_in_the_error(refused: str) -> None:
    login_policy = LoginPolicy(host_keys=('ed25519',),
                refusal_text=REFUSAL if refused == 'version' else '',
                banner=REFUSAL if refused == 'banner' else None)
    behaviour = TerminalBehaviour(refusal=REFUSAL if refused == 'shell' else '')
    password = 'wrong' if refused == 'banner' else PASSWORD
    with served(login_policy=login_policy, behaviour=behaviour) as server:
        with contextlib.closing(client(server, password)) as ssh:
            with pytest.raises(errors.SSHConnectionError,
                               match=REFUSAL) as caught:
                ssh.run(PATCHES)
    assert not isinstance(caught.value, errors.SSHBusy)
    assert server.accepted <= 2


@pytest.mark.parametrize('refused', ['shell', 'version'])
def test_the_documented_words_mean_busy(refused: str) -> None:
    words = 'Too many local CLI connections.'
    login_policy = LoginPolicy(host_keys=('ed25519',),
                refusal_text=words if refused == 'version' else '')
    behaviour = TerminalBehaviour(refusal=words if refused == 'shell' else '')
    with served(login_policy=login_policy, behaviour=behaviour) as server:
        with contextlib.closing(client(server, busy_timeout=0)) as ssh:
            with pytest.raises(errors.SSHBusy, match=words):
                ssh.run(PATCHES)


@pytest.mark.parametrize('tls', [False, True])
def test_the_port_of_the_web_service_is_not_busy(tls: bool) -> None:
    with SimulatedArray(tls=tls, ssh_port=None) as array:
        port = int(array.api_url.split(':')[2].split('/')[0])
        ssh = HPE3PARSSHClient('127.0.0.1', 'u', 'p', port, 3)
        with pytest.raises(errors.SSHConnectionError) as caught:
            ssh.run(PATCHES)
    assert not isinstance(caught.value, errors.SSHBusy)
    assert str(port) in str(caught.value)


def test_a_server_that_closes_without_a_word_is_not_busy() -> None:
    with socket.create_server(('127.0.0.1', 0)) as listener:
        def close_all() -> None:
            with contextlib.suppress(OSError):
                while True:
                    listener.accept()[0].close()

        closer = threading.Thread(target=close_all, daemon=True)
        closer.start()
        ssh = HPE3PARSSHClient('127.0.0.1', 'u', 'p',
                               listener.getsockname()[1], 60)
        with pytest.raises(errors.SSHClosedEarly) as caught:
            ssh.run(PATCHES)
        assert not isinstance(caught.value, errors.SSHBusy)
        listener.shutdown(socket.SHUT_RDWR)
    closer.join(60)
