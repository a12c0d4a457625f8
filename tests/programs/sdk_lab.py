"""How the tests use HPE's SDK."""

from __future__ import annotations

from typing import Any

from tests.programs.lab import Lab, settle
from tests.programs.worker import Worker


class Sdk:
    """The SDK's client, by the names of its methods."""

    def __init__(self, worker: Worker) -> None:
        self._worker = worker

    def __getattr__(self, name: str) -> Any:
        return lambda *args, **kwargs: self._worker.call(
            'run', name, *args, **kwargs)


def thin(lab: Lab, **more: Any) -> Any:
    """Options of a thin volume that may have snapshots."""
    options = {'tpvv': True, **more}
    if lab.personality != 'alletra-mp':
        options['snapCPG'] = 'gold'
    return options


def wait(sdk: Any, task: int) -> None:
    """Until a task has ended well."""
    settle(lambda: sdk.getTask(task)['status'] != 2)
    assert sdk.getTask(task)['status'] == 1


def replicated(lab: Lab, sdk: Any, volume: str, group: str) -> None:
    """A group with a volume, started."""
    target: Any = {'targetName': 'array-b', 'mode': 1, 'userCPG': 'gold'}
    optional: Any = {'localUserCPG': 'gold'}
    if lab.personality != 'alletra-mp':
        target['snapCPG'] = optional['localSnapCPG'] = 'gold'
    sdk.createRemoteCopyGroup(group, [target], optional)
    sdk.addVolumeToRemoteCopyGroup(
        group, volume, [{'targetName': 'array-b', 'secVolumeName': volume}],
        {'volumeAutoCreation': True})
    sdk.startRemoteCopy(group)
