"""Read and run lines of Tcl, as far as a command line needs it.

Words, ``;``, line ends, ``[ ]``, ``$``, braces, quotes, backslashes, ``{*}``
and comments are read by the twelve rules of ``Tcl``(n), so that what would
be an injection on an array is one here. There are no control structures; all
commands come from outside.

This module knows Tcl. It does not know a single command of the array.
"""

from __future__ import annotations

import re
from typing import Any, Callable

from hpe3parclient.tcl_parser import TclError, backslash, split_list

#: Runs a command made of these words; returns its result.
Call = Callable[[list[str]], str]

#: Reads from a place on to a closing character.
Read = Callable[[str, int, str], tuple[Any, int]]

_BLANK = ' \t\f\v\r'
_NAME = re.compile(r'(?:[A-Za-z0-9_]|::+)*')
_CONTINUED = re.compile(r'(?<!\\)(?:\\\\)*\\\n\Z')
_DEEPEST = 100


class Incomplete(TclError):
    """The line goes on: a brace, a quote or a bracket is open."""


class Interpreter:
    """Runs scripts with the commands of somebody else.

    :param call: what runs a command
    """

    def __init__(self, call: Call) -> None:
        self._call = call
        self.variables: dict[str, str] = {}
        self._depth = 0
        #: only look whether the text can be read; run and replace nothing
        self._reading = False

    def run(self, script: str) -> str:
        """Run all commands of a script; return the last one's result.

        :raises Incomplete: more lines are wanted
        :raises TclError: the script is wrong, in Tcl's own words
        """
        if self._depth >= _DEEPEST:
            raise TclError('too many nested evaluations (infinite loop?)')
        self._depth += 1
        try:
            if self._look(script, 0, self._commands, '') and \
                    _CONTINUED.search(script):
                raise Incomplete('a backslash continues the line')
            return self._commands(script, 0, '')[0]
        finally:
            self._depth -= 1

    def _commands(self, text: str, position: int, closing: str
                  ) -> tuple[str, int]:
        """Run commands up to the end, or to the closing bracket."""
        result = ''
        while True:
            if not self._reading:
                self._look(text, position, self._command, closing, strict=True)
            words, position = self._command(text, position, closing)
            if words and not self._reading:
                result = self._call(words)
            if position >= len(text):
                if closing:
                    raise Incomplete('missing close-bracket')
                return result, position
            if closing and text[position] == closing:
                return result, position + 1
            position += 1

    def _look(self, text: str, position: int, read: Read, closing: str,
              strict: bool = False) -> bool:
        """Read without running: nothing runs of what cannot be read.

        An unfinished script waits for more lines; a command with an error
        in it is not begun, though those before it have run.

        :returns: whether all of it can be read
        """
        self._reading = True
        try:
            read(text, position, closing)
            return True
        except Incomplete:
            raise
        except TclError:
            if strict:
                raise
            return False
        finally:
            self._reading = False

    # -- one command --------------------------------------------------------

    def _command(self, text: str, position: int, closing: str
                 ) -> tuple[list[str], int]:
        """The words of one command, and where it ends."""
        words: list[str] = []
        position = _start(text, position)
        if position < len(text) and text[position] == '#':
            return [], _comment_end(text, position)
        while True:
            position = _gap(text, position)
            if position >= len(text) or text[position] in '\n;' + closing:
                return words, position
            expand = _expands(text, position)
            word, position = self._word(text, position + 3 * expand, closing)
            words.extend(split_list(word) if expand and not self._reading
                         else [word])

    def _word(self, text: str, position: int, closing: str) -> tuple[str, int]:
        if text[position] == '{':
            word, end = _braced(text, position)
            what = 'close-brace'
        elif text[position] == '"':
            word, end = self._substituted(text, position + 1, '"')
            if end >= len(text):
                raise Incomplete('missing "')
            end += 1
            what = 'close-quote'
        else:
            return self._substituted(text, position, _BLANK + '\n;' + closing)
        if not _ends(text, end, closing):
            raise TclError('extra characters after ' + what)
        return word, end

    def _substituted(self, text: str, position: int, stops: str
                     ) -> tuple[str, int]:
        """Text with everything replaced, up to one of the stops."""
        parts: list[str] = []
        while position < len(text) and text[position] not in stops:
            char = text[position]
            if char == '\\':
                if '\n' in stops and text.startswith('\n', position + 1):
                    break
                part, position = backslash(text, position)
            elif char == '[':
                part, position = self._commands(text, position + 1, ']')
            elif char == '$':
                part, position = self._variable(text, position)
            else:
                part, position = char, position + 1
            parts.append(part)
        return ''.join(parts), position

    def _variable(self, text: str, position: int) -> tuple[str, int]:
        if text.startswith('{', position + 1):
            end = text.find('}', position + 2)
            if end < 0:
                raise Incomplete('missing close-brace for variable name')
            return self._value(text[position + 2:end]), end + 1
        result = _NAME.match(text, position + 1)
        name, end = (result.group(), result.end()) if result else ('', position + 1)
        indexed = text.startswith('(', end)
        if not name and not indexed:
            return '$', position + 1
        if indexed:
            index, end = self._substituted(text, end + 1, ')')
            if end >= len(text):
                raise Incomplete('missing )')
            name, end = f'{name}({index})', end + 1
        return self._value(name), end

    def _value(self, name: str) -> str:
        if self._reading:
            return ''
        try:
            return self.variables[name]
        except KeyError:
            raise TclError(f'can\'t read "{name}": no such variable') from None


def _start(text: str, position: int) -> int:
    """Skip what may stand in front of a command."""
    while position < len(text):
        if text[position] in _BLANK + '\n;':
            position += 1
        elif text.startswith('\\\n', position):
            position += 2
        else:
            break
    return position


def _gap(text: str, position: int) -> int:
    """Skip blanks between words, continued lines too."""
    while position < len(text):
        if text[position] in _BLANK:
            position += 1
        elif text.startswith('\\\n', position):
            position += 2
        else:
            break
    return position


def _comment_end(text: str, position: int) -> int:
    while position < len(text) and text[position] != '\n':
        position += 2 if text[position] == '\\' else 1
    return min(position, len(text))


def _expands(text: str, position: int) -> bool:
    return (text.startswith('{*}', position) and position + 3 < len(text)
            and text[position + 3] not in _BLANK + '\n;')


def _braced(text: str, position: int) -> tuple[str, int]:
    level = 0
    at = position
    while at < len(text):
        if text[at] == '\\':
            at += 2
            continue
        level += {'{': 1, '}': -1}.get(text[at], 0)
        at += 1
        if not level:
            inner = text[position + 1:at - 1]
            return re.sub(r'((?:^|[^\\])(?:\\\\)*)\\\n[ \t]*', r'\1 ',
                          inner), at
    raise Incomplete('missing close-brace')


def _ends(text: str, end: int, closing: str) -> bool:
    return (end >= len(text) or text[end] in _BLANK + '\n;' + closing
            or text.startswith('\\\n', end))
