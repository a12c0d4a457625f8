"""The numbers WSAPI uses, under the names programs know.

Plain ints: programs compare answers with ``is``. The names and values are
those of the published client; the enumerations are the array's.
"""


class Constants:
    """Mixed into every resource and so into the client."""

    # RAIDType of a CPG
    CPG_RAID_R0 = 1
    CPG_RAID_R1 = 2
    CPG_RAID_R5 = 3
    CPG_RAID_R6 = 4

    # HA of a CPG: what may fail without loss
    CPG_HA_PORT = 1
    CPG_HA_CAGE = 2
    CPG_HA_MAG = 3

    # chunkletPosPref of a CPG
    CPG_CHUNKLET_POS_PREF_FIRST = 1
    CPG_CHUNKLET_POS_PREF_LAST = 2

    # diskType of a CPG pattern
    CPG_DISK_TYPE_FC = 1
    CPG_DISK_TYPE_NL = 2
    CPG_DISK_TYPE_SSD = 3

    # hostPersona
    HOST_PERSONA_GENERIC = 1
    HOST_PERSONA_GENERIC_ALUA = 2
    HOST_PERSONA_GENERIC_LEGACY = 3
    HOST_PERSONA_HPUX_LEGACY = 4
    HOST_PERSONA_AIX_LEGACY = 5
    HOST_PERSONA_EGENERA = 6
    HOST_PERSONA_ONTAP_LEGACY = 7
    HOST_PERSONA_VMWARE = 8
    HOST_PERSONA_OPENVMS = 9
    HOST_PERSONA_HPUX = 10
    HOST_PERSONA_WINDOWS_SERVER = 11

    # pathOperation and chapOperation of modifyHost
    HOST_EDIT_ADD = 1
    HOST_EDIT_REMOVE = 2

    # chapOperationMode of modifyHost; two spellings
    CHAP_INITIATOR = 1
    CHAP_OPERATION_MODE_INITIATOR = 1
    CHAP_OPERATION_MODE_TARGET = 2
    CHAP_TARGET = 2

    # multipathing of a VLUN
    VLUN_MULTIPATH_UNKNOWN = 1
    VLUN_MULTIPATH_ROUND_ROBIN = 2
    VLUN_MULTIPATH_FAILOVER = 3

    # type of a VLUN
    VLUN_TYPE_EMPTY = 1
    VLUN_TYPE_PORT = 2
    VLUN_TYPE_HOST = 3
    VLUN_TYPE_MATCHED_SET = 4
    VLUN_TYPE_HOST_SET = 5

    # action of PUT /volumes/<name>
    STOP_PHYSICAL_COPY = 1
    RESYNC_PHYSICAL_COPY = 2
    GROW_VOLUME = 3
    PROMOTE_VIRTUAL_COPY = 4
    TUNE_VOLUME = 6

    # conversionOperation of tuneVolume
    TPVV = 1
    FPVV = 2
    TDVV = 3
    CONVERT_TO_DECO = 4

    # copyType of a volume: a snapshot
    VIRTUAL_COPY = 3

    # action on a volume set or host set
    SET_MEM_ADD = 1
    SET_MEM_REMOVE = 2
    SET_RESYNC_PHYSICAL_COPY = 3
    SET_STOP_PHYSICAL_COPY = 4

    # status of a task
    TASK_DONE = 1
    TASK_ACTIVE = 2
    TASK_CANCELLED = 3
    TASK_FAILED = 4

    # type of a task
    TASK_TYPE_VV_COPY = 1
    TASK_TYPE_PHYS_COPY_RESYNC = 2
    TASK_TYPE_MOVE_REGIONS = 3
    TASK_TYPE_PROMOTE_SV = 4
    TASK_TYPE_REMOTE_COPY_SYNC = 5
    TASK_TYPE_REMOTE_COPY_REVERSE = 6
    TASK_TYPE_REMOTE_COPY_FAILOVER = 7
    TASK_TYPE_REMOTE_COPY_RECOVER = 8
    TASK_TYPE_REMOTE_COPY_RESTORE = 9
    TASK_TYPE_COMPACT_CPG = 10
    TASK_TYPE_COMPACT_IDS = 11
    TASK_TYPE_SNAPSHOT_ACCOUNTING = 12
    TASK_TYPE_CHECK_VV = 13
    TASK_TYPE_SCHEDULED_TASK = 14
    TASK_TYPE_SYSTEM_TASK = 15
    TASK_TYPE_BACKGROUND_TASK = 16
    TASK_TYPE_IMPORT_VV = 17
    TASK_TYPE_ONLINE_COPY = 18
    TASK_TYPE_CONVERT_VV = 19

    # priority of a QoS rule
    PRIORITY_LOW = 1
    PRIORITY_NORMAL = 2
    PRIORITY_HIGH = 3

    # type of a QoS target
    TARGET_TYPE_VVSET = 1
    TARGET_TYPE_SYS = 2

    # flashCachePolicy
    FLASH_CACHE_ENABLED = 1
    FLASH_CACHE_DISABLED = 2

    # mode of a port
    PORT_MODE_TARGET = 2
    PORT_MODE_INITIATOR = 3
    PORT_MODE_PEER = 4

    # linkState of a port
    PORT_STATE_READY = 4
    PORT_STATE_SYNC = 5
    PORT_STATE_OFFLINE = 10

    # type of a port
    PORT_TYPE_HOST = 1
    PORT_TYPE_DISK = 2
    PORT_TYPE_FREE = 3
    PORT_TYPE_IPORT = 4
    PORT_TYPE_RCFC = 5
    PORT_TYPE_PEER = 6
    PORT_TYPE_RCIP = 7
    PORT_TYPE_ISCSI = 8
    PORT_TYPE_CNA = 9

    # protocol of a port
    PORT_PROTO_FC = 1
    PORT_PROTO_ISCSI = 2
    PORT_PROTO_FCOE = 3
    PORT_PROTO_IP = 4
    PORT_PROTO_SAS = 5
    PORT_PROTO_NVME = 6

    # action of recoverRemoteCopyGroupFromDisaster
    RC_ACTION_CHANGE_DIRECTION = 6
    RC_ACTION_CHANGE_TO_PRIMARY = 7
    RC_ACTION_MIGRATE_GROUP = 8
    RC_ACTION_CHANGE_TO_SECONDARY = 9
    RC_ACTION_CHANGE_TO_NATURUAL_DIRECTION = 10
    RC_ACTION_OVERRIDE_FAIL_SAFE = 11

    # NVMe over TCP
    DEFAULT_PORT_NQN = 'nqn.2014-08.org.nvmexpress.discovery'
    DEFAULT_NVME_PORT = 4420

    # builds and versions from which the array can do more
    HPE3PAR_WS_MIN_BUILD_VERSION_DESC = '3.1.3 MU1'
    HPE3PAR_WS_MIN_BUILD_VERSION_VLUN_QUERY_DESC = '3.2.1 MU2'
    HPE3PAR_WS_PRIMERA_MIN_BUILD_VERSIONDESC = '4.2.0'
    WSAPI_MIN_VERSION_COMPRESSION_SUPPORT = '1.6.0'
    HPE3PAR_WS_MIN_BUILD_VERSION = 30103230
    HPE3PAR_WS_MIN_BUILD_VERSION_VLUN_QUERY = 30201292
    HPE3PAR_WS_PRIMERA_MIN_BUILD_VERSION = 40000128
