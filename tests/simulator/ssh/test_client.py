"""HPE3PARSSHClient against a real SSH server."""

from __future__ import annotations

import contextlib
import logging
import os
import socket
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Callable

import paramiko
import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, rsa

from hpe3parclient.cli import connection, errors
from hpe3parclient.cli.dialogue import Dialogue, Limits
from hpe3parclient.cli.exec import OneShot
from hpe3parclient.simulator.cli.terminal import TerminalBehaviour
from hpe3parclient.simulator.sshd import OLD_ALGORITHMS, SSHD, LoginPolicy, make_key
from hpe3parclient.ssh import HPE3PARSSHClient
from tests.support.cliarray import QUICK, client, served
from tests.support.ports import refusing_port

PATCHES = ['showpatch', '-hist']
FIRST = 'InstallTime,Id,Package,Version'


@pytest.fixture
def server() -> Iterator[SSHD]:
    with served() as result:
        yield result


def times_run(server: SSHD, verb: str) -> int:
    return sum(words[0] == verb for words in server.cli.state.ran)


def set_limits(result: HPE3PARSSHClient, limits: Limits) -> None:
    """Change how long a client waits, in its session, too."""
    result._limits = limits
    if result._dialogue is not None:
        result._dialogue._limits = limits


def drop(server: SSHD, result: HPE3PARSSHClient) -> None:
    """Cut all connections, and wait until the client can know it."""
    server.drop_all()
    deadline = time.monotonic() + 60
    while result._connection.alive:
        assert time.monotonic() < deadline
        time.sleep(0.001)


# -- the same result from every array ---------------------------------------


@pytest.mark.parametrize('mode', ['shell', 'exec'])
@pytest.mark.parametrize('model', ['3par-3.1.3', '3par-3.3.1', 'primera-4.x',
                                   'alletra-9000'])
def test_patches_are_the_same_in_both_modes_on_every_model(
        model: str, mode: str) -> None:
    with served(model) as server:
        with contextlib.closing(client(server, mode=mode)) as result:
            lines = result.run(PATCHES)
    assert (lines[0], len(lines)) == (FIRST, 5)


def test_two_hundred_runs_with_random_echo_and_packets_are_equal() -> None:
    behaviour = TerminalBehaviour(raw_echo='race', packets=(1, 60),
                      pauses=(0.0, 0.0005))
    with served(behaviour=behaviour) as server:
        with contextlib.closing(client(server)) as result:
            seen = {tuple(result.run(PATCHES)) for _ in range(200)}
        assert (len(seen), times_run(server, 'showpatch')) == (1, 200)
        assert seen.pop()[0] == FIRST


@pytest.mark.parametrize('behaviour', [
    TerminalBehaviour(packets=(1, 1)), TerminalBehaviour(raw_echo='on'),
    TerminalBehaviour(raw_echo='late', packets=(1, 40)),
    TerminalBehaviour(editor_end=b'\r\n'), TerminalBehaviour(editor_end=b'\n'),
    TerminalBehaviour(raw_echo='race', editor_end=b'\r\n', packets=(1, 40)),
    TerminalBehaviour(prompt='inserv2.opslab.ariba.com cli% '),
    TerminalBehaviour(prompt='100%.x cli% '), TerminalBehaviour(prompt='cli% '),
    TerminalBehaviour(prompt='x' * 70 + ' cli% '),
    TerminalBehaviour(greeting=('Welcome', 'to cli% land')),
    TerminalBehaviour(prompts_first=False), TerminalBehaviour(prompts_first=False,
                                          raw_echo='on'),
    TerminalBehaviour(prompts_first=False, editor_end=b'\r\n', packets=(1, 9))],
    ids=str)
def test_every_terminal_gives_the_same_lines(behaviour: TerminalBehaviour) -> None:
    with served(behaviour=behaviour) as server:
        with contextlib.closing(client(server, prompt_timeout=0.3)) as result:
            first, second = result.run(PATCHES), result.run(PATCHES)
            empty = result.run(['startrcopy'])
        assert (first[0], len(first), second, empty) == (
            FIRST, 5, first, [])
        assert times_run(server, 'showpatch') == 2


def test_a_server_without_prompts_is_waited_for_once(
        monkeypatch: pytest.MonkeyPatch) -> None:
    waits: list[float | None] = []
    real = Dialogue.open

    def opened(dialogue: Dialogue, patience: float | None = None) -> None:
        waits.append(patience)
        real(dialogue, patience)

    monkeypatch.setattr(Dialogue, 'open', opened)
    with served(behaviour=TerminalBehaviour(prompts_first=False)) as server:
        with contextlib.closing(client(server, prompt_timeout=0.5)) as result:
            for _ in range(6):
                result.run(PATCHES)
        assert (server.accepted, times_run(server, 'showpatch')) == (1, 6)
    assert waits == [0.5, 0.0, 0.0, 0.0, 0.0, 0.0]


@pytest.mark.parametrize('exec_channels', [True, False])
def test_a_command_that_a_silent_shell_does_not_get_is_the_same_command(
        exec_channels: bool) -> None:
    login_policy = LoginPolicy(host_keys=('ed25519',), exec_channels=exec_channels)
    behaviour = TerminalBehaviour(login_time=1.0)
    with served(login_policy=login_policy, behaviour=behaviour) as server:
        with contextlib.closing(client(server, prompt_timeout=0.01)) as result:
            assert result.run(PATCHES)[0] == FIRST
            assert result.run(PATCHES)[0] == FIRST
        assert [words for words in server.cli.state.ran
                if words[0] != 'setclienv'] == [PATCHES, PATCHES]
        assert server.replies == []


def test_nothing_reaches_an_array_that_never_shows_a_prompt() -> None:
    login_policy = LoginPolicy(host_keys=('ed25519',), exec_channels=False)
    behaviour = TerminalBehaviour(prompts_first=False)
    with served(login_policy=login_policy, behaviour=behaviour) as server:
        with contextlib.closing(client(server, prompt_timeout=0.01)) as result:
            result._limits = result._limits._replace(opening=0.5)
            with pytest.raises(errors.SSHConnectTimeout, match='no prompt'):
                result.run(PATCHES)
        assert server.cli.state.ran == []


@pytest.mark.parametrize('raw', ['off', 'on'])
def test_a_prompt_that_comes_late_changes_nothing(raw: str) -> None:
    started = threading.Event()

    def slow(point: str, line: str) -> str:
        if point == 'login':
            started.wait(0.5)
        return ''

    with served(behaviour=TerminalBehaviour(fault=slow, raw_echo=raw)) as server:
        with contextlib.closing(client(server, prompt_timeout=0.1)) as result:
            assert result.run(PATCHES)[0] == FIRST
            started.set()
            assert len(result.run(PATCHES)) == 5
        assert times_run(server, 'showpatch') == 2


@pytest.mark.parametrize('mode', ['shell', 'exec'])
def test_five_megabytes_come_back_whole(server: SSHD, mode: str) -> None:
    server.array.populate(1)
    row = 'x' * 97 + '\n'
    server.cli.commands['showvv'] = lambda context, args: _printed(
        row.strip(), 50_000)
    with contextlib.closing(client(server, mode=mode)) as result:
        lines = result.run(['showvv'])
    assert (len(lines), set(lines)) == (50_000, {'x' * 97})


def _printed(line: str, count: int = 1) -> Any:
    from hpe3parclient.simulator.cli.reply import said
    return said(*[line] * count)


@pytest.mark.parametrize('packets', [None, (1, 1), (1, 30)])
def test_prompts_inside_the_output_are_output(packets: Any) -> None:
    behaviour = TerminalBehaviour(packets=packets, pauses=(0.0, 0.0005))
    with served(behaviour=behaviour) as server:
        prompt = 'sim-3par-3.3.1 cli% '
        printed = [prompt + 'showvv', prompt, '100%', 'cli% x',
                   prompt + 'setclienv csvtable 1', prompt, 'end']
        server.cli.commands['showeventlog'] = lambda context, args: \
            _said(printed)
        with contextlib.closing(client(server)) as result:
            for _ in range(20):
                assert result.run(['showeventlog']) == printed


def _said(lines: list[str]) -> Any:
    from hpe3parclient.simulator.cli.reply import said
    return said(*lines)


def test_both_streams_of_an_exec_channel_are_read(server: SSHD) -> None:
    with contextlib.closing(client(server, mode='exec')) as result:
        result.run(['startrcopy'])
        lines = result.run(['showrcopy', 'groups', 'x'])
    assert lines[1] == 'Remote Copy System Information'
    assert lines[-1].startswith('Error: group matching x')


def test_a_wide_terminal_never_breaks_a_line(server: SSHD) -> None:
    words = ['echo'] + ['v' * 30] * 120
    with contextlib.closing(client(server)) as result:
        assert result.run(words) == [' '.join(words[1:])]


# -- sessions are kept and renewed ------------------------------------------


def test_one_session_serves_many_commands(server: SSHD) -> None:
    with contextlib.closing(client(server)) as result:
        for _ in range(5):
            result.run(PATCHES)
        assert (server.accepted, times_run(server, 'setclienv')) == (1, 1)


def test_nothing_is_connected_before_the_first_command(server: SSHD) -> None:
    result = client(server)
    result.set_debug_flag(True)
    result.close()
    assert server.accepted == 0


def test_an_idle_session_is_renewed_on_the_same_connection(
        server: SSHD) -> None:
    with contextlib.closing(client(server, idle_limit=0)) as result:
        result.run(PATCHES)
        result.run(PATCHES)
    assert (server.accepted, times_run(server, 'setclienv')) == (1, 2)


def test_a_connection_that_died_idle_is_renewed_once(server: SSHD) -> None:
    with contextlib.closing(client(server)) as result:
        result.run(PATCHES)
        drop(server, result)
        assert result.run(PATCHES)[0] == FIRST
    assert (server.accepted, times_run(server, 'showpatch')) == (2, 2)


def test_a_closed_client_opens_again(server: SSHD) -> None:
    result = client(server)
    result.open()
    result.close()
    assert result.run(PATCHES)[0] == FIRST
    result.close()
    assert server.accepted == 2


def test_closing_leaves_no_thread(server: SSHD) -> None:
    before = set(threading.enumerate())
    result = client(server)
    result.run(PATCHES)
    result.close()
    deadline = time.monotonic() + 60
    while [thread for thread in set(threading.enumerate()) - before
           if not thread.name.startswith('sshd-')]:
        assert time.monotonic() < deadline
        time.sleep(0.01)


def test_threads_take_turns_and_get_their_own_answers(server: SSHD) -> None:
    result = client(server)
    answers: dict[str, list[str]] = {}

    def ask(name: str) -> None:
        answers[name] = result.run(['echo', name])

    threads = [threading.Thread(target=ask, args=(f't{number}',))
               for number in range(12)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    result.close()
    assert answers == {name: [name] for name in answers}
    assert (len(answers), server.accepted) == (12, 1)


@pytest.mark.skipif(not hasattr(os, 'fork'), reason='wants fork')
@pytest.mark.filterwarnings('ignore:.*multi-threaded.*fork')
def test_a_forked_child_leaves_the_connection_alone(server: SSHD) -> None:
    result = client(server)
    result.run(PATCHES)
    read, write = os.pipe()
    child = os.fork()
    if not child:
        with contextlib.suppress(BaseException):
            os.write(write, result.run(['echo', 'child'])[0].encode())
            result.close()
        os._exit(0)
    os.close(write)
    with open(read, 'rb') as pipe:
        assert pipe.read() == b'child'
    os.waitpid(child, 0)
    assert result.run(['echo', 'parent']) == ['parent']
    result.close()
    assert server.accepted == 2


# -- a command runs at most once --------------------------------------------


class Once:
    """A fault that happens the first time a point is reached."""

    def __init__(self, point: str, verdict: str, verb: str) -> None:
        self._wanted = (point, verb)
        self._verdict = verdict
        self.times = 0

    def __call__(self, point: str, line: str) -> str:
        if (point, line.split(' ')[0]) == self._wanted and not self.times:
            self.times += 1
            return self._verdict
        return ''


@pytest.mark.parametrize(('mode', 'point'), [
    *(('shell', point) for point in ('typed', 'ran', 'middle', 'shown')),
    *(('exec', point) for point in ('typed', 'ran', 'shown'))])
@pytest.mark.parametrize('verdict', ['close', 'drop'])
def test_a_command_that_may_have_run_is_not_sent_again(
        point: str, verdict: str, mode: str) -> None:
    fault = Once(point, verdict, 'createsv')
    with served(behaviour=TerminalBehaviour(fault=fault)) as server:
        server.cli.commands['createsv'] = lambda context, args: _said([])
        with contextlib.closing(client(server, mode=mode)) as result:
            with pytest.raises(errors.SSHOutcomeUnknown):
                result.run(['createsv', 'a', 'b'])
            assert fault.times == 1
            assert times_run(server, 'createsv') == (point != 'typed')
            assert result.run(PATCHES)[0] == FIRST


@pytest.mark.parametrize('verdict', ['close', 'drop'])
@pytest.mark.parametrize('point', ['login', 'typed', 'ran', 'shown'])
def test_a_session_that_dies_before_the_command_is_renewed(
        point: str, verdict: str) -> None:
    fault = Once(point, verdict, '' if point == 'login' else 'setclienv')
    with served(behaviour=TerminalBehaviour(fault=fault)) as server:
        with contextlib.closing(client(server)) as result:
            assert result.run(PATCHES)[0] == FIRST
        assert (fault.times, times_run(server, 'showpatch')) == (1, 1)


def test_a_session_that_dies_twice_is_an_error() -> None:
    behaviour = TerminalBehaviour(fault=lambda point, line: 'drop')
    with served(behaviour=behaviour) as server:
        with contextlib.closing(client(server)) as result:
            with pytest.raises(errors.SSHConnectionError):
                result.run(PATCHES)
        assert (server.accepted, times_run(server, 'showpatch')) == (2, 0)


# -- time limits ------------------------------------------------------------


@pytest.mark.parametrize('mode', ['shell', 'exec'])
def test_a_silent_array_is_given_up_and_the_session_renewed(
        mode: str) -> None:
    fault = Once('ran', 'hang', 'showpatch')
    with served(behaviour=TerminalBehaviour(fault=fault)) as server:
        with contextlib.closing(client(server, mode=mode)) as result:
            result.run(['echo', 'the', 'session', 'is', 'there'])
            set_limits(result, Limits(silence=1.5))
            with pytest.raises(errors.SSHCommandTimeout,
                               match='Silence') as caught:
                result.run(PATCHES)
            assert caught.value.which == 'silence'
            set_limits(result, Limits(prompt=20))
            assert result.run(PATCHES)[0] == FIRST
        assert times_run(server, 'showpatch') == 2


@pytest.mark.parametrize('mode', ['shell', 'exec'])
def test_an_endless_answer_is_given_up(mode: str) -> None:
    behaviour = TerminalBehaviour(packets=(10, 10), pauses=(0.05, 0.05))
    with served(behaviour=behaviour) as server:
        server.cli.commands['showvv'] = lambda context, args: _printed(
            'row' * 1000, 100)
        with contextlib.closing(client(
                server, mode=mode, command_timeout=1.0)) as result:
            with pytest.raises(errors.SSHCommandTimeout,
                               match='Command') as caught:
                result.run(['showvv'])
        assert caught.value.which == 'command'


def test_an_address_that_does_not_answer_is_a_connect_time_out() -> None:
    with socket.create_server(('127.0.0.1', 0)) as deaf:
        result = HPE3PARSSHClient('127.0.0.1', 'u', 'p',
                                 deaf.getsockname()[1], 0.3)
        with pytest.raises(errors.SSHConnectTimeout) as caught:
            result.run(PATCHES)
    assert caught.value.which == 'connect'


def test_a_refused_connection_is_a_connection_error() -> None:
    with refusing_port() as port:
        with pytest.raises(errors.SSHConnectionError, match='Cannot connect'):
            HPE3PARSSHClient('127.0.0.1', 'u', 'p', port, 20).run(PATCHES)


@pytest.mark.parametrize('mode', ['shell', 'exec'])
def test_a_question_is_answered_with_an_error(mode: str) -> None:
    with served() as server:
        server.array.populate(1)
        with contextlib.closing(client(server, mode=mode)) as result:
            with pytest.raises(errors.SSHConfirmationAsked):
                result.run(['removevv', 'vol00000'])
            assert result.run(PATCHES)[0] == FIRST
        assert 'vol00000' in server.array.volumes


# -- host keys --------------------------------------------------------------


def test_an_unknown_key_that_is_accepted_is_logged_with_its_fingerprint(
        server: SSHD, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.WARNING, 'hpe3parclient.ssh'):
        with contextlib.closing(client(server)) as result:
            result.run(PATCHES)
            drop(server, result)
            result.run(PATCHES)
    shown = connection.fingerprint(server.host_keys[0])
    assert [record.getMessage().count(shown) for record in caplog.records
            if record.name == 'hpe3parclient.ssh'] == [1]


@pytest.mark.parametrize('policy', [
    'RejectPolicy', paramiko.RejectPolicy, paramiko.RejectPolicy()])
def test_an_unknown_key_is_refused_by_name_class_or_object(
        server: SSHD, policy: Any, tmp_path: Path) -> None:
    result = client(server, missing_key_policy=policy,
                   known_hosts_file=str(tmp_path / 'known'))
    with pytest.raises(errors.SSHHostKeyRejected, match='SHA256:'):
        result.run(PATCHES)
    result.close()


def test_a_known_key_passes_every_policy_and_survives_a_reconnect(
        server: SSHD, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
        ) -> None:
    monkeypatch.setenv('HOME', str(tmp_path))
    with contextlib.closing(client(
            server, known_hosts_file='~/known')) as result:
        result.run(PATCHES)
    assert 'ssh-ed25519' in (tmp_path / 'known').read_text()
    with contextlib.closing(client(
            server, missing_key_policy='RejectPolicy',
            known_hosts_file='~/known')) as result:
        result.run(PATCHES)
        drop(server, result)
        result.run(PATCHES)


def test_a_changed_key_is_refused_after_a_reconnect_and_said_so(
        server: SSHD) -> None:
    with contextlib.closing(client(server)) as result:
        result.run(PATCHES)
        server.host_keys[:] = [make_key('ed25519')]
        drop(server, result)
        with pytest.raises(errors.SSHHostKeyRejected, match='has changed'):
            result.run(PATCHES)
        # and not accepted the next time either
        with pytest.raises(errors.SSHHostKeyRejected, match='has changed'):
            result.run(PATCHES)


# -- logging in -------------------------------------------------------------


@pytest.mark.parametrize('method', ['password', 'keyboard-interactive'])
def test_a_password_is_enough_either_way(method: str) -> None:
    login_policy = LoginPolicy(methods=(method,), host_keys=('ed25519',))
    with served(login_policy=login_policy) as server:
        with contextlib.closing(client(server)) as result:
            assert result.run(PATCHES)[0] == FIRST


@pytest.mark.parametrize('method', ['password', 'keyboard-interactive'])
def test_a_wrong_password_is_told_and_not_shown(method: str) -> None:
    login_policy = LoginPolicy(methods=(method,), host_keys=('ed25519',))
    with served(login_policy=login_policy) as server:
        with pytest.raises(errors.SSHAuthenticationFailed) as caught:
            client(server, 'hunter2').run(PATCHES)
    assert 'hunter2' not in str(caught.value)


KEYS: dict[str, Callable[[], Any]] = {
    'rsa': lambda: rsa.generate_private_key(65537, 2048),
    'ecdsa': lambda: ec.generate_private_key(ec.SECP256R1()),
    'ed25519': ed25519.Ed25519PrivateKey.generate}


@pytest.mark.parametrize('kind', sorted(KEYS))
@pytest.mark.parametrize('passphrase', [None, 'open sesame'])
def test_a_key_file_of_any_kind_logs_in(
        kind: str, passphrase: Any, tmp_path: Path) -> None:
    path = tmp_path / 'id'
    path.write_bytes(KEYS[kind]().private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.OpenSSH,
        serialization.NoEncryption() if passphrase is None else
        serialization.BestAvailableEncryption(passphrase.encode())))
    key = connection.key_of(str(path), passphrase)
    assert key is not None
    login_policy = LoginPolicy(methods=('publickey',), authorized=(key,),
                host_keys=('ed25519',))
    with served(login_policy=login_policy) as server:
        with contextlib.closing(client(
                server, None, privatekey=str(path),  # type: ignore[arg-type]
                passphrase=passphrase)) as result:
            assert result.run(PATCHES)[0] == FIRST


@pytest.mark.parametrize('passphrase', [None, 'wrong'])
def test_a_key_that_cannot_be_read_is_told_at_once(
        passphrase: Any, tmp_path: Path) -> None:
    path = tmp_path / 'id'
    path.write_bytes(KEYS['ecdsa']().private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.OpenSSH,
        serialization.BestAvailableEncryption(b'right')))
    with pytest.raises(errors.SSHOptionError, match='privatekey'):
        HPE3PARSSHClient('array', 'u', None, privatekey=str(path),
                         passphrase=passphrase)


def test_an_ed25519_key_may_be_given_as_an_object() -> None:
    key = make_key('ed25519')
    login_policy = LoginPolicy(methods=('publickey',), authorized=(key,),
                host_keys=('ed25519',))
    with served(login_policy=login_policy) as server:
        with contextlib.closing(client(server, privatekey=key)) as result:
            assert result.run(PATCHES)[0] == FIRST


# -- sessions of which there are none left ----------------------------------


@pytest.mark.parametrize('mode', ['shell', 'exec'])
@pytest.mark.parametrize('refusal', ['text', 'closed'])
def test_too_many_sessions_is_an_error_of_its_own(refusal: str, mode: str
                                                  ) -> None:
    login_policy = LoginPolicy(host_keys=('ed25519',), session_limit=1, refusal=refusal)
    with served(login_policy=login_policy) as server:
        with contextlib.closing(client(server)) as first:
            first.run(PATCHES)
            with contextlib.closing(client(
                    server, mode=mode, busy_timeout=0)) as second:
                with pytest.raises(errors.SSHConnectionError) as caught:
                    second.run(PATCHES)
        # Only words about sessions mean that there is none left.
        assert isinstance(caught.value, errors.SSHBusy) == (
            refusal == 'text')
        assert times_run(server, 'showpatch') == 1


@pytest.mark.parametrize('refusal', ['text', 'closed'])
def test_a_session_is_asked_for_until_one_is_free(refusal: str) -> None:
    login_policy = LoginPolicy(host_keys=('ed25519',), session_limit=1, refusal=refusal)
    with served(login_policy=login_policy) as server:
        first = client(server)
        first.run(PATCHES)
        closing = threading.Timer(0.2, first.close)
        closing.start()
        with contextlib.closing(client(server)) as second:
            assert second.run(PATCHES)[0] == FIRST
        closing.join()


# -- old arrays -------------------------------------------------------------

SHA1 = hasattr(paramiko, 'Transport') and any(
    name.endswith('group14-sha1') for name in paramiko.Transport._kex_info)


@pytest.mark.skipif(not SHA1, reason='this paramiko has no SHA-1')
def test_an_array_that_only_speaks_sha1_is_reached() -> None:
    login_policy = LoginPolicy(host_keys=('rsa',), algorithms=OLD_ALGORITHMS)
    with served(login_policy=login_policy) as server:
        with contextlib.closing(client(server)) as result:
            assert result.run(PATCHES)[0] == FIRST


def test_no_algorithm_in_common_says_what_the_array_offers() -> None:
    login_policy = LoginPolicy(host_keys=('ed25519',), algorithms={
        'kex': ('ecdh-sha2-nistp256',)})
    with served(login_policy=login_policy) as server:
        result = client(server, disabled_algorithms={
            'kex': ['ecdh-sha2-nistp256']})
        with pytest.raises(errors.SSHAlgorithmMismatch,
                           match='ecdh-sha2-nistp256 with host keys '
                           'ssh-ed25519'):
            result.run(PATCHES)


# -- logs -------------------------------------------------------------------


def test_a_debug_log_holds_commands_and_no_secret(
        server: SSHD, caplog: pytest.LogCaptureFixture) -> None:
    result = client(server)
    result.set_debug_flag(True)
    with caplog.at_level(logging.DEBUG):
        result.run(['echo', '-passwd', 'hunter2'])
        result.run(PATCHES)
        result.close()
    text = caplog.text
    assert ('showpatch -hist' in text, 'hunter2' in text,
            '3pardata' in text) == (True, False, False)


def test_a_client_shows_where_it_goes_and_no_secret() -> None:
    assert repr(HPE3PARSSHClient('array', 'user', 'secret')) == (
        '<HPE3PARSSHClient user@array:22>')


def test_a_bad_word_is_refused_before_a_connection(server: SSHD) -> None:
    result = client(server)
    with pytest.raises(errors.IllegalWord):
        result.run(['showvv', 'a;b'])
    with pytest.raises(errors.IllegalWord):
        result.check_ssh_injection(['showvv', '[x]'])
    result.check_ssh_injection(['showvv', 'v1'])
    assert (server.accepted, QUICK.session_limit) == (0, None)


def test_an_array_without_exec_channels_says_so() -> None:
    login_policy = LoginPolicy(host_keys=('ed25519',), exec_channels=False)
    with served(login_policy=login_policy) as server:
        with pytest.raises(errors.SSHOutcomeUnknown, match="mode='shell'"):
            client(server, mode='exec').run(PATCHES)


def test_a_file_of_known_hosts_that_cannot_be_read_is_told_at_once(
        tmp_path: Path) -> None:
    (tmp_path / 'known').mkdir()
    with pytest.raises(errors.SSHOptionError, match='known_hosts_file'):
        HPE3PARSSHClient('array', 'u', 'p',
                         known_hosts_file=str(tmp_path / 'known'))


def test_a_refused_rsa_key_comes_with_advice_for_old_arrays(
        tmp_path: Path) -> None:
    login_policy = LoginPolicy(methods=('publickey',), host_keys=('ed25519',))
    with served(login_policy=login_policy) as server:
        result = client(server, privatekey=make_key('rsa'))
        with pytest.raises(errors.SSHAuthenticationFailed,
                           match='disabled_algorithms'):
            result.run(PATCHES)


def test_an_exec_request_that_is_never_answered_has_a_limit() -> None:
    class Silent:
        closed = False
        ended = threading.Event()

        def exec_command(self, line: str) -> None:
            self.ended.wait(60)
            raise paramiko.SSHException('Channel closed.')

        def close(self) -> None:
            self.ended.set()

    limits = Limits(silence=0.1, command=5)
    with pytest.raises(errors.SSHCommandTimeout, match='did not begin'):
        OneShot(Silent(), limits).run('showvv')


def test_an_exec_command_whose_channel_closes_is_not_sent_again(
        monkeypatch: pytest.MonkeyPatch) -> None:
    sent = []
    real = paramiko.Channel.exec_command

    def run_and_close(self: Any, line: str) -> None:
        real(self, line)
        sent.append(line)
        raise paramiko.SSHException('Channel closed.')

    monkeypatch.setattr(paramiko.Channel, 'exec_command', run_and_close)
    with served() as server:
        with pytest.raises(errors.SSHOutcomeUnknown, match='may have run'):
            client(server, mode='exec').run(PATCHES)
    assert len(sent) == 1
