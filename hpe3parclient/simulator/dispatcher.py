"""The order in which a request is received, spoiled, served and recorded.

Knows faults, records and what is refused before any resource is asked;
the application (:mod:`.wsapi.service`) does the rest.
"""

from __future__ import annotations

import contextlib
import io
import threading
from collections.abc import Generator, Mapping
from typing import Any, Callable

from werkzeug.test import run_wsgi_app

from hpe3parclient.simulator import assumptions
from hpe3parclient.simulator.array import Array
from hpe3parclient.simulator.control import Control
from hpe3parclient.simulator.errors import Refused
from hpe3parclient.simulator.faults import AFTER, INSTEAD, Fault, Faults
from hpe3parclient.simulator.http_request import Head
from hpe3parclient.simulator.model import sessions
from hpe3parclient.simulator.records import Record, Records, masked
from hpe3parclient.simulator.replies import Reply
from hpe3parclient.simulator.wsapi.answers import CHUNKED, text_of
from hpe3parclient.simulator.wsapi.call import ENVIRON_KEY, Call
from hpe3parclient.web import redact

METHODS = frozenset({'GET', 'POST', 'PUT', 'DELETE'})
#: Captured as it is, blank and line ends included.
BUSY_BODY = (b'{\n    "code": 270,\n    "desc": " System is too busy. '
             b'Please try again later"\n }')
Application = Callable[..., Any]


def refusal(error: Refused) -> Reply:
    """A refusal as a reply."""
    return Reply(error.status, {'Content-Type': 'application/json'},
                 [text_of(error.body())])


class Dispatcher:
    """Receives what the server hands on, and says what to send back.

    :param stopping: set when the server stops: what has not been carried
        out by then never is
    :param control: serves the paths below /simulator; None: nobody does
    """

    def __init__(self, array: Array, application: Application,
                 faults: Faults, records: Records,
                 stopping: threading.Event,
                 control: Control | None = None) -> None:
        self._control = control
        self._array = array
        self._application = application
        self._faults = faults
        self._records = records
        self._stopping = stopping
        self._guard = threading.Lock()
        self._key_locks: dict[str, threading.Lock] = {}

    def handle(self, request: Head, body: bytes, early: Refused | None,
               address: str) -> Reply:
        """The reply to one request.

        :param early: why its body could not be read
        :param address: where it comes from
        """
        if self._control is not None \
                and self._control.serves(request.target):
            return self._control.handle(request, body, early)
        # The table of requests: a body counts with POST and PUT alone.
        call = Call(method=request.method, target=request.target,
                    version=request.version, address=address,
                    headers=request.headers,
                    body=body if request.method in ('POST', 'PUT') else b'')
        try:
            if call.method in METHODS:
                call.take_apart()
        except Refused as error:
            early = early or error
        record = Record(call.method, redact.url(call.target),
                        masked(call.document()), None if call.key is None
                        else sessions.label(call.key))
        self._records.append(record)
        reply = self._spoiled(call, early)
        record.status = None if reply.silent else reply.status
        return reply

    def _spoiled(self, call: Call, early: Refused | None) -> Reply:
        met = self._faults.take(call.method, call.target)
        if self._ended(met):
            return _silence()
        for fault in met:
            if fault.kind in INSTEAD:
                return _instead(fault)
        with self._turn(call.key):
            # Also when there is no latency: the turn may have been long.
            if self._stopping.wait(self._faults.latency):
                return _silence()
            reply = refusal(early) if early is not None \
                else self._served(call)
        for fault in met:
            if fault.kind in AFTER:
                reply.spoil(fault.kind, fault.options)
        return reply

    def _ended(self, met: list[Fault]) -> bool:
        """What happens before the request is looked at; True ends it."""
        for fault in met:
            if fault.kind == 'expire':
                self._array.sessions.drop_all()
            elif fault.kind == 'reset_before' or (
                    fault.kind == 'delay' and self._stopping.wait(
                        fault.options.get('seconds', 1.0))):
                return True
        return False

    @contextlib.contextmanager
    def _turn(self, key: str | None) -> Generator[None]:
        """One request at a time per key, where the array is told so."""
        if key is None or not self._faults.serialise_keys:
            yield
            return
        with self._guard:
            lock = self._key_locks.setdefault(sessions.label(key),
                                              threading.Lock())
        with lock:
            yield

    def _served(self, call: Call) -> Reply:
        try:
            call.check_headers()
            if call.method not in METHODS:
                raise Refused('UNSUP_OP')
            if self._array.clock.now() < self._array.ready_at:
                raise Refused('SYS_SVC_NOT_READY')
        except Refused as error:
            return refusal(error)
        observer = self._array.observer
        return self._answered(call) if observer is None \
            else observer.request(call, self._answered)

    def _answered(self, call: Call) -> Reply:
        """What the application answers."""
        pieces, status, sent = run_wsgi_app(self._application, environ(call))
        headers = {name: value for name, value in sent.items()
                   if name in ('Content-Type', 'Location')}
        return Reply(int(status.split()[0]), headers, pieces,
                     chunked=CHUNKED in sent)


def _silence() -> Reply:
    """No answer at all."""
    return Reply(0, {}, [], silent=True)


def environ(call: Call) -> dict[str, Any]:
    """What the application is asked with: the call knows the rest."""
    return {
        ENVIRON_KEY: call, 'REQUEST_METHOD': call.method, 'SCRIPT_NAME': '',
        'PATH_INFO': call.path, 'QUERY_STRING': '', 'SERVER_NAME': 'array',
        'SERVER_PORT': '80', 'SERVER_PROTOCOL': call.version,
        'REMOTE_ADDR': call.address, 'wsgi.version': (1, 0),
        'wsgi.url_scheme': 'http', 'wsgi.input': io.BytesIO(),
        'wsgi.errors': io.StringIO(), 'wsgi.multithread': True,
        'wsgi.multiprocess': False, 'wsgi.run_once': False}


def _instead(fault: Fault) -> Reply:
    """The answer of a fault that answers in the array's place."""
    options = fault.options
    json_type = {'Content-Type': 'application/json'}
    if fault.kind == 'busy':
        return Reply(503, json_type, [BUSY_BODY])
    if fault.kind == 'session_limit':
        return refusal(Refused('SVC_UNAVAIL'))
    if fault.kind == 'refuse':
        return refusal(Refused(options.get('symbol', 'INT_SERV_ERR'),
                               options.get('ref')))
    if fault.kind == 'redirect':
        return Reply(options.get('status', 302),
                     {'Location': options.get('location', '/elsewhere')}, [])
    if fault.kind == 'html':
        page = options.get('body', '<html><body>Proxy error</body></html>')
        return Reply(options.get('status', 200),
                     {'Content-Type': 'text/html'}, _pieces(page))
    if fault.kind == 'unavailable':
        return _unavailable(options)
    body = options.get('body')
    headers = dict(options.get('headers', {}))
    if body is not None:
        headers['Content-Type'] = options.get('content_type',
                                              'application/json')
    return Reply(options.get('status', 500), headers, _pieces(body))


def _unavailable(options: Mapping[str, Any]) -> Reply:
    headers: dict[str, str] = {}
    if 'retry_after' in options:
        headers['Retry-After'] = str(options['retry_after'])
    body = options.get('body')
    if 'code' in options:
        body = {'code': options['code'],
                'desc': options.get('desc', assumptions.UNAVAILABLE_TEXT)}
    if body is not None:
        headers['Content-Type'] = 'application/json'
    return Reply(503, headers, _pieces(body))


def _pieces(body: Any) -> list[bytes]:
    """A body given as bytes, text or a JSON value."""
    if body is None:
        return []
    if isinstance(body, bytes):
        return [body]
    return [body.encode('utf-8') if isinstance(body, str)
            else text_of(body)]
