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
from hpe3parclient.simulator.state.optimization import (
    TIERS,
    Configuration,
    Tier,
)

MIN_TIERS = 2


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
    if len(tiers) < MIN_TIERS:
        raise Refused('INV_INPUT_ONE_REQUIRED', 't0CPG,t1CPG,t2CPG')
    members = {tier: cpgs.find(array, cpg, f't{tier}CPG')
               for tier, cpg in sorted(tiers.items())}
    if len({cpg.id for cpg in members.values()}) != len(members):
        raise Refused('INV_INPUT_DUP_NAME', 't0CPG,t1CPG,t2CPG')
    if any(cpgs.is_tier(array, cpg) for cpg in members.values()):
        raise Refused('IN_USE')
    if len({cpg.domain for cpg in members.values()}) > 1:
        raise Refused('CPG_NOT_IN_SAME_DOMAIN')
    item = Configuration(
        array.optimization.free_id(), name, mode,
        next(iter(members.values())).domain,
        {tier: Tier(cpg.id) for tier, cpg in members.items()})
    array.optimization.add(item)
    return item


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
