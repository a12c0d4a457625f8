"""Every error that the client raises.

There is one class for each HTTP status that an array sends, one for each failure
of the connection, and one for each failure of the command line. Every exception
can be printed. Those of the web service have ``code``, ``symbol``,
``description``, ``ref``, ``http_status``, ``method`` and ``url``.

Errors of the transport are also the errors of the same name in *requests*,
so ``except`` clauses of either kind catch them.

This module does not decide when something is an error; see
:mod:`hpe3parclient.http` and :mod:`hpe3parclient.ssh`.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import requests.exceptions as theirs

from hpe3parclient import describe, error_codes
from hpe3parclient.narrowing import is_dict
from hpe3parclient.patterns import pattern

#: a code that an array wrote as a text
_DIGITS = pattern(r'[0-9]{1,18}\Z')

#: characters of an array's description that an error holds
_LONGEST_TEXT = 4096


class UnsupportedVersion(Exception):
    """The array's WSAPI is too old, or not one this client speaks."""


class CommandError(Exception):
    """A command line could not be parsed."""


class AuthorizationFailure(Exception):
    """The credentials do not permit the request."""


class NoUniqueMatch(Exception):
    """More than one object matches where exactly one was expected."""


class ClientException(Exception):
    """The base class of all errors of the web service.

    :param error: what is known: the array's error body as a dict
        (``code``, ``desc``, ``ref``, ``debug1``, ``debug2``), or a text
    :param http_status: the status, where the class does not say it
    :param method: HTTP method of the request that failed
    :param url: URL of that request; a session key in it is masked
    """

    #: the HTTP status the class stands for; None or '' where there is none
    http_status: int | str | None = None
    message = ''

    def __init__(self, error: Any = None, *,
                 http_status: int | None = None,
                 method: str | None = None,
                 url: str | None = None) -> None:
        if error is None:
            super().__init__()
        else:
            super().__init__(error)
        fields: dict[str, Any] = error if is_dict(error) else {'desc': error}
        self._error_code = _as_number(fields.get('code'))
        self._error_desc = _as_text(fields.get('desc'))
        self._error_ref = _as_text(fields.get('ref'))
        self._debug1 = fields.get('debug1')
        self._debug2 = fields.get('debug2')
        if http_status is not None:
            self.http_status = http_status
        #: HTTP method of the request, or None where no request was made
        self.method = method
        #: URL of the request, or None where no request was made
        self.url = url

    def get_code(self) -> Any:
        """The array's error number as an int, or None."""
        return self._error_code

    def get_description(self) -> str | None:
        """The array's description of the error, or None."""
        return self._error_desc

    def get_ref(self) -> str | None:
        """The member of the request that caused the error, or None."""
        return self._error_ref

    @property
    def code(self) -> Any:
        """The array's error number, as :meth:`get_code` returns it."""
        return self._error_code

    @property
    def description(self) -> str | None:
        """The array's description, as :meth:`get_description` returns it."""
        return self._error_desc

    @property
    def ref(self) -> str | None:
        """The member that caused the error, as :meth:`get_ref` returns it."""
        return self._error_ref

    @property
    def symbol(self) -> str | None:
        """The guide's name of the number, ``NON_EXISTENT_VOL`` for 23."""
        if isinstance(self._error_code, int):
            return error_codes.symbol_of(self._error_code)
        return None

    def __str__(self) -> str:
        text = self.message or type(self).__name__
        if self.http_status not in (None, ''):
            text += f' (HTTP {self.http_status})'
        if self._error_code is not None:
            text += f' {self._error_code}'
        if self._error_desc:
            text += f' - {self._error_desc}'
        if self._error_ref:
            text += f' - {self._error_ref}'
        if self._debug1:
            text += f" (1: '{_as_text(self._debug1)}')"
        if self._debug2:
            text += f" (2: '{_as_text(self._debug2)}')"
        # Much of it may come from a server, and it must stay one line.
        return text.replace('\n', '\\n')


def _as_number(code: Any) -> Any:
    """A code as an int where it is one; programs compare with ``is``."""
    if isinstance(code, str):
        return int(code) if _DIGITS.match(code) else _as_text(code)
    if isinstance(code, float) and code.is_integer():
        code = int(code)
    return code if type(code) is int and abs(code) < 1 << 63 else None


def _as_text(value: Any) -> str | None:
    """Return a printable str for any value that an array sent."""
    if value is None:
        return None
    if isinstance(value, bytes):
        value = value.decode('utf-8', 'replace')
    try:
        text = str(value)
    except (RecursionError, ValueError):
        text = describe.kind(value)
    if len(text) > _LONGEST_TEXT:
        text = text[:_LONGEST_TEXT] + '…'
    return describe.printable(text)


# -- failures of the transport ----------------------------------------------


class RequestException(ClientException, theirs.RequestException):
    """Something between the client and the array failed."""

    message = 'Request failed'

    #: False when no byte of the request can have reached the array
    request_sent = True


class ConnectionError(RequestException, theirs.ConnectionError):
    """The connection could not be made, or broke."""

    message = 'Connection failed'


class HTTPError(RequestException, theirs.HTTPError):
    """The response is not valid HTTP."""

    message = 'HTTP error'


class URLRequired(RequestException, theirs.URLRequired):
    """There is no URL to send to."""

    message = 'A URL is required'


class TooManyRedirects(RequestException, theirs.TooManyRedirects):
    """The server redirected the request; redirects are not followed."""

    message = 'Redirect refused'


class Timeout(RequestException, theirs.Timeout):
    """Nothing came within the time limit."""

    message = 'Timed out'


class ConnectTimeout(ConnectionError, Timeout, theirs.ConnectTimeout):
    """No connection was made within the time limit; nothing was sent."""

    message = 'Timed out'
    request_sent = False


class SSLCertFailed(ClientException, theirs.SSLError):
    """The server's certificate could not be verified."""

    http_status = ''
    message = 'SSL Certificate Verification Failed'

    request_sent = False


class TLSFailed(ConnectionError, theirs.SSLError):
    """The TLS handshake failed, but not because of the certificate."""

    message = 'TLS handshake failed'


class OutcomeUnknown(RequestException):
    """The request may or may not have been carried out.

    The array can have read it before the connection failed. It is never
    repeated by itself: look at the array's state, then decide.
    """

    message = 'Outcome unknown'


class ConnectionOutcomeUnknown(OutcomeUnknown, ConnectionError):
    """The connection broke after a change had been sent."""


class TimeoutOutcomeUnknown(OutcomeUnknown, Timeout):
    """No response to a change arrived within the time limit."""


class InvalidResponse(RequestException):
    """The array's response cannot be used: it is not JSON, or incomplete."""

    message = 'Unusable answer'


class IncompleteResponse(InvalidResponse, ConnectionError):
    """A response broke off, or a list has fewer members than its total."""

    message = 'Incomplete answer'


class UnusableOutcomeUnknown(OutcomeUnknown, InvalidResponse):
    """The response to a change cannot be decoded, such as a proxy's page."""


class IncompleteOutcomeUnknown(OutcomeUnknown, IncompleteResponse):
    """The response to a change broke off."""


# -- answers with an HTTP status --------------------------------------------


class HTTPBadRequest(ClientException):
    """400: the request is malformed or asks for something impossible."""

    http_status: int | str | None = 400
    message = 'Bad request'


class HTTPUnauthorized(ClientException):
    """401: not logged in. Arrays answer 403 with code 6 instead."""

    http_status = 401
    message = 'Unauthorized'


class HTTPForbidden(ClientException):
    """403: the user, or the state of the object, does not permit it."""

    http_status = 403
    message = 'Forbidden'


class HTTPNotFound(ClientException):
    """404: there is no such object."""

    http_status = 404
    message = 'Not found'


class HTTPMethodNotAllowed(ClientException):
    """405: the resource does not take this method."""

    http_status = 405
    message = 'Method Not Allowed'


class HTTPNotAcceptable(ClientException):
    """406: the array cannot respond in the requested format."""

    http_status = 406
    message = 'Method Not Acceptable'


class HTTPProxyAuthRequired(ClientException):
    """407: a proxy requires credentials."""

    http_status = 407
    message = 'Proxy Authentication Required'


class HTTPRequestTimeout(ClientException):
    """408: the array waited too long for the rest of the request."""

    http_status = 408
    message = 'Request Timeout'


class HTTPConflict(ClientException):
    """409: the object exists already, or is in use."""

    http_status = 409
    message = 'Conflict'


class HTTPGone(ClientException):
    """410: the object is gone for good."""

    http_status = 410
    message = 'Gone'


class HTTPLengthRequired(ClientException):
    """411: the request has no Content-Length."""

    http_status = 411
    message = 'Length Required'


class HTTPPreconditionFailed(ClientException):
    """412: a condition in the request does not hold."""

    http_status = 412
    message = 'Over limit'


class HTTPRequestEntityTooLarge(ClientException):
    """413: the request's body is too long."""

    http_status = 413
    message = 'Request Entity Too Large'


class HTTPRequestURITooLong(ClientException):
    """414: the request's URL is too long."""

    http_status = 414
    message = 'Request URI Too Large'


class HTTPUnsupportedMediaType(ClientException):
    """415: the request's body is not in a form the array reads."""

    http_status = 415
    message = 'Unsupported Media Type'


class HTTPRequestedRangeNotSatisfiable(ClientException):
    """416: the requested range does not exist."""

    http_status = 416
    message = 'Requested Range Not Satisfiable'


class HTTPExpectationFailed(ClientException):
    """417: an Expect header cannot be met."""

    http_status = 417
    message = 'Expectation Failed'


class HTTPTeaPot(ClientException):
    """418: the server is not an array."""

    http_status = 418
    message = "I'm A Teapot. (RFC 2324)"


class HTTPInternalServerError(ClientException):
    """500: the array failed inside."""

    http_status = 500
    message = 'Internal Server Error'


class HTTPNotImplemented(ClientException):
    """501: this release of the array cannot do that."""

    http_status = 501
    message = 'Not Implemented'


class HTTPBadGateway(ClientException):
    """502: a proxy received no valid response from the array."""

    http_status = 502
    message = 'Bad Gateway'


class HTTPServiceUnavailable(ClientException):
    """503: the array is busy, or a limit of the system is reached."""

    http_status = 503
    message = 'Service Unavailable'


class HTTPGatewayTimeout(ClientException):
    """504: a proxy waited too long for the array."""

    http_status = 504
    message = 'Gateway Timeout'


class HTTPVersionNotSupported(ClientException):
    """505: the array refuses this version of HTTP."""

    http_status = 505
    message = 'Version Not Supported'


class BadGatewayOutcomeUnknown(OutcomeUnknown, HTTPBadGateway):
    """502 to a change: a proxy passed it on and got no usable answer."""


class GatewayTimeoutOutcomeUnknown(OutcomeUnknown, HTTPGatewayTimeout):
    """504 to a change: a proxy passed it on and got no answer in time."""


class InvalidInput(HTTPBadRequest, ValueError):
    """An argument cannot be sent as it is; nothing was sent.

    What the array would refuse with 400 is refused before it travels: a
    program that catches :class:`HTTPBadRequest` catches this, and so does
    one that catches ValueError.
    """

    http_status = None
    message = 'Invalid input, nothing was sent'


class ReadOnly(ClientException, PermissionError):
    """A change inside ``readOnly()`` was refused; nothing was sent.

    ``method`` and ``url`` identify the request; of a command, ``method`` is
    ``CLI``.
    """

    message = 'Read-only, nothing was changed'


class EnsureConflict(ClientException):
    """An existing object cannot be changed as required; nothing was changed.

    Raised by the ``ensure…`` methods, where a volume would have to shrink,
    say. The description names every difference and what mends it.
    """

    message = 'Cannot be made so, nothing was changed'


_BY_STATUS: dict[int, type[ClientException]] = {
    cls.http_status: cls for cls in (
        HTTPBadRequest, HTTPUnauthorized, HTTPForbidden, HTTPNotFound,
        HTTPMethodNotAllowed, HTTPNotAcceptable, HTTPProxyAuthRequired,
        HTTPRequestTimeout, HTTPConflict, HTTPGone, HTTPLengthRequired,
        HTTPPreconditionFailed, HTTPRequestEntityTooLarge,
        HTTPRequestURITooLong, HTTPUnsupportedMediaType,
        HTTPRequestedRangeNotSatisfiable, HTTPExpectationFailed, HTTPTeaPot,
        HTTPInternalServerError, HTTPNotImplemented, HTTPBadGateway,
        HTTPServiceUnavailable, HTTPGatewayTimeout, HTTPVersionNotSupported)
    if isinstance(cls.http_status, int)}


def from_response(response: Any, body: Any, *, method: str | None = None,
                  url: str | None = None) -> ClientException:
    """Return the exception for a response with an error status.

    :param response: anything with ``status`` or ``status_code``
    :param body: the decoded body: a dict with ``code`` and ``desc``, a text,
        or None
    :param method: HTTP method of the request
    :param url: URL of the request
    :returns: an object to raise: the class of the status, or
        :class:`ClientException` for a status without a class of its own
    """
    status = getattr(response, 'status', None)
    if status is None:
        status = getattr(response, 'status_code', None)
    status = int(status) if status is not None else None
    cls = _BY_STATUS.get(status or 0, ClientException)
    return cls(body or None, http_status=status, method=method, url=url)


# -- waiting ----------------------------------------------------------------


class WaitTimeout(ClientException, TimeoutError):
    """The condition did not become true within the timeout.

    When looking failed to the end, the failure is its ``__cause__``.
    """

    message = 'Waited in vain'


class TaskError(ClientException):
    """A task failed, was cancelled, or did not end within the timeout.

    :param error: as for :class:`ClientException`
    :param task: the task as the array showed it last
    :param taskId: its number
    """

    message = 'Task error'

    def __init__(self, error: Any = None, *,
                 task: Mapping[str, Any] | None = None,
                 taskId: int | None = None) -> None:
        super().__init__(error)
        #: the task as getTask gave it last; empty when it never did
        self.task: dict[str, Any] = dict(task or {})
        #: number of the task
        self.taskId = taskId


class TaskFailed(TaskError):
    """The array could not finish a task."""

    message = 'Task failed'


class TaskCancelled(TaskError):
    """Somebody cancelled a task."""

    message = 'Task cancelled'


class TaskTimeout(TaskError, WaitTimeout):
    """A task did not end within the timeout; it continues on the array."""

    message = 'Task not finished'


# -- the command line -------------------------------------------------------


class ProcessExecutionError(Exception):
    """A command ended with an error.

    :param stdout: what it printed
    :param stderr: what it printed as errors
    :param exit_code: its exit status; ``-`` is shown when there is none
    :param cmd: the command
    :param description: what happened, in words
    """

    def __init__(self, stdout: str | None = None,
                 stderr: str | None = None,
                 exit_code: int | str | None = None,
                 cmd: str | None = None,
                 description: str | None = None) -> None:
        self.stdout = stdout
        self.stderr = stderr
        self.exit_code = exit_code
        self.cmd = cmd
        self.description = description
        super().__init__(stdout, stderr, exit_code, cmd, description)

    def __str__(self) -> str:
        return '%s\nCommand: %s\nExit code: %s\nStdout: %r\nStderr: %r' % (
            self.description or 'Unexpected error while running command.',
            self.cmd, '-' if self.exit_code is None else self.exit_code,
            self.stdout, self.stderr)


class SSHException(Exception):
    """A command over SSH failed.

    :param message: the whole text; without it the class's own text is
        filled in from the keywords
    :param kwargs: values for the ``%(name)s`` fields of the class's text
    """

    message = 'An unknown exception occurred.'
    code = 500

    def __init__(self, message: str | None = None, **kwargs: Any) -> None:
        self.kwargs = kwargs
        self.kwargs.setdefault('code', self.code)
        if not message:
            message = self._filled(kwargs)
        # Much of it may be what an array printed.
        message = describe.printable(str(message))
        self.msg = message
        super().__init__(message)

    def _filled(self, values: dict[str, Any]) -> str:
        try:
            return self.message % values
        except (KeyError, TypeError, ValueError):
            return self.message


class SSHInjectionThreat(SSHException):
    """A word may not be part of a command line."""

    message = 'SSH command injection detected: %(command)s'


class SSHNotFoundException(SSHException):
    """The object of the command does not exist."""

    message = 'SSH command failed: %(command)s'


class GrowVolumeException(SSHException):
    """Growing a volume over SSH failed."""

    message = 'SSH grow volume failed: %(command)s'


class CopyVolumeException(SSHException):
    """Copying a volume over SSH failed."""

    message = 'SSH copy volume failed: %(command)s'


class SetQOSRuleException(SSHException):
    """Setting a QoS rule over SSH failed."""

    message = 'SSH set QOS rule failed: %(command)s'


class SrstatldException(SSHException):
    """srstatld printed something that is not CPG statistics."""

    message = 'SSH command failed: %(command)s'
