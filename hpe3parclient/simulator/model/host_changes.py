"""Changing a host: names, paths, personas, CHAP.

Knows the rules of guide table T57: which changes may be asked for together
and what each one needs.
"""

from __future__ import annotations

import string
from collections.abc import Mapping
from typing import Any

from hpe3parclient.simulator.errors import Refused
from hpe3parclient.simulator.model import hosts, names, vluns
from hpe3parclient.simulator.state.array_state import ArrayState
from hpe3parclient.simulator.state.hosts import Chap, Host, Path

ADD, REMOVE = 1, 2
INITIATOR, TARGET = 1, 2
PATH_MEMBERS = ('FCWWNs', 'iSCSINames', 'NQN')
CHAP_DETAILS = ('chapOperationMode', 'chapName', 'chapSecret',
                'chapSecretHex')


def modify(array: ArrayState, name: str, request: Mapping[str, Any]) -> Host:
    """PUT /hosts/<name>."""
    _check_together(request)
    host = hosts.find(array, name)
    new_name = request.get('newName', host.name)
    if new_name != host.name and new_name in array.hosts:
        raise Refused('EXISTENT_HOST', 'newName')
    persona = request.get('persona') or host.persona
    _check_persona(array, host, persona)
    if 'pathOperation' in request:
        _change_paths(array, host, request)
    elif 'chapOperation' in request:
        _change_chap(array, host, request)
    host.persona = persona
    host.descriptors = hosts.check_descriptors(
        {**host.descriptors, **request.get('descriptors', {})})
    if new_name != host.name:
        array.hosts.rename(host, new_name)
    return host


def _check_together(request: Mapping[str, Any]) -> None:
    if not request:
        raise Refused('INV_INPUT_ONE_REQUIRED')
    if 'pathOperation' in request:
        _check_paths_together(request)
    elif _names_paths(request) or 'forcePathRemoval' in request:
        raise Refused('INV_INPUT_ONE_REQUIRED', 'pathOperation')
    if 'chapOperation' in request:
        _check_chap_together(request)
    elif any(item in request for item in
             (*CHAP_DETAILS, 'chapRemoveTargetOnly')):
        raise Refused('INV_INPUT_ONE_REQUIRED', 'chapOperation')


def _names_paths(request: Mapping[str, Any]) -> bool:
    return any(request.get(item) for item in PATH_MEMBERS)


def _check_paths_together(request: Mapping[str, Any]) -> None:
    for other in ('newName', 'persona', 'chapOperation'):
        if other in request:
            raise Refused('INV_INPUT_PARAM_CONFLICT',
                          f'pathOperation,{other}')
    if not _names_paths(request):
        raise Refused('INV_INPUT_ONE_REQUIRED', 'FCWWNs,iSCSINames')
    if request['pathOperation'] == ADD and 'forcePathRemoval' in request:
        raise Refused('INV_INPUT_PARAM_CONFLICT', 'forcePathRemoval')
    hosts.wanted_paths(request)


def _check_chap_together(request: Mapping[str, Any]) -> None:
    for other in ('newName', 'persona'):
        if other in request:
            raise Refused('INV_INPUT_PARAM_CONFLICT',
                          f'chapOperation,{other}')
    if request['chapOperation'] == REMOVE:
        for other in CHAP_DETAILS:
            if other in request:
                raise Refused('INV_INPUT_PARAM_CONFLICT',
                              f'chapOperation,{other}')
        return
    if 'chapRemoveTargetOnly' in request:
        raise Refused('INV_INPUT_PARAM_CONFLICT', 'chapRemoveTargetOnly')
    for needed in ('chapOperationMode', 'chapSecret'):
        if needed not in request:
            raise Refused('INV_INPUT_MISSING_REQUIRED', needed)


def _check_persona(array: ArrayState, host: Host, persona: int) -> None:
    if persona == host.persona:
        return
    if host.logged_in and vluns.exported_to(array, host):
        raise Refused('EXPORTED_VLUN', 'persona')
    if persona == hosts.VMWARE and array.personality.protocol_endpoint \
            and vluns.uses_lun(array, host, 256):
        raise Refused('LUN_HOSTPERSONA_CONFLICT', 'persona')


def _change_paths(array: ArrayState, host: Host,
                  request: Mapping[str, Any]) -> None:
    paths = hosts.wanted_paths(request)
    if request['pathOperation'] == ADD:
        if len(host.paths) + len(paths) > hosts.MAX_PATHS:
            raise Refused('INV_INPUT_TOO_MANY_WWN_OR_iSCSI')
        hosts.refuse_taken(array, paths)
        hosts.adopt(array, host, paths)
        if array.auto_log_in:
            hosts.log_in(array, host)
        return
    gone = [_own_path(host, path) for path in paths]
    if not request.get('forcePathRemoval') \
            and any(path.ports for path in gone) \
            and vluns.exported_to(array, host):
        raise Refused('EXPORTED_VLUN')
    for path in gone:
        hosts.release(array, host, path)


def _own_path(host: Host, request: Path) -> Path:
    for path in host.paths:
        if (path.kind, path.name) == (request.kind, request.name):
            return path
    # T57 says 400 where the table of all errors says 404.
    raise Refused('NON_EXISTENT_PATH', status=400)


def _change_chap(array: ArrayState, host: Host,
                 request: Mapping[str, Any]) -> None:
    if request['chapOperation'] == REMOVE:
        _remove_chap(host, request.get('chapRemoveTargetOnly', False))
        return
    is_hex = request.get('chapSecretHex', False)
    secret = request['chapSecret']
    _check_secret(secret, is_hex)
    chap = Chap(_chap_name(host, request), secret, is_hex)
    other: Chap | None
    if request['chapOperationMode'] == TARGET:
        if host.initiator_chap is None:
            raise Refused('NO_INITIATOR_CHAP')
        other = host.initiator_chap
    else:
        other = host.target_chap
    if other is not None and (other.secret, other.is_hex) == (secret, is_hex):
        raise Refused('NON_UNIQUE_CHAP_SECRET')
    if request['chapOperationMode'] == TARGET:
        host.target_chap = chap
    else:
        host.initiator_chap = chap


def _chap_name(host: Host, request: Mapping[str, Any]) -> str:
    text: str = request.get('chapName') or host.name
    return names.check_iscsi_name(text, 'chapName')


def _check_secret(secret: str, is_hex: bool) -> None:
    if is_hex:
        if len(secret) != 32:
            raise Refused('INV_INPUT_BAD_LENGTH', 'chapSecret')
        if not all(item in string.hexdigits for item in secret):
            raise Refused('INV_INPUT_ILLEGAL_CHAR', 'chapSecret')
    elif not 12 <= len(secret) <= 16:
        raise Refused('INV_INPUT_BAD_LENGTH', 'chapSecret')


def _remove_chap(host: Host, target_only: bool) -> None:
    present: list[Chap | None] = [host.target_chap]
    if not target_only:
        present.append(host.initiator_chap)
    if not any(present):
        raise Refused('NON_EXISTENT_CHAP')
    host.target_chap = None
    if not target_only:
        host.initiator_chap = None
