"""Ask for known weaknesses in what the package installs.

Only what python-3parclient with its extras `simulator` and `speed` needs is
asked about, in the versions that are installed here; not the tools around it.
A package that the advisory service does not know counts as a failure: nobody
should take silence for an answer. Options go to pip-audit, `-s osv` say.
"""

import subprocess
import sys
import tempfile
from importlib import metadata
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Requirement('python-3parclient[simulator,speed]')


def closure(root: Requirement) -> dict[str, str]:
    """The version of everything a requirement needs, itself left out."""
    found: dict[str, str] = {}
    waiting = [root]
    done = set()
    while waiting:
        wanted = waiting.pop()
        name = canonicalize_name(wanted.name)
        extras = sorted(wanted.extras) or ['']
        for extra in extras:
            if (name, extra) in done:
                continue
            done.add((name, extra))
            found[name] = metadata.version(name)
            for text in metadata.requires(name) or ():
                needed = Requirement(text)
                if needed.marker is None or needed.marker.evaluate(
                        {'extra': extra}):
                    waiting.append(needed)
    del found[canonicalize_name(root.name)]
    return found


def main() -> int:
    """Hand over to pip-audit.

    :returns: its exit status
    """
    lines = [f'{name}=={version}\n'
             for name, version in sorted(closure(ROOT).items())]
    print(f'{len(lines)} packages:', *(line.strip() for line in lines))
    with tempfile.TemporaryDirectory() as folder:
        where = Path(folder, 'requirements.txt')
        where.write_text(''.join(lines), 'utf-8')
        return subprocess.call(
            [sys.executable, '-m', 'pip_audit', '--strict', '--no-deps',
             '--disable-pip', '--progress-spinner', 'off', '-r', str(where),
             *sys.argv[1:]])


if __name__ == '__main__':
    sys.exit(main())
