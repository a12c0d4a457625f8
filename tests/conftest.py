"""What every test run shares.

Tests import each other's helpers as ``tests.support``; the root of the tree
is put last on the path, so that an installed wheel is what they test.
"""

from __future__ import annotations

import sys
from pathlib import Path

from hypothesis import HealthCheck, settings

sys.path.append(str(Path(__file__).parents[1]))

# Time limits would fail on a slow machine and prove nothing; and every run
# tries the same examples, as it does where CI is set.
settings.register_profile(
    'project', deadline=None, derandomize=True, database=None,
    suppress_health_check=[HealthCheck.too_slow])
settings.load_profile('project')
