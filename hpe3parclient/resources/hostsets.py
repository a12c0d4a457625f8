"""Host sets: hosts that are exported to together."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import (
    TYPE_CHECKING,
    Any,
    cast,
)

from hpe3parclient.resources.base import JSON, located, names, path
from hpe3parclient.resources.filtering import HOST_SETS, FilteringResource
from hpe3parclient.resources.validation import listed, needed

if TYPE_CHECKING:
    from hpe3parclient.query import Expression
    from hpe3parclient.types import HostSet, HostSetList
    from hpe3parclient.web.decode import Headers


class HostSetResource(FilteringResource):
    """Methods about sets of hosts."""

    def getHostSets(self) -> HostSetList:
        """Return all host sets.

        :returns: ``{'total': n, 'members': [...]}``, members as
            :meth:`getHostSet` returns them

        Source: GET /hostsets.
        """
        return cast('HostSetList', self._list('/hostsets'))

    def iterHostSets(self, query: Expression | None = None
                    ) -> Iterator[HostSet]:
        """Iterate over all host sets, or over those that match, as they arrive.

        An addition to the published client.

        :param query: an expression built from :data:`hpe3parclient.query.Q`,
            such as ``Q.setmembers == 'db1'``
        :returns: iterator over members as :meth:`getHostSet` returns them
        :raises InvalidInput: ``query`` is not an expression, or names a
            member that host sets do not have

        Source: GET /hostsets.
        """
        return self._iter_filtered(HOST_SETS, query)

    def getHostSet(self, name: str) -> HostSet:
        """Return one host set.

        :param name: name of the set
        :returns: dict with ``id``, ``name``, ``uuid``, ``domain``,
            ``comment`` and ``setmembers``, the names of its hosts; an empty
            set may come without ``setmembers``
        :raises HTTPNotFound: NON_EXISTENT_SET (102)

        Source: GET /hostsets/<name>.
        """
        return cast('HostSet', self._get(path('hostsets', name)))

    def findHostSet(self, name: str) -> str | None:
        """Return the first host set that a host is in.

        :param name: name of the host
        :returns: name of the set; None when the host is in none, or does not
            exist

        Source: GET /hostsets.
        """
        return next(iter(self._host_sets_of(name)), None)

    def createHostSet(self, name: str, domain: str | None = None,
                      comment: str | None = None,
                      setmembers: Iterable[str] | None = None
                      ) -> str | None:
        """Create a host set.

        :param name: up to 27 letters, digits and ``. _ -``
        :param domain: domain it belongs to
        :param comment: up to 255 characters
        :param setmembers: names of its hosts; all in the set's domain
        :returns: what the array calls the set in the Location header, which
            is its name; None where the array sends no such header
        :raises HTTPBadRequest: INV_INPUT_DUP_NAME (41),
            INV_INPUT_EXCEEDS_LENGTH (57), INV_INPUT_ILLEGAL_CHAR (69)
        :raises HTTPNotFound: NON_EXISTENT_HOST (17), NON_EXISTENT_DOMAIN (38)
        :raises HTTPConflict: EXISTENT_SET (101), MEMBER_IN_DOMAINSET (105),
            MEMBER_IN_SET (104), MEMBER_NOT_IN_SAME_DOMAIN (107)

        Source: POST /hostsets.
        """
        headers, _ = self._post_full(
            '/hostsets', new_set(name, domain, comment, setmembers))
        return located(headers, 'hostsets')

    def deleteHostSet(self, name: str) -> None:
        """Remove a host set; its hosts stay.

        :param name: name of the set
        :raises HTTPNotFound: NON_EXISTENT_SET (102)
        :raises HTTPConflict: EXPORTED_VLUN (26), something is exported to it
        :raises HTTPBadRequest: INV_INPUT_ILLEGAL_CHAR (69)

        Source: DELETE /hostsets/<name>.
        """
        self._delete(path('hostsets', name))

    def modifyHostSet(self, name: str, action: int | None = None,
                      newName: str | None = None,
                      comment: str | None = None,
                      setmembers: Iterable[str] | None = None
                      ) -> tuple[Headers, JSON]:
        """Change a host set's name, comment or members.

        :param name: name of the set
        :param action: SET_MEM_ADD or SET_MEM_REMOVE, with ``setmembers``
        :param newName: new name, up to 27 characters
        :param comment: new comment, up to 255 characters; '' takes it away
        :param setmembers: names of hosts to add or remove
        :returns: ``(headers, body)``; ``headers['location']`` is the path of
            the set, ``body`` is None
        :raises HTTPNotFound: NON_EXISTENT_SET (102), MEMBER_NOT_IN_SET (106)
        :raises HTTPBadRequest: INV_INPUT_DUP_NAME (41),
            INV_INPUT_PARAM_CONFLICT (44), INV_INPUT_ILLEGAL_CHAR (69)
        :raises HTTPConflict: EXISTENT_SET (101), MEMBER_IN_DOMAINSET (105),
            MEMBER_IN_SET (104), MEMBER_NOT_IN_SAME_DOMAIN (107),
            LUN_ID_CONFLICT (110)

        Source: PUT /hostsets/<name>.
        """
        return self._put_full(path('hostsets', name), changed_set(
            action, newName, comment, setmembers))

    def addHostToHostSet(self, set_name: str, name: str
                         ) -> tuple[Headers, JSON]:
        """Add a host to a host set.

        :param set_name: name of the set
        :param name: name of the host
        :returns: ``(headers, body)`` as :meth:`modifyHostSet`
        :raises HTTPNotFound: NON_EXISTENT_SET (102), NON_EXISTENT_HOST (17)
        :raises HTTPConflict: MEMBER_IN_SET (104), MEMBER_NOT_IN_SAME_DOMAIN
            (107)

        Source: PUT /hostsets/<set_name>, action 1.
        """
        return self.modifyHostSet(set_name, action=self.SET_MEM_ADD,
                                  setmembers=[name])

    def removeHostFromHostSet(self, set_name: str, name: str
                              ) -> tuple[Headers, JSON]:
        """Remove a host from a host set.

        :param set_name: name of the set
        :param name: name of the host
        :returns: ``(headers, body)`` as :meth:`modifyHostSet`
        :raises HTTPNotFound: NON_EXISTENT_SET (102), MEMBER_NOT_IN_SET (106)

        Source: PUT /hostsets/<set_name>, action 2.
        """
        return self.modifyHostSet(set_name, action=self.SET_MEM_REMOVE,
                                  setmembers=[name])

    def removeHostFromItsHostSet(self, name: str
                                 ) -> tuple[Headers, JSON] | None:
        """Remove a host from the host set it is in.

        Of several sets, the host leaves the first that the array lists.

        :param name: name of the host
        :returns: ``(headers, body)`` as :meth:`modifyHostSet`; None when the
            host is in no set, and nothing was changed
        :raises HTTPNotFound: MEMBER_NOT_IN_SET (106), another program was
            faster

        Source: GET /hostsets, then PUT /hostsets/<set>, action 2.
        """
        set_name = self.findHostSet(name)
        if set_name is None:
            return None
        return self.removeHostFromHostSet(set_name, name)

    def _host_sets_of(self, name: str) -> list[str]:
        """Return the names of the host sets that a host is in."""
        return [needed(host_set, 'name', str)
                for host_set in self.getHostSets()['members']
                if name in listed(host_set, 'setmembers', str)]


def new_set(name: str, domain: str | None, comment: str | None,
            setmembers: Iterable[str] | None) -> dict[str, Any]:
    """Build the body that creates a host set or volume set."""
    body: dict[str, Any] = {'name': name}
    if domain:
        body['domain'] = domain
    if comment:
        body['comment'] = comment
    if setmembers:
        body['setmembers'] = names(setmembers, 'setmembers')
    return body


def changed_set(action: int | None, newName: str | None,
                comment: str | None,
                setmembers: Iterable[str] | None) -> dict[str, Any]:
    """Build the body that changes a host set or volume set."""
    body: dict[str, Any] = {}
    if action is not None:
        body['action'] = action
    if newName is not None:
        body['newName'] = newName
    if comment is not None:
        body['comment'] = comment
    if setmembers:
        body['setmembers'] = names(setmembers, 'setmembers')
    return body
