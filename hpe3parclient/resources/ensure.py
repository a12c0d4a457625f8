"""Repeatable provisioning: make the array so, and say what was changed.

What is compared, and how differences are mended, is in
``hpe3parclient.ensure``, which is imported by the first call.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, cast

from hpe3parclient.resources.generation import GenerationResource

if TYPE_CHECKING:
    from hpe3parclient.ensure import Client, Ensured
    from hpe3parclient.options import (
        AnyMembers,
        CPGOptions,
        HostOptions,
        VolumeOptions,
    )
    from hpe3parclient.types import PortPos


class EnsureResource(GenerationResource):
    """Methods that look, compare, and change what differs."""

    def ensureVolume(self, name: str, cpgName: str, sizeMiB: int,
                     optional: VolumeOptions | AnyMembers | None = None, *,
                     dryRun: bool = False) -> Ensured:
        """Create a volume, or make an existing one so.

        An addition to the published client. Only members that are given are
        compared. A volume that is smaller grows; comment, ``snapCPG``,
        policies, limits and metadata are changed. A volume that is larger by
        1 GiB or more, in another CPG, of another provisioning type, or a
        snapshot, is refused.

        :param name: name of the volume
        :param cpgName: CPG of its user space
        :param sizeMiB: size in MiB
        :param optional: additional members as :meth:`createVolume` takes
            them. ``expirationHours`` and ``retentionHours`` count for a new
            volume alone. A limit of 0 removes it
        :param dryRun: True changes nothing and says what would be done
        :returns: ``{'name': …, 'changed': …, 'done': […]}``, with a sentence
            for each change
        :raises EnsureConflict: something cannot be changed without risk; all
            of it is named, and nothing was changed
        :raises InvalidInput: ``optional`` has a member that is not known
        :raises OutcomeUnknown: the answer to a change was lost; calling again
            looks first

        Source: GET /volumes/<name>; POST or PUT.
        """
        from hpe3parclient import ensure
        return ensure.carried_out(lambda: ensure.plan_volume(
            self._client(), self._generation(), name, cpgName, sizeMiB,
            optional), dryRun)

    def ensureHost(self, name: str, iscsiNames: Iterable[str] | None = None,
                   FCWwns: Iterable[str] | None = None,
                   nqn: str | None = None,
                   optional: HostOptions | AnyMembers | None = None, *,
                   exact: bool = False, dryRun: bool = False) -> Ensured:
        """Create a host, or make an existing one so.

        An addition to the published client. Initiators that are missing are
        added; others stay, unless ``exact`` is given. Persona and descriptors
        are changed. Another domain is refused, and so is an initiator of
        another host.

        :param name: name of the host
        :param iscsiNames: iSCSI names of its initiators
        :param FCWwns: WWNs of its initiators, with or without colons
        :param nqn: NVMe qualified name, on arrays with NVMe over TCP
        :param optional: additional members as :meth:`createHost` takes them;
            ``forceTearDown`` and ``transportType`` count for a new host
            alone
        :param exact: True removes initiators that are not named; the array
            refuses to remove one that volumes are exported on
        :param dryRun: True changes nothing and says what would be done
        :returns: ``{'name': …, 'changed': …, 'done': […]}``
        :raises EnsureConflict: something cannot be changed, or another host
            has an initiator; nothing was changed
        :raises InvalidInput: ``optional`` has a member that is not known
        :raises HTTPConflict: EXPORTED_VLUN (26)

        Source: GET /hosts/<name>, /hosts; POST or PUT.
        """
        from hpe3parclient import ensure
        paths = ensure.initiators(iscsiNames, FCWwns, nqn)
        return ensure.carried_out(lambda: ensure.plan_host(
            self._client(), name, paths, optional, exact), dryRun)

    def ensureExport(self, volumeName: str, hostname: str | None = None,
                     lun: int | None = None,
                     portPos: PortPos | Mapping[str, int] | None = None, *,
                     noVcn: bool | None = None,
                     overrideLowerPriority: bool | None = None,
                     dryRun: bool = False) -> Ensured:
        """Export a volume, unless it is exported so already.

        An addition to the published client. Another LUN is refused: the host
        would lose the volume for a moment.

        :param volumeName: name of the volume, or ``set:<volume set>``
        :param hostname: host that sees it, or ``set:<host set>``
        :param lun: LUN the host sees, 0 to 16384; None lets the array choose,
            and any LUN is right
        :param portPos: port that presents it, ``{'node', 'slot',
            'cardPort'}``
        :param noVcn: True sends no change notification to the host; counts
            for a new export
        :param overrideLowerPriority: True replaces VLUNs of lower priority;
            counts for a new export
        :param dryRun: True changes nothing and says what would be done
        :returns: ``{'name': 'volume,lun,host', 'changed': …, 'done': […]}``
        :raises EnsureConflict: the host sees the volume as another LUN;
            nothing was changed
        :raises HTTPNotFound: NON_EXISTENT_VOL (23), NON_EXISTENT_HOST (17)
        :raises InvalidInput: neither hostname nor portPos

        Source: GET /vluns; POST /vluns.
        """
        from hpe3parclient import ensure
        further = {name: value for name, value in (
            ('noVcn', noVcn),
            ('overrideLowerPriority', overrideLowerPriority))
            if value is not None}
        return ensure.carried_out(lambda: ensure.plan_export(
            self._client(), volumeName, hostname, lun, portPos, further),
            dryRun)

    def ensureCPG(self, name: str,
                  optional: CPGOptions | AnyMembers | None = None, *,
                  dryRun: bool = False) -> Ensured:
        """Create a CPG, or make an existing one so.

        An addition to the published client. Growth, limit, warning and layout
        are changed; a layout counts for space that is added from now on.
        Another domain is refused.

        :param name: name of the CPG
        :param optional: additional members as :meth:`createCPG` takes them;
            ``template`` counts for a new CPG alone. A limit or warning of 0
            removes it
        :param dryRun: True changes nothing and says what would be done
        :returns: ``{'name': …, 'changed': …, 'done': […]}``
        :raises EnsureConflict: something cannot be changed; nothing was
        :raises InvalidInput: ``optional`` has a member that is not known

        Source: GET /cpgs/<name>; POST or PUT.
        """
        from hpe3parclient import ensure
        return ensure.carried_out(lambda: ensure.plan_cpg(
            self._client(), self._generation(), name, optional), dryRun)

    def ensureVolumeSet(self, name: str, domain: str | None = None,
                        comment: str | None = None,
                        setmembers: Iterable[str] | None = None, *,
                        exact: bool = False, dryRun: bool = False) -> Ensured:
        """Create a volume set, or make an existing one so.

        An addition to the published client. Volumes that are missing are
        added; others stay, unless ``exact`` is given.

        :param name: name of the set
        :param domain: domain the set is in
        :param comment: text of up to 255 characters; None for any
        :param setmembers: names of volumes
        :param exact: True removes volumes that are not named. A host that a
            set is exported to loses them
        :param dryRun: True changes nothing and says what would be done
        :returns: ``{'name': …, 'changed': …, 'done': […]}``
        :raises EnsureConflict: it is in another domain; nothing was changed
        :raises HTTPNotFound: NON_EXISTENT_VOL (23)

        Source: GET /volumesets/<name>; POST or PUT.
        """
        from hpe3parclient import ensure
        volumes = ensure.listed(setmembers, 'setmembers')
        return ensure.carried_out(lambda: ensure.plan_volume_set(
            self._client(), name, domain, comment, volumes, exact), dryRun)

    def ensureHostSet(self, name: str, domain: str | None = None,
                      comment: str | None = None,
                      setmembers: Iterable[str] | None = None, *,
                      exact: bool = False, dryRun: bool = False) -> Ensured:
        """Create a host set, or make an existing one so.

        An addition to the published client. Hosts that are missing are
        added; others stay, unless ``exact`` is given. What is exported to the
        set, a host that is added sees from then on.

        :param name: name of the set
        :param domain: domain the set is in
        :param comment: text of up to 255 characters; None for any
        :param setmembers: names of hosts
        :param exact: True removes hosts that are not named. They lose what is
            exported to the set
        :param dryRun: True changes nothing and says what would be done
        :returns: ``{'name': …, 'changed': …, 'done': […]}``
        :raises EnsureConflict: it is in another domain; nothing was changed
        :raises HTTPNotFound: NON_EXISTENT_HOST (17)

        Source: GET /hostsets/<name>; POST or PUT.
        """
        from hpe3parclient import ensure
        hosts = ensure.listed(setmembers, 'setmembers')
        return ensure.carried_out(lambda: ensure.plan_host_set(
            self._client(), name, domain, comment, hosts, exact), dryRun)

    def _client(self) -> Client:
        """Return the client that this is a part of."""
        return cast('Client', self)
