"""The wheel in an environment of its own, far from the clone."""

from __future__ import annotations

from typing import Any

import pytest

import hpe3parclient

pytestmark = [pytest.mark.packaging, pytest.mark.long]


def test_the_wheel_alone_has_the_version_of_the_tree(alone: Any) -> None:
    assert alone.output(
        'import hpe3parclient, importlib.metadata as metadata\n'
        'print(hpe3parclient.version)\n'
        'print(metadata.version("python-3parclient"))\n'
    ) == [hpe3parclient.version] * 2


def test_the_wheel_alone_is_what_is_imported(alone: Any) -> None:
    (where,) = alone.output('import hpe3parclient\n'
                            'print(hpe3parclient.__file__)')
    assert where.startswith(str(alone.where))


def test_the_wheel_alone_makes_a_client(alone: Any) -> None:
    assert alone.output(
        'from hpe3parclient.client import HPE3ParClient\n'
        'client = HPE3ParClient("https://127.0.0.1:1/api/v1", secure=True)\n'
        'print(client.get_session_key())') == ['None']


def test_importing_the_client_imports_no_paramiko(alone: Any) -> None:
    assert alone.output(
        'import sys, hpe3parclient.client\n'
        'print([name for name in ("paramiko", "cryptography")'
        ' if name in sys.modules])') == ['[]']


def test_importing_the_client_sets_up_no_logging(alone: Any) -> None:
    assert alone.output(
        'import logging, hpe3parclient.client\n'
        'print(logging.getLogger().handlers,'
        ' logging.getLogger("hpe3parclient").handlers)') == ['[] []']


def test_the_simulator_without_its_extra_says_what_to_install(
        alone: Any) -> None:
    ended = alone.python('-c', 'import hpe3parclient.simulator')
    assert ended.returncode == 1
    assert "pip install 'python-3parclient[simulator]'" in ended.stderr


def test_the_wheel_alone_tells_pytest_of_its_plugin(alone: Any) -> None:
    assert alone.output(
        'import importlib.metadata as metadata\n'
        'found = metadata.distribution("python-3parclient").entry_points\n'
        'print([one.value for one in found if one.group == "pytest11"])'
    ) == ["['hpe3parclient.pytest_plugin']"]


def test_the_quickstart_runs_from_the_wheel(with_simulator: Any) -> None:
    ended = with_simulator.python('-m', 'hpe3parclient.simulator.quickstart')
    assert ended.stderr == ''
    assert ended.returncode == 0
    assert ended.stdout.splitlines()[-1] == \
        'Logged out. Sessions on the array: 0'
