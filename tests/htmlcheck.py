"""A strict reader of the site's own HTML.

A browser mends nearly everything, so a page with crossed elements or an id given
twice looks right until somebody follows a link into it. This reads a page the
way the site writes it (every element closed, attributes quoted) and says what
is wrong; it is no general validator.
"""

from __future__ import annotations

from html.parser import HTMLParser

from django.test import Client

#: The one type of script that is not run, and so may stand in a page.
DATA = "application/ld+json"
VOID = frozenset({"br", "hr", "img", "input", "link", "meta", "rect", "path"})
#: Elements that may hold only words and other elements of this kind.
PHRASING_PARENTS = frozenset(
    {
        "p",
        "h1",
        "h2",
        "h3",
        "h4",
        "span",
        "a",
        "mark",
        "strong",
        "code",
        "label",
        "summary",
        "caption",
        "dt",
        "time",
        "abbr",
        "button",
    }
)
BLOCKS = frozenset(
    {
        "p",
        "div",
        "section",
        "article",
        "aside",
        "header",
        "footer",
        "main",
        "nav",
        "ul",
        "ol",
        "li",
        "dl",
        "dt",
        "dd",
    }
    | {"table", "form", "figure", "blockquote", "details", "h1", "h2", "h3", "h4"}
)
PARENTS = {
    "li": {"ul", "ol"},
    "dt": {"dl", "div"},
    "dd": {"dl", "div"},
    "tr": {"thead", "tbody"},
    "td": {"tr"},
    "th": {"tr"},
    "summary": {"details"},
    "option": {"select"},
    "figcaption": {"figure"},
    "rect": {"svg"},
}
CHILDREN = {"ul": {"li"}, "ol": {"li"}, "dl": {"div", "dt", "dd"}, "tr": {"td", "th"}, "select": {"option"}}
INTERACTIVE = frozenset({"a", "button", "input", "select", "details", "label"})


class Page(HTMLParser):
    """One page read; `problems` says what is wrong with it, `links` and `text` what is on it."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.problems: list[str] = []
        self.open: list[str] = []
        self.ids: set[str] = set()
        self.refers: list[tuple[str, str]] = []
        self.links: list[str] = []
        self.headings: list[int] = []
        self.landmarks: list[str] = []
        self.text = ""
        self.feed(html)
        self.close()
        self._finish(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = dict(attrs)
        self._place(tag)
        self._attributes(tag, attrs, values)
        if tag in {"h1", "h2", "h3", "h4"}:
            self.headings.append(int(tag[1]))
        if tag in {"main", "header", "footer", "nav", "aside"}:
            self.landmarks.append(tag)
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag not in VOID:
            self.handle_endtag(tag)

    def handle_endtag(self, tag: str) -> None:
        if not self.open or self.open[-1] != tag:
            self._problem(f"</{tag}> closes {self.open[-1:] or 'nothing'}")
        if tag in self.open:
            while self.open.pop() != tag:
                pass
        if tag in BLOCKS:
            self.text += "\n"

    def handle_data(self, data: str) -> None:
        if self.open[-1:] == ["script"]:
            return
        self.text += data
        parent = self.open[-1] if self.open else ""
        if data.strip() and parent in CHILDREN:
            self._problem(f"words directly in <{parent}>: {data.strip()[:40]!r}")

    def _place(self, tag: str) -> None:
        parent = self.open[-1] if self.open else ""
        if tag in BLOCKS and parent in PHRASING_PARENTS and not (parent == "a" and tag not in {"p", "li"}):
            self._problem(f"<{tag}> inside <{parent}>")
        if tag in PARENTS and parent not in PARENTS[tag]:
            self._problem(f"<{tag}> inside <{parent}>")
        if parent in CHILDREN and tag not in CHILDREN[parent]:
            self._problem(f"<{tag}> inside <{parent}>")
        if tag in INTERACTIVE and "a" in self.open:
            self._problem(f"<{tag}> inside a link")

    def _attributes(
        self, tag: str, attrs: list[tuple[str, str | None]], values: dict[str, str | None]
    ) -> None:
        names = [name for name, _ in attrs]
        if len(names) != len(set(names)):
            self._problem(f"an attribute of <{tag}> is given twice: {names}")
        for name, value in attrs:
            if name == "style" or name.startswith("on"):
                self._problem(f"<{tag} {name}> is forbidden by the content policy")
            if name == "id":
                if not value or value in self.ids or any(char.isspace() for char in value):
                    self._problem(f"id {value!r} is empty, has a space or is given twice")
                self.ids.add(value or "")
            if name in {"for", "aria-labelledby", "aria-describedby"}:
                self.refers += [(name, each) for each in (value or "").split() or [""]]
            if name in {"href", "action"}:
                self.links.append(value or "")
                if not value:
                    self._problem(f"<{tag} {name}> leads nowhere")
                if (value or "").startswith("#"):
                    self.refers.append((name, (value or "")[1:]))
                if (value or "").lower().startswith("javascript"):
                    self._problem(f"<{tag}> runs a script")
        if tag in {"script", "style"} and not values.get("src") and values.get("type") != DATA:
            self._problem(f"inline <{tag}>")
        if tag == "img" and "alt" not in values:
            self._problem("a picture without words for it")

    def _finish(self, html: str) -> None:
        if self.open:
            self._problem(f"never closed: {self.open}")
        if not html.lstrip().lower().startswith("<!doctype html>"):
            self._problem("no doctype")
        for name, value in self.refers:
            if value not in self.ids:
                self._problem(f"{name} points to {value!r}, which is not there")
        if self.headings.count(1) != 1:
            self._problem(f"{self.headings.count(1)} first-level headings")
        for before, after in zip([0, *self.headings], self.headings, strict=False):
            if after > before + 1:
                self._problem(f"heading h{after} after h{before}: {self.headings}")
        if self.landmarks.count("main") != 1:
            self._problem("not one <main>")

    def _problem(self, words: str) -> None:
        line, _ = self.getpos()
        self.problems.append(f"line {line}: {words}")


def read(html: str) -> Page:
    """The page, which has to be right."""
    page = Page(html)
    assert page.problems == [], page.problems
    return page


def page_of(client: Client, address: str) -> Page:
    response = client.get(address)
    assert response.status_code == 200, address
    return read(response.content.decode())


def words_of(client: Client, address: str) -> str:
    return " ".join(page_of(client, address).text.split())
