"""The simulated array's command line.

``tcl`` reads a line as the real one does, ``interpreter`` finds the command,
one module per family carries it out on the same
:class:`~hpe3parclient.simulator.array.Array` that the web service shows.
``terminal`` plays the shell; :mod:`hpe3parclient.simulator.sshd` serves it.
"""
