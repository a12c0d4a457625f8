"""Flash cache: show, create, set and remove."""

from __future__ import annotations

from typing import Any

from hpe3parclient.simulator.cli import assumptions
from hpe3parclient.simulator.cli.commands import Arguments, Family, Refusal
from hpe3parclient.simulator.cli.context import Context
from hpe3parclient.simulator.cli.listing import Listing
from hpe3parclient.simulator.cli.reply import Reply, said
from hpe3parclient.simulator.cli.units import mib
from hpe3parclient.simulator.model import flashcache, sets
from hpe3parclient.simulator.state.flashcache import DISABLE, ENABLE, REAL, SIMULATED
from hpe3parclient.simulator.state.sets import VOLUMES

COMMANDS = Family()

_CACHE = Listing('>Node Mode State >Size >Used%', sums='Size')
_SAID = {'NON_EXISTENT_FLASH_CACHE': assumptions.NO_FLASH_CACHE,
         'EXISTENT_FLASH_CACHE': assumptions.FLASH_CACHE_EXISTS}


@COMMANDS.add('showflashcache', '-vvset <set>', tables=_CACHE)
def showflashcache(context: Context, given: Arguments) -> Reply:
    """The flash cache, node by node; or the policy of sets."""
    if given.has('vvset'):
        return _policies(context, given.get('vvset'))
    cache = context.array.flash_cache
    if cache is None or cache.gone_at is not None:
        return said(assumptions.NO_FLASH_CACHE)
    nodes = list(context.array.hardware.nodes)
    share = cache.size_gib * 1024 // len(nodes)
    return context.listing(_CACHE, [
        {'Node': str(node), 'Mode': 'SSD' if cache.mode == REAL
         else 'SIM', 'State': 'normal', 'Size': str(share), 'Used%': '0'}
        for node in nodes])


_POLICIES = Listing('>Id VVSet AFCPolicy')


def _policies(context: Context, name: str) -> Reply:
    whole = context.array.volumesets.get(name)
    if whole is None:
        raise Refusal(assumptions.NO_VVSET.format(name=name))
    return context.listing(_POLICIES, [{
        'Id': str(whole.id), 'VVSet': whole.name, 'AFCPolicy': 'enable'
        if whole.flash_cache_policy == ENABLE else 'disable'}])


@COMMANDS.add('createflashcache', '-sim -t <RAID>', '<size>[g|t]',
              said=_SAID)
def createflashcache(context: Context, given: Arguments) -> Reply:
    """Make the flash cache."""
    size = mib(given.names[0])
    if size % 1024:
        raise Refusal(assumptions.SIZE.format(size=given.names[0]))
    request: dict[str, Any] = {'sizeGiB': size // 1024}
    if given.has('sim'):
        request['mode'] = SIMULATED
    if given.has('t'):
        words = {'r0': 1, 'r1': 2}
        if given.get('t') not in words:
            raise Refusal(assumptions.RAID.format(value=given.get('t')))
        request['RAIDType'] = words[given.get('t')]
    flashcache.create(context.array, request)
    return said()


@COMMANDS.add('setflashcache', '', '<enable|disable|clear> '
              '<vvset:name|sys:all>...', said=_SAID)
def setflashcache(context: Context, given: Arguments) -> Reply:
    """Say whose volumes use the flash cache."""
    array = context.array
    word, *targets = given.names
    if word not in ('enable', 'disable', 'clear'):
        raise Refusal(assumptions.WRONG_ARGS.format(
            usage='setflashcache enable|disable|clear <target>'))
    policy = ENABLE if word == 'enable' else DISABLE
    for target in targets:
        kind, _, name = target.partition(':')
        if target == 'sys:all':
            flashcache.set_policy(array, policy)
        elif word == 'clear':
            raise Refusal(assumptions.CLEAR_ALL)
        elif kind != 'vvset' or name not in array.volumesets:
            raise Refusal(assumptions.NO_VVSET.format(name=name))
        else:
            sets.modify(array, VOLUMES, name,
                        {'flashCachePolicy': policy})
    return said()


@COMMANDS.add('removeflashcache', said=_SAID)
def removeflashcache(context: Context, given: Arguments) -> Reply:
    """Remove the flash cache; asks unless told not to."""
    flashcache.find(context.array)
    if given.has('f') or context.confirm(assumptions.ASK_REMOVE.format(
            what='flash', name='cache')):
        flashcache.delete(context.array)
    return said()
