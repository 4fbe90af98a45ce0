"""The allow-list of rich text. Toolbar, sanitiser, renderer, importer and tests read it from here.

The stored form is the one that ProseMirror writes, so that opening and saving a text in the editor
changes nothing of it: one line for each top-level block, items and cells hold paragraphs, an empty
cell holds an empty one, marks stand in the order of ``MARKS``, equal neighbours are one, white
space is one space and none at the edges of a block.
"""

TEXT = "text"
"""In ``CONTENT``: words, line breaks and marks."""

CONTENT: dict[str, tuple[str, ...]] = {
    "body": (
        *("p", "h2", "h3", "ul", "ol", "blockquote", "aside.pullquote", "aside.read-also"),
        *("figure.photo", "figure.embed", "table", "hr"),
    ),
    "p": (TEXT,),
    "h2": (TEXT,),
    "h3": (TEXT,),
    "ul": ("li",),
    "ol": ("li",),
    "li": ("p", "ul", "ol"),
    "blockquote": ("p", "ul", "ol", "cite"),
    "aside.pullquote": ("p", "cite"),
    "cite": (TEXT,),
    "aside.read-also": (),
    "figure.photo": ("figcaption",),
    "figure.embed": ("figcaption",),
    "figcaption": (TEXT,),
    "table": ("caption", "tbody"),
    "caption": (TEXT,),
    "tbody": ("tr",),
    "tr": ("th", "td"),
    "th": ("p", "ul", "ol"),
    "td": ("p", "ul", "ol"),
    "hr": (),
}
"""What may stand in what; a kind is an element, with its class where that makes it another thing.

In this order too: an item begins with a paragraph, ``cite`` stands once and last, ``figcaption``
and ``caption`` once. A ``caption`` has no marks. A picture, an embed, a «read also» box is a
reference and nothing else: ``data-photo``, ``data-embed`` and ``data-article`` are required.
"""

LIST_DEPTH = 4
"""A list may stand in an item of a list, so many levels deep."""

MARKS: dict[str, set[str]] = {
    "a": {"href", "data-article"},
    "bdi": {"dir"},
    "strong": set(),
    "sub": set(),
    "sup": set(),
}
"""With their attributes, the outermost first. ``a`` has one of the two, ``bdi`` left to right."""

ATTRIBUTES: dict[str, set[str]] = {
    **MARKS,
    "br": set(),
    "p": {"dir"},
    "h2": {"dir"},
    "h3": {"dir"},
    "ul": set(),
    "ol": {"start"},
    "li": {"dir"},
    "blockquote": set(),
    "cite": {"dir"},
    "aside": {"class", "data-article"},
    "figure": {"class", "data-photo", "data-embed"},
    "figcaption": {"dir"},
    "table": set(),
    "caption": set(),
    "tbody": set(),
    "tr": set(),
    "th": {"colspan", "rowspan"},
    "td": {"colspan", "rowspan"},
    "hr": set(),
}
TAGS = frozenset(ATTRIBUTES)

CLASSES = {"aside": {"pullquote", "read-also"}, "figure": {"photo", "embed"}}

BLOCKS = frozenset(kind.partition(".")[0] for kind in CONTENT["body"])
"""Elements that may stand at the top level of a body."""

URL_SCHEMES = frozenset({"http", "https", "mailto", "tel"})

# Their text is code or belongs to another page: it goes together with the element.
DROPPED_WITH_CONTENT = frozenset({"script", "style", "title", "template", "noscript", "iframe"})

# Left by word processors and older systems; kept in our spelling.
RENAMED = {"b": "strong", "h1": "h2", "h4": "h3", "h5": "h3", "h6": "h3"}

# They only separate: their words become paragraphs, and the element goes.
BOXES = frozenset(
    [
        *("address", "article", "center", "dd", "details", "div", "dl", "dt", "fieldset", "footer"),
        *("form", "header", "main", "nav", "pre", "section", "summary", "thead", "tfoot"),
    ]
)
