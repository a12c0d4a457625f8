"""``python -m hpe3parclient call``, and code from a pipe, as shells use them."""

from __future__ import annotations

import io
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from hpe3parclient import __main__ as command
from hpe3parclient.console import environment
from hpe3parclient.simulator import SimulatedArray
from tests.support.simulated import environment_of


@pytest.fixture
def array() -> Iterator[SimulatedArray]:
    with SimulatedArray(volumes=3, ssh_port=None) as running:
        yield running
        assert len(running.state.sessions) == 0, 'the command logs out'


@pytest.fixture(autouse=True)
def environ(array: SimulatedArray, tmp_path: Path,
            monkeypatch: pytest.MonkeyPatch) -> None:
    """The environment names the array."""
    for name, value in environment_of(array, tmp_path).items():
        monkeypatch.setenv(name, value)


Capture = pytest.CaptureFixture[str]


def test_a_list_is_a_table_with_names_of_enumerations(capsys: Capture) -> None:
    assert command.main(['call', 'getVolumes']) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[0].split()[:3] == ['id', 'name', 'sizeMiB']
    assert len(lines) == 1 + 5
    assert all('NORMAL' in line for line in lines[1:])


def test_json_is_for_programs(capsys: Capture) -> None:
    assert command.main(['call', 'getVolume', 'vol00001', '--json']) == 0
    assert json.loads(capsys.readouterr().out)['name'] == 'vol00001'
    assert command.main(['call', '--json', 'iterVolumes',
                         'Q.name == "vol00002"']) == 0
    (volume,) = json.loads(capsys.readouterr().out)
    assert volume['name'] == 'vol00002'


def test_a_change_needs_the_flag(array: SimulatedArray,
                                 capsys: Capture) -> None:
    words = ['call', 'createVolume', 'data', 'SimCPG', '1024',
             '{"tpvv": true}']
    assert command.main(words) == 1
    message = capsys.readouterr().err
    assert 'Read-only, nothing was changed' in message
    assert message.endswith('--change allows changes.\n')
    assert 'data' not in array.state.volumes
    assert command.main([*words, '--change']) == 0
    assert capsys.readouterr().out == ''
    assert array.state.volumes.get('data').size_mib == 1024


def test_a_refusal_is_one_line_and_status_1(capsys: Capture) -> None:
    assert command.main(['call', 'getVolume', 'nowhere']) == 1
    caught = capsys.readouterr()
    assert caught.out == ''
    assert '23 - volume does not exist' in caught.err
    assert 'Traceback' not in caught.err


@pytest.mark.parametrize('words', [
    ['getVolums'], ['getVolume'], ['getVolume', 'a', 'b'],
    ['createVolume', 'v', 'gold', 'big', '--change'], []])
def test_wrong_usage_is_status_2_and_nothing_is_sent(
        array: SimulatedArray, words: list[str], capsys: Capture) -> None:
    with pytest.raises(SystemExit) as caught:
        command.main(['call', *words])
    assert caught.value.code == 2
    assert not array.requests


def test_only_the_method_is_required(capsys: Capture) -> None:
    with pytest.raises(SystemExit):
        command.main(['call'])
    assert 'arguments are required: METHOD\n' in capsys.readouterr().err


def test_an_unknown_outcome_is_status_3(array: SimulatedArray,
                                        capsys: Capture) -> None:
    array.faults.add('reset_after', method='POST', path='/volumes')
    assert command.main(['call', 'createVolume', 'data', 'SimCPG', '1024',
                         '--change']) == 3
    assert 'data' in array.state.volumes
    assert 'data' not in capsys.readouterr().out


def test_an_unknown_outcome_of_code_is_status_3(array: SimulatedArray,
                                                capsys: Capture) -> None:
    code = 'cl.createVolume("data", "SimCPG", 1024)'
    array.faults.add('reset_after', method='POST', path='/volumes')
    assert command.main(['-c', code]) == 3
    assert command.main(['-c', code]) == 1      # it is there
    assert 'HTTPConflict' in capsys.readouterr().err


def test_options_may_stand_before_or_after_the_command(
        array: SimulatedArray, monkeypatch: pytest.MonkeyPatch,
        capsys: Capture) -> None:
    monkeypatch.setenv('HPE3PAR_USER', 'nobody')
    for words in (['--user', array.user, 'call', 'getCPG', 'SimCPG'],
                  ['call', '--user', array.user, 'getCPG', 'SimCPG']):
        assert command.main(words) == 0
        assert 'SimCPG' in capsys.readouterr().out


def test_code_after_c_displays_its_expressions(capsys: Capture) -> None:
    assert command.main(
        ['-c', 'cl.getCPG("SimCPG")["name"]; x = 1\nx + 1\nNone']) == 0
    assert capsys.readouterr().out == "'SimCPG'\n2\n"


def test_a_pipe_gets_results_only(monkeypatch: pytest.MonkeyPatch,
                                  capsys: Capture) -> None:
    monkeypatch.setattr(sys, 'stdin', io.StringIO(
        'name = "vol00001"\ncl.getVolume(name)["sizeMiB"]\n'
        'for item in (1, 2):\n    print(item)\n'))
    assert command.main([]) == 0
    caught = capsys.readouterr()
    assert caught.out == '2048\n1\n2\n'
    assert caught.err == ''


def test_a_pipe_stops_at_the_first_error(monkeypatch: pytest.MonkeyPatch,
                                         capsys: Capture) -> None:
    monkeypatch.setattr(sys, 'stdin', io.StringIO(
        'cl.getVolume("nowhere")\nprint("after")\n'))
    assert command.main([]) == 1
    caught = capsys.readouterr()
    assert 'after' not in caught.out
    assert 'File "<stdin>", line 1' in caught.err


def test_a_reader_that_leaves_is_no_traceback(array: SimulatedArray) -> None:
    with subprocess.Popen(
            [sys.executable, '-m', 'hpe3parclient', 'call', 'getPorts',
             '--json'], env=os.environ, stdout=subprocess.PIPE,
            stderr=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        process.stdout.close()
        assert process.stderr is not None
        assert process.stderr.read() == ''
    assert process.returncode == 1


def test_methods_are_listed_without_an_array(array: SimulatedArray,
                                             capsys: Capture) -> None:
    assert command.main(['methods', 'snapshot']) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[lines.index('createSnapshot') + 1] == \
        '    Take a snapshot of a volume.'
    assert 'createVLUN' not in lines
    assert not array.requests


@pytest.mark.parametrize('words, text', [
    (['call', 'getVolume', '--help'], ':param name: name of the volume'),
    (['call', 'getVolume', 'v', '-h'], ':param name: name of the volume'),
    (['call', '--help'], 'parameter=value gives an'),
    (['methods', 'getVolume'], 'getVolume name\n')])
def test_a_method_is_explained_without_an_array(
        array: SimulatedArray, words: list[str], text: str,
        capsys: Capture) -> None:
    try:
        status: object = command.main(words)
    except SystemExit as left:
        status = left.code
    assert not status
    assert text in capsys.readouterr().out
    assert not array.requests


@pytest.mark.parametrize('words', [
    ['call', '--json', 'createVolume', 'new', 'SimCPG', '256', '--change'],
    ['call', 'createVolume', '--change', 'new', 'SimCPG', '256'],
    ['call', 'createVolume', 'new', '--change', 'SimCPG', '--json', '256'],
    ['call', '--change', 'createVolume', 'new', 'SimCPG', 'sizeMiB=256']])
def test_options_may_stand_between_arguments(words: list[str]) -> None:
    assert command.main(words) == 0
    assert command.main(['call', 'getVolume', '--json', 'new']) == 0


@pytest.mark.parametrize('words', [
    ['call', 'getVolume', 'v', '--chnge'], ['call', 'getVolume', 'v', '-j'],
    ['methods', 'a', 'b'],
    ['call', 'getVolume', '--json', 'a', 'b']])
def test_a_word_too_many_is_wrong_usage(words: list[str]) -> None:
    with pytest.raises(SystemExit) as left:
        command.main(words)
    assert left.value.code == 2


def test_what_is_no_json_is_a_table_all_the_same(capsys: Capture) -> None:
    assert command.main(['call', 'getCapacityTrend']) == 0
    assert 'daysUntilFull' in capsys.readouterr().out
    assert command.main(['call', 'getCapacityTrend', '--json']) == 0
    assert json.loads(capsys.readouterr().out)['samples'][0]['sampleTime']


def test_events_of_an_hour_can_be_called(array: SimulatedArray,
                                         capsys: Capture) -> None:
    array.fail('pd', 3)
    assert command.main(['call', 'getEvents', 'since=1h']) == 0
    heading, event = capsys.readouterr().out.splitlines()
    assert heading.split()[:3] == ['time', 'severity', 'type']
    assert 'PD 3 Failed' in event


def test_what_needs_ssh_says_how_to_set_it_up(capsys: Capture) -> None:
    assert command.main(['call', 'getNodes']) == 1
    assert 'ssh = true in ~/.config/hpe3parclient.toml' in \
        capsys.readouterr().err


#: the words before the cursor, and what Tab makes of them
COMPLETIONS = [
    (['cal'], ['call']), (['--arr'], ['--array']),
    (['--array', 'lab', 'cal'], ['call']),
    (['call', 'getVolumeM'], ['getVolumeMetaData']),
    (['call', '--json', 'getVolumeM'], ['getVolumeMetaData']),
    (['--user', 'call', 'call', 'getVolumeM'], ['getVolumeMetaData']),
    (['call', 'getVolume', '--j'], ['--json']),
    (['call', '--cha'], ['--change']),
    (['methods', 'getAle'], ['getAlerts']),
    (['completion', 'z'], ['zsh']), (['--user', 'ca'], []),
    (['app'], ['apply']), (['apply', '--cha'], ['--change']),
    (['capture', '--st'], ['--statistics']), (['--pla'], ['--plain']),
    (['call', '--pla'], []), (['call', 'getVolume', 'getVolumeM'], []),
    (['compare', 'comp'], ['completion']),              # a file
    (['capture', '--to', 'comp'], ['completion'])]


@pytest.mark.parametrize('words, expected', COMPLETIONS)
def test_fish_completes(words: list[str], expected: list[str],
                        capsys: Capture, tmp_path: Path) -> None:
    if shutil.which('fish') is None:
        pytest.skip('no fish here')
    assert command.main(['completion', 'fish']) == 0
    (tmp_path / 'completion').write_text(capsys.readouterr().out)
    ended = subprocess.run(
        ['fish', '--no-config', '-c', 'source ./completion; complete -C "$argv"',
         'hpe3parclient', *words],
        cwd=tmp_path, capture_output=True, text=True, check=False,
        env=dict(os.environ, HOME=str(tmp_path)))
    assert [line.partition('\t')[0] for line in ended.stdout.splitlines()
            if line.startswith(words[-1])] == expected
    assert ended.stderr == ''


@pytest.mark.parametrize('shell', ['bash', 'zsh'])
@pytest.mark.parametrize('words, expected', COMPLETIONS)
def test_a_shell_completes(shell: str, words: list[str], expected: list[str],
                           capsys: Capture, tmp_path: Path) -> None:
    if shutil.which(shell) is None:
        pytest.skip(f'no {shell} here')
    assert command.main(['completion', shell]) == 0
    (tmp_path / 'completion').write_text(capsys.readouterr().out)
    # as bash does, and as bashcompinit of zsh does
    complete = '_hpe3parclient; printf "%s\\n" "${COMPREPLY[@]}"' \
        if shell == 'bash' else 'compgen -F _hpe3parclient -- "${@[-1]}"'
    ended = subprocess.run(
        [shell, '-c', 'source ./completion; COMP_WORDS=("$@"); '
         'COMP_CWORD=$(($# - 1)); ' + complete, '-', 'hpe3parclient', *words],
        cwd=tmp_path, capture_output=True, text=True, check=False,
        env=dict(os.environ, ZDOTDIR=str(tmp_path), HOME=str(tmp_path)))
    # zsh itself chooses by what has been typed
    assert [word for word in ended.stdout.split()
            if word.startswith(words[-1])] == expected
    assert ended.stderr == ''


# -- named arrays -------------------------------------------------------------


@pytest.fixture
def lab(array: SimulatedArray, tmp_path: Path,
        monkeypatch: pytest.MonkeyPatch) -> Path:
    """A file that names the array ``lab``."""
    file = tmp_path / 'arrays.toml'
    file.write_text(f'''
[arrays.lab]
url = "{array.api_url}"
user = "{array.user}"
ca_bundle = "{array.ca_bundle}"
password_file = "{tmp_path / 'password'}"
''')
    file.chmod(0o600)
    monkeypatch.setenv('HPE3PAR_CONFIG', str(file))
    return file


def test_an_array_can_be_named(lab: Path, capsys: Capture,
                               monkeypatch: pytest.MonkeyPatch) -> None:
    # What the environment says of another array does not count.
    monkeypatch.setenv('HPE3PAR_URL', 'https://127.0.0.1:1/api/v1')
    assert command.main(['call', '--array', 'lab', 'getStorageSystemInfo',
                         '--json']) == 0
    assert json.loads(capsys.readouterr().out)['name']


def test_without_settings_it_is_the_default_of_the_file(
        lab: Path, capsys: Capture, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in environment.MEANINGS:
        monkeypatch.delenv(name, raising=False)
    words = ['call', 'getStorageSystemInfo', '--json']
    with pytest.raises(SystemExit) as caught:
        command.main(words)
    assert caught.value.code == 2
    assert 'write default = "lab"' in capsys.readouterr().err
    lab.write_text('default = "lab"\n' + lab.read_text())
    assert command.main(words) == 0
    assert json.loads(capsys.readouterr().out)['name']
    # One of the variables, and the file does not count.
    monkeypatch.setenv('HPE3PAR_USER', 'nobody')
    with pytest.raises(SystemExit):
        command.main(words)
    assert 'HPE3PAR_URL' in capsys.readouterr().err


def test_a_url_replaces_the_array_of_the_environment(
        lab: Path, array: SimulatedArray, capsys: Capture,
        monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv('HPE3PAR_ARRAY', 'missing')
    assert command.main(['--url', array.api_url, 'call',
                         'getStorageSystemInfo', '--json']) == 0
    assert json.loads(capsys.readouterr().out)['name']


@pytest.mark.parametrize('options, message', [
    (['--array', 'labs'], 'no array labs; did you mean lab?'),
    (['--array', ''], 'must not be empty'),
    (['--array', 'lab', '--user', 'u'], 'not allowed with argument --user')])
def test_a_wrong_name_is_wrong_usage(lab: Path, options: list[str],
                                     message: str, capsys: Capture) -> None:
    with pytest.raises(SystemExit) as caught:
        command.main([*options, 'call', 'getVolumes'])
    assert caught.value.code == 2
    assert message in capsys.readouterr().err
