"""Large arrays: a capture takes as much memory as a small one."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from hpe3parclient.simulator import SimulatedArray
from tests.support.simulated import environment_of

#: what a process says of the memory it took while it captured, bytes
PROGRAM = '''
import sys, tracemalloc
from hpe3parclient import twin
from hpe3parclient.client import HPE3ParClient
with HPE3ParClient.fromEnv() as client:
    tracemalloc.start()
    twin.capture(client, sys.argv[1])
    print(tracemalloc.get_traced_memory()[1])
'''


def peak(volumes: int, directory: Path) -> int:
    """The peak memory of a process that captures an array."""
    with SimulatedArray(volumes=volumes, ssh_port=None, history=False) as array:
        environ = {**os.environ, **environment_of(array, directory)}
        ended = subprocess.run(
            [sys.executable, '-c', PROGRAM, str(directory / 'array.json')],
            env=environ, capture_output=True, text=True, check=True)
    return int(ended.stdout)


@pytest.mark.long
def test_ten_thousand_volumes_take_no_more_memory_than_a_hundred(
        tmp_path: Path) -> None:
    few, many = peak(100, tmp_path), peak(10_000, tmp_path)
    size = (tmp_path / 'array.json').stat().st_size
    assert size > 8_000_000
    assert many < few + (1 << 20), f'{few} and {many} bytes'
