"""The README of a recording: a folder with a captured array, to be shared.

It says what a reader of the folder cannot see from the capture alone; whoever
made it completes the first entry. This module knows the README.
"""

from __future__ import annotations

import textwrap
from collections.abc import Iterable

from hpe3parclient.twin.document import Capture

NAME = 'README.rst'

_TEMPLATE = """\
{title}
{underline}

What this is
    {what}
Captured
    {captured}, with hpe3parclient {client}, over {ways}
Anonymised
    {anonymised}
Not read
{missing}
"""

#: what the person who shares a recording replaces
TO_COMPLETE = ('(to complete: a real array; in production, in a laboratory, '
               'empty; what is\n    special about it)')


def write_readme(taken: Capture, not_read: Iterable[str], *,
                 what: str = TO_COMPLETE, anonymised: str = 'no') -> None:
    """Write the README beside a capture, unless there is one.

    :param taken: the capture, in its folder
    :param not_read: what it could not read
    :param what: what kind of array it is
    :param anonymised: whether names were replaced
    :raises OSError: it cannot be written
    """
    path = taken.path.with_name(NAME)
    if not path.exists():
        path.write_text(readme(taken, not_read, what, anonymised), 'utf-8')


def readme(taken: Capture, not_read: Iterable[str], what: str,
           anonymised: str) -> str:
    """Return the README; the parameters are those of :func:`write_readme`."""
    source = taken.source
    title = f'{source.get("model", "An array")}, ' \
        f'{source.get("systemVersion", "unknown release")}'
    missing = ', '.join(f'``{name}``' for name in not_read) or 'nothing'
    return _TEMPLATE.format(
        title=title, underline='=' * len(title), what=what,
        captured=source.get('captured', 'at an unknown time'),
        client=source.get('client', 'of an unknown release'),
        ways='the web service' + (' and the command\n    line'
                                  if taken.commands else ''),
        anonymised=anonymised, missing=textwrap.indent(textwrap.fill(
            missing, 76, break_on_hyphens=False), '    '))
