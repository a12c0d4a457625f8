"""Make the recordings of this folder anew: ``python -m tests.twin.recordings``.

A recording is a folder with a captured array and a README that says where it is
from. Ours are captures of simulated arrays, one of each generation; whoever has
a real one can add to them (see README.rst there).
"""

from __future__ import annotations

from pathlib import Path

from hpe3parclient import twin
from hpe3parclient.simulator import PERSONALITIES, SimulatedArray, logged_in
from tests.twin.test_load import populate

FOLDER = Path(__file__).with_name('recordings')

README = '''\
{model}, {release}
{underline}

What this is
    a simulated array of this package ({name}), populated by
    ``tests/twin/test_load.py``
Captured
    {captured}, with hpe3parclient {client}, over the web service and the command
    line
Anonymised
    no: it never was anybody's
Not read
    {missing}
'''


def make(name: str) -> None:
    """Capture a simulated array of one generation."""
    folder = FOLDER / name
    folder.mkdir(parents=True, exist_ok=True)
    with SimulatedArray(name, volumes=2, seed=1) as array, \
            logged_in(array) as client:
        populate(client)
        client.setSSHOptions('127.0.0.1', array.user, array.password,
                             port=array.ssh_port or 22)
        missing = twin.capture(client, folder / 'array.json', metadata=True)
    source = twin.Capture(folder / 'array.json').source
    title = f'{source["model"]}, {source["systemVersion"]}'
    (folder / 'README.rst').write_text(README.format(
        model=source['model'], release=source['systemVersion'],
        underline='=' * len(title), name=name, captured=source['captured'],
        client=source['client'],
        missing=', '.join(f'``{path}``' for path in missing) or 'nothing'),
        'utf-8')


if __name__ == '__main__':
    for personality in PERSONALITIES:
        make(personality)
