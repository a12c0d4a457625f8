"""Named arrays: what the file may hold, and who may read and change it."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from types import ModuleType, SimpleNamespace
from typing import Any

import pytest

from hpe3parclient import exceptions
from hpe3parclient.client import HPE3ParClient
from hpe3parclient.console import config, environment
from hpe3parclient.simulator import SimulatedArray

URL = 'https://127.0.0.1:1/api/v1'


@pytest.fixture
def file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The usual file, which is not there yet; no terminal."""
    monkeypatch.setenv('XDG_CONFIG_HOME', str(tmp_path))
    for name in (*environment.MEANINGS, 'HPE3PAR_ARRAY', 'HPE3PAR_CONFIG'):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr(environment, '_at_a_terminal', lambda: False)
    return tmp_path / 'hpe3parclient.toml'


def write(file: Path, text: str, mode: int = 0o600) -> Path:
    file.write_text(text, 'utf-8')
    file.chmod(mode)
    return file


LAB = f'''
default = "lab"

[arrays.lab]
url = "{URL}"
user = "3paradm"
ca_bundle = "/etc/ssl/lab.pem"
password = "top secret"

[arrays.prod]
url = "https://prod:443/api/v1"
'''


def test_an_array_is_read_by_its_name(file: Path) -> None:
    write(file, LAB)
    array = config.read('lab')
    assert array == ('lab', URL, '3paradm', '/etc/ssl/lab.pem', '', '',
                     'top secret', '', '')
    assert config.read() == array
    assert config.read('prod').url == 'https://prod:443/api/v1'


def test_no_representation_shows_the_password(file: Path) -> None:
    write(file, LAB)
    assert 'top secret' not in repr(config.read('lab'))
    assert 'top secret' not in repr(environment.of_array('lab'))


@pytest.mark.parametrize('variables, expected', [
    ({}, '~/.config/hpe3parclient.toml'),
    ({'XDG_CONFIG_HOME': '/xdg'}, '/xdg/hpe3parclient.toml'),
    ({'HPE3PAR_CONFIG': '~/other.toml', 'XDG_CONFIG_HOME': '/xdg'},
     '~/other.toml')])
def test_where_the_file_is(variables: dict[str, str], expected: str) -> None:
    assert config.path(variables) == Path(expected).expanduser()


@pytest.mark.parametrize('text, message', [
    ('', r'there is no table \[arrays.<name>\]'),
    ('arrays = 5', r'there is no table'),
    ('defalt = "lab"\n[arrays.lab]\nurl = "u"', 'did you mean default'),
    ('[array.lab]\nurl = "u"', 'has array, .* did you mean arrays'),
    ('[lab]\nurl = "u"', r'an array is a table \[arrays.lab\]'),
    ('url = "u"\n[arrays.lab]\nurl = "u"', r'belongs below a line'),
    ('x = 5\n[arrays.lab]\nurl = "u"', 'there may be default and arrays'),
    ('[arrays.lab]\nurl = "u"\npassword = "top secret', 'is not TOML: '),
    ('[arrays.lab]\n', r'\[arrays.lab\] lacks url: https://array'),
    ('[arrays.lab]\nurl = 5\n', r'url must be a string$'),
    ('[arrays.lab]\nurl = "u"\nkeyring = 5', 'a string or a boolean'),
    ('[arrays.lab]\nurl = "u"\nca_bunlde = "x"', 'did you mean ca_bundle'),
    ('[arrays.lab]\nurl = "u"\nkeyring = true\npassword = "top secret"',
     'keyring and password exclude each other'),
    ('[arrays]\nlab = 5\n', 'must be a table'),
    ('[arrays.labs]\nurl = "u"\n', 'no array lab; did you mean labs'),
    ('[arrays.x]\nurl = "u"\n', 'no array lab; there are x')])
def test_a_mistake_in_the_file_is_named(
        file: Path, text: str, message: str) -> None:
    write(file, text)
    with pytest.raises(ValueError, match=message) as caught:
        config.read('lab')
    assert 'top secret' not in str(caught.value)
    assert caught.value.__cause__ is None
    assert str(file) in str(caught.value)


def test_a_default_that_is_missing_is_named(file: Path) -> None:
    write(file, '[arrays.b]\nurl = "u"\n[arrays.a]\nurl = "u"\n')
    with pytest.raises(ValueError, match='write default = "a"'):
        config.read()


def test_a_missing_file_is_explained(file: Path) -> None:
    with pytest.raises(ValueError, match=r'no such file[^$]*\[arrays.lab\]'):
        config.read('lab')


def test_a_directory_is_no_file(file: Path) -> None:
    file.mkdir()
    with pytest.raises(ValueError, match='cannot be read'):
        config.read('lab')


posix = pytest.mark.skipif(os.name != 'posix', reason='POSIX permissions')


@posix
@pytest.mark.parametrize('mode', [0o620, 0o602, 0o666])
def test_a_file_that_others_may_change_is_refused(file: Path, mode: int
                                                  ) -> None:
    write(file, f'[arrays.lab]\nurl = "{URL}"\n', mode)
    with pytest.raises(ValueError, match='others may change it.*chmod 600'):
        config.read('lab')


@posix
@pytest.mark.parametrize('mode', [0o640, 0o604, 0o610])
def test_a_password_that_others_may_read_is_refused(file: Path, mode: int
                                                    ) -> None:
    write(file, LAB, mode)
    with pytest.raises(ValueError, match='the password of lab.*chmod 600'):
        config.read('prod')


@posix
def test_without_a_password_others_may_read_it(file: Path) -> None:
    write(file, f'[arrays.lab]\nurl = "{URL}"\n', 0o644)
    assert config.read('lab').url == URL


@posix
def test_a_file_of_another_user_is_refused(
        file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(file, LAB)
    with monkeypatch.context() as patch:
        patch.setattr(os, 'fstat', lambda number: SimpleNamespace(
            st_uid=os.geteuid() + 1, st_mode=0o100600))
        with pytest.raises(ValueError) as caught:  # noqa: PT011 - matched below
            config.read('lab')
    assert 'belongs to another user' in str(caught.value)


# -- passwords ----------------------------------------------------------------


@pytest.fixture
def keyring(monkeypatch: pytest.MonkeyPatch) -> dict[Any, str]:
    """A keyring that holds what a test puts there."""
    stored: dict[Any, str] = {}
    module, errors = ModuleType('keyring'), ModuleType('keyring.errors')
    errors.KeyringError = type('KeyringError', (Exception,), {})  # type: ignore[attr-defined]

    def get_password(service: str, user: str) -> str | None:
        if 'locked' in stored:
            raise errors.KeyringError('it is locked')
        return stored.get((service, user))

    module.get_password = get_password      # type: ignore[attr-defined]
    module.errors = errors                  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, 'keyring', module)
    monkeypatch.setitem(sys.modules, 'keyring.errors', errors)
    return stored


@pytest.mark.parametrize('value, service', [
    ('true', 'hpe3parclient:lab'), ('"vault"', 'vault')])
def test_the_keyring_holds_the_password(
        file: Path, keyring: dict[Any, str], value: str, service: str
        ) -> None:
    write(file, f'[arrays.lab]\nurl = "{URL}"\nuser = "u"\nkeyring = {value}')
    keyring[service, 'u'] = 'from the keyring'
    assert environment.of_array('lab').password == 'from the keyring'


def test_a_keyring_without_the_password_says_how_to_store_it(
        file: Path, keyring: dict[Any, str]) -> None:
    write(file, f'[arrays.lab]\nurl = "{URL}"\nuser = "u"\nkeyring = true')
    with pytest.raises(ValueError, match='keyring set hpe3parclient:lab u'):
        environment.of_array('lab')
    assert environment.of_array('lab', ask=lambda text: 'typed').password \
        == 'typed'


def test_a_locked_keyring_is_named(file: Path, keyring: dict[Any, str]) -> None:
    write(file, f'[arrays.lab]\nurl = "{URL}"\nuser = "u"\nkeyring = true')
    keyring['locked'] = ''
    with pytest.raises(ValueError, match='gives no password: it is locked'):
        environment.of_array('lab')


def test_a_missing_package_is_named(
        file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(file, f'[arrays.lab]\nurl = "{URL}"\nuser = "u"\nkeyring = true')
    monkeypatch.setitem(sys.modules, 'keyring', None)
    with pytest.raises(ValueError, match=r'python-3parclient\[keyring\]'):
        environment.of_array('lab')


def test_a_password_file_is_read(file: Path, tmp_path: Path) -> None:
    secret = write(tmp_path / 'secret', 'first line\nsecond\n')
    write(file, f'[arrays.lab]\nurl = "{URL}"\nuser = "u"\n'
                f'password_file = "{secret}"')
    assert environment.of_array('lab').password == 'first line'


@pytest.mark.parametrize('text, message', [
    (f'[arrays.lab]\nurl = "{URL}"\n', 'array lab lacks user'),
    (f'[arrays.lab]\nurl = "{URL}"\nuser = "u"\n', 'there is no terminal')])
def test_a_login_needs_user_and_password(file: Path, text: str, message: str
                                         ) -> None:
    write(file, text)
    with pytest.raises(ValueError, match=message):
        HPE3ParClient.fromConfig('lab')
    assert HPE3ParClient.fromConfig('lab', login=False).api_url == URL


def test_the_environment_can_name_an_array(file: Path) -> None:
    write(file, LAB)
    settings = environment.read({'HPE3PAR_ARRAY': 'lab',
                                 'HPE3PAR_CONFIG': str(file)})
    assert settings.url == URL
    assert settings.secure == '/etc/ssl/lab.pem'


def test_the_environment_cannot_send_a_password_elsewhere(file: Path) -> None:
    write(file, LAB)
    with pytest.raises(ValueError, match='HPE3PAR_ARRAY and HPE3PAR_URL excl'):
        environment.read({'HPE3PAR_ARRAY': 'lab', 'HPE3PAR_URL': URL})


# -- the command line ---------------------------------------------------------


@pytest.mark.parametrize('text, expected', [
    ('', None),
    ('ssh = true', ('127.0.0.1', 22)),
    ('ssh = false', None),
    ('ssh = "array"', ('array', 22)),
    ('ssh = "array:2222"', ('array', 2222)),
    ('ssh = "[fe80::1]:2222"', ('fe80::1', 2222)),
    ('ssh = "fe80::1"', ('fe80::1', 22))])
def test_where_the_command_line_is(file: Path, text: str, expected: Any
                                   ) -> None:
    write(file, f'[arrays.lab]\nurl = "{URL}"\nuser = "u"\n{text}\n')
    address = environment.of_array('lab', password=False).ssh
    assert (address and (address.host, address.port)) == expected
    assert address is None or address.known_hosts == str(
        Path('~/.ssh/known_hosts').expanduser())


def test_a_port_that_is_none_is_refused(file: Path) -> None:
    write(file, f'[arrays.lab]\nurl = "{URL}"\nssh = "array:99999"\n')
    with pytest.raises(ValueError, match='ssh must be true or host:port'):
        environment.of_array('lab', password=False)


def test_a_named_array_has_its_command_line(file: Path, tmp_path: Path
                                            ) -> None:
    with SimulatedArray(seed=1) as array:
        assert array.sshd is not None
        keys = write(tmp_path / 'known_hosts', ''.join(
            f'[127.0.0.1]:{array.ssh_port} {key.get_name()} '
            f'{key.get_base64()}\n' for key in array.sshd.host_keys))
        text = (f'[arrays.lab]\nurl = "{array.api_url}"\n'
                f'user = "{array.user}"\nca_bundle = "{array.ca_bundle}"\n'
                f'password = "{array.password}"\n'
                f'ssh = "127.0.0.1:{array.ssh_port}"\nknown_hosts = ')
        write(file, f'{text}"{keys}"\n')
        with HPE3ParClient.fromConfig('lab') as client:
            assert client.checkHealth('pd')['healthy']
        # An unknown host key is never accepted.
        write(file, f'{text}"{write(tmp_path / "empty", "")}"\n')
        with HPE3ParClient.fromConfig('lab') as client, \
                pytest.raises(exceptions.SSHException):
            client.checkHealth('pd')


# -- a login ------------------------------------------------------------------


def test_a_client_of_a_named_array_is_logged_in(file: Path) -> None:
    with SimulatedArray(seed=1) as array:
        write(file, f'[arrays.lab]\nurl = "{array.api_url}"\n'
                    f'user = "{array.user}"\nca_bundle = "{array.ca_bundle}"\n'
                    f'password = "{array.password}"\n')
        with HPE3ParClient.fromConfig('lab') as client:
            assert client.getStorageSystemInfo()['name']
        with HPE3ParClient.fromEnv({
                'HPE3PAR_ARRAY': 'lab', 'HPE3PAR_CONFIG': str(file)}) as client:
            assert client.getStorageSystemInfo()['name']


def test_a_refused_login_leaves_no_password_in_frames(file: Path) -> None:
    with SimulatedArray(seed=1) as array:
        write(file, f'[arrays.lab]\nurl = "{array.api_url}"\nuser = "nobody"\n'
                    f'ca_bundle = "{array.ca_bundle}"\n'
                    'password = "a wrong secret"\n')
        with pytest.raises(exceptions.HTTPForbidden) as caught:
            HPE3ParClient.fromConfig('lab')
    trace = caught.value.__traceback__
    while trace is not None:
        if 'hpe3parclient' in trace.tb_frame.f_code.co_filename and \
                'tests' not in trace.tb_frame.f_code.co_filename:
            assert 'a wrong secret' not in repr(trace.tb_frame.f_locals)
        trace = trace.tb_next
