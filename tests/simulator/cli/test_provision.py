"""Commands that make and change objects, on the web service's own model."""

from __future__ import annotations

import pytest

from hpe3parclient.simulator.array import Array
from hpe3parclient.simulator.cli.interpreter import Cli, Session
from hpe3parclient.simulator.clock import Clock
from hpe3parclient.simulator.personality import personality_of
from hpe3parclient.simulator.state.volumes import FULL, TDVV, TPVV

WWN = '50014380242B8B4C'
MADE = ('createcpg -t r5 -ssz 4 -ha cage -sdgs 64g c1', 'createcpg c2',
        'createhost -persona 2 h1 ' + WWN, 'createvv -tpvv -snp_cpg c1 c1 v1 '
        '10g', 'createvv c1 v2 10g')


def session(*lines: str, model: str = '3par-3.3.1', yes: bool = True
            ) -> Session:
    array = Array(personality_of(model), Clock(running=False), seed=1)
    result = Cli(array).session(confirm=lambda question: yes)
    for line in lines:
        run(result, line)
        assert result.status == 0, (line, run(result, line))
    return result


def run(result: Session, line: str) -> list[str]:
    printed = result.run(line)
    assert printed is not None
    return [text for text, _ in printed]


def refused(result: Session, line: str) -> str:
    lines = run(result, line)
    assert result.status == 1, (line, lines)
    return '\n'.join(lines)


def array_of(result: Session) -> Array:
    return result._cli.array


def test_a_cpg_is_made_changed_and_removed() -> None:
    result = session('createcpg -t r5 -ssz 4 -sdgs 64g -sdgl 1t -sdgw 512g '
                    '-aw 80 c1')
    cpg = array_of(result).cpgs.get('c1')
    assert cpg is not None
    assert (cpg.raid, cpg.set_size, cpg.increment, cpg.limit, cpg.warning
            ) == (3, 4, 65536, 1048576, 524288)
    assert run(result, 'showcpg -showcols Name,Warn%,Limit_MB,Grow_MB '
                      '-nohdtot')[0].split() == ['c1', '80', '1048576',
                                                 '65536']
    assert run(result, 'setcpg -sdgl 0 -sdgw 0 -name c9 c1') == []
    assert (cpg.name, cpg.limit, cpg.warning) == ('c9', None, None)
    assert run(result, 'removecpg -f c9') == []
    assert list(array_of(result).cpgs) == []


@pytest.mark.parametrize(('line', 'kind', 'size'), [
    ('createvv c1 v 100', FULL, 256), ('createvv -tpvv c1 v 1g', TPVV, 1024),
    ('createvv -tdvv c1 v 1T', TDVV, 1048576),
    ('createvv -tpvv c1 v 4096', TPVV, 4096)])
def test_a_volume_is_made_as_its_options_say(line: str, kind: int,
                                             size: int) -> None:
    result = session('createcpg c1', line)
    volume = array_of(result).volumes.get('v')
    assert volume is not None
    assert (volume.provisioning, volume.size_mib) == (kind, size)


def test_the_newest_arrays_make_thin_or_reducing_volumes() -> None:
    result = session('createcpg c1', 'createvv -reduce c1 v1 16g',
                    'createtpvv -usrboundary c1 v2 1024', model='alletra-mp')
    rows = [line.split() for line in run(
        result, 'showvv -showcols Name,Prov,Compr v1 v2 -nohdtot')]
    assert rows == [['v1', 'tdvv', 'v2'], ['v2', 'tpvv', 'No']]
    assert 'Error' in refused(result, 'createvv c1 v3 1g')


def test_several_volumes_count_up() -> None:
    result = session('createcpg c1', 'createvv -tpvv -cnt 3 c1 v 1g',
                    'createvv -tpvv -cnt 2 c1 w.7 1g')
    assert run(result, 'showvv -showcols Name v.* w.* -nohdtot') == [
        'v.0', 'v.1', 'v.2', 'w.7', 'w.8']


@pytest.mark.parametrize(('line', 'text'), [
    ('createcpg c1', 'already exists'), ('createcpg a/b', 'illegal'),
    ('createcpg -t r7 c9', 'Invalid RAID type r7'),
    ('createcpg -ssz 5 -t r6 c9', 'Error'),
    ('createcpg -domain nosuch c9', 'Domain does not exist'),
    ('setcpg c1', 'At least one option'), ('setcpg -sdgs 1g nosuch',
                                           'CPG nosuch does not exist'),
    ('removecpg -f c1', 'is in use'), ('removecpg -f nosuch',
                                       'does not exist'),
    ('createvv c1 v1 1g', 'already exists'),
    ('createvv nosuch v 1g', 'CPG does not exist'),
    ('createvv c1 v huge', 'invalid size'),
    ('createvv -tpvv -tdvv c1 v 1g', 'mutually exclusive'),
    ('createvv -minalloc 128 -tpvv c1 v 1g', 'at least 256'),
    ('createvv c1 ' + 'v' * 32 + ' 1g', 'too long'),
    ('createvv -pol nonsense c1 v 1g', 'Invalid policy nonsense'),
    ('growvv nosuch 1g', 'VV nosuch not found'),
    ('setvv -name x nosuch', 'VV nosuch does not exist'),
    ('setvv v1', 'At least one option'), ('setvv -name v2 v1',
                                          'already exists'),
    ('createsv s v2', 'no snapshot CPG'), ('createsv s nosuch',
                                           'nosuch not found'),
    ('promotesv v1', 'Base volume may not be promoted'),
    ('promotesv -online -pri high v1', 'mutually exclusive'),
    ('createvvcopy -p nosuch v2', 'nosuch not found'),
    ('createvvcopy -p v1 nosuch', 'nosuch not found'),
    ('createvvcopy -p v1 -online -s c1 v9', 'mutually exclusive'),
    ('createvvcopy v2', 'wrong # args'), ('createvvcopy -r v2', 'Error'),
    ('creategroupvvcopy -p v1:nosuch', ' VV nosuch not found'),
    ('promotevvcopy v2', 'is not a physical copy'),
    ('createvlun v1 x h1', 'invalid LUN x'),
    ('createvlun v1 1 nosuch', 'host nosuch does not exist'),
    ('createvlun nosuch 1 h1', 'VV nosuch does not exist'),
    ('createvlun set:nosuch 1 h1', 'vv set nosuch does not exist'),
    ('removevlun -f v1 1 h1', 'No such VLUN'),
    ('createvvset s nosuch', 'VV nosuch does not exist'),
    ('createvvset -add nosuch v1', 'does not exist'),
    ('removevvset -f nope', 'vv set nope does not exist'),
    ('removehostset -f nope', 'host set nope does not exist'),
    ('createhostset ' + 's' * 28, 'too long'),
    ('tunevv restart v1', 'No restart state for VV v1.'),
    ('tunevv usr_cpg c2 -keepvv k v1', 'requires'),
    ('tunevv usr_cpg c2 nosuch', 'not found'),
    ('canceltask -f 77', 'Task 77 does not exist'),
    ('waittask x', 'Task x does not exist'),
    ('createdomain all', 'already exists'),
    ('removedomain -f nosuch', 'does not exist'),
    ('movetodomain -vv v1', 'wrong # args'),
    ('createuser -c secret12 root all edit', 'Invalid user name root'),
    ('createuser -c abc oper all edit', '6 to 32'),
    ('createuser oper all edit', 'must be given with -c'),
    ('createuser -c secret12 oper all king', 'Invalid role king'),
    ('removeuser -f nosuch', 'does not exist'),
    ('setsys Colour blue', 'Unknown parameter Colour'),
    ('setsys RawSpaceAlertFC 7', 'Invalid value 7'),
    ('setwsapi', 'At least one option'),
    ('createflashcache 100', 'invalid size'), ('removeflashcache -f',
                                               'not present'),
    ('checkhealth colour', 'Invalid component colour'),
    ('showsys -devtype FC', 'requires -space'),
    ('showpd -devtype DVD', 'Invalid device type DVD'),
    ('showeventlog -msg [', 'missing close-bracket'),
    ('srstatpd -attime -groupby COLOUR', 'Invalid field COLOUR')])
def test_a_refused_command_says_why_and_changes_nothing(line: str,
                                                        text: str) -> None:
    result = session(*MADE)
    from hpe3parclient.simulator.persistence import snapshot
    before = snapshot(array_of(result))
    if line.endswith('['):
        assert result.run(line) is None
        return
    assert text in refused(result, line)
    assert snapshot(array_of(result)) == before


def test_an_export_is_made_shown_and_taken_back() -> None:
    result = session(*MADE)
    assert run(result, 'createvlun -f v1 auto h1') == [
        'Warning: Host h1 has no active paths.  Template may be created but '
        'no active VLUNs will be created.']
    assert run(result, 'createvlun -f v2 100+ h1')[0].startswith('Warning')
    assert run(result, 'createvlun -f v2 100 h1') == [
        'Error: LUN 100 is already taken']
    array_of(result).log_in('h1')
    rows = [line.split() for line in run(result, 'showvlun -a -nohdtot')]
    assert [row[:2] for row in rows] == [['0', 'v1'], ['0', 'v1'],
                                         ['100', 'v2'], ['100', 'v2']]
    assert run(result, 'removehost -f h1') == ['Host h1 has exports defined']
    assert run(result, 'removevv -f v1')[-1].startswith('Attempt to delete')
    assert run(result, 'removevlun -f v1 0 h1') == [
        'Issuing removevlun v1 0 h1']
    assert run(result, 'removehost -f -rvl h1') == []
    assert run(result, 'showvlun') == ['no vluns listed']


def test_a_matched_set_names_port_and_host() -> None:
    result = session(*MADE, 'createvlun -f v1 5 0:1:1 h1')
    assert run(result, 'showvlun -t -nohdtot')[0].split() == [
        '5', 'v1', 'h1', '----------------', '0:1:1', 'matched', 'set']
    assert run(result, 'removevlun -f v1 5 0:1:1 h1') == [
        'Issuing removevlun v1 5 h1 0:1:1']


def test_snapshots_copies_and_promotions_are_tasks() -> None:
    result = session(*MADE, 'createsv -ro s1 v1')
    assert run(result, 'promotesv s1') == [
        'Task 1 has been started to promote virtual copy s1']
    assert run(result, 'showtask -active s1')[1].split()[:4] == [
        '1', 'promote_sv', 's1', 'active']
    assert run(result, 'waittask 1') == []
    assert run(result, 'showtask -nohdtot')[0].split()[3] == 'done'
    assert run(result, 'createvvcopy -p v1 v2') == [
        'Copy was started. child = v2, parent = v1, task ID = 2']
    assert run(result, 'showvv -state v2 -nohdtot')[0].split()[-1] == (
        'copy_target')
    assert run(result, 'settask -pri high 2') == [
        'Are you sure you want to set priority on task 2?',
        'high priority is set on task id: 2']
    assert run(result, 'canceltask -f 2') == []
    assert 'is not active' in refused(result, 'canceltask -f 2')
    assert run(result, 'showtask -nohdtot 2')[0].split()[3] == 'cancelled'
    assert run(result, 'createvvcopy -p v1 -online -tpvv c2 v3')[0].endswith(
        'task ID = 3')
    assert run(result, 'removetask -f 1') == []
    assert 'does not exist' in refused(result, 'removetask -f 1')


def test_a_retention_is_asked_about() -> None:
    result = session(*MADE, yes=False)
    assert 'retention' in run(result, 'createsv -ro -retain 2h s1 v1')[0]
    assert 's1' not in array_of(result).volumes
    assert run(result, 'createsv -f -ro -retain 1d -exp 2d s1 v1') == []
    assert run(result, 'showvv -retained -nohdtot')[0].split()[-3:] == [
        '2017-07-15', '02:40:00', 'UTC']


def test_metadata_and_policies_of_volumes() -> None:
    result = session(*MADE, 'setvv -setkv k=v v1',
                    'setvv -pol no_stale_ss,zero_detect v1',
                    'setvv -comment "some words" v1')
    volume = array_of(result).volumes.get('v1')
    assert volume is not None
    assert (volume.metadata['k']['value'], volume.comment) == (
        'v', 'some words')
    assert run(result, 'showvv -pol v1 -nohdtot')[0].split()[-1] == (
        'no_stale_ss,zero_detect,caching')
    assert run(result, 'setvv -clrkey k v1') == []
    assert volume.metadata == {}


def test_a_host_is_changed_with_its_paths_and_chap() -> None:
    result = session(*MADE, 'sethost -name h9 -persona 11 -os ESX h1',
                    'sethost initchap secretsecret h9',
                    'createhost -add h9 50014380242B8B4E')
    assert run(result, 'showhost -persona -nohdtot')[0].split()[2:4] == [
        '11', 'VMware']
    assert run(result, 'showhost -chap -nohdtot')[0].split() == [
        '0', 'h9', 'h9', '--']
    assert run(result, f'removehost -f h9 {WWN}') == []
    assert run(result, 'showhost -nohdtot')[0].split()[3] == (
        '50014380242B8B4E')
    assert 'not a path' in refused(result, f'removehost -f h9 {WWN}')


def test_the_newest_arrays_remove_a_host_unasked() -> None:
    result = session('createhost h1', 'createhostset hs h1',
                    model='alletra-mp', yes=False)
    assert run(result, 'removehost h1') == [
        'Host h1 is still a member of set hs', '']
    assert run(result, 'removehostset -f hs') == []
    assert run(result, 'removehost h1') == []
    assert result.questions == 0


def test_domains_hold_objects_and_move_what_is_tied() -> None:
    result = session(*MADE, 'createdomain -comment "a place" d1',
                    'movetodomain -f -vv v1 d1')
    array = array_of(result)
    assert {cpg.name: cpg.domain for cpg in array.cpgs} == {
        'c1': 'd1', 'c2': None}
    assert [volume.domain for volume in array.volumes
            if not volume.system] == ['d1', 'd1']
    assert run(result, 'showdomain -d -nohdtot')[0].split()[-6:] == [
        'UTC', '1', '2', '0', 'a', 'place']
    assert 'not empty' in refused(result, 'removedomain -f d1')
    assert run(result, 'setdomain -name d2 d1') == []
    assert run(result, 'showvv -listdom v1 -nohdtot')[0].split()[2] == 'd2'
    assert run(result, 'movetodomain -f -cpg -unset c1') == []
    assert run(result, 'removedomain -f d2') == []


def test_users_have_roles_and_log_in() -> None:
    result = session('createuser -c secret12 oper all browse')
    array = array_of(result)
    assert run(result, 'showuser oper -nohdtot')[0].split() == [
        'oper', 'all', 'browse', 'N']
    other = result._cli.session('oper')
    assert run(other, 'createcpg c') == [
        'You do not have permission to run the createcpg command.']
    assert run(other, 'showcpg') == ['no cpgs listed']
    assert run(other, 'setpassword -c another12') == []
    assert array.users['oper'] == 'another12'
    assert 'permission' in refused(other, 'setpassword -c x2345678 -u 3paradm')
    assert run(result, 'setuser -f -role edit oper') == []
    assert run(other, 'createcpg c') == []
    rows = [line.split() for line in run(result, 'showuserconn -nohdtot')]
    assert [row[1] for row in rows] == ['3paradm', 'oper']
    assert run(result, f'removeuserconn -f {rows[1][0]} oper 127.0.0.1') == []
    assert other.left
    assert run(result, 'removeuser -f oper') == ['User removed']


def test_sets_count_members_and_protect_them() -> None:
    result = session(*MADE, 'createvvset vs v1', 'createvvset -add vs v2')
    assert [line.split() for line in run(result, 'showvvset')][1:3] == [
        ['1', 'vs', 'v1'], ['v2']]
    assert run(result, 'removevv -f v1') == [
        'Removing vv v1',
        'Attempt to delete vv v1 which is a member of vv set vs', '']
    assert 'not found in vv set' in refused(result, 'removevvset -f vs nosuch')
    assert run(result, 'removevvset -f vs v1') == []
    assert run(result, 'setvvset -name vs2 -comment text vs') == []
    assert run(result, 'removevvset -f vs2') == []
    assert run(result, 'removevv -f v1 v2') == ['Removing vv v1',
                                               'Removing vv v2']


def test_parameters_of_the_system_are_those_of_the_web_service() -> None:
    result = session('setsys RawSpaceAlertFC 800', 'setsys EventLogSize 2M',
                    'setsys AllowR5OnNLDrives yes',
                    'setsys SessionTimeout 00:10:00')
    shown = {line.split(':', 1)[0].strip(): line.split(':', 1)[1].strip()
             for line in run(result, 'showsys -param')[2:]}
    assert (shown['RawSpaceAlertFC'], shown['EventLogSize'],
            shown['AllowR5OnNLDrives'], shown['SessionTimeout']) == (
        '800', '2M', 'yes', '00:10:00')
    assert array_of(result).parameters['sessionTimeout'] == 600


def test_qos_rules_are_shown_switched_and_cleared() -> None:
    result = session(*MADE, 'createvvset vs v1', model='3par-3.2.2')
    assert run(result, 'setqos -io 100 -bw 5000k vvset:vs') == []
    assert run(result, 'showqos -nohdtot')[0].split() == [
        '0', 'vvset', 'vs', 'on', '100', '5000']
    assert run(result, 'setqos -off vvset:*') == []
    assert run(result, 'showqos -vv v1 -nohdtot')[0].split()[3] == 'off'
    assert run(result, 'setqos -clear vvset:vs') == []
    assert run(result, 'showqos') == ['No QoS rules listed']
