"""Drives HPE's hpe3par_sdk, unedited: one client, any of its methods."""

from __future__ import annotations

import inspect
import sys
from typing import Any

import serving
from hpe3par_sdk import client


class Sdk:
    """The commands."""

    def __init__(self) -> None:
        self.client: Any = None

    def connect(self, url: str, user: str, password: str,
                ssh: dict[str, Any]) -> None:
        """Make a client, log in, and give it the command line."""
        self.client = client.HPE3ParClient(url)
        self.client.login(user, password)
        self.client.setSSHOptions('127.0.0.1', user, password,
                                  port=ssh['port'])

    def run(self, method: str, *args: Any, **kwargs: Any) -> Any:
        """Call a method of the client."""
        return plain(getattr(self.client, method)(*args, **kwargs))

    def methods(self) -> list[str]:
        """The names of all public methods."""
        return [name for name, _ in inspect.getmembers(
            client.HPE3ParClient, inspect.isroutine)
            if not name.startswith('_')]


def plain(value: Any) -> Any:
    """A result, the SDK's objects as dicts of their attributes."""
    if isinstance(value, (list, tuple)):
        return [plain(each) for each in value]
    if isinstance(value, dict):
        return {name: plain(each) for name, each in value.items()}
    if hasattr(value, '__dict__'):
        return {name: plain(each) for name, each in vars(value).items()}
    return value


if __name__ == '__main__':
    sys.dont_write_bytecode = True
    serving.serve(Sdk())
