"""The array as a whole, patches, helpers for the command line's output."""

from tests.published.calls.recorder import Recorder

calls = Recorder()
MODELS = ('3par-3.1.3', '3par-3.2.2', 'primera-4.x', 'alletra-9000',
          'alletra-mp')

for recorder in (calls, calls.empty, calls.stranger,
                 *(calls.on(model) for model in MODELS),
                 calls.stranger.on('alletra-mp')):
    recorder.getWsApiVersion()
    recorder.getWSAPIConfigurationInfo()
    recorder.getStorageSystemInfo()
    recorder.getOverallSystemCapacity()
    recorder.is_primera_array()
    recorder.after('getWsApiVersion').is_primera_array()
for recorder in (calls, calls.ssh, calls.ssh.on('primera-4.x')):
    recorder.getPatches()
    recorder.getPatches(True)
    recorder.getPatches(history=False)
    recorder.getPatch('MU2')
    recorder.getPatch('missing')
calls.ssh.forms.getPatches(False)
calls.ssh.forms.getPatch('P05')
calls.getPatch()

calls.forms.check_response(['first', 'Error: no such thing'])
for lines in ([], ['all is well'], ['invalid option'], ['Invalid'],
              ['', ' error '], None, 'error'):
    calls.check_response(lines)
calls.check_response()
calls.forms.check_response_for_admittarget(['fine'], 'target1')
for lines in ([], ['Error'], ['target is already in this group.'],
              ['Target system target1 could not be contacted'],
              ['Target target1 is not up and ready'],
              ['must specify a mapping'], ['no target'], ['not exist']):
    calls.check_response_for_admittarget(lines, 'target1')
calls.check_response_for_admittarget([])
TABLE = ['Id,Name,-----,Comment', '1,first,x,a', '2,second,y,',
         '----', '2,total,,']
calls.forms.convert_cli_output_to_wsapi_format(TABLE)
for lines in ([], ['Id,Name'], ['Id,Name', '1,a'], ['a'], [''],
              ['Id,Name', '1'], ['No schedules listed'],
              ['InstallTime,Id,Package,Version',
               '2013-08-21 18:06:45 PDT,MU2,Complete,3.1.2.422']):
    calls.convert_cli_output_to_wsapi_format(lines)
calls.convert_cli_output_to_wsapi_format()
calls.call('_convert_cli_output_to_collection_like_wsapi', TABLE)
calls.call('_convert_cli_output_to_collection_like_wsapi', [])
calls.call('_mergeDict', {'a': 1}, {'b': 2})
calls.call('_mergeDict', {'a': 1}, {'a': 2})
calls.call('_mergeDict', {}, {})
calls.call('_get_next_word', 'Id: 5 Name: x', 'Name:')
calls.call('_get_next_word', 'Id: 5', 'Name:')
calls.call('_getProtocolPorts', 2)
calls.call('_getProtocolPorts', 1, 4)
calls.ssh.call('_run', ['showversion'])
calls.ssh.call('_run', ['showversion', '\r'])
calls.ssh.call('_run', ['nonsense'])
calls.ssh.call('_run', ['removevlun', '-f', 'exported', '1', 'fchost'])
calls.ssh.call('_run', ['showvv', 'missing'])
calls.ssh.call('_run', ['showpatch', '-hist'])
calls.ssh.call('_run', ['echo', 'a;b'])
calls.ssh.call('_run', [])
calls.call('_run', ['showversion'])
calls.ssh.call('ssh.run', ['showversion'])
calls.ssh.call('ssh.run', ['showversion'], multi_line_stripper=True)
calls.ssh.call('ssh.run', ['showversion', '$(reboot)'])
