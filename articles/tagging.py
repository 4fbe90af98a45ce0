"""Tags by name: folded lookup, creation, and a story's set in the order it was typed.

Kept apart from django-taggit's own ``add``: that one looks names up by letters, so that «الامن»
would become a second tag beside «الأمن».
"""

from collections.abc import Sequence

from django.db import IntegrityError, transaction

from articles.models import Article, FormerAddress, Tag, TaggedArticle
from newsroom.arabic.normalize import fold_tag
from newsroom.arabic.slugs import free_slug, slugify
from newsroom.arabic.typography import split_tags


def parse_tags(text: str) -> list[str]:
    """``TAGGIT_TAGS_FROM_STRING``: «،», «؛», "," and line ends separate, spaces never do."""
    return split_tags(text)


def print_tags(tags: Sequence[Tag]) -> str:
    """``TAGGIT_STRING_FROM_TAGS``."""
    return "، ".join(tag.name for tag in tags)


def find_tags(names: Sequence[str]) -> dict[str, Tag]:
    """The existing tags, by the name that was asked for, which may be a former name.

    One query; a second where a name is unknown, a third where it is a former one.
    """
    folded = {name: fold_tag(name) for name in names}
    known = {tag.folded: tag for tag in Tag.objects.filter(folded__in=set(folded.values()))}
    if unknown := set(folded.values()) - set(known):
        known |= _renamed(unknown)
    return {name: known[key] for name, key in folded.items() if key in known}


def _renamed(folded: set[str]) -> dict[str, Tag]:
    former = FormerAddress.objects.filter(kind=FormerAddress.Kind.TAG_NAME, address__in=folded)
    targets = dict(former.values_list("address", "target_id"))
    tags = Tag.objects.in_bulk(targets.values())
    return {key: tags[pk] for key, pk in targets.items() if pk in tags}


def create_tag(name: str) -> Tag:
    """The tag of that name; where somebody else has just made it, theirs."""
    for _attempt in range(5):
        try:
            with transaction.atomic():
                return _create_tag(name)
        except IntegrityError:  # somebody was faster with this name, or with its slug
            existing = find_tags([name]).get(name)
            if existing is not None:
                return existing
    raise RuntimeError("No free slug for a tag after 5 attempts.")


def _create_tag(name: str) -> Tag:
    begin = slugify(name, fallback="tag")[:50]  # what every numbered variant keeps
    taken = Tag.objects.filter(slug__startswith=begin).values_list("slug", flat=True)
    slug = free_slug(name, taken=taken, fallback="tag")
    tag: Tag = Tag.objects.create(name=name, slug=slug, folded=fold_tag(name))
    return tag


def set_tags(article: Article, names: Sequence[str]) -> None:
    """The caller then places the story in its lists."""
    known = {fold_tag(name): tag for name, tag in find_tags(names).items()}
    for name in names:
        if fold_tag(name) not in known:
            known[fold_tag(name)] = create_tag(name)
    tags = dict.fromkeys(known[fold_tag(name)] for name in names)
    TaggedArticle.objects.filter(content_object=article).delete()
    TaggedArticle.objects.bulk_create(
        TaggedArticle(content_object=article, tag=tag, position=position)
        for position, tag in enumerate(tags)
    )
