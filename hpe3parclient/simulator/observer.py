"""What may watch a simulated array while it carries out requests and commands.

A rehearsal records in this way what a program changes. Both methods are called
for whatever comes by a network; each must call what it is given once.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Callable, Protocol

if TYPE_CHECKING:
    from hpe3parclient.simulator.cli.reply import Reply as CliReply
    from hpe3parclient.simulator.replies import Reply
    from hpe3parclient.simulator.wsapi.call import Call


class Observer(Protocol):
    """Watches requests and commands of one array."""

    def request(self, call: Call, serve: Callable[[Call], Reply]) -> Reply:
        """Serve a request.

        :param serve: serves it, or another one
        """
        ...

    def command(self, cmd: list[str],
                run: Callable[[], CliReply]) -> CliReply:
        """Run a command; the array is locked.

        :param run: runs it
        """
        ...
