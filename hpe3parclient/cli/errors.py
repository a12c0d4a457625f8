"""Exceptions of the command line over SSH.

All are :class:`~hpe3parclient.exceptions.SSHException`, so programs that
catch that class catch these too. Every
:class:`SSHConnectionError` means that the command was not sent, every
:class:`SSHOutcomeUnknown` that it may have run.
"""

from __future__ import annotations

from hpe3parclient import exceptions


class IllegalWord(exceptions.SSHInjectionThreat, ValueError):
    """Raised for an argument that is not allowed in a command.

    Nothing was sent. It is a ValueError as well, since that is what it is
    in Python.
    """


class WordTypeError(IllegalWord, AttributeError):
    """Raised when an argument is not a str.

    It is an AttributeError as well, which is what programs written for the
    releases 4.x of this client expect.
    """


class SSHOptionError(exceptions.SSHException, ValueError):
    """Raised when an SSH option is invalid; no connection was made."""


class SSHConnectionError(exceptions.SSHException):
    """Raised when the connection failed before the command was sent."""


class SSHAlgorithmMismatch(SSHConnectionError):
    """Raised when array and paramiko share no key exchange or host key algorithm."""


class SSHHostKeyRejected(SSHConnectionError):
    """Raised when the array's host key is unknown and refused, or has changed."""


class SSHAuthenticationFailed(SSHConnectionError):
    """Raised when the array refuses the user with this password or key."""


class SSHSessionRefused(SSHConnectionError):
    """Raised when the array refuses the session with a message, which is quoted."""


class SSHClosedEarly(SSHConnectionError):
    """Raised when the array closes the connection silently before login."""


class SSHBusy(SSHConnectionError):
    """Raised when the array has no free command-line session."""


class SSHOutcomeUnknown(exceptions.SSHException):
    """Raised when the connection ends after the command was sent.

    The command may have run, wholly or in part. It is never sent again by
    this client: look at the array's state, then decide.
    """


class SSHTimeout(exceptions.SSHException):
    """Raised when a timeout expires.

    :param which: ``'connect'``, ``'silence'`` or ``'command'``
    """

    def __init__(self, message: str, which: str = '') -> None:
        super().__init__(message)
        #: the limit that has passed
        self.which = which


class SSHConnectTimeout(SSHTimeout, SSHConnectionError):
    """Raised when no session opens within the timeout; no command was sent."""

    def __init__(self, message: str) -> None:
        super().__init__(message, 'connect')


class SSHCommandTimeout(SSHTimeout, SSHOutcomeUnknown):
    """Raised when a command's output does not arrive or end within the timeout."""


class SSHQuestion(exceptions.SSHException):
    """Raised when the array asks something instead of showing its prompt.

    Nothing was typed in reply, and the channel was closed.

    :param question: what the array showed, in the words it used
    """

    def __init__(self, message: str, question: str = '') -> None:
        super().__init__(message)
        #: the question, with the lines that led to it
        self.question = question


class SSHLoginQuestion(SSHQuestion, SSHConnectionError):
    """Raised when a question comes before the command; it was not sent."""


class SSHCommandQuestion(SSHQuestion, SSHOutcomeUnknown):
    """Raised when a question comes after the command was sent.

    The command may have run in part.
    """


class SSHConfirmationAsked(SSHQuestion):
    """Raised when a command asks for confirmation.

    It was not confirmed. Add ``-f`` to the command if you mean it.
    """


class SSHDialogueError(SSHOutcomeUnknown):
    """Raised when the output cannot be parsed as the command's result.

    The command may have run.
    """


class SSHTableError(exceptions.SSHException):
    """Raised when the output is not the expected table."""
