"""The twin: a real array's configuration, kept in a file.

``capture`` reads an array, ``document`` is the file it writes. This package
needs only the client; what serves a capture needs the extra ``simulator``.
"""

from hpe3parclient.twin.capture import Progress, capture
from hpe3parclient.twin.document import BrokenCapture, Capture

__all__ = ['BrokenCapture', 'Capture', 'Progress', 'capture']
