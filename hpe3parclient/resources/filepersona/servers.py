"""Virtual file servers and their addresses."""

from __future__ import annotations

from hpe3parclient import types
from hpe3parclient.resources.filepersona.base import FilePersonaResource
from hpe3parclient.web.redact import Secret


class VFSResource(FilePersonaResource):
    """Methods about virtual file servers (VFSs)."""

    def createvfs(self, ipaddr: str, subnet: str, vfsname: str,
                  nocert: bool = False, certfile: str | None = None,
                  certdata: str | None = None,
                  comment: str | None = None,
                  bgrace: str | None = None, igrace: str | None = None,
                  fpg: str | None = None, cpg: str | None = None,
                  size: str | None = None, node: str | None = None,
                  vlan: str | None = None,
                  wait: bool = False) -> list[str]:
        """Create a virtual file server.

        It needs either ``fpg``, or ``cpg`` and ``size``: then the array
        creates a group with the name of the server. No more than one of
        ``nocert``, ``certfile`` and ``certdata`` may be given.

        :param ipaddr: its address
        :param subnet: the netmask
        :param vfsname: its name
        :param nocert: do not generate a certificate
        :param certfile: file on the array with certificate and keys (PEM)
        :param certdata: the same as text; no log or error shows it
        :param comment: free text
        :param bgrace: grace time of capacity quotas in minutes, as a text,
            1 to 2147483647
        :param igrace: grace time of file quotas in minutes, as a text
        :param fpg: the file provisioning group it is created on
        :param cpg: the CPG of a group that is to be created
        :param size: the size of that group, as ``'1T'``
        :param node: id of the node that serves that group, as a text
        :param vlan: VLAN tag of the address, as a text
        :param wait: return when the task has ended; minutes, not seconds
        :returns: the lines that the array printed

        Source: createvfs.
        """
        # Frames are shown in tracebacks; from here on this one holds no secret.
        hidden, certdata = Secret(certdata), None
        return self._command('createvfs', ipaddr, subnet, vfsname,
                             nocert=nocert, certfile=certfile,
                             certdata=hidden, comment=comment,
                             bgrace=bgrace, igrace=igrace, fpg=fpg, cpg=cpg,
                             size=size, node=node, vlan=vlan, wait=wait)

    def getvfs(self, fpg: str | None = None,
               vfs: str | None = None) -> types.VFSList:
        """Virtual file servers.

        :param fpg: those of this file provisioning group
        :param vfs: the one with this name
        :returns: ``message``, ``total`` and ``members``; ``vfsip`` of a
            member is a list with a dict for each address

        Source: getvfs -d.
        """
        result: types.VFSList = self._records('getvfs', fpg=fpg, vfs=vfs)
        return result

    def setvfs(self, vfs: str, fpg: str | None = None,
               certfile: str | None = None,
               certdata: str | None = None, certgen: bool = False,
               rmcert: str | None = None, comment: str | None = None,
               bgrace: str | None = None,
               igrace: str | None = None) -> list[str]:
        """Change a virtual file server.

        No more than one of ``certfile``, ``certdata``, ``certgen`` and
        ``rmcert`` may be given.

        :param vfs: its name
        :param fpg: its file provisioning group
        :param certfile: file on the array with certificate and keys (PEM)
        :param certdata: the same as text; no log or error shows it
        :param certgen: generate a certificate
        :param rmcert: remove the certificate with this identity
        :param comment: another comment
        :param bgrace: grace time of capacity quotas in minutes, as a text
        :param igrace: grace time of file quotas in minutes, as a text
        :returns: the lines that the array printed

        Source: setvfs.
        """
        hidden, certdata = Secret(certdata), None
        return self._command('setvfs', vfs, fpg=fpg, certfile=certfile,
                             certdata=hidden, certgen=certgen,
                             rmcert=rmcert, comment=comment, bgrace=bgrace,
                             igrace=igrace)

    def removevfs(self, vfs: str, fpg: str | None = None) -> list[str]:
        """Remove a virtual file server with its stores and shares.

        :param vfs: its name
        :param fpg: its file provisioning group
        :returns: the lines that the array printed
        :raises AttributeError: ``vfs`` is None; nothing was sent

        Source: removevfs -f.
        """
        return self._command('removevfs', vfs, fpg=fpg)

    # -- addresses ----------------------------------------------------------

    def createfsip(self, ipaddr: str, subnet: str, vfs: str,
                   vlantag: str | None = None,
                   fpg: str | None = None) -> list[str]:
        """Give a virtual file server another address.

        :param ipaddr: the address
        :param subnet: its netmask
        :param vfs: name of the server
        :param vlantag: VLAN tag, as a text
        :param fpg: file provisioning group of the server
        :returns: the lines that the array printed

        Source: createfsip.
        """
        return self._command('createfsip', ipaddr, subnet, vfs,
                             vlantag=vlantag, fpg=fpg)

    def setfsip(self, vfs: str, id: str, vlantag: str | None = None,
                ip: str | None = None, subnet: str | None = None,
                fpg: str | None = None) -> list[str]:
        """Change an address of a virtual file server.

        :param vfs: name of the server
        :param id: the address's ``policyID``
        :param vlantag: another VLAN tag, as a text
        :param ip: another address
        :param subnet: another netmask
        :param fpg: file provisioning group of the server
        :returns: the lines that the array printed

        Source: setfsip -f.
        """
        return self._command('setfsip', vfs, id, vlantag=vlantag, ip=ip,
                             subnet=subnet, fpg=fpg)

    def getfsip(self, vfs: str, fpg: str | None = None) -> types.FSIPList:
        """The addresses of a virtual file server.

        :param vfs: name of the server
        :param fpg: its file provisioning group
        :returns: ``message``, ``total`` and ``members``

        Source: getfsip.
        """
        result: types.FSIPList = self._records('getfsip', vfs, fpg=fpg)
        return result

    def removefsip(self, vfs: str, id: str,
                   fpg: str | None = None) -> list[str]:
        """Take an address from a virtual file server.

        :param vfs: name of the server
        :param id: the address's ``policyID``, or the address itself
        :param fpg: file provisioning group of the server
        :returns: the lines that the array printed

        Source: removefsip -f.
        """
        return self._command('removefsip', vfs, id, fpg=fpg)
