"""An array with everything on it, written as a document, and its twin."""

from __future__ import annotations

import json
from typing import Any

from hpe3parclient.simulator import (
    Clock,
    SimulatedArray,
    arrays_of,
    snapshot,
)
from hpe3parclient.simulator.model import optimization
from tests.support.listed_array import build
from tests.support.rawclient import RawClient

Document = dict[str, Any]

#: Everything that can be looked at without naming an object.
LISTINGS = [
    '/system', '/capacity', '/wsapiconfiguration', '/cpgs', '/volumes',
    '/hosts', '/hostsets', '/volumesets', '/vluns', '/tasks', '/ports',
    '/portdevices/all/0:1:1', '/qos', '/flashcache', '/hostpersonas',
    '/volumespacedistribution', '/aoconfigurations', '/remotecopy', '/remotecopylinks',
    '/remotecopytargets', '/remotecopygroups',
    '/volumes/v/objectKeyValues', '/ports/0:2:1/iSCSIVlans',
    '/systemreporter/attime/cpgstatistics/hires',
    '/systemreporter/vstime/cpgstatistics/hires']


def quiet(model: Any = '3par-3.3.1', **options: Any) -> SimulatedArray:
    """HTTP alone, and a clock that stands still."""
    options.setdefault('clock', Clock(running=False))
    return SimulatedArray(model, tls=False, seed=1, ssh_port=None,
                          **options)


def over_the_wire(document: Document) -> Document:
    """The document as another program would hand it on: keys sorted."""
    result: Document = json.loads(json.dumps(document, sort_keys=True))
    return result


def furnish(array: SimulatedArray) -> None:
    """Everything the listed requests are about, and what they leave out."""
    build(array)
    api = RawClient(array).log_in()
    api.ok('POST', '/', {'flashCache': {'sizeGiB': 128}})
    api.ok('PUT', '/system', {'parameters': {'remoteSyslog': True}})
    api.ok('POST', '/ports/0:2:1/iSCSIVlans', {
        'vlanTag': 9, 'ipAddr': '192.0.2.9', 'netmask': '255.255.0.0'})
    api.ok('PUT', '/qos/vvset:vq', {'ioMinGoal': 100, 'ioMaxLimit': 200})
    for key in ('zeta', 'alpha'):
        api.ok('POST', '/volumes/v/objectKeyValues',
            {'key': key, 'value': 'x'})
    array.state.templates['mirrored'] = {'LDLayout': {'RAIDType': 2}}
    optimization.create(array.state, 'ao', {0: 'c', 1: 'u'}, 1)
    api.ok('POST', '/volumes', {'action': 8, 'parameters': {'volumeGroup': [
        {'volumename': 'v', 'snapshotWWN': 32 * 'A'}]}}, 300)
    array.state.add_unassigned_path('5000000000000001')
    array.state.write('v', 200)
    array.state.read('v', 100)
    api.log_out()


def states(array: SimulatedArray) -> list[Any]:
    """The array and the one it is linked to."""
    return [array.state, array.state.remote.links[0].other(array.state)]


def twin_of(array: SimulatedArray) -> tuple[Document, SimulatedArray]:
    """What an array and its partner are, and another that is the same."""
    document = snapshot(*states(array))
    twins = arrays_of(over_the_wire(document), Clock(running=False), seed=1)
    return document, quiet(array=twins[0])
