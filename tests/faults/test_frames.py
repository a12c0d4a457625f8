"""No frame of a traceback shows a secret, whatever fails.

Tools that report errors show the local variables of every frame: Sentry,
rich, IPython, pytest. Here every frame of every exception is looked through,
two levels deep, after failures of every kind.
"""

from __future__ import annotations

import json
import signal
import ssl
import traceback
from collections.abc import Iterator
from types import FrameType, TracebackType
from typing import Any, Callable

import pytest
import trustme

from hpe3parclient import exceptions, ssh
from hpe3parclient.cli.errors import SSHOptionError
from hpe3parclient.client import HPE3ParClient
from hpe3parclient.retry import RetryPolicy
from hpe3parclient.web.redact import Secret
from tests.support import leaks, scripted

PASSWORD = 'the-password-0'
CHAP = 'the-chap-secret-0'
SECRETS = (PASSWORD, CHAP, scripted.KEY)
ONCE = RetryPolicy(attempts=1)


# -- looking through frames ---------------------------------------------------


def _frames(ex: BaseException) -> Iterator[FrameType]:
    for item in leaks.chain(ex):
        trace: TracebackType | None = item.__traceback__
        while trace is not None:
            yield trace.tb_frame
            trace = trace.tb_next


def _shown(value: Any, depth: int = 2) -> Iterator[str]:
    yield repr(value)
    if depth:
        for part in leaks.parts(value):
            yield from _shown(part, depth - 1)


def leaked(ex: BaseException) -> list[str]:
    """Where a secret stands: ``function.variable``."""
    result = []
    for frame in _frames(ex):
        if 'hpe3parclient' not in frame.f_code.co_filename and \
                frame.f_code.co_filename == __file__:
            continue        # the program's own frames
        for name, value in list(frame.f_locals.items()):
            text = '\n'.join(_shown(value))
            result += [f'{frame.f_code.co_name}.{name}: {secret}'
                      for secret in SECRETS if secret in text]
    shown = ''.join(traceback.TracebackException.from_exception(
        ex, capture_locals=True).format())
    for line in shown.split('\n'):
        result += [f'shown: {line}' for secret in SECRETS
                  if secret in line and '    x = ' not in line]
    return result


# -- calls that carry secrets -------------------------------------------------


CHAP_OPTIONS = {'chapOperation': 1, 'chapName': 'n', 'chapSecret': CHAP}

CALLS: dict[str, Callable[[HPE3ParClient], Any]] = {
    'login': lambda c: c.login('user', PASSWORD),
    'login with options': lambda c: c.login(
        'user', PASSWORD, {'sessionType': 1}),
    'login with keywords': lambda c: c.login(
        username='user', password=PASSWORD, optional={'sessionType': 1}),
    'authenticate': lambda c: c.http.authenticate('user', PASSWORD),
    'logout': lambda c: c.logout(),
    'getVolumes': lambda c: c.getVolumes(),
    'iterVolumes': lambda c: list(c.iterVolumes()),
    'getVolume': lambda c: c.getVolume('v'),
    'createVolume': lambda c: c.createVolume('v', 'c', 1),
    'createHost': lambda c: c.createHost(
        'h', ['iqn.1993-08.org.debian:01:1'], optional=dict(CHAP_OPTIONS)),
    'modifyHost': lambda c: c.modifyHost('h', dict(CHAP_OPTIONS)),
    'modifyHost, nested': lambda c: c.modifyHost(
        'h', {'descriptors': {'list': [dict(CHAP_OPTIONS)]}}),
    'metadata': lambda c: c.setVolumeMetaData(
        'v', 'HPQ-cinder-CHAP-secret', CHAP),
    'post': lambda c: c.http.post('/hosts', body=dict(CHAP_OPTIONS)),
    'put': lambda c: c.http.put('/hosts/h', body=dict(CHAP_OPTIONS)),
    'request': lambda c: c.http.request(
        '/hosts/h', 'PUT', dict(CHAP_OPTIONS)),
}


def _echo(status: int) -> Callable[[scripted.Request], scripted.Reply]:
    def answer(request: scripted.Request) -> scripted.Reply:
        return scripted.reply(status, {
            'code': 7, 'desc': f'{request.headers!r} {request.body!r}'})
    return answer


ANSWERS: dict[str, Any] = {
    '400': scripted.error(400, 7), '404': scripted.error(404, 23),
    '403': scripted.error(403, 6), '503': scripted.error(503, 4711),
    '500 with an echo': _echo(500), '400 with an echo': _echo(400),
    'HTML': scripted.reply(200, raw=b'<html>', content_type='text/html'),
    'redirect': scripted.reply(302, Location='http://elsewhere.example/'),
    'cut': scripted.CUT, 'reset': scripted.RESET,
    'half a head': scripted.Reply(b'HTTP/1.1 200 OK\r\nX: 1\r\n'),
    'no HTTP': scripted.Reply(b'SSH-2.0-OpenSSH\r\n'),
    'two lengths': scripted.Reply(
        b'HTTP/1.1 200 OK\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nab'),
    'half a body': scripted.Reply(
        b'HTTP/1.1 200 OK\r\nContent-Length: 99\r\n\r\n{"key": "%s"'
        % scripted.KEY.encode()),
    'half a list': scripted.chunked(b'{"total":2,"members":[{"a":"%s"}'
                                    % scripted.KEY.encode(), last=False),
    'no JSON': scripted.reply(200, raw=b'{"key": "%s"'
                              % scripted.KEY.encode()),
    'key of another kind': scripted.reply(201, {'key': [scripted.KEY]}),
    'JSON too deep': scripted.reply(200, raw=b'[' * 100000),
    'another answer': scripted.reply(200, [1]),
    '101': scripted.reply(101),
}


@pytest.mark.parametrize('call', CALLS)
@pytest.mark.parametrize('answer', ANSWERS)
def test_failure_shows_no_secret_in_a_frame(call: str, answer: str) -> None:
    with scripted.Server() as server:
        client = HPE3ParClient(server.url, retry=ONCE, timeout=60)
        if 'login' not in call and call != 'authenticate':
            server.say(scripted.login())
            client.login('user', PASSWORD)
        server.default = ANSWERS[answer]
        try:
            CALLS[call](client)
        except exceptions.ClientException as ex:
            assert leaked(ex) == []
        server.default = scripted.reply(200)
        client.logout()
        client.http.close()


def test_search_finds_what_is_there() -> None:
    source = 'def f(x):\n    y = {"a": [x]}\n    raise LookupError\n'
    namespace: dict[str, Any] = {}
    exec(compile(source, 'hpe3parclient/x.py', 'exec'),     # noqa: S102
         namespace)
    with pytest.raises(LookupError) as caught:
        namespace['f'](PASSWORD)
    assert 'f.y: ' + PASSWORD in leaked(caught.value)


# -- failures before, between and beneath -------------------------------------


def _no_server() -> tuple[str, dict[str, Any]]:
    with scripted.Server() as gone:
        return gone.url, {}


@pytest.mark.parametrize('call', CALLS)
def test_connection_that_is_refused_shows_no_secret(call: str) -> None:
    url, options = _no_server()
    client = HPE3ParClient(url, retry=ONCE, timeout=60, **options)
    if 'login' not in call and call != 'authenticate':
        client.http.session_key = scripted.KEY
    try:
        CALLS[call](client)
    except exceptions.ClientException as ex:
        assert leaked(ex) == []
    client.http.session_key = None


@pytest.mark.parametrize('call', CALLS)
def test_certificate_that_is_refused_shows_no_secret(call: str) -> None:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    trustme.CA().issue_cert('127.0.0.1').configure_cert(context)
    with scripted.Server(context) as server:
        client = HPE3ParClient(server.url, secure=True, retry=ONCE,
                               timeout=60)
        if 'login' not in call and call != 'authenticate':
            client.http.session_key = scripted.KEY
        try:
            CALLS[call](client)
        except exceptions.ClientException as ex:
            assert leaked(ex) == []
        client.http.session_key = None
        client.http.close()


@pytest.mark.parametrize('call', CALLS)
@pytest.mark.parametrize('error', [KeyboardInterrupt, MemoryError, LookupError])
def test_error_of_another_kind_shows_no_secret(
        call: str, error: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*args: Any, **kwargs: Any) -> Any:
        raise error('beneath requests')

    client = HPE3ParClient('http://array.example/api/v1', retry=ONCE)
    if 'login' not in call and call != 'authenticate':
        client.http.session_key = scripted.KEY
    monkeypatch.setattr('urllib3.util.connection.create_connection', broken)
    try:
        CALLS[call](client)
    except (exceptions.ClientException, error) as ex:
        assert leaked(ex) == []
    client.http.session_key = None


BAD: dict[str, Callable[[HPE3ParClient], Any]] = {
    'surrogate in a body': lambda c: c.modifyHost(
        'h', {'chapSecret': CHAP, 'comment': '\ud800'}),
    'surrogate in the secret': lambda c: c.modifyHost(
        'h', {'chapSecret': CHAP + '\ud800'}),
    'surrogate in the password': lambda c: c.login(
        'user', PASSWORD + '\udfff'),
    'set in a body': lambda c: c.http.put(
        '/hosts/h', body={'chapSecret': CHAP, 'x': {CHAP}}),
    'endless body': lambda c: c.http.put('/hosts/h', body=_endless()),
    'key that is no text': lambda c: c.http.put(
        '/hosts/h', body={'chapSecret': CHAP, 5: CHAP}),
    'password of another kind': lambda c: c.login(
        'user', [PASSWORD]),    # type: ignore[arg-type]
    'options of another kind': lambda c: c.login(
        'user', PASSWORD, [PASSWORD]),  # type: ignore[arg-type]
    'URL of another array': lambda c: c.http.put(
        'https://elsewhere.example/', body={'chapSecret': CHAP}),
}


def _endless() -> dict[str, Any]:
    body: dict[str, Any] = {'chapSecret': CHAP}
    body['body'] = body
    return body


@pytest.mark.parametrize('call', BAD)
def test_argument_that_is_refused_shows_no_secret(call: str) -> None:
    client = HPE3ParClient('http://array.example/api/v1', retry=ONCE)
    client.http.session_key = scripted.KEY
    with pytest.raises(exceptions.InvalidInput) as caught:
        BAD[call](client)
    assert leaked(caught.value) == []
    for item in leaks.chain(caught.value):
        assert not isinstance(item, UnicodeError)
        for secret in SECRETS:
            assert secret not in leaks.told(item)
    client.http.session_key = None


def test_interrupt_while_waiting_shows_no_secret() -> None:
    def strike(request: scripted.Request) -> scripted.Reply:
        signal.pthread_kill(main, signal.SIGINT)
        return scripted.Reply(b'', close=True)

    import threading
    main = threading.main_thread().ident or 0
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    try:
        with scripted.Server() as server:
            client = HPE3ParClient(server.url, retry=ONCE, timeout=60)
            server.say(scripted.login())
            client.login('user', PASSWORD)
            server.say(strike)
            try:
                client.modifyHost('h', dict(CHAP_OPTIONS))
            except (KeyboardInterrupt, exceptions.ClientException) as ex:
                assert leaked(ex) == []
            client.logout()
            client.http.close()
    finally:
        signal.signal(signal.SIGINT, before)


def test_what_a_program_dumps_of_a_client_holds_no_secret() -> None:
    with scripted.Server() as server:
        client = HPE3ParClient(server.url, retry=ONCE)
        server.say(scripted.login())
        client.login('user', PASSWORD)
        shown = '\n'.join([*_shown(client), *_shown(client.http),
                           *_shown(client.http.session)])
        assert json.dumps(PASSWORD)[1:-1] not in shown
        assert scripted.KEY not in shown
        client.logout()
        client.http.close()


# -- the command line's options -----------------------------------------------


PASSPHRASE = 'the-passphrase-0'
KEY_TEXT = ('-----BEGIN OPENSSH PRIVATE KEY-----\n'
            f'{PASSWORD}\n-----END OPENSSH PRIVATE KEY-----\n')

#: arguments that the command line refuses before it connects
BAD_OPTIONS: dict[str, dict[str, Any]] = {
    'unknown option': {'nosuch': 1},
    'mode': {'mode': 'telnet'},
    'port': {'port': 0},
    'timeout': {'conn_timeout': -1},
    'address': {'ip': ''},
    'login': {'login': 5},
    'password of another kind': {'password': [PASSWORD]},
    'surrogate in the password': {'password': PASSWORD + '\udfff'},
    'passphrase of another kind': {'passphrase': [PASSPHRASE]},
    'surrogate in the passphrase': {'passphrase': PASSPHRASE + '\udfff'},
    'key that is no file': {'privatekey': '/nonexistent/key'},
    'key as text': {'privatekey': KEY_TEXT},
    'known hosts': {'known_hosts_file': '/nonexistent/folder/file'},
    'policy': {'missing_key_policy': 'NoSuchPolicy'},
}


def _set_up(options: Secret) -> None:
    client = HPE3ParClient('http://array.example/api/v1', retry=ONCE)
    client.setSSHOptions(**options.reveal())


def _connect(options: Secret) -> None:
    ssh.HPE3PARSSHClient(**options.reveal())


def _ask_for_port(options: Secret) -> None:
    HPE3ParClient.getPortNumber(**options.reveal())


SET_UPS: list[Callable[[Secret], None]] = [
    _set_up, _connect, _ask_for_port]


@pytest.mark.parametrize('set_up', SET_UPS)
@pytest.mark.parametrize('options', BAD_OPTIONS)
def test_refused_ssh_option_shows_no_secret(
        set_up: Callable[[Secret], None], options: str,
        monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(globals(), 'SECRETS', (*SECRETS, PASSPHRASE))
    with pytest.raises(SSHOptionError) as caught:
        set_up(Secret({
            'ip': 'array.example', 'login': 'user', 'password': PASSWORD,
            'passphrase': PASSPHRASE, **BAD_OPTIONS[options]}))
    assert leaked(caught.value) == []


@pytest.mark.parametrize('set_up', SET_UPS)
@pytest.mark.parametrize('beneath', [
    'cli.options.read', 'cli.options._check_texts', 'cli.options._check_files',
    'cli.options._address', 'ssh.Limits', 'cli.connection.Connection'])
def test_error_while_ssh_is_set_up_shows_no_secret(
        set_up: Callable[[Secret], None], beneath: str,
        monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*args: Any, **kwargs: Any) -> Any:
        del args, kwargs
        raise LookupError('beneath the options')

    monkeypatch.setitem(globals(), 'SECRETS', (*SECRETS, PASSPHRASE))
    monkeypatch.setattr(f'hpe3parclient.{beneath}', broken)
    with pytest.raises(LookupError) as caught:
        set_up(Secret({
            'ip': 'array.example', 'login': 'user', 'password': PASSWORD,
            'passphrase': PASSPHRASE}))
    assert leaked(caught.value) == []
