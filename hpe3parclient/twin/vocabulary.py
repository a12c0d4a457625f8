"""Words that say nothing about an organisation.

They are those of paths, of initiators' names, and of what the command line
prints: names of columns, states, months, and the names of manufacturers.
"""

from __future__ import annotations

_WORDS = """
a abe accessible acstate activated active activedirectory activenode
activestates ad adaptive addr address addresses administrators admissiontime
advanced agents alert all alletra allnodes allowip allowperm allowr
alternatenode ambient an and aoconfigurations api application applied apr are
arfx as assem at attime audit aug auth auto autoneg available availcapacitykib
avgfilesizekb b basic bat battery be been bgcopy bgrace binddn bios board
bondmode boot brand browse busspeed by c ca cache cage cagepos cap capacity
capacityinmb capacitykib card cards cec cert certcn certs cest cet cfgrate
change checkhealth chnk chrglvl chunklet chunklets cimver class cli client
clients cluster cna code com command comment comments compid complete
compliance component compression config configurations configured connmode
conntype contact control controller conversion copy cpg cpgs cpu cpus cpuspeed
create createao created createdby createsv createtime critical current
currentblockmb currentinode currently currentnode d daily data date dcstate ddm
ddr debug dec deduplication default defaultcpg defaultprofile degraded denyip
denyperm description descriptors detail detailed details devel devicename
devices dimm disabled disablededup discovery disk disks dns does dom domain
domains dow drive drives duplex dynamic e edit edt emulex enabled enablessl
encl enclosure encryption endtime est estimated etc eth eui eventlogsize exist
exists exitstatus expdate expired expires f factor fail failed
failovermatchedset false fan fatal fc fcoe fcswitches feature features feb
federation ffree file files fileset filesets filestore filesused fips firmware
flash flashcache for form formfactor found fpg fpgname free freecapacitykib
freezestate fri from frozen fsgroup fsname fspname fspool fspoolname fstore
fstorename fsvclist fsvcstate full fw fxn g gateway gb generated generation
getfpg getfs getfshare getfsharenfsind getfshareobjind getfsharesmbind
getfsipind getfsnap getfsnapcleanind getfsnapind getfspoolind getfsquota
getfsquotaind getfssystemind getfstore getfstoreind gettpdinterface getvfs
getvfsind gib gid gmt graceblock graceinode greenblnk group groupname groups
growvv gwaddress h hardblock hardfiles hardinode hardware has have hitachi host
hostpersonas hosts hostsets hour hourly hours hpe http httpobj httpport https
httpsport hw hwaddr hwtype i id idmap iftype igrace import inc incluster info
information informational initialize initiator installtime intcoal intel
interface internal into invalid io ip ipaddr ipaddress ipfstype iqn is iscsi
iscsivlans isolationstate it its j jan jul jun k keepalive keepalivetimeout
kernel key keyasname l label last latency ldap ldch ldname ldstate led left
licence license limit links listed local location lock loglevel loop loopa
loopb loopstatea loopstateb loss lpe lsi lunuuid m mag magnetic major manager
manufacturer mar master maxclients maxrate maxspeed may mb measurement media
mediatype mellanox mem members memory message messagecode mfr mhz mib micro
micron min minor mirror mode model mon month monthly motion mountpath
mountstates mp mtu mu n na naa name netbios netmask networkname never new
nextruntime nfs nfsv nl no node nodeid nodeip nodename nodes none normal not
notcapable nov nqn nscuid nsplist ntp number numdentriesreclaimed
numdentriesscanned numerrors numinodesreclaimed numinodesskipped nvme
nvmexpress o obj objectkeyvalues occurred oct of off offline ok on onboard
online onlinecheckint onnldrives optimization options order org os overallstate
overallstateint owned owner p package par parameter parameters pardata part
partner patch patches pci pcm pdid pdt peer peeripaddress permission
persistence persona pgver physical point policy policyid port porta portb
portdevices portfailoverenabled ports pos position prefixlen present primary
primarynode priority product profilename protocol provisioning proxy ps psstate
pst q qlogic qos qth query r raid rate rawfree rawspacealertfc rawspacealertnl
rawspacealertssd rblocksize rcfc rcip reading readonly ready reason recoverymgr
release remote remotecopy remotecopygroups remotecopylinks remotecopytargets
remotesyslog remotesysloghost removevv reporter reset rev reva revb rfc right
role roles route rpm running rxloss s samsung san sandisk sas sat sata sched
schedname scheduled schema sdram seagate searchbase sec sedstate segment
segments self sep serial server service sessiontimeout set settings setvv sev
severity sff share sharedir sharename sharepath showalert showdomain
showeventlog showfpg showfsgroup showfshare showfsquota showfsuser showlicense
showpatch showsched showversion showvfs sid side signed since size slot slotid
slp slpport smart smb snapname softblock softfiles softinode software
spacerecoveredcumulative spare sparingalgorithm specified speed ssd ssl
sslports stack standard startao started starttime state status stopped storage
store strategy subnet suffixes suite sun super support suspended sync system
systemreporter t target task taskid tasks taskstate temp testing that the there
thermalshutdown these thin this thu time to tolerance tool total totals tpd
true tue tunesys tunevv txdisable txfault type u uid unavail unavailable uninit
uniqnodewwn unityuseraddr unityusergwaddr unknown unsupported unused up upgrade
upgradenote urlpath usablefree usage usec used usedblock usedcapacitykib user
username users utc uuid v v1 valid value vcn verbosemode version vfs vfsip
vfsname virtual vlantag vluns volume volumes volumesets volumespacedistribution
vstime vvretentiontimemax vvs w wait was wblocksize wed weekly with within
without wwn wwpn x xen y yes z
"""

WORDS = frozenset(_WORDS.split())
