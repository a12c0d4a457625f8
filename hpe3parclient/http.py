"""The HTTP layer: requests and responses in JSON, with a session key.

:class:`HTTPJSONRESTClient` is the class of ``client.http``. It validates the
options of a client and passes every request to
``hpe3parclient.web.session.ArraySession``. It does not depend on volumes, hosts
or other resources.
"""

from __future__ import annotations

import collections
import logging
import urllib.parse
from collections.abc import Iterator, Mapping
from typing import Any, Union

import urllib3.exceptions

from hpe3parclient import describe, exceptions, hooks, processes, standin
from hpe3parclient.limits import Limits
from hpe3parclient.patterns import pattern
from hpe3parclient.retry import RetryPolicy
from hpe3parclient.web import decode, readonly, redact, session, tls
from hpe3parclient.web.failures import Timeouts
from hpe3parclient.web.redact import Secret
from hpe3parclient.web.request import Outcome, Request
from hpe3parclient.web.transport import Transport

LOG = logging.getLogger(__name__)

#: default limits in seconds: to connect, without data, and for a whole response
DEFAULT_TIMEOUTS: Timeouts = (10.0, 120.0, 1200.0)

#: the default limit for a whole response, as a multiple of the read timeout
_TOTAL = 10

#: how many timings are kept
_TIMINGS = 1000

_LONGEST_APP_NAME = 128

#: nothing that could end the header or begin another
_APP_NAME = pattern(r'(?=.{1,%d}\Z)[!-~]+( [!-~]+)*\Z'
                    % _LONGEST_APP_NAME)

_EXAMPLE = 'https://array:8080/api/v1'

Timeout = Union[None, int, float, tuple[float, float],
                tuple[float, float, float]]


class HTTPJSONRESTClient(processes.NotCopied):
    """A session with one array's web service.

    :param api_url: ``https://array:8080/api/v1``; cannot change after login
    :param secure: see :func:`hpe3parclient.web.tls.prepare`
    :param http_log_debug: log each request and answer, secrets masked
    :param suppress_ssl_warnings: do not warn that ``secure=False`` verifies
        nothing
    :param timeout: seconds without data, or ``(connect, silence)``, or
        ``(connect, silence, total)``, where total limits a whole response and
        defaults to ten times the silence; None means :data:`DEFAULT_TIMEOUTS`
    :param retry: how failed requests are repeated, where that is safe
    :param app_name: appended to the User-Agent
    :param on_request: called before each attempt, see
        :class:`hpe3parclient.hooks.Exchange`
    :param on_response: called after each attempt
    :param limits: limits for the size and duration of a response
    :raises ValueError: the URL, the timeout or ``secure`` is invalid
    """

    USER_AGENT = 'python-3parclient'
    SESSION_COOKIE_NAME = session.KEY_HEADER

    def __init__(self, api_url: str, secure: tls.Secure = False,
                 http_log_debug: bool = False,
                 suppress_ssl_warnings: bool = False,
                 timeout: Timeout = None, *,
                 retry: RetryPolicy | None = None,
                 app_name: str | None = None,
                 on_request: hooks.HookOption = None,
                 on_response: hooks.HookOption = None,
                 limits: Limits | None = None) -> None:
        api_url = read_url(api_url)     # no frame shows what it was
        self.secure = secure
        self.timeout = timeout
        self.suppress_ssl_warnings = suppress_ssl_warnings
        self.user: str | None = None
        self.times: collections.deque[tuple[str, float, float]] = collections.deque(
            maxlen=_TIMINGS)
        #: refuses changes inside ``readOnly()``
        self.gate = readonly.Gate()
        #: None if no hook is set
        self.hooks = hooks.prepare(on_request, on_response)
        self._log = _ClientLogger()
        self._handler: logging.Handler | None = None
        self._limits = _checked_limits(limits)
        self._options = session.Options(
            log=self._log, retry=retry or RetryPolicy(), gate=self.gate,
            watchers=self.hooks, timeouts=_timeouts(timeout),
            user_agent=self.USER_AGENT + _app(app_name),
            timed=self.times.append)
        self._trust = tls.prepare(secure)
        self.api_url = ''
        self._session: session.ArraySession | None = None
        #: what takes the array's place in a rehearsal
        self._stand_in: standin.StandIn | None = None
        #: why the URL cannot be used; None if it can
        self._problem: str | None = None
        self.set_url(api_url)
        self.set_debug_flag(http_log_debug)

    def __repr__(self) -> str:
        return '<%s %s %s>' % (
            type(self).__name__, self.api_url,
            'logged in' if self.session_key else 'not logged in')

    def set_url(self, api_url: str) -> None:
        """Point a client that has not logged in yet at an array.

        A URL that cannot be used is refused by the first request.

        :raises ValueError: the URL is empty or contains a user or a password,
            or the client is logged in
        """
        if self.session_key is not None:
            raise ValueError('log out first: the session key belongs to %s'
                             % self.api_url)
        api_url = read_url(api_url)
        self._problem = api_url.problem
        if api_url.is_refused:
            raise ValueError(self._problem)
        base = str(api_url)
        self.api_url, self._session = base, None
        self._to_warn: list[str] = []
        if self._problem is not None:
            return
        tls.check_scheme(base, self.secure)
        self._to_warn = self._warnings(_origin(base))
        self._stand_in = standin.current()
        trust: tls.Trust | None = self._trust
        if self._stand_in is not None:
            self.api_url = base = self._stand_in.web_service(base)
            trust = tls.prepare(self._stand_in.ca_bundle)
        self._session = session.ArraySession(base, Transport(
            _origin(base), trust if base.startswith('https:') else None,
            self._limits), self._options)

    @property
    def _array(self) -> session.ArraySession:
        """The session with the array.

        :raises InvalidInput: the URL cannot be used
        """
        if self._session is None:
            raise exceptions.InvalidInput(self._problem)
        return self._session

    @property
    def session(self) -> Transport:
        """The :class:`requests.Session` that sends every request.

        For tools that need one: they may mount an adapter or add hooks to
        ``session.hooks``.

        :raises InvalidInput: the URL of the client cannot be used
        """
        return self._array.transport

    @property
    def session_key(self) -> str | None:
        """The session key, or None; programs may set it."""
        key: str | None = None
        if self._session is not None:
            key = self._session.key
        return key

    @session_key.setter
    def session_key(self, key: str | None) -> None:
        self._array.key = key

    @property
    def version_url(self) -> str:
        """The URL of the array's version: ``/api``, outside ``/v1``."""
        return self._array.version_url

    def close(self) -> None:
        """Close all idle connections; a later request opens new ones."""
        if self._session is not None:
            self._session.transport.close()

    # -- debugging ---------------------------------------------------------

    def set_debug_flag(self, flag: bool) -> None:
        """Log each request and answer of this client, or stop doing so.

        If the program has not configured logging, the lines go to stderr.
        Passwords are masked and session keys appear as a hash.
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

    def get_timings(self) -> list[tuple[str, float, float]]:
        """The latest requests, a thousand at most.

        :returns: list of ``('GET url', started, ended)``, epoch seconds
        """
        return list(self.times)

    def reset_timings(self) -> None:
        """Forget the timings."""
        self.times.clear()

    # -- the session -------------------------------------------------------

    def get_session_key(self) -> str | None:
        """The session key, or None; sends nothing."""
        return self.session_key

    def authenticate(self, user: str, password: str | Secret,
                     optional: Mapping[str, Any] | Secret | None = None
                     ) -> None:
        """Log in and keep the session key; source: POST /credentials.

        The credentials are kept too, so that the client can log in again when
        the key has expired. A previous session is closed.

        :param user: user name on the array
        :param password: its password
        :param optional: additional keys of the request, such as ``sessionType``
        :raises HTTPForbidden: INV_USER_PASS (5), wrong user or password
        :raises HTTPServiceUnavailable: SVC_UNAVAIL (31), too many sessions
        """
        password = Secret(password)
        further = Secret({} if optional is None else optional)
        optional = None
        if further.reveal() is None:
            further = Secret({})
        _check_credentials(user, password)
        if not isinstance(further.reveal(), Mapping):
            raise exceptions.InvalidInput(
                'optional must be dict, not '
                + describe.kind(further.reveal()))
        if self._to_warn:
            self._warn()
        stand_in = self._stand_in
        self._array.open(Secret({
            **further.reveal(), 'user': stand_in.user if stand_in else user,
            'password': (stand_in.password if stand_in else password).reveal()}))
        self.user = user

    def unauthenticate(self) -> None:
        """Log out; source: DELETE /credentials/<key>.

        Without a session nothing is sent. An expired session counts as closed.
        The credentials are kept, so a later request logs in again.

        :raises RequestException: the request failed; the key is kept, and
            logging out can be repeated
        """
        if self._session is not None:
            self._session.close()

    # -- requests ----------------------------------------------------------

    def get(self, url: str, **kwargs: Any) -> tuple[decode.Headers, Any]:
        """GET a path below api_url; returns ``(headers, body)``."""
        kwargs = sealed(kwargs)
        return _answer(self._array.perform(
            self._describe('GET', url, **kwargs)))

    def post(self, url: str, **kwargs: Any) -> tuple[decode.Headers, Any]:
        """POST ``body`` as JSON; returns ``(headers, body)``."""
        kwargs = sealed(kwargs)
        return _answer(self._array.perform(
            self._describe('POST', url, **kwargs)))

    def put(self, url: str, **kwargs: Any) -> tuple[decode.Headers, Any]:
        """PUT ``body`` as JSON; returns ``(headers, body)``."""
        kwargs = sealed(kwargs)
        return _answer(self._array.perform(
            self._describe('PUT', url, **kwargs)))

    def delete(self, url: str, **kwargs: Any) -> tuple[decode.Headers, Any]:
        """DELETE a path below api_url; returns ``(headers, body)``."""
        kwargs = sealed(kwargs)
        return _answer(self._array.perform(
            self._describe('DELETE', url, **kwargs)))

    def request(self, *args: Any,
                **kwargs: Any) -> tuple[decode.Headers, Any]:
        """Send one request: ``request(url, method, body=None)``.

        :param url: a path below api_url, or an absolute URL of this array
        :param method: GET, POST, PUT or DELETE
        :param body: what to send as JSON; None sends no body
        :param repeatable: True if the request may safely be sent twice although
            it is not a GET
        :param reads: True if the request changes nothing although it is not a
            GET: it is repeatable, and allowed inside ``readOnly()``
        :returns: ``(headers, body)``: headers by name in any case, with
            ``headers['status']``; the decoded JSON, or None
        :raises ClientException: one of :mod:`hpe3parclient.exceptions`
        """
        kwargs = sealed({**dict(zip(_REQUEST, args)), **kwargs}) \
            if len(args) <= len(_REQUEST) else {'args': len(args)}
        args = ()
        return _answer(self._array.perform(self._describe(**kwargs)))

    def members(self, url: str) -> Iterator[Any]:
        """GET a list and yield its members as they arrive.

        Only one member is held in memory. Members that arrive before a failure
        are yielded before it is raised.

        :param url: as for :meth:`get`
        :raises IncompleteResponse: the list is incomplete, or shorter than its
            total
        :raises ClientException: as :meth:`request` does
        """
        yield from self._array.members(
            self._describe('GET', url, streaming=True))

    def _describe(self, method: str, url: str, body: Secret | None = None,
                  repeatable: bool = False, reads: bool = False,
                  streaming: bool = False) -> Request:
        """Return the object that describes a request."""
        if self._to_warn:
            self._warn()
        return self._array.request(method, url, body, reads, repeatable,
                                   streaming)

    # -- warnings ----------------------------------------------------------

    def _warnings(self, origin: str) -> list[str]:
        """Return the warnings that the first request issues."""
        is_https = origin.startswith('https:')
        if self.suppress_ssl_warnings or self._trust.verified == is_https:
            return []
        if not is_https:
            return ['secure=True, and %s has no certificate to verify: '
                    'others on the network can read the password; use the '
                    'https URL' % origin]
        return ['secure=False: the certificate of %s is not verified, '
                'others on the network can read the password; give secure= the '
                "array's CA file or 'sha256:<fingerprint>'" % origin]

    def _warn(self) -> None:
        session.warn_once(self._to_warn,
                          urllib3.exceptions.InsecureRequestWarning)


class _ClientLogger(logging.Logger):
    """A logger for a single client that uses the handlers of the module's logger.

    It is not registered with the logging module, so debugging one client does
    not affect others. For the same reason it must not cache levels: the logging
    module would not clear that cache.
    """

    def __init__(self) -> None:
        super().__init__(LOG.name)
        self.parent = LOG

    def isEnabledFor(self, level: int) -> bool:
        return self.manager.disable < level and \
            level >= self.getEffectiveLevel()


def _check_credentials(user: object, password: Secret) -> None:
    if not isinstance(user, str) or not isinstance(password.reveal(), str):
        raise exceptions.InvalidInput(
            'user and password must be str, not %s and %s' % (
                type(user).__name__, type(password.reveal()).__name__))


def _app(name: object) -> str:
    """Return the part of the User-Agent after the package's name."""
    if name is None:
        return ''
    if not isinstance(name, str) or not _APP_NAME.match(name):
        raise ValueError(
            'app_name is a name such as cinder/24.1, of up to %d printable '
            'ASCII characters, not %r' % (_LONGEST_APP_NAME, name))
    return ' ' + name


#: what ``request()`` takes by position
_REQUEST = ('url', 'method', 'body', 'repeatable', 'reads')


def sealed(kwargs: dict[str, Any]) -> dict[str, Any]:
    """Keyword arguments whose body no frame shows."""
    body = kwargs.get('body')
    return kwargs if body is None else {**kwargs, 'body': Secret(body)}


def _answer(outcome: Outcome) -> tuple[decode.Headers, Any]:
    return decode.Headers.of_outcome(outcome), outcome.value.reveal()


def _timeouts(timeout: Timeout) -> Timeouts:
    if timeout is None:
        return DEFAULT_TIMEOUTS
    values = timeout if isinstance(timeout, tuple) else (timeout, timeout)
    if len(values) not in (2, 3) or any(
            not _is_duration(item) for item in values):
        raise ValueError(
            'timeout must be a number of seconds above 0, or (connect, '
            'silence), or (connect, silence, total), not %r' % (timeout,))
    connect, silence = float(values[0]), float(values[1])
    total = float(values[2]) if len(values) == 3 else _TOTAL * silence
    return (connect, silence, total)


def _is_duration(value: object) -> bool:
    return not isinstance(value, bool) and isinstance(value, (int, float)) \
        and 0 < value < float('inf')


def _checked_limits(limits: object) -> Limits:
    if limits is None:
        return Limits()
    if not isinstance(limits, Limits):
        raise ValueError('limits must be hpe3parclient.limits.Limits, not '
                         + describe.value(limits))
    return limits


class BaseURL(str):
    """A base URL as it is used: it holds no user, password, query or fragment."""

    #: what is wrong with it; None if it can be used
    problem: str | None = None
    #: it can only be a mistake: not a str, or one with a user or a password
    is_refused = False


def checked_url(api_url: str) -> BaseURL:
    """Return a base URL that can be used.

    :raises ValueError: not an http or https URL of a server and a path
    """
    api_url = read_url(api_url)     # no frame shows what it was
    if api_url.problem is not None:
        raise ValueError(api_url.problem)
    return api_url


def read_url(api_url: Any) -> BaseURL:
    """Return a base URL as it is used, and what is wrong with it, if anything."""
    if isinstance(api_url, BaseURL):
        return api_url
    if not isinstance(api_url, str) or not api_url.strip():
        return _bad_url('', f'api_url must be a str such as {_EXAMPLE}, not '
                        + describe.value(api_url), is_refused=True)
    text = api_url.strip()
    parts, shown = _parts(text), redact.base_url(text)
    if '@' in text:
        return _bad_url(shown, 'api_url holds a user or password; give them to '
                        'login() instead', is_refused=True)
    if parts is None or parts.scheme.lower() not in ('http', 'https') \
            or not parts.hostname:
        return _bad_url(shown, f'api_url={describe.value(shown)} is not a URL '
                        f'such as {_EXAMPLE}')
    if parts.query or parts.fragment or not redact.is_base_url(text):
        return _bad_url(shown, f'api_url={describe.value(shown)} does not end with '
                        f'the path, as {_EXAMPLE} does')
    return BaseURL(
        f"{parts.scheme.lower()}://{parts.netloc}{parts.path.rstrip('/')}")


def _bad_url(shown: str, problem: str, is_refused: bool = False) -> BaseURL:
    url = BaseURL(shown)
    url.problem, url.is_refused = problem, is_refused
    return url


def _origin(base: str) -> str:
    """The scheme, the host and the port of a base URL."""
    parts = urllib.parse.urlsplit(base)
    return f'{parts.scheme}://{parts.netloc}'


def _parts(api_url: str) -> urllib.parse.SplitResult | None:
    """The parts of a URL; None where it has brackets or a port in vain."""
    try:
        parts = urllib.parse.urlsplit(api_url)
        return parts if parts.port != 0 else None
    except ValueError:
        return None     # what it says may hold a password
