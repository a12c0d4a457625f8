"""Every documented ``Raises:`` line, met by the client or explained.

raises.json holds the lines as method, class and symbol. Where the reference
and the WSAPI guide disagree about a status, the simulated array follows the
guide, and the client raises the class of the status it received.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import nullcontext
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from hpe3parclient import exceptions
from hpe3parclient.client import HPE3ParClient
from hpe3parclient.error_codes import BY_SYMBOL, row_of
from tests.support.coverage import ROWS
from tests.support.listed_array import build, serving
from tests.support.listed_calls import OPERATIONS, call_for, request_for
from tests.support.rawclient import dump
from tests.support.simulated import connect

_RECOVER = 'recoverRemoteCopyGroupFromDisaster'
#: Method and symbol → the class of the status that the guide gives.
GUIDE = {
    ('deleteVolume', 'RETAINED'): 'HTTPConflict',
    ('deleteVolume', 'HAS_RO_CHILD'): 'HTTPConflict',
    ('createCPG', 'NON_EXISTENT_DOMAIN'): 'HTTPNotFound',
    ('deleteCPG', 'IN_USE'): 'HTTPConflict',
    ('modifyVolume', 'UNLICENSED_FEATURE'): 'HTTPForbidden',
    ('createQoSRules', 'UNLICENSED_FEATURE'): 'HTTPForbidden',
    ('modifyQoSRules', 'UNLICENSED_FEATURE'): 'HTTPForbidden',
    ('createHostSet', 'EXISTENT_SET'): 'HTTPConflict',
    ('modifyHostSet', 'EXISTENT_SET'): 'HTTPConflict',
    ('createVolumeSet', 'EXISTENT_SET'): 'HTTPConflict',
    ('modifyVolumeSet', 'EXISTENT_SET'): 'HTTPConflict',
    ('createRemoteCopyGroup', 'NON_EXISTENT_DOMAIN'): 'HTTPNotFound',
    (_RECOVER, 'RCOPY_GROUP_INV_TARGET'): 'HTTPForbidden',
    (_RECOVER, 'INV_INPUT_MISSING_REQUIRED'): 'HTTPBadRequest',
    (_RECOVER, 'INV_INPUT_PARAM_CONFLICT'): 'HTTPBadRequest',
    (_RECOVER, 'INV_OPERATION_VV_PROMOTE_IN_PROGRESS'): 'HTTPConflict'}
#: Method and symbol → a status that differs from the symbol's usual one; the
#: tests of the model see the array answer with it.
STATUSES = {(_RECOVER, 'RCOPY_GROUP_EMPTY'): 403}

#: Of the errors of a copy, which of them stopping one has.
_STOPPING = 'Listed for copies as a whole: stopping one never meets it.'
_STATE = ('The raw requests of the operation meet it, in a state that no '
          'request brings about.')
#: Methods and symbols that the table of operations does not explain.
REASONS: dict[tuple[str, str], str] = {
    ('deleteHost', 'IN_USE'):
        'The guide has HOST_IN_SET and EXPORTED_VLUN in its place.',
    ('queryHost', 'NON_EXISTENT_HOST'):
        'A query that finds nothing is answered with an empty list.',
    ('queryHost', 'INV_INPUT_ILLEGAL_CHAR'):
        'The client refuses a value that cannot stand in a query.',
    ('queryHost', 'INT_SERV_ERR'):
        'Looking at hosts never fails in the model.',
    ('queryHost', 'INV_INPUT'):
        'The client writes no filter that an array does not understand.',
    ('modifyVolume', 'INT_SERV_ERR'):
        'Metadata of the model is never corrupted.',
    **{(f'{verb}{kind}Set', symbol): _STATE
       for verb in ('create', 'modify') for kind in ('Host', 'Volume')
       for symbol in ('MEMBER_IN_DOMAINSET', 'VV_IN_INCONSISTENT_STATE',
                      'VV_IS_BEING_REMOVED')},
    ('createVolumeSet', 'NON_EXISTENT_HOST'):
        'A volume set has no hosts.',
    ('setVolumeMetaData', 'INV_INPUT_UNREC_NAME'):
        'The client sends no member that the array does not know.',
    ('getTask', 'INV_INPUT_WRONG_TYPE'):
        'The client refuses an id that is no number.',
    ('deleteVLUN', 'INV_INPUT_MISSING_REQUIRED'):
        'The client refuses an id that is not complete.',
    ('createHost', 'INV_INPUT_MISSING_REQUIRED'):
        'The client always sends a name.',
    ('getCPGStatData', ''): 'It comes from the command line.'}


def lines() -> list[tuple[str, str, str]]:
    """Method, class and symbol of every line."""
    text = (Path(__file__).parent / 'raises.json').read_text('utf-8')
    return [(method, name, row_of(symbol).symbol if symbol else '')
            for method, name, symbol in json.loads(text)]


def is_remote(method: str) -> bool:
    return 'remote copy' in OPERATIONS.get(method, ('',))[0]


MET = [one for one in lines() if call_for(one[0], one[2])]
REMOTE = [one for one in lines() if is_remote(one[0])]
OTHERS = [one for one in lines() if one not in MET and one not in REMOTE]


@pytest.fixture(scope='module')
def clients() -> Iterator[dict[str, Any]]:
    """Those who talk to the array, by their users' names; and the array."""
    with serving() as array:
        build(array)
        with connect(array) as client, \
                HPE3ParClient(array.api_url, timeout=60) as guest:
            guest.login('guest', 'p')
            yield {'': client, 'guest': guest, 'array': array}


@pytest.mark.parametrize('method, name, symbol', MET)
def test_documented_error_is_raised(clients: dict[str, Any], method: str,
                                    name: str, symbol: str) -> None:
    item: Any = request_for(method, symbol) or {'user': '', 'tweak': None}
    state = clients['array'].state
    user = 'guest' if symbol == 'PERM_DENIED' else item['user']
    before = dump(state)
    call: Any = call_for(method, symbol)
    with item['tweak'](state) if item['tweak'] else nullcontext():
        with pytest.raises(exceptions.ClientException) as caught:
            call(clients[user])
    assert caught.value.symbol == symbol
    assert type(caught.value).__name__ == GUIDE.get((method, symbol), name)
    assert dump(state) == before


def reasons() -> dict[tuple[str, str], str]:
    """Why errors are not given, by operation and symbol."""
    return {(row.operation, row.symbol): row.reason for row in ROWS
            if row.reason is not None}


def why_not(method: str, symbol: str) -> str:
    operation = OPERATIONS.get(method, ('',))[0]
    if method == 'stopOfflinePhysicalCopy':
        return _STOPPING
    if method == 'findAllVolumeSets':
        return 'It looks through the list of sets, which never fails so.'
    return REASONS.get((method, symbol)) \
        or reasons().get((operation, symbol)) or ''


@pytest.mark.parametrize('method, name, symbol', OTHERS)
def test_error_that_is_not_raised_has_a_reason(method: str, name: str,
                                               symbol: str) -> None:
    assert why_not(method, symbol)


@pytest.mark.parametrize('method, name, symbol', REMOTE)
def test_documented_error_of_remote_copy_is_given_or_explained(
        method: str, name: str, symbol: str) -> None:
    operation = OPERATIONS[method][0]
    result = [row for row in ROWS if (row.operation, row.symbol)
             == (operation, symbol)]
    assert len(result) == 1
    status = STATUSES.get((method, symbol), BY_SYMBOL[symbol].status)
    if status is not None and result[0].test is not None:
        raised = exceptions.from_response(SimpleNamespace(status=status), {})
        assert type(raised).__name__ == GUIDE.get((method, symbol), name)


def test_the_guide_is_followed_only_where_it_disagrees() -> None:
    documented = {(method, symbol): name for method, name, symbol in lines()}
    for pair, name in GUIDE.items():
        assert documented[pair] != name
