"""``Tpd::rtpd``: it runs a command line that it gets as one word."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Callable

from hpe3parclient.simulator.cli import assumptions, rights, tcl
from hpe3parclient.simulator.cli.context import Command, Context
from hpe3parclient.simulator.cli.reply import Reply, failed, joined, wrong_args
from hpe3parclient.simulator.personality import Capability, Personality
from hpe3parclient.tcl_parser import TclError

#: Commands that the command line does not know by themselves since 3.3.1.
PRIVATE = frozenset({'createfstore', 'getfshare', 'getfsquota', 'getfstore'})

RTPD = 'Tpd::rtpd'


def commands(inner: Mapping[str, Command]) -> dict[str, Command]:
    """The command that runs others.

    :param inner: File Persona's; it runs those of the command line as well
    """
    def rtpd(context: Context, words: Sequence[str]) -> Reply:
        if len(words) != 1:
            return wrong_args(f'{RTPD} <command>')
        replies: list[Reply] = []

        def call(line: list[str]) -> str:
            replies.append(_run(context, line,
                                inner.get(line[0])
                                or context.cli.commands.get(line[0])))
            return ''

        try:
            tcl.Interpreter(call).run(words[0])
        except TclError as err:
            replies.append(failed(str(err)))
        return joined(*replies)

    return {RTPD: rtpd}


def _run(context: Context, line: list[str],
         command: Callable[..., Reply] | None) -> Reply:
    if command is None:
        return failed(f'invalid command name "{line[0]}"')
    context.state.note(line)
    if not rights.may_run(context.role, line[0]):
        return failed(assumptions.NO_PERMISSION.format(command=line[0]))
    return command(context, line[1:])


def is_known(owner: Personality, name: str,
             file_commands: Mapping[str, Command]) -> bool:
    """Whether the command line of an array knows a command."""
    if name not in file_commands:
        return True
    if name in PRIVATE and owner.has(Capability.FILE_REST):
        return False
    return owner.has(Capability.FILE_PERSONA)
