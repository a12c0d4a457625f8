"""A week of a CPG: load and space, with pandas and matplotlib.

Makes the picture of docs/how-to/history.rst::

    python docs/examples/week_of_a_cpg.py docs/_static/week-of-a-cpg.png
"""

import sys

import matplotlib as mpl

mpl.use('Agg')      # no screen is needed

import matplotlib.pyplot as plt
import pandas

from hpe3parclient.simulator import Clock, SimulatedArray, logged_in

#: Monday, 17 July 2017, noon: the picture is the same on every day.
NOON = 1_500_292_800


def frame(client, component, **options):
    """Samples as a table: a row for each time, a column for each figure."""
    samples = client.iterStatistics(component, begin='7d', datetimes=True,
                                    **options)
    return pandas.json_normalize(list(samples)).set_index('sampleTime')


def picture(client, name, path):
    """Draw a week of a CPG into a file."""
    load = frame(client, 'cpgstatistics', frequency='hourly',
                 filters={'name': name})
    space = frame(client, 'cpgspacedata', frequency='hourly',
                  filters={'name': name})
    figure, (upper, lower) = plt.subplots(2, sharex=True, figsize=(7.2, 4))
    load[['IO.read', 'IO.write']].plot.area(ax=upper, linewidth=0)
    upper.set(ylabel='I/O per second', title=f'CPG {name}')
    (space['usedSpace.totalMiB'] / 1024).plot(ax=lower)
    lower.set(ylabel='used, GiB', xlabel='')
    figure.tight_layout()
    figure.savefig(path, dpi=100)
    plt.close(figure)


def main(path):
    """Draw a week of a simulated CPG."""
    clock = Clock(NOON, running=False)
    with SimulatedArray(seed=4, clock=clock) as array, \
            logged_in(array) as client:
        client.createCPG('gold')
        client.createVolume('orders', 'gold', 500 * 1024, {'tpvv': True})
        array.state.write('orders', 300 * 1024)
        picture(client, 'gold', path)


if __name__ == '__main__':
    main(*sys.argv[1:])
