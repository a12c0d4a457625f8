"""What the resources of File Persona have in common."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from hpe3parclient import exceptions
from hpe3parclient.cli import commands, filepersona
from hpe3parclient.resources.base import Resource
from hpe3parclient.web.redact import Secret

if TYPE_CHECKING:
    from hpe3parclient.ssh import HPE3PARSSHClient

#: where the records of a command are described under another name
_INTERFACES = {'getfpg': 'getfspoolInd', 'getfs': 'getfssystemInd'}


class FilePersonaResource(Resource):
    """The base of File Persona's resources.

    All of their methods run one command. Keyword arguments become its
    options, and those that are False, None, 0 or empty are left out; the
    others become its specifiers. Values are texts.
    """

    ssh: HPE3PARSSHClient | None

    #: What gettpdinterface told, once it was needed. A program may set it.
    interfaces: filepersona.Interfaces | None = None

    def gettpdinterface(self) -> filepersona.Interfaces:
        """How the array describes the answers of its commands.

        The client asks once and keeps the answer in ``interfaces``.

        :returns: a dict with a list for every kind of record: the names of
            its values in their order, and ``(name, names)`` for a value that
            is a record of its own
        :raises SSHTableError: the array described nothing

        Source: gettpdinterface.
        """
        self.interfaces = filepersona.interfaces(
            self._command('gettpdinterface'))
        return self.interfaces

    @staticmethod
    def _build_command(command: str | Sequence[str], *args: Any,
                       **kwargs: Any) -> list[str]:
        """The words of a command line; the first of ``args`` is a client."""
        return filepersona.build(command, args[1:], kwargs)

    @staticmethod
    def _build_command_and_run_with_ssh(
            command: str | Sequence[str], *args: Any,
            **kwargs: Any) -> list[str]:
        """Run a command on the client that is the first of ``args``."""
        # Frames are shown in tracebacks; from here on this one holds no secret.
        hidden, kwargs = Secret(kwargs), {}
        client: FilePersonaResource = args[0]
        try:
            words = Secret(client._build_command(command, *args,
                                                 **hidden.reveal()))
        except exceptions.SSHException as ex:
            raise ex.with_traceback(None) from None
        return client._run_file_command(words)

    def _command(self, verb: str, *specifiers: Any,
                 **options: Any) -> list[str]:
        """Run a command; the lines it printed."""
        return self._build_command_and_run_with_ssh(verb, self, *specifiers,
                                                    **options)

    def _run_file_command(self, words: Secret) -> list[str]:
        if self.ssh is None:
            raise exceptions.SSHException(
                'File Persona needs the command line of the array: call '
                'setSSHOptions(ip, login, password) first')
        # A program may have put a connection of its own in ssh.
        self.ssh.gate = self.http.gate
        commands.check(self.http.gate, words.reveal()[:1])
        self.ssh.open()
        return self.ssh.run(words.reveal(), multi_line_stripper=True)

    def _records(self, verb: str, *specifiers: Any, **options: Any) -> Any:
        """Run a command that reads; what it printed, as dicts."""
        lines = self._command(verb, *specifiers, **options)
        message = filepersona.message_of(lines)
        if message is not None:
            return message
        kind = specifiers[0].strip() if verb == 'getfshare' else ''
        interface = _INTERFACES.get(verb, f'{verb}{kind}Ind')
        return filepersona.collection(verb, lines, self._described(),
                                      interface)

    def _described(self) -> dict[str, list[filepersona.Field]]:
        if self.interfaces is None:
            return self.gettpdinterface()
        return self.interfaces
