"""The web application of an array: every resource, and where it stands.

Knows which class serves which path; the classes know the rest.
"""

from __future__ import annotations

from hpe3parclient.simulator.array import Array
from hpe3parclient.simulator.wsapi.cpgs import CpgRequests
from hpe3parclient.simulator.wsapi.credentials import CredentialRequests
from hpe3parclient.simulator.wsapi.details import (
    PersonaRequests,
    SpaceDistributionRequests,
)
from hpe3parclient.simulator.wsapi.disks import DiskRequests
from hpe3parclient.simulator.wsapi.events import EventLogRequests
from hpe3parclient.simulator.wsapi.filepersona import (
    FileShareRequests,
    FileSnapshotRequests,
    FileStoreRequests,
    FpgRequests,
    QuotaRequests,
    VfsRequests,
)
from hpe3parclient.simulator.wsapi.flashcache import FlashCacheRequests
from hpe3parclient.simulator.wsapi.hosts import HostRequests
from hpe3parclient.simulator.wsapi.metadata import MetadataRequests
from hpe3parclient.simulator.wsapi.optimization import OptimizationRequests
from hpe3parclient.simulator.wsapi.ports import (
    PortDeviceRequests,
    PortRequests,
    SwitchRequests,
)
from hpe3parclient.simulator.wsapi.qos import QosRequests
from hpe3parclient.simulator.wsapi.remotecopy import (
    RemoteCopyGroupRequests,
    RemoteCopyLinkRequests,
    RemoteCopyRequests,
    RemoteCopyTargetRequests,
)
from hpe3parclient.simulator.wsapi.service import (
    Resource,
    Service,
    make_service,
)
from hpe3parclient.simulator.wsapi.sets import (
    HostSetRequests,
    VolumeSetRequests,
)
from hpe3parclient.simulator.wsapi.system import SystemRequests
from hpe3parclient.simulator.wsapi.systemreporter import SystemReporterRequests
from hpe3parclient.simulator.wsapi.tasks import TaskRequests
from hpe3parclient.simulator.wsapi.users import RoleRequests, UserRequests
from hpe3parclient.simulator.wsapi.vluns import VlunRequests
from hpe3parclient.simulator.wsapi.volumes import VolumeRequests


class BaseUrl:
    """The URL links start with, known once the port is."""

    def __init__(self) -> None:
        self.value = ''

    def __call__(self) -> str:
        """The URL as it is now."""
        return self.value


#: Where each resource stands, and who serves it.
RESOURCES: tuple[tuple[str, type[Resource]], ...] = (
    ('credentials', CredentialRequests),
    ('system', SystemRequests),
    ('cpgs', CpgRequests),
    ('volumes', VolumeRequests),
    ('hosts', HostRequests),
    ('hostsets', HostSetRequests),
    ('volumesets', VolumeSetRequests),
    ('vluns', VlunRequests),
    ('tasks', TaskRequests),
    ('disks', DiskRequests),
    ('ports', PortRequests),
    ('portdevices', PortDeviceRequests),
    ('fcswitches', SwitchRequests),
    ('qos', QosRequests),
    ('objectKeyValues', MetadataRequests),
    ('hostpersonas', PersonaRequests),
    ('volumespacedistribution', SpaceDistributionRequests),
    ('remotecopy', RemoteCopyRequests),
    ('remotecopylinks', RemoteCopyLinkRequests),
    ('remotecopytargets', RemoteCopyTargetRequests),
    ('remotecopygroups', RemoteCopyGroupRequests),
    ('flashcache', FlashCacheRequests),
    ('users', UserRequests),
    ('eventlog', EventLogRequests),
    ('roles', RoleRequests),
    ('aoconfigurations', OptimizationRequests),
    ('systemreporter', SystemReporterRequests),
    ('fpgs', FpgRequests),
    ('virtualfileservers', VfsRequests),
    ('filestores', FileStoreRequests),
    ('filestoresnapshots', FileSnapshotRequests),
    ('fileshares', FileShareRequests),
    ('filepersonaquotas', QuotaRequests))


def build_service(array: Array, base_url: BaseUrl) -> Service:
    """The web application of an array."""
    return make_service(array, [kind(array, base_url, path)
                                for path, kind in RESOURCES])
