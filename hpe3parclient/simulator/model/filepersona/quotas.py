"""Quotas of users, groups and stores."""

from __future__ import annotations

from collections.abc import Mapping

from hpe3parclient.simulator.model.filepersona import accounts, assumptions
from hpe3parclient.simulator.model.filepersona.lookup import (
    FileRefused,
    find_store,
)
from hpe3parclient.simulator.state.array_state import ArrayState
from hpe3parclient.simulator.state.filepersona import (
    FSTORE,
    GROUP,
    USER,
    Quota,
    Vfs,
)

LIMITS = ('soft_block', 'hard_block', 'soft_files', 'hard_files')


def find(array: ArrayState, vfs: Vfs, kind: int, name: str) -> Quota | None:
    """The quota of a user, group or store, or None."""
    for quota in array.files.quotas:
        if (quota.vfs, quota.kind, quota.name) == (vfs.id, kind, name):
            return quota
    return None


def change(array: ArrayState, vfs: Vfs, kind: int, name: str,
           limits: Mapping[str, int], clear: bool = False) -> Quota:
    """Set limits, or clear all of them first."""
    if kind == USER:
        accounts.find_user(array, name)
    elif kind == GROUP:
        accounts.find_group(array, name)
    else:
        find_store(array, vfs, name)
    there = find(array, vfs, kind, name)
    quota = Quota(0, kind, name, vfs.id) if there is None or clear \
        else Quota(**vars(there))
    for limit, value in limits.items():
        setattr(quota, limit, value)
    _check(quota)
    if there is not None:
        array.files.quotas.remove(there)
    quota.id = array.files.new_id() if there is None else there.id
    if any(getattr(quota, limit) for limit in LIMITS):
        array.files.quotas.append(quota)
    return quota


def _check(quota: Quota) -> None:
    for soft, hard in ((quota.soft_block, quota.hard_block),
                       (quota.soft_files, quota.hard_files)):
        if hard and soft > hard:
            raise FileRefused(assumptions.QUOTA_SOFT)


def usage(array: ArrayState, quota: Quota) -> tuple[int, int]:
    """MiB and files that count; those of users are not told apart."""
    if quota.kind != FSTORE:
        return 0, 0
    for store in array.files.stores:
        if store.vfs == quota.vfs and store.name == quota.name:
            return store.used, store.files
    return 0, 0
