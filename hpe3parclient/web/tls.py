"""Prepare certificate verification for ``secure=``, once per client.

Loading a CA store costs more than ten requests, so the context is made once
and handed to the connection pool.

3PAR closes every connection. Where no certificate is expected, the TLS session
of one connection is offered on the next; a server that does not want it makes a
full handshake. Where one is expected, each connection makes a full handshake: a
server that resumes a session sends no certificate, in TLS 1.2 as in 1.3, and
ssl shows the one that the session began with. A server that has kept its ticket
keys, or somebody who has stolen them, would pass with any certificate.

This module knows certificates and contexts. It opens no connection.
"""

from __future__ import annotations

import errno
import os
import ssl
from typing import Any, NamedTuple, Union

import requests.utils

from hpe3parclient.narrowing import is_path
from hpe3parclient.patterns import pattern

Secure = Union[None, bool, str, 'os.PathLike[str]', ssl.SSLContext, 'Trust']

#: its name in ssl is younger than Python 3.9
_PARTIAL_CHAIN = ssl.VerifyFlags(getattr(
    ssl, 'VERIFY_X509_PARTIAL_CHAIN', 0x80000))

_FINGERPRINT = pattern(r'sha256:([0-9a-fA-F]{64})\Z')


class Trust(NamedTuple):
    """How a client verifies the server's certificate."""

    #: the TLS context of its connections
    context: PreparedContext
    #: hex digits of the certificate's SHA-256, or None
    fingerprint: str | None
    #: False only for ``secure=False``
    verified: bool
    #: the CA file or directory that was given, or None
    ca_path: str | None = None


class _Socket(ssl.SSLSocket):
    """A socket that is closed when its peer has gone before TLS began.

    ssl asks for the peer, and would leave the socket open for the garbage
    collector to find.
    """

    def getpeername(self) -> Any:
        try:
            return super().getpeername()
        except OSError as ex:
            self.close()
            raise ConnectionResetError(
                errno.ECONNRESET, 'the connection was reset before TLS '
                'began') from ex


class PreparedContext:
    """An SSLContext whose sockets are closed when their handshake fails.

    Stands in for the context it wraps, so that a context a program brings
    keeps its class and its settings.

    :param context: what it wraps
    :param resumes: whether to offer the last TLS session of a server again;
        only where any certificate would do
    """

    def __init__(self, context: ssl.SSLContext, resumes: bool = False) -> None:
        self.__dict__['wrapped'] = context
        self.__dict__['_resumes'] = resumes
        #: the last TLS session by the name of the server: an HTTPS proxy is
        #: another server than the array
        self.__dict__['_sessions'] = {}

    def __getattr__(self, name: str) -> Any:
        return getattr(self.__dict__['wrapped'], name)

    def __setattr__(self, name: str, value: Any) -> None:
        setattr(self.__dict__['wrapped'], name, value)

    def wrap_socket(self, sock: Any, *args: Any, **kwargs: Any) -> Any:
        """Wrap a socket as the context does, with the kept session."""
        if self.__dict__['_resumes']:
            kwargs.setdefault('session', self.__dict__['_sessions'].get(
                kwargs.get('server_hostname')))
        wrapped = self.__dict__['wrapped'].wrap_socket(
            sock, *args, do_handshake_on_connect=False, **kwargs)
        try:
            wrapped.do_handshake()
        except BaseException:       # Ctrl-C too, where ssl leaves it open
            wrapped.close()
            raise
        return wrapped

    def keep_session(self, sock: Any) -> None:
        """Remember the TLS session of a socket that is about to close.

        A session that the server has just taken again is kept as it is:
        reading the new one out costs as much as the rest of the close.
        """
        if not self.__dict__['_resumes'] or \
                getattr(sock, 'session_reused', None) is not False:
            return
        session = sock.session
        if session is not None and sock.context is self.__dict__['wrapped']:
            self.__dict__['_sessions'][sock.server_hostname] = session


def prepare(secure: object) -> Trust:
    """Create the TLS context for a value of ``secure``.

    :param secure: False or None (verify nothing), True (the public CAs of
        certifi), the path of a CA file or directory, an
        :class:`ssl.SSLContext`, or
        ``'sha256:<64 hex digits>'``, the fingerprint of the server's
        certificate; what this function made before is returned as it is
    :raises ValueError: the value is none of these, or the CA file cannot be
        read
    """
    if isinstance(secure, Trust):
        return secure
    if isinstance(secure, ssl.SSLContext):
        return Trust(PreparedContext(secure), None,
                     secure.verify_mode != ssl.CERT_NONE)
    if secure is True:
        return _with_ca(requests.utils.DEFAULT_CA_BUNDLE_PATH)._replace(
            ca_path=None)
    if secure is False or secure is None:
        return Trust(PreparedContext(_unverified(), resumes=True), None, False)
    if not is_path(secure):
        raise ValueError(
            'secure is False, True, the path of a CA file, an '
            f"ssl.SSLContext or 'sha256:<hex>', not {secure!r}")
    text = os.fspath(secure)
    if text.lower().startswith('sha256:'):
        return _with_fingerprint(text)
    return _with_ca(text)


def check_scheme(api_url: str, secure: Secure) -> None:
    """Refuse certificate options for an ``http://`` URL.

    :raises ValueError: ``secure`` says what certificate to expect, and the
        URL says http. ``secure=True`` may come from a program's settings for
        all of its arrays, and is no reason to refuse one.
    """
    if api_url.startswith('http:') and (
            isinstance(secure, (str, os.PathLike))
            or (isinstance(secure, ssl.SSLContext)
                and secure.verify_mode != ssl.CERT_NONE)):
        raise ValueError(
            f'secure= says which certificate to expect, and api_url={api_url!r} has '
            'none: the password would travel in clear text. Use the https '
            'URL (port 8080 on 3PAR, 443 on Primera and Alletra), or '
            'secure=False to talk without TLS')


def _with_ca(location: str) -> Trust:
    context = _modern()
    try:
        if os.path.isdir(location):
            context.load_verify_locations(capath=location)
        else:
            context.load_verify_locations(cafile=location)
    except OSError as ex:               # ssl.SSLError is one
        raise ValueError(
            f'secure={location!r}: cannot read CA certificates there ({ex}); give the '
            'path of a PEM file or of a directory of them') from ex
    return Trust(PreparedContext(context), None, True, location)


def _with_fingerprint(text: str) -> Trust:
    match = _FINGERPRINT.match('sha256:' + text[7:].replace(':', ''))
    if not match:
        raise ValueError(
            f'secure={text!r}: a fingerprint is sha256: and the 64 hex digits of '
            "the certificate's SHA-256")
    return Trust(PreparedContext(_unverified()), match.group(1).lower(), True)


def _modern() -> ssl.SSLContext:
    """Return a context that requires TLS 1.2 or later on every Python.

    Every certificate that it is given is an anchor, be it the array's own or
    that of an intermediate CA, and not only one that signed itself.
    """
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    context.sslsocket_class = _Socket
    context.verify_flags |= _PARTIAL_CHAIN
    return context


def _unverified() -> ssl.SSLContext:
    context = _modern()
    context.check_hostname = False
    context.verify_mode = ssl.CERT_NONE
    return context
