"""What a command of the simulated command line prints.

This module knows no command and no array.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from hpe3parclient.simulator.cli import assumptions


@dataclass
class Reply:
    """What a command printed; lines of errors are shown last."""

    out: list[str] = field(default_factory=list[str])
    err: list[str] = field(default_factory=list[str])
    #: ends the session
    leave: bool = False

    @property
    def status(self) -> int:
        """The exit status on an exec channel."""
        return 1 if self.err else 0


def said(*lines: str) -> Reply:
    """A reply that is no error."""
    return Reply(list(lines))


def failed(*lines: str) -> Reply:
    """A reply that is an error."""
    return Reply(err=list(lines))


def wrong_args(usage: str) -> Reply:
    """The reply to too few or too many arguments."""
    return failed(assumptions.WRONG_ARGS.format(usage=usage))


def joined(*replies: Reply) -> Reply:
    """Replies one after another, an empty line between them."""
    out: list[str] = []
    for reply in replies:
        out += ([''] if out and reply.out else []) + reply.out
    return Reply(out, [line for reply in replies for line in reply.err])
