"""Collects all that a process writes, and looks for secrets in it.

It knows the forms in which a text may turn up: as it is, and as URLs, JSON,
HTML, base64 and Python write it. It shares nothing with the code that masks.
"""

from __future__ import annotations

import base64
import contextlib
import html
import json
import logging
import re
import traceback
import urllib.parse
import warnings
from collections.abc import Iterator
from typing import Any

_BASE64 = re.compile('[A-Za-z0-9+/_-]{8,}')


def forms(secret: str) -> dict[str, str]:
    """Every way a secret may be written, by name."""
    octets = secret.encode('utf-8', 'surrogatepass')
    return {
        'raw': secret,
        'percent': urllib.parse.quote(octets, safe=''),
        'form': urllib.parse.quote_plus(octets),
        'json': json.dumps(secret)[1:-1],
        'html': html.escape(secret),
        'base64': base64.b64encode(octets).decode().rstrip('='),
        'base64url': base64.urlsafe_b64encode(octets).decode().rstrip('='),
        'repr': repr(secret)[1:-1],
        'bytes': repr(octets)[2:-1],
        'hex': octets.hex()}


def decoded(text: str) -> str:
    """All that a text holds in base64, as of Proxy-Authorization."""
    pieces = []
    for token in _BASE64.findall(text):
        plain = token.replace('-', '+').replace('_', '/')
        for start in range(4):
            part = plain[start:]
            part = part[:len(part) // 4 * 4]
            with contextlib.suppress(ValueError):
                pieces.append(base64.b64decode(part))
    return b'\n'.join(pieces).decode('utf-8', 'replace')


def chain(error: BaseException) -> Iterator[BaseException]:
    """An exception and everything it drags along, suppressed or not."""
    seen: set[int] = set()
    waiting: list[Any] = [error]
    while waiting:
        item = waiting.pop()
        if not isinstance(item, BaseException) or id(item) in seen:
            continue
        seen.add(id(item))
        yield item
        waiting += [item.__cause__, item.__context__, *item.args,
                    *vars(item).values()]


def _request_of(error: BaseException) -> Any:
    """What an error of requests keeps of the request it was sent with."""
    request = getattr(error, 'request', None)
    return vars(request) if hasattr(request, 'body') else None


def told(error: BaseException) -> str:
    """All that can be read off an exception."""
    pieces = traceback.format_exception(
        type(error), error, error.__traceback__)
    for item in chain(error):
        pieces += [str(item), repr(item), repr(item.args), repr(vars(item)),
                   repr(getattr(item, 'object', '')),
                   repr(getattr(item, 'doc', '')),
                   repr(_request_of(item))]
    return '\n'.join(pieces)


class _Keeper(logging.Handler):
    def __init__(self) -> None:
        super().__init__(1)
        self.lines: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        kept = f'{record.name} {record.levelname} {record.getMessage()} {record.args!r}'
        if record.exc_info and record.exc_info[1] is not None:
            kept += told(record.exc_info[1])
        self.lines.append(kept)


class Leaks:
    """Everything that is written inside its ``with`` block.

    :param capfd: pytest's fixture, for stdout and stderr
    """

    def __init__(self, capfd: Any) -> None:
        self._capfd = capfd
        self._keeper = _Keeper()
        self._levels: list[tuple[logging.Logger, int]] = []
        self._warnings: Any = None
        self._caught: list[warnings.WarningMessage] | None = None
        self._pieces: list[str] = []

    def __enter__(self) -> Leaks:
        loggers = [logging.getLogger()] + [
            item for item in logging.root.manager.loggerDict.values()
            if isinstance(item, logging.Logger)]
        self._levels = [(item, item.level) for item in loggers]
        for item in loggers:
            item.setLevel(1)
            if item is logging.root or not item.propagate:
                item.addHandler(self._keeper)
        self._warnings = warnings.catch_warnings(record=True)
        self._caught = self._warnings.__enter__()
        warnings.simplefilter('always')
        return self

    def __exit__(self, *exc: Any) -> None:
        for warned in self._caught or ():
            self._pieces.append(f'{warned} {warned.message!r}')
        self._warnings.__exit__(*exc)
        for item, level in self._levels:
            item.setLevel(level)
            item.removeHandler(self._keeper)
        self._pieces += self._capfd.readouterr()

    def saw(self, *things: Any) -> None:
        """Take down what an exception, or any object, shows of itself."""
        for thing in things:
            self._pieces.append(told(thing) if isinstance(
                thing, BaseException) else f'{thing} {thing!r}')

    def forget(self) -> None:
        """Begin anew."""
        self._pieces.clear()
        self._keeper.lines.clear()

    @property
    def text(self) -> str:
        """All that was written."""
        return '\n'.join(self._pieces + self._keeper.lines)

    @property
    def loggers(self) -> set[str]:
        """The loggers that wrote."""
        return {line.split(' ', 1)[0] for line in self._keeper.lines}

    def found(self, *secrets: str) -> dict[str, str]:
        """The secrets that were written, with how and where."""
        written = self.text
        hits: dict[str, str] = {}
        hidden = decoded(written)
        for secret in secrets:
            if secret in hidden:
                hits[f'{secret} inside base64'] = hidden[
                    max(0, hidden.find(secret) - 60):][:200]
            for form, text in forms(secret).items():
                position = written.lower().find(text.lower())
                if position >= 0:
                    hits[f'{secret} as {form}'] = \
                        written[max(0, position - 200):position + 100]
        return hits


def parts(value: Any) -> list[Any]:
    """What an object holds, one level down."""
    parts = list(getattr(value, '__dict__', {}).values())
    for cls in type(value).__mro__:
        slots = cls.__dict__.get('__slots__', ())
        parts += [getattr(value, name, None) for name in (
            (slots,) if isinstance(slots, str) else slots)]
    if isinstance(value, dict):
        parts += [*value, *value.values()]
    elif isinstance(value, (list, tuple, set, frozenset)):
        parts += list(value)
    return parts
