"""QoS rules: what a volume set may use, and what it is promised."""

from __future__ import annotations

from collections.abc import Iterator
from typing import (
    TYPE_CHECKING,
    cast,
)

from hpe3parclient import cli, exceptions
from hpe3parclient.constants import Constants
from hpe3parclient.resources.base import (
    JSON,
    members,
    merged,
    segment,
)
from hpe3parclient.resources.filtering import QOS_RULES, FilteringResource

if TYPE_CHECKING:
    from hpe3parclient.options import AnyMembers, QoSRules
    from hpe3parclient.query import Expression
    from hpe3parclient.types import QoSRule, QoSRuleList
    from hpe3parclient.web.decode import Headers

#: what setqos prints when the volume set does not exist
_NO_QOS_TARGET = 'no matching QoS target found'


class QoSResource(FilteringResource):
    """Methods about QoS rules.

    The members of a rule, as :meth:`createQoSRules` and
    :meth:`modifyQoSRules` take them:

    * ``priority``: PRIORITY_LOW, PRIORITY_NORMAL or PRIORITY_HIGH;
    * ``ioMinGoal`` and ``ioMaxLimit``, I/O per second, always together;
    * ``bwMinGoalKB`` and ``bwMaxLimitKB``, KB per second, always together;
    * ``ioMinGoalOP``, ``ioMaxLimitOP``, ``bwMinGoalOP``, ``bwMaxLimitOP``:
      1 makes the value zero, 2 removes the limit. The two of a pair have to
      be equal, and they win over the values;
    * ``latencyGoal`` in milliseconds, or ``defaultLatency``, True for none;
    * ``enable``: whether the rule is in force. It is read back as
      ``enabled``.
    """

    def queryQoSRules(self) -> QoSRuleList:
        """Return all QoS rules.

        :returns: ``{'total': n, 'members': [...]}``, members as
            :meth:`queryQoSRule` returns them

        Source: GET /qos.
        """
        return cast('QoSRuleList', self._list('/qos'))

    def iterQoSRules(self, query: Expression | None = None
                    ) -> Iterator[QoSRule]:
        """Iterate over all QoS rules, or over those that match, as they arrive.

        An addition to the published client.

        :param query: an expression built from :data:`hpe3parclient.query.Q`,
            such as ``Q.enabled == False``
        :returns: iterator over members as :meth:`queryQoSRule` returns them
        :raises InvalidInput: ``query`` is not an expression, or names a
            member that QoS rules do not have

        Source: GET /qos.
        """
        return self._iter_filtered(QOS_RULES, query)

    def queryQoSRule(self, targetName: str,
                     targetType: str = 'vvset') -> QoSRule:
        """Return the QoS rule of one target.

        :param targetName: name of the volume set, or ``sys:all_others``
        :param targetType: 'vvset' or 'sys'
        :returns: dict with ``id``, ``name``, ``type`` (a TARGET_TYPE
            constant), ``enabled``, ``priority`` and those limits and goals
            that have a value
        :raises HTTPNotFound: NON_EXISTENT_QOS_RULE (100)
        :raises HTTPBadRequest: INV_INPUT_ILLEGAL_CHAR (69)

        Source: GET /qos/<targetType>:<targetName>.
        """
        return cast('QoSRule', self._get(_rule(targetName, targetType)))

    def createQoSRules(self, targetName: str, qosRules: QoSRules | AnyMembers,
                       target_type: int = Constants.TARGET_TYPE_VVSET
                       ) -> None:
        """Create the QoS rule of a target that has none.

        :param targetName: name of the volume set; ``all_others`` for all
            volumes that no other rule covers
        :param qosRules: members of the rule, at least one; see
            :class:`QoSResource`
        :param target_type: TARGET_TYPE_VVSET or TARGET_TYPE_SYS
        :raises HTTPBadRequest: EXISTENT_QOS_RULE (114),
            INV_INPUT_EXCEEDS_RANGE (43), INV_INPUT_BELOW_RANGE (115),
            INV_INPUT_ILLEGAL_CHAR (69), INV_INPUT_IO_MIN_GOAL_GRT_MAX_LIMIT
            (112), INV_INPUT_BW_MIN_GOAL_GRT_MAX_LIMIT (113)
        :raises HTTPForbidden: UNLICENSED_FEATURE (70)
        :raises HTTPNotFound: NON_EXISTENT_QOS_RULE (100), and
            INV_INPUT_QOS_TARGET_OBJECT (117) where there is no such set

        Source: POST /qos.
        """
        self._post('/qos', merged(
            {'name': targetName, 'type': target_type}, qosRules, 'qosRules'))

    def setQOSRule(self, set_name: str,
                   max_io: int | str | None = None,
                   max_bw: int | str | None = None) -> None:
        """Limit the I/O of a volume set over the command line.

        Each number is both the minimum goal and the maximum limit.

        :param set_name: name of the volume set
        :param max_io: I/O operations per second
        :param max_bw: MB per second (1 MB is 1,000,000 bytes)
        :raises HTTPNotFound: there is no such volume set, in the array's
            words
        :raises SSHInjectionThreat: an argument is not a name or a number;
            nothing was sent
        :raises SetQOSRuleException: neither number is given (nothing was
            sent), or the array refused

        Source: setqos -io, setqos -bw.
        """
        command: list[str] = ['setqos']
        if max_io is not None:
            command += ['-io', cli.words.number(max_io, 'max_io')]
        if max_bw is not None:
            command += ['-bw', cli.words.number(max_bw, 'max_bw') + 'M']
        if len(command) == 1:
            raise exceptions.SetQOSRuleException(
                'setQOSRule needs max_io, max_bw or both')
        command.append('vvset:' + cli.words.name(set_name, 'volume set'))
        lines = [line.strip() for line in self._cli(command) if line.strip()]
        if any(_NO_QOS_TARGET in line for line in lines):
            raise exceptions.HTTPNotFound({'desc': ' '.join(lines)})
        if lines:
            raise exceptions.SetQOSRuleException(
                f'SSH set QOS rule failed: {" ".join(command)}: {" ".join(lines)}')

    def modifyQoSRules(self, targetName: str, qosRules: QoSRules | AnyMembers,
                       targetType: str = 'vvset') -> tuple[Headers, JSON]:
        """Change the QoS rule of a target.

        :param targetName: name of the volume set, or ``sys:all_others``
        :param qosRules: members to change, at least one; see
            :class:`QoSResource`
        :param targetType: 'vvset' or 'sys'
        :returns: ``(headers, body)``; ``body`` is None
        :raises HTTPNotFound: NON_EXISTENT_QOS_RULE (100)
        :raises HTTPBadRequest: EXISTENT_QOS_RULE (114),
            INV_INPUT_EXCEEDS_RANGE (43), INV_INPUT_BELOW_RANGE (115),
            INV_INPUT_ILLEGAL_CHAR (69), INV_INPUT_IO_MIN_GOAL_GRT_MAX_LIMIT
            (112), INV_INPUT_BW_MIN_GOAL_GRT_MAX_LIMIT (113)
        :raises HTTPForbidden: UNLICENSED_FEATURE (70)

        Source: PUT /qos/<targetType>:<targetName>.
        """
        return self._put_full(_rule(targetName, targetType),
                              members(qosRules, 'qosRules'))

    def deleteQoSRules(self, targetName: str,
                       targetType: str = 'vvset') -> None:
        """Remove the QoS rule of a target.

        :param targetName: name of the volume set, or ``sys:all_others``
        :param targetType: 'vvset' or 'sys'
        :raises HTTPNotFound: NON_EXISTENT_QOS_RULE (100)
        :raises HTTPBadRequest: INV_INPUT_ILLEGAL_CHAR (69)

        Source: DELETE /qos/<targetType>:<targetName>.
        """
        self._delete(_rule(targetName, targetType))


def _rule(targetName: str, targetType: str) -> str:
    """Build the path of a rule.

    The reference asks for ``sys:all_others`` as a name, which holds its type
    already.
    """
    name = segment(targetName, 'targetName', safe=':')
    prefix = segment(targetType, 'targetType') + ':'
    return '/qos/' + (name if name.startswith(prefix) else prefix + name)
