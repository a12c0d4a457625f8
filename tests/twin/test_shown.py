"""Every command that shows something, of an array and of its twin.

The lines are made from the declarations of the simulated command line, so a
command or an option that is added is compared, too. One that takes a value of
a new kind needs an example in ``VALUES``.
"""

from __future__ import annotations

import difflib
import itertools
import re
from collections.abc import Iterator

import pytest

from hpe3parclient import twin
from hpe3parclient.simulator import PERSONALITIES, Clock, SimulatedArray
from hpe3parclient.simulator.cli import filepersona
from hpe3parclient.simulator.cli.commands import Declared
from hpe3parclient.simulator.cli.filepersona import private
from hpe3parclient.simulator.cli.interpreter import FAMILIES, Session
from tests.twin.populated import populate, run, session_of
from tests.twin.test_load import logged_in

#: what is not of the array's state, and why the twin shows otherwise
EXCEPTIONS = {
    'showuserconn': 'who is logged in now',
    'showwsapisession': 'who is logged in now',
    'showwsapi -d': 'counts the sessions since the service was started',
    'srstat': 'samples of the past; a capture reads them when asked to, for '
              'the web service',
}

#: what options and operands that take a value get, by what the usage calls it
VALUES = {
    'CPG': 'gold', 'VV': 'v1', 'host': 'db1', 'domain': 'shop',
    'set': 'shopset', 'LUN': '7', 'lun': '7', 'hours': '1', 'minutes': '60',
    'severity': 'Major', 'class': 'Component', 'pattern': 'c', 'patch': 'GA',
    'type': 'FC', 'cage': '0', 'node_ID': '1', 'RAID': 'r6', 'size': '8',
    'level': 'mag', 'secs': '1', 'number': '1', 'kind': 'tpvv',
    'list': '0,1', 'fpg': 'fpg1', 'vfs': 'vfs1', 'fstore': 'store1',
    'user': 'fsanna', 'group': 'fsgroup', 'topic': 'vv', 'disk_type': 'FC',
    'fields': 'DOM', 'node': '0', 'column': 'Name', 'col': '0', 'n': '5',
    # operands
    'component': 'alert', 'fpgname': 'fpg1',
    'sharename': 'share1', 'snapname': '*daily1',
    'username': 'anna', 'groupname': 'Users', 'schedname|pattern': 'n*',
    'taskID|pattern': '3', 'VV_name|pattern': 'v*', 'VV_name': 'v1',
    'VV_name|pattern|set:vvset': 'set:shopset', 'host|pattern|set:hostset':
    'set:cluster', 'setname|pattern': '*', 'CPG_name|pattern': 'g*',
    'CPG_name': 'gold', 'domain|pattern': 's*', 'aocfg_name|pattern': 't*',
    'cage_name': 'cage0', 'LD_name|pattern': '*', 'LD_name': 'gold.usr.0',
    'PD_ID': '3', 'PDID': '3', 'N:S:P|pattern': '0:*', 'N:S:P': '0:1:1',
    'vvset:name|sys:all_others|pattern': 'vvset:*', 'role': 'edit',
    'vvset:name|sys:all_others': 'vvset:shopset', 'name|pattern': 'g*',
    'all|fcfabric|ns|findport': 'ns', 'protocol': 'nfs',
    'targets|links|groups': 'groups',
}
_LOOKING = re.compile(r'checkhealth|(show|stat|hist|sr)[a-z0-9]+|get[a-z]+')
_OPERAND = re.compile(r'(\[?)<([^>]*)>')


def declared() -> dict[str, Declared]:
    """Every command of every family that shows something."""
    families = [family.COMMANDS for family in FAMILIES]
    return {name: command for family in families
            for name, command in sorted(family.items())
            if isinstance(command, Declared) and _LOOKING.fullmatch(name)}


def options(command: Declared) -> Iterator[str]:
    for name, value in command.options.items():
        if not value:
            yield f' -{name}'
        elif name not in ('iter', 'd'):
            yield f' -{name} {VALUES[value]}'


def lines(command: Declared) -> Iterator[str]:
    """The command bare, with each option, each two, columns and operands."""
    operands = [(bool(optional), VALUES[value]) for optional, value
                in _OPERAND.findall(command.operands)]
    needed = ''.join(f' {value}' for optional, value in operands
                     if not optional)
    every = ''.join(f' {value}' for _, value in operands)
    start = command.name + (' -iter 1' if 'iter' in command.options else '')
    yield start + needed
    yield start + every
    yield f'{start} -h'
    for option in options(command):
        yield f'{start}{option}{needed}'
        yield f'{start}{option} -csvtable{needed}'
        yield f'{start}{option}{every}'
    for first, second in itertools.combinations(options(command), 2):
        yield f'{start}{first}{second}{needed}'
    if command.tables is not None:
        yield f'{start} -showcols @{needed}'
    for look in ('-csvtable', '-nohdtot', '-listdom', '-csvtable -nohdtot'):
        yield f'{start} {look}{needed}'


def is_compared(line: str) -> bool:
    return not any(line.startswith(name) for name in EXCEPTIONS)


def printed(session: Session, line: str) -> list[str]:
    """What a line prints; private commands run as the array wants it."""
    name = line.split()[0]
    if name in private.PRIVATE:
        wrapped = run(session, f'{private.RTPD} {{{line}}}')
        if not wrapped or 'invalid command name' not in wrapped[0]:
            return wrapped
    if '-showcols @' in line:
        columns = run(session, line.replace('-showcols @', '-listcols'))
        line = line.replace('@', columns[0])
    return run(session, line)


@pytest.fixture(scope='module', params=sorted(PERSONALITIES))
def source(request: pytest.FixtureRequest) -> Iterator[SimulatedArray]:
    clock = Clock(1_780_000_000.25, running=False)
    with SimulatedArray(request.param, clock=clock, seed=1,
                        volumes=2) as array:
        populate(array)
        yield array


@pytest.fixture(scope='module')
def captured(source: SimulatedArray,
             tmp_path_factory: pytest.TempPathFactory) -> twin.Capture:
    path = tmp_path_factory.mktemp('shown') / 'array.json'
    with logged_in(source) as client:
        client.setSSHOptions('127.0.0.1', source.user, source.password,
                             port=source.ssh_port)
        twin.capture(client, path, metadata=True)
    return twin.Capture(path)


@pytest.fixture
def loaded(captured: twin.Capture) -> SimulatedArray:
    return SimulatedArray(state=captured, clock=Clock(running=False), seed=7,
                          tls=False)


def test_every_command_shows_what_it_did(source: SimulatedArray,
                                         loaded: SimulatedArray) -> None:
    # a real array's clock goes on, too; a twin begins at the whole second
    loaded.clock.turn_to(source.clock.now())
    before, after = session_of(source), session_of(loaded)
    compared, differing = 0, dict[str, list[str]]()
    # checkhealth is written into the event log, so it comes last
    for command in sorted(declared().values(),
                          key=lambda command: not command.reads):
        for line in filter(is_compared, lines(command)):
            expected, shown = printed(before, line), printed(after, line)
            compared += 1
            if shown != expected:
                differing[line] = list(difflib.unified_diff(
                    expected, shown, 'array', 'twin', lineterm='', n=0))
    assert not differing, '\n'.join(
        f'{line}: {difference[3:7]}' for line, difference
        in differing.items())
    assert compared > 1000
    assert loaded.loaded is not None
    assert loaded.loaded.left_out == {}


def test_the_exceptions_are_commands() -> None:
    for name in EXCEPTIONS:
        assert any(command.startswith(name.split()[0])
                   for command in declared())


def test_the_getters_of_file_persona_are_compared() -> None:
    assert {name for name in filepersona.COMMANDS
            if _LOOKING.fullmatch(name)} <= set(declared())
