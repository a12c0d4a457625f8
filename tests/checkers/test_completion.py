"""An editor completes members and shows what they are: pyright over LSP."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from hpe3parclient import options, types
from tests.checkers.conftest import SOURCE
from tests.support.documented import shapes

PROGRAM = '''
from hpe3parclient.client import HPE3ParClient
from hpe3parclient.options import VolumeOptions
from hpe3parclient.types import Volume


def use(client: HPE3ParClient) -> None:
    '''

#: a line that is being typed, with the cursor, and what it completes to
TYPED = {
    "client.createVolume('v', 'c', 1, optional={'|": options.VolumeOptions,
    "client.createVolume('v', 'c', 1, {'tpvv': True, '|'})":
        options.VolumeOptions,
    "members: VolumeOptions = {'policies': {'|'}}": options.VolumePolicies,
    "client.createVolume('v', 'c', 1, {'policies': {'|'}})":
        options.VolumePolicies,
    "client.createCPG('c', {'LDLayout': {'RAIDType': 4, '|'}})":
        options.LayoutOptions,
    "client.createCPG('c', {'LDLayout': {'diskPatterns': [{'|'}]}})":
        options.DiskPattern,
    "client.createHost('h', optional={'descriptors': {'|'}})":
        options.DescriptorOptions,
    "client.modifyHost('h', {'|": options.HostChanges,
    "client.createRemoteCopyGroup('g', [{'|'}])": options.GroupTarget,
    "client.getVolume('v')['|']": types.Volume,
    "client.getCPGs()['members'][0]['|']": types.CPG,
}

#: a line with the cursor in the name of a member: its class and its name
DESCRIBED: dict[str, tuple[ModuleType, str, str]] = {
    "client.createVolume('v', 'c', 1, {'com|ment': 'orders'})":
        (options, 'VolumeOptions', 'comment'),
    "client.createVLUN('v', 1, 'h', {'no|de': 0, 'slot': 1, 'cardPort': 2})":
        (types, 'PortPos', 'node'),
    "volume: Volume = {'userCPG': 'gold', 'host|WriteMiB': 1}":
        (types, 'Volume', 'hostWriteMiB'),
}


class LanguageServer:
    """A client of the language server: requests over stdio, one at a time."""

    def __init__(self, process: subprocess.Popen[bytes]) -> None:
        self.process = process
        self.number = 0

    def send(self, **members: Any) -> None:
        """Send a message."""
        body = json.dumps({'jsonrpc': '2.0', **members}).encode()
        assert self.process.stdin is not None
        self.process.stdin.write(
            b'Content-Length: %d\r\n\r\n' % len(body) + body)
        self.process.stdin.flush()

    def receive(self) -> dict[str, Any]:
        """Read a message."""
        assert self.process.stdout is not None
        length = 0
        while line := self.process.stdout.readline().strip():
            name, _, value = line.partition(b':')
            if name.lower() == b'content-length':
                length = int(value)
        assert length, 'the language server has ended'
        message: dict[str, Any] = json.loads(self.process.stdout.read(length))
        return message

    def request(self, method: str, params: Any) -> Any:
        """Send a request and return its result."""
        self.number += 1
        self.send(id=self.number, method=method, params=params)
        while True:
            message = self.receive()
            if message.get('id') == self.number and 'method' not in message:
                assert 'error' not in message, message
                return message.get('result')
            self.answer(message)

    def answer(self, message: dict[str, Any]) -> None:
        """Answer what the server asks, so that it goes on."""
        if 'method' not in message or 'id' not in message:
            return
        result: Any = None
        if message['method'] == 'workspace/configuration':
            result = [None for _ in message['params']['items']]
        self.send(id=message['id'], result=result)


@pytest.fixture
def server(pyright: list[str], tmp_path: Path) -> Iterator[LanguageServer]:
    """A language server for a directory."""
    (tmp_path / 'pyrightconfig.json').write_text(json.dumps(
        {'extraPaths': [str(SOURCE)]}))
    with subprocess.Popen(
            [sys.executable, '-m', 'pyright.langserver', '--stdio'],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL, cwd=tmp_path) as process:
        try:
            client = LanguageServer(process)
            client.request('initialize', {
                'processId': None, 'rootUri': tmp_path.as_uri(),
                'capabilities': {}, 'workspaceFolders': [
                    {'uri': tmp_path.as_uri(), 'name': 'program'}]})
            client.send(method='initialized', params={})
            yield client
            client.request('shutdown', None)
            client.send(method='exit')
        finally:
            process.kill()


def opened(server: LanguageServer, path: Path, line: str) -> dict[str, Any]:
    """Open a program with a line, and return where its cursor is."""
    before, _, after = (PROGRAM + line).partition('|')
    text = before + after
    path.write_text(text)
    server.send(method='textDocument/didOpen', params={'textDocument': {
        'uri': path.as_uri(), 'languageId': 'python', 'version': 1,
        'text': text}})
    lines = before.splitlines()
    return {'textDocument': {'uri': path.as_uri()}, 'position': {
        'line': len(lines) - 1, 'character': len(lines[-1])}}


def proposals(server: LanguageServer, path: Path, line: str) -> set[str]:
    """What is proposed at the cursor."""
    result = server.request('textDocument/completion',
                            opened(server, path, line))
    items = result['items'] if isinstance(result, dict) else result
    return {item['label'].strip('\'"') for item in items}


def hover(server: LanguageServer, path: Path, line: str) -> str:
    """What is shown for the name below the cursor."""
    result = server.request('textDocument/hover', opened(server, path, line))
    return ' '.join(str(result['contents']['value']).split()) if result else ''


def test_members_are_completed(server: LanguageServer, tmp_path: Path) -> None:
    proposed = {
        line: proposals(server, tmp_path / f'program{number}.py', line)
        for number, line in enumerate(TYPED)}
    # A member that is there already need not be proposed again.
    missing = {line: sorted(name for name in expected.__annotations__
                            if name not in proposed[line] and name not in line)
               for line, expected in TYPED.items()}
    assert missing == {line: [] for line in TYPED}


def test_what_is_known_of_a_member_is_shown(
        server: LanguageServer, tmp_path: Path) -> None:
    shown = {line: hover(server, tmp_path / f'hover{number}.py', line)
             for number, line in enumerate(DESCRIBED)}
    described = {line: next(
        member for member in shapes(module)[shape].members
        if member.name == name)
        for line, (module, shape, name) in DESCRIBED.items()}
    assert shown == {
        line: f'(key) {member.name}: {member.type} {member.text}'
        for line, member in described.items()}
