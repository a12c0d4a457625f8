"""The array itself: system information, web service, capacity."""

from __future__ import annotations

from typing import TYPE_CHECKING, Optional, cast

from hpe3parclient.resources.base import Resource

if TYPE_CHECKING:
    from hpe3parclient.types import Capacity, StorageSystem, WsApiConfiguration


class SystemResource(Resource):
    """Methods about the array as a whole."""

    #: what the array said it is; None until it is asked
    _model: Optional[str] = None

    def getStorageSystemInfo(self) -> StorageSystem:
        """Name, model, serial number, nodes and capacity of the array.

        :returns: dict with ``name``, ``model``, ``serialNumber``,
            ``systemVersion``, ``totalNodes``, ``totalCapacityMiB``,
            ``freeCapacityMiB`` and more; from OS 3.2.2 on ``licenseInfo``
            and ``parameters``
        :raises HTTPInternalServerError: INT_SERV_ERR (1)

        Source: GET /system.
        """
        system = self._get('/system')
        self._model = system.get('model')
        return cast('StorageSystem', system)

    def getWSAPIConfigurationInfo(self) -> WsApiConfiguration:
        """How the web service is set up, and how many sessions it has.

        :returns: dict with ``httpState``, ``httpPort``, ``httpsState``,
            ``httpsPort``, ``version``, ``sessionsInUse`` and
            ``systemResourceUsage``, the highest number of sessions
        :raises HTTPInternalServerError: INT_SERV_ERR (1)

        Source: GET /wsapiconfiguration.
        """
        return cast('WsApiConfiguration', self._get('/wsapiconfiguration'))

    def getOverallSystemCapacity(self) -> Capacity:
        """Capacity of the array, in all and by disk type, in MiB.

        :returns: dict with ``allCapacity``, ``FCCapacity``, ``NLCapacity``
            and ``SSDCapacity``; each has ``totalMiB``, ``freeMiB``,
            ``failedCapacityMiB`` and ``allocated``, which tells what the
            rest is used for
        :raises HTTPBadRequest: OTHER (29)

        Source: GET /capacity.
        """
        return cast('Capacity', self._get('/capacity'))
