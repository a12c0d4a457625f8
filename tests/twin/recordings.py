"""Make the recordings of this folder anew: ``python -m tests.twin.recordings``.

A recording is a folder with a captured array and a README that says where it is
from. Ours are captures of simulated arrays, one of each generation; whoever has
a real one can add to them (see README.rst there).
"""

from __future__ import annotations

from pathlib import Path

from hpe3parclient import twin
from hpe3parclient.simulator import PERSONALITIES, SimulatedArray, logged_in
from hpe3parclient.twin import recording
from hpe3parclient.twin.capture import not_read
from tests.twin.populated import populate

FOLDER = Path(__file__).with_name('recordings')


def make(name: str) -> None:
    """Capture a simulated array of one generation."""
    folder = FOLDER / name
    folder.mkdir(parents=True, exist_ok=True)
    with SimulatedArray(name, volumes=2, seed=1) as array, \
            logged_in(array) as client:
        populate(array)
        client.setSSHOptions('127.0.0.1', array.user, array.password,
                             port=array.ssh_port or 22)
        twin.capture(client, folder / 'array.json', metadata=True)
    (folder / recording.NAME).unlink(missing_ok=True)
    taken = twin.Capture(folder)
    recording.write_readme(
        taken, not_read(taken), anonymised="no: it never was anybody's",
        what=f'a simulated array of this package ({name}), populated by\n'
        '    ``tests/twin/populated.py``')


if __name__ == '__main__':
    for personality in PERSONALITIES:
        make(personality)
