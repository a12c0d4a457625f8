"""An anonymised capture names nobody, and can be turned back."""

from __future__ import annotations

import base64
import json
import random
import stat
import urllib.parse
from pathlib import Path
from typing import Any

import pytest

from hpe3parclient import twin
from hpe3parclient.client import HPE3ParClient
from hpe3parclient.simulator import SimulatedArray
from hpe3parclient.twin.anonymise import anonymise, turn_back
from hpe3parclient.twin.document import Writer
from hpe3parclient.twin.words import Words

Members = dict[str, list[dict[str, Any]]]


def capture_of(path: Path, members: Members,
               lines: dict[str, list[str]] | None = None) -> Path:
    writer = Writer(path, {'model': 'HP_3PAR 8440', 'serialNumber': '1703353'})
    writer.object('/system', {'id': 103353, 'name': 'prod-berlin-1',
                              'serialNumber': '1703353',
                              'IPv4Addr': '10.1.20.30'})
    for name, rows in members.items():
        writer.members(name, rows)
    for command, text in (lines or {}).items():
        writer.lines(command, text)
    writer.close()
    return path


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / 'array.json'


def anonymised(path: Path, seed: int = 1) -> twin.Capture:
    target, key = path.with_name('safe.json'), path.with_name('key')
    key.unlink(missing_ok=True)
    anonymise(path, target, key, seed=seed)
    return twin.Capture(target)


def test_the_same_name_is_the_same_word(path: Path) -> None:
    capture_of(path, {
        '/volumes': [{'name': 'orders', 'userCPG': 'gold'},
                     {'name': 'orders.test', 'copyOf': 'orders'}],
        '/vluns': [{'volumeName': 'orders', 'hostname': 'db1'}],
        '/tasks': [{'name': 'orders->orders.test'}]},
        {'showsched': ['nightly,createsv -ro x orders']})
    safe = anonymised(path)
    orders, test = safe.members('/volumes')
    name = orders['name']
    assert name != 'orders'
    assert test['copyOf'] == name
    assert test['name'].startswith(name + '.')
    assert next(safe.members('/vluns'))['volumeName'] == name
    assert next(safe.members('/tasks'))['name'] == f'{name}->{test["name"]}'
    assert (safe.lines('showsched') or [''])[0].endswith(' ' + name)


def test_order_length_and_case_stay(path: Path) -> None:
    generator = random.Random(7)
    names = sorted({''.join(generator.choices('abcXYZ', k=3)) + str(number)
                    for number in range(200)}, key=str.lower)
    capture_of(path, {'/hosts': [{'name': name} for name in names]})
    safe = [host['name'] for host in anonymised(path, seed=1).members('/hosts')]
    assert [len(name) for name in safe] == [len(name) for name in names]
    assert sorted(safe, key=str.lower) == safe
    assert [name.isupper() for name in safe] == [
        name.isupper() for name in names]
    assert len(set(safe)) == len(names)


def test_numbers_states_versions_and_dates_stay(path: Path) -> None:
    row = {'name': 'v', 'sizeMiB': 1024, 'state': 1, 'readOnly': False,
           'creationTime8601': '2017-07-14T02:40:00+00:00',
           'systemVersion': '3.3.1.460'}
    capture_of(path, {'/volumes': [row]})
    (safe,) = anonymised(path).members('/volumes')
    assert safe == {**row, 'name': safe['name']}


def test_addresses_and_wwns_keep_their_form(path: Path) -> None:
    capture_of(path, {'/ports': [
        {'portWWN': '20110002AC0193B9', 'IPAddr': '192.0.2.100',
         'iSCSIName': 'iqn.2000-05.com.3pardata:20110002ac0193b9'}]})
    (port,) = anonymised(path).members('/ports')
    assert int(port['portWWN'], 16) != 0x20110002AC0193B9
    assert port['portWWN'].isupper() or port['portWWN'].isdigit()
    assert port['iSCSIName'].endswith(':' + port['portWWN'].lower())
    octets = port['IPAddr'].split('.')
    assert [len(octet) for octet in octets] == [3, 1, 1, 3]
    assert all(0 <= int(octet) <= 255 for octet in octets)


def secrets_of(seed: int) -> tuple[Members, list[str]]:
    """A thousand names, addresses, serial numbers and comments, planted."""
    generator = random.Random(seed)

    def word(length: int) -> str:
        return ''.join(generator.choices(
            'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ', k=length))

    planted: list[str] = []
    volumes, hosts, disks = [], [], []
    for number in range(250):
        name, comment = f'{word(6)}-{number}', f'{word(7)} für {word(5)}'
        wwn = f'{generator.getrandbits(64):016X}'
        serial = word(3).upper() + str(generator.randrange(10**6, 10**7))
        volumes.append({'name': name, 'comment': comment, 'links': [
            {'href': 'https://10.9.8.7:8080/api/v1/volumes/'
                     + urllib.parse.quote(name), 'rel': 'self'}]})
        hosts.append({'name': word(9), 'FCPaths': [{'wwn': wwn}],
                      'descriptors': {'location': word(8) + ' row 7'}})
        disks.append({'serialNumber': serial})
        planted += [name, comment.split()[0], wwn, serial]
    return {'/volumes': volumes, '/hosts': hosts, '/disks': disks}, planted


def planted_on_the_command_line(seed: int) -> tuple[dict[str, list[str]],
                                                    list[str]]:
    """A thousand words in what only commands show."""
    generator = random.Random(seed)
    planted: list[str] = []

    def word() -> str:
        planted.append(''.join(generator.choices(
            'bcdfghjklmnpqrstvwxzBCDFGHJKLMNPQRSTVWXZ', k=8)))
        return planted[-1]

    schedules = ['SchedName,File/Command,Min,Hour,DOM,Month,DOW,CreatedBy,'
                 'Status,Alert,NextRunTime']
    domains, users = ['ID,Domain,Comments'], ['Username,Domain,Role,Default']
    patches = ['InstallTime,Id,Package,Version,Description']
    alerts: list[str] = []
    events = ['Time,Severity,Type,Component,Message']
    files: list[str] = []
    stamp = '2026-05-21 20:26:40 UTC'
    for number in range(60):
        schedules.append(f'{word()},createsv -ro {word()} {word()},0,0,*,*,*,'
                         f'{word()},active,Y,{stamp}')
        domains.append(f'{number},{word()},"{word()}, ""{word()}"""')
        users.append(f'{word()},all,edit,N')
        patches.append(f'{stamp},P{number},{word()},3.3.1,{word()}')
        alerts += [f'Id : {number}', 'State : New', f'Time : {stamp}',
                   f'Type : {word()} {word()}',
                   f'Message : vv {word()} is', word(), '']
        events.append(f'{stamp},Major,{word()},sw_{word()},{word()}')
        files.append(f'{{{word()} 1 {{{word()}}} 300}}')
    return {'showsched': schedules, 'showdomain': domains,
            'showuser': users, 'showpatch -hist': patches,
            'showalert -all -d': [*alerts, '60 total'],
            'showeventlog -oneline -debug -min 43200': events,
            'getfpg': files}, planted


def encodings(text: str) -> set[str]:
    raw = text.encode()
    return {text.lower(), urllib.parse.quote(text).lower(),
            raw.hex(), base64.b64encode(raw).decode().lower(),
            json.dumps(text)[1:-1].lower()}


@pytest.mark.parametrize('seed', range(3))
def test_nothing_that_was_planted_is_left(path: Path, seed: int) -> None:
    members, planted = secrets_of(seed)
    lines = [f'{name},{name.upper()},{urllib.parse.quote(name)}'
             for name in planted]
    capture_of(path, members, {'showvv': lines})
    anonymised(path)
    text = path.with_name('safe.json').read_text('utf-8').lower()
    assert len(planted) == 1000
    assert [name for name in planted
            if any(item in text for item in encodings(name))] == []
    for name in ('prod-berlin', '1703353', '10.1.20.30', '10.9.8.7'):
        assert name not in text


@pytest.mark.parametrize('seed', range(3))
def test_nothing_that_commands_show_is_left(path: Path, seed: int) -> None:
    lines, planted = planted_on_the_command_line(seed)
    capture_of(path, {}, lines)
    safe = anonymised(path)
    text = path.with_name('safe.json').read_text('utf-8').lower()
    assert len(planted) > 1000
    assert [word for word in planted
            if any(item in text for item in encodings(word))] == []
    # and what says nothing of anybody is still there
    schedule = (safe.lines('showsched') or [])[1]
    assert ',createsv -ro ' in schedule
    assert schedule.endswith(',active,Y,2026-05-21 20:26:40 UTC')
    assert (safe.lines('showalert -all -d') or [])[:2] == [
        'Id : 0', 'State : New']
    turn_back(path.with_name('safe.json'), path.with_name('back.json'),
              path.with_name('key'))
    assert path.with_name('back.json').read_bytes() == path.read_bytes()


def test_names_of_schedules_are_replaced_even_if_tables_have_such_words(
        path: Path) -> None:
    capture_of(path, {}, {'showsched': [
        'SchedName,File/Command,Min', 'alert,createsv x,0']})
    (_, row) = anonymised(path).lines('showsched') or ['', '']
    assert not row.startswith('alert,')


def test_the_key_turns_it_back(path: Path) -> None:
    members, _ = secrets_of(4)
    capture_of(path, members, {'showversion -b': ['Release 3.3.1', 'prod']})
    anonymised(path)
    back = path.with_name('back.json')
    turn_back(path.with_name('safe.json'), back, path.with_name('key'))
    assert back.read_bytes() == path.read_bytes()


@pytest.mark.parametrize('name', ['3par-3.3.1', 'alletra-mp'])
def test_a_whole_array_is_turned_back(path: Path, name: str) -> None:
    with SimulatedArray(name, volumes=5) as array, HPE3ParClient(
            array.api_url, secure=array.ca_bundle) as client:
        client.login(array.user, array.password)
        client.setSSHOptions('127.0.0.1', array.user, array.password,
                             port=array.ssh_port)
        twin.capture(client, path)
        address = array.api_url.partition('/api')[0]
    safe = anonymised(path)
    assert safe.keys[:5] == twin.Capture(path).keys[:5]
    text = path.with_name('safe.json').read_text('utf-8')
    assert address not in text
    assert array.state.name not in text
    turn_back(path.with_name('safe.json'), path.with_name('back.json'),
              path.with_name('key'))
    assert path.with_name('back.json').read_bytes() == path.read_bytes()


def test_the_key_is_private_and_never_overwritten(path: Path) -> None:
    capture_of(path, {})
    anonymised(path)
    key = path.with_name('key')
    assert stat.S_IMODE(key.stat().st_mode) == 0o600
    with pytest.raises(FileExistsError):
        anonymise(path, path.with_name('other.json'), key)
    assert not path.with_name('other.json').exists()


@pytest.mark.parametrize('text', ['', '[]', '{}', '{"format": "x"}', 'x',
                                  '{"format": "hpe3parclient key", '
                                  '"version": 2, "texts": {}}'])
def test_another_file_is_no_key(path: Path, text: str) -> None:
    key = path.with_name('key')
    key.write_text(text)
    with pytest.raises(ValueError, match='not a key'):
        turn_back(capture_of(path, {}), path.with_name('back.json'), key)


def test_names_that_are_words_of_tables_are_replaced_too() -> None:
    words = Words(1)
    words.add('State', name=True)
    words.add('Name,State')
    replaced = words.replaced('Name,State')
    assert replaced.startswith('Name,')
    assert 'State' not in replaced


def test_characters_beyond_latin_are_replaced() -> None:
    words = Words(1)
    text = 'Größe 東京 Ωμέγα'
    words.add(text)
    assert not set(words.replaced(text)) & set('öß東京Ωμέγα')


# -- attacks ----------------------------------------------------------------------


NOTATIONS = {
    'ipv4': '10.20.30.{n}', 'ipv6': '2001:db8:0:{n:x}::17',
    'ipv6 long': '2001:0DB8:0000:0000:0000:0000:00AA:{n:04X}',
    'ipv6 mapped': '::ffff:10.20.30.{n}', 'mac': '00:02:AC:01:93:{n:02x}',
    'wwn': '50014380{n:08x}', 'wwn digits': '50000972081{n:05d}',
    'wwn colons': '50:01:43:80:11:36:00:{n:02X}',
    'uuid': '2f2f9b05-8c41-4f6b-a6a4-2a7f8a2b{n:04x}',
    'iqn': 'iqn.1998-01.com.vmware:esx{n}-4a2b', 'nqn': 'nqn.2014-08.com.acme:h{n}',
    'fqdn': 'db{n}.berlin.acme-bank.example', 'mail': 'kim.lee{n}@acme-bank.example',
    'serial': '4UW{n:07d}', 'number': '17{n:05d}', 'unc': '\\\\acme\\share{n}',
    'unicode': 'größe-東京-{n}', 'quoted': 'a "b{n}" c\\d', 'percent': '100%25 {n}%41',
    'long': 'abcdefghijklmnopqrstuvwxyz-{n:04d}'}


@pytest.mark.parametrize('name', sorted(NOTATIONS))
def test_every_notation_is_replaced_and_turned_back(path: Path,
                                                    name: str) -> None:
    planted = [NOTATIONS[name].format(n=number) for number in range(200)]
    capture_of(path, {
        '/volumes': [{'name': f'v{number}', 'comment': f'of {text}, once'}
                     for number, text in enumerate(planted)],
        '/hosts': [{'name': text, 'descriptors': {'model': text, 'os': text}}
                   for text in planted],
        '/sets': [{'setmembers': planted, 'x': dict.fromkeys(planted, 1)
                   if name not in ('iqn', 'nqn') else {}}]},
        {'showdomain': ['ID,Domain,Comment',
                        *(f'1,"{text}",see {text}' for text in planted)]})
    safe = anonymised(path)
    text = path.with_name('safe.json').read_text('utf-8').lower()
    assert [item for item in planted
            if any(form in text for form in encodings(item))] == []
    hosts = [host['name'] for host in safe.members('/hosts')]
    assert len(set(hosts)) == len(planted)
    assert list(map(len, hosts)) == list(map(len, planted))
    turn_back(path.with_name('safe.json'), path.with_name('back.json'),
              path.with_name('key'))
    assert path.with_name('back.json').read_bytes() == path.read_bytes()


def test_a_wwn_is_the_same_with_colons_and_in_every_case(path: Path) -> None:
    capture_of(path, {'/hosts': [
        {'name': 'h', 'a': '10000000C9A1B2C3', 'b': '10:00:00:00:C9:A1:B2:C3',
         'c': '10:00:00:00:c9:a1:b2:c3', 'd': 'iqn.x:10000000c9a1b2c3'}]})
    (host,) = anonymised(path).members('/hosts')
    plain = host['a'].lower()
    assert host['b'].replace(':', '').lower() == plain
    assert host['c'].replace(':', '') == plain
    assert host['d'].endswith(':' + plain)
    assert len(host['b']) == 23


@pytest.mark.parametrize('names', [
    ['data', 'type', 'name', 'state', 'volumes', 'id', '1', '0', 'a', 'set',
     'normal', 'cpgs', 'members', 'comment', 'Id', 'userCPG', 'total'],
    [str(number) for number in range(1000, 3000)],
    [f'{number:04d}' for number in range(10000)],
    list('abcdefghijklmnopqrstuvwxyz'),
    ['x' * 31, 'x' * 30 + 'y', 'X' * 31, 'İstanbul', 'Kelvin', 'ſs', 'straße',
     'STRASSE', 'ǅ', 'ﬁle', 'i̇stanbul', '東京', 'Ωμέγα', 'ωμέγα', '100%',
     '100%25', 'a%20b', 'a b', '%41', 'A', '%2541', 'a/b', 'a%2Fb', '٣٤', '²']])
def test_names_of_every_kind_stay_apart(path: Path, names: list[str]) -> None:
    capture_of(path, {
        '/cpgs': [{'id': 1, 'name': 'gold', 'uuid': '1'}],
        '/volumes': [{'id': number, 'name': name, 'state': 1, 'userCPG': 'gold',
                      'type': name} for number, name in enumerate(names)],
        '/volumesets': [{'id': 1, 'name': 'all', 'setmembers': names}]},
        {'showpd -s': ['Id,CagePos,Type,-State-,Name',
                       f'0,0:0:0,FC,normal,{names[0]}']})
    safe = anonymised(path)
    rows = list(safe.members('/volumes'))
    assert len({row['name'] for row in rows}) == len(names)
    assert [set(row) for row in rows] == [
        {'id', 'name', 'state', 'userCPG', 'type'}] * len(names)
    assert [row['type'] for row in rows] == [row['name'] for row in rows]
    assert next(safe.members('/volumesets'))['setmembers'] == [
        row['name'] for row in rows]
    lines = safe.lines('showpd -s') or []
    assert lines[0] == 'Id,CagePos,Type,-State-,Name'
    assert lines[1] == f'0,0:0:0,FC,normal,{rows[0]["name"]}'
    if all(map(str.isascii, names)) and '%' not in ''.join(names):
        assert list(map(len, (row['name'] for row in rows))) == \
            list(map(len, names))
    turn_back(path.with_name('safe.json'), path.with_name('back.json'),
              path.with_name('key'))
    assert path.with_name('back.json').read_bytes() == path.read_bytes()


@pytest.mark.parametrize('seed', range(20))
def test_any_text_comes_back(path: Path, seed: int) -> None:
    chance = random.Random(seed)
    alphabet = 'aAbBzZ019 _-.:/,%"\\=@+äßİ東é\u0301\u2028ñ{}[]<>'
    texts = [''.join(chance.choices(alphabet, k=chance.randrange(1, 32)))
             for _ in range(300)]
    capture_of(path, {'/volumes': [
        {'name': text, 'comment': chance.choice(texts), 'id': number,
         chance.choice(texts): chance.randrange(10**7)}
        for number, text in enumerate(texts)]},
        {'showsched': [text.replace('\u2028', '') for text in texts]})
    safe = anonymised(path, seed)
    names = [row['name'] for row in safe.members('/volumes')]
    assert len(set(names)) == len(set(texts))
    turn_back(path.with_name('safe.json'), path.with_name('back.json'),
              path.with_name('key'))
    assert path.with_name('back.json').read_bytes() == path.read_bytes()


def test_the_serial_number_is_replaced_wherever_it_is(path: Path) -> None:
    capture_of(path, {
        '/remotecopytargets': [{'name': 'far', 'systemId': 103353,
                                'serial': 1703353, 'other': '1703353-0'}],
        '/ports': [{'portWWN': '20110002AC0193B9'}]},
        {'shownode': ['Node,--Name---,-State-', '0,1703353-0,OK']})
    safe = anonymised(path)
    text = path.with_name('safe.json').read_text('utf-8')
    for number in ('1703353', '103353', '0193B9'):
        assert number not in text
    (target,) = safe.members('/remotecopytargets')
    system = safe.object('/system') or {}
    assert target['systemId'] == system['id']
    assert str(target['serial']) == system['serialNumber'] == \
        safe.source['serialNumber']
    assert target['other'].startswith(system['serialNumber'] + '-')


def test_hexadecimal_numbers_are_replaced_whole(path: Path) -> None:
    capture_of(path, {}, {'showrcopy -d': [
        'Name,ID,SysID,RemoteID', *(f'far,1,0x{number:X},{number}'
                                    for number in range(0x193B0, 0x193E0))]})
    safe = anonymised(path)
    cells = [row.split(',')[2] for row in (safe.lines('showrcopy -d') or [])[1:]]
    assert [cell[:2] for cell in cells] == ['0x'] * 48
    assert len({int(cell, 16) for cell in cells}) == 48
    assert not {f'0x{number:X}' for number in range(0x193B0, 0x193E0)} & set(cells)


def test_what_could_not_be_read_names_nobody(path: Path) -> None:
    writer = Writer(path, {'serialNumber': '1703353'})
    writer.members('/volumes', [{'name': 'orders'}])
    writer.missing('get', '/volumes/orders/objectKeyValues',
                   'Not found (HTTP 404) 23 - no volume orders', 23)
    writer.missing('get', '/volumes/no-such-volume', 'Not found (HTTP 404) 23', 23)
    writer.missing('command', 'showpd', 'Cannot connect to 10.1.2.3:22: orders')
    writer.close()
    safe = anonymised(path)
    text = path.with_name('safe.json').read_text('utf-8')
    assert 'orders' not in text
    assert '10.1.2.3' not in text
    name = next(safe.members('/volumes'))['name']
    assert list(safe.missing) == [f'/volumes/{name}/objectKeyValues',
                                  '/volumes/no-such-volume', 'showpd']
    assert safe.missing[f'/volumes/{name}/objectKeyValues'].startswith(
        'Not found (HTTP 404) 23 - ')
    assert safe.code('/volumes/no-such-volume') == 23


def test_roles_parts_and_positions_stay(path: Path) -> None:
    rows: Members = {
        '/users': [{'username': 'kim', 'privileges': [
            {'domain': 'all', 'role': 'super'}]}],
        '/ports': [{'portPos': {'node': 0, 'slot': 1, 'cardPort': 1},
                    'device': ['cage0'], 'label': '0:1:1'}]}
    capture_of(path, rows, {
        'showversion -b': ['Release version 3.3.1 (MU5)', 'Patches:  P01,P02'],
        'showpd': ['Id,CagePos,Type,-State-,Total,Free',
                   '12,0:3:0,FC,degraded,1048576,977662']})
    safe = anonymised(path)
    (user,), (port,) = safe.members('/users'), safe.members('/ports')
    assert user['privileges'] == [{'domain': 'all', 'role': 'super'}]
    assert port == rows['/ports'][0]
    assert safe.lines('showversion -b') == [
        'Release version 3.3.1 (MU5)', 'Patches:  P01,P02']
    assert safe.lines('showpd') == [
        'Id,CagePos,Type,-State-,Total,Free',
        '12,0:3:0,FC,degraded,1048576,977662']


@pytest.mark.parametrize('name', ['3par-3.3.1', 'primera-4.x'])
def test_the_report_of_an_anonymised_capture_names_nobody(
        path: Path, name: str) -> None:
    folder = Path(__file__).with_name('recordings') / name
    anonymise(folder, path, path.with_name('key'))
    report = json.dumps(twin.compare(twin.Capture(path)).as_json())
    original = twin.Capture(folder)
    for root in ('/volumes', '/hosts', '/cpgs', '/volumesets'):
        for member in original.members(root):
            if 'name' in member:
                assert f'"{member["name"]}"' not in report
                assert f'/{member["name"]}' not in report
    assert [item.kind for item in twin.compare(twin.Capture(path)).findings
            if item.kind in ('object', 'path')] == []


# -- short names ------------------------------------------------------------------

FEW = ['db1', 'v1', 'ssd', 'eu', 'jd', 'a', '3', 'on', 'id', 'fc', 'sys', 'no',
       'node1', 'set', 'cage0', 'x', '0']
LETTERS = [chr(number) for number in range(ord('a'), ord('z') + 1)]


def short(seed: int, length: int, count: int) -> list[str]:
    chance = random.Random(seed)
    return sorted({''.join(chance.choices(LETTERS, k=length))
                   for _ in range(count)})


def named(names: list[str]) -> tuple[Members, dict[str, list[str]]]:
    """What an array shows of objects of these names, wherever it shows them."""
    stamp = '2026-05-21 20:26:40 UTC'
    members: Members = {
        '/volumes': [{'id': number, 'name': name, 'userCPG': name, 'copyOf': name,
                      'domain': name, 'comment': name, 'links': [
                          {'href': f'https://10.9.8.7:8080/api/v1/volumes/{name}',
                           'rel': 'self'}]} for number, name in enumerate(names)],
        '/volumesets': [{'name': 'both', 'setmembers': names}],
        '/vluns': [{'volumeName': name, 'hostname': f'set:{name}', 'lun': 1}
                   for name in names],
        '/users': [{'username': name} for name in names],
        '/tasks': [{'name': f'{name}->{name}', 'type': 1, 'detailedStatus':
                    f'{stamp} Creating VV: {name} in {name}'} for name in names]}
    return members, {
        'showsched': ['SchedName,File/Command,Min,CreatedBy', *(
            f'{name},createsv -ro -exp 1d {name}.@y@@m@@d@ {name},0,{name}'
            for name in names)],
        'showuser': ['Username,Domain,Role,Default', *(
            f'{name},{name},edit,N' for name in names)],
        'showaocfg': ['Id,Name,T0CPG,T1CPG,T2CPG,Mode', *(
            f'1,{name},{name},{name},--,Balanced' for name in names), '9,total'],
        'showeventlog -oneline -debug -min 43200': [
            'Time,Severity,Type,Component,Message', *(
                f'{stamp},Informational,CLI command executed,sw_cli,'
                f'{{3paradm super all {{{{0 8}}}} -1 10.1.1.1 3}} '
                f'{{createvlun -f set:{name} 7 {name}}} {{}}' for name in names)],
        'getfpg': [f'{{{name} 1 2 {{1 0}} 3}}' for name in names],
        'getfshare nfs': [f'{{{name} {name} {name} {name} {{}} *}}'
                          for name in names]}


@pytest.mark.parametrize('names', [
    FEW, LETTERS, LETTERS + list('0123456789'), ['a', 'b'],
    short(1, 2, 300), short(2, 3, 1000), short(3, 1, 99) + short(3, 2, 99)])
def test_short_names_are_replaced_where_it_is_known_to_be_names(
        path: Path, names: list[str]) -> None:
    members, lines = named(names)
    capture_of(path, members, lines)
    safe = anonymised(path, seed=1)
    rows = list(safe.members('/volumes'))
    new = {name: row['name'] for name, row in zip(names, rows)}
    assert [name for name in names if new[name].lower() == name] == []
    assert len(set(new.values())) == len(names)
    assert list(map(len, new.values())) == list(map(len, names))
    for name, row in zip(names, rows):
        assert {row[key] for key in ('userCPG', 'copyOf', 'domain', 'comment')} \
            == {new[name]}
        assert row['links'][0]['href'].endswith(f'/api/v1/volumes/{new[name]}')
    renamed, expected = named(list(new.values()))
    assert next(safe.members('/volumesets'))['setmembers'] == list(new.values())
    for root in ('/vluns', '/users'):
        assert list(safe.members(root)) == renamed[root]
    assert [row['name'] for row in safe.members('/tasks')] == [
        row['name'] for row in renamed['/tasks']]
    for command in ('showsched', 'showuser', 'showaocfg', 'getfpg',
                    'getfshare nfs'):
        assert safe.lines(command) == expected[command]
    events = safe.lines('showeventlog -oneline -debug -min 43200') or []
    for name, event in zip(new.values(), events[1:]):
        assert f' -f set:{name} ' in event
        assert event.endswith(f' {name}}} {{}}')
    turn_back(path.with_name('safe.json'), path.with_name('back.json'),
              path.with_name('key'))
    assert path.with_name('back.json').read_bytes() == path.read_bytes()


@pytest.mark.parametrize('names', [short(4, 3, 1000), short(5, 2, 250),
                                   [f'{name}1' for name in LETTERS]])
def test_no_new_name_is_that_of_another_object_where_there_is_room(
        path: Path, names: list[str]) -> None:
    capture_of(path, {'/hosts': [{'name': name} for name in names]})
    safe = [host['name'] for host in anonymised(path, seed=2).members('/hosts')]
    assert set(safe) & set(names) == set()


def test_words_that_are_no_names_stay_though_objects_are_called_so(
        path: Path) -> None:
    rows: Members = {
        '/cpgs': [{'name': name} for name in [*FEW, 'all', 'super']],
        '/users': [{'username': '3paradm', 'privileges': [
            {'domain': 'all', 'role': 'edit'}]}],
        '/remotecopylinks': [{'name': 'far_0_3_1', 'targetName': 'far'}],
        '/tasks': [{'detailedStatus': '2026-05-28 20:26:40 UTC Created'}]}
    lines = {
        'showpd': ['Id,CagePos,Type,State,A', '0,0:0:0,SSD,normal,0:0:1*'],
        'showcage': ['Id,Name,LoopA', '1,cage1,0:0:1'],
        'shownode': ['Node,--Name---,-State--,Master', '1,1703353-1,OK,No'],
        'showuser': ['Username,Domain,Role,Default', '3paradm,all,super,N'],
        'showaocfg': ['Id,Name,T0CPG,T1CPG,T2CPG,Mode', '1,ssd,--,--,--,Cost',
                      '1,total']}
    capture_of(path, rows, lines)
    safe = anonymised(path, seed=1)
    assert list(safe.members('/users')) == rows['/users']
    (link,), (task,) = safe.members('/remotecopylinks'), safe.members('/tasks')
    assert link['name'] == link['targetName'] + '_0_3_1'
    assert task['detailedStatus'].startswith('2026-05-28 20:26:40 UTC ')
    for command in ('showpd', 'showcage', 'showuser'):
        assert safe.lines(command) == lines[command]
    serial = safe.source['serialNumber']
    assert (safe.lines('shownode') or [])[1] == f'1,{serial}-1,OK,No'
    assert (safe.lines('showaocfg') or [])[1].endswith(',--,--,--,Cost')
    assert (safe.lines('showaocfg') or [])[2] == '1,total'


def test_the_hosts_of_a_port_are_replaced_though_parts_have_such_names(
        path: Path) -> None:
    capture_of(path, {'/hosts': [{'name': 'node1'}],
                      '/ports': [{'device': ['node1', 'cage2']}]})
    safe = anonymised(path)
    host, port = next(safe.members('/hosts')), next(safe.members('/ports'))
    assert host['name'] != 'node1'
    assert port['device'] == [host['name'], 'cage2']


def test_words_of_which_nobody_knows_what_they_are_are_listed(
        path: Path) -> None:
    capture_of(path, {'/volumes': [{'name': 'disk'}]}, {
        'showalert -all -d': ['Message : disk x of data is full']})
    kept = anonymise(path, path.with_name('safe.json'), path.with_name('key'))
    assert {'x', 'of', 'data', 'is', 'full'} <= set(kept)
    assert 'disk' not in kept
    assert kept == sorted(kept)
    text = path.with_name('safe.json').read_text('utf-8')
    assert ' x of data is full"' in text


def test_the_words_of_refusals_stay_where_nothing_of_the_array_was_asked_for(
        path: Path) -> None:
    writer = Writer(path, {'serialNumber': '1703353'})
    writer.members('/volumes', [{'name': 'missing'}])
    reason = 'Not found (HTTP 404) 15 - CPG missing'
    writer.missing('get', '/cpgs/no-such-cpg', reason, 15)
    writer.missing('get', '/volumes/missing/objectKeyValues', reason, 15)
    writer.close()
    safe = anonymised(path)
    name = next(safe.members('/volumes'))['name']
    assert safe.missing['/cpgs/no-such-cpg'] == reason
    assert safe.missing[f'/volumes/{name}/objectKeyValues'].endswith(name)
