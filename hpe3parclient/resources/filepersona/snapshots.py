"""Snapshots of file stores, and the task that reclaims their space."""

from __future__ import annotations

from typing import Any

from hpe3parclient import types
from hpe3parclient.resources.filepersona.base import FilePersonaResource


class FileSnapshotResource(FilePersonaResource):
    """Methods about snapshots of file stores."""

    def createfsnap(self, vfs: str, fstore: str, tag: str,
                    retain: str | None = None,
                    fpg: str | None = None) -> list[str]:
        """Create a snapshot of a file store.

        :param vfs: name of the virtual file server
        :param fstore: name of the store
        :param tag: the end of the snapshot's name, behind the time
        :param retain: how many snapshots with this tag to keep, 1 to 1024,
            as a text; the oldest beyond are removed
        :param fpg: file provisioning group of the server
        :returns: the lines that the array printed; on success one, the name
            of the snapshot

        Source: createfsnap -f.
        """
        return self._command('createfsnap', vfs, fstore, tag, retain=retain,
                             fpg=fpg)

    def getfsnap(self, *snapname: str,
                 **kwargs: Any) -> types.FileSnapshotList:
        """Snapshots of file stores.

        :param snapname: names; none means all
        :param kwargs: ``fpg``, ``vfs`` and ``fstore`` (those of these), and
            ``pat`` (names are patterns)
        :returns: ``message``, ``total`` and ``members``

        Source: getfsnap.
        """
        result: types.FileSnapshotList = self._records('getfsnap', *snapname,
                                                       **kwargs)
        return result

    def removefsnap(self, vfs: str, fstore: str,
                    snapname: str | None = None,
                    fpg: str | None = None) -> list[str]:
        """Remove a snapshot, or all snapshots of a file store.

        :param vfs: name of the virtual file server
        :param fstore: name of the store
        :param snapname: name of the snapshot; without it all are removed
        :param fpg: file provisioning group of the server
        :returns: the lines that the array printed; none on success

        Source: removefsnap -f.
        """
        return self._command('removefsnap', vfs, fstore, snapname=snapname,
                             fpg=fpg)

    def startfsnapclean(self, fpgname: str, resume: bool = False,
                        reclaimStrategy: str | None = None) -> list[str]:
        """Reclaim the space of removed snapshots, as a task.

        :param fpgname: file provisioning group
        :param resume: go on with a task that was paused
        :param reclaimStrategy: ``'maxspeed'`` or ``'maxspace'``
        :returns: the lines that the array printed; none on success

        Source: startfsnapclean.
        """
        return self._command('startfsnapclean', fpgname, resume=resume,
                             reclaimStrategy=reclaimStrategy)

    def getfsnapclean(self, fpgname: str) -> types.SnapshotCleanList:
        """The tasks that reclaim space.

        :param fpgname: file provisioning group
        :returns: ``message``, ``total`` and ``members``

        Source: getfsnapclean.
        """
        result: types.SnapshotCleanList = self._records('getfsnapclean',
                                                        fpgname)
        return result

    def stopfsnapclean(self, fpgname: str,
                       pause: bool = False) -> list[str]:
        """Stop a task that reclaims space.

        :param fpgname: file provisioning group
        :param pause: pause it; it can be resumed
        :returns: the lines that the array printed; none on success

        Source: stopfsnapclean.
        """
        return self._command('stopfsnapclean', fpgname, pause=pause)
