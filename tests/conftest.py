"""What every test run shares: how hypothesis behaves on a busy machine."""

from __future__ import annotations

from hypothesis import settings

# Time limits for an example would fail on a slow machine and prove nothing.
settings.register_profile('project', deadline=None)
settings.load_profile('project')
