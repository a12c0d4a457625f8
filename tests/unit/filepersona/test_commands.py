"""Every File Persona method makes one command line of certain words."""

from __future__ import annotations

import inspect
import logging
import re
from typing import Any, Callable

import pytest

from hpe3parclient import exceptions, file_client, ssh
from hpe3parclient.cli import commands, words
from hpe3parclient.cli.errors import IllegalWord

Client = file_client.HPE3ParFilePersonaClient
URL = 'https://127.0.0.1:1/api/v1'


class RecordingSSH:
    """Takes the place of the SSH client; keeps what it was to run."""

    def __init__(self, lines: list[str]) -> None:
        self.lines = lines
        self.calls: list[tuple[Any, ...]] = []
        self.gate: Any = None

    def open(self) -> None:
        self.calls.append(('open',))

    def close(self) -> None:
        pass

    def run(self, cmd: list[str],
            multi_line_stripper: bool = False) -> list[str]:
        self.calls.append((cmd, multi_line_stripper))
        return self.lines


@pytest.fixture
def shell() -> RecordingSSH:
    return RecordingSSH(['printed'])


@pytest.fixture
def client(shell: RecordingSSH) -> Client:
    made = Client(URL)
    made.ssh = shell        # type: ignore[assignment]
    return made


#: a call with every argument, and the line it becomes
LINES: list[tuple[str, tuple[str, ...], dict[str, Any], str]] = [
    ('gettpdinterface', (), {}, 'gettpdinterface'),
    ('getfs', (), {}, 'getfs'),
    ('createfpg', ('cpg', 'fpg', '1T'),
     {'comment': 'a b', 'node': '1', 'full': True, 'wait': True},
     'createfpg -comment "a b" -node 1 -full -wait cpg fpg 1T'),
    ('growfpg', ('fpg', '1T'), {}, 'growfpg fpg 1T'),
    ('getfpg', (), {}, 'getfpg'),
    ('getfpg', ('f1', 'f2'), {}, 'getfpg f1 f2'),
    ('setfpg', ('fpg',),
     {'comment': 'c', 'rmcomment': True, 'activate': True,
      'deactivate': True, 'primarynode': '1', 'failover': True,
      'forced': True},
     'setfpg -f -comment "c" -rmcomment -activate -deactivate '
     '-primarynode 1 -failover -forced fpg'),
    ('removefpg', (), {}, 'removefpg -f'),
    ('removefpg', ('f1', 'f2'), {'forget': 'x', 'wait': True, 'pat': True},
     'removefpg -f -forget x -wait -pat f1 f2'),
    ('createvfs', ('10.0.0.1', '255.0.0.0', 'vfs'),
     {'nocert': True, 'certfile': '/var/c', 'certdata': 'PEM',
      'comment': 'c', 'bgrace': '1', 'igrace': '2', 'fpg': 'fpg',
      'cpg': 'cpg', 'size': '1T', 'node': '0', 'vlan': '5', 'wait': True},
     'createvfs -nocert -certfile /var/c -certdata PEM -comment "c" '
     '-bgrace 1 -igrace 2 -fpg fpg -cpg cpg -size 1T -node 0 -vlan 5 -wait '
     '10.0.0.1 255.0.0.0 vfs'),
    ('getvfs', (), {}, 'getvfs -d'),
    ('getvfs', (), {'fpg': 'fpg', 'vfs': 'vfs'},
     'getvfs -d -fpg fpg -vfs vfs'),
    ('setvfs', ('vfs',),
     {'fpg': 'fpg', 'certfile': 'f', 'certdata': 'd', 'certgen': True,
      'rmcert': 'r', 'comment': 'c', 'bgrace': '1', 'igrace': '2'},
     'setvfs -fpg fpg -certfile f -certdata d -certgen -rmcert r '
     '-comment "c" -bgrace 1 -igrace 2 vfs'),
    ('removevfs', ('vfs',), {'fpg': 'fpg'}, 'removevfs -f -fpg fpg vfs'),
    ('createfsip', ('10.0.0.2', '255.0.0.0', 'vfs'),
     {'vlantag': '5', 'fpg': 'fpg'},
     'createfsip -vlantag 5 -fpg fpg 10.0.0.2 255.0.0.0 vfs'),
    ('setfsip', ('vfs', 'id'),
     {'vlantag': '5', 'ip': '10.0.0.3', 'subnet': '255.0.0.0', 'fpg': 'f'},
     'setfsip -f -vlantag 5 -ip 10.0.0.3 -subnet 255.0.0.0 -fpg f vfs id'),
    ('getfsip', ('vfs',), {'fpg': 'fpg'}, 'getfsip -fpg fpg vfs'),
    ('removefsip', ('vfs', '10.0.0.3'), {'fpg': 'fpg'},
     'removefsip -f -fpg fpg vfs 10.0.0.3'),
    ('createfsgroup', ('group',), {'gid': '1000', 'memberlist': 'a,b'},
     'createfsgroup -gid 1000 -memberlist a,b group'),
    ('setfsgroup', ('group',), {'memberlist': '-a,b'},
     'setfsgroup -f -memberlist -a,b group'),
    ('removefsgroup', ('group',), {}, 'removefsgroup -f group'),
    ('createfsuser', ('user',), {}, 'createfsuser user'),
    ('createfsuser', ('user',),
     {'passwd': 'p', 'primarygroup': 'g', 'enable': 'true', 'uid': '1000',
      'grplist': 'a,b'},
     'createfsuser -passwd p -primarygroup g -enable true -uid 1000 '
     '-grplist a,b user'),
    ('setfsuser', ('user',),
     {'passwd': 'p', 'primarygroup': 'g', 'enable': 'false',
      'grplist': '+a'},
     'setfsuser -f -passwd p -primarygroup g -enable false -grplist +a '
     'user'),
    ('removefsuser', ('user',), {}, 'removefsuser -f user'),
    ('createfstore', ('vfs', 'store'), {}, 'createfstore vfs store'),
    ('createfstore', ('vfs', 'store'),
     {'comment': 'test comment', 'fpg': 'fpg'},
     'createfstore -comment "test comment" -fpg fpg vfs store'),
    ('getfstore', (), {'fpg': 'f', 'vfs': 'v', 'fstore': 's'},
     'getfstore -fpg f -vfs v -fstore s'),
    ('setfstore', ('vfs', 'store'), {'comment': 'c', 'fpg': 'f'},
     'setfstore -comment "c" -fpg f vfs store'),
    ('removefstore', ('vfs', 'store'), {'fpg': 'f'},
     'removefstore -f -fpg f vfs store'),
    ('createfshare', ('nfs', 'vfs', 'share'), {},
     'createfshare nfs -f vfs share'),
    ('createfshare', ('smb', 'vfs', 'share'),
     {'fpg': 'f', 'fstore': 's', 'sharedir': 'd', 'comment': 'c',
      'abe': 'true', 'allowip': '10.0.0.1', 'denyip': '10.0.0.2',
      'allowperm': 'u:read', 'denyperm': 'w:change', 'cache': 'off',
      'ca': 'false', 'options': 'rw', 'clientip': '10.0.0.3',
      'ssl': 'true', 'urlpath': 'p'},
     'createfshare smb -f -fpg f -fstore s -sharedir d -comment "c" '
     '-abe true -allowip 10.0.0.1 -denyip 10.0.0.2 -allowperm u:read '
     '-denyperm w:change -cache off -ca false -options rw '
     '-clientip 10.0.0.3 -ssl true -urlpath p vfs share'),
    ('setfshare', ('smb', 'vfs', 'share'), {'ca': 'true'},
     'setfshare smb -ca true vfs share'),
    ('setfshare', ('nfs', 'vfs', 'share'),
     {'fpg': 'f', 'fstore': 's', 'comment': 'c', 'abe': 'false',
      'allowip': '+10.0.0.1', 'denyip': '-10.0.0.2', 'allowperm': '+u:read',
      'denyperm': '=w:change', 'cache': 'off', 'ca': 'false',
      'options': 'rw,insecure', 'clientip': '-10.0.0.3', 'ssl': 'true'},
     'setfshare nfs -fpg f -fstore s -comment "c" -abe false '
     '-allowip +10.0.0.1 -denyip -10.0.0.2 -allowperm +u:read '
     '-denyperm =w:change -cache off -ca false -options rw,insecure '
     '-clientip -10.0.0.3 -ssl true vfs share'),
    ('getfshare', ('nfs',), {}, 'getfshare nfs'),
    ('getfshare', ('smb', 'a', 'b*'),
     {'fpg': 'f', 'vfs': 'v', 'fstore': 's', 'pat': True},
     'getfshare smb -fpg f -vfs v -fstore s -pat a b*'),
    ('removefshare', ('nfs', 'vfs', 'share'), {'fpg': 'f', 'fstore': 's'},
     'removefshare nfs -f -fpg f -fstore s vfs share'),
    ('createfsnap', ('vfs', 'store', 'tag'), {'retain': '5', 'fpg': 'f'},
     'createfsnap -f -retain 5 -fpg f vfs store tag'),
    ('getfsnap', ('*_tag',),
     {'pat': True, 'fpg': 'f', 'vfs': 'v', 'fstore': 's'},
     'getfsnap -pat -fpg f -vfs v -fstore s *_tag'),
    ('removefsnap', ('vfs', 'store'), {'snapname': 'n', 'fpg': 'f'},
     'removefsnap -f -snapname n -fpg f vfs store'),
    ('startfsnapclean', ('fpg',),
     {'resume': True, 'reclaimStrategy': 'maxspeed'},
     'startfsnapclean -resume -reclaimStrategy maxspeed fpg'),
    ('getfsnapclean', ('fpg',), {}, 'getfsnapclean fpg'),
    ('stopfsnapclean', ('fpg',), {'pause': True},
     'stopfsnapclean -pause fpg'),
    ('setfsquota', ('vfs',),
     {'fpg': 'f', 'username': 'u', 'groupname': 'g', 'fstore': 's',
      'scapacity': '1', 'hcapacity': '2', 'sfile': '3', 'hfile': '4',
      'clear': True, 'archive': True, 'restore': 'r'},
     'setfsquota -fpg f -username u -groupname g -fstore s -scapacity 1 '
     '-hcapacity 2 -sfile 3 -hfile 4 -clear -archive -restore r vfs'),
    ('getfsquota', (),
     {'username': 'u', 'groupname': 'g', 'fstore': 's', 'vfs': 'v',
      'fpg': 'f'},
     'getfsquota -username u -groupname g -fstore s -vfs v -fpg f')]

METHODS = sorted({case[0] for case in LINES})


#: the signatures of the published client
SIGNATURES = """
createfpg(self, cpgname, fpgname, size, comment=None, node=None,
    full=False, wait=False)
createfsgroup(self, groupname, gid=None, memberlist=None)
createfshare(self, protocol, vfs, sharename, fpg=None, fstore=None,
    sharedir=None, comment=None, abe=None, allowip=None, denyip=None,
    allowperm=None, denyperm=None, cache=None, ca=None, options=None,
    clientip=None, ssl=None, urlpath=None)
createfsip(self, ipaddr, subnet, vfs, vlantag=None, fpg=None)
createfsnap(self, vfs, fstore, tag, retain=None, fpg=None)
createfstore(self, vfs, fstore, comment=None, fpg=None)
createfsuser(self, username, passwd='default', primarygroup=None,
    enable=None, uid=None, grplist=None)
createvfs(self, ipaddr, subnet, vfsname, nocert=False, certfile=None,
    certdata=None, comment=None, bgrace=None, igrace=None, fpg=None,
    cpg=None, size=None, node=None, vlan=None, wait=False)
getfpg(self, *fpgs)
getfs(self)
getfshare(self, protocol, *sharename, **kwargs)
getfsip(self, vfs, fpg=None)
getfsnap(self, *snapname, **kwargs)
getfsnapclean(self, fpgname)
getfsquota(self, username=None, groupname=None, fstore=None, vfs=None,
    fpg=None)
getfstore(self, fpg=None, vfs=None, fstore=None)
gettpdinterface(self)
getvfs(self, fpg=None, vfs=None)
growfpg(self, fpgname, size)
removefpg(self, *fpgname, **kwargs)
removefsgroup(self, groupname)
removefshare(self, protocol, vfs, sharename, fpg=None, fstore=None)
removefsip(self, vfs, id, fpg=None)
removefsnap(self, vfs, fstore, snapname=None, fpg=None)
removefstore(self, vfs, fstore, fpg=None)
removefsuser(self, username)
removevfs(self, vfs, fpg=None)
setfpg(self, fpgname, comment=None, rmcomment=False, activate=False,
    deactivate=False, primarynode=None, failover=False, forced=False)
setfsgroup(self, groupname, memberlist=None)
setfshare(self, protocol, vfs, sharename, fpg=None, fstore=None,
    comment=None, abe=None, allowip=None, denyip=None, allowperm=None,
    denyperm=None, cache=None, ca=None, options=None, clientip=None,
    ssl=None)
setfsip(self, vfs, id, vlantag=None, ip=None, subnet=None, fpg=None)
setfsquota(self, vfsname, fpg=None, username=None, groupname=None,
    fstore=None, scapacity=None, hcapacity=None, sfile=None, hfile=None,
    clear=False, archive=False, restore=None)
setfstore(self, vfs, fstore, comment=None, fpg=None)
setfsuser(self, username, passwd=None, primarygroup=None, enable=None,
    grplist=None)
setvfs(self, vfs, fpg=None, certfile=None, certdata=None, certgen=False,
    rmcert=None, comment=None, bgrace=None, igrace=None)
startfsnapclean(self, fpgname, resume=False, reclaimStrategy=None)
stopfsnapclean(self, fpgname, pause=False)
"""


def signature_of(text: str) -> inspect.Signature:
    namespace: dict[str, Any] = {}
    exec(f'def method({text}: pass', namespace)  # noqa: S102 - it is ours
    return inspect.signature(namespace['method'])


@pytest.mark.parametrize(
    'text', re.sub(r'\n +', ' ', SIGNATURES.strip()).split('\n'))
def test_a_signature_is_the_published_one(text: str) -> None:
    name, _, parameters = text.partition('(')
    method = getattr(Client, name)
    expected = signature_of(parameters).parameters.values()
    actual = inspect.signature(method).parameters.values()
    assert [(item.name, item.kind, item.default) for item in actual] == [
        (item.name, item.kind, item.default) for item in expected]


def words_sent(shell: RecordingSSH) -> list[str]:
    """The words of the only command; comments as one word."""
    assert shell.calls[:1] == [('open',)]
    (sent, seeking), = shell.calls[1:]
    assert seeking is True
    return list(sent)


def run(client: Client, method: str, *args: Any, **kwargs: Any) -> Any:
    """Call a method; gettpdinterface cannot read a plain sentence."""
    if method != 'gettpdinterface':
        return getattr(client, method)(*args, **kwargs)
    with pytest.raises(exceptions.SSHException):
        client.gettpdinterface()
    return None


@pytest.mark.parametrize(('method', 'args', 'options', 'line'), LINES)
def test_a_call_becomes_one_line(client: Client, shell: RecordingSSH,
                                 method: str, args: tuple[str, ...],
                                 options: dict[str, Any], line: str) -> None:
    run(client, method, *args, **options)
    assert words.line(words_sent(shell)) == line


@pytest.mark.parametrize(('method', 'args', 'options', 'line'), [
    case for case in LINES if case[2] and case[0] not in (
        'removefpg', 'getfshare', 'getfsnap')])
def test_options_may_be_given_by_position(
        client: Client, shell: RecordingSSH, method: str,
        args: tuple[str, ...], options: dict[str, Any], line: str) -> None:
    bound = inspect.signature(getattr(client, method)).bind(*args, **options)
    bound.apply_defaults()
    getattr(client, method)(*bound.arguments.values())
    assert words.line(words_sent(shell)) == line


def test_every_method_is_in_the_table() -> None:
    ours = {name for name in dir(Client)
            if not name.startswith('_') and callable(getattr(Client, name))}
    theirs = set(dir(file_client.client.HPE3ParClient))
    assert sorted(ours - theirs) == METHODS
    assert len(METHODS) == 37


@pytest.mark.parametrize(('method', 'args', 'options'), [
    (case[0], case[1], case[2]) for case in LINES if case[2]])
@pytest.mark.parametrize('nothing', [None, False, '', 0, []])
def test_what_is_empty_is_left_out(
        client: Client, shell: RecordingSSH, method: str,
        args: tuple[str, ...], options: dict[str, Any],
        nothing: Any) -> None:
    getattr(client, method)(*args, **dict.fromkeys(options, nothing))
    sent = words_sent(shell)
    shell.calls.clear()
    getattr(client, method)(*args)
    assert sent == words_sent(shell)


def test_the_words_of_other_programs_are_as_they_expect(
        client: Client, shell: RecordingSSH) -> None:
    client.createfstore('v', 's', fpg='f', comment='test comment')
    assert words_sent(shell) == [
        'createfstore', '-comment', '"test comment"', '-fpg', 'f', 'v', 's']


def test_lines_come_back_as_they_are(client: Client) -> None:
    assert client.createfstore('v', 's') == ['printed']


@pytest.mark.parametrize(('command', 'args', 'options', 'expected'), [
    ('test -foo', (), {}, ['test', '-foo']),
    (['test', '-foo'], (), {}, ['test', '-foo']),
    ('removefpg', (None,), {'f': False}, ['removefpg', '-f']),
    ('removefpg', (None, 'foo', 'bar'), {'wait': True},
     ['removefpg', '-f', '-wait', 'foo', 'bar']),
    ('getfshare', (None, 'nfs', 'a'), {'f': True},
     ['getfshare', 'nfs', '-f', 'a']),
    ('removefpg', (None,), {'wait': 'True'},
     ['removefpg', '-f', '-wait', 'True'])])
def test_words_can_be_built_without_a_client(
        command: Any, args: Any, options: Any, expected: list[str]) -> None:
    assert Client._build_command(command, *args, **options) == expected


def test_details_can_be_asked_for_by_the_table(
        monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(file_client.GET_DETAILS, 'x', True)
    assert Client._build_command('x', d=False) == ['x', '-d']


def test_a_command_can_be_run_without_a_method(
        client: Client, shell: RecordingSSH) -> None:
    printed = Client._build_command_and_run_with_ssh('getfpg', client, 'f')
    assert (printed, words_sent(shell)) == (['printed'], ['getfpg', 'f'])


# -- refusals ---------------------------------------------------------------


def test_a_missing_argument_is_a_type_error(client: Client,
                                            shell: RecordingSSH) -> None:
    incomplete: Any = client
    with pytest.raises(TypeError):
        incomplete.createfshare()
    with pytest.raises(TypeError):
        incomplete.createfstore('v', 's', nothing='x')
    assert shell.calls == []


@pytest.mark.parametrize('value', [None, 5, 5.0, ['a'], b'a'])
def test_a_specifier_that_is_no_text_is_an_attribute_error(
        client: Client, shell: RecordingSSH, value: Any) -> None:
    with pytest.raises(AttributeError, match='must be str') as caught:
        client.removevfs(value)
    with pytest.raises(AttributeError):
        client.removevfs(value, fpg='bogus')
    assert isinstance(caught.value, IllegalWord)
    assert shell.calls == []


@pytest.mark.parametrize('value', [5, 5.5, ['a'], b'a', 1])
def test_an_option_that_is_no_text_is_refused(
        client: Client, shell: RecordingSSH, value: Any) -> None:
    with pytest.raises(AttributeError, match='node of createfpg must be str'):
        client.createfpg('c', 'f', '1T', node=value)
    assert shell.calls == []


def test_true_is_no_value_of_an_option_that_needs_one(
        client: Client, shell: RecordingSSH) -> None:
    true: Any = True
    with pytest.raises(IllegalWord, match='comment'):
        client.createfpg('c', 'f', '1T', comment=true)
    assert shell.calls == []


def test_a_number_may_be_a_comment(client: Client,
                                   shell: RecordingSSH) -> None:
    number: Any = 5
    client.createfstore('v', 's', comment=number)
    assert words_sent(shell) == ['createfstore', '-comment', '"5"', 'v', 's']


HOSTILE = ['[removevv]', 'a;removevv', 'a\nremovevv', '{a', '"a', 'a"b"',
           '$x', '-f', '-pat', '', ' ', 'a b', 'x\x03', 'v\\\\;removevv',
           '{*}removevv', '\u2028', '`x`', 'a|b', 'a&b', 'a>b', '}',
           '"a" b', '"-f"', 'a\x00']


@pytest.mark.parametrize('text', HOSTILE)
def test_a_hostile_name_is_refused(client: Client, shell: RecordingSSH,
                                   text: str) -> None:
    with pytest.raises(exceptions.SSHInjectionThreat):
        client.createfstore('vfs', text)
    with pytest.raises(exceptions.SSHInjectionThreat):
        client.getfpg('fpg', text)
    with pytest.raises(exceptions.SSHInjectionThreat):
        client.createfshare(text, 'vfs', 'share')
    if text:
        with pytest.raises(exceptions.SSHInjectionThreat):
            client.removefpg('fpg', forget=text)
    assert shell.calls == []


@pytest.mark.parametrize('name', ['a b', '-x', 'x;y', '', '{*}x'])
def test_a_hostile_option_name_is_refused(
        client: Client, shell: RecordingSSH, name: str) -> None:
    with pytest.raises(exceptions.SSHInjectionThreat):
        client.removefpg('fpg', **{name: 'x'})
    assert shell.calls == []


@pytest.mark.parametrize('text', [
    'a [removevv] b', 'it\'s', 'a; b', '$5', 'a & b', 'a "b" c', '{a', 'x\\',
    'ä ö'])
def test_any_printable_comment_is_one_quoted_word(
        client: Client, shell: RecordingSSH, text: str) -> None:
    client.createfpg('c', 'f', '1T', comment=text)
    assert words_sent(shell)[2] == words.quoted(text)


@pytest.mark.parametrize(('text', 'word'), [
    ('LOCAL_CLUSTER\\user:read', '"LOCAL_CLUSTER\\\\user:read"'),
    ('DOM\\Domain Users:read', '"DOM\\\\Domain Users:read"'),
    ('"a b:read"', '"a b:read"'), ('+u:read', '+u:read'),
    ('-u:read', '-u:read'), ('[x]', '"\\[x\\]"')])
def test_permissions_are_quoted_where_they_must_be(
        client: Client, shell: RecordingSSH, text: str, word: str) -> None:
    client.setfshare('smb', 'v', 's', allowperm=text)
    assert words_sent(shell)[3] == word


@pytest.mark.parametrize('text', ["it's", '#1', 'a*', 'a,b:c/d@e%f=g+h~i',
                                  ' v ', 'ä', '!?()^'])
def test_a_harmless_name_goes_as_it_is(
        client: Client, shell: RecordingSSH, text: str) -> None:
    client.getfpg(text)
    assert words_sent(shell) == ['getfpg', text.strip()]


def test_without_ssh_the_error_says_what_to_do() -> None:
    with pytest.raises(exceptions.SSHException, match='setSSHOptions'):
        Client(URL).getfpg()


# -- secrets ----------------------------------------------------------------

SECRETS: dict[str, Callable[[Client, Any], Any]] = {
    'createfsuser': lambda client, text: client.createfsuser('u',
                                                             passwd=text),
    'setfsuser': lambda client, text: client.setfsuser('u', passwd=text),
    'createvfs': lambda client, text: client.createvfs(
        '1.2.3.4', '255.0.0.0', 'v', certdata=text),
    'setvfs': lambda client, text: client.setvfs('v', certdata=text)}


@pytest.mark.parametrize('method', SECRETS)
@pytest.mark.parametrize('text', ['S3\ncret', 'S3\x00cret', '"S3"cret"'])
def test_an_error_does_not_show_a_secret(client: Client, method: str,
                                         text: str) -> None:
    with pytest.raises(exceptions.SSHInjectionThreat) as caught:
        SECRETS[method](client, text)
    assert caught.value.__context__ is None
    assert 'cret' not in str(caught.value) + repr(caught.value)


@pytest.mark.parametrize('method', SECRETS)
def test_a_log_does_not_show_a_secret(
        client: Client, shell: RecordingSSH, method: str) -> None:
    SECRETS[method](client, 'S3 cret')
    assert 'cret' not in words.shown(words_sent(shell))


def test_a_default_password_is_not_sent_unless_it_is_given(
        client: Client, shell: RecordingSSH) -> None:
    client.createfsuser('u', passwd='default')
    assert words_sent(shell) == ['createfsuser', '-passwd', 'default', 'u']


# -- what the SSH client makes of it ----------------------------------------


@pytest.mark.parametrize('verb', ['createfstore', 'getfstore', 'getfsquota',
                                  'getfshare'])
def test_private_commands_are_an_argument_of_another(verb: str) -> None:
    sent = [verb, '-comment', words.quoted('a "b" [c]'), 'v']
    assert commands.as_typed(words.command(sent)).reveal() == (
        f'Tpd::rtpd "{verb} -comment \\"a \\\\\\"b\\\\\\" \\\\\\[c\\\\\\]\\" v"')


def test_a_plain_private_command_is_as_the_published_client_sends_it(
        ) -> None:
    sent = ['createfstore', '-comment', '"a b"', 'v', 's']
    assert commands.as_typed(words.command(sent)).reveal() == (
        'Tpd::rtpd "createfstore -comment \\"a b\\" v s"')


def test_a_line_that_gets_too_long_is_refused() -> None:
    sent = ['createfstore', '-comment', words.quoted('[' * 1300), 'v', 's']
    with pytest.raises(IllegalWord, match='longer'):
        commands.as_typed(words.command(sent)).reveal()


def test_getters_run_while_the_client_is_read_only(
        client: Client, shell: RecordingSSH) -> None:
    with client.readOnly():
        client.getfpg()
        with pytest.raises(exceptions.ReadOnly):
            client.removefpg('f')
    assert words_sent(shell) == ['getfpg']


def test_the_ssh_client_has_what_the_resources_call() -> None:
    assert {'open', 'run'} <= set(dir(ssh.HPE3PARSSHClient))


def test_a_subclass_is_a_client_too() -> None:
    class Mine(Client):
        """A program's own."""

        def __init__(self, url: str) -> None:
            super().__init__(url)

    assert Mine(URL).interfaces is None


def test_nothing_is_logged_by_itself(client: Client,
                                     caplog: pytest.LogCaptureFixture
                                     ) -> None:
    with caplog.at_level(logging.DEBUG):
        client.createfsuser('u', passwd='S3cret')
    assert 'S3cret' not in caplog.text
