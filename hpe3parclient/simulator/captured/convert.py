"""A captured array as a state of the model.

Each object of a capture becomes one of the model, with its id, its UUID and
its relations. What the model cannot hold is left out and named; the overlay
shows it.
"""

from __future__ import annotations

import dataclasses
import re
import time
from collections.abc import Iterable, Mapping
from typing import Any

from hpe3parclient.narrowing import is_dict
from hpe3parclient.simulator.array import Array
from hpe3parclient.simulator.captured import cli_facts
from hpe3parclient.simulator.captured.objects import Objects
from hpe3parclient.simulator.captured.values import JSON, position
from hpe3parclient.simulator.captured.work import Work
from hpe3parclient.simulator.clock import Clock
from hpe3parclient.simulator.model import capacity, flashcache, licences
from hpe3parclient.simulator.persistence import snapshot
from hpe3parclient.simulator.persistence.checks import MAX_NODES, check
from hpe3parclient.simulator.persistence.codec import BrokenState
from hpe3parclient.simulator.persistence.form import (
    CODEC,
    FORMAT,
    VERSION,
    ArrayForm,
    Form,
    NextIds,
)
from hpe3parclient.simulator.personality import (
    FC,
    NL,
    PERSONALITIES,
    R0,
    R1,
    SSD,
    Personality,
)
from hpe3parclient.simulator.state.flashcache import REAL, Cache
from hpe3parclient.twin.document import Capture, captured_at

#: members of /capacity, and the disks that they are about
DISKS = {'FCCapacity': FC, 'NLCapacity': NL, 'SSDCapacity': SSD}
_DEFECT = re.compile(r'arrays\[0\]\.(\w+)\[(\d+)\]')
#: sessions, and minutes that they last, at most
_MOST = 1_000_000
#: a document of a captured array, before anything was compared
_NOTHING_KEPT = '{"alone": {}, "objects": {}, "differences": {}}'


def personality(capture: Capture) -> Personality:
    """The personality of a captured array: the nearest, with its own facts."""
    system = capture.object('/system') or {}
    api = _numbers(capture.source.get('wsapi'))
    build = api.get('build', 0)
    older = [item for item in PERSONALITIES.values() if item.build <= build]
    base = max(older or [min(PERSONALITIES.values(),
                             key=lambda item: item.build)],
               key=lambda item: item.build)
    facts: JSON = {
        name: api[name] for name in ('major', 'minor', 'revision', 'build')
        if name in api}
    for member, name, kind in (
            ('systemVersion', 'system_version', str), ('model', 'model', str),
            ('id', 'system_id', int), ('serialNumber', 'serial_number', str),
            ('totalNodes', 'nodes', int), ('chunkletSizeMiB', 'chunklet_mib',
                                           int)):
        if isinstance(system.get(member), kind):
            facts[name] = system[member]
    if not 1 <= facts.get('nodes', 1) <= MAX_NODES:
        del facts['nodes']
    disks = _disks(capture)
    if disks:
        facts['disks'] = disks
    return dataclasses.replace(base, **facts)


def _numbers(version: Any) -> dict[str, int]:
    """The parts of a version of the web service that are numbers."""
    return {name: int(value) for name, value in version.items()
            if str(value).isdecimal()} if is_dict(version) else {}


def _disks(capture: Capture) -> tuple[tuple[int, int], ...]:
    """Raw MiB of each type of disk that the array has."""
    report = capture.object('/capacity') or {}
    return tuple((kind, int(report[name]['totalMiB']))
                 for name, kind in DISKS.items()
                 if isinstance(report.get(name), dict)
                 and report[name].get('totalMiB'))


def state_of(capture: Capture) -> tuple[Form, dict[str, str]]:
    """Return a document of persistence, and what it leaves out.

    :returns: the document; and the reason why an object is not in it, by its
        path
    """
    kind = personality(capture)
    moment = _moment(capture)
    document = snapshot(Array(kind, Clock(moment, running=False),
                              history=False))['arrays'][0]
    left_out: dict[str, str] = {}
    _whole(document, capture)
    document['ports'] = _ports(document['ports'], capture, left_out)
    for pool in document['pools']:
        pool.update(_pool(pool['disk_type'], kind, capture))
    left_out.update(cli_facts.fill(document, capture))
    form = _decoded(document, left_out)
    form.captured = _NOTHING_KEPT
    # The model has counted nothing of what was before.
    form.started = form.time
    form.flash_cache = _flash_cache(capture, kind)
    objects = Objects(capture, form)
    objects.fill()
    work = Work(capture, form, objects.states)
    work.fill()
    left_out.update(objects.left_out)
    left_out.update(work.left_out)
    left_out.update(cli_facts.complete(form, capture))
    _count_on(form)
    result = Form(FORMAT, VERSION, [form])
    _drop_defects(result, left_out)
    return result, left_out


def _decoded(document: JSON, left_out: dict[str, str]) -> ArrayForm:
    """Read what a document says of an array, without what is wrong in it."""
    while True:
        try:
            form: ArrayForm = CODEC.decode(ArrayForm, document, 'arrays[0]')
            return form
        except BrokenState as ex:
            _leave_out(document, ex, left_out)


def _leave_out(content: JSON, error: BrokenState,
               left_out: dict[str, str]) -> None:
    """Take the object that an error names out of an array, and note it.

    :param content: the array's members, or attributes, by name
    :raises BrokenState: what is refused is no object
    """
    match = _DEFECT.match(str(error))
    if match is not None and content.get(match[1]):
        dropped = content[match[1]].pop(int(match[2]))
        left_out[f'/{match[1]}/{_name_of(dropped)}'] = str(error)
    elif not cli_facts.take_out(content, str(error), left_out):
        raise error


def _name_of(item: Any) -> Any:
    """What tells an object of a document from the others."""
    values: dict[str, Any] = item if is_dict(item) else item.__dict__
    return values.get('name', values.get('id', values.get('pos')))


def _moment(capture: Capture) -> float:
    """When it was captured: the array's clock starts there."""
    shown = cli_facts.moment(capture)
    if shown is not None:
        return shown
    try:
        return float(captured_at(capture.source))
    except ValueError:
        return time.time()


def _whole(document: JSON, capture: Capture) -> None:
    """What the array is as a whole."""
    system = capture.object('/system') or {}
    document['name'] = str(system.get('name', document['name']))
    # Arrays are licensed when they are set up.
    licence: JSON = system.get('licenseInfo', {})
    born = float(document['born'])
    document['born'] = min(float(licence.get('issueTimeSec', born)), born)
    flags: JSON = licence.get('licenseState', {})
    document['licences'] = sorted(
        name for name in licences.NAMES
        if flags.get(name, name in document['licences']))
    if system.get('flashCachePolicy') in (1, 2):
        document['flash_cache_policy'] = system['flashCachePolicy']
    service = capture.object('/wsapiconfiguration') or {}
    limit, minutes = (service.get(name) for name in (
        'systemResourceUsage', 'sessionTimeout'))
    if isinstance(limit, int) and 0 < limit <= _MOST:
        document['session_limit'] = limit
    if isinstance(minutes, int) and 0 < minutes <= _MOST:
        document['session_timeout'] = minutes * 60.0


def _pool(disk_type: int, kind: Personality, capture: Capture) -> JSON:
    """The disks of a type, and what the array keeps of them for itself."""
    pool = capacity.pool_of(disk_type, dict(kind.disks)[disk_type])
    used = _system_space(capture, disk_type)
    return {'total': pool.total,
            'internal': used.get('internalMiB', pool.internal),
            'spare': used.get('spareMiB', pool.spare)}


def _system_space(capture: Capture, disk_type: int) -> dict[str, int]:
    report: Any = capture.object('/capacity') or {}
    for name in (next(name for name, kind in DISKS.items()
                      if kind == disk_type), 'allocated', 'system'):
        report = report.get(name, {}) if is_dict(report) else {}
    return {name: value for name, value in report.items()
            if isinstance(value, int)} if is_dict(report) else {}


def _flash_cache(capture: Capture, kind: Personality) -> Cache | None:
    """The flash cache; only the space it takes tells its RAID type."""
    member = capture.object('/flashcache')
    if member is None or not isinstance(member.get('sizeGiB'), int):
        return None
    cache = Cache(member['sizeGiB'], 2 if member.get('mode', REAL) == REAL
                  else 1, R1)
    internal = _system_space(capture, SSD).get('internalMiB')
    if internal is not None and SSD in dict(kind.disks):
        own = capacity.pool_of(SSD, dict(kind.disks)[SSD]).internal
        without = dataclasses.replace(cache, raid=R0)
        if internal - own == flashcache.raw_mib(without):
            return without
    return cache


# -- ports --------------------------------------------------------------------


def _ports(own: list[JSON], capture: Capture,
           left_out: dict[str, str]) -> list[JSON]:
    """The ports of the array; those of its model where none were captured."""
    if '/ports' not in capture.paths:
        return own
    result: dict[str, JSON] = {}
    for member in capture.members('/ports'):
        try:
            port = _port(member)
        except (KeyError, TypeError, AttributeError) as ex:
            left_out[f'/ports/{member.get("portPos")}'] = \
                f'{type(ex).__name__}: {ex}'
            continue
        vlans = list(_vlans(capture, port['pos']))
        if vlans:
            port['vlans'] = vlans
        result.setdefault(port['pos'], port)
    return list(result.values())


def _port(member: JSON) -> JSON:
    network = None
    info: JSON = member.get('iSCSIPortInfo', {})
    address = member.get('IPAddr', info.get('ipAddr'))
    if address is not None:
        network = {'address': address, **_network(info)}
    return {name: value for name, value in {
        'pos': position(member['portPos']), 'mode': member['mode'],
        'type': member['type'], 'protocol': member.get('protocol', 1),
        'link_state': member.get('linkState', 4),
        'label': member.get('label'), 'network': network}.items()
        if value is not None}


def _network(member: Mapping[str, Any]) -> JSON:
    return {ours: member[theirs] for ours, theirs in (
        ('netmask', 'netmask'), ('gateway', 'gateway'), ('mtu', 'mtu'),
        ('isns_address', 'iSNSAddr'), ('isns_port', 'iSNSPort'))
        if theirs in member}


def _vlans(capture: Capture, where: str) -> Iterable[JSON]:
    answer = capture.object(f'/ports/{where}/iSCSIVlans') or {}
    for member in answer.get('iSCSIVlans', ()):
        if is_dict(member) and isinstance(member.get('vlanTag'), int):
            yield {'tag': member['vlanTag'], **_network(member),
                   'address': str(member.get('IPAddr', '')),
                   **({'stgt': member['stgt']} if 'stgt' in member else {})}


# -- what is next, and what does not fit ----------------------------------------


def _count_on(form: ArrayForm) -> None:
    """Give the next objects the ids behind the highest that were captured."""
    ids: NextIds = form.next_ids
    for name in ('cpgs', 'volumes', 'hosts', 'volumesets', 'hostsets', 'vluns',
                 'qos', 'optimization'):
        numbers = [item.id for item in getattr(form, name)]
        if numbers:
            setattr(ids, name, max(numbers) + 1)
    form.time = max([form.time, *(task.start for task in form.tasks)])


def _drop_defects(document: Form, left_out: dict[str, str]) -> None:
    """Leave out, one by one, objects that the model's checks refuse.

    :raises BrokenState: what is refused is no object
    """
    while True:
        try:
            check(document)
            return
        except BrokenState as ex:
            _leave_out(vars(document.arrays[0]), ex, left_out)
