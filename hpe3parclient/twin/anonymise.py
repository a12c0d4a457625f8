"""Replace what names an organisation in a capture, consistently.

Every text is replaced unless it is known to be harmless: versions, dates and
the words of a small vocabulary. A key turns it back.

This module knows the members of a capture; ``lines`` knows what the command line
prints, and ``words`` what a text is replaced by.
"""

from __future__ import annotations

import functools
import json
import os
import re
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any, Protocol

from hpe3parclient.narrowing import is_dict, is_list
from hpe3parclient.twin import recording
from hpe3parclient.twin.capture import WRONG, not_read
from hpe3parclient.twin.document import (
    BrokenCapture,
    Capture,
    Writer,
    file_of,
    is_member,
    new_private_file,
)
from hpe3parclient.twin.lines import (
    BUILT_IN,
    OF_A_LINK,
    Piece,
    moments,
    pieces,
    positioned,
)
from hpe3parclient.twin.vocabulary import WORDS
from hpe3parclient.twin.words import Words

KEY_FORMAT = 'hpe3parclient key'
KEY_VERSION = 1

#: what a text looks like that says nothing about an organisation: a date,
#: wherever it stands, a part of the array, and others in the members below
_VERSION = re.compile(r'[0-9]+(\.[0-9]+)*( \(?[A-Z0-9+]+\)?)*\Z')
_DATE = re.compile(r'\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d(Z| ?[A-Z]{2,5}|'
                   r'[+-]\d\d:?\d\d)?\Z')
_PART = re.compile(r'(cage|node|pd|mag)\d{1,4}\Z|\d{1,3}(:\d{1,3}){1,2}\Z')
_WORDS = re.compile(r'[A-Za-z0-9 _/,()+-]{1,60}\Z')
_ROLE = re.compile(r'super|edit|browse|service|create|basic_edit|3PAR_(AO|RM)|'
                   r'security|audit|compliance\Z')
_HARMLESS: dict[str, re.Pattern[str]] = {
    **dict.fromkeys(('systemVersion', 'fwVersion', 'version', 'patches',
                     'client'), _VERSION),
    **dict.fromkeys(('model', 'httpState', 'httpsState', 'manufacturer',
                     'rel', 'cageType', 'speed', 'roles', 'privileges',
                     'wsapi'), _WORDS),
    **dict.fromkeys(('username', 'user'), BUILT_IN),
    'role': _ROLE, 'domain': re.compile(r'all\Z'),
    # the store and the numbers that File Persona gives
    **dict.fromkeys(('name', 'fstore'), re.compile(r'\.admin\Z')),
    'id': re.compile(r'1\d{19}\Z'),
}

#: what people write about a host; every word of it counts
_FREE = ('descriptors',)

#: objects in which ``name`` is a word of the vendor's
_VENDORS_NAMES = frozenset(('licenses', '/hostpersonas', '/roles'))

#: numbers that name an array
_NUMBERS = frozenset((('/system', 'id'),))
_SHORTEST_SERIAL = 5

#: paths whose second segment is no name
_NO_NAMES = ('/systemreporter/', '/ports/')

#: the path of samples that are narrowed to the object of a name
_OF_A_CPG = re.compile(r'(/systemreporter/[^;?]*;name:)([^;?]*)(.*)\Z')

#: how a refusal begins: what comes then may name an object
_REFUSAL = re.compile(r'[A-Z][a-z ]+\(HTTP \d{3}\)( \d+)?')

_DIGITS = re.compile('[0-9]+')
_LETTERS = re.compile(r'[^\W\d_]+')

#: a link to an object, and a query for one of the vendor's
_LINK = re.compile(r'(?P<scheme>https?://)(?P<address>[^/]+)'
                   r'(?P<root>/api/v\d/)(?P<resource>[a-z]+)(?P<rest>.*)\Z')
_QUERY = re.compile(r'\?query="wsapiAssignedId EQ \d+"\Z')
_SEGMENT = re.compile(r'(/[\w-]+)?\Z')


@functools.lru_cache(maxsize=1)
def _words_of_refusals() -> frozenset[str]:
    """The words by which the web service says what is wrong."""
    from hpe3parclient.error_codes import ERRORS
    return frozenset(word for row in ERRORS
                     for word in _LETTERS.findall(row.meaning.lower()))


@functools.lru_cache(maxsize=1)
def _known_members() -> frozenset[str]:
    """The names of members that answers are known to have."""
    from hpe3parclient import types
    return frozenset(name for item in vars(types).values()
                     for name in getattr(item, '__annotations__', ()))


class _Collision(Exception):
    """Two texts would become the same."""


class _Replacer(Protocol):
    """What is done with each part of a capture."""

    def text(self, text: str, name: bool = False, whole: bool = False) -> str:
        """A text; ``whole`` counts words of the vocabulary, too."""
        ...

    def line(self, line: str, parts: Sequence[Piece]) -> str:
        """A line that a command has printed, and its parts."""
        ...

    def number(self, number: int, names: bool) -> int:
        """A number; ``names`` if it names the array wherever it stands."""
        ...

    def member(self, name: str) -> str:
        """The name of a member."""
        ...


class _Names:
    """Collects the names of objects, and numbers that are as long as serials."""

    def __init__(self, serials: set[str]) -> None:
        self._lengths = {len(serial) for serial in serials}
        self.names: set[str] = set()
        self.numbers: set[int] = set()

    def text(self, text: str, name: bool = False, whole: bool = False) -> str:
        if name:
            self.names.add(text)
        return text

    def line(self, line: str, parts: Sequence[Piece]) -> str:
        self.names.update(part.text for part in parts
                          if part.is_name and not part.stays)
        return line

    def number(self, number: int, names: bool) -> int:
        if len(str(number)) in self._lengths:
            self.numbers.add(number)
        return number

    def member(self, name: str) -> str:
        return name


class _Noter:
    """Adds all that will be replaced to the words."""

    def __init__(self, words: Words, serials: set[str], names: set[str]) -> None:
        self.words, self.serials, self.names = words, serials, names

    def text(self, text: str, name: bool = False, whole: bool = False) -> str:
        self.words.add(text, name)
        return text

    def line(self, line: str, parts: Sequence[Piece]) -> str:
        for part in parts:
            if not self._stays(part):
                self.words.add(part.text, part.is_name)
        return line

    def _stays(self, part: Piece) -> bool:
        """Whether a part of a line stays: a serial number looks as others do."""
        return part.stays and not self.serials.intersection(
            _DIGITS.findall(part.text)) and not (
            part.is_name and part.text in self.names)

    def number(self, number: int, names: bool) -> int:
        if self._is_serial(number, names):
            self.words.add(str(number), True)
        return number

    def member(self, name: str) -> str:
        if self._is_name(name):
            self.words.add(name, True)
        return name

    def _is_serial(self, number: int, names: bool) -> bool:
        return names or str(number) in self.serials

    def _is_name(self, member: str) -> bool:
        """Whether a member is called as an object is, or as no member is."""
        return member not in _known_members() and (
            member in self.names or not is_member(member))


class _Exchanger(_Noter):
    """Replaces everything; remembers what, and refuses two of a kind."""

    def __init__(self, words: Words, serials: set[str], names: set[str],
                 numbers: set[int]) -> None:
        super().__init__(words, serials, names)
        self._others = numbers
        self.texts: dict[str, str] = {}
        self.numbers: dict[str, int] = {}
        self.members: dict[str, str] = {}

    def text(self, text: str, name: bool = False, whole: bool = False) -> str:
        return self._noted(self.words.replaced(text, whole), text)

    def line(self, line: str, parts: Sequence[Piece]) -> str:
        return self._noted(''.join(
            part.text if self._stays(part) else self.words.replaced(
                part.text, part.is_name, part.vendors)
            for part in parts), line)

    def number(self, number: int, names: bool) -> int:
        if not self._is_serial(number, names):
            return number
        replaced = int(self.words.replaced(str(number), True))
        if len(str(replaced)) != len(str(number)) or (
                replaced in self._others and replaced != number) or \
                self.numbers.setdefault(str(replaced), number) != number:
            raise _Collision(str(replaced))
        return replaced

    def member(self, name: str) -> str:
        if not self._is_name(name):
            return name
        replaced = self.words.replaced(name, True)
        if self.members.setdefault(replaced, name) != name:
            raise _Collision(replaced)
        return replaced

    def _noted(self, replaced: str, text: str) -> str:
        if self.texts.setdefault(replaced, text) != text:
            raise _Collision(replaced)
        return replaced

    def changed(self) -> dict[str, Any]:
        """Return what a key holds."""
        return {'texts': {new: old for new, old in self.texts.items()
                          if new != old},
                'numbers': {new: old for new, old in self.numbers.items()
                            if new != str(old)},
                'members': self.members}


class _Restorer:
    """Turns back what a key has."""

    def __init__(self, content: dict[str, Any]) -> None:
        self._texts: dict[str, str] = content['texts']
        self._numbers: dict[str, int] = content.get('numbers', {})
        self._members: dict[str, str] = content.get('members', {})

    def text(self, text: str, name: bool = False, whole: bool = False) -> str:
        return self._texts.get(text, text)

    def line(self, line: str, parts: Sequence[Piece]) -> str:
        return self._texts.get(line, line)

    def number(self, number: int, names: bool) -> int:
        return self._numbers.get(str(number), number)

    def member(self, name: str) -> str:
        return self._members.get(name, name)


def anonymise(source: str | os.PathLike[str], to: str | os.PathLike[str],
              key: str | os.PathLike[str], *, seed: int | None = None
              ) -> list[str]:
    """Replace names, serial numbers, addresses and comments in a capture.

    Numbers that say how much and which state stay. The key holds what was
    replaced; whoever has it can turn the capture back, so keep it apart.

    :param source: the capture
    :param to: name of the anonymised capture; a folder, or a name that ends
        in a slash, gets ``array.json`` and a README to complete
    :param key: name of the key, readable for its owner only; it must not exist
    :param seed: for tests: the same seed gives the same words
    :returns: words of texts that were kept, in alphabetical order, since the
        command line uses them and no object is called so; in a sentence such as
        an event's nothing says whether one of them names something
    :raises BrokenCapture: ``source`` is not a capture
    :raises ValueError: there are no names to replace those of the capture by
    :raises OSError: a file cannot be read or written
    """
    capture = Capture(source)
    exchanger = _exchanger(capture, seed)
    with new_private_file(key) as file:
        _write(capture, to, exchanger)
        json.dump({'format': KEY_FORMAT, 'version': KEY_VERSION,
                   **exchanger.changed()}, file, indent=0)
    if file_of(to) != Path(to):
        safe = Capture(to)
        recording.write_readme(safe, not_read(safe), anonymised='yes')
    return sorted(exchanger.words.kept)


#: how often chance is asked again where a name would stay as it is
_TRIES = 6


def _exchanger(capture: Capture, seed: int | None) -> _Exchanger:
    """What replaces every name of a capture, and no two by one.

    :raises ValueError: there is nothing that does
    """
    serials = _serials(capture)
    known = _Names(serials)
    _each_text(capture, known)
    for number in range(2 * _TRIES):
        # Order counts, unless a name would stay as it is.
        words = Words(None if seed is None else seed + number, number < _TRIES)
        _each_text(capture, _Noter(words, serials, known.names))
        if not _all_move(words, known.names):
            continue
        exchanger = _Exchanger(words, serials, known.names, known.numbers)
        try:
            _each_text(capture, exchanger)
        except _Collision:
            continue
        return exchanger
    raise ValueError('the names of the capture cannot be replaced by others of '
                     'the same lengths')


def _all_move(words: Words, names: Iterable[str]) -> bool:
    """See to it that no name stays as it is; whether that could be done."""
    for _ in range(_TRIES):
        staying = [name for name in names if words.stays(name)]
        if not staying:
            return True
        for name in staying:
            words.move(name)
    return False


def _serials(capture: Capture) -> set[str]:
    """The numbers by which the array is known."""
    system = capture.object('/system') or {}
    numbers = (capture.source.get('serialNumber'), system.get('serialNumber'),
               system.get('id'))
    return {text for text in map(str, numbers)
            if text.isdecimal() and len(text) >= _SHORTEST_SERIAL}


def turn_back(source: str | os.PathLike[str], to: str | os.PathLike[str],
              key: str | os.PathLike[str]) -> None:
    """Undo :func:`anonymise`.

    :param source: the anonymised capture
    :param to: name of the capture as it was
    :param key: the key that anonymise wrote
    :raises ValueError: the key is not one
    """
    content: Any = None
    try:
        content = json.loads(Path(key).read_text('utf-8'))
        is_key = content['format'] == KEY_FORMAT and \
            content['version'] == KEY_VERSION and is_dict(content['texts'])
    except (ValueError, KeyError, TypeError):
        is_key = False
    if not is_key:
        raise ValueError(f'{key}: this is not a key of an anonymised capture')
    _write(Capture(source), to, _Restorer(content))


def _each_text(capture: Capture, replacer: _Replacer) -> None:
    """Show each part of a capture to a replacer."""
    for kind, _, value in _sections(capture, replacer):
        if kind == 'members':
            deque(value, maxlen=0)
    _walk(capture.source, 'source', replacer)


def _write(capture: Capture, to: str | os.PathLike[str],
           replacer: _Replacer) -> None:
    target = file_of(to)
    if target != Path(to):
        target.parent.mkdir(parents=True, exist_ok=True)
    writer = Writer(target, _walk(capture.source, 'source', replacer))
    if writer.done:
        writer.abandon()
        raise BrokenCapture(f'{to}.part: an unfinished capture is there')
    for kind, key, value in _sections(capture, replacer):
        if kind == 'members':
            writer.members(key, value)
        elif kind == 'object':
            writer.object(key, value)
        elif kind == 'lines':
            writer.lines(key, value)
        else:
            writer.missing(kind, key, *value)
    writer.close()


def _sections(capture: Capture, replacer: _Replacer
              ) -> Iterator[tuple[str, str, Any]]:
    """The sections of a capture, with each text replaced."""
    missing = capture.missing
    for key in capture.keys:
        lines, value = capture.lines(key), capture.object(key)
        root = key.partition('?')[0]
        if key in missing:
            yield 'get' if key.startswith('/') else 'command', \
                _key(key, replacer), (_reason(key, missing[key], replacer),
                                      capture.code(key))
        elif lines is not None:
            yield 'lines', key, [replacer.line(line, parts) for line, parts
                                 in zip(lines, pieces(key, lines))]
        elif value is not None:
            yield 'object', _key(key, replacer), _walk(value, root, replacer)
        else:
            yield 'members', _key(key, replacer), _each(
                capture.members(key), root, replacer)


def _each(members: Iterable[Any], root: str,
          replacer: _Replacer) -> Iterator[Any]:
    for member in members:
        yield _walk(member, root, replacer)


def _key(path: str, replacer: _Replacer) -> str:
    """A path, with the name in it replaced."""
    match = _OF_A_CPG.match(path)
    if match:
        return match[1] + replacer.text(match[2], True, True) + match[3]
    if path in WRONG or path.count('/') < 2 or path.startswith(_NO_NAMES):
        return path
    _, root, name, *rest = path.split('/')
    return '/'.join(['', root, replacer.text(name, True, True), *rest])


def _reason(path: str, reason: str, replacer: _Replacer) -> str:
    """Why something was refused, with what it names replaced.

    A list, and a request made only to see its refusal, name nobody.
    """
    match = _REFUSAL.match(reason)
    start = match.end() if match else 0
    rest = reason[start:]
    names_nobody = path in WRONG or path.count('/') == 1
    if names_nobody and match and not _DIGITS.search(rest) and \
            _words_of_refusals().issuperset(_LETTERS.findall(rest.lower())):
        return reason
    return reason[:start] + (replacer.text(rest) if rest else '')


def _walk(value: Any, root: str, replacer: _Replacer, member: str = '') -> Any:
    """A JSON value with each text replaced that is not harmless."""
    if is_dict(value):
        return {replacer.member(name): _walk(item, member or root, replacer, name)
                for name, item in value.items()}
    if is_list(value):
        return [_walk(item, member or root, replacer, member)
                for item in value]
    if isinstance(value, str):
        return _string(value, root, replacer, member)
    if type(value) is int:
        return replacer.number(value, (root, member) in _NUMBERS)
    return value


def _string(text: str, root: str, replacer: _Replacer, member: str) -> str:
    is_name = _is_name(member)
    if _is_harmless(text, root, member):
        return text
    if member == 'href':
        return replacer.line(text, list(_link(text)))
    if member == 'detailedStatus':
        return replacer.line(text, list(moments(text)))
    if (root, member) == ('/remotecopylinks', 'name'):
        return replacer.line(text, list(positioned(text, OF_A_LINK)))
    if _PART.match(text) and not is_name:
        return replacer.line(text, [Piece(text, stays=True, is_name=True)])
    result = replacer.text(text, is_name, member == 'comment' or root in _FREE)
    if result is not text and _is_harmless(result, root, member):
        # It would not be turned back.
        raise _Collision(result)
    return result


def _link(text: str) -> Iterator[Piece]:
    """The parts of a link: the resource stays, what it is called does not."""
    match = _LINK.match(text)
    if match is None or match['resource'].lower() not in WORDS:
        yield Piece(text)
        return
    yield Piece(match['scheme'], stays=True)
    yield Piece(match['address'])
    yield Piece(match['root'] + match['resource'], stays=True)
    rest = match['rest']
    if _QUERY.match(rest) or (f'/{match["resource"]}' in _VENDORS_NAMES
                              and _SEGMENT.match(rest)):
        yield Piece(rest, stays=True)
        return
    query, slash, rest = rest.partition('/')
    name, more, rest = rest.partition('/')
    yield Piece(query + slash)
    yield Piece(name, is_name=True)
    yield Piece(more + rest)


def _is_name(member: str) -> bool:
    """Whether a member holds the name of an object, or what is as good."""
    return member.lower().endswith(('name', 'cpg', 'wwn', 'number', 'copyof',
                                    'setmembers', 'domain', 'addr'))


def _is_harmless(text: str, root: str, member: str) -> bool:
    if _DATE.match(text) or (
            member == 'name' and root in _VENDORS_NAMES):
        return True
    pattern = _HARMLESS.get(member)
    return pattern is not None and root not in _FREE and \
        pattern.match(text) is not None
