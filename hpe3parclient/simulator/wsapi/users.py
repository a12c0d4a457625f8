"""/users and /roles: who may do what.

Knows paths and answers; both can only be read.
"""

from __future__ import annotations

from typing import Any
from urllib.parse import quote

from flask import Response

from hpe3parclient.simulator.model import roles
from hpe3parclient.simulator.personality import Capability
from hpe3parclient.simulator.wsapi.answers import answer, listing
from hpe3parclient.simulator.wsapi.service import Resource


class _Accounts(Resource):
    """What users and roles have in common."""

    def routes(self) -> None:
        """Collection and single object, from WSAPI 1.4 on."""
        if self.personality.has(Capability.USERS):
            super().routes()

    def linked(self, view: dict[str, Any], name: str) -> Response:
        """One object, which carries a link to itself."""
        href = f'{self.base_url()}/{self.path}/{quote(name, safe="")}'
        return answer(200, {**view, 'links': [{'href': href, 'rel': 'self'}]})


class UserRequests(_Accounts):
    """Users."""

    def every(self) -> Response:
        """GET of the collection."""
        return listing([roles.user_view(self.array, name)
                        for name in self.array.users],
                       [{'href': f'{self.base_url()}/{self.path}',
                         'rel': 'self'}])

    def single(self, name: str) -> Response:
        """GET of one."""
        return self.linked(roles.user_view(
            self.array, roles.find_user(self.array, name)), name)


class RoleRequests(_Accounts):
    """Roles."""

    def every(self) -> Response:
        """GET of the collection."""
        return listing([roles.role_view(name) for name in roles.ROLES],
                       self.links())

    def single(self, name: str) -> Response:
        """GET of one."""
        return self.linked(roles.role_view(roles.find_role(name)), name)
