"""Calls the published client and says, as lines of JSON, what it did.

It runs where that client is installed, knows nothing of this project, and
uses nothing of the client but its documented methods. Waits before another
attempt are told and cut short, so that a campaign does not last for days.

There is one thread: the published client turns threads into greenlets.
"""

import json
import os
import sys
import threading
import time

OUT = os.fdopen(os.dup(1), 'w')
LONGEST_WAIT = 0.02


def say(**values):
    OUT.write(json.dumps(values, default=str) + '\n')
    OUT.flush()


def hasten(sleep):
    def short(seconds):
        say(waits=True)
        sleep(min(seconds, LONGEST_WAIT))
    return short


def error(ex):
    printable, text = True, ''
    try:
        text = f'{ex}\n{ex!r}'
    except Exception as failure:
        printable = False
        text = f'{type(failure).__name__} when printed'
    status = getattr(ex, 'http_status', None)
    return {'done': False, 'text': text, 'printable': printable,
            'status': status if isinstance(status, int) else None,
            'sent': True, 'classes': [
                ('.' if kind.__module__ == 'hpe3parclient.exceptions'
                 else '') + kind.__name__ for kind in type(ex).__mro__]}


class Worker:
    def make(self, url, timeout):
        from hpe3parclient import client
        self.client = client.HPE3ParClient(url, secure=False,
                                           timeout=timeout)

    def call(self, method, args, named):
        return getattr(self.client, method)(*args, **named)

    def left(self):
        result = {'threads': threading.active_count() - 1}
        if os.path.isdir('/proc/self/fd'):
            result['sockets'] = sum(
                'socket:' in _link('/proc/self/fd/' + name)
                for name in os.listdir('/proc/self/fd'))
        return result


def _link(path):
    try:
        return os.readlink(path)
    except OSError:
        return ''


def answer(worker, do, values):
    try:
        said = {'done': True, 'answer': getattr(worker, do)(**values)}
    except Exception as ex:
        said = error(ex)
    say(**said)


def main():
    os.dup2(2, 1)       # what the client prints must not get between
    time.sleep = hasten(time.sleep)
    worker = Worker()
    for line in sys.stdin:
        values = json.loads(line)
        answer(worker, values.pop('do'), values)


if __name__ == '__main__':
    main()
