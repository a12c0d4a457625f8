"""Command lines of File Persona, and what is read in their answers.

A command line is made of the name of the command, its options and its
specifiers. Answers to the commands that read are Tcl lists of values in a
fixed order; ``gettpdinterface`` tells what the values are.

This module knows the form of both. It sends nothing.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Union

from hpe3parclient import describe
from hpe3parclient.cli import words
from hpe3parclient.cli.errors import SSHTableError
from hpe3parclient.narrowing import is_list
from hpe3parclient.tcl_parser import (
    HPE3ParTclParser,
    TclError,
    element_text,
    raw_elements,
)
from hpe3parclient.web.redact import reveal

#: The name of a value, or that of a record and those of its values.
Field = Union[str, tuple[str, list[str]]]
#: The values of every kind of record, in their order.
Interfaces = dict[str, list[Field]]

#: What a getter returns: ``message``, ``total`` and ``members``.
Collection = dict[str, Any]

#: Commands that ask for a confirmation, which ``-f`` gives.
FORCE_ME: dict[str, bool] = dict.fromkeys((
    'setfpg', 'removefpg', 'removevfs', 'setfsip', 'removefsip',
    'setfsgroup', 'removefsgroup', 'setfsuser', 'removefsuser',
    'removefstore', 'createfshare', 'removefshare', 'createfsnap',
    'removefsnap'), True)

#: Commands that print a Tcl list only with ``-d``.
GET_DETAILS: dict[str, bool] = {'getvfs': True}

#: Commands whose first specifier, the protocol, comes before all options.
PROTOCOL_FIRST: dict[str, bool] = dict.fromkeys((
    'createfshare', 'setfshare', 'getfshare', 'removefshare'), True)

#: Options whose value may be any text.
_FREE = frozenset((
    'allowip', 'allowperm', 'certdata', 'certfile', 'clientip', 'denyip',
    'denyperm', 'grplist', 'memberlist', 'options', 'passwd', 'sharedir',
    'urlpath'))
_SECRET = frozenset(('certdata', 'passwd'))
#: Other options that are nothing without a value: they would take the next
#: word for it.
_VALUED = frozenset((
    'abe', 'bgrace', 'ca', 'cache', 'comment', 'cpg', 'enable', 'forget',
    'fpg', 'fstore', 'gid', 'groupname', 'hcapacity', 'hfile', 'igrace',
    'ip', 'node', 'primarygroup', 'primarynode', 'reclaimStrategy',
    'restore', 'retain', 'rmcert', 'scapacity', 'sfile', 'size', 'snapname',
    'ssl', 'subnet', 'uid', 'username', 'vfs', 'vlan', 'vlantag'))

#: The interfaces that are kept of those that an array describes.
_INTERFACES = frozenset((
    'getfspoolInd', 'getfssystemInd', 'getvfsInd', 'getfsipInd',
    'getfstoreInd', 'getfsharenfsInd', 'getfsharesmbInd', 'getfshareobjInd',
    'getfsnapInd', 'getfsnapcleanInd', 'getfsquotaInd'))

#: How a record says that there is none.
_NO_TASK = ['No', 'reclamation', 'task', 'running']


# -- command lines ----------------------------------------------------------


def build(command: str | Sequence[str], specifiers: Sequence[Any],
          options: Mapping[str, Any]) -> list[str]:
    """Return the words of a command line.

    :param command: its first words, as a list or separated by blanks
    :param specifiers: what stands behind the options
    :param options: values by name. True is the option without a value.
        False, None, 0 and whatever is empty leave the option out
    :raises SSHInjectionThreat: a value is not fit for a command line
    """
    out = command.split() if isinstance(command, str) else list(command)
    verb = out[0]
    left = list(specifiers)
    if PROTOCOL_FIRST.get(verb) and left:
        out.append(words.argument(left.pop(0), f'protocol of {verb}'))
    forced = [name for name, commands in (('f', FORCE_ME),
                                          ('d', GET_DETAILS))
              if commands.get(verb)]
    out.extend(f'-{name}' for name in forced)
    for name, value in options.items():
        if name not in forced:
            out.extend(_option(verb, name, value))
    out.extend(words.argument(value, f'specifier {index} of {verb}')
               for index, value in enumerate(left, 1))
    return out


def _option(verb: str, name: str, value: Any) -> list[str]:
    """Return the words of one option."""
    value = reveal(value)
    if not value:
        return []
    option = words.option(f'-{name}')
    if value is True and name not in _FREE | _VALUED:
        return [option]
    what = f'{name} of {verb}'
    if name == 'comment' and value is not True:
        plain = isinstance(value, (int, float))
        return [option, words.quoted(str(value) if plain else value, what)]
    if name in _SECRET:
        return [option, words.secret_argument(value, what)]
    check = words.free_argument if name in _FREE else words.argument
    return [option, check(value, what)]


# -- answers ----------------------------------------------------------------


def interfaces(lines: Sequence[str]) -> Interfaces:
    """What gettpdinterface tells about the values of records.

    :raises SSHTableError: it tells nothing of the kind
    """
    described: Interfaces = {}
    for entry in _parse('gettpdinterface', ''.join(lines)):
        if len(entry) == 2 and entry[0] in _INTERFACES:
            described[entry[0]] = _fields(entry[1])
    if not described:
        raise SSHTableError('gettpdinterface described no File Persona '
                            f'interface: {_excerpt(lines)}')
    return described


def _fields(keys: Sequence[Any]) -> list[Field]:
    """Return the fields of an interface: ``{key n}`` and ``{key,sub n}``."""
    fields: list[Field] = []
    for key in keys:
        name, _, sub = str(key[0] if is_list(key) and key
                           else key).partition(',')
        last = fields[-1] if fields else ''
        if not sub:
            fields.append(name)
        elif isinstance(last, tuple):
            last[1].append(sub)
        else:
            fields[-1:] = [(last or name, [sub])]
    return fields


def message_of(lines: Sequence[str]) -> Collection | None:
    """An answer that is a sentence, or nothing, instead of a list."""
    text = ''.join(lines)
    if text.startswith('{'):
        return None
    return {'message': text if lines else None, 'total': 0, 'members': []}


def collection(verb: str, lines: Sequence[str], described: Interfaces,
               interface: str) -> Collection:
    """An answer that is a list, as dicts.

    :param verb: the command
    :param described: what gettpdinterface told
    :param interface: the one that describes this command's records
    :raises SSHTableError: the answer cannot be read
    """
    fields = described.get(interface)
    if fields is None:
        raise SSHTableError(f'The array did not describe {interface}, so the answer '
                            f'to {verb} cannot be read')
    try:
        members = [_member(verb, fields, record, described)
                   for record in _records(verb, ''.join(lines))]
    except TclError as err:
        raise _no_list(verb, err) from err
    return {'message': None, 'total': len(members), 'members': members}


def _records(verb: str, text: str) -> list[str]:
    """Return the records of an answer, each as it is written."""
    records = [raw for raw in raw_elements(text) if raw.startswith('{')]
    if verb == 'getfs':
        # the whole answer is one record without braces around it
        return [f'{{{" ".join(records)}}}']
    if verb == 'getfsip':
        # all records stand in one more pair of braces
        return raw_elements(element_text(records[0])) if records else []
    if verb == 'getfsnapclean':
        return [raw for raw in records
                if element_text(raw).split()[:len(_NO_TASK)] != _NO_TASK]
    return records


def _parse(verb: str, text: str) -> list[Any]:
    try:
        return HPE3ParTclParser.parse_tcl(text)
    except TclError as err:
        raise _no_list(verb, err) from err


def _no_list(verb: str, err: TclError) -> SSHTableError:
    return SSHTableError(f'The answer to {verb} is not a Tcl list: {err}')


def _member(verb: str, fields: Sequence[Field], record: str,
            described: Interfaces) -> dict[str, Any]:
    """One record; values that are missing at its end stay out."""
    values = raw_elements(element_text(record))
    if len(values) > len(fields):
        raise SSHTableError('A record of %s has %d values, but the array '
                            'described %d'
                            % (verb, len(values), len(fields)))
    member: dict[str, Any] = {}
    for field, raw in zip(fields, values):
        if isinstance(field, tuple):
            member[field[0]] = _subrecord(field[1], _tree(raw))
        elif field == 'comment':
            # the only value that is a text even where it has blanks
            member[field] = element_text(raw)
        elif field == 'vfsip':
            fsip = described.get('getfsipInd', [])
            member[field] = [_member('getfsip', fsip, entry, described)
                             for entry in raw_elements(element_text(raw))]
        else:
            member[field] = _tree(raw)
    return member


def _tree(raw: str) -> Any:
    """A value as text, or as lists of lists and texts."""
    if raw.startswith('{'):
        return HPE3ParTclParser.parse_tcl(raw)[0]
    return element_text(raw)


def _subrecord(names: Sequence[str], value: Any) -> Any:
    """A dict, or a list of them where the value is a list of records.

    With a single name a list in a list is its value: that is how the order
    of authentication comes.
    """
    if not value:
        return []
    values = _listed(value)
    if isinstance(values[0], list) and len(names) > 1:
        return [dict(zip(names, _listed(record))) for record in values]
    return dict(zip(names, values))


def _listed(value: Any) -> list[Any]:
    return value if is_list(value) else [value]


def _excerpt(lines: Sequence[str]) -> str:
    """Return the start of the output, for an error."""
    return describe.one_line(' '.join(lines)[:200]) or 'it printed nothing'
