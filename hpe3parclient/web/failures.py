"""Convert exceptions of requests, urllib3 and Python to our own.

Errors of other packages hold the request as it was sent, and the frames that
they passed through hold it too. So nothing of them is kept but what the
operating system said.
"""

from __future__ import annotations

import socket
import ssl
import traceback
from typing import Any

import requests.exceptions as theirs
import urllib3.exceptions
from urllib3.util.ssl_match_hostname import CertificateError

from hpe3parclient import describe, exceptions
from hpe3parclient.web.connection import TooSlow
from hpe3parclient.web.request import Request

#: seconds to connect, of silence, and for a whole answer
Timeouts = tuple[float, float, float]

_UNKNOWN_ISSUER = (
    "give secure= the file of the CA that signed the array's certificate (a "
    "self-signed one is its own CA), or 'sha256:<fingerprint>' of it")

_NOT_IN_THE_FILE = (
    'the CA certificates in %s were read, and that of the CA that signed the '
    "array's certificate (a self-signed one is its own CA) is not among them: "
    "add it, or the array's own certificate, or give secure="
    "'sha256:<fingerprint>'")

_OTHER_REASON = (
    "give the array a new certificate, or secure='sha256:<fingerprint>', "
    'which accepts this certificate alone, whatever it says')

#: words of the reasons that say that an issuer is not known
_MISSING_ISSUER = ('issuer', 'self-signed', 'self signed', 'first certificate')

_WRONG_NAME = (
    'write in api_url a name that the certificate bears, or give '
    "secure='sha256:<fingerprint>', which asks for no name")

#: what to do about a certificate, by words of the reason it was refused for
_CERTIFICATE_ADVICE = (
    ('ingerprint', 'the server has another certificate than secure= expects: '
     'if the array was given a new one, ask its administrator for the new '
     'fingerprint; otherwise somebody may stand between'),
    ('mismatch', _WRONG_NAME), ("doesn't match", _WRONG_NAME),
    ('expired', "give the array a new certificate, or secure='sha256:"
     "<fingerprint>', which asks for no date"),
    ('not yet valid', "compare the array's clock with this one; a new "
     'certificate may bear a date that is still to come'),
    ('too weak', 'the key or the signature of a certificate is weaker than '
     'OpenSSL allows here: give the array a new certificate, or '
     "secure='sha256:<fingerprint>'"),
    ('invalid CA', 'a certificate in the file that secure= names, or in what '
     'the array sent, signed another one and is not a CA: give secure= the '
     "array's own certificate, or 'sha256:<fingerprint>' of it"),
    ('purpose', 'the certificate was not made for a server: give the array '
     "a new one, or secure='sha256:<fingerprint>'"))


def without_frames(ex: BaseException) -> BaseException:
    """Return an exception without tracebacks, also in its causes.

    The frames of requests, urllib3 and http.client hold headers and bodies.
    """
    for item in _chain(ex):
        item.__traceback__ = None
        if isinstance(item, theirs.RequestException):
            item.request = item.response = None
    return ex


def partial(ex: BaseException) -> bytes:
    """Return the bytes that were read before a read failed."""
    for cause in (ex, *ex.args, ex.__cause__):
        piece = getattr(cause, 'partial', None)
        if isinstance(piece, bytes):
            return piece
    return b''


def of(ex: BaseException, request: Request, timeouts: Timeouts,
       ca_path: str | None = None) -> exceptions.ClientException:
    """Return our exception for a foreign one.

    Where nobody saw whether the request left, as with a tool's connection,
    it counts as sent, unless the error says that there was no connection.

    :param ca_path: the CA file or directory that certificates are verified
        with, or None
    """
    sent = request.sent
    if sent is None:
        sent = not _has(ex, theirs.ConnectTimeout,
                        urllib3.exceptions.NewConnectionError,
                        urllib3.exceptions.ConnectTimeoutError,
                        ConnectionRefusedError, *_NO_CONNECTION)
    text = request.mask(_reason(ex))
    if _has(ex, ssl.SSLCertVerificationError, CertificateError) or \
            'ingerprint' in text:
        failure: exceptions.ClientException = _certificate(
            text, request, ca_path)
    else:
        failure = _typed(*_kind(ex, sent, text, timeouts), sent, request)
    failure.__cause__ = _cause(ex)
    _clear_frames(ex)
    return failure


def _clear_frames(ex: BaseException) -> None:
    """Empty the frames that an exception has left.

    In Python 3.13 those of a context manager refer to their own traceback, and
    so keep every frame below them, and the client, until the collector runs.
    """
    for item in _chain(ex):
        traceback.clear_frames(item.__traceback__)


#: what is raised before a request can be sent
_NO_CONNECTION = (theirs.ProxyError, theirs.InvalidURL, theirs.InvalidSchema,
                  socket.gaierror, urllib3.exceptions.LocationValueError)


def _kind(ex: BaseException, sent: bool, text: str,
          timeouts: Timeouts) -> tuple[Any, str]:
    """Return the class and the message of our exception."""
    if _has(ex, TooSlow):
        return exceptions.Timeout, next(
            str(item) for item in _chain(ex) if isinstance(item, TooSlow))
    if not sent and _has(ex, ssl.SSLError, theirs.SSLError):
        return exceptions.TLSFailed, (
            text + '; the array may speak only an old TLS, or no TLS on this '
            'port: check the URL, or give secure= an ssl.SSLContext that '
            'allows what the array offers')
    if _has(ex, theirs.Timeout, urllib3.exceptions.TimeoutError) and \
            not _has(ex, urllib3.exceptions.NewConnectionError):
        if sent:
            return exceptions.Timeout, \
                f'nothing came for {timeouts[1]:g} seconds'
        return exceptions.ConnectTimeout, \
            f'no connection within {timeouts[0]:g} seconds'
    return exceptions.ConnectionError, text


def _typed(cls: Any, text: str, sent: bool,
           request: Request) -> exceptions.RequestException:
    failure: exceptions.RequestException = cls(
        text, method=request.method, url=request.url)
    failure.request_sent = sent
    return failure


def _certificate(text: str, request: Request,
                 ca_path: str | None) -> exceptions.SSLCertFailed:
    advice = next((advice for words, advice in _CERTIFICATE_ADVICE
                   if words in text), None)
    if advice is None and not any(words in text for words in _MISSING_ISSUER):
        advice = _OTHER_REASON
    elif advice is None:
        advice = _UNKNOWN_ISSUER if ca_path is None \
            else _NOT_IN_THE_FILE % describe.value(ca_path)
    return exceptions.SSLCertFailed(f'{text}; nothing was sent; {advice}',
                                    method=request.method, url=request.url)


def _cause(ex: BaseException) -> BaseException | None:
    """Return the operating system's error as a new exception without frames."""
    for item in _chain(ex):
        if isinstance(item, socket.gaierror):
            return socket.gaierror(item.errno, item.strerror)
        if isinstance(item, OSError) and isinstance(item.errno, int) and \
                not isinstance(item, (ssl.SSLError, theirs.RequestException)):
            return OSError(item.errno, item.strerror)
    return None


def _chain(ex: BaseException) -> list[BaseException]:
    """Yield an exception and all exceptions that it wraps."""
    seen: list[BaseException] = []
    waiting: list[Any] = [ex]
    while waiting:
        item = waiting.pop()
        if not isinstance(item, BaseException) or \
                any(item is known for known in seen):
            continue
        seen.append(item)
        waiting += [*item.args, getattr(item, 'reason', None),
                    item.__cause__, item.__context__]
    return seen


def _has(ex: BaseException, *kinds: Any) -> bool:
    return any(isinstance(item, kinds) for item in _chain(ex))


def _reason(ex: BaseException) -> str:
    """Return the message of the innermost cause."""
    chain = _chain(ex)
    innermost = chain[-1]
    for item in chain:
        if isinstance(item, OSError) and not isinstance(
                item, theirs.RequestException):
            innermost = item
    return str(innermost) or type(innermost).__name__
