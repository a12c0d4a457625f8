"""The simulated array's command line.

``tcl`` reads a line as the real one does and ``interpreter`` finds the
command. ``commands`` is what every command is declared with, ``listing`` and
``tables`` print its tables, ``rights`` says which role may run it. One module
per family carries commands out on the same
:class:`~hpe3parclient.simulator.array.Array` that the web service shows.
``terminal`` plays the shell; :mod:`hpe3parclient.simulator.sshd` serves it.
"""
