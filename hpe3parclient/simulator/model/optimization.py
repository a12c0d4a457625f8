"""Configurations of Adaptive Optimization.

Knows the rules of the CLI manual (p146-149): at least two tiers, a CPG in
one configuration only, all CPGs in one domain or in none. The web service
can only read them; they are made by createaocfg.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from hpe3parclient.simulator.errors import Refused
from hpe3parclient.simulator.model import cpgs, names
from hpe3parclient.simulator.state.array_state import ArrayState
from hpe3parclient.simulator.state.cpgs import Cpg
from hpe3parclient.simulator.state.optimization import (
    TIERS,
    Configuration,
    Tier,
)

MIN_TIERS = 2
_ALL_TIERS = 't0CPG,t1CPG,t2CPG'


def find(array: ArrayState, name: str) -> Configuration:
    """The configuration of that name, or NON_EXISTENT_AO."""
    item = array.optimization.get(name)
    if item is None:
        raise Refused('NON_EXISTENT_AO')
    return item


def create(array: ArrayState, name: str, tiers: Mapping[int, str],
           mode: int) -> Configuration:
    """Make a configuration.

    :param tiers: names of CPGs by tier: 0 the fastest, 2 the cheapest
    """
    names.check_name(name, array.personality.name_length, 'name')
    if name in array.optimization:
        raise Refused('INV_INPUT_DUP_NAME', 'name')
    members = _members(array, tiers)
    item = Configuration(
        array.optimization.free_id(), name, mode,
        next(iter(members.values())).domain,
        {tier: Tier(cpg.id) for tier, cpg in members.items()})
    array.optimization.add(item)
    return item


def _members(array: ArrayState, tiers: Mapping[int, str],
             name: str = '') -> dict[int, Cpg]:
    """The CPGs of a configuration, checked.

    :param name: the configuration whose own CPGs do not count as used
    """
    if len(tiers) < MIN_TIERS:
        raise Refused('INV_INPUT_ONE_REQUIRED', _ALL_TIERS)
    members = {tier: cpgs.find(array, cpg, f't{tier}CPG')
               for tier, cpg in sorted(tiers.items())}
    if len({cpg.id for cpg in members.values()}) != len(members):
        raise Refused('INV_INPUT_DUP_NAME', _ALL_TIERS)
    used = {tier.cpg for item in array.optimization if item.name != name
            for tier in item.tiers.values()}
    if any(cpg.id in used for cpg in members.values()):
        raise Refused('IN_USE')
    if len({cpg.domain for cpg in members.values()}) > 1:
        raise Refused('CPG_NOT_IN_SAME_DOMAIN')
    return members


def modify(array: ArrayState, name: str, tiers: Mapping[int, str],
           mode: int | None) -> None:
    """Change tiers or the mode; an empty name takes a tier off."""
    item = find(array, name)
    names_now = {tier: array.cpgs.by_id(entry.cpg).name
                 for tier, entry in item.tiers.items()}
    members = _members(array, {
        tier: cpg for tier, cpg in {**names_now, **tiers}.items() if cpg},
        name)
    item.tiers = {tier: item.tiers[tier] if tier in item.tiers
                  and item.tiers[tier].cpg == cpg.id else Tier(cpg.id)
                  for tier, cpg in members.items()}
    item.domain = next(iter(members.values())).domain
    item.mode = item.mode if mode is None else mode


def remove(array: ArrayState, name: str) -> None:
    """Remove a configuration; its CPGs stay."""
    array.optimization.remove(find(array, name))


def view(array: ArrayState, item: Configuration,
         base_url: str) -> dict[str, Any]:
    """The configuration as GET shows it; ids are texts in this resource."""
    answer: dict[str, Any] = {'id': str(item.id), 'name': item.name}
    links = [{'href': f'{base_url}/aoconfigurations/{item.name}',
              'rel': 'self'}]
    for number in TIERS:
        tier = item.tiers.get(number)
        if tier is None:
            continue
        cpg = array.cpgs.by_id(tier.cpg)
        answer[f't{number}CPG'] = {
            'id': str(cpg.id), 'name': cpg.name,
            'minSpaceUtilizationMiB': tier.least_mib,
            'maxSpaceUtilizationMiB': tier.most_mib}
        links.append({'href': f'{base_url}/cpgs/{cpg.name}',
                      'rel': f'T{number}cpg'})
    answer['mode'] = item.mode
    if item.domain is not None:
        answer['domain'] = item.domain
        answer['domainId'] = sorted(array.domains).index(item.domain)
    answer['links'] = links
    return answer
