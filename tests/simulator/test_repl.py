"""``python -m hpe3parclient``: its prompt, its flags, and that it logs out.

The prompt itself is tried at a pseudo-terminal, as a person would.
"""

from __future__ import annotations

import os
import pty
import re
import select
import signal
import subprocess
import sys
import threading
import types
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from hpe3parclient import __main__ as command
from hpe3parclient import version
from hpe3parclient.client import HPE3ParClient
from hpe3parclient.console import prompt
from hpe3parclient.simulator import SimulatedArray
from tests.support.simulated import environment_of


@pytest.fixture
def array() -> Iterator[SimulatedArray]:
    with SimulatedArray(volumes=3) as running:
        yield running
        # Whatever a test did, the command has logged out.
        assert len(running.state.sessions) == 0


@pytest.fixture
def environ(array: SimulatedArray, tmp_path: Path,
            monkeypatch: pytest.MonkeyPatch) -> dict[str, str]:
    """The environment names the array."""
    caught = {**environment_of(array, tmp_path), 'COLUMNS': '80'}
    for name, value in caught.items():
        monkeypatch.setenv(name, value)
    return caught


# -- one job, then out --------------------------------------------------------


def test_capacity_prints_the_table(environ: dict[str, str],
                                   capsys: pytest.CaptureFixture[str]
                                   ) -> None:
    assert command.main(['--capacity']) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[0].startswith('sim-3par-3.3.1, HP_3PAR 8440, serial 170')
    assert [line.split()[0] for line in lines if line] == [
        'sim-3par-3.3.1,', 'Disks,', 'SSD', 'FC', 'NL', 'all', 'CPGs,',
        'SimCPG', 'all']


def test_capacity_agrees_with_the_array(array: SimulatedArray,
                                        environ: dict[str, str],
                                        capsys: pytest.CaptureFixture[str]
                                        ) -> None:
    command.main(['--capacity'])
    row = next(line for line in capsys.readouterr().out.splitlines()
               if line.startswith('SimCPG'))
    # Three thin volumes hold 1 GiB each; the rest of 64 GiB waits for more.
    assert row.split()[1:3] == ['3.0', 'GiB']


def test_capacity_for_a_user_who_may_only_look(
        array: SimulatedArray, environ: dict[str, str],
        capsys: pytest.CaptureFixture[str]) -> None:
    array.state.users['guest'] = array.password
    array.state.browsers.add('guest')
    assert command.main(['--capacity', '--user', 'guest']) == 0
    assert re.search(r'SimCPG +3\.0 GiB +- +- +-$',
                     capsys.readouterr().out, re.MULTILINE)


def test_code_finds_the_client_as_cl(environ: dict[str, str],
                                     capsys: pytest.CaptureFixture[str]
                                     ) -> None:
    assert command.main(
        ['-c', 'for v in cl.getVolumes()["members"]: print(v["name"])']) == 0
    assert capsys.readouterr().out.split()[-1] == 'vol00002'


def test_code_finds_things_with_q(environ: dict[str, str],
                                  capsys: pytest.CaptureFixture[str]
                                  ) -> None:
    assert command.main([
        '-c', 'print(len(list(cl.iterVolumes(Q.name == "vol00001"))))']) == 0
    assert capsys.readouterr().out == '1\n'


def test_code_that_fails_is_shown_and_is_a_failure(
        environ: dict[str, str], capsys: pytest.CaptureFixture[str]) -> None:
    assert command.main(['-c', 'cl.getVolume("nowhere")']) == 1
    shown = capsys.readouterr().err
    assert 'File "<-c>", line 1' in shown
    assert 'NON_EXISTENT' in shown or 'HTTPNotFound' in shown
    assert '__main__.py' not in shown


def test_code_that_is_no_python_is_a_failure(
        environ: dict[str, str], capsys: pytest.CaptureFixture[str]) -> None:
    assert command.main(['-c', 'for']) == 1
    assert 'SyntaxError' in capsys.readouterr().err


def test_code_chooses_the_status_it_ends_with(environ: dict[str, str]
                                              ) -> None:
    with pytest.raises(SystemExit) as caught:
        command.main(['-c', 'import sys; sys.exit(7)'])
    assert caught.value.code == 7


def test_ctrl_c_in_the_code_logs_out(environ: dict[str, str]) -> None:
    assert command.main(['-c', 'raise KeyboardInterrupt']) == 130


def test_read_only_refuses_a_change(array: SimulatedArray,
                                    environ: dict[str, str],
                                    capsys: pytest.CaptureFixture[str]
                                    ) -> None:
    assert command.main(['--read-only', '-c', 'cl.createCPG("new")']) == 1
    assert 'ReadOnly' in capsys.readouterr().err
    assert 'new' not in array.state.cpgs


def test_flags_count_more_than_the_environment(
        array: SimulatedArray, environ: dict[str, str], tmp_path: Path,
        monkeypatch: pytest.MonkeyPatch,
        capsys: pytest.CaptureFixture[str]) -> None:
    for name in list(environ):
        if name.startswith('HPE3PAR'):
            monkeypatch.setenv(name, 'wrong')
    assert command.main([
        '--url', array.api_url, '--user', array.user, '--password-file',
        environ['HPE3PAR_PASSWORD_FILE'], '--ca-bundle',
        str(array.fingerprint), '-c', 'print(cl.http.user)']) == 0
    assert capsys.readouterr().out == array.user + '\n'


def test_missing_settings_are_named(environ: dict[str, str],
                                    monkeypatch: pytest.MonkeyPatch,
                                    capsys: pytest.CaptureFixture[str]
                                    ) -> None:
    monkeypatch.delenv('HPE3PAR_URL')
    monkeypatch.delenv('HPE3PAR_USER')
    with pytest.raises(SystemExit) as caught:
        command.main(['--capacity'])
    assert caught.value.code == 2
    shown = capsys.readouterr().err
    assert 'HPE3PAR_URL: ' in shown
    assert 'HPE3PAR_USER: ' in shown


def test_a_wrong_password_is_told_without_a_traceback(
        environ: dict[str, str],
        capsys: pytest.CaptureFixture[str]) -> None:
    Path(environ['HPE3PAR_PASSWORD_FILE']).write_text('wrong')
    assert command.main(['--capacity']) == 1
    shown = capsys.readouterr().err
    assert shown.startswith('hpe3parclient: Forbidden (HTTP 403) 5')
    assert shown.count('\n') == 2


def test_a_log_in_that_fails_says_what_was_asked(
        array: SimulatedArray, environ: dict[str, str],
        capsys: pytest.CaptureFixture[str]) -> None:
    shortened = array.api_url.replace('/api/v1', '')
    assert command.main(['--url', shortened, '--capacity']) == 1
    assert f'  POST {shortened}/credentials' in capsys.readouterr().err


def test_a_certificate_that_nobody_signed_leads_to_the_flag(
        environ: dict[str, str], monkeypatch: pytest.MonkeyPatch,
        capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.delenv('HPE3PAR_CA_BUNDLE')
    assert command.main(['--capacity']) == 1
    assert capsys.readouterr().err.endswith(
        '\nHere, secure= is HPE3PAR_CA_BUNDLE or --ca-bundle.\n')


def test_a_certificate_that_does_not_fit_takes_a_line(
        environ: dict[str, str], capsys: pytest.CaptureFixture[str]) -> None:
    assert command.main(
        ['--capacity', '--ca-bundle', 'sha256:' + 64 * '0']) == 1
    assert 'Certificate' in capsys.readouterr().err


def test_the_version_needs_no_array(capsys: pytest.CaptureFixture[str]
                                    ) -> None:
    with pytest.raises(SystemExit) as caught:
        command.main(['--version'])
    assert caught.value.code == 0
    assert capsys.readouterr().out == f'hpe3parclient {version}\n'


def test_signal_handlers_are_put_back(environ: dict[str, str]) -> None:
    before = signal.getsignal(signal.SIGTERM)
    command.main(['-c', ''])
    assert signal.getsignal(signal.SIGTERM) is before


def test_it_works_in_a_thread_where_signals_cannot_be_handled(
        environ: dict[str, str]) -> None:
    done: list[int] = []
    thread = threading.Thread(
        target=lambda: done.append(command.main(['-c', ''])))
    thread.start()
    thread.join(60)
    assert done == [0]


# -- at a terminal ------------------------------------------------------------


class Person:
    """Somebody at a terminal, who types when asked to."""

    def __init__(self, *flags: str, **variables: str) -> None:
        self._terminal, theirs = pty.openpty()
        environ = {**os.environ, 'TERM': 'dumb', 'PYTHON_BASIC_REPL': '1',
                   'PYTHONIOENCODING': 'utf-8', 'INPUTRC': os.devnull,
                   **variables}
        self.process = subprocess.Popen(
            [sys.executable, '-m', 'hpe3parclient', *flags], stdin=theirs,
            stdout=theirs, stderr=theirs, env=environ,
            start_new_session=True)
        os.close(theirs)
        self.seen = ''

    def __enter__(self) -> Person:
        return self

    def __exit__(self, *_: Any) -> None:
        if self.process.poll() is None:
            self.process.kill()
        self.process.wait()
        os.close(self._terminal)

    def reads(self, text: str) -> str:
        """Everything up to a text that has to come."""
        while text not in self.seen:
            if not self._more():
                raise AssertionError(f'{text!r} has not come: {self.seen!r}')
        result, _, self.seen = self.seen.partition(text)
        return result

    def types(self, line: str) -> None:
        os.write(self._terminal, line.encode() + b'\n')

    def says(self, line: str) -> str:
        """What comes after a line, up to the next prompt."""
        self.types(line)
        self.reads('\n')                # the echo
        return self.reads('>>> ')

    def leaves(self) -> str:
        """What is still said; the process has ended."""
        while self._more():
            pass
        self.process.wait(60)
        return self.seen

    def _more(self) -> bool:
        if not select.select([self._terminal], [], [], 60)[0]:
            return False
        try:
            data = os.read(self._terminal, 1 << 16)
        except OSError:                 # the last one has hung up
            return False
        self.seen += data.decode().replace('\r\n', '\n')
        return bool(data)


def test_a_person_works_at_the_prompt(array: SimulatedArray,
                                      environ: dict[str, str]) -> None:
    with Person('--plain') as person:
        greeting = person.reads('>>> ')
        assert 'sim-3par-3.3.1, HP_3PAR 8440, serial 1703353' in greeting
        assert array.api_url + ', logged in as 3paradm' in greeting
        assert '(HP_3PAR 8440), logged in as 3paradm>' in person.says('cl')
        table = person.says('cl.getVolumes()')
        assert table.splitlines()[0].startswith('id  name')
        assert '5 in all' in table
        assert person.says("type(_['members'][0])") == "<class 'dict'>\n"
        refusal = person.says('cl.getCPG("none")')
        assert 'HTTPNotFound: Not found (HTTP 404) 15' in refusal
        assert 'Traceback' not in refusal
        assert 'Traceback' in person.says('1/0')
        person.types('exit(3)')
        person.leaves()
        assert person.process.returncode == 3


def test_the_end_of_input_logs_out(environ: dict[str, str]) -> None:
    with Person('--plain', '--read-only') as person:
        assert 'read-only' in person.reads('>>> ')
        assert 'ReadOnly' in person.says('cl.createCPG("new")')
        person.types('\x04')
        person.leaves()
        assert person.process.returncode == 0


@pytest.mark.parametrize('number', [signal.SIGTERM, signal.SIGHUP])
def test_a_signal_logs_out(environ: dict[str, str], number: int) -> None:
    with Person('--plain') as person:
        person.reads('>>> ')
        # Not while it waits for a key: readline looks for signals before it
        # waits, and one that comes in between waits for the key, too.
        person.types('import time; print("re" + "ady"); '
                     '[time.sleep(0.01) for _ in iter(int, 1)]')
        person.reads('ready\n')
        person.process.send_signal(number)
        person.leaves()
        assert person.process.returncode == 128 + number


def test_a_person_is_asked_for_the_password(array: SimulatedArray,
                                            environ: dict[str, str]) -> None:
    with Person('-c', 'print(cl)', HPE3PAR_PASSWORD_FILE='') as person:
        person.reads(f'Password of 3paradm on {array.api_url}: ')
        person.types(array.password)
        shown = person.leaves()
    assert 'logged in as 3paradm' in shown
    assert array.password not in shown


def test_a_terminal_of_ascii_gets_ascii(environ: dict[str, str]) -> None:
    with Person('--capacity', PYTHONIOENCODING='ascii',
                NO_COLOR='1') as person:
        shown = person.leaves()
    assert shown.isascii()
    assert '[#' in shown
    assert '\x1b' not in shown


def test_a_terminal_gets_colour(environ: dict[str, str]) -> None:
    with Person('--capacity', TERM='xterm', NO_COLOR='') as person:
        assert '\x1b[32m█' in person.leaves()


# -- the prompt's parts -------------------------------------------------------


@pytest.fixture
def client(array: SimulatedArray) -> Iterator[HPE3ParClient]:
    with HPE3ParClient(array.api_url,
                       secure=array.ca_bundle or False) as connected:
        connected.login(array.user, array.password)
        yield connected


class Stdin:
    """Somebody whose input is all there already."""

    def __init__(self, *lines: str, terminal: bool = False) -> None:
        self._lines = [line + '\n' for line in lines]
        self._terminal = terminal

    def isatty(self) -> bool:
        return self._terminal

    def readline(self, size: int = -1) -> str:
        return self._lines.pop(0) if self._lines else ''

    def fileno(self) -> int:
        raise OSError('not a file')


def test_lines_from_a_pipe_are_run(client: HPE3ParClient,
                                   monkeypatch: pytest.MonkeyPatch,
                                   capsys: pytest.CaptureFixture[str]
                                   ) -> None:
    monkeypatch.setattr(sys, 'stdin', Stdin(
        'cl.getVolumes()', "len(_['members'])", 'cl.getCPG("x")'))
    hook = sys.displayhook
    prompt.interact(client)
    caught = capsys.readouterr()
    assert 'SimCPG' in caught.out
    assert '5\n' in caught.out
    assert 'HTTPNotFound: Not found' in caught.err
    assert client.api_url + '/cpgs/x' in caught.err
    assert sys.displayhook is hook


def test_what_a_terminal_cannot_show_is_escaped(
        client: HPE3ParClient, monkeypatch: pytest.MonkeyPatch) -> None:
    written: list[str] = []
    monkeypatch.setattr(sys, 'stdout', types.SimpleNamespace(
        encoding='ascii', write=written.append))
    prompt._show([{'comment': 'ü'}])
    assert '\\xfc' in ''.join(written)


def test_ipython_is_used_where_it_is(client: HPE3ParClient,
                                     monkeypatch: pytest.MonkeyPatch,
                                     capsys: pytest.CaptureFixture[str]
                                     ) -> None:
    app = IPythonApp()
    module = types.ModuleType('IPython.terminal.ipapp')
    module.TerminalIPythonApp = app  # type: ignore[attr-defined]
    for name in ('IPython', 'IPython.terminal'):
        monkeypatch.setitem(sys.modules, name, types.ModuleType(name))
    monkeypatch.setitem(sys.modules, module.__name__, module)
    monkeypatch.setattr(sys, 'stdin', Stdin(terminal=True))
    prompt.interact(client)
    assert app.started
    assert app.names['cl'] is client
    assert 'logged in as 3paradm' in capsys.readouterr().out
    assert app.shown(client.getVolumes()).startswith('id  name')
    assert app.shown({}) == '{}'
    app.refuse(KeyError('x'))
    assert "KeyError: 'x'" in capsys.readouterr().out


def test_ipython_completes_methods_before_constants(
        client: HPE3ParClient, monkeypatch: pytest.MonkeyPatch,
        capsys: pytest.CaptureFixture[str]) -> None:
    app = IPythonApp()
    module = types.ModuleType('IPython.terminal.ipapp')
    module.TerminalIPythonApp = app  # type: ignore[attr-defined]
    completer = types.ModuleType('IPython.core.completer')
    completer.context_matcher = lambda: lambda function: function  # type: ignore[attr-defined]
    completer.SimpleCompletion = str  # type: ignore[attr-defined]
    for name in ('IPython', 'IPython.terminal', 'IPython.core'):
        monkeypatch.setitem(sys.modules, name, types.ModuleType(name))
    for item in (module, completer):
        monkeypatch.setitem(sys.modules, item.__name__, item)
    monkeypatch.setattr(sys, 'stdin', Stdin(terminal=True))
    prompt.interact(client)
    (matcher,) = app.matchers

    def words(token: str) -> list[str]:
        result = matcher(types.SimpleNamespace(token=token))
        assert result['suppress'] is bool(result['completions'])
        completions: list[str] = result['completions']
        return completions

    assert 'cl.getVolumes' in words('cl.')
    assert 'cl.SET_MEM_ADD' not in words('cl.')
    assert words('cl.SET_MEM_A') == ['cl.SET_MEM_ADD']
    assert words('Q.si') == words('x') == words('nothing.x') == []


class IPythonApp:
    """As much of IPython's application as the prompt needs."""

    def __init__(self) -> None:
        self.started = False
        self.names: dict[str, Any] = {}
        self._printers: dict[type, Any] = {}
        self._refused: Any = None
        self.matchers: list[Any] = []
        self.shell = types.SimpleNamespace(
            user_ns=self.names,
            Completer=types.SimpleNamespace(custom_matchers=self.matchers),
            push=self.names.update, set_custom_exc=self._set_refused,
            display_formatter=types.SimpleNamespace(formatters={
                'text/plain': types.SimpleNamespace(
                    for_type=self._printers.__setitem__)}))

    def instance(self, **options: Any) -> IPythonApp:
        return self

    def initialize(self, arguments: list[str]) -> None:
        assert arguments == []

    def start(self) -> None:
        self.started = True

    def _set_refused(self, kinds: Any, handler: Any) -> None:
        self._refused = handler

    def shown(self, value: Any) -> str:
        caught: list[str] = []
        self._printers[type(value)](
            value, types.SimpleNamespace(text=caught.append), False)
        return ''.join(caught)

    def refuse(self, error: Exception) -> None:
        self._refused(self.shell, type(error), error, None, tb_offset=1)
