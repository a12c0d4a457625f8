"""No entry point of the package shows a secret, whatever the secret looks like.

Each entry is called with secrets of every odd kind, where it fails and where it
works. Then everything that a program, a log or a crash report may get to see is
looked through: messages, arguments, causes and contexts of exceptions, the local
variables of every frame, pickles, logs of every logger, warnings, what is printed,
and what objects show of themselves, two levels deep.
"""

from __future__ import annotations

import copy
import pickle
import warnings
from collections.abc import Iterator
from pathlib import Path
from types import FrameType
from typing import Any, Callable, NamedTuple

import pytest

from hpe3parclient import exceptions, ssh, waiters
from hpe3parclient.cli import words
from hpe3parclient.client import HPE3ParClient
from hpe3parclient.console import environment
from hpe3parclient.file_client import HPE3ParFilePersonaClient
from hpe3parclient.http import HTTPJSONRESTClient
from hpe3parclient.pool import ClientPool
from hpe3parclient.retry import RetryPolicy
from hpe3parclient.web.redact import Secret
from tests.support import leaks, scripted
from tests.support.leaks import Leaks

ONCE = RetryPolicy(attempts=1)

#: odd secrets; "{}" tells those of one call apart
SECRETS: dict[str, str] = {
    'plain': 'correct-horse-battery',
    'quotes': 'a"b\'c`d\\e-quoted',
    'percent': 'per%20cent%s%d%(x)s{0}',
    'newline': 'first-line\r\nsecond-line',
    'half a character': 'half-\ud83d-character',
    'beyond ASCII': 'pässwörd-жщ-\N{KEY}',
    'markup': '<b>&amp;+/=?#;:@-secret',
    'part of other text': 'password12',
    'base64': 'c2VjcmV0LXdvcmQ=',
    'another session key': '0-b737a583363549c42c5ad3d3780793d0-c2defd5c',
    'blanks': '  blank   space\tsecret  ',
    'long': 'long-secret-' * 40,
}


class Harness(NamedTuple):
    """What an entry may use."""

    server: scripted.Server
    folder: Path
    seen: Leaks
    monkeypatch: pytest.MonkeyPatch


Entry = Callable[[Harness, Secret], Any]

# -- entries ------------------------------------------------------------------


def _new(harness: Harness, **options: Any) -> HPE3ParClient:
    return HPE3ParClient(harness.server.url, retry=ONCE, timeout=60, debug=True,
                         **options)


def _logged_in(harness: Harness, secret: Secret, **options: Any) -> HPE3ParClient:
    client = _new(harness, **options)
    default = harness.server.default
    harness.server.default = scripted.login()
    try:
        client.login('user', secret.reveal())
    except exceptions.InvalidInput:
        # It cannot be sent; the session is another's.
        client.http.session_key = scripted.KEY
    harness.server.default = default
    return client


def _with_url(make: Callable[..., Any], form: str) -> Entry:
    def entry(harness: Harness, secret: Secret) -> Any:
        made = make(form % secret.reveal())
        harness.seen.saw(made, vars(made))
        made.login('user', 'other') if hasattr(made, 'login') \
            else made.authenticate('user', 'other')
    return entry


def _pool_with_url(url: str) -> ClientPool:
    return ClientPool(url, 'user', 'other')


def _from_env(form: str) -> Entry:
    def entry(harness: Harness, secret: Secret) -> Any:
        path = harness.folder / 'password'
        path.write_bytes(secret.reveal().encode('utf-8', 'surrogatepass'))
        path.chmod(0o644)
        values = {'HPE3PAR_URL': harness.server.url, 'HPE3PAR_USER': 'user',
                  'HPE3PAR_PASSWORD_FILE': str(path),
                  'HPE3PAR_CA_BUNDLE': '', 'HPE3PAR_PASSWORD': secret.reveal()}
        if form == 'url':
            values['HPE3PAR_URL'] = f'https://h/api/v1?p={secret.reveal()}'
        elif form == 'user in url':
            values['HPE3PAR_URL'] = f'https://u:{secret.reveal()}@h/api/v1'
        elif form == 'password as file':
            values['HPE3PAR_PASSWORD_FILE'] = secret.reveal()
        elif form == 'no file':
            del values['HPE3PAR_PASSWORD_FILE']
        hidden = Secret(values)
        del values
        harness.seen.saw(_settings(hidden))
        return HPE3ParClient.fromEnv(hidden.reveal(), secure=False,
                                     retry=ONCE, timeout=60)
    return entry


def _settings(hidden: Secret) -> str:
    return repr(environment.read(hidden.reveal()))


def _ssh_options(**given: str) -> Entry:
    """Options; ``{}`` in a value stands for the secret."""
    def entry(harness: Harness, secret: Secret) -> Any:
        options = Secret({name: value.replace('{}', secret.reveal())
                          for name, value in given.items()})
        # nobody listens there
        defaults = {'ip': '127.0.0.1', 'login': 'user', 'password': 'other',
                    'port': 1, 'conn_timeout': 60, 'known_hosts_file': str(
                        harness.folder / 'known')}
        client = HPE3ParClient('http://array.example/api/v1')
        hidden = Secret({**defaults, **options.reveal()})
        client.setSSHOptions(**hidden.reveal())
        assert client.ssh is not None
        harness.seen.saw(client.ssh, vars(client.ssh)['_options'],
                       *_shown(client.ssh))
        client.ssh.open()
    return entry


PEM = ('-----BEGIN {kind}PRIVATE KEY-----\n{}\n-----END {kind}PRIVATE KEY-----\n')


def _file_persona(call: Callable[[HPE3ParFilePersonaClient, str], Any],
                  ready: bool = True) -> Entry:
    def entry(harness: Harness, secret: Secret) -> Any:
        client = HPE3ParFilePersonaClient('http://array.example/api/v1')
        if ready:
            client.setSSHOptions('127.0.0.1', 'user', 'other', port=1,
                                 conn_timeout=60)
        call(client, secret.reveal())
    return entry


def _read_only(harness: Harness, secret: Secret) -> Any:
    client = HPE3ParFilePersonaClient('http://array.example/api/v1')
    client.setSSHOptions('127.0.0.1', 'user', 'other', port=1)
    with client.readOnly():
        client.setfsuser('u', passwd=secret.reveal())


def _command(*form: str) -> Entry:
    def entry(harness: Harness, secret: Secret) -> Any:
        client = ssh.HPE3PARSSHClient('127.0.0.1', 'user', 'other', port=1,
                                      conn_timeout=60)
        client.set_debug_flag(True)
        client.run([word.replace('{}', secret.reveal()) for word in form])
    return entry


def _words(*form: str) -> Entry:
    def entry(harness: Harness, secret: Secret) -> Any:
        hidden = Secret([word.replace('{}', secret.reveal()) for word in form])
        client = ssh.HPE3PARSSHClient('127.0.0.1', 'user', 'other')
        harness.seen.saw(words.shown(hidden.reveal()))
        client.check_ssh_injection(hidden.reveal())
    return entry


def _chap(call: Callable[[HPE3ParClient, str], Any]) -> Entry:
    def entry(harness: Harness, secret: Secret) -> Any:
        client = _logged_in(harness, Secret('another-password'))
        try:
            call(client, secret.reveal())
        finally:
            client.http.session_key = None
            client.http.close()
    return entry


def _proxied(scheme: str, form: str = 'http://someone:%s@127.0.0.1:%d') -> Entry:
    def entry(harness: Harness, secret: Secret) -> Any:
        import urllib.parse
        hidden = Secret(form % (urllib.parse.quote(
            secret.reveal().encode('utf-8', 'surrogatepass'), safe=''),
            harness.server.port))
        for name in ('HTTP_PROXY', 'HTTPS_PROXY', 'http_proxy', 'https_proxy'):
            harness.monkeypatch.setenv(name, hidden.reveal())
        client = HPE3ParClient(f'{scheme}://array.example/api/v1', retry=ONCE,
                               timeout=60, debug=True,
                               suppress_ssl_warnings=True)
        try:
            client.login('user', 'other')
        finally:
            harness.seen.saw(client, *_shown(client.http.session))
            client.http.session_key = None
            client.http.close()
    return entry


def _hooked(harness: Harness, secret: Secret) -> Any:
    def look(exchange: Any) -> None:
        harness.seen.saw(exchange, *_shown(exchange))
        if exchange.path.endswith('/hosts/h'):
            raise LookupError('in a hook')

    client = _logged_in(harness, secret, on_request=look, on_response=look)
    try:
        client.modifyHost('h', {'chapSecret': secret.reveal()})
    finally:
        client.http.session_key = None
        client.http.close()


def _pickled(harness: Harness, secret: Secret) -> Any:
    client = _logged_in(harness, secret)
    pool = ClientPool(harness.server.url, 'user', secret.reveal())
    connection = ssh.HPE3PARSSHClient('127.0.0.1', 'user', 'other')
    for item in (client, client.http, pool, connection, Secret('x')):
        for method in (pickle.dumps, copy.copy, copy.deepcopy):
            with pytest.raises(TypeError) as caught:
                method(item)
            harness.seen.saw(caught.value)
    harness.seen.saw(client, pool, connection)
    for item in (client, client.http, client.http.session, pool, connection):
        harness.seen.saw(*_shown(item))
    client.http.session_key = None
    client.http.close()


def _wrong_pool(harness: Harness, secret: Secret) -> Any:
    ClientPool(harness.server.url, 'user', secret.reveal(), size=0)


def _pool(harness: Harness, secret: Secret) -> Any:
    pool = ClientPool(harness.server.url, 'user', secret.reveal(), size=2,
                      retry=ONCE, timeout=60, debug=True)
    harness.seen.saw(pool, *_shown(pool))
    list(pool.map(lambda client, item: client.getVolume(item), ['v']))


def _wait(harness: Harness, secret: Secret) -> Any:
    client = _logged_in(harness, secret)
    try:
        waiters.TaskWaiter(client, 1)
        client.getTask(1)
    finally:
        client.http.session_key = None
        client.http.close()


#: entries that talk to a web service
SENDING: dict[str, Entry] = {
    'login': lambda harness, secret: _new(harness).login('user', secret.reveal()),
    'login, options': lambda harness, secret: _new(harness).login(
        'user', 'other', {'sessionPassword': secret.reveal(), 'x': {1}}),
    'login, list': lambda harness, secret: _new(harness).login(
        'user', [secret.reveal()]),     # type: ignore[arg-type]
    'login, file client': lambda harness, secret: HPE3ParFilePersonaClient(
        harness.server.url, retry=ONCE).login('user', secret.reveal()),
    'authenticate': lambda harness, secret: HTTPJSONRESTClient(
        harness.server.url, retry=ONCE).authenticate('user', secret.reveal()),
    'context manager': lambda harness, secret: _new(harness).__enter__().login(
        'user', secret.reveal()),
    'createHost': _chap(lambda client, text: client.createHost(
        'h', optional={'descriptors': {'os': 'x'}, 'chapSecret': text})),
    'modifyHost': _chap(lambda client, text: client.modifyHost(
        'h', {'chapOperation': 1, 'chapName': 'n', 'chapSecret': text})),
    'modifyHost, bad member': _chap(lambda client, text: client.modifyHost(
        'h', {'chapSecret': text, 'x': {1}})),
    'metadata': _chap(lambda client, text: client.setVolumeMetaData(
        'v', 'HPQ-cinder-CHAP-secret', text)),
    'put': _chap(lambda client, text: client.http.put(
        '/users/u', body={'users': [{'Password': text}]})),
    'post elsewhere': _chap(lambda client, text: client.http.post(
        'http://elsewhere.example/', body={'privateKey': text})),
    'renewal': lambda harness, secret: _renewed(harness, secret),
    'pool': _pool,
    'pool, wrong size': _wrong_pool,
    'waiter': _wait,
    'hooks': _hooked,
    'pickles and copies': _pickled,
    'proxy, http': _proxied('http'),
    'proxy, https': _proxied('https'),
    'proxy, odd scheme': _proxied('http', 'gopher://someone:%s@127.0.0.1:%d'),
    'proxy, user only': _proxied('https', 'http://%s@127.0.0.1:%d'),
    'environment': _from_env('file'),
}

#: entries that refuse, or find nobody to talk to
LOCAL: dict[str, Entry] = {
    'SSH password': _ssh_options(password='{}'),
    'SSH passphrase': _ssh_options(passphrase='{}'),
    'SSH, unknown option': _ssh_options(password='{}', secret='{}'),
    'SSH key': _ssh_options(privatekey=PEM.replace('{kind}', 'OPENSSH ')),
    'SSH key, RSA': _ssh_options(privatekey=PEM.replace('{kind}', 'RSA ')),
    'SSH key without header': _ssh_options(
        privatekey='{}\n-----END PRIVATE KEY'),
    'SSH key, body alone': _ssh_options(privatekey='{}'),
    'SSH key in a path': _ssh_options(privatekey='/{}'),
    'SSH key in quotes': _ssh_options(privatekey='"{}"'),
    'SSH host': _ssh_options(ip='user:{}@127.0.0.1'),
    'SSH host as a URL': _ssh_options(ip='ssh://user:{}@127.0.0.1'),
    'port number': lambda harness, secret: HPE3ParClient.getPortNumber(
        '127.0.0.1', 'user', secret.reveal(), port=1, conn_timeout=60),
    'createfsuser': _file_persona(
        lambda client, text: client.createfsuser('u', passwd=text)),
    'createfsuser, no SSH': _file_persona(
        lambda client, text: client.createfsuser('u', passwd=text), False),
    'createfsuser, bad word': _file_persona(
        lambda client, text: client.createfsuser('u;', passwd=text)),
    'setfsuser': _file_persona(
        lambda client, text: client.setfsuser('u', text)),
    'setfsuser, read only': _read_only,
    'createvfs': _file_persona(lambda client, text: client.createvfs(
        '1.2.3.4', '255.0.0.0', 'v', certdata=text)),
    'setvfs': _file_persona(
        lambda client, text: client.setvfs('v', certdata=text)),
    'command': _command('setuser', '-passwd', '{}', 'u'),
    'command, quoted': _command('setuser', '-passwd', '"{}"', 'u'),
    'command, bad word': _command('setuser', '-passwd', '{}', 'u;v'),
    'command, CHAP': _command('sethost', 'initchap', '-f', '{}', 'h'),
    'words': _words('createuser', '-c', '{}', 'u', 'all', 'browse'),
    'words, bad': _words('setuser', '-passwd', '{}', 'u;v'),
    'environment, URL': _from_env('url'),
    'environment, user in the URL': _from_env('user in url'),
    'environment, password as the file': _from_env('password as file'),
    'environment, no file': _from_env('no file'),
}

URLS = {
    'user': 'https://user:%s@array.example/api/v1',
    'user alone': 'https://%s@array.example/api/v1',
    'query': 'https://array.example/api/v1?password=%s',
    'fragment': 'https://array.example/api/v1#%s',
    'parameter': 'https://array.example/api/v1;password=%s',
    'escaped query': 'https://array.example/api/v1%%3Fpassword=%s',
    'no scheme': 'user:%s@array.example',
    'no scheme, query': 'array.example/api/v1?password=%s',
    'other scheme': 'ftp://array.example/api/v1?password=%s',
    'bad port': 'https://user:%s/api/v1',
    'bad brackets': 'https://user:%s@[::1/api/v1',
}
MAKERS: dict[str, Callable[..., Any]] = {
    'client': HPE3ParClient, 'file client': HPE3ParFilePersonaClient,
    'HTTP client': HTTPJSONRESTClient, 'pool': _pool_with_url}
LOCAL.update({
    f'{name}, URL with {form}': _with_url(make, url)
    for name, make in MAKERS.items() for form, url in URLS.items()})


def _renewed(harness: Harness, secret: Secret) -> Any:
    """A login that the client repeats, with the password that it kept."""
    client = _logged_in(harness, secret)
    try:
        client.getVolumes()
    finally:
        client.http.session_key = None
        client.http.close()


# -- looking ------------------------------------------------------------------


def _shown(value: Any, depth: int = 2) -> list[str]:
    """What an object shows of itself, so many levels down."""
    try:
        result = [repr(value)]
    except Exception as ex:
        result = [type(ex).__name__]
    if depth and not isinstance(value, (type, FrameType)):
        for part in leaks.parts(value):
            result += _shown(part, depth - 1)
    return result


def _frames(error: BaseException) -> Iterator[tuple[str, FrameType]]:
    """The frames of the package, and of what it uses."""
    for item in leaks.chain(error):
        trace = item.__traceback__
        while trace is not None:
            if trace.tb_frame.f_code.co_filename != __file__:
                yield trace.tb_frame.f_code.co_name, trace.tb_frame
            trace = trace.tb_next


def _look_at(harness: Harness, error: BaseException) -> None:
    """Take down all that an exception shows."""
    harness.seen.saw(error)
    for name, frame in _frames(error):
        for variable, value in list(frame.f_locals.items()):
            for text in _shown(value):
                harness.seen.saw(f'{name}.{variable}: {text}')
    for item in leaks.chain(error):
        try:
            harness.seen.saw(repr(pickle.dumps(item)))
        except Exception as ex:
            harness.seen.saw(ex)


def _echo(request: scripted.Request) -> scripted.Reply:
    """An answer that repeats what came, in body and headers."""
    heard = [f'{name}: {value}' for name, value in request.headers.items()]
    text = '|'.join([request.target, *heard, request.body.decode('utf-8')])
    return scripted.reply(
        400, {'code': 1, 'desc': text, 'ref': heard, 'debug': request.body.decode(
            'utf-8').split('"')}, X_Echo=ascii(text))


def _echo_407(request: scripted.Request) -> scripted.Reply:
    """What a proxy says that repeats how one tried to log in to it."""
    sent = request.headers.get('proxy-authorization', '')
    body = f'<html>{sent} {request.headers!r}'.encode()
    return scripted.Reply(
        b'HTTP/1.1 407 no: %s\r\nProxy-Authenticate: Basic realm="%s"\r\n'
        b'Content-Type: text/html\r\nX-Echo: %s\r\nContent-Length: %d\r\n\r\n%s'
        % (sent.encode(), sent.encode(), sent.split(' ')[-1].encode(), len(body),
           body))


ANSWERS: dict[str, Any] = {
    'works': scripted.reply(200, {}), 'echo': _echo, '407': _echo_407,
    'expired': scripted.error(403, 6), 'cut': scripted.CUT}


@pytest.fixture
def harness(capfd: pytest.CaptureFixture[str], tmp_path: Path,
          monkeypatch: pytest.MonkeyPatch) -> Iterator[Harness]:
    for name in ('NO_PROXY', 'no_proxy', 'ALL_PROXY', 'all_proxy',
                 'HTTP_PROXY', 'HTTPS_PROXY', 'http_proxy', 'https_proxy'):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv('HOME', str(tmp_path))
    with scripted.Server() as server, Leaks(capfd) as seen:
        yield Harness(server, tmp_path, seen, monkeypatch)


def _secrets_shown(harness: Harness, secret: str) -> dict[str, str]:
    harness.seen.__exit__(None, None, None)
    try:
        return harness.seen.found(secret)
    finally:
        harness.seen.forget()
        harness.seen.__enter__()


def _call(harness: Harness, entry: Entry, secret: Secret) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter('always')
        try:
            entry(harness, secret)
        except Exception as ex:
            _look_at(harness, ex)


@pytest.mark.parametrize('name', SENDING)
def test_entry_point_that_sends_shows_no_secret(harness: Harness, name: str) -> None:
    for kind, secret in SECRETS.items():
        for answer in ANSWERS.values():
            harness.server.default = answer
            _call(harness, SENDING[name], Secret(secret))
        assert (kind, _secrets_shown(harness, secret)) == (kind, {})


@pytest.mark.parametrize('name', LOCAL)
def test_entry_point_that_refuses_shows_no_secret(harness: Harness,
                                                  name: str) -> None:
    for kind, secret in SECRETS.items():
        _call(harness, LOCAL[name], Secret(secret))
        assert (kind, _secrets_shown(harness, secret)) == (kind, {})


@pytest.mark.parametrize('kind', SECRETS)
def test_search_sees_secrets_of_every_kind(harness: Harness, kind: str) -> None:
    exec(compile('def fail(hidden):\n    shown = hidden.reveal()\n'     # noqa: S102
                 '    raise LookupError\n', 'elsewhere.py', 'exec'),
         namespace := {})  # type: ignore[var-annotated]
    try:
        namespace['fail'](Secret(SECRETS[kind]))
    except LookupError as ex:
        _look_at(harness, ex)
    assert _secrets_shown(harness, SECRETS[kind])
