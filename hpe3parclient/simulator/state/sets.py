"""Sets of hosts and of volumes."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Optional, Union

from hpe3parclient.simulator.state.hosts import Host
from hpe3parclient.simulator.state.volumes import Volume

HOSTS, VOLUMES = 'hosts', 'volumes'
Member = Union[Host, Volume]


@dataclass
class ObjectSet:
    """One set of hosts or of volumes."""

    id: int
    uuid: str
    name: str
    kind: str
    comment: Optional[str] = None
    domain: Optional[str] = None
    #: ids of members, in the order they joined
    members: list[int] = field(default_factory=list[int])
    #: keys of VLUN templates that name this set
    templates: set[int] = field(default_factory=set[int])
    qos_enabled: bool = False
    #: 1 enabled, 2 disabled
    flash_cache_policy: int = 2
