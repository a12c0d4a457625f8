"""Words of a command line: checked by type, or quoted, or refused.

The array's command line is a Tcl interpreter. What a POSIX shell thinks
dangerous is not the list that counts here: brackets, braces, the dollar, the
semicolon, the double quote, the backslash and line ends are.
So nothing is filtered; a word is either exactly what its type allows,
by full match, or it is free text between quotes with every character that
Tcl would act on escaped.

This module knows the shape of names, addresses and numbers. It does not know
which commands exist, nor what exists on an array.
"""

from __future__ import annotations

import contextlib
import ipaddress
import re
from typing import Any, Dict, Iterable, List, Optional, Sequence

from hpe3parclient import describe
from hpe3parclient.cli.errors import IllegalWord, WordTypeError

#: In canonical mode a terminal takes lines of up to 4096 bytes.
LINE_LIMIT = 4000

#: Longest names per product generation and kind of object. A kind or a
#: generation that is missing has a limit that nobody published: the array
#: decides. 43 characters have been seen on Alletra MP.
NAME_LIMITS: Dict[str, Dict[str, int]] = {
    '3PAR': {'volume': 31, 'host': 31, 'CPG': 31, 'domain': 31,
             'schedule': 31, 'remote-copy group': 31,
             # two sources disagree: 23 and 24
             'remote-copy target': 24,
             'volume set': 27, 'host set': 27}}

_ANY_NAME_LIMIT = 255

_NAME = re.compile(r'[A-Za-z0-9_.][A-Za-z0-9._-]*')
_PATTERN = re.compile(r'[A-Za-z0-9_.*?][A-Za-z0-9._*?-]*')
_VERB = re.compile(r'[A-Za-z][A-Za-z0-9_]*(::[A-Za-z][A-Za-z0-9_]*)?')
_BARE = re.compile(r'-{0,2}[A-Za-z0-9_.@%+/][A-Za-z0-9_.,:/@%+=-]*')
_TASK_WORD = re.compile(r'-?[A-Za-z0-9_.@%][A-Za-z0-9_.,:/@%=-]*')
_OPTION = re.compile(r'-[A-Za-z][A-Za-z0-9_]*')
_WWN = re.compile(r'[0-9A-Fa-f]{16}|[0-9A-Fa-f]{2}(:[0-9A-Fa-f]{2}){7}')
_IQN = re.compile(r'(iqn|eui)\.[A-Za-z0-9][A-Za-z0-9.:_-]{0,218}')
_NQN = re.compile(r'nqn\.[A-Za-z0-9][A-Za-z0-9.:_-]{0,218}')
_NSP = re.compile(r'[0-9]{1,3}:[0-9]{1,3}:[0-9]{1,3}')
_ADDRESS = re.compile(r'[0-9A-Fa-f.:]{2,45}')
_DIGITS = re.compile(r'[0-9]{1,18}')
_HISTORY = re.compile(r'([0-9]{1,9}(\.[0-9]{1,9})?|\.[0-9]{1,9})[mhd]')
_CRON_FIELD = re.compile(r'[0-9A-Za-z*][0-9A-Za-z*,/-]{0,199}')
_FREQUENCY_WORD = re.compile(r'@[A-Za-z]{1,20}')
#: Neither Tcl nor a shell acts on any character of it; it is no option.
_PLAIN = re.compile(r'(?!-)[^\s\\"\[\]{}$;`|&<>]+')

#: Characters that Tcl would act on inside double quotes, or that a reader
#: which is less than Tcl might take for the end of the word or the line.
_ACTIVE = re.compile(r'([\\"\[\]${};])')

_SECRET_OPTIONS = frozenset((
    '-passwd', '-password', '-pw', '-chapsecret', '-secret', '-cert',
    '-certdata'))


#: subcommands of sethost whose last word but one is a CHAP secret
_CHAP = ('initchap', 'targchap')


class Word(str):
    """Text that may stand on a command line exactly as it is."""

    __slots__ = ()

    def __new__(cls, text: str) -> Word:
        """What was checked, though str() of it may say something else.

        A member of an enumeration of texts gives its own name there.
        """
        return super().__new__(cls, str.__str__(text))


def _refuse(what: str, value: Any, why: str) -> IllegalWord:
    return IllegalWord('SSH command injection detected: %s %s: %s; nothing '
                       'was sent' % (what, describe.value(value), why))


def _matched(pattern: re.Pattern[str], value: Any, what: str,
             why: str) -> Word:
    if not isinstance(value, str) or not pattern.fullmatch(value):
        raise _refuse(what, value, why)
    return Word(value)


# -- words by type ----------------------------------------------------------


def name(value: Any, what: str = 'name',
         generation: Optional[str] = None) -> Word:
    """The name of an object.

    :param value: letters, digits, dot, dash, underscore; no leading dash
    :param what: the kind of object, as in :data:`NAME_LIMITS`
    :param generation: a key of :data:`NAME_LIMITS`; without one the length
        is left to the array
    """
    word = _matched(_NAME, value, what, 'a name holds letters, digits, '
                    'dots, dashes and underscores, and starts with no dash')
    longest = NAME_LIMITS.get(generation or '', {}).get(what, _ANY_NAME_LIMIT)
    if len(word) > longest:
        raise _refuse(what, value, 'longer than %d characters' % longest)
    return word


def pattern(value: Any, what: str = 'pattern') -> Word:
    """A name that may hold the globs ``*`` and ``?``."""
    return _matched(_PATTERN, value, what,
                    'a pattern holds the characters of names, * and ?')


def option(value: Any) -> Word:
    """An option such as ``-hist``."""
    return _matched(_OPTION, value, 'option', 'not an option')


def wwn(value: Any) -> Word:
    """A WWN: 16 hexadecimal digits, in pairs with colons if wanted."""
    return _matched(_WWN, value, 'WWN', 'a WWN has 16 hexadecimal digits')


def iqn(value: Any) -> Word:
    """An iSCSI name."""
    return _matched(_IQN, value, 'iSCSI name', 'not an iSCSI name')


def nqn(value: Any) -> Word:
    """An NVMe qualified name."""
    return _matched(_NQN, value, 'NVMe name', 'not an NVMe qualified name')


def nsp(value: Any) -> Word:
    """A port position, ``node:slot:port``."""
    return _matched(_NSP, value, 'port', 'a port is written node:slot:port')


def ip(value: Any) -> Word:
    """An IPv4 or IPv6 address, without a scope."""
    # ipaddress lets any text pass as the scope of an IPv6 address
    word = _matched(_ADDRESS, value, 'IP address', 'not an IP address')
    try:
        ipaddress.ip_address(value)
    except ValueError as err:
        raise _refuse('IP address', value, 'not an IP address') from err
    return word


def address(value: Any) -> Word:
    """The address of a link's far end: an IP address or a WWN."""
    if isinstance(value, str) and _WWN.fullmatch(value):
        return Word(value)
    return ip(value)


def number(value: Any, what: str = 'number', least: int = 0,
           most: int = 2 ** 63 - 1) -> Word:
    """A whole number: an int, a float without fraction, or its digits."""
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    if isinstance(value, str) and _DIGITS.fullmatch(value):
        value = int(value)
    if not isinstance(value, int) or isinstance(value, bool):
        raise _refuse(what, value, 'not a whole number')
    if not least <= value <= most:
        raise _refuse(what, value, 'not between %d and %d' % (least, most))
    return Word('%d' % value)


def history(value: Any) -> Word:
    """How far to look back: ``30m``, ``1.5h``, ``7d``."""
    return _matched(_HISTORY, value, 'history', 'a history is a number '
                    'followed by m, h or d')


def keyword(value: Any, allowed: Iterable[str], what: str) -> Word:
    """One of a fixed set of words."""
    choice = sorted(allowed)
    if not isinstance(value, str) or value not in choice:
        raise _refuse(what, value, 'not one of ' + ', '.join(choice))
    return Word(value)


def frequency(value: Any) -> Word:
    """When a schedule runs: ``@hourly``, or cron fields between quotes.

    Whether the array takes the fields is the array's to say.
    """
    if isinstance(value, str) and _FREQUENCY_WORD.fullmatch(value):
        return Word(value)
    fields = value.split(' ') if isinstance(value, str) else []
    if not fields or len(fields) > 10 or not all(
            _CRON_FIELD.fullmatch(field) for field in fields):
        raise _refuse('schedule frequency', value, 'neither @word nor cron '
                      'fields parted by single blanks')
    return Word('"%s"' % value)


def task(value: Any) -> Word:
    """A command line that a schedule runs later, between quotes.

    The array reads it a second time when it runs. So quoting is not enough:
    it may hold bare words only, no character that means anything to Tcl.
    """
    parts = value.strip(' ').split() if isinstance(value, str) else []
    if (not parts or not value.isprintable()
            or not _VERB.fullmatch(parts[0])
            or not all(_TASK_WORD.fullmatch(part) for part in parts)):
        raise _refuse('scheduled task', value, 'a task is one command of '
                      'plain words')
    return quoted(' '.join(parts), 'scheduled task')


def quoted(text: Any, what: str = 'text') -> Word:
    """Free text as one word, whatever printable characters it holds."""
    if not isinstance(text, str) or not text.isprintable():
        raise _refuse(what, text, 'only printable characters may be sent')
    return Word('"' + _ACTIVE.sub(r'\\\1', text) + '"')


# -- words of other people --------------------------------------------------


def _between_quotes(value: str, what: str) -> Word:
    """Re-quote a word that came with quotes of its own."""
    mark, inner = value[0], value[1:-1]
    plain = re.sub(r'\\([^A-Za-z0-9\s])', r'\1', inner)
    bare = re.sub(r'\\[^A-Za-z0-9\s]', '', inner)
    if mark in bare or bare.endswith('\\'):
        raise _refuse(what, value, 'a quote inside is not escaped')
    return quoted(plain, what)


def checked(value: Any, what: str = 'word') -> Word:
    """A word of unknown type, as a caller of ``run`` gives it.

    Plain words pass as they are; a text between quotes is quoted anew, so
    that nothing in it is acted upon; everything else is refused.
    """
    if isinstance(value, Word):
        return value
    if not isinstance(value, str):
        raise _refuse(what, value, 'not text')
    inner = value.strip(' ')
    if len(inner) >= 2 and inner[0] == inner[-1] and inner[0] in '"\'':
        return _between_quotes(inner, what)
    return _matched(_BARE, inner, what, 'it holds a character that the '
                    'command line would act upon, or nothing at all')


def argument(value: Any, what: str) -> Word:
    """A name, address or number whose exact form the array checks.

    It may hold any printable character that nobody acts upon. With blanks
    it stands between quotes of its own.

    :raises WordTypeError: it is not a str
    :raises IllegalWord: it is not such a word, or looks like an option
    """
    text = _argument_text(value, what)
    if len(text) >= 2 and text[0] == text[-1] and text[0] in '"\'':
        word = _between_quotes(text, what)
        if word[1:].lstrip().startswith('-'):
            raise _refuse(what, value, 'it looks like an option')
        return word
    if not text.isprintable():
        raise _refuse(what, value, 'only printable characters may be sent')
    return _matched(_PLAIN, text, what, 'it is empty, starts with a dash, '
                    'or holds a character that the command line would act '
                    'upon')


def free_argument(value: Any, what: str) -> Word:
    """The value of an option that may hold any printable text.

    It is quoted where it must be. A text that comes between quotes is the
    text inside.

    :raises WordTypeError: it is not a str
    :raises IllegalWord: it holds characters that cannot be printed
    """
    text = _argument_text(value, what)
    if len(text) >= 2 and text[0] == text[-1] and text[0] in '"\'':
        return _between_quotes(text, what)
    if text.isprintable() and _PLAIN.fullmatch(text.lstrip('-')):
        return Word(text)
    return quoted(text, what)


def secret_argument(value: Any, what: str) -> Word:
    """The same for a secret: an error does not show it."""
    _argument_text(value, what)
    with contextlib.suppress(IllegalWord):
        return free_argument(value, what)
    # Out here, or the refusal would drag along the one that shows it.
    raise _refuse(what, '***', 'it holds a character that may not be sent')


def _argument_text(value: Any, what: str) -> str:
    """The text of an argument without white space around it."""
    if not isinstance(value, str):
        raise WordTypeError('SSH command injection detected: %s must be '
                            'str, not %s; nothing was sent'
                            % (what, describe.kind(value)))
    return str.__str__(value).strip()


def enclosed(text: str, verb: str) -> str:
    """A command line as the argument of another command.

    :param text: the line
    :param verb: the command that takes it
    :raises IllegalWord: it became too long
    """
    outer = '%s %s' % (verb, quoted(text, 'command'))
    if len(outer.encode('utf-8')) > LINE_LIMIT:
        raise _refuse('command', _first(text), 'its line is longer than %d '
                      'bytes' % LINE_LIMIT)
    return outer


def line(words: Sequence[Any]) -> str:
    """One command line made of checked words.

    :param words: the verb, then its options and arguments
    :returns: the line without a line end
    :raises SSHInjectionThreat: a word, or the line, is not fit to be sent
    """
    if isinstance(words, (str, bytes)) or not words:
        raise _refuse('command', _first(words), 'a command is a list of '
                      'words')
    if not isinstance(words[0], str) or not _VERB.fullmatch(words[0]):
        raise _refuse('command', _first(words[0]), 'not a command name')
    built = [Word(words[0])]
    for place, value in enumerate(words[1:], 2):
        if _is_secret(words, place - 1):
            built.append(_secret(value, words[0], place))
        else:
            built.append(checked(value, 'word %d of %s' % (place, words[0])))
    text = ' '.join(built)
    if not text.isprintable():
        raise _refuse('command', words[0], 'not one printable line')
    if len(text.encode('utf-8')) > LINE_LIMIT:
        raise _refuse('command', words[0], 'its line is longer than %d bytes'
                      % LINE_LIMIT)
    return text


def _secret(value: Any, verb: Any, place: int) -> Word:
    """A secret: checked like any word, but never shown."""
    with contextlib.suppress(IllegalWord):
        return checked(value)
    # Out here, or the refusal would drag along the one that shows it.
    raise _refuse('word %d of %s' % (place, verb), '***',
                  'it holds a character that may not be sent')


def _is_secret(words: Sequence[Any], place: int) -> bool:
    """Whether the word at this place is one that nobody may read."""
    option, _, value = str(words[place]).partition('=')
    return str(words[place - 1]).lower() in _SECRET_OPTIONS or \
        bool(value and option.lower() in _SECRET_OPTIONS) or \
        'BEGIN CERTIFICATE' in option or (
            words[0] == 'sethost' and place < len(words) - 1 and
            bool(set(_CHAP) & set(words[1:place])))


def _first(value: Any) -> Any:
    """A whole command line where a word was wanted: its first word.

    What follows may be a password.
    """
    parts = value.split(None, 1) if isinstance(value, (str, bytes)) else ()
    return value if len(parts) < 2 else parts[0]


def shown(words: Sequence[Any]) -> str:
    """A command for a log or an error: secrets masked."""
    out: List[str] = []
    for place, word in enumerate(words):
        out.append('***' if place and _is_secret(words, place)
                   else str(word))
    return ' '.join(out)
