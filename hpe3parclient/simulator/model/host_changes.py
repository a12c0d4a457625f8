"""Changing a host: names, paths, personas, CHAP.

Knows the rules of guide table T57: which changes may be asked for together
and what each one needs.
"""

from __future__ import annotations

import string
from typing import TYPE_CHECKING, Any, List, Mapping, Optional

from hpe3parclient.simulator.errors import Refused
from hpe3parclient.simulator.model import hosts, names
from hpe3parclient.simulator.state.hosts import Chap, Host, Path

if TYPE_CHECKING:
    from hpe3parclient.simulator.array import Array

ADD, REMOVE = 1, 2
INITIATOR, TARGET = 1, 2
PATH_MEMBERS = ('FCWWNs', 'iSCSINames', 'NQN')
CHAP_DETAILS = ('chapOperationMode', 'chapName', 'chapSecret',
                'chapSecretHex')


def modify(array: Array, name: str, wanted: Mapping[str, Any]) -> Host:
    """PUT /hosts/<name>."""
    host = hosts.find(array, name)
    _check_together(wanted)
    new_name = wanted.get('newName', host.name)
    if new_name != host.name and new_name in array.hosts:
        raise Refused('EXISTENT_HOST', 'newName')
    persona = wanted.get('persona') or host.persona
    _check_persona(array, host, persona)
    if 'pathOperation' in wanted:
        _change_paths(array, host, wanted)
    elif 'chapOperation' in wanted:
        _change_chap(array, host, wanted)
    host.persona = persona
    host.descriptors = hosts.check_descriptors(
        {**host.descriptors, **wanted.get('descriptors', {})})
    if new_name != host.name:
        array.hosts.rename(host, new_name)
    return host


def _check_together(wanted: Mapping[str, Any]) -> None:
    if not wanted:
        raise Refused('INV_INPUT_ONE_REQUIRED')
    if 'pathOperation' in wanted:
        _check_paths_together(wanted)
    elif _names_paths(wanted) or 'forcePathRemoval' in wanted:
        raise Refused('INV_INPUT_ONE_REQUIRED', 'pathOperation')
    if 'chapOperation' in wanted:
        _check_chap_together(wanted)
    elif any(one in wanted for one in
             (*CHAP_DETAILS, 'chapRemoveTargetOnly')):
        raise Refused('INV_INPUT_ONE_REQUIRED', 'chapOperation')


def _names_paths(wanted: Mapping[str, Any]) -> bool:
    return any(wanted.get(one) for one in PATH_MEMBERS)


def _check_paths_together(wanted: Mapping[str, Any]) -> None:
    for other in ('newName', 'persona', 'chapOperation'):
        if other in wanted:
            raise Refused('INV_INPUT_PARAM_CONFLICT',
                          f'pathOperation,{other}')
    if not _names_paths(wanted):
        raise Refused('INV_INPUT_ONE_REQUIRED', 'FCWWNs,iSCSINames')
    if wanted['pathOperation'] == ADD and 'forcePathRemoval' in wanted:
        raise Refused('INV_INPUT_PARAM_CONFLICT', 'forcePathRemoval')


def _check_chap_together(wanted: Mapping[str, Any]) -> None:
    for other in ('newName', 'persona'):
        if other in wanted:
            raise Refused('INV_INPUT_PARAM_CONFLICT',
                          f'chapOperation,{other}')
    if wanted['chapOperation'] == REMOVE:
        for other in CHAP_DETAILS:
            if other in wanted:
                raise Refused('INV_INPUT_PARAM_CONFLICT',
                              f'chapOperation,{other}')
        return
    if 'chapRemoveTargetOnly' in wanted:
        raise Refused('INV_INPUT_PARAM_CONFLICT', 'chapRemoveTargetOnly')
    for needed in ('chapOperationMode', 'chapSecret'):
        if needed not in wanted:
            raise Refused('INV_INPUT_MISSING_REQUIRED', needed)


def _check_persona(array: Array, host: Host, persona: int) -> None:
    if persona == host.persona:
        return
    if host.logged_in and array.vluns.exported_to(host):
        raise Refused('EXPORTED_VLUN', 'persona')
    if persona == hosts.VMWARE and array.personality.protocol_endpoint \
            and array.vluns.uses_lun(host, 256):
        raise Refused('LUN_HOSTPERSONA_CONFLICT', 'persona')


def _change_paths(array: Array, host: Host,
                  wanted: Mapping[str, Any]) -> None:
    paths = hosts.wanted_paths(wanted)
    if wanted['pathOperation'] == ADD:
        if len(host.paths) + len(paths) > hosts.MAX_PATHS:
            raise Refused('INV_INPUT_TOO_MANY_WWN_OR_iSCSI')
        hosts.refuse_taken(array, paths)
        hosts.adopt(array, host, paths)
        if array.auto_log_in:
            hosts.log_in(array, host)
        return
    gone = [_own_path(host, path) for path in paths]
    if not wanted.get('forcePathRemoval') \
            and any(path.ports for path in gone) \
            and array.vluns.exported_to(host):
        raise Refused('EXPORTED_VLUN')
    for path in gone:
        hosts.release(array, host, path)


def _own_path(host: Host, wanted: Path) -> Path:
    for path in host.paths:
        if (path.kind, path.name) == (wanted.kind, wanted.name):
            return path
    # T57 says 400 where the table of all errors says 404.
    raise Refused('NON_EXISTENT_PATH', status=400)


def _change_chap(array: Array, host: Host,
                 wanted: Mapping[str, Any]) -> None:
    if wanted['chapOperation'] == REMOVE:
        _remove_chap(host, wanted.get('chapRemoveTargetOnly', False))
        return
    is_hex = wanted.get('chapSecretHex', False)
    secret = wanted['chapSecret']
    _check_secret(secret, is_hex)
    chap = Chap(_chap_name(host, wanted), secret, is_hex)
    other: Optional[Chap]
    if wanted['chapOperationMode'] == TARGET:
        if host.initiator_chap is None:
            raise Refused('NO_INITIATOR_CHAP')
        other = host.initiator_chap
    else:
        other = host.target_chap
    if other is not None and (other.secret, other.is_hex) == (secret, is_hex):
        raise Refused('NON_UNIQUE_CHAP_SECRET')
    if wanted['chapOperationMode'] == TARGET:
        host.target_chap = chap
    else:
        host.initiator_chap = chap


def _chap_name(host: Host, wanted: Mapping[str, Any]) -> str:
    text: str = wanted.get('chapName') or host.name
    return names.check_iscsi_name(text, 'chapName')


def _check_secret(secret: str, is_hex: bool) -> None:
    if is_hex:
        if len(secret) != 32:
            raise Refused('INV_INPUT_BAD_LENGTH', 'chapSecret')
        if not all(one in string.hexdigits for one in secret):
            raise Refused('INV_INPUT_ILLEGAL_CHAR', 'chapSecret')
    elif not 12 <= len(secret) <= 16:
        raise Refused('INV_INPUT_BAD_LENGTH', 'chapSecret')


def _remove_chap(host: Host, target_only: bool) -> None:
    present: List[Optional[Chap]] = [host.target_chap]
    if not target_only:
        present.append(host.initiator_chap)
    if not any(present):
        raise Refused('NON_EXISTENT_CHAP')
    host.target_chap = None
    if not target_only:
        host.initiator_chap = None
