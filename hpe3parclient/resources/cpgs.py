"""CPGs: the pools that volumes take their space from."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, cast

from hpe3parclient.resources.base import JSON, members, merged, path
from hpe3parclient.resources.filtering import CPGS, FilteringResource
from hpe3parclient.resources.generation import GenerationResource

if TYPE_CHECKING:
    from hpe3parclient.options import AnyMembers, CPGChanges, CPGOptions
    from hpe3parclient.query import Expression
    from hpe3parclient.types import CPG, AvailableSpace, CPGList
    from hpe3parclient.web.decode import Headers


class CPGResource(FilteringResource, GenerationResource):
    """Methods about common provisioning groups."""

    def getCPGs(self) -> CPGList:
        """Return all CPGs.

        :returns: ``{'total': n, 'members': [...]}``, members as
            :meth:`getCPG` returns them

        Source: GET /cpgs.
        """
        return cast('CPGList', self._list('/cpgs'))

    def iterCPGs(self, query: Expression | None = None
                ) -> Iterator[CPG]:
        """Iterate over all CPGs, or over those that match, as they arrive.

        An addition to the published client.

        :param query: an expression built from :data:`hpe3parclient.query.Q`,
            such as ``Q.freeSpaceMiB < 102400``
        :returns: iterator over members as :meth:`getCPG` returns them
        :raises InvalidInput: ``query`` is not an expression, or names a
            member that CPGs do not have

        Source: GET /cpgs.
        """
        return self._iter_filtered(CPGS, query)

    def getCPG(self, name: str) -> CPG:
        """Return one CPG.

        :param name: name of the CPG
        :returns: dict with ``id``, ``name``, ``domain``, ``numTPVVs``,
            ``numFPVVs``, ``UsrUsage``, ``SAUsage`` and ``SDUsage`` (space in
            MiB), ``SAGrowth`` and ``SDGrowth`` (increment, limit, warning,
            layout), ``state``
        :raises HTTPNotFound: NON_EXISTENT_CPG (15)
        :raises HTTPBadRequest: INV_INPUT_ILLEGAL_CHAR (69)

        Source: GET /cpgs/<name>.
        """
        return cast('CPG', self._get(path('cpgs', name)))

    def getCPGAvailableSpace(self, name: str) -> AvailableSpace:
        """Return how much space a CPG could still take.

        :param name: name of the CPG
        :returns: ``{'rawFreeMiB': ..., 'usableFreeMiB': ...}``; usable is
            what is left after RAID; newer arrays add over-provisioning
        :raises HTTPNotFound: NON_EXISTENT_CPG (15)
        :raises HTTPBadRequest: INV_INPUT_ILLEGAL_CHAR (69),
            INV_INPUT_EXCEEDS_LENGTH (57), NO_SPACE (24)
        :raises HTTPForbidden: PERM_DENIED (13)

        Source: POST /spacereporter, which changes nothing.
        """
        return cast('AvailableSpace',
                    self._ask('/spacereporter', {'cpg': name}))

    def createCPG(self, name: str,
                  optional: CPGOptions | AnyMembers | None = None) -> None:
        """Create a CPG.

        :param name: up to 31 letters, digits and ``. _ -``
        :param optional: additional members: ``growthIncrementMiB``,
            ``growthLimitMiB``, ``usedLDWarningAlertMiB`` (MiB), ``domain``,
            ``LDLayout`` with ``RAIDType`` (CPG_RAID_R1 …), ``setSize``,
            ``HA`` (CPG_HA_MAG …), ``chunkletPosPref``, ``diskPatterns``
            (``[{'diskType': CPG_DISK_TYPE_SSD}]``). Primera and Alletra
            choose RAID type and set size themselves: there, these two are
            not sent
        :raises HTTPConflict: EXISTENT_CPG (14)
        :raises HTTPBadRequest: INV_INPUT (12), NO_SPACE (24),
            INV_INPUT_EXCEEDS_LENGTH (57), INV_INPUT_ILLEGAL_CHAR (69),
            INV_OPERATION_GROW_SIZE_TOO_SMALL (94), BAD_CPG_PATTERN (53),
            INV_SET_SIZE (37), INV_INPUT_WARN_GT_LIMIT (47)
        :raises HTTPNotFound: NON_EXISTENT_DOMAIN (38)
        :raises HTTPForbidden: PERM_DENIED (13),
            INV_OPERATION_CPG_RAID0_DISABLED (92),
            INV_OPERATION_CPG_RAID5_NL_DISABLED (93)

        Source: POST /cpgs.
        """
        self._post('/cpgs', merged({'name': name}, self._layout(optional)))

    def modifyCPG(self, name: str, cpgMods: CPGChanges | AnyMembers
                  ) -> tuple[Headers, JSON]:
        """Change a CPG's name, growth or layout.

        An addition to the published client, which has no such method.

        :param name: name of the CPG
        :param cpgMods: what to change: ``newName``, ``growthIncrementMiB``,
            ``growthLimitMiB``, ``usedLDWarningAlertMiB`` (MiB), ``LDLayout``
            for space that is added from now on, and ``disableAutoGrow``,
            ``rmGrowthLimit``, ``rmWarningAlert``; see
            :class:`~hpe3parclient.options.CPGChanges`. For a Primera or
            Alletra, RAID type and set size are not sent
        :returns: ``(headers, body)``; ``body`` is None
        :raises HTTPNotFound: NON_EXISTENT_CPG (15)
        :raises HTTPConflict: EXISTENT_CPG (14)
        :raises HTTPBadRequest: INV_INPUT_WARN_GT_LIMIT (47),
            INV_INPUT_PARAM_CONFLICT (44), INV_INPUT_EXCEEDS_LENGTH (57),
            INV_INPUT_ILLEGAL_CHAR (69), INV_OPERATION_GROW_SIZE_TOO_SMALL
            (94), BAD_CPG_PATTERN (53), INV_SET_SIZE (37)
        :raises HTTPForbidden: PERM_DENIED (13),
            INV_OPERATION_CPG_RAID0_DISABLED (92),
            INV_OPERATION_CPG_RAID5_NL_DISABLED (93)

        Source: PUT /cpgs/<name>.
        """
        return self._put_full(
            path('cpgs', name),
            dict(self._layout(members(cpgMods, 'cpgMods')) or {}))

    def deleteCPG(self, name: str) -> None:
        """Remove a CPG that no volume uses.

        :param name: name of the CPG
        :raises HTTPNotFound: NON_EXISTENT_CPG (15)
        :raises HTTPConflict: IN_USE (34), a volume has space in it
        :raises HTTPForbidden: PERM_DENIED (13)

        Source: DELETE /cpgs/<name>.
        """
        self._delete(path('cpgs', name))
