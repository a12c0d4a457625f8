"""The whole state of simulated arrays as a JSON document, and back.

``codec`` turns dataclasses into JSON values by their types, ``form`` says
what a document is made of, ``writer`` fills one from arrays, ``checks``
refuses what does not fit together, ``derived`` works out what follows from
the rest, ``reader`` gives it all to arrays, ``files`` keeps it on a disk.

What is not in a document: who may log in (users, passwords, roles), who is
logged in (sessions), secrets of CHAP, what arrived (records), and how the
service behaves (faults).
"""

from .codec import BrokenState
from .files import read_state, write_state
from .form import FORMAT, VERSION
from .reader import arrays_of, restore
from .writer import Document, snapshot

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
