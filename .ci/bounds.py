"""The lower end of every range in setup.py, as constraints for pip.

`python .ci/bounds.py FILE` writes them. Bounds are read from the text of
setup.py, so that there is no second list to forget; setup.py is not run.
"""

import ast
import re
import sys
from pathlib import Path

SETUP = Path(__file__).resolve().parent.parent / 'setup.py'

#: a name, extras perhaps, and the version that a range begins with
_RANGE = re.compile(r'([A-Za-z0-9._-]+)(?:\[[a-z,]+\])?>=([0-9.]+)')


def ranges(text: str) -> 'dict[str, str]':
    """What setup.py asks for, by name: the lowest version of each.

    :raises ValueError: a requirement has no lower end
    """
    found = {}
    for node in ast.parse(text).body:
        if not (isinstance(node, ast.Assign)
                and isinstance(node.value, ast.List)):
            continue
        for item in node.value.elts:
            if isinstance(item, ast.Starred):
                continue
            wanted = ast.literal_eval(item)
            match = _RANGE.match(wanted)
            if match is None:
                raise ValueError(f'{wanted} has no lower end')
            found[match[1]] = match[2]
    return found


def main() -> int:
    """Write the file that is named on the command line."""
    where, = sys.argv[1:]
    lowest = ranges(SETUP.read_text('utf-8'))
    # Stubs are numbered after what they describe, and by the day.
    lines = [f'{name}=={version}' + '.*' * name.startswith('types-')
             for name, version in sorted(lowest.items())]
    Path(where).write_text('\n'.join(lines) + '\n', 'utf-8')
    print('\n'.join(lines))
    return 0


if __name__ == '__main__':
    sys.exit(main())
