"""Commands about local users and groups."""

from __future__ import annotations

from hpe3parclient.simulator.cli.commands import Arguments, Family
from hpe3parclient.simulator.cli.context import Context
from hpe3parclient.simulator.cli.filepersona.declare import command, truth
from hpe3parclient.simulator.cli.listing import Listing
from hpe3parclient.simulator.cli.reply import Reply, said
from hpe3parclient.simulator.model.filepersona import accounts, assumptions
from hpe3parclient.simulator.model.filepersona.lookup import FileRefused

COMMANDS = Family()

_USERS = Listing('Username >UID -SID- -Primary_Group- Enabled')
_GROUPS = Listing('GroupName >GID -SID- -Members-')
#: of local accounts in the directory of the array
_SID = 'S-1-5-21-3407317619-3829948185-1570492076-{number}'


@command(COMMANDS, 'createfsgroup', '-gid <number> -memberlist <users>',
         '<groupname>')
def createfsgroup(context: Context, given: Arguments) -> Reply:
    """Create a local group."""
    accounts.create_group(context.array, given.names[0], given.get('gid'),
                          given.get('memberlist'))
    return said()


@command(COMMANDS, 'setfsgroup', '-memberlist <users>', '<groupname>')
def setfsgroup(context: Context, given: Arguments) -> Reply:
    """Change who is in a local group."""
    accounts.find_group(context.array, given.names[0])
    if not given.has('memberlist'):
        raise FileRefused(assumptions.NOTHING_TO_CHANGE)
    accounts.change_group(context.array, given.names[0],
                          given.get('memberlist'))
    return said()


@command(COMMANDS, 'removefsgroup', '', '<groupname>')
def removefsgroup(context: Context, given: Arguments) -> Reply:
    """Remove a local group."""
    accounts.remove_group(context.array, given.names[0])
    return said()


@command(COMMANDS, 'showfsgroup', '', '[<groupname>]...')
def showfsgroup(context: Context, given: Arguments) -> Reply:
    """Local groups."""
    array = context.array
    return context.listing(_GROUPS, [
        {'GroupName': group.name, 'GID': str(group.gid),
         'SID': _SID.format(number=group.gid),
         'Members': ' '.join(user.name for user in accounts.members(
             array, group)) or '-'}
        for group in array.files.groups
        if not given.names or group.name in given.names])


@command(COMMANDS, 'createfsuser',
         '-passwd <password> -primarygroup <group> -enable <bool> '
         '-uid <number> -grplist <groups>', '<username>')
def createfsuser(context: Context, given: Arguments) -> Reply:
    """Create a local user."""
    accounts.create_user(
        context.array, given.names[0], primary=given.get('primarygroup'),
        enabled=not given.has('enable') or truth(given, 'enable'),
        uid=given.get('uid'), groups=given.get('grplist'))
    return said()


@command(COMMANDS, 'setfsuser',
         '-passwd <password> -primarygroup <group> -enable <bool> '
         '-grplist <groups>', '<username>')
def setfsuser(context: Context, given: Arguments) -> Reply:
    """Change a local user."""
    accounts.change_user(
        context.array, given.names[0], primary=given.get('primarygroup'),
        enabled=truth(given, 'enable') if given.has('enable') else None,
        groups=given.options.get('grplist'))
    return said()


@command(COMMANDS, 'removefsuser', '', '<username>')
def removefsuser(context: Context, given: Arguments) -> Reply:
    """Remove a local user."""
    accounts.remove_user(context.array, given.names[0])
    return said()


@command(COMMANDS, 'showfsuser', '', '[<username>]...')
def showfsuser(context: Context, given: Arguments) -> Reply:
    """Local users."""
    return context.listing(_USERS, [
        {'Username': user.name, 'UID': str(user.uid),
         'SID': _SID.format(number=user.uid),
         'Primary_Group': user.primary_group,
         'Enabled': 'true' if user.enabled else 'false'}
        for user in context.array.files.users
        if not given.names or user.name in given.names])
