"""Nothing that a debug run with failures writes holds a secret.

The server here repeats whatever it was sent, in every place where a server
can say something; all loggers of the process write at level 1.
"""

from __future__ import annotations

import contextlib
import json
import re
import warnings
from collections.abc import Iterator
from typing import Any, Callable

import paramiko
import pytest

from hpe3parclient import exceptions
from hpe3parclient.cli import connection, options, words
from hpe3parclient.client import HPE3ParClient
from hpe3parclient.http import HTTPJSONRESTClient
from hpe3parclient.pool import ClientPool
from hpe3parclient.retry import RetryPolicy
from hpe3parclient.simulator import SimulatedArray
from hpe3parclient.simulator.cli.terminal import TerminalBehaviour
from hpe3parclient.simulator.sshd import LoginPolicy
from hpe3parclient.ssh import HPE3PARSSHClient
from hpe3parclient.web import redact, tls
from tests.support import cliarray, leaks, scripted
from tests.support.leaks import Leaks

PLAIN = 'the-password'
#: blanks, quotes, escapes of URLs and JSON, and letters beyond ASCII
ODD = 'pä%20ss "wörd"\\ +/&=<ж>'
CHAP = 'chäp%2Fsecret"0123'
TWICE = RetryPolicy(attempts=2, first_wait=0)

Echo = Callable[[scripted.Request], scripted.Reply]


@pytest.fixture
def written(capfd: pytest.CaptureFixture[str]) -> Iterator[Leaks]:
    with Leaks(capfd) as result:
        yield result


@pytest.fixture
def server() -> Iterator[scripted.Server]:
    with scripted.Server() as running:
        yield running


# -- a server that repeats what it hears -------------------------------------


def _heard(request: scripted.Request) -> list[str]:
    """What a request holds: its lines, its values, and their forms."""
    heard = [f'{request.method} {request.target}']
    heard += ['%s: %s' % pair for pair in request.headers.items()]
    heard.append(request.body.decode())

    def values(item: Any) -> Iterator[str]:
        if isinstance(item, dict):
            item = [*item, *item.values()]
        if isinstance(item, list):
            for entry in item:
                yield from values(entry)
        elif isinstance(item, str):
            yield item

    if request.body:
        for value in values(request.json):
            heard += leaks.forms(value).values()
    return [*heard, *leaks.forms(request.target.rsplit('/', 1)[-1]).values()]


def _line(request: scripted.Request) -> str:
    return ' | '.join(_heard(request)).replace('\n', ' ')


def _raw(text: str) -> scripted.Reply:
    return scripted.Reply(text.encode('utf-8'))


def _ok(text: str) -> scripted.Reply:
    return _raw('HTTP/1.1 200 OK\r\n' + text)


ECHOES: dict[str, Echo] = {
    'description': lambda r: scripted.reply(400, {
        'code': 1, 'desc': _line(r), 'ref': _line(r), 'debug1': _line(r)}),
    'list in an error': lambda r: scripted.reply(500, {
        'desc': _heard(r), 'debug2': {'deep': _heard(r)}}),
    'name in an error': lambda r: scripted.reply(
        409, dict.fromkeys(_heard(r), 1)),
    'page': lambda r: scripted.reply(
        502, raw=(f'<html>{_line(r)}').encode(), content_type='text/html'),
    'cut page': lambda r: scripted.reply(
        500, raw=b' ' * 790 + ' '.join(_heard(r)[::-1]).encode()),
    'page in UTF-16': lambda r: scripted.reply(
        500, raw=_line(r).encode('utf-16')),
    'bytes that are no text': lambda r: scripted.reply(
        200, raw=json.dumps(_heard(r)).encode() + b'\xff'),
    'half a JSON': lambda r: scripted.reply(
        200, raw=json.dumps({'desc': _heard(r)}).encode()[:-1]),
    'JSON too deep': lambda r: scripted.reply(
        200, raw=b'[' * 100000 + _line(r).encode()),
    'type': lambda r: scripted.reply(
        500, raw=b'x', content_type=r.target + ascii(_line(r))),
    'redirect': lambda r: scripted.reply(
        302, Location=f'http://u:{PLAIN}@evil.example{r.target}?{_line(r)!a}'),
    'cookie': lambda r: scripted.reply(503, {'code': 1}, Set_Cookie=_heard(r)[1]),
    'status line': lambda r: _raw(_line(r) + '\r\n\r\n'),
    'unreadable header': lambda r: _ok(
        f'no header: x\r\n{ascii(_line(r)).replace(":", ";")}\r\n\r\n'),
    'chunk': lambda r: _ok(
        f'Transfer-Encoding: chunked\r\n\r\n{_line(r)}\r\n'),
    'length': lambda r: _ok(f'Content-Length: {_line(r)!a}\r\n\r\n'),
    'encoding': lambda r: _ok(
        'Content-Encoding: gzip\r\nConnection: close\r\n\r\n' + _line(r)),
    'short body': lambda r: _ok(
        'Content-Length: 999999\r\n\r\n' + json.dumps(_heard(r))),
    'short chunk': lambda r: _ok(
        'Transfer-Encoding: chunked\r\n\r\nfffff\r\n' + json.dumps(_heard(r))),
    'list that is taken back': lambda r: scripted.reply(200, {
        'total': 1, 'members': [], 'success': False,
        'message': {'code': 1, 'desc': _line(r)}}),
    'silence': lambda r: scripted.CUT,
    'reset': lambda r: scripted.RESET,
}


def _calls(client: HPE3ParClient) -> list[Callable[[], Any]]:
    return [
        lambda: client.modifyHost('h', {
            'chapOperation': 1, 'chapName': 'n', 'chapSecret': CHAP}),
        lambda: client.createHost('h', optional={
            'descriptors': {'comment': 'c'}, 'CHAP_Secret': CHAP}),
        lambda: client.setVolumeMetaData('v', 'HPQ-CHAP-secret', CHAP),
        lambda: client.getVolumes(),
        lambda: list(client.iterVolumes()),
        lambda: client.deleteVolume('v'),
        lambda: client.getWsApiVersion(),
        lambda: client.logout()]


def _failing(server: scripted.Server, written: Leaks, echo: Echo,
             password: str) -> None:
    """Log in, badly and well, and have every call answered so."""
    client = HPE3ParClient(server.url, retry=TWICE, timeout=60, debug=True)
    server.default = echo
    with pytest.raises(exceptions.ClientException) as refused:
        client.login('user', password)
    written.saw(refused.value)
    server.say(scripted.login())
    client.login('user', password)
    for call in _calls(client):
        try:
            call()
        except exceptions.ClientException as ex:
            written.saw(ex)
    written.saw(client, client.http, client.http.session,
                vars(client.http._array), client.http.get_timings())
    client.http.session_key = None
    client.http.close()


@pytest.mark.parametrize('password', [PLAIN, ODD], ids=['plain', 'odd'])
@pytest.mark.parametrize('echo', ECHOES.values(), ids=ECHOES)
def test_server_that_repeats_its_request_is_not_repeated(
        server: scripted.Server, written: Leaks, echo: Echo,
        password: str) -> None:
    _failing(server, written, echo, password)
    written.__exit__(None, None, None)
    written.__enter__()
    assert written.found(scripted.KEY, password, CHAP) == {}
    assert redact.short_hash(scripted.KEY) in written.text
    assert any(name.startswith('urllib3') for name in written.loggers)


def test_search_finds_what_is_there(written: Leaks) -> None:
    written.saw(ValueError(b'x' + ODD.encode()), {'k': scripted.KEY})
    result = written.found(ODD, scripted.KEY, PLAIN)
    assert {f'{ODD} as bytes', f'{scripted.KEY} as raw'} <= set(result)
    assert not any(PLAIN in name for name in result)


# -- proxies and URLs --------------------------------------------------------


@pytest.fixture
def proxy(monkeypatch: pytest.MonkeyPatch) -> Callable[[str], None]:
    for name in ('NO_PROXY', 'no_proxy', 'ALL_PROXY', 'all_proxy'):
        monkeypatch.delenv(name, raising=False)

    def through(address: str) -> None:
        for name in ('HTTP_PROXY', 'http_proxy', 'HTTPS_PROXY',
                     'https_proxy'):
            monkeypatch.setenv(name, address)

    return through


@pytest.mark.parametrize('scheme', ['http', 'https'])
@pytest.mark.parametrize('answer', [
    'description', 'status line', 'page', 'silence'])
def test_credentials_of_a_proxy_are_not_shown(
        server: scripted.Server, proxy: Callable[[str], None], written: Leaks,
        answer: str, scheme: str) -> None:
    proxy(f'http://someone:{PLAIN}@127.0.0.1:{server.port}')
    server.default = ECHOES[answer]
    client = HTTPJSONRESTClient(scheme + '://array.example/api/v1',
                                retry=TWICE, timeout=60, http_log_debug=True)
    with pytest.raises(exceptions.ClientException) as caught:
        client.authenticate('user', ODD)
    written.saw(caught.value, client)
    client.close()
    assert server.requests[0].headers['proxy-authorization']
    assert written.found(PLAIN, ODD) == {}


@pytest.mark.parametrize('address', [
    'http://someone:the-password@[::1', 'http://someone:the-password@h:port',
    'gopher://someone:the-password@h:1'])
def test_proxy_in_a_bad_url_is_told_without_its_password(
        proxy: Callable[[str], None], written: Leaks, address: str) -> None:
    proxy(address)
    with pytest.raises(ValueError, match='proxy') as caught:
        HTTPJSONRESTClient('http://array.example/api/v1')
    written.saw(caught.value)
    assert written.found(PLAIN) == {}


def test_key_in_a_bad_path_is_not_shown(server: scripted.Server,
                                        written: Leaks) -> None:
    client = HTTPJSONRESTClient(server.url)
    for url in ('/credentials/%s/..', 'http://evil.example/credentials/%s'):
        with pytest.raises(exceptions.InvalidInput) as caught:
            client.get(url % scripted.KEY)
        written.saw(caught.value)
    assert written.found(scripted.KEY) == {}


def test_arguments_that_are_refused_are_not_shown(written: Leaks) -> None:
    client = HPE3ParClient('http://array.example/api/v1')
    calls: list[Callable[[], Any]] = [
        lambda: client.createHost('h', optional=[('chapSecret', CHAP)]),
        lambda: client.http.authenticate('u', CHAP, {'x': {CHAP}}),
        lambda: client.http.put('/hosts/h', body={'chapSecret': {CHAP}})]
    for call in calls:
        with pytest.raises((exceptions.ClientException, ValueError,
                            TypeError)) as caught:
            call()
        written.saw(caught.value)
    assert written.found(CHAP) == {}


# -- keys can be matched -----------------------------------------------------


def test_client_and_simulated_array_show_the_same_hash(
        written: Leaks) -> None:
    with SimulatedArray(tls=False, ssh_port=None) as array:
        client = HPE3ParClient(array.api_url, debug=True)
        client.login(array.user, array.password)
        key = str(client.get_session_key())
        client.getVolumes()
        shown = array.requests[-1].session
        label = next(iter(array.state.sessions)).label
        client.logout()
        target = array.requests[-1].target
        client.http.close()
    assert shown == label == redact.short_hash(key)
    assert target == '/api/v1/credentials/' + str(shown)
    assert str(shown) in written.text
    assert key not in written.text


def test_simulated_array_keeps_no_secret_in_what_it_shows(
        written: Leaks) -> None:
    with SimulatedArray(tls=False, ssh_port=None, volumes=1,
                        password=ODD) as array:
        client = HPE3ParClient(array.api_url, retry=TWICE, debug=True)
        keys = _work(client, array, written)
        written.saw(array, array.requests, list(array.requests),
                    array.faults, array.state, list(array.state.sessions),
                    [vars(host) for host in array.state.hosts],
                    array.state.sessions)
        client.http.close()
    assert len(keys) > 1
    assert written.found(ODD, 'chap-secret0', *keys) == {}
    assert array.faults.injected() == 5


def _work(client: HPE3ParClient, array: SimulatedArray,
          written: Leaks) -> list[str]:
    """A session with failures; the keys that it had."""
    with pytest.raises(exceptions.HTTPForbidden) as caught:
        client.login(array.user, ODD + 'x')
    written.saw(caught.value)
    client.login(array.user, ODD)
    keys = [str(client.get_session_key())]
    client.createHost('h', ['iqn.1993-08.org.debian:01:1'])
    client.modifyHost('h', {
        'chapOperation': 1, 'chapOperationMode': 1, 'chapName': 'n',
        'chapSecret': 'chap-secret0'})
    written.saw(client.getHost('h')['name'])
    client.setVolumeMetaData('vol00000', 'HPQ-CHAP-secret', 'chap-secret0')
    for kind in ('expire', 'reset_before', 'busy', 'html', 'reset_after'):
        array.faults.add(kind)
        with contextlib.suppress(exceptions.ClientException):
            client.modifyVolume('vol00000', {'comment': kind})
    keys.append(str(client.get_session_key()))
    client.logout()
    return keys


def test_metadata_that_keeps_a_secret_is_masked_both_ways() -> None:
    pair = {'key': 'HPQ-cinder-CHAP-secret', 'value': CHAP}
    shown = {'key': 'HPQ-cinder-CHAP-secret', 'value': '***'}
    assert redact.body({'members': [pair]}) == {'members': [shown]}
    assert list(redact.secrets_in([pair])) == [CHAP]


def test_members_that_only_speak_of_secrets_are_shown() -> None:
    plain = {'chapSecretHex': True, 'password': None, 'ref': 'chapSecret',
             'key': 'app', 'value': 'x'}
    assert redact.body(plain) == plain
    assert list(redact.secrets_in(plain)) == []


# -- pools -------------------------------------------------------------------


@pytest.mark.parametrize('make', [
    lambda url, **more: HPE3ParClient(url, **more),
    lambda url, **more: ClientPool(url, 'user', 'pw', **more)],
    ids=['client', 'pool'])
@pytest.mark.parametrize('url', [
    'http://user:%s@array.example/api/v1', 'user:%s@array.example',
    'http://user:%s@[::1/api/v1', 'http://user:%s@array.example:port/api/v1',
    'http://user:a/%s@array.example/', 'http://user:%s@/api/v1?x'])
@pytest.mark.parametrize('secure', [False, '/no/such/file'])
def test_password_in_a_url_is_refused_and_not_shown(
        written: Leaks, make: Callable[..., Any], url: str,
        secure: Any) -> None:
    with pytest.raises(ValueError, match='api_url|cannot read') as caught:
        make(url % PLAIN, secure=secure)
    written.saw(caught.value)
    assert written.found(PLAIN) == {}


def test_pool_shows_no_password(server: scripted.Server,
                                written: Leaks) -> None:
    server.default = ECHOES['description']
    with ClientPool(server.url, 'user', ODD, retry=TWICE,
                    debug=True) as pool:
        with pytest.raises(exceptions.ClientException) as caught:
            with pool.client():
                raise AssertionError('logged in')
        written.saw(caught.value, pool, tls.prepare(False))
    assert written.found(ODD) == {}


# -- the command line --------------------------------------------------------


def _ssh(server: Any, **given: Any) -> HPE3PARSSHClient:
    given = dict({'login': '3paradm', 'password': ODD, 'conn_timeout': 60,
                  'busy_timeout': 0}, **given)
    client = HPE3PARSSHClient('127.0.0.1', port=server.port, **given)
    client.set_debug_flag(True)
    return client


@pytest.mark.parametrize('method', ['password', 'keyboard-interactive'])
@pytest.mark.parametrize('right', [True, False], ids=['right', 'wrong'])
def test_password_over_ssh_is_not_shown(written: Leaks, method: str,
                                        right: bool) -> None:
    login_policy = LoginPolicy(methods=(method,), host_keys=('ed25519',))
    with cliarray.served(login_policy=login_policy) as server:
        server.array.users['3paradm'] = ODD if right else 'another'
        client = _ssh(server)
        try:
            client.run(['showversion', '-a'])
        except exceptions.SSHException as ex:
            written.saw(ex)
        written.saw(client, vars(client)['_options'], server)
        client.close()
    assert any(name.startswith('paramiko') for name in written.loggers)
    assert written.found(ODD) == {}


@pytest.fixture(scope='module')
def key_file(tmp_path_factory: pytest.TempPathFactory) -> str:
    path = tmp_path_factory.mktemp('key') / 'key'
    paramiko.ECDSAKey.generate().write_private_key_file(str(path), ODD)
    return str(path)


@pytest.mark.parametrize('passphrase', [ODD, PLAIN, None])
def test_passphrase_of_a_key_is_not_shown(written: Leaks, key_file: str,
                                          passphrase: Any) -> None:
    try:
        result = connection.key_of(key_file, passphrase)
        written.saw(options.read({
            'host': 'h', 'login': 'l', 'password': PLAIN,
            'passphrase': passphrase, 'privatekey': result}))
    except exceptions.SSHException as ex:
        written.saw(ex)
    assert written.found(ODD, PLAIN) == {}


@pytest.mark.parametrize('given', [
    {'password': 7391173911739}, {'password': PLAIN.encode()},
    {'passphrase': 7391173911739}, {'privatekey': '-----BEGIN OPENSSH PRIVATE KEY--'
                            f'---\n{PLAIN}\n-----END'}])
def test_secret_of_the_wrong_kind_is_refused_without_being_shown(
        written: Leaks, given: dict[str, Any]) -> None:
    with pytest.raises(exceptions.SSHException, match='SSH option') as caught:
        HPE3PARSSHClient('h', 'l', **{'password': 'x', **given})
    written.saw(caught.value)
    assert written.found(PLAIN, '7391173911739') == {}


COMMANDS = [
    ['setuser', '-passwd', 'sesame-1', 'u'],
    ['setuser', '-PASSWD', '"sesame-1"', 'u'],
    ['setuser', '-passwd', 'sesame-1;x', 'u'],
    ['setuser', '-passwd=sesame-1', 'u'],
    ['setuser -passwd sesame-1 u'],
    ['sethost', 'initchap', '-f', 'sesame-1', 'host'],
    ['sethost', 'targchap', '-f', '-chapname', 'n', 'sesame-1', 'host'],
    'setuser -passwd sesame-1 u']


@pytest.mark.parametrize('fault', ['', 'close', 'drop'])
def test_secrets_on_a_command_line_are_not_shown(written: Leaks,
                                                 fault: str) -> None:
    behaviour = TerminalBehaviour(fault=lambda point, line: fault if (
        point == 'ran' and 'set' in line[:3] and 'setclienv' not in line)
        else '')
    with cliarray.served(behaviour=behaviour) as server:
        client = _ssh(server, password='3pardata')
        for command in COMMANDS:
            try:
                written.saw([line for line in client.run(command)
                             if 'sesame' not in line])
            except exceptions.SSHException as ex:
                written.saw(ex)
        client.close()
    assert written.found('sesame-1') == {}


def test_words_that_are_shown_say_which_command_it_was() -> None:
    assert [words.shown(command) for command in COMMANDS[:2]] == [
        'setuser -passwd *** u', 'setuser -PASSWD *** u']
    assert words.shown(COMMANDS[5]) == 'sethost initchap *** *** host'
    with pytest.raises(ValueError, match=re.escape("'setuser'")):
        words.line(COMMANDS[4])


def test_warning_about_the_certificate_shows_no_secret(
        written: Leaks) -> None:
    with SimulatedArray(ssh_port=None) as array:
        client = HPE3ParClient(array.api_url)
        with warnings.catch_warnings(record=True) as caught:
            warnings.simplefilter('always')
            client.login(array.user, array.password)
        written.saw(caught[0].message)
        client.logout()
        client.http.close()
    assert written.found(array.password) == {}
