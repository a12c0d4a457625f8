"""Python client for HPE 3PAR, Primera and Alletra storage arrays.

:class:`hpe3parclient.client.HPE3ParClient` is the class programs use. This
module knows the version and nothing else; importing it imports nothing.
"""

#: The one place where the version stands; setup.py and the docs read it here.
version = '4.5.0'

#: Programs compare ``version`` as text and ``version_tuple`` as numbers.
version_tuple = tuple(int(part) for part in version.split('.'))


def get_version_string() -> str:
    """The version as text, for example ``'4.5.0'``."""
    return version


__version__ = version
