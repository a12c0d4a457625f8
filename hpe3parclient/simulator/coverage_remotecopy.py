"""Errors of remote copy, flash cache and the system reporter, as data.

Knows which test produces which error, and why the others are not produced.
"""

from __future__ import annotations

from typing import Dict, Mapping

_PREFIX = 'model/test_remotecopy_'


def _tests(file: str, **names: str) -> Dict[str, str]:
    """Symbol → where its test stands."""
    return {symbol: f'{_PREFIX}{file}.py::test_{name}'
            for symbol, name in names.items()}


PRODUCED: Mapping[str, Mapping[str, str]] = {
    'create remote copy group': _tests(
        'groups',
        INV_INPUT_ILLEGAL_CHAR='name_with_a_blank_is_refused',
        EXISTENT_RCOPY_GROUP='name_that_is_taken_is_refused',
        RCOPY_GROUP_TOO_MANY_TARGETS='targets_of_a_group_are_limited',
        INV_INPUT_BAD_ENUM_VALUE='mode_outside_the_enumeration_is_refused',
        RCOPY_GROUP_TARGET_NOT_UNIQUE='target_named_twice_is_refused',
        RCOPY_IS_NOT_READY='array_without_remote_copy_is_not_ready',
        RCOPY_GROUP_MODE_NOT_SUPPORTED=(
            'streaming_over_ip_needs_a_newer_release'),
        RCOPY_GROUP_MAX_GROUP_REACHED_PERIODIC='periodic_groups_are_limited',
        RCOPY_GROUP_MORE_THAN_ONE_SYNC_TARGET=(
            'two_synchronous_targets_are_refused'),
        RCOPY_GROUP_MORE_THAN_ONE_PERIODIC_TARGET=(
            'two_periodic_targets_are_refused'),
        RCOPY_GROUP_ONE_TO_ONE_CONFIG_FOR_MIXED_MODE=(
            'mixed_modes_need_a_single_target'),
        RCOPY_GROUP_INV_TARGET='unknown_target_is_refused',
        RCOPY_TARGET_IN_PEER_PERSISTENCE_SYNC_GROUP_ONLY=(
            'peer_persistence_keeps_other_modes_away'),
        RCOPY_TARGET_MODE_NOT_SUPPORTED=(
            'streaming_to_an_older_target_is_not_supported'),
        RCOPY_TARGET_MULTI_TARGET_NOT_SUPPORTED=(
            'old_target_takes_no_part_among_several'),
        RCOPY_TARGET_VOL_AUTO_CREATION_NOT_SUPPORTED=(
            'old_target_makes_no_volumes_by_itself'),
        RCOPY_GROUP_MIXED_MODES_ON_ONE_TARGET=(
            'two_modes_on_one_target_are_refused'),
        NON_EXISTENT_CPG='unknown_cpg_here_is_refused',
        CPG_NOT_IN_SAME_DOMAIN='cpgs_of_two_domains_are_refused',
        NON_EXISTENT_DOMAIN='unknown_domain_is_refused',
        RCOPY_GROUP_HAS_NO_CPG=(
            'local_cpgs_without_one_on_the_target_are_refused'),
        RCOPY_MAX_SYNC_TARGET_REACHED='targets_of_a_mode_are_limited',
        RCOPY_MAX_PERIODIC_TARGET_REACHED='targets_of_a_mode_are_limited'),
    'remove remote copy group': _tests(
        'groups',
        NON_EXISTENT_RCOPY_GROUP='unknown_group_is_not_deleted',
        RCOPY_GROUP_STARTED='started_group_is_not_deleted',
        RCOPY_TARGET_IS_NOT_READY='group_is_not_deleted_over_a_cut_link',
        RCOPY_GROUP_OPERATION_ONLY_ON_PRIMARY_SIDE=(
            'secondary_group_is_not_deleted'),
        RCOPY_GROUP_RENAME_RESYNC_SNAPSHOT_FAILED=(
            'snapshot_that_cannot_be_renamed_stops_the_delete'),
        RCOPY_GROUP_IN_FAILOVER_STATE=(
            'group_in_failover_state_is_not_deleted'),
        RCOPY_GROUP_TARGET_VOLUME_MISMATCH=(
            'group_whose_halves_differ_is_not_deleted')),
    'modify remote copy group': _tests(
        'settings',
        NON_EXISTENT_RCOPY_GROUP='unknown_group_is_not_modified',
        RCOPY_GROUP_OPERATION_ONLY_ON_PRIMARY_SIDE=(
            'secondary_group_is_not_modified'),
        RCOPY_GROUP_IS_NOT_PERIODIC='period_needs_a_periodic_group',
        RCOPY_GROUP_INV_POLICY_FOR_PERIODIC_GROUP=(
            'failover_policies_are_not_for_periodic_groups'),
        RCOPY_GROUP_INV_POLICY_FOR_SYNC_GROUP=(
            'over_period_alert_is_not_for_synchronous_groups'),
        NON_EXISTENT_CPG='unknown_local_cpg_is_refused',
        RCOPY_GROUP_INV_TARGET='target_that_is_not_the_groups_is_refused',
        CPG_NOT_IN_SAME_DOMAIN='cpgs_of_two_domains_are_refused',
        INV_INPUT_BELOW_RANGE='shorter_period_is_refused',
        INV_INPUT_EXCEEDS_RANGE='longer_period_is_refused',
        RCOPY_GROUP_STARTED='mode_of_a_started_group_stays',
        RCOPY_GROUP_INV_OPERATION_ON_MULTIPLE_TARGETS=(
            'mode_of_a_group_with_several_targets_stays'),
        RCOPY_GROUP_TARGET_NOT_UNIQUE='target_named_twice_is_refused',
        RCOPY_GROUP_INV_TARGET_NUMBER=(
            'more_targets_than_the_group_has_are_refused')),
    'admit volume to remote copy group': _tests(
        'volumes',
        NON_EXISTENT_RCOPY_GROUP='unknown_group_is_refused',
        NON_EXISTENT_VOL='unknown_volume_is_refused',
        NON_EXISTENT_SNAPSHOT='unknown_starting_snapshot_is_refused',
        RCOPY_GROUP_SNAPSHOT_IS_RW=(
            'starting_snapshot_that_is_writable_is_refused'),
        RCOPY_GROUP_VOL_IS_RO='read_only_volume_is_refused',
        RCOPY_GROUP_HAS_NO_CPG='copy_is_not_made_without_a_cpg',
        RCOPY_GROUP_EXISTENT_VOL='volume_in_the_group_already_is_refused',
        RCOPY_GROUP_EXISTENT_VOL_ON_TARGET=(
            'copy_to_be_made_must_not_be_there'),
        RCOPY_GROUP_INV_TARGET='target_that_is_not_the_groups_is_refused',
        RCOPY_GROUP_VOL_SIZE_NOT_MATCH='copy_of_another_size_is_refused',
        RCOPY_GROUP_NON_EXISTENT_VOL_ON_TARGET=(
            'copy_that_is_not_there_is_refused'),
        RCOPY_GROUP_VOL_NO_SNAPSHOT_SPACE=(
            'volume_without_snapshot_space_is_refused'),
        RCOPY_GROUP_TARGET_VOL_NO_SNAPSHOT_SPACE=(
            'copy_without_snapshot_space_is_refused'),
        RCOPY_GROUP_VOL_IS_PHYSICAL_COPY='physical_copy_is_refused',
        RCOPY_GROUP_MAX_VOL_REACHED_PERIODIC='volumes_are_limited',
        RCOPY_GROUP_MAX_VOL_REACHED_SYNC='volumes_are_limited',
        RCOPY_GROUP_MAX_VOL_REACHED='volumes_are_limited',
        RCOPY_IS_NOT_READY=(
            'nothing_is_admitted_while_the_service_is_stopped'),
        RCOPY_GROUP_SNAPSHOT_PARENT_MISMATCH=(
            'starting_snapshot_of_another_volume_is_refused'),
        RCOPY_GROUP_TARGET_VOL_EXPORTED='copy_that_is_exported_is_refused',
        RCOPY_GROUP_VOL_ONLINE_CONVERSION='busy_volume_is_refused',
        RCOPY_GROUP_VOL_ONLINE_PROMOTE='busy_volume_is_refused',
        RCOPY_GROUP_VOL_ONLINE_COPY='busy_volume_is_refused',
        RCOPY_GROUP_VOL_IS_INTERNAL='internal_volume_is_refused',
        RCOPY_GROUP_VOL_NOT_IN_SAME_DOMAIN=(
            'volume_of_another_domain_is_refused'),
        RCOPY_GROUP_STARTED='started_group_takes_no_volume',
        RCOPY_GROUP_VOL_IN_OTHER_GROUP='volume_of_another_group_is_refused',
        RCOPY_GROUP_INV_TARGET_NUMBER='every_target_has_to_be_named',
        RCOPY_GROUP_IS_SELF_MIRRORED=(
            'target_that_is_the_array_itself_is_refused'),
        RCOPY_GROUP_TARGET_VOL_IS_RO='copy_that_is_read_only_is_refused',
        RCOPY_GROUP_OPERATION_ONLY_ON_PRIMARY_SIDE=(
            'secondary_group_takes_no_volume'),
        RCOPY_TARGET_IS_NOT_READY='nothing_is_admitted_over_a_cut_link',
        RCOPY_UNSUPPORTED_TARGET_VERSION='old_target_is_not_supported',
        RCOPY_GROUP_MULTIPLE_VOL_IN_SAME_FAMILY=(
            'snapshot_of_a_member_is_refused'),
        RCOPY_GROUP_MULTIPLE_RW_SNAPSHOT_IN_SAME_FAMILY=(
            'second_snapshot_of_a_family_is_refused'),
        RCOPY_GROUP_SYNC_SNAPSHOT_IN_MULTIPLE_TARGET=(
            'starting_snapshot_is_for_one_target'),
        RCOPY_GROUP_ADD_VOL_FAILED=(
            'copy_that_does_not_fit_the_other_array_is_refused'),
        INV_OPERATION_SET_AUTO_CREATED=(
            'set_made_by_the_array_is_not_admitted'),
        RCOPY_GROUP_SECONDARY_DOES_NOT_MATCH_PRIMARY=(
            'group_in_failover_state_takes_no_volume')),
    'dismiss volume from remote copy group': _tests(
        'volumes',
        NON_EXISTENT_RCOPY_GROUP='unknown_group_lets_nothing_go',
        NON_EXISTENT_VOL='unknown_volume_is_not_dismissed',
        RCOPY_IS_NOT_READY=(
            'nothing_is_dismissed_while_the_service_is_stopped'),
        RCOPY_GROUP_STARTED='started_group_lets_no_volume_go',
        RCOPY_GROUP_VOL_NOT_IN_GROUP=(
            'volume_that_is_not_in_the_group_is_refused'),
        RCOPY_GROUP_RENAME_RESYNC_SNAPSHOT_FAILED=(
            'dismissal_with_keep_snap_needs_a_free_name'),
        RCOPY_GROUP_CREATED_MIRROR_CONFIG_OFF=(
            'unmirrored_group_needs_mirroring_off_to_let_go'),
        RCOPY_GROUP_OPERATION_ONLY_ON_PRIMARY_SIDE=(
            'secondary_group_lets_no_volume_go'),
        RCOPY_TARGET_IS_NOT_READY='nothing_is_dismissed_over_a_cut_link'),
    'start remote copy group': _tests(
        'sync',
        NON_EXISTENT_RCOPY_GROUP='unknown_group_is_not_started',
        RCOPY_GROUP_INV_TARGET='target_that_is_not_the_groups_is_refused',
        RCOPY_GROUP_STARTED='started_group_is_not_started_again',
        RCOPY_GROUP_EMPTY='empty_group_is_not_started',
        RCOPY_GROUP_OPERATION_ONLY_ON_PRIMARY_SIDE=(
            'secondary_group_is_not_started'),
        RCOPY_TARGET_NOT_SPECIFIED=(
            'one_of_several_targets_has_to_be_named'),
        RCOPY_GROUP_NOT_ALL_VOLUMES_SPECIFIED=(
            'starting_snapshots_are_for_all_volumes'),
        RCOPY_GROUP_VOLUME_ALREADY_SYNCED=(
            'volume_that_is_synchronised_needs_no_snapshot'),
        RCOPY_GROUP_INCORRECT_SNAPSHOT_OR_VOLUME_SPECIFIED=(
            'wrong_starting_snapshot_is_refused')),
    'stop remote copy group': _tests(
        'sync',
        NON_EXISTENT_RCOPY_GROUP='unknown_group_is_not_stopped',
        RCOPY_TARGET_IS_NOT_READY='nothing_is_stopped_over_a_cut_link'),
    'sync remote copy group': _tests(
        'sync',
        NON_EXISTENT_RCOPY_GROUP='unknown_group_is_not_synchronised',
        RCOPY_GROUP_OPERATION_ONLY_ON_PRIMARY_SIDE=(
            'secondary_group_is_not_synchronised'),
        UNLICENSED_FEATURE='synchronising_needs_the_licence',
        RCOPY_GROUP_INV_TARGET='other_target_is_not_synchronised',
        RCOPY_TARGET_IS_NOT_READY='nothing_is_synchronised_over_a_cut_link',
        RCOPY_GROUP_INVOLVED_IN_SYNCHRONIZATION=(
            'group_on_its_way_is_not_synchronised_again')),
    'recover remote copy group': _tests(
        'recover',
        NON_EXISTENT_RCOPY_GROUP='unknown_group_is_refused',
        UNLICENSED_FEATURE='licence_is_needed',
        RCOPY_GROUP_INV_TARGET='other_target_is_refused',
        INV_INPUT_MISSING_REQUIRED='one_of_several_targets_has_to_be_named',
        INV_OPERATION_RCOPY_GROUP_ROLE_CONFLICT=(
            'group_that_did_not_fail_over_has_nothing_to_recover'),
        RCOPY_GROUP_INV_OPERATION_ON_MULTIPLE_TARGETS=(
            'group_with_several_targets_is_not_turned'),
        RCOPY_GROUP_NOT_STOPPED='started_group_does_not_fail_over',
        RCOPY_GROUP_NOT_STARTED='stopped_group_does_not_migrate',
        INV_INPUT_PARAM_CONFLICT='option_of_another_action_is_refused',
        INV_OPERATION_VV_PROMOTE_IN_PROGRESS=(
            'promote_in_progress_is_in_the_way'),
        RCOPY_GROUP_IS_BUSY='group_on_its_way_does_not_migrate',
        RCOPY_GROUP_EMPTY='empty_group_is_refused',
        RCOPY_GROUP_OPERATION_ONLY_ON_PRIMARY_SIDE=(
            'secondary_group_does_not_migrate'),
        RCOPY_GROUP_OPERATION_ONLY_ON_SECONDARY_SIDE=(
            'primary_group_does_not_fail_over')),
    'flash cache': {
        'NON_EXISTENT_FLASH_CACHE': 'model/test_flashcache.py::'
        'test_cache_that_is_not_there_is_not_found',
        'EXISTENT_FLASH_CACHE': 'model/test_flashcache.py::'
        'test_there_is_one_cache_at_most',
        'INV_FLASH_CACHE_SIZE': 'model/test_flashcache.py::'
        'test_size_is_a_multiple_of_16_gib_that_fits',
        'FLASH_CACHE_IS_BEING_REMOVED': 'model/test_flashcache.py::'
        'test_cache_that_is_going_is_not_removed_again',
        'FLASH_CACHE_NOT_SUPPORTED': 'model/test_flashcache.py::'
        'test_arrays_of_ssds_alone_have_none'},
    'volumeset flashCachePolicy': {
        'NON_EXISTENT_FLASH_CACHE': 'model/test_flashcache.py::'
        'test_policy_is_not_enabled_without_a_cache'},
    'systemreporter': {
        'INV_QUERY_STRING': 'model/test_systemreporter.py::'
        'test_wrong_query_is_refused',
        'NON_EXISTENT_CPG': 'model/test_systemreporter.py::'
        'test_unknown_cpg_is_not_found',
        'UNLICENSED_FEATURE': 'model/test_systemreporter.py::'
        'test_reports_need_the_licence'},
}

_AT_ONCE = ('Changes of a group are made at once, under the lock of both '
            'arrays: it is never found busy.')
_WHOLE = 'An admission goes to all targets of a group or to none.'

#: Why an error of the reference is not produced.
MISSING: Mapping[str, Mapping[str, str]] = {
    'create remote copy group': {
        'RCOPY_GROUP_SECONDARY_GROUP_MORE_THAN_ONE_BACKUP_TARGET':
            'Backup targets of secondary groups are not modelled: no '
            'request makes one.'},
    'remove remote copy group': {'RCOPY_GROUP_IS_BUSY': _AT_ONCE},
    'admit volume to remote copy group': {
        'RCOPY_GROUP_VOL_INTERNAL_CONSISTENCY_ERR':
            'Volumes of the model never become inconsistent.',
        'RCOPY_GROUP_IS_BEING_REMOVED':
            'A volume is removed at once: none is found half gone.',
        'RCOPY_GROUP_VOL_IS_PEER_PROVISIONED':
            'Peer-provisioned volumes (imports) are not modelled.',
        'RCOPY_GROUP_VOL_CLEAN_UP':
            'Cleaning up internal volumes takes no time in the model.',
        'RCOPY_GROUP_IS_BUSY': _AT_ONCE,
        'RCOPY_GROUP_NOT_SUPPORT_VOL_ID':
            'The request has no member for the id of the copy.',
        'RCOPY_GROUP_ADD_VOL_FAILED_PARTIAL': _WHOLE},
    'dismiss volume from remote copy group': {
        'RCOPY_GROUP_IS_BUSY': _AT_ONCE},
    'start remote copy group': {
        'RCOPY_GROUP_EXISTENT_VOL_WWN_ON_TARGET':
            'A WWN is made of the ids of array and volume: no two arrays '
            'have the same.'},
    'sync remote copy group': {
        'RCOPY_GROUP_STARTED':
            'Synchronising is for started groups; no source says when one '
            'is refused for being started.'},
    'recover remote copy group': {
        'RCOPY_GROUP_STARTED':
            'A group that should be stopped is refused as '
            'RCOPY_GROUP_NOT_STOPPED, which says the same.'},
}
