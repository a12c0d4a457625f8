"""Every call that is compared, by resource."""

from __future__ import annotations

from tests.published.calls import (
    copies,
    cpgs,
    filepersona,
    hosts,
    ports,
    qos,
    remotecopy,
    session,
    sets,
    system,
    tasks,
    vluns,
    volumes,
)
from tests.published.calls.recorder import Call

MODULES = (copies, cpgs, filepersona, hosts, ports, qos, remotecopy, session, sets,
           system, tasks, vluns, volumes)

#: The calls by id; one that two modules make counts once.
CALLS: dict[str, Call] = {
    call.id: call for module in MODULES for call in module.calls}
