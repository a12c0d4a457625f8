"""A secret that no log, exception or crash report shows.

It is unwrapped where bytes are written and nowhere else.
"""

from __future__ import annotations

from typing import Any, NoReturn


class Secret:
    """Text that must never be shown.

    :param text: the secret
    """

    __slots__ = ('_text',)

    def __init__(self, text: str) -> None:
        self._text = text

    def reveal(self) -> str:
        """The secret itself, for the bytes that are about to be sent."""
        return self._text

    def __repr__(self) -> str:
        return '***'

    def __format__(self, format_spec: str) -> str:
        return '***'

    def __eq__(self, other: Any) -> bool:
        return isinstance(other, Secret) and other._text == self._text

    def __hash__(self) -> int:
        return hash(self._text)

    def __reduce_ex__(self, protocol: Any) -> NoReturn:
        raise TypeError('a secret cannot be pickled or copied')
