"""The twin: a real array's configuration, kept in a file.

``capture`` reads an array, ``document`` is the file it writes, ``anonymise``
replaces what names an organisation in it, ``compare`` says where it differs from
what is simulated. ``rehearse`` lets a
program work on a twin first. The last two need the extra ``simulator``.
"""

from hpe3parclient.twin.anonymise import anonymise, turn_back
from hpe3parclient.twin.capture import CaptureProgress, capture
from hpe3parclient.twin.compare import Comparison, Finding, compare
from hpe3parclient.twin.document import BrokenCapture, Capture
from hpe3parclient.twin.plan import Plan
from hpe3parclient.twin.rehearse import rehearse
from hpe3parclient.twin.steps import ArrayChanged, UnexpectedOutput, WrongArray

__all__ = ['ArrayChanged', 'BrokenCapture', 'Capture', 'CaptureProgress',
           'Comparison', 'Finding', 'Plan', 'UnexpectedOutput', 'WrongArray',
           'anonymise', 'capture', 'compare', 'rehearse', 'turn_back']
