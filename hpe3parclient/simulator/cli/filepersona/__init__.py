"""File Persona's commands: getters that print Tcl lists, and changes.

From OS 3.3.1 on four of them are private: they run as the argument of
``Tpd::rtpd`` alone.
"""

from __future__ import annotations

from hpe3parclient.simulator.cli.context import Command
from hpe3parclient.simulator.cli.filepersona import (
    accounts,
    fpgs,
    private,
    servers,
    shares,
    snapshots,
    stores,
)

COMMANDS: dict[str, Command] = {}
for _family in (accounts, fpgs, servers, shares, snapshots, stores):
    COMMANDS.update(_family.COMMANDS)

COMMANDS.update(private.commands(COMMANDS))
