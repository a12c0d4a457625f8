"""Clients that are logged in to simulated arrays, and linked arrays."""

from __future__ import annotations

import threading

import pytest

from hpe3parclient import exceptions
from hpe3parclient.simulator import (
    Clock,
    SimulatedArray,
    SimulatedPair,
    logged_in,
)


def test_a_client_is_logged_in_until_the_block_ends() -> None:
    with SimulatedArray() as array:
        with logged_in(array) as client:
            client.createCPG('gold')
            assert 'gold' in array.state.cpgs
            assert len(array.state.sessions) == 1
        assert len(array.state.sessions) == 0


def test_its_command_line_is_set_up() -> None:
    with SimulatedArray() as array, logged_in(array) as client:
        assert client.getPatches()['total'] > 0


def test_an_array_without_a_command_line_gives_a_client_without_one() -> None:
    with SimulatedArray(tls=False, ssh_port=None) as array, \
            logged_in(array) as client:
        assert client.ssh is None
        assert client.getCPGs()['total'] == 0


def test_faults_that_are_left_do_not_keep_it_logged_in() -> None:
    with SimulatedArray(ssh_port=None) as array:
        with logged_in(array):
            array.faults.add('reset_before', times=None)
        assert len(array.state.sessions) == 0


def test_an_error_in_the_block_logs_out_and_goes_on() -> None:
    with SimulatedArray(ssh_port=None) as array:
        with pytest.raises(KeyError), logged_in(array):
            raise KeyError
        assert len(array.state.sessions) == 0


def test_a_log_in_that_is_refused_leaves_nothing() -> None:
    with SimulatedArray(ssh_port=None) as array:
        array.state.users.clear()
        with pytest.raises(exceptions.HTTPForbidden), logged_in(array):
            raise AssertionError('nobody can be logged in')
        assert len(array.state.sessions) == 0


def test_an_array_that_is_not_started_has_no_clients() -> None:
    with pytest.raises(RuntimeError), logged_in(SimulatedArray()):
        raise AssertionError('nobody can be logged in')


def test_a_pair_fails_over() -> None:
    with SimulatedPair(volumes=1) as pair:
        a, b = pair.clients
        for client in pair.clients:
            client.modifyVolume('vol00000', {'snapCPG': 'SimCPG'})
        a.createRemoteCopyGroup('shop', [
            {'targetName': 'array-b', 'mode': 1}])
        a.addVolumeToRemoteCopyGroup('shop', 'vol00000', [
            {'targetName': 'array-b', 'secVolumeName': 'vol00000'}])
        a.startRemoteCopy('shop')
        pair.clock.advance(600)
        assert a.remoteCopyGroupStatusCheck('shop') is True
        pair.link.cut()
        group = b.getRemoteCopyGroups()['members'][0]['name']
        b.recoverRemoteCopyGroupFromDisaster(
            group, b.RC_ACTION_CHANGE_TO_PRIMARY)
        assert b.getRemoteCopyGroup(group)['role'] == 1


def test_a_pair_is_what_its_options_say() -> None:
    clock = Clock(running=False)
    with SimulatedPair(model='primera-4.x', clock=clock) as pair:
        assert [array.state.name for array in pair.arrays] == [
            'array-a', 'array-b']
        for array in pair.arrays:
            assert array.clock is pair.clock is clock
            assert array.state.personality.name == 'primera-4.x'


def test_nothing_is_left_of_a_pair() -> None:
    before = set(threading.enumerate())
    with SimulatedPair() as pair:
        for client in pair.clients:
            client.getPatches()
    for array in pair.arrays:
        assert len(array.state.sessions) == 0
        assert array.ca_bundle is None
    assert not [item.name for item in threading.enumerate()
                if item not in before and item.name.startswith(
                    ('simulated', 'CP Server', 'sshd'))]


def test_a_pair_can_be_served_again_as_it_was() -> None:
    pair = SimulatedPair(ssh_port=None)
    with pair:
        pair.clients[0].createCPG('gold')
    with pair:
        assert pair.clients[0].getCPG('gold')['name'] == 'gold'


def test_a_pair_of_which_one_cannot_serve_leaves_nothing() -> None:
    pair = SimulatedPair(ssh_port=None)
    pair.arrays[1].state.users.clear()
    with pytest.raises(exceptions.HTTPForbidden), pair:
        raise AssertionError('nobody can be logged in')
    assert pair.arrays[0].ca_bundle is None
    assert len(pair.arrays[0].state.sessions) == 0
