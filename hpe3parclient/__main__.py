"""``python -m hpe3parclient``: look at an array, or work with it by hand.

Knows the command line. Which array it is says the environment, see
:meth:`~hpe3parclient.client.HPE3ParClient.fromEnv`, or a flag.
"""

from __future__ import annotations

import argparse
import contextlib
import inspect
import os
import shutil
import signal
import sys
import threading
from collections.abc import Generator
from pathlib import Path
from types import FrameType
from typing import Any

import hpe3parclient
from hpe3parclient import exceptions
from hpe3parclient.client import HPE3ParClient
from hpe3parclient.console import call, capacity, completion, config, prompt, script
from hpe3parclient.twin import commands as twins

#: options that say which array, and how to log in, one by one
_SETTINGS = ('url', 'user', 'password_file', 'ca_bundle')

#: variables that say which array
_VARIABLES = ('HPE3PAR_ARRAY', *('HPE3PAR_' + name.upper() for name in _SETTINGS))

#: the name of the script that pip installs
_SCRIPT = 'hpe3parclient'

_DESCRIPTION = """\
A prompt with cl, a client that is logged in on an array; at its end the
client is logged out. Code that is piped in runs without a prompt.
"""

_EPILOG = """\
The environment says which array: HPE3PAR_ARRAY, a name in
~/.config/hpe3parclient.toml; or HPE3PAR_URL, HPE3PAR_USER,
HPE3PAR_PASSWORD_FILE (without it you are asked) and HPE3PAR_CA_BUNDLE
(without it the public CAs verify the certificate). Without any of them it is
the default of ~/.config/hpe3parclient.toml.

Exit status: 0 done, 1 refused or failed, 2 wrong usage, 3 the connection broke
and the change may have been made, 130 interrupted.
"""

_CALL = """\
Call a method of the client and print what it returns. Changes are refused
unless --change is given.
"""

_CALL_EPILOG = """\
A text is written as it is, everything else as JSON; parameter=value gives an
argument by name:

  call getVolume data
  call createVolume data gold 1024 '{"tpvv": true}' --change
  call createVLUN data hostname=db1 auto=true --change
  call iterVolumes 'Q.userCPG == "gold"' --json
"""


def parser() -> argparse.ArgumentParser:
    """Build the argument parser."""
    flags = argparse.ArgumentParser(
        prog=_SCRIPT if Path(sys.argv[0]).stem == _SCRIPT
        else f'python -m {_SCRIPT}',
        description=_DESCRIPTION,
        epilog=_EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
        parents=[_connection(None)])
    work = flags.add_mutually_exclusive_group()
    work.add_argument('-c', dest='code', metavar='CODE',
                      help='run this Python code instead of a prompt')
    work.add_argument('--capacity', action='store_true',
                      help='show how full disks and CPGs are instead')
    flags.add_argument('--read-only', action='store_true',
                       help='refuse whatever would change the array')
    flags.add_argument('--plain', action='store_true',
                       help="Python's own prompt, though IPython is there")
    flags.add_argument('--version', action='version',
                       version='hpe3parclient ' + hpe3parclient.version)
    commands = flags.add_subparsers(dest='command', metavar='COMMAND')
    _call_parser(commands)
    _listing_parsers(commands)
    twins.add_parsers(commands, lambda: _connection(argparse.SUPPRESS))
    return flags


def _connection(default: str | None) -> argparse.ArgumentParser:
    """The options that say which array, for the parser and its commands.

    :param default: argparse.SUPPRESS lets a command keep what stood before it
    """
    flags = argparse.ArgumentParser(add_help=False, argument_default=default)
    flags.add_argument('--array', metavar='NAME',
                       help='an array of ~/.config/hpe3parclient.toml, as '
                            'HPE3PAR_ARRAY')
    flags.add_argument('--url', help='as HPE3PAR_URL')
    flags.add_argument('--user', help='as HPE3PAR_USER')
    flags.add_argument('--password-file', metavar='FILE',
                       help='as HPE3PAR_PASSWORD_FILE')
    flags.add_argument('--ca-bundle', metavar='FILE|sha256:HEX',
                       help='as HPE3PAR_CA_BUNDLE')
    return flags


def _call_parser(commands: Any) -> None:
    flags = commands.add_parser(
        'call', help='call a method and print what it returns',
        description=_CALL, epilog=_CALL_EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
        parents=[_connection(argparse.SUPPRESS)], add_help=False)
    flags.add_argument('-h', '--help', action=_Help, nargs=0,
                       help='explain METHOD and its parameters, or this '
                            'command')
    flags.add_argument('method', metavar='METHOD')
    flags.add_argument('arguments', metavar='ARGUMENT', nargs='*', default=[])
    flags.add_argument('--json', action='store_true',
                       help='print JSON instead of a table')
    flags.add_argument('--wide', action='store_true',
                       help='show all columns, whole')
    flags.add_argument('--change', action='store_true',
                       help='allow the array to be changed')


class _Help(argparse.Action):
    """Explain the method that stands before the option, or the command."""

    def __call__(self, parser: argparse.ArgumentParser,
                 namespace: argparse.Namespace, values: object,
                 option_string: str | None = None) -> None:
        name = getattr(namespace, 'method', None)
        try:
            text = call.manual(call.method(name)) if name else \
                parser.format_help()
        except call.UsageError as ex:
            parser.error(str(ex))
        sys.stdout.write(text)
        parser.exit()


def _listing_parsers(commands: Any) -> None:
    flags = commands.add_parser('methods', help='list methods to call')
    flags.add_argument('text', metavar='TEXT', nargs='?', default='',
                       help='only those with this text in name or summary; '
                            'the name of one explains it')
    flags = commands.add_parser('completion',
                                help='print completion for a shell')
    flags.add_argument('shell', choices=sorted(completion.SCRIPTS))


def main(arguments: list[str] | None = None) -> int:
    """Log in, run what the command line asks for, log out.

    :returns: exit status: 1 when it failed, 3 when a change may have been
        made although no answer came
    :raises SystemExit: settings are missing (2), or the person left
    """
    options = _parsed(sys.argv[1:] if arguments is None else arguments)
    try:
        if options.command in _LISTINGS and not twins.needs_array(options):
            return _LISTINGS[options.command](options)
        with _signals(), _client(options) as client, \
                _care(client, options):
            return _work(client, options)
    except exceptions.OutcomeUnknown as ex:
        _say(ex)
        return 3
    except (exceptions.ClientException, exceptions.SSHException) as ex:
        _say(ex, _advice(ex, options))
        return 1
    except BrokenPipeError:                     # of head, say
        sys.stdout = open(os.devnull, 'w')      # noqa: SIM115 - until the end
        return 1
    except (KeyboardInterrupt, EOFError):       # at the password, say
        sys.stderr.write('\n')
        return 130


def _check(flags: argparse.ArgumentParser, options: argparse.Namespace) -> None:
    """Refuse empty options, and those that exclude each other."""
    for name in ('array', *_SETTINGS):
        if getattr(options, name) == '':
            flags.error(f"argument --{name.replace('_', '-')}: must not be empty")
    given = [name for name in _SETTINGS if getattr(options, name) is not None]
    if options.array is not None and given:
        flags.error(f"argument --array: not allowed with argument "
                    f"--{given[0].replace('_', '-')}")
    if options.command == 'compare' and options.capture and (
            given or options.array is not None):
        flags.error('argument CAPTURE: not allowed with an array that answers '
                    'now')
    jobs = [name for name, given in (
        ('-c', options.code is not None), ('--capacity', options.capacity),
        (options.command, options.command)) if given]
    if len(jobs) > 1:
        flags.error(f'{jobs[0]} and {jobs[1]} exclude each other')
    if options.plain and jobs:
        flags.error('argument --plain: is about the prompt, and there is none '
                    f'with {jobs[0]}')


def _parsed(arguments: list[str]) -> argparse.Namespace:
    """Parse a command line; check what is called before anybody logs in."""
    flags = parser()
    options, rest = flags.parse_known_args(arguments)
    if rest and (options.command != 'call' or
                 any(word[:1] == '-' and not word[1:2].isdigit()
                     for word in rest)):
        flags.error('unrecognized arguments: ' + ' '.join(rest))
    _check(flags, options)
    if options.command == 'call':
        options.arguments += rest       # what stands behind an option
        try:
            call.arguments(call.method(options.method), options.arguments)
        except call.UsageError as ex:
            flags.exit(2, f'{flags.prog}: error: {ex}\n')
    return options


def _client(options: argparse.Namespace) -> HPE3ParClient:
    environ: dict[str, str] = dict(os.environ)
    given = {'HPE3PAR_' + name.upper(): getattr(options, name)
             for name in _SETTINGS if getattr(options, name) is not None}
    if options.array is not None:
        for name in _SETTINGS:
            environ.pop('HPE3PAR_' + name.upper(), None)
        environ['HPE3PAR_ARRAY'] = options.array
    elif given:
        environ.pop('HPE3PAR_ARRAY', None)
        environ.update(given)
    try:
        if not any(environ.get(name) for name in _VARIABLES) and \
                config.path(environ).exists():
            return HPE3ParClient.fromConfig()
        return HPE3ParClient.fromEnv(environ)
    except ValueError as ex:
        _say(ex)
        raise SystemExit(2) from ex


def _care(client: HPE3ParClient, options: argparse.Namespace
          ) -> contextlib.AbstractContextManager[object]:
    if options.read_only or (options.command == 'call' and
                             not options.change):
        return client.readOnly()
    return contextlib.nullcontext()


def _work(client: HPE3ParClient, options: argparse.Namespace) -> int:
    if options.command == 'call':
        return _call(client, options)
    if options.command in twins.WITH_ARRAY:
        return twins.with_array(client, options)
    if options.capacity:
        report = capacity.read(client)
        lines = capacity.lines(report, capacity.look_of(sys.stdout))
        sys.stdout.write('\n'.join(lines) + '\n')
        return 0
    if options.code is not None:
        return script.run(options.code, prompt.namespace(client))
    if not sys.stdin.isatty():
        return script.run(sys.stdin.read(), prompt.namespace(client),
                          piped=True)
    prompt.interact(client, options.plain)
    return 0


def _call(client: HPE3ParClient, options: argparse.Namespace) -> int:
    function = call.method(options.method)
    bound = call.arguments(function, options.arguments)
    result = getattr(client, options.method)(
        *bound.args, **bound.kwargs, **call.progress(function))
    width = shutil.get_terminal_size().columns \
        if sys.stdout.isatty() and not options.wide else None
    call.write(result, sys.stdout, as_json=options.json, width=width)
    sys.stdout.flush()
    return 0


def _methods(options: argparse.Namespace) -> int:
    text = options.text.lower()
    if options.text in call.methods():
        sys.stdout.write(call.manual(call.method(options.text)))
        return 0
    for name in call.methods():
        function = getattr(HPE3ParClient, name)
        summary = (inspect.getdoc(function) or '').partition('\n')[0]
        if text in name.lower() or text in summary.lower():
            sys.stdout.write(f'{name}\n    {summary}\n')
    return 0


def _completion(options: argparse.Namespace) -> int:
    sys.stdout.write(completion.script(options.shell))
    return 0


#: commands that need no array
_LISTINGS = {'methods': _methods, 'completion': _completion,
             **dict.fromkeys(twins.WITHOUT_ARRAY, twins.without_array)}


@contextlib.contextmanager
def _signals() -> Generator[None, None, None]:
    """End the session on a closed terminal or a kill as on exit."""
    names = [name for name in ('SIGTERM', 'SIGHUP') if hasattr(signal, name)]
    if threading.current_thread() is not threading.main_thread():
        names = []
    before = {number: signal.signal(number, _leave)
              for number in (getattr(signal, name) for name in names)}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def _leave(number: int, frame: FrameType | None) -> None:
    raise SystemExit(128 + number)


def _advice(ex: Exception, options: argparse.Namespace) -> str:
    """Return which option would have allowed what was refused here, if any."""
    if not isinstance(ex, exceptions.ReadOnly):
        return ''
    if options.read_only:
        return '--read-only refuses changes.'
    return '--change allows changes.' if options.command == 'call' else ''


def _say(ex: Exception, advice: str = '') -> None:
    message = f'hpe3parclient: {ex}'
    url = getattr(ex, 'url', None)
    if url and url not in message:
        message += f"\n  {getattr(ex, 'method', '')} {url}"
    if advice:
        message += f'\n{advice}'
    if 'secure=' in message:
        message += '\nHere, secure= is HPE3PAR_CA_BUNDLE or --ca-bundle.'
    if 'setSSHOptions(' in message:
        message += ('\nHere, ssh = true in ~/.config/hpe3parclient.toml does '
                    'that, and --array names the array.')
    sys.stderr.write(message + '\n')


if __name__ == '__main__':
    sys.exit(main())
