"""The class that programs use for File Persona.

:class:`HPE3ParFilePersonaClient` is :class:`.HPE3ParClient` with the methods
for file provisioning groups, virtual file servers, stores, shares, snapshots,
quotas and local users. They need the array's command line, so
:meth:`~.HPE3ParClient.setSSHOptions` comes first.

This module puts the resources together; what they do stands with them.
"""

from __future__ import annotations

import logging

from hpe3parclient import client, hooks, http, tcl_parser
from hpe3parclient.cli.filepersona import (
    FORCE_ME,
    GET_DETAILS,
    PROTOCOL_FIRST,
)
from hpe3parclient.resources.filepersona.accounts import AccountResource
from hpe3parclient.resources.filepersona.fpgs import FPGResource
from hpe3parclient.resources.filepersona.quotas import FileQuotaResource
from hpe3parclient.resources.filepersona.servers import VFSResource
from hpe3parclient.resources.filepersona.shares import FileShareResource
from hpe3parclient.resources.filepersona.snapshots import FileSnapshotResource
from hpe3parclient.resources.filepersona.stores import FileStoreResource
from hpe3parclient.retry import RetryPolicy
from hpe3parclient.web import tls

__all__ = ['FORCE_ME', 'GET_DETAILS', 'LOG', 'PROTOCOL_FIRST', 'TCL',
           'HPE3ParFilePersonaClient']

LOG = logging.getLogger(__name__)

#: reads the array's Tcl lists
TCL = tcl_parser.HPE3ParTclParser()


class HPE3ParFilePersonaClient(FPGResource, VFSResource, AccountResource,
                               FileStoreResource, FileShareResource,
                               FileSnapshotResource, FileQuotaResource,
                               client.HPE3ParClient):
    """A client of one array with File Persona.

    Everything of :class:`.HPE3ParClient` works, and so do the methods for
    file shares once the command line is set up::

        client = HPE3ParFilePersonaClient('https://array:8080/api/v1')
        client.setSSHOptions('array', 'user', 'password')
        client.createfstore('vfs1', 'store1', fpg='fpg1')

    Methods that change something return the lines that the array printed, an
    error as much as a success: read them. Methods that read return a dict
    with ``message`` (None, or what the array said instead of a list),
    ``total`` and ``members``. Errors come as the array prints them, with a
    carriage return at their end.

    :param api_url: ``https://array:8080/api/v1``
    :param secure: how the array's certificate is verified, as for
        :class:`.HPE3ParClient`; so are the others, which are keyword only
    :raises ValueError: an argument makes no sense
    """

    #: the first release with File Persona
    HPE3PAR_WS_MIN_BUILD_VERSION = 30201256
    HPE3PAR_WS_MIN_BUILD_VERSION_DESC = '3.2.1 (MU3)'

    def __init__(self, api_url: str, secure: tls.Secure = False, *,
                 timeout: http.Timeout = None,
                 suppress_ssl_warnings: bool = False, debug: bool = False,
                 retry: RetryPolicy | None = None,
                 app_name: str | None = None,
                 on_request: hooks.HookOption = None,
                 on_response: hooks.HookOption = None) -> None:
        api_url = http.read_url(api_url)    # no frame shows what it was
        super().__init__(
            api_url, secure=secure, timeout=timeout,
            suppress_ssl_warnings=suppress_ssl_warnings, debug=debug,
            retry=retry, app_name=app_name, on_request=on_request,
            on_response=on_response)
        self.interfaces = None
