"""Which generation of array this is, and what differs for a request.

An array's build number says it: 3PAR before 4.2.0, Primera and Alletra from
then on. It is asked for once, at the first request whose members depend on
it. This module knows the differences in members; it makes no request of its
own but the one for the version.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Callable, NamedTuple

from hpe3parclient import error_codes, exceptions
from hpe3parclient.narrowing import is_mapping
from hpe3parclient.resources.base import Resource

if TYPE_CHECKING:
    from hpe3parclient.options import Members

#: what a CPG's layout cannot be asked for on Primera and Alletra, which
#: choose it themselves
_CHOSEN_BY_PRIMERA = ('RAIDType', 'setSize')


class Generation(NamedTuple):
    """What other modules may ask a client about the generation of its array."""

    is_primera: Callable[[], bool]
    #: converts the members of a new volume
    provisioning: Callable[[Members], Members]
    #: converts the members of a new CPG
    layout: Callable[[Members], Members]


class GenerationResource(Resource):
    """The base of resources whose requests depend on the generation."""

    #: whether the array filters VLUNs
    vlun_query_supported: bool
    #: whether the array knows compressed volumes; True until it is asked
    compression_supported: bool
    #: whether the array is a Primera or Alletra; False until it is asked
    primera_supported: bool

    _version_known = False
    _dedup_supported = True

    def _generation(self) -> Generation:
        return Generation(self._on_primera, self._provisioning, self._layout)

    def _on_primera(self) -> bool:
        """Return whether this is a Primera or Alletra; ask the array if need be.

        A program may say so itself by writing ``primera_supported``.
        """
        if not self._version_known and not self.primera_supported:
            self.getWsApiVersion()
            self._version_known = True
        return self.is_primera_array()

    def _provisioning(self, optional: Members) -> Members:
        """Convert the members of a new volume to what this generation takes.

        3PAR takes ``tdvv`` and ``compression``. Primera and Alletra have
        both only together, as ``reduce``, and want exactly one of ``tpvv``
        and ``reduce``.

        :raises InvalidInput: one of the two alone, on Primera or Alletra
        """
        if not is_mapping(optional) or not (
                {'tdvv', 'compression'} & set(optional)):
            return optional
        if self._on_primera():
            return _reduced(optional)
        # A member the array does not know is refused even if it asks for
        # nothing; one that asks for something is for the array to refuse.
        return _without(optional, [
            name for name, known in (
                ('tdvv', self._dedup_supported),
                ('compression', self.compression_supported))
            if not known and not optional.get(name)])

    def _layout(self, optional: Members) -> Members:
        """Convert the members of a new CPG to what this generation takes.

        Primera and Alletra choose RAID type and set size themselves.
        """
        if not is_mapping(optional):
            return optional
        layout = optional.get('LDLayout')
        if not is_mapping(layout) or not (
                set(_CHOSEN_BY_PRIMERA) & set(layout)):
            return optional
        if not self._on_primera():
            return optional
        kept = _without(layout, _CHOSEN_BY_PRIMERA)
        members = _without(optional, ['LDLayout'])
        return dict(members, LDLayout=kept) if kept else members

    def _conversion(self, optional: Members) -> Members:
        """Convert the members of a tune to what this generation takes.

        Primera and Alletra convert to deduplication and compression at
        once, with an operation of its own.

        :raises InvalidInput: one of the two alone, on Primera or Alletra
        """
        if not is_mapping(optional) or not (
                'compression' in optional or
                optional.get('conversionOperation') == self.TDVV):
            return optional
        if not self._on_primera():
            return optional
        tdvv = optional.get('conversionOperation') in (
            self.TDVV, self.CONVERT_TO_DECO)
        _check_pair(tdvv, optional.get('compression', tdvv))
        members = _without(optional, ['compression'])
        if tdvv:
            members['conversionOperation'] = self.CONVERT_TO_DECO
        return members


def _without(members: Mapping[str, Any], names: Any) -> dict[str, Any]:
    """Return a copy without some members; the caller's dict is not changed."""
    return {name: value for name, value in members.items()
            if name not in names}


def _reduced(optional: Mapping[str, Any]) -> dict[str, Any]:
    """Replace ``tdvv`` and ``compression`` by ``reduce``."""
    members = _without(optional, ['tdvv', 'compression'])
    _check_pair(optional.get('tdvv'), optional.get('compression'))
    if optional.get('tdvv'):
        members['reduce'] = True
        if members.get('tpvv') is False:
            # The array wants one of the two and counts what is there.
            del members['tpvv']
    return members


def _check_pair(tdvv: Any, compression: Any) -> None:
    """Refuse deduplication without compression, and the reverse.

    :raises InvalidInput: deduplication without compression or the reverse
    """
    if bool(tdvv) != bool(compression):
        raise exceptions.InvalidInput(
            {'code': error_codes.number_of('INV_INPUT_PARAM_CONFLICT'),
             'desc': 'a Primera or Alletra deduplicates and compresses '
             'together or not at all: tdvv and compression have to be equal',
             'ref': 'tdvv,compression'})
