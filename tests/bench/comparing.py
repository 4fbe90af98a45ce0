"""Two versions of one story, as an editor leaves them who has gone over all of it."""

import re
from random import Random

from articles.content import Content
from articles.models import Category
from tests.bench.words import Writer

EVERY = 12
"""Of so many words one is another."""


def two_versions(words: int) -> tuple[Content, Content]:
    """The same ones for the same number of words."""
    writer = Writer(Random(words))
    body = writer.body(words, "https://example.com/").html
    category = Category.objects.default()
    old = Content(
        headline=writer.line(8, 12), deck=writer.line(20, 25), category=category, body=body
    )
    new = Content(
        headline=writer.line(8, 12), deck=old.deck, category=category, body=edited(body, writer)
    )
    return old, new


def edited(body: str, writer: Writer) -> str:
    """Words changed throughout, a paragraph moved, one taken out, one split, one written anew."""
    blocks = body.split("\n")
    blocks = [_reworded(block, writer) for block in blocks]
    blocks.insert(len(blocks) // 2, blocks.pop(1))
    del blocks[len(blocks) // 3]
    middle = blocks[3].removeprefix("<p>").removesuffix("</p>").split(" ")
    half = len(middle) // 2
    blocks[3:4] = [f"<p>{' '.join(part)}</p>" for part in (middle[:half], middle[half:])]
    blocks.insert(5, f"<p>{writer.sentences(writer.words_of(40))}</p>")
    return "\n".join(blocks)


def _reworded(block: str, writer: Writer) -> str:
    count = 0

    def word(match: re.Match[str]) -> str:
        nonlocal count
        count += 1
        return writer.words_of(1)[0].text if count % EVERY == 0 else match[0]

    return re.sub(r"(?<![<\w/\"=:.])[ء-ي]+", word, block)
