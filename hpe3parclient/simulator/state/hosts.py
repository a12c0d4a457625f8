"""Hosts and the paths by which they reach the array."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Optional

from hpe3parclient.simulator import assumptions
from hpe3parclient.simulator.state.ports import PortPos


@dataclass
class Path:
    """One initiator; ``ports`` are those it is logged in on."""

    kind: str
    name: str
    ports: list[PortPos] = field(default_factory=list[PortPos])
    ip_address: str = assumptions.NO_ADDRESS


@dataclass
class Chap:
    """CHAP of one direction."""

    name: str
    secret: str = field(repr=False)
    is_hex: bool = False


@dataclass
class Host:
    """One host."""

    id: int
    name: str
    persona: int
    domain: Optional[str] = None
    paths: list[Path] = field(default_factory=list[Path])
    descriptors: dict[str, str] = field(default_factory=dict[str, str])
    initiator_chap: Optional[Chap] = None
    target_chap: Optional[Chap] = None
    #: ids of host sets
    sets: set[int] = field(default_factory=set[int])
    #: keys of VLUN templates that name this host
    templates: set[int] = field(default_factory=set[int])

    def of_kind(self, kind: str) -> list[Path]:
        """Its FC, its iSCSI or its NVMe paths."""
        return [path for path in self.paths if path.kind == kind]

    @property
    def logged_in(self) -> bool:
        """Whether any of its paths is there."""
        return any(path.ports for path in self.paths)
