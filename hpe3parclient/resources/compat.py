"""Helpers that programs for 4.x call on the client; they send nothing."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any

from hpe3parclient import cli, describe, exceptions
from hpe3parclient.resources.base import Resource, names

#: what the command line's refusals hold, in lower case
_REFUSALS = ('error', 'invalid')

#: what admitrcopytarget's refusals hold, in lower case
_REFUSALS_OF_ADMIT = (
    *_REFUSALS, 'must specify a mapping', 'not exist', 'no target',
    'group contains', 'target is already in this group.',
    'could not locate an indicated volume.',
    'a group may have only a single synchronous target.',
    'cannot have groups with more than one synchronization mode')

#: the same, after the name of the target
_REFUSALS_OF_TARGET = (
    'target system %s could not be contacted',
    'target %s could not get info on secondary target',
    'target %s is not up and ready')


class CompatResource(Resource):
    """Helpers for programs that were written for releases 4.x."""

    def check_response(self, resp: Iterable[str]) -> str | None:
        """Return the line of a command's output that reports an error.

        :param resp: lines of output
        :returns: the first line with "error" or "invalid" in it, in any
            case, without the blanks around it; None when there is none
        """
        return _first(resp, _REFUSALS)

    def check_response_for_admittarget(self, resp: Iterable[str],
                                       targetName: str) -> str | None:
        """Return the line of admitrcopytarget's output that reports an error.

        :param resp: lines of output
        :param targetName: name of the target that was admitted
        :returns: the first line that is known to be a refusal, without the
            blanks around it; None when there is none
        """
        name = _text(targetName, 'targetName').lower()
        return _first(resp, (*_REFUSALS_OF_ADMIT, *(
            text % name for text in _REFUSALS_OF_TARGET)))

    def _mergeDict(self, dict1: Mapping[str, Any] | None,
                   dict2: Mapping[str, Any] | None) -> dict[str, Any]:
        """Merge two dicts into a new one; the second takes precedence."""
        return {**(dict1 or {}), **(dict2 or {})}

    def _get_next_word(self, s: str, search_string: str) -> str:
        """Return the word that follows a string within a line; '' when none does."""
        match = re.search(re.escape(search_string.strip()) + r'\s+(\S+)', s)
        return match.group(1) if match else ''

    @staticmethod
    def convert_cli_output_to_wsapi_format(cli_output: Iterable[str]
                                           ) -> dict[str, Any]:
        """Convert a table of the command line to the form of a WSAPI list.

        Columns are named by the header without the dashes that pad it. A
        name that stands there more than once gets its group in front:
        ``Control_Mem(MB)``.

        :param cli_output: what a command printed, csvtable on
        :returns: ``{'total': n, 'members': [{column: text}]}``; none for an
            output that says there is nothing
        :raises SSHTableError: the lines are no table
        """
        return cli.tables.collection(names(cli_output, 'cli_output'))

    def _convert_cli_output_to_collection_like_wsapi(
            self, cli_output: Iterable[str]) -> dict[str, Any]:
        """Do the same under the name that releases 4.x used."""
        return cli.tables.collection(names(cli_output, 'cli_output'))


def _text(value: object, what: str) -> str:
    if not isinstance(value, str):
        raise exceptions.InvalidInput(
            f'{what} must be str, not {describe.value(value)}')
    return value


def _first(lines: Iterable[str], parts: Iterable[str]) -> str | None:
    known = tuple(parts)
    for line in names(lines or (), 'resp'):
        if any(part in line.lower() for part in known):
            return line.strip()
    return None
