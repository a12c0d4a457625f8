"""Volumes: showvv in all its forms, removevv.

What makes and changes volumes is in :mod:`.provisioning`.
"""

from __future__ import annotations

from collections.abc import Mapping

from hpe3parclient.simulator.cli import assumptions
from hpe3parclient.simulator.cli.commands import Arguments, Family, Refusal
from hpe3parclient.simulator.cli.context import Context
from hpe3parclient.simulator.cli.listing import Heading, Listing
from hpe3parclient.simulator.cli.reply import Reply
from hpe3parclient.simulator.cli.units import fits
from hpe3parclient.simulator.errors import Refused
from hpe3parclient.simulator.model import vluns
from hpe3parclient.simulator.model.volumes import families
from hpe3parclient.simulator.model.volumes import view as volume_view
from hpe3parclient.simulator.model.volumes.delete import delete_volume
from hpe3parclient.simulator.model.volumes.lookup import find_volume
from hpe3parclient.simulator.state.volumes import Volume

COMMANDS = Family()

_PROVISIONING = {1: 'full', 2: 'tpvv', 3: 'snp', 4: 'peer', 6: 'tdvv',
                 7: 'dds'}
_NONE = 'no vv listed'
_STATES = {volume_view.NORMAL: 'normal', volume_view.DEGRADED: 'degraded',
           volume_view.FAILED: 'failed'}
#: volumeDetailedState as the command line spells it
_DETAILS = {
    8: 'stale', 9: 'copy_failed', 10: 'degraded_avail', 12: 'promoting',
    13: 'copy_target', 14: 'resync_target', 15: 'tuning',
    20: 'copy_source', 22: 'converting'}

_COMMON = (
    '>Id Name Domain Prov Compr Dedup Type CopyOf >BsId Rd State '
    'Detailed_State >Adm_Rsvd_MB >Adm_Used_MB >Adm_Free_MB >Snp_Rsvd_MB '
    '>Snp_Used_MB >Snp_Free_MB >Usr_Rsvd_MB >Usr_Used_MB >Usr_Free_MB '
    '>Adm_RawRsvd_MB >Snp_RawRsvd_MB >Usr_RawRsvd_MB >Tot_RawRsvd_MB '
    '>Tot_Used_MB >Adm_Used_Perc >Tot_Rsvd_MB >VSize_MB >Usr_Used_Perc '
    '>Snp_Used_Perc >Usr_Wrn '
    '>Usr_Lim >Snp_Wrn >Snp_Lim >Compaction >DedupRatio VV_WWN '
    'CreationTime ExpirationTime RetentionEndTime Policies Comment '
    'RcopyGroup RcopyStatus >Udid UUID >Prnt >Mstr >Roch >Rwch >PPrnt '
    '>PBlkRemain Master')
_MORE = f'{_COMMON} UsrCPG SnpCPG'
#: On the newest arrays a volume has one CPG.
_MORE_10 = (f'{_COMMON} CPG >Host_Wrt_MB NGUID ReduceRatio >Fam_Used_MB '
            '>Fam_VSize_MB >Fam_Used_Perc >Thin')
_SUMS = ('Adm_Rsvd_MB Adm_Used_MB Adm_Free_MB Snp_Rsvd_MB Snp_Used_MB '
         'Snp_Free_MB Usr_Rsvd_MB Usr_Used_MB Usr_Free_MB Tot_Rsvd_MB '
         'VSize_MB Host_Wrt_MB Fam_Used_MB Adm_RawRsvd_MB Snp_RawRsvd_MB '
         'Usr_RawRsvd_MB Tot_RawRsvd_MB Tot_Used_MB')
_OLD = 'Type CopyOf >BsId Rd -Detailed_State-'


def _form(columns: str, *headings: Heading, more: str = _MORE,
          sums: str = _SUMS) -> Listing:
    return Listing(columns, more, headings, sums, _NONE)


def _usual(unit: str) -> Listing:
    """3.3 and later: what is reserved beside the size."""
    return _form(
        f'>Id Name Prov Compr Dedup {_OLD} >Usr=Usr_Rsvd_MB '
        '>VSize=VSize_MB', Heading(f'Rsvd({unit})', 'Usr_Rsvd_MB',
                                   'Usr_Rsvd_MB'),
        Heading(f'({unit})', 'VSize_MB', 'VSize_MB'))


_VOLUMES = {
    '3.1': _form(
        f'>Id Name Prov {_OLD} >Adm=Adm_Rsvd_MB >Snp=Snp_Rsvd_MB '
        '>Usr=Usr_Rsvd_MB >VSize=VSize_MB',
        Heading('Rsvd(MB)', 'Adm_Rsvd_MB', 'Usr_Rsvd_MB'),
        Heading('(MB)', 'VSize_MB', 'VSize_MB')),
    '3.3': _usual('MB'), '4': _usual('MiB'),
    '10': _form(f'Id Name Prov Compr Dedup {_OLD} >Rsvd(MiB)=Usr_Rsvd_MB '
                '>VSize(MiB)=VSize_MB', more=_MORE_10)}
_SPACE_COLUMNS = (
    '>Rsvd=Adm_Rsvd_MB >Used=Adm_Used_MB >Rsvd=Snp_Rsvd_MB '
    '>Used=Snp_Used_MB >Used=Snp_Used_Perc >Wrn=Snp_Wrn >Lim=Snp_Lim '
    '>Rsvd=Usr_Rsvd_MB >Used=Usr_Used_MB >Used=Usr_Used_Perc >Wrn=Usr_Wrn '
    '>Lim=Usr_Lim >Tot_Rsvd=Tot_Rsvd_MB >VSize=VSize_MB >Compaction')


def _space(columns: str, unit: str, last: str) -> Listing:
    return _form(
        columns,
        Heading('Adm', 'Adm_Rsvd_MB', 'Adm_Used_MB', level=2),
        Heading('Snp', 'Snp_Rsvd_MB', 'Snp_Lim', level=2),
        Heading('Usr', 'Usr_Rsvd_MB', 'Usr_Lim', level=2),
        Heading(f'({unit})', 'Adm_Rsvd_MB', 'Adm_Used_MB', level=1),
        Heading(f'({unit})', 'Snp_Rsvd_MB', 'Snp_Used_MB', level=1),
        Heading('(% VSize)', 'Snp_Used_Perc', 'Snp_Lim', level=1),
        Heading(f'({unit})', 'Usr_Rsvd_MB', 'Usr_Used_MB', level=1),
        Heading('(% VSize)', 'Usr_Used_Perc', 'Usr_Lim', level=1),
        Heading(f'({unit})', 'Tot_Rsvd_MB', 'VSize_MB', level=1),
        Heading('Capacity Efficiency', 'Compaction', last, level=1))


_SPACES = {
    '3.1': _space(f'>Id Name Prov Type {_SPACE_COLUMNS}', 'MB',
                  'Compaction'),
    '3.2': _space(f'>Id Name Prov Type {_SPACE_COLUMNS} >Dedup=DedupRatio',
                  'MB', 'DedupRatio'),
    '3.3': _space(f'>Id Name Prov Compr Dedup Type {_SPACE_COLUMNS} '
                  '>Dedup=DedupRatio', 'MB', 'DedupRatio'),
    '4': _space(f'>Id Name Prov Compr Dedup Type {_SPACE_COLUMNS} '
                '>Dedup=DedupRatio', 'MiB', 'DedupRatio'),
    '10': _form(
        'Id Name Prov Compr Dedup Type >Used=Usr_Used_MB '
        '>Rsvd=Usr_Rsvd_MB >HostWr=Host_Wrt_MB >VSize=VSize_MB '
        '>Used=Usr_Used_Perc >Wrn=Usr_Wrn >Lim=Usr_Lim >Used=Fam_Used_MB '
        '>VSize=Fam_VSize_MB >Used=Fam_Used_Perc >Thin >Compress=DedupRatio '
        '>Total=ReduceRatio',
        Heading('Branch', 'Usr_Used_MB', 'Usr_Lim', level=2),
        Heading('(MiB)', 'Usr_Used_MB', 'VSize_MB', level=1),
        Heading('(% VSize)', 'Usr_Used_Perc', 'Usr_Lim', level=1),
        Heading('Family', 'Fam_Used_MB', 'Fam_Used_Perc', level=2),
        Heading('(MiB)', 'Fam_Used_MB', 'Fam_VSize_MB', level=1),
        Heading('(% VSize)', 'Fam_Used_Perc', 'Fam_Used_Perc', level=1),
        Heading('Efficiency', 'Thin', 'ReduceRatio', level=1),
        more=_MORE_10)}


def _both(columns: str, ours: str | None = None) -> dict[str, Listing]:
    """A form that differs in what -showcols knows alone."""
    return {'3.1': _form(columns),
            '10': _form(ours or columns, more=_MORE_10)}


_TERMS = '>Id Name Prov Type CopyOf >BsId Rd -Detailed_State-'
#: The forms by the option that chooses them.
_FORMS: Mapping[str, Mapping[str, Listing]] = {
    's': _SPACES, 'space': _SPACES,
    'd': _both('>Id Name Rd >Mstr >Prnt >Roch >Rwch >PPrnt >PBlkRemain '
               '-VV_WWN- -CreationTime- >Udid'),
    'state': _both('>Id Name Prov Type State -Detailed_State-'),
    'pol': _both('>Id Name -Policies-'),
    'cpgalloc': _both('>Id Name Prov Type UsrCPG SnpCPG',
                      '>Id Name Prov Type CPG'),
    'expire': _both(f'{_TERMS} -CreationTime- -ExpirationTime-'),
    'retained': _both(f'{_TERMS} -CreationTime- -RetentionEndTime-'),
    'hist': _both('>Id Name Prov Type >VSize=VSize_MB -CreationTime-')}
_CHOOSE = ' '.join(f'-{name}' for name in _FORMS)
_FILTERS = ('-p -prov <kind> -type <type> -cpg <CPG> -copyof <VV> '
            '-host <host> -domain <domain> -rw -ro -notree -baseonly '
            '-sysvol')


@COMMANDS.add('showvv', f'{_CHOOSE} {_FILTERS}',
              '[<VV_name|pattern|set:vvset>]...', alone=_CHOOSE,
              tables=_VOLUMES)
def showvv(context: Context, given: Arguments) -> Reply:
    """Volumes: states, space, terms, policies."""
    chosen = [volume for volume in context.array.volumes
              if _named(context, volume, given.names)
              and _filtered(context, volume, given)]
    tree = context.generation == '10' and not given.has('notree') \
        and context.show.showcols is None
    rows = [_row(context, volume, 0) for volume in chosen] if not tree \
        else _tree(context, chosen)
    for option, forms in _FORMS.items():
        if given.has(option):
            return context.listing(forms, rows)
    return context.listing(_VOLUMES, rows)


def _named(context: Context, volume: Volume, names: list[str]) -> bool:
    plain = [name for name in names if not name.startswith('set:')]
    sets = [name[4:] for name in names if name.startswith('set:')]
    if names and not plain and not sets:
        return False
    of_set = any(fits(context.array.volumesets.by_id(number).name, sets)
                 for number in volume.sets) if sets else False
    return of_set or ((not names or bool(plain)) and fits(volume.name, plain))


def _filtered(context: Context, volume: Volume, given: Arguments) -> bool:
    """Whether a volume fits the filters; kinds of volumes first."""
    if given.has('expire') and volume.expires is None:
        return False
    if given.has('retained') and volume.retained is None:
        return False
    if given.has('rw', 'ro') and volume.read_only is not given.has('ro'):
        return False
    if given.has('baseonly') and volume.is_snapshot:
        return False
    if given.has('sysvol') and not volume.internal:
        return False
    return _of_objects(context, volume, given)


def _of_objects(context: Context, volume: Volume, given: Arguments) -> bool:
    """Whether a volume belongs to what the filters name."""
    array = context.array
    row = _kind(context, volume)
    own: dict[str, list[str]] = {
        'prov': [row['Prov']], 'type': [row['Type']],
        'copyof': [families.parent_name(array, volume) or '---'],
        'domain': [volume.domain or '-'],
        'cpg': [array.cpgs.by_id(number).name for number in (
            volume.user_cpg, volume.snap_cpg) if number is not None],
        'host': _hosts_of(context, volume)}
    return all(any(fits(name, given.get(option).split(','))
                   for name in names)
               for option, names in own.items() if given.has(option))


def _hosts_of(context: Context, volume: Volume) -> list[str]:
    array = context.array
    keys = set(volume.templates)
    for number in volume.sets:
        keys |= array.volumesets.by_id(number).templates
    return [host.name for template in vluns.keyed(array, keys)
            for host in vluns.hosts_of(array, template)]


def _tree(context: Context, chosen: list[Volume]) -> list[dict[str, str]]:
    """Snapshots stand under their parents, and are indented."""
    known = {volume.id for volume in chosen}
    rows: list[dict[str, str]] = []

    def add(volume: Volume, depth: int) -> None:
        rows.append(_row(context, volume, depth))
        for number in volume.children:
            if number in known:
                add(context.array.volumes.by_id(number), depth + 1)

    for volume in chosen:
        if volume.parent_id not in known:
            add(volume, 0)
    return rows


def _kind(context: Context, volume: Volume) -> dict[str, str]:
    """What kind of volume it is."""
    packed = volume.provisioning in (2, 6)
    if not packed:
        compressed = deduplicated = 'NA'
    elif context.generation in ('4', '10'):
        compressed = 'v2' if volume.compression else 'No'
        deduplicated = 'Yes' if volume.provisioning == 6 else 'No'
    else:
        compressed = 'Yes' if volume.compression else 'No'
        deduplicated = 'Yes' if volume.provisioning == 6 else 'No'
    prov = _PROVISIONING.get(volume.provisioning, str(volume.provisioning))
    if context.generation in ('3.1', '3.2') and prov == 'full' \
            and volume.snap_cpg is not None:
        prov = 'cpvv'
    return {'Prov': prov, 'Compr': compressed, 'Dedup': deduplicated,
            'Type': 'vcopy' if volume.is_snapshot else 'base'}


def state_of(context: Context, volume: Volume) -> str:
    """normal, degraded or failed."""
    return _STATES[volume_view.state(context.array, volume)]


def _detail(context: Context, volume: Volume) -> str:
    for number in (*volume.failed, *volume.busy):
        return _DETAILS.get(number, 'normal')
    state = state_of(context, volume)
    return {'degraded': 'degraded_avail', 'failed': 'data_unavailable'}.get(
        state, 'normal')


def _row(context: Context, volume: Volume, depth: int) -> dict[str, str]:
    array = context.array
    stamp = context.state.stamp
    groups = [group.name for group in array.remote.groups_of(volume.id)]
    cpg = _cpg(context, volume.user_cpg)
    return {
        'Id': str(volume.id), 'Name': '  ' * depth + volume.name,
        'Domain': volume.domain or '-', **_kind(context, volume),
        'CopyOf': families.parent_name(array, volume) or '---',
        'BsId': str(volume.base_id), 'Rd': 'RO' if volume.read_only
        else 'RW', 'State': state_of(context, volume),
        'Detailed_State': _detail(context, volume),
        **_sizes(context, volume),
        'VV_WWN': volume_view.wwn(array, volume),
        'NGUID': volume_view.wwn(array, volume),
        'CreationTime': stamp(volume.created),
        'ExpirationTime': '--' if volume.expires is None
        else stamp(volume.expires),
        'RetentionEndTime': '--' if volume.retained is None
        else stamp(volume.retained),
        'Policies': _policies(volume), 'Comment': volume.comment or '--',
        'RcopyGroup': ','.join(groups) or '--',
        'RcopyStatus': 'rcopy' if groups else 'none',
        'Udid': str(volume.id), 'UUID': volume.uuid,
        'UsrCPG': cpg, 'CPG': cpg,
        'SnpCPG': _cpg(context, volume.snap_cpg),
        **_relatives(context, volume)}


def _cpg(context: Context, number: int | None) -> str:
    return '--' if number is None else context.array.cpgs.by_id(number).name


def _policies(volume: Volume) -> str:
    words = {'staleSS': ('stale_ss', 'no_stale_ss'),
             'oneHost': ('one_host', ''),
             'zeroDetect': ('zero_detect', 'no_zero_detect'),
             'system': ('system', ''), 'caching': ('caching', '')}
    return ','.join(filter(None, (
        words[name][not on] for name, on in volume.policies.items()
        if name in words)))


def _relatives(context: Context, volume: Volume) -> dict[str, str]:
    """Ids of the family, --- where there is nobody."""
    children = [context.array.volumes.by_id(number)
                for number in volume.children]
    read_only = [child.id for child in children if child.read_only]
    writable = [child.id for child in children if not child.read_only]

    def first(numbers: list[int]) -> str:
        return str(numbers[0]) if numbers else '---'

    return {
        'Mstr': '---', 'Master': '---',
        'Prnt': '---' if volume.parent_id is None
        else str(volume.parent_id), 'Roch': first(read_only),
        'Rwch': first(writable), 'PPrnt': '---'
        if volume.phys_parent_id is None else str(volume.phys_parent_id),
        'PBlkRemain': '--'}


def _sizes(context: Context, volume: Volume) -> dict[str, str]:
    """Space; of a snapshot none is its own, so it is starred or dashes."""
    size = volume.size_mib
    shared: dict[str, str] = {
        'VSize_MB': str(size), 'Usr_Wrn': _percent(volume, 'usr', 'Warning'),
        'Usr_Lim': _percent(volume, 'usr', 'Limit'),
        'Snp_Wrn': _percent(volume, 'ss', 'Warning'),
        'Snp_Lim': _percent(volume, 'ss', 'Limit'),
        'Compaction': '--', 'DedupRatio': '--', 'ReduceRatio': '--',
        'Host_Wrt_MB': '--', 'Thin': '--', 'Fam_Used_MB': '--',
        'Fam_VSize_MB': '--', 'Fam_Used_Perc': '--'}
    if volume.is_snapshot:
        used = volume.snap_used
        shared.update(dict.fromkeys((
            'Adm_Rsvd_MB', 'Adm_Free_MB', 'Snp_Rsvd_MB', 'Snp_Free_MB',
            'Usr_Rsvd_MB', 'Usr_Used_MB', 'Usr_Free_MB', 'Usr_Used_Perc',
            'Tot_Rsvd_MB', 'Tot_Used_MB', 'Adm_Used_Perc',
            'Adm_RawRsvd_MB', 'Snp_RawRsvd_MB', 'Usr_RawRsvd_MB',
            'Tot_RawRsvd_MB'), '--'))
        shared.update({'Adm_Used_MB': '*0', 'Snp_Used_MB': f'*{used}',
                       'Snp_Used_Perc': f'*{100 * used / size:.1f}'})
        return shared
    admin_used = 1 if volume.admin_reserved else 0
    for kind, reserved, used in (
            ('Adm', volume.admin_reserved, admin_used),
            ('Snp', volume.snap_reserved, volume.snap_used),
            ('Usr', volume.user_reserved, volume.user_used)):
        shared.update({f'{kind}_Rsvd_MB': str(reserved),
                       f'{kind}_Used_MB': str(used),
                       f'{kind}_Free_MB': str(reserved - used)})
    raw = _raw(context, volume)
    shared.update({
        **{f'{kind}_RawRsvd_MB': str(mib) for kind, mib in raw.items()},
        'Tot_RawRsvd_MB': str(sum(raw.values())),
        'Tot_Used_MB': str(admin_used + volume.snap_used
                           + volume.user_used),
        'Adm_Used_Perc': f'{100 * admin_used / size:.1f}',
        'Snp_Used_Perc': f'{100 * volume.snap_used / size:.1f}',
        'Usr_Used_Perc': f'{100 * volume.user_used / size:.1f}',
        'Host_Wrt_MB': str(volume.host_write_mib),
        'Tot_Rsvd_MB': str(volume.admin_reserved + volume.snap_reserved
                           + volume.user_reserved)})
    family = volume.user_used + volume.snap_used
    shared.update({'Fam_Used_MB': str(family), 'Fam_VSize_MB': str(size),
                   'Fam_Used_Perc': f'{100 * family / size:.1f}'})
    if volume.provisioning in (2, 6) and volume.user_used:
        ratio = size / volume.user_used
        shared['Compaction'] = f'{ratio:.1f}'
        shared['Thin'] = f'{ratio:.1f}' if ratio <= 25 else '>25'
    if volume.provisioning == 6:
        shared['DedupRatio'] = shared['ReduceRatio'] = '1.0'
    return shared


def _raw(context: Context, volume: Volume) -> dict[str, int]:
    """Raw MiB behind each kind of space, as the web service has it."""
    spaces = volume_view.spaces(context.array, volume)
    return {kind: spaces[f'{member}Space']['rawReservedMiB']
            for kind, member in (('Adm', 'admin'), ('Snp', 'snapshot'),
                                 ('Usr', 'user'))}


def _percent(volume: Volume, kind: str, what: str) -> str:
    if volume.provisioning not in (2, 6):
        return '--'
    return str(volume.percents.get(f'{kind}SpcAlloc{what}Pct', 0))


@COMMANDS.add('removevv', '-pat -snaponly -cascade -stale -expired -dr',
              '<VV_name|pattern|set:vvset>...')
def removevv(context: Context, given: Arguments) -> Reply:
    """Remove volumes; asks unless told not to."""
    reply = Reply()
    for name in _removed(context, given):
        if name not in context.array.volumes:
            continue    # gone with another one
        if given.has('dr'):
            reply.out.append(assumptions.REMOVED.format(what='vv', name=name))
            continue
        if not given.has('f') and not context.confirm(
                assumptions.ASK_REMOVE.format(what='vv', name=name)):
            continue
        _remove(context, name, given, reply)
        if reply.err:
            break
    return reply


def _removed(context: Context, given: Arguments) -> list[str]:
    """Names of the volumes that are meant."""
    array = context.array
    names: list[str] = []
    for text in given.names:
        if text.startswith('set:'):
            whole = array.volumesets.get(text[4:])
            if whole is None:
                raise Refusal(assumptions.NO_VVSET.format(name=text[4:]))
            names += [array.volumes.by_id(number).name
                      for number in whole.members]
        elif given.has('pat'):
            names += [volume.name for volume in array.volumes
                      if not volume.system and fits(volume.name, [text])]
        elif text not in array.volumes:
            raise Refusal(assumptions.NO_VOLUME.format(volume=text))
        else:
            names.append(text)
    if given.has('snaponly', 'stale', 'expired'):
        now = array.clock.now()
        chosen = [array.volumes.get(name) for name in names]
        return [volume.name for volume in chosen if volume is not None
                and (not given.has('snaponly') or volume.is_snapshot)
                and (not given.has('stale') or 8 in volume.failed)
                and (not given.has('expired')
                     or (volume.expires or now + 1) <= now)]
    return list(dict.fromkeys(names))


def _remove(context: Context, name: str, given: Arguments,
            reply: Reply) -> None:
    array = context.array
    volume = find_volume(array, name)
    reply.out.append(assumptions.REMOVED.format(what='vv', name=name))
    if given.has('cascade'):
        for number in list(volume.children):
            if array.volumes.has_id(number):
                _remove(context, array.volumes.by_id(number).name, given,
                        reply)
    sets = [array.volumesets.by_id(number).name for number in volume.sets]
    try:
        delete_volume(array, name)
    except Refused as err:
        reply.err += _why(volume, sets, err)


def _why(volume: Volume, sets: list[str], err: Refused) -> list[str]:
    """Why a volume stays: the second line of what removevv prints."""
    name = volume.name
    if err.symbol == 'IN_USE' and sets:
        return [f'Attempt to delete vv {name} which is a member of vv set '
                f'{sets[0]}', '']
    if err.symbol in ('HAS_RO_CHILD', 'HAS_CHILD'):
        kind = 'ro' if err.symbol == 'HAS_RO_CHILD' else 'rw'
        return [assumptions.HAS_SNAPSHOTS.format(kind=kind, name=name)]
    if err.symbol == 'IN_USE' and volume.templates:
        return [assumptions.VV_EXPORTED.format(name=name)]
    return [f'Attempt to delete {name} failed: {err.desc}']
