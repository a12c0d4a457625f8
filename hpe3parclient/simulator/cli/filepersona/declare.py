"""What the modules of File Persona's commands share."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Callable

from hpe3parclient.simulator.cli.commands import (
    Arguments,
    Family,
    Refusal,
    Run,
)
from hpe3parclient.simulator.cli.context import Context
from hpe3parclient.simulator.cli.filepersona.tcl_lists import Value, records
from hpe3parclient.simulator.cli.reply import Reply, said
from hpe3parclient.simulator.model.filepersona import assumptions
from hpe3parclient.simulator.model.filepersona.lookup import FileRefused


def command(family: Family, name: str, options: str = '',
            operands: str = '') -> Callable[[Run], Run]:
    """Declare a command that refuses in the sentences of the model."""
    def declare(run: Run) -> Run:
        def guarded(context: Context, given: Arguments) -> Reply:
            try:
                return run(context, given)
            except FileRefused as err:
                raise Refusal(err.sentence) from err
        guarded.__doc__ = run.__doc__
        family.add(name, options, operands)(guarded)
        return run
    return declare


def printed(rows: Sequence[Sequence[Value]]) -> Reply:
    """Records as a Tcl list on one line; nothing where there are none."""
    return said(records(rows)) if rows else said()


def exclude(given: Arguments, names: str) -> None:
    """Refuse more than one of these options."""
    together = [name for name in names.split() if given.has(name)]
    if len(together) > 1:
        raise FileRefused(assumptions.EXCLUSIVE.format(options=', '.join(
            f'-{name}' for name in together)))


def number(given: Arguments, option: str) -> int:
    """A whole number; 0 where the option is not given."""
    text = given.get(option)
    if text and not (text.isascii() and text.isdigit() and len(text) < 19):
        raise FileRefused(assumptions.BAD_VALUE.format(option=option,
                                                       value=text))
    return int(text or 0)


def truth(given: Arguments, option: str) -> bool:
    """``true`` or ``false``."""
    text = given.get(option)
    if text not in ('true', 'false'):
        raise FileRefused(assumptions.BAD_VALUE.format(option=option,
                                                       value=text))
    return text == 'true'
