"""File stores."""

from __future__ import annotations

from hpe3parclient import types
from hpe3parclient.resources.filepersona.base import FilePersonaResource


class FileStoreResource(FilePersonaResource):
    """Methods about file stores."""

    def createfstore(self, vfs: str, fstore: str,
                     comment: str | None = None,
                     fpg: str | None = None) -> list[str]:
        """Create a file store.

        :param vfs: name of the virtual file server
        :param fstore: name of the store
        :param comment: free text
        :param fpg: file provisioning group of the server
        :returns: the lines that the array printed; none on success

        Source: createfstore.
        """
        return self._command('createfstore', vfs, fstore, comment=comment,
                             fpg=fpg)

    def getfstore(self, fpg: str | None = None, vfs: str | None = None,
                  fstore: str | None = None) -> types.FileStoreList:
        """File stores.

        :param fpg: those of this file provisioning group
        :param vfs: those of this virtual file server
        :param fstore: the one with this name
        :returns: ``message``, ``total`` and ``members``

        Source: getfstore.
        """
        result: types.FileStoreList = self._records(
            'getfstore', fpg=fpg, vfs=vfs, fstore=fstore)
        return result

    def setfstore(self, vfs: str, fstore: str, comment: str | None = None,
                  fpg: str | None = None) -> list[str]:
        """Change the comment of a file store.

        :param vfs: name of the virtual file server
        :param fstore: name of the store
        :param comment: another comment
        :param fpg: file provisioning group of the server
        :returns: the lines that the array printed; none on success

        Source: setfstore.
        """
        return self._command('setfstore', vfs, fstore, comment=comment,
                             fpg=fpg)

    def removefstore(self, vfs: str, fstore: str,
                     fpg: str | None = None) -> list[str]:
        """Remove a file store with its snapshots and shares.

        :param vfs: name of the virtual file server
        :param fstore: name of the store
        :param fpg: file provisioning group of the server
        :returns: the lines that the array printed; on success one that says
            'removed'

        Source: removefstore -f.
        """
        return self._command('removefstore', vfs, fstore, fpg=fpg)
