"""The classes of optional members: complete, and in use."""

from __future__ import annotations

import inspect
import typing
from typing import Any

import pytest

from hpe3parclient import options
from hpe3parclient.client import HPE3ParClient
from hpe3parclient.file_client import HPE3ParFilePersonaClient
from hpe3parclient.simulator.wsapi import copy_tables, remotecopy_tables, tables

CLASSES = {
    name: value for name, value in vars(options).items()
    if isinstance(value, type) and value.__module__ == options.__name__ and
    issubclass(value, dict)}

#: members that a request has and a method takes as an argument of its own
ARGUMENTS = {
    'VolumeOptions': {'name', 'cpg', 'sizeMiB'},
    'TuneOptions': {'action', 'tuneOperation'},
    'CopyOptions': {'destVolume', 'destCPG'},
    'SnapshotOptions': {'name'},
    'PromoteOptions': {'action'},
    'CPGOptions': {'name'},
    'HostOptions': {'name'},
    'QoSRules': {'name', 'type'},
    'RemoteCopyGroupOptions': {'name', 'targets'},
    'StartOptions': {'action'},
    'StopOptions': {'action'},
    'SynchronizeOptions': {'action'},
    'RecoverOptions': {'action'},
    'AddVolumeOptions': {'action', 'volumeName', 'targets'},
    'LoginOptions': {'user', 'password'},
}

#: members that programs send and no guide lists, and that are not simulated
UNLISTED = {'SnapshotOptions': {'syncSnapRcopy'}}

#: what the simulated array takes
SIMULATED = {
    'VolumePolicies': tables.POLICIES,
    'KeyValue': tables.METADATA_CREATE,
    'VolumeOptions': tables.VOLUME_CREATE,
    'VolumeChanges': tables.VOLUME_MODIFY,
    'TuneOptions': tables.VOLUME_TUNE,
    'CopyOptions': copy_tables.COPY_CREATE,
    'SnapshotOptions': copy_tables.SNAPSHOT_CREATE,
    'PromoteOptions': copy_tables.PROMOTE,
    'LayoutOptions': tables.LAYOUT,
    'CPGOptions': tables.CPG_CREATE,
    'CPGChanges': tables.CPG_MODIFY,
    'HostOptions': tables.HOST_CREATE,
    'HostChanges': tables.HOST_MODIFY,
    'QoSRules': tables.QOS_CREATE,
    'RemoteCopyGroupOptions': remotecopy_tables.GROUP_CREATE,
    'RemoteCopyGroupChanges': remotecopy_tables.GROUP_MODIFY,
    'StartOptions': remotecopy_tables.ACTION_START,
    'StopOptions': remotecopy_tables.ACTION_STOP,
    'SynchronizeOptions': remotecopy_tables.ACTION_SYNC,
    'RecoverOptions': remotecopy_tables.ACTION_RECOVER,
    'AddVolumeOptions': remotecopy_tables.ACTION_ADMIT,
    'LoginOptions': tables.CREDENTIALS,
}


@pytest.mark.parametrize('name', sorted(CLASSES))
def test_types_of_members_exist(name: str) -> None:
    assert CLASSES[name].__doc__
    assert typing.get_type_hints(CLASSES[name])


@pytest.mark.parametrize('name', sorted(SIMULATED))
def test_members_are_those_of_the_request(name: str) -> None:
    expected = {member.name for member in SIMULATED[name]}
    assert set(CLASSES[name].__annotations__) == (
        expected - ARGUMENTS.get(name, set())) | UNLISTED.get(name, set())


def parameters(owner: Any) -> dict[str, str]:
    """The annotations of all parameters of the public methods of a class."""
    return {
        f'{name}.{parameter.name}': str(parameter.annotation)
        for name, value in inspect.getmembers(owner, inspect.isroutine)
        if not name.startswith('_')
        for parameter in inspect.signature(value).parameters.values()}


#: dicts that are no request
NO_REQUEST = {
    'fromEnv.environ', 'get_matched_array_ips_and_ports.client_conf',
    'getStatistics.filters', 'iterStatistics.filters'}


@pytest.mark.parametrize('owner', [HPE3ParClient, HPE3ParFilePersonaClient])
def test_every_dict_of_a_request_has_a_class(owner: Any) -> None:
    assert [name for name, annotation in parameters(owner).items()
            if ('dict[' in annotation or 'Any]' in annotation)
            and name not in NO_REQUEST] == []


def test_every_class_is_taken_by_a_method_or_part_of_one_that_is() -> None:
    used = ' '.join(parameters(HPE3ParClient).values()) + ' '.join(
        str(hint) for value in CLASSES.values()
        for hint in typing.get_type_hints(value).values()) + ' '.join(
        base.__name__ for value in CLASSES.values()
        for base in getattr(value, '__orig_bases__', ()))
    assert [name for name in CLASSES
            if name not in used and name != 'GroupTargetRequired'] == []
