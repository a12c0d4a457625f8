"""What a resource may use, and nothing more.

Paths whose every segment is quoted, queries whose every value is checked,
the four HTTP methods, and one call that runs a command line. mypy checks each
resource alone against this base; sockets, retries and logging are out of
reach from here.
"""

from __future__ import annotations

import re
import urllib.parse
from typing import (
    TYPE_CHECKING,
    Any,
    Dict,
    Iterable,
    Iterator,
    List,
    Mapping,
    Optional,
    Tuple,
)

from hpe3parclient import exceptions
from hpe3parclient.constants import Constants

if TYPE_CHECKING:
    from hpe3parclient.answers import Headers
    from hpe3parclient.http import HTTPJSONRESTClient

JSON = Any

#: what stands unquoted in a WSAPI query: names, WWNs, IQNs, numbers
_PLAIN = re.compile(r'[A-Za-z0-9._:-]+\Z')


def segment(value: Any, what: str = 'name', safe: str = '') -> str:
    """One path segment, percent-encoded; the only place that does it.

    :param value: a name or a number
    :param what: how an error calls it
    :param safe: characters that stay as they are
    :raises InvalidInput: empty, not a text or number, or ``.`` or ``..``,
        which would address another resource
    """
    if isinstance(value, bool) or not isinstance(value, (str, int)):
        raise exceptions.InvalidInput(
            '%s is a text, not %r' % (what, value))
    text = str(value)
    if not text:
        raise exceptions.InvalidInput('%s must not be empty' % what)
    if text in ('.', '..'):
        raise exceptions.InvalidInput(
            '%s cannot be %r: as part of a URL it would address something '
            'else' % (what, text))
    try:
        return urllib.parse.quote(text, safe=safe)
    except UnicodeEncodeError as ex:
        raise exceptions.InvalidInput(
            '%s %r is not valid text' % (what, text)) from ex


def path(*parts: Any) -> str:
    """A path below api_url: ``path('volumes', name)``."""
    return '/' + '/'.join([segment(part) for part in parts])


def query(expression: str, **options: Any) -> str:
    """The part of a URL from ``?`` on, for a WSAPI filter.

    :param expression: made of :func:`term`; the quotes around it, which are
        part of the value, are added here
    :param options: further parameters
    """
    return '?' + parameters(dict({'query': '"%s"' % expression}, **options))


def parameters(options: Mapping[str, Any]) -> str:
    """``name=value`` pairs, every value percent-encoded."""
    return '&'.join('%s=%s' % (name, urllib.parse.quote(str(value), safe=''))
                    for name, value in options.items())


def is_plain(value: Any) -> bool:
    """Whether a value can stand in a WSAPI filter, which has no quoting."""
    return isinstance(value, str) and bool(_PLAIN.match(value))


def term(name: str, operator: str, value: Any) -> str:
    """One comparison of a filter, ``volumeName EQ v1`` or ``wwn==5000…``.

    :raises InvalidInput: the value could be read as more than a value
    """
    text = str(value) if isinstance(value, int) else value
    if not is_plain(text):
        raise exceptions.InvalidInput(
            '%s: %r cannot stand in a query; it takes letters, digits and '
            '. _ : -' % (name, value))
    blank = ' ' if operator.isalpha() else ''
    return name + blank + operator + blank + text


def any_of(terms: Iterable[str]) -> str:
    """Terms joined so that one of them is enough."""
    return ' OR '.join(terms)


def whole_number(value: Any, what: str) -> int:
    """A number as an int: programs hand over floats and texts.

    :raises InvalidInput: not a number
    """
    try:
        if isinstance(value, bool):
            raise TypeError('a truth value')
        return int(value)
    except (TypeError, ValueError, OverflowError) as ex:
        raise exceptions.InvalidInput(
            '%s is a whole number, not %r' % (what, value)) from ex


def located(headers: Headers) -> Optional[str]:
    """What the Location header calls a new object, decoded; None without.

    :param headers: of the answer that tells of it
    """
    location = (headers.get('location') or '').rstrip('/')
    return urllib.parse.unquote(location.rsplit('/', 1)[-1]) or None


def merged(body: Dict[str, Any],
           optional: Optional[Mapping[str, Any]]) -> Dict[str, Any]:
    """A new dict: the members of a request and the caller's further ones.

    :raises InvalidInput: ``optional`` is not a dict
    """
    if optional is None:
        return body
    if not isinstance(optional, Mapping):
        raise exceptions.InvalidInput(
            'optional is a dict of further members, not %r' % (optional,))
    return dict(body, **optional)


class Resource(Constants):
    """The base of every resource class."""

    http: HTTPJSONRESTClient

    def _get(self, url: str) -> JSON:
        """GET; the decoded body, which WSAPI always writes as an object."""
        body = self.http.get(url)[1]
        if not isinstance(body, dict):
            raise exceptions.InvalidResponse(
                'a JSON object was expected, not %s' % (
                    'an empty answer' if body is None
                    else type(body).__name__), method='GET', url=url)
        return body

    def _list(self, url: str) -> JSON:
        """GET; the body, which has ``members`` even where there are none."""
        body = self._get(url)
        if body.get('members') is None:
            body['members'] = []
        if not isinstance(body['members'], list):
            raise exceptions.InvalidResponse(
                'members is not a list', method='GET', url=url)
        return body

    def _iter(self, url: str) -> Iterator[JSON]:
        """GET; the members of a list, one by one as they arrive."""
        return self.http.members(url)

    def _post(self, url: str, body: JSON) -> JSON:
        """POST; the decoded body, None where the array sends none."""
        return self.http.post(url, body=body)[1]

    def _ask(self, url: str, body: JSON) -> JSON:
        """POST that changes nothing, so it is repeated as a GET is."""
        return self.http.post(url, body=body, repeatable=True)[1]

    def _put(self, url: str, body: JSON) -> JSON:
        """PUT; the decoded body, None where the array sends none."""
        return self.http.put(url, body=body)[1]

    def _delete(self, url: str) -> JSON:
        """DELETE; the decoded body, None where the array sends none."""
        return self.http.delete(url)[1]

    def _post_full(self, url: str, body: JSON) -> Tuple[Headers, JSON]:
        """POST; headers and body, for answers whose Location counts."""
        return self.http.post(url, body=body)

    def _put_full(self, url: str, body: JSON) -> Tuple[Headers, JSON]:
        """PUT; headers and body, for methods documented to return both."""
        return self.http.put(url, body=body)

    def _cli(self, words: List[str]) -> List[str]:
        """Run one command line made of validated words; its lines."""
        return self._run(words)

    def _run(self, cmd: List[str]) -> List[str]:
        raise NotImplementedError('HPE3ParClient runs commands')
