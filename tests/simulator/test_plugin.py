"""The pytest plugin, in test runs of its own."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

pytest_plugins = ['pytester']

#: The plugin by its module, whether the package is installed or not. Where it
#: is installed from a clone, pytest takes the imported tests for a plugin's.
PLUGIN = ('-p', 'no:hpe3par', '-p', 'hpe3parclient.pytest_plugin',
          '-p', 'no:cacheprovider', '-W', 'error',
          '-W', 'ignore::pytest.PytestAssertRewriteWarning',
          '--strict-markers')


def ran(pytester: pytest.Pytester, source: str,
        **outcomes: int) -> pytest.RunResult:
    """Run a file of tests; how they ended."""
    pytester.makepyfile(source)
    result = pytester.runpytest_inprocess(*PLUGIN)
    result.assert_outcomes(**outcomes)
    return result


def test_a_test_gets_a_client_of_an_array_of_its_own(
        pytester: pytest.Pytester) -> None:
    ran(pytester, '''
        def test_one(hpe3par_client, hpe3par_array):
            hpe3par_client.createCPG('gold')
            assert 'gold' in hpe3par_array.state.cpgs

        def test_other(hpe3par_client):
            assert hpe3par_client.getCPGs()['total'] == 0
    ''', passed=2)


def test_the_client_trusts_this_array_alone(
        pytester: pytest.Pytester) -> None:
    ran(pytester, '''
        def test_it(hpe3par_client, hpe3par_array):
            assert hpe3par_array.api_url.startswith('https://')
            assert hpe3par_client.getPatches()['total'] > 0
            assert hpe3par_client.http.secure == hpe3par_array.ca_bundle
    ''', passed=1)


def test_nothing_is_left_of_an_array(pytester: pytest.Pytester) -> None:
    ran(pytester, '''
        import threading

        SEEN, BEFORE = [], threading.enumerate()

        def test_one(hpe3par_client, hpe3par_array):
            SEEN.append(hpe3par_array)
            hpe3par_client.getCPGs()
            hpe3par_client.getPatches()

        def test_other():
            assert len(SEEN[0].state.sessions) == 0
            assert SEEN[0].ca_bundle is None
            assert not [one.name for one in threading.enumerate()
                        if one not in BEFORE and one.name.startswith(
                            ('simulated', 'CP Server', 'sshd'))]
    ''', passed=2)


def test_a_marker_says_what_the_array_is_like(
        pytester: pytest.Pytester) -> None:
    ran(pytester, '''
        import pytest

        pytestmark = pytest.mark.hpe3par(model='primera-4.x', volumes=2)

        def test_of_the_file(hpe3par_client, hpe3par_array):
            assert hpe3par_array.state.personality.name == 'primera-4.x'
            assert hpe3par_client.getVolumes()['total'] == 5

        @pytest.mark.hpe3par(volumes=3)
        def test_nearer(hpe3par_client, hpe3par_array):
            assert hpe3par_array.state.personality.name == 'primera-4.x'
            assert hpe3par_client.getVolumes()['total'] == 6

        @pytest.mark.hpe3par(ssh=False, tls=False)
        def test_without(hpe3par_array, hpe3par_client):
            assert hpe3par_array.ssh_port is None
            assert hpe3par_client.ssh is None
            assert hpe3par_array.api_url.startswith('http://')
    ''', passed=3)


def test_a_fixture_says_what_arrays_are_like(
        pytester: pytest.Pytester) -> None:
    ran(pytester, '''
        import pytest
        from hpe3parclient.simulator import Array, snapshot

        @pytest.fixture
        def hpe3par_options():
            array = Array()
            array.populate(4)
            return {'state': snapshot(array), 'tls': False}

        def test_it(hpe3par_client):
            assert hpe3par_client.getVolume('vol00003')['name'] == 'vol00003'
    ''', passed=1)


def test_a_marker_takes_names_and_values(pytester: pytest.Pytester) -> None:
    result = ran(pytester, '''
        import pytest

        @pytest.mark.hpe3par('primera-4.x')
        def test_it(hpe3par_array):
            pass
    ''', errors=1)
    result.stdout.fnmatch_lines(['*takes names and values*'])


def test_two_arrays_are_linked(pytester: pytest.Pytester) -> None:
    ran(pytester, '''
        import pytest

        def test_it(hpe3par_pair):
            here, there = hpe3par_pair.clients
            for client in (here, there):
                client.createCPG('gold')
            here.createVolume('v', 'gold', 1024, {'snapCPG': 'gold'})
            name = hpe3par_pair.arrays[1].state.name
            here.createRemoteCopyGroup('g', [
                {'targetName': name, 'mode': 1, 'userCPG': 'gold',
                 'snapCPG': 'gold'}])
            here.addVolumeToRemoteCopyGroup('g', 'v', [
                {'targetName': name, 'secVolumeName': 'v.copy'}],
                {'volumeAutoCreation': True})
            here.startRemoteCopy('g')
            assert hpe3par_pair.arrays[0].clock is hpe3par_pair.arrays[1].clock
            assert there.getVolume('v.copy')['sizeMiB'] == 1024
            hpe3par_pair.link.cut()

        @pytest.mark.hpe3par(model='alletra-9000')
        def test_of_another_model(hpe3par_pair):
            assert {array.state.personality.name
                    for array in hpe3par_pair.arrays} == {'alletra-9000'}
    ''', passed=2)


@pytest.mark.parametrize('deed', [
    'array.faults.add("busy", times=None)',
    'array.faults.add("reset_before", times=None)',
    'array.clock.advance(7200)', 'array.stop()', 'client.logout()',
    'array.state.sessions.drop_all()'])
def test_what_a_test_did_to_its_array_does_not_matter_at_its_end(
        pytester: pytest.Pytester, deed: str) -> None:
    ran(pytester, f'''
        def test_it(hpe3par_client, hpe3par_array):
            client, array = hpe3par_client, hpe3par_array
            {deed}
    ''', passed=1)


def test_the_fixtures_are_told(pytester: pytest.Pytester) -> None:
    result = pytester.runpytest_inprocess(*PLUGIN, '--fixtures')
    result.stdout.fnmatch_lines([
        'hpe3par_options*', 'hpe3par_array*', 'hpe3par_client*',
        'hpe3par_pair*'])
    result = pytester.runpytest_inprocess(*PLUGIN, '--markers')
    result.stdout.fnmatch_lines(['@pytest.mark.hpe3par(*'])


def test_loading_the_plugin_loads_nothing_else(tmp_path: Path) -> None:
    caught = subprocess.run(
        [sys.executable, '-c',
         'import sys, pytest\n'
         'before = set(sys.modules)\n'
         'import hpe3parclient.pytest_plugin\n'
         'print(sorted(set(sys.modules) - before))'],
        capture_output=True, text=True, check=True, timeout=120)
    assert caught.stdout.strip() == str([
        'hpe3parclient', 'hpe3parclient.pytest_plugin'])


def test_without_the_extra_a_run_that_wants_no_array_is_fine(
        pytester: pytest.Pytester, monkeypatch: Any) -> None:
    for name in list(sys.modules):
        if name.startswith('hpe3parclient.simulator'):
            monkeypatch.delitem(sys.modules, name)
    monkeypatch.setitem(sys.modules, 'flask', None)
    result = ran(pytester, '''
        def test_nothing():
            pass

        def test_something(hpe3par_array):
            pass
    ''', passed=1, errors=1)
    result.stdout.fnmatch_lines([
        "*pip install 'python-3parclient?simulator?'*"])
