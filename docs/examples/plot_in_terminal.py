"""A week of a CPG in the terminal: makes docs/how-to/plot.txt.

::

    python docs/examples/plot_in_terminal.py docs/how-to/plot.txt
"""

import sys
from pathlib import Path

from hpe3parclient.console.plots import plot
from hpe3parclient.simulator import Clock, SimulatedArray, logged_in

#: Monday, 17 July 2017, noon: the plot is the same on every day.
NOON = 1_500_292_800


def main(path):
    """Plot a week of a simulated CPG into a file."""
    clock = Clock(NOON, running=False)
    with SimulatedArray(seed=4, clock=clock) as array, \
            logged_in(array) as client:
        client.createCPG('gold')
        text = plot(client.iterStatistics(
            'cpgstatistics', begin='7d', frequency='hourly',
            filters={'name': 'gold'}), 'IO.total', title='IO.total of gold',
            width=76, height=14)
    Path(path).write_text(text + '\n', 'utf-8')


if __name__ == '__main__':
    main(*sys.argv[1:])
