"""The class that programs use.

It puts the resources together, keeps the connection to the web service and
the options of the SSH connection, and knows nothing of what travels on them.
"""

from __future__ import annotations

import importlib
import os
from collections.abc import Mapping
from types import ModuleType, TracebackType
from typing import (
    TYPE_CHECKING,
    Any,
    TypeVar,
)

from hpe3parclient import describe, exceptions, hooks, http
from hpe3parclient.processes import NotCopied
from hpe3parclient.resources.compat import CompatResource
from hpe3parclient.resources.copies import CopyResource
from hpe3parclient.resources.cpgs import CPGResource
from hpe3parclient.resources.ensure import EnsureResource
from hpe3parclient.resources.flashcache import FlashCacheResource
from hpe3parclient.resources.health import HealthResource
from hpe3parclient.resources.hosts import HostResource
from hpe3parclient.resources.hostsets import HostSetResource
from hpe3parclient.resources.metadata import MetaDataResource
from hpe3parclient.resources.patches import PatchResource
from hpe3parclient.resources.ports import PortResource
from hpe3parclient.resources.qos import QoSResource
from hpe3parclient.resources.remotecopy import RemoteCopyResource
from hpe3parclient.resources.remotecopy_groups import RemoteCopyGroupResource
from hpe3parclient.resources.remotecopy_targets import RemoteCopyTargetResource
from hpe3parclient.resources.remotecopy_volumes import RemoteCopyVolumeResource
from hpe3parclient.resources.schedules import ScheduleResource
from hpe3parclient.resources.snapshots import SnapshotResource
from hpe3parclient.resources.statistics import StatisticsResource
from hpe3parclient.resources.system import SystemResource
from hpe3parclient.resources.systemreporter import SystemReporterResource
from hpe3parclient.resources.tasks import TaskResource
from hpe3parclient.resources.vluns import VLUNResource
from hpe3parclient.resources.volumes import VolumeResource
from hpe3parclient.resources.volumesets import VolumeSetResource
from hpe3parclient.retry import RetryPolicy
from hpe3parclient.web import readonly, tls
from hpe3parclient.web.redact import Secret

if TYPE_CHECKING:
    import inspect

    from hpe3parclient import showport_parser, ssh
    from hpe3parclient.console.environment import Settings
    from hpe3parclient.limits import Limits
    from hpe3parclient.options import AnyMembers, LoginOptions

#: modules that programs reach through this one
__all__ = ['HPE3ParClient', 'exceptions', 'http', 'showport_parser', 'ssh']

Client = TypeVar('Client', bound='HPE3ParClient')

#: positional parameters after api_url: in the reference, and in 4.x releases
_ORDER = ('secure', 'timeout', 'suppress_ssl_warnings', 'debug')
_ORDER_4 = ('debug', 'secure', 'timeout', 'suppress_ssl_warnings')


class _Signature:
    """The constructor's signature for help(), in the order of the reference.

    Computed on first access, because importing ``inspect`` is slow.
    """

    def __get__(self, instance: object,
                owner: type[Any]) -> inspect.Signature | None:
        import inspect
        if owner.__init__ is not HPE3ParClient.__init__:
            return None         # a subclass with a constructor of its own
        parameters = inspect.signature(owner.__init__).parameters
        taken = [parameters['api_url']]
        taken += [parameters[name].replace(
            kind=inspect.Parameter.POSITIONAL_OR_KEYWORD)
            for name in _ORDER]
        taken += [item for name, item in parameters.items()
                  if name not in ('self', 'api_url', 'args', *_ORDER)]
        return inspect.Signature(taken)


class HPE3ParClient(
        NotCopied,
        # in the order of the reference manual
        SystemResource,
        VolumeResource,
        CopyResource,
        SnapshotResource,
        CPGResource,
        VLUNResource,
        HostSetResource,
        HostResource,
        PortResource,
        VolumeSetResource,
        QoSResource,
        MetaDataResource,
        TaskResource,
        PatchResource,
        SystemReporterResource,
        StatisticsResource,
        RemoteCopyResource,
        RemoteCopyGroupResource,
        RemoteCopyVolumeResource,
        RemoteCopyTargetResource,
        FlashCacheResource,
        ScheduleResource,
        HealthResource,
        EnsureResource,
        CompatResource):
    """A client of one HPE 3PAR, Primera or Alletra storage array.

    Making one sends nothing. Use it in a ``with`` block, so that its session
    on the array ends with it::

        with HPE3ParClient('https://array:8080/api/v1',
                           secure='/etc/ssl/array-ca.pem') as client:
            client.login('user', 'password')
            client.createVolume('data', 'SSD_r6', 10240, {'tpvv': True})

    A client may be shared by threads; the array handles the requests of one
    session one after the other.

    :param api_url: ``https://array:8080/api/v1`` (port 443 on Primera and
        Alletra)
    :param secure: how the array's certificate is verified: False (not at
        all), True (public CAs), the path of a CA file or directory, an
        :class:`ssl.SSLContext`, or ``'sha256:<hex>'``, the fingerprint of
        the certificate. TLS sessions are resumed only with False: a resumed
        session carries no certificate to verify
    :param timeout: seconds of silence before a request fails, or
        ``(connect, silence)``, or ``(connect, silence, total)``, where
        total is for a whole answer; None is 10 to connect and 120 of
        silence. Without a total it is ten times the silence
    :param suppress_ssl_warnings: no warning that ``secure=False`` verifies
        nothing
    :param debug: log requests and answers, see :meth:`debug_rest`
    :param retry: keyword only; a
        :class:`~hpe3parclient.retry.RetryPolicy`, how patiently failures
        are repeated that may be
    :param app_name: keyword only; the name of your program for the array's
        logs, ``cinder/24.1`` say: it stands in the User-Agent behind our own
    :param on_request: keyword only; a function, or a list of functions,
        called with an :class:`~hpe3parclient.hooks.Exchange` before each
        attempt at a request
    :param on_response: keyword only; the same, called after each attempt
    :param limits: keyword only; a :class:`~hpe3parclient.limits.Limits`,
        how much of an answer is taken
    :raises ValueError: an argument is invalid

    Releases 4.x took ``(api_url, debug, secure, timeout,
    suppress_ssl_warnings)`` by position. A call whose third value cannot be
    a timeout, a bool or a str, is read in that order.
    """

    __signature__ = _Signature()

    def __init__(self, api_url: str, *args: Any,
                 secure: tls.Secure = False, timeout: http.Timeout = None,
                 suppress_ssl_warnings: bool = False, debug: bool = False,
                 retry: RetryPolicy | None = None,
                 app_name: str | None = None,
                 on_request: hooks.HookOption = None,
                 on_response: hooks.HookOption = None,
                 limits: Limits | None = None) -> None:
        api_url = http.read_url(api_url)    # no frame shows what it was
        named: dict[str, Any] = {
            'secure': secure, 'timeout': timeout, 'debug': debug,
            'suppress_ssl_warnings': suppress_ssl_warnings}
        options: dict[str, Any] = dict(named, **_positional(args, {
            name: value for name, value in named.items()
            if value not in (False, None)}))
        self.vlun_query_supported = True
        self.compression_supported = True
        self.primera_supported = False
        self.ssh: ssh.HPE3PARSSHClient | None = None
        self.http = http.HTTPJSONRESTClient(
            api_url, options['secure'], options['debug'],
            options['suppress_ssl_warnings'], options['timeout'],
            retry=retry, app_name=app_name, on_request=on_request,
            on_response=on_response, limits=limits)
        self.api_url = self.http.api_url

    @classmethod
    def fromEnv(cls: type[Client], environ: Mapping[str, str] | None = None,
                *, login: bool = True, **options: Any) -> Client:
        """Return a client, logged in, of the array that the environment names.

        ``HPE3PAR_URL`` and ``HPE3PAR_USER`` say where and who. The password
        is the first line of the file ``HPE3PAR_PASSWORD_FILE``; without that
        a person is asked for it, where there is a terminal.
        ``HPE3PAR_CA_BUNDLE`` is the path of the array's CA file, or
        ``sha256:`` and the fingerprint of its certificate; without it the
        public CAs verify the certificate. In place of them all,
        ``HPE3PAR_ARRAY`` names an array as :meth:`fromConfig` does.

        :param environ: the variables; None is the environment of the process
        :param login: False makes a client that is not logged in and needs
            the URL alone
        :param options: as for the constructor, by name; ``secure`` counts
            more than ``HPE3PAR_CA_BUNDLE``
        :returns: the client; use it in a ``with`` block
        :raises ValueError: something is missing, all of it is named; or the
            file with the password cannot be read
        :raises ClientException: the array refused the login
        """
        from hpe3parclient.console import environment
        # Frames are shown in tracebacks; from here on this one holds no secret.
        hidden, environ = Secret(environ), None
        return cls._connected(
            environment.read(hidden.reveal(), password=login), options)

    @classmethod
    def fromConfig(cls: type[Client], name: str | None = None, *,
                   path: str | os.PathLike[str] | None = None,
                   login: bool = True, **options: Any) -> Client:
        """Return a client, logged in, of an array that a file names.

        ::

            with HPE3ParClient.fromConfig('lab') as client:
                print(client.getStorageSystemInfo()['model'])

        The file is ``~/.config/hpe3parclient.toml``, or where
        ``HPE3PAR_CONFIG`` says. Nobody else may change it; with a password in
        it, nobody else may read it. With ``ssh`` in it, the command line is
        set up, too. It needs Python 3.11, or the extra ``config``; a keyring
        needs the extra ``keyring``.

        :param name: name of the array in the file; None for the default
        :param path: another file
        :param login: False makes a client that is not logged in
        :param options: as for the constructor, by name; ``secure`` counts
            more than the file's ``ca_bundle``
        :returns: the client; use it in a ``with`` block
        :raises ValueError: there is no such array; or a setting is missing or
            unknown; or permissions are not safe; or there is no password
        :raises ClientException: the array refused the login
        """
        from hpe3parclient.console import environment
        return cls._connected(
            environment.of_array(name, path, password=login), options)

    @classmethod
    def _connected(cls: type[Client], settings: Settings,
                   options: dict[str, Any]) -> Client:
        """Return a client with these settings, logged in with a password."""
        password = None if settings.password is None \
            else Secret(settings.password)
        settings = settings._replace(password=None)
        options.setdefault('secure', settings.secure)
        client = cls(settings.url, **options)
        if password is not None:
            try:
                client.login(settings.user, password.reveal())
                if settings.ssh is not None:
                    client.setSSHOptions(
                        settings.ssh.host, settings.user, password.reveal(),
                        port=settings.ssh.port,
                        known_hosts_file=settings.ssh.known_hosts,
                        missing_key_policy='RejectPolicy')
            except BaseException:
                client.http.close()
                raise
        return client

    def __repr__(self) -> str:
        parts = [self.api_url]
        if self._model or self._version_known:
            parts[0] += f' ({describe.one_line(str(self._model or self._family()))})'
        if self.get_session_key():
            parts.append(f'logged in as {self.http.user}')
        else:
            parts.append('not logged in')
        if self.http.gate.closed:
            parts.append('read-only')
        return f"<{type(self).__name__} {', '.join(parts)}>"

    def _family(self) -> str:
        """Return the product family, without asking for the model."""
        return 'Primera or Alletra' if self.primera_supported else '3PAR'

    def __enter__(self: Client) -> Client:
        return self

    def __exit__(self, kind: type[BaseException] | None,
                 error: BaseException | None,
                 traceback: TracebackType | None) -> None:
        try:
            self.logout()
        except exceptions.ClientException:
            # What went wrong first is what the program must see.
            if error is None:
                raise
        finally:
            self.http.close()

    def readOnly(self: Client) -> readonly.ReadOnlyBlock[Client]:
        """Refuse whatever would change the array, inside a ``with`` block.

        ::

            with client.readOnly():
                report(client)

        A change is refused before it is sent, with
        :exc:`~hpe3parclient.exceptions.ReadOnly`: over the web service, and
        over the command line, where only commands that are known to read may
        run (``show…``, ``srstat…``). Logging in and out still works.

        The block counts for the client, and so for every thread that uses
        it; a change that another thread has on its way is waited for. Blocks
        may stand in blocks and may overlap: changes are allowed again when
        the last one has ended.

        :returns: a context manager; without ``with`` nothing happens
        """
        return readonly.ReadOnlyBlock(self, self.http.gate)

    def debug_rest(self, flag: bool) -> None:
        """Log what this client sends and receives, or stop doing so.

        Lines go to the logger ``hpe3parclient.http``, and to stderr where
        the program has set up no logging. Passwords are masked, session keys
        shown as a short hash.

        :param flag: True to log
        """
        self.http.set_debug_flag(flag)
        if self.ssh is not None:
            self.ssh.set_debug_flag(flag)

    def login(self, username: str, password: str,
              optional: LoginOptions | AnyMembers | None = None
              ) -> None:
        """Open a session on the array.

        The credentials are kept until the client is dropped: when the array
        has closed the session, the next call opens another by itself.

        :param username: user on the array
        :param password: its password
        :param optional: additional keys of the request
        :raises HTTPForbidden: INV_USER_PASS (5), wrong user or password
        :raises HTTPServiceUnavailable: SVC_UNAVAIL (31), the array has as
            many sessions as it can hold

        Source: POST /credentials.
        """
        # Frames are shown in tracebacks; from here on this one holds none.
        further = Secret(optional)
        password, optional = Secret(password), None     # type: ignore[assignment]
        self.http.authenticate(username, password, further)

    def logout(self) -> None:
        """Close the session, and the SSH connection if there is one.

        Nothing is sent when there is no session, and a session that the
        array has dropped meanwhile counts as closed.

        :raises RequestException: the request did not reach the array; the session
            is kept, and logging out can be tried again

        Source: DELETE /credentials/<key>.
        """
        try:
            self.http.unauthenticate()
        finally:
            if self.ssh is not None:
                self.ssh.close()

    def setSSHOptions(self, ip: str, login: str, password: str | None,
                      port: int = 22, conn_timeout: float | None = None,
                      privatekey: Any = None,
                      **kwargs: Any) -> None:
        """Set up the SSH connection that some methods need.

        Nothing is sent: the connection is made by the first command.

        :param ip: name or address of the array
        :param login: user on the array
        :param password: its password; None with a private key
        :param port: SSH port
        :param conn_timeout: seconds to connect; None is the default of
            :class:`~hpe3parclient.ssh.HPE3PARSSHClient`
        :param privatekey: path of a private key
        :param kwargs: further options of
            :class:`~hpe3parclient.ssh.HPE3PARSSHClient`:
            ``known_hosts_file``, ``missing_key_policy`` and more
        :raises SSHException: an option is invalid
        """
        # Frames are shown in tracebacks; from here on this one holds no secret.
        hidden = Secret((ip, password, privatekey, kwargs))
        ip, password, privatekey, kwargs = '', None, None, {}
        connection = self._getSshClient(
            hidden.reveal()[0], login, hidden.reveal()[1], port, conn_timeout,
            hidden.reveal()[2], **hidden.reveal()[3])
        connection.gate = self.http.gate
        connection.hooks = self.http.hooks
        if self.http.http_log_debug:
            connection.set_debug_flag(True)
        if self.ssh is not None:
            self.ssh.close()
        self.ssh = connection

    @staticmethod
    def _getSshClient(ip: str, login: str, password: str | None,
                      port: int = 22, conn_timeout: float | None = None,
                      privatekey: Any = None,
                      **kwargs: Any) -> ssh.HPE3PARSSHClient:
        """Return an SSH client that is not connected yet."""
        hidden = Secret((ip, password, privatekey, kwargs))
        ip, password, privatekey, kwargs = '', None, None, {}
        # Through this module, where programs' tests put their own.
        from hpe3parclient.client import ssh
        return ssh.HPE3PARSSHClient(
            hidden.reveal()[0], login, hidden.reveal()[1], port, conn_timeout,
            hidden.reveal()[2], **hidden.reveal()[3])

    def _run(self, cmd: list[str]) -> list[str]:
        """Run a command, passed as a list of words; return its output lines.

        :raises SSHException: SSH was not set up, or the command failed
        :raises ReadOnly: inside :meth:`readOnly`, and not a command that
            only reads
        """
        return run_command(self, cmd)

    def get_session_key(self) -> str | None:
        """Return the session key, or None; sends nothing.

        :returns: the key that is sent with every request
        """
        return self.http.get_session_key()


def run_command(client: HPE3ParClient, cmd: list[str]) -> list[str]:
    """Run a command on the array of a client; return its output lines.

    :raises SSHException: SSH was not set up, or the command failed
    :raises ReadOnly: inside :meth:`HPE3ParClient.readOnly`, and not a command
        that only reads
    """
    if client.ssh is None:
        raise exceptions.SSHException(
            'this needs the command line of the array: call '
            'setSSHOptions(ip, login, password) first')
    from hpe3parclient.cli import commands
    # A program may have put a connection of its own in ssh.
    client.ssh.gate = client.http.gate
    commands.check(client.http.gate, cmd)
    return client.ssh.run(cmd)


def __getattr__(name: str) -> ModuleType:
    """Import the modules of the command line on first use."""
    if name not in ('showport_parser', 'ssh'):
        raise AttributeError(f'module {__name__!r} has no attribute {name!r}')
    return importlib.import_module('hpe3parclient.' + name)


def _positional(args: tuple[Any, ...],
                named: dict[str, Any]) -> dict[str, Any]:
    """Assign the positional arguments to options.

    :param named: options given by name
    :raises TypeError: too many arguments, or an argument passed twice
    """
    order = _ORDER
    if _is_order_of_4(args, named):
        order = _ORDER_4
    if len(args) > len(order):
        raise TypeError('HPE3ParClient() takes api_url and up to %d more '
                        'positional arguments, got %d'
                        % (len(order), len(args)))
    by_position: dict[str, Any] = dict(zip(order, args))
    twice = sorted(set(by_position) & set(named))
    if twice:
        raise TypeError('HPE3ParClient() got %s by position and by name'
                        % ' and '.join(twice))
    return by_position


def _is_order_of_4(args: tuple[Any, ...], named: dict[str, Any]) -> bool:
    """Return whether a call passes debug first, in the order of releases 4.x."""
    if len(args) > 2 and type(args[2]) in (int, float):
        return True
    if len(args) > 1:
        return not (args[1] is None or isinstance(args[1], (float, tuple))
                    or type(args[1]) is int)
    return len(args) == 1 and 'secure' in named and 'debug' not in named \
        and isinstance(args[0], bool)
