"""The web service: showwsapi, setwsapi, showwsapisession."""

from __future__ import annotations

from hpe3parclient.simulator.cli import assumptions
from hpe3parclient.simulator.cli.commands import Arguments, Family, Refusal
from hpe3parclient.simulator.cli.context import Context
from hpe3parclient.simulator.cli.listing import Listing
from hpe3parclient.simulator.cli.reply import Reply, said

COMMANDS = Family()

_HEAD = '-Service- -State-'
_PLAIN = '-HTTP_State- >HTTP_Port -HTTPS_State-'
_TAIL = '>HTTPS_Port -Version-'
_SERVICE = {
    '3.1': Listing(f'{_HEAD} {_PLAIN} {_TAIL}', trailer=''),
    '3.2': Listing(f'{_HEAD} {_PLAIN} {_TAIL} -API_URL-', trailer=''),
    '4': Listing(f'{_HEAD} {_TAIL} -API_URL-', trailer='')}
_SESSIONS = Listing(
    '>Id Node -Name- -Role- -Client_IP_Addr- -Connected_since- -State- '
    '-Session_Type-', trailer='')


@COMMANDS.add('showwsapi', '-d', tables=_SERVICE)
def showwsapi(context: Context, given: Arguments) -> Reply:
    """The web service; three generations of columns."""
    array = context.array
    personality = array.personality
    row = {
        'Service': 'Enabled',
        'State': 'Active',
        'HTTP_State': 'Disabled', 'HTTP_Port': '8008',
        'HTTPS_State': 'Enabled', 'HTTPS_Port': str(personality.https_port),
        'Version': personality.wsapi_version,
        'API_URL': f'https://{array.name}:{personality.https_port}/api/v1'}
    if not given.has('d'):
        return context.listing(_SERVICE, [row])
    minutes = int(array.sessions.timeout // 60)
    pairs = {
        'service State': row['Service'], 'server State': row['State'],
        **({} if context.generation in ('4', '10') else {
            'HTTP State': row['HTTP_State'], 'HTTP Port': row['HTTP_Port'],
            'HTTPS State': row['HTTPS_State']}),
        'HTTPS Port': row['HTTPS_Port'],
        'Number of Sessions Created': str(array.sessions.logins),
        'System Resource Usage': str(array.sessions.limit),
        'Number of Sessions Active': str(len(array.sessions)),
        'Version': row['Version'],
        'Session Timeout': f'{minutes} Minutes', 'API URL': row['API_URL']}
    width = max(map(len, pairs))
    return said('WSAPI Server'.center(width + 20, '-'), *(
        f'{name:<{width}} : {value}' for name, value in pairs.items()))


@COMMANDS.add('showwsapisession', tables=_SESSIONS)
def showwsapisession(context: Context, given: Arguments) -> Reply:
    """Sessions of the web service."""
    return context.listing(_SESSIONS, [
        {'Id': str(int(session.created * 1000000) + number), 'Node': '0',
         'Name': session.user, 'Role': context.array.role_of(session.user),
         'Client_IP_Addr': session.address,
         'Connected_since': context.state.stamp(session.created),
         'State': 'Idle', 'Session_Type': 'Regular'}
        for number, session in enumerate(context.array.sessions)])


@COMMANDS.add('removewsapisession', '', '<session_id> <user> <address>')
def removewsapisession(context: Context, given: Arguments) -> Reply:
    """End a session of the web service; asks unless told not to."""
    for number, session in enumerate(context.array.sessions):
        if given.names == [str(int(session.created * 1000000) + number),
                           session.user, session.address]:
            if given.has('f') or context.confirm(
                    assumptions.ASK_REMOVE.format(
                        what='session', name=given.names[0])):
                context.array.sessions.close(session.key)
            return said()
    raise Refusal(assumptions.NO_SESSION.format(id=given.names[0]))


#: Sessions at a time, by what setwsapi -sru sets, in tenths of the usual.
_RESOURCES = {'high': 20, 'low': 10}


@COMMANDS.add('setwsapi', '-sru <high|low> -timeout <minutes>')
def setwsapi(context: Context, given: Arguments) -> Reply:
    """Change settings of the web service."""
    if not given.has('sru', 'timeout'):
        raise Refusal(assumptions.NO_OPTION.format(command='setwsapi'))
    sessions = context.array.sessions
    if given.get('sru', 'low') not in _RESOURCES:
        raise Refusal(assumptions.NOT_A_NUMBER.format(
            option='sru', value=given.get('sru')))
    minutes = given.number('timeout', int(sessions.timeout // 60))
    if not 3 <= minutes <= 1440:
        raise Refusal(assumptions.NOT_A_NUMBER.format(
            option='timeout', value=given.get('timeout')))
    sessions.timeout = minutes * 60.0
    if given.has('sru'):
        limit = context.array.personality.session_limit
        sessions.limit = limit * _RESOURCES[given.get('sru')] // 10
    return said()
