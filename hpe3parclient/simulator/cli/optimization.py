"""Adaptive Optimization: createaocfg, setaocfg, showaocfg, removeaocfg."""

from __future__ import annotations

from hpe3parclient.simulator.cli import assumptions
from hpe3parclient.simulator.cli.commands import Arguments, Family, Refusal
from hpe3parclient.simulator.cli.context import Context
from hpe3parclient.simulator.cli.listing import Listing
from hpe3parclient.simulator.cli.reply import Reply, said
from hpe3parclient.simulator.cli.units import fits
from hpe3parclient.simulator.model import optimization as model
from hpe3parclient.simulator.state.optimization import (
    BALANCED,
    COST,
    PERFORMANCE,
    TIERS,
)

COMMANDS = Family()

#: Modes; upper and lower case count (manual, p146).
_MODES = {'Performance': PERFORMANCE, 'Balanced': BALANCED, 'Cost': COST}
#: The columns are OURS: no source shows the table.
_CONFIGURATIONS = Listing(
    '>Id Name T0CPG T1CPG T2CPG Mode', none=assumptions.NO_AO_CONFIGS)
_SAID = {'NON_EXISTENT_CPG': assumptions.NO_CPG_THERE,
         'IN_USE': assumptions.AO_CPG_USED,
         'INV_INPUT_ONE_REQUIRED': assumptions.AO_TIERS,
         'INV_INPUT_DUP_NAME': assumptions.AO_TWICE,
         'CPG_NOT_IN_SAME_DOMAIN': assumptions.AO_DOMAINS}
_OPTIONS = '-t0cpg <CPG> -t1cpg <CPG> -t2cpg <CPG> -mode <mode>'
#: Tiers that one command may change (manual, p149).
_MOST_CHANGES = 2


def _tiers(given: Arguments) -> dict[int, str]:
    return {tier: given.get(f't{tier}cpg') for tier in TIERS
            if given.has(f't{tier}cpg')}


def _mode(given: Arguments) -> int:
    word = given.get('mode')
    if word not in _MODES:
        raise Refusal(assumptions.AO_MODE.format(value=word))
    return _MODES[word]


def _known(context: Context, name: str) -> str:
    if name not in context.array.optimization:
        raise Refusal(assumptions.NO_AO_CONFIG.format(name=name))
    return name


@COMMANDS.add('createaocfg', _OPTIONS, '<aocfg_name>', said=_SAID)
def createaocfg(context: Context, given: Arguments) -> Reply:
    """Make a configuration of two or three tiers."""
    name = given.names[0]
    if name in context.array.optimization:
        raise Refusal(assumptions.AO_EXISTS.format(name=name))
    if not given.has('mode'):
        raise Refusal(assumptions.AO_MODE.format(value=''))
    model.create(context.array, name, _tiers(given), _mode(given))
    return said()


@COMMANDS.add('setaocfg', _OPTIONS, '<aocfg_name>', said=_SAID)
def setaocfg(context: Context, given: Arguments) -> Reply:
    """Change tiers or the mode; "" takes a tier off."""
    name, tiers = _known(context, given.names[0]), _tiers(given)
    if len(tiers) > _MOST_CHANGES:
        raise Refusal(assumptions.AO_CHANGES)
    model.modify(context.array, name, tiers,
                 _mode(given) if given.has('mode') else None)
    return said()


@COMMANDS.add('showaocfg', '-domain <domain>', '[<aocfg_name|pattern>]...',
              tables=_CONFIGURATIONS)
def showaocfg(context: Context, given: Arguments) -> Reply:
    """Configurations and their tiers."""
    array = context.array
    words = {number: word for word, number in _MODES.items()}
    return context.listing(_CONFIGURATIONS, [{
        'Id': str(item.id), 'Name': item.name, 'Mode': words[item.mode],
        'Domain': item.domain or '-',
        **{f'T{tier}CPG': array.cpgs.by_id(item.tiers[tier].cpg).name
           if tier in item.tiers else '--' for tier in TIERS}}
        for item in array.optimization if fits(item.name, given.names)
        and (not given.has('domain') or fits(
            item.domain or '-', given.get('domain').split(',')))])


@COMMANDS.add('removeaocfg', '-pat', '<aocfg_name|pattern>...')
def removeaocfg(context: Context, given: Arguments) -> Reply:
    """Remove configurations; asks unless told not to."""
    chosen = [item.name for item in context.array.optimization
              if fits(item.name, given.names)] if given.has('pat') \
        else [_known(context, name) for name in given.names]
    for name in chosen:
        if given.has('f') or context.confirm(assumptions.ASK_REMOVE.format(
                what='AO configuration', name=name)):
            model.remove(context.array, name)
    return said()
