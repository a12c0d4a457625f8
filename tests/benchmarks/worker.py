"""A process in which one contestant is measured.

It takes a command per line, as JSON, and answers each with a line. It runs in
the environment of its contestant, so it imports nothing but the standard
library; the published client has an environment of its own.

It knows how to repeat and to time. What is compared with what, it does not
know.
"""

import cProfile
import json
import os
import platform
import pstats
import ssl
import sys
import threading
import time
import urllib.request
from importlib import metadata

import content
import contestants

LIBRARIES = ('python-3parclient', 'requests', 'urllib3', 'paramiko',
             'cryptography', 'eventlet', 'orjson')


def memory(field):
    """This process's memory in KiB: VmRSS now, VmHWM at its peak."""
    try:
        with open('/proc/self/status', encoding='ascii') as lines:
            for line in lines:
                if line.startswith(field + ':'):
                    return int(line.split()[1])
    except OSError:
        pass
    import resource
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak // 1024 if sys.platform == 'darwin' else peak


def versions():
    """What this process is made of."""
    result = {'python': platform.python_version(),
             'openssl': ssl.OPENSSL_VERSION}
    for name in LIBRARIES:
        try:
            result[name] = metadata.version(name)
        except metadata.PackageNotFoundError:
            result[name] = None
    return result


def together(threads, work, loops):
    """Run ``work(number)`` about ``loops`` times, by so many threads.

    :returns: the errors that ended a thread
    """
    failed = []

    def repeat(number):
        try:
            for _ in range(max(1, loops // threads)):
                work(number)
        except Exception as ex:
            failed.append(repr(ex))

    running = [threading.Thread(target=repeat, args=(number,))
               for number in range(threads)]
    for thread in running:
        thread.start()
    for thread in running:
        thread.join()
    return failed


class Worker:
    """One contestant, made ready for one case."""

    def begin(self, kind, operation, settings, root=None):
        """Make the contestant; give the outline of its first result."""
        if root is not None:
            sys.path.append(root)
        if 'orjson' not in kind:
            sys.modules['orjson'] = None
        elif versions()['orjson'] is None:
            raise RuntimeError('orjson is not installed')
        self._settings = settings
        kinds = contestants.CLI_KINDS if 'ssh' in settings \
            else contestants.KINDS
        self._kind = kinds[kind]
        self._operation = operation
        self._threads = settings.get('threads')
        self._made = self._kind(settings)
        self._base = memory('VmRSS')
        getattr(self, '_ready_' + settings.get('sharing', 'alone'))()
        return {'outline': content.outline(self._call()),
                'versions': versions(), 'made of': self._made.versions()}

    def _ready_alone(self):
        self._made.login()
        words = self._settings.get('words')
        if self._operation == 'connect':
            self._call = lambda: self._connect(words)
        elif self._operation == 'command':
            self._call = lambda: self._made.command(words)
        else:
            self._call = getattr(self._made, self._operation)
        self._repeat = self._repeat_alone

    def _connect(self, words):
        made = self._kind(self._settings)
        made.login()
        try:
            return made.command(words)
        finally:
            made.close()

    def _repeat_alone(self, loops):
        call = self._call
        for _ in range(loops):
            call()

    def _ready_shared(self):
        self._ready_alone()
        self._repeat = lambda loops: self._checked(together(
            self._threads, lambda _: self._call(), loops))

    def _ready_own(self):
        """One contestant per thread, each with a session of its own."""
        self._ready_alone()
        calls = [getattr(self._made.another(), self._operation)
                 for _ in range(self._threads)]
        self._repeat = lambda loops: self._checked(together(
            self._threads, lambda number: calls[number](), loops))

    def _ready_pool(self):
        """This client's way to work in parallel."""
        from hpe3parclient.pool import ClientPool
        settings = self._settings
        pool = ClientPool(settings['url'], settings['user'], 'password',
                          size=self._threads, secure=settings['ca'] or False,
                          suppress_ssl_warnings=True)
        self._made.close = pool.close

        def get(client, _):
            return client.getVolume(content.NAME)

        self._call = lambda: next(pool.map(get, [None]))
        self._repeat = lambda loops: list(pool.map(get, [None] * loops))
        # every worker logs in before anything is measured
        self._repeat(self._threads * 4)

    @staticmethod
    def _checked(failed):
        if failed:
            raise RuntimeError('; '.join(failed[:3]))

    def measure(self, loops):
        """Seconds and CPU seconds of so many repetitions."""
        used = time.process_time()
        started = time.perf_counter()
        self._repeat(loops)
        seconds = time.perf_counter() - started
        return {'seconds': seconds, 'cpu': time.process_time() - used}

    def memory(self):
        """Memory in KiB: now, at the peak, and before the first call."""
        return {'now': memory('VmRSS'), 'peak': memory('VmHWM'),
                'before': self._base}

    def expire(self, threads, counts, expire):
        """Let the key expire under so many threads; count the logins."""
        self._repeat_alone(3)
        before = _asked(expire)
        failed = together(threads, lambda _: self._call(), threads)
        after = _asked(counts)
        return {'logins': after['logins'] - before['logins'],
                'errors': len(failed)}

    def profile(self, loops):
        """Own time of each function, in microseconds per repetition."""
        profiler = cProfile.Profile()
        profiler.enable()
        self._repeat(loops)
        profiler.disable()
        stats = pstats.Stats(profiler)
        rows = {}
        for (path, _, name), row in stats.stats.items():
            where = _shown(path) + name
            rows[where] = rows.get(where, 0.0) + row[2] * 1e6 / loops
        return rows

    def end(self):
        """Log out."""
        self._made.close()


def _asked(url):
    with urllib.request.urlopen(url) as answer:  # noqa: S310  it is ours
        return json.load(answer)


def _shown(path):
    """A file's name as short as it is still known by."""
    parts = path.replace(os.sep, '/').split('/')
    return '' if path in ('~', '') else '/'.join(parts[-2:]) + ' '


def main():
    """Obey until standard input ends."""
    # What a contestant prints must not get between the answers.
    out = os.fdopen(os.dup(1), 'w')
    os.dup2(2, 1)
    worker = Worker()
    for line in sys.stdin:
        command = json.loads(line)
        try:
            value = getattr(worker, command.pop('do'))(**command)
            answer = {'value': value}
        except Exception as ex:
            answer = {'error': f'{type(ex).__name__}: {ex}'}
        print(json.dumps(answer), file=out, flush=True)


if __name__ == '__main__':
    main()
