"""Drives the HPE 3PAR drivers of OpenStack Cinder, unedited.

It does what Cinder's volume manager does around a driver: it makes Cinder's
own database objects, calls the driver, and saves what the driver says about
them. Volumes, snapshots, groups and types have labels here; each command
returns what the test needs to look up the result on the array.
"""

from __future__ import annotations

import os
import sys
import tempfile
from typing import Any

import serving
from cinder import context, coordination, objects
from cinder.db import api as db
from cinder.db import models
from cinder.objects import fields
from oslo_config import cfg
from oslo_log import log
from oslo_utils import importutils

# As cinder-volume does it: modules that are imported later need the classes.
objects.register_all()

from cinder.volume import (  # noqa: E402
    configuration,
    group_types,
    qos_specs,
    volume_types,
)
from cinder.volume import driver as base_driver  # noqa: E402

DRIVERS = {
    'iscsi': 'cinder.volume.drivers.hpe.hpe_3par_iscsi.HPE3PARISCSIDriver',
    'fc': 'cinder.volume.drivers.hpe.hpe_3par_fc.HPE3PARFCDriver'}
CONSISTENT = {'consistent_group_snapshot_enabled': '<is> True'}


def configure(directory: str) -> None:
    """Set up what the service ``cinder-volume`` has before its drivers."""
    log.register_options(cfg.CONF)
    cfg.CONF([], project='cinder', default_config_files=[])
    cfg.CONF.set_override('state_path', directory)
    cfg.CONF.set_override(
        'connection', f'sqlite:///{directory}/cinder.sqlite', 'database')
    cfg.CONF.set_override(
        'backend_url', f'file://{directory}', 'coordination')
    log.setup(cfg.CONF, 'cinder')
    models.BASE.metadata.create_all(db.get_engine())
    coordination.COORDINATOR.start()


class Cinder:
    """The commands; one backend at a time, one database for all."""

    def __init__(self) -> None:
        self.context = context.RequestContext(
            'admin', '5c1a3f0e0b2e4a6f9d7c8b6a5f4e3d2c', is_admin=True)
        self.driver: Any = None
        self.host = ''
        self.things: dict[str, Any] = {}

    # -- the backend --------------------------------------------------------

    def backend(self, name: str, protocol: str, options: dict[str, Any],
                devices: list[dict[str, str]] | None = None,
                active: str | None = None) -> None:
        """Start a backend, as the manager does with a section of the file."""
        section = configuration.Configuration(
            base_driver.volume_opts, config_group=name)
        self.things = {}
        self.host = f'node@{name}#{options["hpe3par_cpg"][0]}'
        self.driver = importutils.import_object(
            DRIVERS[protocol], configuration=section, db=db, host=f'node@{name}',
            cluster_name=None, is_vol_db_empty=True,
            active_backend_id=active)
        for option, value in options.items():
            cfg.CONF.set_override(option, value, name)
        if devices:
            cfg.CONF.set_override('replication_device', devices, name)
        self.driver.do_setup(self.context)
        self.driver.check_for_setup_error()
        self.driver.set_initialized()
        self.volume_type('plain', {})

    def statistics(self) -> dict[str, Any]:
        """What the scheduler is told."""
        result: dict[str, Any] = self.driver.get_volume_stats(refresh=True)
        return result

    # -- types --------------------------------------------------------------

    def volume_type(self, label: str, specs: dict[str, str],
                    qos: dict[str, str] | None = None) -> None:
        """Make a volume type, with a QoS specification of its own."""
        name = f'{self.host}-{label}'
        made = volume_types.create(self.context, name, specs)
        if qos:
            rules = qos_specs.create(
                self.context, name, {'consumer': 'back-end', **qos})
            qos_specs.associate_qos_with_type(
                self.context, rules['id'], made['id'])
        self.things[f'type {label}'] = made['id']

    def _type(self, label: str) -> str:
        result: str = self.things[f'type {label}']
        return result

    # -- volumes ------------------------------------------------------------

    def create_volume(self, label: str, size: int = 1, kind: str = 'plain',
                      group: str | None = None, **more: Any) -> str:
        """Create a volume; its name on the array."""
        volume = self._new(label, size, kind, group, **more)
        self._update(volume, self.driver.create_volume(volume))
        return self._name(volume)

    def clone(self, label: str, source: str, size: int | None = None,
              kind: str = 'plain') -> str:
        """Create a volume from another; its name on the array."""
        original = self._volume(source)
        volume = self._new(label, size or original.size, kind,
                           source_volid=original.id)
        self._update(volume,
                     self.driver.create_cloned_volume(volume, original))
        return self._name(volume)

    def from_snapshot(self, label: str, snapshot: str,
                      size: int | None = None, kind: str = 'plain') -> str:
        """Create a volume from a snapshot; its name on the array."""
        origin = self._snapshot(snapshot)
        volume = self._new(label, size or origin.volume_size, kind,
                           snapshot_id=origin.id)
        self._update(volume, self.driver.create_volume_from_snapshot(
            volume, origin))
        return self._name(volume)

    def delete_volume(self, label: str) -> None:
        """Delete a volume."""
        volume = self._volume(label)
        self.driver.delete_volume(volume)
        volume.destroy()

    def extend(self, label: str, size: int) -> None:
        """Make a volume larger."""
        volume = self._volume(label)
        self.driver.extend_volume(volume, size)
        self._update(volume, {'size': size})

    def retype(self, label: str, kind: str,
               host: dict[str, Any] | None = None) -> bool:
        """Give a volume another type."""
        volume = self._volume(label)
        new = volume_types.get_volume_type(self.context, self._type(kind))
        diff, _ = volume_types.volume_types_diff(
            self.context, volume.volume_type_id, new['id'])
        if host:
            host = {'host': host['host'], 'capabilities': host}
        retyped, update = self.driver.retype(
            self.context, volume, new, diff, host)
        if retyped:
            self._update(volume, {'volume_type_id': new['id'],
                                  **(update or {})})
        return bool(retyped)

    def migrate(self, label: str, pool: str) -> bool:
        """Move a volume to another pool of the same array."""
        volume = self._volume(label)
        pools = self.driver.get_volume_stats(refresh=True)['pools']
        capabilities = next(item for item in pools if item['pool_name'] == pool)
        host = {'host': f'{self.host.partition("#")[0]}#{pool}',
                'capabilities': dict(capabilities,
                                     storage_protocol=self.driver.protocol)}
        moved, update = self.driver.migrate_volume(self.context, volume, host)
        if moved:
            self._update(volume, update)
        return bool(moved)

    def update_migrated(self, label: str, new: str, status: str) -> str:
        """Finish a migration that the generic way made; the final name."""
        volume, other = self._volume(label), self._volume(new)
        update = self.driver.update_migrated_volume(
            self.context, volume, other, status)
        return str(update['_name_id'])

    def revert(self, label: str, snapshot: str) -> None:
        """Bring a volume back to a snapshot."""
        self.driver.revert_to_snapshot(
            self.context, self._volume(label), self._snapshot(snapshot))

    def pool(self, label: str) -> str:
        """The pool that a volume is in."""
        result: str = self.driver.get_pool(self._volume(label))
        return result

    # -- snapshots ----------------------------------------------------------

    def snapshot(self, label: str, volume: str) -> str:
        """Take a snapshot; its name on the array."""
        snapshot = self._new_snapshot(label, self._volume(volume))
        self._update(snapshot, self.driver.create_snapshot(snapshot))
        return self._snap_name(snapshot.id)

    def delete_snapshot(self, label: str) -> None:
        """Delete a snapshot."""
        snapshot = self._snapshot(label)
        self.driver.delete_snapshot(snapshot)
        snapshot.destroy()

    # -- what is on the array already ---------------------------------------

    def manage(self, label: str, existing: str, kind: str = 'plain'
               ) -> dict[str, Any]:
        """Take a volume over; its size and its new name."""
        volume = self._new(label, 0, kind)
        reference = {'source-name': existing}
        size = self.driver.manage_existing_get_size(volume, reference)
        self._update(volume, {'size': size})
        self._update(volume, self.driver.manage_existing(volume, reference))
        return {'size': size, 'name': self._name(volume)}

    def unmanage(self, label: str) -> None:
        """Leave a volume to others."""
        self.driver.unmanage(self._volume(label))

    def manage_snapshot(self, label: str, volume: str, existing: str
                        ) -> dict[str, Any]:
        """Take a snapshot over; its size and its new name."""
        snapshot = self._new_snapshot(label, self._volume(volume))
        reference = {'source-name': existing}
        size = self.driver.manage_existing_snapshot_get_size(
            snapshot, reference)
        self._update(snapshot, self.driver.manage_existing_snapshot(
            snapshot, reference))
        return {'size': size, 'name': self._snap_name(snapshot.id)}

    def unmanage_snapshot(self, label: str) -> None:
        """Leave a snapshot to others."""
        self.driver.unmanage_snapshot(self._snapshot(label))

    def manageable(self, labels: list[str]) -> list[dict[str, Any]]:
        """Volumes that could be taken over."""
        known = [self._volume(label) for label in labels]
        result: list[dict[str, Any]] = self.driver.get_manageable_volumes(
            known, None, 1000, 0, ['size'], ['asc'])
        return result

    def manageable_snapshots(self, labels: list[str]
                             ) -> list[dict[str, Any]]:
        """Snapshots that could be taken over."""
        known = [self._snapshot(label) for label in labels]
        result: list[dict[str, Any]] = self.driver.get_manageable_snapshots(
            known, None, 1000, 0, ['size'], ['asc'])
        return result

    # -- attachments --------------------------------------------------------

    def attach(self, label: str, connector: dict[str, Any]) -> Any:
        """Attach a volume to a host; what the host is told."""
        volume = self._volume(label)
        self._update(volume, self.driver.create_export(
            self.context, volume, connector))
        info = self.driver.initialize_connection(volume, connector)
        attachment = objects.VolumeAttachment(
            self.context, volume_id=volume.id, connector=connector,
            attached_host=connector['host'], attach_status='attached',
            instance_uuid=None, attach_mode='rw', mountpoint='/dev/vdb')
        attachment.create()
        self.things[f'attachment {label} {connector["host"]}'] = attachment
        self._update(volume, {'status': 'in-use'})
        return info

    def detach(self, label: str, connector: dict[str, Any],
               force: bool = False) -> Any:
        """Detach a volume from a host."""
        volume = self._volume(label)
        info = self.driver.terminate_connection(
            volume, None if force else dict(connector), force=force)
        self.things.pop(
            f'attachment {label} {connector["host"]}').destroy()
        self.driver.remove_export(self.context, volume)
        return info

    def ensure_export(self, label: str) -> Any:
        """What the driver says of an export after a restart."""
        return self.driver.ensure_export(self.context, self._volume(label))

    # -- groups -------------------------------------------------------------

    def group(self, label: str, kinds: list[str], **specs: str) -> str:
        """Create a group; the name of its set on the array."""
        group = self._new_group(label, kinds, specs)
        self._update(group, self.driver.create_group(self.context, group))
        return self._set_name(group)

    def change_group(self, label: str, add: list[str],
                     remove: list[str]) -> None:
        """Add volumes to a group and remove others."""
        group = self._group(label)
        added = [self._volume(each) for each in add]
        removed = [self._volume(each) for each in remove]
        self.driver.update_group(self.context, group, added, removed)
        for volume in added:
            self._update(volume, {'group_id': group.id})
        for volume in removed:
            self._update(volume, {'group_id': None})

    def delete_group(self, label: str, volumes: list[str]) -> list[str]:
        """Delete a group and its volumes; what became of each."""
        _, updates = self.driver.delete_group(
            self.context, self._group(label),
            [self._volume(each) for each in volumes])
        return [each['status'] for each in updates]

    def group_snapshot(self, label: str, group: str,
                       volumes: list[str]) -> list[str]:
        """Take a snapshot of a group; the names on the array."""
        made = objects.GroupSnapshot(
            self.context, group_id=self._group(group).id, name=label,
            description=label, status='creating', user_id='admin',
            project_id=self.context.project_id,
            group_type_id=self._group(group).group_type_id)
        made.create()
        self.things[f'group snapshot {label}'] = made
        snapshots = [self._new_snapshot(f'{label} {each}',
                                        self._volume(each),
                                        group_snapshot_id=made.id)
                     for each in volumes]
        self.things[f'members {label}'] = snapshots
        self.driver.create_group_snapshot(self.context, made, snapshots)
        prefix = self._snap_name(made.id)
        return [f'{prefix}-{index}' for index, _ in enumerate(volumes)]

    def delete_group_snapshot(self, label: str) -> list[str]:
        """Delete a snapshot of a group; what became of each member."""
        _, updates = self.driver.delete_group_snapshot(
            self.context, self.things[f'group snapshot {label}'],
            self.things[f'members {label}'])
        return [each['status'] for each in updates]

    def group_from_snapshot(self, label: str, snapshot: str,
                            kinds: list[str], volumes: dict[str, str]
                            ) -> dict[str, Any]:
        """Create a group from a group's snapshot.

        :param volumes: labels of the new volumes and of their snapshots
        """
        group = self._new_group(label, kinds, CONSISTENT)
        members = self.things[f'members {snapshot}']
        new = []
        for each, origin in volumes.items():
            source = self._snapshot(origin)
            new.append(self._new(each, source.volume_size, kinds[0], label,
                                 snapshot_id=source.id))
        _, updates = self.driver.create_group_from_src(
            self.context, group, new,
            self.things[f'group snapshot {snapshot}'], members)
        return self._made_group(group, new, updates)

    def group_from_group(self, label: str, source: str, kinds: list[str],
                         volumes: dict[str, str]) -> dict[str, Any]:
        """Create a group from another one.

        :param volumes: labels of the new volumes and of their sources
        """
        group = self._new_group(label, kinds, CONSISTENT)
        origins = [self._volume(each) for each in volumes.values()]
        new = [self._new(each, origin.size, kinds[0], label,
                         source_volid=origin.id)
               for each, origin in zip(volumes, origins)]
        _, updates = self.driver.create_group_from_src(
            self.context, group, new, None, None, self._group(source),
            origins)
        return self._made_group(group, new, updates)

    def _made_group(self, group: Any, volumes: list[Any],
                    updates: list[dict[str, Any]]) -> dict[str, Any]:
        return {'set': self._set_name(group),
                'volumes': [self._name(volume) for volume in volumes],
                'updates': updates}

    def group_replication(self, action: str, label: str,
                          volumes: list[str], target: str | None = None
                          ) -> Any:
        """Enable, disable or fail over the replication of a group."""
        group = self._group(label)
        members = [self._volume(each) for each in volumes]
        method = getattr(self.driver, f'{action}_replication')
        arguments = [target] if target else []
        update, updates = method(self.context, group, members, *arguments)
        self._update(group, update)
        for each in updates or []:
            volume = objects.Volume.get_by_id(self.context, each.pop('id'))
            self._update(volume, each)
        return update

    # -- replication --------------------------------------------------------

    def failover(self, labels: list[str], target: str) -> Any:
        """Fail the backend over, or back with ``default``."""
        volumes = [self._volume(label) for label in labels]
        active, updates, _ = self.driver.failover_host(
            self.context, volumes, secondary_id=target, groups=[])
        for each in updates:
            volume = objects.Volume.get_by_id(
                self.context, each['volume_id'])
            self._update(volume, each['updates'])
        return {'active': active,
                'updates': [each['updates'] for each in updates]}

    def field(self, label: str, name: str) -> Any:
        """A field of a volume in Cinder's database."""
        return self._volume(label)[name]

    def remote_group(self, label: str) -> str:
        """The name of a volume's remote copy group."""
        result: str = self.driver.common._get_3par_rcg_name(
            self._volume(label))
        return result

    # -- Cinder's objects ---------------------------------------------------

    def _new(self, label: str, size: int, kind: str,
             group: str | None = None, **more: Any) -> Any:
        if group is not None:
            more['group_id'] = self._group(group).id
        volume = objects.Volume(
            self.context, size=size, host=self.host, display_name=label,
            display_description=f'{label}, described', status='creating',
            attach_status=fields.VolumeAttachStatus.DETACHED,
            user_id='admin', project_id=self.context.project_id,
            volume_type_id=self._type(kind), **more)
        volume.create()
        self.things[f'volume {label}'] = volume.id
        if group is not None:
            # Drivers look for the group only where it has been loaded.
            volume.obj_load_attr('group')
        return volume

    def _new_snapshot(self, label: str, volume: Any, **more: Any) -> Any:
        snapshot = objects.Snapshot(
            self.context, volume_id=volume.id, volume_size=volume.size,
            display_name=label, display_description=f'{label}, described',
            status='creating', user_id='admin',
            project_id=self.context.project_id,
            volume_type_id=volume.volume_type_id, **more)
        snapshot.create()
        self.things[f'snapshot {label}'] = snapshot.id
        return self._snapshot(label)

    def _new_group(self, label: str, kinds: list[str],
                   specs: dict[str, str]) -> Any:
        kind = group_types.create(
            self.context, f'{self.host}-{label}', specs or CONSISTENT)
        group = objects.Group(
            self.context, name=label, description=label, host=self.host,
            status='creating', user_id='admin',
            project_id=self.context.project_id, group_type_id=kind['id'],
            volume_type_ids=[self._type(each) for each in kinds])
        group.create()
        self.things[f'group {label}'] = group.id
        return self._group(label)

    def _volume(self, label: str) -> Any:
        return objects.Volume.get_by_id(
            self.context, self.things[f'volume {label}'])

    def _snapshot(self, label: str) -> Any:
        return objects.Snapshot.get_by_id(
            self.context, self.things[f'snapshot {label}'])

    def _group(self, label: str) -> Any:
        return objects.Group.get_by_id(
            self.context, self.things[f'group {label}'])

    def _update(self, thing: Any, update: dict[str, Any] | None) -> None:
        """Save what the driver says, and that the action is over."""
        thing.update({'status': 'available', **(update or {})})
        thing.save()

    # -- names on the array -------------------------------------------------

    def _name(self, volume: Any) -> str:
        result: str = self.driver.common._get_3par_vol_name(volume)
        return result

    def _snap_name(self, identity: str) -> str:
        result: str = self.driver.common._get_3par_snap_name(identity)
        return result

    def _set_name(self, thing: Any) -> str:
        result: str = self.driver.common._get_3par_vvs_name(thing.id)
        return result

    def set_name(self, label: str) -> str:
        """The name of the set that belongs to a volume."""
        return self._set_name(self._volume(label))


def main() -> None:
    """Serve until the input ends."""
    with tempfile.TemporaryDirectory(prefix='cinder-') as directory:
        configure(directory)
        serving.serve(Cinder())
        coordination.COORDINATOR.stop()


if __name__ == '__main__':
    sys.dont_write_bytecode = True
    os.environ.pop('PYTHONPATH', None)
    main()
