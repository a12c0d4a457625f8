"""Columns of tables, as the CLI manual 3.2.2 and captures print them.

By command: header words by personality, dashes that pad a title taken off;
then the words of the row of groups, where the sources have one.
"""

from __future__ import annotations

V31, V32, V33 = '3par-3.1.3', '3par-3.2.2', '3par-3.3.1'
PRIMERA, MP = 'primera-4.x', 'alletra-mp'

HEADERS: dict[str, dict[str, str]] = {
    # manual p47, transcripts 8, alletra-mp 4
    'showvv': {
        V31: 'Id Name Prov Type CopyOf BsId Rd Detailed_State Adm Snp Usr '
             'VSize',
        V32: 'Id Name Prov Type CopyOf BsId Rd Detailed_State Adm Snp Usr '
             'VSize',
        MP: 'Id Name Prov Compr Dedup Type CopyOf BsId Rd Detailed_State '
            'Rsvd(MiB) VSize(MiB)'},
    'showvv -state': {V32: 'Id Name Prov Type State Detailed_State'},
    'showvv -s': {
        V32: 'Id Name Prov Type Rsvd Used Rsvd Used Used Wrn Lim Rsvd Used '
             'Used Wrn Lim Tot_Rsvd VSize Compaction Dedup',
        MP: 'Id Name Prov Compr Dedup Type Used Rsvd HostWr VSize Used Wrn '
            'Lim Used VSize Used Thin Compress Total'},
    # manual p75, captures 2
    'showport': {
        V31: 'N:S:P Mode State Node_WWN Port_WWN/HW_Addr Type Protocol '
             'Label Partner FailoverState',
        V32: 'N:S:P Mode State Node_WWN Port_WWN/HW_Addr Type Protocol '
             'Label Partner FailoverState',
        MP: 'N:S:P Mode State Node_WWN/IP Port_WWN/HW_Addr Type Protocol '
            'Label'},
    'showport -iscsi': {
        V31: 'N:S:P State IPAddr Netmask Gateway TPGT MTU Rate DHCP '
             'iSNS_Addr iSNS_Port',
        V32: 'N:S:P State IPAddr Netmask/PrefixLen Gateway TPGT MTU Rate '
             'iSNS_Addr iSNS_Port STGT VLAN',
        MP: 'N:S:P State IPAddr Netmask/PrefixLen Gateway TPGT MTU Rate '
            'iSNS_Addr iSNS_Port STGT VLANs Peer_Enabled'},
    'showport -iscsivlans': {
        V32: 'N:S:P VLAN IPAddr Netmask/PrefixLen Gateway MTU TPGT STGT '
             'iSNS_Addr iSNS_Port'},
    'showport -rcip': {
        MP: 'N:S:P State HwAddr IPAddr Netmask/PrefixLen Gateway MTU Rate '
            'Duplex AutoNeg'},
    'showport -par': {
        MP: 'N:S:P Connmode ConnType CfgRate MaxRate Class2 UniqNodeWwn VCN '
            'IntCoal TMWO'},
    'showport -i': {V32: 'N:S:P Brand Model Rev Firmware Serial HWType'},
    'showport -c': {V32: 'N:S:P Mode Device Pos Config Topology Rate Cls '
                         'Mode_change'},
    'showport -ids': {V32: 'N:S:P Node_WWN/IPAddr Port_WWN/iSCSI_Name'},
    # manual p76
    'showportdev all 0:1:1': {
        V32: 'PtId LpID Hadr Node_WWN Port_WWN ftrs svpm bbct flen vp_WWN'},
    # captures 2
    'showpd': {
        V32: 'Id CagePos Type RPM State Total Free A B Cap(GB)',
        MP: 'Id CagePos Type RPM State Total Free Capacity(GB)'},
    'showpd -i': {
        V32: 'Id CagePos State Node_WWN MFR Model Serial FW_Rev Protocol '
             'MediaType AdmissionTime'},
    # manual p107
    'showpd -space': {
        V32: 'Id CagePos Type State Size Volume Spare Free Unavail Failed'},
    'showpd -showcols Id,State': {V32: 'Id State', MP: 'Id State'},
    # manual p109
    'showspare': {V32: 'PdId Chnk LdName LdCh State Usage Media Sp Cl From '
                       'To'},
    'showcage': {MP: 'Id Name Drives Temp Model FormFactor State'},
    'shownode': {
        V32: 'Node Name State Master InCluster -Service_LED LED Mem(MB) '
             'Mem(MB) Available(%)',
        MP: 'Node Name Encl:Bay Master InCluster Mem(MiB) Up_Since'},
    'shownode -cpu': {
        V32: 'Node CPU Manufacturer Serial CPUSpeed(MHz) BusSpeed(MHz)'},
    'shownode -s': {V32: 'Node State Detailed_State'},
    'shownode -state': {V32: 'Node State Detailed_State'},
    'shownode -ps': {
        V32: 'Node PS Assem_Part Assem_Serial ACState DCState PSState'},
    'showbattery': {
        V32: 'Node PS Bat Assem_Serial State ChrgLvl(%) ExpDate Expired '
             'Testing'},
    'showsys': {
        V32: 'ID Name Model Serial Nodes Master TotalCap AllocCap FreeCap '
             'FailedCap',
        MP: 'ID Name Model Serial Nodes Master TotalCap AllocCap FreeCap '
            'FailedCap'},
    'showcpg': {MP: 'Id Name Warn% VVs TPVVs TDVVs Used Free Total'},
    'showld': {MP: 'Id Name RAID Detailed_State Own SizeMB UsedMB Use Lgct '
                   'LgId WThru MapV'},
    'showcim': {V32: 'Service State SLP SLPPort HTTP HTTPPort HTTPS '
                     'HTTPSPort PGVer CIMVer'},
    # transcripts 10
    'showwsapi': {
        V31: 'Service State HTTP_State HTTP_Port HTTPS_State HTTPS_Port '
             'Version',
        V32: 'Service State HTTP_State HTTP_Port HTTPS_State HTTPS_Port '
             'Version API_URL',
        PRIMERA: 'Service State HTTPS_Port Version API_URL',
        MP: 'Service State HTTPS_Port Version API_URL'},
    'showwsapisession': {
        V33: 'Id Node Name Role Client_IP_Addr Connected_since State '
             'Session_Type'},
    # transcripts 7, 12
    'showtask': {
        V31: 'Id Type Name Status Phase Step StartTime FinishTime',
        MP: 'Id Type Name Status Phase Step StartTime FinishTime Priority '
            'User'},
    'showsched': {
        MP: 'SchedName File/Command Interval Min Hour DOM Month DOW '
            'CreatedBy Status Alert NextRunTime'},
    'showpatch -hist': {V31: 'InstallTime Id Package Version'},
    # manual p152, p180
    'showqos': {V32: 'Id Type Name QoS Limit Limit'},
    'showvvset -summary': {V32: 'Id Name VV_Cnt VVOLSC Flashcache QoS'},
    'showvvset': {V32: 'Id Name Members', MP: 'Id Name Members'},
    'showhostset -d': {V32: 'Id Name Members Comment'},
    # transcripts 14, 15
    'showhost': {
        V32: 'Id Name Persona WWN/iSCSI_Name Port IP_addr',
        MP: 'Id Name Persona WWN/iSCSI_Name/NQN Port IP/IP:Port'},
    'showvlun -a': {
        V32: 'Lun VVName HostName Host_WWN/iSCSI_Name Port Type Status ID',
        MP: 'Lun VVName HostName Host_WWN/iSCSI_Name/Host_NQN Port Type '
            'Status ID'},
    'showvlun -t': {
        V32: 'Lun VVName HostName Host_WWN/iSCSI_Name Port Type',
        MP: 'Lun VVName HostName Host_WWN/iSCSI_Name Port Type'},
    'showflashcache': {V33: 'Node Mode State Size Used%'},
    'srstatld': {V33: 'Time Secs Rd Wr Tot Rd Wr Tot Rd Wr Tot Rd Wr Tot '
                      'QLen AvgBusy%'},
    'srstatpd -attime -groupby PDID': {
        V33: 'PDID Rd Wr Tot Rd Wr Tot Rd Wr Tot Rd Wr Tot QLen AvgBusy%'},
    'srstatport -attime -groupby PORT_N,PORT_S,PORT_P': {
        V33: 'PORT_N PORT_S PORT_P Rd Wr Tot Rd Wr Tot Rd Wr Tot Rd Wr Tot '
             'QLen AvgBusy%'},
    'srstatvv -attime -groupby VVID,VV_NAME': {
        V33: 'VVID VV_NAME Rd Wr Tot Rd Wr Tot Rd Wr Tot Rd Wr Tot QLen '
             'AvgBusy%'},
}

#: The row of groups above the header.
GROUPS: dict[str, dict[str, str]] = {
    'showvv': {V32: 'Rsvd(MB) (MB)'},
    'showpd': {V32: 'Size(MB) Ports'}, 'showpd -space': {V32: '(MB)'},
    'showsys': {V32: '(MB)', MP: '(MiB)'},
    'shownode': {V32: 'Control Data Cache'},
    'showcpg': {MP: 'Volumes (MiB)'}, 'shownode -cpu': {V32: 'CPUs'},
    'showqos': {V32: 'I/O per second KBytes per sec'},
    'srstatld': {V33: 'IO/s KBytes/s Svct ms IOSz KBytes'}}
