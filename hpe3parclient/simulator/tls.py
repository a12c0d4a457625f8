"""A certificate for one simulated array, and the TLS side of its socket.

Knows how to make a certificate authority that lives as long as the array,
and how cheroot wants its sockets wrapped. The handshake is left to the
thread that serves the connection, so that a silent client holds up nobody.
"""

from __future__ import annotations

import hashlib
import socket
import ssl
from typing import Any

import trustme
from cheroot.makefile import StreamReader, StreamWriter
from cheroot.ssl import Adapter

#: Names the certificate is good for, besides the address served on.
HOSTNAMES = ('localhost', '127.0.0.1', '::1')


class Tls(Adapter):
    """Sockets wrapped with a certificate made on the spot."""

    def __init__(self, host: str) -> None:
        authority = trustme.CA()
        certificate = authority.issue_cert(*{*HOSTNAMES, host})
        self.context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        self.context.minimum_version = ssl.TLSVersion.TLSv1_2
        # its type names a class of pyOpenSSL, which need not be installed
        certificate.configure_cert(  # pyright: ignore[reportUnknownMemberType]
            self.context)
        #: the authority's certificate, PEM
        self.authority: bytes = authority.cert_pem.bytes()
        #: of the certificate that is served
        self.fingerprint = _fingerprint(
            certificate.cert_chain_pems[0].bytes())

    def bind(self, sock: socket.socket) -> socket.socket:
        """The listening socket stays as it is."""
        return sock

    def wrap(self, sock: socket.socket) -> tuple[ssl.SSLSocket,
                                                 dict[str, Any]]:
        """A socket whose first use does the handshake."""
        wrapped = self.context.wrap_socket(
            sock, server_side=True, do_handshake_on_connect=False)
        return wrapped, self.get_environ()

    def get_environ(self) -> dict[str, Any]:
        """What a TLS connection adds to a WSGI environment."""
        return {'wsgi.url_scheme': 'https', 'HTTPS': 'on'}

    def makefile(self, sock: socket.socket, mode: str = 'r',
                 bufsize: int = -1) -> Any:
        """A file over the socket."""
        kind = StreamReader if 'r' in mode else StreamWriter
        return kind(sock, mode, 8192 if bufsize < 0 else bufsize)


def _fingerprint(pem: bytes) -> str:
    der = ssl.PEM_cert_to_DER_cert(pem.decode('ascii'))
    return 'sha256:' + hashlib.sha256(der).hexdigest()


def say_goodbye(sock: socket.socket) -> None:
    """Send TLS's own end mark, without waiting for the peer's."""
    if not isinstance(sock, ssl.SSLSocket):
        return
    try:
        sock.settimeout(0)
        sock.unwrap()
    except (OSError, ValueError):
        # The mark went out, or there is nobody left to read it.
        return
