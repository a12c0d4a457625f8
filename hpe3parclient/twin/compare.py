"""How a real array differs from what this package simulates of it.

A captured array is loaded, and what the model answers is held against what the
real array answered: members that one of them lacks, types, values, and the
error numbers of harmless wrong requests. The report says what to mend in the
simulated array. This module knows findings and their report.
"""

from __future__ import annotations

import json
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any, Callable, NamedTuple

from hpe3parclient.client import HPE3ParClient
from hpe3parclient.twin.capture import WRONG, CaptureProgress, capture
from hpe3parclient.twin.document import Capture, is_member

if TYPE_CHECKING:
    from hpe3parclient.simulator.captured.load import Loaded

#: kinds of findings, in the order of a report
KINDS = {
    'path': 'the array answers, the model does not',
    'error': 'another error number',
    'object': 'the model cannot hold the object',
    'missing': 'the array has the member, the model does not',
    'unknown': 'the model has the member, the array does not',
    'type': 'another JSON type',
    'value': 'another value',
}


class Finding(NamedTuple):
    """One difference, wherever in a list it occurs."""

    #: one of ``KINDS``
    kind: str
    #: the resource that was compared: ``/volumes``
    path: str
    #: the member, with those it is in: ``SDGrowth.LDLayout.HA``
    member: str
    #: how many objects differ in this way
    objects: int
    #: what the array has, of the first such object
    captured: Any
    #: what the model has
    own: Any

    def line(self) -> str:
        """Return it as a person reads it."""
        text = f'{self.path} {self.member}'.strip()
        if self.objects > 1:
            text += f' ({self.objects} objects)'
        if self.kind in ('type', 'value', 'error'):
            text += f': {_short(self.captured)}, the model {_short(self.own)}'
        elif self.kind == 'object':
            text += f': {_short(self.captured)}'
        return text


class Comparison(NamedTuple):
    """All findings about one captured array."""

    #: model and release of the array
    source: dict[str, Any]
    #: the differences; empty where there are none
    findings: list[Finding]

    def text(self) -> str:
        """Return the report for a person."""
        lines = [f'{self.source.get("model", "an array")}, '
                 f'{self.source.get("systemVersion", "unknown release")}: '
                 f'{len(self.findings)} differences']
        for kind, meaning in KINDS.items():
            of_kind = [item for item in self.findings if item.kind == kind]
            if of_kind:
                lines += ['', f'{meaning}:']
                lines += [f'  {item.line()}' for item in of_kind]
        return '\n'.join(lines)

    def as_json(self) -> dict[str, Any]:
        """Return the report without a single text or number of the array's own.

        Values are described by their types; numbers of errors and of small
        enumerations (below 100) stay, since they are what the report is about.
        """
        return {
            'format': 'hpe3parclient comparison', 'version': 1,
            'source': {name: self.source[name] for name in
                       ('model', 'systemVersion', 'wsapi', 'client')
                       if name in self.source},
            'findings': [{
                'kind': item.kind,
                'path': _anonymous(item.path),
                'member': _without_names(item.member),
                'objects': item.objects,
                'captured': _described(item.captured),
                'own': _described(item.own)} for item in self.findings]}


def compare(source: Capture | HPE3ParClient, *, pause: float = 0.0,
            progress: Callable[[CaptureProgress], object] | None = None
            ) -> Comparison:
    """Return how an array differs from what is simulated of it.

    An array that answers now is captured first, read-only, into a file that is
    removed at the end. Needs the extra ``simulator``.

    :param source: a captured array, anonymised or not; or a client that is
        logged in
    :param pause: seconds to wait between requests to an array
    :param progress: called with a :class:`CaptureProgress` while it is read
    :raises ImportError: the extra is not installed
    :raises ClientException: the connection to the array was lost
    """
    from hpe3parclient.simulator.captured.load import load
    if not isinstance(source, Capture):
        with tempfile.TemporaryDirectory() as directory:
            path = Path(directory, 'array.json')
            capture(source, path, pause=pause, progress=progress)
            return compare(Capture(path))
    loaded = load(source)
    findings = [*_of_objects(loaded), *_of_answers(loaded),
                *_of_errors(source, loaded)]
    findings += _of_shapes(source, findings)
    order = list(KINDS)
    return Comparison(source.source, sorted(
        findings, key=lambda item: (order.index(item.kind), item.path,
                                    item.member)))


def _of_objects(loaded: Loaded) -> Iterator[Finding]:
    for name, reason in loaded.left_out.items():
        if not reason.startswith('an active VLUN'):
            yield Finding('object', name, '', 1, reason, None)


def _of_answers(loaded: Loaded) -> Iterator[Finding]:
    kept = loaded.kept
    seen: dict[tuple[str, str, str], Finding] = {}
    for path, objects in kept.differences.items():
        for differing in objects.values():
            for item in differing:
                kind = _kind(item.captured, item.own)
                key = (kind, path, '.'.join(item.path))
                known = seen.get(key)
                seen[key] = Finding(*key, known.objects + 1, known.captured,
                                    known.own) if known else Finding(
                    *key, 1, item.captured, item.own)
    yield from seen.values()
    for path in kept.refused:
        yield Finding('path', path, '', 1, None, None)


def _of_shapes(capture: Capture,
               others: list[Finding]) -> Iterator[Finding]:
    """What no release is known to answer, also where the model takes it over."""
    from hpe3parclient.simulator.captured.shapes import misfits, shape_of
    known = {item[:3] for item in others}
    seen: dict[tuple[str, str, str], Finding] = {}
    for path in capture.paths:
        shape = shape_of(path)
        if shape is None:
            continue
        value = capture.object(path)
        for item in capture.members(path) if value is None else (value,):
            for misfit in misfits(item, shape):
                key = (misfit.kind, path, '.'.join(misfit.path))
                if key in known:
                    continue
                first = seen.get(key)
                seen[key] = first._replace(objects=first.objects + 1) if first \
                    else Finding(*key, 1, misfit.captured, misfit.own)
    yield from seen.values()


def _kind(captured: Any, own: Any) -> str:
    from hpe3parclient.simulator.captured.overlay import ABSENT
    if own == ABSENT:
        return 'missing'
    if captured == ABSENT:
        return 'unknown'
    return 'value' if _type(captured) == _type(own) else 'type'


def _of_errors(capture: Capture, loaded: Loaded) -> Iterator[Finding]:
    from hpe3parclient.simulator.captured.load import errors_of
    codes = {key: capture.code(key) for key in capture.missing
             if key.startswith('/') and capture.code(key) is not None}
    for (key, code), own in zip(codes.items(),
                                errors_of(loaded.array, codes)):
        if own != code:
            yield Finding('error', key, '', 1, code, own)


def _type(value: Any) -> str:
    """The JSON type of a value."""
    for kind, name in ((bool, 'boolean'), (int, 'number'), (float, 'number'),
                       (str, 'string'), (list, 'array'), (dict, 'object')):
        if isinstance(value, kind):
            return name
    return 'null'


def _short(value: Any) -> str:
    text = json.dumps(value)
    return text if len(text) <= 40 else text[:39] + '…'


def _described(value: Any) -> Any:
    """A value without what it says about an array."""
    if value is None or isinstance(value, bool):
        return value
    if isinstance(value, int) and 0 <= value < 100:
        return value
    return _type(value)


def _without_names(member: str) -> str:
    """The name of a member; what cannot be one may be an object's name."""
    return '.'.join(name if is_member(name) or not name else '…'
                    for name in member.split('.'))


def _anonymous(path: str) -> str:
    """A path without names of objects; our own wrong requests name none."""
    if path in WRONG:
        return path
    root, _, rest = path[1:].partition('/')
    if root == 'systemreporter':
        # A filter may name a CPG.
        return path.partition('?')[0].partition(';')[0]
    return f'/{root}/…' if rest else path
