"""Physical copies of volumes, and moving a volume to another CPG or type.

What an array leaves behind when an online copy is cancelled is not
documented; :meth:`CopyResource.stopOnlinePhysicalCopy` says what it removes.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from hpe3parclient import describe, error_codes, exceptions
from hpe3parclient.resources.base import JSON, merged, path
from hpe3parclient.resources.generation import GenerationResource
from hpe3parclient.resources.validation import needed, started

if TYPE_CHECKING:
    from hpe3parclient.options import AnyMembers, CopyOptions
    from hpe3parclient.types import Task, TaskStarted

#: action of PUT /tasks/<id>
_CANCEL_TASK = 1

#: seconds that a cancelled task may take to end
_CANCEL_SECONDS = 300.0

#: no chain of snapshots is longer; a longer one would be a circle
_LONGEST_CHAIN = 16


class CopyResource(GenerationResource):
    """Methods about physical copies and tunes."""

    def copyVolume(self, src_name: str, dest_name: str,
                   dest_cpg: str | None,
                   optional: CopyOptions | AnyMembers | None = None) -> TaskStarted:
        """Copy a volume: offline onto an existing one, or online to a new one.

        :param src_name: name of the volume to copy
        :param dest_name: name of the copy: offline a volume that exists and
            is at least as large, online one that does not exist yet
        :param dest_cpg: CPG of the copy; only sent for an online copy
        :param optional: additional members: ``online`` (False is the default);
            for an online copy ``tpvv``, ``snapCPG``, from OS 3.2.1 ``tdvv``,
            from 3.3.1 ``compression``, on Primera and Alletra ``reduce``;
            for an offline copy ``saveSnapshot`` (True lets it be brought up
            to date later), ``priority`` (1 high, 2 medium, 3 low)
        :returns: dict with ``taskid``, the task that copies;
            :meth:`waitForTask` takes it as it is
        :raises InvalidInput: ``tdvv`` without ``compression``, or the
            reverse, for a Primera or Alletra
        :raises HTTPNotFound: NON_EXISTENT_VOL (23), NON_EXISTENT_CPG (15),
            NON_EXISTENT_VVCOPY (133)
        :raises HTTPBadRequest: INV_INPUT_ILLEGAL_CHAR (69),
            INV_INPUT_BAD_ENUM_VALUE (46)
        :raises HTTPConflict: EXISTENT_VOL (22), IN_USE (34),
            INV_OPERATION_VV_VOLUME_CONV_IN_PROGRESS (88),
            INV_OPERATION_VV_ONLINE_COPY_IN_PROGRESS (87),
            INV_OPERATION_VV_PCOPY_IN_PROGRESS (130),
            INV_OPERATION_VV_FAILED_ONLINE_COPY (131),
            INV_OPERATION_VV_COPY_PARENT_TOO_BIG (126)
        :raises HTTPForbidden: CPG_NOT_IN_SAME_DOMAIN (82),
            VV_NOT_IN_SAME_DOMAIN (118), INV_OPERATION_VV_SYS_VOLUME (85),
            INV_OPERATION_VV_NON_BASE_VOLUME (119),
            INV_OPERATION_VV_IN_REMOTE_COPY (120), INV_OPERATION_VV_EXPORTED
            (121), INV_OPERATION_VV_COPY_TO_SELF (122),
            INV_OPERATION_VV_READONLY_SNAPSHOT (124),
            INV_OPERATION_VV_COPY_TO_BASE (123),
            INV_OPERATION_VV_NO_SNAPSHOT_ALLOWED (125),
            INV_OPERATION_VV_CLEANUP_IN_PROGRESS (127),
            INV_OPERATION_VV_CIRCULAR_COPY (128), INV_OPERATION_VV_PEER_VOLUME
            (83), INV_OPERATION_VV_INTERNAL_VOLUME (84), VV_IS_BEING_REMOVED
            (109), INV_OPERATION_VV_NOT_IN_NORMAL_STATE (129),
            VV_IN_INCONSISTENT_STATE (108), INV_OPERATION_VV_NO_PARENT (132),
            VV_IN_STALE_STATE (141)

        Source: POST /volumes/<src_name>, action createPhysicalCopy.
        """
        parameters = merged({'destVolume': dest_name},
                            self._provisioning(optional))
        if not parameters.get('online'):
            parameters.pop('destCPG', None)
        elif dest_cpg is not None:
            parameters['destCPG'] = dest_cpg
        return cast('TaskStarted', started(self._post(
            path('volumes', src_name),
            {'action': 'createPhysicalCopy', 'parameters': parameters})))

    def resyncPhysicalCopy(self, volume_name: str) -> TaskStarted:
        """Bring an offline copy up to date with its parent.

        The copy must have been made with ``saveSnapshot``.

        :param volume_name: name of the copy
        :returns: dict with ``taskid``, the task that copies;
            :meth:`waitForTask` takes it as it is
        :raises HTTPNotFound: NON_EXISTENT_VOL (23), NON_EXISTENT_VVCOPY (133)
        :raises HTTPConflict: IN_USE (34), the snapshot to start from is stale;
            INV_OPERATION_VV_PCOPY_IN_PROGRESS (130)
        :raises HTTPForbidden: INV_OPERATION_VV_NO_PARENT (132),
            INV_OPERATION_VV_EXPORTED (121), VV_IN_STALE_STATE (141)

        Source: PUT /volumes/<volume_name>, action 2.
        """
        return cast('TaskStarted', started(self._put(
            path('volumes', volume_name),
            {'action': self.RESYNC_PHYSICAL_COPY})))

    def stopOfflinePhysicalCopy(self, name: str) -> JSON:
        """Stop a running offline copy.

        The volume it was copied to stays, with an unusable content.

        :param name: name of the volume that is copied to
        :returns: None; the array sends no body
        :raises HTTPNotFound: NON_EXISTENT_VOL (23), NON_EXISTENT_VVCOPY (133)
        :raises HTTPBadRequest: INV_INPUT_ILLEGAL_CHAR (69)
        :raises HTTPConflict: INV_OPERATION_VV_ONLINE_COPY_IN_PROGRESS (87),
            INV_OPERATION_VV_VOLUME_CONV_IN_PROGRESS (88)
        :raises HTTPForbidden: INV_OPERATION_VV_NO_PARENT (132),
            INV_OPERATION_VV_SYS_VOLUME (85), INV_OPERATION_VV_INTERNAL_VOLUME
            (84), VV_IS_BEING_REMOVED (109), VV_IN_INCONSISTENT_STATE (108)

        Source: PUT /volumes/<name>, action 1.
        """
        return self._put(path('volumes', name),
                         {'action': self.STOP_PHYSICAL_COPY})

    def isOnlinePhysicalCopy(self, name: str) -> bool:
        """Return whether an online copy to a volume is running.

        :param name: name of the volume that is copied to
        :returns: True or False

        Source: GET /tasks.
        """
        return self._online_copy(name) is not None

    def _online_copy(self, name: str) -> Task | None:
        """Return the task of the running online copy to a volume."""
        for task in self.getAllTasks()['members']:
            if task.get('type') == self.TASK_TYPE_ONLINE_COPY and \
                    task.get('status') == self.TASK_ACTIVE and \
                    needed(task, 'name', str).split('->')[-1] == name:
                return task
        return None

    def stopOnlinePhysicalCopy(self, name: str) -> None:
        """Stop an online copy and remove the unfinished volume.

        The task is cancelled; when it has ended, the unfinished volume is
        deleted, and those snapshots that stand between it and the volume it
        was copied from. The latter are identified by the name of the task,
        ``source->destination``: when it does not lead back to the source,
        no snapshot is deleted. When the copy turns out to have been
        complete, nothing is deleted.

        :param name: name of the volume that is copied to
        :raises HTTPNotFound: NON_EXISTENT_TASK (145), no online copy makes
            this volume
        :raises HTTPBadRequest: NON_ACTIVE_TASK (175), the copy had just ended
        :raises HTTPConflict: INV_OPERATION_CANNOT_CANCEL_TASK (172), the same;
            IN_USE (34), the volume is exported or in a set
        :raises Timeout: the task did not end within five minutes; nothing
            was deleted

        Source: GET /tasks, PUT /tasks/<id> with action 1, GET and DELETE
        /volumes/<name>.
        """
        task = self._online_copy(name)
        if task is None:
            raise exceptions.HTTPNotFound(
                {'code': error_codes.number_of('NON_EXISTENT_TASK'),
                 'desc': f'no online copy is making volume {describe.value(name)}'},
                method='GET', url='/tasks')
        number = needed(task, 'id', int)
        helpers = self._between(name, task)
        self._put(path('tasks', number), {'action': _CANCEL_TASK})
        self._wait_for_end(number, name)
        for volume in [name, *helpers]:
            try:
                self.deleteVolume(volume)
            except exceptions.HTTPNotFound:
                continue    # the array was faster

    def _between(self, name: str, task: Task) -> list[str]:
        """Return the snapshots that an online copy made between its volumes."""
        source, arrow, _ = task['name'].rpartition('->')
        between: list[str] = []
        if not arrow:
            return between
        volume = self.getVolume(name)
        while volume.get('copyOf') is not None and \
                len(between) < _LONGEST_CHAIN:
            parent = needed(volume, 'copyOf', str)
            if parent == source:
                return between
            between.append(parent)
            volume = self.getVolume(parent)
        return []

    def _wait_for_end(self, number: int, name: str) -> None:
        """Wait until a cancelled task has ended.

        :raises HTTPConflict: it was complete before it could be cancelled
        :raises Timeout: it has not ended in time
        :raises InvalidResponse: the array does not say how it has ended
        """
        task = self._wait_until(
            lambda: self.getTask(number),
            lambda task: self._has_ended(task, name), _CANCEL_SECONDS)
        if task is None:
            raise exceptions.Timeout(
                'task %d is still being cancelled; volume %s is left as it is'
                % (number, describe.value(name)))
        if task['status'] == self.TASK_DONE:
            raise exceptions.HTTPConflict(
                {'code': error_codes.number_of(
                    'INV_OPERATION_CANNOT_CANCEL_TASK'),
                 'desc': 'the copy was complete before it could be '
                 f'cancelled; volume {describe.value(name)} is left as it is'})

    def _has_ended(self, task: Task, name: str) -> bool:
        """Return whether a task has ended, if its status says so."""
        status = needed(task, 'status', int)
        if status not in (self.TASK_ACTIVE, self.TASK_DONE,
                          self.TASK_CANCELLED, self.TASK_FAILED):
            raise exceptions.InvalidResponse(
                f'the task has status {status}, which does not tell whether the copy '
                f'was complete; volume {describe.value(name)} is left as it is')
        return status != self.TASK_ACTIVE
