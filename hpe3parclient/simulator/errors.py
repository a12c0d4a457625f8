"""How the simulated array refuses.

Knows symbols, numbers and statuses (from :mod:`hpe3parclient.error_codes`)
and the published texts. Knows no resource: which rule refuses what is said
in the model.
"""

from __future__ import annotations

from typing import Any

from hpe3parclient.error_codes import BY_SYMBOL, number_of

#: Texts that guides print or captures show. Programs match some of them.
PUBLISHED_TEXTS: dict[str, str] = {
    'INV_USER_PASS': 'invalid user or password',
    'INV_SESS_KEY': 'invalid session key',
    'UNSUP_OP': 'unsupported operation for the resource',
    'NON_EXISTENT_HOST': 'host does not exist',
    'NON_EXISTENT_VLUN': 'VLUN does not exist',
    'NON_EXISTENT_VOL': 'volume does not exist',
    'NO_SPACE': 'insufficient space for requested operation',
    'EXPORTED_VLUN': 'has exported VLUN',
    'TOO_LARGE': 'client request contains values that are too large',
    'SYS_SVC_NOT_READY':
        'system services required for operation are not ready',
    'SVC_UNAVAIL': 'maximum number of server connections has been reached',
    'IN_USE': 'resource in use',
    'INV_INPUT_EXCEEDS_LENGTH':
        'invalid input: string length exceeds limit',
    'JSON_SYNTAX_ERR': 'JSON syntax error',
    'EXISTENT_VOL': 'volume exists',
    'EXISTENT_SET': 'Set exists',
    'NO_SNAP_CPG': 'volume has no snapshot CPG',
    'INV_INPUT_MISSING_REQUIRED':
        'invalid input: some or all required parameters are missing',
    'INV_INPUT_PARAM_CONFLICT':
        'invalid input: parameters cannot be present at the same time',
    'INV_INPUT_ILLEGAL_CHAR': 'illegal character in input',
    'INV_INPUT_UNREC_NAME': 'unrecognized name',
    'RCOPY_GROUP_MIXED_MODES_ON_ONE_TARGET': 'Group with different modes '
        'on a single target is not supported',
    'EXISTENT_PATH': 'host WWN/iSCSI name already used by another host',
    'INV_INPUT_ONE_REQUIRED':
        'invalid input: one of the parameters is required',
    'LUN_HOSTPERSONA_CONFLICT':
        'invalid operation:  LUN number and persona capability conflict',
    'RCOPY_GROUP_NOT_STOPPED': 'Remote copy group not stopped',
    'RETAINED': 'volume retention time has not expired',
}


def text_of(symbol: str) -> str:
    """The published text of an error; else OURS: the table's meaning."""
    return PUBLISHED_TEXTS.get(symbol) or BY_SYMBOL[symbol].meaning


class Refused(Exception):
    """The array says no; the state is as it was.

    :param symbol: the error's name in the WSAPI guides
    :param ref: the member or members the error is about
    :param desc: a text other than the usual one
    :param status: an HTTP status other than the usual one
    """

    def __init__(self, symbol: str, ref: str | None = None,
                 desc: str | None = None,
                 status: int | None = None) -> None:
        super().__init__(symbol)
        self.symbol = symbol
        self.ref = ref
        self.desc = text_of(symbol) if desc is None else desc
        self.code = number_of(symbol)
        self.status = status or BY_SYMBOL[symbol].status or 400

    def body(self) -> dict[str, Any]:
        """The JSON object the array answers with."""
        answer: dict[str, Any] = {'code': self.code, 'desc': self.desc}
        if self.ref is not None:
            answer['ref'] = self.ref
        return answer
