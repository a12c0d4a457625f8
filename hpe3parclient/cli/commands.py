"""Properties of commands that a session depends on.

Two facts only: whose output is a table or a fixed sentence, so that neither
the prompt nor the command line itself can be a row of it, and which commands
only read. A command that is not named here may print anything, and change
anything.
"""

from __future__ import annotations

import contextlib
import functools
import re
from collections.abc import Sequence
from typing import (
    TYPE_CHECKING,
)

from hpe3parclient.cli.words import CommandLine

if TYPE_CHECKING:
    from hpe3parclient.web.readonly import Gate

#: Commands that print tables of names and numbers.
_TABLES: frozenset[str] = frozenset((
    'showcpg', 'showhost', 'showhostset', 'shownode', 'showport',
    'showqos', 'showrcopy', 'showsched', 'showsys', 'showtarget', 'showtask',
    'showvlun', 'showvv', 'showvvset', 'showwsapi', 'showwsapisession',
    'srstatld'))

#: Commands that print nothing or a sentence.
_VERBS: frozenset[str] = frozenset((
    'admitrcopylink', 'admitrcopytarget', 'admitrcopyvv', 'canceltask',
    'createhost', 'createsched', 'createsv', 'createvlun', 'createvvcopy',
    'dismissrcopylink', 'dismissrcopytarget', 'dismissrcopyvv', 'growvv',
    'promotesv', 'removehost', 'removesched', 'removevv', 'setqos',
    'setrcopytarget', 'setsched', 'setvv', 'showversion', 'startrcopy',
    'startrcopygroup', 'stoprcopygroup'))


#: File Persona's commands that only read. They print a Tcl list on one line,
#: or a sentence.
FILE_GETTERS: frozenset[str] = frozenset((
    'getfpg', 'getfs', 'getfshare', 'getfsip', 'getfsnap', 'getfsnapclean',
    'getfsquota', 'getfstore', 'getvfs', 'gettpdinterface'))

#: File Persona's commands that change something; they print sentences.
FILE_CHANGES: frozenset[str] = frozenset((
    'createfpg', 'createfsgroup', 'createfshare', 'createfsip',
    'createfsnap', 'createfstore', 'createfsuser', 'createvfs', 'growfpg',
    'removefpg', 'removefsgroup', 'removefshare', 'removefsip',
    'removefsnap', 'removefstore', 'removefsuser', 'removevfs', 'setfpg',
    'setfsgroup', 'setfshare', 'setfsip', 'setfsquota', 'setfstore',
    'setfsuser', 'setvfs', 'startfsnapclean', 'stopfsnapclean'))

#: Commands that OS 3.3.1 and later run only as an argument of Tpd::rtpd.
_PRIVATE: frozenset[str] = frozenset((
    'createfstore', 'getfshare', 'getfsquota', 'getfstore'))

#: Families of commands that only read.
_READING = re.compile(r'(show|srstat)[a-z0-9]+|checkhealth')

_NOTHING = contextlib.nullcontext()


def only_reads(words: Sequence[object]) -> bool:
    """Return whether a command is one of those that change nothing."""
    return not isinstance(words, (str, bytes)) and len(words) > 0 and \
        isinstance(words[0], str) and _reads(words[0])


@functools.lru_cache(maxsize=256)
def _reads(verb: str) -> bool:
    return bool(_READING.fullmatch(verb)) or verb in FILE_GETTERS


def check(gate: Gate | None, words: Sequence[str]) -> None:
    """Refuse a command that may not run now.

    :param gate: the client's; None where there is none
    :raises ReadOnly: inside ``readOnly()``, and the command may change
        something
    """
    if gate is not None and gate.closed and not only_reads(words):
        gate.check('CLI', str(words[0]) if words else '')


def passing(gate: Gate | None,
            words: Sequence[str]) -> contextlib.AbstractContextManager[None]:
    """Context manager around a command that passed :func:`check`.

    :raises ReadOnly: on entering, as :func:`check` does
    """
    if gate is None or only_reads(words):
        return _NOTHING
    return gate.passing('CLI', words[0])


def is_plain(words: Sequence[str]) -> bool:
    """Return whether no row of the output can look like a prompt or an echo."""
    return words[0] in _VERBS or is_file(words) or prints_table(words)


def is_file(words: Sequence[str]) -> bool:
    """Return whether it is one of File Persona's commands.

    Programs tell their messages by the CR that the array puts behind an
    error, so lines keep it.
    """
    return words[0] in FILE_GETTERS or words[0] in FILE_CHANGES


def as_typed(command: CommandLine) -> CommandLine:
    """Return the command line that has to be typed for a command to run."""
    return command.inside('Tpd::rtpd') if command.words[0] in _PRIVATE \
        else command


def with_csvtable(line: str, words: Sequence[str]) -> str:
    """A line as it is sent where ``setclienv csvtable 1`` was not.

    Every command takes the option; it matters to those that print tables.
    """
    if _READING.fullmatch(words[0]) and '-csvtable' not in words:
        return line + ' -csvtable'
    return line


def prints_table(words: Sequence[str]) -> bool:
    """Return whether the command prints a table of names and numbers."""
    if words[0] == 'showpatch':
        return '-hist' in words and '-d' not in words
    # detailed forms print paragraphs
    return words[0] in _TABLES and '-d' not in words
