"""The type of each getter, held against what every generation answers."""

from __future__ import annotations

import time
import typing
from collections.abc import Iterator
from contextlib import ExitStack
from typing import Any, Callable

import pytest

from hpe3parclient import types
from hpe3parclient.client import HPE3ParClient
from hpe3parclient.simulator import PERSONALITIES, Clock
from hpe3parclient.simulator.model.systemreporter.components import COMPONENTS
from hpe3parclient.simulator.personality import Capability
from tests.simulator.guide.populated import NQN, Populated, new_array
from tests.simulator.guide.shapes import problems
from tests.support.simulated import connect

Call = Callable[[HPE3ParClient], Any]

#: Each getter, called so that it has something to return.
GETTERS: dict[str, Call] = {
    'getWsApiVersion': lambda c: c.getWsApiVersion(),
    'getWSAPIConfigurationInfo': lambda c: c.getWSAPIConfigurationInfo(),
    'getStorageSystemInfo': lambda c: c.getStorageSystemInfo(),
    'getOverallSystemCapacity': lambda c: c.getOverallSystemCapacity(),
    'getCPGs': lambda c: c.getCPGs(),
    'getCPG': lambda c: c.getCPG('d'),
    'getCPGAvailableSpace': lambda c: c.getCPGAvailableSpace('c'),
    'getVolumes': lambda c: c.getVolumes(),
    'getVolume': lambda c: c.getVolume('thin'),
    'getAllVolumeMetaData': lambda c: c.getAllVolumeMetaData('thin'),
    'getVolumeMetaData': lambda c: c.getVolumeMetaData('thin', 'k'),
    'getVolumeSets': lambda c: c.getVolumeSets(),
    'getVolumeSet': lambda c: c.getVolumeSet('vset'),
    'findAllVolumeSets': lambda c: c.findAllVolumeSets('member'),
    'queryQoSRules': lambda c: c.queryQoSRules(),
    'queryQoSRule': lambda c: c.queryQoSRule('vset'),
    'getHosts': lambda c: c.getHosts(),
    'getHost': lambda c: c.getHost('fc'),
    'getHostByNqn': lambda c: c.getHostByNqn(NQN),
    'queryHost': lambda c: c.queryHost(wwns=['10000000C9000001']),
    'getHostSets': lambda c: c.getHostSets(),
    'getHostSet': lambda c: c.getHostSet('hset'),
    'getVLUNs': lambda c: c.getVLUNs(),
    'getVLUN': lambda c: c.getVLUN('thin'),
    'getHostVLUNs': lambda c: c.getHostVLUNs('fc'),
    'getPorts': lambda c: c.getPorts(),
    'getFCPorts': lambda c: c.getFCPorts(),
    'getiSCSIPorts': lambda c: c.getiSCSIPorts(),
    'getIPPorts': lambda c: c.getIPPorts(),
    'getNvmePorts': lambda c: c.getNvmePorts(),
    'get_matched_array_ips_and_ports':
        lambda c: c.get_matched_array_ips_and_ports(None),
    'getAllTasks': lambda c: c.getAllTasks(),
    'getTask': lambda c: c.getTask(1),
    'getFlashCache': lambda c: c.getFlashCache(),
    'getCPGStatData': lambda c: c.getCPGStatData('c'),
    'getStatistics': lambda c: c.getStatistics('cpgstatistics'),
    'getCapacityTrend': lambda c: c.getCapacityTrend(),
    'getRemoteCopyLink': lambda c: c.getRemoteCopyLink(
        c.http.get('/remotecopylinks')[1]['members'][0]['name']),
    'getRemoteCopyInfo': lambda c: c.getRemoteCopyInfo(),
    'getRemoteCopyGroups': lambda c: c.getRemoteCopyGroups(),
    'getRemoteCopyGroup': lambda c: c.getRemoteCopyGroup('group'),
    'getRemoteCopyGroupVolumes': lambda c: c.getRemoteCopyGroupVolumes(
        'group'),
    'getRemoteCopyGroupVolume': lambda c: c.getRemoteCopyGroupVolume(
        'group', 'replicated'),
}
#: Getters that read reports of the System Reporter.
_REPORTS = ('getCPGStatData', 'getStatistics', 'getCapacityTrend')
#: Types that Python 3.9 cannot evaluate as they are written.
_TYPES: dict[str, Any] = {'getVLUN': types.VLUN}
_ANSWERS = {name: kind for name, kind in vars(types).items()
            if hasattr(kind, '__required_keys__')}


def type_of(getter: str) -> Any:
    """The type a getter is annotated with, evaluated."""
    if getter in _TYPES:
        return _TYPES[getter]
    text = getattr(HPE3ParClient, getter).__annotations__['return']
    return eval(text, {**vars(types), **vars(typing)})  # noqa: S307 - ours


class Clients:
    """A client of a populated array of each generation."""

    def __init__(self, stack: ExitStack) -> None:
        self._stack = stack
        self._made: dict[str, tuple[Populated, HPE3ParClient]] = {}

    def __getitem__(self, model: str) -> tuple[Populated, HPE3ParClient]:
        if model not in self._made:
            # The client asks for statistics of the last days by its own clock.
            clock = Clock(time.time(), running=False)
            array = self._stack.enter_context(new_array(model, clock))
            populated = Populated(array)
            self._made[model] = populated, self._stack.enter_context(
                connect(array))
        return self._made[model]


@pytest.fixture(scope='module')
def clients() -> Iterator[Clients]:
    with ExitStack() as stack:
        yield Clients(stack)


def has(populated: Populated, getter: str) -> bool:
    """Whether a generation has what a getter asks for."""
    if 'RemoteCopy' in getter:
        return populated.has(Capability.REMOTE_COPY)
    if getter == 'getFlashCache':
        return populated.has(Capability.FLASH_CACHE) \
            and not populated.personality.reduce
    if 'nqn' in getter.lower() or 'Nvme' in getter or 'matched' in getter:
        return populated.has(Capability.NVME)
    if getter in _REPORTS:
        return populated.has(Capability.REMOTE_COPY)
    return True


@pytest.mark.parametrize('model', PERSONALITIES)
@pytest.mark.parametrize('getter', GETTERS)
def test_a_getter_returns_what_its_type_says(
        clients: Clients, getter: str, model: str) -> None:
    populated, client = clients[model]
    if not has(populated, getter):
        return
    if getter == 'getCPGStatData':
        # The CPG has to be there for a day.
        populated.clock.advance(100_000)
    value = GETTERS[getter](client)
    wrong = set(problems(value, type_of(getter), getter))
    if getter == 'getStatistics':
        # Which members there are depends on the component.
        wrong = {text for text in wrong if not text.endswith(' is missing')}
        assert {'IO', 'busyPct', 'sampleTime'} <= set(value['members'][0])
    assert sorted(wrong) == []
    assert value


@pytest.mark.parametrize('model', PERSONALITIES)
@pytest.mark.parametrize('is_at_time', [False, True])
@pytest.mark.parametrize('component', COMPONENTS)
def test_every_report_has_the_type_of_statistics(
        clients: Clients, component: str, is_at_time: bool, model: str) -> None:
    populated, client = clients[model]
    if not populated.has(Capability.REMOTE_COPY) or (
            COMPONENTS[component].later
            and not populated.has(Capability.REPORT_SUMMARY)):
        return
    value = client.getStatistics(component, atTime=is_at_time)
    assert value['members']
    assert sorted(set(problems(
        value, types.StatisticsList, component))) == []


def test_every_member_that_is_required_is_always_there() -> None:
    """What is required of an object must not depend on the generation."""
    assert {'sizeMiB', 'wwn', 'uuid'} <= types.Volume.__required_keys__
    assert 'userSpace' in types.Volume.__optional_keys__
    assert 'name' in types.Host.__required_keys__
    assert 'name' in types.ListedHost.__optional_keys__


def test_every_getter_of_the_client_is_tried() -> None:
    annotated = {
        name for name in dir(HPE3ParClient) if name.startswith('get')
        and any(kind in str(getattr(
            getattr(HPE3ParClient, name), '__annotations__', {}).get('return'))
            for kind in _ANSWERS)}
    assert annotated - set(GETTERS) == set()
