"""Metadata of volumes: keys and values that programs leave there."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from hpe3parclient import error_codes, exceptions
from hpe3parclient.resources.base import Resource, path
from hpe3parclient.web.redact import conceal

if TYPE_CHECKING:
    from hpe3parclient.types import MetaData, MetaDataList
    from hpe3parclient.web.decode import Headers

_EXISTENT_OBJECT_KEY = error_codes.number_of('EXISTENT_OBJECT_KEY')


class MetaDataResource(Resource):
    """Methods about the metadata of volumes."""

    def setVolumeMetaData(self, name: str, key: str, value: str) -> Headers:
        """Set a metadata key of a volume, whether it exists or not.

        :param name: name of the volume
        :param key: up to 31 characters, none of ``! @ # $ % & ^``
        :param value: up to 31 characters, none of those either
        :returns: the headers of the answer
        :raises HTTPNotFound: NON_EXISTENT_VOL (23)
        :raises HTTPBadRequest: INV_INPUT_EXCEEDS_LENGTH (57),
            INV_INPUT_MISSING_REQUIRED (40), INV_INPUT_UNREC_NAME (42),
            INV_INPUT_ILLEGAL_CHAR (69)

        Source: POST /volumes/<name>/objectKeyValues; where the key is there,
        PUT /volumes/<name>/objectKeyValues/<key>.
        """
        if key in ('.', '..'):
            raise exceptions.InvalidInput(
                f'key cannot be {key!r}: it could be set, but never be read')
        value = conceal({'key': key, 'value': value})['value']
        try:
            headers, _ = self._post_full(
                path('volumes', name, 'objectKeyValues'),
                {'key': key, 'value': value})
        except exceptions.HTTPConflict as ex:
            if ex.get_code() != _EXISTENT_OBJECT_KEY:
                raise
            headers, _ = self._put_full(
                path('volumes', name, 'objectKeyValues', key),
                {'value': value})
        return headers

    def getVolumeMetaData(self, name: str, key: str) -> MetaData:
        """Return a metadata key of a volume.

        :param name: name of the volume
        :param key: the key
        :returns: dict with ``key``, ``value``, ``creationTimeSec`` and
            ``creationTime8601``
        :raises HTTPNotFound: NON_EXISTENT_VOL (23), NON_EXISTENT_OBJECT_KEY
            (180)
        :raises HTTPBadRequest: INV_INPUT_ILLEGAL_CHAR (69)

        Source: GET /volumes/<name>/objectKeyValues/<key>.
        """
        return cast('MetaData', self._get(
            path('volumes', name, 'objectKeyValues', key)))

    def getAllVolumeMetaData(self, name: str) -> MetaDataList:
        """Return all metadata keys of a volume.

        :param name: name of the volume
        :returns: ``{'total': n, 'members': [...]}``, members as
            :meth:`getVolumeMetaData` returns them
        :raises HTTPNotFound: NON_EXISTENT_VOL (23)

        Source: GET /volumes/<name>/objectKeyValues.
        """
        return cast('MetaDataList', self._list(
            path('volumes', name, 'objectKeyValues')))

    def removeVolumeMetaData(self, name: str, key: str) -> None:
        """Remove a metadata key from a volume.

        :param name: name of the volume
        :param key: the key
        :raises HTTPNotFound: NON_EXISTENT_VOL (23), NON_EXISTENT_OBJECT_KEY
            (180)
        :raises HTTPBadRequest: INV_INPUT_ILLEGAL_CHAR (69)

        Source: DELETE /volumes/<name>/objectKeyValues/<key>.
        """
        self._delete(path('volumes', name, 'objectKeyValues', key))

    def findVolumeMetaData(self, name: str, key: str, value: str) -> bool:
        """Return whether a metadata key of a volume has a value.

        It raises nothing: a program that has to tell "no" from "could not
        ask" uses :meth:`getVolumeMetaData`.

        :param name: name of the volume
        :param key: the key
        :param value: the value it should have
        :returns: True when it has; False when it has another, when there is
            no such key or volume, or when the array could not be asked

        Source: GET /volumes/<name>/objectKeyValues/<key>.
        """
        try:
            return self.getVolumeMetaData(name, key).get('value') == value
        except exceptions.ClientException:
            return False
