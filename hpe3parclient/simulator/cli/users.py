"""Users and their connections: showuser, createuser, setuser, showuserconn.

Also removeuser, removeuserconn, showrole, setpassword and checkpassword.
"""

from __future__ import annotations

import re

from hpe3parclient.simulator import assumptions as model_assumptions
from hpe3parclient.simulator.cli import assumptions
from hpe3parclient.simulator.cli.commands import Arguments, Family, Refusal
from hpe3parclient.simulator.cli.context import Context
from hpe3parclient.simulator.cli.listing import Listing
from hpe3parclient.simulator.cli.reply import Reply, said
from hpe3parclient.simulator.cli.units import fits
from hpe3parclient.simulator.model.roles import RIGHTS, ROLES

COMMANDS = Family()

#: Names that no user may have (manual, p51).
RESERVED = frozenset((
    'root', 'daemon', 'bin', 'console', 'nobody', 'sshd', 'telnetd', 'sys',
    'sync', 'man', 'proxy', 'list'))
_NAME = re.compile(r'[A-Za-z0-9][A-Za-z0-9._-]{0,30}')
_USERS = Listing('Username Domain Role Default', none='No users listed',
                 trailer='count')
_CONNECTIONS = Listing(
    '>Id Name -IP_Addr- -Role- -Connected_since- -Current- -Client- '
    '-ClientName-', none='No user connections listed')
_ROLES = Listing('Role_Name -Description-', trailer='count')
_RIGHTS = Listing('Right_Name -Command-', trailer='count')


@COMMANDS.add('showuser', '', '[<username>]...', tables=_USERS)
def showuser(context: Context, given: Arguments) -> Reply:
    """Users, their domains and roles."""
    rows = [{'Username': name, 'Domain': 'all',
             'Role': context.array.role_of(name), 'Default': 'N'}
            for name in context.array.users if fits(name, given.names)]
    if given.names and not rows:
        raise Refusal(assumptions.NO_USER.format(name=given.names[0]))
    return context.listing(_USERS, rows)


@COMMANDS.add('createuser', '-c <password>', '<user> <domain> <role>')
def createuser(context: Context, given: Arguments) -> Reply:
    """Make a user."""
    name, domain, role = given.names
    if not _NAME.fullmatch(name) or name in RESERVED:
        raise Refusal(assumptions.USER_NAME.format(name=name))
    if name in context.array.users:
        raise Refusal(assumptions.USER_EXISTS.format(name=name))
    if domain != 'all' and domain not in context.array.domains:
        raise Refusal(assumptions.NO_DOMAIN.format(name=domain))
    if role not in ROLES or (domain != 'all'
                             and role not in ('browse', 'edit')):
        raise Refusal(assumptions.NO_ROLE.format(name=role))
    if not given.has('c'):
        raise Refusal(assumptions.PASSWORD_MISSING)
    context.array.users[name] = _password(given.get('c'))
    context.array.roles[name] = role
    return said('User created')


def _password(text: str) -> str:
    if not 6 <= len(text) <= 32:
        raise Refusal(assumptions.PASSWORD_LENGTH)
    return text


def _known(context: Context, name: str) -> str:
    if name not in context.array.users:
        raise Refusal(assumptions.NO_USER.format(name=name))
    return name


@COMMANDS.add('removeuser', '', '<user>')
def removeuser(context: Context, given: Arguments) -> Reply:
    """Remove a user; asks unless told not to."""
    name = _known(context, given.names[0])
    if name in (context.user, context.array.admin):
        raise Refusal(assumptions.USER_STAYS.format(name=name))
    if not given.has('f') and not context.confirm(
            assumptions.ASK_REMOVE.format(what='user', name=name)):
        return said()
    del context.array.users[name]
    context.array.roles.pop(name, None)
    context.array.browsers.discard(name)
    return said('User removed')


@COMMANDS.add('setuser', '-role <role>', '<user>')
def setuser(context: Context, given: Arguments) -> Reply:
    """Change the role of a user; asks unless told not to."""
    name = _known(context, given.names[0])
    role = given.get('role')
    if context.role != 'super':
        raise Refusal(assumptions.NO_PERMISSION.format(command='setuser'))
    if role not in ROLES:
        raise Refusal(assumptions.NO_ROLE.format(name=role))
    if name == context.array.admin:
        raise Refusal(assumptions.USER_STAYS.format(name=name))
    if given.has('f') or context.confirm(
            assumptions.ASK_ROLE.format(name=name)):
        context.array.browsers.discard(name)
        context.array.roles[name] = role
    return said()


@COMMANDS.add('setpassword', '-c <password> -u <user>')
def setpassword(context: Context, given: Arguments) -> Reply:
    """Set a password, one's own unless another user is named."""
    name = _known(context, given.get('u', context.user))
    if name != context.user and context.role != 'super':
        raise Refusal(assumptions.NO_PERMISSION.format(
            command='setpassword'))
    if not given.has('c'):
        raise Refusal(assumptions.PASSWORD_MISSING)
    context.array.users[name] = _password(given.get('c'))
    return said()


@COMMANDS.add('showuserconn', '-current', tables=_CONNECTIONS)
def showuserconn(context: Context, given: Arguments) -> Reply:
    """Sessions of the command line and of the web service."""
    rows: list[dict[str, str]] = []
    for session in context.cli.sessions:
        current = session.settings is context.settings
        if not given.has('current') or current:
            rows.append({
                'Id': str(session.number), 'Name': session.user,
                'IP_Addr': session.address, 'Role': session.role,
                'Connected_since': context.state.stamp(session.since),
                'Current': 'current' if current else '',
                'Client': 'CLI', 'Domain': '-',
                'ClientName': assumptions.CLIENT_NAMES[session.kind]})
    if not given.has('current'):
        rows += [{
            'Id': str(1000 + number), 'Name': session.user,
            'IP_Addr': session.address,
            'Role': context.array.role_of(session.user),
            'Connected_since': context.state.stamp(session.created),
            'Current': '', 'Client': 'WSAPI', 'ClientName': 'WSAPI',
            'Domain': '-'}
            for number, session in enumerate(context.array.sessions)]
    return context.listing(_CONNECTIONS, rows)


@COMMANDS.add('removeuserconn', '', '<id> <user> <IP_address>')
def removeuserconn(context: Context, given: Arguments) -> Reply:
    """End a session of the command line; asks unless told not to."""
    for session in context.cli.sessions:
        if given.names == [str(session.number), session.user,
                           session.address]:
            if given.has('f') or context.confirm(
                    assumptions.ASK_REMOVE.format(
                        what='connection', name=session.number)):
                session.close()
            return said()
    raise Refusal(assumptions.NO_SESSION.format(id=given.names[0]))


@COMMANDS.add('showrole', '-listrights', '[<role>]...', tables=_ROLES)
def showrole(context: Context, given: Arguments) -> Reply:
    """Roles, and the commands each may run."""
    for name in given.names:
        if name not in ROLES:
            raise Refusal(assumptions.NO_ROLE.format(name=name))
    chosen = [role for role in ROLES if not given.names
              or role in given.names]
    if given.has('listrights'):
        rights = sorted({right for role in chosen for right in ROLES[role]})
        return context.listing(_RIGHTS, [
            {'Right_Name': right, 'Command': ' '.join(
                sorted(RIGHTS.get(right, ())))} for right in rights])
    return context.listing(_ROLES, [
        {'Role_Name': role, 'Description': model_assumptions.ROLES[role]}
        for role in chosen])
