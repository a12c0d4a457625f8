"""Tasks: work that takes time."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Dict, List, Optional

DONE, ACTIVE, CANCELLED, FAILED = 1, 2, 3, 4
MEDIUM = 2


@dataclass
class Task:
    """One task; ``effect`` says as plain data what its end does."""

    id: int
    type: int
    name: str
    user: str
    start: float
    seconds: float
    priority: int = MEDIUM
    status: int = ACTIVE
    finish: Optional[float] = None
    cancellable: bool = True
    effect: Dict[str, Any] = field(default_factory=dict)
    #: what it printed
    details: List[str] = field(default_factory=list)
