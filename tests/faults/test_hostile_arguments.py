"""Arguments that no array has a name for: sent unchanged, or refused.

Every public method gets values that no sane program passes. A call either
sends exactly the requests it is meant to send, every argument in its one
place, or it raises an error that says what was wrong, and nothing leaves.
"""

from __future__ import annotations

import logging
import re
from typing import Any, Callable
from urllib.parse import unquote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hpe3parclient import exceptions, ssh
from hpe3parclient.cli import words
from hpe3parclient.client import HPE3ParClient
from hpe3parclient.retry import RetryPolicy
from tests.support import hostile, hostile_calls, scripted
from tests.support.hostile import reply

pytestmark = pytest.mark.long

METHODS = [name for name in hostile_calls.public_methods()
           if name not in hostile_calls.ELSEWHERE]

#: the longest text that an error about an argument needs
LONGEST = 600

VERSION = {'major': 1, 'minor': 6, 'revision': 5, 'build': 30301460}


def answer(sent: hostile.Sent) -> hostile.Reply:
    """A 3PAR with nothing on it."""
    if sent.target == '/api':
        return reply(VERSION)
    if sent.parts == ['credentials']:
        return reply({'key': hostile.KEY}, 201)
    return reply({'taskid': 1, 'status': 1, 'sampleTimeSec': 1500000000})


@pytest.fixture(autouse=True)
def no_connection(monkeypatch):
    """Nothing is connected to over SSH; options are checked as they are."""
    monkeypatch.setattr(ssh.HPE3PARSSHClient, 'run',
                        lambda connection, words: ['HTTPS_Port', '8080'])


class Run:
    """One call with hostile arguments, and what became of it."""

    def __init__(self, method: str,
                 makers: dict[str, Callable[[], Any]]) -> None:
        self.method = method
        self.commands: list[list[str]] = []
        self.client = hostile.recorded(answer)
        self.client._run = self._run    # type: ignore[method-assign]
        self.given = {name: make() for name, make in makers.items()}
        #: the same again: what is read once is read by the call
        self.again = {name: make() for name, make in makers.items()}
        before = hostile.fingerprint(self.given)
        self.error = self._call()
        assert hostile.fingerprint(self.given) == before, 'it was changed'
        transport = hostile.recorder(self.client)
        self.sent = [item for item in transport.sent if item.target != '/api']
        hostile.done(self.client)

    def _run(self, command: list[str]) -> list[str]:
        words.line(command)     # the connection refuses a line before it
        self.commands.append(command)
        return []

    def _call(self) -> Any:
        try:
            result = getattr(self.client, self.method)(**self.given)
            if self.method.startswith('iter'):
                list(result)
        except (exceptions.ClientException, exceptions.SSHException) as ex:
            return ex
        finally:
            logging.getLogger('hpe3parclient.http').handlers.clear()
            self.client.http.set_debug_flag(False)
        return None


def check(run: Run) -> None:
    refused = isinstance(run.error, (ValueError,
                                     exceptions.SSHInjectionThreat))
    if run.error is not None:
        check_text(run.error)
    if refused and run.method not in hostile_calls.LOOK_FIRST:
        assert run.sent == []
        assert run.commands == []
    elif not refused and not (
            run.method == 'findVolumeMetaData' and run.sent == []):
        meant = hostile_calls.SENDS[run.method](run.again)
        assert len(run.sent) == len(meant), (run.error, run.sent, meant)
        for item, sent in zip(meant, run.sent):
            assert hostile_calls.like(item, sent), (item, sent)
    if refused:
        assert {item.method for item in run.sent} <= {'GET'}
    for command in run.commands:
        line = words.line(command)
        assert line.isprintable()
        assert len(command) == len([word for word in command if word])


def check_text(ex: BaseException) -> None:
    """An error can be printed anywhere, and is short."""
    for text in (str(ex), repr(ex)):
        text.encode('utf-8')
        assert '\x1b' not in text
        assert len(text) < LONGEST + 200
    assert len(str(ex)) > 15
    assert 'object at 0x' not in str(ex)


def hostile_makers(data: st.DataObject, method: str
                   ) -> dict[str, Callable[[], Any]]:
    """Arguments of a method: at least one of them is hostile."""
    makers: dict[str, Callable[[], Any]] = {}
    names = hostile_calls.parameters(method)
    bad = set(data.draw(st.lists(st.sampled_from(names), min_size=1,
                                 max_size=2, unique=True)))
    for name, value in hostile_calls.good(method).items():
        makers[name] = data.draw(hostile.values, label=name) \
            if name in bad else lambda value=value: value
    return makers


def test_no_public_method_is_left_out():
    assert set(hostile_calls.SENDS) | set(hostile_calls.ELSEWHERE) == set(
        hostile_calls.public_methods())


@pytest.mark.parametrize('method', METHODS)
def test_good_arguments_send_what_is_meant(method):
    run = Run(method, {name: (lambda value=value: value) for name, value
                       in hostile_calls.good(method).items()})
    check(run)
    assert not isinstance(run.error, ValueError)


WITH_ARGUMENTS = [name for name in METHODS if hostile_calls.parameters(name)]


@pytest.mark.parametrize('method', WITH_ARGUMENTS)
def test_hostile_value_in_each_place(method):
    """Every fixed value, a slice of them per place in a short run."""
    fixed: list[Callable[[], Any]] = [
        *hostile.MAKERS, *((lambda value=value: value)
                           for value in hostile.TEXTS)]
    good = hostile_calls.good(method)
    for position, name in enumerate(good):
        for number, make in enumerate(fixed):
            if not hostile.CAMPAIGN and (
                    number + 5 * position + len(method)) % 20:
                continue
            makers = {other: (lambda value=value: value)
                      for other, value in good.items()}
            makers[name] = make
            check(Run(method, makers))


@given(st.data())
@hostile.examples(200)
def test_any_arguments_are_sent_as_they_are_or_refused(data):
    method = data.draw(st.sampled_from(WITH_ARGUMENTS))
    check(Run(method, hostile_makers(data, method)))


@given(st.data())
@hostile.examples(600, campaign=30000)
def test_many_arguments_are_sent_as_they_are_or_refused(data):
    method = data.draw(st.sampled_from(WITH_ARGUMENTS))
    check(Run(method, hostile_makers(data, method)))


def calls(method: str, *arguments: Any) -> Run:
    good = hostile_calls.good(method)
    given = {**good, **dict(zip(good, arguments))}
    return Run(method, {name: (lambda value=value: value)
                        for name, value in given.items()})


@pytest.mark.parametrize(('method', 'arguments', 'text'), [
    ('getVolume', (['v'],), 'name must be str, not a value of type list'),
    ('getVolume', ('..',), "name cannot be '..'"),
    ('createVolume', ('v', 'c', 'much'), "must be an int .*not 'much'"),
    ('createVolume', ('v', 'c', 1, {1: 2}), 'a key must be str, not 1'),
    ('createVolume', ('v', 'c', 1, {'name': 'w'}),
     "name is given twice: as 'v', and in optional as 'w'"),
    ('startRemoteCopy', ('g', {'action': 4}), 'action is given twice'),
    ('modifyVolume', ('v', None), 'volumeMods must be a dict'),
    ('modifyVolume', ('v', {'newName': '..'}, 'x'), "cannot be '..'"),
    ('modifyHost', ('h', None), 'mod_request must be a dict'),
    ('createHostSet', ('s', None, None, 'h1'), "list of str, not 'h1'"),
    ('createHostSet', ('s', None, None, [5]), r'setmembers\[0\] must be str, not 5'),
    ('deleteVLUN', ('v', 1.5, 'h'), 'lunID must be an integer, not 1.5'),
    ('deleteVLUN', ('v', 1, False, {'node': 0, 'slot': 1, 'cardPort': 2}),
     'hostname'),
    ('createVLUN', ('v,1,x', 1, 'h'), 'holds a comma'),
    ('removeRemoteCopyGroup', ('g', 1), 'keep_snap is True or False, not 1'),
    ('login', (b'u', 'p'), 'user and password must be str'),
    ('setSSHOptions', ('a', 'u', 'p', 22, None, 0), 'privatekey'),
])
def test_error_says_what_is_wrong_and_nothing_is_sent(method, arguments,
                                                      text):
    run = calls(method, *arguments)
    assert run.sent == []
    assert isinstance(run.error, ValueError)
    assert re.search(text, str(run.error)), run.error


def test_further_member_may_repeat_its_argument():
    run = calls('createVolume', 'v', 'c', 1, {'name': 'v', 'tpvv': True})
    assert run.sent[0].json == {'name': 'v', 'cpg': 'c', 'sizeMiB': 1,
                                'tpvv': True}


def test_name_of_a_query_option_is_quoted():
    run = calls('removeVolumeFromRemoteCopyGroup', 'g', 'v',
                {'a&keepSnap=true#/..': False})
    assert run.sent[0].target.endswith(
        '/volumes/v?a%26keepSnap%3Dtrue%23%2F..=false')


def test_initiators_that_can_be_read_once_are_searched_for_too():
    def answer(sent: hostile.Sent) -> hostile.Reply:
        if sent.method == 'POST':
            return reply({'code': 73, 'desc': 'there'}, 409)
        return reply({'members': [{'name': 'other'}]})

    client = hostile.recorded(answer)
    result = client.create_host_or_use_existing(
        'h', FCWwns=iter(['50014380242B8B4C']))
    assert result == {'name': 'other'}
    transport = hostile.recorder(client)
    assert 'wwn%3D%3D50014380242B8B4C' in transport.sent[-1].target
    hostile.done(client)


# -- over a socket ------------------------------------------------------------


def test_names_reach_the_wire_as_one_segment_each():
    """What the recorder sees is what travels, byte for byte."""
    names = [text for text in hostile.TEXTS if len(text) < 1000]
    with scripted.Server() as server:
        client = HPE3ParClient(server.url, timeout=60,
                               retry=RetryPolicy(attempts=1))
        server.say(scripted.login())
        client.login('user', 'password')
        server.default = scripted.reply(200, {})
        meant = []
        for name in names:
            for parts, call in ((['volumes', name], client.getVolume),
                                (['hosts', name], client.deleteHost)):
                try:
                    call(name)
                except exceptions.InvalidInput:
                    assert name in ('', '.', '..') or not encodable(name)
                else:
                    meant.append(parts)
        client.logout()
        client.http.close()
    sent = [[unquote(part, errors='strict')
             for part in request.target.split('/')[3:]]
            for request in server.requests
            if '/credentials' not in request.target]
    assert sent == meant
    assert len(meant) > 150


def encodable(text: str) -> bool:
    try:
        text.encode('utf-8')
    except UnicodeEncodeError:
        return False
    return True
