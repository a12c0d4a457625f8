"""Calls as data: what is called, with what, and on which array.

A module of this package makes a :class:`Recorder` and calls the client's
methods on it; nothing is sent, each call is written down::

    calls = Recorder()
    calls.getVolume('vol1')
    calls.ssh.getPorts()
    calls.on('primera-4.x').getVolumes()
    calls.forms.createVolume('new', 'cpg1', 1024, {'tpvv': True})
"""

from __future__ import annotations

import dataclasses
import importlib
import inspect
from typing import Any, Callable

DEFAULT_MODEL = '3par-3.3.1'


@dataclasses.dataclass(frozen=True)
class Call:
    """One call and its circumstances."""

    method: str
    args: tuple[Any, ...] = ()
    named: dict[str, Any] = dataclasses.field(default_factory=dict)
    #: name of the array's personality
    model: str = DEFAULT_MODEL
    #: the client has SSH options
    ssh: bool = False
    #: name of a builder in ``state``
    state: str = 'furnished'
    #: the client is logged in
    log_in: bool = True
    #: calls before this one, whose outcome does not count
    before: tuple[Call, ...] = ()
    #: where the client comes from
    owner: str = 'hpe3parclient.client:HPE3ParClient'

    @property
    def expression(self) -> str:
        """The call as Python writes it."""
        given = [repr(value) for value in self.args]
        given += [f'{name}={value!r}' for name, value in self.named.items()]
        return f'{self.method}({", ".join(given)})'

    @property
    def id(self) -> str:
        """The call and its circumstances, which no other call has."""
        parts = [self.expression]
        if self.ssh:
            parts.append('with SSH')
        if self.model != DEFAULT_MODEL:
            parts.append(f'on {self.model}')
        if self.state != 'furnished':
            parts.append(f'state {self.state}')
        if self.owner != Call.owner:
            parts.append('of ' + self.owner.rpartition(':')[2])
        if not self.log_in:
            parts.append('not logged in')
        parts += [f'after {call.expression}' for call in self.before]
        return ', '.join(parts)


class Recorder:
    """Writes down the calls that are made on it.

    :param calls: where to; recorders that are derived share it
    :param forms: write each call down with positional and with keyword
        arguments
    :param options: circumstances, as :class:`Call` takes them
    """

    def __init__(self, calls: list[Call] | None = None, forms: bool = False,
                 **options: Any) -> None:
        self._calls: list[Call] = [] if calls is None else calls
        self._forms = forms
        self._options = options

    def __iter__(self) -> Any:
        return iter(self._calls)

    def _derived(self, forms: bool | None = None,
                 **options: Any) -> Recorder:
        return Recorder(self._calls, self._forms if forms is None else forms,
                        **{**self._options, **options})

    @property
    def ssh(self) -> Recorder:
        """With SSH options."""
        return self._derived(ssh=True)

    @property
    def empty(self) -> Recorder:
        """On an array as it is delivered."""
        return self._derived(state='empty')

    @property
    def files(self) -> Recorder:
        """On an array with File Persona's objects."""
        return self._derived(state='files')

    @property
    def stranger(self) -> Recorder:
        """Without a log-in."""
        return self._derived(log_in=False)

    @property
    def forms(self) -> Recorder:
        """Each call twice: as it is written, and with keywords alone."""
        return self._derived(forms=True)

    def on(self, model: str) -> Recorder:
        """On another kind of array."""
        return self._derived(model=model)

    def after(self, method: str, *args: Any, **named: Any) -> Recorder:
        """When another call has been made."""
        earlier = self._options.get('before', ())
        return self._derived(before=(*earlier, Call(method, args, named)))

    def call(self, method: str, *args: Any, **named: Any) -> None:
        """Write down a call; for names that hold a dot."""
        self._calls.append(Call(method, args, named, **self._options))
        if self._forms and args:
            names = _parameters(
                self._options.get('owner', Call.owner), method)
            self._calls.append(Call(
                method, (), {**dict(zip(names, args)), **named},
                **self._options))

    def __getattr__(self, name: str) -> Callable[..., None]:
        if name.startswith('__'):
            raise AttributeError(name)
        return lambda *args, **named: self.call(name, *args, **named)


def _parameters(owner: str, method: str) -> list[str]:
    """Names of a method's parameters; they are those of the reference."""
    module, _, name = owner.partition(':')
    function = getattr(getattr(importlib.import_module(module), name), method)
    return [name for name in inspect.signature(function).parameters
            if name != 'self']
