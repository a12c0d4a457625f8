"""Makes calls on a client and reports, as lines of JSON, what came of them.

It runs where a client is installed, the published one or this project's, and
uses nothing but the standard library and that client. The client is a black
box: it is imported and called.

A line from the harness is a command, the last line of an answer is
``{"done": ...}``. When the client sleeps, ``{"sleep": seconds}`` goes out
instead and the sleep ends as soon as the harness has turned the array's clock.
"""

import base64
import collections.abc
import contextlib
import importlib
import inspect
import io
import json
import logging
import os
import sys
import threading
import time
import warnings

OUT = os.fdopen(os.dup(1), 'w')
_SLEEP = time.sleep


def report(**values):
    OUT.write(json.dumps(values) + '\n')
    OUT.flush()


# -- values, with their types --------------------------------------------------


def encode(value):
    """A value as JSON that says of what type it is."""
    if value is None or type(value) in (bool, int, float, str):
        return value
    if type(value) is list:
        return [encode(item) for item in value]
    if type(value) is tuple:
        return {'$tuple': [encode(item) for item in value]}
    if type(value) is bytes:
        return {'$bytes': base64.b64encode(value).decode('ascii')}
    if type(value) is dict:
        return {key if type(key) is str else f'$key {key!r}': encode(item)
                for key, item in value.items()}
    return _encode_object(value)


def _encode_object(value):
    if isinstance(value, collections.abc.Mapping):
        # Headers of an answer; programs read them by name, in any case.
        return {'$headers': {str(key).lower(): encode(item)
                             for key, item in value.items()}}
    for kind in (str, int, float, list, dict, set):
        if isinstance(value, kind):
            return {'$' + kind.__name__: repr(value)}
    if callable(value):
        return {'$callable': getattr(value, '__name__', '?')}
    return {'$object': type(value).__name__}


def decode(value):
    """What :func:`encode` was given."""
    if isinstance(value, list):
        return [decode(item) for item in value]
    if not isinstance(value, dict):
        return value
    if list(value) == ['$tuple']:
        return tuple(decode(item) for item in value['$tuple'])
    if list(value) == ['$bytes']:
        return base64.b64decode(value['$bytes'])
    return {key: decode(item) for key, item in value.items()}


def encode_error(error):
    """What programs look at in an exception."""
    seen = {'class': type(error).__name__,
            'bases': sorted({base.__name__ for base in type(error).__mro__}
                            - {type(error).__name__})}
    for name in ('get_code', 'get_description', 'get_ref'):
        method = getattr(error, name, None)
        if method is not None:
            seen[name] = encode(method())
    if hasattr(error, 'http_status'):
        seen['http_status'] = encode(error.http_status)
    try:
        seen['str'] = str(error)
    except Exception as failure:
        seen['str'] = {'$raises': type(failure).__name__}
    return seen


# -- a client ------------------------------------------------------------------


class Injection:
    """A difference that the harness asks for, to see that it is noticed."""

    def __init__(self, kind):
        self.kind = kind

    def __call__(self, client, function, args, named):
        if self.kind == 'request':
            client.http.get('/volumes')
        elif self.kind == 'command':
            client._run(['showversion'])
        elif self.kind == 'error':
            raise RuntimeError('injected')
        elif self.kind == 'print':
            OUT_OF_CLIENT.write('injected')
        result = function(*args, **named)
        if self.kind == 'result':
            return {'injected': result}
        if self.kind == 'argument':
            for value in (*args, *named.values()):
                if isinstance(value, dict):
                    value['injected'] = True
        return result


OUT_OF_CLIENT = io.StringIO()


class Worker:
    def __init__(self):
        self.client = None
        self.module = importlib.import_module('hpe3parclient.client')

    def methods(self, module, owner):
        """Parameters by public method: name and whether it has a default."""
        owner = getattr(importlib.import_module(module), owner)
        return {name: [(item.name, item.default is not item.empty,
                        str(item.kind)) for item in
                       inspect.signature(value).parameters.values()
                       if item.name != 'self']
                for name, value in inspect.getmembers(owner, callable)
                if not name.startswith('_')}

    def constants(self, module, owner):
        owner = getattr(importlib.import_module(module), owner)
        return {name: encode(value) for name, value
                in inspect.getmembers(owner) if name.isupper()}

    def make(self, url, ssh_port, log_in, module, owner):
        self.url = url
        self.ssh_port = ssh_port
        if module is None:
            return
        kind = getattr(importlib.import_module(module), owner)
        self.client = kind(url)
        if log_in:
            self.client.login('3paradm', '3pardata')
        if ssh_port is not None:
            self.client.setSSHOptions('127.0.0.1', '3paradm', '3pardata',
                                      port=ssh_port)

    def before(self, method, args, named):
        """A call whose outcome does not count."""
        with contextlib.suppress(Exception):
            self._function(method)(*self._given(args), **self._given(named))

    def call(self, method, args, named, injection):
        args, named = self._given(args), self._given(named)
        OUT_OF_CLIENT.seek(0)
        OUT_OF_CLIENT.truncate()
        seen = {}
        try:
            with contextlib.redirect_stdout(OUT_OF_CLIENT):
                function = self._function(method)
                if injection is not None:
                    result = Injection(injection)(self.client, function,
                                                  args, named)
                else:
                    result = function(*args, **named)
            seen['returns'] = encode(result)
        except Exception as error:
            seen['raises'] = encode_error(error)
        seen['arguments'] = encode([list(args), named])
        seen['prints'] = OUT_OF_CLIENT.getvalue()
        return seen

    def leave(self):
        client, self.client = self.client, None
        with contextlib.suppress(Exception):
            client.logout()
        with contextlib.suppress(Exception):
            client.http.close()

    def _function(self, method):
        if method == 'HPE3ParClient':
            return self._made
        result = self.client
        for name in method.split('.'):
            result = getattr(result, name)
        return result if callable(result) else lambda: result

    def _made(self, *args, **named):
        """A client by its constructor, and what its first request gives."""
        client = self.client = self.module.HPE3ParClient(*args, **named)
        client.login('3paradm', '3pardata')
        return [client.api_url, client.getCPG('cpg1')['name']]

    def _given(self, value):
        """Arguments, with what is known only while the array is served."""
        if isinstance(value, str):
            return self.url if value == '<url>' else \
                self.ssh_port if value == '<ssh port>' else value
        if isinstance(value, (list, tuple)):
            return type(value)(self._given(item) for item in value)
        if isinstance(value, dict):
            return {key: self._given(item) for key, item in value.items()}
        return value


# -- the conversation ----------------------------------------------------------


def sleep(seconds):
    """The array's clock goes on at once for what the client sleeps."""
    if threading.current_thread() is not threading.main_thread():
        _SLEEP(seconds)
        return
    report(sleep=seconds)
    sys.stdin.readline()


def prepare():
    warnings.simplefilter('ignore')
    logging.disable(logging.CRITICAL)
    os.dup2(2, 1)       # what a client prints must not get between
    time.sleep = sleep
    with contextlib.suppress(ImportError):
        from eventlet import greenthread
        greenthread.sleep = lambda seconds=0: None


def main():
    if len(sys.argv) > 1:
        sys.path.insert(0, sys.argv[1])
    prepare()
    worker = Worker()
    report(done=os.path.dirname(worker.module.__file__))
    while True:
        line = sys.stdin.readline()
        if not line:
            return
        values = decode(json.loads(line))
        try:
            result = getattr(worker, values.pop('do'))(**values)
        except Exception as error:
            report(failed=f'{type(error).__name__}: {error}')
        else:
            report(done=result)


if __name__ == '__main__':
    main()
