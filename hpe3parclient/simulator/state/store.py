"""Objects by id, and by name where they have one, both quickly.

Knows ids and names; knows no rule.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Generic, Optional, Protocol, TypeVar, cast


class Numbered(Protocol):
    """What a table can hold."""

    id: int


class Named(Numbered, Protocol):
    """What a store can hold."""

    name: str


N = TypeVar('N', bound=Numbered)
T = TypeVar('T', bound=Named)


class Table(Generic[N]):
    """Objects of one kind by id, in the order they were made."""

    def __init__(self, first_id: int = 0) -> None:
        self._by_id: dict[int, N] = {}
        self._next = first_id

    def __len__(self) -> int:
        return len(self._by_id)

    def __iter__(self) -> Iterator[N]:
        return iter(list(self._by_id.values()))

    def by_id(self, number: Optional[int]) -> N:
        """By an id that is known to exist (so it is not None)."""
        return self._by_id[cast(int, number)]

    def has_id(self, number: int) -> bool:
        """Whether the id is taken."""
        return number in self._by_id

    def free_id(self) -> int:
        """The id that the next object gets when none is requested."""
        while self._next in self._by_id:
            self._next += 1
        return self._next

    def add(self, item: N) -> None:
        """Add an object whose id is free."""
        self._by_id[item.id] = item
        if item.id == self._next:
            self._next += 1

    @property
    def next_id(self) -> int:
        """Where the search for a free id begins."""
        return self._next

    def begin_at(self, number: int) -> None:
        """Let the search for a free id begin here."""
        self._next = number

    def restore(self, items: Iterable[N], next_id: int) -> None:
        """Hold these objects, whose ids differ, and no others."""
        self._by_id = {item.id: item for item in items}
        self._next = next_id

    def replace(self, item: N) -> None:
        """Put an object in the place of the one that has its id."""
        self._by_id[item.id] = item

    def remove(self, item: N) -> None:
        """Remove an object; its id is not given out again soon."""
        del self._by_id[item.id]


class Store(Table[T]):
    """Objects of one kind, by id and by name."""

    def __init__(self, first_id: int = 0) -> None:
        super().__init__(first_id)
        self._by_name: dict[str, T] = {}

    def __iter__(self) -> Iterator[T]:
        return iter(self._by_id.values())

    def __contains__(self, name: object) -> bool:
        return name in self._by_name

    def get(self, name: str) -> Optional[T]:
        """By name, or None."""
        return self._by_name.get(name)

    def add(self, item: T) -> None:
        """Add an object whose id and name are free."""
        super().add(item)
        self._by_name[item.name] = item

    def restore(self, items: Iterable[T], next_id: int) -> None:
        """Hold these objects, whose ids and names differ, and no others."""
        super().restore(items, next_id)
        self._by_name = {item.name: item for item in self}

    def remove(self, item: T) -> None:
        """Remove an object; its id is not given out again soon."""
        super().remove(item)
        del self._by_name[item.name]

    def rename(self, item: T, name: str) -> None:
        """Give an object a name that is free."""
        del self._by_name[item.name]
        item.name = name
        self._by_name[name] = item
