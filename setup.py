"""How the distribution is built.

This file knows what the package needs and what it is made of. It reads the
version from the package's text and never imports the package: at build time
nothing that the package imports has to be installed.
"""

import re
from pathlib import Path

from setuptools import find_packages, setup

HERE = Path(__file__).parent


def version() -> str:
    """The version that hpe3parclient/__init__.py states."""
    text = (HERE / 'hpe3parclient' / '__init__.py').read_text('utf-8')
    found = re.search(r"^version = '([^']+)'$", text, re.MULTILINE)
    if found is None:
        raise RuntimeError('hpe3parclient/__init__.py states no version')
    return found.group(1)


REQUIRED = [
    # >= 2.30: the first that works with urllib3 2.
    # != 2.32.0, 2.32.1: they ignore a prepared TLS context, and so a CA file.
    # < 3: a new major release may change the adapter we build on.
    'requests>=2.30,!=2.32.0,!=2.32.1,<3',
    # >= 2.2.3: the first that closes the socket of a proxy's tunnel that
    #   failed, on Python before 3.11.4. (1.26 gives TLS no server name for a
    #   URL with an address, such as https://10.0.0.5, so a context that checks
    #   names refuses it.)
    # < 3: a new major release may change pools and TLS contexts.
    'urllib3>=2.2.3,<3',
    # >= 2.12: the last 2.x; it signs with rsa-sha2, which newer arrays want,
    #   and still knows what the oldest arrays offer.
    # < 5: paramiko 5 dropped SHA-1 key exchange and ssh-rsa signatures, so
    #   3PAR arrays that offer nothing else would be out of reach.
    'paramiko>=2.12,<5',
]

SIMULATOR = [
    # Flask routes; 3.0 is the first that asks for the Werkzeug it runs with.
    'flask>=3.0,<4',
    # cheroot serves HTTP/1.1 with TLS; 10 ended its dependence on six.
    'cheroot>=10.0,<12',
    # trustme makes the certificates; 1.2 makes expired ones, too.
    'trustme>=1.2,<2',
]

SPEED = [
    # orjson reads long lists faster; 3.9 is the first for Python 3.12.
    'orjson>=3.9,<4',
]

PROGRESS = [
    # tqdm draws the bar of waitForTask; before 4.66.2 it calls what Python
    # 3.12 deprecated.
    'tqdm>=4.66.2,<5',
]

CONFIG = [
    # Python 3.11 reads TOML itself, as tomllib; tomli is the same for older
    # ones. 2.0 is the first that takes binary files only, as tomllib does.
    'tomli>=2.0,<3; python_version < "3.11"',
]

KEYRING = [
    *CONFIG,
    # keyring asks the system's store of passwords; 25 is the major release
    # that was tried.
    'keyring>=25,<26',
]

PLOTS = [
    # plotext draws in the terminal. 5.3.2 is the first whose plots have no
    # colours with the theme 'clear'; 6 has other functions.
    'plotext>=5.3.2,<6',
]

TYPES = [
    *SPEED,
    # mypy 1.19 is the last release that checks for Python 3.9.
    'mypy>=1.11,<1.20',
    # pyright is what editors complete with; 1.1.410 is the first whose stubs of
    # requests and paramiko leave no type open. It is written in JavaScript:
    # the extra brings Node.js along.
    'pyright[nodejs]>=1.1.410,<1.2',
    'types-paramiko>=3.4,<5',
    'types-requests>=2.31',
]

TEST = [
    *SIMULATOR,
    *KEYRING,
    *SPEED,
    *PROGRESS,
    # rich draws the bar where tqdm is not there.
    'rich>=13.7,<16',
    # a test asks mypy whether answers have types
    *TYPES,
    'build>=1.0,<2',
    # 7.10 measures the processes that tests start, too; pytest-cov 7.0 asks
    # for 7.10.6.
    'coverage[toml]>=7.10.6,<8',
    'hypothesis>=6.100,<7',
    # pyperf measures in tests/benchmarks; 2.7 is the first for Python 3.13.
    'pyperf>=2.7,<3',
    'pytest>=8.3,<10',
    'pytest-cov>=7.0,<8',
    # pytest-xdist shares the tests among processes; 3.6.1 is the first whose
    # workers run every test in their main thread, where signals arrive.
    'pytest-xdist>=3.6.1,<4',
    # 6.1 is the first that knows licences as SPDX expressions.
    'twine>=6.1,<8',
]

TOOLS = [
    # What docs/how-to/tools.rst shows, in the releases that were tried: each
    # replaces or watches parts of requests, urllib3 or http.client.
    'betamax>=0.9,<1',
    'opentelemetry-instrumentation-requests>=0.50b0',
    'opentelemetry-instrumentation-urllib3>=0.50b0',
    'opentelemetry-sdk>=1.29,<2',
    'prometheus-client>=0.20,<1',
    'requests-mock>=1.12,<2',
    'responses>=0.25,<1',
    'sentry-sdk>=2.20,<3',
    # 7.0 is the first for urllib3 2 alone.
    'vcrpy>=7.0,<10',
    # What docs/how-to/frameworks.rst shows.
    'celery>=5.4,<6',
    'distributed>=2024.8',
    'gevent>=24.2',
    'pandas>=2.2,<4',
    # What docs/how-to/history.rst shows; matplotlib 3.9 is the first built
    # for numpy 2, which pandas 3 needs.
    *PLOTS,
    'matplotlib>=3.9,<4',
]

DOCS = [
    *SIMULATOR,
    'furo>=2024.1.29',
    'sphinx>=7.4,<10',
]

LINT = [
    # ruff finds mistakes and checks layout; 0.15 is the first with all of the
    # rules in pyproject.toml, and a new minor release may add to them.
    'ruff>=0.15,<0.18',
]

CHANGES = [
    # towncrier gathers changes.d; 24.8 is the first that ignores files by name.
    'towncrier>=24.8,<27',
]

AUDIT = [
    *LINT,
    # pip-audit asks for known weaknesses of what is installed.
    'pip-audit>=2.7,<3',
]

DEV = [
    *TEST,
    *DOCS,
    *LINT,
    *CHANGES,
    # pre-commit runs checks on what is about to be committed.
    'pre-commit>=3.5,<5',
    # tox runs every check in an environment of its own; a new major release
    # may read tox.ini in another way.
    'tox>=4.11,<5',
]

setup(
    name='python-3parclient',
    version=version(),
    description='Client for HPE 3PAR, Primera and Alletra storage arrays',
    long_description=(HERE / 'README.rst').read_text('utf-8'),
    long_description_content_type='text/x-rst',
    license_expression='Apache-2.0',
    license_files=['LICENSE'],
    author='The python-3parclient developers',
    keywords=['3par', 'primera', 'alletra', 'wsapi', 'storage', 'san'],
    packages=find_packages(include=['hpe3parclient', 'hpe3parclient.*']),
    package_data={'hpe3parclient': ['py.typed']},
    include_package_data=False,
    entry_points={
        # Fixtures for the tests of programs; see docs/how-to/testing.rst.
        'pytest11': ['hpe3par = hpe3parclient.pytest_plugin'],
        # The same as python -m hpe3parclient; shells complete its arguments.
        'console_scripts': ['hpe3parclient = hpe3parclient.__main__:main'],
    },
    zip_safe=False,
    python_requires='>=3.9',
    install_requires=REQUIRED,
    extras_require={
        'simulator': SIMULATOR,
        'speed': SPEED,
        'progress': PROGRESS,
        'config': CONFIG,
        'keyring': KEYRING,
        'plots': PLOTS,
        'test': TEST,
        'types': TYPES,
        'tools': TOOLS,
        'docs': DOCS,
        'lint': LINT,
        'changes': CHANGES,
        'audit': AUDIT,
        'dev': DEV,
    },
    classifiers=[
        'Development Status :: 5 - Production/Stable',
        'Environment :: Console',
        'Framework :: Pytest',
        'Intended Audience :: Developers',
        'Intended Audience :: System Administrators',
        'Natural Language :: English',
        'Operating System :: OS Independent',
        'Programming Language :: Python :: 3',
        'Programming Language :: Python :: 3 :: Only',
        'Programming Language :: Python :: 3.9',
        'Programming Language :: Python :: 3.10',
        'Programming Language :: Python :: 3.11',
        'Programming Language :: Python :: 3.12',
        'Programming Language :: Python :: 3.13',
        'Programming Language :: Python :: Implementation :: CPython',
        'Topic :: Software Development :: Libraries :: Python Modules',
        'Topic :: Software Development :: Testing :: Mocking',
        'Topic :: System :: Hardware',
        'Topic :: System :: Systems Administration',
        'Typing :: Typed',
    ],
)
