"""Replace texts by others of the same length, order and form.

A text is taken apart into runs of letters, runs of digits, hexadecimal numbers
and addresses; each distinct run is replaced by one of the same length, so that
the same name is the same word everywhere, and names sort as before.

This module knows texts; it does not know where they stand in a capture.
"""

from __future__ import annotations

import ipaddress
import random
import re
import secrets
import urllib.parse
from collections.abc import Iterator, Sequence

from hpe3parclient.twin.vocabulary import WORDS

_TOKEN = re.compile(
    # a UUID, a WWN or a MAC address with its separators, and IPv6 addresses:
    # hexadecimal numbers that are written in groups
    r'(?P<grouped>(?<![^\W_])(?:[0-9A-Fa-f]{8}(?:-[0-9A-Fa-f]{4}){3}-'
    r'[0-9A-Fa-f]{12}|[0-9A-Fa-f]{2}(?:[:-][0-9A-Fa-f]{2}){5,15})(?![^\W_]))'
    r'|(?P<ipv6>(?<![\w:])(?=[0-9A-Fa-f]*:[0-9A-Fa-f:]*:)'
    r'[0-9A-Fa-f:]{2,39}(?![\w:]))'
    r'|(?P<ipv4>(?<![\w.])\d{1,3}(?:\.\d{1,3}){3}(?![\w.]))'
    # a WWN of digits alone is one, other numbers are decimal
    r'|(?P<hex>(?:(?<![^\W_])(?:(?=[0-9]*[A-Fa-f])(?=[A-Fa-f]*[0-9])'
    r'[0-9A-Fa-f]{8,}|[0-9]{32}|[0-9]{16})|(?<=0x)[0-9A-Fa-f]{4,16})(?![^\W_]))'
    # what says that such a number comes, and the kind of an object of File
    # Persona behind its UUID: both stay
    r'|(?P<constant>(?<![^\W_])0x(?=[0-9A-Fa-f]{4,16}(?![^\W_]))'
    r'|(?<=[0-9A-Fa-f]{4}-[0-9A-Fa-f]{12})-\d(?![^\W_]|-))'
    r'|(?P<digits>[0-9]+)'
    r'|(?P<letters>[^\W0-9_]+)')

#: how many texts are remembered, since they come again soon
_MOST_KEPT = 10000

#: runs of so many characters may take all that there are of their length
_SHORT = 4

_SEPARATORS = re.compile('[:-]')
_PERCENT = re.compile('%[0-9A-Fa-f]{2}')
_SAFE = '/:,;@=?&+!$()*-._~'


class Runs:
    """Replaces runs of one alphabet, keeping order and length.

    Runs form a tree by their beginnings; among the characters that follow the
    same beginning, each is replaced by one of the alphabet, in the same order.

    :param alphabet: characters in their order
    :param generator: where chance comes from
    :param ordered: whether order counts more than that none stays as it is,
        where all characters of the alphabet are in use
    """

    def __init__(self, alphabet: str, generator: random.Random,
                 ordered: bool = True) -> None:
        self._alphabet, self._random = alphabet, generator
        self._ordered = ordered
        #: what follows a beginning, and what each of it becomes: strings, since
        #: most are a single character and there are very many
        self._following: dict[str, str] = {}
        self._chosen: dict[str, str] = {}
        #: runs that must not stay, whatever becomes of the order
        self._moved: set[str] = set()

    def add(self, run: str) -> None:
        """Take note of a run that will be replaced."""
        following = self._following
        for index, character in enumerate(run):
            beginning = run[:index]
            known = following.get(beginning, '')
            if character not in known:
                following[beginning] = known + character

    def replaced(self, run: str) -> str:
        """Return what stands for a run that was added."""
        return ''.join([self._choice(run[:index], character)
                        for index, character in enumerate(run)])

    def move(self, run: str) -> None:
        """Choose anew, so that a run does not stay as it is."""
        self._moved.add(run)
        self._chosen.clear()

    def _choice(self, beginning: str, character: str) -> str:
        characters = self._following[beginning]
        chosen = self._chosen.get(beginning)
        if chosen is None:
            characters = self._following[beginning] = ''.join(sorted(characters))
            choice = self._choose(characters, self._taken(beginning))
            if self._moved:
                _exchange(choice, [
                    index for index, item in enumerate(characters)
                    if item == choice[index] and beginning + item in self._moved])
            chosen = self._chosen[beginning] = ''.join(choice)
        return chosen[characters.index(character)]

    def _taken(self, beginning: str) -> str:
        """What follows in other runs where the new beginning is one of theirs.

        Longer runs need no such care, since few are as long.
        """
        if len(beginning) >= _SHORT:
            return ''
        return self._following.get(self.replaced(beginning), '')

    def _choose(self, characters: str, taken: str) -> list[str]:
        """Choose other characters where the alphabet has enough."""
        alphabet = self._alphabet
        free = [item for item in alphabet if item not in taken]
        others = [item for item in free if item not in characters]
        pool = others if len(others) >= len(characters) else \
            free if len(free) >= len(characters) else list(alphabet)
        if len(pool) < len(characters):
            pool = [chr(0x4E00 + number) for number in range(len(characters))]
        elif len(pool) == len(alphabet) and not self._ordered and \
                len(characters) > 1:
            # Each becomes another of them.
            step = self._random.randrange(1, len(characters))
            return list(characters[step:] + characters[:step])
        return sorted(self._random.sample(pool, len(characters)))


def _exchange(chosen: list[str], staying: Sequence[int]) -> None:
    """Let characters that stay change places, a single one with a neighbour."""
    if len(staying) == 1:
        # A character that is alone is always replaced.
        first = max(staying[0] - 1, 0)
        staying = (first, first + 1)
    moved = [chosen[index] for index in staying]
    for index, character in zip(staying, moved[1:] + moved[:1]):
        chosen[index] = character


class Octets:
    """Replaces IPv4 addresses; each number by one that is as long.

    Networks stay networks: addresses that begin alike do so afterwards.
    """

    _LENGTHS = ((0, 10), (10, 100), (100, 256))

    def __init__(self, generator: random.Random) -> None:
        self._random = generator
        self._following: dict[tuple[int, ...], set[int]] = {}
        self._chosen: dict[tuple[int, ...], dict[int, int]] = {}

    def add(self, run: str) -> None:
        """Take note of an address."""
        octets = _octets(run)
        for index, octet in enumerate(octets):
            self._following.setdefault(octets[:index], set()).add(octet)

    def replaced(self, run: str) -> str:
        """Return what stands for an address that was added."""
        octets = _octets(run)
        return '.'.join(
            str(self._choice(octets[:index])[octet]).rjust(len(text), '0')
            for index, (octet, text) in enumerate(zip(octets, run.split('.'))))

    def _choice(self, beginning: tuple[int, ...]) -> dict[int, int]:
        chosen = self._chosen.get(beginning)
        if chosen is None:
            chosen = self._chosen[beginning] = {}
            for low, high in self._LENGTHS:
                known = sorted(number for number in self._following[beginning]
                               if low <= number < high)
                free = [number for number in range(low, high)
                        if number not in known]
                pool = free if len(free) >= len(known) else range(low, high)
                chosen.update(zip(known, sorted(
                    self._random.sample(list(pool), len(known)))))
            # What is no address after all stays as it is.
            chosen.update((number, number) for number in
                          self._following[beginning] if number > 255)
        return chosen


def _octets(run: str) -> tuple[int, ...]:
    return tuple(int(octet) for octet in run.split('.'))


class Words:
    """Replaces texts.

    :param seed: the same seed gives the same replacements; None is chance
    :param ordered: as for :class:`Runs`
    """

    def __init__(self, seed: int | None = None, ordered: bool = True) -> None:
        generator: random.Random = random.Random(  # noqa: S311 - or repeatable
            secrets.randbits(128) if seed is None else seed)
        digits = Runs('0123456789', generator, ordered)
        hexadecimal = Runs('0123456789abcdef', generator, ordered)
        self._runs: dict[str, Runs | Octets] = {
            'letters': Runs('abcdefghijklmnopqrstuvwxyz', generator),
            'digits': digits, 'hex': hexadecimal, 'grouped': hexadecimal,
            'ipv6': hexadecimal, 'ipv4': Octets(generator)}
        #: words of objects' names; replaced even where the vocabulary has them
        self._names: set[str] = set()
        #: words of the vocabulary that stayed where nothing says what they are
        self.kept: set[str] = set()
        #: the last texts that were added, as names or not
        self._added: set[tuple[str, bool]] = set()

    def add(self, text: str, name: bool = False) -> None:
        """Take note of a text that will be replaced.

        :param name: it is the name of an object
        """
        if (text, name) in self._added:
            return
        if len(self._added) >= _MOST_KEPT:
            self._added.clear()
        self._added.add((text, name))
        # In place of a name, set: and the name of a set may stand.
        of_a_set = text.startswith('set:')
        for kind, run in _tokens(_decoded(text)):
            if name and not (of_a_set and run == 'set'):
                self._names.add(run.lower())
            self._runs[kind].add(_plain(kind, run))

    def stays(self, name: str) -> bool:
        """Whether a name would be the same in other letters, at most."""
        return self.replaced(name, True).lower() == name.lower() and \
            any(map(str.isalnum, name))

    def move(self, name: str) -> None:
        """Choose anew, so that a name does not stay; others may, then."""
        kind, run = max(
            ((kind, run) for start, kind, run in _positions(_decoded(name))
             if start or not name.startswith('set:')),
            key=lambda item: len(item[1]))
        runs = self._runs[kind]
        if isinstance(runs, Runs):
            runs.move(_plain(kind, run))

    def replaced(self, text: str, whole: bool = False,
                 vendors: bool = False) -> str:
        """Return what stands for a text that was added.

        :param whole: replace words of the vocabulary, too
        :param vendors: words of the vocabulary are no names, whatever others
            are called
        """
        plain = _decoded(text)
        of_a_set = plain.startswith('set:')
        parts: list[str] = []
        end = 0
        for start, kind, run in _positions(plain):
            parts += [plain[end:start], run if of_a_set and not start
                      else self._token(kind, run, whole, vendors)]
            end = start + len(run)
        result = ''.join([*parts, plain[end:]])
        return urllib.parse.quote(result, safe=_SAFE) if plain != text \
            else result

    def _token(self, kind: str, run: str, whole: bool, vendors: bool) -> str:
        if not whole and run.lower() in WORDS:
            if vendors:
                return run
            if run.lower() not in self._names:
                self.kept.add(run.lower())
                return run
        replaced = self._runs[kind].replaced(_plain(kind, run))
        if kind == 'ipv4':
            return replaced
        characters = iter(replaced)
        return _in_case(''.join(
            mark if mark in ':-' else next(characters) for mark in run), run) \
            if kind in ('grouped', 'ipv6') else _in_case(replaced, run)


def _decoded(text: str) -> str:
    """A text without percent signs, if it has them as URLs do."""
    if not _PERCENT.search(text):
        return text
    plain = urllib.parse.unquote(text)
    return plain if urllib.parse.quote(plain, safe=_SAFE) == text else text


def _tokens(text: str) -> Iterator[tuple[str, str]]:
    for _, kind, run in _positions(text):
        yield kind, run


def _positions(text: str) -> Iterator[tuple[int, str, str]]:
    """Where the runs of a text begin, their kinds, and the runs."""
    start = 0
    while True:
        match = _TOKEN.search(text, start)
        if match is None:
            return
        kind, run = str(match.lastgroup), match[0]
        if kind == 'ipv6' and not _is_ipv6(run):
            # Positions of ports and times have colons, too.
            match = _SIMPLE.search(text, match.start())
            if match is None:
                return
            kind, run = str(match.lastgroup), match[0]
        start = match.end()
        if kind != 'constant':
            yield match.start(), kind, run


_SIMPLE = re.compile(r'(?P<digits>[0-9]+)|(?P<letters>[^\W0-9_]+)')


def _is_ipv6(text: str) -> bool:
    try:
        ipaddress.IPv6Address(text)
    except ValueError:
        return False
    return text != '::'


def _plain(kind: str, run: str) -> str:
    """A run as it is looked up: in one case, without separators."""
    if kind == 'ipv4':
        return run
    if kind in ('grouped', 'ipv6'):
        run = _SEPARATORS.sub('', run)
    if run.isascii():
        return run.lower()
    # Some letters have no partner in the other case.
    return ''.join(item.lower() if item.lower().upper() == item else item
                   for item in run)


def _in_case(replaced: str, original: str) -> str:
    """Give a replacement the capitals of the original."""
    if original.upper() == original:
        return ''.join(item.upper() if len(item.upper()) == 1 else item
                       for item in replaced)
    return ''.join(new.upper() if old.isupper() else new
                   for new, old in zip(replaced, original))
