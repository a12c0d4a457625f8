"""Filtered lists: by the array where it can, and always here too.

This module holds which members of which list an array can filter by, in the
plainest form that was published for its generation. No array is trusted:
what it sends is compared here once more, and where it refuses the query the
whole list is requested. A query holds single values joined by OR; the rest
of an expression is evaluated here.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import (
    TYPE_CHECKING,
    Any,
    NamedTuple,
)

from hpe3parclient import describe, error_codes, exceptions
from hpe3parclient.patterns import pattern
from hpe3parclient.resources import base

if TYPE_CHECKING:
    from hpe3parclient.query import Expression

#: a longer filter is not sent; URLs have a limit that nobody published
_LONGEST = 1500

#: what an array could read as more than a value, or as another kind of one
_NO_VALUE = frozenset((
    'and', 'or', 'not', 'eq', 'ne', 'ge', 'le', 'gt', 'lt', 'in', 'like',
    'true', 'false', 'null', 'nan', 'inf', 'infinity'))

#: how arrays refuse a filter, besides finding nothing
_REFUSALS = (exceptions.HTTPBadRequest, exceptions.HTTPNotFound,
             exceptions.HTTPNotImplemented,
             exceptions.HTTPRequestURITooLong)

_NO_VLUN = error_codes.number_of('NON_EXISTENT_VLUN')

_WWN = pattern(r'(?:[0-9A-F]{16}|[0-9A-F]{32})\Z')


class QueryableMember(NamedTuple):
    """How an array filters by a member."""

    #: ``text``, ``number`` or ``wwn``
    kind: str
    #: roughly how many objects one value matches; the least is queried
    cost: int
    sign: str = 'EQ'
    #: True: in every release; else from OS 3.2.1 MU2 on, as VLUN queries are
    always: bool = False


class FilteredList(NamedTuple):
    """A list, and the members that an array can filter it by."""

    url: str
    #: the class of its members in hpe3parclient.types
    shape: str
    #: how an error calls them
    noun: str
    members: Mapping[tuple[str, ...], QueryableMember]
    #: an empty answer may mean that the array did not understand the query
    doubtful: bool = False


VOLUMES = FilteredList('/volumes', 'Volume', 'volumes', {
    ('wwn',): QueryableMember('wwn', 1, '==', always=True),
    ('id',): QueryableMember('number', 1),
    ('name',): QueryableMember('text', 1),
    ('copyOf',): QueryableMember('text', 100),
    ('snapCPG',): QueryableMember('text', 10000),
    ('userCPG',): QueryableMember('text', 10000)})

VLUNS = FilteredList('/vluns', 'VLUN', 'VLUNs', {
    ('volumeName',): QueryableMember('text', 10),
    ('volumeWWN',): QueryableMember('wwn', 10, '=='),
    ('hostname',): QueryableMember('text', 1000)})

#: Alletra OS 9.6 was reported not to know the brackets of these; whether it
#: says so or finds nothing was not.
HOSTS = FilteredList('/hosts', 'Host', 'hosts', {
    ('FCPaths', 'wwn'): QueryableMember('wwn', 1, '==', always=True),
    ('iSCSIPaths', 'name'): QueryableMember('text', 1, '==', always=True)},
    doubtful=True)

#: Of these nobody published which filters an array knows.
CPGS = FilteredList('/cpgs', 'CPG', 'CPGs', {})
HOST_SETS = FilteredList('/hostsets', 'HostSet', 'host sets', {})
VOLUME_SETS = FilteredList('/volumesets', 'VolumeSet', 'volume sets', {})
PORTS = FilteredList('/ports', 'Port', 'ports', {})
TASKS = FilteredList('/tasks', 'Task', 'tasks', {})
QOS_RULES = FilteredList('/qos', 'QoSRule', 'QoS rules', {})
REMOTE_COPY_GROUPS = FilteredList(
    '/remotecopygroups', 'RemoteCopyGroup', 'remote-copy groups', {})


class _Term(NamedTuple):
    """One comparison: ``name EQ v1``, or ``wwn==…`` inside a list."""

    cost: int
    inside: str
    text: str


def check_expression(listing: FilteredList, query: Any) -> None:
    """Refuse what is no expression about a list.

    :raises InvalidInput: ``query`` is not an expression, or names a member
        that the list does not have
    """
    from hpe3parclient import members
    from hpe3parclient.query import Expression
    if not isinstance(query, Expression):
        raise exceptions.InvalidInput(
            "query is an expression such as Q.name == 'v1', with Q from "
            f'hpe3parclient.query, not {describe.value(query)}')
    for path in query.paths():
        members.check(path, members.shape_of(listing.shape), listing.noun)


class FilteringResource(base.Resource):
    """The base of resources with lists that take an expression."""

    #: whether the array filters VLUNs, and takes words such as EQ
    vlun_query_supported: bool

    def _iter_filtered(self, listing: FilteredList,
              query: Expression | None) -> Iterator[Any]:
        """Iterate over the members of a list that match an expression.

        :raises InvalidInput: ``query`` is not an expression, or names a
            member that the list does not have
        """
        if query is None:
            return self._iter(listing.url)
        check_expression(listing, query)
        return self._filtered(listing, query)

    def _filtered(self, listing: FilteredList,
                  query: Expression) -> Iterator[Any]:
        terms = query.narrowed(
            lambda path, value: self._term(listing, path, value))
        if terms == []:
            return      # nothing can match, whatever the array holds
        text = None if terms is None else _text(terms)
        candidates = self._iter(listing.url) if text is None else \
            self._narrowed(listing, text)
        for member in candidates:
            if query.matches(member):
                yield member

    def _narrowed(self, listing: FilteredList, text: str) -> Iterator[Any]:
        """Iterate over what a query matches; over all if it is refused."""
        matches = self._iter(listing.url + base.query(text))
        first = None
        try:
            first = next(matches, None)
            understood = first is not None or not listing.doubtful
        except _REFUSALS as ex:
            if ex.get_code() == _NO_VLUN and listing is VLUNS:
                return      # how some releases say that there are none
            if listing is VLUNS:
                self.vlun_query_supported = False
            understood = False
        if not understood:
            matches = self._iter(listing.url)
        elif first is not None:
            yield first
        yield from matches

    def _term(self, listing: FilteredList, path: tuple[str, ...],
              value: Any) -> _Term | None:
        """Return the comparison with a value; None where the array has none."""
        member = listing.members.get(path)
        if member is None or not (member.always or self.vlun_query_supported):
            return None
        text = _sendable(member.kind, value)
        if text is None:
            return None
        return _Term(member.cost, '.'.join(path[:-1]),
                     base.term(path[-1], member.sign, text))


def _sendable(kind: str, value: Any) -> str | None:
    """Return a value as the array reads it; None where it might misread it."""
    if kind == 'number':
        return str(value) if type(value) is int and value >= 0 else None
    if not isinstance(value, str):
        return None
    if kind == 'wwn':
        plain = value.replace(':', '').upper()
        return plain if _WWN.match(plain) else None
    return value if base.is_plain(value) and value[0].isalpha() and \
        value.lower() not in _NO_VALUE else None


def _text(terms: list[_Term]) -> str | None:
    """Join comparisons with OR; None where the result is too long."""
    groups: dict[str, list[str]] = {}
    for term in terms:
        texts = groups.setdefault(term.inside, [])
        if term.text not in texts:
            texts.append(term.text)
    text = base.any_of(
        f'{inside}[{base.any_of(texts)}]' if inside
        else base.any_of(texts) for inside, texts in groups.items())
    return text if len(text) <= _LONGEST else None
