"""Each method and each type has a place in the reference, methods an example."""

from __future__ import annotations

import re

from hpe3parclient import options, types
from hpe3parclient.client import HPE3ParClient
from tests.docs.pages import ROOT
from tests.support.documented import shapes

PAGES = ROOT / 'docs' / 'reference' / 'client'

_METHOD = re.compile(
    r'^\.\. automethod:: hpe3parclient\.client\.HPE3ParClient\.(\w+)\n'
    r'((?:\n|[ ]+.*\n)*)', re.MULTILINE)

#: What shows a call of the method: the prompt of a doctest, or a block.
_EXAMPLE = re.compile(r'>>> |\.\. code-block:: python')


def described() -> list[tuple[str, str]]:
    """The methods on the pages, each with what follows its name."""
    return [match for page in sorted(PAGES.glob('*.rst'))
            for match in _METHOD.findall(page.read_text('utf-8') + '\n')]


def methods() -> set[str]:
    """The public methods that the resources bring."""
    return {name for name in dir(HPE3ParClient)
            if not name.startswith('_') and name not in vars(HPE3ParClient)
            and callable(getattr(HPE3ParClient, name))}


def test_every_method_is_described_once() -> None:
    assert sorted(name for name, _ in described()) == sorted(methods())


def test_every_method_has_an_example_that_calls_it() -> None:
    assert [name for name, text in described()
            if not (_EXAMPLE.search(text) and f'.{name}(' in text)] == []


def test_every_page_is_listed() -> None:
    listed = re.findall(r'^   client/([\w-]+)$', (
        ROOT / 'docs' / 'reference' / 'client.rst').read_text('utf-8'),
        re.MULTILINE)
    assert sorted(listed) == sorted(page.stem for page in PAGES.glob('*.rst'))


def test_every_section_of_the_types_has_a_page() -> None:
    pages = {
        page.stem: re.findall(r':section: (.+)', page.read_text('utf-8'))
        for page in sorted((PAGES.parent / 'types').glob('*.rst'))}
    sections = {shape.section for shape in shapes(types).values()}
    assert {re.sub(r'\W+', '-', section.lower()): [section]
            for section in sections} == pages


def test_every_page_of_types_is_listed() -> None:
    listed = re.findall(r'^   types/([\w-]+)$', (
        PAGES.parent / 'types.rst').read_text('utf-8'), re.MULTILINE)
    assert sorted(listed) == sorted(
        page.stem for page in (PAGES.parent / 'types').glob('*.rst'))


#: Classes that only hold the required members of another.
_PARTS = {'GroupTargetRequired'}


def test_every_type_of_options_has_a_table_on_a_page_with_its_methods() -> None:
    tables = [name for page in sorted(PAGES.parent.rglob('*.rst'))
              for names in re.findall(r'^   :classes: ((?:.+\n)+)',
                                      page.read_text('utf-8'), re.MULTILINE)
              for name in names.split()]
    assert sorted(tables) == sorted(set(shapes(options)) - _PARTS)
