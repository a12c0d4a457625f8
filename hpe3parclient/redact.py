"""What must never reach a log, an exception or a repr.

One place decides it: passwords, CHAP secrets and session keys are masked. A
session key is shown as a short hash, so that lines of a log can be matched.
"""

from __future__ import annotations

import hashlib
import re
from typing import Any, Iterable, Optional

_MASK = '***'

#: members whose value is a secret, in any body, in any spelling
_SECRET_MEMBERS = frozenset((
    'password', 'passwd', 'passphrase', 'chapsecret', 'privatekey',
    'initiatorencryptedchapsecret', 'targetencryptedchapsecret'))

#: members and headers whose value is a session key
_KEY_MEMBERS = frozenset((
    'key', 'sessionkey', 'x-hp3par-wsapi-sessionkey', 'authorization'))

_CREDENTIALS_PATH = re.compile(r'(/credentials/)([^/?#\s"\']+)')

#: what arrays' session keys look like, wherever they turn up
_KEY_SHAPE = re.compile(
    r'\b(\d+-[0-9a-f]{32}-[0-9a-f]{8}|[0-9a-f]{24})\b', re.IGNORECASE)

#: a shorter secret is not looked for in texts: it would be found in words
_LONG_ENOUGH = 5


def short_hash(secret: str) -> str:
    """A few hex digits that tell one secret from another."""
    digest = hashlib.sha256(secret.encode('utf-8', 'surrogatepass'))
    return 'key-' + digest.hexdigest()[:8]


def url(text: str) -> str:
    """A URL or path with the session key of ``/credentials/<key>`` masked."""
    return _CREDENTIALS_PATH.sub(
        lambda found: found.group(1) + short_hash(found.group(2)), text)


def text(value: str, secrets: Iterable[Optional[str]] = ()) -> str:
    """Free text from a server, with anything shaped like a key masked.

    :param secrets: what is known to be secret in this exchange
    """
    for secret in secrets:
        if secret and len(secret) >= _LONG_ENOUGH:
            value = value.replace(secret, _MASK)
    return _KEY_SHAPE.sub(lambda found: short_hash(found.group()),
                          url(value))


def error(value: Any, secrets: Iterable[Optional[str]] = ()) -> Any:
    """An error body with its texts masked as :func:`text` does."""
    return {name: text(item, secrets) if isinstance(item, str) else item
            for name, item in value.items()}


def headers(values: Any) -> Any:
    """A copy of some headers as a dict, session keys hashed."""
    shown = {}
    for name, value in dict(values).items():
        if name.lower() in _KEY_MEMBERS:
            value = short_hash(str(value))
        elif name.lower() == 'location':
            value = url(str(value))
        shown[name] = value
    return shown


def body(value: Any, credentials: bool = False) -> Any:
    """A copy of a JSON value with every secret in it masked.

    :param value: what goes out or came in; never changed
    :param credentials: the value belongs to ``/credentials``, where ``key``
        is a session key (elsewhere it is the key of a metadata pair)
    """
    if isinstance(value, dict):
        return {name: _member(name, item, credentials)
                for name, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [body(item, credentials) for item in value]
    return value


def _member(name: Any, item: Any, credentials: bool) -> Any:
    plain = str(name).lower()
    if plain in _SECRET_MEMBERS and item is not None:
        return _MASK
    if plain == 'sessionkey' or (credentials and plain == 'key'):
        return short_hash(str(item))
    return body(item, credentials)
