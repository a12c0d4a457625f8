"""What only the command line of a simulated array knows.

Schedules and patches have no REST form; what they are stands here. The
array holds them like everything else that is its state; what is
only about this command line is in :class:`CliState`. Hold the array's lock
around its use.
"""

from __future__ import annotations

import datetime
import re

from hpe3parclient.simulator.state.array_state import ArrayState
from hpe3parclient.simulator.state.maintenance import Patch, Schedule

#: Commands that change nothing are not logged.
_READING = re.compile(r'show|stat|hist|sr|get|help|clihelp|echo|exit|quit'
                      r'|setclienv|cmore')
#: What stands before a secret in a command.
_SECRET_OPTIONS = ('-passwd', '-certdata')
_SECRETS = (
    re.compile(r'(\A(?:createuser|setpassword|setsnmppw|setfsuser'
               r'|createfsuser)\b.*? -(?:c|p|w|passwd|saved) )\S+'),
    re.compile(r'(\Asethost (?:initchap|targetchap) '
               r'(?:-chapname \S+ |-\S+ )*)\S+'),
    re.compile(r'(\Asetauthparam\b.*?\bbinding-password )\S+'))



#: Commands that are remembered, at least.
_KEPT = 10_000


class CliState:
    """The settings of one array that its REST side does not show."""

    def __init__(self, array: ArrayState) -> None:
        self._array = array
        #: the last commands that ran, substituted ones too, oldest first
        self.ran: list[list[str]] = []

    def note(self, words: list[str]) -> None:
        """Remember a command that ran."""
        self.ran.append(words)
        if len(self.ran) > 2 * _KEPT:
            del self.ran[:_KEPT]

    @property
    def patches(self) -> list[Patch]:
        """The updates that were installed."""
        return self._array.patches

    @property
    def applied(self) -> list[str]:
        """Names of patches that were applied beside them."""
        return self._array.applied

    @property
    def schedules(self) -> dict[str, Schedule]:
        """Commands that run later, by name."""
        return self._array.schedules

    def log(self, user: str, role: str, address: str,
            words: list[str]) -> None:
        """Write a command that changes something into the event log."""
        if _READING.match(words[0]) or (
                words[0] == 'Tpd::rtpd' and _READING.match(words[-1])):
            return
        # a secret may have blanks, which the patterns below do not expect
        shown = ' '.join('<secret>' if before in _SECRET_OPTIONS else word
                         for before, word in zip(['', *words], words))
        for secret in _SECRETS:
            shown = secret.sub(r'\1<secret>', shown)
        self._array.alerts.log(
            'Informational', 'CLI command executed',
            '{%s %s all {{0 8}} -1 %s %d} {%s} {}' % (
                user, role, address, len(self.ran), shown))

    def stamp(self, seconds: float | None = None) -> str:
        """A time as the array prints it."""
        when = self._array.clock.now() if seconds is None else seconds
        return datetime.datetime.fromtimestamp(
            when, datetime.timezone.utc).strftime('%Y-%m-%d %H:%M:%S UTC')
