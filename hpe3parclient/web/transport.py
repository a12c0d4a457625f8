"""One exchange with one server: bytes out, bytes in, or a typed failure.

It knows sockets, pools, proxies and TLS through requests and urllib3, and
whether a request had left when something broke. It knows nothing of JSON,
session keys or retries; :mod:`hpe3parclient.http` does.
"""

from __future__ import annotations

import contextlib
import functools
import http.client
import logging
import os
import queue
import ssl
import threading
from typing import (
    Any,
    Callable,
    Dict,
    List,
    Mapping,
    NamedTuple,
    Optional,
    Tuple,
)

import requests
import requests.adapters
import requests.exceptions as theirs
import requests.structures
import requests.utils
import urllib3.exceptions
from urllib3.util.ssl_match_hostname import CertificateError

from hpe3parclient import exceptions
from hpe3parclient.web import redact
from hpe3parclient.web.tls import Trust

LOG = logging.getLogger(__name__)

#: bytes read from the socket at a time; a list of volumes has megabytes
_PIECE = 1 << 20

#: kept connections; more threads than this open connections of their own
_POOL_SIZE = 64

_UNKNOWN_ISSUER = (
    "give secure= the file of the CA that signed the array's certificate (a "
    "self-signed one is its own CA), or 'sha256:<fingerprint>' of it")

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
     'certificate may bear a date that is still to come'))

Timeouts = Tuple[float, float]

#: makes a text fit to be shown
Mask = Callable[[str], str]


class Answer(NamedTuple):
    """What a server answered."""

    status: int
    headers: Any
    body: bytes
    #: None, or the failure that ended the body before its end
    broken: Optional[exceptions.ClientException]


class _Trace(threading.local):
    """What the current thread's exchange has done so far."""

    sent = False
    #: what goes on the wire where the shown URL has a placeholder
    target: Optional[str] = None


class _Lines:
    """Passes on lines, and remembers the last one."""

    def __init__(self, stream: Any) -> None:
        self._stream = stream
        self.last = b''

    def readline(self, limit: int = -1) -> bytes:
        self.last = self._stream.readline(limit)
        return self.last

    def close(self) -> None:
        self._stream.close()


class _Head(http.client.HTTPResponse):
    """An answer whose head is whole, or a failure.

    Without the empty line at its end it would be taken for an answer with
    fewer headers and no body: a creation without its Location, say.
    Unreadable header lines are not repeated in a log; urllib3 would write
    them there as they came, and a server that echoes what it gets sends a
    session key.
    """

    fp: Any

    def begin(self) -> None:
        stream = self.fp
        lines = self.fp = _Lines(stream)
        try:
            super().begin()
        finally:
            if self.fp is lines:
                self.fp = stream
        if not lines.last:
            raise http.client.HTTPException(
                'the answer broke off in its headers')
        if len(set(self.msg.get_all('content-length', ()))) > 1:
            # urllib3 refuses it too, and forgets to close the socket.
            raise http.client.HTTPException('the answer has two lengths')
        if self.msg.defects or self.msg.get_payload():
            LOG.warning('the answer has header lines that cannot be read')
            self.msg.defects.clear()
            self.msg.set_payload('')


class _Traced:
    """A connection that says when a request's first byte leaves.

    It also writes the real target of a request whose URL holds a secret: the
    URL that urllib3 is given, logs and puts into its errors is the masked
    one.
    """

    sock: Any
    response_class = _Head

    def __init__(self, *args: Any, trace: _Trace, **kwargs: Any) -> None:
        self._trace = trace
        super().__init__(*args, **kwargs)

    def connect(self) -> None:
        try:
            super().connect()           # type: ignore[misc]
        finally:
            # What went to a proxy to get through it is not the request.
            self._trace.sent = False
        # urllib3 would warn at every connection; the client has warned once.
        self.is_verified = True

    def putrequest(self, method: str, url: str, *args: Any,
                   **kwargs: Any) -> None:
        target = self._trace.target
        super().putrequest(             # type: ignore[misc]
            method, url if target is None else target, *args, **kwargs)

    def send(self, data: Any) -> None:
        if self.sock is None:
            self.connect()
        self._trace.sent = True
        super().send(data)              # type: ignore[misc]

    def close(self) -> None:
        keep = getattr(getattr(self, 'ssl_context', None),
                       'keep_session', None)
        if keep is not None and self.sock is not None:
            keep(self.sock)
        super().close()                 # type: ignore[misc]


class _Response(requests.Response):
    """An answer of which only the raw one is wanted.

    Copies of its headers and a jar for its cookies would take a tenth of the
    time of a small request.
    """

    def __init__(self, raw: Any) -> None:
        self.raw = raw


class _Adapter(requests.adapters.HTTPAdapter):
    """requests' adapter with one prepared pool for one server."""

    def __init__(self, base_url: str, trust: Optional[Trust],
                 proxies: Mapping[str, str], trace: _Trace) -> None:
        self._trust = trust
        self._trace = trace
        super().__init__(pool_connections=1, pool_maxsize=_POOL_SIZE,
                         max_retries=0)
        proxy = requests.utils.select_proxy(base_url, dict(proxies)) or None
        if proxy is not None:
            if '://' not in proxy:
                proxy = 'http://' + proxy
            manager = self.proxy_manager_for(proxy, **self._tls_settings())
        else:
            manager = self.poolmanager
        #: whether requests name the whole URL, as an HTTP proxy wants it
        self.absolute = proxy is not None and \
            proxy.startswith('http') and base_url.startswith('http:')
        self._pool = manager.connection_from_url(base_url)
        traced = type('_TracedConnection',
                      (_Traced, self._pool.ConnectionCls), {})
        self._pool.ConnectionCls = functools.partial(traced, trace=trace)

    def _tls_settings(self) -> Dict[str, Any]:
        if self._trust is None:
            return {}
        return {'ssl_context': self._trust.context,
                'assert_fingerprint': self._trust.fingerprint}

    def init_poolmanager(self, connections: int, maxsize: int,
                         block: bool = False, **settings: Any) -> None:
        settings.update(self._tls_settings())
        super().init_poolmanager(connections, maxsize, block, **settings)

    def get_connection_with_tls_context(self, *_args: Any,
                                        **_kwargs: Any) -> Any:
        return self._pool

    def get_connection(self, *_args: Any, **_kwargs: Any) -> Any:
        """What requests before 2.32 calls for the same purpose."""
        return self._pool

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
        """Nothing to do: the context decides, and it is prepared."""

    def request_url(self, request: Any, proxies: Any) -> str:
        return str(request.url if self.absolute else request.path_url)

    def build_response(self, req: Any, resp: Any) -> requests.Response:
        return _Response(resp)


class Transport:
    """Requests to one server.

    :param base_url: any URL of the server; scheme, host and port count
    :param trust: how the server proves who it is; None without TLS
    """

    def __init__(self, base_url: str, trust: Optional[Trust]) -> None:
        self._trace = _Trace()
        self._trust = trust
        self._base_url = base_url
        self._proxies = dict(requests.utils.get_environ_proxies(
            base_url, no_proxy=None))
        self._plug_in()

    def _plug_in(self) -> None:
        """Make the session and its pool, empty."""
        session = requests.Session()
        adapter: Optional[_Adapter] = None
        try:
            adapter = _Adapter(self._base_url, self._trust, self._proxies,
                               self._trace)
        except theirs.InvalidSchema as ex:
            raise ValueError(
                'the environment names a SOCKS proxy, which needs a further '
                "package: pip install 'requests[socks]'") from ex
        except ValueError:
            # What it says may hold the proxy's password.
            LOG.debug('the URL of the proxy cannot be used')
        if adapter is None:
            raise ValueError(
                'the environment names a proxy in a URL that cannot be read; '
                'a user or password in it must be percent-encoded')
        session.mount(self._base_url, adapter)
        self.session, self._adapter = session, adapter
        # Last: from here on other threads take what is there.
        self._process = os.getpid()

    def close(self) -> None:
        """Close every kept connection; the next request opens a new one."""
        self.session.close()

    def send(self, method: str, url: str, target: str,
             headers: Mapping[str, str], body: Optional[bytes],
             timeouts: Timeouts) -> Answer:
        """Send one request and read the whole answer.

        :param url: the absolute URL, quoted
        :param target: the part of it after the server
        :param timeouts: seconds to connect, and seconds of silence
        :raises RequestException: no answer came; ``request_sent`` tells
            whether the array can have read the request
        """
        return self.open(method, url, target, headers, body,
                         timeouts).read_all()

    def open(self, method: str, url: str, target: str,
             headers: Mapping[str, str], body: Optional[bytes],
             timeouts: Timeouts, mask: Mask = redact.text) -> Incoming:
        """Send one request and read the head of its answer, as send does.

        :param mask: takes what is secret out of an error's text
        """
        if os.getpid() != self._process:
            # A forked child must not talk on its parent's connections.
            self._plug_in()
        trace = self._trace
        trace.sent = False
        shown = redact.url(url)
        if shown != url:
            trace.target = url if self._adapter.absolute else target
        prepared = _prepared(method, shown, headers, body)
        way = _Way(method, shown, timeouts, mask)
        try:
            response = self._adapter.send(
                prepared, stream=True, timeout=timeouts,
                verify=self._trust is None or self._trust.verified,
                proxies=self._proxies)
        except (theirs.RequestException, urllib3.exceptions.HTTPError,
                OSError, http.client.HTTPException) as ex:
            failure = _failure(ex, trace.sent, way)
            failure.__cause__ = _harmless(ex, way)
        else:
            return Incoming(response.raw, way)
        finally:
            trace.target = None
        # Here, and not above, or it would drag along what is not harmless.
        raise failure


class _Way(NamedTuple):
    """What a failure on the way is told with."""

    method: str
    #: the URL with a session key in it masked
    shown: str
    timeouts: Timeouts
    mask: Mask


class Incoming:
    """An answer whose body is still to be read.

    Read it to its end or close it: half an answer must not stay in a
    connection that the next request would use.
    """

    def __init__(self, raw: Any, way: _Way) -> None:
        self._raw = raw
        self._way = way
        self.status: int = raw.status
        self.headers = raw.headers
        #: None, or the failure that ended the body before its end
        self.broken: Optional[exceptions.ClientException] = None

    def read(self, size: Optional[int] = _PIECE) -> bytes:
        """The next bytes of the body; none at its end, see ``broken``.

        :param size: how many at most; None is all that are left
        """
        try:
            piece: bytes = self._raw.read(size, decode_content=True)
        except (urllib3.exceptions.HTTPError, OSError,
                http.client.HTTPException, ValueError,
                OverflowError) as ex:
            # The last two: a length below zero, or beyond all.
            self.broken = _failure(ex, True, self._way)
            self.broken.__cause__ = _harmless(ex, self._way)
            self.close()
            return _partial(ex)
        except BaseException:           # Ctrl-C
            self.close()
            raise
        if not piece or size is None:
            self._raw.release_conn()
        return piece

    def read_all(self) -> Answer:
        """The whole answer."""
        if 'content-length' in self.headers:
            body = self.read(None)
        else:
            # What came before a break may say why it broke.
            pieces = []
            while self.broken is None:
                pieces.append(self.read())
                if not pieces[-1]:
                    break
            body = b''.join(pieces)
        return Answer(self.status, self.headers, body, self.broken)

    def close(self) -> None:
        """Close the connection, whatever is left in it."""
        self._raw.close()


def _prepared(method: str, url: str, headers: Mapping[str, str],
              body: Optional[bytes]) -> requests.PreparedRequest:
    """A prepared request whose URL nobody normalises behind our back."""
    prepared = requests.PreparedRequest()
    prepared.method = method
    prepared.url = url
    prepared.headers = requests.structures.CaseInsensitiveDict(headers)
    prepared._cookies = None            # type: ignore[attr-defined]
    prepared.body = body
    prepared.hooks = {'response': []}
    return prepared


def _partial(ex: BaseException) -> bytes:
    """What a broken read had got before it broke."""
    for cause in (ex, *ex.args, ex.__cause__):
        partial = getattr(cause, 'partial', None)
        if isinstance(partial, bytes):
            return partial
    return b''


def _harmless(ex: BaseException, way: _Way) -> Optional[BaseException]:
    """An error that may be shown as a cause; None where it tells a secret.

    Errors of other packages hold the request as it was sent, and pieces of
    what the server said.
    """
    for item in _chain(ex):
        if isinstance(item, theirs.RequestException):
            item.request = None
        told = '%s %r %r' % (item, item, item.args)
        if way.mask(told) != told:
            return None
    return None if '/credentials' in way.shown and _partial(ex) else ex


def _failure(ex: BaseException, sent: bool,
             way: _Way) -> exceptions.ClientException:
    """Our exception for one of theirs."""
    method, url, timeouts = way.method, way.shown, way.timeouts
    text = way.mask(_reason(ex))
    if _has(ex, ssl.SSLCertVerificationError, CertificateError) or \
            'ingerprint' in text:
        return _certificate_failure(text, method, url)
    cls = exceptions.ConnectionError
    if not sent and _has(ex, ssl.SSLError, theirs.SSLError):
        cls = exceptions.TLSFailed
        text += ('; the array may speak only an old TLS, or no TLS on this '
                 'port: check the URL, or give secure= an ssl.SSLContext '
                 'that allows what the array offers')
    elif _has(ex, theirs.Timeout, urllib3.exceptions.TimeoutError) and \
            not _has(ex, urllib3.exceptions.NewConnectionError):
        if sent:
            return _typed(exceptions.Timeout, 'nothing came for %g seconds'
                          % timeouts[1], sent, method, url)
        return _typed(exceptions.ConnectTimeout, 'no connection within %g '
                      'seconds' % timeouts[0], sent, method, url)
    return _typed(cls, text, sent, method, url)


def _typed(cls: Any, text: str, sent: bool, method: str,
           url: str) -> exceptions.RequestException:
    failure: exceptions.RequestException = cls(text, method=method, url=url)
    failure.request_sent = sent
    return failure


def _certificate_failure(text: str, method: str,
                         url: str) -> exceptions.SSLCertFailed:
    advice = next((advice for words, advice in _CERTIFICATE_ADVICE
                   if words in text), _UNKNOWN_ISSUER)
    return exceptions.SSLCertFailed('%s; nothing was sent; %s'
                                    % (text, advice), method=method, url=url)


def _chain(ex: BaseException) -> List[BaseException]:
    """An exception and everything it wraps, however it wraps it."""
    seen: List[BaseException] = []
    waiting: List[Optional[BaseException]] = [ex]
    while waiting:
        item = waiting.pop()
        if item is None or any(item is known for known in seen):
            continue
        seen.append(item)
        waiting += [arg for arg in item.args
                    if isinstance(arg, BaseException)]
        waiting += [getattr(item, 'reason', None)] if isinstance(
            getattr(item, 'reason', None), BaseException) else []
        waiting += [item.__cause__, item.__context__]
    return seen


def _has(ex: BaseException, *kinds: Any) -> bool:
    return any(isinstance(item, kinds) for item in _chain(ex))


def _reason(ex: BaseException) -> str:
    """The innermost cause, in its own words."""
    innermost = _chain(ex)[-1]
    for item in _chain(ex):
        if isinstance(item, OSError) and not isinstance(
                item, theirs.RequestException):
            innermost = item
    return str(innermost) or type(innermost).__name__
