"""Load a capture: an array that answers what a real one answered.

Knows the order: a state of the model is made, what it answers is compared with
what was captured, and the differences are kept.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

from werkzeug.test import run_wsgi_app

from hpe3parclient.cli.commands import only_reads
from hpe3parclient.narrowing import is_dict
from hpe3parclient.simulator.array import Array
from hpe3parclient.simulator.captured import (
    cli_facts,
    outputs,
    overlay,
    replication,
    samples,
    shapes,
)
from hpe3parclient.simulator.captured.convert import DISKS, state_of
from hpe3parclient.simulator.cli.filepersona import private
from hpe3parclient.simulator.cli.interpreter import Cli
from hpe3parclient.simulator.clock import Clock
from hpe3parclient.simulator.dispatcher import environ
from hpe3parclient.simulator.errors import Refused
from hpe3parclient.simulator.model import capacity
from hpe3parclient.simulator.persistence.derived import derive
from hpe3parclient.simulator.persistence.reader import built
from hpe3parclient.simulator.state.statistics import FINEST
from hpe3parclient.simulator.wsapi.application import BaseUrl, build_service
from hpe3parclient.simulator.wsapi.call import Call
from hpe3parclient.simulator.wsapi.service import Service
from hpe3parclient.twin.document import Capture
from hpe3parclient.twin.shown import DATE

#: words without what a line of the command line would make more of
_PLAIN_COMMAND = re.compile(r'[A-Za-z0-9 _.:,/@%+=-]+')

#: counters of the web service itself
_OF_THE_SERVICE = ('sessionsInUse',)


class Loaded(NamedTuple):
    """An array that was loaded, and what there is to say about it."""

    array: Array
    #: objects that the model does not hold, and why; they are shown
    left_out: dict[str, str]
    #: how many values the model would give otherwise, by path; how many
    #: lines, by command
    differences: dict[str, int]
    #: those values
    kept: overlay.Kept


def load(capture: Capture, clock: Clock | None = None, *,
         user: str = '3paradm',
         password: str = '3pardata',  # noqa: S107 - documented
         seed: int | None = None) -> Loaded:
    """Return an array in the state that was captured.

    Volumes, snapshots and their families, CPGs, hosts, sets, exports, QoS rules
    and ports become objects of the model, which can be changed and deleted by
    its rules. Everything else is shown as it was captured.

    :param clock: its time; it is turned to when the array was captured
    :param user: who may log in
    :param password: that user's password
    :param seed: makes keys and UUIDs the same every time
    """
    readable = shapes.Readable(capture)
    form, left_out = state_of(readable)
    (array,) = built(form, clock, user=user, password=password, seed=seed)
    derive(array)
    make_room(array, readable)
    left_out.update(replication.add(array, readable))
    left_out.update(cli_facts.give(array, readable))
    _begin_samples(array)
    kept = _kept(capture, array)
    kept.outputs = dict(_outputs(capture, array))
    kept.samples, not_served = samples.of_capture(capture)
    left_out.update(not_served)
    array.captured = kept
    counts = {path: sum(len(differing) for differing in objects.values())
              + len(kept.alone.get(path, ()))
              for path, objects in kept.differences.items()}
    counts.update({path: len(members) for path, members in kept.alone.items()
                   if path not in counts})
    for path, members in kept.surplus.items():
        counts[path] = counts.get(path, 0) + len(members)
    counts.update(dict.fromkeys(kept.objects, 1))
    counts.update({name: len({*output.captured} ^ {*output.own}) or 1
                   for name, output in kept.outputs.items()})
    return Loaded(array, left_out,
                  {path: count for path, count in counts.items() if count},
                  kept)


def _begin_samples(array: Array) -> None:
    """Record what each CPG holds before the model's own samples begin."""
    for cpg in array.cpgs:
        array.statistics.forget_cpg(cpg.id)
        array.statistics.measure_cpg(cpg.id, array.clock.now() - FINEST,
                                     cpg.usage)


def make_room(array: Array, capture: Capture) -> None:
    """Let as much space be free as the array says.

    What it keeps for itself makes up for CPGs that have grown otherwise than
    the model's do; where that is not enough, there are more disks.
    """
    report = capture.object('/capacity') or {}
    for name, kind in DISKS.items():
        pool = array.pools.get(kind)
        if pool is None:
            continue
        device = report.get(name)
        own = capacity.raw_free(array, kind)
        free = device.get('freeMiB', own) if is_dict(device) else max(own, 0)
        pool.internal += own - int(free)
        if pool.internal < 0:
            pool.total -= pool.internal
            pool.internal = 0


def errors_of(array: Array, paths: Iterable[str]) -> Iterator[int | None]:
    """Yield the number with which the model refuses each GET; None: it does not."""
    service = _service(array)
    for path in paths:
        status, body = _get(service, array, path)
        yield body.get('code') if status != '200' else None


def _service(array: Array) -> Service:
    """The web service of an array, as if it was served on its usual port."""
    url = BaseUrl()
    url.value = f'https://127.0.0.1:{array.personality.https_port}/api/v1'
    return build_service(array, url)


def _kept(capture: Capture, array: Array) -> overlay.Kept:
    """Compare each answer of the model with the captured one."""
    service = _service(array)
    kept = overlay.Kept({}, {}, {})
    for path in capture.paths:
        if samples.is_report(path):
            continue    # they are kept by themselves
        own = _answer(service, array, path)
        captured = capture.object(path)
        if captured is None:
            _compare_lists(kept, path, capture.members(path),
                           own and own.get('members'))
        elif own is None:
            kept.objects[path] = captured
        else:
            differing = [item for item in overlay.compare(captured, own)
                     if item.path[-1] not in _OF_THE_SERVICE]
            if differing:
                kept.differences[path] = {'': differing}
    return kept


def _outputs(capture: Capture,
             array: Array) -> Iterator[tuple[str, outputs.Output]]:
    """Compare the output of each captured command with the model's own."""
    session = Cli(array).session()
    session.run('setclienv csvtable 1')
    for command in capture.commands:
        words = command.split()
        if command == DATE:
            continue    # time goes on
        if not only_reads(words) or not _PLAIN_COMMAND.fullmatch(command):
            continue
        printed = session.run(
            f'{outputs.RTPD} {{{command}}}'
            if words[0] in private.PRIVATE else command)
        own = [line for line, _ in printed or ()]
        captured = capture.lines(command) or []
        if own != captured:
            yield outputs.name_of(words), outputs.Output(captured, own)
    session.close()


def _compare_lists(kept: overlay.Kept, path: str,
                   captured: Iterable[dict[str, Any]],
                   own: list[dict[str, Any]] | None) -> None:
    known: dict[str, list[dict[str, Any]]] = {}
    for member in own or ():
        known.setdefault(overlay.identity(path, member), []).append(member)
    for member in captured:
        key = overlay.identity(path, member)
        if not known.get(key):
            kept.alone.setdefault(path, []).append(member)
            continue
        differing = overlay.compare(member, known[key].pop(0))
        if differing:
            kept.differences.setdefault(path, {})[key] = differing
    if own is None:
        kept.alone.setdefault(path, [])
        return
    kept.answered.add(path)
    surplus = [overlay.on_the_wire(member)
               for members in known.values() for member in members]
    if surplus:
        kept.surplus[path] = surplus


def _answer(service: Service, array: Array, path: str) -> Any:
    """What the model answers to a GET; None where it refuses."""
    status, body = _get(service, array, path)
    return body if status == '200' else None


def _get(service: Service, array: Array, path: str) -> tuple[str, Any]:
    """The status and the body of the model's own answer to a GET."""
    kept, array.captured = array.captured, None
    session = array.sessions.open(array.admin, array.users[array.admin],
                                  '127.0.0.1')
    try:
        call = Call('GET', '/api/v1' + path, 'HTTP/1.1', '127.0.0.1',
                    {'x-hp3par-wsapi-sessionkey': session.key})
        call.take_apart()
        pieces, status, _ = run_wsgi_app(service, environ(call))
        return status.partition(' ')[0], json.loads(b''.join(pieces))
    except Refused as error:
        return str(error.status), error.body()
    finally:
        array.sessions.close(session.key)
        array.captured = kept
