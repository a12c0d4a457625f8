"""Every kind of exchange with the command line × every fault.

The tables say what is right; they were written from what a person may rely
on, not from what the code does:

* a command runs at most once, and is never said to have run when it has not;
* before the command was sent, a session is renewed, or the error says that
  nothing was sent; afterwards the outcome is unknown, and the error says so;
* every error is one of ours, can be printed, and holds no secret;
* the next command works, and gets its own answer.
"""

from __future__ import annotations

import contextlib
import threading
import time
import traceback
from collections.abc import Iterator
from typing import Any

import paramiko
import pytest
from paramiko.common import OPEN_FAILED_ADMINISTRATIVELY_PROHIBITED
from paramiko.packet import Packetizer

from hpe3parclient import exceptions, ssh
from hpe3parclient.cli import errors
from hpe3parclient.cli.dialogue import Limits
from hpe3parclient.simulator import sshd
from hpe3parclient.simulator.cli.reply import said
from hpe3parclient.simulator.cli.terminal import TerminalBehaviour
from hpe3parclient.simulator.sshd import SSHD
from hpe3parclient.ssh import HPE3PARSSHClient
from tests.support.cliarray import QUICK, served
from tests.support.cliarray import client as ssh_client
from tests.support.proxy import Plan, Proxy

pytestmark = pytest.mark.long

SECRET = 'hunter2-%s'
VERB = 'setvv'
COMMAND = [VERB, '-name', 'a', 'b']
#: it prints what looks like prompts and echoes; none of that is an end
ODD = 'showeventlog'
PROMPT = 'sim-3par-3.3.1 cli% '
PRINTED = ['one', PROMPT, PROMPT + ODD, 'cli% ', 'two',
           PROMPT + 'setclienv csvtable 1', PROMPT, 'three']

#: what the array does by itself
VERDICTS = ('close', 'drop', 'hang')
#: what happens to the connection: what comes next from the array is met
STRIKES: dict[str, Plan] = {
    'reset': Plan('reset'), 'cut': Plan('cut'), 'stall': Plan('stall'),
    'reset in the bytes': Plan('reset', 'server', 7),
    'cut in the bytes': Plan('cut', 'server', 7),
    'garbage': Plan('spoil', 'server', 3),
    'drip': Plan('drip'), 'delay': Plan('delay', seconds=0.02)}
HARMLESS = ('drip', 'delay')
SILENT = ('hang', 'stall')
#: what takes its time runs on one Python only
LONG = (*SILENT, 'reset in the bytes', 'cut in the bytes', 'cut', 'delay')
FAULTS = [pytest.param(kind, marks=pytest.mark.long) if kind in LONG
          else kind for kind in (*VERDICTS, *STRIKES)]


class Trouble:
    """Lets one fault happen, once, at one point of the dialogue."""

    def __init__(self, proxy: Proxy) -> None:
        self._proxy = proxy
        self.wanted: tuple[str, str] | None = None
        self.kind = ''
        self.times = 0
        #: the array need not be silent any longer
        self.over = threading.Event()

    def arm(self, point: str, verb: str, kind: str) -> None:
        self.kind, self.times = kind, 0
        self.over.clear()
        self.wanted = (point, verb)

    def __call__(self, point: str, line: str) -> str:
        verb = line.split(' ')[0]
        if self.wanted != (point, verb):
            return ''
        self.wanted = None
        self.times += 1
        if self.kind == 'hang':
            self.over.wait(60)
            return 'close'
        if self.kind in STRIKES:
            self._proxy.strike(STRIKES[self.kind])
            return ''
        return self.kind


class ProxiedServer:
    """An array, the proxy in front of it, and clients of both."""

    def __init__(self, server: SSHD, proxy: Proxy, trouble: Trouble) -> None:
        self.server = server
        self.proxy = proxy
        self.trouble = trouble
        self.clients: list[HPE3PARSSHClient] = []

    def client(self, kind: str, mode: str, password: str = '3pardata'
               ) -> HPE3PARSSHClient:
        result = ssh_client(self.server, password, mode=mode)
        connection = result._connection
        connection._options = connection._options._replace(
            port=self.proxy.port,
            conn_timeout=1.0 if kind in SILENT else 30.0)
        self.clients.append(result)
        return result

    def times_run(self, verb: str) -> int:
        return sum(words[0] == verb for words in self.server.cli.state.ran)

    def settled(self) -> None:
        """Wait until nobody runs anything any more."""
        deadline = time.monotonic() + 60
        while self.server.sessions:
            assert time.monotonic() < deadline
            time.sleep(0.002)


def impatient(result: HPE3PARSSHClient, kind: str) -> None:
    """Wait shortly where silence comes; what is there, is there already."""
    if kind not in SILENT:
        return
    result._limits = Limits(prompt=0.4, silence=0.4)
    if result._dialogue is not None:
        result._dialogue._limits = result._limits


def ready(proxied: ProxiedServer, kind: str, mode: str) -> HPE3PARSSHClient:
    """A client that has logged in with all the time it wanted."""
    result = proxied.client('', mode)
    result.open()
    if kind in SILENT:
        connection = result._connection
        connection._options = connection._options._replace(conn_timeout=1.0)
    return result


def patient(result: HPE3PARSSHClient) -> None:
    """Give it all the time it wants, once its fault is over."""
    connection = result._connection
    connection._options = connection._options._replace(conn_timeout=30.0)
    result._limits = Limits()


@pytest.fixture(scope='module')
def proxied() -> Iterator[ProxiedServer]:
    with served(behaviour=TerminalBehaviour()) as server:
        with Proxy(('127.0.0.1', server.port)) as proxy:
            trouble = Trouble(proxy)
            server.behaviour = TerminalBehaviour(fault=trouble)
            server.cli.commands[VERB] = lambda context, args: said('done')
            server.cli.commands[ODD] = lambda context, args: said(*PRINTED)
            yield ProxiedServer(server, proxy, trouble)


@pytest.fixture(autouse=True)
def alone(proxied: ProxiedServer, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Nothing of one test meets another."""
    monkeypatch.setattr(ssh, '_BUSY_PAUSE', 0.02)
    proxied.proxy.forget()
    yield
    proxied.trouble.wanted = None
    proxied.trouble.over.set()
    while proxied.clients:
        proxied.clients.pop().close()
    proxied.settled()


def attempt(result: HPE3PARSSHClient, words: list[str],
            password: str = '3pardata') -> Any:
    """The lines, or the error, which must be fit to be shown."""
    try:
        return result.run(words)
    except exceptions.SSHException as err:
        shown = ''.join(traceback.format_exception(
            type(err), err, err.__traceback__)) + repr(err) + repr(err.args)
        assert str(err).strip()
        assert password not in shown
        return err


def check(proxied: ProxiedServer, matches: HPE3PARSSHClient, verb: str, before: int,
          result: Any, right: list[str]) -> None:
    """What holds after every fault, whatever it was."""
    proxied.trouble.wanted = None
    proxied.trouble.over.set()
    patient(matches)
    assert matches.run(['echo', 'next', 'one']) == ['next one']
    matches.close()
    proxied.settled()
    ran = proxied.times_run(verb) - before
    if isinstance(result, list):
        assert (result, ran) == (right, 1)
    elif isinstance(result, errors.SSHConnectionError):
        assert ran == 0
    else:
        assert isinstance(result, errors.SSHOutcomeUnknown)
        assert ran <= 1


# -- reaching the array -----------------------------------------------------

#: whose bytes, and what part of those that a log-in takes, pass before
EARLY: dict[str, tuple[str, float]] = {
    'the first byte of the array': ('server', 0.0),
    'its greeting': ('server', 0.004),
    'its algorithms': ('server', 0.3),
    'its key exchange': ('server', 0.75),
    'its answer to the password': ('server', 0.995),
    'the first byte of the client': ('client', 0.0),
    'the algorithms of the client': ('client', 0.5),
    'the password': ('client', 0.995)}
#: what ends the connection before anybody can have been refused is asked
#: again; later it is told, for a log-in may be counted against the user
ASKED_AGAIN = ('the first byte of the array', 'its greeting',
               'its algorithms', 'the first byte of the client')


@pytest.fixture(scope='module')
def log_in(proxied: ProxiedServer) -> dict[str, int]:
    """How many bytes a log-in takes, each way."""
    with contextlib.closing(proxied.client('', 'shell')) as result:
        result.open()
        passed, = proxied.proxy.passed
    return passed


@pytest.mark.parametrize('kind', [
    'reset', 'cut', 'spoil', pytest.param('drip', marks=pytest.mark.long),
    pytest.param('delay', marks=pytest.mark.long),
    pytest.param('stall', marks=pytest.mark.long)])
@pytest.mark.parametrize('phase', EARLY)
def test_a_fault_while_connecting(proxied: ProxiedServer, log_in: dict[str, int],
                                  phase: str, kind: str) -> None:
    side, part = EARLY[phase]
    struck = proxied.proxy.struck.get(kind, 0)
    proxied.proxy.expect(Plan(kind, side, int(part * log_in[side]), 0.02))
    before = proxied.times_run(VERB)
    matches = proxied.client(kind, 'shell')
    result = attempt(matches, COMMAND)
    assert proxied.proxy.struck.get(kind, 0) == struck + 1
    if kind in HARMLESS:
        assert result == ['done']
    elif kind == 'stall':
        assert isinstance(result, errors.SSHConnectTimeout)
    elif kind in ('reset', 'cut') and phase in ASKED_AGAIN:
        assert result == ['done']
    elif isinstance(result, Exception):
        assert isinstance(result, errors.SSHConnectionError)
    if not isinstance(result, list):
        # nobody was refused: the password was right all the time
        assert not isinstance(result, errors.SSHAuthenticationFailed)
    check(proxied, matches, VERB, before, result, ['done'])


@pytest.mark.parametrize('plan', [Plan('reset'), Plan('cut')],
                         ids=lambda plan: plan.kind)
@pytest.mark.parametrize('mode', ['shell', 'exec'])
def test_a_connection_that_is_closed_at_once_is_asked_for_again(
        proxied: ProxiedServer, plan: Plan, mode: str) -> None:
    proxied.proxy.expect(plan)
    before = proxied.times_run(VERB)
    matches = proxied.client('', mode)
    result = attempt(matches, COMMAND)
    assert result == ['done']
    check(proxied, matches, VERB, before, result, ['done'])


@pytest.mark.parametrize('mode', ['shell', 'exec'])
@pytest.mark.parametrize('used', [False, True])
def test_an_array_that_refuses_connections_gets_nothing(
        proxied: ProxiedServer, mode: str, used: bool) -> None:
    before = proxied.times_run(VERB)
    matches = proxied.client('', mode)
    if used:
        matches.run(['echo', 'first'])
        proxied.proxy.drop_all()
        while matches._connection.alive:
            time.sleep(0.001)
    proxied.proxy.shut()
    try:
        result = attempt(matches, COMMAND)
    finally:
        proxied.proxy.open()
    assert isinstance(result, errors.SSHConnectionError)
    check(proxied, matches, VERB, before, result, [])


@pytest.mark.parametrize('kind', [
    'reset', 'cut', pytest.param('stall', marks=pytest.mark.long), 'drip'])
def test_a_wrong_password_is_in_no_error_under_any_fault(
        proxied: ProxiedServer, kind: str) -> None:
    password = SECRET % kind
    proxied.proxy.expect(Plan(kind, 'client', 1500))
    matches = proxied.client(kind, 'shell', password)
    result = attempt(matches, COMMAND, password)
    assert isinstance(result, errors.SSHConnectionError)
    matches.close()


# -- the dialogue -----------------------------------------------------------

BEFORE = [('login', ''), ('typed', 'setclienv'), ('ran', 'setclienv'),
          ('middle', 'setclienv'), ('shown', 'setclienv')]
AFTER = ('typed', 'ran', 'middle', 'shown')


@pytest.mark.parametrize('kind', FAULTS)
@pytest.mark.parametrize(('point', 'verb'), BEFORE)
def test_a_fault_before_the_command_is_sent(
        proxied: ProxiedServer, point: str, verb: str, kind: str) -> None:
    before = proxied.times_run(VERB)
    matches = ready(proxied, kind, 'shell')
    impatient(matches, kind)
    proxied.trouble.arm(point, verb, kind)
    result = attempt(matches, COMMAND)
    assert proxied.trouble.times == 1
    # Where no prompt comes, an exec channel carries the command.
    assert result == ['done']
    check(proxied, matches, VERB, before, result, ['done'])


@pytest.mark.parametrize('kind', FAULTS)
@pytest.mark.parametrize('point', AFTER)
def test_a_fault_after_the_command_was_sent(proxied: ProxiedServer, point: str,
                                            kind: str) -> None:
    before = proxied.times_run(VERB)
    matches = ready(proxied, kind, 'shell')
    matches.run(['echo', 'the', 'session', 'is', 'there'])
    impatient(matches, kind)
    proxied.trouble.arm(point, VERB, kind)
    result = attempt(matches, COMMAND)
    judged(proxied, kind, result, ['done'])
    check(proxied, matches, VERB, before, result, ['done'])


@pytest.mark.parametrize('kind', FAULTS)
@pytest.mark.parametrize('point', AFTER)
def test_a_fault_in_an_output_full_of_prompts(proxied: ProxiedServer, point: str,
                                              kind: str) -> None:
    before = proxied.times_run(ODD)
    matches = ready(proxied, kind, 'shell')
    matches.run(['echo', 'the', 'session', 'is', 'there'])
    impatient(matches, kind)
    proxied.trouble.arm(point, ODD, kind)
    result = attempt(matches, [ODD])
    judged(proxied, kind, result, PRINTED)
    check(proxied, matches, ODD, before, result, PRINTED)


@pytest.mark.parametrize('kind', FAULTS)
@pytest.mark.parametrize('point', ['typed', 'ran', 'shown'])
def test_a_fault_on_an_exec_channel(proxied: ProxiedServer, point: str, kind: str
                                    ) -> None:
    before = proxied.times_run(VERB)
    matches = ready(proxied, kind, 'exec')
    impatient(matches, kind)
    proxied.trouble.arm(point, VERB, kind)
    result = attempt(matches, COMMAND)
    if point == 'shown' and kind in ('drop', 'reset', 'cut'):
        # all of it, the status too, may have been on its way already
        assert proxied.trouble.times == 1
        assert result == ['done'] or isinstance(
            result, errors.SSHOutcomeUnknown)
    else:
        judged(proxied, kind, result, ['done'])
    check(proxied, matches, VERB, before, result, ['done'])


def judged(proxied: ProxiedServer, kind: str, result: Any, right: list[str]) -> None:
    """The one right outcome once the command is out."""
    assert proxied.trouble.times == 1
    if kind in HARMLESS:
        assert result == right
    elif kind in SILENT:
        assert isinstance(result, errors.SSHCommandTimeout)
    else:
        assert isinstance(result, errors.SSHOutcomeUnknown)
        assert not isinstance(result, errors.SSHTimeout)


# -- an output with a prompt in it, cut behind every byte --------------------


@pytest.mark.long
@pytest.mark.parametrize('kind', ['cut', 'reset'])
def test_an_answer_that_breaks_off_anywhere_is_never_a_shorter_one(
        proxied: ProxiedServer, kind: str) -> None:
    for after in range(0, 500, 25):
        before = proxied.times_run(ODD)
        matches = proxied.client(kind, 'shell')
        matches.run(['echo', 'first'])
        proxied.proxy.strike(Plan(kind, 'server', after))
        result = attempt(matches, [ODD])
        matches.close()       # the fault may still be to come
        check(proxied, matches, ODD, before, result, PRINTED)


@pytest.mark.parametrize('error', [EOFError, OSError, ValueError])
@pytest.mark.parametrize('mode', ['shell', 'exec'])
def test_a_channel_that_cannot_be_closed_hides_no_outcome(
        proxied: ProxiedServer, mode: str, error: type,
        monkeypatch: pytest.MonkeyPatch) -> None:
    real = paramiko.Channel.close

    def broken(channel: Any) -> None:
        if channel.get_transport().server_mode:
            return real(channel)
        raise error()

    before = proxied.times_run(VERB)
    matches = proxied.client('', mode)
    proxied.trouble.arm('ran', VERB, 'drop')
    with monkeypatch.context() as patch:
        patch.setattr(paramiko.Channel, 'close', broken)
        result = attempt(matches, COMMAND)
    judged(proxied, 'drop', result, ['done'])
    check(proxied, matches, VERB, before, result, ['done'])


@pytest.mark.parametrize('mode', ['shell', 'exec'])
def test_a_channel_that_is_refused_has_run_nothing(
        proxied: ProxiedServer, mode: str, monkeypatch: pytest.MonkeyPatch) -> None:
    before = proxied.times_run(VERB)
    matches = proxied.client('', mode)
    with monkeypatch.context() as patch:
        patch.setattr(sshd._Connection, 'check_channel_request',
                      lambda *args: OPEN_FAILED_ADMINISTRATIVELY_PROHIBITED)
        result = attempt(matches, COMMAND)
    assert isinstance(result, errors.SSHConnectionError)
    assert 'The array did not' in str(result)
    check(proxied, matches, VERB, before, result, [])


# -- going away -------------------------------------------------------------


@pytest.mark.parametrize('kind', STRIKES)
@pytest.mark.parametrize('mode', ['shell', 'exec'])
def test_a_fault_while_closing_hurts_nobody(proxied: ProxiedServer, mode: str,
                                            kind: str) -> None:
    result = proxied.client('', mode)
    assert result.run(['echo', 'first']) == ['first']
    proxied.proxy.strike(STRIKES[kind])
    result.close()
    assert not result._connection.alive
    assert result.run(['echo', 'second']) == ['second']
    result.close()
    proxied.settled()


@pytest.mark.parametrize('kind', ['reset', 'cut'])
def test_a_log_in_that_breaks_off_leaves_no_thread(
        proxied: ProxiedServer, kind: str, monkeypatch: pytest.MonkeyPatch
        ) -> None:
    real = Packetizer.start_handshake

    def started(packetizer: Packetizer, timeout: float) -> None:
        real(packetizer, 300)       # paramiko's own timer ends after 15

    monkeypatch.setattr(Packetizer, 'start_handshake', started)
    before = set(threading.enumerate())
    proxied.proxy.expect(Plan(kind, 'server', 40))
    result = proxied.client('', 'shell')
    with pytest.raises(errors.SSHConnectionError):
        result.open()
    deadline = time.monotonic() + 60
    while set(threading.enumerate()) - before:
        assert time.monotonic() < deadline
        time.sleep(0.01)


@pytest.mark.parametrize('kind', ['reset', 'cut'])
def test_an_idle_session_that_was_broken_costs_nothing(
        proxied: ProxiedServer, kind: str) -> None:
    before = proxied.times_run(VERB)
    matches = proxied.client('', 'shell')
    matches.run(['echo', 'first'])
    proxied.proxy.strike(STRIKES[kind])
    while matches._connection.alive:
        time.sleep(0.001)
    result = attempt(matches, COMMAND)
    assert result == ['done']
    check(proxied, matches, VERB, before, result, ['done'])
    assert QUICK.session_limit is None
