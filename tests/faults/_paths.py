"""Lets a campaign that runs as a program find what it is made of.

Import it first; under pytest all of this is known already.
"""

import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent.parent

sys.path.extend([str(ROOT), str(HERE.parent / 'support'),
                 str(HERE.parent / 'benchmarks')])
