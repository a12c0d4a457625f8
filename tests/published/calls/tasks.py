"""Tasks and schedules."""

from tests.published.calls.recorder import Recorder

calls = Recorder()
MODELS = ('3par-3.1.3', 'primera-4.x', 'alletra-mp')

calls.getAllTasks()
calls.empty.getAllTasks()
for model in MODELS:
    calls.on(model).getAllTasks()
    calls.on(model).getTask(3)
calls.forms.getTask(3)
for number in (1, 2, 4, 5, 999, 0, -1, '3', 3.0, 'nonsense', None,
               2 ** 40):
    calls.getTask(number)
calls.getTask()
for recorder in (calls, calls.ssh):
    for name in ('target', 'online', 'missing'):
        recorder.call('_findTask', name)
        recorder.call('_findTask', name, active=False)

SNAPSHOT = 'createsv -ro snap base'
for recorder in (calls, calls.ssh, calls.ssh.on('primera-4.x')):
    recorder.getSchedule('sched1')
    recorder.getSchedule('missing')
    recorder.getScheduleStatus('sched1')
    recorder.createSchedule('new', SNAPSHOT, '@hourly')
    recorder.createSchedule('new', SNAPSHOT, 'hourly')
    recorder.suspendSchedule('sched1')
    recorder.resumeSchedule('sched1')
    recorder.modifySchedule('sched1', {'newName': 'renamed'})
    recorder.deleteSchedule('sched1')
over_ssh = calls.ssh
over_ssh.forms.getSchedule('sched1')
over_ssh.forms.getScheduleStatus('missing')
over_ssh.empty.getSchedule('sched1')
over_ssh.empty.getScheduleStatus('sched1')
over_ssh.forms.createSchedule('new', SNAPSHOT, '"0 * * * *"')
over_ssh.createSchedule('new', SNAPSHOT, '0 * * * *')
over_ssh.createSchedule('sched1', SNAPSHOT, '@hourly')
over_ssh.createSchedule('new', SNAPSHOT, 'nonsense')
over_ssh.createSchedule('new', 'showversion', '@hourly')
over_ssh.createSchedule('bad;name', SNAPSHOT, '@hourly')
over_ssh.forms.suspendSchedule('missing')
over_ssh.forms.resumeSchedule('missing')
over_ssh.after('suspendSchedule', 'sched1').resumeSchedule('sched1')
over_ssh.after('suspendSchedule', 'sched1').suspendSchedule('sched1')
over_ssh.after('suspendSchedule', 'sched1').getScheduleStatus('sched1')
over_ssh.forms.modifySchedule('sched1', {'taskFrequency': '@daily'})
over_ssh.modifySchedule('sched1', {'newName': 'renamed',
                                   'taskFrequency': '0 1 * * *'})
over_ssh.modifySchedule('sched1', {})
over_ssh.modifySchedule('sched1', {'nonsense': 1})
over_ssh.modifySchedule('missing', {'newName': 'renamed'})
over_ssh.forms.deleteSchedule('missing')
for method in ('getSchedule', 'getScheduleStatus', 'createSchedule',
               'suspendSchedule', 'resumeSchedule', 'modifySchedule',
               'deleteSchedule'):
    calls.call(method)
