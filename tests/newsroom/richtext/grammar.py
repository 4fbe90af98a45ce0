"""Whether stored HTML is what ``allowed`` permits, read by another parser than the cleaner's."""

import re
from html.parser import HTMLParser

from newsroom.platforms.hosts import recognize
from newsroom.richtext import allowed

VOID = ("br", "hr")


class _Everything(HTMLParser):
    """Every element and attribute that a browser would see."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.attributes: list[tuple[str, str, str]] = []
        self.others: list[str] = []
        self.open: list[str] = ["body"]
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        self.attributes += [(tag, name, value) for name, value in given.items()]
        kind = f"{tag}.{given['class']}" if "class" in given else tag
        self.assert_may_stand(kind)
        if kind in ("aside.read-also", "figure.photo", "figure.embed"):
            assert len(given) == 2
        if tag not in VOID:
            self.open.append(kind)

    def assert_may_stand(self, kind: str) -> None:
        blocks = [one for one in self.open if one in allowed.CONTENT]
        within = allowed.CONTENT[blocks[-1]]
        if kind in allowed.MARKS or kind == "br":
            assert allowed.TEXT in within
            outer = [one for one in self.open if one in allowed.MARKS]
            order = list(allowed.MARKS)
            assert kind == "br" or all(order.index(one) < order.index(kind) for one in outer)
        else:
            assert kind in within, f"{kind} in {blocks[-1]}"
            assert self.open[-1] == blocks[-1]
        assert sum(one in ("ul", "ol") for one in self.open) <= allowed.LIST_DEPTH

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop().partition(".")[0] == tag

    def handle_data(self, data: str) -> None:
        blocks = [one for one in self.open if one in allowed.CONTENT]
        assert allowed.TEXT in allowed.CONTENT[blocks[-1]] or (data == "\n" and len(blocks) == 1)

    def handle_comment(self, data: str) -> None:
        self.others.append(data)

    def handle_decl(self, decl: str) -> None:
        self.others.append(decl)

    def handle_pi(self, data: str) -> None:
        self.others.append(data)

    def unknown_decl(self, data: str) -> None:
        self.others.append(data)


def assert_allowed(html: str) -> None:
    seen = _Everything(html)
    assert seen.others == []
    assert seen.open == ["body"]
    for tag, name, value in seen.attributes:
        assert name in allowed.ATTRIBUTES[tag]
        if name == "href":
            assert scheme(value) in {"", *allowed.URL_SCHEMES}
        elif name == "data-embed":
            found = recognize(value)
            assert found is not None
            assert found.address == value
        elif name == "class":
            assert value in allowed.CLASSES[tag]
        elif name == "dir":
            assert value in ("ltr", "rtl")
        else:
            assert value.isdigit()
            assert int(value) > 0


def scheme(address: str) -> str:
    """As a browser reads it: control characters and spaces do not count."""
    shown = "".join(sign for sign in address if sign > " ").lower()
    found = re.match("([a-z][a-z0-9+.-]*):", shown)
    return found[1] if found else ""
