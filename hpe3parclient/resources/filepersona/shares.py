"""Shares: NFS, SMB, object."""

from __future__ import annotations

from typing import Any

from hpe3parclient import types
from hpe3parclient.resources.filepersona.base import FilePersonaResource


class FileShareResource(FilePersonaResource):
    """Methods about shares.

    Changes of lists (``clientip``, ``allowip``, ``denyip``, ``allowperm``,
    ``denyperm``) begin with ``+`` to add and with ``-`` to remove; without
    either the list is replaced. Permissions are written
    ``user:permission,user:permission``, and ``=`` before them changes those
    that exist.
    """

    def createfshare(self, protocol: str, vfs: str, sharename: str,
                     fpg: str | None = None, fstore: str | None = None,
                     sharedir: str | None = None,
                     comment: str | None = None,
                     abe: str | None = None,
                     allowip: str | None = None,
                     denyip: str | None = None,
                     allowperm: str | None = None,
                     denyperm: str | None = None,
                     cache: str | None = None, ca: str | None = None,
                     options: str | None = None,
                     clientip: str | None = None,
                     ssl: str | None = None,
                     urlpath: str | None = None) -> list[str]:
        """Create a share.

        :param protocol: ``'nfs'``, ``'smb'`` or ``'obj'``
        :param vfs: name of the virtual file server
        :param sharename: name of the share
        :param fpg: file provisioning group of the server
        :param fstore: the store; without it the store has the name of the
            share, and the array creates it if it is missing
        :param sharedir: directory in the store, with ``fstore`` only
        :param comment: free text, up to 255 characters
        :param abe: SMB: access-based enumeration, ``'true'`` or ``'false'``
            (default)
        :param allowip: SMB: addresses of clients that have access,
            separated by commas
        :param denyip: SMB: addresses of clients that have none
        :param allowperm: SMB: permissions, ``user:fullcontrol``,
            ``user:read`` or ``user:change``, separated by commas
        :param denyperm: SMB: denied permissions
        :param cache: SMB: ``'off'``, ``'manual'`` (default),
            ``'optimized'`` or ``'auto'``
        :param ca: SMB: continuous availability, ``'true'`` (default) or
            ``'false'``
        :param options: NFS: export options, separated by commas; ``fsid``
            and ``no_subtree_check`` are not allowed
        :param clientip: NFS: clients, separated by commas; default ``'*'``
        :param ssl: object: ``'true'`` or ``'false'``
        :param urlpath: object: path of the URL
        :returns: the lines that the array printed; none on success

        Source: createfshare -f.
        """
        return self._command(
            'createfshare', protocol, vfs, sharename, fpg=fpg, fstore=fstore,
            sharedir=sharedir, comment=comment, abe=abe, allowip=allowip,
            denyip=denyip, allowperm=allowperm, denyperm=denyperm,
            cache=cache, ca=ca, options=options, clientip=clientip, ssl=ssl,
            urlpath=urlpath)

    def setfshare(self, protocol: str, vfs: str, sharename: str,
                  fpg: str | None = None, fstore: str | None = None,
                  comment: str | None = None, abe: str | None = None,
                  allowip: str | None = None,
                  denyip: str | None = None,
                  allowperm: str | None = None,
                  denyperm: str | None = None,
                  cache: str | None = None, ca: str | None = None,
                  options: str | None = None,
                  clientip: str | None = None,
                  ssl: str | None = None) -> list[str]:
        """Change a share.

        :param protocol: ``'nfs'``, ``'smb'`` or ``'obj'``
        :param vfs: name of the virtual file server
        :param sharename: name of the share
        :param fpg: file provisioning group of the server
        :param fstore: the store
        :param comment: another comment
        :param abe: as for :meth:`createfshare`
        :param allowip: addresses; with ``+`` added, with ``-`` removed
        :param denyip: addresses; with ``+`` added, with ``-`` removed
        :param allowperm: permissions; with ``+`` added, with ``-`` removed,
            with ``=`` changed
        :param denyperm: permissions, likewise
        :param cache: as for :meth:`createfshare`
        :param ca: as for :meth:`createfshare`
        :param options: NFS: export options
        :param clientip: NFS: clients; with ``+`` added, with ``-`` removed
        :param ssl: as for :meth:`createfshare`
        :returns: the lines that the array printed; on success none, or one
            that is empty but for a carriage return

        Source: setfshare.
        """
        return self._command(
            'setfshare', protocol, vfs, sharename, fpg=fpg, fstore=fstore,
            comment=comment, abe=abe, allowip=allowip, denyip=denyip,
            allowperm=allowperm, denyperm=denyperm, cache=cache, ca=ca,
            options=options, clientip=clientip, ssl=ssl)

    def getfshare(self, protocol: str, *sharename: str,
                  **kwargs: Any) -> types.FileShareList:
        """Shares of one protocol.

        :param protocol: ``'nfs'``, ``'smb'`` or ``'obj'``
        :param sharename: names; none means all
        :param kwargs: ``fpg``, ``vfs`` and ``fstore`` (those of these), and
            ``pat`` (names are patterns)
        :returns: ``message``, ``total`` and ``members``. ``clients``,
            ``options``, ``allowIP`` and ``denyIP`` of a member are a text
            while there is one, a list of several, and ``[]`` for none

        Source: getfshare.
        """
        result: types.FileShareList = self._records('getfshare', protocol,
                                                    *sharename, **kwargs)
        return result

    def removefshare(self, protocol: str, vfs: str, sharename: str,
                     fpg: str | None = None,
                     fstore: str | None = None) -> list[str]:
        """Remove a share; the files stay.

        :param protocol: ``'nfs'``, ``'smb'`` or ``'obj'``
        :param vfs: name of the virtual file server
        :param sharename: name of the share
        :param fpg: file provisioning group of the server
        :param fstore: the store
        :returns: the lines that the array printed; none on success

        Source: removefshare -f.
        """
        return self._command('removefshare', protocol, vfs, sharename,
                             fpg=fpg, fstore=fstore)
