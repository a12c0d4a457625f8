"""An array's web service reduced to what a benchmark must not measure.

Prepared bytes from plain sockets, with and without TLS, connections kept or
closed, as a process of its own: a request costs it tens of microseconds, where
the simulated array's framework would take a hundred times as long.

It knows sessions (one request of a key at a time, as arrays do it), and it
trusts every client: this is no model of an array. A user's name says what the
array is like: ``latency-20`` answers after 20 ms.
"""

import contextlib
import itertools
import json
import re
import socket
import ssl
import sys
import threading
import time

import content

#: threads that wait for connections on each port
WAITING = 4

LENGTH = re.compile(rb'\r\ncontent-length: *(\d+)', re.IGNORECASE)
KEY = re.compile(rb'\r\nx-hp3par-wsapi-sessionkey: *([^\r]+)', re.IGNORECASE)

LINE = {200: b'200 OK', 201: b'201 Created', 403: b'403 Forbidden',
        404: b'404 Not Found'}
COMMON = (b'Server: hp3par-wsapi\r\nCache-Control: no-cache\r\n'
          b'Pragma: no-cache\r\nDate: Mon, 23 Nov 2026 12:00:00 GMT\r\n')


def reply(status, body=b'', close=False, extra=b''):
    """A whole answer; ``body`` is a list of pieces where it is chunked."""
    head = b'HTTP/1.1 ' + LINE[status] + b'\r\n' + COMMON + extra
    if close:
        head += b'Connection: close\r\n'
    if body:
        head += b'Content-Type: application/json\r\n'
    if isinstance(body, list):
        return b''.join([
            head, b'Transfer-Encoding: chunked\r\n\r\n',
            *[b'%x\r\n%s\r\n' % (len(piece), piece) for piece in body],
            b'0\r\n\r\n'])
    return head + b'Content-Length: %d\r\n\r\n' % len(body) + body


class Sessions:
    """The keys that were given, and the lock that each of them is."""

    def __init__(self):
        self._numbers = itertools.count(1)
        self._live = {}
        self.logins = 0

    def open(self, user):
        """A new key for a user whose name may hold a latency in ms."""
        result = re.search(r'latency-(\d+)', user)
        self.logins += 1
        key = b'0-%032x-bench' % next(self._numbers)
        self._live[key] = (threading.Lock(),
                           int(result.group(1)) / 1000 if result else 0.0)
        return key

    def close(self, key):
        self._live.pop(key, None)

    def expire(self):
        """Forget every key."""
        self._live.clear()

    def waited(self, key):
        """Take the key's turn; False where there is no such key."""
        lock, latency = self._live.get(key, (None, 0.0))
        if lock is not None and latency:
            with lock:
                time.sleep(latency)
        return lock is not None


class Service:
    """Answers requests; one object for all ports."""

    def __init__(self, volumes):
        self.sessions = Sessions()
        self.counts = {'connections': 0, 'resumed': 0}
        self._bodies = {b'/volumes/' + content.NAME.encode():
                        content.text_of(content.volume(42))}
        self._volumes = volumes
        self._ready = {True: {}, False: {}}
        self._lock = threading.Lock()

    def answer(self, method, target, head, body, close):
        """The bytes to send for one request."""
        path = target[7:] if target.startswith(b'/api/v1') else target
        if path.startswith(b'/credentials'):
            return self._credentials(method, path, body, close)
        if path.startswith((b'/bench/', b'/api')):
            return self._open_to_all(path, body, close)
        key = KEY.search(head)
        if key is None or not self.sessions.waited(key.group(1)):
            return reply(403, b'{"code":6,"desc":"invalid session key"}',
                         close)
        if method == b'POST':
            return reply(201, close=close,
                         extra=b'Location: /api/v1/volumes/data-new\r\n')
        return self._prepared(path, close)

    def _prepared(self, path, close):
        ready = self._ready[close]
        if path not in ready:
            with self._lock:
                ready[path] = self._made(path, close)
        return ready[path]

    def _made(self, path, close):
        if path == b'/volumes':
            return reply(200, content.chunks(self._volumes), close)
        if path in self._bodies:
            return reply(200, self._bodies[path], close)
        return reply(404, b'{"code":11,"desc":"no such resource"}', close)

    def _credentials(self, method, path, body, close):
        if method == b'DELETE':
            self.sessions.close(path[len(b'/credentials/'):])
            return reply(200, close=close)
        key = self.sessions.open(json.loads(body)['user'])
        return reply(201, b'{"key":"%s"}' % key, close,
                     b'Location: /api/v1/credentials/%s\r\n' % key)

    def _open_to_all(self, path, body, close):
        if path == b'/bench/expire':
            self.sessions.expire()
        elif path == b'/bench/volumes':
            self._volumes = json.loads(body)
            for ready in self._ready.values():
                ready.pop(b'/volumes', None)
        elif path == b'/api':
            return reply(200, b'{"major":1,"minor":6,"revision":3,'
                              b'"build":30301215}', close)
        return reply(200, json.dumps(dict(
            self.counts, logins=self.sessions.logins)).encode(), close)


class Port:
    """One listening port, and the threads that serve it."""

    def __init__(self, service, context, close):
        self._service = service
        self._context = context
        self._close = close
        self._listener = socket.create_server(('127.0.0.1', 0), backlog=256)
        self.number = self._listener.getsockname()[1]
        self._waiting = 0
        self._lock = threading.Lock()
        self._keep_waiting()

    def _keep_waiting(self, more=0):
        """See that threads wait, however many are busy."""
        with self._lock:
            self._waiting += more
            missing = WAITING - self._waiting
            self._waiting += max(0, missing)
        for _ in range(missing):
            threading.Thread(target=self._work, daemon=True).start()

    def _work(self):
        while True:
            sock, _ = self._listener.accept()
            self._keep_waiting(-1)
            sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            with contextlib.suppress(OSError):
                if self._context is not None:
                    sock = self._context.wrap_socket(sock, server_side=True)
                    self._service.counts['resumed'] += sock.session_reused
                self._service.counts['connections'] += 1
                self._serve(sock)
            sock.close()
            with self._lock:
                self._waiting += 1

    def _serve(self, sock):
        data = b''
        while True:
            end = data.find(b'\r\n\r\n')
            while end < 0:
                piece = sock.recv(65536)
                if not piece:
                    return
                data += piece
                end = data.find(b'\r\n\r\n')
            head, data = data[:end], data[end + 4:]
            length = LENGTH.search(head)
            expected = int(length.group(1)) if length else 0
            while len(data) < expected:
                data += sock.recv(65536)
            method, target, _ = head.split(b' ', 2)
            sock.sendall(self._service.answer(
                method, target, head, data[:expected], self._close))
            data = data[expected:]
            if self._close:
                return


def contexts(certificate):
    """A TLS context for each manner.

    3PAR closes every connection, and its strict policy is TLS 1.2. That the
    others speak TLS 1.3 is a choice of ours.
    """
    result = {}
    for manner in ('kept', 'close'):
        result[manner] = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        result[manner].load_cert_chain(certificate)
    result['close'].maximum_version = ssl.TLSVersion.TLSv1_2
    return result


def main():
    """Serve until standard input ends; say first where."""
    service = Service(100)
    ports = {}
    for manner, context in contexts(sys.argv[1]).items():
        close = manner == 'close'
        ports['http-' + manner] = Port(service, None, close).number
        ports['https-' + manner] = Port(service, context, close).number
    print(json.dumps(ports), flush=True)
    sys.stdin.read()


if __name__ == '__main__':
    main()
