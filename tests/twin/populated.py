"""An array with something of everything that its command line shows."""

from __future__ import annotations

from hpe3parclient.simulator import Array, SimulatedArray, connect
from hpe3parclient.simulator.cli.interpreter import Cli, Session
from hpe3parclient.simulator.personality import Capability

#: lines that every generation takes; some are refused where there is no such
#: command, and that is the same on the twin
LINES = r'''
createdomain -comment {the shop's own} shop
createdomain empty
createdomain -comment {Größe, "quoted"} lab
createcpg gold
createcpg -domain shop shopcpg
createcpg silver
createvv -tpvv -snp_cpg gold -comment {ticket 7} gold v0 1024
createvv -tpvv -snp_cpg gold gold v1 2048
createvv -tpvv -snp_cpg gold gold v2 4096
createvv -snp_cpg gold gold full 8192
createvv -tpvv shopcpg sv0 1024
createvv -tpvv gold kept 1024
createsv -ro s1 v1
createsv -exp 48h s2 s1
createsv -ro -retain 10h -exp 20h s3 v2
setvv -setkv owner=shop v0
createvvset -comment {both of them} shopset v0 v1
createhost -persona 1 db1 10000000C9A1B2C3 10000000C9A1B2C4
createhost -add db1 10000000C9A1B2C5
createhost -iscsi db2 iqn.1993-08.org.debian:01:222
createhost db3
createhost -domain shop shopdb 10000000C9A1B2D5
sethost initchap -f verysecret12 db2
sethost -loc {row 7} -contact {nobody} db1
createhostset -comment {the cluster} cluster db1 db2
createvlun v2 7 db1
createvlun v1 9 set:cluster
createvlun sv0 3 shopdb
createvlun set:shopset 20 db3
setqos -io 500 -bw 9000K vvset:shopset
setqos -io 900 sys:all_others
createsched {createsv -ro -exp 1d v0.@y@@m@@d@ v0} @daily nightly
createsched -no_alert {setvv -comment {a, b} v1} {5,10 2-4 * * 1} weekly
createsched {removevv -f v2} {0 3 1 1 *} newyear
setsched -suspend weekly
createuser -c verysecret12 anna all edit
createuser -c verysecret12 otto shop browse
createuser -c verysecret12 sina all service
createaocfg -t0cpg gold -t1cpg silver -mode Balanced tiers
createflashcache 128g
setflashcache enable vvset:shopset
setsys RawSpaceAlertFC 5000
setsys RemoteSyslog 1
setsys RemoteSyslogHost 192.0.2.77
setsys AllowR0 yes
starttask {createsv -ro fromtask v0}
starttask {removevv -f nosuch}
createvvcopy -p v1 full
createfpg -wait gold fpg1 2T
createvfs -wait -fpg fpg1 192.0.2.50 255.255.255.0 vfs1
createfstore -fpg fpg1 vfs1 store1
createfshare nfs -fpg fpg1 -fstore store1 vfs1 share1
createfshare smb -fpg fpg1 -fstore store1 vfs1 share2
createfsuser -passwd verysecret12 fsanna
createfsgroup fsgroup
setfsquota -fpg fpg1 -fstore store1 -scapacity 10 -hcapacity 20 vfs1
createfsnap -fpg fpg1 vfs1 store1 daily1
setdomain -comment {more of it} shop
'''


#: with another array, on those whose web service shows remote copy
REPLICATED = r"""
creatercopygroup grp there:sync
admitrcopyvv v0 grp there:v0.r
startrcopygroup grp
"""

#: on arrays that show the CPG of snapshots, which the newest do not
OLDER = 'tunevv usr_cpg silver -f kept'


def partner(array: SimulatedArray) -> None:
    """Another array, linked to this one, with the CPG that groups need."""
    there = Array(array.state.personality, array.state.clock, seed=2)
    there.name = 'there'
    cli = Cli(there).session()
    for line in ('createcpg gold',
                 'createvv -tpvv -snp_cpg gold gold v0.r 1024'):
        assert run(cli, line) == [], line
    cli.close()
    connect(array.state, there)


def run(session: Session, line: str) -> list[str]:
    """What a line prints."""
    printed = session.run(line)
    assert printed is not None, line
    return [text for text, _ in printed]


def session_of(array: SimulatedArray) -> Session:
    assert array.sshd is not None
    return array.sshd.cli.session(array.user)


def populate(array: SimulatedArray) -> dict[str, list[str]]:
    """Fill an array.

    :returns: what was refused, by line
    """
    session, refused = session_of(array), {}
    lines = LINES.strip().splitlines()
    if not array.state.personality.has(Capability.NVME):
        lines.append(OLDER)
    if array.state.personality.has(Capability.REMOTE_COPY):
        partner(array)
        lines += REPLICATED.strip().splitlines()
    for line in lines:
        printed = run(session, line)
        if session.status and 'invalid command name' in printed[0]:
            printed = run(session, f'Tpd::rtpd {{{line}}}')
        if session.status:
            refused[line] = printed
    state = array.state
    state.fail('pd', 3)
    state.fail('ps', '0:1', 'degraded')
    state.fail('fan', '1:0')
    state.repair('fan', '1:0')
    state.fail('port', '0:1:1')
    state.alerts.raised('Disk write cache', 'Größe "a, b" is\tlow, again',
                        severity='Minor')
    for number, word in ((1, 'ack'), (2, 'fixed')):
        run(session, f'setalert {word} {number}')
    run(session, 'removealert -f 3')
    state.log_in('db1')
    state.add_unassigned_path('5000000000000001')
    session.close()
    state.clock.advance(7200)
    state.settle()
    return refused
