"""Random WSAPI requests about a few objects; often wrong ones."""

from __future__ import annotations

import random
from typing import Any

NAMES = ['a', 'b', 'c', 'd', 'e']


def random_request(dice: random.Random,
                   reduce: bool) -> tuple[str, str, Any]:
    """Any request; often a wrong one."""
    name, other = dice.choice(NAMES), dice.choice(NAMES)
    kind = {dice.choice(['tpvv', 'reduce'] if reduce
                        else ['tpvv', 'tdvv']): True}
    export = {'volumeName': dice.choice([name, 'set:a', 'set:b']),
              'hostname': dice.choice([other, 'set:a']),
              'lun': dice.randrange(4), 'autoLun': dice.random() < .5}
    size = dice.choice([0, 256, 1000, 50_000, 5_000_000, 100_000_000])
    return dice.choice([
        ('POST', '/cpgs', {'name': name, 'growthLimitMiB': size}),
        ('PUT', f'/cpgs/{name}', {'growthLimitMiB': size}),
        ('PUT', f'/cpgs/{name}', {'newName': other}),
        ('DELETE', f'/cpgs/{name}', None),
        ('POST', '/volumes', {'name': name, 'cpg': other, 'sizeMiB': size,
                              'snapCPG': dice.choice(NAMES), **kind}),
        ('POST', '/volumes', {'name': name, 'cpg': other, 'sizeMiB': size,
                              'expirationHours': 1, **kind}),
        ('PUT', f'/volumes/{name}', {'newName': other}),
        ('PUT', f'/volumes/{name}', {'snapCPG': other}),
        ('PUT', f'/volumes/{name}', {'action': 3, 'sizeMiB': size}),
        ('PUT', f'/volumes/{name}', {
            'action': 6, 'tuneOperation': 1, 'userCPG': other,
            'conversionOperation': dice.randrange(4),
            'keepVV': dice.choice([None, dice.choice(NAMES)])}),
        ('POST', f'/volumes/{name}', {
            'action': 'createPhysicalCopy', 'parameters': {
                'destVolume': other, 'saveSnapshot': dice.random() < .5}}),
        ('POST', f'/volumes/{name}', {
            'action': 'createPhysicalCopy', 'parameters': {
                'destVolume': other, 'online': True,
                'destCPG': dice.choice(NAMES), 'snapCPG': other, **kind}}),
        ('PUT', f'/volumes/{name}', {'action': dice.choice([1, 2, 5])}),
        ('PUT', f'/volumes/{name}', {'action': 4,
                                     'online': dice.random() < .3}),
        ('POST', f'/volumesets/{name}', {
            'action': 'createSnapshot', 'parameters': {
                'name': dice.choice(['s@count@', '@vvname@x', other])}}),
        ('POST', f'/volumesets/{name}', {
            'action': 'createPhysicalCopy', 'parameters': {
                'destVolume': other, 'saveSnapshot': dice.random() < .5}}),
        ('PUT', f'/volumesets/{name}', {'action': dice.randrange(3, 7)}),
        ('PUT', f'/tasks/{dice.randrange(1, 40)}', {'action': 1}),
        ('POST', f'/volumes/{name}', {
            'action': 'createSnapshot', 'parameters': {
                'name': other, 'readOnly': dice.random() < .5}}),
        ('DELETE', f'/volumes/{name}', None),
        ('POST', '/hosts', {'name': name, 'FCWWNs': [
            f'{dice.randrange(4):016X}']}),
        ('PUT', f'/hosts/{name}', {'pathOperation': dice.choice([1, 2]),
                                   'FCWWNs': [f'{dice.randrange(4):016X}']}),
        ('DELETE', f'/hosts/{name}', None),
        ('POST', '/hostsets', {'name': name, 'setmembers': [other]}),
        ('POST', '/volumesets', {'name': name, 'setmembers': [other]}),
        ('PUT', f'/hostsets/{name}', {'action': dice.choice([1, 2]),
                                      'setmembers': [other]}),
        ('PUT', f'/volumesets/{name}', {'action': dice.choice([1, 2]),
                                        'setmembers': [other]}),
        ('DELETE', f'/hostsets/{name}', None),
        ('DELETE', f'/volumesets/{name}', None),
        ('POST', '/vluns', export),
        ('DELETE', f"/vluns/{export['volumeName']},{export['lun']},"
                   f"{export['hostname']}", None)])
