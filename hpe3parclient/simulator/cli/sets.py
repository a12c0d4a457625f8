"""Sets of hosts and of volumes: show, create, set and remove."""

from __future__ import annotations

from typing import Any

from hpe3parclient.simulator.cli import assumptions
from hpe3parclient.simulator.cli.commands import Arguments, Family, Refusal
from hpe3parclient.simulator.cli.context import Context
from hpe3parclient.simulator.cli.listing import Listing, pick
from hpe3parclient.simulator.cli.reply import Reply, said
from hpe3parclient.simulator.cli.tables import Table
from hpe3parclient.simulator.cli.units import check_name, fits
from hpe3parclient.simulator.errors import Refused
from hpe3parclient.simulator.model import qos
from hpe3parclient.simulator.model import sets as model
from hpe3parclient.simulator.state.sets import HOSTS, VOLUMES, ObjectSet

COMMANDS = Family()

_MORE = '>Id Name Members Comment Domain'
_HOSTSETS = Listing('>Id Name Members', _MORE, none='No host set listed')
_VVSETS = Listing('>Id Name Members', _MORE, none='No vv set listed')
_SUMMARIES = {
    VOLUMES: {'3.1': Listing(
        '>Id Name >VV_Cnt VVOLSC Flashcache QoS', none='No vv set listed')},
    HOSTS: {
        '3.1': Listing('>Id Name >HOST_Cnt', none='No host set listed'),
        '4': Listing('>Id Name >HOST_Cnt VVOLSC Flashcache QoS RC_host',
                     none='No host set listed')}}
_WORDS = {HOSTS: 'host', VOLUMES: 'vv'}


@COMMANDS.add('showhostset', '-d -summary -host <host>',
              '[<setname|pattern>]...', alone='-d -summary',
              tables=_HOSTSETS)
def showhostset(context: Context, given: Arguments) -> Reply:
    """Host sets, one row per member."""
    return _show(context, given, HOSTS, 'host', _HOSTSETS)


@COMMANDS.add('showvvset', '-d -summary -vv <VV>',
              '[<setname|pattern>]...', alone='-d -summary', tables=_VVSETS)
def showvvset(context: Context, given: Arguments) -> Reply:
    """Volume sets, one row per member."""
    return _show(context, given, VOLUMES, 'vv', _VVSETS)


def _show(context: Context, given: Arguments, kind: str, by: str,
          listing: Listing) -> Reply:
    """Sets of one kind; the totals count sets and members."""
    rows: list[dict[str, str]] = []
    chosen: list[ObjectSet] = []
    for whole in model.sets_of(context.array, kind):
        names = [model.member_of(context.array, kind, number).name
                 for number in whole.members]
        if not fits(whole.name, given.names) or (given.has(by) and not any(
                fits(name, given.get(by).split(',')) for name in names)):
            continue
        chosen.append(whole)
        for at, name in enumerate(names or ['--']):
            first = {'Id': str(whole.id), 'Name': whole.name,
                     'Comment': whole.comment or '--',
                     'Domain': whole.domain or '-'}
            rows.append({**(dict.fromkeys(first, '') if at else first),
                         'Members': name})
    if given.has('summary'):
        return _summary(context, kind, chosen)
    if context.show.showcols is not None or context.show.listcols:
        return context.listing(listing, rows)
    if given.has('d'):
        listing = Listing('>Id Name Members Comment', none=listing.none)
    table: Table = listing.default(rows, context.show.listdom)
    members = sum(len(whole.members) for whole in chosen)
    gap = [''] if context.show.listdom and rows else []
    table.totals = [str(len(chosen)), 'total', *gap, str(members)]
    return context.table(table, listing.none)


def _summary(context: Context, kind: str, chosen: list[ObjectSet]) -> Reply:
    array = context.array
    rows = [{
        'Id': str(whole.id), 'Name': whole.name,
        'VV_Cnt': str(len(whole.members)),
        'HOST_Cnt': str(len(whole.members)), 'VVOLSC': 'NO',
        'Flashcache': _yes(whole.flash_cache_policy == 1),
        'QoS': _yes(kind == VOLUMES
                    and qos.of_set(array, whole) is not None),
        'RC_host': '--', 'Domain': whole.domain or '-'} for whole in chosen]
    form = pick(_SUMMARIES[kind], context.generation)
    table = form.default(rows, context.show.listdom)
    count = 'HOST_Cnt' if kind == HOSTS else 'VV_Cnt'
    totals = {'Id': str(len(rows)), 'Name': 'total', count: str(sum(
        len(whole.members) for whole in chosen))}
    for name in ('VVOLSC', 'Flashcache', 'QoS'):
        totals[name] = str(sum(row[name] == 'YES' for row in rows))
    table.totals = [totals.get(column.name, '')
                    for column in table.columns]
    return context.table(table, form.none)


def _yes(value: bool) -> str:
    return 'YES' if value else 'NO'


def _said(kind: str) -> dict[str, str]:
    word = _WORDS[kind]
    return {
        'EXISTENT_SET': 'A set using that name already exists',
        'NON_EXISTENT_SET': f'{word} set does not exist',
        'NON_EXISTENT_HOST': 'Host does not exist',
        'NON_EXISTENT_VOL': 'VV does not exist',
        'NON_EXISTENT_DOMAIN': assumptions.DOMAIN_MISSING,
        'MEMBER_IN_SET': assumptions.IN_SET[word],
        'MEMBER_NOT_IN_SET': assumptions.NOT_IN_SET[word],
        'INV_OPERATION_SET_AUTO_CREATED': assumptions.SET_OF_GROUP}


def _create(context: Context, given: Arguments, kind: str) -> Reply:
    name, *members = given.names
    if given.has('add'):
        _find(context, kind, name)
        if not members:
            raise Refusal(assumptions.NOTHING_ADDED[_WORDS[kind]])
        _members_exist(context, kind, members)
        model.modify(context.array, kind, name, {
            'action': model.ADD, 'setmembers': members})
        return said()
    check_name(name, context.array.personality.set_name_length,
               f'{_WORDS[kind]} set')
    _members_exist(context, kind, members)
    request: dict[str, Any] = {'name': name, 'setmembers': members}
    if given.has('comment'):
        request['comment'] = given.get('comment')
    domain = given.get('domain', context.settings.get('currentdomain', ''))
    if domain:
        if domain not in context.array.domains:
            raise Refusal(assumptions.NO_DOMAIN.format(name=domain))
        request['domain'] = domain
    model.create(context.array, kind, request)
    return said()


def _members_exist(context: Context, kind: str, names: list[str]) -> None:
    array = context.array
    for name in names:
        known = name in array.hosts if kind == HOSTS \
            else name in array.volumes
        if not known and not set(name) & set('*?[') \
                and not name.startswith('set:'):
            raise Refusal(assumptions.NO_HOST.format(name=name)
                          if kind == HOSTS
                          else assumptions.VV_MISSING.format(name=name))


def _find(context: Context, kind: str, name: str) -> ObjectSet:
    whole = model.sets_of(context.array, kind).get(name)
    if whole is None:
        raise Refusal(f'{_WORDS[kind]} set {name} does not exist')
    return whole


def _set(context: Context, given: Arguments, kind: str) -> Reply:
    name = given.names[0]
    _find(context, kind, name)
    request: dict[str, Any] = {}
    if given.has('name'):
        request['newName'] = check_name(
            given.get('name'), context.array.personality.set_name_length,
            f'{_WORDS[kind]} set')
    if given.has('comment'):
        request['comment'] = given.get('comment')
    if not request:
        raise Refusal(assumptions.NO_OPTION.format(
            command=f'set{_WORDS[kind]}set'))
    model.modify(context.array, kind, name, request)
    return said()


def _remove(context: Context, given: Arguments, kind: str) -> Reply:
    """Remove a set, or members of it; asks unless told not to."""
    name, *members = given.names
    word = _WORDS[kind]
    names = [name]
    if given.has('pat'):
        names = [whole.name for whole in model.sets_of(context.array, kind)
                 if fits(whole.name, given.names)]
        members = []
    for name in names:
        whole = _find(context, kind, name)
        own = [model.member_of(context.array, kind, number).name
               for number in whole.members]
        for member in members:
            if member not in own and not set(member) & set('*?['):
                raise Refusal(assumptions.NOT_FOUND_IN_SET.format(
                    what=word, name=member))
        if not given.has('f') and not context.confirm(
                assumptions.ASK_REMOVE.format(what=f'{word} set',
                                              name=name)):
            continue
        _carry_out(context, kind, name, [
            member for member in own
            if members and fits(member, members)], bool(members))
    return said()


def _carry_out(context: Context, kind: str, name: str, members: list[str],
               part: bool) -> None:
    try:
        if part:
            model.modify(context.array, kind, name, {
                'action': model.REMOVE, 'setmembers': members})
        else:
            model.delete(context.array, kind, name)
    except Refused as err:
        if err.symbol == 'EXPORTED_VLUN':
            raise Refusal(assumptions.SET_EXPORTED.format(
                what=_WORDS[kind], name=name)) from None
        if err.symbol == 'INV_OPERATION_SET_AUTO_CREATED':
            raise Refusal(f'Set {name} is currently admitted to Remote Copy '
                          'Group and may not be directly removed.') from None
        raise


def _declare(kind: str, word: str) -> None:
    """The three commands that change sets of one kind."""
    operand = 'hostname' if kind == HOSTS else 'VV_name'

    @COMMANDS.add(f'create{word}set', '-add -comment <text> -domain '
                  '<domain>', f'<setname> [<{operand}>]...',
                  said=_said(kind))
    def create(context: Context, given: Arguments) -> Reply:
        """Make a set, or give it more members."""
        return _create(context, given, kind)

    @COMMANDS.add(f'set{word}set', '-name <name> -comment <text>',
                  '<setname>', said=_said(kind))
    def change(context: Context, given: Arguments) -> Reply:
        """Change the name or the comment of a set."""
        return _set(context, given, kind)

    @COMMANDS.add(f'remove{word}set', '-pat',
                  f'<setname> [<{operand}>]...', said=_said(kind))
    def remove(context: Context, given: Arguments) -> Reply:
        """Remove a set, or members of it."""
        return _remove(context, given, kind)


_declare(HOSTS, 'host')
_declare(VOLUMES, 'vv')
