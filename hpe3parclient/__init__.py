"""Python client for HPE 3PAR, Primera and Alletra storage arrays.

:class:`hpe3parclient.client.HPE3ParClient` is the class programs use. This
module holds the version; ``hpe3parclient.HPE3ParClient`` imports the client
when it is first used.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from hpe3parclient.client import HPE3ParClient as HPE3ParClient

#: The one place where the version stands; setup.py and the docs read it here.
version = '4.5.0'

#: Programs compare ``version`` as text and ``version_tuple`` as numbers.
version_tuple = tuple(int(part) for part in version.split('.'))


def get_version_string() -> str:
    """The version as text, for example ``'4.5.0'``."""
    return version


__version__ = version


def __getattr__(name: str) -> Any:
    """Import the client on first use: importing this package stays cheap."""
    if name != 'HPE3ParClient':
        raise AttributeError(f'module {__name__!r} has no attribute {name!r}')
    from hpe3parclient.client import HPE3ParClient
    return HPE3ParClient
