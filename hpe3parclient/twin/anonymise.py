"""Replace what names an organisation in a capture, consistently.

Every text is replaced unless it is known to be harmless: versions, dates and
the words of a small vocabulary. A text is taken apart into runs of letters,
runs of digits, hexadecimal numbers and addresses; each distinct run is
replaced by one of the same length, so that the same name is the same word
everywhere, and names sort as before. A key turns it back.

This module knows texts and members; it does not know what an array answers.
"""

from __future__ import annotations

import json
import os
import random
import re
import secrets
import urllib.parse
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any, Callable

from hpe3parclient.narrowing import is_dict, is_list
from hpe3parclient.twin import recording
from hpe3parclient.twin.capture import not_read
from hpe3parclient.twin.document import BrokenCapture, Capture, Writer, file_of
from hpe3parclient.twin.lines import Piece
from hpe3parclient.twin.lines import pieces as pieces_of

KEY_FORMAT = 'hpe3parclient key'
KEY_VERSION = 1

#: what a text looks like that says nothing about an organisation: a date,
#: wherever it stands, and others in the members below
_VERSION = re.compile(r'[0-9]+(\.[0-9]+)*( \(?[A-Z0-9+]+\)?)*\Z')
_DATE = re.compile(r'\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d(Z| ?[A-Z]{2,5}|'
                   r'[+-]\d\d:?\d\d)?\Z')
_WORDS = re.compile(r'[A-Za-z0-9 _/()+-]{1,60}\Z')
_HARMLESS: dict[str, re.Pattern[str]] = {
    **dict.fromkeys(('systemVersion', 'fwVersion', 'version', 'patches',
                     'client'), _VERSION),
    **dict.fromkeys(('model', 'httpState', 'httpsState', 'manufacturer',
                     'rel', 'cageType', 'speed', 'roles', 'privileges',
                     'wsapi'), _WORDS),
}

#: objects in which ``name`` is a word of the vendor's
_VENDORS_NAMES = frozenset(('licenses', '/hostpersonas', '/roles'))

#: numbers that name an array
_NUMBERS = frozenset((('/system', 'id'),))

#: words of paths, of initiators' names and of the command line's tables
_WORDS_OF_TABLES = """
api v1 cpgs volumes volumesets hosts hostsets vluns ports qos tasks
disks remotecopygroups remotecopytargets remotecopylinks hostpersonas
aoconfigurations fcswitches users roles system capacity flashcache
links iscsivlans objectkeyvalues systemreporter vstime attime
portdevices query self http https iqn nqn eui naa com org nvmexpress
uuid pardata discovery release version patches component name type
state status node nodes total totals id size mib gib free used comment
comments domain domains sec usec created expires time date task user
serial number model wwn addr address port ports protocol speed rpm
class cage mag disk chunklet normal degraded failed new ready offline
online yes no true false none na all volume host sched schedname file
command min hour dom month dow createdby alert nextruntime active
suspended installtime id package complete message severity sev code
description details occurred partner mode label wwpn iscsi fc ip ssd
nl sas nvme raid set software licence license feature enabled expired
"""
_VOCABULARY = frozenset(_WORDS_OF_TABLES.split())

_TOKEN = re.compile(
    r'(?P<ipv4>(?<![\w.])\d{1,3}(?:\.\d{1,3}){3}(?![\w.]))'
    r'|(?P<hex>(?<![^\W_])(?=[0-9A-Fa-f]*[0-9])[0-9A-Fa-f]{8,}(?![^\W_]))'
    r'|(?P<digits>[0-9]+)'
    r'|(?P<letters>[^\W\d_]+)')


class Runs:
    """Replaces runs of one alphabet, keeping order and length.

    Runs form a tree by their beginnings; among the characters that follow the
    same beginning, each is replaced by one of the alphabet, in the same order.

    :param alphabet: characters in their order
    :param generator: where chance comes from
    """

    def __init__(self, alphabet: str, generator: random.Random) -> None:
        self._alphabet, self._random = alphabet, generator
        self._following: dict[str, set[str]] = {}
        self._chosen: dict[str, dict[str, str]] = {}

    def add(self, run: str) -> None:
        """Take note of a run that will be replaced."""
        for index, character in enumerate(run):
            self._following.setdefault(run[:index], set()).add(character)

    def replaced(self, run: str) -> str:
        """Return what stands for a run that was added."""
        return ''.join(self._choice(run[:index])[character]
                       for index, character in enumerate(run))

    def _choice(self, beginning: str) -> dict[str, str]:
        chosen = self._chosen.get(beginning)
        if chosen is None:
            chosen = self._chosen[beginning] = self._choose(
                sorted(self._following[beginning]))
        return chosen

    def _choose(self, characters: list[str]) -> dict[str, str]:
        """Choose other characters where the alphabet has enough."""
        alphabet = self._alphabet
        others = [item for item in alphabet if item not in characters]
        pool = others if len(others) >= len(characters) else list(alphabet)
        if len(pool) < len(characters):
            pool = [chr(0x4E00 + number) for number in range(len(characters))]
        return dict(zip(characters, sorted(
            self._random.sample(pool, len(characters)))))


class Octets(Runs):
    """Replaces the numbers of IPv4 addresses by numbers as long as they are."""

    def __init__(self, generator: random.Random) -> None:
        super().__init__('', generator)
        self._numbers: set[int] = set()
        self._map: dict[int, int] = {}

    def add(self, run: str) -> None:
        """Take note of a number."""
        self._numbers.add(int(run))

    def replaced(self, run: str) -> str:
        """Return what stands for a number that was added."""
        if not self._map:
            for low, high in ((0, 10), (10, 100), (100, 256)):
                known = sorted(n for n in self._numbers if low <= n < high)
                free = [n for n in range(low, high) if n not in known]
                pool = free if len(free) >= len(known) else range(low, high)
                self._map.update(zip(known, sorted(
                    self._random.sample(list(pool), len(known)))))
        number = self._map.get(int(run), int(run))
        return str(number).rjust(len(run), '0')


class Words:
    """Replaces texts.

    :param seed: the same seed gives the same replacements; None is chance
    """

    def __init__(self, seed: int | None = None) -> None:
        generator: random.Random = random.Random(  # noqa: S311 - or repeatable
            secrets.randbits(128) if seed is None else seed)
        self._runs: dict[str, Runs] = {
            'letters': Runs('abcdefghijklmnopqrstuvwxyz', generator),
            'digits': Runs('0123456789', generator),
            'hex': Runs('0123456789abcdef', generator),
            'ipv4': Octets(generator)}
        #: names that objects have; replaced even where the vocabulary has them
        self._names: set[str] = set()

    def add(self, text: str, name: bool = False) -> None:
        """Take note of a text that will be replaced.

        :param name: it is the name of an object
        """
        # In place of a name, set: and the name of a set may stand.
        of_a_set = text.startswith('set:')
        for kind, run in _tokens(_decoded(text)):
            if name and not (of_a_set and run == 'set'):
                self._names.add(run.lower())
            for part in _parts(kind, run):
                self._runs[kind].add(part)

    def replaced(self, text: str) -> str:
        """Return what stands for a text that was added."""
        plain = _decoded(text)
        result = _TOKEN.sub(
            lambda match: self._token(str(match.lastgroup), match[0]), plain)
        return urllib.parse.quote(result, safe='/:,;@=?&+!$()*-._~') \
            if plain != text else result

    def _token(self, kind: str, run: str) -> str:
        if run.lower() in _VOCABULARY and run.lower() not in self._names:
            return run
        replaced = [self._runs[kind].replaced(part)
                    for part in _parts(kind, run)]
        return _in_case('.'.join(replaced), run)


def _decoded(text: str) -> str:
    """A text without percent signs, if it has them as URLs do."""
    return urllib.parse.unquote(text) if re.search('%[0-9A-Fa-f]{2}', text) \
        else text


def _tokens(text: str) -> Iterator[tuple[str, str]]:
    for match in _TOKEN.finditer(text):
        yield str(match.lastgroup), match[0]


def _parts(kind: str, run: str) -> list[str]:
    return run.split('.') if kind == 'ipv4' else [run.lower()]


def _in_case(replaced: str, original: str) -> str:
    """Give a replacement the capitals of the original."""
    if original.upper() == original:
        return replaced.upper()
    if len(replaced) != len(original):      # 'ß' and its like
        return replaced
    return ''.join(new.upper() if old.isupper() else new
                   for new, old in zip(replaced, original))


def anonymise(source: str | os.PathLike[str], to: str | os.PathLike[str],
              key: str | os.PathLike[str], *, seed: int | None = None) -> None:
    """Replace names, serial numbers, addresses and comments in a capture.

    Numbers that say how much and which state stay. The key holds what was
    replaced; whoever has it can turn the capture back, so keep it apart.

    :param source: the capture
    :param to: name of the anonymised capture; a folder, or a name that ends
        in a slash, gets ``array.json`` and a README to complete
    :param key: name of the key, readable for its owner only; it must not exist
    :param seed: for tests: the same seed gives the same words
    :raises BrokenCapture: ``source`` is not a capture
    :raises OSError: a file cannot be read or written
    """
    capture = Capture(source)
    words = _words(capture, seed)
    known: dict[str, str] = {}

    def replace(text: str, name: bool = False,
                pieces: Sequence[Piece] = ()) -> str:
        replaced = ''.join(
            piece.text if piece.stays else words.replaced(piece.text)
            for piece in pieces or [Piece(text)])
        if known.setdefault(replaced, text) != text:
            raise ValueError(f'two texts would become {replaced!r}')
        return replaced

    with _new_private_file(key) as file:
        _write(capture, to, replace)
        changed = {new: old for new, old in known.items() if new != old}
        json.dump({'format': KEY_FORMAT, 'version': KEY_VERSION,
                   'texts': changed}, file, indent=0)
    if file_of(to) != Path(to):
        safe = Capture(to)
        recording.write_readme(safe, not_read(safe), anonymised='yes')


#: how often chance is asked again where a name would stay as it is
_TRIES = 20

#: shorter names cannot all be replaced: ten disks 0 to 9 stay 0 to 9
_SHORTEST = 4


def _words(capture: Capture, seed: int | None) -> Words:
    """Replacements under which no name of an object stays as it is.

    :raises ValueError: there are none
    """
    names: set[str] = set()

    def note(text: str, name: bool = False) -> None:
        if name and len(text) >= _SHORTEST:
            names.add(text)

    _each_text(capture, note)
    same: list[str] = []
    for number in range(_TRIES):
        words = Words(None if seed is None else seed + number)
        _each_text(capture, words.add)
        same = [name for name in names
                if words.replaced(name).lower() == name.lower()]
        if not same:
            return words
    raise ValueError(f'{len(same)} names cannot be replaced in their order, '
                     f'for example {same[0]!r}')


def turn_back(source: str | os.PathLike[str], to: str | os.PathLike[str],
              key: str | os.PathLike[str]) -> None:
    """Undo :func:`anonymise`.

    :param source: the anonymised capture
    :param to: name of the capture as it was
    :param key: the key that anonymise wrote
    :raises ValueError: the key is not one
    """
    try:
        content = json.loads(Path(key).read_text('utf-8'))
        texts = content['texts'] if content['format'] == KEY_FORMAT and \
            content['version'] == KEY_VERSION else None
    except (ValueError, KeyError, TypeError):
        texts = None
    if not is_dict(texts):
        raise ValueError(f'{key}: this is not a key of an anonymised capture')
    originals = texts

    def restore(text: str, name: bool = False,
                pieces: Sequence[Piece] = ()) -> Any:
        return originals.get(text, text)

    _write(Capture(source), to, restore)


def _new_private_file(path: str | os.PathLike[str]) -> Any:
    return os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL,
                             0o600), 'w', encoding='utf-8')


Replace = Callable[..., Any]


def _each_text(capture: Capture, add: Callable[..., None]) -> None:
    """Call a function with each text that is to be replaced."""
    def note(text: str, name: bool = False,
             pieces: Sequence[Piece] = ()) -> str:
        for piece in pieces or [Piece(text, is_name=name)]:
            if not piece.stays:
                add(piece.text, piece.is_name)
        return text

    for kind, _, value in _sections(capture, note):
        if kind == 'members':
            deque(value, maxlen=0)
    _walk(capture.source, 'source', note)


def _write(capture: Capture, to: str | os.PathLike[str], replace: Replace) -> None:
    target = file_of(to)
    if target != Path(to):
        target.parent.mkdir(parents=True, exist_ok=True)
    writer = Writer(target, _walk(capture.source, 'source', replace))
    if writer.done:
        writer.abandon()
        raise BrokenCapture(f'{to}.part: an unfinished capture is there')
    for kind, key, value in _sections(capture, replace):
        if kind == 'members':
            writer.members(key, value)
        elif kind == 'object':
            writer.object(key, value)
        elif kind == 'lines':
            writer.lines(key, value)
        else:
            writer.missing(kind, key, *value)
    writer.close()


def _sections(capture: Capture, replace: Replace
              ) -> Iterator[tuple[str, str, Any]]:
    """The sections of a capture, with each text replaced."""
    missing = capture.missing
    for key in capture.keys:
        lines, value = capture.lines(key), capture.object(key)
        root = key.partition('?')[0]
        if key in missing:
            yield 'get' if key.startswith('/') else 'command', key, (
                missing[key], capture.code(key))
        elif lines is not None:
            yield 'lines', key, [
                replace(line, pieces=pieces) for line, pieces
                in zip(lines, pieces_of(key, lines))]
        elif value is not None:
            yield 'object', _key(key, replace), _walk(value, root, replace)
        else:
            yield 'members', _key(key, replace), _each(
                capture.members(key), root, replace)


def _each(members: Iterable[Any], root: str,
          replace: Replace) -> Iterator[Any]:
    for member in members:
        yield _walk(member, root, replace)


def _key(path: str, replace: Replace) -> str:
    """A path, with the names in it replaced."""
    return str(replace(path)) if path.count('/') > 1 and \
        not path.startswith('/systemreporter/') else path


def _walk(value: Any, root: str, replace: Replace, member: str = '') -> Any:
    """A JSON value with each text replaced that is not harmless."""
    if is_dict(value):
        return {name: _walk(item, member or root, replace, name)
                for name, item in value.items()}
    if is_list(value):
        return [_walk(item, member or root, replace, member)
                for item in value]
    if isinstance(value, str):
        return value if _is_harmless(value, root, member) else \
            replace(value, _is_name(member))
    if type(value) is int and (root, member) in _NUMBERS:
        return int(replace(str(value)))
    return value


def _is_name(member: str) -> bool:
    """Whether a member holds the name of an object, or what is as good."""
    return member.lower().endswith(('name', 'cpg', 'wwn', 'number', 'comment',
                                    'copyof', 'setmembers', 'domain', 'addr'))


def _is_harmless(text: str, root: str, member: str) -> bool:
    if _DATE.match(text) or (member == 'name' and root in _VENDORS_NAMES):
        return True
    pattern = _HARMLESS.get(member)
    return pattern is not None and pattern.match(text) is not None
