"""Patches and updates of the array, over its command line."""

from __future__ import annotations

from typing import Any

from hpe3parclient import cli
from hpe3parclient.resources.base import Resource


class PatchResource(Resource):
    """Methods about patches."""

    def getPatches(self, history: bool = True) -> dict[str, Any]:
        """Return the patches of the array.

        :param history: True for all patches and updates that were ever
            installed, False for the patches in effect
        :returns: ``{'total': n, 'members': [...]}``; with history each
            member has ``InstallTime``, ``Id``, ``Package`` and ``Version``
        :raises SSHException: SSH is not set up, or the command failed

        Source: showpatch -hist, showpatch.
        """
        command = ['showpatch', '-hist'] if history else ['showpatch']
        return cli.tables.collection(self._cli(command))

    def getPatch(self, patch_id: str) -> list[str]:
        """Return the details of one patch.

        :param patch_id: its id, ``P16``
        :returns: the lines that the array prints; one line saying "not
            recognized" where it does not have the patch
        :raises SSHInjectionThreat: patch_id is no id; nothing was sent
        :raises SSHException: SSH is not set up, or the command failed

        Source: showpatch -d.
        """
        return self._cli(['showpatch', '-d',
                          cli.words.name(patch_id, 'patch id')])
