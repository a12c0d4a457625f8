"""The whole state of simulated arrays as a JSON document, and back.

``codec`` turns dataclasses into JSON values by their types, ``form`` says
what a document is made of, ``writer`` fills one from arrays, ``checks``
refuses what does not fit together, ``derived`` works out what follows from
the rest, ``reader`` gives it all to arrays, ``files`` keeps it on a disk.

What is not in a document: who may log in (users, passwords, roles), who is
logged in (sessions), secrets of CHAP, what arrived (records), and how the
service behaves (faults).
"""

from hpe3parclient.simulator.persistence.codec import BrokenState
from hpe3parclient.simulator.persistence.files import read_state, write_state
from hpe3parclient.simulator.persistence.form import FORMAT, VERSION
from hpe3parclient.simulator.persistence.reader import arrays_of, restore
from hpe3parclient.simulator.persistence.writer import Document, snapshot

__all__ = [
    'FORMAT',
    'VERSION',
    'BrokenState',
    'Document',
    'arrays_of',
    'read_state',
    'restore',
    'snapshot',
    'write_state',
]
