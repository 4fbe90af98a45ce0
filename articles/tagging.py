"""Tags by name: folded lookup, creation, and a story's set in the order it was typed.

Kept apart from django-taggit's own ``add``: that one looks names up by letters, so that «الامن»
would become a second tag beside «الأمن».
"""

from collections.abc import Sequence

from articles.addresses import free_slug
from articles.models import Article, Tag, TaggedArticle
from newsroom.arabic.normalize import fold_tag
from newsroom.arabic.typography import split_tags


def parse_tags(text: str) -> list[str]:
    """``TAGGIT_TAGS_FROM_STRING``: «،», «؛», "," and line ends separate, spaces never do."""
    return split_tags(text)


def print_tags(tags: Sequence[Tag]) -> str:
    """``TAGGIT_STRING_FROM_TAGS``."""
    return "، ".join(tag.name for tag in tags)


def find_tags(names: Sequence[str]) -> dict[str, Tag]:
    """The existing tags, by the name that was asked for. One query."""
    folded = {name: fold_tag(name) for name in names}
    known = {tag.folded: tag for tag in Tag.objects.filter(folded__in=set(folded.values()))}
    return {name: known[key] for name, key in folded.items() if key in known}


def create_tag(name: str) -> Tag:
    slug = free_slug(
        name,
        taken=Tag.objects.filter(slug__startswith=name[:1]).values_list("slug", flat=True),
        fallback="tag",
    )
    tag: Tag = Tag.objects.create(name=name, slug=slug, folded=fold_tag(name))
    return tag


def set_tags(article: Article, names: Sequence[str]) -> None:
    known = find_tags(names)
    tags = list(dict.fromkeys(known.get(name) or create_tag(name) for name in names))
    TaggedArticle.objects.filter(content_object=article).delete()
    TaggedArticle.objects.bulk_create(
        TaggedArticle(content_object=article, tag=tag, position=position)
        for position, tag in enumerate(tags)
    )
