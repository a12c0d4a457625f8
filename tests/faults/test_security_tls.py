"""TLS: whom the client believes, what it refuses, and what it says then."""

from __future__ import annotations

import contextlib
import datetime
import hashlib
import socket
import ssl
import struct
import threading
import warnings
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import trustme
import urllib3
from cryptography import x509

from hpe3parclient import exceptions
from hpe3parclient.client import HPE3ParClient
from hpe3parclient.http import HTTPJSONRESTClient
from hpe3parclient.pool import ClientPool
from hpe3parclient.retry import RetryPolicy
from hpe3parclient.web import failures, tls
from hpe3parclient.web.request import Request
from tests.support import scripted

ONCE = RetryPolicy(attempts=1)
PAST = datetime.datetime(2020, 1, 1)
FUTURE = datetime.datetime(2999, 1, 1)


@pytest.fixture(scope='module')
def authority() -> trustme.CA:
    return trustme.CA()


@pytest.fixture(scope='module')
def ca_file(authority: trustme.CA,
            tmp_path_factory: pytest.TempPathFactory) -> str:
    path = tmp_path_factory.mktemp('ca') / 'ca.pem'
    authority.cert_pem.write_to_path(str(path))
    return str(path)


def context_of(certificate: trustme.LeafCert) -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    certificate.configure_cert(context)
    return context


def fingerprint_of(certificate: trustme.LeafCert) -> str:
    pem = certificate.cert_chain_pems[0].bytes().decode()
    return 'sha256:' + hashlib.sha256(
        ssl.PEM_cert_to_DER_cert(pem)).hexdigest()


@contextlib.contextmanager
def client_of(server: scripted.Server, secure: Any,
              **options: Any) -> Iterator[HTTPJSONRESTClient]:
    client = HTTPJSONRESTClient(server.url, secure=secure, timeout=60,
                                retry=ONCE, **options)
    try:
        yield client
    finally:
        client.close()


def refused(server: scripted.Server, secure: Any,
            **options: Any) -> exceptions.ClientException:
    """How logging in fails, and that nothing was sent."""
    with client_of(server, secure, **options) as client:
        with pytest.raises(exceptions.ClientException) as caught:
            client.authenticate('user', 'the-password')
    assert server.requests == []
    return caught.value


# -- refused, with what to do ------------------------------------------------


def test_wrong_name_says_which_ways_out_there_are(
        authority: trustme.CA, ca_file: str) -> None:
    other = authority.issue_cert('other.example')
    with scripted.Server(context_of(other)) as server:
        error = refused(server, ca_file)
    assert isinstance(error, exceptions.SSLCertFailed)
    assert 'a name that the certificate bears' in str(error)
    assert 'sha256:<fingerprint>' in str(error)


def test_certificate_of_another_authority_says_what_to_give(
        ca_file: str) -> None:
    stranger = trustme.CA().issue_cert('127.0.0.1')
    with scripted.Server(context_of(stranger)) as server:
        error = refused(server, ca_file)
    assert isinstance(error, exceptions.SSLCertFailed)
    assert 'unable to get local issuer certificate' in str(error)
    assert f'the CA certificates in {ca_file!r} were read' in str(error)
    assert 'give secure= the file of the CA' not in str(error)


def test_unknown_authority_without_a_file_says_what_to_give() -> None:
    stranger = trustme.CA().issue_cert('127.0.0.1')
    with scripted.Server(context_of(stranger)) as server:
        error = refused(server, True)
    assert 'give secure= the file of the CA' in str(error)


def test_reason_without_advice_of_its_own_blames_no_file() -> None:
    error = failures.of(
        ssl.SSLCertVerificationError(1, 'certificate revoked'),
        Request('GET', 'https://array/api/v1/x'), (1, 1, 1), 'ca.pem')
    assert isinstance(error, exceptions.SSLCertFailed)
    assert 'certificate revoked' in str(error)
    assert 'give the array a new certificate' in str(error)
    assert 'ca.pem' not in str(error)


def test_plain_http_to_a_port_that_speaks_tls_shows_the_https_url(
        authority: trustme.CA) -> None:
    with scripted.Server(context_of(authority.issue_cert('127.0.0.1'))) as server:
        plain = 'http' + server.url[5:]
        client = HTTPJSONRESTClient(plain, timeout=60, retry=ONCE)
        with pytest.raises(exceptions.ConnectionError) as caught:
            client.authenticate('user', 'the-password')
        client.close()
        assert f'if this port speaks TLS, api_url is {server.url}' in \
            str(caught.value)
        assert server.requests == []
    assert 'the-password' not in str(caught.value)


def test_expired_certificate_says_so(authority: trustme.CA,
                                     ca_file: str) -> None:
    old = authority.issue_cert('127.0.0.1', not_before=PAST, not_after=PAST)
    with scripted.Server(context_of(old)) as server:
        error = refused(server, ca_file)
    assert isinstance(error, exceptions.SSLCertFailed)
    assert 'expired' in str(error)
    assert 'give the array a new certificate' in str(error)


def test_certificate_of_the_future_asks_for_a_look_at_the_clocks(
        authority: trustme.CA, ca_file: str) -> None:
    early = authority.issue_cert('127.0.0.1', not_before=FUTURE,
                                 not_after=FUTURE)
    with scripted.Server(context_of(early)) as server:
        error = refused(server, ca_file)
    assert isinstance(error, exceptions.SSLCertFailed)
    assert "compare the array's clock" in str(error)


def test_other_fingerprint_shows_both_and_asks_who_answers(
        authority: trustme.CA) -> None:
    with scripted.Server(context_of(authority.issue_cert('127.0.0.1'))) as server:
        error = refused(server, 'sha256:' + 64 * '0')
    assert isinstance(error, exceptions.SSLCertFailed)
    assert 64 * '0' in str(error)
    assert 'somebody may stand between' in str(error)


@pytest.mark.parametrize('moment', [PAST, FUTURE])
def test_fingerprint_asks_for_no_date(authority: trustme.CA,
                                      moment: datetime.datetime) -> None:
    certificate = authority.issue_cert('other.example', not_before=moment,
                                       not_after=moment)
    with scripted.Server(context_of(certificate)) as server:
        assert accepted(server, fingerprint_of(certificate))


def self_signed(folder: Path) -> ssl.SSLContext:
    """A certificate that vouches for itself, as an array comes with one."""
    from cryptography.hazmat.primitives import hashes, serialization
    from cryptography.hazmat.primitives.asymmetric import ec
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, 'array')])
    begin = datetime.datetime(2020, 1, 1)
    made = (x509.CertificateBuilder().subject_name(name).issuer_name(name)
            .public_key(key.public_key()).serial_number(1)
            .not_valid_before(begin)
            .not_valid_after(begin + datetime.timedelta(days=36500))
            .add_extension(x509.SubjectAlternativeName([
                x509.DNSName('localhost')]), critical=False)
            .sign(key, hashes.SHA256()))
    (folder / 'array.pem').write_bytes(
        made.public_bytes(serialization.Encoding.PEM))
    (folder / 'key.pem').write_bytes(key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption()))
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(folder / 'array.pem', folder / 'key.pem')
    return context


def test_self_signed_certificate_is_refused_until_it_is_given(
        tmp_path: Path, ca_file: str) -> None:
    with scripted.Server(self_signed(tmp_path)) as server:
        error = refused(server, ca_file)
        client = HTTPJSONRESTClient(
            server.url.replace('127.0.0.1', 'localhost'), timeout=60,
            secure=tmp_path / 'array.pem', retry=ONCE)
        assert client.get('/volumes')[1] == {}
        client.close()
    assert isinstance(error, exceptions.SSLCertFailed)
    assert 'self-signed one is its own CA' in str(error)


# -- anchors, and why a certificate is refused --------------------------------


def pem(folder: Path, *certificates: trustme.Blob) -> Path:
    path = folder / 'anchor.pem'
    path.write_bytes(b''.join(item.bytes() for item in certificates))
    return path


def accepted(server: scripted.Server, secure: Any) -> bool:
    with client_of(server, secure) as client:
        return bool(client.get('/volumes')[1] == {})


def test_certificate_of_the_server_alone_is_an_anchor(
        authority: trustme.CA, tmp_path: Path) -> None:
    leaf = authority.issue_cert('127.0.0.1')
    with scripted.Server(context_of(leaf)) as server:
        assert accepted(server, pem(tmp_path, leaf.cert_chain_pems[0]))


def test_intermediate_authority_is_an_anchor(
        authority: trustme.CA, tmp_path: Path) -> None:
    middle = authority.create_child_ca()
    leaf = middle.issue_cert('127.0.0.1')
    with scripted.Server(context_of(leaf)) as server:
        assert accepted(server, pem(tmp_path, middle.cert_pem))


def test_certificate_of_another_server_is_no_anchor(
        authority: trustme.CA, tmp_path: Path) -> None:
    leaf, other = (authority.issue_cert('127.0.0.1') for _ in range(2))
    with scripted.Server(context_of(leaf)) as server:
        error = refused(server, pem(tmp_path, other.cert_chain_pems[0]))
    assert 'unable to get local issuer certificate' in str(error)


def test_anchor_for_another_name_is_refused(
        authority: trustme.CA, tmp_path: Path) -> None:
    leaf = authority.issue_cert('other.example')
    with scripted.Server(context_of(leaf)) as server:
        error = refused(server, pem(tmp_path, leaf.cert_chain_pems[0]))
    assert 'a name that the certificate bears' in str(error)


def weak(folder: Path) -> ssl.SSLContext:
    """A certificate of an RSA key that is shorter than OpenSSL allows."""
    from cryptography.hazmat.primitives import hashes, serialization
    from cryptography.hazmat.primitives.asymmetric import rsa
    key = rsa.generate_private_key(65537, 1024)     # noqa: S505 it is
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, 'array')])
    begin = datetime.datetime(2020, 1, 1)
    made = (x509.CertificateBuilder().subject_name(name).issuer_name(name)
            .public_key(key.public_key()).serial_number(1)
            .not_valid_before(begin)
            .not_valid_after(begin + datetime.timedelta(days=36500))
            .sign(key, hashes.SHA256()))
    (folder / 'array.pem').write_bytes(
        made.public_bytes(serialization.Encoding.PEM))
    (folder / 'key.pem').write_bytes(key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption()))
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.set_ciphers('ALL:@SECLEVEL=0')
    context.load_cert_chain(folder / 'array.pem', folder / 'key.pem')
    return context


def test_weak_key_is_named_as_the_reason(tmp_path: Path) -> None:
    with scripted.Server(weak(tmp_path)) as server:
        error = refused(server, tmp_path / 'array.pem')
    assert 'too weak' in str(error) or 'key too small' in str(error)
    assert 'weaker than OpenSSL allows' in str(error)


# -- old TLS, and none --------------------------------------------------------


def old_context(certificate: trustme.LeafCert) -> ssl.SSLContext:
    """A server that speaks nothing later than TLS 1.1."""
    context = context_of(certificate)
    context.set_ciphers('ALL:@SECLEVEL=0')
    with warnings.catch_warnings():
        warnings.simplefilter('ignore', DeprecationWarning)
        context.minimum_version = ssl.TLSVersion.TLSv1
        context.maximum_version = ssl.TLSVersion.TLSv1_1
    return context


@pytest.mark.parametrize('how', ['ca', 'fingerprint', 'nothing'])
def test_old_tls_is_refused_however_the_certificate_is_checked(
        authority: trustme.CA, ca_file: str, how: str) -> None:
    certificate = authority.issue_cert('127.0.0.1')
    secure = {'ca': ca_file, 'fingerprint': fingerprint_of(certificate),
              'nothing': False}[how]
    with scripted.Server(old_context(certificate)) as server:
        error = refused(server, secure, suppress_ssl_warnings=True)
    assert isinstance(error, exceptions.TLSFailed)
    assert 'only an old TLS' in str(error)
    assert 'ssl.SSLContext' in str(error)


def test_old_tls_works_for_whom_allows_it(authority: trustme.CA,
                                          ca_file: str) -> None:
    mine = ssl.create_default_context(cafile=ca_file)
    mine.set_ciphers('ALL:@SECLEVEL=0')
    with warnings.catch_warnings():
        warnings.simplefilter('ignore', DeprecationWarning)
        mine.minimum_version = ssl.TLSVersion.TLSv1
    with scripted.Server(old_context(
            authority.issue_cert('127.0.0.1'))) as server:
        with client_of(server, mine) as client:
            assert client.get('/volumes')[1] == {}


@pytest.mark.parametrize('make', [HTTPJSONRESTClient, HPE3ParClient])
def test_url_without_tls_is_refused_where_a_certificate_is_expected(
        make: Any, ca_file: str) -> None:
    for secure in (ca_file, 'sha256:' + 64 * '0',
                   ssl.create_default_context(cafile=ca_file)):
        with pytest.raises(ValueError, match='clear text') as caught:
            make('http://array.example:8008/api/v1', secure=secure)
        assert 'https' in str(caught.value)


def test_pool_refuses_such_a_url_too(ca_file: str) -> None:
    with pytest.raises(ValueError, match='clear text'):
        ClientPool('http://array.example/api/v1', 'u', 'p', secure=ca_file)


def test_plain_yes_to_verification_warns_where_there_is_no_certificate() \
        -> None:
    with scripted.Server() as server:
        with client_of(server, True) as client:
            with pytest.warns(urllib3.exceptions.InsecureRequestWarning,
                              match='no certificate to verify'):
                client.get('/volumes')
            client.get('/volumes')


def test_redirect_from_https_to_http_is_not_followed(
        authority: trustme.CA, ca_file: str) -> None:
    with scripted.Server() as plain, scripted.Server(context_of(
            authority.issue_cert('127.0.0.1'))) as server:
        with client_of(server, ca_file) as client:
            server.say(scripted.login(), *[scripted.reply(
                status, Location=plain.url + '/volumes')
                for status in (301, 302, 303, 307, 308)])
            client.authenticate('user', 'the-password')
            for _ in range(5):
                with pytest.raises(exceptions.TooManyRedirects,
                                   match=plain.url):
                    client.get('/volumes')
            client.unauthenticate()
        assert plain.connections == 0


# -- believed -----------------------------------------------------------------


def subject_hash(pem: bytes) -> str:
    """The name OpenSSL looks for a CA under in a directory."""
    import hashlib as hashes
    subject = x509.load_pem_x509_certificate(pem).subject
    encoded = b''
    for attribute in subject:
        oid = {'2.5.4.10': b'\x06\x03\x55\x04\x0a',
               '2.5.4.11': b'\x06\x03\x55\x04\x0b'}[
                   attribute.oid.dotted_string]
        text = ' '.join(str(attribute.value).lower().split()).encode()
        pair = oid + b'\x0c' + bytes([len(text)]) + text
        inner = b'\x30' + bytes([len(pair)]) + pair
        encoded += b'\x31' + bytes([len(inner)]) + inner
    digest = hashes.sha1(encoded).digest()  # noqa: S324 - OpenSSL's choice
    return f'{struct.unpack("<I", digest[:4])[0]:08x}'


def test_ca_in_a_directory_is_found(authority: trustme.CA,
                                    tmp_path: Path) -> None:
    pem = authority.cert_pem.bytes()
    (tmp_path / (subject_hash(pem) + '.0')).write_bytes(pem)
    with scripted.Server(context_of(authority.issue_cert('127.0.0.1'))) as server:
        with client_of(server, tmp_path) as client:
            assert client.get('/volumes')[1] == {}


def test_directory_without_the_ca_believes_nobody(authority: trustme.CA,
                                                  tmp_path: Path) -> None:
    with scripted.Server(context_of(authority.issue_cert('127.0.0.1'))) as server:
        assert isinstance(refused(server, tmp_path),
                          exceptions.SSLCertFailed)


@pytest.mark.parametrize('how', ['ca', 'fingerprint'])
def test_server_that_is_replaced_under_a_session_is_refused(
        authority: trustme.CA, ca_file: str, how: str) -> None:
    certificate = authority.issue_cert('127.0.0.1')
    secure = ca_file if how == 'ca' else fingerprint_of(certificate)
    with scripted.Server(context_of(certificate)) as server:
        with client_of(server, secure) as client:
            server.say(scripted.login())
            client.authenticate('user', 'the-password')
            server._context = context_of(trustme.CA().issue_cert('127.0.0.1'))
            seen = len(server.requests)
            for _ in range(2):
                with pytest.raises(exceptions.SSLCertFailed):
                    client.get('/volumes')
            assert len(server.requests) == seen
            client.session_key = None


# -- a server that keeps its ticket keys --------------------------------------
#
# A context that is given another certificate keeps the keys that its tickets are
# encrypted with: it can resume the sessions of the certificate before.

VERSIONS = [ssl.TLSVersion.TLSv1_2, ssl.TLSVersion.TLSv1_3]
EXPECTS = ['ca', 'ca directory', 'leaf', 'fingerprint', 'context']


def expecting(how: str, authority: trustme.CA, certificate: trustme.LeafCert,
              folder: Path) -> Any:
    """A value of ``secure`` that expects this certificate."""
    if how == 'fingerprint':
        return fingerprint_of(certificate)
    if how == 'leaf':
        return pem(folder, certificate.cert_chain_pems[0])
    path = pem(folder, authority.cert_pem)
    if how == 'ca':
        return path
    if how == 'context':
        return ssl.create_default_context(cafile=str(path))
    text = path.read_bytes()
    (folder / (subject_hash(text) + '.0')).write_bytes(text)
    return folder


@pytest.mark.parametrize('version', VERSIONS)
@pytest.mark.parametrize('how', EXPECTS)
def test_replaced_certificate_does_not_pass_with_the_ticket_keys_of_the_old(
        authority: trustme.CA, tmp_path: Path, how: str,
        version: ssl.TLSVersion) -> None:
    certificate = authority.issue_cert('127.0.0.1')
    context = context_of(certificate)
    context.maximum_version = version
    secure = expecting(how, authority, certificate, tmp_path)
    with scripted.Server(context) as server:
        with client_of(server, secure) as client:
            server.say(scripted.login())
            client.authenticate('user', 'the-password')
            client.get('/volumes')
            seen = len(server.requests)
            trustme.CA().issue_cert('127.0.0.1').configure_cert(context)
            for call in (lambda: client.get('/volumes'),
                         lambda: client.post('/volumes', body={}),
                         client.unauthenticate,
                         lambda: client.authenticate('user', 'the-password')):
                with pytest.raises(exceptions.SSLCertFailed):
                    call()
            assert len(server.requests) == seen
            client.session_key = None
        assert True not in server.resumed


@pytest.mark.parametrize('version', VERSIONS)
@pytest.mark.parametrize('how', EXPECTS)
def test_replaced_certificate_passes_in_no_client_of_a_pool(
        authority: trustme.CA, tmp_path: Path, how: str,
        version: ssl.TLSVersion) -> None:
    certificate = authority.issue_cert('127.0.0.1')
    context = context_of(certificate)
    context.maximum_version = version
    secure = expecting(how, authority, certificate, tmp_path)
    with scripted.Server(context) as server:
        server.default = scripted.login()
        pool = ClientPool(server.url, 'user', 'the-password', size=2,
                          secure=secure, timeout=60, retry=ONCE)
        with pool.client():
            pass
        seen = len(server.requests)
        trustme.CA().issue_cert('127.0.0.1').configure_cert(context)
        with pool.client() as kept:
            with pytest.raises(exceptions.SSLCertFailed):
                kept.getVolumes()
            with pytest.raises(exceptions.SSLCertFailed), pool.client():
                pass
            kept.http.session_key = None
        assert len(server.requests) == seen
        assert True not in server.resumed


@pytest.mark.parametrize('how', EXPECTS)
def test_replaced_certificate_that_is_expected_as_well_passes(
        authority: trustme.CA, tmp_path: Path, how: str) -> None:
    """A renewal by the same authority is none of a pin's or a leaf's."""
    certificate = authority.issue_cert('127.0.0.1')
    context = context_of(certificate)
    secure = expecting(how, authority, certificate, tmp_path)
    with scripted.Server(context) as server:
        with client_of(server, secure) as client:
            client.get('/volumes')
            authority.issue_cert('127.0.0.1').configure_cert(context)
            if how in ('fingerprint', 'leaf'):
                with pytest.raises(exceptions.SSLCertFailed):
                    client.get('/volumes')
            else:
                client.get('/volumes')


@pytest.mark.parametrize('version', VERSIONS)
def test_session_is_resumed_where_no_certificate_is_expected(
        authority: trustme.CA, version: ssl.TLSVersion) -> None:
    context = context_of(authority.issue_cert('127.0.0.1'))
    context.maximum_version = version
    with scripted.Server(context) as server:
        with client_of(server, False, suppress_ssl_warnings=True) as client:
            for _ in range(3):
                client.get('/volumes')
        assert server.resumed == [False, True, True]


def test_session_is_offered_only_to_the_server_that_it_was_made_with(
        authority: trustme.CA) -> None:
    trust = tls.prepare(False)
    with scripted.Server(context_of(authority.issue_cert('127.0.0.1'))) as server:
        for name in ('a.example', 'b.example', 'a.example'):
            with socket.create_connection(('127.0.0.1', server.port)) as plain:
                sock = trust.context.wrap_socket(plain, server_hostname=name)
                sock.sendall(b'GET / HTTP/1.1\r\n\r\n')
                while sock.recv(1 << 16):
                    pass
                trust.context.keep_session(sock)
                sock.close()
        assert server.resumed == [False, False, True]


# -- warnings -----------------------------------------------------------------


def insecure(caught: list[warnings.WarningMessage]) -> list[str]:
    """Texts of the warnings about certificates, whatever else was warned of."""
    return [str(item.message) for item in caught if issubclass(
        item.category, urllib3.exceptions.InsecureRequestWarning)]


def test_one_warning_for_a_client_that_threads_share(
        authority: trustme.CA) -> None:
    barrier = threading.Barrier(8, timeout=60)

    def work() -> None:
        barrier.wait()
        client.get('/volumes')

    with scripted.Server(context_of(authority.issue_cert('127.0.0.1'))) as server:
        with client_of(server, False) as client, \
                warnings.catch_warnings(record=True) as caught:
            warnings.simplefilter('always')
            threads = [threading.Thread(target=work) for _ in range(8)]
            for thread in threads:
                thread.start()
            for thread in threads:
                thread.join(60)
    assert len(insecure(caught)) == 1


def test_other_users_of_urllib3_are_still_warned(
        authority: trustme.CA) -> None:
    with scripted.Server(context_of(authority.issue_cert('127.0.0.1'))) as server:
        before = list(warnings.filters)
        with client_of(server, False,
                       suppress_ssl_warnings=True) as client:
            client.get('/volumes')
        assert list(warnings.filters) == before
        with urllib3.PoolManager(cert_reqs='CERT_NONE') as theirs:
            with pytest.warns(urllib3.exceptions.InsecureRequestWarning):
                theirs.request('GET', server.url + '/volumes')


def test_warning_tells_each_array_by_its_name(authority: trustme.CA) -> None:
    context = context_of(authority.issue_cert('127.0.0.1'))
    texts: list[str] = []
    with scripted.Server(context) as each, scripted.Server(context) as other:
        for server in (each, other):
            with client_of(server, False) as client:
                with pytest.warns(
                        urllib3.exceptions.InsecureRequestWarning) as caught:
                    client.get('/volumes')
            texts += insecure(caught)
        assert [str(server.port) in text for server, text in zip(
            (each, other), texts)] == [True, True]
    assert len(texts) == 2
