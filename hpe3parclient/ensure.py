"""Make the array so: look, compare, and change what differs.

The methods ``ensure…`` of the client come here. Each looks at the array
first, so that calling it again, after an answer was lost say, changes nothing
that is right already. Whatever cannot be changed without risk to data is
refused before anything is changed.

This module knows what is compared and how a difference is mended; requests
are sent by the methods of the client.
"""

from __future__ import annotations

import functools
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any, Callable, NamedTuple, TypedDict

from hpe3parclient import describe, error_codes, exceptions, options
from hpe3parclient.constants import Constants
from hpe3parclient.members import nearest_to
from hpe3parclient.query import Q
from hpe3parclient.resources.base import members, names, whole_number
from hpe3parclient.resources.ports import nsp_of, position

if TYPE_CHECKING:
    from hpe3parclient.resources.cpgs import CPGResource
    from hpe3parclient.resources.generation import Generation
    from hpe3parclient.resources.hosts import HostResource
    from hpe3parclient.resources.hostsets import HostSetResource
    from hpe3parclient.resources.metadata import MetaDataResource
    from hpe3parclient.resources.vluns import VLUNResource
    from hpe3parclient.resources.volumes import VolumeResource
    from hpe3parclient.resources.volumesets import VolumeSetResource
    from hpe3parclient.types import VLUN, PortPos

    class Client(VolumeResource, MetaDataResource, VolumeSetResource,
                 CPGResource, HostResource, HostSetResource, VLUNResource):
        """As much of a client as making things so takes."""

#: what sizes of volumes are rounded up to, MiB
_STEP = 256

#: by how much, MiB, the array may round up what a volume grows by
_CHUNKLET = 1024

#: provisioningType of a volume
_FULL, _THIN, _REDUCED = 1, 2, 6

#: compressionState of a compressed volume of a 3PAR
_COMPRESSED = 1

#: how the array says that there is none
_NONE_YET = {
    kind: error_codes.number_of(symbol) for kind, symbol in (
        ('volume', 'NON_EXISTENT_VOL'), ('host', 'NON_EXISTENT_HOST'),
        ('CPG', 'NON_EXISTENT_CPG'), ('volume set', 'NON_EXISTENT_SET'),
        ('host set', 'NON_EXISTENT_SET'))}

_SET = ('EXISTENT_SET', 'NON_EXISTENT_SET', 'MEMBER_IN_SET',
        'MEMBER_NOT_IN_SET')

#: how the array says that somebody changed the object since the look; of
#: exports, newer arrays say so with OTHER
_MEANWHILE = {
    kind: {error_codes.number_of(symbol) for symbol in symbols}
    for kind, symbols in (
        ('volume', ('EXISTENT_VOL', 'NON_EXISTENT_VOL')),
        ('host', ('EXISTENT_HOST', 'NON_EXISTENT_HOST', 'EXISTENT_PATH',
                  'NON_EXISTENT_PATH')),
        ('CPG', ('EXISTENT_CPG', 'NON_EXISTENT_CPG')),
        ('volume set', _SET), ('host set', _SET),
        ('export', ('EXISTENT_LUN', 'OTHER')))}


class Ensured(TypedDict):
    """What an ``ensure…`` method did."""

    name: str
    """Name of the object; of an export, volume, LUN and host."""

    changed: bool
    """Whether something was changed, or would be with ``dryRun``."""

    done: list[str]
    """A sentence for each change, in their order; empty where everything was
    so already."""


class Plan:
    """The changes that make one object so, and what cannot be changed."""

    def __init__(self, kind: str, name: str) -> None:
        self.kind = kind
        self.name = name
        self.changes: list[tuple[str, Callable[[], Any]]] = []
        self.done: list[str] = []
        self.conflicts: list[str] = []

    def change(self, text: str, call: Callable[[], Any]) -> None:
        """Add a change and what is said of it."""
        self.changes.append((text, call))

    def conflict(self, member: str, actual: Any, expected: Any,
                 advice: str) -> None:
        """Add a difference that is not mended."""
        self.conflicts.append('%s is %s, not %s: %s' % (
            member, describe.value(actual), describe.value(expected), advice))

    def run(self, dry_run: bool) -> Ensured:
        """Make the changes, unless something cannot be changed.

        :raises EnsureConflict: something cannot; nothing was changed
        """
        if self.conflicts:
            raise exceptions.EnsureConflict(
                f'{self.kind} {self.name}: ' + '; '.join(self.conflicts))
        for text, call in self.changes:
            if not dry_run:
                result = call()
                if self.kind == 'export':
                    self.name = result      # the LUN is known now
            self.done.append(text)
        return {'name': self.name, 'changed': bool(self.done),
                'done': self.done}


def carried_out(make: Callable[[], Plan], dry_run: bool) -> Ensured:
    """Carry a plan out; look once more if somebody was faster."""
    plan = make()
    try:
        return plan.run(dry_run)
    except (exceptions.HTTPConflict, exceptions.HTTPBadRequest,
            exceptions.HTTPNotFound) as error:
        if error.code is None or error.code not in _MEANWHILE[plan.kind]:
            raise
    rest = make()
    rest.done = plan.done
    return rest.run(dry_run)


def current(kind: str, get: Callable[[str], Any], name: str) -> Any:
    """Return an object; None if there is none."""
    try:
        return get(name)
    except exceptions.HTTPNotFound as error:
        if error.code not in (None, _NONE_YET[kind]):
            raise
    return None


def known(optional: Any, allowed: type, what: str = 'optional'
          ) -> dict[str, Any]:
    """Return a copy of members that can be compared.

    :raises InvalidInput: no dict, or a member that is not known
    """
    given = {} if optional is None else members(optional, what)
    for name in given:
        if name not in allowed.__annotations__:
            nearest = nearest_to(str(name), allowed.__annotations__)
            raise exceptions.InvalidInput(
                f'{what} has a member {describe.value(name)} that cannot be '
                'compared' + (f'; did you mean {nearest}?' if nearest else ''))
    return given


# -- volumes ------------------------------------------------------------------

#: limits of a volume, and what removes each
_LIMITS = {
    'ssSpcAllocWarningPct': 'rmSsSpcAllocWarning',
    'ssSpcAllocLimitPct': 'rmSsSpcAllocLimit',
    'usrSpcAllocWarningPct': 'rmUsrSpcAllocWarning',
    'usrSpcAllocLimitPct': 'rmUsrSpcAllocLimit'}


def plan_volume(client: Client, generation: Generation, name: str, cpg: str,
                size: int, optional: Any) -> Plan:
    """Plan what makes a volume so."""
    given = known(optional, options.VolumeOptions)
    size = whole_number(size, 'sizeMiB')
    plan = Plan('volume', name)
    volume = current('volume', client.getVolume, name)
    if volume is None:
        plan.change(f'created volume {name} of {size} MiB in CPG {cpg}',
                    lambda: client.createVolume(name, cpg, size, given))
        return plan
    given = members(generation.provisioning(given) or {}, 'optional')
    _check_volume(plan, volume, cpg, given)
    _plan_size(client, plan, volume, size)
    _plan_members(client, generation, plan, volume, given)
    _plan_metadata(client, plan, given.get('objectKeyValues') or [])
    return plan


def _check_volume(plan: Plan, volume: Mapping[str, Any], cpg: str,
                  given: Mapping[str, Any]) -> None:
    """Note what cannot be changed by itself."""
    if volume.get('copyType') == 3:
        plan.conflict('copyOf', volume.get('copyOf'), None,
                      'it is a snapshot; delete it or choose another name')
        return
    if volume.get('userCPG') != cpg:
        plan.conflict('userCPG', volume.get('userCPG'), cpg,
                      'tuneVolume moves data')
    expected = _provisioning_type(given)
    if expected not in (None, volume.get('provisioningType')):
        plan.conflict('provisioningType', volume.get('provisioningType'),
                      expected, 'tuneVolume converts volumes')
    if 'compression' in given and given['compression'] != (
            volume.get('compressionState') == _COMPRESSED):
        plan.conflict('compression', not given['compression'],
                      given['compression'], 'tuneVolume converts volumes')
    if given.get('id', -1) not in (-1, volume['id']):
        plan.conflict('id', volume['id'], given['id'], 'it cannot be changed')


def _provisioning_type(given: Mapping[str, Any]) -> int | None:
    """Return the provisioningType that is requested; None for any."""
    if given.get('tdvv') or given.get('reduce'):
        return _REDUCED
    if given.get('tpvv'):
        return _THIN
    return _FULL if 'tpvv' in given else None


def _plan_size(client: Client, plan: Plan,
               volume: Mapping[str, Any], size: int) -> None:
    """Grow the volume, or note that it would have to shrink."""
    rounded = -(-size // _STEP) * _STEP
    actual = volume['sizeMiB']
    if actual < rounded:
        plan.change(f'grew volume {plan.name} from {actual} to {rounded} MiB',
                    lambda: client.growVolume(plan.name, rounded - actual))
    elif actual >= rounded + _CHUNKLET:
        plan.conflict('sizeMiB', actual, size, 'a volume cannot shrink')


def _plan_members(client: Client, generation: Generation, plan: Plan,
                  volume: Mapping[str, Any], given: Mapping[str, Any]) -> None:
    """Change comment, CPG for snapshots, limits and policies."""
    changes: dict[str, Any] = {}
    if given.get('comment', '') != volume.get('comment', '') \
            and 'comment' in given:
        changes['comment'] = given['comment']
    # Newest arrays take snapshots' space from userCPG and name no snapCPG.
    if given.get('snapCPG') not in (
            None, volume.get('snapCPG', volume.get('userCPG')
                             if generation.is_primera() else None)):
        changes['snapCPG'] = given['snapCPG']
    for name, remove in _LIMITS.items():
        expected, actual = given.get(name, -1), volume.get(name, 0)
        if expected >= 0 and expected != actual:
            changes.update({name: expected} if expected else {remove: True})
    actual_policies: Mapping[str, Any] = volume.get('policies') or {}
    expected_policies: Mapping[str, Any] = given.get('policies') or {}
    policies = {name: value for name, value in expected_policies.items()
                if value != actual_policies.get(name, False)}
    if policies:
        changes['policies'] = policies
    if changes:
        plan.change(f'changed volume {plan.name}: {_listed(changes)}',
                    lambda: client.modifyVolume(plan.name, changes))


def _plan_metadata(client: Client, plan: Plan,
                   pairs: Iterable[Mapping[str, str]]) -> None:
    """Set keys of metadata that have another value."""
    expected = {pair['key']: pair['value'] for pair in pairs}
    if not expected:
        return
    actual = {item.get('key'): item.get('value') for item in
              client.getAllVolumeMetaData(plan.name)['members']}
    for key, value in expected.items():
        if actual.get(key) != value:
            plan.change(
                f'set metadata {key} of volume {plan.name}', functools.partial(
                    client.setVolumeMetaData, plan.name, key, value))


def _listed(changes: Mapping[str, Any]) -> str:
    """Return what is changed, for people."""
    return ', '.join(f'{name} {value!r}' for name, value in changes.items())


# -- hosts --------------------------------------------------------------------


#: initiators of a host: what they are called in a change; in which list the
#: host has them, and the member of that list
_PATHS = {'iSCSINames': ('iSCSIPaths', 'name'), 'FCWWNs': ('FCPaths', 'wwn'),
          'NQN': ('NVMETCPPaths', 'NQN')}


def initiators(iscsi: Iterable[str] | None, wwns: Iterable[str] | None,
               nqn: str | None) -> dict[str, list[str]]:
    """Return the initiators of a host by kind, read once."""
    return {'iSCSINames': listed(iscsi, 'iscsiNames'),
            'FCWWNs': listed(wwns, 'FCWwns'),
            'NQN': names([nqn], 'nqn') if nqn else []}


def listed(values: Iterable[str] | None, what: str) -> list[str]:
    """Return a list of str; None is an empty one."""
    return [] if values is None else names(values, what)


def plan_host(client: Client, name: str, paths: Mapping[str, list[str]],
              optional: Any, exact: bool) -> Plan:
    """Plan what makes a host so."""
    given = known(optional, options.HostOptions)
    paths = _with_optional(paths, given)
    plan = Plan('host', name)
    host = current('host', client.getHost, name)
    if host is None:
        _plan_new_host(client, plan, paths, given)
        return plan
    if given.get('domain') not in (None, host.get('domain')):
        plan.conflict('domain', host.get('domain'), given['domain'],
                      'it cannot be changed')
    _plan_paths(client, plan, host, paths, exact)
    changes: dict[str, Any] = {}
    if given.get('persona', 0) > 0 and given['persona'] != host.get('persona'):
        changes['persona'] = given['persona']
    actual: Mapping[str, Any] = host.get('descriptors') or {}
    expected: Mapping[str, Any] = given.get('descriptors') or {}
    descriptors = {key: value for key, value in expected.items()
                   if value != actual.get(key, '')}
    if descriptors:
        changes['descriptors'] = descriptors
    if changes:
        plan.change(f'changed host {name}: {_listed(changes)}',
                    lambda: client.modifyHost(name, changes))
    return plan


def _with_optional(paths: Mapping[str, list[str]],
                   given: dict[str, Any]) -> dict[str, list[str]]:
    """Return all initiators; those of ``optional`` are taken out of it."""
    result = {kind: list(items) for kind, items in paths.items()}
    for kind in ('iSCSINames', 'FCWWNs'):
        result[kind] += listed(given.pop(kind, None), kind)
    if given.get('NQN'):
        result['NQN'] += names([given.pop('NQN')], 'NQN')
    return result


def _plan_new_host(client: Client, plan: Plan,
                   paths: Mapping[str, list[str]],
                   given: Mapping[str, Any]) -> None:
    """Create a host; the array takes one kind of initiators at first."""
    _check_initiators(client, plan, paths)
    first = next((kind for kind, items in paths.items() if items), None)
    own = {kind: items if kind == first else []
           for kind, items in paths.items()}
    plan.change(f'created host {plan.name}', lambda: client.createHost(
        plan.name, own['iSCSINames'], own['FCWWNs'],
        next(iter(own['NQN']), None), given))
    for kind, items in paths.items():
        if items and kind != first:
            _plan_path(client, plan, 'added', client.HOST_EDIT_ADD, kind, items)


def _check_initiators(client: Client, plan: Plan,
                      paths: Mapping[str, list[str]]) -> None:
    """Note initiators that belong to another host."""
    members_of = {'iSCSINames': Q.iSCSIPaths.name, 'FCWWNs': Q.FCPaths.wwn,
                  'NQN': Q.NVMETCPPaths.NQN}
    terms = [members_of[kind].isin(items)
             for kind, items in paths.items() if items]
    if not terms:
        return
    query = terms[0]
    for term in terms[1:]:
        query = query | term
    for host in client.iterHosts(query):
        other = host.get('name')
        if other in (None, plan.name):
            continue        # without a name, an initiator that has no host
        actual = _initiators(host)
        for kind, items in paths.items():
            theirs = {_same(kind, item) for item in actual[kind]}
            plan.conflicts += [
                f'{item} belongs to host {other}: remove it there first'
                for item in items if _same(kind, item) in theirs]


def _initiators(host: Mapping[str, Any]) -> dict[str, list[str]]:
    """Return the initiators of a host, each one once, by kind."""
    return {kind: _distinct(host, where, member)
            for kind, (where, member) in _PATHS.items()}


def _distinct(host: Mapping[str, Any], paths: str, member: str) -> list[str]:
    return list(dict.fromkeys(
        path[member] for path in host.get(paths) or () if member in path))


def _same(kind: str, initiator: str) -> str:
    """Return an initiator in the form that is compared."""
    return initiator.replace(':', '').upper() if kind == 'FCWWNs' \
        else initiator


def _plan_paths(client: Client, plan: Plan, host: Mapping[str, Any],
                expected: Mapping[str, list[str]], exact: bool) -> None:
    """Add initiators; remove others if the list is exact."""
    actual = _initiators(host)
    missing = {kind: _without(kind, items, actual[kind])
               for kind, items in expected.items()}
    _check_initiators(client, plan, missing)
    for kind, items in expected.items():
        others = _without(kind, actual[kind], items) if exact else []
        for verb, operation, changed in (
                ('added', client.HOST_EDIT_ADD, missing[kind]),
                ('removed', client.HOST_EDIT_REMOVE, others)):
            if changed:
                _plan_path(client, plan, verb, operation, kind, changed)


def _without(kind: str, items: Iterable[str],
             others: Iterable[str]) -> list[str]:
    """Return the initiators that are not among others."""
    known = {_same(kind, item) for item in others}
    return [item for item in items if _same(kind, item) not in known]


def _plan_path(client: Client, plan: Plan, verb: str, operation: int,
               kind: str, items: list[str]) -> None:
    """Add or remove initiators of one kind; NQNs go one at a time."""
    values: list[Any] = list(items) if kind == 'NQN' else [items]
    for value in values:
        body: dict[str, Any] = {'pathOperation': operation, kind: value}
        plan.change(f'{verb} paths of host {plan.name}: {value}',
                    functools.partial(client.modifyHost, plan.name, body))


# -- exports ------------------------------------------------------------------


def plan_export(client: Client, volume: str, host: str | None,
                lun: int | None, port: Any, further: Mapping[str, Any]
                ) -> Plan:
    """Plan what exports a volume."""
    expected = None if port is None else position(port)
    target = ','.join([host or '', *(
        [nsp_of(position(port))] if port is not None else [])])
    exports = _exports(client, [volume], host, expected)
    if not exports and volume.startswith('set:'):
        exports = _exports_of_set(client, volume[4:], host, expected)
    luns = sorted({vlun['lun'] for vlun in exports if 'lun' in vlun})
    shown = luns[0] if lun is None and luns else 'auto' if lun is None else lun
    plan = Plan('export', f'{volume},{shown},{target}')
    if luns and lun not in (None, *luns):
        plan.conflict('lun', luns[0], lun,
                      'the host would lose the volume for a moment; '
                      'deleteVLUN first')
    elif not luns:
        plan.change(
            f'exported {volume} to {target.strip(",")}, LUN {shown}',
            lambda: client.createVLUN(volume, lun, host, port,
                                      auto=lun is None, **further))
    return plan


def _exports(client: Client, volumes: list[str], host: str | None,
             port: PortPos | None) -> list[VLUN]:
    """Return the exports of volumes to a host, or on a port."""
    return [vlun for vlun in client.iterVLUNs(Q.volumeName.isin(volumes))
            if vlun.get('hostname') == host and
            _is_export(vlun, port, client.VLUN_TYPE_HOST)]


def _exports_of_set(client: Client, name: str, host: str | None,
                    port: PortPos | None) -> list[VLUN]:
    """Return the exports of a set's volumes, if all of them are exported.

    The newest arrays list an export of a set as one of each of its volumes.
    """
    volumes = client.getVolumeSet(name).get('setmembers') or []
    exports = _exports(client, volumes, host, port) if volumes else []
    exported = {vlun.get('volumeName') for vlun in exports}
    return exports if set(volumes) <= exported else []


def _is_export(vlun: Mapping[str, Any], port: PortPos | None,
               to_a_host: int) -> bool:
    """Return whether a VLUN is an export, or what a host sees of one."""
    if vlun.get('active') and port is None:
        return bool(vlun.get('type') == to_a_host)
    return vlun.get('portPos') == port


# -- CPGs ---------------------------------------------------------------------

#: limits of a CPG: what they are called when read, and what removes each
_GROWTH = {
    'growthIncrementMiB': ('incrementMiB', None),
    'growthLimitMiB': ('limitMiB', 'rmGrowthLimit'),
    'usedLDWarningAlertMiB': ('warningMiB', 'rmWarningAlert')}


def plan_cpg(client: Client, generation: Generation, name: str,
             optional: Any) -> Plan:
    """Plan what makes a CPG so."""
    given = known(optional, options.CPGOptions)
    plan = Plan('CPG', name)
    cpg = current('CPG', client.getCPG, name)
    if cpg is None:
        plan.change(f'created CPG {name}',
                    lambda: client.createCPG(name, given))
        return plan
    given = members(generation.layout(given) or {}, 'optional')
    if given.get('domain') not in (None, cpg.get('domain')):
        plan.conflict('domain', cpg.get('domain'), given['domain'],
                      'it cannot be changed')
    growth: Mapping[str, Any] = cpg.get('SDGrowth') or {}
    changes: dict[str, Any] = {}
    for member, (read, remove) in _GROWTH.items():
        expected, actual = given.get(member, -1), growth.get(read, 0)
        if expected > 0 and expected != actual:
            changes[member] = expected
        elif expected == 0 and actual and remove:
            changes[remove] = True
    layout: Mapping[str, Any] = given.get('LDLayout') or {}
    actual_layout: Mapping[str, Any] = growth.get('LDLayout') or {}
    if any(value != actual_layout.get(key) for key, value in layout.items()):
        changes['LDLayout'] = layout
    if changes:
        plan.change(f'changed CPG {name}: {_listed(changes)}',
                    lambda: client.modifyCPG(name, changes))
    return plan


# -- volume sets and host sets ------------------------------------------------


class SetMethods(NamedTuple):
    """The client's methods for one kind of sets."""

    get: Callable[[str], Any]
    create: Callable[..., Any]
    modify: Callable[..., Any]


def plan_volume_set(client: Client, name: str, domain: str | None,
                    comment: str | None, expected: list[str],
                    exact: bool) -> Plan:
    """Plan what makes a volume set so."""
    return _plan_set(Plan('volume set', name), SetMethods(
        client.getVolumeSet, client.createVolumeSet, client.modifyVolumeSet),
        domain, comment, expected, exact)


def plan_host_set(client: Client, name: str, domain: str | None,
                  comment: str | None, expected: list[str],
                  exact: bool) -> Plan:
    """Plan what makes a host set so."""
    return _plan_set(Plan('host set', name), SetMethods(
        client.getHostSet, client.createHostSet, client.modifyHostSet),
        domain, comment, expected, exact)


def _plan_set(plan: Plan, methods: SetMethods, domain: str | None,
              comment: str | None, expected: list[str], exact: bool) -> Plan:
    kind, name = plan.kind, plan.name
    object_set = current(kind, methods.get, name)
    if object_set is None:
        plan.change(f'created {kind} {name} of {expected}',
                    lambda: methods.create(
                        name, domain, comment, expected or None))
        return plan
    if domain not in (None, object_set.get('domain')):
        plan.conflict('domain', object_set.get('domain'), domain,
                      'it cannot be changed')
    if comment not in (None, object_set.get('comment', '')):
        plan.change(f'changed {kind} {name}: comment {comment!r}',
                    lambda: methods.modify(name, comment=comment))
    actual: list[str] = object_set.get('setmembers') or []
    for verb, action, items in (
            ('added to', Constants.SET_MEM_ADD,
             [item for item in expected if item not in actual]),
            ('removed from', Constants.SET_MEM_REMOVE,
             [item for item in actual if exact and item not in expected])):
        if items:
            plan.change(f'{verb} {kind} {name}: {items}', functools.partial(
                methods.modify, name, action, setmembers=items))
    return plan
