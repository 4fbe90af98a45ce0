"""The output of the cleaner → a tree in which everything stands where it may."""

from collections.abc import Callable
from html.parser import HTMLParser

from newsroom.platforms.hosts import recognize
from newsroom.richtext import allowed
from newsroom.richtext.grammar import settled
from newsroom.richtext.links import address
from newsroom.richtext.nodes import BREAK, LISTS, TEXT_BLOCKS, Node, Run, attribute, written

OwnStory = Callable[[str], int | None]
Attributes = dict[str, str]

MOST_COLUMNS = 100
LONGEST_ID = 18
BOX = "box"
"""The kind of what separates words and is not kept itself."""
SET_ASIDE = ("figure.photo", "figure.embed", "aside.read-also", "table")
"""Where they may not stand, they stand behind the block."""
QUOTES = ("blockquote", "aside.pullquote")
_ORDER = list(allowed.MARKS)
_LTR = '<bdi dir="ltr">'


def number(value: str, most: int = 10**LONGEST_ID) -> int:
    """0 for anything that is not a sensible number."""
    digits = value.isascii() and value.isdigit() and len(value) <= LONGEST_ID
    return int(value) if digits and int(value) <= most else 0


class Builder(HTMLParser):
    """Reads only what the cleaner wrote: elements are balanced."""

    def __init__(self, own_story: OwnStory | None) -> None:
        super().__init__(convert_charrefs=True)
        self.own_story = own_story
        self.body = Node("body")
        self.path = [self.body]
        self.behind: list[Node] = []
        self.text: Node | None = None
        self.loose = "p"
        self.marks: list[str] = []
        self.active: tuple[str, ...] = ()
        self.open: list[tuple[list[Node], str] | str | None] = []
        """For each open element where things stood before it; of a mark the mark."""

    def result(self) -> list[str]:
        self._close_text()
        self.body.children += self.behind
        body = settled(self.body)
        return [written(block) for block in body.children] if body else []

    # What the parser calls.

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        tag = allowed.RENAMED.get(tag, tag)
        given = {name: value or "" for name, value in attrs}
        if tag == "br":
            self._add(BREAK)
        elif tag == "hr":
            self._start("hr", given)
        elif tag in allowed.MARKS or (tag == "cite" and self.path[-1].kind not in QUOTES):
            self._start_mark(self._mark(tag, given))
        else:
            self.open.append((self.path, self.loose))
            self.path = list(self.path)
            self._start(_kind(tag, given), given)

    def handle_endtag(self, tag: str) -> None:
        before = self.open.pop()
        if isinstance(before, tuple):
            self._close_text()
            self.path, self.loose = before
        elif before is not None:
            self.marks.pop()
            self._marks_changed()

    def handle_data(self, data: str) -> None:
        if self.open:
            self._add(data)
            return
        first, *more = data.split("\n")
        self._add(first)
        for line in more:
            self._close_text()
            self._add(line)

    # Marks.

    def _mark(self, tag: str, given: Attributes) -> str | None:
        if tag == "a":
            return self._link(given)
        if tag == "bdi":
            return _LTR if given.get("dir") == "ltr" else None
        return f"<{tag}>" if tag in allowed.MARKS else None

    def _link(self, given: Attributes) -> str | None:
        story = number(given.get("data-article", ""))
        href = "" if story else address(given.get("href", ""))
        if href and self.own_story:
            story = self.own_story(href) or 0
        if story:
            return f'<a data-article="{story}">'
        return f"<a{attribute('href', href)}>" if href else None

    def _start_mark(self, mark: str | None) -> None:
        self.open.append(mark)
        if mark is not None:
            self.marks.append(mark)
            self._marks_changed()

    def _marks_changed(self) -> None:
        """The innermost of each name counts."""
        named = {mark[1:-1].partition(" ")[0]: mark for mark in self.marks}
        self.active = tuple(named[name] for name in _ORDER if name in named)

    # Blocks.

    def _start(self, kind: str, given: Attributes) -> None:
        self._close_text()
        if kind == "figure.embed" and not self._is_known(given):
            return
        if kind in TEXT_BLOCKS:
            self._start_text(kind, given)
            return
        self._go_to_place_of(kind)
        if kind in self.path[-1].allows:
            self._open(kind, given, self.path[-1].children)
        elif kind in SET_ASIDE and not (kind == "table" and self._within("table")):
            self._open(kind, given, self.behind)

    def _go_to_place_of(self, kind: str) -> None:
        here = self.path[-1]
        if kind == "li" and here.kind == "li":
            self.path.pop()
        elif kind in LISTS and here.kind in LISTS and here.children:
            self.path.append(here.children[-1])
        if kind in LISTS and self._within(*LISTS) >= allowed.LIST_DEPTH:
            # Its items join those of the deepest list.
            self.path = self.path[:-1] if self.path[-1].kind == "li" else self.path
        elif kind == "tbody" and here.kind == "table":
            found = [child for child in here.children if child.kind == "tbody"]
            self.path += found[:1]

    def _within(self, *kinds: str) -> int:
        return sum(node.kind in kinds for node in self.path)

    def _open(self, kind: str, given: Attributes, siblings: list[Node]) -> None:
        if siblings is self.body.children:
            siblings += self.behind
            self.behind.clear()
        node = Node(kind, _attributes(kind, given))
        siblings.append(node)
        if node.allows:
            self.path.append(node)

    def _is_known(self, given: Attributes) -> bool:
        """An embed of a host that we do not know becomes a link to it."""
        found = recognize(given["data-embed"])
        if found is not None:
            given["data-embed"] = found.address
            return True
        href = address(given["data-embed"])
        if href.startswith("http"):
            self._start_text("p", {})
            link = f"<a{attribute('href', href)}>"
            self._add_run(Run(href, (link, _LTR)))
            self._close_text()
        return False

    # Text.

    def _start_text(self, kind: str, given: Attributes) -> None:
        here = self.path[-1]
        if here is self.body and kind in ("h2", "h3"):
            self.loose = kind
        elif kind not in here.allows or (here is self.body and kind == "p"):
            kind = self._loose_kind()
        self._open_text(kind, _attributes(kind, given))

    def _loose_kind(self) -> str:
        here = self.path[-1]
        if here is self.body:
            return self.loose
        return "figcaption" if here.kind.startswith("figure") else "p"

    def _open_text(self, kind: str, attributes: str = "") -> None:
        here = self.path[-1]
        if here.kind in LISTS:
            item = Node("li")
            here.children.append(item)
            here = item
        if kind == "figcaption" and here.children:
            self.text = here.children[0]
            self._add_run(Run(BREAK, ()))
            return
        self.text = Node(kind, attributes)
        if kind not in here.allows:
            self.behind.append(self.text)
            return
        if here is self.body:
            here.children += self.behind
            self.behind.clear()
        here.children.append(self.text)

    def _add(self, text: str) -> None:
        if self.text is None:
            if not text.strip():
                return
            self._open_text(self._loose_kind())
        self._add_run(Run(text, self.active))

    def _add_run(self, run: Run) -> None:
        if self.text is not None:
            self.text.runs.append(run)

    def _close_text(self) -> None:
        self.text = None


def _kind(tag: str, given: Attributes) -> str:
    """Of an element that the cleaner let through."""
    if tag in ("thead", "tfoot"):
        return "tbody"
    if tag == "figure":
        if number(given.get("data-photo", "")):
            return "figure.photo"
        return "figure.embed" if given.get("data-embed") else BOX
    if tag == "aside":
        named = given.get("class", "").split()
        if "read-also" in named and number(given.get("data-article", "")):
            return "aside.read-also"
        return "aside.pullquote" if "pullquote" in named else BOX
    return tag if tag in allowed.CONTENT else BOX


def _attributes(kind: str, given: Attributes) -> str:
    """Values are narrowed here: a name alone would let free text in."""
    found = ""
    for name in sorted(allowed.ATTRIBUTES[kind.partition(".")[0]] & given.keys()):
        value = _value(kind, name, given[name])
        found += attribute(name, value) if value else ""
    return found


def _value(kind: str, name: str, value: str) -> str:
    if name == "dir":
        return value if value in ("ltr", "rtl") else ""
    if name in ("colspan", "rowspan", "start"):
        known = number(value, MOST_COLUMNS if name.endswith("span") else 10**6)
        return str(known) if known > 1 else ""
    if (kind, name) == ("figure.embed", "data-embed"):
        return value
    references = (("figure.photo", "data-photo"), ("aside.read-also", "data-article"))
    return str(number(value)) if (kind, name) in references else ""
