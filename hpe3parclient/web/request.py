"""A request, and the outcome of an attempt to send it.

A :class:`Request` is made where a method of the client is called and passed
down to the socket as it is. What is secret in it (session keys, passwords,
bodies) is kept in a :class:`~hpe3parclient.web.redact.Secret`, which shows
nothing of itself; only the code that writes bytes opens it. This module sends
nothing.
"""

from __future__ import annotations

from typing import Any

from hpe3parclient import exceptions
from hpe3parclient.web import redact
from hpe3parclient.web.redact import Secret, reveal


class Request:
    """A request, independent of the session key.

    :param method: GET, POST, PUT or DELETE
    :param url: the absolute URL, every character legal
    :param body: what to send as JSON, a :class:`Secret` or not; None sends
        no body
    :param data: the body as bytes, a :class:`Secret`
    :param reads: it changes nothing, so ``readOnly()`` lets it pass
    :param repeatable: repeating does no harm, even if the array has carried
        it out before
    :param streaming: leave the body of a good answer to be read in pieces
    :param keyless: it opens or ends a session, and is sent without a key
    :param ignores_body: nobody reads the body of a good answer
    :param hidden: further secrets that no error may repeat
    """

    __slots__ = ('_url', 'body', 'data', 'hidden', 'ignores_body', 'keyless',
                 'method', 'reads', 'repeatable', 'sent', 'streaming', 'url')

    def __init__(self, method: str, url: str, *, body: Any = None,
                 data: Secret | None = None, reads: bool = False,
                 repeatable: bool = False, streaming: bool = False,
                 keyless: bool = False, ignores_body: bool = False,
                 hidden: Secret | None = None) -> None:
        self.method = method
        #: the URL for people: a session key in it is a short hash
        self.url = redact.url(url)
        self._url = Secret(url) if self.url != url else None
        self.body = None if body is None else Secret(body)
        self.data = data
        self.reads = reads or method == 'GET'
        self.repeatable = repeatable or self.reads
        self.streaming = streaming
        self.keyless = keyless
        self.ignores_body = ignores_body
        #: secrets that the server may repeat, as a tuple inside
        self.hidden = hidden
        #: whether a byte of the latest attempt left; None where nobody saw
        self.sent: bool | None = None

    def __repr__(self) -> str:
        return f'<Request {self.method} {self.url}>'

    @property
    def is_login(self) -> bool:
        """Whether it opens a session."""
        return self.keyless and self.method == 'POST'

    @property
    def real_url(self) -> Secret | str:
        """The URL; a :class:`Secret` if it contains a session key."""
        return self.url if self._url is None else self._url

    def with_real_url(self, line: str) -> str:
        """Return the request line with the session key in place of its hash."""
        if self._url is None:
            return line
        real = self._url.reveal().split('/', 3)[3]
        return line.replace(self.url.split('/', 3)[3], real)

    def secrets(self) -> Secret:
        """Return the secrets that no error about this request may repeat."""
        known = reveal(self.hidden) or ()
        return Secret((*known, *redact.secrets_in(reveal(self.body))))

    def mask(self, text: str) -> str:
        """Return a server's text with secrets masked, for an error."""
        return redact.text(text, self.secrets().reveal())


class Outcome:
    """The outcome of an attempt at a request: a response or a failure.

    :param failure: what to raise; None when the attempt succeeded
    :param status: the HTTP status, None without an answer
    :param headers: the headers of the answer
    :param value: a :class:`Secret` with the decoded body
    """

    __slots__ = ('failure', 'headers', 'key', 'status', 'value')

    def __init__(self, failure: exceptions.ClientException | None = None, *,
                 status: int | None = None, headers: Any = None,
                 value: Any = None) -> None:
        self.failure = failure
        self.status = status
        self.headers = headers
        self.value = value
        #: the session key that the attempt was made with
        self.key: Secret | None = None

    @property
    def retry_after(self) -> str | None:
        """The Retry-After header; None without one."""
        value = None if self.headers is None \
            else self.headers.get('retry-after')
        return None if value is None else str(value)

    def __repr__(self) -> str:
        return f'<Outcome {self.status} {type(self.failure).__name__}>'
