"""The simulated array's SSH server, spoken to with bare paramiko."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Iterator
from typing import Any

import paramiko
import pytest

from hpe3parclient.simulator.cli.terminal import TerminalBehaviour
from hpe3parclient.simulator.sshd import SSHD, LoginPolicy, make_key
from tests.support.cliarray import QUICK, served


@pytest.fixture
def server() -> Iterator[SSHD]:
    with served(behaviour=TerminalBehaviour(raw_echo='off')) as server:
        yield server


def connect(server: SSHD, **options: Any) -> paramiko.SSHClient:
    result = paramiko.SSHClient()
    result.set_missing_host_key_policy(paramiko.AutoAddPolicy())  # noqa: S507
    given = {'username': '3paradm', 'password': '3pardata',
             'allow_agent': False, 'look_for_keys': False,
             'timeout': 60, 'banner_timeout': 60, 'auth_timeout': 60, **options}
    result.connect('127.0.0.1', server.port, **given)
    return result


def shell(server: SSHD, typed: bytes, width: int = 80) -> bytes:
    """What a shell shows when everything is typed at once."""
    with connect(server) as result:
        channel = result.invoke_shell('vt100', width)
        channel.sendall(typed)
        shown = b''
        while True:
            data = channel.recv(65536)
            if not data:
                return shown
            shown += data


def test_the_prompt_comes_first_and_every_line_is_echoed_behind_one(
        server: SSHD) -> None:
    assert shell(server, b'echo hello\nexit\n') == (
        b'sim-3par-3.3.1 cli% echo hello\r\r\nhello\r\n'
        b'sim-3par-3.3.1 cli% exit\r\r\n')


def test_what_is_typed_before_the_first_prompt_is_echoed_twice() -> None:
    typed = b'setclienv csvtable 1\necho hello\nexit\n'
    with served(behaviour=TerminalBehaviour(login_time=60)) as server:
        assert shell(server, typed) == (
            b'setclienv csvtable 1\r\necho hello\r\nexit\r\n'
            b'sim-3par-3.3.1 cli% setclienv csvtable 1\r\r\n'
            b'sim-3par-3.3.1 cli% echo hello\r\r\nhello\r\n'
            b'sim-3par-3.3.1 cli% exit\r\r\n')


def test_what_is_typed_behind_the_first_prompt_is_echoed_once() -> None:
    prompt = b'sim-3par-3.3.1 cli% '
    with served() as server, connect(server) as client:
        channel = client.invoke_shell()
        stream = channel.makefile('rb')
        assert stream.read(len(prompt)) == prompt
        channel.sendall(b'exit\n')
        assert stream.read() == b'exit\r\r\n'


def test_a_long_line_is_broken_one_column_before_the_edge(
        server: SSHD) -> None:
    shown = shell(server, b'echo ' + b'x' * 100 + b'\nexit\n')
    assert shown.split(b'\r\r\n')[:2] == [
        b'sim-3par-3.3.1 cli% echo ' + b'x' * 54, b'x' * 46]


def test_a_wide_terminal_breaks_nothing(server: SSHD) -> None:
    assert b'echo ' + b'x' * 100 + b'\r\r\n' in shell(
        server, b'echo ' + b'x' * 100 + b'\nexit\n', 4000)


def test_errors_end_like_lines_of_the_editor(server: SSHD) -> None:
    assert b'invalid command name "nonsense"\r\r\n' in shell(
        server, b'nonsense\nexit\n')


def test_a_question_waits_for_yes() -> None:
    with served() as server:
        server.array.populate(1)
        shown = shell(server, b'removevv vol00000\nn\nexit\n')
        assert b'select q=quit y=yes n=no: ' in shown
        assert 'vol00000' in server.array.volumes
        shell(server, b'removevv vol00000\ny\nexit\n')
        assert 'vol00000' not in server.array.volumes


def test_an_open_brace_swallows_the_next_line(server: SSHD) -> None:
    shown = shell(server, b'echo {a\nexit}\nexit\n')
    assert b'a\nexit\r\n' in shown


def test_streams_are_apart_without_a_terminal(server: SSHD) -> None:
    with connect(server) as result:
        _, out, err = result.exec_command('startrcopy; showrcopy groups x')
        assert (b'Group Information' in out.read(), err.read(),
                out.channel.recv_exit_status()) == (
                    True, b'Error: group matching x does not exist on the '
                    b'system\n', 1)


def test_a_command_without_a_terminal_takes_csvtable(server: SSHD) -> None:
    with connect(server) as result:
        _, out, _ = result.exec_command('showpatch -hist -csvtable -nohdtot')
        assert out.read().splitlines()[0] == (
            b'2013-08-21 18:06:45 PDT,MU2,Complete,3.1.2.422')


def test_everything_at_once_is_shown_at_the_end() -> None:
    behaviour = TerminalBehaviour(prompts_first=False, raw_echo='on')
    with served(behaviour=behaviour) as server, connect(server) as result:
        channel = result.invoke_shell()
        channel.sendall(b'echo hi\n')
        channel.settimeout(0.2)
        with pytest.raises(socket.timeout):
            channel.recv(100)
        channel.sendall(b'exit\n')
        channel.settimeout(60)
        assert channel.makefile('rb').read() == (
            b'echo hi\r\nexit\r\nsim-3par-3.3.1 cli% echo hi\r\r\nhi\r\n'
            b'sim-3par-3.3.1 cli% exit\r\r\n')


@pytest.mark.parametrize('method', ['password', 'keyboard-interactive'])
def test_a_password_logs_in_by_both_methods(method: str) -> None:
    login_policy = LoginPolicy(methods=(method,), host_keys=('ed25519',))
    with served(login_policy=login_policy) as server:
        connect(server).close()
        with pytest.raises(paramiko.AuthenticationException):
            connect(server, password='wrong')


def test_a_key_logs_in() -> None:
    key = make_key('ecdsa')
    login_policy = LoginPolicy(methods=('publickey',), authorized=(key,),
                host_keys=('ed25519',))
    with served(login_policy=login_policy) as server:
        connect(server, password=None, pkey=key).close()
        with pytest.raises(paramiko.SSHException):
            connect(server, password=None, pkey=make_key('ecdsa'))


def test_host_keys_of_several_kinds_are_offered() -> None:
    login_policy = LoginPolicy(host_keys=('ed25519', 'ecdsa', 'rsa'))
    with served(login_policy=login_policy) as server:
        assert {key.get_name() for key in server.host_keys} == {
            'ssh-ed25519', 'ecdsa-sha2-nistp256', 'ssh-rsa'}


def test_an_algorithm_that_paramiko_lacks_is_told() -> None:
    login_policy = LoginPolicy(host_keys=('ed25519',), algorithms={'kex': ('rot13',)})
    with pytest.raises(ValueError, match='does not have all of rot13'):
        served(login_policy=login_policy).start()
    with pytest.raises(ValueError, match='has no morse keys'):
        make_key('morse')


def test_a_banner_is_shown_before_log_in() -> None:
    login_policy = LoginPolicy(host_keys=('ed25519',), banner='keep out')
    with served(login_policy=login_policy) as server, connect(server) as result:
        transport = result.get_transport()
        assert transport is not None
        assert transport.get_banner() == b'keep out'


def test_one_session_too_many_is_told_on_its_channel() -> None:
    login_policy = LoginPolicy(host_keys=('ed25519',), session_limit=1)
    with served(login_policy=login_policy) as server, connect(server) as first:
        channel = first.invoke_shell()
        channel.recv(100)
        with connect(server) as second:
            assert second.invoke_shell().makefile('rb').read() == (
                b'Too many local CLI connections.\r\n')


def test_one_session_too_many_may_find_its_socket_closed() -> None:
    login_policy = LoginPolicy(host_keys=('ed25519',), session_limit=1,
                               refusal='closed')
    with served(login_policy=login_policy) as server, connect(server) as first:
        channel = first.invoke_shell()
        channel.recv(100)
        with pytest.raises((paramiko.SSHException, EOFError, OSError)):
            connect(server)


def test_packets_are_as_small_as_they_are_asked_to_be() -> None:
    with served(behaviour=TerminalBehaviour(packets=(1, 3), raw_echo='off')) as server:
        with connect(server) as result:
            channel = result.invoke_shell()
            channel.sendall(b'exit\n')
            assert channel.makefile('rb').read() == (
                b'sim-3par-3.3.1 cli% exit\r\r\n')


def test_stopping_leaves_no_thread_and_no_socket() -> None:
    before = set(threading.enumerate())
    server = served().start()
    with connect(server) as result:
        result.invoke_shell().recv(100)
        server.stop()
    deadline = time.monotonic() + 60
    while set(threading.enumerate()) - before:
        assert time.monotonic() < deadline
        time.sleep(0.01)
    with pytest.raises(OSError, match='.'):
        socket.create_connection(('127.0.0.1', server.port), 5)


def test_two_servers_do_not_feel_each_other() -> None:
    with served('primera-4.x') as item, served(login_policy=QUICK) as other:
        assert shell(item, b'exit\n') != shell(other, b'exit\n')


def lines_on_stdin(server: SSHD, data: bytes) -> tuple[bytes, int]:
    """What ``ssh -T`` prints for commands on standard input; its status."""
    with connect(server) as result:
        transport = result.get_transport()
        assert transport is not None
        channel = transport.open_session()
        channel.invoke_shell()
        channel.sendall(data)
        channel.shutdown_write()
        return channel.makefile('rb').read(), channel.recv_exit_status()


@pytest.mark.parametrize('end', [b'', b'\n', b'\nexit\n', b'\nexit'])
def test_commands_on_standard_input_all_run_and_end_well(
        server: SSHD, end: bytes) -> None:
    printed, status = lines_on_stdin(server, b'echo one\necho two' + end)
    assert (b'one\n' in printed, b'two\n' in printed, status) == (
        True, True, 0)
    assert server.cli.state.ran[:2] == [['echo', 'one'], ['echo', 'two']]


def test_a_prompt_without_a_terminal_is_not_echoed_behind(
        server: SSHD) -> None:
    printed, _ = lines_on_stdin(server, b'echo one\n')
    assert printed == b'sim-3par-3.3.1 cli% one\nsim-3par-3.3.1 cli% '


def test_an_idle_session_ends() -> None:
    with served(behaviour=TerminalBehaviour(idle_timeout=0.1)) as server:
        with connect(server) as result:
            channel = result.invoke_shell()
            channel.settimeout(60)
            assert channel.makefile('rb').read().endswith(b'cli% ')


def test_showuserconn_tells_address_and_kind_of_a_session(
        server: SSHD) -> None:
    sock = socket.create_connection((server.host, server.port),
                                    source_address=('127.0.0.2', 0))
    with connect(server) as client, connect(server, sock=sock) as other:
        channel = client.invoke_shell()
        stream = channel.makefile('rb')
        prompt = b'sim-3par-3.3.1 cli% '
        assert stream.read(len(prompt)) == prompt
        _, out, _ = other.exec_command('showuserconn -csvtable -nohdtot')
        rows = [line.split(',') for line in out.read().decode().splitlines()]
        channel.sendall(b'exit\n')
        stream.read()
    assert [(row[1], row[2], row[-2], row[-1]) for row in rows] == [
        ('3paradm', '127.0.0.1', 'CLI', 'ssh-shell'),
        ('3paradm', '127.0.0.2', 'CLI', 'ssh-exec')]


def test_showuserconn_lists_the_sessions_that_are_open(
        server: SSHD) -> None:
    prompt = b'sim-3par-3.3.1 cli% '
    with connect(server) as client:
        channel = client.invoke_shell()
        stream = channel.makefile('rb')
        assert stream.read(len(prompt)) == prompt
        # another one comes and goes without a word
        with connect(server) as other:
            gone = other.invoke_shell()
            assert gone.makefile('rb').read(len(prompt)) == prompt
            assert len(server.cli.sessions) == 2
        deadline = time.monotonic() + 60
        while len(server.cli.sessions) > 1:
            assert time.monotonic() < deadline
            time.sleep(0.01)
        channel.sendall(b'showuserconn -nohdtot\nexit\n')
        lines = [line for line in stream.read().split(b'\r\n')
                 if b'current' in line]
    assert [line.split()[1] for line in lines] == [b'3paradm']
    assert server.cli.sessions == []
