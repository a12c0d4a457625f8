"""What methods are documented to raise, and what a program then catches.

The documentation of each method is the list: every symbol in it must be in
the table of errors with that number, and an array's answer with that number
must arrive as that class, with code, symbol, method and URL.
"""

from __future__ import annotations

import inspect
import re
from collections.abc import Iterator

import pytest

from hpe3parclient import error_codes, exceptions
from hpe3parclient.client import HPE3ParClient
from tests.support import scripted

_RAISES = re.compile(r':raises (\w+):(.*?)(?=\n *:|\n\n|\Z)', re.DOTALL)
_SYMBOL = re.compile(
    r'\b([A-Z][A-Za-z0-9]*_[A-Za-z0-9_]+|RETAINED|OTHER)\b'
    r'(?:\s+\((\d+)[,)])?')

PORT = {'node': 0, 'slot': 1, 'cardPort': 2}

#: one call of each method whose documentation names errors of the array
CALLS = {
    'addHostToHostSet': ('s', 'h'),
    'addVolumeToRemoteCopyGroup': ('g', 'v', []),
    'addVolumeToVolumeSet': ('s', 'v'),
    'copyVolume': ('v', 'w', 'c'),
    'createCPG': ('c',),
    'createFlashCache': (64, 1),
    'createHost': ('h',),
    'createHostSet': ('s',),
    'createQoSRules': ('s', {}),
    'createRemoteCopyGroup': ('g', []),
    'createSnapshot': ('s', 'v'),
    'createSnapshotOfVolumeSet': ('n', 's'),
    'createVLUN': ('v', 1, 'h'),
    'createVolume': ('v', 'c', 1),
    'createVolumeSet': ('s',),
    'deleteCPG': ('c',),
    'deleteFlashCache': (),
    'deleteHost': ('h',),
    'deleteHostSet': ('s',),
    'deleteQoSRules': ('s',),
    'deleteVLUN': ('v', 1, 'h'),
    'deleteVolume': ('v',),
    'deleteVolumeSet': ('s',),
    'findAllVolumeSets': ('v',),
    'getAllVolumeMetaData': ('v',),
    'getCPG': ('c',),
    'getCPGAvailableSpace': ('c',),
    'getFlashCache': (),
    'getHost': ('h',),
    'getHostSet': ('s',),
    'getNqn': ('0:1:2',),
    'getOverallSystemCapacity': (),
    'getRemoteCopyGroup': ('g',),
    'getRemoteCopyGroupVolume': ('g', 'v'),
    'getRemoteCopyGroupVolumes': ('g',),
    'getRemoteCopyInfo': (),
    'getStorageSystemInfo': (),
    'getTask': (1,),
    'getVolume': ('v',),
    'getVolumeMetaData': ('v', 'k'),
    'getVolumeSet': ('s',),
    'getStatistics': ('cpgstatistics',),
    'getWSAPIConfigurationInfo': (),
    'getWsApiVersion': (),
    'growVolume': ('v', 1),
    'login': ('u', 'p'),
    'modifyCPG': ('c', {}),
    'modifyHost': ('h', {}),
    'modifyHostSet': ('s',),
    'modifyQoSRules': ('s', {}),
    'modifyRemoteCopyGroup': ('g',),
    'modifyVolume': ('v', {}),
    'modifyVolumeSet': ('s',),
    'promoteVirtualCopy': ('s',),
    'queryHost': (['iqn.x'],),
    'queryQoSRule': ('s',),
    'recoverRemoteCopyGroupFromDisaster': ('g', 7),
    'remoteCopyGroupStatusCheck': ('g',),
    'remoteCopyGroupStatusStartedCheck': ('g',),
    'remoteCopyGroupStatusStoppedCheck': ('g',),
    'removeHostFromHostSet': ('s', 'h'),
    'removeRemoteCopyGroup': ('g',),
    'removeVolumeFromRemoteCopyGroup': ('g', 'v'),
    'removeVolumeFromVolumeSet': ('s', 'v'),
    'removeVolumeMetaData': ('v', 'k'),
    'resyncPhysicalCopy': ('v',),
    'setVolumeMetaData': ('v', 'k', 'x'),
    'startRemoteCopy': ('g',),
    'stopOfflinePhysicalCopy': ('v',),
    'stopRemoteCopy': ('g',),
    'synchronizeRemoteCopyGroup': ('g',),
    'tuneVolume': ('v', 1),
    'waitForTask': (1,),
}

#: Methods that send several requests, or look before they act: what they
#: raise is tested where they are.
ELSEWHERE = {
    'ensureExport', 'ensureHost', 'ensureHostSet', 'ensureVolumeSet',
    'getCapacityTrend', 'iterStatistics',
    'create_host_nvme', 'create_host_or_use_existing', 'create_vlun_nvme',
    'getHostVLUNs', 'getNextLunId', 'getVLUN', 'removeHostFromItsHostSet',
    'remove_vlun_nvme', 'stopOnlinePhysicalCopy',
}


def documented(name: str) -> Iterator[tuple[str, str, str | None]]:
    """Class, symbol and number of each error a method's text names."""
    text = inspect.getdoc(getattr(HPE3ParClient, name)) or ''
    for cls, body in _RAISES.findall(text):
        if cls.startswith('HTTP'):
            for symbol, number in _SYMBOL.findall(body):
                yield cls, symbol, number or None


def web_methods() -> list[str]:
    """Public methods that are documented to raise errors of WSAPI."""
    return [name for name, value in inspect.getmembers(HPE3ParClient)
            if not name.startswith('_') and inspect.isroutine(value) and
            'Source: ``' not in (value.__doc__ or '') and
            next(documented(name), None)]


def test_every_method_with_errors_is_called_here_or_elsewhere():
    from_wsapi = {name for name in web_methods() if re.search(
        r'Source: (GET|POST|PUT|DELETE) ',
        inspect.getdoc(getattr(HPE3ParClient, name)) or '')}
    assert from_wsapi - set(CALLS) - ELSEWHERE == set()


@pytest.mark.parametrize('name', sorted(CALLS))
def test_documented_errors_arrive_as_their_classes(client, server, name):
    for cls, symbol, number in documented(name):
        code = error_codes.number_of(symbol)
        assert number in (None, str(code)), symbol
        status = getattr(exceptions, cls).http_status
        server.default = scripted.error(status, code, 'no')
        # 403 with code 6 makes the client log in again, which fails too.
        with pytest.raises(exceptions.ClientException) as caught:
            getattr(client, name)(*CALLS[name])
        error = caught.value
        assert (type(error).__name__, error.symbol, error.code,
                error.http_status) == (cls, symbol, code, status)
        assert error.url.startswith(server.url.replace('/v1', ''))
        assert error.method in ('GET', 'POST', 'PUT', 'DELETE')


@pytest.mark.parametrize('call', [
    lambda c: c.getVolume(''), lambda c: c.deleteVolume('..'),
    lambda c: c.deleteCPG('.'), lambda c: c.getHost(None),
    lambda c: c.getHostSet(''), lambda c: c.deleteVolumeSet('..'),
    lambda c: c.modifyVolumeSet(None), lambda c: c.getTask(''),
    lambda c: c.queryQoSRule(''), lambda c: c.deleteQoSRules('s', ''),
    lambda c: c.getVolumeMetaData('v', ''),
    lambda c: c.removeVolumeMetaData('..', 'k'),
    lambda c: c.getRemoteCopyGroup('.'),
    lambda c: c.removeVolumeFromRemoteCopyGroup('g', '..'),
    lambda c: c.removeRemoteCopyGroup('g', 'perhaps'),
    lambda c: c.removeVolumeFromRemoteCopyGroup('g', 'v', {'keepSnap': 1}),
    lambda c: c.recoverRemoteCopyGroupFromDisaster('g', 'failover'),
    lambda c: c.createVolume('v', 'c', 'large'),
    lambda c: c.createVolume('v', 'c', 1, 'tpvv'),
    lambda c: c.growVolume('v', None), lambda c: c.growVolume('v', True),
    lambda c: c.createFlashCache('large', 1),
    lambda c: c.createHost('h', 'iqn.x'), lambda c: c.createHost('h', None,
                                                                 'W'),
    lambda c: c.createHostSet('s', setmembers='h'),
    lambda c: c.modifyVolumeSet('s', 1, setmembers='v'),
    lambda c: c.createQoSRules('s', 'fast'),
    lambda c: c.modifyQoSRules('s', ['fast']),
    lambda c: c.copyVolume('v', 'w', 'c', 'online'),
    lambda c: c.createCPG('c', 'large'),
    lambda c: c.modifyCPG('c', None),
    lambda c: c.tuneVolume('v', 1, 'u'),
    lambda c: c.queryHost(), lambda c: c.queryHost(['a b']),
    lambda c: c.queryHost('iqn.x'),
    lambda c: c.createVLUN('v', 1), lambda c: c.createVLUN('v', None, 'h'),
    lambda c: c.createVLUN('v', 'one', 'h'),
    lambda c: c.createVLUN('v', 1, None, {'node': 0}),
    lambda c: c.deleteVLUN('v', 1), lambda c: c.deleteVLUN('v,1', 1, 'h'),
    lambda c: c.deleteVLUN('v', 1, 'h,0:1:2'),
    lambda c: c.deleteVLUN('v', None, 'h'),
    lambda c: c.getVLUN(''), lambda c: c.getHostVLUNs('..'),
    lambda c: c.getVolumeSnapshots(''), lambda c: c.getNqn('0:1'),
    lambda c: c.build_portPos('0:1:2\n'), lambda c: c.build_portPos(None),
])
def test_argument_that_cannot_be_sent_is_refused_unsent(client, sent, call):
    with pytest.raises(exceptions.InvalidInput):
        call(client)
    assert sent() == []


@pytest.mark.parametrize('call', [
    lambda c: c.getVolume('v'), lambda c: c.getHostSets(),
    lambda c: c.getVolumeMetaData('v', 'k'), lambda c: c.queryQoSRule('s'),
    lambda c: c.getPorts(), lambda c: c.getRemoteCopyGroup('g')])
@pytest.mark.parametrize('body', [None, [], 'text', 5])
def test_answer_that_is_no_object_is_an_error(client, server, call, body):
    server.default = scripted.reply(200, body)
    with pytest.raises(exceptions.InvalidResponse):
        call(client)
