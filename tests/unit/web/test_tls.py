"""Who the server is, and what happens when it is somebody else."""

from __future__ import annotations

import datetime
import hashlib
import socket
import ssl
import threading
import warnings

import pytest
import requests
import trustme
import urllib3

from hpe3parclient import exceptions
from hpe3parclient.http import HTTPJSONRESTClient
from hpe3parclient.retry import RetryPolicy
from hpe3parclient.web import tls
from tests.support import scripted

ONCE = RetryPolicy(attempts=1)


@pytest.fixture(scope='module')
def authority():
    return trustme.CA()


@pytest.fixture(scope='module')
def ca_file(authority, tmp_path_factory):
    path = tmp_path_factory.mktemp('ca') / 'ca.pem'
    authority.cert_pem.write_to_path(str(path))
    return str(path)


def serve(authority, *names, **options):
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    certificate = authority.issue_cert(*names, **options)
    certificate.configure_cert(context)
    server = scripted.Server(context)
    server.fingerprint = hashlib.sha256(ssl.PEM_cert_to_DER_cert(
        certificate.cert_chain_pems[0].bytes().decode())).hexdigest()
    return server


@pytest.fixture
def server(authority):
    with serve(authority, '127.0.0.1') as running:
        yield running


def get(server, secure, **options):
    client = HTTPJSONRESTClient(server.url, secure=secure, timeout=60,
                                retry=ONCE, **options)
    try:
        return client.get('/volumes')[1]
    finally:
        client.close()


def test_ca_file_is_trusted(server, ca_file):
    assert get(server, ca_file) == {}


def test_own_context_is_used_as_it_is(server, ca_file):
    context = ssl.create_default_context(cafile=ca_file)
    assert get(server, context) == {}
    assert context.check_hostname is True


def test_ca_directory_is_taken(ca_file, tmp_path):
    assert tls.prepare(str(tmp_path)).verified


def test_public_cas_do_not_know_the_array(server):
    with pytest.raises(exceptions.SSLCertFailed, match='secure=') as caught:
        get(server, True)
    assert isinstance(caught.value, requests.exceptions.SSLError)
    assert server.requests == []


def test_certificate_for_another_name_is_refused(authority, ca_file):
    with serve(authority, 'other.example') as server:
        with pytest.raises(exceptions.SSLCertFailed):
            get(server, ca_file)
        assert server.requests == []


def test_expired_certificate_is_refused(authority, ca_file):
    past = datetime.datetime(2020, 1, 1)
    with serve(authority, '127.0.0.1', not_before=past,
               not_after=past) as server:
        with pytest.raises(exceptions.SSLCertFailed, match='expired'):
            get(server, ca_file)


def test_fingerprint_is_enough_whatever_the_name(authority):
    with serve(authority, 'other.example') as server:
        digits = server.fingerprint
        pairs = ':'.join(digits[i:i + 2] for i in range(0, 64, 2))
        assert get(server, 'sha256:' + digits) == {}
        assert get(server, 'SHA256:' + pairs.upper()) == {}


def test_fingerprint_holds_on_every_connection(authority):
    with serve(authority, 'other.example') as server:
        client = HTTPJSONRESTClient(server.url, timeout=60, retry=ONCE,
                                    secure='sha256:' + server.fingerprint)
        for _ in range(3):
            client.get('/volumes')
        client.close()


def test_other_fingerprint_is_refused(server):
    with pytest.raises(exceptions.SSLCertFailed):
        get(server, 'sha256:' + 64 * '0')
    assert server.requests == []


def test_environment_does_not_change_what_is_trusted(server, monkeypatch,
                                                     ca_file):
    monkeypatch.setenv('REQUESTS_CA_BUNDLE', ca_file)
    monkeypatch.setenv('CURL_CA_BUNDLE', ca_file)
    with pytest.raises(exceptions.SSLCertFailed):
        get(server, True)


def test_unverified_warns_once_for_each_client_and_says_what_to_do(server):
    for _ in range(2):
        with warnings.catch_warnings(record=True) as caught:
            warnings.simplefilter('always')
            client = HTTPJSONRESTClient(server.url, timeout=60, retry=ONCE)
            client.get('/volumes')
            client.get('/volumes')
            client.close()
        warning, = caught
        assert warning.category is urllib3.exceptions.InsecureRequestWarning
        assert server.url[:-7] in str(warning.message)
        assert 'sha256:' in str(warning.message)
        assert warning.filename == __file__


def test_warning_can_be_suppressed_for_one_client_only(server):
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter('always')
        get(server, False, suppress_ssl_warnings=True)
        assert caught == []
        get(server, False)
        assert len(caught) == 1


def test_verified_connection_does_not_warn(server, ca_file):
    with warnings.catch_warnings():
        warnings.simplefilter('error')
        assert get(server, ca_file) == {}


def test_server_without_tls_is_told_apart_from_a_bad_certificate():
    def answer_in_plain_text():
        sock, _ = listener.accept()
        with sock:
            sock.sendall(b'HTTP/1.1 400 Bad Request\r\n\r\n')
            sock.recv(1 << 16)

    with socket.create_server(('127.0.0.1', 0)) as listener:
        thread = threading.Thread(target=answer_in_plain_text)
        thread.start()
        client = HTTPJSONRESTClient(
            f'https://127.0.0.1:{listener.getsockname()[1]}/api/v1',
            timeout=60, retry=ONCE, suppress_ssl_warnings=True)
        with pytest.raises(exceptions.TLSFailed, match='check the URL'):
            client.post('/volumes', body={})
        thread.join(60)


@pytest.mark.parametrize('secure', [
    'sha256:1234', 'sha256:' + 64 * 'g', '/does/not/exist.pem', 5, b'x'])
def test_value_that_makes_no_sense_is_refused_at_once(secure):
    with pytest.raises(ValueError, match='secure'):
        HTTPJSONRESTClient('https://array/api/v1', secure=secure)


def test_file_that_is_no_certificate_is_refused(tmp_path):
    path = tmp_path / 'not.pem'
    path.write_text('hello')
    with pytest.raises(ValueError, match='CA certificates'):
        tls.prepare(path)


def test_context_is_made_once(server, ca_file, monkeypatch):
    loads = []
    real = ssl.SSLContext.load_verify_locations
    monkeypatch.setattr(
        ssl.SSLContext, 'load_verify_locations',
        lambda *args, **named: loads.append(1) or real(*args, **named))
    client = HTTPJSONRESTClient(server.url, secure=ca_file, timeout=60,
                                retry=ONCE)
    for _ in range(3):
        client.get('/volumes')
    client.close()
    assert len(loads) == 1


def test_session_the_server_has_forgotten_is_replaced(authority):
    with serve(authority, '127.0.0.1') as server:
        client = HTTPJSONRESTClient(server.url, timeout=60, retry=ONCE,
                                    suppress_ssl_warnings=True)
        client.get('/volumes')
        client.get('/volumes')
        fresh = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        authority.issue_cert('127.0.0.1').configure_cert(fresh)
        server._context = fresh
        client.get('/volumes')
        client.get('/volumes')
        client.close()
        assert server.resumed == [False, True, False, True]
