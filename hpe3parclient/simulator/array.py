"""One simulated array: its state and the rules, under one lock.

Composes the state (:mod:`hpe3parclient.simulator.state`) with what happens
to an array apart from requests. Any number of arrays live side by side:
nothing here is shared.
"""

from __future__ import annotations

from types import ModuleType

from hpe3parclient.simulator import assumptions
from hpe3parclient.simulator.clock import Clock
from hpe3parclient.simulator.model import (
    capacity,
    flashcache,
    hosts,
    licences,
    ports,
    scheduled,
    tasks,
)
from hpe3parclient.simulator.model.filepersona import (
    accounts,
    fpgs,
    lookup,
    servers,
    stores,
)
from hpe3parclient.simulator.model.filepersona import snapshots as file_snapshots
from hpe3parclient.simulator.model.names import check_iscsi_name, check_wwn
from hpe3parclient.simulator.model.remotecopy import link, transfer
from hpe3parclient.simulator.model.remotecopy.lookup import find_group
from hpe3parclient.simulator.model.sessions import Sessions
from hpe3parclient.simulator.model.systemreporter import activity, space
from hpe3parclient.simulator.model.volumes import activity as volume_activity
from hpe3parclient.simulator.model.volumes import (
    modify,
    online_copies,
    physical_copies,
    promotes,
    tunes,
)
from hpe3parclient.simulator.model.volumes.delete import expire_volumes
from hpe3parclient.simulator.model.volumes.lookup import find_volume
from hpe3parclient.simulator.model.volumes.populate import populate
from hpe3parclient.simulator.personality import (
    SYSTEM_VOLUME_MIB,
    Personality,
    personality_of,
)
from hpe3parclient.simulator.state.array_state import ArrayState
from hpe3parclient.simulator.state.filepersona import FileStore
from hpe3parclient.simulator.state.hardware.state import FAILED, NORMAL
from hpe3parclient.simulator.state.hosts import Path
from hpe3parclient.simulator.state.maintenance import first_patches
from hpe3parclient.simulator.state.ports import PortPos
from hpe3parclient.simulator.state.remotecopy import Content
from hpe3parclient.simulator.state.statistics import Load
from hpe3parclient.simulator.state.volumes import FULL, POLICIES, Volume

#: Work that takes time: these modules register what the end of a task does.
REGISTERED: tuple[ModuleType, ...] = (
    fpgs, servers, online_copies, physical_copies, promotes, tunes)


class Array(ArrayState):
    """One array: its state and what happens to it apart from requests.

    Hold ``lock`` around anything but the methods of this class.

    :param personality: what kind of array it is
    :param clock: its time
    :param user: name of the user that exists at the start
    :param password: password of this user
    :param seed: makes keys, UUIDs and the past the same every time
    :param age_days: for how many days it has been in use: what was there at
        the start is so old, and the System Reporter's history so long
    :param history: whether the System Reporter has samples of a load before
        the start
    """

    def __init__(self, personality: Personality | None = None,
                 clock: Clock | None = None, *, user: str = '3paradm',
                 password: str = '3pardata',  # noqa: S107 - documented
                 seed: int | None = None,
                 age_days: float = assumptions.AGE_DAYS,
                 history: bool = True) -> None:
        if personality is None:
            personality = personality_of('3par-3.3.1')
        super().__init__(personality, Clock() if clock is None else clock,
                         user=user, password=password, seed=seed,
                         age_days=age_days, history=history)
        self.licences.update(licences.default(personality))
        self.sessions = Sessions(self)
        self.pools = {kind: capacity.pool_of(kind, total)
                      for kind, total in personality.disks}
        self.ports = ports.make_ports(personality)
        self.files.groups = accounts.first_groups()
        self.patches = first_patches(personality.system_version)
        self._make_system_volumes()

    def _make_system_volumes(self) -> None:
        for name in self.personality.system_volumes:
            number = self.volumes.free_id()
            size = SYSTEM_VOLUME_MIB[name]
            self.volumes.add(Volume(
                id=number, uuid=self.new_uuid(), name=name,
                provisioning=FULL, size_mib=size,
                created=self.born, base_id=number, system=True,
                user_reserved=size, user_used=size,
                policies={**POLICIES, 'system': True}))

    def settle(self) -> None:
        """Let everything happen whose time has come."""
        with self.lock:
            scheduled.settle(self)
            tasks.settle(self)
            for remote_link in self.remote.links:
                link.settle(remote_link)
            flashcache.settle(self)
            file_snapshots.settle(self)
            if self.expiring:
                expire_volumes(self)

    def role_of(self, user: str) -> str:
        """The role of a user: super, edit, service, browse and others."""
        if user in self.browsers:
            return 'browse'
        return self.roles.get(user, 'super')

    def fail(self, kind: str, part: str | int,
             state: str = FAILED) -> None:
        """Break a part of the array: an alert is raised, states change.

        :param kind: 'node', 'pd' (a disk), 'cage', 'ps' (a power supply of
            nodes), 'cageps', 'battery', 'fan', 'port' or 'link'
        :param part: its number; ``'0:1'`` for the second supply of the
            first pair of nodes or of the first cage, ``'0:1:0'`` for the
            battery in it, a position for a port
        :param state: 'failed', 'degraded' or 'normal'
        :raises ValueError: there is no such part
        """
        with self.lock:
            self.settle()
            before = self.hardware.set_state(kind, part, state)
            failure = self.hardware.failures.get((kind, str(part)))
            if before is not None and (failure is None
                                       or failure.state != before.state):
                self.alerts.mended(before)
            if failure is not None and (
                    before is None or failure.state != before.state):
                self.alerts.broken(failure)
            if kind in ('node', 'port', 'link'):
                ports.follow(self)

    def mark_volume(self, name: str, *states: str) -> None:
        """Put a volume into states that nothing in the model brings about.

        Operations are then refused as the guides list it: VV_NOT_STARTED for
        a volume that is NOT_STARTED, and so on. The states that a call does
        not name are over.

        :param states: names of volumeDetailedState: LDS_NOT_STARTED,
            NOT_STARTED, NEEDS_CHECK, NEEDS_MAINT_CHECK,
            INTERNAL_CONSISTENCY_ERROR, PRESERVED, CLOSING, REMOVING,
            REMOVING_RETRY, CREATING, IMPORTING
        :raises ValueError: there is no such state
        """
        with self.lock:
            self.settle()
            volume_activity.mark(find_volume(self, name), states)

    def mark_group(self, name: str, busy: bool = True) -> None:
        """Let a remote-copy group be busy, or be done with it.

        A busy group refuses changes as RCOPY_GROUP_IS_BUSY.

        :raises Refused: there is no such group
        """
        with self.lock:
            self.settle()
            find_group(self, name).busy = busy

    def repair(self, kind: str, part: str | int) -> None:
        """Mend a part that was broken; its alert is fixed."""
        self.fail(kind, part, NORMAL)

    def content_of(self, volume_name: str) -> Content:
        """What is on a volume now, for tests to compare."""
        with self.lock:
            self.settle()
            return self.remote.content(find_volume(self, volume_name).id)

    def log_in(self, hostname: str,
               where: list[tuple[int, int, int]] | None = None) -> None:
        """A host's initiators appear on the array's ports."""
        with self.lock:
            result = None if where is None else [PortPos(*item)
                                                for item in where]
            hosts.log_in(self, hosts.find(self, hostname), result)

    def log_out(self, hostname: str) -> None:
        """A host is switched off."""
        with self.lock:
            hosts.log_out(hosts.find(self, hostname))

    def add_unassigned_path(self, name: str) -> None:
        """An initiator appears that belongs to no host.

        :param name: a WWN, an iSCSI name or an NQN
        """
        with self.lock:
            kind = {'iqn.': hosts.ISCSI, 'eui.': hosts.ISCSI,
                    'nqn.': hosts.NVME}.get(name[:4], hosts.FC)
            path = Path(kind, check_wwn(name, 'wwn') if kind == hosts.FC
                        else check_iscsi_name(name, 'name'))
            hosts.refuse_taken(self, [path])
            path.ports = hosts.default_ports(self, path.kind)
            self.unassigned[path.name] = path

    def write(self, volume_name: str, mib: int) -> None:
        """A host writes new data to a volume: thin space fills."""
        with self.lock:
            self.settle()
            volume = find_volume(self, volume_name)
            transfer.check_write(self, volume.id)
            before = space.of_volume(volume)
            modify.write(self, volume_name, mib)
            transfer.written(self, volume.id, mib)
            self.statistics.measure_volume(
                volume.id, self.clock.now(), before,
                space.of_volume(find_volume(self, volume_name)))
            activity.note(self, volume, Load(written=mib << 20))

    def read(self, volume_name: str, mib: int) -> None:
        """A host reads from a volume: the statistics count it."""
        with self.lock:
            self.settle()
            activity.read(self, volume_name, mib)

    def write_files(self, fpg: str, vfs: str, store: str, mib: int,
                    files: int = 1) -> None:
        """Clients of a share write new files.

        :param files: how many files the MiB are
        """
        with self.lock:
            self.settle()
            stores.write(self, self._store(fpg, vfs, store), mib, files)

    def delete_files(self, fpg: str, vfs: str, store: str, mib: int,
                     files: int = 1) -> None:
        """Clients of a share delete files; snapshots keep them."""
        with self.lock:
            self.settle()
            stores.delete(self, self._store(fpg, vfs, store), mib, files)

    def _store(self, fpg: str, vfs: str, store: str) -> FileStore:
        return lookup.find_store(self, lookup.find_vfs(self, vfs, fpg),
                                 store)

    def populate(self, count: int) -> None:
        """Start with so many thin volumes, in a CPG of their own.

        :raises ValueError: there is no room for so many; nothing is changed
        """
        with self.lock:
            populate(self, count)
