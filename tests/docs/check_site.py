"""Check the built site: what Sphinx does not warn about.

    python tests/docs/check_site.py docs/_build/html

A link within the site leads to a page and to an id on it; the sidebar of the
front page leads to every page; a page has one title, skips no level of headings,
opens with a sentence, and links to another page; a picture has a description; the
search finds what people type. Each violation is printed, and the exit status is
their number, 99 at most.
"""

from __future__ import annotations

import posixpath
import sys
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urlsplit

#: Pages that Sphinx makes of the others.
MADE = frozenset({'genindex.html', 'py-modindex.html', 'search.html'})

#: What a search has to find by an entry of the index: Sphinx's search of texts
#: ignores numbers, and finds words only as a page spells them. A build that
#: writes some of the pages again loses the entries of the others.
SEARCHED = ('44', 'error 44', 'error code 44', 'inv_input_param_conflict',
            'retry', 'timeout', 'dry run', 'read only', 'event hook',
            'self signed', 'thread safety', 'async', 'config file', 'upgrade')


class Page(HTMLParser):
    """What is checked of one page."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.ids: set[str] = set()
        self.links: list[str] = []          # of the whole page
        self.content_links: list[str] = []  # of the text, not of the frame
        self.sidebar: list[str] = []
        self.headings: list[int] = []
        self.pictures_without_text: list[str] = []
        self.opening = ''                   # first element after the title
        self._in_article = self._in_sidebar = False
        self.feed(text)

    def handle_starttag(self, tag: str,
                        attrs: list[tuple[str, str | None]]) -> None:
        values = {name: value or '' for name, value in attrs}
        classes = values.get('class', '').split()
        if 'id' in values:
            self.ids.add(values['id'])
        self._in_article = self._in_article or tag == 'article'
        self._in_sidebar = self._in_sidebar or 'sidebar-tree' in classes
        if tag == 'a' and 'href' in values:
            self._add_link(values['href'], 'headerlink' in classes)
        elif tag == 'img' and not values.get('alt'):
            self.pictures_without_text.append(values.get('src', ''))
        elif self._in_article:
            self._add_content(tag)

    def _add_link(self, target: str, is_own: bool) -> None:
        self.links.append(target)
        if self._in_sidebar:
            self.sidebar.append(target)
        elif self._in_article and not is_own:
            self.content_links.append(target)

    def _add_content(self, tag: str) -> None:
        if tag[0] == 'h' and tag[1:].isdigit():
            self.headings.append(int(tag[1:]))
        elif len(self.headings) == 1 and not self.opening and tag in (
                'p', 'div', 'dl', 'ul', 'ol', 'table', 'section'):
            self.opening = tag

    def handle_endtag(self, tag: str) -> None:
        if tag == 'article':
            self._in_article = False
        elif tag == 'aside':
            self._in_sidebar = False


def resolve(page: str, link: str) -> tuple[str, str] | None:
    """Return the page and the id that a link leads to; None outside the site."""
    parts = urlsplit(link)
    if parts.scheme or parts.netloc:
        return None
    if not parts.path:
        return page, unquote(parts.fragment)
    path = posixpath.normpath(posixpath.join(
        posixpath.dirname(page), unquote(parts.path)))
    return path, unquote(parts.fragment)


def broken_links(site: dict[str, Page], root: Path) -> Iterator[str]:
    """Yield each link that leads nowhere."""
    for name, page in site.items():
        for link in page.links:
            target = resolve(name, link)
            if target is None:
                continue
            path, anchor = target
            if path not in site:
                if not (root / path).exists():
                    yield f'{name}: {link}: there is no such page'
            elif anchor and anchor not in site[path].ids:
                yield f'{name}: {link}: the page has no such id'


def unreachable(site: dict[str, Page]) -> Iterator[str]:
    """Yield each page that the sidebar of the front page does not have."""
    known = {target[0] for link in site['index.html'].sidebar
             if (target := resolve('index.html', link)) is not None}
    for name in sorted(set(site) - known - MADE - {'index.html'}):
        yield f'{name}: not in the sidebar'


def poor_pages(site: dict[str, Page]) -> Iterator[str]:
    """Yield what is wrong with the content of a page."""
    for name, page in site.items():
        for picture in page.pictures_without_text:
            yield f'{name}: {picture} has no description'
        if name in MADE:
            continue
        if page.headings.count(1) != 1:
            yield f'{name}: {page.headings.count(1)} titles'
        for above, below in zip(page.headings, page.headings[1:]):
            if below > above + 1:
                yield f'{name}: a heading of level {below} below one of {above}'
        if page.opening != 'p':
            yield f'{name}: opens with <{page.opening}>, not with a sentence'
        if not any((target := resolve(name, link)) is None or target[0] != name
                   for link in page.content_links):
            yield f'{name}: links to no other page'


def not_searched(root: Path) -> Iterator[str]:
    """Yield each word that the index of the search does not have."""
    index = (root / 'searchindex.js').read_text('utf-8')
    for word in SEARCHED:
        if f'"{word}":' not in index:
            yield f'search: no entry for {word}'


def main(arguments: list[str]) -> int:
    """Check the site in a directory and print what is wrong."""
    root = Path(arguments[0])
    site = {path.relative_to(root).as_posix(): Page(path.read_text('utf-8'))
            for path in sorted(root.rglob('*.html'))
            if '_static' not in path.parts}
    problems = [*broken_links(site, root), *unreachable(site),
                *poor_pages(site), *not_searched(root)]
    for problem in problems:
        sys.stdout.write(problem + '\n')
    return min(len(problems), 99)


if __name__ == '__main__':
    sys.exit(main(sys.argv[1:]))
