"""What is known of the commands as far as a session needs it.

Three facts only: whose output is a table or a fixed sentence, so that neither
the prompt nor the command line itself can be a row of it, which commands
take ``-csvtable``, and which only read. A command that is not named here may
print anything, and change anything.
"""

from __future__ import annotations

import contextlib
import re
from typing import (
    TYPE_CHECKING,
    ContextManager,
    FrozenSet,
    Optional,
    Sequence,
)

if TYPE_CHECKING:
    from hpe3parclient.web.readonly import Gate

#: Commands that print tables of names and numbers.
_TABLES: FrozenSet[str] = frozenset((
    'showcpg', 'showhost', 'showhostset', 'shownode', 'showport',
    'showqos', 'showrcopy', 'showsched', 'showsys', 'showtarget', 'showtask',
    'showvlun', 'showvv', 'showvvset', 'showwsapi', 'showwsapisession',
    'srstatld'))

#: Commands that print nothing or a sentence.
_VERBS: FrozenSet[str] = frozenset((
    'admitrcopylink', 'admitrcopytarget', 'admitrcopyvv', 'canceltask',
    'createhost', 'createsched', 'createsv', 'createvlun', 'createvvcopy',
    'dismissrcopylink', 'dismissrcopytarget', 'dismissrcopyvv', 'growvv',
    'promotesv', 'removehost', 'removesched', 'removevv', 'setqos',
    'setrcopytarget', 'setsched', 'setvv', 'showversion', 'startrcopy',
    'startrcopygroup', 'stoprcopygroup'))


#: Families of commands that only read.
_READING = re.compile(r'(show|srstat)[a-z0-9]+')


def only_reads(words: Sequence[str]) -> bool:
    """Whether a command is one of those that change nothing."""
    return not isinstance(words, (str, bytes)) and len(words) > 0 and \
        isinstance(words[0], str) and bool(_READING.fullmatch(words[0]))


def check(gate: Optional[Gate], words: Sequence[str]) -> None:
    """Refuse a command that is not to run now.

    :param gate: the client's; None where there is none
    :raises ReadOnly: inside ``readOnly()``, and the command may change
        something
    """
    if gate is not None and gate.closed and not only_reads(words):
        gate.check('CLI', str(words[0]) if words else '')


def passing(gate: Optional[Gate],
            words: Sequence[str]) -> ContextManager[None]:
    """Around the run of a command, which :func:`check` has let pass.

    :raises ReadOnly: on entering, as :func:`check` does
    """
    if gate is None or only_reads(words):
        return contextlib.nullcontext()
    return gate.passing('CLI', words[0])


def is_plain(words: Sequence[str]) -> bool:
    """Whether no row of the output can look like a prompt or an echo."""
    return words[0] in _VERBS or prints_table(words)


def prints_table(words: Sequence[str]) -> bool:
    """Whether the command prints a table, and so takes ``-csvtable``."""
    if words[0] == 'showpatch':
        return '-hist' in words and '-d' not in words
    # detailed forms print paragraphs
    return words[0] in _TABLES and '-d' not in words
