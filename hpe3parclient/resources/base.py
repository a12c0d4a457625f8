"""What a resource may use, and nothing more.

Paths whose every segment is quoted, queries whose every value is checked,
the four HTTP methods, and one call that runs a command line. mypy checks each
resource alone against this base; sockets, retries and logging are out of
reach from here.
"""

from __future__ import annotations

import time
import urllib.parse
from collections.abc import Iterable, Iterator, Mapping
from typing import (
    TYPE_CHECKING,
    Any,
    Callable,
    TypeVar,
)

from hpe3parclient import describe, exceptions
from hpe3parclient.constants import Constants
from hpe3parclient.narrowing import is_iterable, is_mapping
from hpe3parclient.patterns import pattern
from hpe3parclient.resources.validation import an_object, listed

if TYPE_CHECKING:
    from hpe3parclient.http import HTTPJSONRESTClient
    from hpe3parclient.options import AnyMembers, HostOptions, Members
    from hpe3parclient.ssh import HPE3PARSSHClient
    from hpe3parclient.types import (
        Host,
        PortPos,
        RemoteCopyGroup,
        Task,
        TaskList,
        Volume,
        WsApiVersion,
    )
    from hpe3parclient.web.decode import Headers

JSON = Any
T = TypeVar('T')

#: seconds between two looks at the array while waiting, at most
_LONGEST_PAUSE = 5.0

#: what stands unquoted in a WSAPI query: names, WWNs, IQNs, numbers
_PLAIN = pattern(r'[A-Za-z0-9._:-]+\Z')

#: a path segment that stays as it is, as most names do
_UNRESERVED = pattern(r'[A-Za-z0-9_~-][A-Za-z0-9_.~-]*\Z')

#: a whole number as a text
_NUMBER = pattern(r'[ \t\r\n]*[+-]?[0-9]{1,19}[ \t\r\n]*\Z')

#: no array counts further
_LARGEST = (1 << 63) - 1


def a_text(value: Any, what: str) -> str:
    """Return a str that a request can carry.

    :raises InvalidInput: it is none, or holds half a character
    """
    if not isinstance(value, str):
        raise exceptions.InvalidInput(
            f'{what} must be str, not {describe.value(value)}')
    text = str.__str__(value)       # of an enum its value, not its name
    try:
        text.encode('utf-8')
    except UnicodeEncodeError as ex:
        raise exceptions.InvalidInput(
            f'{what} {describe.value(text)} is not valid text') from ex
    return text


def segment_text(value: Any, what: str = 'name') -> str:
    """Return a name or a number as text that a path segment can hold.

    :param what: how an error calls it
    :raises InvalidInput: empty, not str or int, or ``.`` or ``..``, which would
        address another resource
    """
    if isinstance(value, int) and not isinstance(value, bool):
        text = str(whole_number(value, what))
    else:
        text = a_text(value, what)
    if not text:
        raise exceptions.InvalidInput(f'{what} must not be empty')
    if text in ('.', '..'):
        raise exceptions.InvalidInput(
            f'{what} cannot be {text!r}: as part of a URL it would address '
            'something else')
    return text


def segment(value: Any, what: str = 'name', safe: str = '') -> str:
    """Percent-encode one path segment; the only place that does.

    :param value: a name or a number
    :param what: how an error calls it
    :param safe: characters that stay as they are
    :raises InvalidInput: as :func:`segment_text`
    """
    if type(value) is str and _UNRESERVED.match(value):
        return value
    return urllib.parse.quote(segment_text(value, what), safe=safe)


def path(*parts: Any) -> str:
    """Build a path below api_url: ``path('volumes', name)``."""
    return '/' + '/'.join([segment(part) for part in parts])


def query(expression: str, **options: Any) -> str:
    """Build the query string of a WSAPI filter, with its ``?``.

    :param expression: built from :func:`term`; the quotes around it, which are
        part of the value, are added here
    :param options: further parameters
    """
    return '?' + parameters(dict({'query': f'"{expression}"'}, **options))


def parameters(options: Mapping[str, Any]) -> str:
    """Build a query string, with every name and value percent-encoded."""
    return '&'.join('%s=%s' % (segment(name, 'name of an option'),
                               urllib.parse.quote(str(value), safe=''))
                    for name, value in options.items())


def is_plain(value: Any) -> bool:
    """Return whether a WSAPI filter, which has no quoting, can hold a value."""
    return isinstance(value, str) and bool(_PLAIN.match(value))


def term(name: str, operator: str, value: Any) -> str:
    """Build one comparison: ``volumeName EQ v1`` or ``wwn==5000…``.

    :raises InvalidInput: the value could be read as more than a value
    """
    text = str(value) if isinstance(value, int) else value
    if not is_plain(text):
        raise exceptions.InvalidInput(
            '%s: %s cannot stand in a query; it takes letters, digits and '
            '. _ : -' % (name, describe.value(value)))
    blank = ' ' if operator.isalpha() else ''
    return name + blank + operator + blank + text


def utc_text(seconds: float) -> str:
    """Return a moment as a query of System Reporter names it.

    :param seconds: since the epoch
    """
    return time.strftime('%Y-%m-%dT%H:%M:%SZ', time.gmtime(seconds))


def any_of(terms: Iterable[str]) -> str:
    """Join comparisons with OR."""
    return ' OR '.join(terms)


def whole_number(value: Any, what: str) -> int:
    """Convert a number to int; programs pass floats and str.

    :raises InvalidInput: not a number, or one beyond 64 bits
    """
    if not isinstance(value, (bool, bytes, bytearray)) and (
            not isinstance(value, str) or _NUMBER.match(value)):
        try:
            number = int(value)
        except (TypeError, ValueError, OverflowError):
            pass        # told below
        else:
            if -_LARGEST <= number <= _LARGEST:
                return number
    raise exceptions.InvalidInput(
        f'{what} must be an int of at most 64 bits, not {describe.value(value)}')


def exact_number(value: Any, what: str) -> int:
    """Convert a number that identifies an object.

    :raises InvalidInput: as :func:`whole_number`, or it has a fraction: cut
        off, it would address another object
    """
    number = whole_number(value, what)
    if not isinstance(value, str) and number != value:
        raise exceptions.InvalidInput(
            f'{what} must be an integer, not {describe.value(value)}')
    return number


def names(values: Any, what: str) -> list[str]:
    """Return a list of str from any iterable of them.

    :raises InvalidInput: something else; one text alone is a mistake worth
        telling
    """
    if isinstance(values, (str, bytes, Mapping)) or not is_iterable(values):
        raise exceptions.InvalidInput(
            f'{what} must be a list of str, not {describe.value(values)}')
    result: list[Any] = list(values)
    for index, value in enumerate(result):
        if not isinstance(value, str):
            raise exceptions.InvalidInput(
                f'{what}[{index}] must be str, not {describe.value(value)}')
    return result


def located(headers: Headers, collection: str) -> str | None:
    """Return the name of a new object from the Location header; None without.

    :param headers: of the answer that tells of it
    :param collection: what the object is one of, ``vluns``; a location of
        something else is none
    """
    location = (headers.get('location') or '').rstrip('/')
    parts = location.split('/')
    if len(parts) < 2 or parts[-2] != collection:
        return None
    return urllib.parse.unquote(parts[-1]) or None


def merged(body: dict[str, Any], optional: Members,
           what: str = 'optional') -> dict[str, Any]:
    """Return a new dict: a request's members and the caller's additional ones.

    :param what: how an error calls the further ones
    :raises InvalidInput: ``optional`` is not a dict, or repeats a parameter
        that is an argument of its own, and differs from it
    """
    if optional is None:
        return body
    further = members(optional, what)
    for name, value in body.items():
        if name in further and not _is_same(further[name], value):
            raise exceptions.InvalidInput(
                '%s is given twice: as %s, and in %s as %s'
                % (name, describe.value(value), what,
                   describe.value(further[name])))
    return {**body, **further}


def _is_same(left: Any, right: Any) -> bool:
    # Containers are not compared: a recursive one would never end.
    return left is right or (isinstance(left, (str, int, float))
                             and bool(left == right))


def members(value: Any, what: str) -> dict[str, Any]:
    """Return a copy of a dict, or other mapping, that the caller must pass.

    :raises InvalidInput: it is none
    """
    if not is_mapping(value):
        raise exceptions.InvalidInput(
            f'{what} must be a dict, not {describe.kind(value)}')
    return dict(value)


if TYPE_CHECKING:
    class _OtherResources:
        """Methods of other resources that resources call.

        HPE3ParClient, which inherits from all resources, has them; mypy checks
        each resource alone against this class.
        """

        def createHost(self, name: str, iscsiNames: Iterable[str] | None = None,
                       FCWwns: Iterable[str] | None = None,
                       nqn: str | HostOptions | AnyMembers | None = None,
                       optional: HostOptions | AnyMembers | None = None
                       ) -> Host | None: ...

        def deleteVolume(self, name: str) -> None: ...

        def getAllTasks(self) -> TaskList: ...

        def getHost(self, name: str) -> Host: ...

        def _host_with_nqn(self, nqn: str) -> Host | None: ...

        def getRemoteCopyGroup(self, name: str) -> RemoteCopyGroup: ...

        def getTask(self, taskId: int | str) -> Task: ...

        def getVolume(self, name: str) -> Volume: ...

        def getWsApiVersion(self) -> WsApiVersion: ...

        def is_primera_array(self) -> bool: ...

        def build_portPos(self, nsp: str) -> PortPos: ...

        def setVolumeMetaData(self, name: str, key: str, value: str
                              ) -> Headers: ...

        def check_response_for_admittarget(
            self, resp: Iterable[str], targetName: str) -> str | None: ...

        def _host_sets_of(self, name: str) -> list[str]: ...

        def _nvme_positions(self, addresses: Iterable[str]
                            ) -> list[PortPos]: ...

        @staticmethod
        def _getSshClient(
            ip: str, login: str, password: str | None, port: int = 22,
            conn_timeout: float | None = None, privatekey: Any = None,
            **kwargs: Any) -> HPE3PARSSHClient: ...
else:
    _OtherResources = object


class Resource(Constants, _OtherResources):
    """The base of every resource class."""

    http: HTTPJSONRESTClient
    #: set by setSSHOptions; None without it
    ssh: Any

    def _get(self, url: str) -> JSON:
        """GET a JSON object and return it."""
        return an_object(self.http.get(url)[1], 'GET', url)

    def _list(self, url: str) -> JSON:
        """GET a list; its ``members`` are there even when it is empty."""
        body = an_object(self.http.get(url)[1], 'GET', url)
        if body.get('members') is None:
            body['members'] = []
        listed(body, 'members', dict)
        return body

    def _iter(self, url: str) -> Iterator[JSON]:
        """GET a list and iterate over its members as they arrive."""
        for member in self.http.members(url):
            yield an_object(member, 'GET', url)

    def _post(self, url: str, body: JSON) -> JSON:
        """POST and return the decoded body; None where the array sends none."""
        return self.http.post(url, body=body)[1]

    def _ask(self, url: str, body: JSON) -> JSON:
        """POST a request that changes nothing; it is repeated as a GET is."""
        return an_object(self.http.post(url, body=body, reads=True)[1],
                       'POST', url)

    def _put(self, url: str, body: JSON) -> JSON:
        """PUT and return the decoded body; None where the array sends none."""
        return self.http.put(url, body=body)[1]

    def _delete(self, url: str) -> JSON:
        """DELETE and return the decoded body; None where the array sends none."""
        return self.http.delete(url)[1]

    def _post_full(self, url: str, body: JSON) -> tuple[Headers, JSON]:
        """POST and return ``(headers, body)``, for the Location header."""
        return self.http.post(url, body=body)

    def _put_full(self, url: str, body: JSON) -> tuple[Headers, JSON]:
        """PUT and return ``(headers, body)``."""
        return self.http.put(url, body=body)

    def _has_command_line(self) -> bool:
        """Return whether setSSHOptions has set up the command line."""
        return self.ssh is not None

    def _cli(self, words: list[str]) -> list[str]:
        """Run a command line made of validated words; return its lines."""
        return self._run(words)

    def _run(self, cmd: list[str]) -> list[str]:
        raise NotImplementedError('HPE3ParClient runs commands')

    def _wait_until(self, look: Callable[[], T], accept: Callable[[T], bool],
                    timeout: float) -> T | None:
        """Poll the array, at growing intervals, until a condition holds.

        :param look: asks the array; a failure that may pass (a lost
            connection, a busy array) counts as "not yet"
        :param accept: whether the waiting is over; what it raises is raised
        :param timeout: seconds to wait
        :returns: what was accepted; None when the time is up
        """
        from hpe3parclient.waiters import Patience
        return Patience(timeout, _LONGEST_PAUSE, None, None).until(
            look, accept)
