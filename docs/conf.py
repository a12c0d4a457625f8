"""How Sphinx builds the documentation.

Everything that can be read from the code is: the version, the classes, the
constants, the table of error numbers. Warnings are errors, and so are
references that lead nowhere (``-n -W``).
"""

import sys
from pathlib import Path

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE / '_ext'))

import hpe3parclient  # noqa: E402  the path comes first

project = 'python-3parclient'
author = 'The python-3parclient developers'
copyright = '2026, ' + author  # noqa: A001  Sphinx wants this name
release = hpe3parclient.version
version = '.'.join(release.split('.')[:2])

extensions = ['sphinx.ext.autodoc', 'differences', 'error_links', 'generated',
              'member_tables', 'narrow_tables', 'signatures', 'unique_names']
exclude_patterns = ['_build']
default_role = 'py:obj'
nitpicky = True
# Other projects' objects, named in our signatures; the build asks nobody on
# the network where they are documented.
nitpick_ignore_regex = [
    (r'py:.*',
     r'(ssl|os|re|time|datetime|pathlib|collections|multiprocessing|requests|urllib3|paramiko'
     r'|flask)(\..*)?'),
    # what a request is made of beneath the public classes
    (r'py:class', r'hpe3parclient\.web\.(request\.(Request|Outcome)|'
     r'transport\.Incoming)'),
    # type variables, which have no documentation
    (r'py:class', r'hpe3parclient\.(pool|waiters|client|web\.readonly)\.'
     r'(Item|Result|T|Client)'),
]

autodoc_member_order = 'bysource'
autodoc_typehints = 'signature'
autodoc_typehints_format = 'short'
add_module_names = False
toc_object_entries_show_parents = 'hide'
python_use_unqualified_type_names = True
python_maximum_signature_line_length = 79

html_theme = 'furo'
html_title = 'python-3parclient %s' % release
html_static_path = ['_static']
html_css_files = ['tables.css']
html_search_scorer = str(HERE / '_ext' / 'search_scorer.js')
html_copy_source = False
html_show_sourcelink = False
