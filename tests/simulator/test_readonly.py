"""Every public method inside ``readOnly()``, on an array that has it all.

Each method either sends only what reads, or is refused with nothing sent;
either way the array is as it was.
"""

from __future__ import annotations

import inspect
import re
import threading
from collections.abc import Iterator
from typing import Any

import pytest

from hpe3parclient import exceptions
from hpe3parclient.client import HPE3ParClient
from hpe3parclient.retry import RetryPolicy
from tests.support.cliarray import Both, served
from tests.support.listed_array import build, serving
from tests.support.rawclient import dump

#: what is sent and changes nothing
READS = re.compile(r'GET |POST /api/v1/spacereporter$|'
                   r'(POST|DELETE) /api/v1/credentials(/|$)')

#: methods that only look, or send nothing
LOOKS = re.compile(
    r'(get|query|iter|is_|isOnline|rcopy|remoteCopyGroupStatus|targetIn|'
    r'find(?!Host$)|check|convert_|build_|debug_rest|log(in|out)|'
    r'readOnly|waitForTask)')

#: methods that make or need a connection of their own; see below
APART = {'fromConfig', 'fromEnv', 'getPortNumber', 'setSSHOptions'}

TARGETS = [{'targetName': 'there', 'mode': 1, 'userCPG': 'c',
            'snapCPG': 'c'}]

#: values for parameters, good enough for a request to be made of them
VALUES: dict[str, Any] = {
    'name': 'v', 'set_name': 'vs', 'volumeName': 'v', 'volume_name': 'dst',
    'src_name': 'v', 'dest_name': 'w', 'dest_cpg': 'c', 'cpgName': 'c',
    'copyOfName': 'v', 'snapshot': 'p2.s', 'sizeMiB': 256, 'amount': 256,
    'targets': TARGETS, 'targetName': 'there', 'target': 'there',
    'target_name': 'there', 'source_port': '0:1:1', 'local_port': '0:1:1',
    'target_port_wwn_or_ip': '10.0.0.1', 'mode': 'sync',
    'target_system_peer_port': '10.0.0.1', 'remote_copy_group_name': 'g',
    'remoteCopyGroupName': 'g', 'qosRules': {'ioMaxLimit': 5},
    'schedule_name': 's', 'task': 'createsv -ro s v', 'taskfreq': '@daily',
    'schedule_opt': {'newName': 't'}, 'mod_request': {'newName': 'z'},
    'volumeMods': {'comment': 'z'}, 'cpgMods': {'newName': 'z'},
    'key': 'k', 'value': 'x',
    'tune_operation': 1, 'volName': 'v', 'hostname': 'h', 'hostName': 'h',
    'lunID': 1, 'vol_name_3par': 'x', 'host': 'h', 'nvme_ips': ['10.0.0.1'],
    'host_nqn': 'nqn.2014-08.org.nvmexpress:a', 'sizeInGib': 64,
    'nqn': 'nqn.2014-08.org.nvmexpress:a', 'action': 7, 'flag': False,
    'nsp': '0:1:1', 'resp': ['x'], 'cli_output': ['a,b', '1,2'],
    'patch_id': 'P16', 'snapcpgName': 'c', 'client_conf': ['10.0.0.1'],
    'link_name': 'l', 'portPos': '0:1:1', 'username': '3paradm',
    'password': '3pardata', 'component': 'cpgstatistics'}

#: what a method needs beyond what it must be given, or instead of it
MORE: dict[str, dict[str, Any]] = {
    'createVLUN': {'hostname': 'h', 'auto': True},
    'addHostToHostSet': {'set_name': 'hs', 'name': 'h'},
    'removeHostFromHostSet': {'set_name': 'hs', 'name': 'hm'},
    'removeHostFromItsHostSet': {'name': 'hm'},
    'removeVolumeFromVolumeSet': {'name': 'm'},
    'stopOnlinePhysicalCopy': {'name': 'odst'},
    'stopOfflinePhysicalCopy': {'name': 'dst'},
    'addVolumeToRemoteCopyGroup': {'name': 'g'},
    'deleteHostSet': {'name': 'hs'}, 'deleteVolumeSet': {'name': 'vs'},
    'create_host_nvme': {'hostname': 'new'},
    'create_host_or_use_existing': {'hostname': 'new', 'nqn': None,
                                    'FCWwns': ['10000000C9FFFFFF']},
    'remove_vlun_nvme': {'hostname': 'h', 'host_nqn': None},
    'find_existing_vluns': {'host': {'name': 'h'}},
    'create_vlun_nvme': {'vol_name_3par': 'f', 'host': {'name': 'hm'},
                         'nvme_ips': None},
    'deleteVLUN': {'volumeName': 'x', 'hostname': 'h'},
    'findHost': {'iqn': 'iqn.2000-01.com.example:new'},
    'setQOSRule': {'max_io': 100},
    'findVolumeMetaData': {'name': 'v'},
    # what is there already is left as it is, and sends nothing
    'ensureVolume': {'name': 'new'}, 'ensureHost': {'name': 'new'},
    'ensureCPG': {'name': 'new'}, 'ensureVolumeSet': {'name': 'new'},
    'ensureHostSet': {'name': 'new'},
    'ensureExport': {'volumeName': 'f', 'hostname': 'h'}}


def methods() -> list[str]:
    return [name for name, value in inspect.getmembers(HPE3ParClient)
            if not name.startswith('_') and inspect.isroutine(value)
            and name not in APART]


@pytest.fixture(scope='module')
def both() -> Iterator[Both]:
    """An array that holds everything, and a client of all of it."""
    array = serving()
    with array:
        build(array)
        with served(array=array.state) as server, HPE3ParClient(
                array.api_url, retry=RetryPolicy(attempts=1)) as client:
            client.login(array.user, array.password)
            client.setSSHOptions('127.0.0.1', array.user, array.password,
                                 server.port)
            yield Both(client, array, server)


def arguments(name: str, both: Both) -> dict[str, Any]:
    """Something for each parameter that has to be given."""
    given = {}
    parameters = inspect.signature(getattr(both.client, name)).parameters
    for parameter in parameters.values():
        if parameter.default is parameter.empty and \
                parameter.kind not in (parameter.VAR_KEYWORD,
                                       parameter.VAR_POSITIONAL):
            if parameter.name == 'taskId':
                given['taskId'] = next(
                    task['id'] for task in
                    both.client.getAllTasks()['members']
                    if task['name'] == 'short')
            else:
                given[parameter.name] = VALUES[parameter.name] \
                    if parameter.name not in MORE.get(name, {}) else None
    return {**given, **MORE.get(name, {})}


def call(name: str, both: Both) -> tuple[bool, list[str], list[list[str]]]:
    """Whether it was refused, and what it sent: requests and commands."""
    given = arguments(name, both)
    both.array.requests.clear()
    ran = len(both.ran())
    refused = False
    with both.client.readOnly():
        try:
            result = getattr(both.client, name)(**given)
            if inspect.isgenerator(result):
                list(result)
        except exceptions.ReadOnly:
            refused = True
        except (exceptions.ClientException, exceptions.SSHException):
            pass                # no such object, say: that is an answer
    sent = [f'{item.method} {item.target.partition("?")[0]}'
            for item in both.array.requests]
    return refused, sent, both.ran()[ran:]


@pytest.mark.parametrize('name', methods())
def test_a_method_reads_or_is_refused(both: Both, name: str) -> None:
    before = dump(both.state)
    refused, sent, ran = call(name, both)
    assert refused is not bool(LOOKS.match(name))
    assert [item for item in sent if not READS.match(item)] == []
    assert [item for item in ran
            if not item[0].startswith(('show', 'srstat', 'checkhealth'))
            ] == []
    assert dump(both.state) == before


def test_threads_that_share_a_client_change_nothing_in_a_block(
        both: Both) -> None:
    before = dump(both.state)
    refused: list[bool] = []

    def work(number: int) -> None:
        try:
            both.client.createVolume(f't{number}', 'c', 256)
        except exceptions.ReadOnly:
            refused.append(True)

    with both.client.readOnly():
        threads = [threading.Thread(target=work, args=(number,))
                   for number in range(8)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(60)
        assert dump(both.state) == before
    assert refused == [True] * 8
