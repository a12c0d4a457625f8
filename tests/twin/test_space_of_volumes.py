"""What volumes of the newest arrays use, which only the command line shows."""

from __future__ import annotations

from pathlib import Path

import pytest

from hpe3parclient import twin
from hpe3parclient.simulator import Clock, SimulatedArray
from hpe3parclient.twin.shown import VOLUMES
from tests.twin.populated import run, session_of
from tests.twin.test_load import logged_in

LINES = ('createcpg gold',
         'createvv -tpvv -snp_cpg gold -usr_aw 50 -snp_aw 40 -snp_al 60 gold v 2048',
         'createvv -tpvv -snp_cpg gold gold w 4096')
SHOWN = ('showvv -s', 'showvv -space', VOLUMES)


def capture(array: SimulatedArray, path: Path) -> twin.Capture:
    with logged_in(array) as client:
        client.setSSHOptions('127.0.0.1', array.user, array.password,
                             port=array.ssh_port)
        twin.capture(client, path)
    return twin.Capture(path)


@pytest.mark.parametrize('model', ['3par-3.3.1', 'alletra-mp'])
def test_volumes_show_what_was_written_to_them(model: str,
                                               tmp_path: Path) -> None:
    clock = Clock(1_780_000_000, running=False)
    with SimulatedArray(model, clock=clock, seed=1) as array:
        session = session_of(array)
        for line in LINES:
            run(session, line)
        array.state.write('v', 1500)
        run(session, 'createsv -ro s v')
        array.state.write('v', 700)
        array.state.write('w', 2048)
        taken = capture(array, tmp_path / 'array.json')
        loaded = SimulatedArray(state=taken, clock=Clock(running=False),
                                tls=False, ssh_port=None)
        assert loaded.loaded is not None
        assert (VOLUMES in taken.commands) == (model == 'alletra-mp')
        assert loaded.loaded.left_out == {}
        assert VOLUMES not in loaded.loaded.differences
        for volume in array.state.volumes:
            other = loaded.state.volumes.by_id(volume.id)
            assert (other.user_used, other.snap_used, other.percents) == \
                (volume.user_used, volume.snap_used, volume.percents)
            if model == 'alletra-mp':
                assert other.host_write_mib == volume.host_write_mib
        twin.anonymise(tmp_path / 'array.json', tmp_path / 'safe.json',
                       tmp_path / 'key')
        safe = twin.Capture(tmp_path / 'safe.json')
        assert safe.lines(VOLUMES) == taken.lines(VOLUMES)


def test_a_list_that_cannot_be_read_is_named(tmp_path: Path) -> None:
    with SimulatedArray('alletra-mp', seed=1, volumes=2) as array:
        capture(array, tmp_path / 'array.json')
    text = (tmp_path / 'array.json').read_text()
    (tmp_path / 'array.json').write_text(
        text.replace('"3,0,0,0,0"', '"3,many,0,0,0"'))
    loaded = SimulatedArray(state=twin.Capture(tmp_path / 'array.json'),
                            tls=False, ssh_port=None).loaded
    assert loaded is not None
    assert list(loaded.left_out) == [VOLUMES]
