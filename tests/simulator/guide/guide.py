"""The guide's operations, enumerations and errors, read from the files here.

README.rst says where they come from.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent


def _read(name: str) -> Any:
    return json.loads((HERE / name).read_text(encoding='utf-8'))


@dataclass(frozen=True)
class Member:
    """A member of a request or a response; ``a[].b`` stands inside others."""

    name: str
    json: str | None = None
    api_type: str | None = None
    #: the enumeration its numbers come from
    enum: str | None = None
    required: bool = False
    #: in which case it is required
    required_if: str | None = None
    #: lowest and highest number
    range: tuple[int, int] | None = None
    max_length: int | None = None
    #: 'negative': numbers below zero count as not sent; 'zero': zero as well
    ignored: str | None = None
    default: Any = None
    #: of a response: whether it is always there; None where not told
    always: bool | None = None
    #: the first WSAPI version that has it
    since: str | None = None

    @property
    def leaf(self) -> str:
        """The name within the object that holds it."""
        return self.name.rsplit('.', 1)[-1]

    @property
    def values(self) -> list[int] | None:
        """The numbers of its enumeration."""
        if self.enum is None:
            return None
        return [item for item in ENUMS[self.enum].values()
                if isinstance(item, int)]


@dataclass(frozen=True)
class Operation:
    """One operation."""

    op: str
    method: str
    path: str
    page: int | str
    #: status of success; the body it has: none, object or list
    status: int
    body: str | None
    location: bool
    request: tuple[Member, ...]
    query: tuple[Member, ...]
    response: tuple[Member, ...]
    path_parameters: tuple[Member, ...]
    #: symbol → status as its table prints it
    errors: Mapping[str, int | None]
    since: str | None = None


def _member(row: dict[str, Any]) -> Member:
    limits = row.pop('range', None)
    return Member(**row, range=tuple(limits) if limits else None)


def _operation(row: dict[str, Any]) -> Operation:
    success = row.pop('success')
    parts = {part: tuple(map(_member, row.pop(part, ())))
             for part in ('request', 'query', 'response', 'path_parameters')}
    errors = {item['symbol']: item['http'] for item in row.pop('errors')}
    return Operation(**row, **success, **parts, errors=errors)


ENUMS: Mapping[str, Mapping[str, Any]] = _read('enums.json')
OPERATIONS: Mapping[str, Operation] = {
    row['op']: _operation(row) for row in _read('operations.json')}
#: symbol → its row of Tables 6 and 7
ERRORS: Mapping[str, Mapping[str, Any]] = {
    row['symbol']: row for row in _read('errors.json') if 'symbol' in row}
