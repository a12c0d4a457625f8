"""What may go wrong between this client and the array's command line.

All are :class:`~hpe3parclient.exceptions.SSHException`, so programs that
catch that class catch these too. Every
:class:`SSHConnectionError` means that the command was not sent, every
:class:`SSHOutcomeUnknown` that it may have run.
"""

from __future__ import annotations

from hpe3parclient import exceptions


class IllegalWord(exceptions.SSHInjectionThreat, ValueError):
    """Raised for an argument that may not stand on the command line.

    Nothing was sent. It is a ValueError as well, since that is what it is
    in Python.
    """


class WordTypeError(IllegalWord, AttributeError):
    """An argument that must be a str is something else.

    It is an AttributeError as well, which is what programs written for the
    releases 4.x of this client expect.
    """


class SSHOptionError(exceptions.SSHException, ValueError):
    """An option for the SSH connection is wrong; nothing was connected."""


class SSHConnectionError(exceptions.SSHException):
    """There is no connection, and no command of the caller was sent."""


class SSHAlgorithmMismatch(SSHConnectionError):
    """Array and paramiko share no key exchange or host key algorithm."""


class SSHHostKeyRejected(SSHConnectionError):
    """The array's host key is unknown and refused, or it has changed."""


class SSHAuthenticationFailed(SSHConnectionError):
    """The array does not take the user name with this password or key."""


class SSHSessionRefused(SSHConnectionError):
    """The array refused the session in words; the message quotes them."""


class SSHClosedEarly(SSHConnectionError):
    """The array closed the connection without a word, before any log-in."""


class SSHBusy(SSHConnectionError):
    """The array has no command-line session left for this client."""


class SSHOutcomeUnknown(exceptions.SSHException):
    """The connection ended after the command had been sent.

    The command may have run, wholly or in part. It is never sent again by
    this client: look at the array's state, then decide.
    """


class SSHTimeout(exceptions.SSHException):
    """A time limit has passed.

    :param which: ``'connect'``, ``'silence'`` or ``'command'``
    """

    def __init__(self, message: str, which: str = '') -> None:
        super().__init__(message)
        #: the limit that has passed
        self.which = which


class SSHConnectTimeout(SSHTimeout, SSHConnectionError):
    """No usable session in time; no command was sent."""

    def __init__(self, message: str) -> None:
        super().__init__(message, 'connect')


class SSHCommandTimeout(SSHTimeout, SSHOutcomeUnknown):
    """The answer did not come, or did not end, in time."""


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
    """Raised when a command asks whether to go on.

    It was not confirmed. Add ``-f`` to the command if you mean it.
    """


class SSHDialogueError(SSHOutcomeUnknown):
    """What the array sent cannot be read as the answer to the command.

    The command may have run.
    """


class SSHTableError(exceptions.SSHException):
    """Lines are not the table that was expected."""
