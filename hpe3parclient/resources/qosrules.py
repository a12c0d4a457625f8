"""Limits on volume sets, over the command line."""

from __future__ import annotations

from typing import List, Optional, Union

from hpe3parclient import cli, exceptions
from hpe3parclient.resources.base import Resource


class QosRuleResource(Resource):
    """Methods about limits, as releases before WSAPI 1.5 set them."""

    def setQOSRule(self, set_name: str,
                   max_io: Optional[Union[int, str]] = None,
                   max_bw: Optional[Union[int, str]] = None) -> None:
        """Limit the I/O of a volume set.

        Each number is the minimum goal and the maximum limit at once.

        :param set_name: name of the volume set
        :param max_io: I/O per second
        :param max_bw: megabytes per second, decimal
        :raises SSHInjectionThreat: an argument is no name or no number;
            nothing was sent
        :raises SetQOSRuleException: neither number is given (nothing was
            sent), or the array refused: no such set, for one

        Source: setqos -io, setqos -bw.
        """
        command: List[str] = ['setqos']
        if max_io is not None:
            command += ['-io', cli.words.number(max_io, 'max_io')]
        if max_bw is not None:
            command += ['-bw', cli.words.number(max_bw, 'max_bw') + 'M']
        if len(command) == 1:
            raise exceptions.SetQOSRuleException(
                'setQOSRule wants max_io, max_bw or both')
        command.append('vvset:' + cli.words.name(set_name, 'volume set'))
        lines = [line for line in self._cli(command) if line.strip()]
        if lines:
            raise exceptions.SetQOSRuleException(
                'SSH set QOS rule failed: %s: %s'
                % (' '.join(command), ' '.join(lines)))
