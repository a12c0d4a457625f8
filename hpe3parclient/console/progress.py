"""A bar that shows how far a task is.

Knows tqdm and rich, if one of them is there, and a terminal; neither is
needed. It knows of tasks only what a
:class:`~hpe3parclient.waiters.Progress` tells.
"""

from __future__ import annotations

import importlib
import sys
from types import TracebackType
from typing import TYPE_CHECKING, Any, TextIO

if TYPE_CHECKING:
    from hpe3parclient.waiters import Progress


def progressBar(file: TextIO | None = None) -> ProgressBar:
    """Return a progress bar for ``waitForTask(…, progress=progressBar())``.

    It is drawn by tqdm where that is installed (``pip install
    'python-3parclient[progress]'``), else by rich, else as plain text: one
    line that is written over on a terminal, a line for each change anywhere
    else.

    :param file: where to draw; None is stderr
    :returns: something to be called with each
        :class:`~hpe3parclient.waiters.Progress`. waitForTask ends it; so
        does ``close()`` or leaving its ``with`` block. After that it can be
        used for another task
    """
    return ProgressBar(file)


class ProgressBar:
    """The result of :func:`progressBar`.

    :param file: where to draw; None is stderr
    """

    def __init__(self, file: TextIO | None = None) -> None:
        self._file = file
        self._painter: Any = None

    def __call__(self, progress: Progress) -> None:
        """Show the progress of a task."""
        if self._painter is None:
            file = sys.stderr if self._file is None else self._file
            if file is None:
                return      # a program without a console
            self._painter = _painter(file, printable(progress))
        self._painter.show(progress)

    def close(self) -> None:
        """End the line; the next task starts a new one."""
        painter, self._painter = self._painter, None
        if painter is not None:
            painter.close()

    def __enter__(self) -> ProgressBar:
        return self

    def __exit__(self, kind: type[BaseException] | None,
                 error: BaseException | None,
                 traceback: TracebackType | None) -> None:
        self.close()


def printable(progress: Progress) -> str:
    """Return the name of a task without control characters."""
    name = ''.join(char if char.isprintable() else '?'
                   for char in progress.name)
    return name or f'task {progress.taskId}'


def _painter(file: TextIO, name: str) -> Any:
    """Return the best display that is installed."""
    for kind in (_Tqdm, _Rich):
        try:
            return kind(file, name)
        except ImportError:
            continue
    return _Plain(file, name)


class _Tqdm:
    """Draws with tqdm."""

    def __init__(self, file: TextIO, name: str) -> None:
        tqdm = importlib.import_module('tqdm').tqdm
        # Its thread, which would outlive the bar, is not needed: each look
        # at the task draws.
        quiet = type('Bar', (tqdm,), {'monitor_interval': 0})
        self._bar = quiet(
            total=100, desc=name, file=file, leave=True,
            bar_format='{l_bar}{bar}| {elapsed}{postfix}')

    def show(self, progress: Progress) -> None:
        """Draw the progress."""
        self._bar.n = progress.percent or 0
        self._bar.set_postfix_str(_details(progress), refresh=True)

    def close(self) -> None:
        """Leave the bar as it is, and end its line."""
        self._bar.close()


class _Rich:
    """Draws with rich."""

    def __init__(self, file: TextIO, name: str) -> None:
        console = importlib.import_module('rich.console')
        drawing = importlib.import_module('rich.progress')
        # A name is no markup; and without auto_refresh there is no thread.
        self._display = drawing.Progress(
            drawing.TextColumn('{task.description}', markup=False),
            drawing.BarColumn(), drawing.TaskProgressColumn(),
            drawing.TimeElapsedColumn(),
            drawing.TextColumn('{task.fields[details]}', markup=False),
            console=console.Console(file=file), auto_refresh=False)
        self._task = self._display.add_task(name, total=None, details='')
        self._display.start()

    def show(self, progress: Progress) -> None:
        """Draw the progress."""
        known = progress.percent is not None
        self._display.update(
            self._task, total=100 if known else None,
            completed=progress.percent or 0, details=_details(progress),
            refresh=True)

    def close(self) -> None:
        """Leave the bar as it is and restore the cursor."""
        self._display.stop()


class _Plain:
    """Writes text."""

    def __init__(self, file: TextIO, name: str) -> None:
        self._file, self._name = file, name
        self._terminal = file.isatty()
        self._shown = ''

    def show(self, progress: Progress) -> None:
        """Write the progress if it has changed."""
        text = self._name + ': ' + ('…' if progress.percent is None
                                    else '%d %%' % progress.percent)
        details = _details(progress)
        if details:
            text += f' ({details})'
        if text == self._shown:
            return
        line = '\r' + text.ljust(len(self._shown)) if self._terminal \
            else text + '\n'
        self._file.write(line)
        self._file.flush()
        self._shown = text

    def close(self) -> None:
        """End the line."""
        if self._terminal:
            self._file.write('\n')
            self._file.flush()


def _details(progress: Progress) -> str:
    """Format phases and steps, where the array reports them."""
    return ', '.join(f'{what} {part}' for what, part in (
        ('phase', progress.phase), ('step', progress.step))
        if part is not None)
