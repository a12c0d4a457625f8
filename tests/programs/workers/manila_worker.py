"""Drives the HPE 3PAR driver and mediator of OpenStack Manila, unedited.

It does what Manila's share manager does around a driver: it makes Manila's
own database objects and calls the driver. Shares, snapshots and types have
labels here. The driver copies and deletes files through mounts; ``mount``
and ``umount`` are stood in for by directories, since the simulated array
serves no files.
"""

from __future__ import annotations

import os
import sys
import tempfile
import uuid
from pathlib import Path
from typing import Any

import serving
from manila import context, network
from manila.common import config
from manila.db import api as db
from manila.db.sqlalchemy import api as database
from manila.db.sqlalchemy import models
from manila.network import standalone_network_plugin
from manila.share import configuration, share_types
from manila.share import driver as base_driver
from manila.share.drivers.hpe import hpe_3par_driver
from oslo_config import cfg
from oslo_log import log

#: What the driver runs as root, in place of the machine's: an export is a
#: directory, and mounting it puts a link where it is mounted.
PROGRAMS = {
    'sudo': 'shift 2\nexec "$@"\n',
    'mount': 'export="$MANILA_EXPORTS/$(echo "$3" | sed "s,^//,,;s,:,,")"\n'
             'mkdir -p "$export" && rmdir "$4" && ln -s "$export" "$4"\n',
    'umount': 'rm "$1" && mkdir "$1"\n'}


def configure(directory: Path) -> None:
    """Set up what the service ``manila-share`` has before its drivers."""
    log.register_options(cfg.CONF)
    cfg.CONF([], project='manila', default_config_files=[])
    cfg.CONF.set_override(
        'connection', f'sqlite:///{directory}/manila.sqlite', 'database')
    log.setup(cfg.CONF, 'manila')
    models.BASE.metadata.create_all(database.get_engine())
    for name in ('bin', 'exports', 'mounts'):
        (directory / name).mkdir()
    for name, lines in PROGRAMS.items():
        script = directory / 'bin' / name
        script.write_text(f'#!/bin/sh\nset -e\n{lines}', 'utf-8')
        script.chmod(0o755)
    os.environ['PATH'] = f'{directory}/bin:{os.environ["PATH"]}'
    os.environ['MANILA_EXPORTS'] = f'{directory}/exports'


class Manila:
    """The commands; one backend at a time, one database for all."""

    def __init__(self, directory: Path) -> None:
        self.context = context.get_admin_context()
        self.directory = directory
        self.driver: Any = None
        self.name = ''
        self.things: dict[str, str] = {}

    # -- the backend --------------------------------------------------------

    def backend(self, name: str, options: dict[str, Any]) -> None:
        """Start a backend, as the manager does with a section of the file."""
        section = configuration.Configuration(
            base_driver.share_opts, config_group=name)
        for declared in (
                hpe_3par_driver.HPE3PAR_OPTS, config.global_opts,
                network.network_opts,
                standalone_network_plugin.standalone_network_plugin_opts):
            section.append_config_values(declared)
        for option, value in {
                'share_backend_name': name,
                'driver_handles_share_servers': False,
                'hpe3par_share_mount_path': f'{self.directory}/mounts/',
                **options}.items():
            cfg.CONF.set_override(option, value, name)
        self.things = {}
        self.name = name
        self.driver = hpe_3par_driver.HPE3ParShareDriver(
            configuration=section)
        self.driver.do_setup(self.context)
        self.driver.check_for_setup_error()
        self.share_type('plain', {})

    def statistics(self) -> dict[str, Any]:
        """What the scheduler is told."""
        result: dict[str, Any] = self.driver.get_share_stats(refresh=True)
        return result

    def share_type(self, label: str, specs: dict[str, str]) -> None:
        """Make a share type."""
        made = share_types.create(
            self.context, f'{self.name}-{label}',
            {'driver_handles_share_servers': 'False', **specs})
        self.things[f'type {label}'] = made['id']

    def exports(self) -> str:
        """The directory whose tree stands for the files on the array."""
        return f'{self.directory}/exports'

    def mounted(self) -> list[str]:
        """What is left where shares are mounted."""
        return sorted(os.listdir(self.directory / 'mounts'))

    # -- shares -------------------------------------------------------------

    def create_share(self, label: str, protocol: str, size: int = 1,
                     pool: str = 'fpg1', kind: str = 'plain',
                     project: str = 'project') -> dict[str, Any]:
        """Create a share; its id and where it is exported."""
        share = self._new(label, protocol, size, pool, kind,
                          uuid.uuid5(uuid.NAMESPACE_DNS, project).hex)
        return {'id': share['id'], 'exports': self.driver.create_share(
            self.context, share)}

    def from_snapshot(self, label: str, snapshot: str) -> dict[str, Any]:
        """Create a share from a snapshot; its id and its exports."""
        origin = self._snapshot(snapshot)
        parent = db.share_instance_get(
            self.context, origin['share_id'], with_share_data=True)
        share = self._new(
            label, parent['share_proto'], parent['size'],
            parent['host'].partition('#')[2], 'plain', parent['project_id'])
        return {'id': share['id'],
                'exports': self.driver.create_share_from_snapshot(
                    self.context, share, origin, parent_share=parent)}

    def delete_share(self, label: str) -> None:
        """Delete a share."""
        self.driver.delete_share(self.context, self._share(label))

    def extend(self, label: str, size: int) -> None:
        """Make a share larger."""
        self.driver.extend_share(self._share(label), size)
        self._resized(label, size)

    def shrink(self, label: str, size: int) -> None:
        """Make a share smaller."""
        self.driver.shrink_share(self._share(label), size)
        self._resized(label, size)

    def access(self, label: str, rules: list[Any],
               add: list[Any], delete: list[Any]) -> None:
        """Change the access rules of a share; a rule is type, to, level.

        :param rules: all rules; without changes the driver compares them
            with the array's, as it does after a failure
        """
        named = [[dict(zip(('access_type', 'access_to', 'access_level'), rule))
                  for rule in each] for each in (rules, add, delete)]
        self.driver.update_access(
            self.context, self._share(label), *named, [])

    # -- snapshots ----------------------------------------------------------

    def snapshot(self, label: str, share: str) -> str:
        """Take a snapshot of a share; its id."""
        instance = self._share(share)
        made = db.share_snapshot_create(self.context, {
            'share_id': instance['share_id'], 'size': instance['size'],
            'share_size': instance['size'], 'user_id': 'admin',
            'share_proto': instance['share_proto'], 'status': 'creating',
            'project_id': instance['project_id'], 'display_name': label})
        self.things[f'snapshot {label}'] = made.instance['id']
        self.driver.create_snapshot(self.context, self._snapshot(label))
        return str(made.instance['id'])

    def delete_snapshot(self, label: str) -> None:
        """Delete a snapshot."""
        self.driver.delete_snapshot(self.context, self._snapshot(label))

    # -- share servers ------------------------------------------------------

    def setup_server(self, pool: str, address: str, vlan: int
                     ) -> dict[str, Any]:
        """Give a share network an address of a virtual file server."""
        result: dict[str, Any] = self.driver.setup_server(
            [{'server_id': 'server', 'cidr': f'{address}/24',
              'segmentation_id': vlan, 'network_type': 'vlan',
              'network_allocations': [{'ip_address': address}]}],
            metadata={'request_host': f'node@{self.name}#{pool}'})
        return result

    def teardown_server(self, details: dict[str, Any]) -> None:
        """Take that address away."""
        self.driver.teardown_server(details)

    # -- Manila's objects ---------------------------------------------------

    def _new(self, label: str, protocol: str, size: int, pool: str,
             kind: str, project: str) -> Any:
        made = db.share_create(self.context, {
            'user_id': 'admin', 'project_id': project, 'size': size,
            'display_name': label, 'display_description': label,
            'share_proto': protocol, 'status': 'creating',
            'share_type_id': self.things[f'type {kind}'],
            'host': f'node@{self.name}#{pool}'})
        self.things[f'share {label}'] = made.instance['id']
        return self._share(label)

    def _resized(self, label: str, size: int) -> None:
        db.share_update(self.context, self._share(label)['share_id'],
                        {'size': size})

    def _share(self, label: str) -> Any:
        return db.share_instance_get(
            self.context, self.things[f'share {label}'],
            with_share_data=True)

    def _snapshot(self, label: str) -> Any:
        return db.share_snapshot_instance_get(
            self.context, self.things[f'snapshot {label}'],
            with_share_data=True)


def main() -> None:
    """Serve until the input ends."""
    with tempfile.TemporaryDirectory(prefix='manila-') as directory:
        configure(Path(directory))
        serving.serve(Manila(Path(directory)))


if __name__ == '__main__':
    sys.dont_write_bytecode = True
    os.environ.pop('PYTHONPATH', None)
    main()
