"""The page for people who come from 4.x names every kind of difference."""

from __future__ import annotations

import json
import re

from tests.docs.pages import ROOT

PAGE = ROOT / 'docs' / 'how-to' / 'migrate.rst'
DIFFERENCES = ROOT / 'tests' / 'published' / 'differences.json'


def test_every_kind_of_difference_is_linked_from_the_page() -> None:
    kinds = {reason['id'] for reason in json.loads(
        DIFFERENCES.read_text('utf-8'))['reasons']}
    linked = set(re.findall(r'<difference-([a-z-]+)>`', PAGE.read_text('utf-8')))
    assert linked == kinds
