"""Domains: showdomain, createdomain, setdomain, removedomain, movetodomain."""

from __future__ import annotations

from typing import Protocol, cast

from hpe3parclient.simulator.cli import assumptions
from hpe3parclient.simulator.cli.commands import Arguments, Family, Refusal
from hpe3parclient.simulator.cli.context import Context
from hpe3parclient.simulator.cli.listing import Listing
from hpe3parclient.simulator.cli.reply import Reply, said
from hpe3parclient.simulator.cli.units import check_name, fits
from hpe3parclient.simulator.model import vluns
from hpe3parclient.simulator.state.cpgs import Cpg
from hpe3parclient.simulator.state.hosts import Host
from hpe3parclient.simulator.state.volumes import Volume

COMMANDS = Family()


class InDomain(Protocol):
    """What may belong to a domain."""

    id: int
    domain: str | None



_MORE = '>ID Domain CreationTime Comments >CPGs >VVs >Hosts'
_NONE = 'No domains listed'
_DOMAINS = Listing('>ID Domain -CreationTime- Comments', _MORE, none=_NONE)
_DETAILS = Listing('>ID Domain -CreationTime- >CPGs >VVs >Hosts Comments',
                   _MORE, none=_NONE)
#: How many domains there may be, and how long a comment (manual, p56).
_MOST, _COMMENT = 1024, 511


@COMMANDS.add('showdomain', '-d', '[<domain|pattern>]...', tables=_DOMAINS)
def showdomain(context: Context, given: Arguments) -> Reply:
    """Domains."""
    array = context.array
    rows = [{
        'ID': str(number), 'Domain': name,
        'CreationTime': context.state.stamp(array.born),
        'Comments': array.domain_comments.get(name, '--'),
        'CPGs': str(sum(cpg.domain == name for cpg in array.cpgs)),
        'VVs': str(sum(item.domain == name for item in array.volumes)),
        'Hosts': str(sum(host.domain == name for host in array.hosts))}
        for number, name in enumerate(sorted(array.domains), 1)
        if fits(name, given.names)]
    return context.listing(_DETAILS if given.has('d') else _DOMAINS, rows)


def _comment(given: Arguments) -> str:
    text = given.get('comment')
    if len(text) > _COMMENT:
        raise Refusal(assumptions.COMMENT_TOO_LONG)
    return text


@COMMANDS.add('createdomain', '-comment <text>', '<domain>')
def createdomain(context: Context, given: Arguments) -> Reply:
    """Make a domain."""
    array = context.array
    name = check_name(given.names[0], array.personality.name_length,
                      'domain')
    comment = _comment(given)
    if name in array.domains or name == 'all':
        raise Refusal(assumptions.DOMAIN_EXISTS.format(name=name))
    if len(array.domains) >= _MOST:
        raise Refusal(assumptions.TOO_MANY_DOMAINS)
    array.domains.add(name)
    if comment:
        array.domain_comments[name] = comment
    return said()


def _known(context: Context, name: str) -> str:
    if name not in context.array.domains:
        raise Refusal(assumptions.NO_DOMAIN.format(name=name))
    return name


@COMMANDS.add('setdomain', '-name <name> -comment <text>', '<domain>')
def setdomain(context: Context, given: Arguments) -> Reply:
    """Change name or comment; users and objects go along."""
    array = context.array
    old = _known(context, given.names[0])
    if not given.has('name', 'comment'):
        raise Refusal(assumptions.NO_OPTION.format(command='setdomain'))
    new = check_name(given.get('name', old), array.personality.name_length,
                     'domain')
    if new != old and (new in array.domains or new == 'all'):
        raise Refusal(assumptions.DOMAIN_EXISTS.format(name=new))
    comment = _comment(given) if given.has('comment') \
        else array.domain_comments.get(old, '')
    array.domain_comments.pop(old, None)
    if comment:
        array.domain_comments[new] = comment
    array.domains.discard(old)
    array.domains.add(new)
    for thing in _objects(context):
        if thing.domain == old:
            thing.domain = new
    return said()


def _objects(context: Context) -> list[InDomain]:
    """Everything that may belong to a domain."""
    array = context.array
    return cast(list[InDomain], [
        *array.cpgs, *array.volumes, *array.hosts, *array.hostsets,
        *array.volumesets, *array.remote.groups])


@COMMANDS.add('removedomain', '-pat', '<domain|pattern>...')
def removedomain(context: Context, given: Arguments) -> Reply:
    """Remove domains that are empty; asks unless told not to."""
    names = given.names
    if given.has('pat'):
        names = [name for name in sorted(context.array.domains)
                 if fits(name, given.names)]
    for name in names:
        _known(context, name)
        if any(thing.domain == name for thing in _objects(context)):
            raise Refusal(assumptions.DOMAIN_IN_USE.format(name=name))
        if given.has('f') or context.confirm(
                assumptions.ASK_REMOVE.format(what='domain', name=name)):
            context.array.domains.discard(name)
            context.array.domain_comments.pop(name, None)
    return said()


@COMMANDS.add('movetodomain', '-vv -cpg -host -unset',
              '<object> [<domain>]', alone='-vv -cpg -host')
def movetodomain(context: Context, given: Arguments) -> Reply:
    """Move an object, and all that is tied to it; asks unless told not to."""
    if not given.has('vv', 'cpg', 'host') \
            or given.has('unset') == (len(given.names) == 2):
        raise Refusal(assumptions.WRONG_ARGS.format(
            usage='movetodomain {-vv|-cpg|-host} <object> <domain>|-unset'))
    domain = None if given.has('unset') else _known(context, given.names[1])
    group = _tied(context, given)
    if given.has('f') or context.confirm(assumptions.ASK_MOVE.format(
            name=given.names[0], count=len(group))):
        for thing in group:
            thing.domain = domain
    return said()


def _tied(context: Context, given: Arguments) -> list[InDomain]:
    """The object and everything that must be in its domain."""
    array, name = context.array, given.names[0]
    first: InDomain | None
    if given.has('vv'):
        first = array.volumes.get(name)
    elif given.has('cpg'):
        first = array.cpgs.get(name)
    else:
        first = array.hosts.get(name)
    if first is None:
        raise Refusal(assumptions.NO_OBJECT.format(name=name))
    chosen: list[InDomain] = [first]
    for thing in chosen:
        known = {id(item) for item in chosen}
        chosen += [other for other in _neighbours(context, thing)
                   if id(other) not in known]
    return list({id(item): item for item in chosen}.values())


def _neighbours(context: Context, thing: InDomain) -> list[InDomain]:
    """What shares a CPG, a family, an export or a set with an object."""
    array = context.array
    near: list[InDomain] = []
    if isinstance(thing, Cpg):
        near += [volume for volume in array.volumes
                 if thing.id in (volume.user_cpg, volume.snap_cpg)]
    elif isinstance(thing, Volume):
        near += [array.cpgs.by_id(item) for item in (
            thing.user_cpg, thing.snap_cpg) if item is not None]
        near += [other for other in array.volumes
                 if other.base_id == thing.base_id]
        near += [array.volumesets.by_id(item) for item in thing.sets]
    elif isinstance(thing, Host):
        near += [array.hostsets.by_id(item) for item in thing.sets]
    for template in array.vluns:
        ends: list[InDomain] = [*vluns.volumes_of(array, template),
                                *vluns.hosts_of(array, template)]
        if any(end is thing for end in ends):
            near += ends
    return near
