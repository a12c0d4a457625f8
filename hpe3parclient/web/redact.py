"""Keep secrets out of logs, exceptions and reprs.

One place decides it: passwords, CHAP secrets and session keys are masked. A
session key is shown as a short hash, so that lines of a log can be matched,
those of a simulated array included.
"""

from __future__ import annotations

import base64
import functools
import hashlib
import json
import os
import re
import urllib.parse
from collections.abc import Iterable, Iterator, Mapping
from typing import (
    Any,
    Callable,
    NoReturn,
    Union,
)

from hpe3parclient import describe
from hpe3parclient.narrowing import is_dict, is_list_or_tuple
from hpe3parclient.patterns import pattern

_MASK = '***'

#: levels of a body that are shown
_DEEPEST = 100

#: a member whose name holds one of these words holds a secret; asked of the
#: name's letters alone, so that CHAP_Secret and chapSecret are the same
_SECRET_NAME = pattern(r'passw|passphrase|secret|privatekey')
_NO_LETTER = pattern(r'[^a-z]')

#: headers whose value lets somebody in
_KEY_HEADERS = frozenset((
    'x-hp3par-wsapi-sessionkey', 'authorization', 'proxy-authorization',
    'cookie', 'set-cookie'))

_CREDENTIALS_PATH = pattern(r'(/credentials/)([^/?#\s"\']+)')

#: user and password in a URL, of a proxy say
_USER_IN_URL = pattern(r'(://)[^\s/?#]*@')

#: what arrays' session keys look like, wherever they turn up
_KEY_SHAPE = pattern(
    r'\b(\d+-[0-9a-f]{32}-[0-9a-f]{8}|[0-9a-f]{24})\b', re.IGNORECASE)

#: escapes with hex digits: of URLs, of JSON, of Python's bytes
_ESCAPE = pattern(
    r'%[0-9a-fA-F]{2}|(?<=\\u)[0-9a-fA-F]{4}|(?<=\\x)[0-9a-fA-F]{2}')

#: a shorter secret is not looked for in texts: it would be found in words
_LONG_ENOUGH = 5


#: a part of a body that may have parts of its own
_Part = Union[dict[Any, Any], Mapping[Any, Any], list[Any], tuple[Any, ...], None]


class Secret:
    """A value that no log, traceback or debugger shows by accident.

    ``repr``, ``str`` and formatting give ``***``; it cannot be pickled or
    compared. :meth:`reveal` gives the value.

    :param value: what to hide; a :class:`Secret` is not wrapped twice
    """

    __slots__ = ('reveal',)

    #: gives the value
    reveal: Callable[[], Any]

    def __init__(self, value: Any) -> None:
        # A function keeps the value: an attribute would be shown by
        # everything that lists the attributes of objects.
        self.reveal = value.reveal if isinstance(value, Secret) \
            else lambda: value

    def __repr__(self) -> str:
        return '***'

    __str__ = __repr__

    def __format__(self, spec: str) -> str:
        return '***'

    def __reduce_ex__(self, protocol: Any) -> NoReturn:
        raise TypeError('a secret cannot be pickled or copied')


def reveal(value: Any) -> Any:
    """Return the value of a :class:`Secret`; any other value unchanged."""
    return value.reveal() if isinstance(value, Secret) else value


def conceal(value: Any) -> Any:
    """Return a copy of JSON data with secret values as :class:`Secret`.

    ``{'chapSecret': 'x'}`` becomes ``{'chapSecret': Secret('x')}``. Whatever
    else a caller gives comes back as it is, for others to refuse.
    """
    return _concealed(value, {}, 0)


def _concealed(value: Any, copies: dict[int, Any], depth: int) -> Any:
    """Return the copy of a part.

    :param copies: by identity, for data that holds itself, or a part twice
    """
    part: _Part = value
    if depth > _DEEPEST or not isinstance(part, (list, tuple, Mapping)):
        return value
    if id(part) in copies:
        return copies[id(part)]
    if not isinstance(part, Mapping):
        items: list[Any] = []
        copies[id(part)] = items
        items += [_concealed(item, copies, depth + 1) for item in part]
        return items
    members: dict[Any, Any] = {}
    copies[id(part)] = members
    pair = _is_secret_pair(part)
    for name, item in part.items():
        members[name] = Secret(item) if _hides(name, item, pair) \
            else _concealed(item, copies, depth + 1)
    return members


def _hides(name: Any, item: Any, pair: bool) -> bool:
    if item is None or isinstance(item, (bool, Secret)):
        return False
    return is_secret(name) or (pair and name == 'value')


def short_hash(secret: str) -> str:
    """Return a few hex digits that distinguish secrets."""
    digest = hashlib.sha256(secret.encode('utf-8', 'surrogatepass'))
    return 'key-' + digest.hexdigest()[:8]


def url(text: str) -> str:
    """Mask the session key of ``/credentials/<key>`` in a URL or path."""
    return _CREDENTIALS_PATH.sub(
        lambda match: match.group(1) + short_hash(match.group(2)), text)


#: where a part of a URL begins that a base URL does not have, and a password may
#: stand in
_AFTER_PATH = re.compile('[?#;&=]|%3[fbd]|%2[36]', re.IGNORECASE)


#: what is no number behind the colon of a host, or of what has no scheme
_NO_PORT = re.compile(r'((?:^|://)[^/:\[]*):(?!//|\d{1,5}(?:/|\Z))[^/]*')


def is_base_url(text: str) -> bool:
    """Return whether a URL has no part that may hold a password."""
    return '@' not in text and not _AFTER_PATH.search(text)


def base_url(text: str) -> str:
    """Return a URL for an error, without user, password, query and fragment."""
    path = _AFTER_PATH.split(text)[0]
    # A user, or a password that holds one of those characters.
    if '@' in text:
        scheme, separator, _ = path.partition('://')
        path = scheme + separator if separator else ''
    if path != text:
        path += _MASK
    return _NO_PORT.sub(rf'\1:{_MASK}', path)


#: nothing but letters and digits, as keys and tokens are
_TOKEN = re.compile('[A-Za-z0-9+/=]{32,}')


def path(text: str) -> str:
    """Return a path for an error, if it cannot be a secret given in its place.

    That is a path in a directory that exists and has a name, without anything
    that looks like a key.
    """
    folder = os.path.dirname(text)
    if folder.strip('./') and os.path.isdir(folder) and text.isprintable() and \
            not any(map(_is_token, _TOKEN.findall(text))):
        return describe.value(text)
    return f'{_MASK} ({len(text)} characters, not shown: no path in a directory ' \
        'that exists)'


def _is_token(text: str) -> bool:
    return all(any(map(test, text)) for test in (
        str.islower, str.isupper, str.isdigit))


def text(value: str, secrets: Iterable[str | None] = ()) -> str:
    """Mask everything that looks like a session key in a server's text.

    :param secrets: what is known to be secret in this exchange; it is found
        as it is, and as JSON, URLs, base64 and Python write it
    """
    return _Masked(secrets)[value]


class _Masked(dict[str, str]):
    """Cache of masked strings, since long lists repeat most of theirs.

    :param secrets: as for :func:`text`
    """

    def __init__(self, secrets: Iterable[str | None]) -> None:
        super().__init__()
        shown = {form: short_hash(secret)
                 if _KEY_SHAPE.fullmatch(secret) else _MASK
                 for secret in secrets
                 if secret and len(secret) >= _LONG_ENOUGH
                 for form in _forms(secret)}
        # Not by one pattern: re remembers patterns, and secrets with them.
        self._shown = sorted(shown.items(), key=lambda item: -len(item[0]))

    def __missing__(self, value: str) -> str:
        masked = value
        for form, mark in self._shown:
            masked = masked.replace(form, mark)
        masked = _USER_IN_URL.sub(rf'\1{_MASK}@', url(masked))
        masked = _KEY_SHAPE.sub(
            lambda match: short_hash(match.group()), masked)
        self[value] = masked
        return masked


def _forms(secret: str) -> set[str]:
    """Return the forms in which servers and programs may write a secret."""
    octets = secret.encode('utf-8', 'surrogatepass')
    forms = {secret, _as_html(secret), octets.hex(),
            json.dumps(secret)[1:-1],
            json.dumps(secret, ensure_ascii=False)[1:-1],
            repr(secret)[1:-1], repr(octets)[2:-1],
            urllib.parse.quote(octets, safe=''), urllib.parse.quote(octets),
            urllib.parse.quote_plus(octets),
            base64.b64encode(octets).decode('ascii').rstrip('='),
            base64.urlsafe_b64encode(octets).decode('ascii').rstrip('=')}
    forms.update((octets.hex().upper(),
                  # read as ISO-8859-1, or with its line ends written otherwise
                  octets.decode('latin-1'), ' '.join(secret.split())))
    forms.update(line for line in secret.splitlines()
                 if len(line) >= _LONG_ENOUGH)
    # The digits of an escape are written in either case.
    return forms.union(*(
        (_ESCAPE.sub(lambda match: match.group().lower(), form),
         _ESCAPE.sub(lambda match: match.group().upper(), form))
        for form in forms))


def _as_html(secret: str) -> str:
    """Return what html.escape returns, without importing html."""
    for character, entity in (('&', '&amp;'), ('<', '&lt;'), ('>', '&gt;'),
                              ('"', '&quot;'), ("'", '&#x27;')):
        secret = secret.replace(character, entity)
    return secret


def error(value: Any, secrets: Iterable[str | None] = ()) -> Any:
    """Return an error body with its strings masked as :func:`text` does."""
    return body(value, secrets=secrets)


def headers(values: Any, secrets: Iterable[str | None] = ()) -> Any:
    """Return a copy of headers as a dict, with session keys hashed."""
    masked = _Masked(secrets)
    return {name: short_hash(str(value)) if name.lower() in _KEY_HEADERS
            else masked[str(value)]
            for name, value in dict(values).items()}


def body(value: Any, credentials: bool = False,
         secrets: Iterable[str | None] | None = None) -> Any:
    """Return a copy of a JSON value with every secret masked.

    :param value: what goes out or came in; never changed
    :param credentials: the value belongs to ``/credentials``, where ``key``
        is a session key (elsewhere it is the key of a metadata pair)
    :param secrets: mask texts too, as :func:`text` does; None leaves them
    """
    return _body(value, credentials,
                 None if secrets is None else _Masked(secrets), 0)


def _body(value: Any, credentials: bool, masked: _Masked | None,
          depth: int) -> Any:
    """Return the masked copy of a part.

    :param depth: how deep in the body it is; what is deeper than anything
        an array has to say is left out
    """
    if isinstance(value, str):
        return value if masked is None else masked[value]
    part: _Part = value
    if not isinstance(part, (dict, list, tuple)):
        return value
    if depth > _DEEPEST:
        return '…'
    if isinstance(part, dict):
        pair = _is_secret_pair(value)
        return {name if masked is None or not isinstance(name, str)
                else masked[name]:
                _MASK if pair and name == 'value'
                else _member(name, item, credentials, masked, depth + 1)
                for name, item in part.items()}
    return [_body(item, credentials, masked, depth + 1) for item in part]


def secrets_in(value: Any) -> Iterator[str]:
    """Return the secrets in a body, to be masked wherever they appear."""
    if is_list_or_tuple(value):
        for item in value:
            yield from secrets_in(item)
    if is_dict(value):
        pair = _is_secret_pair(value)
        for name, item in value.items():
            if isinstance(item, Secret):
                yield str(item.reveal())
            elif not isinstance(item, (str, int)):
                yield from secrets_in(item)
            elif (is_secret(name) or (pair and name == 'value')) and \
                    not isinstance(item, bool):
                yield str(item)


@functools.lru_cache(maxsize=256)
def _holds_secret(name: str) -> bool:
    return bool(_SECRET_NAME.search(_NO_LETTER.sub('', name.lower())))


def is_secret(name: Any) -> bool:
    """Return whether the value of a key with this name is a secret."""
    return isinstance(name, str) and _holds_secret(name)


def _is_secret_pair(value: Any) -> bool:
    """Return whether metadata holds a secret, judged by its key."""
    return 'value' in value and is_secret(value.get('key'))


def _member(name: Any, item: Any, credentials: bool,
            masked: _Masked | None, depth: int) -> Any:
    if is_secret(name) and not (item is None or isinstance(item, bool)):
        return _MASK
    plain = str(name).lower()
    if plain == 'sessionkey' or (credentials and plain == 'key'):
        return short_hash(str(item))
    return _body(item, credentials, masked, depth)
