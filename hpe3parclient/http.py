"""The array's web service: JSON in, JSON out, one session key.

:class:`HTTPJSONRESTClient` knows logging in, the session key that every
request carries, when a request may be sent again, and how to say what went
wrong. It knows nothing of volumes or hosts, and leaves sockets to
:mod:`hpe3parclient.web.transport`.
"""

from __future__ import annotations

import collections
import copy
import json
import logging
import os
import re
import sys
import threading
import time
import urllib.parse
import warnings
import weakref
from typing import (
    Any,
    Deque,
    Dict,
    Iterator,
    List,
    Mapping,
    NamedTuple,
    Optional,
    Tuple,
    Type,
    Union,
)

import urllib3.exceptions

from hpe3parclient import describe, exceptions, hooks, processes
from hpe3parclient.retry import Retry, RetryPolicy
from hpe3parclient.web import decode, readonly, redact, tls
from hpe3parclient.web.transport import Answer, Incoming, Timeouts, Transport

LOG = logging.getLogger(__name__)

#: seconds to connect, and seconds of silence, when the caller sets no limit
DEFAULT_TIMEOUTS: Timeouts = (10.0, 120.0)

#: seconds a farewell may take when a client is dropped without logout
_FAREWELL_TIMEOUTS: Timeouts = (2.0, 2.0)

#: how many timings are kept
_TIMINGS = 1000

#: what a URL may hold as it is; everything else is percent-encoded
_URL_SAFE = "/:?&=@!$'()*+,;%~[]-._"
_URL_AS_IS = re.compile(r"[A-Za-z0-9/:?&=@!$'()*+,;%~\-._]*\Z")

#: levels that a body may have; the deepest that is known has five
_DEEPEST = 100

#: half of a character above U+FFFF, as JSON writes it
_SURROGATE = re.compile(rb'\\ud[89a-f]')

#: what a session key may be, which travels in a header
_KEY = re.compile(r'[!-~]{1,4096}\Z')

_LONGEST_APP_NAME = 128

#: nothing that could end the header or begin another
_APP_NAME = re.compile(r'(?=.{1,%d}\Z)[!-~]+( [!-~]+)*\Z'
                       % _LONGEST_APP_NAME)

_INVALID_KEY = 6

#: numbers that a 503 carries when trying again later is right
_BUSY = frozenset((None, 31, 68, 270))

Timeout = Union[None, int, float, Tuple[float, float]]


class HTTPJSONRESTClient(processes.NotCopied):
    """A session with one array's web service.

    :param api_url: ``https://array:8080/api/v1``; fixed for life
    :param secure: see :func:`hpe3parclient.web.tls.prepare`
    :param http_log_debug: log each request and answer, secrets masked
    :param suppress_ssl_warnings: do not warn that ``secure=False`` verifies
        nothing
    :param timeout: seconds of silence, or ``(connect, silence)``; None means
        :data:`DEFAULT_TIMEOUTS`
    :param retry: how patiently failures are repeated that may be
    :param app_name: what stands in the User-Agent behind our own name
    :param on_request: called before each attempt, see
        :class:`hpe3parclient.hooks.Exchange`
    :param on_response: called after each attempt
    :raises ValueError: the URL, the time-out or ``secure`` makes no sense
    """

    USER_AGENT = 'python-3parclient'
    SESSION_COOKIE_NAME = 'X-Hp3Par-Wsapi-Sessionkey'

    def __init__(self, api_url: str, secure: tls.Secure = False,
                 http_log_debug: bool = False,
                 suppress_ssl_warnings: bool = False,
                 timeout: Timeout = None, *,
                 retry: Optional[RetryPolicy] = None,
                 app_name: Optional[str] = None,
                 on_request: hooks.HookOption = None,
                 on_response: hooks.HookOption = None) -> None:
        self.secure = secure
        self.timeout = timeout
        self.suppress_ssl_warnings = suppress_ssl_warnings
        self.session_key: Optional[str] = None
        self.user: Optional[str] = None
        self.times: Deque[Tuple[str, float, float]] = collections.deque(
            maxlen=_TIMINGS)
        self._timeouts = _timeouts(timeout)
        self._retry = retry or RetryPolicy()
        self._credentials: Optional[Dict[str, Any]] = None
        self._door = _Door()
        self._app = _app(app_name)
        #: what refuses changes inside ``readOnly()``
        self.gate = readonly.Gate()
        #: None costs nothing
        self.hooks = hooks.prepare(on_request, on_response)
        self._log = _ClientLogger()
        self._handler: Optional[logging.Handler] = None
        self._trust = tls.prepare(secure)
        self.api_url = ''
        self.set_url(api_url)
        self.set_debug_flag(http_log_debug)

    def __repr__(self) -> str:
        return '<%s %s %s>' % (
            type(self).__name__, self.api_url,
            'logged in' if self.session_key else 'not logged in')

    def set_url(self, api_url: str) -> None:
        """Point a client that has not logged in yet at an array.

        :raises ValueError: not an http or https URL, or there is a session,
            which belongs to the array that gave it
        """
        if self.session_key is not None:
            raise ValueError('log out first: the session key belongs to %s'
                             % self.api_url)
        base = checked_url(api_url)
        tls.check_scheme(base, self.secure)
        parts = urllib.parse.urlsplit(base)
        self.api_url = base
        self._origin = '%s://%s' % (parts.scheme, parts.netloc)
        self._path = parts.path
        self._to_warn = self._warnings(parts.scheme)
        self._transport = Transport(
            base, self._trust if parts.scheme == 'https' else None)

    @property
    def version_url(self) -> str:
        """Where the array tells its version: ``/api``, outside ``/v1``."""
        root = re.sub(r'/v\d+\Z', '', self._path)
        return self._origin + (root or '/api')

    def close(self) -> None:
        """Close the kept connections; a later request opens new ones."""
        self._transport.close()

    # -- debugging ---------------------------------------------------------

    def set_debug_flag(self, flag: bool) -> None:
        """Log each request and answer of this client, or stop doing so.

        Where the program has set up no logging, the lines go to stderr.
        Passwords are masked and session keys shown as a hash.
        """
        self.http_log_debug = bool(flag)
        if not flag:
            self._log.setLevel(logging.NOTSET)
            if self._handler is not None:
                self._log.removeHandler(self._handler)
                self._handler = None
            return
        self._log.setLevel(logging.DEBUG)
        if not self._log.hasHandlers():
            self._handler = logging.StreamHandler()
            self._log.addHandler(self._handler)

    def get_timings(self) -> List[Tuple[str, float, float]]:
        """The latest requests, a thousand at most.

        :returns: list of ``('GET url', started, ended)``, epoch seconds
        """
        return list(self.times)

    def reset_timings(self) -> None:
        """Forget the timings."""
        self.times.clear()

    # -- the session -------------------------------------------------------

    def get_session_key(self) -> Optional[str]:
        """The session key, or None; sends nothing."""
        return self.session_key

    def authenticate(self, user: str, password: str,
                     optional: Optional[Dict[str, Any]] = None) -> None:
        """Log in and keep the session key; source: POST /credentials.

        The credentials are kept too, so that a key the array has dropped is
        replaced without the program's doing. A session that was open before
        is closed.

        :param user: user name on the array
        :param password: its password
        :param optional: further members of the request, ``sessionType`` say
        :raises HTTPForbidden: INV_USER_PASS (5), wrong user or password
        :raises HTTPServiceUnavailable: SVC_UNAVAIL (31), too many sessions
        """
        if not isinstance(user, str) or not isinstance(password, str):
            raise exceptions.InvalidInput(
                'user and password are texts, not of the types %s and %s'
                % (type(user).__name__, type(password).__name__))
        if optional is not None and not isinstance(optional, Mapping):
            raise exceptions.InvalidInput(
                'optional is a dict of further members, not '
                + describe.kind(optional))
        credentials = {**(optional or {}), 'user': user,
                       'password': password}
        with self._door.lock:
            previous = self.session_key
            self._log_in(credentials)
            self._credentials, self.user = credentials, user
            if previous is not None:
                self._close_session(previous)

    def unauthenticate(self) -> None:
        """Log out; source: DELETE /credentials/<key>.

        Without a session nothing is sent. A session the array has already
        dropped counts as closed. The credentials stay, so a later request
        logs in again by itself.

        :raises RequestException: the array could not be told; the key is
            kept, and logging out can be tried again
        """
        with self._door.lock:
            key, self.session_key = self.session_key, None
            if key is None:
                return
            try:
                self._delete_key(key)
            except BaseException:
                self.session_key = key
                raise
            self._door.held(None)

    def _log_in(self, credentials: Dict[str, Any],
                repeatable: bool = False) -> str:
        """Get a key; the caller holds the lock."""
        _, body = self._exchange(_Call(
            'POST', self.api_url + '/credentials', credentials,
            repeatable), None)
        key = body.get('key') if isinstance(body, dict) else None
        if not isinstance(key, str) or not _KEY.match(key):
            raise exceptions.InvalidResponse(
                'the answer to the login holds no session key',
                method='POST', url=self.api_url + '/credentials')
        self.session_key = key
        self._door.held(_Farewell(self, key))
        return key

    def _renew(self, dead: Optional[str],
               surely_dead: bool = True) -> Optional[str]:
        """Replace a dead key, once for all threads that found it dead.

        :param surely_dead: the array said so; otherwise the key may still be
            open there, and is closed
        :returns: the key to use; None without credentials to log in with
        """
        tries = self._door.tries
        with self._door.lock:
            if self.session_key != dead and self.session_key is not None:
                return self.session_key
            if self._credentials is None:
                return None
            if self._door.tries != tries and self._door.failure is not None:
                # Another thread has just been refused with the same
                # credentials; more attempts could lock the account.
                raise copy.copy(self._door.failure)
            self._door.tries += 1
            self._door.failure = None
            try:
                # The program asked for something else: that this request
                # may leave a session behind, which expires, is better than
                # to tell it that an outcome is unknown.
                key = self._log_in(self._credentials, repeatable=True)
            except exceptions.ClientException as ex:
                self._door.failure = copy.copy(ex)
                raise
            if dead is not None and not surely_dead:
                self._close_session(dead)
            return key

    def _close_session(self, key: str) -> None:
        """Close a session that has been replaced, as well as can be."""
        try:
            self._delete_key(key)
        except exceptions.ClientException as ex:
            self._log.warning('the replaced session %s was not closed: %s',
                              redact.short_hash(key), ex)

    def _delete_key(self, key: str) -> None:
        url = '%s/credentials/%s' % (
            self.api_url, urllib.parse.quote(key, safe=''))
        try:
            self._exchange(_Call('DELETE', url, repeatable=True), None)
        except exceptions.ClientException as ex:
            if not (_says_key_is_dead(ex) or ex.http_status == 404):
                raise

    # -- requests ----------------------------------------------------------

    def get(self, url: str, **kwargs: Any) -> Tuple[decode.Headers, Any]:
        """GET a path below api_url; returns ``(headers, body)``."""
        return self.request(url, 'GET', **kwargs)

    def post(self, url: str, **kwargs: Any) -> Tuple[decode.Headers, Any]:
        """POST ``body`` as JSON; returns ``(headers, body)``."""
        return self.request(url, 'POST', **kwargs)

    def put(self, url: str, **kwargs: Any) -> Tuple[decode.Headers, Any]:
        """PUT ``body`` as JSON; returns ``(headers, body)``."""
        return self.request(url, 'PUT', **kwargs)

    def delete(self, url: str, **kwargs: Any) -> Tuple[decode.Headers, Any]:
        """DELETE a path below api_url; returns ``(headers, body)``."""
        return self.request(url, 'DELETE', **kwargs)

    def request(self, *args: Any,
                **kwargs: Any) -> Tuple[decode.Headers, Any]:
        """Send one request: ``request(url, method, body=None)``.

        :param url: a path below api_url, or an absolute URL of this array
        :param method: GET, POST, PUT or DELETE
        :param body: what to send as JSON; None sends no body
        :param repeatable: True when the request changes nothing, or does no
            harm a second time, though it is not a GET
        :param reads: True when the request changes nothing, though it is not
            a GET: it is repeatable, and allowed inside ``readOnly()``
        :returns: ``(headers, body)``: headers by name in any case, with
            ``headers['status']``; the decoded JSON, or None
        :raises ClientException: one of :mod:`hpe3parclient.exceptions`
        """
        return self._request(*args, **kwargs)

    def _request(self, url: str, method: str, body: Any = None,
                 repeatable: bool = False,
                 reads: bool = False) -> Tuple[decode.Headers, Any]:
        reads = reads or method == 'GET'
        url = self._absolute(url)
        if not reads and self.gate.closed:
            # Here too, so that not even a login is sent for it.
            self.gate.check(method, redact.url(url))
        return self._with_key(_Call(method, url, body, repeatable or reads,
                                    changes=not reads))

    def members(self, url: str) -> Iterator[Any]:
        """GET a list and give its members one by one, as they arrive.

        Only one member is held at a time. Members that came before a
        failure have been given when it is raised.

        :param url: as for :meth:`get`
        :raises IncompleteResponse: the list broke off, or is shorter than
            it says
        :raises ClientException: as :meth:`request` does
        """
        call = _Call('GET', self._absolute(url), repeatable=True,
                     stream=True)
        incoming: Incoming = self._with_key(call)[1]
        yield from decode.members(incoming, self._asked(call))

    def _with_key(self, call: _Call) -> Tuple[decode.Headers, Any]:
        """Send a request with a live session key."""
        key = self.session_key
        if key is None and call.url != self.version_url:
            key = self._renew(None)
        try:
            return self._exchange(call, key)
        except (exceptions.HTTPForbidden, exceptions.HTTPUnauthorized) as ex:
            if not _says_key_is_dead(ex):
                raise
            live = self._renew(key, ex.get_code() == _INVALID_KEY)
            if live is None:
                raise
        return self._exchange(call, live)

    def _absolute(self, url: str) -> str:
        """The URL to send to, every character legal, on this array."""
        if not isinstance(url, str) or not url:
            raise exceptions.InvalidInput(
                'a URL is a path such as /volumes, not %r' % (url,))
        if url.startswith(('http://', 'https://')):
            if url != self._origin and not url.startswith(
                    (self._origin + '/', self._origin + '?')):
                raise exceptions.InvalidInput(
                    '%s is not on %s; the session key stays with its array'
                    % (redact.url(url), self._origin))
            path = url[len(self._origin):]
        else:
            path = self._path + ('' if url.startswith('/') else '/') + url
        if not _URL_AS_IS.match(path):
            path = urllib.parse.quote(path, safe=_URL_SAFE)
        if any(part in ('.', '..')
               for part in path.split('?', 1)[0].split('/')):
            raise exceptions.InvalidInput(
                '%s: a part that is . or .. would address something else'
                % redact.text(url))
        return self._origin + path

    def _exchange(self, call: _Call,
                  key: Optional[str]) -> Tuple[decode.Headers, Any]:
        """Send until there is an answer, or no reason to try again."""
        retry = self._retry.begin()
        data = None if call.body is None else _encoded(call.body)
        asked = self._asked(call)
        while True:
            try:
                answer = self._attempt(call, asked, data, key,
                                       retry.attempts)
                if isinstance(answer, Incoming):
                    return decode.headers_of(answer), answer
                value = decode.decode(answer, asked)
                return decode.headers_of(answer), value
            except exceptions.HTTPServiceUnavailable as ex:
                after = answer.headers.get('retry-after')
                if not (_is_busy(ex) or after) or not retry.wait(after):
                    raise
                self._say_again(call, retry, ex)
            except (exceptions.InvalidResponse, exceptions.HTTPBadGateway,
                    exceptions.HTTPGatewayTimeout) as ex:
                # A proxy that has no answer may have passed the request on.
                if not call.repeatable:
                    raise _outcome_unknown(ex) from ex
                raise
            except (exceptions.ConnectionError, exceptions.Timeout) as ex:
                if ex.request_sent and not call.repeatable:
                    raise _outcome_unknown(ex) from ex
                if not retry.wait():
                    raise
                self._say_again(call, retry, ex)

    def _asked(self, call: _Call) -> decode.Asked:
        """What errors may tell of a request, and what they must not."""
        secrets = [self.session_key, (self._credentials or {}).get('password')]
        if '/credentials/' in call.url:
            secrets.append(urllib.parse.unquote(
                call.url.rpartition('/')[2]))
        return decode.Asked(call.method, redact.url(call.url), tuple(
            text for text in secrets if isinstance(text, str)), call.body)

    def _attempt(self, call: _Call, asked: decode.Asked,
                 data: Optional[bytes], key: Optional[str],
                 number: int) -> Union[Answer, Incoming]:
        """One attempt, before the eyes of the hooks."""
        if self.hooks is None:
            return self._let_through(call, asked, data, key)
        with self.hooks.watching(call.method, asked.url[len(self._origin):],
                                 number) as outcome:
            answer = self._let_through(call, asked, data, key)
            outcome.status = answer.status
            if answer.broken is not None:
                outcome.error = type(answer.broken).__name__
        return answer

    def _let_through(self, call: _Call, asked: decode.Asked,
                     data: Optional[bytes],
                     key: Optional[str]) -> Union[Answer, Incoming]:
        """One attempt; a change only where changes may pass."""
        if not call.changes:
            return self._send(call, asked, data, key)
        with self.gate.passing(call.method, asked.url):
            return self._send(call, asked, data, key)

    def _send(self, call: _Call, asked: decode.Asked,
              data: Optional[bytes],
              key: Optional[str]) -> Union[Answer, Incoming]:
        """One attempt, timed and logged."""
        method, url, shown = call.method, call.url, asked.url
        headers = {'User-Agent': self.USER_AGENT + self._app,
                   'Accept': 'application/json'}
        if data is not None:
            headers['Content-Type'] = 'application/json'
        if data is not None or method in ('POST', 'PUT'):
            headers['Content-Length'] = str(len(data or b''))
        if key is not None:
            headers[self.SESSION_COOKIE_NAME] = key
        if self._to_warn:
            self._warn()
        debug = self._log.isEnabledFor(logging.DEBUG)
        if debug:
            self._log.debug('%s %s %s %s', method, shown,
                            redact.headers(headers), redact.body(call.body))
        started = time.time()
        try:
            incoming = self._transport.open(
                method, url, url[len(self._origin):], headers, data,
                self._timeouts, asked.mask)
            if call.stream and 200 <= incoming.status < 300:
                return incoming
            answer = incoming.read_all()
        finally:
            self.times.append(
                ('%s %s' % (method, shown), started, time.time()))
        if debug:
            self._log.debug('%s %s answered %d %s %s', method, shown,
                            answer.status,
                            redact.headers(answer.headers, asked.hidden),
                            _shown_body(answer, asked))
        return answer

    def _say_again(self, call: _Call, retry: Retry,
                   ex: Exception) -> None:
        self._log.info('%s %s: %s; attempt %d', call.method,
                       redact.url(call.url), ex, retry.attempts)

    def _warnings(self, scheme: str) -> List[str]:
        """What the first request has to warn of, if anything."""
        if self.suppress_ssl_warnings or \
                self._trust.verified == (scheme == 'https'):
            return []
        if scheme == 'http':
            return ['secure=True, and %s has no certificate to verify: '
                    'anybody on the way can read the password; use the '
                    'https URL' % self._origin]
        return ['secure=False: the certificate of %s is not verified, '
                'anybody on the way can read the password; give secure= the '
                "array's CA file or 'sha256:<fingerprint>'" % self._origin]

    def _warn(self) -> None:
        try:
            text = self._to_warn.pop()
        except IndexError:
            return              # another thread was quicker
        warnings.warn(text, urllib3.exceptions.InsecureRequestWarning,
                      stacklevel=_frames_of_ours())


class _Call(NamedTuple):
    """What to send, whatever the session key is."""

    method: str
    url: str
    body: Any = None
    #: repeating does no harm, even if the array has read it before
    repeatable: bool = False
    #: leave a good answer's body to be read piece by piece
    stream: bool = False
    #: it is refused inside ``readOnly()``
    changes: bool = False


class _Door:
    """Where threads wait while one of them logs in."""

    def __init__(self) -> None:
        self._locks = processes.PerProcess(threading.RLock)
        #: how many renewals were tried, and how the last one failed
        self.tries = 0
        self.failure: Optional[exceptions.ClientException] = None
        self._finalizer: Optional[weakref.finalize[[], _Door]] = None

    @property
    def lock(self) -> Any:
        """The lock of this process; one may take it again."""
        return self._locks.get()

    def held(self, farewell: Optional[_Farewell]) -> None:
        """Arrange that a key still held at the end is deleted then."""
        if self._finalizer is not None:
            self._finalizer.detach()
        self._finalizer = None
        if farewell is not None:
            self._finalizer = weakref.finalize(self, farewell)


class _Farewell:
    """Closes the session of a client that was dropped without logout.

    It holds what one last request needs and not the client itself, which
    would then never be dropped. It gives up quickly and in silence: nobody
    is left who could act on a failure.
    """

    def __init__(self, client: HTTPJSONRESTClient, key: str) -> None:
        self._transport = client._transport
        self._url = '%s/credentials/%s' % (
            client.api_url, urllib.parse.quote(key, safe=''))
        self._target = self._url[len(client._origin):]
        self._process = os.getpid()

    def __call__(self) -> None:
        if os.getpid() != self._process:
            return      # a forked child must not end its parent's session
        try:
            self._transport.send('DELETE', self._url, self._target, {}, None,
                                 _FAREWELL_TIMEOUTS)
        except exceptions.ClientException as ex:
            LOG.debug('a session was left behind: %s', ex)
        finally:
            self._transport.close()


class _ClientLogger(logging.Logger):
    """A logger of one client's own, whose lines go where the module's go.

    The logging module does not know it, so that one client's debugging is
    not another's; it must not remember levels, for nobody would tell it of
    a change.
    """

    def __init__(self) -> None:
        super().__init__(LOG.name)
        self.parent = LOG

    def isEnabledFor(self, level: int) -> bool:
        return self.manager.disable < level and \
            level >= self.getEffectiveLevel()


def _app(name: Optional[str]) -> str:
    """What follows our own name in the User-Agent."""
    if name is None:
        return ''
    if not isinstance(name, str) or not _APP_NAME.match(name):
        raise ValueError(
            'app_name is a name such as cinder/24.1, of up to %d printable '
            'ASCII characters, not %r' % (_LONGEST_APP_NAME, name))
    return ' ' + name


def _frames_of_ours() -> int:
    """How many frames up the program's own line is, for a warning."""
    level, frame = 1, sys._getframe(1)
    while frame.f_back is not None and frame.f_globals.get(
            '__name__', '').startswith('hpe3parclient.'):
        level, frame = level + 1, frame.f_back
    return level


def _shown_body(answer: Answer, asked: decode.Asked) -> Any:
    try:
        return redact.body(json.loads(answer.body),
                           '/credentials' in asked.url, asked.hidden)
    except (ValueError, RecursionError):
        return '%d bytes' % len(answer.body)


def _encoded(body: Any) -> bytes:
    """A body as bytes that say exactly what it holds.

    :raises InvalidInput: JSON cannot say it, or would say something else:
        half a character, or two members that become one
    """
    try:
        data = json.dumps(body, allow_nan=False).encode('ascii')
        _check_names(body)
        if _SURROGATE.search(data):
            json.dumps(body, ensure_ascii=False).encode('utf-8')
    except (TypeError, ValueError, RecursionError) as ex:
        raise exceptions.InvalidInput(
            'this cannot be written as JSON: %s; dicts whose names are '
            'texts, lists, texts, finite numbers, truth values and None can'
            % ex) from ex
    return data


def _check_names(value: Any, depth: int = 0) -> None:
    """Refuse names that JSON would turn into texts, and a bottomless pit."""
    if depth > _DEEPEST:
        raise ValueError('there are more than %d levels' % _DEEPEST)
    if isinstance(value, dict):
        for name, item in value.items():
            if not isinstance(name, str):
                raise TypeError('a name is a text, not '
                                + describe.value(name))
            _check_names(item, depth + 1)
    elif isinstance(value, (list, tuple)):
        for item in value:
            _check_names(item, depth + 1)


def _says_key_is_dead(ex: exceptions.ClientException) -> bool:
    """403 with code 6 or without a code, or any 401: log in again."""
    if ex.http_status == 403:
        return ex.get_code() in (_INVALID_KEY, None)
    return ex.http_status == 401


def _is_busy(ex: exceptions.ClientException) -> bool:
    """A 503 that passes, and not a limit of the system that is reached."""
    return ex.get_code() in _BUSY


def _outcome_unknown(
        ex: exceptions.ClientException) -> exceptions.OutcomeUnknown:
    cls: Type[exceptions.OutcomeUnknown]
    if isinstance(ex, exceptions.IncompleteResponse):
        cls = exceptions.IncompleteOutcomeUnknown
    elif isinstance(ex, exceptions.InvalidResponse):
        cls = exceptions.UnusableOutcomeUnknown
    elif isinstance(ex, exceptions.Timeout):
        cls = exceptions.TimeoutOutcomeUnknown
    elif isinstance(ex, exceptions.HTTPBadGateway):
        cls = exceptions.BadGatewayOutcomeUnknown
    elif isinstance(ex, exceptions.HTTPGatewayTimeout):
        cls = exceptions.GatewayTimeoutOutcomeUnknown
    else:
        cls = exceptions.ConnectionOutcomeUnknown
    text = '%s; the array may have carried it out or not, and it was not ' \
        'sent again' % (ex.get_description() or ex.message)
    code = ex.get_code()
    return cls(text if code is None else {'code': code, 'desc': text},
               http_status=_status_of(ex), method=ex.method, url=ex.url)


def _status_of(ex: exceptions.ClientException) -> Optional[int]:
    return ex.http_status if isinstance(ex.http_status, int) else None


def _timeouts(timeout: Timeout) -> Timeouts:
    if timeout is None:
        return DEFAULT_TIMEOUTS
    pair = timeout if isinstance(timeout, tuple) else (timeout, timeout)
    if len(pair) != 2 or any(
            isinstance(item, bool) or not isinstance(item, (int, float))
            or not 0 < item < float('inf') for item in pair):
        raise ValueError(
            'timeout is a number of seconds above 0, or (connect, silence), '
            'not %r' % (timeout,))
    return (float(pair[0]), float(pair[1]))


def checked_url(api_url: str) -> str:
    """A base URL as it is used, which holds no user and no password.

    :raises ValueError: not an http or https URL of a server and a path
    """
    example = 'https://array:8080/api/v1'
    if not isinstance(api_url, str):
        raise ValueError('api_url is a text such as %s, not %r'
                         % (example, api_url))
    shown = re.sub(r'.*@', '***@', api_url, flags=re.DOTALL)
    parts = _parts(api_url.strip())
    if parts is None or parts.scheme.lower() not in ('http', 'https') \
            or not parts.hostname:
        raise ValueError('api_url=%r is not a URL such as %s'
                         % (shown, example))
    if '@' in parts.netloc:
        raise ValueError('api_url holds a user or password; give them to '
                         'login() instead')
    if parts.query or parts.fragment:
        raise ValueError('api_url=%r does not end with the path, as %s does'
                         % (shown, example))
    return '%s://%s%s' % (parts.scheme.lower(), parts.netloc,
                          parts.path.rstrip('/'))


def _parts(api_url: str) -> Optional[urllib.parse.SplitResult]:
    """The parts of a URL; None where it has brackets or a port in vain."""
    try:
        parts = urllib.parse.urlsplit(api_url)
        return parts if parts.port != 0 else None
    except ValueError:
        return None     # what it says may hold a password
