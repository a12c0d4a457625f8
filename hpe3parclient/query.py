"""Expressions about what the array lists: ``Q.copyOf == 'v1'``.

Knows members by name, comparisons, and how they go together; decides whether
a member fits, and says which values a list may be narrowed to. It knows
nothing of WSAPI: what an array is asked is the business of
``hpe3parclient.resources.filtering``.
"""

from __future__ import annotations

import fnmatch
import keyword
import operator
from collections.abc import Iterable, Iterator, Mapping
from typing import (
    TYPE_CHECKING,
    Any,
    Callable,
    NoReturn,
    Optional,
    Union,
    cast,
)

from hpe3parclient import describe, exceptions, members
from hpe3parclient.narrowing import JSONValue, is_iterable

Value = Union[str, int, float, bool]
Path = tuple[str, ...]

#: what makes of one value a term with a cost, or None
Render = Callable[[Path, Any], Optional[Any]]

_SIGNS: Mapping[str, Callable[[Any, Any], bool]] = {
    '<': operator.lt, '<=': operator.le, '>': operator.gt, '>=': operator.ge}


class Expression:
    """A condition on a member of a list: a volume, VLUN or host.

    Made of :data:`Q`, joined by ``&``, ``|`` and ``~``, never changed.
    Comparisons stand in parentheses, since ``&`` and ``|`` bind tighter::

        (Q.userCPG == 'SSD_r6') & (Q.sizeMiB > 10240)

    Two expressions are equal when they read the same.
    """

    __slots__ = ('_parts',)

    _parts: tuple[Any, ...]

    def __init__(self, *parts: Any) -> None:
        object.__setattr__(self, '_parts', parts)

    def matches(self, member: Mapping[str, Any]) -> bool:
        """Return whether a member of a list satisfies this expression.

        :param member: what getVolume, a member of getVLUNs or getHost gives;
            any dict will do
        """
        raise NotImplementedError

    def narrowed(self, render: Render) -> list[Any] | None:
        """Return terms at least one of which holds wherever this expression holds.

        :param render: called with a member's path and a value it may have;
            a term for "it has this value" with an attribute ``cost``, or
            None where nobody can be asked that
        :returns: list of terms, empty when nothing can match; None when
            there are no such terms
        """
        return None

    def paths(self) -> Iterator[Path]:
        """Iterate over the members that this expression names."""
        for part in self._parts:
            if isinstance(part, Expression):
                yield from part.paths()
            else:
                yield part      # of a comparison, the path comes first
                break

    def __and__(self, other: Expression) -> Expression:
        parts = self._joined(_Both, other)
        return NotImplemented if parts is None else _Both(*parts)

    def __or__(self, other: Expression) -> Expression:
        parts = self._joined(_Either, other)
        return NotImplemented if parts is None else _Either(*parts)

    def _joined(self, kind: type[Expression],
                other: object) -> list[Expression] | None:
        """Return the operands of a joined expression; a long chain stays flat."""
        if not isinstance(other, Expression):
            return None
        parts: list[Expression] = []
        for each in (self, other):
            parts += each._parts if isinstance(each, kind) else (each,)
        return parts

    def __invert__(self) -> Expression:
        return _Not(self)

    def __bool__(self) -> NoReturn:
        raise TypeError(
            '%r is neither true nor false by itself: join expressions with '
            '&, | and ~ instead of and, or and not, write '
            'Q.name.isin([...]) instead of in, and ask matches(member) '
            'about a member' % (self,))

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Expression) and repr(self) == repr(other)

    def __hash__(self) -> int:
        return hash(repr(self))

    def __setattr__(self, name: str, value: Any) -> None:
        raise AttributeError(f'an expression is never changed: {name}')

    def __delattr__(self, name: str) -> None:
        raise AttributeError(f'an expression is never changed: {name}')

    def __reduce__(self) -> tuple[Any, ...]:
        return type(self), self._parts


class Field:
    """One member, by name: ``Q.sizeMiB``, ``Q.userSpace.usedMiB``.

    Names are those of WSAPI, as the answers have them. Where a list stands
    on the way, one of its elements is enough: ``Q.FCPaths.wwn`` is any of a
    host's WWNs. WWNs compare without colons and in any case.

    A name that no list has is an error, and so is one that the list at hand
    does not have: ``~Q.copyof.exists()`` would hold for every volume. A name
    in brackets is not checked: ``Q['new']`` is for members that newer arrays
    send, and for those that would be a method of this class.

    A member that is absent is equal to nothing, neither smaller nor larger
    than anything, and unequal to everything.
    """

    __slots__ = ('_path',)

    _path: Path

    def __init__(self, path: Path = ()) -> None:
        object.__setattr__(self, '_path', path)

    def __getattr__(self, name: str) -> Field:
        if name.startswith('_'):
            raise AttributeError(name)
        path = (*self._path, name)
        members.check(path, members.shape_of_any(), 'lists of an array')
        return Field(path)

    def __getitem__(self, name: str) -> Field:
        return Field((*self._path, members.Bracketed(_member_name(name))))

    def __dir__(self) -> list[str]:
        return [*object.__dir__(self), *members.beneath(
            members.shape_of_any(), self._path).members]

    #: without this, ``for`` would ask for members forever
    __iter__ = None

    if TYPE_CHECKING:
        __contains__ = None     # checkers refuse ``in`` themselves
    else:
        def __contains__(self, value: object) -> NoReturn:
            raise TypeError(
                f'{value!r} in {self!r} is not possible: write {self!r} == '
                f"{value!r}, which one element of a list is enough for, or "
                f"{self!r}.like('*…*') for a part of a str")

    def __eq__(self, other: Any) -> Expression:     # type: ignore[override]
        """Match members with this value; None matches an absent member."""
        if other is None:
            return ~self.exists()
        return _AnyOf(self._named(), (_value(other),))

    def __ne__(self, other: Any) -> Expression:     # type: ignore[override]
        """Match members that are absent or have another value."""
        return ~self.__eq__(other)

    def __lt__(self, other: Value) -> Expression:
        return _Ordered(self._named(), '<', _value(other))

    def __le__(self, other: Value) -> Expression:
        return _Ordered(self._named(), '<=', _value(other))

    def __gt__(self, other: Value) -> Expression:
        return _Ordered(self._named(), '>', _value(other))

    def __ge__(self, other: Value) -> Expression:
        return _Ordered(self._named(), '>=', _value(other))

    def isin(self, values: Iterable[Value]) -> Expression:
        """Match members that equal one of some values.

        :param values: texts or numbers; with none of them nothing matches
        :raises InvalidInput: a single text, or something else in the list
        """
        return _AnyOf(self._named(), tuple({
            _key(each): each for each in map(_value, _several(values))}.values()))

    def startswith(self, prefix: str) -> Expression:
        """Match str members that start with a prefix; case-sensitive.

        :param prefix: how it begins
        """
        return _Begins(self._named(), _pattern(prefix))

    def like(self, pattern: str) -> Expression:
        """Match str members against a wildcard pattern; case-sensitive.

        :param pattern: ``*`` stands for any characters, ``?`` for one
        """
        return _Like(self._named(), _pattern(pattern))

    def exists(self) -> Expression:
        """Match members that exist and are neither null nor an empty list."""
        return _Exists(self._named())

    def _named(self) -> Path:
        if not self._path:
            raise exceptions.InvalidInput(
                "Q stands for a whole member of a list; name one of its "
                "members, as in Q.name == 'v1'")
        return self._path

    def __repr__(self) -> str:
        return 'Q' + ''.join(
            f'.{name}' if name.isidentifier() and name[0] != '_' and
            not keyword.iskeyword(name) and not hasattr(Field, name) and
            members.is_known(self._path[:index])
            else f'[{str(name)!r}]'
            for index, name in enumerate(self._path, 1))

    __hash__ = None     # type: ignore[assignment]

    def __setattr__(self, name: str, value: Any) -> None:
        raise AttributeError('Q names members; it does not set them')

    def __reduce__(self) -> tuple[Any, ...]:
        return Field, (self._path,)

    def _alone(self, *_: Any) -> NoReturn:
        raise TypeError(
            '%r is no comparison. Put parentheses around each: '
            "(Q.name == 'v1') & (Q.sizeMiB > 1024); for a truth value write "
            '== True' % (self,))

    __bool__ = __invert__ = __and__ = __or__ = __rand__ = __ror__ = _alone


#: what expressions begin with: ``Q.name == 'v1'``
Q = Field()


class _AnyOf(Expression):
    """A member equals one of some values."""

    __slots__ = ('_keys',)

    _keys: frozenset[tuple[str, Value]]

    def __init__(self, path: Path, values: tuple[Value, ...]) -> None:
        super().__init__(path, values)
        object.__setattr__(self, '_keys', frozenset(
            _key(_comparable(path, value)) for value in values))

    def matches(self, member: Mapping[str, Any]) -> bool:
        return any(_key(value) in self._keys
                   for value in _scalars(member, self._parts[0]))

    def narrowed(self, render: Render) -> list[Any] | None:
        path, values = self._parts
        terms = [render(path, value) for value in values]
        return None if any(term is None for term in terms) else terms

    def __repr__(self) -> str:
        path, values = self._parts
        if len(values) == 1:
            return f'{Field(path)!r} == {values[0]!r}'
        return f'{Field(path)!r}.isin({list(values)!r})'


class _Ordered(Expression):
    """A member is smaller or larger than a value of its kind."""

    __slots__ = ()

    def matches(self, member: Mapping[str, Any]) -> bool:
        path, sign, value = self._parts
        kind, expected = _key(_comparable(path, value))
        return any(got_kind == kind and _SIGNS[sign](got, expected)
                   for got_kind, got in map(_key, _scalars(member, path)))

    def __repr__(self) -> str:
        path, sign, value = self._parts
        return f'{Field(path)!r} {sign} {value!r}'


class _Begins(Expression):
    """A str member starts with a prefix."""

    __slots__ = ()

    def matches(self, member: Mapping[str, Any]) -> bool:
        path, prefix = self._parts
        start = cast(str, _comparable(path, prefix))
        return any(isinstance(got, str) and got.startswith(start)
                   for got in _values_at(member, path))

    def __repr__(self) -> str:
        path, prefix = self._parts
        return f'{Field(path)!r}.startswith({prefix!r})'


class _Like(Expression):
    """A str member matches a wildcard pattern."""

    __slots__ = ()

    def matches(self, member: Mapping[str, Any]) -> bool:
        path, pattern = self._parts
        # Brackets mean themselves: nobody expects more of * and ?.
        escaped = cast(str, _comparable(path, pattern)).replace('[', '[[]')
        return any(isinstance(got, str) and
                   fnmatch.fnmatchcase(got, escaped)
                   for got in _values_at(member, path))

    def __repr__(self) -> str:
        path, pattern = self._parts
        return f'{Field(path)!r}.like({pattern!r})'


class _Exists(Expression):
    """A member exists."""

    __slots__ = ()

    def matches(self, member: Mapping[str, Any]) -> bool:
        return bool(_values_at(member, self._parts[0]))

    def __repr__(self) -> str:
        return f'{Field(self._parts[0])!r}.exists()'


class _Not(Expression):
    """Another expression is false."""

    __slots__ = ()

    def matches(self, member: Mapping[str, Any]) -> bool:
        return not self._parts[0].matches(member)

    def __invert__(self) -> Expression:
        return cast(Expression, self._parts[0])

    def __repr__(self) -> str:
        inner = self._parts[0]
        if isinstance(inner, _AnyOf) and len(inner._parts[1]) == 1:
            return f'{Field(inner._parts[0])!r} != {inner._parts[1][0]!r}'
        if isinstance(inner, (_AnyOf, _Begins, _Like, _Exists)):
            return f'~{inner!r}'
        return f'~({inner!r})'


class _Both(Expression):
    """All of some expressions are true."""

    __slots__ = ()

    def matches(self, member: Mapping[str, Any]) -> bool:
        return all(part.matches(member) for part in self._parts)

    def narrowed(self, render: Render) -> list[Any] | None:
        """Return the terms of the operand that is cheapest to query."""
        candidates = [
            terms for terms in (
                part.narrowed(render) for part in self._parts)
            if terms is not None]
        return min(candidates, key=lambda terms: sum(
            term.cost for term in terms), default=None)

    def __repr__(self) -> str:
        return ' & '.join(f'({part!r})' for part in self._parts)


class _Either(Expression):
    """One of some expressions is true."""

    __slots__ = ()

    def matches(self, member: Mapping[str, Any]) -> bool:
        return any(part.matches(member) for part in self._parts)

    def narrowed(self, render: Render) -> list[Any] | None:
        """Return the terms of all operands, if each has some."""
        all_terms: list[Any] = []
        for part in self._parts:
            terms = part.narrowed(render)
            if terms is None:
                return None
            all_terms += terms
        return all_terms

    def __repr__(self) -> str:
        return ' | '.join(f'({part!r})' for part in self._parts)


def _values_at(member: Any, path: Path) -> list[Any]:
    """Return the values at a path, in the form they are compared in."""
    values: list[Any] = [member]
    for name in path:
        holders: list[Mapping[str, Any]] = [
            value for value in values if isinstance(value, Mapping)]
        values = []
        for holder in holders:
            value: JSONValue | tuple[Any, ...] = holder.get(name)
            if isinstance(value, (list, tuple)):
                values += [each for each in value if each is not None]
            elif value is not None:
                values.append(value)
    return [_comparable(path, value) for value in values]


def _scalars(member: Any, path: Path) -> list[Value]:
    """Return the values that can be compared."""
    return [value for value in _values_at(member, path)
            if isinstance(value, (str, int, float))]


def _comparable(path: Path, value: Any) -> Any:
    """Normalize WWNs to upper case without colons; return the rest as it is."""
    if isinstance(value, str) and path[-1].lower().endswith('wwn'):
        return value.replace(':', '').upper()
    return value


def _key(value: Value) -> tuple[str, Value]:
    if isinstance(value, bool):
        return 'truth', value
    return ('text' if isinstance(value, str) else 'number'), value


def _value(value: Any) -> Value:
    """Return a value to compare with, as JSON would hold it.

    :raises InvalidInput: neither text, number nor truth value
    """
    if isinstance(value, bool):
        return value
    if isinstance(value, str):
        return str.__str__(value)
    if isinstance(value, int):
        return int(value)
    if isinstance(value, float) and value == value:
        return float(value)
    raise exceptions.InvalidInput(
        'a member is compared with a str, a number, True, False or None, '
        'not with %s' % describe.value(value))


def _several(values: object) -> Iterable[Any]:
    if isinstance(values, (str, bytes, Mapping)) or not is_iterable(values):
        raise exceptions.InvalidInput(
            f'isin takes a list of values, not {describe.value(values)}')
    return values


def _member_name(name: object) -> str:
    if not isinstance(name, str) or not name:
        raise exceptions.InvalidInput(
            f'the name of a member must be str, not {describe.value(name)}')
    return name


def _pattern(text: Any) -> str:
    if not isinstance(text, str):
        raise exceptions.InvalidInput(f'expected str, not {describe.value(text)}')
    return str.__str__(text)
