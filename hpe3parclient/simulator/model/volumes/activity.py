"""What goes on with a volume, and what that forbids.

Knows the numbers of volumeDetailedState that stand for work, and for each
operation the error WSAPI lists for work that is in its way. Work without
such an error is in nobody's way. Starts and ends no work.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from hpe3parclient.simulator.errors import Refused
from hpe3parclient.simulator.state.volumes import Volume

STALE, COPY_FAILED = 8, 9
PROMOTING, COPY_TARGET, RESYNC_TARGET, TUNING = 12, 13, 14, 15
COPY_SOURCE, CONVERTING = 20, 22

#: What a volume can be in besides, by its name in volumeDetailedState: a test
#: puts it there, nothing in the model does. First what has gone wrong, then
#: what the array is about.
WRONG: Mapping[str, int] = {
    'LDS_NOT_STARTED': 1, 'NOT_STARTED': 2, 'NEEDS_CHECK': 3,
    'NEEDS_MAINT_CHECK': 4, 'INTERNAL_CONSISTENCY_ERROR': 5, 'PRESERVED': 7}
UNDERWAY: Mapping[str, int] = {
    'CLOSING': 16, 'REMOVING': 17, 'REMOVING_RETRY': 18, 'CREATING': 19,
    'IMPORTING': 21}
_MARKS: Mapping[int, str] = {
    1: 'not started', 2: 'not started', 3: 'unchecked', 4: 'unchecked',
    5: 'inconsistent', 7: 'unavailable', 16: 'closing', 17: 'removing',
    18: 'removing', 19: 'creating', 21: 'importing'}

#: Work by name: WSAPI has one number for both kinds of copy, two for what
#: is one kind of work here.
_NAMES: Mapping[int, str] = {
    PROMOTING: 'promote', COPY_TARGET: 'copied to',
    RESYNC_TARGET: 'copied to', TUNING: 'tune', COPY_SOURCE: 'copied from',
    CONVERTING: 'convert'}

_TUNE = 'INV_OPERATION_VV_TUNE_IN_PROGRESS'
_CONVERT = 'INV_OPERATION_VV_VOLUME_CONV_IN_PROGRESS'
_ONLINE = 'INV_OPERATION_VV_ONLINE_COPY_IN_PROGRESS'
_COPY = 'INV_OPERATION_VV_PCOPY_IN_PROGRESS'
_PARENT_COPY = 'INV_OPERATION_PARENT_PCOPY_IN_PROGRESS'
_PROMOTE = 'INV_OPERATION_VV_PROMOTE_IN_PROGRESS'
_FAILED_ONLINE = 'INV_OPERATION_VV_FAILED_ONLINE_COPY'
_STALE = 'VV_IN_STALE_STATE'
_NOT_NORMAL = 'INV_OPERATION_VV_NOT_IN_NORMAL_STATE'

_REMOVING = 'VV_IS_BEING_REMOVED'
_INCONSISTENT = 'VV_IN_INCONSISTENT_STATE'
_NOT_STARTED = 'VV_NOT_STARTED'
_BUSY = 'INV_OPERATION_VV_IS_BUSY'
#: What most tables of the guide list.
_SICK: Mapping[str, str] = {
    'removing': _REMOVING, 'inconsistent': _INCONSISTENT,
    'closing': 'INV_OPERATION_VV_CLEANUP_IN_PROGRESS'}
_PEER: Mapping[str, str] = {'importing': 'INV_OPERATION_VV_PEER_VOLUME'}

#: Operation → work → error.
MODIFY = _PEER
JOIN_SET: Mapping[str, str] = {
    'removing': _REMOVING, 'inconsistent': _INCONSISTENT}
ADMIT: Mapping[str, str] = {
    'removing': 'RCOPY_GROUP_IS_BEING_REMOVED',
    'inconsistent': 'RCOPY_GROUP_VOL_INTERNAL_CONSISTENCY_ERR',
    'closing': 'RCOPY_GROUP_VOL_CLEAN_UP',
    'importing': 'RCOPY_GROUP_VOL_IS_PEER_PROVISIONED'}
MODIFY_CPG: Mapping[str, str] = {
    'tune': _TUNE, 'convert': _CONVERT, 'online copied to': _ONLINE}
GROW: Mapping[str, str] = {
    **_SICK, 'not started': _NOT_STARTED, 'creating': _BUSY,
    'tune': _TUNE, 'convert': _CONVERT, 'promote': _PROMOTE,
    'copied to': _COPY, 'copied from': _COPY,
    'online copied to': _ONLINE, 'failed': _NOT_NORMAL,
    'online failed': _NOT_NORMAL}
RETUNE: Mapping[str, str] = {
    **_SICK, **_PEER, 'not started': _NOT_STARTED,
    'unchecked': 'VV_NEEDS_TO_BE_CHECKED',
    'tune': _TUNE, 'convert': _CONVERT, 'promote': _PROMOTE,
    'copied to': _NOT_NORMAL, 'copied from': _NOT_NORMAL,
    'online copied to': _NOT_NORMAL, 'failed': _NOT_NORMAL,
    'online failed': _NOT_NORMAL}
SNAPSHOT: Mapping[str, str] = {
    **_SICK, **_PEER, 'not started': _NOT_STARTED,
    'unavailable': 'VV_UNAVAILABLE',
    'stale': _STALE,
    'convert': _CONVERT, 'promote': _NOT_NORMAL, 'copied to': _NOT_NORMAL,
    'online copied to': _ONLINE, 'failed': _NOT_NORMAL,
    'online failed': _NOT_NORMAL}
COPY_FROM: Mapping[str, str] = {
    **_SICK, **_PEER,
    'stale': _STALE,
    'tune': _NOT_NORMAL, 'convert': _CONVERT, 'promote': _NOT_NORMAL,
    'copied to': _COPY, 'online copied to': _ONLINE, 'failed': _NOT_NORMAL,
    'online failed': _FAILED_ONLINE}
#: What failed before may be copied to again.
COPY_TO: Mapping[str, str] = {
    **_SICK, **_PEER,
    'tune': _NOT_NORMAL, 'convert': _CONVERT, 'promote': _NOT_NORMAL,
    'copied to': _COPY, 'copied from': _COPY, 'online copied to': _ONLINE,
    'online failed': _FAILED_ONLINE}
PROMOTE: Mapping[str, str] = {
    'not started': _NOT_STARTED, 'removing': _REMOVING, 'creating': _BUSY,
    'stale': _STALE,
    'promote': _PROMOTE, 'copied from': _COPY}
#: A volume whose promotion or copy was broken off may be promoted to.
PROMOTE_TO: Mapping[str, str] = {
    'tune': _TUNE, 'convert': _TUNE, 'promote': _PROMOTE,
    'copied to': _PARENT_COPY, 'copied from': _PARENT_COPY,
    'online copied to': _PARENT_COPY, 'online failed': _PARENT_COPY}


def doing(volume: Volume) -> Iterator[str]:
    """What goes on with a volume, or went wrong."""
    for number in volume.marks:
        yield _MARKS[number]
    for number in volume.busy:
        name = _NAMES[number]
        online = volume.online_copy and name == 'copied to'
        yield f'online {name}' if online else name
    if STALE in volume.failed:
        yield 'stale'
    elif volume.failed:
        yield 'online failed' if volume.online_copy else 'failed'


def mark(volume: Volume, states: Sequence[str]) -> None:
    """Put a volume into these states, and out of all other of their kind.

    :raises ValueError: there is no such state
    """
    unknown = set(states) - set(WRONG) - set(UNDERWAY)
    if unknown:
        raise ValueError(f'no state is called {sorted(unknown)[0]!r}; there '
                         f'are: {", ".join([*WRONG, *UNDERWAY])}')
    volume.marks = [{**WRONG, **UNDERWAY}[name] for name in states]


def refuse(volume: Volume, table: Mapping[str, str]) -> None:
    """Refuse an operation that what goes on is in the way of."""
    for item in doing(volume):
        if item in table:
            raise Refused(table[item])


def spoilt(volume: Volume) -> bool:
    """Whether an offline copy has spoilt what was on the volume."""
    return volume.phys_parent_id is not None and not volume.online_copy \
        and any(item in ('copied to', 'failed') for item in doing(volume))
