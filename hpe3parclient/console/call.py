"""``python -m hpe3parclient call``: one method of the client, from a shell.

Words of a command line become arguments, results become a table or JSON. This
module knows methods and their parameters; it does not know which array it is.
"""

from __future__ import annotations

import datetime
import difflib
import inspect
import json
import re
import sys
from collections.abc import Iterable, Sequence
from typing import Any, Callable, TextIO

from hpe3parclient.client import HPE3ParClient
from hpe3parclient.console import tables
from hpe3parclient.narrowing import is_iterator, is_list, is_list_or_tuple
from hpe3parclient.query import Q

#: what annotations stand for that are names of types
_ALIASES = {'Since': 'datetime.datetime | float | str'}

_NUMBER = re.compile(r'[0-9]+(\.[0-9]+)?\Z')

#: parameters that only Python can fill in
_CALLABLES = ('progress', 'sleep', 'clock')


class UsageError(ValueError):
    """The command line names no method, or not the arguments of one."""


def methods() -> list[str]:
    """Return the names of the methods that can be called, in reading order."""
    result: list[str] = []
    for base in HPE3ParClient.__mro__:
        if base.__module__.startswith('hpe3parclient.resources.'):
            result += [name for name, value in vars(base).items()
                       if not name.startswith('_') and (
                           inspect.isfunction(value)
                           or isinstance(value, staticmethod))]
    return sorted(set(result), key=str.lower)


def method(name: str) -> Callable[..., Any]:
    """Return a method of the client, not bound to one.

    :raises UsageError: there is none of that name
    """
    known = methods()
    if name in known:
        return getattr(HPE3ParClient, name)  # type: ignore[no-any-return]
    matches = [item for item in known if item.lower() == name.lower()] or \
        difflib.get_close_matches(name, known, 2)
    hint = f'; did you mean {" or ".join(matches)}?' if matches else \
        '; "methods" lists them'
    raise UsageError(f'no method is called {name!r}{hint}')


def arguments(function: Callable[..., Any],
              words: Sequence[str]) -> inspect.BoundArguments:
    """Convert the words after a method's name to its arguments.

    A word ``parameter=value`` is an argument by name, any other one by
    position. Where the parameter is a text the word is taken as it is, else it
    is read as JSON.

    :raises UsageError: a word is not what its parameter takes; or arguments
        are missing or too many
    """
    parameters = _parameters(function)
    by_position = [parameter for parameter in parameters.values()
                   if parameter.kind is not parameter.KEYWORD_ONLY]
    several = bool(by_position) and \
        by_position[-1].kind is inspect.Parameter.VAR_POSITIONAL
    given: list[Any] = []
    named: dict[str, Any] = {}
    for word in words:
        name, equals, value = word.partition('=')
        if equals and name in parameters and name not in named and \
                parameters[name].kind is not inspect.Parameter.VAR_POSITIONAL:
            named[name] = _argument(parameters[name], value)
        elif several or len(given) < len(by_position):
            given.append(_argument(
                by_position[min(len(given), len(by_position) - 1)], word))
        else:
            raise UsageError(f'{word!r} is one argument too many: '
                             f'{usage(function)}')
    try:
        return inspect.Signature(list(parameters.values())).bind(
            *given, **named)
    except TypeError as ex:
        raise UsageError(f'{ex}: {usage(function)}') from None


def usage(function: Callable[..., Any]) -> str:
    """Return a method's name and parameters: ``getVolume NAME``."""
    words = [function.__name__]
    for name, parameter in _parameters(function).items():
        if parameter.kind is parameter.KEYWORD_ONLY:
            words.append(f'[{name}=…]')
        elif parameter.kind is parameter.VAR_POSITIONAL:
            words.append(f'[{name} …]')
        else:
            words.append(name if parameter.default is parameter.empty
                         else f'[{name}]')
    return ' '.join(words)


def manual(function: Callable[..., Any]) -> str:
    """Return what a method does, and what its parameters are."""
    return f'{usage(function)}\n\n{inspect.getdoc(function)}\n'


def _parameters(function: Callable[..., Any]) -> dict[str, inspect.Parameter]:
    """What a shell can give a method."""
    return {name: parameter for name, parameter
            in inspect.signature(function).parameters.items()
            if name != 'self' and name not in _CALLABLES
            and parameter.kind is not parameter.VAR_KEYWORD}


def _argument(parameter: inspect.Parameter, word: str) -> Any:
    kinds = {kind.strip() for text in str(parameter.annotation).split('|')
             for kind in _ALIASES.get(text.strip(), text).split('|')}
    if 'Expression' in kinds:
        return _expression(parameter.name, word)
    if 'str' in kinds and not (
            (kinds & {'int', 'float'} and _NUMBER.match(word)) or
            (len(kinds) > 1 and word[:1] in ('{', '['))):
        return _moment(word) if 'datetime.datetime' in kinds else word
    try:
        return json.loads(word)
    except ValueError:
        shape = _shape(kinds)
        kind = {'object': 'an object', 'list': 'a list'}.get(
            shape, parameter.annotation)
        raise UsageError(
            f'{parameter.name} is {kind}, written as JSON, '
            f'not {word!r}; for example {_EXAMPLES[shape]}') from None


def _moment(word: str) -> datetime.datetime | str:
    """A time in ISO 8601; any other word as it is."""
    try:
        return datetime.datetime.fromisoformat(
            word[:-1] + '+00:00' if word.endswith('Z') else word)
    except ValueError:
        return word


#: how a value is written as JSON on a command line
_EXAMPLES = {'object': """'{"tpvv": true}'""", 'list': """'["a", "b"]'""",
             'bool': 'true', 'number': '1024'}


def _shape(kinds: Iterable[str]) -> str:
    text = ' '.join(kinds)
    for word, shape in (('Iterable', 'list'), ('list', 'list'),
                        ('bool', 'bool'), ('int', 'number'),
                        ('float', 'number')):
        if word in text:
            return shape
    return 'object'


def _expression(name: str, word: str) -> Any:
    """A filter, written as in Python: ``Q.userCPG == "gold"``."""
    try:
        return eval(word, {'__builtins__': {}, 'Q': Q})  # noqa: S307 - a person's own
    except Exception as ex:  # noqa: BLE001 - whatever the word raises
        raise UsageError(
            f'{name} is an expression with Q, not {word!r} ({ex}); for '
            f"""example 'Q.userCPG == "gold"'""") from None


def write(result: Any, file: TextIO, *, as_json: bool = False,
          width: int | None = None) -> None:
    """Write what a method returned; nothing for None.

    :param as_json: JSON instead of a table: a list as an array with one
        member on each line
    :param width: columns to keep a table to; None shows all of it
    """
    if as_json:
        _write_json(result, file)
        return
    if is_iterator(result):
        result = list(result)
    if is_list_or_tuple(result) and not is_list(result) and \
            len(result) == 2 and hasattr(result[0], 'keys'):
        result = result[1]      # behind the headers of the answer
    if result is not None:
        text = tables.report(result, width)
        encoding = file.encoding or 'utf-8'
        text = text.encode(encoding, 'backslashreplace').decode(encoding)
        file.write(text + '\n' if text else '')


def _write_json(result: Any, file: TextIO) -> None:
    if not is_iterator(result):
        json.dump(result, file, indent=2, default=_plain)
        file.write('\n')
        return
    file.write('[')
    separator = '\n'
    for item in result:
        file.write(separator + json.dumps(item, default=_plain))
        separator = ',\n'
    file.write('\n]\n')


def _plain(value: Any) -> Any:
    """What JSON cannot hold: headers are a dict, times ISO 8601, the rest str."""
    if isinstance(value, datetime.datetime):
        return value.isoformat()
    return dict(value) if hasattr(value, 'keys') else str(value)


def progress(function: Callable[..., Any]) -> dict[str, Any]:
    """Return the argument that shows the progress of a wait on a terminal."""
    if 'progress' not in inspect.signature(function).parameters or \
            not sys.stderr.isatty():
        return {}
    from hpe3parclient.console.progress import progressBar
    return {'progress': progressBar()}
