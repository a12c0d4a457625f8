"""The link between two arrays, and how it is laid, cut and mended.

Knows which arrays it joins and what its loss does to their groups. The two
arrays share one lock from the moment they are linked (see
:mod:`hpe3parclient.simulator.state.lock`), and their groups live by the clock
of the array that was named first: give both the same clock to move them
together.
"""

from __future__ import annotations

import dataclasses

from hpe3parclient.simulator import assumptions
from hpe3parclient.simulator.model.names import parse_port
from hpe3parclient.simulator.model.remotecopy import transfer
from hpe3parclient.simulator.model.remotecopy.lookup import (
    Side,
    sides_over,
    twin,
)
from hpe3parclient.simulator.state.array_state import ArrayState, Link, Target
from hpe3parclient.simulator.state.remotecopy import (
    FAILSAFE,
    FC,
    IP,
    NEW,
    PRIMARY,
    SECONDARY,
    STARTED,
    STOPPED,
)

#: Slot and port of the remote-copy ports, on the first two nodes (OURS).
PORTS = {IP: (3, 1), FC: (2, 4)}


class RemoteLink(Link):
    """The link between two arrays; :func:`connect` makes it.

    It can be cut and restored. Both arrays share one lock.
    """

    def addresses(self, array: ArrayState) -> list[tuple[str, str]]:
        """Ports of one end and their addresses."""
        return addresses(self, array)

    def settle(self) -> None:
        """Bring the groups at both ends up to the link's time."""
        settle(self)

    def cut(self, isolated: ArrayState | None = None) -> None:
        """Let nothing pass any more.

        Every group over the link stops, each array on its own.

        :param isolated: this array has lost the quorum witness as well:
            its groups with autoFailover become fail-safe, and the other
            array takes them over
        """
        with self.arrays[0].lock:
            self.settle()
            if not self.up:
                return
            self.up = False
            for side in _sides(self):
                if side.route.state != STARTED:
                    continue
                transfer.halt(side, by_link=True)
                if isolated is not None \
                        and side.route.policies['autoFailover']:
                    _take_over(side, isolated)

    def restore(self) -> None:
        """Let data pass again; groups with autoRecover start again."""
        with self.arrays[0].lock:
            if self.up:
                return
            self.up = True
            now = self.clock.now()
            for side in _sides(self):
                other = twin(side)
                if other is not None and _is_to_turn(side, other):
                    turn_round(side, other, now)
                    continue
                if other is None or (side.group.role, other.group.role) != (
                        PRIMARY, SECONDARY):
                    continue
                tell(side, other)
                if side.route.by_link and side.group.volumes \
                        and side.route.policies['autoRecover']:
                    transfer.begin(side, other, now)


def _is_to_turn(side: Side, other: Side) -> bool:
    """Whether this end took over while the link was down, for good."""
    return (side.group.role == other.group.role == PRIMARY
            and side.route.policies['autoSynchronize']
            and side.route.reversed and not other.route.reversed)


def addresses(link: Link, array: ArrayState) -> list[tuple[str, str]]:
    """Ports of one end and their addresses."""
    slot, port = PORTS[link.kind]
    nodes = range(min(2, array.personality.nodes))
    return [(f'{node}:{slot}:{port}',
             address(array, link.kind, node)) for node in nodes]


def _sides(link: Link) -> list[Side]:
    """Every group that is copied over a link, at both ends."""
    return [side for array in link.arrays
            for side in sides_over(array, link)]


def settle(link: Link) -> None:
    """Bring the groups at both ends of a link up to its time."""
    if not link.answers:
        return
    now = link.clock.now()
    for side in _sides(link):
        _learn_names(side)
        other = twin(side)
        if side.group.role == PRIMARY and other is not None \
                and side.route.state == STARTED:
            transfer.settle(side, other, now)


def _take_over(side: Side, isolated: ArrayState) -> None:
    """What a witness decides about one end of a group."""
    if side.array is isolated:
        if side.group.role == PRIMARY:
            side.route.state = FAILSAFE
    elif side.group.role == SECONDARY:
        become_primary(side)


def become_primary(side: Side, promote: bool = True) -> None:
    """A secondary group takes over, whatever the other array does.

    :param promote: go back to the last state that was whole
    """
    side.group.role = PRIMARY
    side.route.reversed = not side.route.reversed
    side.route.by_link = False
    mend(side, promote)


def become_secondary(side: Side) -> None:
    """An old primary gives up, and what only it holds with that."""
    side.group.role, side.route.reversed = SECONDARY, True
    if side.route.state != NEW:
        side.route.state = STOPPED
    for mirror in side.route.mirrors.values():
        mirror.torn = mirror.pending > 0


def turn_round(new: Side, old: Side, now: float) -> None:
    """What policy autoSynchronize does after a failover.

    The old primary becomes secondary at once and is synchronized. When that
    is done the direction is the natural one.
    """
    become_secondary(old)
    transfer.begin(new, old, now, least=1)
    for end in (new, old):
        end.route.turning = end.route.state == STARTED


def mend(side: Side, promote: bool) -> None:
    """Volumes a copy broke off on go back to their last whole state.

    :param promote: False leaves them as they are: partly old, partly new
    """
    for volume_id, mirror in side.route.mirrors.items():
        if mirror.torn and promote and mirror.point is not None:
            side.array.remote.set_content(volume_id, mirror.point)
        elif mirror.torn:
            side.array.remote.new_content(volume_id)
        mirror.torn = False


def tell(side: Side, other: Side) -> None:
    """The primary's settings become the secondary's."""
    mine, theirs = side.route, other.route
    theirs.mode, theirs.period = mine.mode, mine.period
    theirs.frequency, theirs.policies = mine.frequency, dict(mine.policies)


def _learn_names(side: Side) -> None:
    other = twin(side)
    if other is None:
        return
    for mirror in side.route.mirrors.values():
        if other.array.volumes.has_id(mirror.remote_id):
            mirror.remote_name = other.array.volumes.by_id(
                mirror.remote_id).name


def address(array: ArrayState, kind: int, node: int) -> str:
    """The address of a remote-copy port; made of the system id (OURS)."""
    number = array.personality.system_id
    if kind == FC:
        slot, port = PORTS[FC]
        return f'2{node}{slot}{port}0002AC{number:06X}'
    host = (number * 2 + node) % (1 << 24)
    return f'10.{host >> 16}.{host >> 8 & 255}.{host & 255}'


def node_wwn(array: ArrayState) -> str:
    """The WWN all FC ports of an array share."""
    return f'2FF70002AC{array.personality.system_id:06X}'


def connect(first: ArrayState, second: ArrayState, *, kind: int = IP,
            targets: bool = True) -> RemoteLink:
    """Link two arrays for remote copy, and start the service on both.

    Two arrays that are alike are told apart: the second one (or the one
    that is not linked yet) gets the next system id and serial number, and
    a name of its own. The caller holds the lock of neither.

    :param first: state of an array; its clock counts for both
    :param second: state of another array
    :param kind: 1 for IP, 2 for Fibre Channel
    :param targets: make each array a target of the second, by its name;
        otherwise only the cables are there
    """
    if first is second:
        raise ValueError('an array is not linked to itself')
    first.lock.join(second.lock)
    with first.lock:
        if any(second in link.arrays for link in first.remote.links):
            raise ValueError('the two arrays are linked already')
        _tell_apart(first, second)
        link = RemoteLink(first, second, kind)
        for array in link.arrays:
            array.remote.links.append(link)
            array.remote.started = True
            _number_ports(array, link)
        if targets:
            for array in link.arrays:
                peer = link.other(array)
                array.remote.targets.add(Target(
                    array.remote.targets.free_id(), peer.name, kind, link,
                    link_ports(array, link)))
    return link


def _number_ports(array: ArrayState, link: Link) -> None:
    """The array's ports show the addresses they have on the link."""
    for port, where in addresses(link, array):
        result = array.ports.get(parse_port(port))
        if result is not None and result.network is not None:
            result.network.address = where


def link_ports(array: ArrayState, link: Link) -> list[tuple[str, str]]:
    """An array's ports on a link, and the address each one reaches."""
    return [(mine[0], theirs[1]) for mine, theirs in zip(
        addresses(link, array), addresses(link, link.other(array)))]


def _family(array: ArrayState) -> list[ArrayState]:
    """An array and all that can be reached from it over links."""
    result = [array]
    for item in result:
        result += [peer for peer in (link.other(item)
                                    for link in item.remote.links)
                  if not any(peer is known for known in result)]
    return result


def _tell_apart(item: ArrayState, other: ArrayState) -> None:
    """No two arrays that can see each other have one identity.

    The name of an array that is linked is known to others and stays.
    """
    new, old = (item, other) if other.remote.links and not item.remote.links \
        else (other, item)
    known = [array for array in [*_family(old), *_family(new)]
             if array is not new]
    ids = {array.personality.system_id for array in known}
    names = {array.name for array in known}
    number, name = new.personality.system_id, new.name
    while number in ids:
        number += 1
    moved = number - new.personality.system_id
    if moved:
        serial = new.personality.serial_number
        digits = serial[len(serial.rstrip('0123456789')):]
        new.personality = dataclasses.replace(
            new.personality, system_id=number,
            serial_number=serial[:len(serial) - len(digits)]
            + str(int(digits) + moved).zfill(len(digits)))
    count = 2
    while new.name in names:
        new.name = f'{name[:assumptions.RCOPY_TARGET_NAME - 4]}-{count}'
        count += 1
