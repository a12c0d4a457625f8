"""The twin: a real array's configuration, kept in a file.

``capture`` reads an array, ``document`` is the file it writes, ``anonymise``
replaces what names an organisation in it, ``compare`` says where it differs from
what is simulated. All but the last need only the client.
"""

from hpe3parclient.twin.anonymise import anonymise, turn_back
from hpe3parclient.twin.capture import CaptureProgress, capture
from hpe3parclient.twin.compare import Comparison, Finding, compare
from hpe3parclient.twin.document import BrokenCapture, Capture

__all__ = ['BrokenCapture', 'Capture', 'CaptureProgress', 'Comparison', 'Finding',
           'anonymise', 'capture', 'compare', 'turn_back']
