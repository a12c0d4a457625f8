"""The gate that changes pass: blocks, threads, and what may go wrong."""

from __future__ import annotations

import threading

import pytest

from hpe3parclient import exceptions
from hpe3parclient.cli import commands
from hpe3parclient.client import HPE3ParClient
from hpe3parclient.retry import RetryPolicy
from hpe3parclient.ssh import HPE3PARSSHClient
from hpe3parclient.web.readonly import Gate, ReadOnlyBlock
from tests.support import scripted


@pytest.fixture
def gate():
    return Gate()


def passes(gate):
    try:
        with gate.passing('POST', '/volumes'):
            return True
    except exceptions.ReadOnly:
        return False


def test_changes_pass_outside_a_block_and_not_inside(gate):
    assert passes(gate)
    with ReadOnlyBlock(None, gate):
        assert not passes(gate)
    assert passes(gate)


def test_changes_pass_when_the_outer_block_ends_and_not_before(gate):
    block = ReadOnlyBlock(None, gate)
    with block:
        with block:
            pass
        assert not passes(gate)
    assert passes(gate)


def test_a_block_ends_with_an_exception(gate):
    with pytest.raises(KeyError):
        with ReadOnlyBlock(None, gate):
            raise KeyError('mine')
    assert passes(gate)


def test_a_block_gives_the_client_and_nothing_happens_before(gate):
    block = ReadOnlyBlock('the client', gate)
    assert passes(gate)
    assert 'with' in repr(block)
    with block as client:
        assert client == 'the client'


def test_a_block_of_one_thread_stops_the_changes_of_another(gate):
    result = []
    with ReadOnlyBlock(None, gate):
        thread = threading.Thread(target=lambda: result.append(passes(gate)))
        thread.start()
        thread.join(60)
    assert result == [False]


def test_a_block_begins_when_a_change_on_its_way_has_ended(gate):
    story, begun = [], threading.Event()

    def read():
        begun.set()
        with ReadOnlyBlock(None, gate):
            story.append('block')

    with gate.passing('POST', '/volumes'):
        thread = threading.Thread(target=read)
        thread.start()
        assert begun.wait(60)
        # However long the thread takes to get there: it cannot be inside
        # before this change is over.
        story.append('change')
    thread.join(60)
    assert story == ['change', 'block']


def test_a_change_is_refused_while_a_block_waits_to_begin(gate):
    with gate.passing('POST', '/volumes'):
        thread = threading.Thread(
            target=lambda: ReadOnlyBlock(None, gate).__enter__())
        thread.start()
        while not gate.closed:
            thread.join(0.001)
        result = []
        other = threading.Thread(target=lambda: result.append(passes(gate)))
        other.start()
        other.join(60)
        assert result == [False]
    thread.join(60)
    assert not thread.is_alive()


def test_a_block_in_a_signal_handler_does_not_wait_for_its_own_change(gate):
    with gate.passing('POST', '/volumes'):
        with ReadOnlyBlock(None, gate):
            assert gate.closed


def test_a_block_that_never_began_lets_changes_pass(gate, monkeypatch):
    def interrupted(*_):
        raise KeyboardInterrupt

    monkeypatch.setattr(gate._traffic.get().turn, 'wait_for', interrupted)
    with pytest.raises(KeyboardInterrupt):
        ReadOnlyBlock(None, gate).__enter__()
    assert passes(gate)


def test_a_failed_change_is_no_longer_waited_for(gate):
    with pytest.raises(KeyError):
        with gate.passing('POST', '/volumes'):
            raise KeyError('mine')
    thread = threading.Thread(
        target=lambda: ReadOnlyBlock(None, gate).__enter__())
    thread.start()
    thread.join(60)
    assert not thread.is_alive()


def test_a_forked_child_does_not_wait_for_threads_of_its_parent(
        gate, monkeypatch):
    change = gate.passing('POST', '/volumes')
    held = threading.Thread(target=change.__enter__)
    held.start()
    held.join(60)
    monkeypatch.setattr('os.getpid', lambda: -1)
    with ReadOnlyBlock(None, gate):
        assert not passes(gate)
    assert passes(gate)


def test_threads_of_a_forked_child_do_not_wait_for_what_its_parent_held(
        gate, monkeypatch):
    """Not even for a moment, while one of them is renewing the gate."""
    renewing, go_on = threading.Event(), threading.Event()
    real = gate._traffic._make

    def slow():
        if not renewing.is_set():
            renewing.set()
            go_on.wait(60)
        return real()

    with gate._traffic.get().turn:
        monkeypatch.setattr('os.getpid', lambda: -1)
        monkeypatch.setattr(gate._traffic, '_make', slow)
        result = []
        threads = [threading.Thread(
            target=lambda: result.append(passes(gate)), daemon=True)
            for _ in range(2)]
        threads[0].start()
        renewing.wait(60)
        threads[1].start()
        threads[1].join(60)
        assert result == [True]
        go_on.set()
        threads[0].join(60)
    assert result == [True, True]


@pytest.mark.parametrize('words', [
    ['showvv'], ['showport', '-iscsi'], ['srstatld', '-cpg', 'c'],
    ('showrcopy',)])
def test_a_command_that_shows_only_reads(words):
    assert commands.only_reads(words)


@pytest.mark.parametrize('words', [
    ['removevv', 'v'], ['createhost', 'h'], ['show'], ['Showvv'],
    ['show::evil'], ['showvv;removevv'], ['showvv\nremovevv'], [' showvv'],
    ['setclienv', 'csvtable', '1'], ['startrcopy'], [], [None], 'showvv',
    b'showvv'])
def test_anything_else_may_change_the_array(words):
    assert not commands.only_reads(words)


# -- through the client -------------------------------------------------------


@pytest.fixture
def server():
    with scripted.Server() as running:
        yield running


@pytest.fixture
def client(server):
    made = HPE3ParClient(server.url,
                         retry=RetryPolicy(attempts=3, first_wait=0))
    yield made
    made.ssh = None
    server.default = scripted.reply(200)
    made.logout()
    made.http.close()


def test_nothing_is_sent_for_a_change_not_even_a_login(client, server):
    server.say(scripted.login())
    client.login('user', 'pw')
    client.logout()
    server.requests.clear()
    with client.readOnly(), pytest.raises(exceptions.ReadOnly):
        client.createCPG('c')
    assert server.requests == []


def test_the_error_says_what_was_refused(client, server):
    with client.readOnly(), pytest.raises(exceptions.ReadOnly) as caught:
        client.deleteVolume('v 1')
    assert caught.value.method == 'DELETE'
    assert caught.value.url == server.url + '/volumes/v%201'
    assert 'DELETE' in str(caught.value)
    assert 'readOnly()' in str(caught.value)


def test_the_error_is_of_the_client_and_a_permission_error(client):
    for kind in (exceptions.ClientException, PermissionError):
        with client.readOnly(), pytest.raises(kind):
            client.createCPG('c')


def test_a_session_key_is_not_in_the_error(client):
    with client.readOnly(), pytest.raises(exceptions.ReadOnly) as caught:
        client.http.delete('/credentials/' + scripted.KEY)
    assert scripted.KEY not in str(caught.value) + caught.value.url


def test_a_post_that_only_reads_passes(client, server):
    server.say(scripted.login())
    client.login('user', 'pw')
    server.say(scripted.reply(200, {'usableFreeMiB': 5}))
    with client.readOnly():
        assert client.getCPGAvailableSpace('c') == {'usableFreeMiB': 5}


def test_a_post_that_may_be_repeated_is_a_change_all_the_same(client):
    with client.readOnly(), pytest.raises(exceptions.ReadOnly):
        client.http.post('/volumes', body={}, repeatable=True)


def test_a_dead_session_is_renewed_inside_a_block(client, server):
    server.say(scripted.login('old-key'))
    client.login('user', 'pw')
    server.say(scripted.error(403, 6), scripted.login(), scripted.reply(
        200, {'total': 0, 'members': []}))
    with client.readOnly():
        assert client.getHosts()['members'] == []
    assert client.get_session_key() == scripted.KEY


def test_login_and_logout_work_inside_a_block(client, server):
    server.say(scripted.login())
    with client.readOnly():
        client.login('user', 'pw')
        client.logout()
    assert server.count('DELETE', scripted.KEY) == 1


def test_a_change_is_not_tried_again_when_a_block_has_begun(client, server):
    server.say(scripted.login())
    client.login('user', 'pw')
    block = client.readOnly()

    def busy(request):
        # The change is on its way: the block is announced and has to wait.
        thread.start()
        while not client.http.gate.closed:
            thread.join(0.001)
        return scripted.error(503, 270)

    thread = threading.Thread(target=block.__enter__)
    server.say(busy)
    with pytest.raises(exceptions.ReadOnly):
        client.createCPG('c')
    thread.join(60)
    assert server.count('POST', '/cpgs') == 1


def test_repr_says_that_a_client_is_read_only(client):
    with client.readOnly():
        assert 'read-only' in repr(client)
    assert 'read-only' not in repr(client)


class Line:
    """Stands in for a connection that a program brings itself."""

    def __init__(self):
        self.ran = []

    def run(self, words):
        self.ran.append(words)
        return []

    def close(self):
        pass


def test_a_command_that_may_change_something_does_not_run(client):
    client.ssh = Line()
    with client.readOnly():
        client._run(['showvv'])
        with pytest.raises(exceptions.ReadOnly) as caught:
            client._run(['removevv', '-f', 'v'])
    assert client.ssh.ran == [['showvv']]
    assert 'removevv' in str(caught.value)
    assert caught.value.method == 'CLI'


def test_searching_a_host_makes_one_and_is_refused(client, server):
    client.ssh = Line()
    with client.readOnly(), pytest.raises(exceptions.ReadOnly) as caught:
        client.findHost(iqn='iqn.2000-01.com.example:a')
    assert 'createhost' in str(caught.value)
    assert client.ssh.ran == []
    assert server.requests == []


def test_a_connection_of_the_client_refuses_by_itself(client):
    client.setSSHOptions('127.0.0.1', 'user', 'pw', 1)
    with client.readOnly(), pytest.raises(exceptions.ReadOnly):
        client.ssh.run(['removevv', '-f', 'v'])


def test_a_connection_put_in_place_later_refuses_too(client):
    client.ssh = HPE3PARSSHClient('127.0.0.1', 'user', 'pw', 1)
    with client.readOnly():
        with pytest.raises(exceptions.ReadOnly):
            client._run(['removevv', '-f', 'v'])
        assert client.ssh.gate is client.http.gate


def test_a_command_that_runs_is_a_change_on_its_way(client, monkeypatch):
    client.setSSHOptions('127.0.0.1', 'user', 'pw', 1)
    gate = client.http.gate
    under_way = gate._traffic.get().under_way
    monkeypatch.setattr(client.ssh, '_locked',
                        lambda command: [str(len(under_way))])
    assert client.ssh.run(['removevv', '-f', 'v']) == ['1']
    assert client.ssh.run(['showvv']) == ['0']


def test_what_is_no_command_is_refused_for_what_it_is(client):
    client.setSSHOptions('127.0.0.1', 'user', 'pw', 1)
    with client.readOnly(), pytest.raises(exceptions.SSHInjectionThreat):
        client.ssh.run(['showvv;removevv'])
