"""Addresses of categories, tags and authors that change; the old ones keep leading there."""

from articles.models import Author, Category, Tag
from articles.models.former_address import FormerAddress

Kind = FormerAddress.Kind


def remember(kind: FormerAddress.Kind, old: str, new: str, target_id: int) -> None:
    """``old`` leads to the target from now on; an address in use again leads nowhere else."""
    FormerAddress.objects.filter(kind=kind, address=new).delete()
    if old and old != new:
        FormerAddress.objects.update_or_create(
            kind=kind, address=old, defaults={"target_id": target_id}
        )


def moved_to(kind: FormerAddress.Kind, old: str) -> "Category | Tag | Author | None":
    """What stood at a former address, wherever it stands now. Costs up to two queries."""
    former = FormerAddress.objects.filter(kind=kind, address=old).first()
    if former is None:
        return None
    model = {Kind.CATEGORY: Category, Kind.TAG: Tag, Kind.AUTHOR: Author}[Kind(kind)]
    target: Category | Tag | Author | None = model.objects.filter(pk=former.target_id).first()  # type: ignore[attr-defined]
    return target
