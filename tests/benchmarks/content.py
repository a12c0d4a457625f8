"""What the benchmark's array has: volumes, as text prepared beforehand.

It knows what an answer looks like and what a right one holds, so that the
server and those who check the results mean the same. It opens no connection.
"""

import json

#: what one thing is called that is asked for by name
NAME = 'data-00042'

#: members of the body of a volume's creation
NEW = {'name': 'data-new', 'cpg': 'SSD_r6', 'sizeMiB': 10240, 'tpvv': True}

#: Volumes in one chunk of a list. How many an array sends nobody published.
PER_CHUNK = 16

PROMPT = 'bench-array cli% '

PATCHES = ('InstallTime,Id,Package,Version\r\n'
           '2013-08-21 18:06:45 PDT,MU2,Complete,3.1.2.422\r\n'
           '2013-10-10 15:20:05 PDT,MU3,Complete,3.1.2.484\r\n'
           '2014-03-26 13:59:42 PDT,GA,Complete,3.1.3.202\r\n'
           '2014-06-06 14:46:56 PDT,MU1,Complete,3.1.3.230\r\n')

#: lines of the long command
LINES = 5000


def volume(number):
    """A volume as an array describes it, about 1.3 KB of text."""
    space = {'reservedMiB': 10240, 'rawReservedMiB': 13653,
             'usedMiB': number % 10240, 'freeMiB': 10240 - number % 10240}
    none = dict.fromkeys(space, 0)
    return {
        'id': number, 'name': f'data-{number:05d}',
        'shortName': f'data-{number:05d}', 'deduplicationState': 2,
        'compressionState': 2, 'provisioningType': 2, 'copyType': 1,
        'baseId': number, 'readOnly': False, 'state': 1,
        'failedStates': [], 'degradedStates': [], 'additionalStates': [],
        'adminSpace': none, 'snapshotSpace': none, 'userSpace': space,
        'totalReservedMiB': 10240, 'totalUsedMiB': number % 10240,
        'sizeMiB': 102400, 'hostWriteMiB': number % 10240,
        'wwn': f'60002AC0000000000{number:015X}',
        'creationTimeSec': 1700000000 + number,
        'creationTime8601': '2026-11-23T12:00:00+01:00',
        'ssSpcAllocWarningPct': 0, 'ssSpcAllocLimitPct': 0,
        'usrSpcAllocWarningPct': 0, 'usrSpcAllocLimitPct': 0,
        'policies': {'staleSS': True, 'oneHost': False, 'zeroDetect': True,
                     'system': False, 'caching': True, 'fsvc': False,
                     'hostDIF': 1},
        'userCPG': 'SSD_r6', 'snapCPG': 'SSD_r6',
        'uuid': f'b737a583-3635-49c4-2c5a-{number:012x}',
        'udid': number, 'capacityEfficiency': {'compaction': 27.5},
        'rcopyStatus': 1, 'comment': 'made for Müller & Söhne',
        'links': [{'href': 'https://array:8080/api/v1/volumespacedistribution'
                           f'/data-{number:05d}',
                   'rel': 'volumeSpaceDistribution'}],
    }


def text_of(value):
    """JSON as an array writes it: UTF-8, no blanks."""
    return json.dumps(value, ensure_ascii=False,
                      separators=(',', ':')).encode()


def chunks(count):
    """The list of so many volumes, as the chunks of an answer."""
    pieces = [b'{"total":%d,"members":[' % count]
    for start in range(0, count, PER_CHUNK):
        members = b','.join(text_of(volume(number)) for number in range(
            start, min(start + PER_CHUNK, count)))
        pieces.append((b',' if start else b'') + members)
    return [*pieces, b'],"links":[]}']


def outline(result):
    """What tells a right result from a wrong one, small enough to compare."""
    if isinstance(result, dict) and 'members' in result:
        members = result['members']
        return [len(members), result['total'], members[0]['name'],
                members[-1]['wwn'], members[-1]['comment']]
    if isinstance(result, dict):
        return [len(result), result['name'], result['wwn'],
                result['comment']]
    if isinstance(result, list):
        lines = [line.rstrip('\r\n') for line in result]
        return [len(lines), lines[0], lines[-1]]
    return result
