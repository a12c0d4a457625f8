"""The tools have an environment of their own: ``tox -e tools``.

Elsewhere these tests are not collected; with ``TOOLS`` in the environment a
tool that is missing is an error.
"""

from __future__ import annotations

import importlib.util
import os

_TOOLS = ('responses', 'requests_mock', 'vcr', 'betamax', 'opentelemetry',
          'sentry_sdk', 'prometheus_client', 'gevent', 'celery', 'distributed',
          'pandas', 'matplotlib', 'plotext')

collect_ignore = [] if 'TOOLS' in os.environ or all(
    importlib.util.find_spec(name) for name in _TOOLS) else [
        'test_tools.py', 'test_frameworks.py', 'test_history.py']
