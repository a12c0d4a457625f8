"""/credentials: logging in and out.

Knows the request and the answer; keys are the model's business.
"""

from __future__ import annotations

from flask import Response

from hpe3parclient.simulator.wsapi import tables
from hpe3parclient.simulator.wsapi.answers import answer
from hpe3parclient.simulator.wsapi.service import Resource, call


class CredentialRequests(Resource):
    """Session keys."""

    def routes(self) -> None:
        """The two requests that carry no key."""
        path = f'/api/v1/{self.path}'
        self.route('POST', path, self.log_in, open_to_all=True)
        self.route('DELETE', f'{path}/<segment:key>', self.log_out,
                   open_to_all=True)

    def log_in(self) -> Response:
        """POST: a new key."""
        request = self.requested(tables.CREDENTIALS)
        session = self.array.sessions.open(
            request['user'], request['password'], call().address)
        return answer(201, {'key': session.key}, self.location(session.key))

    def log_out(self, key: str) -> Response:
        """DELETE: the key is dead."""
        self.array.sessions.close(key)
        return answer()
