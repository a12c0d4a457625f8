"""Manila: an array without File Services is refused when it is set up."""

from __future__ import annotations

import pytest

from tests.programs.lab import Lab
from tests.programs.manila_lab import backend
from tests.programs.worker import ProgramError, Worker

PERSONALITIES = ('primera-4.x', 'alletra-9000', 'alletra-mp')
SHORT = 'alletra-mp'
#: What the driver meets first; only Alletra MP tells nobody its version.
NO_COMMAND = 'invalid command name "getvfs"'
REFUSALS = {'primera-4.x': NO_COMMAND, 'alletra-9000': NO_COMMAND,
            'alletra-mp': 'Failed to get 3PAR WSAPI version'}


def test_the_backend_does_not_start(manila_process: Worker,
                                    lab: Lab) -> None:
    with pytest.raises(ProgramError) as refused:
        backend(manila_process, lab)
    assert refused.value.kind == 'manila.exception.ShareBackendException'
    assert REFUSALS[lab.personality] in refused.value.message
    assert lab.array.state.files.fpgs == []
