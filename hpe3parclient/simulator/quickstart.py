"""The main job, from log-in to log-out, on a simulated array.

    python -m hpe3parclient.simulator.quickstart

A host gets a volume, the volume gets a snapshot and more space, and at the
end the array is as it was. Against a real array, only the lines that start
the simulated one change.
"""

from __future__ import annotations

import argparse
import contextlib
import sys

from hpe3parclient import exceptions
from hpe3parclient.client import HPE3ParClient
from hpe3parclient.simulator import SimulatedArray

GIB = 1024                              # WSAPI counts in MiB
CPG, VOLUME, HOST, SNAPSHOT = 'gold', 'orders', 'db1', 'orders.friday'


def main() -> None:
    """Do the whole job, and tell each step."""
    with SimulatedArray() as array:
        with HPE3ParClient(array.api_url, secure=array.ca_bundle) as client:
            client.login(array.user, array.password)
            print('Logged in over TLS, the certificate checked.')
            show_system(client)
            before = free_space(client)
            provision(client)
            protect_and_grow(client)
            show_volumes(client)
            be_refused(client)
            clean_up(client)
            after = free_space(client)
            print(f"  as much as before: {'yes' if after == before else 'no'}")
            client.logout()
        print(f'\nLogged out. Sessions on the array: {len(array.state.sessions)}')


def show_system(client: HPE3ParClient) -> None:
    """Say which array this is, and how many sessions it has."""
    system = client.getStorageSystemInfo()
    service = client.getWSAPIConfigurationInfo()
    print(f"  {system['name']}, {system['model']}, version {system['systemVersion']}")
    print('  sessions on the array: %d' % service['sessionsInUse'])


def free_space(client: HPE3ParClient) -> int:
    """Show and return the array's free MiB."""
    capacity = client.getOverallSystemCapacity()['allCapacity']
    free, total = capacity['freeMiB'], capacity['totalMiB']
    print(f'  free: {free / GIB:,.1f} of {total / GIB:,.1f} GiB')
    return free


def provision(client: HPE3ParClient) -> None:
    """A CPG, a volume in it, a host, and the volume on the host."""
    print('\nProvision')
    client.createCPG(CPG, {'LDLayout': {'RAIDType': client.CPG_RAID_R6}})
    print(f'  CPG {CPG} created')
    client.createVolume(VOLUME, CPG, 100 * GIB,
                        {'snapCPG': CPG, 'comment': 'the shop'})
    print(f'  volume {VOLUME} created, 100 GiB, fully provisioned')
    free_space(client)
    client.createHost(HOST, FCWwns=['10000000C9A1B2C3'])
    print(f'  host {HOST} created, with one Fibre Channel port')
    location = client.createVLUN(VOLUME, hostname=HOST, auto=True)
    print(f'  volume exported, the array chose the LUN: {location}')


def protect_and_grow(client: HPE3ParClient) -> None:
    """A snapshot, then more space."""
    print('\nProtect and grow')
    client.createSnapshot(SNAPSHOT, VOLUME, {'readOnly': True})
    print(f'  read-only snapshot {SNAPSHOT} taken')
    client.growVolume(VOLUME, 20 * GIB)
    print('  volume grown by 20 GiB')
    free_space(client)


def show_volumes(client: HPE3ParClient) -> None:
    """Every volume that is not the system's own."""
    print('\nVolumes')
    for volume in client.getVolumes()['members']:
        if not volume['name'].startswith('.srdata') and \
                volume['name'] != 'admin':
            print('  %-14s %6.1f GiB  %s'
                  % (volume['name'], volume['sizeMiB'] / GIB,
                     'of ' + volume['copyOf'] if 'copyOf' in volume
                     else volume.get('comment', '')))


def be_refused(client: HPE3ParClient) -> None:
    """A volume that is in use cannot be deleted."""
    print('\nDelete the volume while it is in use')
    try:
        client.deleteVolume(VOLUME)
    except exceptions.ClientException as refusal:
        print(f'  refused: {refusal}')
        print(f'  its symbol: {refusal.symbol}')


def clean_up(client: HPE3ParClient) -> None:
    """Everything away, in the order the array asks for."""
    print('\nClean up')
    vlun = client.getVLUN(VOLUME)
    client.deleteVLUN(VOLUME, vlun['lun'], hostname=HOST)
    print('  volume un-exported')
    client.deleteVolume(SNAPSHOT)
    client.deleteVolume(VOLUME)
    print('  snapshot and volume deleted')
    client.deleteHost(HOST)
    client.deleteCPG(CPG)
    print('  host and CPG deleted')


def run(arguments: list[str] | None = None) -> int:
    """Run it as a program, which has no options.

    :returns: the exit status: 130 after Ctrl-C
    :raises SystemExit: 2, there was an argument
    """
    argparse.ArgumentParser(
        prog='python -m hpe3parclient.simulator.quickstart',
        description='Provision a volume on a simulated array, step by step.'
    ).parse_args(arguments)
    with contextlib.suppress(KeyboardInterrupt):
        main()
        return 0
    return 130


if __name__ == '__main__':
    sys.exit(run())
