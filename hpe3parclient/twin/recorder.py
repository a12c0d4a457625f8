"""Record what is changed on a twin, where its requests and commands arrive.

So it counts whatever a program uses: any client, thread, child process or
other library. Around each change the twin is looked at, under its lock.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, Callable

from hpe3parclient import exceptions
from hpe3parclient.cli import commands, words
from hpe3parclient.narrowing import is_dict
from hpe3parclient.resources.base import path as path_of
from hpe3parclient.resources.ports import nsp_of
from hpe3parclient.twin.apply import task_in
from hpe3parclient.twin.capture import LISTS
from hpe3parclient.twin.document import Capture
from hpe3parclient.twin.plan import Plan
from hpe3parclient.twin.steps import Step
from hpe3parclient.twin.subjects import (
    QOS_TARGETS,
    Look,
    look,
    of_command,
    of_request,
)
from hpe3parclient.web.redact import Secret

if TYPE_CHECKING:
    from hpe3parclient.simulator import SimulatedArray
    from hpe3parclient.simulator.cli.reply import Reply as CliReply
    from hpe3parclient.simulator.replies import Reply
    from hpe3parclient.simulator.wsapi.call import Call

#: requests that change no configuration although they are no GETs
_READING = ('credentials', 'spacereporter')

#: commands of a session, not of the array
_OF_SESSIONS = re.compile(
    r'setclienv|exit|quit|help|clihelp|cmore|echo|waittask|Tpd::rtpd'
    r'|stat[a-z]+|histvv|updatesnapspace')


class Recorder:
    """Records the changes on one twin.

    :param array: the twin, served
    :param taken: what was captured
    """

    def __init__(self, array: SimulatedArray, taken: Capture) -> None:
        self.plan = Plan(taken.source.get('serialNumber'))
        self._array = array
        self._there = set(_paths(taken))
        self._captured = set(taken.paths)
        #: answers what commands are about
        self._service: Any = None

    def start(self) -> None:
        """Begin to record."""
        self._array.state.observer = self

    def stop(self) -> None:
        """Record no more."""
        self._array.state.observer = None

    def request(self, call: Call, serve: Callable[[Call], Reply]) -> Reply:
        """Serve a request, and record it where it may change the twin."""
        if call.method == 'GET' or call.segments[2:3] == [] or \
                call.segments[2] in _READING or not self._is_logged_in(call):
            return serve(call)

        def get(path: str) -> Any:
            return _get(call, path, serve)

        body = call.document()
        path = '/' + '/'.join(call.segments[2:])
        _, mark, query = call.target.partition('?')
        with self._array.state.lock:
            subjects = [name for name in of_request(call.method, path, body)
                        if self._is_known(name)]
            before = {name: look(get, name) for name in subjects}
            for name in _parents(call.method, body, before):
                before.setdefault(name, look(get, name))
            reply = serve(call)
            pieces = list(reply.pieces)
            reply.pieces = pieces
            answer = _document(pieces)
            location = _location(reply)
            if location is not None:
                before.setdefault(location, None)
            self._add(call.method, path + mark + query, Secret(body), before,
                      {name: look(get, name) for name in before},
                      refusal=_refusal(reply, answer), location=location,
                      task=answer.get('taskid') if is_dict(answer) else None)
        return reply

    def command(self, cmd: list[str],
                run: Callable[[], CliReply]) -> CliReply:
        """Run a command, and record it where it may change the twin."""
        if commands.only_reads(cmd) or _OF_SESSIONS.fullmatch(cmd[0]):
            return run()
        paths = of_command(cmd)
        before = self._looks(paths)
        reply = run()
        after = self._looks(paths)
        named = [path for path in paths
                 if before[path] is not None or after[path] is not None]
        output = (*reply.out, *reply.err)
        self._add('CLI', words.shown(cmd), Secret(list(cmd)),
                  {path: before[path] for path in named},
                  {path: after[path] for path in named},
                  refusal='\n'.join(reply.err) or None, task=task_in(output),
                  output=output)
        return reply

    def _looks(self, paths: list[str]) -> dict[str, Look | None]:
        """What objects look like around a command."""
        from hpe3parclient.simulator.wsapi.call import Call
        state = self._array.state
        sessions = state.sessions
        sessions.limit += 1         # the program's are not fewer for it
        try:
            session = sessions.open(state.admin, state.users[state.admin],
                                    '127.0.0.1')
            call = Call('GET', '/', 'HTTP/1.1', '127.0.0.1',
                        {'x-hp3par-wsapi-sessionkey': session.key})
            result = {path: look(lambda name: _get(call, name, self._serve), path)
                      for path in paths}
            sessions.close(session.key)
        finally:
            sessions.limit -= 1
        return result

    def _serve(self, call: Call) -> Reply:
        """Answer a request by a web service of our own."""
        from werkzeug.test import run_wsgi_app

        from hpe3parclient.simulator.dispatcher import environ
        from hpe3parclient.simulator.replies import Reply
        if self._service is None:
            from hpe3parclient.simulator.wsapi import application
            self._service = application.build_service(
                self._array.state, application.BaseUrl())
        pieces, status, _ = run_wsgi_app(self._service, environ(call))
        return Reply(int(status.split()[0]), {}, pieces)

    def _is_logged_in(self, call: Call) -> bool:
        """Whether a request will be looked at: a client that is not logs in."""
        from hpe3parclient.simulator.errors import Refused
        state = self._array.state
        try:
            with state.lock:
                state.sessions.check(call.key or '', call.address)
        except Refused:
            return False
        return True

    def _add(self, method: str, path: str, body: Secret,
             before: dict[str, Look | None], after: dict[str, Look | None],
             **others: Any) -> None:
        made = frozenset(name for name, value in before.items()
                         if value is not None and not self._was_there(name))
        self.plan.steps.append(Step(
            len(self.plan.steps) + 1, method, path, body, before, after, made,
            **others))
        self._note(body.reveal(), before, after)

    def _was_there(self, path: str) -> bool:
        """Whether an object was there when the array was captured."""
        parts = path.split('/')
        return len(parts) < 3 or '/'.join(parts[:3]) in self._there

    def _is_known(self, path: str) -> bool:
        """Whether what the twin answers is what the array would have."""
        root, metadata, _ = path.partition('/objectKeyValues')
        return not metadata or root not in self._there or \
            root + metadata in self._captured

    def _note(self, body: Any, before: dict[str, Look | None],
              after: dict[str, Look | None]) -> None:
        """Keep account of what was there."""
        gone = [name for name, value in after.items()
                if value is None and before[name] is not None]
        renamed = is_dict(body) and 'newName' in body
        for name, value in after.items():
            if renamed and gone and value is not None and before[name] is None \
                    and self._was_there(gone[0]):
                self._there.add(name)
        self._there.difference_update(gone)


def _paths(taken: Capture) -> Iterator[str]:
    """Paths of the objects of a capture."""
    for root in LISTS:
        for member in taken.members(root):
            if root == '/vluns':
                yield '/vluns/' + ','.join(
                    str(member.get(name)) for name in
                    ('volumeName', 'lun', 'hostname'))
            elif root == '/qos':
                yield f'/qos/{QOS_TARGETS.get(member.get("type", 1))}:' \
                    f'{member.get("name")}'
            elif 'portPos' in member:
                yield path_of('ports', nsp_of(member['portPos']))
            else:
                yield path_of(root[1:],
                              str(member.get('name', member.get('id'))))


def _parents(method: str, body: Any,
             before: dict[str, Look | None]) -> list[str]:
    """Paths of volumes that an action on a snapshot changes: it is promoted."""
    if method != 'PUT' or not is_dict(body) or 'action' not in body:
        return []
    return [path_of('volumes', str(value['copyOf']))
            for value in before.values() if value and 'copyOf' in value]


def _get(call: Call, path: str, serve: Callable[[Call], Reply]) -> Any:
    """The answer to a GET by whoever made a request; None where it is refused."""
    from hpe3parclient.simulator.wsapi.call import Call
    look_up = Call('GET', '/api/v1' + path, call.version, call.address,
                   call.headers)
    look_up.take_apart()
    reply = serve(look_up)
    return _document(reply.pieces) if reply.status == 200 else None


def _document(pieces: Any) -> Any:
    try:
        return json.loads(b''.join(pieces))
    except ValueError:
        return None


def _location(reply: Reply) -> str | None:
    """The path of what a request has made, where only the answer says it."""
    text = reply.headers.get('Location', '')
    path = text.partition('/api/v1')[2]
    return path if path.startswith('/vluns/') else None


def _refusal(reply: Reply, answer: Any) -> str | None:
    """Why a request was refused, as its client says it."""
    return None if reply.status < 400 else \
        str(exceptions.from_response(reply, answer))
