"""An array's command line reduced to what a benchmark must not measure.

An SSH server with one shell per channel, as a process of its own. It knows
the echoes, prompts and line ends that clients look for, and three commands;
it lets everybody in.
"""

import contextlib
import json
import socket
import sys
import threading

import content
import paramiko


def outputs():
    """What each command prints."""
    rows = ''.join('%d,data-%05d,%d,tpvv,base,RW,normal,102400\r\n'
                   % (number, number, number) for number in
                   range(content.LINES - 3))
    return {
        'showpatch -hist': content.PATCHES.encode(),
        'showvv': ('Id,Name,Rd,Prov,Type,Access,State,VSize_MB\r\n' + rows +
                   f'---\r\n{content.LINES - 3},total\r\n').encode(),
        'showdate': b'Node Date\r\n0    2026-11-23 12:00:00 CET\r\n',
    }


class Host(paramiko.ServerInterface):
    """Lets everybody in and gives a shell."""

    def __init__(self, printed):
        self._printed = printed

    def get_allowed_auths(self, username):
        return 'password'

    def check_auth_password(self, username, password):
        return paramiko.AUTH_SUCCESSFUL

    def check_channel_request(self, kind, chanid):
        return paramiko.OPEN_SUCCEEDED

    def check_channel_pty_request(self, *args):
        return True

    def check_channel_shell_request(self, channel):
        threading.Thread(target=shell, args=(channel, self._printed),
                         daemon=True).start()
        return True


def shell(channel, printed):
    """One session of the command line."""
    prompt = content.PROMPT.encode()
    with contextlib.suppress(OSError, EOFError):
        channel.sendall(prompt)
        typed = b''
        while True:
            piece = channel.recv(65536)
            if not piece:
                return
            typed += piece
            lines = typed.split(b'\n')
            typed = lines.pop()
            # what is typed ahead is echoed by the terminal first
            raw = b''.join(line + b'\r\n' for line in lines) \
                if len(lines) > 1 else b''
            out = [raw + prompt if raw else b'']
            for line in lines:
                out += [line, b'\r\r\n',
                        printed.get(line.decode().strip(), b'')]
                if line == b'exit':
                    channel.sendall(b''.join(out))
                    channel.close()
                    return
                out.append(prompt)
            channel.sendall(b''.join(out))


def serve(sock, key, printed):
    """One connection, as long as it lasts."""
    sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    transport = paramiko.Transport(sock)
    transport.daemon = True
    transport.add_server_key(key)
    with contextlib.suppress(paramiko.SSHException, EOFError, OSError):
        transport.start_server(threading.Event(), Host(printed))
    # paramiko gives the channel to whoever accepts it; nobody has to
    transport.join()


def main():
    """Serve until standard input ends; say first where."""
    key = paramiko.ECDSAKey.generate()
    printed = outputs()
    listener = socket.create_server(('127.0.0.1', 0))
    print(json.dumps({'ssh': listener.getsockname()[1]}), flush=True)

    def accept():
        while True:
            sock, _ = listener.accept()
            threading.Thread(target=serve, args=(sock, key, printed),
                             daemon=True).start()

    threading.Thread(target=accept, daemon=True).start()
    sys.stdin.read()


if __name__ == '__main__':
    main()
