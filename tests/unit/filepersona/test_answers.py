"""What the getters make of what an array prints."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hpe3parclient import exceptions, file_client, tcl_parser
from hpe3parclient.cli import filepersona
from hpe3parclient.cli.errors import SSHTableError

parse = tcl_parser.HPE3ParTclParser.parse_tcl

DESCRIBED = ('{getfspoolInd {{fsname 0} {comment 1} {domains 2} '
             '{domains,name 0} {domains,owner 1} {vvs 3}}} '
             '{getfssystemInd {{node 0} {node,nodeId 0} {node,nodeName 1} '
             '{auth 1} {auth,order 0} {idmap 2} {idmap,nfsv4domain 0}}} '
             '{getvfsInd {{vfsname 0} {vfsip 1} {comment 2}}} '
             '{getfsipInd {{policyID 0} {fspool 1} {address 2}}} '
             '{getfstoreInd {{fstoreName 0}}} {otherInd {{a 0}}} '
             '{getfsnapcleanInd {{taskId 0} {comment 1}}} '
             '{getfsharesmbInd {{shareName 0} {allowPerm 1} {denyPerm 2} '
             '{denyPerm,user 0} {denyPerm,permission 1}}} '
             '{getfsharenfsInd {{shareName 0} {clients 1}}}')


class Shell:
    """Prints the interface, and one answer to everything else."""

    gate = None

    def __init__(self, lines: list[str]) -> None:
        self.lines = lines
        self.ran: list[str] = []

    def open(self) -> None:
        pass

    def close(self) -> None:
        pass

    def run(self, cmd: list[str],
            multi_line_stripper: bool = False) -> list[str]:
        self.ran.append(cmd[0])
        return [DESCRIBED] if cmd == ['gettpdinterface'] else self.lines


def client_of(*lines: str) -> file_client.HPE3ParFilePersonaClient:
    made = file_client.HPE3ParFilePersonaClient('https://127.0.0.1:1/api/v1')
    shell: Any = Shell(list(lines))
    made.ssh = shell
    return made


def members(call: tuple[str, ...], *lines: str) -> list[dict[str, Any]]:
    answer = getattr(client_of(*lines), call[0])(*call[1:])
    assert answer['message'] is None
    assert answer['total'] == len(answer['members'])
    members: list[dict[str, Any]] = answer['members']
    return members


ANSWERS: list[tuple[tuple[str, ...], str, list[dict[str, Any]]]] = [
    (('getfpg',), '{f {a b} {{d 1} {e 2}} {v1 v2}}',
     [{'fsname': 'f', 'comment': 'a b', 'vvs': ['v1', 'v2'],
       'domains': [{'name': 'd', 'owner': '1'},
                   {'name': 'e', 'owner': '2'}]}]),
    (('getfpg',), '{f {} {} {}} {g c {n o} v}',
     [{'fsname': 'f', 'comment': '', 'domains': [], 'vvs': []},
      {'fsname': 'g', 'comment': 'c', 'domains': {'name': 'n', 'owner': 'o'},
       'vvs': 'v'}]),
    (('getfpg',), '{f a}', [{'fsname': 'f', 'comment': 'a'}]),
    (('getfpg',), '{f {} {{n o} x} {v}}',
     [{'fsname': 'f', 'comment': '', 'vvs': ['v'],
       'domains': [{'name': 'n', 'owner': 'o'}, {'name': 'x'}]}]),
    (('getfpg',), '{f {} xyz v}',
     [{'fsname': 'f', 'comment': '', 'vvs': 'v',
       'domains': {'name': 'xyz'}}]),
    (('getfs',), '{{0 n0} {1 n1}} {{AD Local}} {false {a b c}}',
     [{'node': [{'nodeId': '0', 'nodeName': 'n0'},
                {'nodeId': '1', 'nodeName': 'n1'}],
       'auth': {'order': ['AD', 'Local']},
       'idmap': {'nfsv4domain': 'false'}}]),
    (('getfs',), '{} {} {}', [{'node': [], 'auth': [], 'idmap': []}]),
    (('getvfs',), '{v {{p f a} {q f b}} c}',
     [{'vfsname': 'v', 'comment': 'c',
       'vfsip': [{'policyID': 'p', 'fspool': 'f', 'address': 'a'},
                 {'policyID': 'q', 'fspool': 'f', 'address': 'b'}]}]),
    (('getvfs',), '{v {} {}}', [{'vfsname': 'v', 'vfsip': [],
                                 'comment': ''}]),
    (('getfsip', 'v'), '{{p f a} {q f b}}',
     [{'policyID': 'p', 'fspool': 'f', 'address': 'a'},
      {'policyID': 'q', 'fspool': 'f', 'address': 'b'}]),
    (('getfsip', 'v'), '{}', []),
    (('getfsnapclean', 'f'),
     '{No reclamation task running on Storage Pool x} {1 c}',
     [{'taskId': '1', 'comment': 'c'}]),
    (('getfshare', 'smb'),
     '{s {{u1 full} {u2 read}} {{u3 full} {u4 x}}}',
     [{'shareName': 's', 'allowPerm': [['u1', 'full'], ['u2', 'read']],
       'denyPerm': [{'user': 'u3', 'permission': 'full'},
                    {'user': 'u4', 'permission': 'x'}]}]),
    (('getfshare', 'nfs'), '{s a} {t {a b}} {u {}}',
     [{'shareName': 's', 'clients': 'a'},
      {'shareName': 't', 'clients': ['a', 'b']},
      {'shareName': 'u', 'clients': []}])]


@pytest.mark.parametrize(('call', 'line', 'expected'), ANSWERS)
def test_a_list_becomes_members(call: tuple[str, ...], line: str,
                                expected: list[dict[str, Any]]) -> None:
    assert members(call, line) == expected


@pytest.mark.parametrize(('lines', 'message'), [
    ((), None), (('',), ''), (('not found\r',), 'not found\r'),
    (('a', 'b'), 'ab'), ((' {f}',), ' {f}')])
def test_anything_else_is_a_message(lines: tuple[str, ...],
                                    message: Any) -> None:
    client = client_of(*lines)
    assert client.getfpg('f') == {'message': message, 'total': 0,
                                  'members': []}
    assert client.interfaces is None


def test_a_list_may_come_in_pieces() -> None:
    assert members(('getfpg',), '{f {} ', '{} v}') == [
        {'fsname': 'f', 'comment': '', 'domains': [], 'vvs': 'v'}]


def test_a_carriage_return_behind_a_list_is_none_of_it() -> None:
    assert members(('getfpg',), '{f}\r') == [{'fsname': 'f'}]


def test_a_comment_with_braces_is_a_text() -> None:
    assert members(('getfpg',), '{f {a {b c} "d" \\{} {} {}}')[0][
        'comment'] == 'a {b c} "d" \\{'


@pytest.mark.parametrize('line', ['{f {', '{f}}', '{f a b c d}'])
def test_a_list_that_cannot_be_read_is_an_error(line: str) -> None:
    with pytest.raises(SSHTableError, match='getfpg'):
        client_of(line).getfpg('f')


def test_a_share_of_a_kind_nobody_described_is_an_error() -> None:
    with pytest.raises(SSHTableError, match='getfshareobjInd'):
        client_of('{s a}').getfshare('obj')
    assert client_of('no').getfshare('obj')['message'] == 'no'


# -- gettpdinterface --------------------------------------------------------


def test_the_interface_is_asked_for_once() -> None:
    client = client_of('{f}')
    shell: Any = client.ssh
    client.getfpg()
    client.getfstore()
    assert shell.ran == ['getfpg', 'gettpdinterface', 'getfstore']
    assert client.interfaces == client.gettpdinterface()


def test_an_interface_from_outside_is_used() -> None:
    client = client_of('{f x}')
    client.interfaces = {'getfspoolInd': ['mine', ('pair', ['sub'])]}
    assert client.getfpg()['members'] == [{'mine': 'f',
                                           'pair': {'sub': 'x'}}]


def test_keys_with_keys_of_their_own_are_pairs() -> None:
    described = client_of().gettpdinterface()
    assert described['getfspoolInd'] == [
        'fsname', 'comment', ('domains', ['name', 'owner']), 'vvs']
    assert 'otherInd' not in described


@pytest.mark.parametrize('lines', [[], [''], ['invalid command name'], [
    '{otherInd {{a 0}}}'], ['{a']])
def test_an_array_that_describes_nothing_is_an_error(lines: list[str]
                                                     ) -> None:
    with pytest.raises(exceptions.SSHException, match='gettpdinterface'):
        filepersona.interfaces(lines)


# -- the parser -------------------------------------------------------------


@pytest.mark.parametrize(('text', 'expected'), [
    ('', []), ('a b', []), ('{}', [[]]), ('{a b} {c {d e}}',
                                           [['a', 'b'], ['c', ['d', 'e']]]),
    ('x {a} y', [['a']]), ('{{} {}}', [[[], []]]), ('{a}{b}', [['a'], ['b']]),
    ('{a "b c" d}', [['a', '"b', 'c"', 'd']]),
    ('{LOCAL_CLUSTER\\user}', [['LOCAL_CLUSTER\\user']]),
    ('{a\\ b c\\{}', [['a b', 'c{']]), ('{ a\t\r\n b }', [['a', 'b']]),
    ('{a $b [c] ;d}', [['a', '$b', '[c]', ';d']])])
def test_braces_make_lists(text: str, expected: list[Any]) -> None:
    assert parse(text) == expected


@pytest.mark.parametrize('text', ['{', '}', '{a}}', 'a}', '{{a}', '{a\\}'])
def test_braces_that_do_not_match_are_an_error(text: str) -> None:
    with pytest.raises(tcl_parser.TclError):
        parse(text)


def test_lists_may_be_nested_deeply() -> None:
    value: Any = parse('{' * 20000 + '}' * 20000)
    depth = 0
    while value:
        value, depth = value[0], depth + 1
    assert depth == 20000


@pytest.mark.parametrize('value', [None, 5, b'{a}'])
def test_only_text_is_parsed(value: Any) -> None:
    with pytest.raises(TypeError, match='must be str'):
        parse(value)


WORDS = st.text(st.characters(min_codepoint=33, max_codepoint=126,
                              exclude_characters='{}\\'), min_size=1)


@given(st.lists(st.recursive(WORDS, st.lists, max_leaves=20)
                .filter(lambda value: isinstance(value, list))))
def test_what_is_written_is_read(value: list[Any]) -> None:
    def written(entry: Any) -> str:
        if isinstance(entry, str):
            return entry
        return f'{{{" ".join(map(written, entry))}}}'

    assert parse(' '.join(map(written, value))) == value


@given(st.text('{}\\ ab"\r\n', max_size=60))
def test_any_text_is_read_or_refused(text: str) -> None:
    try:
        parse(text)
    except tcl_parser.TclError as err:
        assert 'brace' in str(err)
