"""The array itself: versions, system information, capacity."""

from __future__ import annotations

from hpe3parclient.resources.base import JSON, Resource


class SystemResource(Resource):
    """Methods about the array as a whole."""

    def getWsApiVersion(self) -> JSON:
        """What the array's web service is.

        Works before login where the array allows it (3PAR, Primera), and
        with the session where it demands one (Alletra MP).

        :returns: ``{'major': 1, 'minor': 6, 'revision': 3, 'build':
            30301215}``; ``build`` is the release of the array's OS
        :raises HTTPForbidden: INV_SESS_KEY (6), the array wants a login
            first and there was none

        Source: GET /api.
        """
        return self._get(self.http.version_url)

    def getStorageSystemInfo(self) -> JSON:
        """Name, model, serial number, nodes and capacity of the array.

        :returns: dict with ``name``, ``model``, ``serialNumber``,
            ``systemVersion``, ``totalNodes``, ``totalCapacityMiB``,
            ``freeCapacityMiB`` and more; from OS 3.2.2 on ``licenseInfo``
            and ``parameters``
        :raises HTTPInternalServerError: INT_SERV_ERR (1)

        Source: GET /system.
        """
        return self._get('/system')

    def getWSAPIConfigurationInfo(self) -> JSON:
        """How the web service is set up, and how many sessions it has.

        :returns: dict with ``httpState``, ``httpPort``, ``httpsState``,
            ``httpsPort``, ``version``, ``sessionsInUse`` and
            ``systemResourceUsage``, the highest number of sessions
        :raises HTTPInternalServerError: INT_SERV_ERR (1)

        Source: GET /wsapiconfiguration.
        """
        return self._get('/wsapiconfiguration')

    def getOverallSystemCapacity(self) -> JSON:
        """Capacity of the array, in all and by disk type, in MiB.

        :returns: dict with ``allCapacity``, ``FCCapacity``, ``NLCapacity``
            and ``SSDCapacity``; each has ``totalMiB``, ``freeMiB``,
            ``failedCapacityMiB`` and ``allocated``, which tells what the
            rest is used for
        :raises HTTPBadRequest: OTHER (29)

        Source: GET /capacity.
        """
        return self._get('/capacity')
