"""The interactive prompt of ``python -m hpe3parclient``.

IPython where it is installed, else Python's own prompt with completion. This
module knows prompts; it does not know where the client comes from, nor who
logs it out.
"""

from __future__ import annotations

import builtins
import code
import contextlib
import importlib
import rlcompleter
import shutil
import sys
from collections.abc import Generator
from types import TracebackType
from typing import Any

import hpe3parclient
from hpe3parclient import exceptions
from hpe3parclient.client import HPE3ParClient
from hpe3parclient.console import capacity, plots, tables
from hpe3parclient.query import Q


def namespace(client: HPE3ParClient) -> dict[str, Any]:
    """Return the names defined at the prompt and for ``-c``."""
    return {'__name__': '__console__', '__doc__': None, 'cl': client,
            'Q': Q, 'exceptions': exceptions, 'plot': plots.show,
            'HPE3ParClient': HPE3ParClient}


def banner(client: HPE3ParClient) -> str:
    """Return the greeting: which array this is, and what can be typed.

    :param client: logged in; the array's name and model are read from it
    """
    system = client.getStorageSystemInfo()
    where = f'{client.api_url}, logged in as {client.http.user}'
    if client.http.gate.closed:
        where += ', read-only'
    return '\n'.join([
        f'hpe3parclient {hpe3parclient.version}, Python {sys.version.split()[0]}',
        capacity.title(system), where,
        'cl is the client: cl.getVolumes(), help(cl.createVolume). '
        'Ctrl-D logs out.', ''])


def interact(client: HPE3ParClient, plain: bool = False) -> None:
    """Read and run lines until the user leaves.

    :param plain: Python's own prompt, though IPython is there
    :raises SystemExit: the person left with a status
    """
    names, greeting = namespace(client), banner(client)
    if plain or not sys.stdin.isatty() or not _ipython(names, greeting):
        _python(names, greeting)


def _width() -> int:
    return shutil.get_terminal_size((80, 24)).columns


#: errors by which an array says no; a person needs no traceback to read it
_REFUSALS = (exceptions.ClientException, exceptions.SSHException)


def _description(error: BaseException) -> str:
    """Describe an error in a line or two."""
    text = f'{type(error).__name__}: {error}\n'
    url = getattr(error, 'url', None)
    if url and url not in text:
        text += f'  {getattr(error, "method", "")} {url}\n'
    return text


def _remember(kind: type[BaseException] | None,
              error: BaseException | None,
              trace: TracebackType | None) -> None:
    """Keep the traceback for traceback.print_last() and %tb."""
    sys.last_type, sys.last_value, sys.last_traceback = kind, error, trace


# -- Python's own -------------------------------------------------------------


def _python(names: dict[str, Any], greeting: str) -> None:
    with _completion(names), tidy_display():
        _Console(names).interact(greeting, exitmsg='')


class _Completer(rlcompleter.Completer):
    """Names for the Tab key: methods first, constants once they are begun.

    readline sorts what it is given, and would show 140 constants of a client
    before its first method.
    """

    def attr_matches(self, text: str) -> list[str]:
        """Return what ``text``, a name with a dot in it, may become."""
        names = super().attr_matches(text)
        others = [name for name in names
                  if not name.rpartition('.')[2].isupper()]
        return others or names


class _Console(code.InteractiveConsole):
    """Python's prompt, with the array's errors on one line."""

    def showtraceback(self) -> None:
        kind, error, trace = sys.exc_info()
        if not isinstance(error, _REFUSALS):
            super().showtraceback()
            return
        _remember(kind, error, trace and trace.tb_next)
        self.write(_description(error))


@contextlib.contextmanager
def _completion(names: dict[str, Any]) -> Generator[None, None, None]:
    """Enable Tab completion, where readline is available."""
    try:
        import readline
    except ImportError:                 # Windows
        yield
        return
    before = readline.get_completer()
    readline.set_completer(_Completer(names).complete)
    readline.parse_and_bind(
        'bind ^I rl_complete' if 'libedit' in (readline.__doc__ or '')
        else 'tab: complete')
    try:
        yield
    finally:
        readline.set_completer(before)


@contextlib.contextmanager
def tidy_display() -> Generator[None, None, None]:
    """Show values as tables while the prompt is open."""
    before = sys.displayhook
    sys.displayhook = _show
    try:
        yield
    finally:
        sys.displayhook = before


def _show(value: object) -> None:
    text = tables.text(value, _width())
    if text is None:
        sys.__displayhook__(value)
        return
    encoding = sys.stdout.encoding or 'ascii'
    sys.stdout.write(text.encode(encoding, 'backslashreplace').decode(
        encoding) + '\n')
    setattr(builtins, '_', value)  # noqa: B010 - as Python's own hook does


# -- IPython ------------------------------------------------------------------


def _ipython(names: dict[str, Any], greeting: str) -> bool:
    """Run IPython with the user's own settings; return False without it."""
    try:
        module = importlib.import_module('IPython.terminal.ipapp')
    except ImportError:
        return False
    app: Any = module.TerminalIPythonApp.instance(display_banner=False)
    app.initialize([])
    app.shell.push(names)
    shown = app.shell.display_formatter.formatters['text/plain']
    for kind in (dict, list):
        shown.for_type(kind, _pretty)
    app.shell.set_custom_exc(_REFUSALS, _refused)
    _complete_clients(app.shell)
    sys.stdout.write(greeting + '\n')
    app.start()
    return True


def _complete_clients(shell: Any) -> None:
    """Let Tab show the methods of a client first, as at Python's prompt."""
    try:
        completer: Any = importlib.import_module('IPython.core.completer')
        context_matcher = completer.context_matcher
    except (ImportError, AttributeError):       # before IPython 8.6
        return

    def matcher(context: Any) -> dict[str, Any]:
        words = _words_of_client(shell.user_ns, context.token)
        return {'completions': [completer.SimpleCompletion(word)
                                for word in words],
                'ordered': True, 'suppress': bool(words)}

    shell.Completer.custom_matchers.append(context_matcher()(matcher))


def _words_of_client(names: dict[str, Any], token: str) -> list[str]:
    """Return what ``cl.getV`` may become; nothing for other objects."""
    if not isinstance(names.get(token.rpartition('.')[0]), HPE3ParClient):
        return []
    return [word.rstrip('()') for word in _Completer(names).attr_matches(token)]


def _refused(shell: Any, kind: type[BaseException], error: BaseException,
             trace: TracebackType, tb_offset: Any = None) -> None:
    _remember(kind, error, trace)
    sys.stdout.write(_description(error))


def _pretty(value: Any, printer: Any, cycle: bool) -> None:
    text = None if cycle else tables.text(value, _width())
    printer.text(repr(value) if text is None else text)
