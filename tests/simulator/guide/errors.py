"""Which errors of the guide's operations the simulated array gives.

The tests say it themselves: a test is marked with
``covers(operation, *symbols)``, and :mod:`tests.support.coverage` reads the
markers. Here stands what those operations are called in the guide.

    python -m tests.simulator.guide.errors

prints the pairs of operation and error that nothing proves, and how many of
all pairs are proved.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping
from typing import NamedTuple

from hpe3parclient.error_codes import ALIASES
from tests.simulator.guide.guide import OPERATIONS
from tests.support.coverage import ROWS

#: Symbols that a table of the guide spells otherwise than Tables 6 and 7.
SPELLING: Mapping[str, str] = {
    **ALIASES,
    'INT_QUERY_STRING': 'INV_QUERY_STRING',
    'INV_INPUT_INVALID_CHAR': 'INV_INPUT_ILLEGAL_CHAR',
    'NON_EXISTING_RCOPY_GROUP': 'NON_EXISTENT_RCOPY_GROUP',
    'RCOPY_GROUP_IS_NOT_ASYNC': 'RCOPY_TARGET_NOT_ASYNC',
}

#: Operation of the guide → what tests and reasons call it.
CALLED: Mapping[str, str] = {
    'credentials.create': 'log in',
    'cpgs.create': 'create cpg', 'cpgs.modify': 'modify cpg',
    'cpgs.delete': 'delete cpg', 'cpgs.list': 'query cpg',
    'cpgs.get': 'query cpg',
    'volumes.create': 'create volume', 'volumes.modify': 'modify volume',
    'volumes.grow': 'grow volume', 'volumes.tune': 'tune volume',
    'volumes.delete': 'delete volume', 'volumes.list': 'query volume',
    'volumes.get': 'query volume', 'volumes.query': 'query with filter',
    'hosts.create': 'create host', 'hosts.modify': 'modify host',
    'hosts.delete': 'delete host', 'hosts.list': 'query host',
    'hosts.get': 'query host', 'hosts.query': 'query host',
    'hostsets.create': 'create set', 'hostsets.modify': 'modify set',
    'hostsets.delete': 'delete set', 'hostsets.get': 'query set',
    'volumesets.create': 'create set', 'volumesets.modify': 'modify set',
    'volumesets.delete': 'delete set', 'volumesets.get': 'query set',
    'volumesets.setFlashCachePolicy': 'volumeset flashCachePolicy',
    'vluns.create': 'create vlun', 'vluns.delete': 'delete vlun',
    'vluns.list': 'query vlun', 'vluns.get': 'query vlun',
    'vluns.query': 'query with filter',
    'volumes.snapshot': 'snapshot',
    'volumes.physicalCopy': 'physical copy',
    'volumes.resyncPhysicalCopy': 'physical copy',
    'volumes.stopPhysicalCopy': 'physical copy',
    'volumes.promote': 'promote snapshot',
    'volumes.stopPromote': 'promote snapshot',
    'volumesets.snapshot': 'vv-set snapshot',
    'volumesets.physicalCopy': 'vv-set physical copy',
    'volumesets.resyncPhysicalCopy': 'vv-set physical copy',
    'volumesets.stopPhysicalCopy': 'vv-set physical copy',
    'volumesets.promote': 'vv-set promote',
    'volumesets.stopPromote': 'vv-set promote',
    'ports.list': 'query port', 'ports.get': 'query port',
    'ports.query': 'query port',
    'remotecopygroups.create': 'create remote copy group',
    'remotecopygroups.delete': 'remove remote copy group',
    'remotecopygroups.admitVolume.put': 'admit volume to remote copy group',
    'remotecopygroups.volumes.admit': 'admit volume to remote copy group',
    'remotecopygroups.dismissVolume.put':
        'dismiss volume from remote copy group',
    'remotecopygroups.volumes.dismiss':
        'dismiss volume from remote copy group',
    'remotecopygroups.start': 'start remote copy group',
    'remotecopygroups.stop': 'stop remote copy group',
    'remotecopygroups.modify': 'modify remote copy group',
    'remotecopygroups.sync': 'sync remote copy group',
    'remotecopygroups.recover': 'recover remote copy group',
    'flashcache.create': 'flash cache', 'flashcache.delete': 'flash cache',
    'tasks.get': 'query task', 'tasks.cancel': 'cancel task',
    'spacereporter.post': 'spacereporter',
    'qos.create': 'create qos', 'qos.modify': 'modify qos',
    'qos.delete': 'delete qos', 'qos.get': 'query qos',
    'hostpersonas.list': 'query host persona',
    'hostpersonas.query': 'query host persona',
    'hostpersonas.get': 'query host persona',
    'volumes.groupSnapshot': 'group snapshot',
    'volumes.updateVirtualCopies': 'update snapshots',
    'remotecopygroups.volumes.snapshot': 'coordinated snapshot',
    'remotecopygroups.snapshot': 'coordinated snapshot',
    'remotecopy.get': 'query remote copy',
    'remotecopygroups.get': 'query remote copy',
    'remotecopygroups.targets.list': 'query remote copy',
    'remotecopygroups.targets.get': 'query remote copy',
    'remotecopygroups.volumes.list': 'query remote copy',
    'remotecopygroups.volumes.get': 'query remote copy',
    'system.setParameters': 'system',
    'system.setFlashCachePolicy': 'system flashCachePolicy',
    'users.get': 'users', 'roles.get': 'roles',
    'aoconfigurations.get': 'aoconfigurations',
}

#: Errors that every operation can fail with; ``test_errors`` proves them for
#: each operation whose table lists them.
FAILURES = ('INT_SERV_ERR', 'OTHER')


class Pair(NamedTuple):
    """One error that the guide lists for an operation."""

    operation: str
    symbol: str
    #: proof: file and function; None where there is none
    test: str | None
    reason: str | None


def called(op: str) -> str:
    """What tests call an operation."""
    if op.startswith('systemreporter.'):
        return 'systemreporter'
    return CALLED.get(op, op)


def pairs() -> Iterator[Pair]:
    """Every error of every operation, with its proof or its reason."""
    known = {(row.operation, row.symbol): row for row in ROWS}
    for operation in OPERATIONS.values():
        for printed in operation.errors:
            symbol = SPELLING.get(printed, printed)
            name = 'any request' if symbol in FAILURES \
                else called(operation.op)
            row = known.get((name, symbol))
            yield Pair(operation.op, symbol,
                       None if row is None else row.test,
                       None if row is None else row.reason)


def main() -> None:
    """Print what is missing, and the percentage."""
    every = list(pairs())
    for item in every:
        if item.test is None:
            sys.stdout.write(f'{item.operation}  {item.symbol}  '
                             f'{item.reason or "not proved"}\n')
    proved = sum(item.test is not None for item in every)
    sys.stdout.write(f'{proved} of {len(every)} pairs are given: '
                     f'{100 * proved / len(every):.1f} %\n')


if __name__ == '__main__':
    main()
