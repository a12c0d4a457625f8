"""What is known of the SSH client without any connection."""

from __future__ import annotations

import subprocess
import sys

import pytest

from hpe3parclient import ssh
from hpe3parclient.cli import commands, options
from hpe3parclient.cli.errors import (
    SSHAlgorithmMismatch,
    SSHBusy,
    SSHCommandTimeout,
    SSHConfirmationAsked,
    SSHConnectTimeout,
    SSHDialogueError,
    SSHOptionError,
    SSHOutcomeUnknown,
    SSHTableError,
)
from hpe3parclient.exceptions import SSHException


def test_importing_the_module_does_not_import_paramiko() -> None:
    done = subprocess.run(
        [sys.executable, '-c', 'import sys, hpe3parclient.ssh\n'
         'print("paramiko" in sys.modules)'],
        check=True, stdout=subprocess.PIPE)
    assert done.stdout.strip() == b'False'


def test_a_client_connects_to_nothing_and_can_be_closed() -> None:
    result = ssh.HPE3PARSSHClient('192.0.2.1', 'u', 'p')
    result.close()


@pytest.mark.parametrize('error', [
    SSHAlgorithmMismatch, SSHBusy, SSHConfirmationAsked, SSHDialogueError,
    SSHOptionError, SSHOutcomeUnknown, SSHTableError])
def test_every_error_is_an_ssh_exception_with_its_text(
        error: type) -> None:
    caught = error('what happened')
    assert isinstance(caught, SSHException)
    assert str(caught) == 'what happened'


def test_a_time_out_says_which_limit_and_whether_anything_was_sent() -> None:
    late = SSHConnectTimeout('x')
    silent = SSHCommandTimeout('y', 'silence')
    assert (late.which, isinstance(late, SSHOutcomeUnknown),
            silent.which, isinstance(silent, SSHOutcomeUnknown)) == (
                'connect', False, 'silence', True)


def test_options_keep_secrets_out_of_their_repr() -> None:
    result = options.read({'host': 'a', 'login': 'u', 'password': 'hunter2',
                          'passphrase': 'sesame'})
    assert not {'hunter2', 'sesame'} & set(repr(result).replace(
        "'", ' ').split())
    assert 'hunter2' not in repr(result)


def test_options_that_are_none_have_their_defaults() -> None:
    result = options.read({'host': 'a', 'login': 'u', 'password': None,
                          'conn_timeout': None})
    assert (result.conn_timeout, result.port, result.allow_agent,
            result.look_for_keys) == (30.0, 22, False, False)


def test_empty_text_is_no_private_key() -> None:
    """It is what Cinder's settings hold unless somebody changes them."""
    result = options.read({'host': 'a', 'login': 'u', 'password': 'p',
                          'privatekey': ''})
    assert result.privatekey is None


@pytest.mark.parametrize(('words', 'table', 'plain'), [
    (['showpatch', '-hist'], True, True),
    (['showpatch', '-d', 'P1'], False, False),
    (['showpatch'], False, False), (['showvv'], True, True),
    (['showvv', '-d'], False, False), (['startrcopy'], False, True),
    (['showeventlog'], False, False)])
def test_what_is_known_of_a_command_is_not_guessed_of_others(
        words: list[str], table: bool, plain: bool) -> None:
    assert (commands.prints_table(words), commands.is_plain(words)) == (
        table, plain)
