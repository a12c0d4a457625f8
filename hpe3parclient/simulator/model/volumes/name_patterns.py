"""Names made from patterns, such as ``snap.@vvname@`` or ``snap-@count@``.

Knows the patterns that were seen in use (:data:`.ours.NAME_PATTERNS`);
others exist, and are refused here.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Mapping, Sequence
from functools import partial

from hpe3parclient.simulator import assumptions
from hpe3parclient.simulator.errors import Refused
from hpe3parclient.simulator.model import names
from hpe3parclient.simulator.model.volumes import validation
from hpe3parclient.simulator.state.array_state import ArrayState
from hpe3parclient.simulator.state.volumes import Volume

_PATTERN = re.compile(f'@({"|".join(assumptions.NAME_PATTERNS)})@')
_BAD = 'INVALID_INPUT_VV_PATTERN'


def _word(result: re.Match[str], words: Mapping[str, str],
          moment: datetime.datetime) -> str:
    kind = result.group(1)
    return words.get(kind) or moment.strftime(f'%{kind}')


def expanded(array: ArrayState, pattern: str,
             parents: Sequence[Volume]) -> list[str]:
    """One new, legal name for each volume."""
    if '@' in _PATTERN.sub('', pattern):
        raise Refused(_BAD, 'name')
    moment = datetime.datetime.fromtimestamp(
        int(array.clock.now()), datetime.timezone.utc)
    made: list[str] = []
    for number, parent in enumerate(parents, assumptions.FIRST_COUNT):
        words = {'vvname': parent.name, 'count': str(number),
                 'y': moment.strftime('%Y')}
        text = _PATTERN.sub(
            partial(_word, words=words, moment=moment), pattern)
        made.append(names.check_name(text, array.personality.name_length,
                                     'name'))
    if len(set(made)) != len(made):
        raise Refused('INV_INPUT_DUP_NAME', 'name')
    for name in made:
        validation.check_new_name(array, name)
    return made
