"""Local users and groups."""

from __future__ import annotations

import re
from collections.abc import Iterator

from hpe3parclient.simulator.model.filepersona import assumptions
from hpe3parclient.simulator.model.filepersona.lookup import FileRefused
from hpe3parclient.simulator.state.array_state import ArrayState
from hpe3parclient.simulator.state.filepersona import FsGroup, FsUser

_NAME = re.compile(r'[A-Za-z0-9._][A-Za-z0-9._-]{0,30}')
_BUILT_IN = dict(assumptions.GROUPS)


def first_groups() -> list[FsGroup]:
    """The groups of a new array."""
    return [FsGroup(name, gid) for name, gid in assumptions.GROUPS]


def find_user(array: ArrayState, name: str) -> FsUser:
    """The user of that name, or the refusal."""
    for user in array.files.users:
        if user.name == name:
            return user
    raise FileRefused(assumptions.NO_FILE_SERVICES_USER.format(name=name),
                      404)


def find_group(array: ArrayState, name: str) -> FsGroup:
    """The group of that name, or the refusal."""
    for group in array.files.groups:
        if group.name == name:
            return group
    raise FileRefused(assumptions.NO_FILE_SERVICES_GROUP.format(name=name),
                      404)


def members(array: ArrayState, group: FsGroup) -> Iterator[FsUser]:
    """The users in a group."""
    for user in array.files.users:
        if group.name in (user.primary_group, *user.groups):
            yield user


def _number(text: str, option: str, taken: list[int], first: int) -> int:
    if not text:
        return next(number for number in range(first, 65536)
                    if number not in taken)
    if not (text.isascii() and text.isdigit()
            and 1000 <= int(text) <= 65535):
        raise FileRefused(assumptions.NUMBER_RANGE.format(option=option))
    if int(text) in taken:
        raise FileRefused(assumptions.NUMBER_TAKEN.format(
            option=option, number=text))
    return int(text)


def _split(text: str) -> tuple[str, list[str]]:
    operation = text[:1] if text[:1] in '+-' else ''
    return operation, [entry for entry in
                       text[len(operation):].split(',') if entry]


def _after(before: list[str], text: str) -> list[str]:
    """Names after ``+a,b``, ``-a,b`` or ``a,b``."""
    operation, entries = _split(text)
    if operation == '+':
        return before + [name for name in entries if name not in before]
    if operation == '-':
        return [name for name in before if name not in entries]
    return list(dict.fromkeys(entries))


def create_group(array: ArrayState, name: str, gid: str = '',
                 users: str = '') -> None:
    """Create a group."""
    _check_name(name)
    if any(group.name == name for group in array.files.groups):
        raise FileRefused(assumptions.GROUP_EXISTS.format(name=name))
    number = _number(gid, 'gid', [group.gid for group in array.files.groups],
                     assumptions.FIRST_GID)
    joining = [find_user(array, user) for user in _split(users)[1]]
    array.files.groups.append(FsGroup(name, number))
    for user in joining:
        user.groups.append(name)


def _check_name(name: str) -> None:
    if not _NAME.fullmatch(name):
        raise FileRefused(assumptions.BAD_NAME.format(name=name))


def change_group(array: ArrayState, name: str, users: str) -> None:
    """Change who is in a group."""
    group = find_group(array, name)
    before = [user.name for user in members(array, group)]
    after = _after(before, users)
    for entry in _split(users)[1]:
        find_user(array, entry)
    for user in array.files.users:
        there = user.name in after
        if there and user.name not in before:
            user.groups.append(name)
        elif not there and name in user.groups:
            user.groups.remove(name)


def remove_group(array: ArrayState, name: str) -> None:
    """Remove a group that is nobody's first."""
    group = find_group(array, name)
    if name in _BUILT_IN:
        raise FileRefused(assumptions.BUILT_IN.format(name=name))
    for user in array.files.users:
        if user.primary_group == name:
            raise FileRefused(assumptions.GROUP_IN_USE.format(
                name=name, user=user.name))
    for user in members(array, group):
        user.groups.remove(name)
    array.files.groups.remove(group)


def create_user(array: ArrayState, name: str, *, primary: str = '',
                enabled: bool = True, uid: str = '',
                groups: str = '') -> None:
    """Create a user."""
    _check_name(name)
    if any(user.name == name for user in array.files.users):
        raise FileRefused(assumptions.USER_EXISTS.format(name=name))
    number = _number(uid, 'uid', [user.uid for user in array.files.users],
                     assumptions.FIRST_UID)
    joined = _split(groups)[1]
    for group in (primary or 'Users', *joined):
        find_group(array, group)
    array.files.users.append(FsUser(name, number, primary or 'Users',
                                    list(dict.fromkeys(joined)), enabled))


def change_user(array: ArrayState, name: str, *, primary: str = '',
                enabled: bool | None = None,
                groups: str | None = None) -> None:
    """Change a user."""
    user = find_user(array, name)
    if primary:
        find_group(array, primary)
    if groups is not None:
        for group in _split(groups)[1]:
            find_group(array, group)
        user.groups = _after(user.groups, groups)
    user.primary_group = primary or user.primary_group
    user.enabled = user.enabled if enabled is None else enabled


def remove_user(array: ArrayState, name: str) -> None:
    """Remove a user with its quotas."""
    array.files.users.remove(find_user(array, name))
    array.files.quotas = [quota for quota in array.files.quotas
                          if (quota.kind, quota.name) != (1, name)]
