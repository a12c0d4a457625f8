"""Local users and groups of File Services."""

from __future__ import annotations

from hpe3parclient.cli.words import Word
from hpe3parclient.resources.filepersona.base import FilePersonaResource
from hpe3parclient.web.redact import Secret

#: the default password, which is not sent; 'default' as an argument is
_DEFAULT = Word('default')


class AccountResource(FilePersonaResource):
    """Methods about local users and groups.

    Names have up to 31 letters, digits, ``.``, ``-`` and ``_``, and do not
    start with ``-``. No log and no error shows a password.
    """

    def createfsgroup(self, groupname: str, gid: str | None = None,
                      memberlist: str | None = None) -> list[str]:
        """Create a local group.

        :param groupname: its name
        :param gid: its number, 1000 to 65535, as a text
        :param memberlist: names of users, separated by commas
        :returns: the lines that the array printed

        Source: createfsgroup.
        """
        return self._command('createfsgroup', groupname, gid=gid,
                             memberlist=memberlist)

    def setfsgroup(self, groupname: str,
                   memberlist: str | None = None) -> list[str]:
        """Change the members of a local group.

        :param groupname: its name
        :param memberlist: names of users, separated by commas. Behind a
            ``+`` they are added, behind a ``-`` removed; otherwise they
            replace the members
        :returns: the lines that the array printed

        Source: setfsgroup -f.
        """
        return self._command('setfsgroup', groupname, memberlist=memberlist)

    def removefsgroup(self, groupname: str) -> list[str]:
        """Remove a local group.

        :param groupname: its name
        :returns: the lines that the array printed

        Source: removefsgroup -f.
        """
        return self._command('removefsgroup', groupname)

    def createfsuser(self, username: str, passwd: str = _DEFAULT,
                     primarygroup: str | None = None,
                     enable: str | None = None, uid: str | None = None,
                     grplist: str | None = None) -> list[str]:
        """Create a local user.

        :param username: its name
        :param passwd: its password; without one the array decides
        :param primarygroup: name of its group
        :param enable: ``'true'`` or ``'false'``
        :param uid: its number, 1000 to 65535, as a text
        :param grplist: names of further groups, separated by commas
        :returns: the lines that the array printed

        Source: createfsuser.
        """
        # Frames are shown in tracebacks; from here on this one holds no secret.
        hidden, passwd = Secret(None if passwd is _DEFAULT else passwd), ''
        return self._command(
            'createfsuser', username, passwd=hidden,
            primarygroup=primarygroup, enable=enable, uid=uid,
            grplist=grplist)

    def setfsuser(self, username: str, passwd: str | None = None,
                  primarygroup: str | None = None,
                  enable: str | None = None,
                  grplist: str | None = None) -> list[str]:
        """Change a local user.

        :param username: its name
        :param passwd: another password
        :param primarygroup: name of another group
        :param enable: ``'true'`` or ``'false'``
        :param grplist: names of groups, separated by commas. Behind a ``+``
            they are added, behind a ``-`` removed; otherwise they replace
            the groups
        :returns: the lines that the array printed

        Source: setfsuser -f.
        """
        hidden, passwd = Secret(passwd), None
        return self._command('setfsuser', username, passwd=hidden,
                             primarygroup=primarygroup, enable=enable,
                             grplist=grplist)

    def removefsuser(self, username: str) -> list[str]:
        """Remove a local user.

        :param username: its name
        :returns: the lines that the array printed

        Source: removefsuser -f.
        """
        return self._command('removefsuser', username)
