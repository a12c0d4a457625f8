"""Validate, quote or refuse the words of a command.

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
import copy
import ipaddress
import re
from collections.abc import Iterable, Sequence
from typing import Any

from hpe3parclient import describe
from hpe3parclient.cli.errors import IllegalWord, WordTypeError
from hpe3parclient.web.redact import Secret

#: In canonical mode a terminal takes lines of up to 4096 bytes.
LINE_LIMIT = 4000

#: Names are never longer than this; how long they may be, the array decides.
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

#: Options whose value is a secret, whatever the command.
_SECRET_OPTION = re.compile(
    r'-[a-z_-]*(passw|passphrase|secret|bindpw|authpw)[a-z_-]*'
    r'|-(pw|pwd|pass|cert|certdata)')

#: The same where the option means something else to other commands.
_SECRET_OPTIONS_OF: dict[str, tuple[str, ...]] = {
    'createuser': ('-c',), 'setpassword': ('-p',), 'setuser': ('-c', '-p')}

#: Commands all of whose arguments are secrets.
_SECRET_ARGUMENTS_OF = ('setsnmppw',)

#: Parameters of setauthparam whose value is a secret.
_SECRET_PARAMETER = re.compile(r'password|secret|passw|pwd')

#: Subcommands of sethost whose last argument but one is a CHAP secret.
_CHAP: frozenset[str] = frozenset(('initchap', 'targchap', 'targetchap'))

#: A command that matches this nowhere holds no secret: most do not.
_PERHAPS_SECRET = re.compile(
    r'pass|pwd?|secret|cert|private key|createuser|setuser|setauthparam'
    r'|chap', re.IGNORECASE)

_MASK = '***'

#: A command with a secret, wherever it stands in a line of a log.
_LOGGED = re.compile(
    r'\b(?:createuser|setuser|setpassword|setauthparam|setsnmppw'
    r'|(?:create|set)fsuser|sethost) [^{},"]*')

#: What logs have in the place of a secret.
_MASKED = re.compile(r'\*+|<[a-z ]+>')


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


def name(value: Any, what: str = 'name') -> Word:
    """Return the name of an object.

    The longest name differs between products, so the array decides about
    the length.

    :param value: letters, digits, dot, dash, underscore; no leading dash
    :param what: the kind of object, for the error
    """
    word = _matched(_NAME, value, what, 'a name holds letters, digits, '
                    'dots, dashes and underscores, and starts with no dash')
    if len(word) > _ANY_NAME_LIMIT:
        raise _refuse(what, value, f'longer than {_ANY_NAME_LIMIT} characters')
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
    """Return the address of a link's far end: an IP address or a WWN."""
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
        raise _refuse(what, value, f'not between {least} and {most}')
    return Word(f'{value}')


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
    return Word(f'"{value}"')


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


# -- words of unknown type --------------------------------------------------


def _between_quotes(value: str, what: str) -> Word:
    """Quote a word again that is already in quotes."""
    mark, inner = value[0], value[1:-1]
    plain = re.sub(r'\\([^A-Za-z0-9\s])', r'\1', inner)
    bare = re.sub(r'\\[^A-Za-z0-9\s]', '', inner)
    if mark in bare or bare.endswith('\\'):
        raise _refuse(what, value, 'a quote inside is not escaped')
    return quoted(plain, what)


def checked(value: Any, what: str = 'word') -> Word:
    """A word of unknown type, as a caller of ``run`` gives it.

    White space around it is dropped, as programs written for 4.x expect.
    Plain words pass as they are; a text between quotes is quoted anew, so
    that nothing in it is acted upon; everything else is refused.
    """
    if isinstance(value, Word):
        return value
    if not isinstance(value, str):
        raise _refuse(what, value, 'not a str')
    inner = value.strip()
    if len(inner) >= 2 and inner[0] == inner[-1] and inner[0] in '"\'':
        return _between_quotes(inner, what)
    if not _BARE.fullmatch(inner):
        raise _refuse(what, value, 'it holds a character that the '
                      'command line would act upon, or nothing at all')
    return Word(inner)


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
    """Return the value of an option that may hold any printable text.

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
    """Return the same for a secret: an error does not show it."""
    _argument_text(value, what)
    with contextlib.suppress(IllegalWord):
        return free_argument(value, what)
    # Out here, or the refusal would drag along the one that shows it.
    raise _refuse(what, _MASK, 'it holds a character that may not be sent')


def _argument_text(value: Any, what: str) -> str:
    """Return the text of an argument without white space around it."""
    if not isinstance(value, str):
        raise WordTypeError(f'SSH command injection detected: {what} must be '
                            f'str, not {describe.kind(value)}; nothing was '
                            'sent')
    return str.__str__(value).strip()


def enclosed(text: str, verb: str) -> str:
    """A command line as the argument of another command.

    :param text: the line
    :param verb: the command that takes it
    :raises IllegalWord: it became too long
    """
    outer = f'{verb} {quoted(text, "command")}'
    if len(outer.encode('utf-8')) > LINE_LIMIT:
        raise _refuse('command', _first(text), 'its line is longer than '
                      f'{LINE_LIMIT} bytes')
    return outer


# -- a whole command --------------------------------------------------------


class CommandLine:
    """A validated command.

    :param built: its words as they are sent, the verb first
    :param secret: the indexes of those that are secrets
    """

    __slots__ = ('_secrets', '_text', 'words')

    def __init__(self, built: Sequence[str], secret: Iterable[int]) -> None:
        hidden = frozenset(secret)
        self._text = Secret(' '.join(built))
        self._secrets = tuple(Secret(built[index]) for index in hidden)
        #: the words, secrets masked
        self.words: tuple[str, ...] = tuple(built) if not hidden else tuple(
            _MASK if index in hidden else str(word)
            for index, word in enumerate(built))

    def __repr__(self) -> str:
        return f'CommandLine({self})'

    def __str__(self) -> str:
        """Return the command for a log or an error: secrets masked."""
        return ' '.join(self.words)

    def reveal(self) -> str:
        """Return the line to send, without a line end."""
        text: str = self._text.reveal()
        return text

    def inside(self, verb: str) -> CommandLine:
        """Return the same command, typed as the argument of another.

        :raises IllegalWord: it became too long
        """
        outer = copy.copy(self)
        outer._text = Secret(enclosed(self._text.reveal(), verb))
        return outer

    @property
    def has_secrets(self) -> bool:
        """Whether the line holds something that nobody may read."""
        return bool(self._secrets)

    def without_secrets(self, text: str) -> str:
        """A text with the secrets of this line masked."""
        for hidden in self._secrets:
            secret: str = hidden.reveal()
            for form in (secret, secret.strip('"'),
                         re.sub(r'\\(.)', r'\1', secret).strip('"')):
                text = text.replace(form, _MASK) if form else text
        return text


    def mask_in(self, error: BaseException) -> None:
        """Mask the secrets of this line in an error, and drop its causes."""
        error.args = tuple(
            self.without_secrets(value) if isinstance(value, str) else value
            for value in error.args)
        for name, value in list(vars(error).items()):
            if isinstance(value, str):
                setattr(error, name, self.without_secrets(value))
        error.__cause__ = error.__context__ = None


#: Commands without secrets that were checked before, by their words.
_CHECKED: dict[tuple[str, ...], CommandLine] = {}
_MOST_CHECKED = 256


def command(words: Sequence[Any]) -> CommandLine:
    """Check a command.

    :param words: the verb, then its options and arguments; a last word that
        consists of line ends is dropped
    :raises SSHInjectionThreat: a word, or the line, is not fit to be sent
    """
    if isinstance(words, (str, bytes)) or not words:
        raise _refuse('command', _first(words), 'a command is a list of '
                      'words')
    words = list(words)
    # A Word equals the str that has yet to be checked: no key may hold one.
    if not all(type(word) is str for word in words):
        return _command(words)
    key = tuple(words)
    result = _CHECKED.get(key)
    if result is None:
        result = _command(words)
        if not result.has_secrets:
            if len(_CHECKED) >= _MOST_CHECKED:
                _CHECKED.clear()
            _CHECKED[key] = result
    return result


def _command(words: list[Any]) -> CommandLine:
    """Check a command, whatever was checked before."""
    words = _without_line_end(words)
    verb = words[0].strip() if isinstance(words[0], str) else None
    if verb is None or not _VERB.fullmatch(verb):
        raise _refuse('command', _first(words[0]), 'not a command name')
    words[0] = verb
    built = [Word(verb)]
    hidden = _secret_indexes(words)
    for index, value in enumerate(words[1:], 1):
        what = f'word {index + 1} of {verb}'
        built.append(_secret(value, what) if index in hidden
                     else checked(value, what))
    text = ' '.join(built)
    if not text.isprintable():
        raise _refuse('command', verb, 'not one printable line')
    if len(text.encode('utf-8')) > LINE_LIMIT:
        raise _refuse('command', verb,
                      f'its line is longer than {LINE_LIMIT} bytes')
    return CommandLine(built, hidden)


def line(words: Sequence[Any]) -> str:
    """Return a command line of validated words.

    :param words: as for :func:`command`
    :returns: the line without a line end
    :raises SSHInjectionThreat: a word, or the line, is not fit to be sent
    """
    return command(words).reveal()


def shown(words: Sequence[Any]) -> str:
    """A command for a log or an error: secrets masked."""
    return _masked(words, _secret_indexes(words))


def without_logged_secrets(line: str) -> str:
    """Return a line of a log with the secrets of a command in it masked.

    A command that the array has masked itself stays as it is.
    """
    return _LOGGED.sub(_without_secrets, line)


def _without_secrets(match: re.Match[str]) -> str:
    words = match[0].split(' ')
    hidden = _secret_indexes(words)
    if any(_MASKED.fullmatch(words[index]) for index in hidden):
        return match[0]
    return _masked(words, hidden)


def _masked(words: Sequence[Any], hidden: Sequence[int]) -> str:
    return ' '.join(_MASK if index in hidden else str(word)
                    for index, word in enumerate(words))


def _without_line_end(words: list[Any]) -> list[Any]:
    """Return the words less a last one that only ends the line."""
    last = words[-1]
    if len(words) > 1 and isinstance(last, str) and last and not last.strip(
            ) and set(last) & set('\r\n'):
        words.pop()
    return words


def _secret(value: Any, what: str) -> Word:
    """A secret: checked like any word, but never shown."""
    with contextlib.suppress(IllegalWord):
        return checked(value)
    # Out here, or the refusal would drag along the one that shows it.
    raise _refuse(what, _MASK, 'it holds a character that may not be sent')


def _secret_indexes(words: Sequence[Any]) -> list[int]:
    """Return the indexes of the words that nobody may read."""
    # What is not text is refused later; str() of it might never end.
    texts = [word if isinstance(word, str) else '' for word in words]
    if not _PERHAPS_SECRET.search(' '.join(texts)):
        return []
    return [index for index in range(1, len(texts))
            if _is_secret(texts, index)]


def _is_secret(words: Sequence[Any], index: int) -> bool:
    """Return whether nobody may read the word at this index."""
    verb, before = str(words[0]).strip(), str(words[index - 1]).lower()
    word = str(words[index])
    name, _, value = word.lower().partition('=')
    if (_SECRET_OPTION.fullmatch(before)
            or before in _SECRET_OPTIONS_OF.get(verb, ())
            or (value and _SECRET_OPTION.fullmatch(name))
            or 'BEGIN CERTIFICATE' in word or 'PRIVATE KEY' in word):
        return True
    if verb in _SECRET_ARGUMENTS_OF:
        return not word.startswith('-')
    if verb == 'setauthparam':
        return index > 1 and bool(_SECRET_PARAMETER.search(before))
    if verb == 'sethost':
        return index < len(words) - 1 and bool(
            _CHAP & {str(each) for each in words[1:index]})
    return _holds_secret(word)


def _holds_secret(word: str) -> bool:
    """Return whether a quoted word is a command with a secret in it."""
    inner = word.strip().strip('"\'').split()
    return len(inner) > 1 and any(
        _is_secret(inner, index) for index in range(1, len(inner)))


def _first(value: Any) -> Any:
    """Return the first word of what should have been a list of words.

    What follows may be a password.
    """
    parts = value.split(None, 1) if isinstance(value, (str, bytes)) else ()
    return value if len(parts) < 2 else parts[0]
