"""Objects by id and by name, both at once and both quickly.

Knows ids and names; knows no rule.
"""

from __future__ import annotations

from typing import (
    Dict,
    Generic,
    Iterable,
    Iterator,
    Optional,
    Protocol,
    TypeVar,
    cast,
)


class Named(Protocol):
    """What a store can hold."""

    id: int
    name: str


T = TypeVar('T', bound=Named)


class Store(Generic[T]):
    """Objects of one kind, in the order they were made."""

    def __init__(self, first_id: int = 0) -> None:
        self._by_id: Dict[int, T] = {}
        self._by_name: Dict[str, T] = {}
        self._next = first_id

    def __len__(self) -> int:
        return len(self._by_id)

    def __iter__(self) -> Iterator[T]:
        return iter(self._by_id.values())

    def __contains__(self, name: object) -> bool:
        return name in self._by_name

    def get(self, name: str) -> Optional[T]:
        """By name, or None."""
        return self._by_name.get(name)

    def by_id(self, number: Optional[int]) -> T:
        """By an id that is known to exist (so it is not None)."""
        return self._by_id[cast(int, number)]

    def has_id(self, number: int) -> bool:
        """Whether the id is taken."""
        return number in self._by_id

    def free_id(self) -> int:
        """The id the next object gets that asks for none."""
        while self._next in self._by_id:
            self._next += 1
        return self._next

    def add(self, one: T) -> None:
        """Take in an object whose id and name are free."""
        self._by_id[one.id] = one
        self._by_name[one.name] = one
        if one.id == self._next:
            self._next += 1

    @property
    def next_id(self) -> int:
        """Where the search for a free id begins."""
        return self._next

    def restore(self, objects: Iterable[T], next_id: int) -> None:
        """Hold these objects, whose ids and names differ, and no others."""
        self._by_id = {one.id: one for one in objects}
        self._by_name = {one.name: one for one in self}
        self._next = next_id

    def remove(self, one: T) -> None:
        """Let go of an object; its id is not given out again soon."""
        del self._by_id[one.id]
        del self._by_name[one.name]

    def rename(self, one: T, name: str) -> None:
        """Give an object a name that is free."""
        del self._by_name[one.name]
        one.name = name
        self._by_name[name] = one
