"""The check of the built documentation finds what it is there to find."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.docs import check_site

SIDEBAR = '<aside><div class="sidebar-tree">{links}</div></aside>'
GOOD = '<h1>Title</h1><p>What this page is about, <a href="{to}">more</a>.</p>'


def site(root: Path, **pages: str) -> list[str]:
    """The problems of a site with these pages, all in the sidebar."""
    links = ''.join(f'<a href="{name}.html">{name}</a>' for name in pages)
    for name, article in pages.items():
        (root / f'{name}.html').write_text(
            SIDEBAR.format(links=links) + f'<article>{article}</article>')
    built = {path.name: check_site.Page(path.read_text())
             for path in root.glob('*.html')}
    return [*check_site.broken_links(built, root),
            *check_site.unreachable(built), *check_site.poor_pages(built)]


def search(root: Path, *words: str) -> None:
    """Write the index of a search that finds these words."""
    (root / 'searchindex.js').write_text(''.join(
        f'"{word}":[[1,"a"]],' for word in words))


def test_a_good_site_has_no_problem(tmp_path: Path) -> None:
    assert site(tmp_path, index=GOOD.format(to='page.html'),
                page=GOOD.format(to='index.html')) == []
    search(tmp_path, *check_site.SEARCHED)
    assert check_site.main([str(tmp_path)]) == 0


@pytest.mark.parametrize('article, problem', [
    (GOOD.format(to='none.html'),
     'page.html: none.html: there is no such page'),
    (GOOD.format(to='index.html#none'),
     'page.html: index.html#none: the page has no such id'),
    (GOOD.format(to='index.html') + '<h3>Deep</h3>',
     'page.html: a heading of level 3 below one of 1'),
    (GOOD.format(to='index.html') + '<img src="a.png">',
     'page.html: a.png has no description'),
    (GOOD.format(to='index.html') + '<h1>Second</h1>', 'page.html: 2 titles'),
    ('<h1>Title</h1><table></table><a href="index.html">more</a>',
     'page.html: opens with <table>, not with a sentence'),
    (GOOD.format(to='#'), 'page.html: links to no other page'),
])
def test_a_problem_is_named(tmp_path: Path, article: str,
                            problem: str) -> None:
    assert site(tmp_path, index=GOOD.format(to='page.html'),
                page=article) == [problem]


def test_a_page_and_a_word_that_nobody_finds_are_named(
        tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    site(tmp_path, index=GOOD.format(to='index.html#a') + '<p id="a"></p>')
    (tmp_path / 'lost.html').write_text(
        f'<article>{GOOD.format(to="index.html")}</article>')
    search(tmp_path, *check_site.SEARCHED[1:])
    assert check_site.main([str(tmp_path)]) == 3
    assert capsys.readouterr().out == (
        'lost.html: not in the sidebar\n'
        'index.html: links to no other page\n'
        'search: no entry for 44\n')
