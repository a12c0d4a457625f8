"""A session with an array: its key, and the requests that use it.

It knows who logs in and when, that one thread does it while the others wait,
what becomes of a key at the end, and how often a request is sent. Bytes are
left to :mod:`hpe3parclient.web.transport`, JSON to
:mod:`hpe3parclient.web.decode`.
"""

from __future__ import annotations

import contextlib
import copy
import logging
import re
import sys
import threading
import time
import urllib.parse
import warnings
from collections.abc import Iterator
from typing import Any, Callable, cast

from hpe3parclient import exceptions, hooks, processes
from hpe3parclient.narrowing import is_dict
from hpe3parclient.patterns import pattern
from hpe3parclient.retry import RetryPolicy, should_retry
from hpe3parclient.web import decode, encode, farewell, readonly, redact
from hpe3parclient.web.failures import Timeouts
from hpe3parclient.web.redact import Secret
from hpe3parclient.web.request import Outcome, Request
from hpe3parclient.web.transport import Incoming, Transport

#: what a session key may be, which travels in a header
_KEY = pattern(r'[!-~]{1,4096}\Z')

#: how the path of the web service ends
_API_PATH = pattern(r'/api/v\d+\Z')

#: the header that carries the session key
KEY_HEADER = 'X-Hp3Par-Wsapi-Sessionkey'

_INVALID_KEY = 6

_NOTHING = contextlib.nullcontext()


class Options:
    """Options for sending requests, set by the client.

    :param log: a logger
    :param retry: how patiently a request is repeated
    :param gate: what refuses changes inside ``readOnly()``
    :param watchers: the hooks of the program, or None
    :param timeouts: of every request
    :param user_agent: a header
    :param timed: called with a label and two times after each attempt
    """

    def __init__(self, *, log: logging.Logger, retry: RetryPolicy,
                 gate: readonly.Gate, watchers: hooks.Hooks | None,
                 timeouts: Timeouts, user_agent: str,
                 timed: Callable[[tuple[str, float, float]], None]) -> None:
        self.log = log
        self.retry = retry
        self.gate = gate
        self.watchers = watchers
        self.timeouts = timeouts
        self.user_agent = user_agent
        self.timed = timed


class ArraySession:
    """The session of a client.

    :param base_url: ``https://array:8080/api/v1``
    :param transport: what sends
    :param options: how
    """

    def __init__(self, base_url: str, transport: Transport,
                 options: Options) -> None:
        self.transport = transport
        self.options = options
        self._base_url = base_url
        parts = urllib.parse.urlsplit(base_url)
        self._path = parts.path
        self._origin = f'{parts.scheme}://{parts.netloc}'
        self._key: Secret | None = None
        self._credentials: Secret | None = None
        self.login_state = LoginState()
        self._said_latin_1 = False
        #: what the latest secrets were made of, and the secrets
        self._latest: tuple[Secret | None, Secret | None, Secret] | None = None

    @property
    def version_url(self) -> str:
        """The URL of the array's version: ``/api``, outside ``/v1``."""
        root = re.sub(r'/v\d+\Z', '', self._path)
        return self._origin + (root or '/api')

    @property
    def key(self) -> Any:
        """The session key, or None."""
        return None if self._key is None else self._key.reveal()

    @key.setter
    def key(self, key: Any) -> None:
        self._key = None if key is None else Secret(key)

    # -- opening and closing ------------------------------------------------

    def open(self, credentials: Secret) -> None:
        """Log in and keep the key and the credentials.

        A session that was open before is closed.

        :param credentials: the body of the request
        """
        with self.login_state.lock:
            previous = self._key
            self._log_in(credentials)
            self._credentials = credentials
            if previous is not None:
                self._close_quietly(previous)

    def close(self) -> None:
        """Log out; a key that cannot be deleted is kept."""
        with self.login_state.lock:
            key, self._key = self._key, None
            if key is None:
                return
            try:
                self._delete(key)
            except BaseException:
                self._key = key
                raise
            self.login_state.hold(None)

    def _log_in(self, credentials: Secret, repeatable: bool = False) -> Secret:
        """Request a session key; the caller holds the lock."""
        url = self._base_url + '/credentials'
        request = Request(
            'POST', url, body=credentials, data=encode.encoded(credentials),
            repeatable=repeatable, keyless=True,
            hidden=self._hidden())
        key = _key_in(self.perform(request))
        if key is None:
            raise exceptions.InvalidResponse(
                'the answer to the login holds no session key'
                + self._url_advice(), method='POST', url=url)
        self._key = key
        self.login_state.hold(farewell.Farewell(
            self.transport, self._delete_request(key), self._base_url))
        return key

    def _renew(self, dead: Secret | None,
               surely_dead: bool = True) -> Secret | None:
        """Replace an expired key, once for all threads that noticed it.

        :param surely_dead: the array said so; otherwise the key may still be
            open there, and is closed
        :returns: the key to use; None without credentials to log in with
        """
        state = self.login_state
        tries = state.tries
        with state.lock:
            if self._key is not None and not _is_same(self._key, dead):
                return self._key
            if self._credentials is None:
                return None
            if state.tries != tries and state.failure is not None:
                # Another thread has just been refused with the same
                # credentials; more attempts could lock the account.
                raise copy.copy(state.failure)
            state.tries += 1
            state.failure = None
            try:
                # The program asked for something else: that this request
                # may leave a session behind, which expires, is better than
                # to tell it that an outcome is unknown.
                key = self._log_in(self._credentials, repeatable=True)
            except exceptions.ClientException as ex:
                state.failure = copy.copy(ex)
                raise
            if dead is not None and not surely_dead:
                self._close_quietly(dead)
            return key

    def _close_quietly(self, key: Secret) -> None:
        """Try to close a session that has been replaced; ignore failures."""
        try:
            self._delete(key)
        except exceptions.ClientException as ex:
            self.options.log.warning(
                'the replaced session %s was not closed: %s',
                redact.short_hash(key.reveal()), ex)

    def _delete(self, key: Secret) -> None:
        try:
            self.perform(self._delete_request(key))
        except exceptions.ClientException as ex:
            if not (_says_key_is_dead(ex) or ex.http_status == 404):
                raise

    def _delete_request(self, key: Secret) -> Request:
        return Request(
            'DELETE', '%s/credentials/%s' % (
                self._base_url, urllib.parse.quote(key.reveal(), safe='')),
            repeatable=True, keyless=True, ignores_body=True,
            hidden=self._hidden(key))

    def _hidden(self, key: Secret | None = None) -> Secret:
        """Return the secrets that no error may repeat."""
        key, credentials, latest = key or self._key, self._credentials, \
            self._latest
        if latest is not None and latest[0] is key and \
                latest[1] is credentials:
            return latest[2]
        password = None if credentials is None \
            else credentials.reveal().get('password')
        hidden = Secret(tuple(
            text for text in (None if key is None else key.reveal(), password)
            if isinstance(text, str)) + self.transport.secrets.reveal())
        self._latest = (key, credentials, hidden)
        return hidden

    # -- requests -----------------------------------------------------------

    def request(self, method: str, url: Any, body: Secret | None = None,
                reads: bool = False, repeatable: bool = False,
                streaming: bool = False) -> Request:
        """Create a request.

        :param url: a path below the base URL, or a URL of this array
        """
        return Request(
            method, self._absolute(url), body=body, reads=reads,
            data=None if body is None else encode.encoded(body),
            repeatable=repeatable, streaming=streaming,
            hidden=self._hidden())

    def _absolute(self, url: Any) -> str:
        """Return the URL on this array, with illegal characters quoted."""
        if not isinstance(url, str) or not url:
            raise exceptions.InvalidInput(
                f'a URL is a path such as /volumes, not {url!r}')
        if url.startswith(('http://', 'https://')):
            if url != self._origin and not url.startswith(
                    (self._origin + '/', self._origin + '?')):
                raise exceptions.InvalidInput(
                    f'{redact.url(url)} is not on {self._origin}; the '
                    'session key stays with its array')
            path = url[len(self._origin):]
        else:
            path = self._path + ('' if url.startswith('/') else '/') + url
        if not _URL_AS_IS.match(path):
            path = _quoted(path)
        if '/.' in path and any(part in ('.', '..') for part in
                                path.split('?', 1)[0].split('/')):
            raise exceptions.InvalidInput(
                f'{redact.text(url)}: a part that is . or .. would address '
                'something else')
        return self._origin + path

    def perform(self, request: Request) -> Outcome:
        """Send a request until there is a response or retrying ends.

        :raises ClientException: the request failed
        """
        patience = self.options.retry.begin()
        is_renewed = request.keyless
        key: Secret | None = None
        while True:
            outcome = self._attempt(request, key, patience.attempts)
            failure, key = outcome.failure, outcome.key
            if failure is None:
                return outcome
            if not is_renewed and _says_key_is_dead(failure):
                is_renewed = True
                live = self._renew(key, failure.get_code() == _INVALID_KEY)
                if live is not None:
                    key, patience = live, self.options.retry.begin()
                    continue
            if not should_retry(request, outcome) or \
                    not patience.wait(outcome.retry_after):
                final = self._final(request, outcome)
                try:
                    raise final
                finally:
                    # Its traceback holds this frame: kept here, it would keep
                    # the client until the collector comes by.
                    del final, failure, outcome
            self.options.log.info(
                '%s %s: %s; attempt %d', request.method, request.url,
                failure, patience.attempts)

    def _gate(self, request: Request) -> contextlib.AbstractContextManager[None]:
        """Return the context that admits an attempt, or refuses it."""
        if request.reads or request.keyless:
            return _NOTHING
        return self.options.gate.passing(request.method, request.url)

    def _key_for(self, request: Request) -> Secret | None:
        if request.keyless:
            return None
        if self._key is None and request.url != self.version_url:
            return self._renew(None)
        return self._key

    def _attempt(self, request: Request, key: Secret | None,
                 number: int) -> Outcome:
        """Make an attempt; time it, log it and call the hooks.

        :param key: None takes the key there is, or logs in
        """
        with self._gate(request):
            if key is None:
                key = self._key_for(request)
            headers = self._headers(request, key)
            with self._watching(request, number) as ending:
                started = time.time()
                try:
                    incoming = self.transport.exchange(
                        request, headers, self.options.timeouts)
                    outcome = self._outcome(incoming, request)
                finally:
                    self.options.timed((f'{request.method} {request.url}',
                                        started, time.time()))
                if ending is not None:
                    ending.status = outcome.status
                    broken = incoming.failure or incoming.broken
                    ending.error = type(broken).__name__ if broken else None
        outcome.key = key
        return outcome

    def _watching(self, request: Request, number: int) -> Any:
        watchers = self.options.watchers
        if watchers is None:
            return _NOTHING
        return watchers.watching(
            request.method, request.url[len(self._origin):], number)

    def _outcome(self, incoming: Incoming, request: Request) -> Outcome:
        if incoming.failure is not None:
            return Outcome(incoming.failure)
        if request.streaming and 200 <= incoming.status < 300:
            return Outcome(status=incoming.status, headers=incoming.headers,
                           value=incoming)
        answer = incoming.read_all()
        outcome = decode.outcome(answer, request)
        if answer.is_latin_1:
            self.say_latin_1()
        log = self.options.log
        if log.isEnabledFor(logging.DEBUG):
            log.debug('%s %s answered %d %s %s', request.method, request.url,
                      answer.status, redact.headers(
                          answer.headers, request.secrets().reveal()),
                      decode.shown_body(answer, request))
        return outcome

    def _headers(self, request: Request, key: Secret | None) -> Secret:
        """Return the headers of a request, and log it."""
        headers = {'User-Agent': self.options.user_agent,
                   'Accept': 'application/json'}
        if request.data is not None:
            headers['Content-Type'] = 'application/json'
        if request.data is not None or request.method in ('POST', 'PUT'):
            headers['Content-Length'] = str(
                len(request.data.reveal() if request.data else b''))
        if key is not None:
            headers[KEY_HEADER] = key.reveal()
        log = self.options.log
        if log.isEnabledFor(logging.DEBUG):
            log.debug('%s %s %s %s', request.method, request.url,
                      redact.headers(headers), redact.body(
                          request.body and request.body.reveal()))
        return Secret(headers)

    def members(self, request: Request) -> Iterator[Any]:
        """Yield the members of a list as they arrive."""
        incoming = self.perform(request).value
        yield from decode.members(incoming, request, self.say_latin_1)

    def say_latin_1(self) -> None:
        """Warn, once for a client, that a body was not UTF-8."""
        if not self._said_latin_1:
            self._said_latin_1 = True
            self.options.log.warning(
                '%s sent a body that is not UTF-8 and does not say what it '
                'is; it was read as ISO-8859-1, and so will others be',
                self._origin)

    # -- what is raised -----------------------------------------------------

    def _final(self, request: Request,
               outcome: Outcome) -> exceptions.ClientException:
        """Return the exception for a permanent failure."""
        failure = cast(exceptions.ClientException, outcome.failure)
        if request.is_login:
            failure = self._advised(failure)
            if isinstance(failure, exceptions.InvalidResponse) and \
                    not _is_json(outcome):
                return failure      # no array has answered
        elif outcome.key is None and not request.keyless and \
                _says_key_is_dead(failure):
            return _with_text(failure, 'log in first: '
                              'client.login(user, password)')
        if request.repeatable or not _is_unknown(failure):
            return failure
        unknown = _outcome_unknown(failure)
        unknown.__cause__ = failure
        return unknown

    def _advised(self, failure: exceptions.ClientException
                 ) -> exceptions.ClientException:
        """Return the error of a failed login, with advice if the URL is wrong."""
        if isinstance(failure, (exceptions.InvalidResponse,
                                exceptions.TooManyRedirects)) or \
                failure.http_status in (404, 405) or \
                (_says_key_is_dead(failure) and
                 not _API_PATH.match(self._path)):
            advice = self._url_advice()
            if advice:
                return _with_text(failure, advice.lstrip('; '))
        if self._origin.startswith('http:') and _may_come_from_tls(failure):
            return _with_text(
                failure, 'if this port speaks TLS, api_url is '
                f'https:{self._base_url[5:]}')
        return failure

    def _url_advice(self) -> str:
        """Return advice about the base URL, for an error message."""
        if _API_PATH.match(self._path):
            return '; is this the web service of an array? ' \
                f'api_url is {self._base_url}'
        root = re.match(r'(.*?/api/v\d+)/', self._path)
        path = '/api/v1' if root is None else root.group(1)
        return f'; api_url is {self._base_url}, and it should look like ' \
            f'{self._origin}{path}'


#: what a URL may hold as it is; everything else is percent-encoded
_URL_SAFE = "/:?&=@!$'()*+,;%~[]-._"
_SURROGATE = pattern('[\ud800-\udfff]')
_URL_AS_IS = pattern(r"[A-Za-z0-9/:?&=@!$'()*+,;%~\-._]*\Z")


def _quoted(path: str) -> str:
    if _SURROGATE.search(path):
        raise exceptions.InvalidInput(
            'the URL holds half a character (a lone surrogate)')
    return urllib.parse.quote(path, safe=_URL_SAFE)


class LoginState:
    """The lock on which threads wait while one of them logs in."""

    def __init__(self) -> None:
        self._locks = processes.PerProcess(threading.RLock)
        #: how many renewals were tried, and how the last one failed
        self.tries = 0
        self.failure: exceptions.ClientException | None = None
        self._held: Callable[[], Any] | None = None

    @property
    def lock(self) -> Any:
        """The reentrant lock of this process."""
        return self._locks.get()

    def hold(self, leaving: farewell.Farewell | None) -> None:
        """Register the session for logout when the client is dropped."""
        if self._held is not None:
            self._held()
        self._held = None if leaving is None \
            else farewell.arrange(self, leaving)


def _key_in(outcome: Outcome) -> Secret | None:
    """Return the key in the response to a login, or None."""
    body = outcome.value.reveal()
    key = body.get('key') if is_dict(body) else None
    if not isinstance(key, str) or not _KEY.match(key):
        return None
    return Secret(key)


def _is_same(key: Secret, other: Secret | None) -> bool:
    return other is not None and bool(key.reveal() == other.reveal())


def _is_json(outcome: Outcome) -> bool:
    """Return whether a response declares JSON, as every array does."""
    return 'json' in outcome.headers.get('content-type', '').lower()


def _says_key_is_dead(ex: exceptions.ClientException) -> bool:
    """Return whether to log in again: 403 with code 6 or no code, or any 401."""
    if ex.http_status == 403:
        return ex.get_code() in (_INVALID_KEY, None)
    return ex.http_status == 401


def _may_come_from_tls(ex: exceptions.ClientException) -> bool:
    """Return whether a TLS server answers a request without TLS like this.

    Most close the connection without a word, some send an alert, and some
    answer 400 in HTML.
    """
    if isinstance(ex, exceptions.Timeout):
        return False
    return (isinstance(ex, exceptions.ConnectionError) and ex.request_sent) \
        or (ex.http_status == 400 and ex.get_code() is None)


def _is_unknown(ex: exceptions.ClientException) -> bool:
    """Return whether a change may have been executed despite a failure."""
    if isinstance(ex, (exceptions.InvalidResponse, exceptions.HTTPBadGateway,
                       exceptions.HTTPGatewayTimeout)):
        # A proxy that has no answer may have passed the request on.
        return True
    return isinstance(ex, (exceptions.ConnectionError, exceptions.Timeout)) \
        and ex.request_sent


def _outcome_unknown(
        ex: exceptions.ClientException) -> exceptions.OutcomeUnknown:
    cls: type[exceptions.OutcomeUnknown]
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
    text = f'{ex.get_description() or ex.message}; the array may have ' \
        'carried it out or not, and it was not sent again'
    code = ex.get_code()
    return cls(text if code is None else {'code': code, 'desc': text},
               http_status=_status_of(ex), method=ex.method, url=ex.url)


def _with_text(ex: exceptions.ClientException,
               advice: str) -> exceptions.ClientException:
    """Return the same error with an extended description."""
    desc = ex.get_description()
    error = {'code': ex.get_code(), 'ref': ex.get_ref(),
             'desc': f'{desc}; {advice}' if desc else advice}
    advised = type(ex)({name: value for name, value in error.items()
                        if value is not None},
                       http_status=_status_of(ex), method=ex.method,
                       url=ex.url)
    advised.__cause__ = ex.__cause__
    if isinstance(ex, exceptions.RequestException):
        advised.request_sent = ex.request_sent  # type: ignore[attr-defined]
    return advised


def _status_of(ex: exceptions.ClientException) -> int | None:
    return ex.http_status if isinstance(ex.http_status, int) else None


def warn_once(texts: list[str], category: type[Warning]) -> None:
    """Issue a pending warning, attributed to the caller's line."""
    try:
        text = texts.pop()
    except IndexError:
        return              # another thread was quicker
    warnings.warn(text, category, stacklevel=_package_frames())


def _package_frames() -> int:
    """Return the number of frames up to the program's own code."""
    # Public and documented, in spite of its name.
    frame = sys._getframe(1)    # pyright: ignore[reportPrivateUsage]
    level = 1
    while frame.f_back is not None and frame.f_globals.get(
            '__name__', '').startswith('hpe3parclient.'):
        level, frame = level + 1, frame.f_back
    return level
