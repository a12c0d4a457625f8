"""What is known of the commands as far as a session needs it.

Two facts only: whose output is a table or a fixed sentence, so that neither
the prompt nor the command line itself can be a row of it, and which commands
take ``-csvtable``. A command that is not named here may print anything.
"""

from __future__ import annotations

from typing import FrozenSet, Sequence

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


def is_plain(words: Sequence[str]) -> bool:
    """Whether no row of the output can look like a prompt or an echo."""
    return words[0] in _VERBS or prints_table(words)


def prints_table(words: Sequence[str]) -> bool:
    """Whether the command prints a table, and so takes ``-csvtable``."""
    if words[0] == 'showpatch':
        return '-hist' in words and '-d' not in words
    # detailed forms print paragraphs
    return words[0] in _TABLES and '-d' not in words
