"""The array itself: system information, web service, capacity."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, cast

from hpe3parclient.resources.base import Resource
from hpe3parclient.resources.validation import needed

if TYPE_CHECKING:
    from hpe3parclient.types import (
        Capacity,
        StorageSystem,
        WsApiConfiguration,
        WsApiVersion,
    )

#: OS 3.2.1, the first with deduplicated volumes
_DEDUP_BUILD = 30201120


class SystemResource(Resource):
    """Methods about the array as a whole."""

    #: what the array said it is; None until it is asked
    _model: str | None = None
    #: whether the array filters VLUNs
    vlun_query_supported: bool
    #: whether the array knows compressed volumes; True until it is asked
    compression_supported: bool
    #: whether the array is a Primera or Alletra; False until it is asked
    primera_supported: bool

    _version_known = False
    _dedup_supported = True

    def getWsApiVersion(self) -> WsApiVersion:
        """Return the version of the array's web service.

        Works before login where the array allows it (3PAR, Primera), and
        with the session where it demands one (Alletra MP). What the client
        knows of the array's generation is brought up to date.

        :returns: ``{'major': 1, 'minor': 6, 'revision': 3, 'build':
            30301215}``; ``build`` is the release of the array's OS
        :raises HTTPForbidden: INV_SESS_KEY (6), the array wants a login
            first and there was none

        Source: GET /api.
        """
        version = self._get(self.http.version_url)
        self._learn(version)
        return cast('WsApiVersion', version)

    def is_primera_array(self) -> bool:
        """Return whether the array is a Primera or Alletra; sends nothing.

        :returns: False for a 3PAR, and until the version is known: call
            :meth:`getWsApiVersion` first
        """
        return bool(self.primera_supported)

    def _learn(self, version: Mapping[str, Any]) -> None:
        """Remember what a version implies; an answer without build implies nothing."""
        build = version.get('build')
        if not isinstance(build, int) or isinstance(build, bool):
            return
        numbers = [
            0 if version.get(part) is None else needed(version, part, int)
            for part in ('major', 'minor', 'revision')]
        self._version_known = True
        self.primera_supported = \
            build >= self.HPE3PAR_WS_PRIMERA_MIN_BUILD_VERSION
        self.vlun_query_supported = \
            build >= self.HPE3PAR_WS_MIN_BUILD_VERSION_VLUN_QUERY
        self._dedup_supported = build >= _DEDUP_BUILD
        self.compression_supported = numbers >= [
            int(part) for part in
            self.WSAPI_MIN_VERSION_COMPRESSION_SUPPORT.split('.')]

    def getStorageSystemInfo(self) -> StorageSystem:
        """Return the array's name, model, serial number, nodes and capacity.

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
        """Return the configuration of the web service and its number of sessions.

        :returns: dict with ``httpState``, ``httpPort``, ``httpsState``,
            ``httpsPort``, ``version``, ``sessionsInUse`` and
            ``systemResourceUsage``, the highest number of sessions
        :raises HTTPInternalServerError: INT_SERV_ERR (1)

        Source: GET /wsapiconfiguration.
        """
        return cast('WsApiConfiguration', self._get('/wsapiconfiguration'))

    def getOverallSystemCapacity(self) -> Capacity:
        """Return the capacity of the array, in total and by disk type, in MiB.

        :returns: dict with ``allCapacity``, ``FCCapacity``, ``NLCapacity``
            and ``SSDCapacity``; each has ``totalMiB``, ``freeMiB``,
            ``failedCapacityMiB`` and ``allocated``, which shows what the
            rest is used for
        :raises HTTPBadRequest: OTHER (29)

        Source: GET /capacity.
        """
        return cast('Capacity', self._get('/capacity'))
