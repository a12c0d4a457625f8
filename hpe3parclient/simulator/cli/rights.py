"""Which role may run which command (CLI manual 3.2.2, tables 19 to 27).

Anybody may look: show, stat, hist and srstat commands need no right, nor do
those of the session itself. A command that needs a right no table names is
the super user's alone.
"""

from __future__ import annotations

import re

from hpe3parclient.simulator.cli import assumptions
from hpe3parclient.simulator.model.roles import RIGHTS, ROLES

_OPEN = re.compile(r'(show|stat|hist|srstat|sr)[a-z0-9]+|get[a-z]+')
#: Commands that concern nothing but the session.
SESSION = frozenset({
    'setclienv', 'exit', 'quit', 'echo', 'set', 'help', 'clihelp', 'cmore',
    'waittask', 'Tpd::rtpd'})
SUPER = 'super'


def _rights_of() -> dict[str, frozenset[str]]:
    """The rights by command; any of them is enough."""
    by_command: dict[str, set[str]] = {}
    for right, commands in RIGHTS.items():
        for command in commands:
            by_command.setdefault(command, set()).add(right)
    for command, like in assumptions.RIGHTS_LIKE.items():
        by_command.setdefault(command, set()).update(by_command[like])
    return {command: frozenset(rights)
            for command, rights in by_command.items()}


_NEEDED = _rights_of()


def may_run(role: str, command: str) -> bool:
    """Whether users of a role may run a command."""
    if role == SUPER or command in SESSION or _OPEN.fullmatch(command):
        return True
    return bool(_NEEDED.get(command, frozenset()) & ROLES.get(role,
                                                              frozenset()))
