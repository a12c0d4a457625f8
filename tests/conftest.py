"""What every test run shares.

Tests import each other's helpers as ``tests.support``; the root of the tree
is put last on the path, so that an installed wheel is what they test.
"""

from __future__ import annotations

import sys
from pathlib import Path

from hypothesis import settings

sys.path.append(str(Path(__file__).parents[1]))

# Time limits for an example would fail on a slow machine and prove nothing.
settings.register_profile('project', deadline=None)
settings.load_profile('project')
