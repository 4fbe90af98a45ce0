"""What is empty or out of place goes: a tree as the parser built it → the tree that is written."""

from newsroom.richtext.nodes import BREAK, CELLS, LISTS, TEXT_BLOCKS, Node, Run, tidied

KEPT_EMPTY = ("hr", "aside.read-also", "figure.photo", "figure.embed")


def settled(node: Node) -> Node | None:
    if node.kind in TEXT_BLOCKS:
        node.runs = tidied(node.runs)
        return node if node.runs else None
    children = (settled(child) for child in node.children)
    node.children = [child for child in children if child is not None]
    if node.kind in LISTS:
        node.children = _items(node.children)
    elif node.kind in CELLS:
        node.children = node.children or [Node("p")]
    elif node.kind in ("blockquote", "aside.pullquote"):
        _keep_last_cite(node)
    elif node.kind == "table":
        return _table(node)
    return node if node.children or node.kind in KEPT_EMPTY else None


def _items(items: list[Node]) -> list[Node]:
    """An item that holds nothing but a list gives way to the items of that list."""
    found: list[Node] = []
    for item in items:
        while item.children and item.children[0].kind in LISTS:
            found += item.children.pop(0).children
        if item.children:
            found.append(item)
    return found


def _keep_last_cite(quote: Node) -> None:
    said = quote.children[:-1]
    for child in said or quote.children:
        if child.kind == "cite":
            child.kind = "p"


def _table(table: Node) -> Node | None:
    captions = [child for child in table.children if child.kind == "caption"]
    bodies = [child for child in table.children if child.kind == "tbody"]
    runs = [run for caption in captions for run in (*caption.runs, Run(" ", ()))]
    words = tidied(Run(" " if run.text == BREAK else run.text, ()) for run in runs)
    if not bodies:
        return Node("p", runs=words) if words else None
    table.children = [*([Node("caption", runs=words)] if words else []), *bodies]
    return table
