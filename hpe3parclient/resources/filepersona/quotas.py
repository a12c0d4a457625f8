"""Quotas of users, groups and file stores."""

from __future__ import annotations

from hpe3parclient import types
from hpe3parclient.resources.filepersona.base import FilePersonaResource


class FileQuotaResource(FilePersonaResource):
    """Methods about quotas."""

    def setfsquota(self, vfsname: str, fpg: str | None = None,
                   username: str | None = None,
                   groupname: str | None = None,
                   fstore: str | None = None,
                   scapacity: str | None = None,
                   hcapacity: str | None = None,
                   sfile: str | None = None, hfile: str | None = None,
                   clear: bool = False, archive: bool = False,
                   restore: str | None = None) -> list[str]:
        """Set, clear, archive or restore quotas.

        :param vfsname: name of the virtual file server
        :param fpg: file provisioning group of the server
        :param username: the user that the quota is for
        :param groupname: the group that the quota is for
        :param fstore: the file store that the quota is for
        :param scapacity: soft limit in MB, a whole number as a text
        :param hcapacity: hard limit in MB
        :param sfile: soft limit of files, as a text
        :param hfile: hard limit of files
        :param clear: remove the quota
        :param archive: write the quotas of the server to a file
        :param restore: the file to read the quotas from
        :returns: the lines that the array printed; none on success

        Source: setfsquota.
        """
        return self._command(
            'setfsquota', vfsname, fpg=fpg, username=username,
            groupname=groupname, fstore=fstore, scapacity=scapacity,
            hcapacity=hcapacity, sfile=sfile, hfile=hfile, clear=clear,
            archive=archive, restore=restore)

    def getfsquota(self, username: str | None = None,
                   groupname: str | None = None,
                   fstore: str | None = None, vfs: str | None = None,
                   fpg: str | None = None) -> types.FileQuotaList:
        """Quotas.

        :param username: the one of this user
        :param groupname: the one of this group
        :param fstore: the one of this file store
        :param vfs: those of this virtual file server
        :param fpg: those of this file provisioning group
        :returns: ``message``, ``total`` and ``members``; limits in MB, as
            texts, 0 for none

        Source: getfsquota.
        """
        result: types.FileQuotaList = self._records(
            'getfsquota', username=username, groupname=groupname,
            fstore=fstore, vfs=vfs, fpg=fpg)
        return result
