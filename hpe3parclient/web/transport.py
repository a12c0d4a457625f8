"""Send a request to a server; return a response or a typed failure.

:class:`Transport` is a :class:`requests.Session`; every exchange goes through
its ``send``, so tools that are made for requests see it. It knows proxies,
TLS and bytes. It knows nothing of JSON, session keys or retries.
"""

from __future__ import annotations

import contextlib
import http.client
import logging
import os
import queue
import urllib.parse
from collections.abc import Iterator, Mapping
from typing import Any

import requests
import requests.adapters
import requests.cookies
import requests.exceptions as theirs
import requests.structures
import requests.utils
import urllib3.exceptions
import urllib3.response

from hpe3parclient import exceptions
from hpe3parclient.limits import Limits
from hpe3parclient.web import failures
from hpe3parclient.web.connection import (
    POOLS,
    Head,
    RequestHeaders,
    Watch,
)
from hpe3parclient.web.redact import Secret, reveal
from hpe3parclient.web.request import Request
from hpe3parclient.web.tls import Trust

LOG = logging.getLogger(__name__)

#: bytes of a body read at a time where it is not read as a whole
_PIECE = 1 << 20

#: bytes read at a time of what is compressed, a thousandfold at most
_COMPRESSED_PIECE = 1 << 14

#: kept connections; more threads than this open connections of their own
_POOL_SIZE = 64

#: what an array or a proxy may compress an answer with
_CODINGS = frozenset(('', 'identity', 'gzip', 'x-gzip', 'deflate'))

#: what the libraries beneath raise, and what Python does at their limits
_THEIRS = (theirs.RequestException, urllib3.exceptions.HTTPError, OSError,
           http.client.HTTPException, ValueError, OverflowError)


class Response(requests.Response):
    """A response of requests that computes costly attributes on access.

    Copies of the headers and a jar for the cookies take a tenth of the time
    of a small request.
    """

    def __init__(self, prepared: Any, raw: Any, adapter: Any) -> None:
        self._content: Any = False
        self._content_consumed = False
        self._next = None
        self.status_code = raw.status
        self.raw = raw
        self.url = prepared.url
        self.reason = raw.reason
        self.history = []
        self.request = prepared
        self.connection = adapter

    def __getattr__(self, name: str) -> Any:
        # Only what __init__ leaves out comes here.
        if name == 'headers':
            value: Any = requests.structures.CaseInsensitiveDict(
                self.raw.headers)
        elif name == 'encoding':
            value = requests.utils.get_encoding_from_headers(self.headers)
        elif name == 'cookies':
            value = requests.cookies.RequestsCookieJar()
            requests.cookies.extract_cookies_to_jar(    # type: ignore[no-untyped-call]
                value, self.request, self.raw)
        else:
            raise AttributeError(name)
        setattr(self, name, value)
        return value


class Adapter(requests.adapters.HTTPAdapter):
    """Adapter of requests with a prepared pool for one server.

    :param origin: scheme, host and port
    :param trust: how the server proves who it is; None without TLS
    :param proxies: by scheme, a :class:`Secret`
    :param watch: what the connections are told
    """

    def __init__(self, origin: str, trust: Trust | None, proxies: Secret,
                 watch: Watch) -> None:
        self._origin = origin
        self._below = (origin + '/', origin + '?')
        self._trust = trust
        self._watch = watch
        super().__init__(pool_connections=1, pool_maxsize=_POOL_SIZE,
                         max_retries=0)
        self.poolmanager.pool_classes_by_scheme = POOLS
        #: whether requests name the whole URL, as an HTTP proxy wants it
        self._absolute = False
        self._pool: Any = self._connect_to(requests.utils.select_proxy(
            origin, proxies.reveal()) or None)
        self._pool.watch = watch

    def _connect_to(self, proxy: str | None) -> Any:
        """Create the pool, without opening a connection."""
        if proxy is None:
            return self.poolmanager.connection_from_url(self._origin)
        if '://' not in proxy:
            proxy = 'http://' + proxy
        self._absolute = proxy.startswith('http') and \
            self._origin.startswith('http:')
        manager = self.proxy_manager_for(proxy, **self._tls_settings())
        # It is kept by a URL that may hold a password; the pool is enough.
        self.proxy_manager.clear()
        if proxy.startswith('http'):
            manager.pool_classes_by_scheme = POOLS
        return manager.connection_from_url(self._origin)

    def _tls_settings(self) -> dict[str, Any]:
        if self._trust is None:
            return {}
        return {'ssl_context': self._trust.context,
                'assert_fingerprint': self._trust.fingerprint}

    def init_poolmanager(self, connections: int, maxsize: int,
                         block: bool = False, **settings: Any) -> None:
        """Create the pool manager with our TLS context."""
        settings.update(self._tls_settings())
        super().init_poolmanager(connections, maxsize, block, **settings)

    def _is_array(self, url: str) -> bool:
        return url.startswith(self._below) or url == self._origin

    def get_connection_with_tls_context(self, request: Any, verify: Any,
                                        proxies: Any = None,
                                        cert: Any = None) -> Any:
        """Return the prepared pool for its server."""
        if self._is_array(request.url):
            return self._pool
        return super().get_connection_with_tls_context(
            request, verify, proxies, cert)

    def get_connection(self, url: Any, proxies: Any = None) -> Any:
        """Return the same for requests before 2.32."""
        if self._is_array(url):
            return self._pool
        # Deprecated since, and what those releases call.
        return super().get_connection(url, proxies)  # pyright: ignore[reportDeprecated]

    def close(self) -> None:
        """Close what is kept; a request that comes later opens anew.

        To forget the pool, as requests does, closes nothing while it is
        used here.
        """
        super().close()
        kept = self._pool.pool
        with contextlib.suppress(queue.Empty):
            while kept is not None:
                connection = kept.get(block=False)
                if connection is not None:
                    connection.close()

    def cert_verify(self, conn: Any, url: Any, verify: Any,
                    cert: Any) -> None:
        """Do nothing: the prepared TLS context decides."""

    def request_url(self, request: Any, proxies: Any) -> str:
        """Return the request target with the session key masked.

        urllib3 writes it into logs and errors. Our connections put the key
        in where bytes are written; another connection gets the real one.
        """
        if not self._is_array(request.url):
            return str(super().request_url(request, proxies))
        described = self._watch.request
        is_seen = getattr(self._pool.ConnectionCls, 'masks_urls', False)
        if described is not None and is_seen:
            described.sent = False      # until our connection sends
        if described is None or described.url == request.url or not is_seen:
            return str(request.url if self._absolute else request.path_url)
        if self._absolute:
            return described.url
        return described.url[len(self._origin):]

    def build_response(self, req: Any, resp: Any) -> requests.Response:
        """Return a response that computes costly attributes on access."""
        return Response(req, resp, self)


def _proxy_secrets(proxies: Secret) -> Iterator[str]:
    """Yield passwords of proxies, and what Proxy-Authorization encodes."""
    for proxy in proxies.reveal().values():
        user, separator, _ = proxy.rpartition('@')
        user = user.rpartition('//')[2]
        for text in {user, urllib.parse.unquote(user)} if separator else ():
            password = text.partition(':')[2]
            if password:
                yield from (text, password)


class _NoCookies(requests.cookies.RequestsCookieJar):
    """A cookie jar that stays empty, since arrays set no cookies."""

    def extract_cookies(self, response: Any, request: Any) -> None:
        """Ignore cookies."""


class Transport(requests.Session):
    """A session of requests for a single server.

    :param origin: scheme, host and port of the server
    :param trust: how the server proves who it is; None without TLS
    :param limits: what an answer may take
    :raises ValueError: the environment names a proxy that cannot be used
    """

    def __init__(self, origin: str, trust: Trust | None,
                 limits: Limits) -> None:
        super().__init__()
        self._origin = origin
        self._trust = trust
        self._limits = limits
        self._watch = Watch(limits)
        self.cookies = _NoCookies()
        #: looked up once; it may hold a password
        self._proxies = Secret(dict(requests.utils.get_environ_proxies(
            origin, no_proxy=None)))
        #: what no error may repeat: a proxy may echo how one logs in to it
        self.secrets = Secret(tuple(_proxy_secrets(self._proxies)))
        self._plug_in()

    def _plug_in(self) -> None:
        """Create the adapter with an empty pool."""
        failure, adapter = '', None
        try:
            adapter = Adapter(self._origin, self._trust, self._proxies,
                              self._watch)
        except theirs.InvalidSchema:
            failure = ('the environment names a SOCKS proxy, which needs '
                       "another package: pip install 'requests[socks]'")
        except ValueError:
            # What it says may hold the proxy's password.
            failure = ('the environment names a proxy in a URL that cannot '
                       'be read; a user or password in it must be '
                       'percent-encoded')
        if adapter is None:
            raise ValueError(failure)
        # Where requests has its own: a tool that mounts an adapter of its
        # own at one of these takes the place of ours.
        self.mount('https://', adapter)
        self.mount('http://', adapter)
        self._adapter = adapter
        # Last: from here on other threads take what is there.
        self._process = os.getpid()

    def get_redirect_target(self, resp: Any) -> str | None:
        """Return None: a session key must not follow a redirect."""
        return None

    def resolve_redirects(self, *args: Any, **kwargs: Any) -> Any:
        """Return no further responses."""
        return iter(())

    def exchange(self, request: Request, headers: Secret,
                 timeouts: failures.Timeouts) -> Incoming:
        """Send a request and read the headers of its response.

        :param headers: what to send, a dict inside
        :returns: the answer, whose ``failure`` tells when there is none
        """
        if os.getpid() != self._process:
            # A forked child must not talk on its parent's connections.
            self._plug_in()
        watch = self._watch
        request.sent = None
        watch.request, watch.total = request, timeouts[2]
        foreign: BaseException
        try:
            return Incoming(request, timeouts, self._limits, self.send(
                self._prepared(request, headers), stream=True,
                allow_redirects=False, timeout=timeouts[:2], cert=None,
                verify=self._trust is None or self._trust.verified,
                proxies=self._proxies.reveal()))
        except _THEIRS as ex:
            foreign = ex
        except BaseException as ex:     # noqa: BLE001 it is raised again
            # An error of a tool, or Ctrl-C. The frames that it has passed
            # through hold the request as it was sent.
            foreign = failures.without_frames(ex)
        finally:
            watch.request = None
        try:
            if not isinstance(foreign, _THEIRS):
                raise foreign
            # Frames that hold each other would keep the client in memory.
            failures.without_frames(foreign)
            return Incoming(
                request, timeouts, self._limits, failure=failures.of(
                    foreign, request, timeouts,
                    None if self._trust is None else self._trust.ca_path))
        finally:
            del foreign

    def _prepared(self, request: Request,
                  headers: Secret) -> requests.PreparedRequest:
        """Return a prepared request whose URL is not normalized."""
        prepared = requests.PreparedRequest()
        prepared.method = request.method
        prepared.url = reveal(request.real_url)
        prepared.headers = RequestHeaders(headers.reveal())
        prepared._cookies = None        # type: ignore[attr-defined]
        prepared.body = reveal(request.data)
        prepared.hooks = self.hooks
        return prepared


class Answer:
    """A complete response of a server.

    :param status: the HTTP status
    :param headers: a mapping
    :param body: a :class:`Secret` with bytes inside
    :param broken: None, or the failure that ended the body before its end
    :param limits: what its body may hold
    """

    __slots__ = ('body', 'broken', 'headers', 'is_latin_1', 'limits', 'status')

    def __init__(self, status: int, headers: Any, body: Secret,
                 broken: exceptions.ClientException | None,
                 limits: Limits) -> None:
        self.status = status
        self.headers = headers
        self.body = body
        self.broken = broken
        self.limits = limits
        #: whether the body had to be read as ISO-8859-1
        self.is_latin_1 = False

    def __repr__(self) -> str:
        return f'<Answer {self.status}>'


class Incoming:
    """A response whose body has not been read.

    Read it to its end or close it: half an answer must not stay in a
    connection that the next request would use.

    :param failure: why there is no answer
    """

    def __init__(self, request: Request, timeouts: failures.Timeouts,
                 limits: Limits, response: Any = None,
                 failure: exceptions.ClientException | None = None) -> None:
        self._request = request
        self._timeouts = timeouts
        self._left = limits.body_bytes
        self.limits = limits
        self.failure = failure
        #: None, or the failure that ended the body before its end
        self.broken: exceptions.ClientException | None = None
        if response is not None:
            self._open(response)

    def __repr__(self) -> str:
        return f'<Incoming {self._request.method} {self._request.url}>'

    def _open(self, response: Any) -> None:
        self.status: int = response.status_code
        raw = response.raw
        self._response = Secret(response)
        self._is_plain = isinstance(raw, urllib3.response.BaseHTTPResponse) \
            and response._content is False
        #: the response of a tool may have other headers than the raw one
        self.headers: Mapping[str, str] = raw.headers \
            if isinstance(response, Response) and self._is_plain \
            else response.headers
        self._pieces: Any = None
        # A list comes in chunks, and its members are given as they come. Of
        # other bodies http.client forgets, before Python 3.11.8, how much
        # read1 has read.
        self._is_eager = self._request.streaming and self._is_plain and \
            getattr(raw, 'chunked', False)
        # Another class may allocate what it is asked for.
        self._is_ours = self._is_plain and isinstance(
            getattr(raw, '_original_response', None), Head)
        coding = str(self.headers.get('content-encoding', '')).lower().strip()
        self._is_compressed = coding not in ('', 'identity')
        if coding not in _CODINGS:
            self._break(http.client.HTTPException(
                'the answer is compressed in an encoding that was not requested'))

    def read(self, size: int = _PIECE) -> bytes:
        """Return the next bytes of the body; empty at its end, see ``broken``.

        :param size: how many at most
        """
        if self.broken is not None:
            return b''
        try:
            piece = self._next(size)
            self._left -= len(piece)
            if self._left < 0:
                self._break(http.client.HTTPException(
                    'the body is longer than the limit of '
                    f'{self.limits.body_bytes} bytes'))
                return b''
        except _THEIRS as ex:
            piece = failures.partial(ex)
            self._break(ex)
        except BaseException as ex:     # noqa: BLE001 Ctrl-C, raised again
            self.close()
            raise failures.without_frames(ex) from None
        if not piece and self.broken is None:
            self._release()
        return piece

    def _next(self, size: int) -> bytes:
        if self._is_plain:
            raw = self._response.reveal().raw
            if self._is_compressed:
                size = min(size, _COMPRESSED_PIECE)
            if self._is_eager:
                piece: bytes = raw.read1(size, decode_content=True)
            elif self._is_compressed:
                piece = raw.read(size, decode_content=True)
            else:
                # Decoding nothing would copy it, and look for more.
                whole = 0 < (raw.length_remaining or 0) < size
                piece = raw.read(None if whole else size,
                                 decode_content=False)
            return piece
        # A tool's response, of which requests knows best how to read it.
        if self._pieces is None:
            self._pieces = Secret(iter(
                self._response.reveal().iter_content(size)))
        return bytes(next(self._pieces.reveal(), b''))

    def _release(self) -> None:
        if self._is_plain:
            self._response.reveal().raw.release_conn()

    def _break(self, ex: BaseException) -> None:
        self._request.sent = True
        self.broken = failures.of(ex, self._request, self._timeouts)
        self.close()

    def read_all(self) -> Answer:
        """Return the complete response."""
        pieces: list[bytes] = []
        while True:
            piece = self.read(self._left + 1 if self._is_ours else _PIECE)
            if piece:
                pieces.append(piece)
            # What came before a break may say why it broke.
            if not piece or self.broken is not None:
                break
            if self._is_read(piece):
                self._release()
                break
        return Answer(self.status, self.headers, Secret(b''.join(pieces)),
                      self.broken, self.limits)

    def _is_read(self, piece: bytes) -> bool:
        """Return whether the response is complete by its declared length."""
        length = self.headers.get('content-length')
        return self._is_plain and not self._is_compressed and \
            length == str(len(piece))

    def close(self) -> None:
        """Close the connection, even with unread data."""
        self._response.reveal().close()
