"""Find objects of File Persona, and refuse as arrays do."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from hpe3parclient.simulator.errors import Refused
from hpe3parclient.simulator.model.filepersona import assumptions
from hpe3parclient.simulator.state.array_state import ArrayState
from hpe3parclient.simulator.state.filepersona import (
    FileShare,
    FileStore,
    Fpg,
    Vfs,
)

NOT_FOUND = 404
_NAME = re.compile(r'[A-Za-z0-9_.][A-Za-z0-9._-]*')


class FileRefused(Refused):
    """File Services say no.

    :param sentence: what the command line prints, and the web service tells
        unless it has words of its own
    :param status: the web service's status
    :param code: its error number, where it is not that of any other failure
    :param desc: its own words
    """

    def __init__(self, sentence: str, status: int = 400,
                 code: int | None = None,
                 desc: str | None = None) -> None:
        super().__init__('OTHER', desc=desc or sentence, status=status)
        self.sentence = sentence
        self.code = self.code if code is None else code


def check_name(name: str, length: int = assumptions.NAME_LENGTH) -> str:
    """A name of a new object."""
    if not _NAME.fullmatch(name) or len(name) > length:
        raise FileRefused(assumptions.BAD_NAME.format(name=name))
    return name


def fpg_or_none(array: ArrayState, name: str) -> Fpg | None:
    """The group of that name."""
    return next((fpg for fpg in array.files.fpgs if fpg.name == name), None)


def find_fpg(array: ArrayState, name: str,
             sentence: str = 'File Provisioning Group: {fpg} not found'
             ) -> Fpg:
    """The group of that name, or the refusal."""
    fpg = fpg_or_none(array, name)
    if fpg is None:
        raise FileRefused(sentence.format(fpg=name), NOT_FOUND)
    return fpg


def fpg_of(array: ArrayState, vfs: Vfs) -> Fpg:
    """The group a server is on."""
    return next(fpg for fpg in array.files.fpgs if fpg.id == vfs.fpg)


def vfs_of(array: ArrayState, store: FileStore) -> Vfs:
    """The server of a store."""
    return next(vfs for vfs in array.files.servers if vfs.id == store.vfs)


def store_of(array: ArrayState, share: FileShare) -> FileStore:
    """The store of a share."""
    return next(store for store in array.files.stores
                if store.id == share.store)


def find_vfs(array: ArrayState, name: str, fpg: str = '',
             sentence: str = 'Invalid VFS {vfs}',
             fpg_sentence: str = 'File Provisioning Group: {fpg} not found'
             ) -> Vfs:
    """The server of that name, on a group or wherever it is."""
    there = array.files.servers
    if fpg:
        group = find_fpg(array, fpg, fpg_sentence)
        there = [vfs for vfs in there if vfs.fpg == group.id]
    named = [vfs for vfs in there if vfs.name == name]
    if not named and fpg:
        raise FileRefused(sentence.format(vfs=name, fpg=fpg),
                          NOT_FOUND)
    if not named:
        raise FileRefused(
            f'Virtual file server {name} was not found in any existing file '
            'provisioning group.', NOT_FOUND)
    if len(named) > 1:
        raise FileRefused(assumptions.AMBIGUOUS_VFS.format(vfs=name))
    return named[0]


def servers(array: ArrayState, fpg: str = '', vfs: str = '') -> Iterator[Vfs]:
    """The servers of a group, or of all; with that name, or with any."""
    group = find_fpg(array, fpg).id if fpg else None
    for server in list(array.files.servers):
        if group in (None, server.fpg) and vfs in ('', server.name):
            yield server


def stores(array: ArrayState, there: Sequence[Vfs],
           name: str = '') -> Iterator[FileStore]:
    """The stores of servers, those of the array's own left out."""
    ids = {vfs.id for vfs in there}
    for store in list(array.files.stores):
        if store.vfs in ids and store.name != '.admin' \
                and name in ('', store.name):
            yield store


def find_store(array: ArrayState, vfs: Vfs, name: str,
               sentence: str = assumptions.NO_STORE) -> FileStore:
    """The store of that name on a server, or the refusal."""
    for store in array.files.stores:
        if store.vfs == vfs.id and store.name == name:
            return store
    raise FileRefused(sentence.format(
        store=name, fpg=fpg_of(array, vfs).name), NOT_FOUND)


def path_of(array: ArrayState, store: FileStore) -> str:
    """Return the path of a store: ``/fpg/vfs/store``."""
    vfs = vfs_of(array, store)
    return f'/{fpg_of(array, vfs).name}/{vfs.name}/{store.name}'
