"""File Services of the nodes, and file provisioning groups."""

from __future__ import annotations

from typing import Any

from hpe3parclient import types
from hpe3parclient.resources.filepersona.base import FilePersonaResource


class FPGResource(FilePersonaResource):
    """Methods about file provisioning groups (FPGs)."""

    def getfs(self) -> types.FileServicesList:
        """File Services on the nodes: states, addresses, DNS, directories.

        :returns: ``message``, ``total``, and one member at most, with lists
            under ``node``, ``nodeIp`` and others

        Source: getfs.
        """
        result: types.FileServicesList = self._records('getfs')
        return result

    def createfpg(self, cpgname: str, fpgname: str, size: str,
                  comment: str | None = None, node: str | None = None,
                  full: bool = False, wait: bool = False) -> list[str]:
        """Create a file provisioning group on a CPG.

        :param cpgname: the CPG; one in no domain
        :param fpgname: name of the group
        :param size: its size, 1 to 32 TiB (64 from OS 3.3.1 on), as
            ``'4T'`` or ``'4096G'``
        :param comment: free text
        :param node: id of the node that serves it, as a text
        :param full: use fully provisioned volumes
        :param wait: return when the task has ended; minutes, not seconds
        :returns: the lines that the array printed, which may be an error;
            with ``wait`` two that say 'created' and 'activated'

        Source: createfpg.
        """
        return self._command('createfpg', cpgname, fpgname, size,
                             comment=comment, node=node, full=full,
                             wait=wait)

    def growfpg(self, fpgname: str, size: str) -> list[str]:
        """Add another volume to a file provisioning group.

        :param fpgname: name of the group
        :param size: what to add, as ``'1T'``
        :returns: the lines that the array printed

        Source: growfpg.
        """
        return self._command('growfpg', fpgname, size)

    def getfpg(self, *fpgs: str) -> types.FPGList:
        """File provisioning groups.

        :param fpgs: names; none means all
        :returns: ``message``, ``total`` and ``members``. The message is None
            or, with no members, what the array said instead; of several
            names it tells the first that does not exist

        Source: getfpg.
        """
        result: types.FPGList = self._records('getfpg', *fpgs)
        return result

    def setfpg(self, fpgname: str, comment: str | None = None,
               rmcomment: bool = False, activate: bool = False,
               deactivate: bool = False, primarynode: str | None = None,
               failover: bool = False, forced: bool = False) -> list[str]:
        """Change a file provisioning group.

        :param fpgname: name of the group
        :param comment: another comment
        :param rmcomment: remove the comment
        :param activate: make it available
        :param deactivate: make it unavailable
        :param primarynode: id of the node of the pair that serves it, as a
            text; not together with ``failover``
        :param failover: move it to the other node of the pair
        :param forced: fail over although clients may lose data
        :returns: the lines that the array printed

        Source: setfpg -f.
        """
        return self._command('setfpg', fpgname, comment=comment,
                             rmcomment=rmcomment, activate=activate,
                             deactivate=deactivate, primarynode=primarynode,
                             failover=failover, forced=forced)

    def removefpg(self, *fpgname: str, **kwargs: Any) -> list[str]:
        """Remove file provisioning groups with everything on them.

        :param fpgname: their names
        :param kwargs: ``forget`` (name of the group whose volumes are kept),
            ``wait`` (return when the task has ended) and ``pat`` (names are
            patterns)
        :returns: the lines that the array printed

        Source: removefpg -f.
        """
        return self._command('removefpg', *fpgname, **kwargs)
