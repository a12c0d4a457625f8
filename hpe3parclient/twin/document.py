"""The file of a captured array.

One JSON document, with a line for each object: it can be written while an
array answers, continued after a break, read in bounded memory, and compared
with other tools line by line. This module knows the file; what is asked of an
array, ``capture`` knows.

A document is an object with ``format``, ``version``, ``source`` and
``sections``. A section holds what one request gave::

    {"get": "/system", "object": {…}}
    {"get": "/volumes", "members": [{…}, {…}]}
    {"command": "showversion -b", "lines": ["…"]}
    {"get": "/users", "missing": "…", "code": 98}
"""

from __future__ import annotations

import calendar
import contextlib
import json
import os
import re
import time
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import IO, Any

from hpe3parclient.narrowing import is_dict, is_list

FORMAT = 'hpe3parclient capture'
VERSION = 1

#: a document that is being written has this after its name
UNFINISHED = '.part'

#: what the file of a capture is called in a folder
IN_FOLDER = 'array.json'

#: how a document says when the array was captured, in UTC
CAPTURED = '%Y-%m-%dT%H:%M:%SZ'

_BEGINNING = f'{{"format": "{FORMAT}"'.encode()
_TAIL = ']}\n'
_BEGINNING_OF_LIST = ', "members": [\n'
_END_OF_LIST = ']}'
_MEMBER = re.compile(r'[A-Za-z][A-Za-z0-9_]*\Z')


class BrokenCapture(ValueError):
    """A file is not a capture, or holds something no capture does."""


class Writer:
    """Writes a document section by section.

    What is written goes to a file with ``.part`` after its name; ``close``
    completes it and gives it the name. An unfinished file that exists is
    continued after its last whole section. Only its owner can read it.

    :param path: name of the file, or of a folder for ``array.json``
    :param source: what the document says of its origin
    :raises OSError: the file cannot be written
    :raises BrokenCapture: an unfinished file is there that is no capture, or
        of another array
    """

    def __init__(self, path: str | os.PathLike[str], source: dict[str, Any]) -> None:
        self._target = file_of(path)
        self._part = self._target.with_name(self._target.name + UNFINISHED)
        #: keys of the sections that are whole
        self.done: set[str] = set()
        #: what the document says of its origin; of one that is continued, what
        #: it said
        self.source = source
        if _begun(self._part):
            self._file = self._continued(source)
        else:
            # What is in it is nobody else's business.
            self._file = os.fdopen(os.open(
                self._part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600),
                'w', encoding='utf-8', newline='\n')
            self._file.write(_head(source))
            self._file.flush()
        self._first = not self.done

    def _continued(self, source: dict[str, Any]) -> IO[str]:
        end, head = 0, b''
        with open(self._part, 'rb') as file:
            head = file.readline()
            end = file.tell()
            for key, offset in _whole_sections(file, str(self._part)):
                self.done.add(key)
                end = offset
        known = _source(head, str(self._part))
        if known.get('serialNumber') != source.get('serialNumber'):
            raise BrokenCapture(
                f'{self._part} is of another array (serial number '
                f'{known.get("serialNumber")}, not '
                f'{source.get("serialNumber")}): remove it, or choose another '
                'name')
        self.source = known
        os.truncate(self._part, end)
        return open(self._part, 'a', encoding='utf-8', newline='\n')

    def object(self, path: str, value: Any) -> None:
        """Add the answer to a request for one object."""
        self._section({'get': path, 'object': value})

    def lines(self, command: str, lines: Iterable[str]) -> None:
        """Add the output of a command."""
        self._section({'command': command, 'lines': list(lines)})

    def missing(self, kind: str, name: str, reason: str,
                code: int | None = None) -> None:
        """Add what could not be read.

        :param kind: ``get`` or ``command``
        :param name: the path, or the command
        :param reason: why not
        :param code: WSAPI's error number
        """
        section: dict[str, Any] = {kind: name, 'missing': reason}
        if code is not None:
            section['code'] = code
        self._section(section)

    def members(self, path: str, members: Iterable[Any]) -> int:
        """Add a list, as it arrives; if it breaks off, the file is as before.

        :returns: how many members it had
        """
        self._file.flush()
        before, first = os.fstat(self._file.fileno()).st_size, self._first
        try:
            count = self._list(path, members)
        except BaseException:
            with contextlib.suppress(OSError):
                self._file.flush()
            os.ftruncate(self._file.fileno(), before)
            self._file.seek(0, os.SEEK_END)
            self._first = first
            raise
        self._whole(path)
        return count

    def _list(self, path: str, members: Iterable[Any]) -> int:
        self._separate()
        self._file.write(f'{{"get": {json.dumps(path)}{_BEGINNING_OF_LIST}')
        count = 0
        for member in members:
            self._file.write((',\n' if count else '') + json.dumps(member))
            count += 1
        self._file.write(('\n' if count else '') + _END_OF_LIST)
        return count

    def _section(self, section: dict[str, Any]) -> None:
        self._separate()
        self._file.write(json.dumps(section))
        self._whole(str(section.get('get') or section.get('command')))

    def _separate(self) -> None:
        self._file.write('' if self._first else ',\n')
        self._first = False

    def _whole(self, key: str) -> None:
        self._file.flush()
        self.done.add(key)

    def written(self, path: str) -> Iterator[dict[str, Any]]:
        """Iterate over the members of a list that is whole, from the file."""
        self._file.flush()
        head = f'{{"get": {json.dumps(path)}{_BEGINNING_OF_LIST}'
        with open(self._part, encoding='utf-8', newline='\n') as file:
            for line in file:
                if line == head:
                    break
            for line in file:
                text = line.rstrip('\n')
                if text in (_END_OF_LIST, _END_OF_LIST + ','):
                    return
                yield json.loads(text.rstrip(','))

    def answers(self, root: str) -> dict[str, dict[str, Any]]:
        """Return the sections about paths under a root, but for lists, by path.

        They come from the file, so those of an earlier run are among them.
        """
        self._file.flush()
        head = f'{{"get": "{root}'
        with open(self._part, encoding='utf-8', newline='\n') as file:
            sections = [json.loads(line.rstrip(',\n')) for line in file
                        if line.startswith(head)
                        and not line.endswith(_BEGINNING_OF_LIST)]
        return {section['get']: section for section in sections}

    def close(self) -> None:
        """Complete the document and give it its name.

        A file of that name is replaced.
        """
        self._file.write(('' if self._first else '\n') + _TAIL)
        self._file.flush()
        os.fsync(self._file.fileno())
        self._file.close()
        os.replace(self._part, self._target)

    def abandon(self) -> None:
        """Close the unfinished file; a new Writer continues it."""
        # What does not fit on the disk is written anew then.
        with contextlib.suppress(OSError):
            self._file.close()


def captured_at(source: dict[str, Any]) -> int:
    """Return when an array was captured, in seconds since the epoch.

    :param source: what the document says of its origin
    :raises ValueError: it does not say so
    """
    return calendar.timegm(time.strptime(
        str(source.get('captured', '')), CAPTURED))


def is_member(name: str) -> bool:
    """Return whether a text can be the name of a member of an answer."""
    return _MEMBER.match(name) is not None


def new_private_file(path: str | os.PathLike[str]) -> IO[str]:
    """Create a file that only its owner can read.

    :raises FileExistsError: there is one already
    :raises OSError: it cannot be created
    """
    return os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL,
                             0o600), 'w', encoding='utf-8')


def file_of(path: str | os.PathLike[str]) -> Path:
    """Return the file of a capture: of a folder, the one that it is named for."""
    target = Path(path)
    return target / IN_FOLDER if os.fspath(path).endswith(('/', os.sep)) or \
        target.is_dir() else target


def is_capture(path: str | os.PathLike[str]) -> bool:
    """Return whether a file begins as a capture does; it need not be whole.

    :raises OSError: it cannot be read
    """
    with open(file_of(path), 'rb') as file:
        return file.read(len(_BEGINNING)) == _BEGINNING


def _begun(part: Path) -> bool:
    """Whether an unfinished file has a whole first line."""
    if not part.exists():
        return False
    with open(part, 'rb') as file:
        return file.readline().endswith(b'\n')


def _head(source: dict[str, Any]) -> str:
    return json.dumps({'format': FORMAT, 'version': VERSION,
                       'source': source})[:-1] + ', "sections": [\n'


def _source(head: bytes, name: str) -> dict[str, Any]:
    """What the first line says of the origin.

    :raises BrokenCapture: it is not the first line of a capture
    """
    try:
        content = json.loads(head.strip() + _TAIL.encode())
    except ValueError:
        raise BrokenCapture(f'{name}: this is not a capture') from None
    return _checked_head(content, name)


def _checked_head(content: Any, name: str) -> dict[str, Any]:
    if not is_dict(content) or content.get('format') != FORMAT:
        raise BrokenCapture(f'{name}: this is not a capture')
    if content.get('version') != VERSION:
        raise BrokenCapture(
            f'{name}: a capture of version {content.get("version")!r}; this '
            f'release reads version {VERSION}')
    source = content.get('source')
    if not is_dict(source) or not is_list(content.get('sections')):
        raise BrokenCapture(f'{name}: a capture has source, an object, and '
                            'sections, a list')
    return source


def _whole_sections(file: IO[bytes], name: str) -> Iterator[tuple[str, int]]:
    """Key and end of each section that was written to its end.

    The last line counts only with its line end: it may be cut anywhere.
    """
    opened: str | None = None
    for line in iter(file.readline, b''):
        text = line.decode('utf-8', 'replace').rstrip('\n')
        if opened is None and text.endswith('"members": [') and \
                _is_json(text + _END_OF_LIST):
            opened = _key(json.loads(text + _END_OF_LIST), name)
        elif opened is not None:
            if text in (_END_OF_LIST, _END_OF_LIST + ','):
                yield opened, file.tell() - _comma(line)
                opened = None
        elif line.endswith(b'\n') or _is_json(text):
            section = text.rstrip(',')
            if _is_json(section):
                yield _key(json.loads(section), name), \
                    file.tell() - _comma(line)


def _comma(line: bytes) -> int:
    """How many bytes at the end of a line separate it from the next."""
    return len(line) - len(line.rstrip(b',\n'))


def _is_json(text: str) -> bool:
    try:
        json.loads(text)
    except ValueError:
        return False
    return True


def _key(section: Any, name: str) -> str:
    """The path or the command of a section.

    :raises BrokenCapture: it has neither, or both
    """
    keys = [section[kind] for kind in ('get', 'command')
            if kind in section] if is_dict(section) else []
    if len(keys) != 1 or not isinstance(keys[0], str):
        raise BrokenCapture(f'{name}: a section has "get" or "command", not '
                            f'{str(section)[:80]}')
    return keys[0]


class Capture:
    """A captured array; objects are read from the file when they are needed.

    :param path: name of the file, or of a folder with ``array.json``
    :raises OSError: it cannot be read
    :raises BrokenCapture: it is not a capture
    """

    def __init__(self, path: str | os.PathLike[str]) -> None:
        self.path = file_of(path)
        #: sections without their members, by path or command
        self._sections: dict[str, dict[str, Any]] = {}
        #: where the members of a list begin; None: they are in the section
        self._offsets: dict[str, int] = {}
        with open(self.path, 'rb') as file:
            head = file.readline()
            if head.rstrip().endswith(b'"sections": ['):
                self.source = _source(head, str(self.path))
                self._index(file)
            else:
                self._read(file, head)

    def _index(self, file: IO[bytes]) -> None:
        """Find the sections of a file that has a line for each object."""
        opened = False
        for line in iter(file.readline, b''):
            text = self._text(line)
            if opened:
                opened = text not in (_END_OF_LIST, _END_OF_LIST + ',')
            elif text.endswith('"members": ['):
                section = self._parsed(text + _END_OF_LIST)
                self._offsets[self._add(section)] = file.tell()
                opened = True
            elif text + '\n' == _TAIL:
                return
            else:
                self._add(self._parsed(text.rstrip(',')))
        raise BrokenCapture(f'{self.path}: the end is missing; the capture '
                            'was interrupted, and can be continued')

    def _read(self, file: IO[bytes], head: bytes) -> None:
        """Read a file that another tool has laid out in its own way."""
        content = self._parsed(self._text(head + file.read()))
        self.source = _checked_head(content, str(self.path))
        for section in content['sections']:
            self._add(section)

    def _text(self, raw: bytes) -> str:
        try:
            return raw.decode('utf-8').rstrip('\n')
        except UnicodeDecodeError as ex:
            raise BrokenCapture(f'{self.path}: not UTF-8: {ex}') from None

    def _parsed(self, text: str) -> Any:
        try:
            return json.loads(text)
        except (ValueError, RecursionError) as ex:
            raise BrokenCapture(f'{self.path}: not JSON: {ex}') from None

    def _add(self, section: Any) -> str:
        key = _key(section, str(self.path))
        if key in self._sections:
            raise BrokenCapture(f'{self.path}: {key} is there twice')
        shapes: dict[str, tuple[type, ...]] = {
            'object': (dict,), 'members': (list,), 'lines': (list,),
            'missing': (str,)}
        given = [name for name in shapes if name in section]
        if len(given) != 1 or not isinstance(
                section[given[0]], shapes[given[0]]):
            raise BrokenCapture(
                f'{self.path}: {key} has an object, members, lines or missing')
        self._sections[key] = section
        return key

    @property
    def keys(self) -> list[str]:
        """All paths and commands, in the order of the file."""
        return list(self._sections)

    @property
    def paths(self) -> list[str]:
        """The paths that the array answered, in the order of the file."""
        return [key for key, section in self._sections.items()
                if 'get' in section and 'missing' not in section]

    @property
    def commands(self) -> list[str]:
        """The commands that the array carried out."""
        return [key for key, section in self._sections.items()
                if 'lines' in section]

    @property
    def missing(self) -> dict[str, str]:
        """What could not be read, and why."""
        return {key: section['missing']
                for key, section in self._sections.items()
                if 'missing' in section}

    def code(self, key: str) -> int | None:
        """Return WSAPI's error number of what could not be read."""
        return self._sections.get(key, {}).get('code')

    def object(self, path: str) -> dict[str, Any] | None:
        """Return the object of a path; None where there is none."""
        value = self._sections.get(path, {}).get('object')
        return value if is_dict(value) else None

    def lines(self, command: str) -> list[str] | None:
        """Return the output of a command; None where there is none."""
        return self._sections.get(command, {}).get('lines')

    def members(self, path: str) -> Iterator[dict[str, Any]]:
        """Iterate over the members of a list; over none where there is none.

        :raises BrokenCapture: a member is not an object
        """
        offset = self._offsets.get(path)
        values = self._sections.get(path, {}).get('members', ()) \
            if offset is None else self._lines_at(offset)
        for number, value in enumerate(values):
            if not is_dict(value):
                raise BrokenCapture(f'{self.path}: {path} members[{number}] '
                                    f'is not an object')
            yield value

    def _lines_at(self, offset: int) -> Iterator[Any]:
        with open(self.path, 'rb') as file:
            file.seek(offset)
            for line in iter(file.readline, b''):
                text = self._text(line)
                if text in (_END_OF_LIST, _END_OF_LIST + ','):
                    return
                yield self._parsed(text.rstrip(','))
