"""Those who are compared, each able to do the same few things.

Everybody logs in, gets a volume, makes one, gets the list. It knows nothing
of time: :mod:`worker` measures. Every library is imported by the class that
needs it, since the published client lives where others are not installed.
"""

import json
import os
import socket
import ssl
import sys
from urllib.parse import urlsplit

import content

KEY_HEADER = 'X-Hp3Par-Wsapi-Sessionkey'


class Contestant:
    """One of those who are compared.

    :param settings: ``url``, ``ca`` (None: nothing is verified), ``user``,
        ``ssh`` (a port)
    """

    def __init__(self, settings):
        self.settings = settings
        self.url = settings.get('url')
        self.ca = settings.get('ca')

    def versions(self):
        """Names and versions of what this one is made of."""
        return {}

    def another(self):
        """One more with a session of its own."""
        made = type(self)(self.settings)
        made.login()
        return made

    def login(self):
        raise NotImplementedError

    def get(self):
        raise NotImplementedError

    def post(self):
        raise NotImplementedError

    def volumes(self):
        raise NotImplementedError

    def close(self):
        raise NotImplementedError


class Client(Contestant):
    """A client class: this project's, or the published one."""

    def __init__(self, settings):
        super().__init__(settings)
        from hpe3parclient import client
        self.client = client.HPE3ParClient(
            self.url, secure=self.ca or False, suppress_ssl_warnings=True)

    def versions(self):
        import hpe3parclient
        return {'hpe3parclient': hpe3parclient.version,
                'path': os.path.dirname(hpe3parclient.__file__),
                'orjson': bool(sys.modules.get('orjson'))}

    def login(self):
        self.client.login(self.settings['user'], 'password')

    def get(self):
        return self.client.getVolume(content.NAME)

    def post(self):
        self.client.createVolume(content.NEW['name'], content.NEW['cpg'],
                                 content.NEW['sizeMiB'], {'tpvv': True})

    def volumes(self):
        return self.client.getVolumes()

    def close(self):
        self.client.logout()


class Iterating(Client):
    """This client, which takes one volume of a list at a time."""

    def volumes(self):
        count, first, last = 0, None, None
        for last in self.client.iterVolumes():
            first = first or last
            count += 1
        return {'total': count, 'members': Ends(count, first, last)}


class Ends:
    """A list of which only the ends were kept."""

    def __init__(self, count, first, last):
        self._count = count
        self._ends = {0: first, -1: last}

    def __len__(self):
        return self._count

    def __getitem__(self, index):
        return self._ends[index]


class Call(Contestant):
    """``requests.request`` for every call."""

    def __init__(self, settings):
        super().__init__(settings)
        import requests
        import urllib3
        urllib3.disable_warnings()
        self._request = requests.request
        self._headers = {'Accept': 'application/json'}

    def _ask(self, method, path, **kwargs):
        response = self._request(
            method, self.url + path, headers=self._headers,
            verify=self.ca or False, timeout=(10, 120), **kwargs)
        if response.status_code > 299:
            raise RuntimeError(response.text)
        return response.json() if response.content else None

    def login(self):
        answer = self._ask('POST', '/credentials', json={
            'user': self.settings['user'], 'password': 'password'})
        self._headers = dict(self._headers, **{KEY_HEADER: answer['key']})

    def get(self):
        return self._ask('GET', '/volumes/' + content.NAME)

    def post(self):
        self._ask('POST', '/volumes', json=content.NEW)

    def volumes(self):
        return self._ask('GET', '/volumes')

    def close(self):
        self._ask('DELETE', '/credentials/' + self._headers[KEY_HEADER])


class Session(Call):
    """A plain ``requests.Session``."""

    def __init__(self, settings):
        super().__init__(settings)
        import requests
        self._request = requests.Session().request


class Floor(Contestant):
    """urllib3 with a prepared context, and ``json.loads``."""

    def __init__(self, settings, pool=None):
        super().__init__(settings)
        import urllib3
        parts = urlsplit(self.url)
        self._path = parts.path
        self._headers = {'Accept': 'application/json'}
        if pool is not None:
            self._pool = pool
        elif parts.scheme == 'http':
            self._pool = urllib3.HTTPConnectionPool(
                parts.hostname, parts.port, maxsize=64, retries=False,
                timeout=120)
        else:
            self._pool = urllib3.HTTPSConnectionPool(
                parts.hostname, parts.port, maxsize=64, retries=False,
                timeout=120, ssl_context=self._context())
            self._prepare(self._pool)

    def _context(self):
        return _filled(ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT), self.ca)

    def _prepare(self, pool):
        """What is to be done with a pool for TLS."""
        import urllib3
        urllib3.disable_warnings()

    def another(self):
        made = type(self)(self.settings, self._pool)
        made.login()
        return made

    def _ask(self, method, path, body=None):
        headers = self._headers
        if body is not None:
            headers = dict(headers, **{'Content-Type': 'application/json'})
        response = self._pool.request(
            method, self._path + path, headers=headers, redirect=False,
            body=None if body is None else json.dumps(body).encode())
        if response.status > 299:
            raise RuntimeError(response.data)
        return json.loads(response.data) if response.data else None

    def login(self):
        answer = self._ask('POST', '/credentials', {
            'user': self.settings['user'], 'password': 'password'})
        self._headers = dict(self._headers, **{KEY_HEADER: answer['key']})

    def get(self):
        return self._ask('GET', '/volumes/' + content.NAME)

    def post(self):
        self._ask('POST', '/volumes', content.NEW)

    def volumes(self):
        return self._ask('GET', '/volumes')

    def close(self):
        self._ask('DELETE', '/credentials/' + self._headers[KEY_HEADER])


class ResumingFloor(Floor):
    """The floor that offers the last TLS session on a new connection."""

    def _context(self):
        class Resuming(ssl.SSLContext):
            last = None

            def wrap_socket(self, *args, **kwargs):
                return super().wrap_socket(*args, session=self.last, **kwargs)

        return _filled(Resuming(ssl.PROTOCOL_TLS_CLIENT), self.ca)

    def _prepare(self, pool):
        super()._prepare(pool)

        class Connection(pool.ConnectionCls):
            def close(self):
                # a session that was resumed can be resumed again
                if self.sock is not None and not self.sock.session_reused:
                    self.ssl_context.last = self.sock.session
                super().close()

        pool.ConnectionCls = Connection


class Wire(Contestant):
    """A bare socket and prepared bytes: what server and kernel take."""

    def login(self):
        parts = urlsplit(self.url)
        self._sock = socket.create_connection((parts.hostname, parts.port))
        self._sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        if parts.scheme == 'https':
            context = _filled(ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT),
                              self.ca)
            self._sock = context.wrap_socket(
                self._sock, server_hostname=parts.hostname)
        body = json.dumps({'user': self.settings['user']}).encode()
        answer = self._ask(b'POST /api/v1/credentials HTTP/1.1\r\n'
                           b'Content-Length: %d\r\n\r\n' % len(body) + body)
        key = json.loads(answer)['key'].encode()
        head = b'HTTP/1.1\r\n%s: %s\r\n' % (KEY_HEADER.encode(), key)
        text = json.dumps(content.NEW).encode()
        self._get = b'GET /api/v1/volumes/%s %s\r\n' % (
            content.NAME.encode(), head)
        self._post = b'POST /api/v1/volumes %sContent-Length: %d\r\n\r\n' % (
            head, len(text)) + text

    def _ask(self, request):
        self._sock.sendall(request)
        data = self._sock.recv(65536)
        end = data.index(b'\r\n\r\n')
        mark = data.index(b'Content-Length: ')
        length = int(data[mark + 16:data.index(b'\r', mark)])
        while len(data) < end + 4 + length:
            data += self._sock.recv(65536)
        return data[end + 4:]

    def get(self):
        self._ask(self._get)

    def post(self):
        self._ask(self._post)

    def close(self):
        self._sock.close()


class ClientCli(Client):
    """A client's command line."""

    def login(self):
        self.client.setSSHOptions('127.0.0.1', 'user', 'password',
                                  port=self.settings['ssh'])

    def command(self, words):
        return self.client._run(words)

    def close(self):
        if getattr(self.client, 'ssh', None) is not None:
            self.client.ssh.close()


class ChannelFloor(Contestant):
    """A bare paramiko channel: type a line, read to the prompt."""

    def login(self):
        import paramiko
        sock = socket.create_connection(('127.0.0.1', self.settings['ssh']))
        sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self._client = paramiko.SSHClient()
        self._client.set_missing_host_key_policy(paramiko.AutoAddPolicy())
        self._client.connect(
            '127.0.0.1', self.settings['ssh'], 'user', 'password', sock=sock,
            allow_agent=False, look_for_keys=False)
        self._channel = self._client.invoke_shell(width=8192)
        self._prompt = content.PROMPT.encode()
        self._upto_prompt()
        self.command(['setclienv', 'csvtable', '1'])

    def versions(self):
        import paramiko
        return {'paramiko': paramiko.__version__}

    def _upto_prompt(self):
        data = b''
        while not data.endswith(self._prompt):
            data += self._channel.recv(1 << 18)
        return data

    def command(self, words):
        self._channel.send(' '.join(words).encode() + b'\n')
        lines = self._upto_prompt().decode().split('\r\n')
        return lines[1:-1]

    def close(self):
        self._client.close()


def _filled(context, ca):
    """A context that trusts a CA file, or everybody where there is none."""
    if ca is None:
        context.check_hostname = False
        context.verify_mode = ssl.CERT_NONE
    else:
        context.load_verify_locations(ca)
    return context


KINDS = {'client': Client, 'orjson': Client, 'iterate': Iterating,
         'iterate-orjson': Iterating, 'published': Client, 'call': Call,
         'session': Session, 'floor': Floor, 'resuming': ResumingFloor,
         'wire': Wire}
CLI_KINDS = {'client': ClientCli, 'published': ClientCli,
             'floor': ChannelFloor}
