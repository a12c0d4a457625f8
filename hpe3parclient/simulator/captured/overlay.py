"""What a real array answered where the model would answer something else.

When a capture is loaded, each answer of the model is compared with the one
that was captured. Where they differ, both values are kept. While the model
still gives its first value, the captured one is shown; a number that has
changed since shows the captured number and the change. So an array begins as
it was captured, and every rule works on from there.

This module knows JSON values and how objects of a list are told apart.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

from hpe3parclient.narrowing import is_dict, is_list
from hpe3parclient.simulator.captured import samples
from hpe3parclient.simulator.captured.outputs import Output

#: the value of a member that is not there
ABSENT: Any = '<absent>'

#: members by which objects of a list are told apart
_IDENTITIES: Mapping[str, tuple[str, ...]] = {
    '/ports': ('portPos',), '/fcswitches': ('name',),
    '/users': ('username', 'name'), '/roles': ('role', 'name'),
    '/remotecopylinks': ('name', 'address'),
    '/volumespacedistribution': ('volumeName',),
    '/vluns': ('volumeName', 'lun', 'hostname', 'portPos', 'active',
               'remoteName'),
}
_IDENTITY = ('id',)

#: links begin with the URL of the array that answers
_OF_THE_SERVER = 'links'


class Difference(NamedTuple):
    """One member that differs: what was captured, and the model's own."""

    path: tuple[str, ...]
    captured: Any
    own: Any


class Kept:
    """What is kept of one capture: an array without it has none.

    :param differences: by path, then by identity; an object has the empty one
    :param alone: members that the model does not have, by path
    :param objects: whole answers that the model does not give, by path
    """

    def __init__(self, differences: dict[str, dict[str, list[Difference]]],
                 alone: dict[str, list[dict[str, Any]]],
                 objects: dict[str, dict[str, Any]]) -> None:
        self.differences, self.alone = differences, alone
        self.objects = objects
        #: members of the model's own that were not captured, by path
        self.surplus: dict[str, list[dict[str, Any]]] = {}
        #: lists that the model answers
        self.answered: set[str] = set()
        #: what commands printed, by the name of their output
        self.outputs: dict[str, Output] = {}
        #: what System Reporter said
        self.samples = samples.Samples()

    @property
    def refused(self) -> list[str]:
        """Paths that the model does not answer."""
        return [*self.objects, *(path for path in self.alone
                                 if path not in self.answered)]

    def members(self, path: str, members: list[dict[str, Any]],
                whole: bool) -> list[dict[str, Any]]:
        """Show the members of a list as they were captured.

        :param whole: nothing was left out by a query
        """
        known = self.differences.get(path, {})
        result = [shown(member, known.get(identity(path, member), ()))
                  for member in self._less_surplus(path, members)]
        return result + self.alone.get(path, []) if whole else result

    def _less_surplus(self, path: str,
                      members: list[dict[str, Any]]) -> list[dict[str, Any]]:
        """Leave out what the array did not have, while nothing changed it."""
        hidden = list(self.surplus.get(path, ()))
        if not hidden:
            return members
        result: list[dict[str, Any]] = []
        for member in members:
            plain = on_the_wire(member)
            if plain in hidden:
                hidden.remove(plain)
            else:
                result.append(member)
        return result

    def object(self, path: str, value: dict[str, Any]) -> dict[str, Any]:
        """Show an object as it was captured."""
        known = self.differences.get(path)
        if known is None:
            root = path.rpartition('/')[0]
            known = self.differences.get(root, {})
            return shown(value, known.get(identity(root, value), ()))
        return shown(value, known.get('', ()))

    def find(self, path: str) -> dict[str, Any] | None:
        """Return the answer to a path that the model refuses.

        :returns: an object, a list with its total, or None
        """
        if path in self.objects:
            return self.objects[path]
        if path in self.alone:
            members = self.alone[path]
            return {'total': len(members), 'members': members}
        root, _, name = path.rpartition('/')
        for member in self.alone.get(root, ()):
            if name in (str(member.get('name')), str(member.get('id'))):
                return member
        return None

    def output(self, name: str) -> Output | None:
        """Return what a command printed, where the model prints otherwise."""
        return self.outputs.get(name)

    def as_json(self) -> dict[str, Any]:
        """Return it as JSON values."""
        return {'alone': self.alone, 'objects': self.objects,
                'surplus': self.surplus, 'outputs': {
            name: list(output) for name, output in self.outputs.items()},
            'samples': self.samples.as_json(), 'differences': {
            path: {key: [list(item) for item in items]
                   for key, items in objects.items()}
            for path, objects in self.differences.items()}}


def from_json(content: Mapping[str, Any]) -> Kept:
    """Undo :meth:`Kept.as_json`.

    :raises ValueError: it is not what that returns
    """
    try:
        kept = Kept({
            path: {key: [Difference(tuple(item[0]), item[1], item[2])
                         for item in items]
                   for key, items in objects.items()}
            for path, objects in content['differences'].items()},
            {path: [dict(member) for member in members]
             for path, members in content['alone'].items()},
            {path: dict(value) for path, value in content['objects'].items()})
        kept.surplus = {
            path: [dict(member) for member in members]
            for path, members in content.get('surplus', {}).items()}
        kept.outputs = {
            name: Output([str(line) for line in captured],
                         [str(line) for line in own])
            for name, (captured, own) in content.get('outputs', {}).items()}
        kept.samples = samples.from_json(content.get('samples', {}))
        return kept
    except (KeyError, TypeError, IndexError, AttributeError) as ex:
        raise ValueError(f'this is not what a capture keeps: {ex}') from None


def identity(path: str, member: Mapping[str, Any]) -> str:
    """What tells a member of a list from the others."""
    values = [member.get(name) for name in _IDENTITIES.get(path, _IDENTITY)]
    return repr([None if value is False else value for value in values])


def compare(captured: Mapping[str, Any], own: Mapping[str, Any],
            path: tuple[str, ...] = ()) -> list[Difference]:
    """Return where a captured object differs from the model's own."""
    result: list[Difference] = []
    for name in dict.fromkeys((*captured, *own)):
        if name == _OF_THE_SERVER:
            continue
        theirs, ours = captured.get(name, ABSENT), own.get(name, ABSENT)
        if is_dict(theirs) and is_dict(ours):
            result += compare(theirs, ours, (*path, name))
        elif type(theirs) is not type(ours) or (
                theirs != ours and without_links(theirs) != without_links(ours)):
            result.append(Difference((*path, name), theirs, ours))
    return result


def without_links(value: Any) -> Any:
    """Return a value without the links in its objects."""
    if is_list(value):
        return [without_links(item) for item in value]
    if not is_dict(value):
        return value
    return {name: without_links(item) for name, item in value.items()
            if name != _OF_THE_SERVER}


def on_the_wire(member: dict[str, Any]) -> Any:
    """Return a member as a program reads it, without the links in it."""
    return without_links(json.loads(json.dumps(member)))


def shown(value: dict[str, Any],
          differences: Iterable[Difference]) -> dict[str, Any]:
    """Return an object with the captured values where the model's are its first."""
    for path, captured, own in differences:
        value = _put(value, path, captured, own)
    return value


def _put(value: dict[str, Any], path: tuple[str, ...], captured: Any,
         own: Any) -> dict[str, Any]:
    name, *rest = path
    current = value.get(name, ABSENT)
    if rest:
        if not is_dict(current):
            return value
        return {**value, name: _put(current, tuple(rest), captured, own)}
    new = _value(captured, own, current)
    if new == ABSENT:
        return {key: item for key, item in value.items() if key != name}
    return {**value, name: new}


def _value(captured: Any, own: Any, current: Any) -> Any:
    if isinstance(current, (dict, list)):
        # as it is on the wire: a model may have members that stand there twice
        current = json.loads(json.dumps(current))
    if current == own or without_links(current) == without_links(own):
        return captured
    if _is_number(captured) and _is_number(own) and _is_number(current):
        return captured + current - own
    return current


def _is_number(value: Any) -> bool:
    return isinstance(value, (int, float)) and not isinstance(value, bool)
