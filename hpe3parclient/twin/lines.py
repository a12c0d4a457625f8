"""Which parts of a command's output say nothing of an organisation.

Titles of tables, numbers that say how much, states, and moments stay as they
are in an anonymised capture, so that it can still be loaded; everything else
is replaced. A line is taken apart so that the replaced one comes apart at the
same places.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from hpe3parclient.cli import tables
from hpe3parclient.twin.shown import INTERFACES


class Piece(NamedTuple):
    """A part of a line: whether it stays, and whether it is a name.

    A part that is both is a name only if an object is called so. The words of
    the vendor's parts stay even if an object is called so.
    """

    text: str
    stays: bool = False
    is_name: bool = False
    vendors: bool = False


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


#: words of titles; a line is one of titles if it has no others
_TITLES = _words("""
a total overallstate
acstate activestates address admissiontime after agents alert all applied
assem atf autoneg available b bat bay brand buffsz cache cage cagepos cap
capacity cfgrate chnk chrglvl chunklets cimver cl class code command comment
comments component complete conn connmode conntype control copy cpg cpgs
created createdby creationtime data date dcstate ddm default defaultcpg
description detailed dom domain dow drive drives duplex encl estimated expdate
expired fail failed fan features file filestore finishtime firmware form
formfactor fpg free from fs fw gateway gb gbps gib gid group groupname grp
hardblock hardfiles hi hour http httpport https httpsport hwaddr hwtype id
iftype incluster info installtime intcoal interval ip ipaddr ipaddress ipc is
iscsi iter label lastsynctime latency ldch ldname led limit listed lo localset
localusercpg localvv loopa loopb mac manufacturer master max maxrate maxspeed
mb measurement media mediatype mem members message mfr mhz mib min mode model
month mountpath msgcode mtu n name netmask networkname new nextruntime node
nodes normal num ok oldest online options p package part partner patch path
paths pd pdid peeripaddress pgver phase physical policy port ports pos
position power prefixlen primary priority product protocol ps psstate q qual
qw r rate raw rawfree reading release remoteid remotename remoteset remotevv
resync rev reva revb riser rmusercpg role rpm rx rxloss s san schedname
schedule sec sedstate serial server service service severity sharedir
sharename sid side since size slot slp slpport smart socks softblock softfiles
sp spare specified speed ss started starttime state status step supplies
supply sync syncstatus sysid sysname t target temp testing time total tmwo
transfer tx txdisable txfault type uid unavail uninit uniqnodewwn unused up
usablefree usage used usedblock user username usrcpg vcn vendor ver version
vfs vlan vlantag vv vvs wwn ready enabled default ipv route ntp dns
host wrt snp wrn lim
""")

#: columns, and members of records, whose values may be the vendor's words
_PLAIN = _words("""
overallstate
acstate alert bat ddm dcstate default dom dow enabled fan finishtime gid hour
id installtime min mode month msgcode messagecode nextruntime node phase
priority ps psstate role severity starttime state status step time type uid
version
total free used unused unavail spare size cap capacity rawfree usablefree usage
host_wrt_mb snp_used_mb snp_wrn snp_lim
cimver pgver
""")

#: values that stay there
_WORDS = _words("""
n y yes no none na new acknowledged fixed active suspended done failed
cancelled normal degraded ok up down offline online true false fatal critical
major minor informational debug super service edit create browse basic_edit
cli command executed component state change space disk host error task port
node mu ga emu devel complete high med low event user login update upgrade
software hardware cage power supply battery volume cpg alert utc gmt
balanced performance cost ip fc nl ssd sas sync periodic ready synced syncing
stopped starting
""")

#: commands that may be scheduled
_VERBS = _words("""
checkhealth compactcpg compactld createfsnap creategroupsv creategroupvvcopy
createsv createvvcopy moverelocpd removevv setvv startao startfsav
startfsnapclean syncrcopy tunepd tunevv tunesys updatesnapspace updatevv
setqos
""")
_COMMANDS = 'file/command'

#: what is between braces in an event of a command: who, the command, its result
_EXECUTED = re.compile(r'("?\{.* -?\d+ \S+ \d+\} \{)(\S+)(.*)(\} \{.*\}"?)\Z',
                       re.DOTALL)
_EXECUTION = 'CLI command executed'

#: options that people's own sentences follow
_SENTENCES = ('-comment', '-loc', '-contact', '-os', '-model', '-ip')

#: a word of a command that no object is called by: options, their numbers and
#: marks of the date, and in front of the name of an object, of which kind it is
_ARGUMENT = re.compile(r'(?P<prefix>(?:set|vvset|hostset|domain|vv):)|'
                       r'(?P<mark>@[A-Za-z]@)')
_TIMES = re.compile(r'[\d,*/-]+')
_AMOUNT = re.compile(r'\d+[a-zA-Z%]?')

#: words of commands that name no object: roles, states, and kinds
_KEYWORDS = _words("""
all edit browse super service create basic_edit security audit compliance
yes no y n on off enable disable enabled disabled sync async periodic
async_periodic nfs smb obj balanced performance cost fc nl ssd r0 r1 r5 r6 mag
cage port first last full thin auto initchap targetchap sys:all_others
ack fixed new
""")

#: commands whose words are the vendor's, as are the names of what they show
_HARDWARE = ('showversion', 'showpatch', 'showlicense', 'shownode', 'showcage',
             'showpd', 'showbattery', 'showport', 'showeeprom', 'showflashcache',
             'showcim', 'showdate', 'showsys -param')
_CAGE = re.compile(r'cage\d{1,3}\Z')
#: names that end in a position: of a node and, where links are, of a link
_OF_A_NODE = re.compile(r'(\d{5,8})(-\d{1,2})\Z')
OF_A_LINK = re.compile(r'(.+)(_\d_\d{1,2}_\d)\Z')

#: columns whose cells are names
_NAMES = _words("""
schedname domain createdby username name user groupname members comments
t0cpg t1cpg t2cpg localvv remotevv localusercpg rmusercpg remotename sysname fpg
vfs filestore sharename defaultcpg target hostname group
""")

#: users of every array
BUILT_IN = re.compile(r'3par(adm|svc|edit|browse|service|cimuser)\Z')
_USERS = ('createdby', 'username', 'user')

#: where the names are in the elements of lists of File Persona
_TCL_NAMES = {'getfpg': (0,), 'getvfs': (0, 1), 'getfstore': (0, 1, 2),
              'getfshare': (0, 1, 2, 3), 'getfsnap': (0, 1, 2, 3),
              'getfsquota': (1, 11, 12)}

_SENTENCE = re.compile(
    r'Release [Vv]ersion [\d. ]+(\([A-Z]+\d*\))?|Detailed status:|'
    r'Patches: +P\d{1,3}(,P\d{1,3})*|'
    r'-*Cage detail info for cage\d+ -*|\d+ total|'
    r'License key was generated on \w{3} \w{3} +\d+ [\d:]{8} \d{4}')
_LABEL = re.compile(r'([A-Z][A-Za-z0-9()/ _]{0,40}?) *: *')

_STAMP = re.compile(r'\d{4}-\d\d-\d\d \d\d:\d\d:\d\d(?: [A-Z]{3,4})?\b')
_NUMBER = re.compile(r'-?\d{1,6}(\.\d{1,3})?%?|\d{1,2}(:\d{1,2}){1,2}\*?|[-*]+|'
                     r'(ps|cage)\d{1,3}|total')
_VALUE = re.compile(r'"?[\d*,/-]+"?|0x[0-9a-fA-F]{1,8}|[\d.]{1,12}|'
                    r'(MU|EMU|P)\d{1,3}')
_OPTION = re.compile(r'-[a-z_]{1,8}')
#: values of Tcl lists: sizes and moments, which are long, and words
_TCL_NUMBER = re.compile(r'\d{1,16}|true|false|[A-Z_]+CESSIBLE|[A-Z_]+FROZEN|'
                         r'(DE)?ACTIVATED|manual|self-signed|---|UNKNOWN')
_CELLS = re.compile(r'("(?:[^"]|"")*"|[^",]*)(,|\Z)')
#: digits; T0CPG to T2CPG are titles
_DIGIT = re.compile(r'\d(?!CPG\b)')
_TOKEN = re.compile(r'[^\W\d_]+')


def pieces(command: str, lines: Sequence[str]) -> Iterator[list[Piece]]:
    """Take each line of a command's output apart."""
    if command == INTERFACES:
        yield from ([Piece(line, stays=True)] for line in lines)
    elif len(lines) == 1 and tables.is_nothing(lines):
        yield [Piece(lines[0], stays=True)]
    elif command.startswith('get'):
        names = _TCL_NAMES.get(command.partition(' ')[0], ())
        yield from (list(_tcl(line, names)) for line in lines)
    elif command.startswith(_HARDWARE):
        yield from ([item for part in parts for item in _vendors(part)]
                    for parts in _rows(lines))
    else:
        yield from _rows(lines)


def _vendors(part: Piece) -> Iterator[Piece]:
    """A part of what is shown of the hardware, whose words are the vendor's."""
    if part.stays:
        yield part
    elif not part.is_name:
        yield Piece(part.text, vendors=True)
    elif _CAGE.match(part.text):
        yield Piece(part.text, stays=True, is_name=True)
    else:
        yield from positioned(part.text, _OF_A_NODE)


def positioned(name: str, pattern: re.Pattern[str]) -> Iterator[Piece]:
    """A name, whose end stays if it is a position."""
    match = pattern.match(name)
    yield Piece(match[1] if match else name, is_name=True)
    if match:
        yield Piece(match[2], stays=True)


def _rows(lines: Sequence[str]) -> Iterator[list[Piece]]:
    """Lines of tables and records; titles stand before the rows."""
    titles: list[str] = []
    in_rows = False
    for line in lines:
        in_rows = in_rows and bool(line.strip(' ,'))
        if not in_rows and _is_title(line):
            titles = [cell.strip('- ').partition('(')[0].lower()
                      for cell, _ in _cells(line)]
            yield [Piece(line, stays=True)]
        elif _SENTENCE.fullmatch(line):
            yield [Piece(line, stays=True)]
        else:
            in_rows = in_rows or ',' in line
            yield list(_row(line, titles))


def _is_title(line: str) -> bool:
    """Whether a line is one of titles, in part dashes."""
    words = _TOKEN.findall(line)
    return ',' in line and bool(words) and not _DIGIT.search(line) and all(
        word.lower() in _TITLES for word in words)


def _cells(line: str) -> Iterator[tuple[str, str]]:
    """Cells and what separates them from the next."""
    for match in _CELLS.finditer(line):
        if match[0]:
            yield match[1], match[2]


def _row(line: str, titles: Sequence[str]) -> Iterator[Piece]:
    """The cells of a row, or the whole of another line."""
    cells = list(_cells(line)) if ',' in line else [(line, '')]
    if ''.join(cell + comma for cell, comma in cells) != line:
        cells = [(line, '')]
    fits = 1 < len(cells) <= len(titles) and not (
        len(cells) == 2 < len(titles) and cells[1][0] == 'total')
    executed = any(cell == _EXECUTION for cell, _ in cells)
    for index, (cell, comma) in enumerate(cells):
        match = _EXECUTED.match(cell) if executed else None
        if match:
            yield Piece(match[1] + match[2])
            yield from _command(match[3]) if match[2] != 'setsys' else [
                Piece(match[3])]
            yield Piece(match[4])
        elif fits and titles[index] == 'name' and 'ipc' in titles:
            yield from positioned(cell, OF_A_LINK)
        else:
            yield from _cell(cell, titles[index] if fits else '')
        yield Piece(comma, stays=True)


def _cell(cell: str, title: str) -> Iterator[Piece]:
    """The parts of a cell under a title; '' where there is none."""
    if (title in _PLAIN and _is_plain(cell)) or \
            (title == 'domain' and cell == 'all') or \
            (title in _USERS and BUILT_IN.match(cell)):
        yield Piece(cell, stays=True)
    elif title in _NAMES and cell.strip('-"'):
        yield Piece(cell, is_name=True)
    elif title == _COMMANDS:
        yield from _command(cell)
    else:
        yield from _text(cell)


def _command(text: str) -> Iterator[Piece]:
    """The words of a command: those that name objects are names."""
    quote = text[:1] if text.startswith('"') else ''
    if quote:
        yield Piece(quote, stays=True)
    option = ''
    for word in re.split(r'([\s{}"]+)', text[len(quote):]):
        if _OPTION.fullmatch(word):
            option = word
            yield Piece(word, stays=True)
        elif not word.strip(' {}"'):
            yield Piece(word, stays=True)
            option = '' if '}' in word else option
        elif option in _SENTENCES:
            yield Piece(word)
        else:
            is_amount = _AMOUNT.fullmatch(word) is not None
            if word in _VERBS or (is_amount and option):
                yield Piece(word, stays=True)
            elif is_amount or word.lower() in _KEYWORDS or _TIMES.fullmatch(word):
                yield Piece(word)
            else:
                yield from _argument(word)
            option = ''


def _argument(word: str) -> Iterator[Piece]:
    """The parts of a word in which the name of an object is."""
    end = 0
    for match in _ARGUMENT.finditer(word):
        if match['prefix'] and match.start():
            continue
        if end < match.start():
            yield Piece(word[end:match.start()], is_name=True)
        yield Piece(match[0], stays=True)
        end = match.end()
    if end < len(word):
        yield Piece(word[end:], is_name=True)


def _is_plain(text: str) -> bool:
    """Whether a value is a number, a moment, or of the vendor's words."""
    rest = _STAMP.sub('', text).strip()
    return not rest or _VALUE.fullmatch(rest) is not None or (
        not _DIGIT.search(rest) and all(
            word.lower() in _WORDS for word in re.findall(r'\w+', rest)))


def _text(text: str) -> Iterator[Piece]:
    """A cell or a line: the label before a colon and moments stay."""
    match = _LABEL.match(text)
    if match is not None and all(
            word.lower() in _TITLES | _PLAIN
            for word in _TOKEN.findall(match[1])):
        yield Piece(match[0], stays=True)
        text = text[match.end():]
        if match[1].replace(' ', '').lower() in _PLAIN and _is_plain(text):
            yield Piece(text, stays=True)
            return
    for part in moments(text):
        yield from [part] if part.stays else _number(part.text)


def moments(text: str) -> Iterator[Piece]:
    """The parts of a text in which moments stay."""
    end = 0
    for match in _STAMP.finditer(text):
        yield Piece(text[end:match.start()])
        yield Piece(match[0], stays=True)
        end = match.end()
    yield Piece(text[end:])


def _number(text: str) -> Iterator[Piece]:
    if text:
        yield Piece(text, stays=_NUMBER.fullmatch(text.strip()) is not None)


def _tcl(line: str, names: Sequence[int] = ()) -> Iterator[Piece]:
    """The elements of a Tcl list.

    :param names: indices of those that are names, in each list of the list
    """
    depth, index = 0, -1
    for text in re.split(r'(\s+|[{}])', line):
        if not text:
            continue
        if not text.strip():
            yield Piece(text, stays=True)
            continue
        # An element of the outermost lists, or a list that is one.
        if text != '}' and depth == 1:
            index += 1
        depth += {'{': 1, '}': -1}.get(text, 0)
        if text == '{' and depth == 1:
            index = -1
        if text in '{}':
            yield Piece(text, stays=True)
        elif depth == 1 and index in names:
            yield Piece(text, is_name=True)
        else:
            yield Piece(text, stays=_TCL_NUMBER.fullmatch(text) is not None)
