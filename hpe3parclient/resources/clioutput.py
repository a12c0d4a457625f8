"""Tables of the command line in the form of the web service's lists.

They know lines of output and the one command whose answer is needed before
there is a client; the commands of everything else stand with their resource.
"""

from __future__ import annotations

import contextlib
from typing import Any, Dict, Iterable, Optional

from hpe3parclient import cli
from hpe3parclient.resources.base import Resource, names


class CLIOutputResource(Resource):
    """Methods that turn lines into dicts."""

    @staticmethod
    def convert_cli_output_to_wsapi_format(cli_output: Iterable[str]
                                           ) -> Dict[str, Any]:
        """Lines of a table as a list of the web service.

        Columns are named by the header without the dashes that pad it. A
        name that stands there more than once gets its group in front:
        ``Control_Mem(MB)``.

        :param cli_output: what a command printed, csvtable on
        :returns: ``{'total': n, 'members': [{column: text}]}``; none for an
            output that says there is nothing
        :raises SSHTableError: the lines are no table
        """
        return cli.tables.collection(names(cli_output, 'cli_output'))

    def _convert_cli_output_to_collection_like_wsapi(
            self, cli_output: Iterable[str]) -> Dict[str, Any]:
        """The same, as programs of 4.x call it."""
        return cli.tables.collection(names(cli_output, 'cli_output'))

    @staticmethod
    def getPortNumber(ip: str, login: str, password: Optional[str],
                      port: int = 22, conn_timeout: Optional[float] = None,
                      privatekey: Any = None, **kwargs: Any) -> str:
        """The port of an array's web service, asked for over SSH.

        It is 8080 on 3PAR and 443 on Primera and Alletra. The connection is
        closed again.

        :param ip: name or address of the array
        :param login: user on the array
        :param password: its password; None with a private key
        :param port: SSH port
        :param conn_timeout: seconds to connect
        :param privatekey: path of a private key
        :param kwargs: as for
            :meth:`~hpe3parclient.client.HPE3ParClient.setSSHOptions`
        :returns: the port as text, ready for a URL
        :raises SSHException: the array cannot be asked, or does not say

        Source: showwsapi.
        """
        from hpe3parclient.client import HPE3ParClient
        connection = HPE3ParClient._getSshClient(
            ip, login, password, port, conn_timeout, privatekey, **kwargs)
        with contextlib.closing(connection):
            members = cli.tables.collection(
                connection.run(['showwsapi']))['members']
        for member in members:
            found: str = member.get('HTTPS_Port', '')
            if found.isascii() and found.isdigit():
                return found
        raise cli.errors.SSHTableError(
            'showwsapi did not tell an HTTPS port: %r' % (members,))
