"""One simulated array: its whole state, under one lock.

Knows what there is; the rules are in :mod:`.model`. Any number of arrays
live side by side: nothing here is shared.
"""

from __future__ import annotations

import random
from typing import Any, Callable, Dict, List, Mapping, Optional, Set, Tuple, Union

from hpe3parclient.simulator.cli.state import Patch, first_patches
from hpe3parclient.simulator.clock import Clock
from hpe3parclient.simulator.model import (
    capacity,
    cpgs,
    hosts,
    licences,
    ports,
    scheduled,
    systemreporter,
)
from hpe3parclient.simulator.model.alerts import Alerts
from hpe3parclient.simulator.model.filepersona import (
    accounts,
    jobs,
    lookup,
    snapshots,
    stores,
)
from hpe3parclient.simulator.model.flashcache import FlashCache
from hpe3parclient.simulator.model.hardware.state import (
    FAILED,
    NORMAL,
    Hardware,
)
from hpe3parclient.simulator.model.names import check_iscsi_name, check_wwn
from hpe3parclient.simulator.model.qos import QosRules
from hpe3parclient.simulator.model.remotecopy import transfer
from hpe3parclient.simulator.model.remotecopy.model import RemoteCopy
from hpe3parclient.simulator.model.scheduled import Schedule
from hpe3parclient.simulator.model.sessions import Sessions
from hpe3parclient.simulator.model.systemreporter import Reporter
from hpe3parclient.simulator.model.tasks import Tasks
from hpe3parclient.simulator.model.vluns import Vluns
from hpe3parclient.simulator.model.volumes import (
    modify,
    online_copies,
    physical_copies,
    promotes,
    tunes,
)
from hpe3parclient.simulator.model.volumes.create import create_volume
from hpe3parclient.simulator.model.volumes.delete import expire_volumes
from hpe3parclient.simulator.model.volumes.lookup import find_volume
from hpe3parclient.simulator.personality import Personality, personality_of
from hpe3parclient.simulator.state.cpgs import Cpg
from hpe3parclient.simulator.state.filepersona import FilePersona, FileStore
from hpe3parclient.simulator.state.hosts import Host, Path
from hpe3parclient.simulator.state.lock import SharedLock
from hpe3parclient.simulator.state.ports import PortPos
from hpe3parclient.simulator.state.sets import ObjectSet
from hpe3parclient.simulator.state.statistics import Load
from hpe3parclient.simulator.state.store import Store
from hpe3parclient.simulator.state.volumes import FULL, POLICIES, Volume

#: What the end of a task changes.
_FINISH: Mapping[str, Callable[[Array, Mapping[str, Any], bool], bool]] = {
    'tune': tunes.finish, 'copy': physical_copies.finish,
    'online copy': online_copies.finish, 'promote': promotes.finish,
    'createfpg': jobs.finish, 'createvfs': jobs.finish,
    'removefpg': jobs.finish}


class Array:
    """The state of one array.

    Hold ``lock`` around anything but the methods of this class.

    :param personality: what kind of array it is
    :param clock: its time
    :param user: name of the user there is at the start
    :param password: that user's password
    :param seed: makes keys and UUIDs the same every time
    """

    def __init__(self, personality: Optional[Personality] = None,
                 clock: Optional[Clock] = None, *, user: str = '3paradm',
                 password: str = '3pardata',  # noqa: S107 - documented
                 seed: Optional[int] = None) -> None:
        who = personality_of('3par-3.3.1') if personality is None \
            else personality
        self.personality = who
        self.clock = Clock() if clock is None else clock
        self.lock = SharedLock()
        self.random: random.Random = random.SystemRandom() if seed is None \
            else random.Random(seed)  # noqa: S311 - asked to be repeatable
        self.name, self.born = f'sim-{who.name}', self.clock.now()
        self.admin = user
        self.users: Dict[str, str] = {user: password}
        self.domains: Set[str] = set()
        self.licences: Set[str] = set(licences.DEFAULT)
        #: names of users that may look at everything and change nothing
        self.browsers: Set[str] = set()
        #: roles of the other users that are no administrators
        self.roles: Dict[str, str] = {}
        #: comments of domains that have one
        self.domain_comments: Dict[str, str] = {}
        #: parameters of the system that were changed
        self.parameters: Dict[str, Any] = {}
        #: True: hosts log in as soon as they are made
        self.auto_log_in = False
        self.sessions = Sessions(self, who.session_limit)
        self.pools = {kind: capacity.pool_of(kind, total)
                      for kind, total in who.disks}
        self.ports = ports.make_ports(who)
        self.hardware = Hardware(self)
        self.alerts = Alerts(self)
        self.cpgs: Store[Cpg] = Store()
        self.volumes: Store[Volume] = Store()
        self.hosts: Store[Host] = Store()
        self.hostsets: Store[ObjectSet] = Store(1)
        self.volumesets: Store[ObjectSet] = Store(1)
        self.vluns = Vluns(self)
        self.qos = QosRules(self)
        self.tasks = Tasks(self)
        self.remote = RemoteCopy(self)
        self.flash_cache = FlashCache(self)
        self.reporter = Reporter(self)
        #: File Persona: groups, servers, stores, shares …
        self.files = FilePersona(groups=accounts.first_groups())
        #: commands that run later, by name
        self.schedules: Dict[str, Schedule] = {}
        #: while scheduled commands run, no other begins
        self.running_schedules = False
        #: updates that were installed, and names of patches beside them
        self.patches: List[Patch] = first_patches(who.system_version)
        self.applied: List[str] = []
        #: path name → host id
        self.host_of_path: Dict[str, int] = {}
        #: initiators that are there and belong to no host
        self.unassigned: Dict[str, Path] = {}
        #: ids of volumes with an expiration time
        self.expiring: Set[int] = set()
        self._make_system_volumes()

    def _make_system_volumes(self) -> None:
        sizes = {'admin': 10240, '.srdata': 81920, '.mgmtdata': 262144}
        for name in self.personality.system_volumes:
            number = self.volumes.free_id()
            size = sizes[name]
            self.volumes.add(Volume(
                id=number, uuid=self.new_uuid(), name=name,
                provisioning=FULL, size_mib=size,
                created=self.born, base_id=number, system=True,
                user_reserved=size, user_used=size,
                policies={**POLICIES, 'system': True}))

    def new_uuid(self) -> str:
        """A UUID of the array's own making."""
        return cpgs.new_uuid(self.random.getrandbits(128))

    def settle(self) -> None:
        """Let everything happen whose time has come."""
        with self.lock:
            scheduled.settle(self)
            self.tasks.settle()
            self.remote.settle()
            self.flash_cache.settle()
            snapshots.settle(self)
            if self.expiring:
                expire_volumes(self)

    def role_of(self, user: str) -> str:
        """The role of a user: super, edit, service, browse and others."""
        if user in self.browsers:
            return 'browse'
        return self.roles.get(user, 'super')

    def fail(self, kind: str, part: Union[str, int],
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

    def repair(self, kind: str, part: Union[str, int]) -> None:
        """Mend a part that was broken; its alert is fixed."""
        self.fail(kind, part, NORMAL)

    def apply_effect(self, effect: Mapping[str, Any], done: bool) -> bool:
        """What the end of a task changes; False when it failed.

        :param done: False when the task was cancelled
        """
        finish = _FINISH.get(effect.get('do', ''))
        return True if finish is None else finish(self, effect, done)

    def log_in(self, hostname: str,
               where: Optional[List[Tuple[int, int, int]]] = None) -> None:
        """A host's initiators appear on the array's ports."""
        with self.lock:
            found = None if where is None else [PortPos(*one)
                                                for one in where]
            hosts.log_in(self, hosts.find(self, hostname), found)

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
            modify.write(self, volume_name, mib)
            transfer.written(self, volume.id, mib)
            self.reporter.note(volume, Load(written=mib << 20))

    def read(self, volume_name: str, mib: int) -> None:
        """A host reads from a volume: the statistics count it."""
        with self.lock:
            self.settle()
            systemreporter.read(self, volume_name, mib)

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
        """Start with so many thin volumes, in a CPG of their own."""
        if not count:
            return
        with self.lock:
            if 'SimCPG' not in self.cpgs:
                largest = max(self.pools, key=lambda one:
                              self.pools[one].usable)
                cpgs.create(self, {'name': 'SimCPG', 'LDLayout': {
                    'diskPatterns': [{'diskType': largest}]}})
            for number in range(count):
                create_volume(self, {
                    'name': f'vol{number:05d}', 'cpg': 'SimCPG',
                    'sizeMiB': 1024 * (1 + number % 64), 'tpvv': True})
