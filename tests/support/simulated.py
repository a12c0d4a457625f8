"""Clients of a simulated array."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from hpe3parclient.client import HPE3ParClient
from hpe3parclient.retry import RetryPolicy
from hpe3parclient.simulator import SimulatedArray


def connect(array: SimulatedArray, **options: Any) -> HPE3ParClient:
    """A client logged in to a simulated array, certificate verified."""
    options.setdefault('retry', RetryPolicy(attempts=4, first_wait=0.01))
    options.setdefault('timeout', 60)
    client = HPE3ParClient(array.api_url, secure=array.ca_bundle or False,
                           **options)
    client.login(array.user, array.password)
    return client


def environment_of(array: SimulatedArray, directory: Path) -> dict[str, str]:
    """The variables by which ``fromEnv`` finds an array.

    :param directory: where to put the file with the password
    """
    secret = directory / 'password'
    secret.write_text(array.password + '\n')
    secret.chmod(0o600)
    return {'HPE3PAR_URL': array.api_url, 'HPE3PAR_USER': array.user,
            'HPE3PAR_PASSWORD_FILE': str(secret),
            'HPE3PAR_CA_BUNDLE': str(array.ca_bundle)}
